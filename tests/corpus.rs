//! The fuzzer's laws, for its corpus and for any bytes at all. How to fuzz:
//! `fuzz/Cargo.toml`.
#![allow(clippy::disallowed_methods, reason = "the corpus is files")]
#![cfg(not(target_family = "wasm"))]

use org::tmux::listing;
use proptest::prelude::*;

#[path = "../fuzz/laws.rs"]
mod laws;

fn check(folder: &str, law: fn(&[u8])) {
    let folder = format!("{}/fuzz/corpus/{folder}", env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        law(&std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count > 5, "{folder} holds {count}");
}

#[test]
fn every_listing_of_the_corpus_is_read() {
    check("listing", laws::listing);
}

#[test]
fn every_screen_of_the_corpus_is_read() {
    check("screen", laws::screen);
}

/// Files in the form of today, or nothing of what is read would be tried.
#[test]
fn the_corpus_speaks_of_workers() {
    let folder = format!("{}/fuzz/corpus/listing", env!("CARGO_MANIFEST_DIR"));
    let workers = |path: std::path::PathBuf| {
        let text = std::fs::read(path).unwrap();
        listing::parse(&laws::nonce(), &String::from_utf8_lossy(&text)).records
    };
    let entries = std::fs::read_dir(folder).unwrap();
    let all = entries.map(|e| workers(e.unwrap().path()).len());
    assert!(all.filter(|workers| *workers > 0).count() > 3);
}

proptest! {
    #[test]
    fn any_bytes_are_read_as_a_listing(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        laws::listing(&bytes);
    }

    #[test]
    fn any_bytes_are_read_as_a_screen(bytes in prop::collection::vec(any::<u8>(), 0..2000)) {
        laws::screen(&bytes);
    }

    #[test]
    fn pieces_of_screens_are_read_as_a_screen(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "──────────────────────────", "─── ↑ 2 more ──────────────────────", "❯ ", "! ",
                "\n", "text", " 1. Yes", "\u{1b}[2m", "\u{1b}[0m", "\u{1b}[38;2;1;2;3m",
                "Esc to cancel", "[Pasted text #1 +3 lines]", "漢", "\t", "\u{a0}", "esc to interrupt",
            ]),
            0..40,
        ),
    ) {
        laws::screen(pieces.concat().as_bytes());
    }
}
