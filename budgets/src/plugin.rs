//! One plugin, loaded and called as Zellij does it.

use std::collections::VecDeque;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value as Json, json};
use wasmi::{
    Caller, CompilationMode, Config, Engine, Instance, Linker, Module, Store, StoreLimits,
    StoreLimitsBuilder,
};

use crate::cost::Cost;
use crate::protocol::Protocol;
use crate::wasi;

/// What the plugin may spend; what is left is subtracted.
const FUEL: u64 = u64::MAX / 2;

/// The host's side of one plugin.
#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) stdin: VecDeque<u8>,
    pub(crate) stdout: Vec<u8>,
    pub(crate) stderr: Vec<u8>,
    /// Milliseconds since the epoch.
    pub(crate) now: u64,
    protocol: Protocol,
    limits: StoreLimits,
    /// What the plugin has asked for and nobody has taken yet.
    asked: Vec<Json>,
    calls: u64,
    processes: u64,
}

/// A plugin in its engine.
#[derive(Debug)]
pub struct Plugin {
    store: Store<Host>,
    instance: Instance,
}

impl Plugin {
    /// Loads a plugin with its options, up to the end of `load`.
    pub fn load(
        protocol: &Protocol,
        wasm: &[u8],
        options: &[(&str, &str)],
        now: u64,
    ) -> Result<(Self, Cost)> {
        let mut config = Config::default();
        // All at once, so that no event pays for the translation of code.
        config
            .consume_fuel(true)
            .compilation_mode(CompilationMode::Eager);
        let engine = Engine::new(&config);
        let module = Module::new(&engine, wasm)?;
        // The memory that Zellij 0.45.1 allows.
        let limits = StoreLimitsBuilder::new()
            .memory_size(16 * 1024 * 1024)
            .trap_on_grow_failure(true)
            .build();
        let host = Host {
            stdin: VecDeque::new(),
            stdout: Vec::new(),
            stderr: Vec::new(),
            now,
            protocol: protocol.clone(),
            limits,
            asked: Vec::new(),
            calls: 0,
            processes: 0,
        };
        let mut store = Store::new(&engine, host);
        store.limiter(|host| &mut host.limits);
        store.set_fuel(FUEL)?;
        let mut linker = Linker::new(&engine);
        linker.func_wrap("zellij", "host_run_plugin_command", run_command)?;
        wasi::link(&mut linker, &mut store, &module)?;
        let instance = linker.instantiate_and_start(&mut store, &module)?;
        let mut plugin = Self { store, instance };
        let pairs: Vec<Json> = options
            .iter()
            .map(|(name, value)| json!({ "name": name, "value": value }))
            .collect();
        let options = json!({ "name_and_value": pairs });
        let options = protocol.encode("api.action.PluginConfiguration", options)?;
        let cost = plugin.counted(|plugin| {
            plugin.call("_start")?;
            plugin.tell(&options);
            plugin.call("load")?;
            Ok(false)
        })?;
        Ok((plugin, cost))
    }

    /// Tells an event, given as JSON.
    pub fn event(&mut self, event: Json) -> Result<Cost> {
        let bytes = self.protocol().encode("api.event.Event", event)?;
        self.event_bytes(&bytes)
    }

    /// Tells an event, given as its bytes.
    pub fn event_bytes(&mut self, bytes: &[u8]) -> Result<Cost> {
        self.hand_over("update", bytes)
    }

    /// Hands over a message of a pipe, given as JSON.
    pub fn pipe(&mut self, message: Json) -> Result<Cost> {
        let bytes = self
            .protocol()
            .encode("api.pipe_message.PipeMessage", message)?;
        self.hand_over("pipe", &bytes)
    }

    fn hand_over(&mut self, function: &str, bytes: &[u8]) -> Result<Cost> {
        self.counted(|plugin| {
            plugin.tell(bytes);
            let function = plugin
                .instance
                .get_typed_func::<(), i32>(&plugin.store, function)?;
            let repaint = function.call(&mut plugin.store, ())? != 0;
            ensure!(plugin.store.data().stdin.is_empty(), "not all is read");
            Ok(repaint)
        })
    }

    /// Has it drawn; what it wrote, and the cost of it.
    pub fn render(&mut self, rows: i32, columns: i32) -> Result<(String, Cost)> {
        let mut drawn = String::new();
        let mut cost = self.counted(|plugin| {
            let render = plugin
                .instance
                .get_typed_func::<(i32, i32), ()>(&plugin.store, "render")?;
            render.call(&mut plugin.store, (rows, columns))?;
            let bytes = std::mem::take(&mut plugin.store.data_mut().stdout);
            drawn = String::from_utf8_lossy(&bytes).into_owned();
            Ok(false)
        })?;
        cost.drawn = drawn.len();
        Ok((drawn, cost))
    }

    /// What it has asked for since the last time.
    pub fn asked(&mut self) -> Vec<Json> {
        std::mem::take(&mut self.store.data_mut().asked)
    }

    /// Size of its memory.
    pub fn memory(&self) -> usize {
        let memory = self.instance.get_memory(&self.store, "memory");
        memory.map_or(0, |memory| memory.data_size(&self.store))
    }

    /// Sets its clock.
    pub fn set_clock(&mut self, now: u64) {
        self.store.data_mut().now = now;
    }

    /// The messages that it is told in.
    pub fn protocol(&self) -> Protocol {
        self.store.data().protocol.clone()
    }

    fn call(&mut self, name: &str) -> Result<()> {
        let function = self.instance.get_typed_func::<(), ()>(&self.store, name)?;
        function
            .call(&mut self.store, ())
            .with_context(|| format!("{name}: {}", self.stderr()))
    }

    fn tell(&mut self, bytes: &[u8]) {
        self.store.data_mut().tell(bytes);
    }

    fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.store.data().stderr).into_owned()
    }

    fn counted(&mut self, action: impl FnOnce(&mut Self) -> Result<bool>) -> Result<Cost> {
        let before = (self.store.get_fuel()?, self.memory());
        let host = self.store.data();
        let (calls, processes) = (host.calls, host.processes);
        let repaint = action(self).with_context(|| self.stderr())?;
        let host = self.store.data();
        Ok(Cost {
            steps: before.0 - self.store.get_fuel()?,
            calls: host.calls - calls,
            processes: host.processes - processes,
            drawn: 0,
            grown: self.memory() - before.1,
            repaint,
        })
    }
}

impl Host {
    /// As Zellij writes a message: a line of JSON, a number for each byte.
    fn tell(&mut self, bytes: &[u8]) {
        let line = serde_json::to_string(bytes).unwrap_or_default();
        self.stdin.extend(line.as_bytes());
        self.stdin.extend(b"\r\n");
    }

    /// Takes a call, answers what has an answer.
    fn take(&mut self) -> Result<()> {
        let line = std::mem::take(&mut self.stdout);
        let bytes: Vec<u8> = serde_json::from_slice(&line)
            .with_context(|| String::from_utf8_lossy(&line).into_owned())?;
        let command = self
            .protocol
            .decode("api.plugin_command.PluginCommand", &bytes)?;
        self.calls += 1;
        let name = command
            .get("name")
            .and_then(Json::as_str)
            .unwrap_or("Subscribe");
        let answer = match name {
            "GetPluginIds" => Some((
                "api.plugin_ids.PluginIds",
                json!({ "plugin_id": 7, "zellij_pid": 1, "initial_cwd": "/home/user", "client_id": 1 }),
            )),
            "GetZellijVersion" => Some((
                "api.plugin_ids.ZellijVersion",
                json!({ "version": "0.45.1" }),
            )),
            "GetSessionList" => Some((
                "api.plugin_command.GetSessionListResponse",
                json!({ "snapshot": { "live_sessions": [], "resurrectable_sessions": [] } }),
            )),
            // A panic: its text is all there is to know of it.
            "ReportCrash" => {
                self.stderr
                    .extend_from_slice(command.to_string().as_bytes());
                None
            }
            "RunCommand" => {
                self.processes += 1;
                None
            }
            _ => None,
        };
        if let Some((message, json)) = answer {
            let bytes = self.protocol.encode(message, json)?;
            self.tell(&bytes);
        }
        self.asked.push(command);
        Ok(())
    }
}

fn run_command(mut caller: Caller<'_, Host>) -> Result<(), wasmi::Error> {
    let taken = caller.data_mut().take();
    taken.map_err(|why| wasmi::Error::new(format!("{why:#}")))
}

/// The text of what was drawn, a line for each component: its bytes stand
/// behind the last `$` of its parameters, in decimals.
pub(crate) fn text(drawn: &str) -> String {
    let components = drawn.split("\u{1b}Pztext;").skip(1);
    let line = |component: &str| {
        let body = component.split('\u{1b}').next().unwrap_or_default();
        let bytes = body.rsplit(['$', ';', 'x', 'z']).next().unwrap_or_default();
        let bytes: Vec<u8> = bytes.split(',').filter_map(|b| b.parse().ok()).collect();
        String::from_utf8_lossy(&bytes).into_owned() + "\n"
    };
    components.map(line).collect()
}
