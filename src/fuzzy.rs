//! Finds what a few typed letters mean: which lines they are in, in order,
//! best first, and where, to show it. It must not know what the lines are.
//!
//! Of its own, because the crate for it (nucleo-matcher 0.3.1) takes 95 KB of
//! the plugin, builds only with all its tables on this Rust, and tells wrong
//! places in lines with joined marks.

use unicode_segmentation::UnicodeSegmentation as _;

/// How many characters of a line, and of a word, are looked at.
const LONGEST: usize = 1_000;
/// For each letter that matches.
const MATCH: i32 = 16;
/// For one that begins a name in a path.
const NAME: i32 = 10;
/// For one that begins a word inside a name.
const WORD: i32 = 8;
/// For one right behind the one before.
const SIDE: i32 = 12;
/// For a gap between two, and for each character in it.
const GAP: (i32, i32) = (3, 1);
/// No way to match.
const NONE: i32 = i32::MIN / 2;

/// A line that matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Which one, counted from 0 in the order given.
    pub index: usize,
    /// How well; larger is better, and only comparable for one pattern.
    pub score: i32,
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
    let words = pattern.split_whitespace();
    let words: Vec<Vec<char>> = words.map(|w| characters(w).collect()).collect();
    let mut matches: Vec<Match> = items
        .enumerate()
        .filter_map(|(index, item)| {
            let line: Vec<char> = characters(item).take(LONGEST).collect();
            let mut found = Match {
                index,
                score: 0,
                at: Vec::new(),
            };
            for word in &words {
                let (score, at) = best(word, &line)?;
                found.score += score;
                found.at.extend(at);
            }
            found.at.sort_unstable();
            found.at.dedup();
            Some(found)
        })
        .collect();
    matches.sort_unstable_by_key(|m| (std::cmp::Reverse(m.score), m.index));
    matches
}

/// What a person sees as characters, each as one: with a mark of its own, if
/// it has one, else by its first.
fn characters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.graphemes(true).filter_map(|c| c.chars().next())
}

/// The best way to find the word's characters in the line, in order: for each
/// character of the word and each of the line, the best score of a way that
/// ends there, and where the one before was.
fn best(word: &[char], line: &[char]) -> Option<(i32, Vec<usize>)> {
    if word.len() > line.len() {
        return None;
    }
    let mut ends: Vec<i32> = Vec::new();
    let mut ways: Vec<Vec<usize>> = Vec::new();
    for (n, wanted) in word.iter().enumerate() {
        let mut now = Vec::with_capacity(line.len());
        let mut way = Vec::with_capacity(line.len());
        // The best end of the part before, with a gap behind it, and where.
        let mut behind_gap = (NONE, 0);
        let mut last = (NONE, 0);
        let mut before = ' ';
        for (at, c) in line.iter().enumerate() {
            let from = match n {
                0 => (0, 0),
                _ if last.0 + SIDE >= behind_gap.0 => (last.0 + SIDE, last.1),
                _ => behind_gap,
            };
            let matches = from.0 > NONE / 2 && is(*wanted, *c);
            now.push(if matches {
                from.0 + MATCH + begins(at, before, *c)
            } else {
                NONE
            });
            way.push(from.1);
            behind_gap.0 -= GAP.1;
            if last.0 - GAP.0 > behind_gap.0 {
                behind_gap = (last.0 - GAP.0, last.1);
            }
            last = (ends.get(at).copied().unwrap_or(NONE), at);
            before = *c;
        }
        ends = now;
        ways.push(way);
    }
    // The first of equal ends: max_by_key would take the last.
    let (at, score) = ends.iter().enumerate().rev().max_by_key(|(_, s)| **s)?;
    let (mut at, score) = (at, *score);
    if score <= NONE / 2 {
        return None;
    }
    let mut places = Vec::with_capacity(word.len());
    for way in ways.iter().rev() {
        places.push(at);
        at = way.get(at).copied().unwrap_or_default();
    }
    Some((score, places))
}

/// What a character is worth for its place.
fn begins(at: usize, before: char, c: char) -> i32 {
    match before {
        _ if at == 0 => NAME,
        '/' => NAME,
        '-' | '_' | '.' | ' ' | ':' => WORD,
        _ if before == small(before) && c != small(c) => WORD,
        _ => 0,
    }
}

/// Whether the character of the line is the one that was typed.
fn is(typed: char, c: char) -> bool {
    typed == c || typed == small(c) || typed == plain(c) || typed == plain(small(c))
}

/// The small letter. Of Latin, Greek and Cyrillic alone: the whole table of
/// the standard library is as large as the rest of this file.
fn small(c: char) -> char {
    let further = match c {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ω' | 'А'..='Я' => 32,
        'Ѐ'..='Џ' => 80,
        'Ÿ' => return 'ÿ',
        'Ā'..='ķ' | 'Ŋ'..='ŷ' => 1 - u32::from(c) % 2,
        'Ĺ'..='ň' | 'Ź'..='ž' => u32::from(c) % 2,
        _ => 0,
    };
    char::from_u32(u32::from(c) + further).unwrap_or(c)
}

/// The letter without its mark, for the marks of western Europe.
fn plain(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'į' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'ş' | 'š' => 's',
        'ť' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
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
    fn small_letters_are_those_of_the_standard_library() {
        let scripts = ('A'..='ň')
            .chain('Ŋ'..='ž')
            .chain('Α'..='Ω')
            .chain('Ѐ'..='Я');
        for c in scripts.filter(|c| *c != 'İ' && c.is_alphabetic()) {
            assert_eq!(Some(small(c)), c.to_lowercase().next(), "{c}");
        }
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
