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
/// used again. `sid` is unknown to macOS's `ps`, where process groups serve,
/// and `lstart` to that of busybox, where the number alone has to do. One `ps`
/// tells all of it each time: with one for each process many survivors take
/// half a minute.
const SCRIPT: &str = r#"leader=$1; shift
table() {
  ps -A -o pid= -o ppid= -o sid= -o stat= -o lstart= 2>/dev/null ||
  ps -A -o pid= -o ppid= -o pgid= -o stat= -o lstart= 2>/dev/null ||
  ps -o pid,ppid,sid,stat 2>/dev/null
}
living() { table | awk -v leader="$leader" -v born="$born" -v tree="$tree" '
  BEGIN { n = split(tree, was, " "); for (i = 1; i <= n; i++) known[was[i]] = 1 }
  $1 ~ /^[0-9]+$/ {
    name = $1 "/"
    for (i = 5; i <= NF; i++) name = name "_" $i
    names[$1] = name; parent[$1] = $2; group[$1] = $3
    if ($4 !~ /^Z/) lives[$1] = 1
  }
  END {
    another = born != "" && (leader in names) && names[leader] != born
    for (p in names)
      if (names[p] in known || (!another && (p == leader || group[p] == leader))) member[p] = 1
    do { grown = 0
      for (p in parent) if (!(p in member) && (parent[p] in member)) { member[p] = 1; grown = 1 }
    } while (grown)
    for (p in member) if (p in lives) print names[p]
  }'; }
born=
tree=
tree=$(living | tr '\n' ' ')
for p in $tree; do case $p in "$leader/"*) born=$p ;; esac; done
answer=$("$@")
status=$?
printf '%s\n' "$answer"
case $answer in *'org1 stopped '*) ;; *) exit "$status" ;; esac
[ -n "$tree" ] || { echo 'org1 blind'; exit 0; }
end=$(($(date +%s) + 3))
while left=$(living) && [ -n "$left" ] && [ "$(date +%s)" -lt "$end" ]; do sleep 0.1; done
for p in $left; do kill -KILL "${p%%/*}" 2>/dev/null && echo "org1 killed ${p%%/*}"; done
exit 0
"#;

/// A worker that was stopped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stopped {
    /// Its pane, gone now.
    pub pane: PaneId,
    /// How many of its processes had to be killed after the grace of two
    /// seconds; none where there is no `ps` to see what is left.
    pub killed: Option<usize>,
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
                .filter(|line| line.starts_with("org1 killed "));
            let blind = answer.lines().any(|line| line == "org1 blind");
            let killed = (!blind).then(|| killed.count());
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
