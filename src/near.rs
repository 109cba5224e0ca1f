//! The name that was probably meant, for one that does not exist.

/// The longest word that is compared: no name is as long.
const LONGEST: usize = 40;

/// The name that differs least from the word, if it differs by a slip or two.
pub(crate) fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    // In a short word two slips leave nothing of it.
    let most = if length < 4 { 1 } else { 2 };
    let slips = names.into_iter().map(|name| (distance(word, name), name));
    let (slips, name) = slips.min_by_key(|(slips, _)| *slips)?;
    (slips <= most).then_some(name)
}

/// How many characters were left out, put in or mistaken.
fn distance(word: &str, name: &str) -> usize {
    let mut row: Vec<usize> = (0..=name.chars().count()).collect();
    for (n, typed) in word.chars().enumerate() {
        let (mut left, mut before) = (n + 1, n);
        let mut next = vec![left];
        for (meant, above) in name.chars().zip(row.iter().skip(1)) {
            let mistaken = before + usize::from(typed != meant);
            left = mistaken.min(left + 1).min(above + 1);
            before = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_seen_and_another_word_is_not() {
        let names = ["open", "order", "keys_list", "up"];
        for (word, meant) in [
            ("opn", Some("open")),
            ("ordre", Some("order")),
            ("keys_lists", Some("keys_list")),
            ("Up", Some("up")),
            ("colour", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(nearest(word, names), meant, "{word}");
        }
        assert_eq!(nearest(&"o".repeat(1_000_000), names), None);
    }
}
