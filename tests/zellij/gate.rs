//! A tmux that stands still before one command of a request, so that something
//! can change at exactly that moment. What then answers is the real tmux.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use crate::zellij::first_run::script;
use crate::zellij::setup::{Setup, found};
use crate::zellij::terminal::Terminal;

/// The gate before the tmux of one Zellij; open, unless somebody waits at it.
pub struct Gate {
    folder: PathBuf,
}

impl Gate {
    /// Builds one on the way of a Zellij that is not started yet.
    pub fn before(setup: Setup) -> (Setup, Self) {
        let programs = setup.folder_without_tmux();
        let folder = setup.folder().join("gate");
        std::fs::create_dir(&folder).unwrap();
        let made = Command::new("mkfifo").arg(folder.join("opens")).status();
        assert!(made.unwrap().success());
        let line = format!(
            "gate='{}'\n\
             words=$(cat \"$gate/closed\" 2>/dev/null) && case $* in *\"$words\"*)\n\
             mv \"$gate/closed\" \"$gate/reached\" 2>/dev/null && read -r _ <\"$gate/opens\"\n\
             esac\nexec '{}' \"$@\"",
            folder.display(),
            found("tmux")
        );
        script(&programs.join("tmux"), &line);
        (setup.path(programs.to_str().unwrap()), Self { folder })
    }

    /// Makes a request and does something right before its command with these
    /// words in it; the request's answer.
    pub fn meanwhile(
        &self,
        terminal: &Terminal,
        words: &str,
        request: &Value,
        act: impl FnOnce(),
    ) -> Value {
        let file = |name: &str| self.folder.join(name);
        std::fs::write(file("closing"), words).unwrap();
        std::fs::rename(file("closing"), file("closed")).unwrap();
        std::thread::scope(|scope| {
            let asked = scope.spawn(|| terminal.request(request));
            let what = format!("{request} has come to {words:?}");
            terminal.wait_until(&what, || file("reached").exists());
            act();
            std::fs::write(file("opens"), "\n").unwrap();
            std::fs::remove_file(file("reached")).unwrap();
            asked.join().unwrap()
        })
    }
}
