//! One look at a worker: the facts of its pane and its agent's screen, in the
//! form in which every step of a delivery reports them.

use crate::agent::hooks::Report;
use crate::agent::profile::{Profile, Signs};
use crate::agent::{Screen, hooks};
use crate::tmux::guard::FACTS;
use crate::tmux::{Output, capture};

/// What a step of a delivery reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::operation) struct Step {
    /// What the step did: `claimed`, `pasted`, …
    pub word: String,
    /// The facts of the pane, as [`FACTS`] prints them.
    pub facts: String,
    /// What the agent shows.
    pub sight: Sight,
}

/// What an agent shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::operation) struct Sight {
    /// Its screen.
    pub screen: Screen,
    /// Whether it says by hook or title that a question is open.
    pub asks: bool,
    /// What its hooks have said last.
    pub report: Option<Report>,
    /// Whether it has ever been ready.
    pub ready: bool,
    /// How many prompts its hook has counted; nothing where a loaded tmux has
    /// cut the answer short.
    pub prompts: Option<u64>,
}

impl Sight {
    /// Whether the agent's hooks are at work.
    pub(in crate::operation) fn has_hooks(&self) -> bool {
        self.report.is_some_and(|report| report != Report::Starting)
    }
}

/// "1 or nothing": the agent's hook or title says that a question is open.
pub(super) fn asks(profile: &Profile) -> String {
    let waiting = format!("#{{==:#{{{}}},{}}}", hooks::STATE, Report::Waiting.word());
    any(std::iter::once(waiting).chain(titles(profile.asking_titles)))
}

/// "1 or nothing": the agent's title is one that it sets once it is ready.
fn ready(profile: &Profile) -> String {
    any(titles(profile.ready_titles))
}

fn titles(patterns: &'static [&'static str]) -> impl Iterator<Item = String> {
    patterns
        .iter()
        .map(|pattern| format!("#{{m:{pattern},#{{pane_title}}}}"))
}

fn any(conditions: impl Iterator<Item = String>) -> String {
    let or = |all: String, one: String| match all.as_str() {
        "" => one,
        _ => format!("#{{||:{all},{one}}}"),
    };
    match conditions.fold(String::new(), or).as_str() {
        "" => String::new(),
        all => format!("#{{?{all},1,}}"),
    }
}

/// The commands that report: a line of facts behind a word, then the screen.
pub(super) fn report(profile: &Profile, pane: &str, word: &str) -> [String; 2] {
    [facts(profile, pane, word), capture(pane)]
}

/// The line of facts. They are digits, flags and claims of ours, whatever a
/// program has put into an option or its title.
pub(super) fn facts(profile: &Profile, pane: &str, word: &str) -> String {
    let (asks, ready, report) = (asks(profile), ready(profile), Report::format());
    let prompts = hooks::PROMPTS;
    format!(
        "display-message -p -t {pane} 'org1 {word} {FACTS}|{asks}|{report}|{ready}|#{{e|+:#{{{prompts}}},0}}'"
    )
}

/// The screen with its styles: a placeholder in the box is dim.
pub(super) fn capture(pane: &str) -> String {
    capture::screen(pane)
}

/// Reads what a step printed; nothing when it is not of the form.
pub(in crate::operation) fn read(signs: Option<&Signs>, output: &Output) -> Option<Step> {
    let answer = output.text();
    let (line, captured) = answer.split_once('\n').unwrap_or((&answer, ""));
    let (word, rest) = line.strip_prefix("org1 ")?.split_once(' ')?;
    let mut fields = rest.split('|');
    let (facts, asks, report) = (fields.next()?, fields.next()?, fields.next()?);
    let (ready, prompts) = (fields.next()?, fields.next()?);
    let screen = match signs {
        Some(signs) => Screen::read(signs, captured),
        None => Screen::Other,
    };
    let report = Report::read(report);
    Some(Step {
        word: word.to_owned(),
        facts: facts.to_owned(),
        sight: Sight {
            screen,
            asks: asks == "1",
            report,
            ready: ready == "1" || report.is_some_and(|r| r != Report::Starting),
            prompts: prompts.parse().ok(),
        },
    })
}
