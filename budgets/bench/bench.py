"""The benchmark's work: org beside what people use, on this machine, one after
the other in turn. `cargo xtask bench` sets it up; it prints a page of Markdown,
and on standard error what it does meanwhile.

    bench.py OPERATE ORG_WASM ZELLIJ PEERS

ROUNDS and SECONDS in the environment make it shorter or longer, ONLY names
parts of it: operations, idle, events, zellij. Timings are never a test: they
are this machine's, on this day.
"""

import hashlib, os, platform, shutil, signal, statistics, subprocess, sys, tempfile, time

import libtmux

OPERATE, WASM, ZELLIJ, PEERS = sys.argv[1:5]
TMUX = shutil.which("tmux")
TICK = os.sysconf("SC_CLK_TCK")
ROUNDS = int(os.environ.get("ROUNDS", "15"))
SECONDS = float(os.environ.get("SECONDS", "30"))
ONLY = os.environ.get("ONLY", "operations,idle,events,zellij").split(",")
BEGUN = time.monotonic()


def note(text):
    print(f"{time.monotonic() - BEGUN:6.0f} s  {text}", file=sys.stderr, flush=True)


def median(values):
    return statistics.median(values)


def late(values):
    """The 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


class Home:
    """A HOME, a folder of sockets and a tmux server of our own."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="ob", dir="/tmp")
        self.bin = self.path("bin")
        for name in ["bin", "z", "t", "d", ".cache/zellij", ".config/zellij", f"tmux-{os.getuid()}"]:
            os.makedirs(self.path(name), exist_ok=True)
        os.chmod(self.path(f"tmux-{os.getuid()}"), 0o700)
        self.workers = self.path(f"tmux-{os.getuid()}/default")
        self.env = {
            "PATH": f"{self.bin}:{PEERS}/bin:{os.environ['PATH']}", "HOME": self.folder,
            "LANG": "C.UTF-8", "TERM": "xterm-256color", "SHELL": "/bin/sh",
            "TMPDIR": self.path("t"), "ZELLIJ_SOCKET_DIR": self.path("z"),
            "TMUX_TMPDIR": self.folder,
        }
        # A worker that looks like the agent by its name, and does nothing.
        shutil.copy(shutil.which("sleep"), self.path("claude"))
        self.terminals = 0

    def path(self, name):
        return os.path.join(self.folder, name)

    def tmux(self, *words, socket=None):
        command = [TMUX, "-u", "-S", socket or self.workers, "-f", "/dev/null", *words]
        return subprocess.run(command, env=self.env, capture_output=True, text=True).stdout

    def worker(self, name, session="org-system", program=None):
        """One more worker; its directory bears its name."""
        folder = self.path(f"d/{name}")
        os.makedirs(folder, exist_ok=True)
        program = program or [self.path("claude"), "1000000"]
        names = self.tmux("list-sessions", "-F", "#{session_name}").split()
        if session in names:
            words = ["new-window", "-d", "-t", f"={session}:"]
        else:
            words = ["new-session", "-d", "-s", session, "-x", "120", "-y", "40"]
        return self.tmux(*words, "-n", name, "-c", folder, "-P", "-F", "#{pane_id}", *program).strip()

    def hooked(self, name, state="idle"):
        """A worker as org starts one whose hooks tell what it does."""
        pane = self.worker(name)
        folder = self.path(f"d/{name}")
        facts = {
            "@org_key": hashlib.sha256(folder.encode()).hexdigest()[:32],
            "@org_dir": folder.encode().hex(), "@org_command": b"claude".hex(),
            "@org_nonce": name, "@org_state": state,
            "@org_since": str(int(time.time()) - 3 * 86400), "remain-on-exit": "on",
        }
        words = [w for fact in facts.items() for w in ("set-option", "-p", "-t", pane, *fact, ";")]
        self.tmux(*words, "set-option", "-w", "-t", pane, "@org_window", "1")
        return pane

    def count_runs(self):
        """From now on every tmux that a program of ours runs leaves a line."""
        with open(self.path("bin/tmux"), "w") as shim:
            shim.write(f"#!/bin/sh\necho >>{self.path('runs')}\nexec {TMUX} \"$@\"\n")
        os.chmod(self.path("bin/tmux"), 0o755)

    def log_ends(self, what):
        """From now on a tmux that does this leaves the time when it ended."""
        with open(self.path("bin/tmux"), "w") as shim:
            shim.write(f"""#!/bin/sh
{TMUX} "$@"
status=$?
case "$*" in *{what}*) date +%s.%N >>{self.path('ends')} ;; esac
exit $status
""")
        os.chmod(self.path("bin/tmux"), 0o755)

    def ended(self):
        """When the last of them did."""
        try:
            return float(open(self.path("ends")).read().split()[-1])
        except (OSError, IndexError):
            return None

    def runs(self):
        try:
            return len(open(self.path("runs")).readlines())
        except OSError:
            return 0

    def processes(self):
        found = {}
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                command = open(f"/proc/{pid}/cmdline").read()
                if self.folder in command + open(f"/proc/{pid}/environ").read():
                    found[int(pid)] = command
            except OSError:
                pass
        return found

    def end(self):
        pids = list(self.processes())
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        shutil.rmtree(self.folder, ignore_errors=True)


class Program:
    """A program in a terminal of its own: 120 columns, 40 rows."""

    def __init__(self, home, *command):
        home.terminals += 1
        self.peer = command[0].startswith(PEERS)
        self.home, self.socket = home, home.path(f"x{home.terminals}")
        # Peers would talk to the tmux that is their terminal.
        command = ["env", "-u", "TMUX", "-u", "TMUX_PANE", *command]
        home.tmux("new-session", "-d", "-x", "120", "-y", "40", *command, socket=self.socket)

    def screen(self):
        return self.home.tmux("capture-pane", "-p", socket=self.socket)

    def keys(self, *words):
        self.home.tmux("send-keys", *words, socket=self.socket)

    def until(self, text, limit=15.0, pause=0.01):
        """Seconds until this is on the screen."""
        begun = time.monotonic()
        while time.monotonic() < begun + limit:
            if text in self.screen():
                return time.monotonic() - begun
            time.sleep(pause)
        return None

    def cpu(self):
        """Seconds of it, of what it has run, and of the workers' server."""
        total = 0
        for pid, command in self.home.processes().items():
            words = command.split("\0")
            if self.socket in command or "claude" in words[0]:
                if "claude-tmux" not in words[0]:
                    continue
            try:
                fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            total += sum(map(int, fields[11:15]))
        return total / TICK


def zellij(home, plugin, options=""):
    """A Zellij with nothing but this plugin, or a terminal for none."""
    permissions = "RunCommands\nReadApplicationState\nChangeApplicationState\nReadCliPipes"
    write = lambda name, text: open(home.path(name), "w").write(text)
    write(".cache/zellij/permissions.kdl", f'"{WASM}" {{\n{permissions}\n}}\n')
    write(".config/zellij/config.kdl",
          "show_startup_tips false\nshow_release_notes false\nplugins {\n"
          f'    org location="file:{WASM}" {{\n        tmux_socket "{home.workers}"\n{options}    }}\n'
          '    session-manager location="zellij:session-manager"\n}\n')
    # In a tab of its own: else every new one would have the plugin as well.
    pane = f'plugin location="{plugin}"' if plugin else ""
    write("layout.kdl", f'layout {{\n    tab {{\n        pane {{\n            {pane}\n        }}\n    }}\n}}\n')
    return Program(home, ZELLIJ, "--session", session(home),
                   "--new-session-with-layout", home.path("layout.kdl"))


def session(home):
    return "b" + os.path.basename(home.folder)[2:8]


def operations(count):
    """Medians of org and of libtmux: status, start, duplicate start, send."""
    home = Home()
    try:
        ask = subprocess.Popen([OPERATE, home.workers], env=home.env, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        def org(line):
            ask.stdin.write(line + "\n")
            ask.stdin.flush()
            took, processes, said = ask.stdout.readline().split(" ", 2)
            return float(took), int(processes), said.strip()

        for n in range(count):
            home.worker(f"w{n}", program=["cat"])
        server = libtmux.Server(socket_path=home.workers)
        session_of_workers = lambda: server.sessions.get(session_name="org-system")
        window = lambda name: session_of_workers().windows.get(window_name=name, default=None)

        def status():
            return [(w.window_name, w.active_pane.pane_current_command) for w in session_of_workers().windows]

        def start(name):
            if window(name) is None:
                session_of_workers().new_window(window_name=name, start_directory=home.path("d"),
                                     window_shell="cat", attach=False)

        def send(name):
            window(name).active_pane.send_keys("hello from the benchmark", enter=True)

        def timed(action):
            begun = time.perf_counter()
            action()
            return (time.perf_counter() - begun) * 1000

        results = {}

        def keep(what, ours, theirs):
            results.setdefault(what, []).append((ours[0], theirs, ours[1]))

        for n in range(ROUNDS):
            folder = home.path(f"d/new{n}")
            os.makedirs(folder)
            keep("status", org("status"), timed(status))
            ours = org(f"start {folder}")
            assert ours[2] == "started", ours
            keep("start", ours, timed(lambda: start(f"theirs{n}")))
            ours = org(f"start {folder}")
            assert ours[2] == "already_running", ours
            keep("duplicate start", ours, timed(lambda: start(f"theirs{n}")))
            ours = org(f"send {folder}")
            assert ours[2] == "sent", ours
            keep("send", ours, timed(lambda: send(f"theirs{n}")))
        ask.stdin.close()
        ask.wait()
        return results
    finally:
        home.end()


# Without hooks; out of sight; and Zellij with an empty terminal.
ALONE, HIDDEN, EMPTY = "org, no hooks", "org, hidden", "Zellij alone"


def opened(tool, count):
    """A tool beside so many idle workers, each as the tool expects it."""
    home = Home()
    for n in range(count):
        if tool in ("org", HIDDEN):
            home.hooked(f"w{n}")
        else:
            home.worker(f"w{n}", session=f"s{n}" if tool == "claude-tmux" else "org-system")
    if tool == "tmuxcc":
        # It leaves out what nobody is attached to.
        Program(home, TMUX, "-S", home.workers, "attach", "-t", "=org-system:")
    home.count_runs()
    if tool == EMPTY:
        program = zellij(home, None)
        time.sleep(3)
        return home, program
    program = zellij(home, "org") if tool.startswith("org") else Program(home, f"{PEERS}/bin/{tool}")
    if program.until("w1", 20) is None:
        note(program.screen())
    if tool == HIDDEN:
        command = [ZELLIJ, "--session", session(home), "action", "new-tab"]
        subprocess.run(command, env=home.env, capture_output=True)
    return home, program


def idle(tool, count):
    """Processes a minute, and share of a core."""
    home, program = opened(tool, count)
    try:
        # Past the first ten seconds, after which org slows down, and past the
        # first look at each of those that tell nothing, one with each listing.
        time.sleep(12 + (0.75 * count if tool == ALONE else 0))
        before, begun = home.runs(), time.monotonic()
        time.sleep(SECONDS / 3)
        runs = (home.runs() - before) / (time.monotonic() - begun) * 60
        # The one behind it on the PATH is found now. A link in its place would
        # be read as a script by a shell that is just starting.
        os.unlink(home.path("bin/tmux"))
        before, begun = program.cpu(), time.monotonic()
        # What costs much is known sooner.
        time.sleep(SECONDS / 2 if program.peer else SECONDS)
        share = (program.cpu() - before) / (time.monotonic() - begun) * 100
        return runs, share
    finally:
        home.end()


def events(tool, count):
    """Milliseconds from a new worker to its line on the screen; of org's also
    from a change of state and from a death."""
    home, program = opened(tool, count)
    found = {"a new worker": []}
    if tool == "org":
        found |= {"a change of state": [], "a death": []}

    def seen(what, sign):
        took = program.until(sign, 12)
        found[what].append(12_000 if took is None else took * 1000)

    try:
        for n in range(2 * ROUNDS):
            # At every point of the interval, and now and then after the ten
            # seconds from which on org lists less often.
            time.sleep(11 if n % 10 == 9 else 1 + (n * 0.37) % 1)
            name = f"a-new{n}"
            if tool != "org":
                home.worker(name, session=name if tool == "claude-tmux" else "org-system")
                seen("a new worker", name)
                if n == 1 and min(found["a new worker"]) >= 12_000:
                    break
                # The list stays as long as it was.
                for window in home.tmux("list-windows", "-a", "-F", "#{window_id} #{window_name}").splitlines():
                    if window.endswith(name):
                        home.tmux("kill-window", "-t", window.split()[0])
                continue
            pane = home.hooked(name)
            seen("a new worker", f"{count + 1} workers")
            time.sleep(1 + (n * 0.23) % 1)
            home.tmux("set-option", "-p", "-t", pane, "@org_state", "waiting")
            seen("a change of state", "1 waiting")
            time.sleep(1 + (n * 0.31) % 1)
            pid = int(home.tmux("display-message", "-p", "-t", pane, "#{pane_pid}"))
            os.kill(pid, signal.SIGKILL)
            seen("a death", "1 dead")
            home.tmux("kill-pane", "-t", pane)
            program.until(f"org  {count} workers ", 12)
        return found
    finally:
        home.end()


def answered():
    """Milliseconds from the end of tmux to its result on the screen: of a
    start and of a send by the panel."""
    home = Home()
    try:
        program = zellij(home, "org", '        command "cat"\n')
        program.until("No worker yet", 20)
        found = {"a start": [], "a send": []}

        def result(what, sign):
            if program.until(sign, 12, 0.0) is None:
                note(program.screen())
                return
            # The clock of the other side, and as long as looking takes.
            found[what].append((time.time() - home.ended()) * 1000)

        for n in range(ROUNDS):
            folder = home.path(f"d/r{n}")
            os.makedirs(folder)
            home.log_ends("new-window")
            if "Tab commands" in program.screen():
                program.keys("Tab")
                program.until("Tab prompt", 5)
            program.keys("n")
            program.until("Enter start", 5)
            program.keys("-l", folder)
            program.until(f"r{n}", 5)
            program.keys("Enter")
            result("a start", f"started %{n}")
            program.until(f"to %{n}", 5)
            home.log_ends("paste-buffer")
            if "Tab prompt" in program.screen():
                program.keys("Tab")
                program.until("Tab commands", 5)
            program.keys("-l", f"hello{n}")
            program.until(f"hello{n}", 5)
            program.keys("Enter")
            result("a send", f"delivered to %{n}")
        return found
    finally:
        home.end()


def first_frame(plugin, sign):
    """Milliseconds of Zellij's start up to the plugin's own text, and from a
    key to its letter."""
    home = Home()
    try:
        for n in range(10):
            home.worker(f"w{n}")
        program = zellij(home, plugin)
        first = program.until(sign, 20, 0.002)
        time.sleep(2)
        keys, typed = [], ""
        for letter in "abcdefgh":
            typed += letter
            program.keys("-l", letter)
            seen = program.until(typed, 5, 0.0)
            keys.append(5_000 if seen is None else seen * 1000)
            time.sleep(0.3)
        return (20 if first is None else first) * 1000, median(keys)
    finally:
        home.end()


def row(*cells):
    print("| " + " | ".join(str(c) for c in cells) + " |")


def head():
    cpu = [l for l in open("/proc/cpuinfo") if l.startswith("model name")][0].split(":")[1].strip()
    version = lambda *words: subprocess.run(words, capture_output=True, text=True).stdout.strip()
    row("what", "version")
    row("---", "---")
    release = ".".join(platform.release().split(".")[:2])
    row("machine", f"{os.cpu_count()} cores of {cpu}, {platform.system()} {release}")
    row("load when it began", " ".join(f"{load:.1f}" for load in os.getloadavg()))
    row("rounds", str(ROUNDS))
    row("tmux, Zellij", version(TMUX, "-V") + ", " + version(ZELLIJ, "--version"))
    row("Python, libtmux", platform.python_version() + ", " + libtmux.__about__.__version__)
    for line in version("cargo", "install", "--root", PEERS, "--list").splitlines():
        if line.endswith(":"):
            row("peer", line.rstrip(":"))


def operations_page():
    print("\n## Operations\n\nMilliseconds, medians in turn; processes of org's.\n")
    row("operation", "workers", "org", "libtmux", "libtmux / org", "processes")
    row("---", "--:", "--:", "--:", "--:", "--:")
    for count in [10, 100, 1000]:
        note(f"operations, {count} workers")
        for what, values in operations(count).items():
            ours, theirs = median(v[0] for v in values), median(v[1] for v in values)
            row(what, count, f"{ours:.1f}", f"{theirs:.1f}", f"{theirs / ours:.2f}", values[0][2])


def idle_page():
    print("\n## Idle\n\nNothing happens; clients and the workers' tmux server included, nothing subtracted.\n")
    row("tool", "workers", "tmux clients a minute", "share of a core")
    row("---", "--:", "--:", "--:")
    tools = [(EMPTY, 0), (HIDDEN, 100), ("org", 10), ("claude-tmux", 10), ("tmuxcc", 10),
             ("org", 100), (ALONE, 100), ("claude-tmux", 100), ("tmuxcc", 100)]
    for tool, count in tools:
        note(f"idle: {tool}, {count} workers")
        runs, share = idle(tool, count)
        row(tool, count, f"{runs:.0f}", f"{share:.2f} %")


def events_page():
    print("\n## From event to screen\n\nMilliseconds.\n")
    row("tool", "event", "workers", "times", "median", "95th percentile", "longest")
    row("---", "---", "--:", "--:", "--:", "--:", "--:")
    for tool, count in [("org", 10), ("org", 100), ("claude-tmux", 10), ("tmuxcc", 10)]:
        note(f"events: {tool}, {count} workers")
        for what, found in events(tool, count).items():
            if median(found) >= 12_000:
                row(tool, what, count, len(found), "not by itself", "", "")
            else:
                row(tool, what, count, len(found), f"{median(found):.0f}",
                    f"{late(found):.0f}", f"{max(found):.0f}")
    note("events: the panel's own")
    for what, found in answered().items():
        if found:
            row("org", f"tmux has answered {what}", 1, len(found), f"{median(found):.0f}",
                f"{late(found):.0f}", f"{max(found):.0f}")


def zellij_page():
    print("\n## In Zellij\n\nMilliseconds, each of them with a whole start of Zellij in it.\n")
    row("plugin", "first frame", "key to its letter")
    row("---", "--:", "--:")
    figures = {"org": [], "session-manager": []}
    for n in range(7):
        note(f"in Zellij, {n + 1} of 7")
        figures["org"].append(first_frame("org", "10 workers"))
        figures["session-manager"].append(first_frame("session-manager", "Session:"))
    for plugin, values in figures.items():
        row(plugin, f"{median(v[0] for v in values):.0f}", f"{median(v[1] for v in values):.0f}")


head()
PAGES = {"operations": operations_page, "idle": idle_page, "events": events_page, "zellij": zellij_page}
for part, page in PAGES.items():
    if part in ONLY:
        page()
note("done")
