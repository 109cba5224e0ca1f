//! The table: which key does what, where.

use super::{Action, Binding, Scope};
use crate::input::{Key, KeyCode};

/// The keys as they are without configuration; where an action has several,
/// the first is the one that is shown.
pub const BINDINGS: &[Binding] = &[
    prompt(Key::plain(KeyCode::Enter), Action::Send),
    prompt(Key::alt(KeyCode::Enter), Action::NewLine),
    prompt(Key::ctrl('j'), Action::NewLine),
    prompt(Key::shift(KeyCode::Enter), Action::NewLine),
    prompt(Key::with_ctrl(KeyCode::Enter), Action::NewLine),
    prompt(Key::shift(KeyCode::Up), Action::Older),
    prompt(Key::ctrl('r'), Action::Older),
    prompt(Key::shift(KeyCode::Down), Action::Newer),
    // Where the terminal tells Shift apart, Alt ! is another key on each
    // keyboard.
    prompt(Key::alt(KeyCode::Char('x')), Action::RunInShell),
    prompt(Key::alt(KeyCode::Char('!')), Action::RunInShell),
    prompt(Key::alt(KeyCode::Char('s')), Action::SendNow),
    prompt(Key::alt(KeyCode::Char('a')), Action::Append),
    prompt(Key::alt(KeyCode::Char('e')), Action::TakeBack),
    prompt(Key::plain(KeyCode::Up), Action::Up),
    prompt(Key::plain(KeyCode::Down), Action::Down),
    prompt(Key::plain(KeyCode::PageUp), Action::PageUp),
    prompt(Key::plain(KeyCode::PageDown), Action::PageDown),
    prompt(Key::shift(KeyCode::PageUp), Action::PreviewUp),
    prompt(Key::shift(KeyCode::PageDown), Action::PreviewDown),
    prompt(Key::alt(KeyCode::Char('g')), Action::NextInNeed),
    prompt(Key::alt(KeyCode::Char('/')), Action::Filter),
    prompt(Key::alt(KeyCode::Char('v')), Action::Results),
    prompt(Key::plain(KeyCode::Tab), Action::ToList),
    prompt(Key::plain(KeyCode::Esc), Action::ToList),
    list(Key::plain(KeyCode::Enter), Action::Open),
    list(Key::char('o'), Action::Open),
    list(Key::char('k'), Action::Up),
    list(Key::plain(KeyCode::Up), Action::Up),
    list(Key::char('j'), Action::Down),
    list(Key::plain(KeyCode::Down), Action::Down),
    list(Key::plain(KeyCode::PageUp), Action::PageUp),
    list(Key::plain(KeyCode::PageDown), Action::PageDown),
    list(Key::char('g'), Action::First),
    list(Key::plain(KeyCode::Home), Action::First),
    list(Key::char('G'), Action::Last),
    list(Key::plain(KeyCode::End), Action::Last),
    list(Key::char('w'), Action::NextInNeed),
    list(Key::char('/'), Action::Filter),
    list(Key::char(' '), Action::Mark),
    list(Key::char('m'), Action::Mark),
    list(Key::char('A'), Action::MarkAll),
    list(Key::char('I'), Action::MarkIdle),
    list(Key::char('u'), Action::Unmark),
    list(Key::char('v'), Action::Results),
    list(Key::char('p'), Action::Preview),
    list(Key::char('K'), Action::PreviewUp),
    list(Key::shift(KeyCode::PageUp), Action::PreviewUp),
    list(Key::char('J'), Action::PreviewDown),
    list(Key::shift(KeyCode::PageDown), Action::PreviewDown),
    list(Key::char('f'), Action::OpenFloating),
    list(Key::char('O'), Action::OpenInPlace),
    list(Key::char('t'), Action::OpenInTab),
    list(Key::char('n'), Action::Start),
    list(Key::char('c'), Action::Clean),
    list(Key::char('x'), Action::Stop),
    list(Key::char('r'), Action::Restart),
    list(Key::char('s'), Action::SendNow),
    list(Key::char('a'), Action::Append),
    list(Key::char('e'), Action::TakeBack),
    list(Key::char('R'), Action::Refresh),
    list(Key::char('?'), Action::Help),
    list(Key::plain(KeyCode::Tab), Action::ToPrompt),
    list(Key::char('i'), Action::ToPrompt),
    list(Key::plain(KeyCode::Esc), Action::Dismiss),
    list(Key::char('q'), Action::Hide),
    filter(Key::plain(KeyCode::Enter), Action::Accept),
    filter(Key::plain(KeyCode::Esc), Action::Cancel),
    filter(Key::plain(KeyCode::Up), Action::Up),
    filter(Key::plain(KeyCode::Down), Action::Down),
    filter(Key::plain(KeyCode::PageUp), Action::PageUp),
    filter(Key::plain(KeyCode::PageDown), Action::PageDown),
    filter(Key::plain(KeyCode::Tab), Action::ToList),
    start(Key::plain(KeyCode::Enter), Action::Accept),
    start(Key::plain(KeyCode::Tab), Action::Complete),
    start(Key::shift(KeyCode::Tab), Action::OtherField),
    start(Key::alt(KeyCode::Char('c')), Action::Continue),
    start(Key::alt(KeyCode::Enter), Action::NewLine),
    start(Key::ctrl('j'), Action::NewLine),
    start(Key::shift(KeyCode::Enter), Action::NewLine),
    start(Key::with_ctrl(KeyCode::Enter), Action::NewLine),
    start(Key::plain(KeyCode::Up), Action::Up),
    start(Key::plain(KeyCode::Down), Action::Down),
    start(Key::plain(KeyCode::PageUp), Action::PageUp),
    start(Key::plain(KeyCode::PageDown), Action::PageDown),
    start(Key::plain(KeyCode::Esc), Action::Cancel),
    question(Key::char('y'), Action::Yes),
    question(Key::char('Y'), Action::Yes),
    question(Key::char('n'), Action::No),
    question(Key::char('N'), Action::No),
    question(Key::plain(KeyCode::Esc), Action::No),
    // Who presses Enter without having read has not said yes.
    question(Key::plain(KeyCode::Enter), Action::No),
    question(Key::plain(KeyCode::Up), Action::Up),
    question(Key::char('k'), Action::Up),
    question(Key::plain(KeyCode::Down), Action::Down),
    question(Key::char('j'), Action::Down),
    question(Key::plain(KeyCode::PageUp), Action::PageUp),
    question(Key::plain(KeyCode::PageDown), Action::PageDown),
    page(Key::plain(KeyCode::Up), Action::Up),
    page(Key::char('k'), Action::Up),
    page(Key::plain(KeyCode::Down), Action::Down),
    page(Key::char('j'), Action::Down),
    page(Key::plain(KeyCode::PageUp), Action::PageUp),
    page(Key::plain(KeyCode::PageDown), Action::PageDown),
    page(Key::plain(KeyCode::Home), Action::First),
    page(Key::char('g'), Action::First),
    page(Key::plain(KeyCode::End), Action::Last),
    page(Key::char('G'), Action::Last),
    text(Key::plain(KeyCode::Left), Action::Left),
    text(Key::ctrl('b'), Action::Left),
    text(Key::plain(KeyCode::Right), Action::Right),
    text(Key::ctrl('f'), Action::Right),
    text(Key::alt(KeyCode::Char('b')), Action::WordLeft),
    text(Key::with_ctrl(KeyCode::Left), Action::WordLeft),
    text(Key::alt(KeyCode::Left), Action::WordLeft),
    text(Key::alt(KeyCode::Char('f')), Action::WordRight),
    text(Key::with_ctrl(KeyCode::Right), Action::WordRight),
    text(Key::alt(KeyCode::Right), Action::WordRight),
    text(Key::ctrl('a'), Action::LineStart),
    text(Key::plain(KeyCode::Home), Action::LineStart),
    text(Key::ctrl('e'), Action::LineEnd),
    text(Key::plain(KeyCode::End), Action::LineEnd),
    text(Key::plain(KeyCode::Backspace), Action::DeleteBack),
    text(Key::ctrl('h'), Action::DeleteBack),
    text(Key::plain(KeyCode::Delete), Action::Delete),
    text(Key::ctrl('d'), Action::Delete),
    text(Key::ctrl('w'), Action::DeleteWord),
    text(Key::alt(KeyCode::Backspace), Action::DeleteWord),
    text(Key::with_ctrl(KeyCode::Backspace), Action::DeleteWord),
    text(Key::ctrl('u'), Action::DeleteToStart),
    text(Key::ctrl('k'), Action::DeleteToEnd),
    text(Key::ctrl('y'), Action::PutBack),
    text(Key::ctrl('z'), Action::Undo),
    text(Key::alt(KeyCode::Char('z')), Action::Redo),
];

const fn on(scope: Scope, key: Key, action: Action) -> Binding {
    Binding { scope, key, action }
}

const fn prompt(key: Key, action: Action) -> Binding {
    on(Scope::Prompt, key, action)
}

const fn list(key: Key, action: Action) -> Binding {
    on(Scope::List, key, action)
}

const fn filter(key: Key, action: Action) -> Binding {
    on(Scope::Filter, key, action)
}

const fn start(key: Key, action: Action) -> Binding {
    on(Scope::Start, key, action)
}

const fn question(key: Key, action: Action) -> Binding {
    on(Scope::Question, key, action)
}

const fn page(key: Key, action: Action) -> Binding {
    on(Scope::Page, key, action)
}

const fn text(key: Key, action: Action) -> Binding {
    on(Scope::Text, key, action)
}
