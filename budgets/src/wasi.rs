//! As much of WASI as a plugin needs: two pipes, a clock that stands still
//! until it is set, no files, and numbers at random that are always the same.

use anyhow::Result;
use wasmi::{Caller, Extern, ExternType, Func, Linker, Module, Store, Val};

use crate::plugin::Host;

/// WASI's numbers for "all is well", "bad file descriptor", "not supported".
const SUCCESS: i32 = 0;
const BAD_DESCRIPTOR: i32 = 8;
const NOT_SUPPORTED: i32 = 52;

const WASI: &str = "wasi_snapshot_preview1";
const LINKED: [&str; 9] = [
    "fd_read",
    "fd_write",
    "clock_time_get",
    "random_get",
    "environ_sizes_get",
    "args_sizes_get",
    "environ_get",
    "args_get",
    "fd_prestat_get",
];

/// Links what there is; every other function says that it is not supported.
pub(crate) fn link(
    linker: &mut Linker<Host>,
    store: &mut Store<Host>,
    module: &Module,
) -> Result<()> {
    linker.func_wrap(WASI, "fd_read", fd_read)?;
    linker.func_wrap(WASI, "fd_write", fd_write)?;
    linker.func_wrap(WASI, "clock_time_get", clock_time_get)?;
    linker.func_wrap(WASI, "random_get", random_get)?;
    for name in ["environ_sizes_get", "args_sizes_get"] {
        linker.func_wrap(WASI, name, no_words)?;
    }
    for name in ["environ_get", "args_get"] {
        linker.func_wrap(WASI, name, |_: i32, _: i32| SUCCESS)?;
    }
    linker.func_wrap(WASI, "fd_prestat_get", |_: i32, _: i32| BAD_DESCRIPTOR)?;
    for import in module.imports() {
        let (from, name) = (import.module(), import.name());
        let ExternType::Func(kind) = import.ty() else {
            continue;
        };
        if from == WASI && !LINKED.contains(&name) {
            let absent = Func::new(&mut *store, kind.clone(), |_, _, results| {
                results.fill(Val::I32(NOT_SUPPORTED));
                Ok(())
            });
            linker.define(from, name, absent)?;
        }
    }
    Ok(())
}

/// The plugin's memory and the host beside it.
fn memory<'a>(caller: &'a mut Caller<'_, Host>) -> Option<(&'a mut [u8], &'a mut Host)> {
    let memory = caller.get_export("memory").and_then(Extern::into_memory)?;
    Some(memory.data_and_store_mut(caller))
}

fn word(memory: &[u8], at: usize) -> Option<usize> {
    let bytes = memory.get(at..at.checked_add(4)?)?;
    usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
}

fn put(memory: &mut [u8], at: i32, bytes: &[u8]) -> Option<()> {
    let at = usize::try_from(at).ok()?;
    let place = memory.get_mut(at..at.checked_add(bytes.len())?)?;
    place.copy_from_slice(bytes);
    Some(())
}

/// The ranges of a list of buffers.
fn ranges(memory: &[u8], list: i32, count: i32) -> Option<Vec<std::ops::Range<usize>>> {
    let list = usize::try_from(list).ok()?;
    let range = |n: usize| {
        let start = word(memory, list + 8 * n)?;
        let range = start..start + word(memory, list + 8 * n + 4)?;
        (range.end <= memory.len()).then_some(range)
    };
    (0..usize::try_from(count).ok()?).map(range).collect()
}

fn errno(done: Option<()>) -> i32 {
    done.map_or(BAD_DESCRIPTOR, |()| SUCCESS)
}

fn fd_read(mut caller: Caller<'_, Host>, fd: i32, list: i32, count: i32, read: i32) -> i32 {
    let mut done = || {
        let (memory, host) = memory(&mut caller).filter(|_| fd == 0)?;
        let mut total = 0;
        for range in ranges(memory, list, count)? {
            let size = range.len().min(host.stdin.len());
            let start = i32::try_from(range.start).ok()?;
            let bytes: Vec<u8> = host.stdin.drain(..size).collect();
            put(memory, start, &bytes)?;
            total += size;
        }
        put(memory, read, &u32::try_from(total).ok()?.to_le_bytes())
    };
    errno(done())
}

fn fd_write(mut caller: Caller<'_, Host>, fd: i32, list: i32, count: i32, written: i32) -> i32 {
    let mut done = || {
        let (memory, host) = memory(&mut caller)?;
        let mut total = 0;
        for range in ranges(memory, list, count)? {
            total += range.len();
            let bytes = memory.get(range)?;
            let pipe = if fd == 1 {
                &mut host.stdout
            } else {
                &mut host.stderr
            };
            pipe.extend_from_slice(bytes);
        }
        put(memory, written, &u32::try_from(total).ok()?.to_le_bytes())
    };
    errno(done())
}

fn clock_time_get(mut caller: Caller<'_, Host>, _: i32, _: i64, at: i32) -> i32 {
    let mut done = || {
        let (memory, host) = memory(&mut caller)?;
        put(memory, at, &(host.now * 1_000_000).to_le_bytes())
    };
    errno(done())
}

fn random_get(mut caller: Caller<'_, Host>, at: i32, size: i32) -> i32 {
    let mut done = || {
        let size = usize::try_from(size).ok()?;
        put(memory(&mut caller)?.0, at, &vec![7; size])
    };
    errno(done())
}

fn no_words(mut caller: Caller<'_, Host>, count: i32, size: i32) -> i32 {
    let mut done = || {
        let (memory, _) = memory(&mut caller)?;
        put(memory, count, &[0; 4])?;
        put(memory, size, &[0; 4])
    };
    errno(done())
}
