//! When the workers are listed, and what the next listing is to find out.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::input::RequestId;
use crate::operation::look::Look;
use crate::time::Moment;
use crate::tmux::PaneId;

/// How listing goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Polling {
    /// When the workers were last listed.
    pub listed: Option<Moment>,
    /// Why the last listing failed.
    pub failure: Option<Error>,
    /// Failures in a row.
    pub failures: u32,
    /// When to list next, while visible.
    pub next: Moment,
    /// Whether a listing or a probe is under way; there is never a second.
    pub under_way: bool,
    /// Whether another one is wanted as soon as it has ended.
    pub again: bool,
    /// When a listing last showed something new.
    pub changed: Moment,
    /// When a listing last showed that a worker has written.
    pub wrote: Moment,
    /// The listing under way that waits in tmux for something new.
    pub long_poll: Option<LongPollRequest>,
    /// The look at a worker that goes along with the listing under way, or
    /// the next one.
    pub look: Option<Look>,
    /// Whether workers have been removed here since the last listing.
    pub removed: bool,
    /// Dead panes whose end stays unexplained.
    pub unexplained: BTreeSet<PaneId>,
}

/// A listing that waits in tmux until something is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LongPollRequest {
    /// Its request.
    pub id: RequestId,
    /// When it began.
    pub begun: Moment,
    /// The pane whose screen it brings along.
    pub preview: Option<PaneId>,
}
