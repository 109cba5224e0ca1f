//! What org needs on a machine and how much of it is there. The modules of
//! the single parts look; this one only has the words.

use std::fmt;

/// Something that a command of xtask needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The standard library for the plugin's target.
    PluginStd,
    /// The standard library for the target of the suite in node.
    SuiteStd,
    /// tmux, in which the workers live.
    Tmux,
    /// Another version of tmux, for the tests.
    OtherTmux,
    /// zoxide, which knows directories, for the tests.
    Zoxide,
    /// Zellij, in which the panel lives.
    Zellij,
    /// node, which runs the WebAssembly suite.
    Node,
    /// The test runner that drives node.
    Runner,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PluginStd => "the Rust standard library for wasm32-wasip1",
            Self::SuiteStd => "the Rust standard library for wasm32-unknown-unknown",
            Self::Tmux => "tmux",
            Self::OtherTmux => "another version of tmux, for the tests",
            Self::Zoxide => "zoxide, for the tests",
            Self::Zellij => "Zellij",
            Self::Node => "node",
            Self::Runner => "the wasm-bindgen test runner",
        })
    }
}

/// How much of a part is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// It can be used as it is.
    Ready,
    /// It is not there and can be installed beside what is there.
    Missing,
    /// It is there but can't be used, and replacing it is the user's business:
    /// a sentence about what was found and what to do.
    Unusable(String),
}
