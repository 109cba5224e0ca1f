//! Text on its way into a tmux buffer: the one way in which a text of any size
//! and content gets into the server unchanged.

use crate::tmux::server::command;

/// Bytes of a prompt that go into one `set-buffer`.
pub const CHUNK: usize = 12_000;

/// The commands that fill a buffer with a text, in pieces that fit into one
/// message each.
#[must_use]
pub fn fill_buffer(buffer: &str, text: &str) -> Vec<Vec<String>> {
    let mut commands = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let mut end = rest.len().min(CHUNK);
        while !rest.is_char_boundary(end) {
            end -= 1;
        }
        let (piece, after) = rest.split_at(end);
        commands.push(if commands.is_empty() {
            command(["set-buffer", "-b", buffer, "--", piece])
        } else {
            command(["set-buffer", "-a", "-b", buffer, "--", piece])
        });
        rest = after;
    }
    commands
}
