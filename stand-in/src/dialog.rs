//! A question that takes the place of the prompt box.
//!
//! It knows its texts and what an answer means, not what follows from it.

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// May this command run? (It never does.)
    Permission {
        /// The command.
        command: String,
    },
    /// Is the directory trusted?
    Trust {
        /// The directory.
        directory: String,
    },
    /// Names in the settings that nobody knows.
    Settings {
        /// The names.
        unknown: Vec<String>,
    },
}

/// How a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    Yes,
    /// Do not.
    No,
}

/// An open question with its cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialog {
    /// What is asked.
    pub question: Question,
    selected: usize,
}

impl Dialog {
    /// The question with the cursor on its first answer.
    pub fn new(question: Question) -> Self {
        Self {
            question,
            selected: 0,
        }
    }

    /// The answers in order, the default first, each with the key that gives it.
    ///
    /// The trust question has no numbers, and "no" first, as in Claude Code
    /// 2.1.330; `1` for yes is ours, for scripts.
    fn options(&self) -> [(&'static str, &'static [u8], Answer); 2] {
        match self.question {
            Question::Permission { .. } => {
                [("1. Yes", b"1", Answer::Yes), ("2. No", b"2", Answer::No)]
            }
            Question::Trust { .. } => [
                ("No, exit", b"2", Answer::No),
                ("Yes, I trust this folder", b"1", Answer::Yes),
            ],
            Question::Settings { .. } => [
                ("1. Continue", b"1", Answer::Yes),
                ("2. Exit and fix manually", b"2", Answer::No),
            ],
        }
    }

    /// The text of the question; the last lines matter most.
    pub fn text(&self) -> Vec<String> {
        match &self.question {
            Question::Permission { command } => vec![
                "Bash command".to_owned(),
                format!("  {command}"),
                "Do you want to proceed?".to_owned(),
            ],
            Question::Trust { directory } => vec![
                "Accessing workspace:".to_owned(),
                format!("  {directory}"),
                "Is this a project you trust?".to_owned(),
            ],
            Question::Settings { unknown } => vec![
                "Settings Warning".to_owned(),
                format!("  unknown hook event: {}", unknown.join(", ")),
            ],
        }
    }

    /// The labels of the answers, and whether the cursor is on them.
    pub fn labels(&self) -> impl Iterator<Item = (&'static str, bool)> {
        let options = self.options().into_iter().enumerate();
        options.map(|(at, (label, ..))| (label, at == self.selected))
    }

    /// The line under the answers.
    pub fn hint(&self) -> &'static str {
        match self.question {
            Question::Permission { .. } => "Esc to cancel",
            _ => "Enter to confirm · Esc to cancel",
        }
    }

    /// Moves the cursor to the other answer.
    pub fn turn(&mut self) {
        self.selected = 1 - self.selected;
    }

    /// The answer under the cursor.
    pub fn selected(&self) -> Answer {
        let options = self.options();
        options
            .get(self.selected)
            .map_or(Answer::No, |(.., answer)| *answer)
    }

    /// The answer that a typed text gives: only a lone digit is one.
    pub fn typed(&self, text: &[u8]) -> Option<Answer> {
        let mut options = self.options().into_iter();
        options
            .find(|(_, key, _)| *key == text)
            .map(|(.., answer)| answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_accepts_a_command_but_refuses_trust() {
        let mut dialog = Dialog::new(Question::Permission {
            command: "ls".into(),
        });
        assert_eq!(dialog.selected(), Answer::Yes);
        dialog.turn();
        assert_eq!(dialog.selected(), Answer::No);
        let trust = Dialog::new(Question::Trust {
            directory: "/".into(),
        });
        assert_eq!(trust.selected(), Answer::No);
        assert_eq!(trust.typed(b"1"), Some(Answer::Yes));
    }

    #[test]
    fn only_a_lone_digit_is_an_answer() {
        let dialog = Dialog::new(Question::Permission {
            command: "ls".into(),
        });
        assert_eq!(dialog.typed(b"1"), Some(Answer::Yes));
        assert_eq!(dialog.typed(b"2"), Some(Answer::No));
        for text in [b"12".as_slice(), b"1 yes", b"y", b"", b"3"] {
            assert_eq!(dialog.typed(text), None);
        }
    }
}
