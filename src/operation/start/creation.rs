//! The one invocation that checks whether a directory is free, creates the
//! worker's window and reports who is there.

use super::Start;
use crate::agent::hooks::{self, Report};
use crate::directory::{Directory, Key};
use crate::text;
use crate::tmux::PaneId;
use crate::tmux::format::Occupancy;
use crate::tmux::guard::Guard;
use crate::tmux::quote::{branch, single};
use crate::tmux::server::{WINDOW_SIZE, command};

/// What the marking says when it is done.
pub(super) const MARKED: &str = "org1 marked";

impl Start {
    /// The invocation that reports who occupies the directory and changes
    /// nothing. Without a server nobody does.
    pub(super) fn report(&self, directory: &Directory) -> Vec<String> {
        let key = directory.key();
        let occupancy = self.occupancy(&key);
        let [by_directory, by_program] = [occupancy.directory_option(), occupancy.program_option()];
        let file_name = self.request.command.file_name();
        self.tmux.invocation(&[
            command(["set-option", "-g", &by_directory, directory.as_str()]),
            command(["set-option", "-g", &by_program, file_name]),
            command(["display-message", "-p", &occupancy.report()]),
            command(["set-option", "-gu", &by_directory]),
            command(["set-option", "-gu", &by_program]),
        ])
    }

    fn occupancy<'a>(&'a self, key: &'a Key) -> Occupancy<'a> {
        Occupancy {
            key,
            session: &self.tmux.session,
            nonce: &self.nonce,
            by_version: self.request.command.profile().programs.contains(&"claude"),
        }
    }

    /// The invocation that checks, creates and reports; `fills` bring the
    /// first prompt along.
    pub(super) fn creation(&self, directory: &Directory, fills: &[Vec<String>]) -> Vec<String> {
        let key = directory.key();
        let occupancy = self.occupancy(&key);
        let [by_directory, by_program] = [occupancy.directory_option(), occupancy.program_option()];
        let file_name = self.request.command.file_name();
        let mut commands = vec![
            command(["start-server"]),
            command(["set-option", "-g", &by_directory, directory.as_str()]),
            command(["set-option", "-g", &by_program, file_name]),
        ];
        if let Some(dead) = &self.replaces {
            let kill = format!("kill-pane -t {}", dead.pane);
            let pane = dead.pane.to_string();
            let condition = Guard::dead(dead).condition();
            commands.push(command(["if-shell", "-F", "-t", &pane, &condition, &kill]));
        }
        commands.extend_from_slice(fills);
        let session = self.new_session(directory);
        let window = self.new_window(directory);
        // A target that is not there makes tmux look at another window, and a
        // user's hook may have made another pane the active one.
        let is_new = occupancy.made_here();
        commands.extend([
            command([
                "if-shell",
                "-F",
                &occupancy.free_without_session(),
                &session,
            ]),
            command(["if-shell", "-F", &occupancy.free_with_session(), &window]),
            command([
                "if-shell",
                "-F",
                "-t",
                &self.new_target(),
                &is_new,
                &branch(&self.marks(directory, &format!("'{}'", self.new_target()))),
            ]),
            command(["display-message", "-p", &occupancy.report()]),
            command(["set-option", "-gu", &by_directory]),
            command(["set-option", "-gu", &by_program]),
        ]);
        if !fills.is_empty() {
            let unused = format!(
                "#{{?#{{S:#{{W:#{{P:#{{?{},1,}}}}}}}},,#{{?pid,1,}}}}",
                occupancy.made_here()
            );
            let delete = format!("delete-buffer -b {}", self.buffer());
            commands.push(command(["if-shell", "-F", &unused, &delete]));
        }
        self.tmux.invocation(&commands)
    }

    /// The worker's own words. It changes into its directory itself, because
    /// tmux expands the argument of `-c` as a format, and starts elsewhere
    /// without a word when it cannot. `org:KEY:NONCE` claims the directory in
    /// the very command that creates the pane.
    fn program(&self, directory: &Directory) -> String {
        const PLAIN: &str = r#"cd -- "$1" && shift && exec "$@""#;
        // The first prompt comes in a buffer: as an argument here it would
        // have to survive tmux's parser and its limit on a message. What a
        // panel that died left incomplete ends the worker, visibly. The dot
        // keeps the newlines at its end, which `$(…)` would take off.
        const WITH_PROMPT: &str = concat!(
            r#"cd -- "$1" || exit; b=$2; shift 2; n=0; "#,
            r#"until p=$(tmux -u show-buffer -b "$b" 2>/dev/null && echo .); do n=$((n+1)); "#,
            r#"[ "$n" -le 100 ] || { echo "org: the first prompt did not arrive; start again"; exit 1; }; "#,
            r#"sleep 0.1; done; tmux delete-buffer -b "$b"; exec "$@" "${p%.}""#,
        );
        let mut words = vec!["/bin/sh".to_owned(), "-c".to_owned()];
        let zeroth = format!("org:{}:{}", directory.key().as_str(), self.nonce);
        let mut agent = self.request.command.launched();
        if let Some(id) = &self.resumes {
            let resume = self.request.command.profile().resume;
            agent.extend(resume.iter().map(|w| (*w).to_owned()));
            // Any other agent would take it for a prompt.
            agent.extend((!resume.is_empty()).then(|| id.clone()));
        }
        if self.request.first_prompt.is_some() {
            words.extend([
                WITH_PROMPT.into(),
                zeroth,
                directory.as_str().into(),
                self.buffer(),
            ]);
            words.extend(agent);
            let before = self.request.command.profile().first_prompt;
            words.extend(before.into_iter().flatten().map(|w| (*w).to_owned()));
        } else {
            words.extend([PLAIN.into(), zeroth, directory.as_str().into()]);
            words.extend(agent);
        }
        let quoted: Vec<String> = words.iter().map(|word| single(word)).collect();
        format!("-- {}", quoted.join(" "))
    }

    /// The window's name until all its marks are set: the only safe handle on
    /// a window made with `-d`.
    fn temporary_name(&self) -> String {
        format!("org-{}", self.nonce)
    }

    fn new_target(&self) -> String {
        format!("{}={}", self.tmux.session.target(), self.temporary_name())
    }

    fn new_session(&self, directory: &Directory) -> String {
        let session = &self.tmux.session;
        let (columns, rows) = WINDOW_SIZE;
        branch(&[
            format!(
                "new-session -d -s {} -n {} -x {columns} -y {rows} {}",
                session.as_str(),
                self.temporary_name(),
                self.program(directory)
            ),
            // With a user's `destroy-unattached on` the session would be gone
            // before anyone sees it.
            format!(
                "set-option -t '{}' destroy-unattached off",
                session.target()
            ),
            // With `exit-unattached on` the server would end with the last
            // client, and with it all workers.
            "set-option -s exit-unattached off".to_owned(),
        ])
    }

    fn new_window(&self, directory: &Directory) -> String {
        format!(
            "new-window -d -n {} -t '{}' {}",
            self.temporary_name(),
            self.tmux.session.target(),
            self.program(directory)
        )
    }

    /// The invocation that marks the pane by its number: a user's hook has
    /// split its window or named it otherwise before it was marked.
    pub(super) fn marking(&self, directory: &Directory, pane: PaneId) -> Vec<String> {
        let key = directory.key();
        let at = pane.to_string();
        let mut marks = self.marks(directory, &at);
        marks.push(format!("display-message -p -t {at} '{MARKED}'"));
        let is_new = self.occupancy(&key).made_here();
        let marks = branch(&marks);
        self.tmux
            .invocation(&[command(["if-shell", "-F", "-t", &at, &is_new, &marks])])
    }

    /// What is set on the new pane and window, which stand at this target; the
    /// final name last.
    ///
    /// Before 3.7 a window made with `-d` takes its size from whichever client
    /// looks at any session; tmux 3.2 takes the first one's from the client
    /// that makes it. `resize-window` makes the size one by hand, so that is
    /// taken back.
    fn marks(&self, directory: &Directory, at: &str) -> Vec<String> {
        // `set` is `set-option`: with the longest path every byte counts.
        let pane = |option: &str, value: &str| format!("set -p -t {at} {option} {value}");
        let window = |option: &str, value: &str| format!("set -w -t {at} {option} {value}");
        let (columns, rows) = WINDOW_SIZE;
        let mut marks = vec![
            pane("@org_key", directory.key().as_str()),
            pane("@org_dir", &text::hex(directory.as_str().as_bytes())),
            pane("@org_nonce", self.nonce.as_str()),
            pane("@org_command", &self.request.command.to_hex()),
            pane("remain-on-exit", "on"),
            window("@org_window", "1"),
            window("allow-rename", "off"),
        ];
        if self.request.command.reports() {
            marks.push(pane(hooks::STATE, Report::Starting.word()));
        }
        let (since, now) = (hooks::SINCE, hooks::NOW);
        marks.extend([
            format!("resize-window -t {at} -x {columns} -y {rows}"),
            format!("set -wu -t {at} window-size"),
            format!("set -p -F -t {at} {since} '{now}'"),
            // It also turns `automatic-rename` off.
            format!("rename-window -t {at} {}", single(&directory.window_name())),
        ]);
        marks
    }
}
