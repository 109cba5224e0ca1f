//! Joins the library to Zellij. On anything but WASI there is no Zellij to
//! join: the program says so.

#[cfg(target_os = "wasi")]
mod plugin;

#[cfg(target_os = "wasi")]
fn main() {
    plugin::begin();
}

#[cfg(not(target_os = "wasi"))]
fn main() {
    println!("org is a Zellij plugin: build it with `cargo xtask build`");
}
