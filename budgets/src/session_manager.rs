//! Zellij's own session-manager with a number of sessions: the plugin that
//! people know, and does most like org: it lists, filters and draws.

use anyhow::{Result, ensure};
use serde_json::{Value as Json, json};

use crate::cost::Cost;
use crate::plugin::Plugin;
use crate::protocol::Protocol;

/// The plugin and what it is told of.
#[derive(Debug)]
pub struct SessionManager {
    /// The plugin itself.
    pub plugin: Plugin,
    sessions: usize,
}

impl SessionManager {
    /// Loads it and goes on until so many sessions are on the screen; the
    /// cost of all that.
    pub fn open(protocol: &Protocol, sessions: usize) -> Result<(Self, Cost)> {
        let wasm = protocol.plugin("session-manager")?;
        let (plugin, mut cost) = Plugin::load(protocol, &wasm, &[], 1_750_000_000_000)?;
        let mut manager = Self { plugin, sessions };
        cost = cost
            + manager.tell(json!({
                "name": "PermissionRequestResult",
                "permission_request_result_payload": { "granted": true },
            }))?;
        cost = cost + manager.tell(json!({ "name": "Visible", "visible_payload": true }))?;
        cost = cost + manager.update()?;
        let (drawn, rendered) = manager.plugin.render(40, 120)?;
        ensure!(!drawn.is_empty(), "nothing is drawn");
        Ok((manager, cost + rendered))
    }

    /// Tells of the sessions, as Zellij does every second: each has a
    /// tab as Zellij's default layout makes it: a terminal and two bars.
    pub fn update(&mut self) -> Result<Cost> {
        let sessions: Vec<Json> = (0..self.sessions).map(session).collect();
        let payload = json!({ "session_manifests": sessions, "resurrectable_sessions": [] });
        self.tell(json!({ "name": "SessionUpdate", "session_update_payload": payload }))
    }

    /// Types a character.
    pub fn key(&mut self, c: char) -> Result<Cost> {
        self.tell(json!({ "name": "Key", "key_payload": { "char": u32::from(c) } }))
    }

    /// Draws it.
    pub fn render(&mut self) -> Result<(String, Cost)> {
        self.plugin.render(40, 120)
    }

    fn tell(&mut self, event: Json) -> Result<Cost> {
        let cost = self.plugin.event(event)?;
        self.plugin.asked();
        Ok(cost)
    }
}

fn session(number: usize) -> Json {
    let pane = |id: u32, plugin: Option<&str>, rows: u32| {
        json!({
            "id": id,
            "is_plugin": plugin.is_some(),
            "is_focused": plugin.is_none(),
            "is_selectable": plugin.is_none(),
            "title": plugin.unwrap_or("bash"),
            "plugin_url": plugin,
            "pane_rows": rows,
            "pane_content_rows": rows,
            "pane_columns": 120,
            "pane_content_columns": 120,
        })
    };
    let panes = [
        pane(0, None, 37),
        pane(0, Some("zellij:tab-bar"), 1),
        pane(1, Some("zellij:status-bar"), 2),
    ];
    let tab = json!({
        "name": "Tab #1",
        "active": true,
        "viewport_rows": 37,
        "viewport_columns": 120,
        "display_area_rows": 40,
        "display_area_columns": 120,
    });
    json!({
        "name": format!("team-{}-service-{number}", number % 7),
        "tabs": [tab],
        "panes": [{ "tab_index": 0, "panes": panes }],
        "connected_clients": u32::from(number == 0),
        "is_current_session": number == 0,
    })
}
