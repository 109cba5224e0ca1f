//! Numbers as Zellij reads them: in decimals, with commas between. All that
//! is drawn and every call is made of them, so they are copied from tables.

/// Numbers in the tables.
const COUNT: usize = 256;
/// The decimals of each byte, a comma behind.
const DECIMALS: [[u8; 4]; COUNT] = decimals();
/// All of them, one behind the other.
const ROW: [u8; begin(COUNT)] = row();
/// How many bytes are written at a time.
const PART: usize = 128;

/// Adds a number.
pub(super) fn push_number(out: &mut Vec<u8>, number: usize) {
    if number >= 10 {
        push_number(out, number / 10);
    }
    out.push(b'0' + u8::try_from(number % 10).unwrap_or(0));
}

/// Adds the numbers from the first up to the second, a comma behind each.
pub(super) fn push_range(out: &mut Vec<u8>, from: usize, to: usize) {
    let known = begin(from.min(COUNT))..begin(to.min(COUNT));
    out.extend_from_slice(ROW.get(known).unwrap_or_default());
    for number in from.max(COUNT)..to {
        push_number(out, number);
        out.push(b',');
    }
}

/// Adds bytes as numbers, a comma behind each.
pub(super) fn push_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    let mut part = [0; 4 * PART];
    for bytes in bytes.chunks(PART) {
        let length = write_part(&mut part, bytes);
        out.extend_from_slice(part.get(..length).unwrap_or_default());
    }
}

/// Takes the comma behind the last number away.
pub(super) fn end(out: &mut Vec<u8>) {
    if out.last() == Some(&b',') {
        out.pop();
    }
}

/// Writes into a place of its own: to look at a vector's room for every byte
/// takes three times the steps.
#[inline(never)]
fn write_part(part: &mut [u8; 4 * PART], bytes: &[u8]) -> usize {
    let mut at = 0;
    for b in bytes {
        let rest = part.get_mut(at..);
        let Some(place) = rest.and_then(|rest| rest.first_chunk_mut::<4>()) else {
            break;
        };
        // All four, whatever of them is meant.
        *place = DECIMALS.get(usize::from(*b)).copied().unwrap_or_default();
        at += 2 + usize::from(*b >= 10) + usize::from(*b >= 100);
    }
    at
}

/// Where a number begins in the row of all.
const fn begin(number: usize) -> usize {
    match number {
        0..10 => 2 * number,
        10..100 => 20 + 3 * (number - 10),
        _ => 290 + 4 * (number - 100),
    }
}

const fn decimals() -> [[u8; 4]; COUNT] {
    let mut all = [[0; 4]; COUNT];
    let mut rest = all.as_mut_slice();
    let mut n = 0_u8;
    while let Some((place, others)) = rest.split_first_mut() {
        let [hundreds, tens, ones] = [b'0' + n / 100, b'0' + n / 10 % 10, b'0' + n % 10];
        *place = match n {
            0..10 => [ones, b',', 0, 0],
            10..100 => [tens, ones, b',', 0],
            _ => [hundreds, tens, ones, b','],
        };
        n = n.wrapping_add(1);
        rest = others;
    }
    all
}

const fn row() -> [u8; begin(COUNT)] {
    let mut all = [0; begin(COUNT)];
    let mut rest = all.as_mut_slice();
    let mut numbers = DECIMALS.as_slice();
    while let Some((number, others)) = numbers.split_first() {
        let [a, b, c, d] = *number;
        rest = put(put(put(put(rest, a), b), c), d);
        numbers = others;
    }
    all
}

/// Puts a digit or a comma; behind the comma of a short number there is
/// nothing.
const fn put(rest: &mut [u8], digit: u8) -> &mut [u8] {
    match (digit, rest) {
        (0, rest) => rest,
        (_, [place, behind @ ..]) => {
            *place = digit;
            behind
        }
        (_, []) => &mut [],
    }
}
