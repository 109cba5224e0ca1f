//! What each operation hands to tmux, word by word. A change here is a change
//! of what was measured on every version of tmux: look at it twice.

use expect_test::{Expect, expect};
use org::agent::{hooks, profile};
use org::operation::clean::clean_dead_workers;
use org::operation::send::Prompt;
use org::operation::start::StartRequest;
use org::operation::{self, Operation, Progress, Step};
use org::time::Moment;
use org::tmux::listing::{self, Record};
use org::tmux::{Output, PaneId, ServerId, Socket, Target, Tmux};
use org::worker::{Roster, Worker};

use crate::support::words;

fn tmux() -> Tmux {
    Tmux {
        socket: Socket::Name("s".into()),
        ..Tmux::default()
    }
}

fn nonce() -> org::nonce::Nonce {
    org::nonce::Nonces::new(0xabc).draw()
}

fn target() -> Target {
    Target {
        server: ServerId {
            pid: 10,
            start_time: 99,
        },
        pane: PaneId(3),
        key: org::directory::Directory::new("/a b").unwrap().key(),
    }
}

/// The commands of an invocation as text: short words on the command's line,
/// a long one on a line of its own, a branch with one command a line.
fn commands(step: Step<impl Sized>) -> Vec<String> {
    let Step::Run(argv) = step else {
        panic!("it begins with a command");
    };
    let client = tmux().client();
    let at = argv.windows(client.len()).position(|w| w == client);
    let (script, words) = argv.split_at(at.expect("tmux is called"));
    assert!(script.is_empty() || script[0] == "/bin/sh");
    // The hooks have a test of their own beside their code.
    let launched = hooks::launched(&["claude".into()]);
    let [variable, json] = [1, 4].map(|n| org::tmux::quote::single(&launched[n]));
    let words = words[client.len()..].iter();
    let words = words.map(|w| w.replace(&variable, "'VARIABLE'").replace(&json, "'HOOKS'"));
    let words: Vec<String> = words.collect();
    words.split(|word| word == ";").map(shown).collect()
}

fn shown(command: &[String]) -> String {
    let mut text = String::new();
    for word in command {
        let word = word.replace('\n', "\\n");
        if word.len() < 40 && !word.contains(" ; ") {
            let gap = if text.is_empty() { "" } else { " " };
            text.push_str(&format!("{gap}{word}"));
        } else {
            text.push_str(&format!("\n    {}", word.replace(" ; ", " ;\n    ")));
        }
    }
    text + "\n"
}

fn check(step: Step<impl Sized>, expected: &Expect) {
    expected.assert_eq(&commands(step).concat());
}

/// Only what differs from a plain start.
fn check_beyond_start(step: Step<impl Sized>, expected: &Expect) {
    let start = operation::start_worker_in_directory(&tmux(), request(None), nonce());
    let plain = commands(resolved(start));
    let own = commands(step).into_iter().filter(|c| !plain.contains(c));
    expected.assert_eq(&own.collect::<String>());
}

fn begin<O: Operation>(mut operation: O) -> Step<O::Output> {
    operation.advance(Moment(5_000), Progress::Begun)
}

fn resolved(mut start: operation::start::Start) -> Step<operation::start::Started> {
    let said = |stdout: &str| Output {
        status: Some(0),
        stdout: stdout.into(),
        stderr: Vec::new(),
    };
    start.advance(Moment(5_000), Progress::Begun);
    start.advance(Moment(5_000), Progress::Finished(&said("found\n/a b\n")))
}

fn request(first_prompt: Option<&str>) -> StartRequest {
    StartRequest {
        directory: "/a b".into(),
        base: "/".into(),
        home: String::new(),
        command: words(&["claude", "it's"]),
        first_prompt: first_prompt.map(str::to_owned),
        beside: false,
    }
}

#[test]
fn every_invocation_goes_to_one_server_whatever_the_environment_says() {
    let expected = |socket: &[&str]| {
        let mut words = vec!["env"];
        for name in [
            "TMUX",
            "TMUX_PANE",
            "ZELLIJ",
            "ZELLIJ_SESSION_NAME",
            "ZELLIJ_PANE_ID",
        ] {
            words.extend(["-u", name]);
        }
        words.extend(["tmux", "-u"]);
        words.extend(socket);
        words.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    for (option, socket) in [
        ("", [].as_slice()),
        ("work", &["-L", "work"]),
        ("/tmp/s", &["-S", "/tmp/s"]),
    ] {
        let socket_option = Socket::parse(option).unwrap();
        let tmux = Tmux {
            socket: socket_option,
            ..Tmux::default()
        };
        assert_eq!(tmux.client(), expected(socket));
    }
}

#[test]
fn list() {
    check(
        begin(operation::get_all_workers_status(&tmux(), nonce())),
        &expect![[r#"
            display-message -p abc-1-0=#{pid} #{start_time}
            list-panes -a -f
                #{?#{==:#{session_name},org-system},1,#{?@org_key,#{!=:#{session_group},org-system},}} -F
                abc-1-0#{pane_id} #{window_activity} #{window_id} #{pane_pid} #{?pane_dead,1 #{pane_dead_status} #{pane_dead_signal},0  } #{?#{e|<:#{n:#{@org_state} #{@org_since}},40},#{@org_state} #{@org_since},? ?} #{?pane_dead,#{?#{&&:#{m:3.2*,#{version}},#{==:#{pane_dead_status},}},#{?#{C:is dead (signal 1#,},1,}#{?#{C:is dead (signal 2#,},2,}#{?#{C:is dead (signal 3#,},3,}#{?#{C:is dead (signal 4#,},4,}#{?#{C:is dead (signal 5#,},5,}#{?#{C:is dead (signal 6#,},6,}#{?#{C:is dead (signal 7#,},7,}#{?#{C:is dead (signal 8#,},8,}#{?#{C:is dead (signal 9#,},9,}#{?#{C:is dead (signal 10#,},10,}#{?#{C:is dead (signal 11#,},11,}#{?#{C:is dead (signal 12#,},12,}#{?#{C:is dead (signal 13#,},13,}#{?#{C:is dead (signal 14#,},14,}#{?#{C:is dead (signal 15#,},15,},},} #{?#{e|<:#{n:@org_key},33},#{@org_key},?} #{?#{e|<:#{n:@org_dir},3001},#{@org_dir},?} #{?#{e|<:#{n:@org_command},4001},#{@org_command},?} #{?@org_key,1,#{?@org_window,1,}} #{?#{e|<:#{n:window_name},1509},#{window_name},?}abc-1-0 #{?#{&&:#{@org_command},#{@org_state}},,#{?#{e|<:#{n:pane_current_command},200},#{pane_current_command},?}}abc-1-0 #{?@org_dir,,#{?#{e|<:#{n:pane_current_path},1501},#{pane_current_path},?}}abc-1-0
        "#]],
    );
}

/// Two comparisons, then a listing that the next one is compared with.
#[test]
fn list_when_something_is_new() {
    let mut before = Roster::default();
    before.remembered = Some(org::nonce::Nonces::new(0xabc).draw().step(0));
    let list = operation::get_all_workers_status(&tmux(), nonce()).after(&before);
    check(
        begin(list.long_poll(org::time::Millis(2_500))),
        &expect![[r#"
            if-shell -F
                #{?org_seen_c,#{==:#{org_seen_c},abc-1-0 #{E:org_look_c}},} run-shell -d 2.500 set-environment -gu org_seen_c
            if-shell -F
                #{?org_seen_c,#{==:#{org_seen_c},abc-1-0 #{E:org_look_c}},} run-shell -d 2.500 set-environment -gu org_seen_c
            display-message -p abc-1-0=#{pid} #{start_time}
            list-panes -a -f
                #{?#{==:#{session_name},org-system},1,#{?@org_key,#{!=:#{session_group},org-system},}} -F
                abc-1-0#{pane_id} #{window_activity} #{window_id} #{pane_pid} #{?pane_dead,1 #{pane_dead_status} #{pane_dead_signal},0  } #{?#{e|<:#{n:#{@org_state} #{@org_since}},40},#{@org_state} #{@org_since},? ?} #{?pane_dead,#{?#{&&:#{m:3.2*,#{version}},#{==:#{pane_dead_status},}},#{?#{C:is dead (signal 1#,},1,}#{?#{C:is dead (signal 2#,},2,}#{?#{C:is dead (signal 3#,},3,}#{?#{C:is dead (signal 4#,},4,}#{?#{C:is dead (signal 5#,},5,}#{?#{C:is dead (signal 6#,},6,}#{?#{C:is dead (signal 7#,},7,}#{?#{C:is dead (signal 8#,},8,}#{?#{C:is dead (signal 9#,},9,}#{?#{C:is dead (signal 10#,},10,}#{?#{C:is dead (signal 11#,},11,}#{?#{C:is dead (signal 12#,},12,}#{?#{C:is dead (signal 13#,},13,}#{?#{C:is dead (signal 14#,},14,}#{?#{C:is dead (signal 15#,},15,},},} #{?#{e|<:#{n:@org_key},33},#{@org_key},?} #{?#{e|<:#{n:@org_dir},3001},#{@org_dir},?} #{?#{e|<:#{n:@org_command},4001},#{@org_command},?} #{?@org_key,1,#{?@org_window,1,}} #{?#{e|<:#{n:window_name},1509},#{window_name},?}abc-1-0 #{?#{&&:#{@org_command},#{@org_state}},,#{?#{e|<:#{n:pane_current_command},200},#{pane_current_command},?}}abc-1-0 #{?@org_dir,,#{?#{e|<:#{n:pane_current_path},1501},#{pane_current_path},?}}abc-1-0
            set-environment -gh org_look_c
                #{S:#{?#{==:#{session_name},org-system},#{W:#{P:#{pane_id}#{?pane_dead,x,}#{@org_state}#{@org_since}.#{window_activity} }},#{?#{!=:#{session_group},org-system},#{W:#{P:#{?@org_key,#{pane_id}#{?pane_dead,x,}#{@org_state}#{@org_since}.#{window_activity} ,}}},}}}
            set-environment -ghF org_seen_c abc-1-0 #{E:org_look_c}
        "#]],
    );
}

/// Up to so many in one message, else all of them.
#[test]
fn list_what_has_changed() {
    let relist = |panes: u32| {
        let mut look = "10 99\n".to_owned();
        for n in 0..panes {
            let pane = 1_000_000_000 + n;
            look.push_str(&format!("%{pane} 1 @{pane} 7 0   idle 5  \n"));
        }
        let none = listing::parse(&nonce(), "10 99\n");
        let before = Roster::default().next(Moment(5_000), none);
        let look = Output {
            status: Some(0),
            stdout: format!("abc-1-0={look}abc-1-0!\n").into_bytes(),
            stderr: Vec::new(),
        };
        let list = operation::get_all_workers_status(&tmux(), nonce()).after(&before);
        let mut list = list.previewing(Some(PaneId(1_000_000_000)));
        list.advance(Moment(5_000), Progress::Begun);
        let Step::Run(argv) = list.advance(Moment(5_000), Progress::Finished(&look)) else {
            panic!("it lists what has changed");
        };
        argv
    };
    let bytes = |argv: &[String]| org::tmux::server::message_bytes(&argv[tmux().client().len()..]);
    let most = u32::try_from(listing::MAX_CHANGED).unwrap();
    let argv = relist(most);
    assert!(
        bytes(&argv) < org::tmux::server::MESSAGE_LIMIT,
        "{}",
        bytes(&argv)
    );
    assert!(
        argv.iter().any(|word| word.contains("%1000000399.")),
        "{argv:?}"
    );
    let argv = relist(most + 1);
    assert!(bytes(&argv) < 4_000, "{}", bytes(&argv));
    assert!(argv.last().unwrap().contains("capture-pane"), "{argv:?}");
    check(
        Step::<()>::Run(relist(2)),
        &expect![[r#"
            display-message -p abc-1-1=#{pid} #{start_time}
            list-panes -a -f
                #{&&:#{?#{==:#{session_name},org-system},1,#{?@org_key,#{!=:#{session_group},org-system},}},#{m:*#{pane_id}.*,%1000000000.%1000000001.}} -F
                abc-1-1#{pane_id} #{window_activity} #{window_id} #{pane_pid} #{?pane_dead,1 #{pane_dead_status} #{pane_dead_signal},0  } #{?#{e|<:#{n:#{@org_state} #{@org_since}},40},#{@org_state} #{@org_since},? ?} #{?pane_dead,#{?#{&&:#{m:3.2*,#{version}},#{==:#{pane_dead_status},}},#{?#{C:is dead (signal 1#,},1,}#{?#{C:is dead (signal 2#,},2,}#{?#{C:is dead (signal 3#,},3,}#{?#{C:is dead (signal 4#,},4,}#{?#{C:is dead (signal 5#,},5,}#{?#{C:is dead (signal 6#,},6,}#{?#{C:is dead (signal 7#,},7,}#{?#{C:is dead (signal 8#,},8,}#{?#{C:is dead (signal 9#,},9,}#{?#{C:is dead (signal 10#,},10,}#{?#{C:is dead (signal 11#,},11,}#{?#{C:is dead (signal 12#,},12,}#{?#{C:is dead (signal 13#,},13,}#{?#{C:is dead (signal 14#,},14,}#{?#{C:is dead (signal 15#,},15,},},} #{?#{e|<:#{n:@org_key},33},#{@org_key},?} #{?#{e|<:#{n:@org_dir},3001},#{@org_dir},?} #{?#{e|<:#{n:@org_command},4001},#{@org_command},?} #{?@org_key,1,#{?@org_window,1,}} #{?#{e|<:#{n:window_name},1509},#{window_name},?}abc-1-1 #{?#{&&:#{@org_command},#{@org_state}},,#{?#{e|<:#{n:pane_current_command},200},#{pane_current_command},?}}abc-1-1 #{?@org_dir,,#{?#{e|<:#{n:pane_current_path},1501},#{pane_current_path},?}}abc-1-1
        "#]],
    );
}

#[test]
fn start() {
    let start = operation::start_worker_in_directory(&tmux(), request(None), nonce());
    check(
        resolved(start),
        &expect![[r#"
            start-server
            set-option -g @org_dir_abc-1 /a b
            set-option -g @org_prog_abc-1 claude
            if-shell -F
                #{?#{S:#{?#{==:#{session_name},org-system},1,}},,#{?#{S:#{W:#{P:#{?#{||:#{||:#{==:#{@org_key},73c9c45d21e1dbbab5ec7d874b3972a9},#{m:*org:73c9c45d21e1dbbab5ec7d874b3972a9:*,#{pane_start_command}}},#{&&:#{?#{@org_key}#{@org_window},0,1},#{||:#{&&:#{==:#{session_name},org-system},#{||:#{==:#{pane_current_path},#{@org_dir_abc-1}},#{==:#{pane_start_path},#{@org_dir_abc-1}}}},#{&&:#{||:#{==:#{pane_current_command},#{@org_prog_abc-1}},#{m/r:^[0-9.]+$,#{pane_current_command}}},#{==:#{pane_current_path},#{@org_dir_abc-1}}}}}},1,}}}},,#{?pid,1,}}}
                new-session -d -s org-system -n org-abc-1 -x 200 -y 50 -- '/bin/sh' '-c' 'cd -- "$1" && shift && exec "$@"' 'org:73c9c45d21e1dbbab5ec7d874b3972a9:abc-1' '/a b' 'env' 'VARIABLE' 'claude' '--settings' 'HOOKS' 'it'\''s' ;
                set-option -t '=org-system:' destroy-unattached off ;
                set-option -s exit-unattached off
            if-shell -F
                #{?#{S:#{?#{==:#{session_name},org-system},1,}},#{?#{S:#{W:#{P:#{?#{||:#{||:#{==:#{@org_key},73c9c45d21e1dbbab5ec7d874b3972a9},#{m:*org:73c9c45d21e1dbbab5ec7d874b3972a9:*,#{pane_start_command}}},#{&&:#{?#{@org_key}#{@org_window},0,1},#{||:#{&&:#{==:#{session_name},org-system},#{||:#{==:#{pane_current_path},#{@org_dir_abc-1}},#{==:#{pane_start_path},#{@org_dir_abc-1}}}},#{&&:#{||:#{==:#{pane_current_command},#{@org_prog_abc-1}},#{m/r:^[0-9.]+$,#{pane_current_command}}},#{==:#{pane_current_path},#{@org_dir_abc-1}}}}}},1,}}}},,#{?pid,1,}},}
                new-window -d -n org-abc-1 -t '=org-system:' -- '/bin/sh' '-c' 'cd -- "$1" && shift && exec "$@"' 'org:73c9c45d21e1dbbab5ec7d874b3972a9:abc-1' '/a b' 'env' 'VARIABLE' 'claude' '--settings' 'HOOKS' 'it'\''s'
            if-shell -F -t =org-system:=org-abc-1 #{m:*:abc-1 *,#{pane_start_command}}
                set -p -t '=org-system:=org-abc-1' @org_key 73c9c45d21e1dbbab5ec7d874b3972a9 ;
                set -p -t '=org-system:=org-abc-1' @org_dir 2f612062 ;
                set -p -t '=org-system:=org-abc-1' @org_nonce abc-1 ;
                set -p -t '=org-system:=org-abc-1' @org_command 636c61756465.69742773 ;
                set -p -t '=org-system:=org-abc-1' remain-on-exit on ;
                set -w -t '=org-system:=org-abc-1' @org_window 1 ;
                set -w -t '=org-system:=org-abc-1' allow-rename off ;
                set -p -t '=org-system:=org-abc-1' @org_state starting ;
                resize-window -t '=org-system:=org-abc-1' -x 200 -y 50 ;
                set -wu -t '=org-system:=org-abc-1' window-size ;
                set -p -F -t '=org-system:=org-abc-1' @org_since '#{T;l:%s}' ;
                rename-window -t '=org-system:=org-abc-1' 'claude:_a_b'
            display-message -p
                #{S:#{W:#{P:#{?#{||:#{||:#{==:#{@org_key},73c9c45d21e1dbbab5ec7d874b3972a9},#{m:*org:73c9c45d21e1dbbab5ec7d874b3972a9:*,#{pane_start_command}}},#{&&:#{?#{@org_key}#{@org_window},0,1},#{||:#{&&:#{==:#{session_name},org-system},#{||:#{==:#{pane_current_path},#{@org_dir_abc-1}},#{==:#{pane_start_path},#{@org_dir_abc-1}}}},#{&&:#{||:#{==:#{pane_current_command},#{@org_prog_abc-1}},#{m/r:^[0-9.]+$,#{pane_current_command}}},#{==:#{pane_current_path},#{@org_dir_abc-1}}}}}},org1 #{pane_id} #{?@org_nonce,#{@org_nonce},#{?#{m:*:abc-1 *,#{pane_start_command}},-,}} #{pane_dead} #{pid} #{start_time}|,}}}}
            set-option -gu @org_dir_abc-1
            set-option -gu @org_prog_abc-1
        "#]],
    );
}

#[test]
fn start_with_a_first_prompt() {
    let start = operation::start_worker_in_directory(&tmux(), request(Some("hi;")), nonce());
    check_beyond_start(
        resolved(start),
        &expect![[r#"
            set-buffer -b org-p-abc-1-part -- hi\;
            set-buffer -b org-p-abc-1-part -n org-p-abc-1
            if-shell -F
                #{?#{S:#{?#{==:#{session_name},org-system},1,}},,#{?#{S:#{W:#{P:#{?#{||:#{||:#{==:#{@org_key},73c9c45d21e1dbbab5ec7d874b3972a9},#{m:*org:73c9c45d21e1dbbab5ec7d874b3972a9:*,#{pane_start_command}}},#{&&:#{?#{@org_key}#{@org_window},0,1},#{||:#{&&:#{==:#{session_name},org-system},#{||:#{==:#{pane_current_path},#{@org_dir_abc-1}},#{==:#{pane_start_path},#{@org_dir_abc-1}}}},#{&&:#{||:#{==:#{pane_current_command},#{@org_prog_abc-1}},#{m/r:^[0-9.]+$,#{pane_current_command}}},#{==:#{pane_current_path},#{@org_dir_abc-1}}}}}},1,}}}},,#{?pid,1,}}}
                new-session -d -s org-system -n org-abc-1 -x 200 -y 50 -- '/bin/sh' '-c' 'cd -- "$1" || exit; b=$2; shift 2; n=0; until p=$(tmux -u show-buffer -b "$b" 2>/dev/null && echo .); do n=$((n+1)); [ "$n" -le 100 ] || { echo "org: the first prompt did not arrive; start again"; exit 1; }; sleep 0.1; done; tmux delete-buffer -b "$b"; exec "$@" "${p%.}"' 'org:73c9c45d21e1dbbab5ec7d874b3972a9:abc-1' '/a b' 'org-p-abc-1' 'env' 'VARIABLE' 'claude' '--settings' 'HOOKS' 'it'\''s' '--' ;
                set-option -t '=org-system:' destroy-unattached off ;
                set-option -s exit-unattached off
            if-shell -F
                #{?#{S:#{?#{==:#{session_name},org-system},1,}},#{?#{S:#{W:#{P:#{?#{||:#{||:#{==:#{@org_key},73c9c45d21e1dbbab5ec7d874b3972a9},#{m:*org:73c9c45d21e1dbbab5ec7d874b3972a9:*,#{pane_start_command}}},#{&&:#{?#{@org_key}#{@org_window},0,1},#{||:#{&&:#{==:#{session_name},org-system},#{||:#{==:#{pane_current_path},#{@org_dir_abc-1}},#{==:#{pane_start_path},#{@org_dir_abc-1}}}},#{&&:#{||:#{==:#{pane_current_command},#{@org_prog_abc-1}},#{m/r:^[0-9.]+$,#{pane_current_command}}},#{==:#{pane_current_path},#{@org_dir_abc-1}}}}}},1,}}}},,#{?pid,1,}},}
                new-window -d -n org-abc-1 -t '=org-system:' -- '/bin/sh' '-c' 'cd -- "$1" || exit; b=$2; shift 2; n=0; until p=$(tmux -u show-buffer -b "$b" 2>/dev/null && echo .); do n=$((n+1)); [ "$n" -le 100 ] || { echo "org: the first prompt did not arrive; start again"; exit 1; }; sleep 0.1; done; tmux delete-buffer -b "$b"; exec "$@" "${p%.}"' 'org:73c9c45d21e1dbbab5ec7d874b3972a9:abc-1' '/a b' 'org-p-abc-1' 'env' 'VARIABLE' 'claude' '--settings' 'HOOKS' 'it'\''s' '--'
            if-shell -F
                #{?#{S:#{W:#{P:#{?#{m:*:abc-1 *,#{pane_start_command}},1,}}}},,#{?pid,1,}} delete-buffer -b org-p-abc-1
        "#]],
    );
}

#[test]
fn restart() {
    let start = operation::restart_dead_worker(&tmux(), target(), request(None), nonce());
    check_beyond_start(
        resolved(start),
        &expect![[r#"
            if-shell -F -t %3
                #{==:#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead},10/99/%3/73c9c45d21e1dbbab5ec7d874b3972a9/1} kill-pane -t %3
        "#]],
    );
}

#[test]
fn send() {
    let prompt = Prompt::new("a\nb;");
    let send =
        operation::send_command_to_worker(&tmux(), target(), profile::GENERIC, prompt, nonce());
    check(
        begin(send),
        &expect![[r#"
            set-buffer -b org-t-abc-1-1 -- a\nb\;
            if-shell -F -t %3
                #{&&:#{==:#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead}/#{pane_input_off}/#{@org_busy},10/99/%3/73c9c45d21e1dbbab5ec7d874b3972a9/0/0/},#{?#{?#{||:#{==:#{@org_state},waiting},#{m:*Action Required*,#{pane_title}}},1,},0,1}}
                set-option -p -t %3 @org_busy abc-1-1.5.abc-1-1 ;
                copy-mode -q -t %3 ;
                paste-buffer -p -r -d -b org-t-abc-1-1 -t %3 ;
                run-shell -d 0.5 ;
                if-shell -F -t %3 '#{&&:#{==:#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead}/#{pane_input_off}/#{@org_busy},10/99/%3/73c9c45d21e1dbbab5ec7d874b3972a9/0/0/abc-1-1.5.abc-1-1},#{?#{?#{||:#{==:#{@org_state},waiting},#{m:*Action Required*,#{pane_title}}},1,},0,1}}' 'copy-mode -q -t %3 ;
                set-buffer -b org-c-abc-1-1 -- "\r" ;
                paste-buffer -r -d -b org-c-abc-1-1 -t %3 ;
                set-option -pu -t %3 @org_busy ;
                display-message -p -t %3 '\''org1 delivered #{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead}/#{pane_input_off}/#{?#{m/r:^[a-zA-Z0-9.-]*$,#{@org_busy}},#{@org_busy},?}|#{?#{||:#{==:#{@org_state},waiting},#{m:*Action Required*,#{pane_title}}},1,}|#{?#{m/r:^(starting|idle|working|waiting|ended)$,#{@org_state}},#{@org_state},}||#{e|+:#{@org_prompts},0}'\''' 'display-message -p -t %3 '\''org1 lost #{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead}/#{pane_input_off}/#{?#{m/r:^[a-zA-Z0-9.-]*$,#{@org_busy}},#{@org_busy},?}|#{?#{||:#{==:#{@org_state},waiting},#{m:*Action Required*,#{pane_title}}},1,}|#{?#{m/r:^(starting|idle|working|waiting|ended)$,#{@org_state}},#{@org_state},}||#{e|+:#{@org_prompts},0}'\'''
                delete-buffer -b org-t-abc-1-1 ;
                display-message -p -t %3 'org1 unready #{?#{||:#{==:#{bracket_paste_flag},0},#{==:#{C/r:[^ ]},0}},1,}' ;
                display-message -p -t %3 'org1 refused #{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead}/#{pane_input_off}/#{?#{m/r:^[a-zA-Z0-9.-]*$,#{@org_busy}},#{@org_busy},?}|#{?#{||:#{==:#{@org_state},waiting},#{m:*Action Required*,#{pane_title}}},1,}|#{?#{m/r:^(starting|idle|working|waiting|ended)$,#{@org_state}},#{@org_state},}||#{e|+:#{@org_prompts},0}'
            list-buffers -f
                #{&&:#{m:org-[tcp]-*,#{buffer_name}},#{e|<:#{buffer_created},0}} -F org1 old #{buffer_name}
        "#]],
    );
}

#[test]
fn clean() {
    check(
        begin(clean_dead_workers(&tmux(), vec![target()])),
        &expect![[r#"
            if-shell -F -t %3
                #{==:#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead},10/99/%3/73c9c45d21e1dbbab5ec7d874b3972a9/1}
                display-message -p -t %3 'org1 cleaned #{pane_id}' ;
                kill-pane -t %3
        "#]],
    );
}

#[test]
fn stop() {
    check(
        begin(operation::stop_worker(&tmux(), target(), 77)),
        &expect![[r#"
            if-shell -F -t %3
                #{&&:#{==:#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead},10/99/%3/73c9c45d21e1dbbab5ec7d874b3972a9/0},#{==:#{pane_pid},77}}
                display-message -p -t %3 'org1 stopped #{pane_id}' ;
                kill-pane -t %3
                display-message -p -t %3 'org1 kept #{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key}/#{pane_dead}/#{pane_input_off}/#{?#{m/r:^[a-zA-Z0-9.-]*$,#{@org_busy}},#{@org_busy},?}'
        "#]],
    );
}

#[test]
fn attach() {
    let worker = Worker::from_record(Record {
        fingerprint: String::new(),
        target: target(),
        window_id: "@4".into(),
        dead: false,
        status: None,
        signal: None,
        pid: Some(77),
        activity: 0,
        report: None,
        since: None,
        directory_hex: String::new(),
        command_hex: String::new(),
        window_is_ours: true,
        window_name: "claude:_a_b".into(),
        current_command: "claude".into(),
        current_path: "/a b".into(),
    });
    let argv = operation::attach_to_worker(&tmux(), &worker, &nonce());
    let (script, client) = argv.split_at(argv.len() - tmux().client().len());
    assert_eq!(client, tmux().client());
    let script: String = script
        .iter()
        .map(|w| shown(std::slice::from_ref(w)))
        .collect();
    expect![[r##"
        /bin/sh
        -c

            pane=$1 same=$2 keep=$3 short=$4; shift 4\n"$@" if-shell -F -t "$pane" "$same" "$keep" >/dev/null 2>&1\nexec /bin/sh -c "$short"
        org-view
        %3

            #{==:#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key},10/99/%3/73c9c45d21e1dbbab5ec7d874b3972a9}

            set-option -p -t %3 @org_view-99 'trap : HUP TERM; env -u TMUX -u TMUX_PANE -u ZELLIJ -u ZELLIJ_SESSION_NAME -u ZELLIJ_PANE_ID tmux -u -L s if-shell -F -t %3 '\''#{==:#{pid}/#{start_time}/#{?session_id,#{pane_id},}/#{@org_key},10/99/%3/73c9c45d21e1dbbab5ec7d874b3972a9}'\'' '\''new-session -s org-view-abc-1 -- cat ;
            set-option -t =org-view-abc-1: destroy-unattached off ;
            set-option -t =org-view-abc-1: detach-on-destroy on ;
            set-option -t =org-view-abc-1: status off ;
            set-option -t =org-view-abc-1: prefix None ;
            set-option -t =org-view-abc-1: prefix2 None ;
            bind-key -T org-view MouseDrag1Pane if-shell -F "#{mouse_any_flag}" "send-keys -M" "copy-mode -M" ;
            set-option -t =org-view-abc-1: key-table org-view ;
            set-option -t =org-view-abc-1: mouse on ;
            set-hook -t =org-view-abc-1: client-detached '\''\'\'''\''if-shell -F -t @4 "#{==:#{pid}/#{start_time}/#{window_id}/#{window_active_clients}/#{!=:#{window-size},manual},10/99/@4/0/1}" "resize-window -t @4 -x 200 -y 50 ;
            set-option -wu -t @4 window-size" ;
            if-shell -F -t =org-view-abc-1: "#{==:#{session_name}/#{session_attached},org-view-abc-1/0}" "kill-session -t =org-view-abc-1:"'\''\'\'''\'' ;
            link-window -k -s @4 -t =org-view-abc-1:^ ;
            select-pane -t %3'\'' '\''display-message -p -t %3 '\''\'\'''\''org: worker %%3 is gone'\''\'\'''\'''\''; status=$?; env -u TMUX -u TMUX_PANE -u ZELLIJ -u ZELLIJ_SESSION_NAME -u ZELLIJ_PANE_ID tmux -u -L s if-shell -F 1 '\''if-shell -F -t @4 "#{==:#{pid}/#{start_time}/#{window_id}/#{window_active_clients}/#{!=:#{window-size},manual},10/99/@4/0/1}" "resize-window -t @4 -x 200 -y 50 ;
            set-option -wu -t @4 window-size" ;
            if-shell -F -t =org-view-abc-1: "#{==:#{session_name}/#{session_attached},org-view-abc-1/0}" "kill-session -t =org-view-abc-1:"'\'' </dev/null >/dev/null 2>&1; exit $status'

            v=$(TMUX= tmux -u -L s show -pvt %3 @org_view-99 2>&1) && eval "${v:-false}" || ! echo "org: worker %3 is gone"
    "##]].assert_eq(&script);
}
