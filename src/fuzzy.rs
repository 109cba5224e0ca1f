//! Finds what a few typed letters mean: which lines they are in, in order,
//! best first, and where, to show it. It must not know what the lines are.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// How many characters of a line are looked at: a longer one is no name.
const LONGEST: usize = 4_000;

/// A line that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Which one, counted from 0 in the order given.
    pub index: usize,
    /// How well; larger is better, and only comparable for one pattern.
    pub score: u32,
    /// The matched characters, as a person sees them (grapheme clusters),
    /// counted from 0, ascending.
    pub at: Vec<usize>,
}

/// The lines in which all words of the pattern occur, their letters in order
/// but not side by side: best first, equal ones as they were given. Small
/// letters match capitals, and plain ones those with marks, not the other way
/// round. An empty pattern matches everything equally.
#[must_use]
pub fn ranked<'a>(pattern: &str, items: impl Iterator<Item = &'a str>) -> Vec<Match> {
    let (case, marks) = (CaseMatching::Smart, Normalization::Smart);
    let pattern = Pattern::new(pattern, case, marks, AtomKind::Fuzzy);
    // Directories are what is looked for: a name after `/` counts as a word.
    let mut matcher = Matcher::new(Config::DEFAULT.match_paths());
    let mut buffer = Vec::new();
    let mut at = Vec::new();
    let mut matches: Vec<Match> = items
        .enumerate()
        .filter_map(|(index, item)| {
            let cut = item.char_indices().nth(LONGEST).map_or(item.len(), |c| c.0);
            let line = Utf32Str::new(item.get(..cut).unwrap_or(item), &mut buffer);
            at.clear();
            let score = pattern.indices(line, &mut matcher, &mut at)?;
            at.sort_unstable();
            at.dedup();
            let at = at.iter().filter_map(|n| usize::try_from(*n).ok());
            Some(Match {
                index,
                score,
                at: at.collect(),
            })
        })
        .collect();
    matches.sort_by_key(|m| std::cmp::Reverse(m.score));
    matches
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_segmentation::UnicodeSegmentation as _;

    /// The matching lines, best first, matched characters in brackets.
    fn found(pattern: &str, items: &[&str]) -> Vec<String> {
        let marked = |m: Match| {
            let characters = items[m.index].graphemes(true).enumerate();
            characters
                .map(|(n, c)| match m.at.contains(&n) {
                    true => format!("[{c}]"),
                    false => c.to_owned(),
                })
                .collect()
        };
        let ranked = ranked(pattern, items.iter().copied());
        ranked.into_iter().map(marked).collect()
    }

    #[test]
    fn letters_match_in_order_and_the_beginnings_of_names_first() {
        assert_eq!(
            found("ab", &["/x/cab", "/x/ab", "/x/ba", "/a/b"]),
            ["/x/[a][b]", "/[a]/[b]", "/x/c[a][b]"]
        );
    }

    #[test]
    fn every_word_has_to_occur() {
        assert_eq!(
            found("web sh", &["/web", "/shop/web"]),
            ["/[s][h]op/[w][e][b]"]
        );
        assert_eq!(found("web web", &["/web"]), ["/[w][e][b]"]);
    }

    #[test]
    fn equal_lines_stay_in_order_and_an_empty_pattern_takes_all() {
        for pattern in ["", " "] {
            assert_eq!(found(pattern, &["b", "", "a"]), ["b", "", "a"]);
        }
        let order = |p: &str| -> Vec<usize> {
            let items = ["/b/x", "/a/x", "/c/x"];
            ranked(p, items.into_iter())
                .iter()
                .map(|m| m.index)
                .collect()
        };
        assert_eq!(order("x"), [0, 1, 2]);
    }

    #[test]
    fn capitals_are_meant_when_they_are_typed() {
        assert_eq!(found("readme", &["README"]), ["[R][E][A][D][M][E]"]);
        assert_eq!(found("README", &["readme"]), Vec::<String>::new());
    }

    #[test]
    fn marks_are_meant_when_they_are_typed() {
        assert_eq!(found("uber", &["/Übersicht"]), ["/[Ü][b][e][r]sicht"]);
        assert_eq!(found("übe", &["/uber", "/Übersicht"]), ["/[Ü][b][e]rsicht"]);
        // The same letter in two characters.
        assert_eq!(found("ub", &["/u\u{308}ber"]), ["/[u\u{308}][b]er"]);
    }

    #[test]
    fn wide_characters_and_joined_ones_count_as_one() {
        assert_eq!(found("字b", &["/漢字/👨‍👩‍👧b"]), ["/漢[字]/👨‍👩‍👧[b]"]);
        assert_eq!(found("漢", &["/kanji"]), Vec::<String>::new());
    }

    #[test]
    fn signs_of_other_finders_are_letters_like_any() {
        assert_eq!(found("^a", &["/a", "/^a"]), ["/[^][a]"]);
        assert_eq!(found("!a", &["/b"]), Vec::<String>::new());
    }

    #[test]
    fn a_very_long_line_is_cut_and_nothing_panics() {
        let long = format!("{}z", "漢".repeat(70_000));
        assert_eq!(found("z", &[&long]), Vec::<String>::new());
        assert_eq!(ranked(&"漢".repeat(5_000), [long.as_str()].into_iter()), []);
        assert_eq!(found("\0\u{301}", &["a"]), Vec::<String>::new());
    }
}
