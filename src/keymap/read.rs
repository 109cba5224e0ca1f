//! Keys that a user has chosen: `start a, Insert; stop X; restart`. Nobody is
//! locked in by them.

use super::{Action, Binding, Keymap, Scope, key_name, key_named};
use crate::input::{Key, KeyCode};
use crate::near;
use crate::text;

/// What is wrong with one word of an option for keys, or why a key stays.
pub type WrongKeys = String;

/// Where a way out leads, for each place where typing goes: one of them is
/// always there.
const WAYS_OUT: [(Scope, &[Action]); 3] = [
    (Scope::Prompt, &[Action::ToList]),
    (Scope::List, &[Action::ToPrompt]),
    (Scope::Filter, &[Action::Cancel, Action::ToList]),
];

/// What Esc does over the panel, whatever the option says; any key without a
/// meaning closes a page.
const ESC: [(Scope, Option<Action>); 3] = [
    (Scope::Question, Some(Action::No)),
    (Scope::Start, Some(Action::Cancel)),
    (Scope::Page, None),
];

impl Keymap {
    /// Takes an option for the keys of one scope: actions with their keys,
    /// each of which takes the place of all the action's keys; an action
    /// without any has no key any more. A key that has been given away is
    /// taken from the action that had it. What is wrong is left out and told,
    /// and the last way out stays.
    pub fn read(&mut self, scope: Scope, option: &str) -> Vec<WrongKeys> {
        let mut given: Vec<Binding> = Vec::new();
        let mut named: Vec<Action> = Vec::new();
        let mut wrong = Vec::new();
        for entry in option.split(';').map(str::trim).filter(|e| !e.is_empty()) {
            let (id, keys) = entry.split_once(' ').unwrap_or((entry, ""));
            let action = match action(scope, id) {
                Ok(action) if !named.contains(&action) => action,
                Ok(_) => {
                    wrong.push(format!("action {id} twice"));
                    continue;
                }
                Err(what) => {
                    wrong.push(what);
                    continue;
                }
            };
            let words = keys.split(',').map(str::trim).filter(|n| !n.is_empty());
            let (mut good, mut bad) = (Vec::new(), Vec::new());
            if words.clone().next().is_none() && !keys.trim().is_empty() {
                bad.push("no key between commas".to_owned());
            }
            for name in words {
                match binding(scope, name, action) {
                    Ok(b) if given.iter().chain(&good).any(|g| g.key == b.key) => {
                        bad.push(format!("key {} twice", key_name(b.key)));
                    }
                    Ok(binding) => good.push(binding),
                    Err(what) => bad.push(what),
                }
            }
            // With none but wrong ones it keeps those it had.
            if bad.is_empty() || !good.is_empty() {
                named.push(action);
                given.append(&mut good);
            }
            wrong.append(&mut bad);
        }
        if !named.is_empty() {
            let bindings = self.bindings.to_mut();
            bindings.retain(|b| {
                let taken = given.iter().any(|g| g.key == b.key);
                b.scope != scope || !(named.contains(&b.action) || taken)
            });
            bindings.extend(given);
            wrong.extend(self.keep_esc(scope));
            wrong.extend(self.keep_way_out(scope));
        }
        wrong
    }

    /// Lets Esc close what stands over the panel; told where it was to do
    /// something else.
    fn keep_esc(&mut self, scope: Scope) -> Option<WrongKeys> {
        let (_, closes) = ESC.iter().find(|(over, _)| *over == scope)?;
        let key = Key::plain(KeyCode::Esc);
        let bound = self.action(scope, key);
        if bound == *closes {
            return None;
        }
        let bindings = self.bindings.to_mut();
        bindings.retain(|b| (b.scope, b.key) != (scope, key));
        bindings.extend(closes.map(|action| Binding { scope, key, action }));
        bound.map(|_| "Esc stays the way out".to_owned())
    }

    /// Gives the way out its own keys back where it has none; told.
    fn keep_way_out(&mut self, scope: Scope) -> Option<WrongKeys> {
        let (_, ways) = WAYS_OUT.iter().find(|(from, _)| *from == scope)?;
        let bound = |action: &Action| self.key_for(scope, *action).is_some();
        let way = *ways.first().filter(|_| !ways.iter().any(bound))?;
        let own: Vec<Key> = Self::default().keys_for(scope, way).collect();
        let free = own.iter().find(|k| self.action(scope, **k).is_none());
        let key = *free.or(own.first())?;
        let bindings = self.bindings.to_mut();
        bindings.retain(|b| (b.scope, b.key) != (scope, key));
        let action = way;
        bindings.push(Binding { scope, key, action });
        let name = key_name(key);
        Some(format!("{name} stays {}, the last way out", way.id()))
    }
}

/// An action that has a meaning where typing goes there.
fn action(scope: Scope, id: &str) -> Result<Action, WrongKeys> {
    let known = Keymap::default().actions(scope);
    let action = Action::named(id).filter(|a| known.contains(a));
    action.ok_or_else(|| {
        let meant = near::nearest(id, known.iter().map(|a| a.id()));
        let meant = meant.map_or_else(String::new, |near| format!(" ({near}?)"));
        format!("no action {}{meant}", quoted(id))
    })
}

fn binding(scope: Scope, name: &str, action: Action) -> Result<Binding, WrongKeys> {
    let key = key_named(name).ok_or_else(|| format!("no key {}", quoted(name)))?;
    if key.types() && scope.takes_text() {
        let name = key_name(key);
        return Err(format!("key {name} is typed there, it needs Ctrl or Alt"));
    }
    Ok(Binding { scope, key, action })
}

/// A word as it was written, as far as one needs to see to find it.
pub(crate) fn quoted(word: &str) -> String {
    format!("{:?}", text::cut(&text::line(word), 20))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(scope: Scope, option: &str) -> (Keymap, Vec<WrongKeys>) {
        let mut keymap = Keymap::default();
        let wrong = keymap.read(scope, option);
        (keymap, wrong)
    }

    fn keys(keymap: &Keymap, scope: Scope, action: Action) -> String {
        let keys: Vec<String> = keymap.keys_for(scope, action).map(key_name).collect();
        format!("{} {}", action.id(), keys.join(","))
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
            let (keymap, wrong) = read(Scope::List, option);
            assert_eq!(wrong, Vec::<String>::new());
            let shown = [Action::Start, Action::Stop, Action::Append];
            let shown = shown.map(|action| keys(&keymap, Scope::List, action));
            assert_eq!(shown, expected, "{option}");
        }
    }

    #[test]
    fn a_wrong_word_is_named_and_the_other_bindings_hold() {
        use Action::{Send, Start, Stop, Yes};
        for (scope, option, expected, action, held) in [
            (
                Scope::List,
                "start N, Insert; stop; opn X; fly Hyper y; mark Hyper x",
                &[
                    "no action \"opn\" (open?)",
                    "no action \"fly\"",
                    "no key \"Hyper x\"",
                ][..],
                Start,
                "start N,Insert",
            ),
            (
                Scope::List,
                "start Hyper x, X",
                &["no key \"Hyper x\""],
                Start,
                "start X",
            ),
            (
                Scope::List,
                "start Hyper x",
                &["no key \"Hyper x\""],
                Start,
                "start n",
            ),
            (
                Scope::List,
                "start ,; stop x",
                &["no key between commas"],
                Start,
                "start n",
            ),
            (
                Scope::List,
                "start x, X; stop x",
                &["key x twice"],
                Stop,
                "stop ",
            ),
            (
                Scope::List,
                "start x; start y",
                &["action start twice"],
                Start,
                "start x",
            ),
            (
                Scope::Prompt,
                "send s",
                &["key s is typed there, it needs Ctrl or Alt"],
                Send,
                "send Enter",
            ),
            (
                Scope::Prompt,
                "start x; send F2",
                &["no action \"start\""],
                Send,
                "send F2",
            ),
            (
                Scope::Question,
                "yes Enter; no Enter",
                &["key Enter twice"],
                Yes,
                "yes Enter",
            ),
        ] {
            let (keymap, wrong) = read(scope, option);
            assert_eq!(wrong, expected, "{option}");
            assert_eq!(keys(&keymap, scope, action), held, "{option}");
        }
    }

    #[test]
    fn esc_closes_what_stands_over_the_panel_whatever_is_configured() {
        let esc = Key::plain(KeyCode::Esc);
        for (scope, option, closes, told) in [
            (Scope::Question, "yes j; no", Some(Action::No), false),
            (Scope::Question, "no F1", Some(Action::No), false),
            (Scope::Question, "yes Esc", Some(Action::No), true),
            (Scope::Start, "cancel Ctrl c", Some(Action::Cancel), false),
            (Scope::Start, "accept Esc", Some(Action::Cancel), true),
            (Scope::Page, "down Esc", None, true),
        ] {
            let (keymap, wrong) = read(scope, option);
            assert_eq!(keymap.action(scope, esc), closes, "{option}");
            let expected = if told {
                &["Esc stays the way out"][..]
            } else {
                &[]
            };
            assert_eq!(wrong, expected, "{option}");
        }
    }

    #[test]
    fn no_configuration_takes_the_last_way_out() {
        for (scope, option, told, action, held) in [
            (
                Scope::Prompt,
                "to_list",
                "Tab stays to_list, the last way out",
                Action::ToList,
                "to_list Tab",
            ),
            (
                Scope::Prompt,
                "send Tab; older Esc",
                "Tab stays to_list, the last way out",
                Action::ToList,
                "to_list Tab",
            ),
            (
                Scope::List,
                "to_prompt; mark Tab",
                "i stays to_prompt, the last way out",
                Action::ToPrompt,
                "to_prompt i",
            ),
            (
                Scope::Filter,
                "cancel; to_list",
                "Esc stays cancel, the last way out",
                Action::Cancel,
                "cancel Esc",
            ),
        ] {
            let (keymap, wrong) = read(scope, option);
            assert_eq!(wrong, [told], "{option}");
            assert_eq!(keys(&keymap, scope, action), held, "{option}");
        }
        // One of two is enough.
        assert_eq!(read(Scope::Filter, "cancel").1, Vec::<String>::new());
    }
}
