//! org's own idea of Zellij's messages beside Zellij's: every name and number
//! in `wire.rs` is looked up in the definitions that zellij-utils carries.
#![allow(
    clippy::disallowed_methods,
    reason = "the test reads the file that it is about"
)]

use std::collections::BTreeMap;

use budgets::Protocol;

const WIRE: &str = concat!(
    include_str!("../../src/plugin/wire.rs"),
    include_str!("../../src/plugin/wire/command.rs"),
    include_str!("../../src/plugin/wire/event.rs"),
);

/// Zellij's packages, in the order in which a name is looked for: two of them
/// have a `ContextItem` and a `PaneId` of the same form.
const PACKAGES: [&str; 9] = [
    "plugin_command",
    "event",
    "key",
    "key.Key",
    "plugin_permission",
    "plugin_ids",
    "pipe_message",
    "command",
    "action",
];

/// The full name of a message or an enumeration of Zellij's.
fn original(protocol: &Protocol, name: &str) -> Option<String> {
    let full = PACKAGES.map(|package| format!("api.{package}.{name}"));
    let there = |n: &String| protocol.message(n).is_ok() || protocol.enumeration(n).is_ok();
    full.into_iter().find(there)
}

/// The struct that a oneof is a part of.
fn holder(oneof: &str) -> &str {
    let attribute = format!("oneof = \"{oneof}\"");
    let (before, _) = WIRE.split_once(&attribute).expect(oneof);
    let (_, from) = before.rsplit_once("struct ").expect(oneof);
    from.split(' ').next().expect(oneof)
}

/// `KeyPayload` as `key_payload`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(c.to_lowercase());
    }
    snake
}

/// What stands in quotes behind `key`, as in `tag = "3"`.
fn quoted<'a>(line: &'a str, key: &str) -> Option<&'a str> {
    let (_, from) = line.split_once(&format!("{key} = \""))?;
    from.split('"').next()
}

#[test]
fn every_message_is_written_as_zellij_writes_it() {
    let protocol = Protocol::find().unwrap();
    let (mut fields, mut values) = (0, 0);
    let (mut owner, mut is_enum, mut attribute) = (String::new(), false, "");
    for line in WIRE.lines().map(str::trim) {
        let visible = ["pub(super) ", "pub(in crate::plugin) "]
            .iter()
            .find_map(|seen_by| line.strip_prefix(seen_by))
            .unwrap_or_default();
        let named = ["struct ", "enum "]
            .iter()
            .find_map(|kind| Some((*kind, visible.strip_prefix(kind)?)));
        if let Some((kind, name)) = named {
            let name = name.trim_end_matches(" {");
            let oneof = WIRE.contains(&format!("oneof = \"{name}\""));
            let name = if oneof { holder(name) } else { name };
            owner = original(&protocol, name).unwrap_or_else(|| panic!("Zellij has no {name}"));
            is_enum = kind == "enum ";
        } else if line.starts_with("#[prost(") {
            attribute = line;
        } else if let Some(tag) = quoted(attribute, "tag") {
            if line.starts_with("///") {
                continue;
            }
            let name = line.trim_start_matches("pub ").trim_start_matches("r#");
            let end = name.find([':', '(']).unwrap_or_else(|| panic!("{line}"));
            let name = snake(&name[..end]);
            let message = protocol.message(&owner).unwrap();
            let field = message
                .get_field_by_name(&name)
                .unwrap_or_else(|| panic!("{owner} has no {name}"));
            assert_eq!(field.number().to_string(), tag, "{owner}.{name}");
            let kind = field.kind();
            let kind = match (kind.as_message(), kind.as_enum()) {
                (Some(_), _) => "message".to_owned(),
                (_, Some(_)) => "enum".to_owned(),
                _ => format!("{kind:?}").to_lowercase(),
            };
            let ours = attribute["#[prost(".len()..].split([',', ' ', ')']).next();
            let ours = ours.unwrap().replace("enumeration", "enum");
            // A name of Zellij's list travels as its number.
            assert!(
                kind.starts_with(&ours) || (kind == "enum" && ours == "int32"),
                "{owner}.{name} is {kind}, not {ours}"
            );
            let repeated = attribute.contains("repeated");
            assert_eq!(field.is_list(), repeated, "{owner}.{name}");
            fields += 1;
            attribute = "";
        } else if is_enum && line.contains(" = ") && line.ends_with(',') {
            let (name, number) = line.trim_end_matches(',').split_once(" = ").unwrap();
            let list = protocol.enumeration(&owner).unwrap();
            let list: BTreeMap<String, i32> = list
                .values()
                .map(|v| (v.name().to_lowercase(), v.number()))
                .collect();
            let found = list.get(&name.to_lowercase()).map(i32::to_string);
            assert_eq!(found.as_deref(), Some(number), "{owner}::{name}");
            values += 1;
        }
        if attribute.contains("tags = ") {
            attribute = "";
        }
    }
    // All of it was read.
    assert_eq!(fields, WIRE.matches(" tag = \"").count());
    assert!(values > 40, "{values}");
}
