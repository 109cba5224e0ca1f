//! The format expressions that decide inside tmux whether a directory is free.
//!
//! tmux's own pitfalls shape them: the truth of `if-shell -F` is "the first
//! character is not 0", so conditions are "1 or nothing"; loops concatenate;
//! a literal in `#{?1,…}` is "not found" and false, so constant truth is
//! `#{?pid,…}`; from 3.7 an expansion that takes over 100 ms yields nothing,
//! so "free" must be the answer that needs an expansion to succeed.

use crate::directory::Key;
use crate::nonce::Nonce;
use crate::tmux::SessionName;

/// The expressions for one start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occupancy<'a> {
    /// The directory's key.
    pub key: &'a Key,
    /// The session of the workers.
    pub session: &'a SessionName,
    /// Names the server options that hold directory and program for the
    /// duration of the invocation.
    pub nonce: &'a Nonce,
    /// Whether the program may run under its version as its name, like the
    /// native Claude Code on macOS.
    pub by_version: bool,
}

impl Occupancy<'_> {
    /// The server option that holds the directory. Its value is compared as
    /// it is: tmux does not expand the value of an option, while text inside
    /// a format would be.
    #[must_use]
    pub fn directory_option(&self) -> String {
        format!("@org_dir_{}", self.nonce)
    }

    /// The server option that holds the program's file name.
    #[must_use]
    pub fn program_option(&self) -> String {
        format!("@org_prog_{}", self.nonce)
    }

    /// "1 or nothing": the pane is org's worker for this directory. The
    /// second half sees it in the instant before its options are set, which a
    /// user's blocking `after-new-window` hook can make long.
    fn ours(&self) -> String {
        let key = self.key.as_str();
        format!("#{{||:#{{==:#{{@org_key}},{key}}},#{{m:*org:{key}:*,#{{pane_start_command}}}}}}")
    }

    /// "1 or nothing": this very start has made the pane, whatever a user's
    /// hooks have done to its window since.
    #[must_use]
    pub fn made_here(&self) -> String {
        format!("#{{m:*:{} *,#{{pane_start_command}}}}", self.nonce)
    }

    /// The pane was made by someone else, counts as a worker, and is in this
    /// directory: any window of the session, or the worker's program in
    /// another session.
    ///
    /// A pane that has just been made is still where the server is: its
    /// current path was wrong in up to 41 of 150 looks at that instant (tmux
    /// 3.3a, 3.5a, 3.8), the path it was started in never. The latter counts
    /// in the session alone: elsewhere a program runs in a shell that has
    /// long left it. tmux 3.2 does not know it.
    fn stranger(&self) -> String {
        let directory = self.directory_option();
        let here = format!("#{{==:#{{pane_current_path}},#{{{directory}}}}}");
        let started_here = format!("#{{==:#{{pane_start_path}},#{{{directory}}}}}");
        let unmarked = "#{?#{@org_key}#{@org_window},0,1}";
        let in_session = format!(
            "#{{&&:#{{==:#{{session_name}},{}}},#{{||:{here},{started_here}}}}}",
            self.session.as_str()
        );
        let program = self.program_option();
        let mut named = format!("#{{==:#{{pane_current_command}},#{{{program}}}}}");
        if self.by_version {
            let version = "#{m/r:^[0-9.]+$,#{pane_current_command}}";
            named = format!("#{{||:{named},{version}}}");
        }
        let program = format!("#{{&&:{named},{here}}}");
        format!("#{{&&:{unmarked},#{{||:{in_session},{program}}}}}")
    }

    /// The pane occupies the directory.
    fn taken(&self) -> String {
        format!("#{{||:{},{}}}", self.ours(), self.stranger())
    }

    /// "1 or nothing": no pane of the server occupies the directory.
    #[must_use]
    pub fn free(&self) -> String {
        format!(
            "#{{?#{{S:#{{W:#{{P:#{{?{},1,}}}}}}}},,#{{?pid,1,}}}}",
            self.taken()
        )
    }

    /// "1 or nothing": the session exists.
    fn has_session(&self) -> String {
        format!(
            "#{{S:#{{?#{{==:#{{session_name}},{}}},1,}}}}",
            self.session.as_str()
        )
    }

    /// Free, and the session must be created.
    #[must_use]
    pub fn free_without_session(&self) -> String {
        format!("#{{?{},,{}}}", self.has_session(), self.free())
    }

    /// Free, and the session is there.
    #[must_use]
    pub fn free_with_session(&self) -> String {
        format!("#{{?{},{},}}", self.has_session(), self.free())
    }

    /// One record `org1 %N nonce dead pid start|` per pane that occupies the
    /// directory. The nonce is empty for a stranger's pane, and a dash for one
    /// that this start has made and could not mark.
    #[must_use]
    pub fn report(&self) -> String {
        let made_here = self.made_here();
        let nonce = format!("#{{?@org_nonce,#{{@org_nonce}},#{{?{made_here},-,}}}}");
        let record = format!("org1 #{{pane_id}} {nonce} #{{pane_dead}} #{{pid}} #{{start_time}}|");
        format!("#{{S:#{{W:#{{P:#{{?{},{record},}}}}}}}}", self.taken())
    }
}
