//! Joins the library to Zellij; empty outside WASI.
fn main() {}
