//! org's panel with a number of workers, moved from event to event.

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value as Json, json};

use crate::cost::Cost;
use crate::plugin::Plugin;
use crate::protocol::Protocol;
use crate::workers::Workers;

/// When it all begins, milliseconds since the epoch.
const BEGIN: u64 = 1_750_000_000_000;

/// The panel and the workers around it.
#[derive(Debug)]
pub struct Panel {
    /// The plugin itself.
    pub plugin: Plugin,
    /// The workers that its listings show.
    pub workers: Workers,
    /// What is on the screen in Zellij's components, without the preview.
    pub screen: String,
    /// All that Zellij was told to draw.
    pub drawn: String,
    /// What `load` has cost.
    pub loaded: Cost,
    now: u64,
    /// Rows and columns.
    size: (i32, i32),
    under_way: Vec<Json>,
}

impl Panel {
    /// Loads the panel; nothing has been told to it yet.
    pub fn load(protocol: &Protocol, wasm: &[u8], count: usize) -> Result<Self> {
        let (plugin, loaded) = Plugin::load(protocol, wasm, &[], BEGIN)?;
        let mut panel = Self {
            plugin,
            loaded,
            // Long enough ago that no age changes while it is measured.
            workers: Workers::new(count, BEGIN / 1000 - 30 * 86_400),
            screen: String::new(),
            drawn: String::new(),
            now: BEGIN,
            size: (40, 120),
            under_way: Vec::new(),
        };
        panel.collect();
        Ok(panel)
    }

    /// Loads it and goes on until its workers are on the screen; the cost of
    /// all that.
    pub fn open(protocol: &Protocol, wasm: &[u8], count: usize) -> Result<(Self, Cost)> {
        let mut panel = Self::load(protocol, wasm, count)?;
        let mut cost = panel.loaded;
        cost = cost
            + panel.tell(json!({
                "name": "PermissionRequestResult",
                "permission_request_result_payload": { "granted": true },
            }))?;
        cost = cost + panel.tell(json!({ "name": "Visible", "visible_payload": true }))?;
        // Whether there is a tmux and who works in it; what panels have left.
        cost = cost + panel.finish_all()? + panel.render()?;
        ensure!(panel.shows("service-"), "no worker is shown");
        // With the preview, for which there was no room before the first frame.
        panel.refresh()?;
        panel.render()?;
        Ok((panel, cost))
    }

    /// Tells an event.
    pub fn tell(&mut self, event: Json) -> Result<Cost> {
        let cost = self.plugin.event(event)?;
        self.collect();
        Ok(cost)
    }

    /// Lets the oldest process end with what tmux would have printed.
    pub fn finish(&mut self) -> Result<Cost> {
        let command = self.under_way.first();
        let words = command.and_then(|c| c.get("command_line")?.as_array());
        let words: Vec<String> = words
            .context("a process is under way")?
            .iter()
            .map(|word| word.as_str().unwrap_or_default().to_owned())
            .collect();
        let answer = self.workers.answer(&words);
        self.finish_with(answer.as_bytes())
    }

    /// Lets the oldest process end with this output.
    pub fn finish_with(&mut self, answer: &[u8]) -> Result<Cost> {
        ensure!(!self.under_way.is_empty(), "no process is under way");
        let command = self.under_way.remove(0);
        let context = command.get("context").context("a command has a context")?;
        let protocol = self.plugin.protocol();
        let result = protocol.finished(0, answer, context)?;
        let cost = self.plugin.event_bytes(&result)?;
        self.collect();
        Ok(cost)
    }

    /// Lets all processes end, and those that come of it.
    pub fn finish_all(&mut self) -> Result<Cost> {
        let mut cost = self.finish()?;
        while !self.under_way.is_empty() {
            cost = cost + self.finish()?;
        }
        Ok(cost)
    }

    /// Lets time pass until it has asked for a process.
    pub fn wait_for_process(&mut self) -> Result<()> {
        for _ in 0..100 {
            if !self.under_way.is_empty() {
                return Ok(());
            }
            self.now += 500;
            self.plugin.set_clock(self.now);
            self.tell(json!({ "name": "Timer", "timer_payload": 0.5 }))?;
        }
        bail!("it never asks for a process")
    }

    /// Lets time pass until it lists again, and its listing end, which is a
    /// second process where something has changed; the cost of the timer's
    /// event, and of the listing's.
    pub fn refresh(&mut self) -> Result<(Cost, Cost)> {
        let mut tick = Cost::default();
        for _ in 0..100 {
            self.now += 500;
            self.plugin.set_clock(self.now);
            tick = self.tell(json!({ "name": "Timer", "timer_payload": 0.5 }))?;
            if !self.under_way.is_empty() {
                return Ok((tick, self.finish_all()?));
            }
        }
        ensure!(tick.processes > 0, "it never lists again");
        Ok((tick, Cost::default()))
    }

    /// Forgets the processes under way: their ends never come.
    pub fn drop_processes(&mut self) {
        self.under_way.clear();
    }

    /// Types a character.
    pub fn key(&mut self, c: char) -> Result<Cost> {
        let key = json!({ "char": u32::from(c) });
        self.tell(json!({ "name": "Key", "key_payload": key }))
    }

    /// Presses a key by Zellij's name of it.
    pub fn press(&mut self, name: &str) -> Result<Cost> {
        let key = json!({ "key": name });
        self.tell(json!({ "name": "Key", "key_payload": key }))
    }

    /// Lets every process end that is under way, and those that come of it.
    pub fn settle(&mut self) -> Result<()> {
        while !self.under_way.is_empty() {
            self.finish()?;
        }
        Ok(())
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) -> Result<Cost> {
        let paste = json!({ "pasted_text": text });
        self.tell(json!({ "name": "PastedText", "pasted_text_payload": paste }))
    }

    /// Hands over a private message of a pipe of the command line.
    pub fn pipe(&mut self, name: &str, payload: &str) -> Result<Cost> {
        self.pipe_as("d0c5bd5e-5b1a-4a0f-a1dd-3f1d7a8f2f6b", name, payload)
    }

    /// The same, of the pipe with this id.
    pub fn pipe_as(&mut self, id: &str, name: &str, payload: &str) -> Result<Cost> {
        let cost = self.plugin.pipe(json!({
            "cli_source_id": id,
            "name": name,
            "payload": payload,
            "is_private": true,
            "args": [{ "key": "pane", "value": "%1" }],
        }))?;
        self.collect();
        Ok(cost)
    }

    /// Clicks on a cell.
    pub fn click(&mut self, row: usize, column: usize) -> Result<Cost> {
        let mouse = json!({
            "mouse_event_name": "MouseLeftClick",
            "position": { "line": row, "column": column },
        });
        self.tell(json!({ "name": "Mouse", "mouse_event_payload": mouse }))
    }

    /// Draws it in another size from now on.
    pub fn render_in(&mut self, rows: i32, columns: i32) -> Result<Cost> {
        self.size = (rows, columns);
        self.render()
    }

    /// Draws it.
    pub fn render(&mut self) -> Result<Cost> {
        let (drawn, cost) = self.plugin.render(self.size.0, self.size.1)?;
        self.collect();
        self.screen = crate::plugin::text(&drawn);
        self.drawn = drawn;
        Ok(cost)
    }

    /// Whether this text is on the screen.
    #[must_use]
    pub fn shows(&self, text: &str) -> bool {
        self.screen.contains(text)
    }

    /// Keeps the processes that it has asked for.
    fn collect(&mut self) {
        for mut asked in self.plugin.asked() {
            if let Some(command) = asked.get_mut("run_command_payload") {
                self.under_way.push(command.take());
            }
        }
    }
}
