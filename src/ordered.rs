//! Ordered collections from what an iterator gives. `collect` and `from` sort
//! first, and each kind of entry costs the plugin 8 KB for that; entries that
//! are put in one by one share the code that all insertions have.

use std::collections::{BTreeMap, BTreeSet};

/// A map; of entries with the same key the last one stays.
pub fn map<K: Ord, V>(entries: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}

/// A set.
pub fn set<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for item in items {
        set.insert(item);
    }
    set
}
