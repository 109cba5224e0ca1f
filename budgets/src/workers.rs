//! A tmux with workers that exists only in its answers: what it is asked for
//! is read out of the command, so that a listing of another form is answered
//! in that form.

use org::directory::Directory;
use org::text;

/// How many workers there are, and what is new about them.
#[derive(Debug, Clone, Default)]
pub struct Workers {
    /// How many.
    pub count: usize,
    /// Seconds since the epoch when the last of them began to wait.
    pub since: u64,
    /// Workers that wait for an answer, by number.
    pub waiting: Vec<usize>,
    /// Workers that are dead, by number.
    pub dead: Vec<usize>,
    /// The chosen worker's screen.
    pub screen: String,
}

/// The commands that print something.
const COMMANDS: [&str; 3] = ["display-message", "list-panes", "if-shell"];

impl Workers {
    /// So many workers that were idle at this time.
    #[must_use]
    pub fn new(count: usize, since: u64) -> Self {
        let line = "\u{1b}[38;5;174m●\u{1b}[39m I have changed the parser and its tests \
                    \u{1b}[1mas you said\u{1b}[0m, all of them pass.\n";
        Self {
            count,
            since,
            screen: line.repeat(30),
            ..Self::default()
        }
    }

    /// What tmux would print for this command.
    #[must_use]
    pub fn answer(&self, command: &[String]) -> String {
        if let [_, _, script, _, sign, listing @ ..] = command
            && script.contains("env tmux -V")
        {
            return format!("/home/user\ntmux 3.5a\n{sign}\n{}", self.answer(listing));
        }
        if command.iter().any(|word| word == "list-buffers") {
            // No panel has left a text.
            return String::new();
        }
        let mut printed = String::new();
        for command in command.split(|word| word == ";") {
            let at = command.iter().position(|w| COMMANDS.contains(&w.as_str()));
            let words: Vec<&str> = command.iter().map(String::as_str).collect();
            match words.get(at.unwrap_or(words.len())..).unwrap_or_default() {
                ["display-message", "-p", text] => {
                    printed.push_str(&self.expand(text, 0));
                    printed.push('\n');
                }
                ["list-panes", "-a", "-f", filter, "-F", format] => {
                    self.list(filter, format, &mut printed);
                }
                // It compares, and prints a screen that has changed behind its
                // stamp.
                ["if-shell", "-F", "-t", pane, condition, then] => {
                    let number = pane.trim_start_matches('%').parse().unwrap_or_default();
                    let stamp = then.split_once("display-message -p ");
                    let stamp = stamp.and_then(|(_, rest)| rest.split_once(' '));
                    if let Some((stamp, _)) = stamp
                        && self.expand(condition, number) == "1"
                    {
                        printed.push_str(&format!("{}\n", self.expand(stamp, number)));
                        printed.push_str(&self.screen);
                    }
                }
                _ => {}
            }
        }
        printed
    }

    /// Prints each worker in this format, or each that the filter names.
    fn list(&self, filter: &str, format: &str, printed: &mut String) {
        let named = filter.split_once("#{pane_id}.*,").map(|(_, named)| named);
        for number in 0..self.count {
            if named.is_none_or(|named| named.contains(&format!("%{number}."))) {
                printed.push_str(&self.expand(format, number));
                printed.push('\n');
            }
        }
    }

    /// A format with every `#{…}` replaced.
    fn expand(&self, format: &str, number: usize) -> String {
        let Some((before, from)) = format.split_once("#{") else {
            return format.to_owned();
        };
        let mut depth = 1;
        let end = from.char_indices().find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0
        });
        let (inner, rest) = from.split_at(end.map_or(from.len(), |(at, _)| at));
        let value = self.replace(inner, number);
        let rest = rest.strip_prefix('}').unwrap_or(rest);
        format!("{before}{value}{}", self.expand(rest, number))
    }

    /// What a name, a condition, a comparison or a length stands for.
    fn replace(&self, inner: &str, number: usize) -> String {
        let both = |both: &str| {
            let (left, right) = outside(both);
            (self.expand(left, number), self.expand(right, number))
        };
        let flag = |holds: bool| u8::from(holds).to_string();
        if let Some(conditional) = inner.strip_prefix('?') {
            let (condition, branches) = outside(conditional);
            let fact = match condition.contains("#{") {
                true => self.expand(condition, number),
                false => self.value(condition, number),
            };
            let (then, otherwise) = outside(branches);
            let holds = !matches!(fact.as_str(), "" | "0");
            return self.expand(if holds { then } else { otherwise }, number);
        }
        match inner.split_once(':') {
            Some(("n", format)) => self.expand(format, number).len().to_string(),
            Some(("==", sides)) => flag(both(sides).0 == both(sides).1),
            Some(("!=", sides)) => flag(both(sides).0 != both(sides).1),
            Some(("e|<", sides)) => {
                let (left, right) = both(sides);
                flag(left.parse::<u64>().ok() < right.parse().ok())
            }
            _ => self.value(inner, number),
        }
    }

    fn value(&self, name: &str, number: usize) -> String {
        let directory = format!("/home/user/projects/team-{}/service-{number}", number % 7);
        let dead = self.dead.contains(&number);
        match name {
            "pane_id" => format!("%{number}"),
            "pid" => "4711".into(),
            "start_time" => "1700000000".into(),
            "session_id" => "$0".into(),
            "window_id" => format!("@{number}"),
            "pane_dead" => u8::from(dead).to_string(),
            "pane_dead_status" if dead => "1".into(),
            "pane_pid" => (5000 + number).to_string(),
            "pane_input_off" | "pane_in_mode" | "history_size" | "cursor_x" => "0".into(),
            "pane_width" => "200".into(),
            "pane_height" => "50".into(),
            "cursor_y" => self.screen.lines().count().to_string(),
            "window_activity" | "@org_since" => self.since.to_string(),
            "@org_key" => Directory::new(&directory)
                .ok()
                .map(|d| d.key())
                .map_or_else(String::new, |key| key.as_str().to_owned()),
            "@org_state" if self.waiting.contains(&number) => "waiting".into(),
            "@org_state" => "idle".into(),
            "@org_dir" => text::hex(directory.as_bytes()),
            "@org_command" => text::hex(b"claude"),
            "@org_window" => "1".into(),
            "version" => "3.5a".into(),
            "session_name" => "org-system".into(),
            "window_name" => format!("claude:{}", directory.replace('/', "_")),
            "pane_current_command" => "claude".into(),
            "pane_current_path" if !dead => directory,
            "pane_title" => "✳ Claude Code".into(),
            _ => String::new(),
        }
    }
}

/// What is before and behind the first comma outside of all braces.
fn outside(both: &str) -> (&str, &str) {
    let mut depth = 0;
    let comma = both.find(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let comma = comma.unwrap_or(both.len());
    let (then, otherwise) = both.split_at(comma);
    (then, otherwise.strip_prefix(',').unwrap_or(otherwise))
}
