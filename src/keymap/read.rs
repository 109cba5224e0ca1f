//! Keys that a user has chosen: `start a, Insert; stop X; restart`.

use super::{Action, Binding, Keymap, Scope, key_name, key_named};

/// What is wrong with an option for keys: what was expected.
pub type WrongKeys = String;

impl Keymap {
    /// Takes an option for the keys of one scope: actions with their keys,
    /// each of which takes the place of all the action's keys; an action
    /// without any has no key any more. A key that has been given away is
    /// taken from the action that had it.
    ///
    /// # Errors
    /// What was expected; nothing has changed then.
    pub fn read(&mut self, scope: Scope, option: &str) -> Result<(), WrongKeys> {
        let mut given: Vec<Binding> = Vec::new();
        let mut named: Vec<Action> = Vec::new();
        for entry in option.split(';').map(str::trim).filter(|e| !e.is_empty()) {
            let (id, keys) = entry.split_once(' ').unwrap_or((entry, ""));
            let action = action(scope, id)?;
            if named.contains(&action) {
                return Err(format!("each action once, not {id} twice"));
            }
            named.push(action);
            for name in keys.split(',').map(str::trim).filter(|n| !n.is_empty()) {
                let binding = binding(scope, name, action)?;
                if given.iter().any(|b| b.key == binding.key) {
                    return Err(format!("each key once, not {name} twice"));
                }
                given.push(binding);
            }
        }
        if named.is_empty() {
            return Ok(());
        }
        let bindings = self.bindings.to_mut();
        bindings.retain(|b| {
            b.scope != scope || !(named.contains(&b.action) || given.iter().any(|g| g.key == b.key))
        });
        bindings.extend(given);
        Ok(())
    }
}

/// An action that has a meaning where typing goes there.
fn action(scope: Scope, id: &str) -> Result<Action, WrongKeys> {
    let known = Keymap::default().actions(scope);
    let action = Action::named(id).filter(|a| known.contains(a));
    action.ok_or_else(|| {
        let names: Vec<&str> = known.iter().map(|a| a.id()).collect();
        format!("one of the actions {}, not {id:?}", names.join(", "))
    })
}

fn binding(scope: Scope, name: &str, action: Action) -> Result<Binding, WrongKeys> {
    let expected = || format!("keys like \"Ctrl x\", \"F5\" or \"Alt Enter\", not {name:?}");
    let key = key_named(name).ok_or_else(expected)?;
    if key.types() && scope.takes_text() {
        let name = key_name(key);
        return Err(format!(
            "a key with Ctrl or Alt, since {name} is typed there"
        ));
    }
    Ok(Binding { scope, key, action })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(scope: Scope, option: &str) -> Result<Vec<String>, WrongKeys> {
        let mut keymap = Keymap::default();
        keymap.read(scope, option)?;
        let key = |action| {
            let keys: Vec<String> = keymap.keys_for(scope, action).map(key_name).collect();
            format!("{} {}", action.id(), keys.join(","))
        };
        Ok([Action::Start, Action::Stop, Action::Append]
            .map(key)
            .to_vec())
    }

    #[test]
    fn keys_take_the_place_of_an_actions_own_and_of_others() {
        for (option, expected) in [
            ("", ["start n", "stop x", "append a"]),
            ("start N, Insert", ["start N,Insert", "stop x", "append a"]),
            ("start a", ["start a", "stop x", "append "]),
            (
                "start;stop  Ctrl x ;",
                ["start ", "stop Ctrl x", "append a"],
            ),
            ("start x; stop n", ["start x", "stop n", "append a"]),
        ] {
            assert_eq!(shown(Scope::List, option).unwrap(), expected, "{option}");
        }
    }

    #[test]
    fn what_is_wrong_with_keys_is_named() {
        for (scope, option, expected) in [
            (Scope::List, "start Hyper x", "not \"Hyper x\""),
            (Scope::List, "begin x", "not \"begin\""),
            (Scope::List, "start x; stop x", "not x twice"),
            (Scope::List, "start x; start y", "not start twice"),
            (Scope::Prompt, "send s", "since s is typed there"),
            (Scope::Prompt, "start x", "not \"start\""),
            (Scope::Text, "delete_word d", "since d is typed there"),
            (Scope::Question, "yes Enter; no Enter", "not Enter twice"),
        ] {
            let wrong = shown(scope, option).unwrap_err();
            assert!(wrong.contains(expected), "{wrong}");
        }
    }
}
