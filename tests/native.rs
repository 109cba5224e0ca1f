//! The suite of scripts on the host: inputs go in, effects and frames come out.
#![cfg(not(target_family = "wasm"))]

mod suite;
