//! A listing that waits inside of tmux until something is new.
//!
//! To start a client of tmux costs more than what it asks for. So where nothing
//! has happened for a while the client stays: tmux compares what is to be seen
//! of the workers with what was to be seen at the listing before, again and
//! again with a pause between, and lists them as soon as it differs, or when
//! it has compared often enough.
//!
//! Nothing is waited for that could be lost, and a client that is killed
//! leaves nothing waiting behind: the pause is tmux's own, `run-shell -d`. No
//! hook is set. `wait-for` has neither property.

use crate::nonce::Nonce;
use crate::time::Millis;
use crate::tmux::{SessionName, server};

/// How long a client stays at most: it may be that nobody wants its answer any
/// more.
const STAYS: Millis = Millis(5_000);
/// How often it compares at most: each time is 400 bytes of its 16 KB.
const ROUNDS: u64 = 10;

/// What is compared of each pane: whatever happens by itself to a worker
/// changes it. `#{@org_since}` alone would not tell two changes within a second.
const PANE: &str = "#{pane_id}#{?pane_dead,x,}#{@org_state}#{@org_since}.#{window_activity} ";

/// How a listing waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LongPoll {
    /// The nonce of the listing before, with which it is compared; with none,
    /// or with one that tmux does not remember, there is no waiting.
    pub since: Option<Nonce>,
    /// The time between two comparisons.
    pub pause: Millis,
}

impl LongPoll {
    /// Whether it is worth it to wait with this pause.
    #[must_use]
    pub fn pays(pause: Millis) -> bool {
        rounds(pause) > 1
    }

    /// How long it may take.
    #[must_use]
    pub fn longest(&self) -> Millis {
        match self.since {
            Some(_) => Millis(rounds(self.pause) * self.pause.0),
            None => Millis(0),
        }
    }

    /// The commands before a listing.
    pub(super) fn wait(&self, session: &SessionName) -> Vec<Vec<String>> {
        let Some(since) = &self.since else {
            return Vec::new();
        };
        let variable = variable(since);
        let same = format!(
            "#{{?{variable},#{{==:#{{{variable}}},{since} {}}},}}",
            seen(session)
        );
        let (seconds, rest) = (self.pause.0 / 1000, self.pause.0 % 1000);
        let pause = format!("run-shell -d {seconds}.{rest:03}");
        // Forgotten once it differs, so that no further time is compared.
        let forget = format!("set-environment -gu {variable}");
        let round = server::command(["if-shell", "-F", &same, &pause, &forget]);
        (0..rounds(self.pause)).map(|_| round.clone()).collect()
    }

    /// The command behind a listing: tmux remembers what is to be seen.
    ///
    /// In a variable of its environment that is hidden from all programs. To
    /// set an option would draw every terminal that is attached anew.
    pub(super) fn remember(nonce: &Nonce, session: &SessionName) -> Vec<String> {
        let seen = format!("{nonce} {}", seen(session));
        server::command(["set-environment", "-ghF", &variable(nonce), &seen])
    }
}

/// How often is compared.
fn rounds(pause: Millis) -> u64 {
    (STAYS.0 / pause.0.max(1)).min(ROUNDS)
}

/// One of sixteen, always the same for the same panel: so there is an end to
/// what panels that are gone leave in tmux. Where two share one, neither finds
/// its own nonce in it for long, and both list without waiting.
fn variable(nonce: &Nonce) -> String {
    let seed = nonce.as_str().split('-').next().unwrap_or_default();
    format!("org_seen_{}", seed.chars().last().unwrap_or('0'))
}

/// What is to be seen of all workers, as a format: those of the session, and
/// org's own in sessions outside of its group.
fn seen(session: &SessionName) -> String {
    let session = session.as_str();
    format!(
        "#{{S:#{{?#{{==:#{{session_name}},{session}}},#{{W:#{{P:{PANE}}}}},\
         #{{?#{{!=:#{{session_group}},{session}}},#{{W:#{{P:#{{?@org_key,{PANE},}}}}}},}}}}}}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nonce::Nonces;

    #[test]
    fn a_client_stays_five_seconds_at_most() {
        for (pause, rounds) in [(100, 10), (500, 10), (2_000, 2), (2_600, 1), (60_000, 0)] {
            let poll = LongPoll {
                since: Some(Nonces::new(0xab).draw()),
                pause: Millis(pause),
            };
            assert_eq!(poll.longest(), Millis(rounds * pause));
            assert_eq!(LongPoll::pays(Millis(pause)), rounds > 1, "{pause}");
            assert!(poll.longest() <= STAYS);
        }
    }

    #[test]
    fn a_panel_keeps_to_one_variable() {
        let mut nonces = Nonces::new(0x1234_abcd);
        for _ in 0..40 {
            assert_eq!(variable(&nonces.draw().step(3)), "org_seen_d");
        }
    }
}
