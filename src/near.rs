//! The name that was probably meant, for one that does not exist.

use strsim::osa_distance;

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
    let slips = names
        .into_iter()
        .map(|name| (osa_distance(word, name), name));
    let (slips, name) = slips.min_by_key(|(slips, _)| *slips)?;
    (slips <= most).then_some(name)
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
