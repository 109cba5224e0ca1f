//! What holds for any bytes that tmux may print. The fuzzer and the tests read
//! the same laws.

use org::agent::{Screen, profile};
use org::nonce::{Nonce, Nonces};
use org::tmux::listing::{self, Fingerprint, Listing};
use org::worker::Roster;

/// The nonce of the listings in the corpus.
pub fn nonce() -> Nonce {
    Nonces::new(7).draw()
}

/// A listing of any bytes is read, and nothing in it can act on a screen. A
/// short look of any bytes changes no more than what it shows.
pub fn listing(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let roster = Roster::from_listing(listing::parse(&nonce(), &text));
    let mut panes: Vec<u32> = Vec::new();
    for worker in roster.workers() {
        for shown in [worker.name(), worker.command.clone(), worker.life.label()] {
            assert!(!shown.chars().any(char::is_control), "{shown:?}");
        }
        panes.push(worker.target.pane.0);
    }
    assert!(panes.is_sorted(), "{panes:?}");
    panes.dedup();
    assert_eq!(panes.len(), roster.len(), "a pane is listed twice");
    if let Some(look) = Fingerprint::parse(&text) {
        let shown = look.panes.len();
        let later = roster.updated(look, Listing::default());
        assert!(later.len() <= shown, "{later:?}");
        for worker in later.workers() {
            assert!(roster.find(&worker.target).is_some(), "{worker:?}");
        }
    }
}

/// A screen of any bytes is read as something.
pub fn screen(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Some(signs) = profile::of_program("claude").screen
        && let Screen::Box(found) = Screen::read(&signs, &text)
    {
        assert!(!found.content.starts_with('\n'));
        assert!(text.contains(signs.prompt) || text.contains(signs.shell));
    }
}
