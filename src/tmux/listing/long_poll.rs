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
/// How often it compares at most: each time is a part of its command.
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
    /// Whether waiting with this pause saves anything.
    #[must_use]
    pub fn is_worthwhile(pause: Millis) -> bool {
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
    pub(super) fn wait(&self) -> Vec<Vec<String>> {
        let Some(since) = &self.since else {
            return Vec::new();
        };
        let [seen, look] = variables(since);
        let same = format!("#{{?{seen},#{{==:#{{{seen}}},{since} #{{E:{look}}}}},}}");
        let (seconds, rest) = (self.pause.0 / 1000, self.pause.0 % 1000);
        let pause = format!("run-shell -d {seconds}.{rest:03}");
        // Forgotten once it differs, so that no further time is compared.
        let forget = format!("set-environment -gu {seen}");
        let round = server::command(["if-shell", "-F", &same, &pause, &forget]);
        (0..rounds(self.pause)).map(|_| round.clone()).collect()
    }

    /// The commands behind a listing: tmux remembers what is to be seen, and
    /// how that is found, so that it need not be told for each comparison.
    ///
    /// In variables of its environment that are hidden from all programs. To
    /// set an option would draw every terminal that is attached anew.
    pub(super) fn remember(nonce: &Nonce, session: &SessionName) -> [Vec<String>; 2] {
        let [seen, look] = variables(nonce);
        let now = format!("{nonce} #{{E:{look}}}");
        [
            server::command(["set-environment", "-gh", &look, &workers(session)]),
            server::command(["set-environment", "-ghF", &seen, &now]),
        ]
    }
}

/// How often is compared.
fn rounds(pause: Millis) -> u64 {
    (STAYS.0 / pause.0.max(1)).min(ROUNDS)
}

/// What was to be seen, and the format that shows it: one pair of sixteen, always
/// the same for the same panel, so there is an end to what panels that are gone
/// leave in tmux. Where two share one, neither finds its own nonce in it for
/// long, and both list without waiting.
fn variables(nonce: &Nonce) -> [String; 2] {
    let seed = nonce.as_str().split('-').next().unwrap_or_default();
    let digit = seed.chars().last().unwrap_or('0');
    ["seen", "look"].map(|what| format!("org_{what}_{digit}"))
}

/// What is to be seen of all workers, as a format: those of the session, and
/// org's own in sessions outside of its group.
fn workers(session: &SessionName) -> String {
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
            assert_eq!(
                LongPoll::is_worthwhile(Millis(pause)),
                rounds > 1,
                "{pause}"
            );
            assert!(poll.longest() <= STAYS);
        }
    }

    #[test]
    fn a_panel_keeps_to_its_variables() {
        let mut nonces = Nonces::new(0x1234_abcd);
        for _ in 0..40 {
            let names = variables(&nonces.draw().step(3));
            assert_eq!(names, ["org_seen_d", "org_look_d"]);
        }
    }
}
