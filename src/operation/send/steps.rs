//! The invocations of a delivery. Each compares worker, server and claim with
//! what is meant in the same step in which it acts, and reports what it saw.

use super::parcel::Parcel;
use super::sight;
use crate::agent::hooks::{self, Report};
use crate::agent::profile::{Profile, Signs};
use crate::tmux::guard::Guard;
use crate::tmux::quote::{branch, single};
use crate::tmux::saved::Ticket;
use crate::tmux::server::command;
use crate::tmux::{Target, Tmux};

/// How long tmux waits after a paste or an Enter before it looks: agents draw
/// within a few hundredths of a second.
const DRAWS_AFTER: &str = "0.05";

/// Where a delivery goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::operation) struct Way {
    pub tmux: Tmux,
    pub target: Target,
    pub profile: Profile,
    /// Without it, where there is one, nothing is pasted.
    pub ticket: Option<Ticket>,
}

/// What a paste reports instead of its refusal where its ticket is not valid.
pub(super) const MOVED: &str = "moved";

impl Way {
    /// Whether there is a ticket, and it is known to be written: only then one
    /// that is not valid means that another panel has the prompt.
    pub(super) fn has_written_ticket(&self) -> bool {
        self.ticket.as_ref().is_some_and(|ticket| ticket.is_written)
    }

    /// The condition with that of the ticket.
    fn ticketed(&self, condition: String) -> String {
        match &self.ticket {
            Some(ticket) => format!("#{{&&:{condition},{}}}", ticket.condition()),
            None => condition,
        }
    }

    /// The word of a refusal; another one where it is the ticket's.
    fn refusal_word(&self, word: &str) -> String {
        match &self.ticket {
            Some(ticket) => format!("#{{?{},{word},{MOVED}}}", ticket.condition()),
            None => word.to_owned(),
        }
    }

    /// The command that uses the ticket up.
    fn punch(&self) -> Option<String> {
        self.ticket.as_ref().map(Ticket::punch)
    }

    fn pane(&self) -> String {
        self.target.pane.to_string()
    }

    /// `if-shell` on this worker: the commands where the condition holds, else
    /// a report of why it did not.
    fn guarded(&self, condition: &str, then: &[String], word: &str) -> Vec<String> {
        let pane = self.pane();
        let otherwise = branch(&sight::report(&self.profile, &pane, word));
        command([
            "if-shell",
            "-F",
            "-t",
            &pane,
            condition,
            &branch(then),
            &otherwise,
        ])
    }

    /// Looks and changes nothing.
    pub(in crate::operation) fn look(&self) -> Vec<String> {
        let condition = Guard::identity(&self.target).condition();
        let seen = sight::report(&self.profile, &self.pane(), "seen");
        let guarded = self.guarded(&condition, &seen, "refused");
        self.tmux.invocation(&[guarded])
    }

    /// The command of such a look, to go along with others: it never fails.
    pub(in crate::operation) fn glance(&self) -> Vec<String> {
        let pane = self.pane();
        let condition = Guard::identity(&self.target).condition();
        let seen = sight::report(&self.profile, &pane, "seen");
        let refused = sight::facts(&self.profile, &pane, "refused");
        command([
            "if-shell",
            "-F",
            "-t",
            &pane,
            &condition,
            &branch(&seen),
            &refused,
        ])
    }

    /// Claims the pane where `expected` stands, and looks; names what other
    /// senders have left behind.
    pub(super) fn claim(
        &self,
        expected: &str,
        parcel: &Parcel,
        left_behind: Vec<String>,
    ) -> Vec<String> {
        let pane = self.pane();
        let mut then = vec![format!(
            "set-option -p -t {pane} @org_busy {}",
            parcel.claim()
        )];
        then.extend(sight::report(&self.profile, &pane, "claimed"));
        let condition = Guard::sendable(&self.target, expected).condition();
        let guarded = self.guarded(&condition, &then, "refused");
        self.tmux.invocation(&[guarded, left_behind])
    }

    /// Takes off the pane what stands where a claim should and is none.
    pub(super) fn clear_foreign_claim(&self) -> Vec<String> {
        let pane = self.pane();
        let ours = "#{m/r:^[a-zA-Z0-9-]+[.][0-9]+[.][a-zA-Z0-9-]+$,#{@org_busy}}";
        let identity = Guard::identity(&self.target).condition();
        let condition = format!("#{{&&:{identity},#{{?{ours},0,1}}}}");
        let then = [
            format!("set-option -pu -t {pane} @org_busy"),
            sight::facts(&self.profile, &pane, "seen"),
        ];
        let guarded = self.guarded(&condition, &then, "refused");
        self.tmux.invocation(&[guarded])
    }

    /// Puts the text into the box, unless a question is open.
    pub(super) fn paste(&self, parcel: &Parcel) -> Vec<String> {
        let (pane, buffer) = (self.pane(), parcel.buffer());
        let mut then = vec![
            // In any mode the bracketed-paste wrapping is silently dropped.
            format!("copy-mode -q -t {pane}"),
            format!("paste-buffer -p -r -b {buffer} -t {pane}"),
        ];
        then.extend(self.punch());
        then.extend([
            sight::facts(&self.profile, &pane, "pasted"),
            format!("run-shell -d {DRAWS_AFTER}"),
            sight::capture(&pane),
        ]);
        let condition = self.holding(parcel, &format!("#{{?{},0,1}}", self.asks()));
        let condition = self.ticketed(condition);
        let mut commands: Vec<Vec<String>> = parcel.inline().into_iter().collect();
        commands.push(self.guarded(&condition, &then, &self.refusal_word("held")));
        self.tmux.invocation(&commands)
    }

    /// Presses Enter, but not while a question is open: by the agent's own
    /// word, and by the screen as tmux has it in this very step. `by_screen`
    /// can be left out for an agent that has said that it asks nothing: a
    /// numbered prompt looks like an answer.
    pub(super) fn enter(&self, before: &str, parcel: &Parcel, by_screen: bool) -> Vec<String> {
        let pane = self.pane();
        let mut then = self.press(parcel);
        then.extend([
            format!("set-option -p -t {pane} @org_busy {}", parcel.claim()),
            sight::facts(&self.profile, &pane, "entered"),
            format!("run-shell -d {DRAWS_AFTER}"),
            sight::capture(&pane),
        ]);
        let mut no_question = format!("#{{?{},0,1}}", self.asks());
        if let Some(signs) = self.profile.screen.filter(|_| by_screen) {
            no_question = format!("#{{&&:{no_question},#{{?{},0,1}}}}", shown(&signs));
        }
        let sendable = Guard::sendable(&self.target, before).condition();
        let condition = format!("#{{&&:{sendable},{no_question}}}");
        let guarded = self.guarded(&condition, &then, "held");
        self.tmux.invocation(&[guarded])
    }

    /// Leaves the box's shell mode, with a key: tmux 3.7 and newer paste no
    /// Escape. A key goes to synchronised panes too, so not there.
    pub(super) fn leave_shell_mode(&self, parcel: &Parcel) -> Vec<String> {
        let pane = self.pane();
        let then = [
            format!("copy-mode -q -t {pane}"),
            format!("send-keys -t {pane} Escape"),
            sight::facts(&self.profile, &pane, "left"),
            "run-shell -d 0.15".to_owned(),
            sight::capture(&pane),
        ];
        let free = format!(
            "#{{&&:#{{?{},0,1}},#{{?pane_synchronized,0,1}}}}",
            self.asks()
        );
        let condition = self.holding(parcel, &free);
        let guarded = self.guarded(&condition, &then, "held");
        self.tmux.invocation(&[guarded])
    }

    /// Corrects what the agent says of itself, where a longer look has shown
    /// it to be wrong: Escape runs no hook. Not if it has said something else
    /// meanwhile.
    pub(in crate::operation) fn correct(&self, said: Report, seen: Report) -> Vec<String> {
        let pane = self.pane();
        let (state, since) = (hooks::STATE, hooks::SINCE);
        let mut then = vec![
            format!("set-option -p -t {pane} {state} {}", seen.word()),
            format!("set-option -p -F -t {pane} {since} '{}'", hooks::NOW),
        ];
        then.extend(sight::report(&self.profile, &pane, "seen"));
        let identity = Guard::identity(&self.target).condition();
        let same = format!("#{{==:#{{{state}}},{}}}", said.word());
        let condition = format!("#{{&&:{identity},{same}}}");
        let guarded = self.guarded(&condition, &then, "seen");
        self.tmux.invocation(&[guarded])
    }

    /// Gives the pane and the buffers back. The buffer's own end comes last,
    /// since a command that fails takes the rest of the list along.
    pub(super) fn release(&self, parcel: &Parcel, mut deletions: Vec<Vec<String>>) -> Vec<String> {
        let pane = self.pane();
        let unset = format!("set-option -pu -t {pane} @org_busy");
        let condition = Guard::held(&self.target, &parcel.claim()).condition();
        let mut commands = vec![command(["if-shell", "-F", "-t", &pane, &condition, &unset])];
        commands.push(command(["delete-buffer", "-b", &parcel.buffer()]));
        commands.append(&mut deletions);
        self.tmux.invocation(&commands)
    }

    /// Prints the text that an earlier sender has left.
    pub(super) fn read_buffer(&self, parcel: &Parcel) -> Vec<String> {
        let read = command(["show-buffer", "-b", &parcel.buffer()]);
        self.tmux.invocation(&[read])
    }

    /// The commands that press Enter, as a pasted carriage return: keys would
    /// be swallowed in a mode and go to synchronised panes too. Its buffer is
    /// made when it is needed: a sender that is killed before leaves none.
    fn press(&self, parcel: &Parcel) -> Vec<String> {
        let (pane, buffer) = (self.pane(), parcel.enter_buffer());
        vec![
            format!("copy-mode -q -t {pane}"),
            format!(r#"set-buffer -b {buffer} -- "\r""#),
            format!("paste-buffer -r -d -b {buffer} -t {pane}"),
        ]
    }

    fn asks(&self) -> String {
        match sight::asks(&self.profile).as_str() {
            "" => "0".into(),
            asks => asks.into(),
        }
    }

    fn holding(&self, parcel: &Parcel, besides: &str) -> String {
        let claim = parcel.claim();
        let sendable = Guard::sendable(&self.target, &claim).condition();
        format!("#{{&&:{sendable},{besides}}}")
    }
}

/// The one invocation for a program whose screen is not known.
impl Way {
    /// Text, a pause, Enter, and the claim for as long as that takes.
    /// Names what other senders have left behind.
    pub(super) fn deliver(&self, parcel: &Parcel, left_behind: Vec<String>) -> Vec<String> {
        let (pane, claim) = (self.pane(), parcel.claim());
        let mut enter = self.press(parcel);
        enter.push(format!("set-option -pu -t {pane} @org_busy"));
        enter.push(sight::facts(&self.profile, &pane, "delivered"));
        let enter = branch(&enter);
        let lost = sight::facts(&self.profile, &pane, "lost");
        let free = format!("#{{?{},0,1}}", self.asks());
        let mut then = vec![
            format!("set-option -p -t {pane} @org_busy {claim}"),
            format!("copy-mode -q -t {pane}"),
            format!("paste-buffer -p -r -d -b {} -t {pane}", parcel.buffer()),
        ];
        then.extend(self.punch());
        then.extend([
            "run-shell -d 0.5".to_owned(),
            format!(
                "if-shell -F -t {pane} {} {} {}",
                single(&self.holding(parcel, &free)),
                single(&enter),
                single(&lost)
            ),
        ]);
        let mut besides = free.clone();
        if self.profile.announces {
            besides = format!("#{{&&:{free},#{{?{},0,1}}}}", self.unready());
        }
        let sendable = Guard::sendable(&self.target, "").condition();
        let condition = self.ticketed(format!("#{{&&:{sendable},{besides}}}"));
        let refuse = [
            format!("delete-buffer -b {}", parcel.buffer()),
            format!(
                "display-message -p -t {pane} 'org1 unready #{{?{},1,}}'",
                self.unready()
            ),
            sight::facts(&self.profile, &pane, &self.refusal_word("refused")),
        ];
        let mut commands: Vec<Vec<String>> = parcel.inline().into_iter().collect();
        commands.push(command([
            "if-shell",
            "-F",
            "-t",
            &pane,
            &condition,
            &branch(&then),
            &branch(&refuse),
        ]));
        commands.push(left_behind);
        self.tmux.invocation(&commands)
    }

    /// Ends what a sender that is no more has begun: its text stands in the
    /// program's input, and only the Enter is missing.
    pub(super) fn finish(&self, left: &str, parcel: &Parcel) -> Vec<String> {
        let pane = self.pane();
        let mut then = self.press(parcel);
        then.push(format!("set-option -pu -t {pane} @org_busy"));
        then.push(sight::facts(&self.profile, &pane, "finished"));
        let free = format!("#{{?{},0,1}}", self.asks());
        let sendable = Guard::sendable(&self.target, left).condition();
        let condition = format!("#{{&&:{sendable},{free}}}");
        let refuse = sight::facts(&self.profile, &pane, "refused");
        self.tmux.invocation(&[command([
            "if-shell",
            "-F",
            "-t",
            &pane,
            &condition,
            &branch(&then),
            &refuse,
        ])])
    }

    /// Takes a claim away and leaves everything else as it is; reports what
    /// stood there.
    pub(super) fn disown(&self, claim: &str) -> Vec<String> {
        let pane = self.pane();
        let then = branch(&[
            sight::facts(&self.profile, &pane, "left"),
            format!("set-option -pu -t {pane} @org_busy"),
        ]);
        let otherwise = sight::facts(&self.profile, &pane, "refused");
        let condition = Guard::held(&self.target, claim).condition();
        self.tmux.invocation(&[command([
            "if-shell", "-F", "-t", &pane, &condition, &then, &otherwise,
        ])])
    }

    /// "1 or 0": an agent that is known to draw and to turn bracketed paste
    /// on has not done so yet. tmux tells of the latter from 3.7 on.
    fn unready(&self) -> String {
        "#{||:#{==:#{bracket_paste_flag},0},#{==:#{C/r:[^ ]},0}}".into()
    }
}

/// "1 or 0": the screen shows a chosen option and the words of a question.
fn shown(signs: &Signs) -> String {
    let words = signs
        .dialog_words
        .iter()
        .map(|word| format!("#{{C:{word}}}"));
    let mut any = String::from("0");
    for word in words {
        any = format!("#{{||:{word},{any}}}");
    }
    format!("#{{&&:#{{C/r:{}}},{any}}}", signs.dialog_option)
}
