//! The keys that the host keeps for itself, as it says: the panel never sees
//! them.

use std::collections::BTreeSet;

use crate::input::Key;

/// What the host does with keys while the panel is typed into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostKeys {
    /// The keys that it takes for itself.
    pub taken: BTreeSet<Key>,
    /// The one of them that lets all others through until it is pressed again.
    pub lock: Option<Key>,
}
