//! The keys that Zellij keeps for itself, as its configuration is without
//! changes (0.45): the panel sees them in the locked mode alone.

use crate::input::{Key, KeyCode};

/// With Ctrl: the modes, and what quits.
const CTRL: &str = "bghnopqst";
/// With Alt: panes, tabs, layouts.
const ALT: &str = "fhijklnopP+-=[]";

/// Whether Zellij's default keys take this one before the panel sees it.
#[must_use]
pub fn is_zellijs(key: Key) -> bool {
    match (key.ctrl, key.alt, key.code) {
        (true, false, KeyCode::Char(c)) => CTRL.contains(c),
        (false, true, KeyCode::Char(c)) => ALT.contains(c),
        (false, true, KeyCode::Left | KeyCode::Right | KeyCode::Up | KeyCode::Down) => !key.shift,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keymap::{BINDINGS, Keymap, key_name};

    #[test]
    fn what_zellij_takes_can_be_done_with_another_key() {
        let taken = BINDINGS.iter().filter(|b| is_zellijs(b.key));
        let names: Vec<String> = taken.clone().map(|b| key_name(b.key)).collect();
        let expected = ["Ctrl b", "Alt ←", "Alt f", "Alt →", "Ctrl h"];
        assert_eq!(names, expected, "the README names them");
        let keymap = Keymap::default();
        for binding in taken {
            let mut keys = keymap.keys_for(binding.scope, binding.action);
            assert!(keys.any(|k| !is_zellijs(k)), "{binding:?}");
        }
    }
}
