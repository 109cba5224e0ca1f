//! Every operation against a real tmux, each test on a private socket with a
//! HOME of its own.
//!
//! Two tables stand beside them that need no tmux: the arguments that each
//! operation hands to it, and the parsers under arbitrary bytes. One needs
//! zoxide (`ORG_ZOXIDE`, else on the PATH).
#![allow(clippy::disallowed_methods, reason = "the tests are the host")]

mod support;

mod tmux {
    mod argv;
    mod attach;
    mod clean;
    mod config;
    mod deliver;
    mod errands;
    mod faults;
    mod first_look;
    mod hostile;
    mod listing;
    mod long_poll;
    mod look;
    mod names;
    mod offers;
    mod output;
    mod parse;
    mod race;
    mod send;
    mod stand_in;
    mod start;
    mod status;
    mod stop;
    mod texts;
    mod zoxide;
}
