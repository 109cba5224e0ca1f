//! A text on its way: its buffer, and the claim under which it is sent.
//!
//! A claim stands in `@org_busy` of the pane as `SENDER.SECONDS.OWNER`: who
//! holds the pane, since when, and whose text is on its way. The text stays in
//! a buffer that is named after its owner until it has been taken, so that
//! whoever finds the claim of a sender that is no more can end its work.

use std::sync::Arc;

use crate::nonce::Nonce;
use crate::time::Moment;
use crate::tmux::buffer::{self, fill_from};
use crate::tmux::server::command;

/// Seconds after which a claim is not that of a sender at work. The longest
/// that one is silent is a command's wait for a slow tmux.
pub const STALE_AFTER: u64 = 20;

/// Bytes of a text that fit into one invocation beside everything else.
const INLINE: usize = 10_000;

/// A text on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parcel {
    /// The text as it is pasted.
    pub text: Arc<str>,
    /// Names buffer and claim; a new one for each attempt.
    owner: String,
    /// Whose claim it is: another's than the owner's when an earlier sender's
    /// work is being ended.
    sender: String,
    /// When it was last claimed, seconds since the epoch.
    seconds: u64,
}

impl Parcel {
    pub(super) fn new(text: Arc<str>, nonce: &Nonce, now: Moment) -> Self {
        Self {
            text,
            owner: nonce.to_string(),
            sender: nonce.to_string(),
            seconds: now.seconds(),
        }
    }

    /// The text of the sender that has left this claim, taken over by `nonce`.
    /// The text is not known yet.
    pub(super) fn adopt(claim: &str, nonce: &Nonce, now: Moment) -> Option<Self> {
        Some(Self {
            text: Arc::default(),
            owner: Claim::read(claim)?.owner.to_owned(),
            sender: nonce.to_string(),
            seconds: now.seconds(),
        })
    }

    /// Whether its text is one of the same panel's as this nonce.
    pub(super) fn is_of(&self, nonce: &Nonce) -> bool {
        let panel = |name: &str| name.split('-').next().map(str::to_owned);
        panel(&self.owner) == panel(nonce.as_str())
    }

    /// The claim as it stands in the pane's option.
    pub(super) fn claim(&self) -> String {
        format!("{}.{}.{}", self.sender, self.seconds, self.owner)
    }

    /// Claims anew, at this time.
    pub(super) fn renew(&mut self, now: Moment) {
        self.seconds = now.seconds();
    }

    /// The buffer that holds the text.
    pub(super) fn buffer(&self) -> String {
        buffer::text_name(&self.owner)
    }

    /// The buffer that holds the Enter for an instant.
    pub(super) fn enter_buffer(&self) -> String {
        buffer::enter_name(&self.sender)
    }

    /// The command that makes the buffer along with the paste, for a text
    /// that is short enough.
    pub(super) fn inline(&self) -> Option<Vec<String>> {
        let buffer = self.buffer();
        (self.text.len() <= INLINE)
            .then(|| command(["set-buffer", "-b", &buffer, "--", &self.text]))
    }

    /// The command that brings the piece of the text that begins at this byte
    /// into the buffer, in an invocation of its own, and where the next one
    /// begins; none at the end, and for a text that [`Self::inline`] brings.
    pub(super) fn piece(&self, from: usize) -> Option<(Vec<String>, usize)> {
        if self.text.len() <= INLINE {
            return None;
        }
        fill_from(&self.buffer(), &self.text, from)
    }
}

/// A claim taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Claim<'a> {
    seconds: u64,
    owner: &'a str,
}

impl<'a> Claim<'a> {
    /// Reads what stands in the option. Any program inside tmux can write
    /// there: what is not of our form is nobody's claim.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let mut parts = text.split('.');
        let (sender, seconds, owner) = (parts.next()?, parts.next()?, parts.next()?);
        let plain = |part: &str| {
            let ours = |c: char| c.is_ascii_alphanumeric() || c == '-';
            !part.is_empty() && part.chars().all(ours)
        };
        if parts.next().is_some() || !plain(sender) || !plain(owner) {
            return None;
        }
        let seconds = seconds.parse().ok()?;
        Some(Self { seconds, owner })
    }

    /// Whether its sender may still be at work.
    pub(super) fn is_fresh(self, now: Moment) -> bool {
        now.seconds().abs_diff(self.seconds) < STALE_AFTER
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nonce::Nonces;

    #[test]
    fn a_claim_names_its_sender_its_time_and_the_owner_of_the_text() {
        let mut nonces = Nonces::new(10);
        let (first, second) = (nonces.draw(), nonces.draw());
        let parcel = Parcel::new("x".into(), &first, Moment(5_000));
        assert_eq!(parcel.claim(), "a-1.5.a-1");
        let adopted = Parcel::adopt(&parcel.claim(), &second, Moment(90_000)).unwrap();
        assert_eq!(adopted.claim(), "a-2.90.a-1");
        assert_eq!(adopted.buffer(), parcel.buffer());
        assert_ne!(adopted.enter_buffer(), parcel.enter_buffer());
        // Whoever adopts from the adopter still finds the text.
        let third = Parcel::adopt(&adopted.claim(), &nonces.draw(), Moment(0)).unwrap();
        assert_eq!(third.buffer(), parcel.buffer());
        assert!(parcel.is_of(&second));
        assert!(!parcel.is_of(&Nonces::new(11).draw()));
    }

    #[test]
    fn what_is_not_of_our_form_is_no_claim() {
        for text in [
            "", "x", "a.5", "a.b.c", "a.5.c.d", "a.5.#(x)", ".5.c", "a.5.",
        ] {
            assert_eq!(Claim::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_claim_is_fresh_for_a_while_whichever_clock_is_ahead() {
        let claim = Claim::read("a.100.a").unwrap();
        for (seconds, fresh) in [
            (100, true),
            (119, true),
            (81, true),
            (120, false),
            (80, false),
        ] {
            assert_eq!(claim.is_fresh(Moment(seconds * 1000)), fresh, "{seconds}");
        }
    }
}
