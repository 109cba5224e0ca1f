//! Large pastes, folded: each stands in the text as one character of its own,
//! which a person sees as `[200 lines, 14 KB]`.

/// The first of the characters that stand for folded text. They are the end
/// of Unicode's last private plane, where no font has signs.
const FIRST: u32 = 0x10_F000;
/// How many there are.
const MOST: u32 = 0xFFE;
/// Text of more lines than this is folded.
const LINES: usize = 8;
/// Text of more bytes than this is folded.
const BYTES: usize = 1_000;

/// The texts that are folded, in the order in which they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Folds(Vec<String>);

impl Folds {
    /// The text as it is written: itself, or a character for it.
    pub(super) fn fold(&mut self, text: &str) -> String {
        let large = text.len() > BYTES || text.matches('\n').count() >= LINES;
        // A character that would be taken for folded text must not stand
        // in the open.
        let taken = text.chars().any(is_sign);
        if !large && !taken {
            return text.to_owned();
        }
        let number = u32::try_from(self.0.len()).ok().filter(|n| *n < MOST);
        match number.and_then(|n| char::from_u32(FIRST + n)) {
            Some(sign) => {
                self.0.push(text.to_owned());
                sign.to_string()
            }
            None => text.chars().filter(|c| !is_sign(*c)).collect(),
        }
    }

    /// Appends the written text as it is meant.
    pub(super) fn unfold(&self, written: &str, to: &mut String) {
        for c in written.chars() {
            match self.text(c) {
                Some(text) => to.push_str(text),
                None => to.push(c),
            }
        }
    }

    /// What a character stands for.
    pub(super) fn text(&self, c: char) -> Option<&str> {
        let number = u32::from(c).checked_sub(FIRST)?;
        let text = self.0.get(usize::try_from(number).ok()?)?;
        Some(text)
    }

    /// What a person sees of it.
    pub(super) fn label(&self, c: char) -> Option<String> {
        let text = self.text(c)?;
        let lines = text.lines().count();
        let lines = match lines {
            1 => "1 line".to_owned(),
            many => format!("{many} lines"),
        };
        Some(format!("[{lines}, {}]", size(text.len())))
    }
}

/// Whether this character stands for folded text wherever it is met.
pub(super) fn is_sign(c: char) -> bool {
    (FIRST..FIRST + MOST).contains(&u32::from(c))
}

/// A number of bytes for people, in the units of SI.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", (bytes + 500) / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_short() {
        for (bytes, text) in [
            (0, "0 B"),
            (999, "999 B"),
            (1_000, "1 KB"),
            (14_400, "14 KB"),
            (1_250_000, "1.2 MB"),
        ] {
            assert_eq!(size(bytes), text);
        }
    }

    #[test]
    fn the_signs_are_characters() {
        assert!(char::from_u32(FIRST).is_some_and(is_sign));
        assert!(char::from_u32(FIRST + MOST - 1).is_some_and(is_sign));
        assert!(char::from_u32(FIRST + MOST).is_some_and(|c| !is_sign(c)));
    }
}
