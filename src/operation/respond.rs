//! The one JSON form of every result.

use serde::{Serialize, Serializer};

use crate::error::Error;

/// A result for scripts: `{"ok":true,"data":{…}}` or
/// `{"ok":false,"error":{"code":"…","message":"…"}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response<T>(pub Result<T, Error>);

impl<T: Serialize> Serialize for Response<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeMap as _;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("ok", &self.0.is_ok())?;
        match &self.0 {
            Ok(data) => map.serialize_entry("data", data)?,
            Err(error) => map.serialize_entry("error", error)?,
        }
        map.end()
    }
}

impl<T: Serialize> Response<T> {
    /// One line of JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Maps with string keys and plain values always serialise.
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tmux::PaneId;

    #[test]
    fn results_have_one_form() {
        #[derive(Serialize)]
        struct Data {
            pane: PaneId,
        }
        let json = Response(Ok(Data { pane: PaneId(3) })).to_json();
        assert_eq!(json, r#"{"ok":true,"data":{"pane":"%3"}}"#);
        let json = Response::<()>(Err(Error::Dead { pane: PaneId(3) })).to_json();
        assert_eq!(
            json,
            r#"{"ok":false,"error":{"code":"dead","message":"not sent: worker %3 is dead; restart it or clean it","pane":"%3"}}"#
        );
    }
}
