//! Finds what a few typed letters mean: which lines they are in, in order,
//! best first, and where, to show it. It must not know what the lines are.
//!
//! The matching is nucleo-matcher's, fed with what a person sees as
//! characters. Bytes of the plugin, and million steps of Zellij's engine for a
//! letter among 1,000 workers:
//!
//!   matcher                  bytes   first letter   tenth
//!   of our own, 270 lines  902,852             72     118
//!   nucleo-matcher 0.3.1   942,166             42      34
//!   the same, ASCII too    956,911             29      24
//!   frizbee 0.13.0       1,143,386             76     103
//!
//! nucleo-matcher builds without its default features when both tables are
//! asked for. `Utf32Str::new` tells wrong places in lines with joined marks,
//! so [`Utf32Str::Unicode`] is made here. frizbee does not look past marks
//! and counts bytes.

use nucleo_matcher::chars::{is_upper_case, normalize, to_lower_case};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use unicode_segmentation::UnicodeSegmentation as _;

/// How many characters of a line are looked at.
const LONGEST: usize = 1_000;

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
/// but not side by side: best first, equal ones as they were given. A word of
/// small letters matches capitals, and one of plain letters those with marks,
/// not the other way round. An empty pattern matches everything equally.
#[must_use]
pub fn ranked<'a>(pattern: &str, items: impl Iterator<Item = &'a str>) -> Vec<Match> {
    let words: Vec<Word> = pattern.split_whitespace().map(Word::new).collect();
    let mut matcher = Matcher::new(Config::DEFAULT.match_paths());
    let matches = items.enumerate().filter_map(|(index, item)| {
        let line = characters(item, LONGEST);
        let mut found = Match {
            index,
            score: 0,
            at: Vec::new(),
        };
        for word in &words {
            let (score, at) = word.find(&mut matcher, &line)?;
            found.score += score;
            for n in at.into_iter().map(|n| n as usize) {
                if let Err(at) = found.at.binary_search(&n) {
                    found.at.insert(at, n);
                }
            }
        }
        Some(found)
    });
    let mut matches: Vec<Match> = matches.collect();
    matches.sort_by_key(|m| (std::cmp::Reverse(m.score), m.index));
    matches
}

/// A word as the matcher wants it: without what it is to overlook.
struct Word {
    /// With a `/` before.
    letters: Vec<char>,
    ignore_case: bool,
    ignore_marks: bool,
}

impl Word {
    fn new(text: &str) -> Self {
        let mut letters = characters(text, usize::MAX);
        let ignore_case = !letters.iter().any(|c| is_upper_case(*c));
        if ignore_case {
            letters.iter_mut().for_each(|c| *c = to_lower_case(*c));
        }
        let ignore_marks = letters.iter().all(|c| normalize(*c) == *c);
        letters.insert(0, '/');
        Self {
            letters,
            ignore_case,
            ignore_marks,
        }
    }

    /// How well the line matches, and where.
    fn find(&self, matcher: &mut Matcher, line: &[char]) -> Option<(u32, Vec<u32>)> {
        matcher.config.ignore_case = self.ignore_case;
        matcher.config.normalize = self.ignore_marks;
        // nucleo-matcher judges but the first of a single letter's places:
        // the one that begins a name is looked for as two.
        if self.letters.len() == 2
            && let Some((score, at)) = find(matcher, line, &self.letters)
            && let [slash, letter] = at.as_slice()
            && slash + 1 == *letter
        {
            return Some((score, vec![*letter]));
        }
        find(matcher, line, self.letters.get(1..)?)
    }
}

/// The one place that calls it, written so that the compiler sees which kind
/// of text it is and leaves out what is for ASCII (16 KB).
#[inline(never)]
fn find(matcher: &mut Matcher, line: &[char], word: &[char]) -> Option<(u32, Vec<u32>)> {
    let mut at = Vec::new();
    let (line, word) = (Utf32Str::Unicode(line), Utf32Str::Unicode(word));
    let score = matcher.fuzzy_indices(line, word, &mut at)?;
    Some((u32::from(score), at))
}

/// What a person sees as characters, each as one: with a mark of its own, if
/// it has one, else by its first.
fn characters(text: &str, most: usize) -> Vec<char> {
    // Two thirds of all steps go without this.
    if text.is_ascii() && !text.contains('\r') {
        return text.chars().take(most).collect();
    }
    let clusters = text.graphemes(true).take(most);
    clusters.filter_map(|c| c.chars().next()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn one_letter_is_that_which_begins_a_name() {
        assert_eq!(
            found("s", &["~/projects/x", "~/projects/shop", "~/prös/shop"]),
            ["~/projects/[s]hop", "~/prös/[s]hop", "~/project[s]/x"]
        );
        assert_eq!(found("/", &["a/b"]), ["a[/]b"]);
    }

    #[test]
    fn letters_side_by_side_are_worth_more_than_apart() {
        assert_eq!(
            found("shop", &["/x/ashxoxp", "/x/workshop", "/x/shop"]),
            [
                "/x/[s][h][o][p]",
                "/x/work[s][h][o][p]",
                "/x/a[s][h]x[o]x[p]"
            ]
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

    #[cfg(not(target_family = "wasm"))]
    mod laws {
        use super::*;
        use proptest::prelude::*;

        fn folded(text: &str) -> Vec<char> {
            let characters = characters(text, LONGEST).into_iter();
            characters.map(|c| to_lower_case(normalize(c))).collect()
        }

        proptest! {
            #[test]
            fn a_line_is_found_when_it_has_the_letters_in_order(
                word in "[a-c/ßé漢\u{301}]{1,4}",
                line in "[a-cA-C/.Éàß漢\u{301}]{0,20}",
            ) {
                let found = ranked(&word, std::iter::once(line.as_str()));
                let (letters, all) = (folded(&word), folded(&line));
                // A word with marks wants them: then it is at most so.
                let mut rest = all.iter();
                let in_order = letters.iter().all(|w| rest.any(|c| c == w));
                let plain = characters(&word, LONGEST).iter().all(|c| normalize(*c) == *c);
                prop_assert!(in_order || found.is_empty());
                prop_assert!(found.len() == 1 || !(in_order && plain));
                for found in found {
                    let there: Vec<char> = found.at.iter().map(|n| all[*n]).collect();
                    prop_assert_eq!(there, letters.clone());
                    prop_assert!(found.at.is_sorted());
                }
            }

            #[test]
            fn no_text_panics(word in ".{0,30}", line in ".{0,80}") {
                let all = [line.as_str(), word.as_str()];
                prop_assert!(ranked(&word, all.into_iter()).len() <= 2);
            }
        }
    }
}
