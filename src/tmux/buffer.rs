//! Text on its way into a tmux buffer: the one way in which a text of any size
//! and content gets into the server unchanged.

use crate::time::{Millis, Moment};
use crate::tmux::server::command;

/// Bytes of a prompt that go into one `set-buffer`.
pub const CHUNK: usize = 12_000;

/// A buffer of ours that is older than this was left behind: by a sender that
/// was killed while it filled it, or whose worker went.
const LEFT_BEHIND: Millis = Millis(600_000);

/// The commands that fill a buffer with a text, in pieces that fit into one
/// message each.
#[must_use]
pub fn fill_buffer(buffer: &str, text: &str) -> Vec<Vec<String>> {
    let mut from = 0;
    let next = || {
        let (command, to) = fill_from(buffer, text, from)?;
        from = to;
        Some(command)
    };
    std::iter::from_fn(next).collect()
}

/// The command that brings the piece of a text that begins at this byte, and
/// where the next one begins; none when all of it is there. Only one piece of
/// a large text is copied at a time.
#[must_use]
pub fn fill_from(buffer: &str, text: &str, from: usize) -> Option<(Vec<String>, usize)> {
    let piece = piece_from(text, from)?;
    let fill = match from {
        0 => command(["set-buffer", "-b", buffer, "--", piece]),
        _ => command(["set-buffer", "-a", "-b", buffer, "--", piece]),
    };
    Some((fill, from + piece.len()))
}

/// The piece of a text that begins at this byte: up to [`CHUNK`] bytes of whole
/// characters; none at the end.
#[must_use]
pub fn piece_from(text: &str, from: usize) -> Option<&str> {
    let rest = text.get(from..)?;
    let piece = rest.get(..rest.floor_char_boundary(CHUNK))?;
    Some(piece).filter(|piece| !piece.is_empty())
}

/// The buffer that holds a prompt.
#[must_use]
pub fn text_name(nonce: &str) -> String {
    format!("org-t-{nonce}")
}

/// The buffer that holds an Enter.
#[must_use]
pub fn enter_name(nonce: &str) -> String {
    format!("org-c-{nonce}")
}

/// The buffer that holds a first prompt.
#[must_use]
pub fn first_prompt_name(nonce: &str) -> String {
    format!("org-p-{nonce}")
}

/// The command that names the buffers of ours that were left behind, a line
/// `org1 old NAME` each; no process of its own, it goes along with another
/// command.
#[must_use]
pub fn list_left_behind(now: Moment) -> Vec<String> {
    let before = now.seconds().saturating_sub(LEFT_BEHIND.0 / 1000);
    let filter = format!(
        "#{{&&:#{{m:org-[tcp]-*,#{{buffer_name}}}},#{{e|<:#{{buffer_created}},{before}}}}}"
    );
    command([
        "list-buffers",
        "-f",
        &filter,
        "-F",
        "org1 old #{buffer_name}",
    ])
}

/// The commands that delete what [`list_left_behind`] has named.
#[must_use]
pub fn delete_left_behind(answer: &str) -> Vec<Vec<String>> {
    let names = answer
        .lines()
        .filter_map(|line| line.strip_prefix("org1 old "));
    let ours = |name: &&str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        name.starts_with("org-") && name.len() < 80 && name.chars().all(plain)
    };
    // More than fit into one message stay for the next time.
    let names = names.filter(ours).take(50);
    names
        .map(|name| command(["delete-buffer", "-b", name]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_buffers_of_ours_are_deleted() {
        let answer = "org1 old org-t-a-1\norg1 old buffer0\norg1 old org-x;y\nold org-t-b\n";
        assert_eq!(
            delete_left_behind(answer),
            [command(["delete-buffer", "-b", "org-t-a-1"])]
        );
    }
}
