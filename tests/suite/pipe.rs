//! Requests of scripts: messages of pipes against what is asked of the host.

use std::collections::BTreeMap;

use expect_test::expect;
use org::input::Input;
use org::pipe::Message;
use org::time::{Millis, Moment};

use super::panel::Panel;
use super::{check, test};

/// A message of the pipe `p`, which this panel then wins.
fn message(name: &str, arguments: &[(&str, &str)], payload: Option<&str>) -> Input {
    let arguments = arguments.iter();
    let arguments: BTreeMap<String, String> = arguments
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect();
    Input::Piped(Message {
        id: "p".into(),
        name: name.into(),
        payload: payload.map(str::to_owned),
        too_large: None,
        arguments,
    })
}

fn won(won: bool) -> Input {
    let id = "p".into();
    Input::Claimed { id, won }
}

/// Sends one whole request and shows what came of it, the claims aside.
fn ask(panel: &mut Panel, name: &str, arguments: &[(&str, &str)], payload: Option<&str>) -> String {
    panel.input(message(name, arguments, payload));
    panel.input(won(true));
    panel.settle();
    effects(panel)
}

fn effects(panel: &mut Panel) -> String {
    let all = panel.effects();
    let aside = ["SweepClaims", "ClaimPipe", "PromiseAnswer", "SettleClaim"];
    let lines = all
        .lines()
        .filter(|l| !aside.iter().any(|a| l.starts_with(a)));
    lines
        .map(|l| format!("{}\n", l.replace("\\\"", "'")))
        .collect()
}

#[test]
fn a_request_is_answered_in_one_line() {
    let mut panel = Panel::with(&["/home/u/a"]);
    check(
        &ask(
            &mut panel,
            "send",
            &[("directory", "/home/u/a")],
            Some("hello"),
        ),
        &expect![[r#"
            BlockPipe("p")
            run resolve "/home/u/a" from "/"
            run send %0 "hello"
            AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':true,'operation':'send','data':{'bytes':5,'delivery':'submitted','pane':'%0'}}\n" }
            UnblockPipe("p")
        "#]],
    );
}

#[test]
fn what_is_wrong_is_answered_without_a_process() {
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str);
    let cases: [Case; 6] = [
        ("fly", &[], ""),
        ("send", &[], "x"),
        ("send", &[("directory", "relative")], "x"),
        ("wait", &[("until", "happy")], ""),
        ("stop", &[("pane", "3")], ""),
        ("org", &[], "{\"operation\":\"send\"} and more"),
    ];
    let mut told = String::new();
    for (name, arguments, payload) in cases {
        let mut panel = Panel::with(&["/home/u/a"]);
        told.push_str(&ask(&mut panel, name, arguments, Some(payload)));
    }
    check(
        &told,
        &expect![[r#"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'fly','error':{'code':'unknown_operation','hint':'use one of start, send, status, clean, stop, restart, attach, preview, wait, watch, version','message':'there is no operation \\'fly\\''}}\n" }
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'send','error':{'code':'bad_request','hint':'correct the request','message':'directory or pane is missing'}}\n" }
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'send','error':{'code':'bad_request','hint':'correct the request','message':'directory has to begin with / or ~/, not \\'relative\\''}}\n" }
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'wait','error':{'code':'bad_request','hint':'correct the request','message':'until has to be of the states waiting, idle, starting, working, alive, dead'}}\n" }
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'stop','error':{'code':'bad_request','hint':'correct the request','message':'pane has to be a pane id like %3'}}\n" }
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'org','error':{'code':'bad_request','hint':'correct the request','message':'there is more behind the JSON object'}}\n" }
    "#]],
    );
}

#[test]
fn who_does_not_win_the_claim_does_nothing_until_the_promise_is_over() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.input(message("status", &[], Some("")));
    panel.input(won(false));
    panel.input(Input::Inspected {
        id: "p".into(),
        promised: Some(Moment(panel.now.0 + 2_000)),
    });
    check(
        &effects(&mut panel),
        &expect![[r#"
        InspectClaim("p")
    "#]],
    );
    panel.pass(Millis(7_500));
    panel.input(Input::Inspected {
        id: "p".into(),
        promised: Some(Moment(panel.now.0 - 6_000)),
    });
    panel.input(won(true));
    check(
        &effects(&mut panel),
        &expect![[r#"
        InspectClaim("p")
        InspectClaim("p")
        InspectClaim("p")
        InspectClaim("p")
        InspectClaim("p")
        InspectClaim("p")
        InspectClaim("p")
        InspectClaim("p")
        TakeOverPipe("p")
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'status','error':{'code':'closed','hint':'it may have been done: look before trying again','message':'the panel that had the request in hand was closed'}}\n" }
        UnblockPipe("p")
    "#]],
    );
}

#[test]
fn a_text_that_comes_in_lines_is_whole_at_its_end() {
    let mut panel = Panel::with(&["/home/u/a"]);
    let here = [("pane", "%0")];
    panel.input(message("send", &here, Some("one\n")));
    panel.input(won(true));
    panel.input(message("send", &here, Some("\n")));
    panel.input(message("send", &here, Some("three\n")));
    check(&effects(&mut panel), &expect![[""]]);
    panel.input(message("send", &here, None));
    panel.settle();
    check(
        &effects(&mut panel),
        &expect![[r#"
        BlockPipe("p")
        run send %0 "one\n\nthree"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':true,'operation':'send','data':{'bytes':10,'delivery':'submitted','pane':'%0'}}\n" }
        UnblockPipe("p")
    "#]],
    );
    // What comes later belongs to a request that is answered.
    panel.input(message("send", &here, None));
    panel.settle();
    check(&effects(&mut panel), &expect![[""]]);
}

/// Its payload never comes: a text without it would be another text.
#[test]
fn a_message_that_was_too_large_is_answered_and_nothing_is_sent() {
    let mut panel = Panel::with(&["/home/u/a"]);
    let here = [("pane", "%0")];
    let too_large = |arguments: &[(&str, &str)]| match message("send", arguments, Some("")) {
        Input::Piped(message) => Input::Piped(Message {
            too_large: Some(10_000_000),
            ..message
        }),
        other => other,
    };
    let answer = expect![[r#"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'send','error':{'code':'too_long','hint':'make it shorter','message':'the text has 10000000 bytes, 4000000 are the most'}}\n" }
    "#]];
    panel.input(too_large(&here));
    panel.input(won(true));
    panel.settle();
    check(&effects(&mut panel), &answer);
    panel.input(message("send", &here, None));
    panel.settle();
    check(&effects(&mut panel), &expect![[""]]);

    let mut panel = Panel::with(&["/home/u/a"]);
    panel.input(message("send", &here, Some("a line\n")));
    panel.input(won(true));
    panel.input(too_large(&here));
    panel.input(message("send", &here, Some("the end\n")));
    panel.input(message("send", &here, None));
    panel.settle();
    check(&effects(&mut panel), &answer);
}

#[test]
fn a_request_with_a_known_name_is_not_done_again() {
    let mut panel = Panel::with(&["/home/u/a"]);
    let named = [("id", "x-1"), ("pane", "%0")];
    panel.input(message("send", &named, Some("hello")));
    panel.input(won(true));
    panel.input(Input::RequestClaimed {
        pipe: "p".into(),
        won: false,
    });
    panel.input(Input::Recalled {
        pipe: "p".into(),
        text: None,
    });
    panel.pass(Millis(300));
    panel.input(Input::Recalled {
        pipe: "p".into(),
        text: Some("{the answer}\n".into()),
    });
    panel.pass(Millis(1_000));
    check(
        &effects(&mut panel),
        &expect![[r#"
        ClaimRequest { pipe: "p", name: "x-1" }
        BlockPipe("p")
        RecallAnswer { pipe: "p", name: "x-1" }
        RecallAnswer { pipe: "p", name: "x-1" }
        RecallAnswer { pipe: "p", name: "x-1" }
        AnswerPipe { id: "p", text: "{the answer}\n" }
        UnblockPipe("p")
    "#]],
    );
}

/// Its client has left with the end of the input, so only asking again tells.
#[test]
fn what_is_wrong_with_an_input_that_has_ended_is_kept_under_its_name() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.input(message("org", &[("id", "x-1")], Some("{\"operation\":\n")));
    panel.input(won(true));
    panel.input(message("org", &[("id", "x-1")], None));
    panel.input(Input::RequestClaimed {
        pipe: "p".into(),
        won: true,
    });
    check(
        &effects(&mut panel),
        &expect![[r#"
        ClaimRequest { pipe: "p", name: "x-1" }
        KeepAnswer { name: "x-1", text: "{'version':'0.1.0','ok':false,'operation':'org','error':{'code':'incomplete','hint':'send the whole JSON object','message':'the request has no end'}}\n" }
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'org','error':{'code':'incomplete','hint':'send the whole JSON object','message':'the request has no end'}}\n" }
    "#]],
    );
}

#[test]
fn a_wait_ends_when_the_state_has_lasted_and_at_its_limit() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.panes[0].report = "working";
    panel.pass(Millis(600));
    panel.input(Input::Visible(false));
    let said = ask(
        &mut panel,
        "wait",
        &[("pane", "%0"), ("timeout", "20")],
        Some(""),
    );
    check(
        &said,
        &expect![[r#"
        BlockPipe("p")
    "#]],
    );
    panel.pass(Millis(3_000));
    check(&effects(&mut panel), &expect![[""]]);
    panel.panes[0].report = "waiting";
    panel.pass(Millis(4_000));
    check(
        &effects(&mut panel),
        &expect![[r#"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':true,'operation':'wait','data':{'dead':0,'total':1,'workers':[{'alive':true,'command':'claude','directory':'/home/u/a','pane':'%0','since':null,'started_by_org':true,'state':'waiting','window':'w0'}]}}\n" }
        UnblockPipe("p")
    "#]],
    );

    let mut panel = Panel::with(&["/home/u/a"]);
    let _ = ask(
        &mut panel,
        "wait",
        &[("until", "dead"), ("timeout", "5")],
        Some(""),
    );
    panel.pass(Millis(6_000));
    check(
        &effects(&mut panel),
        &expect![[r#"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'wait','error':{'code':'timed_out','hint':'look at the worker, or wait longer','message':'not so within 5 s'}}\n" }
        UnblockPipe("p")
    "#]],
    );
}

#[test]
fn nothing_is_listed_for_a_hidden_panel_when_no_script_waits_any_more() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.input(Input::Visible(false));
    let _ = ask(&mut panel, "wait", &[], Some(""));
    panel.pass(Millis(6_000));
    panel.all_effects();
    panel.pass(Millis(20_000));
    check(&panel.all_effects(), &expect![[""]]);
}

#[test]
fn a_watch_tells_what_changes() {
    let mut panel = Panel::with(&["/home/u/a"]);
    let _ = ask(&mut panel, "watch", &[("timeout", "5")], Some(""));
    panel.pass(Millis(600));
    effects(&mut panel);
    panel.kill(0, "3", "");
    panel.pass(Millis(600));
    check(
        &effects(&mut panel),
        &expect![[r#"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':true,'operation':'watch','data':{'before':'idle','counts':{'alive':0,'dead':1,'idle':0,'starting':0,'total':1,'waiting':0,'working':0},'event':'state','worker':{'alive':false,'command':'claude','directory':'/home/u/a','exit_status':3,'pane':'%0','since':null,'started_by_org':true,'state':'dead','window':'w0'}}}\n" }
    "#]],
    );
    panel.pass(Millis(5_000));
    check(
        &effects(&mut panel),
        &expect![[r#"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':true,'operation':'watch','data':{'counts':{'alive':0,'dead':1,'idle':0,'starting':0,'total':1,'waiting':0,'working':0},'event':'end'}}\n" }
        UnblockPipe("p")
    "#]],
    );
}

#[test]
fn a_tmux_that_does_not_answer_is_told_in_time() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.hold = true;
    let _ = ask(&mut panel, "status", &[], Some(""));
    panel.pass(Millis(31_000));
    check(
        &effects(&mut panel),
        &expect![[r#"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'status','error':{'code':'no_answer','hint':'it may still happen: look before trying again','message':'could not list the workers: no answer within 8 s'}}\n" }
        UnblockPipe("p")
    "#]],
    );
}

#[test]
fn a_panel_that_is_closed_answers_what_it_has() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.hold = true;
    let _ = ask(&mut panel, "status", &[], Some(""));
    panel.input(Input::Closing);
    check(
        &effects(&mut panel),
        &expect![[r#"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'status','error':{'code':'closed','hint':'it may have been done: look before trying again','message':'the panel that had the request in hand was closed'}}\n" }
        UnblockPipe("p")
    "#]],
    );
}

#[test]
fn a_panel_that_was_loaded_anew_answers_what_it_had() {
    let mut panel = Panel::with(&["/home/u/a"]);
    panel.input(Input::PipeLeft {
        id: "p".into(),
        operation: "wait".into(),
    });
    check(
        &effects(&mut panel),
        &expect![[r#"
        AnswerPipe { id: "p", text: "{'version':'0.1.0','ok':false,'operation':'wait','error':{'code':'closed','hint':'it may have been done: look before trying again','message':'the panel that had the request in hand was closed'}}\n" }
        UnblockPipe("p")
    "#]],
    );
}

#[test]
fn a_call_before_the_permission_shows_the_panel() {
    let mut panel = Panel::loaded(&[]);
    panel.all_effects();
    panel.input(message("status", &[], Some("")));
    check(
        &panel.all_effects(),
        &expect![[r#"
        Show
    "#]],
    );
    check(
        &panel.screen(),
        &expect![[r#"
        org                                  tmux session org-system
        A script has called.
        org may not run tmux for it yet. Press Enter to be asked,
        then run the script again.





        to nobody yet
        ❯

    "#]],
    );
}

/// The client of a text that ends with its input has left before the answer.
#[test]
fn what_nobody_can_be_told_any_more_is_told_in_the_panel() {
    let mut panel = Panel::with(&["/home/u/a"]);
    let there = [("pane", "%7")];
    panel.input(message("send", &there, Some("one\n")));
    panel.input(won(true));
    panel.input(message("send", &there, None));
    panel.settle();
    let screen = panel.screen();
    assert!(
        screen.contains("✗ send of a script: no worker in %7"),
        "{screen}"
    );
}

/// The clock jumps while a request is under way: the other panels go by what
/// is promised to them.
#[test]
fn a_promise_is_renewed_when_the_clock_jumps() {
    for by in [7_200_000, -7_200_000] {
        let mut panel = Panel::with(&["/home/u/a"]);
        panel.now = panel.now.after(Millis(100_000_000));
        panel.pass(Millis(1_000));
        panel.panes[0].report = "working";
        panel.panes[0].agent.works = true;
        let asked = ask(&mut panel, "wait", &[("timeout", "60")], Some(""));
        assert_eq!(asked, "BlockPipe(\"p\")\n");
        panel.pass(Millis(10_000));
        assert_eq!(panel.effects(), "");
        let mut until = panel.now;
        until.shift(by + 50_100);
        panel.now.shift(by);
        panel.pass(Millis(100));
        let promise = format!("PromiseAnswer {{ id: \"p\", until: {until:?} }}\n");
        assert_eq!(panel.effects(), promise, "{by}");
        // And it is kept.
        panel.pass(Millis(45_000));
        assert_eq!(effects(&mut panel), "", "{by}");
        panel.pass(Millis(10_000));
        assert!(effects(&mut panel).contains("AnswerPipe"), "{by}");
    }
}
