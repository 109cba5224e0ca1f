//! Everything that stands around a Zellij before it is started: HOME,
//! configuration, permissions, programs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use crate::support::{self, Server};
use crate::zellij::slot::Slot;
use crate::zellij::terminal::Terminal;

const REPOSITORY: &str = env!("CARGO_MANIFEST_DIR");

/// A machine of the test's own, with Zellij not started yet.
pub struct Setup {
    pub(super) server: Server,
    pub(super) slot: Slot,
    pub(super) size: (usize, usize),
    pub(super) layout: PathBuf,
    pub(super) path: String,
    pub(super) log: PathBuf,
    /// The words before the call of Zellij.
    pub(super) prefix: Vec<String>,
    granted: bool,
    options: Vec<(String, String)>,
    zellij_options: String,
    keybinds: Option<&'static str>,
}

impl Setup {
    /// What a user has who followed README: `plugin.kdl` in the
    /// configuration, permission given, the layout of the repository. Only
    /// worker, socket and place of the plugin are the test's.
    pub fn new() -> Self {
        let slot = Slot::take();
        let mut server = Server::new();
        // Paths of sockets have to be short: 108 bytes.
        for folder in ["t", "z", "dirs"] {
            std::fs::create_dir(server.folder().join(folder)).unwrap();
        }
        let inside = |name: &str| server.folder().join(name).display().to_string();
        let environment = [
            ("LANG", "C.UTF-8".to_owned()),
            ("TMPDIR", inside("t")),
            ("ZELLIJ_SOCKET_DIR", inside("z")),
        ];
        let log = server.folder().join("log");
        let socket = inside("tmux.sock");
        server.environment = environment.map(|(k, v)| (k.to_owned(), v)).to_vec();
        let setup = Self {
            log,
            prefix: Vec::new(),
            slot,
            size: (110, 30),
            layout: Path::new(REPOSITORY).join("layouts/org.kdl"),
            path: std::env::var("PATH").unwrap(),
            granted: true,
            options: Vec::new(),
            keybinds: None,
            zellij_options: "show_startup_tips false\nshow_release_notes false\n".into(),
            server,
        };
        let command = setup.stand_in("--work-ms 50");
        setup
            .option("command", &command)
            .option("tmux_socket", &socket)
    }

    /// Columns and rows of the terminal.
    pub fn size(mut self, columns: usize, rows: usize) -> Self {
        self.size = (columns, rows);
        self
    }

    /// Another value for an option of `plugin.kdl`, or one that is not in it.
    pub fn option(mut self, key: &str, value: &str) -> Self {
        self.options.push((key.into(), value.into()));
        self
    }

    /// A line for Zellij's own configuration.
    pub fn zellij_option(mut self, line: &str) -> Self {
        self.zellij_options.push_str(line);
        self.zellij_options.push('\n');
        self
    }

    /// Keys of the user's own in place of Zellij's, and those of `plugin.kdl`
    /// among them.
    pub fn keybinds(mut self, kdl: &'static str) -> Self {
        self.keybinds = Some(kdl);
        self
    }

    /// A layout of the test's own.
    pub fn layout(mut self, kdl: &str) -> Self {
        self.layout = self.server.folder().join("layout.kdl");
        std::fs::write(&self.layout, kdl).unwrap();
        self
    }

    /// Without the panel: a terminal, and the bars of Zellij.
    pub fn without_panel(self) -> Self {
        let bars =
            "    pane size=1 borderless=true {\n        plugin location=\"tab-bar\"\n    }\n";
        self.layout(&format!("layout {{\n{bars}    pane\n}}\n"))
    }

    /// The user has not been asked yet.
    pub fn not_granted(mut self) -> Self {
        self.granted = false;
        self
    }

    /// Zellij finds its programs here alone.
    pub fn path(mut self, folders: &str) -> Self {
        self.path = folders.into();
        self
    }

    /// Zellij and all it starts may enter no directory against its mode; root
    /// could.
    pub fn without_power_over_files(mut self) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        if std::fs::metadata("/proc/self").unwrap().uid() == 0 {
            let words = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"];
            self.prefix = words.map(str::to_owned).to_vec();
        }
        self
    }

    /// The test's own folder.
    pub fn folder(&self) -> &Path {
        self.server.folder()
    }

    /// The command line of the stand-in agent, with its log.
    pub fn stand_in(&self, arguments: &str) -> String {
        let program = shell_words::quote(support::stand_in());
        format!("{program} --log {} {arguments}", self.log.display())
    }

    /// A folder with a link to every program of the PATH but tmux. What is
    /// called tmux in it is the test's.
    pub fn folder_without_tmux(&self) -> PathBuf {
        self.folder_without("tmux")
    }

    /// A folder with a link to every program of the PATH but this one.
    pub fn folder_without(&self, missing: &str) -> PathBuf {
        let folder = self.server.folder().join("bin");
        std::fs::create_dir(&folder).unwrap();
        for program in std::env::split_paths(&self.path).flat_map(std::fs::read_dir) {
            for program in program.flatten().filter(|p| p.file_name() != missing) {
                // The first one on the PATH is the one that counts.
                let _ =
                    std::os::unix::fs::symlink(program.path(), folder.join(program.file_name()));
            }
        }
        folder
    }

    /// Starts Zellij and waits until it has drawn its first pane.
    pub fn open(self) -> Terminal {
        self.write_configuration();
        Terminal::open(self)
    }

    fn write_configuration(&self) {
        let plugin = std::fs::read_to_string(Path::new(REPOSITORY).join("plugin.kdl")).unwrap();
        let place = "file:~/.config/zellij/plugins/org.wasm";
        let mut config = replaced(&plugin, place, &format!("file:{}", wasm()));
        for (key, value) in &self.options {
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            let line = format!("{key} \"{value}\"");
            let mut lines = config.lines().map(str::trim);
            let old = lines.rfind(|line| line.starts_with(&format!("{key} \"")));
            config = match old.map(str::to_owned) {
                Some(old) => replaced(&config, &old, &line),
                None => replaced(
                    &config,
                    "refresh_interval ",
                    &format!("{line}\n        refresh_interval "),
                ),
            };
        }
        if let Some(own) = self.keybinds {
            let own = format!("keybinds clear-defaults=true {{\n{own}");
            config = replaced(&config, "keybinds {", &own);
        }
        config.push_str(&self.zellij_options);
        let home = self.server.home();
        write(&home.join(".config/zellij/config.kdl"), &config);
        if self.granted {
            let names = [
                "RunCommands",
                "ReadApplicationState",
                "ChangeApplicationState",
                "ReadCliPipes",
            ];
            let lines = names.map(|name| format!("    {name}\n")).concat();
            let permissions = format!("\"{}\" {{\n{lines}}}\n", wasm());
            let cache = home.join(".cache/zellij");
            write(&cache.join("permissions.kdl"), &permissions);
            // What org leaves when its user has said yes.
            let mark = format!("file:{}/plugin_cache/granted", wasm());
            let lines = names.map(|name| format!("{name}\n")).concat();
            write(&cache.join(mark), &lines);
        }
    }
}

/// The plugin: `ORG_WASM`, else built once.
pub fn wasm() -> &'static str {
    static PLUGIN: OnceLock<String> = OnceLock::new();
    PLUGIN.get_or_init(|| {
        let plugin = std::env::var("ORG_WASM").unwrap_or_else(|_| build());
        assert!(
            Path::new(&plugin).is_file(),
            "there is no plugin at {plugin}"
        );
        plugin
    })
}

fn build() -> String {
    // target/debug/deps/zellij-…
    let exe = std::env::current_exe().unwrap();
    let target = exe.ancestors().nth(3).unwrap();
    let output = Command::new(env!("CARGO"))
        .args(["build", "--release", "--target", "wasm32-wasip1"])
        .args(["-p", "org", "--bin", "org", "--target-dir"])
        .arg(target)
        .current_dir(REPOSITORY)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "org.wasm does not build:\n{complaint}"
    );
    let plugin = target.join("wasm32-wasip1/release/org.wasm");
    plugin.to_str().unwrap().to_owned()
}

/// The program: `ORG_ZELLIJ`, else what the PATH has.
pub fn zellij() -> &'static str {
    static PROGRAM: OnceLock<String> = OnceLock::new();
    PROGRAM.get_or_init(|| std::env::var("ORG_ZELLIJ").unwrap_or_else(|_| found("zellij")))
}

/// A program's path, so that a test can take it off the PATH of others.
pub fn found(program: &str) -> String {
    let folders = std::env::var("PATH").unwrap();
    let mut places = std::env::split_paths(&folders).map(|folder| folder.join(program));
    let place = places.find(|place| place.is_file());
    let place = place
        .unwrap_or_else(|| panic!("{program} is not on the PATH: `cargo xtask test` installs it"));
    place.to_str().unwrap().to_owned()
}

fn replaced(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "{old} in\n{text}");
    text.replace(old, new)
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}
