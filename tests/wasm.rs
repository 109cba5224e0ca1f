//! The same suite as `native.rs`, compiled for WebAssembly and run by node.
#![cfg(all(target_family = "wasm", target_os = "unknown"))]

mod suite;
