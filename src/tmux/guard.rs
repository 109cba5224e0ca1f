//! The comparison that stands before every change: is this still the pane
//! that was meant, in the state that was meant?

use crate::error::Error;
use crate::tmux::{PaneId, Target};

/// What must hold of a pane at the moment of the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guard<'a> {
    /// The worker that is meant.
    pub target: &'a Target,
    /// Whether it must be dead or alive; none where both will do.
    pub dead: Option<bool>,
    /// For a sender: input must be on and this claim stand in `@org_busy`,
    /// empty for none.
    pub claim: Option<&'a str>,
}

/// All facts of a pane, `/` between them, as a refusal reports them. They hold
/// digits, hex and our own claims only: no text of a user is ever part of a
/// format.
///
/// A pane counts only in a session: tmux 3.3a still finds one that another
/// client has killed a moment ago, with all its options, and two cleaners
/// counted the same worker.
///
/// A claim that is none of ours is reported as `?`: any program inside tmux
/// can set one, with whatever in it.
pub const FACTS: &str = "#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead}/#{pane_input_off}/#{?#{m/r:^[a-zA-Z0-9.-]*$,#{@org_busy}},#{@org_busy},?}";

impl<'a> Guard<'a> {
    /// The pane is this worker, dead or alive.
    #[must_use]
    pub fn identity(target: &'a Target) -> Self {
        Self {
            target,
            dead: None,
            claim: None,
        }
    }

    /// The pane is this worker and its process has ended.
    #[must_use]
    pub fn dead(target: &'a Target) -> Self {
        Self {
            dead: Some(true),
            ..Self::identity(target)
        }
    }

    /// The pane is this worker and its process lives.
    #[must_use]
    pub fn alive(target: &'a Target) -> Self {
        Self {
            dead: Some(false),
            ..Self::identity(target)
        }
    }

    /// The worker lives, takes input and is held by `claim`.
    #[must_use]
    pub fn sendable(target: &'a Target, claim: &'a str) -> Self {
        Self {
            claim: Some(claim),
            ..Self::alive(target)
        }
    }

    /// The pane is held by `claim`, whatever else has become of it.
    #[must_use]
    pub fn held(target: &'a Target, claim: &'a str) -> Self {
        Self {
            claim: Some(claim),
            ..Self::identity(target)
        }
    }

    /// The condition for `if-shell -F`. A pane that is gone makes tmux look at
    /// another one with status 0: the pane id inside the facts catches it.
    ///
    /// A claim that is not of our making never holds: any program inside tmux
    /// can set one, and text in a format is run.
    #[must_use]
    pub fn condition(&self) -> String {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        if self.claim.is_some_and(|claim| !claim.chars().all(plain)) {
            return String::new();
        }
        let Target { server, pane, key } = self.target;
        let mut facts = String::from("#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}");
        let mut want = format!(
            "{}/{}/{pane}/{}",
            server.pid,
            server.start_time,
            key.as_str()
        );
        if let Some(dead) = self.dead {
            facts.push_str("/#{pane_dead}");
            want.push_str(if dead { "/1" } else { "/0" });
        }
        if let Some(claim) = self.claim {
            if self.dead.is_some() {
                facts.push_str("/#{pane_input_off}");
                want.push_str("/0");
            }
            facts.push_str("/#{@org_busy}");
            want.push('/');
            want.push_str(claim);
        }
        format!("#{{==:{facts},{want}}}")
    }

    /// Which of the facts did not hold, from what tmux printed of [`FACTS`];
    /// nothing when the text is not of that form.
    #[must_use]
    pub fn refusal(&self, facts: &str) -> Option<Refusal> {
        let fields: Vec<&str> = facts.trim().split('/').collect();
        let [pid, start, seen, key, dead, input_off, busy] = fields.as_slice() else {
            return None;
        };
        let Target {
            server,
            pane,
            key: meant,
        } = self.target;
        let pane = *pane;
        let other_server =
            *pid != server.pid.to_string() || *start != server.start_time.to_string();
        let error = if other_server {
            Error::OtherServer { pane }
        } else if *seen != pane.to_string() {
            Error::Gone { pane }
        } else if *key != meant.as_str() {
            Error::OtherWorker { pane }
        } else if self.claim.is_some() && *dead == "1" {
            Error::Dead { pane }
        } else if self.claim.is_some() && *input_off == "1" {
            Error::InputOff { pane }
        } else if self.claim.is_some_and(|claim| claim != *busy) {
            return Some(Refusal::Claimed((*busy).to_owned()));
        } else {
            return Some(Refusal::Otherwise);
        };
        Some(Refusal::Error(error))
    }
}

/// Why a guard did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The pane is not what was meant.
    Error(Error),
    /// This claim stands there, or none (empty), where another was expected.
    Claimed(String),
    /// All of this holds: something else was asked of the pane besides, or it
    /// has changed since.
    Otherwise,
}

impl Refusal {
    /// The error for somebody who sends nothing.
    #[must_use]
    pub fn into_error(self, pane: PaneId) -> Error {
        match self {
            Self::Error(error) => error,
            Self::Claimed(_) | Self::Otherwise => Error::Changed { pane },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Key;
    use crate::tmux::ServerId;

    fn target() -> Target {
        Target {
            server: ServerId {
                pid: 10,
                start_time: 99,
            },
            pane: PaneId(3),
            key: Key::parse("0123456789abcdef0123456789abcdef").unwrap(),
        }
    }

    #[test]
    fn refusals_are_told_apart() {
        let target = target();
        let guard = Guard::sendable(&target, "");
        let pane = PaneId(3);
        let key = "0123456789abcdef0123456789abcdef";
        let error = Refusal::Error;
        let cases = [
            (
                format!("11/99/%3/{key}/0/0/"),
                error(Error::OtherServer { pane }),
            ),
            (
                format!("10/98/%3/{key}/0/0/"),
                error(Error::OtherServer { pane }),
            ),
            (format!("10/99/%4/{key}/0/0/"), error(Error::Gone { pane })),
            (format!("10/99//{key}/0/0/"), error(Error::Gone { pane })),
            (
                "10/99/%3//0/0/".to_owned(),
                error(Error::OtherWorker { pane }),
            ),
            (format!("10/99/%3/{key}/1/0/"), error(Error::Dead { pane })),
            (
                format!("10/99/%3/{key}/0/1/"),
                error(Error::InputOff { pane }),
            ),
            (
                format!("10/99/%3/{key}/0/0/n.5"),
                Refusal::Claimed("n.5".into()),
            ),
            (format!("10/99/%3/{key}/0/0/"), Refusal::Otherwise),
        ];
        for (facts, refusal) in cases {
            assert_eq!(guard.refusal(&facts), Some(refusal), "{facts}");
        }
        assert_eq!(guard.refusal("garbage"), None);
    }

    #[test]
    fn the_condition_compares_only_what_is_asked() {
        let target = target();
        assert_eq!(
            Guard::dead(&target).condition(),
            "#{==:#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead},10/99/%3/0123456789abcdef0123456789abcdef/1}"
        );
    }

    #[test]
    fn a_claim_that_is_not_ours_is_no_part_of_a_format() {
        let target = target();
        for claim in ["#(touch x).5", "a,1}", "a b", "ä"] {
            assert_eq!(Guard::sendable(&target, claim).condition(), "");
        }
    }
}
