//! The named values of a request, from `--args` or from JSON. What nobody asks
//! for is ignored.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::pipe::Fault;
use crate::time::Millis;

/// The longest span that a request may ask for, seconds.
const LONGEST: Millis = Millis(86_400_000);

/// Named values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Map<String, Value>);

impl Fields {
    /// Takes what `--args` gave: all of it is text.
    #[must_use]
    pub fn from_arguments(arguments: &BTreeMap<String, String>) -> Self {
        let mut fields = Map::new();
        for (key, value) in arguments {
            fields.insert(key.clone(), Value::String(value.clone()));
        }
        Self(fields)
    }

    /// Adds the fields of a JSON object; they win over those that are there.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn add_json(&mut self, text: &str) -> Result<(), Fault> {
        let fields: Map<String, Value> = serde_json::from_str(text)
            .map_err(|why| Fault::bad(format!("the request is not a JSON object: {why}")))?;
        for (key, value) in fields {
            self.0.insert(key, value);
        }
        Ok(())
    }

    /// A text, if it is given.
    ///
    /// # Errors
    /// It is something else than a text.
    pub fn text(&self, key: &str) -> Result<Option<&str>, Fault> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(wrong(key, "a text")),
        }
    }

    /// A yes or no; no when it is not given.
    ///
    /// # Errors
    /// It is something else.
    pub fn flag(&self, key: &str, default: bool) -> Result<bool, Fault> {
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(default),
            Some(Value::Bool(yes)) => Ok(*yes),
            Some(Value::String(text)) if text == "true" => Ok(true),
            Some(Value::String(text)) if text == "false" => Ok(false),
            Some(_) => Err(wrong(key, "true or false")),
        }
    }

    /// A span in seconds.
    ///
    /// # Errors
    /// It is no number from 0 to 86,400.
    pub fn seconds(&self, key: &str, default: Millis) -> Result<Millis, Fault> {
        let number = match self.0.get(key) {
            None | Some(Value::Null) => return Ok(default),
            // What is too large for it becomes the largest number there is.
            Some(Value::Number(number)) => number
                .as_f64()
                .filter(|n| *n >= 0.0)
                .map(|n| Millis((n * 1000.0) as u64)),
            Some(Value::String(text)) => Millis::from_seconds(text.trim()),
            Some(_) => None,
        };
        number
            .filter(|n| *n <= LONGEST)
            .ok_or_else(|| wrong(key, "seconds from 0 to 86400"))
    }

    /// Words: one text, or several in an array.
    ///
    /// # Errors
    /// It is something else.
    pub fn words(&self, key: &str) -> Result<Vec<&str>, Fault> {
        let expected = || wrong(key, "a word or an array of words");
        match self.0.get(key) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::String(text)) => Ok(vec![text]),
            Some(Value::Array(values)) => values
                .iter()
                .map(|value| value.as_str().ok_or_else(expected))
                .collect(),
            Some(_) => Err(expected()),
        }
    }
}

fn wrong(key: &str, expected: &str) -> Fault {
    Fault::bad(format!("{key} has to be {expected}"))
}
