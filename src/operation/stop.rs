//! Stops a living worker and everything it started.

use serde::Serialize;

use crate::error::Error;
use crate::operation::{Operation, Progress, Step};
use crate::time::{Millis, Moment};
use crate::tmux::guard::{FACTS, Guard};
use crate::tmux::quote::branch;
use crate::tmux::server::command;
use crate::tmux::{Output, PaneId, Target, Tmux};

/// Closes the pane with the guarded command in `$2…`, then ends what is left
/// of the process tree of `$1` after two seconds.
///
/// Closing the pane hangs up on the worker, which some agents ignore. The
/// tree is the session of the pane's process (its id is the process id) and
/// the descendants that left it; descendants are taken down beforehand, with
/// their start times, since they lose their parent with it and numbers are
/// used again. `sid` is unknown to macOS's `ps`, where process groups serve.
const SCRIPT: &str = r#"leader=$1; shift
table() { ps -A -o pid= -o ppid= -o sid= 2>/dev/null || ps -A -o pid= -o ppid= -o pgid= 2>/dev/null || ps -o pid,ppid,sid; }
members() { table | awk -v leader="$leader" '
  { parent[$1] = $2; if ($3 == leader || $1 == leader) member[$1] = 1 }
  END {
    do { grown = 0
      for (p in parent) if (!(p in member) && (parent[p] in member)) { member[p] = 1; grown = 1 }
    } while (grown)
    for (p in member) print p
  }'; }
stamp() { ps -o lstart= -p "$1" 2>/dev/null; }
alive() { case $(ps -o stat= -p "$1" 2>/dev/null) in ''|Z*) return 1 ;; esac; }
tree=
for p in $(members); do tree="$tree$p $(stamp "$p" | tr -s ' ' '_')
"; done
answer=$("$@") || exit
printf '%s\n' "$answer"
case $answer in *'org1 stopped '*) ;; *) exit 0 ;; esac
left() {
  printf '%s' "$tree" | while read -r p s; do
    alive "$p" && [ "$(stamp "$p" | tr -s ' ' '_')" = "$s" ] && echo "$p"
  done
  members | while read -r p; do alive "$p" && echo "$p"; done
}
n=0
while [ -n "$(left)" ] && [ "$n" -lt 20 ]; do sleep 0.1; n=$((n+1)); done
for p in $(left | sort -u); do kill -KILL "$p" 2>/dev/null && echo "org1 killed $p"; done
exit 0
"#;

/// A worker that was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// Its pane, gone now.
    pub pane: PaneId,
    /// How many of its processes had to be killed after the grace of two
    /// seconds.
    pub killed: usize,
}

/// Stops this worker, if it lives. `pid` is the process of its pane.
#[must_use]
pub fn stop_worker(tmux: &Tmux, target: Target, pid: u32) -> Stop {
    Stop {
        tmux: tmux.clone(),
        target,
        pid,
    }
}

/// A stop under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    tmux: Tmux,
    target: Target,
    pid: u32,
}

impl Operation for Stop {
    type Output = Stopped;

    fn advance(&mut self, _now: Moment, progress: Progress<'_>) -> Step<Stopped> {
        match progress {
            Progress::Finished(output) => Step::Done(self.stopped(output)),
            Progress::Begun | Progress::Woken => {
                let pid = self.pid.to_string();
                let mut argv = ["/bin/sh", "-c", SCRIPT, "org", &pid]
                    .map(str::to_owned)
                    .to_vec();
                argv.extend(self.tmux.invocation(&[self.removal()]));
                Step::Run(argv)
            }
        }
    }

    fn doing(&self) -> String {
        format!("stop worker {}", self.target.pane)
    }

    fn deadline(&self) -> Millis {
        Millis(20_000)
    }
}

impl Stop {
    fn removal(&self) -> Vec<String> {
        let pane = self.target.pane;
        let kill = branch(&[
            format!("display-message -p -t {pane} 'org1 stopped #{{pane_id}}'"),
            format!("kill-pane -t {pane}"),
        ]);
        let kept = format!("display-message -p -t {pane} 'org1 kept {FACTS}'");
        let same_process = format!(
            "#{{&&:{},#{{==:#{{pane_pid}},{}}}}}",
            Guard::alive(&self.target).condition(),
            self.pid
        );
        command([
            "if-shell",
            "-F",
            "-t",
            &pane.to_string(),
            &same_process,
            &kill,
            &kept,
        ])
    }

    fn stopped(&self, output: &Output) -> Result<Stopped, Error> {
        let pane = self.target.pane;
        if output.means_no_server() {
            return Err(Error::Gone { pane });
        }
        if !output.success() {
            return Err(output.failure(&self.doing()));
        }
        let answer = output.text();
        if answer
            .lines()
            .any(|line| line == format!("org1 stopped {pane}"))
        {
            let killed = answer
                .lines()
                .filter(|line| line.starts_with("org1 killed "))
                .count();
            return Ok(Stopped { pane, killed });
        }
        let facts = answer
            .lines()
            .find_map(|line| line.strip_prefix("org1 kept "));
        Err(facts
            .and_then(|facts| Guard::alive(&self.target).refusal(facts))
            .map(|refusal| refusal.into_error(pane))
            .unwrap_or_else(|| output.nonsense(&self.doing())))
    }
}
