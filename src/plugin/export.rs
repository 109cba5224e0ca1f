//! The functions that Zellij calls.

use std::cell::RefCell;

use super::wire::{Event, EventType, PipeMessage, PluginConfiguration};
use super::{Plugin, zellij};

/// The Zellij whose messages org speaks.
const ZELLIJ: &str = "0.45.1";

thread_local! {
    static PLUGIN: RefCell<Plugin> = RefCell::default();
}

/// Says how a panic is told to Zellij. Comes before everything else.
pub(crate) fn begin() {
    std::panic::set_hook(Box::new(|info| {
        zellij::report_crash(info.to_string().replace('\n', "\r\n"));
    }));
}

#[unsafe(no_mangle)]
extern "C" fn load() {
    let configuration = zellij::read::<PluginConfiguration>().unwrap_or_default();
    let options = configuration.name_and_value.into_iter();
    let options = options.map(|o| (o.name, o.value)).collect();
    PLUGIN.with(|plugin| plugin.borrow_mut().load(options));
}

/// What cannot be read is an event that org does not know.
#[unsafe(no_mangle)]
extern "C" fn update() -> i32 {
    let event = zellij::read::<Event>().unwrap_or_default();
    let repaint = PLUGIN.with(|plugin| {
        let mut plugin = plugin.borrow_mut();
        match event.payload {
            Some(happened) => plugin.update(happened),
            None => event.name == EventType::BeforeClose as i32 && plugin.close(),
        }
    });
    i32::from(repaint)
}

/// What cannot be read is not for org.
#[unsafe(no_mangle)]
extern "C" fn pipe() -> i32 {
    let message = zellij::read::<PipeMessage>();
    let repaint = message.is_some_and(|m| PLUGIN.with(|plugin| plugin.borrow_mut().pipe(m)));
    i32::from(repaint)
}

#[unsafe(no_mangle)]
extern "C" fn render(rows: i32, columns: i32) {
    let cells = |n: i32| usize::try_from(n).unwrap_or(0);
    PLUGIN.with(|plugin| plugin.borrow_mut().render(cells(rows), cells(columns)));
}

#[unsafe(no_mangle)]
extern "C" fn plugin_version() {
    println!("{ZELLIJ}");
}
