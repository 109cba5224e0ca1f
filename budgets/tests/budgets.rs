//! What each event may cost.
#![allow(
    clippy::disallowed_methods,
    reason = "a test is told where the plugin is"
)]

use budgets::{Panel, Protocol, SessionManager};

fn wasm() -> Vec<u8> {
    let path = std::env::var("ORG_WASM").expect("ORG_WASM names the plugin");
    std::fs::read(path).expect("the plugin")
}

#[test]
fn figures() {
    let protocol = Protocol::find().unwrap();
    let wasm = wasm();
    for n in [10, 100, 1000] {
        let (mut p, open) = Panel::open(&protocol, &wasm, n).unwrap();
        println!("== {n} workers, memory {}", p.plugin.memory());
        if n == 10 {
            println!("{}", p.screen);
        }
        println!("load        {}", p.loaded);
        println!("open        {open}");
        println!("frame       {}", p.render().unwrap());
        for _ in 0..3 {
            let (t, l) = p.refresh().unwrap();
            println!("tick        {t}");
            println!("unchanged   {l}");
        }
        p.workers.waiting.push(3);
        let (_, l) = p.refresh().unwrap();
        println!("one change  {l}");
        println!("frame       {}", p.render().unwrap());
        println!("key         {}", p.key('a').unwrap());
        println!("frame       {}", p.render().unwrap());
        println!("click       {}", p.click(3, 5).unwrap());
        println!("frame       {}", p.render().unwrap());
        println!("memory {}", p.plugin.memory());
    }
    for n in [10, 100, 1000] {
        let (mut s, open) = SessionManager::open(&protocol, n).unwrap();
        println!("== {n} sessions, memory {}", s.plugin.memory());
        println!("open        {open}");
        println!("frame       {}", s.render().unwrap().1);
        println!("update      {}", s.update().unwrap());
        println!("frame       {}", s.render().unwrap().1);
        println!("key         {}", s.key('s').unwrap());
        println!("frame       {}", s.render().unwrap().1);
        println!("memory {}", s.plugin.memory());
    }
}
