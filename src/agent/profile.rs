//! What org knows of each agent, as data: program names, how a first prompt
//! is passed, how its screen is read, which texts need care.
//!
//! Source: the programs themselves, run in tmux against a mock of their
//! service (Claude Code 2.1.197 and 2.1.330, Codex 0.169, Gemini 0.61,
//! OpenCode 1.18, aider 0.86). They change often; what the signs do not settle
//! is "unknown", never "sent".

/// One agent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Profile {
    /// File names of the program.
    pub programs: &'static [&'static str],
    /// The words that stand before a first prompt passed as an argument; none
    /// for an agent that takes its arguments for something else.
    pub first_prompt: Option<&'static [&'static str]>,
    /// The words that stand before the id of a conversation to go on with;
    /// none for an agent whose conversations org does not find.
    pub resume: &'static [&'static str],
    /// How its screen is read; none for an agent whose screen is not known.
    pub screen: Option<Signs>,
    /// Whether it takes Claude Code's hooks with `--settings`.
    pub hooks: bool,
    /// Whether it draws and turns bracketed paste on when it is ready. Of an
    /// unknown program that cannot be said.
    pub announces: bool,
    /// Titles that it sets while a question is open, as patterns of tmux's
    /// `m:` without a comma or brace.
    pub asking_titles: &'static [&'static str],
    /// Titles that it sets once it has been ready, in the same form.
    pub ready_titles: &'static [&'static str],
    /// A text that ends with `\` gets a blank: Enter would only begin a line.
    pub blank_after_backslash: bool,
    /// A text that ends with `@name` gets a blank: Enter would take a
    /// completion instead.
    pub blank_after_mention: bool,
    /// A text that starts with `/word` is a command of the agent's own.
    pub slash_commands: bool,
    /// It is a shell: no agent, or none any more. It would run every prompt.
    pub is_shell: bool,
}

/// The signs by which a screen is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signs {
    /// The character that rules are made of; the box stands between the two
    /// lowest ones.
    pub rule: char,
    /// How many of it make a rule.
    pub rule_length: usize,
    /// What the box's first line starts with when it takes a prompt.
    pub prompt: char,
    /// What it starts with when it takes a shell command.
    pub shell: char,
    /// Stands under the box while the agent works.
    pub working: &'static str,
    /// A dialog shows a chosen option, which this regular expression of tmux
    /// finds, …
    pub dialog_option: &'static str,
    /// … and one of these.
    pub dialog_words: &'static [&'static str],
    /// Before the number of lines in what stands in the box for a long paste.
    pub fold: &'static str,
}

const CLAUDE_CODE: Signs = Signs {
    rule: '─',
    rule_length: 20,
    prompt: '❯',
    shell: '!',
    working: "esc to interrupt",
    dialog_option: "^ *❯ [0-9]+[.] ",
    dialog_words: &["Esc to cancel", "Do you want to", "Enter to confirm"],
    fold: "[Pasted text #",
};

/// Any other program: text, half a second, Enter. Codex and Gemini run under
/// the name of their interpreter where a wrapper or a person has started them.
pub const GENERIC: Profile = Profile {
    asking_titles: ACTION_REQUIRED,
    ..NOTHING_KNOWN
};

/// What Codex and Gemini have in their title while a question is open.
const ACTION_REQUIRED: &[&str] = &["*Action Required*"];

/// Nothing but that it takes text.
const NOTHING_KNOWN: Profile = Profile {
    programs: &[],
    first_prompt: Some(&["--"]),
    resume: &[],
    screen: None,
    hooks: false,
    announces: false,
    asking_titles: &[],
    ready_titles: &[],
    blank_after_backslash: false,
    blank_after_mention: false,
    slash_commands: false,
    is_shell: false,
};

/// `--` first: without it a prompt that starts with `-` is taken for an
/// option and Claude Code exits with status 1. The titles are those of a box
/// that has been drawn: 2.1.330 always `✳`, 2.1.197 a spinner while working.
const CLAUDE: Profile = Profile {
    programs: &["claude", "stand-in"],
    resume: &["--resume"],
    screen: Some(CLAUDE_CODE),
    hooks: true,
    announces: true,
    ready_titles: &["✳*", "⠂*", "⠐*"],
    blank_after_backslash: true,
    slash_commands: true,
    ..NOTHING_KNOWN
};

const OTHERS: &[Profile] = &[
    Profile {
        programs: &["codex"],
        announces: true,
        asking_titles: ACTION_REQUIRED,
        blank_after_mention: true,
        slash_commands: true,
        ..NOTHING_KNOWN
    },
    Profile {
        programs: &["gemini"],
        first_prompt: Some(&["--prompt-interactive"]),
        announces: true,
        asking_titles: ACTION_REQUIRED,
        blank_after_backslash: true,
        blank_after_mention: true,
        slash_commands: true,
        ..NOTHING_KNOWN
    },
    Profile {
        programs: &["opencode"],
        first_prompt: Some(&["--prompt"]),
        announces: true,
        blank_after_mention: true,
        slash_commands: true,
        ..NOTHING_KNOWN
    },
    Profile {
        programs: &["aider"],
        // Its arguments are files to edit, and what is missing it creates;
        // with `--message` it ends after the answer.
        first_prompt: None,
        announces: true,
        slash_commands: true,
        ..NOTHING_KNOWN
    },
];

/// The shells that people have.
const SHELL: Profile = Profile {
    programs: &[
        "sh", "bash", "dash", "ash", "ksh", "zsh", "fish", "tcsh", "csh", "nu", "xonsh", "elvish",
        "pwsh",
    ],
    is_shell: true,
    ..NOTHING_KNOWN
};

/// Whether a program's name is three numbers: the native Claude Code is a file
/// named for its version, and macOS tells that name.
fn is_version(name: &str) -> bool {
    let mut parts = name.split('.');
    let number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    name.split('.').count() == 3 && parts.all(number)
}

/// What is known of the program with this file name.
#[must_use]
pub fn of_program(file_name: &str) -> Profile {
    // A login shell has a dash before its name.
    let file_name = file_name.trim_start_matches('-');
    if is_version(file_name) {
        return CLAUDE;
    }
    let known = [&CLAUDE, &SHELL].into_iter().chain(OTHERS);
    let mut matching = known.filter(|p| p.programs.contains(&file_name));
    matching.next().copied().unwrap_or(GENERIC)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_known_by_its_file_name() {
        for (name, known) in [
            ("claude", CLAUDE),
            ("2.1.330", CLAUDE),
            ("-zsh", SHELL),
            ("node", GENERIC),
            ("2.1", GENERIC),
            ("2.1.x", GENERIC),
            ("2..1", GENERIC),
            ("1.2.3.4", GENERIC),
            ("", GENERIC),
        ] {
            assert_eq!(of_program(name), known, "{name}");
        }
    }
}
