//! The real plugin in the real Zellij, which runs in a private tmux as its
//! terminal: what a person types, clicks and sees.
//!
//! It needs `tmux` and Zellij (`ORG_ZELLIJ`, else on the PATH); plugin and
//! stand-in agent come from `ORG_WASM` and `ORG_STAND_IN`, else they are built.
#![allow(clippy::disallowed_methods, reason = "the tests are the host")]
#![cfg(not(target_family = "wasm"))]

mod support;

mod zellij {
    //! Helpers first, then one module per part of what the panel does.

    mod gate;
    mod guest;
    mod log;
    mod screen;
    mod script;
    mod setup;
    mod slot;
    mod terminal;

    mod attach;
    mod ends;
    mod finding;
    mod first_run;
    mod fleet;
    mod keys;
    mod large;
    mod load;
    mod mouse;
    mod offers;
    mod opening;
    mod options;
    mod permission;
    mod pipe;
    mod pipe_ends;
    mod pipe_moments;
    mod pipe_once;
    mod pipe_refusals;
    mod polling;
    mod preview;
    mod prompt;
    mod recipes;
    mod resurrection;
    mod rounds;
    mod sizes;
    mod start;
    mod survive;
    mod tabs;
    mod telling;
    mod waiting;
    mod writing;
}
