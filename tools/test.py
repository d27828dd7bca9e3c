#!/usr/bin/env python3
"""test.py -- runs every test there is and counts them; the last line is 'N passed, N failed'.

    test.py CHECK_DIR BUILD_DIR [--only PREFIX] [--quiet]

CHECK_DIR holds the build with sanitizers, BUILD_DIR the one that people get. Run are:

    every program *_test in CHECK_DIR      each case counts; a test of something that stores (its source includes
                                           support.h) runs twice, on SQLite and on PostgreSQL
    every program fuzz-*_fuzz              replays tests/fuzz/corpus/NAME
    tests/cli, clocks, crash, journeys, procedure, tools and web
                                           pytest, file by file
    store-crash_test in BUILD_DIR          once more, on a disk that forgets what was not synced (and a control)
    src/LAYERS                             who includes whom

PostgreSQL runs in a folder of its own on a Unix socket; each program gets a database. There are two clusters, each
started when first asked for: one with every sync on, for tests of what a crash leaves behind, and a quick one that
never waits for a disk, for all others. They and every program started die with this one. --only takes the beginning
of a job's name, as it is printed.
"""
import argparse
import atexit
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
PYTHON = "/usr/bin/python3"
AT_ONCE = max(3, (os.cpu_count() or 1) + 1)  # jobs side by side: journeys wait for browsers and disks half of their time
LIMIT_S = 600    # no job takes longer
TAIL_LINES = 30  # shown of a job that failed
DURABLE = ("store-", "journeys/kill_test")  # jobs about crashes and the store itself: their PostgreSQL syncs all
QUICK = [word for setting in ("fsync=off", "synchronous_commit=off", "full_page_writes=off") for word in ("-c", setting)]


class Cluster:
    """A PostgreSQL server for this run. Started when the first test asks for it. In a folder of the caller it is kept, and found again."""

    def __init__(self, settings=(), kept=None):
        self.settings, self.kept = list(settings), kept
        self.folder, self.server, self.lock, self.made, self.broken = None, None, threading.Lock(), 0, None

    def tool(self, name):
        for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
            if (folder / name).exists():
                return str(folder / name)
        return shutil.which(name) or sys.exit(f"test: {name} is missing: apt install postgresql-15")

    def as_owner(self, *command):
        """The server refuses to run as root: then it runs as 'postgres'. It dies with us in any case."""
        prefix = ["setpriv", "--pdeathsig", "INT"]
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            prefix += ["--reuid", str(owner.pw_uid), "--regid", str(owner.pw_gid), "--clear-groups"]
        return prefix + list(command)

    def start(self):
        self.folder = self.kept or tempfile.mkdtemp(prefix="netra-pg-", dir="/tmp")  # short: a socket's path is at most 107 bytes
        atexit.register(self.stop)
        if os.path.exists(f"{self.folder}/data"):
            self.run()
            return
        os.makedirs(self.folder, exist_ok=True)
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        with open(f"{self.folder}/log", "w") as log:
            subprocess.run(self.as_owner(self.tool("initdb"), "-D", f"{self.folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8",
                                         "--locale=C"), cwd=self.folder, stdout=log, stderr=log, check=True)
        self.run()

    def run(self):
        """Starts the server on what is there; it repairs itself after a crash."""
        log = open(f"{self.folder}/log", "a")
        self.server = subprocess.Popen(
            self.as_owner(self.tool("postgres"), "-D", f"{self.folder}/data", "-k", self.folder, "-c", "listen_addresses=",
                          "-c", "shared_buffers=32MB", "-c", "max_connections=60",
                          "-c", "max_locks_per_transaction=512", *self.settings),  # DROP SCHEMA at the end of a test takes 4,200 locks
            cwd=self.folder, stdout=log, stderr=log, start_new_session=True)
        for _ in range(300):
            if subprocess.run([self.tool("pg_isready"), "-q", "-h", self.folder]).returncode == 0:
                return
            if self.server.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError("PostgreSQL did not start:\n" + Path(self.folder, "log").read_text()[-2000:])

    def database(self):
        """The address of a new, empty database; of that of the last run when the server was kept."""
        with self.lock:
            if self.broken:
                raise RuntimeError(self.broken)
            if not self.server:
                try:
                    self.start()
                except Exception as why:
                    self.broken = str(why)
                    raise
            self.made += 1
            name = f"netra_test_{self.made}"
            psql = [self.tool("psql"), "-qAt", "-h", self.folder, "-U", "postgres", "-c"]
            found = subprocess.run([*psql, f"SELECT 1 FROM pg_database WHERE datname = '{name}'"], check=True, capture_output=True)
            if not found.stdout:
                subprocess.run([*psql, f"CREATE DATABASE {name}"], check=True)
            return f"postgres://postgres@/{name}?host={self.folder}"

    def stop(self):
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.server.pid, signal.SIGKILL)
        if self.folder and not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None


RUNNING = set()  # children at work, to be ended when we are told to stop


class Result:
    def __init__(self, passed=0, failures=(), skipped=0):
        self.passed, self.failures, self.skipped = passed, list(failures), skipped  # failures: (name, output)


def run(command, env=None, limit_s=LIMIT_S):
    """Exit code and output. Whatever the command leaves behind is ended with it; so it writes to a file, not to a
    pipe that a forgotten child would hold open."""
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(command, cwd=TOP, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
                                 stdout=output, stderr=subprocess.STDOUT, start_new_session=True)
        RUNNING.add(child)
        try:
            child.wait(limit_s)
        except subprocess.TimeoutExpired:
            pass
        finally:
            try:
                os.killpg(child.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        code = child.wait()
        RUNNING.discard(child)
        output.seek(0)
        return code, output.read().decode(errors="replace")


def tail(output):
    return "\n".join(output.rstrip().splitlines()[-TAIL_LINES:])


def program(path, store=None, more={}):
    """A cmocka program: TAP on its output. A program that dies fails the cases it had not reached."""
    env = {"CMOCKA_MESSAGE_OUTPUT": "TAP", "NETRA_TEST_STORE": store() if store else "", "LSAN_OPTIONS": "print_suppressions=0", **more}
    code, output = run([str(path)], env)
    results = re.findall(r"(?m)^(not ok|ok) \d+ - (\S+)", output)
    plan = sum(int(n) for n in re.findall(r"(?m)^1\.\.(\d+)", output))
    skipped = len(re.findall(r"(?m)^(?:not )?ok \d+ # SKIP", output))  # cmocka says "not ok" there
    failures = [(f"{path.name} {name}", tail(output)) for word, name in results if word == "not ok"]
    unreached = max(plan, 1) - len(results) - skipped
    if unreached > 0:
        failures += [(f"{path.name} (stopped, code {code})", tail(output))] * unreached
    elif code != 0 and not failures:
        failures.append((f"{path.name} (exit code {code})", tail(output)))
    return Result(sum(1 for r in results if r[0] == "ok"), failures, skipped)


def fuzz_replay(path):
    name = re.sub(r"^fuzz-|_fuzz$", "", path.name)
    corpus = TOP / "tests/fuzz/corpus" / name
    if not corpus.is_dir() or not any(corpus.iterdir()):
        return Result(0, [(path.name, f"{corpus.relative_to(TOP)} has no seeds")])
    code, output = run([str(path), str(corpus)])
    return Result(1) if code == 0 else Result(0, [(path.name, tail(output))])


def pytest(path, env, store):
    with tempfile.TemporaryDirectory(prefix="netra-junit-") as folder:
        report = f"{folder}/report.xml"
        command = [PYTHON, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={report}", str(path)]
        code, output = run(command, {**env, "NETRA_TEST_POSTGRES": store(), "PYTHONDONTWRITEBYTECODE": "1"})
        if not os.path.exists(report):
            return Result(0, [(path.name, tail(output))])
        result = Result()
        for case in ElementTree.parse(report).iter("testcase"):
            bad = [x for x in case if x.tag in ("failure", "error")]
            if bad:
                result.failures.append((f"{path.name} {case.get('name')}", tail(bad[0].text or bad[0].get("message") or "")))
            elif any(x.tag == "skipped" for x in case):
                result.skipped += 1
            else:
                result.passed += 1
        if code not in (0, 5) and not result.failures:  # 5: the file holds no test
            result.failures.append((f"{path.name} (exit code {code})", tail(output)))
        return result


def layers():
    code, output = run([PYTHON, "tools/layers.py", "src"])
    return Result(1) if code == 0 else Result(0, [("layers", tail(output))])


def jobs(check, build, durable, quick):
    """All jobs as (name, function), the long ones first."""
    def database_of(name):
        return (durable if name.startswith(DURABLE) else quick).database

    env = {"NETRA_BIN": str(check / "netra"), "NETRA_CHECK": str(check), "NETRA_BUILD": str(build)}
    for folder in ("cli", "clocks", "crash", "journeys", "procedure", "tools", "web"):
        files = (TOP / "tests" / folder).glob("*.py")
        for path in sorted(p for p in files if p.stem.startswith("test_") or p.stem.endswith("_test")):
            name = f"{folder}/{path.name}"
            yield name, lambda name=name, path=path: pytest(path, env, database_of(name))
    for source in sorted((TOP / "tests").rglob("*_test.c")):
        name = str(source.relative_to(TOP / "tests"))[:-2].replace("/", "-")
        if not (check / name).exists():
            yield name, lambda name=name: Result(0, [(name, "was not built")])
            continue
        yield name, lambda name=name: program(check / name)
        if re.search(r'#include "(support|outside|casework)\.h"', source.read_text()):
            yield name + "@postgres", lambda name=name: program(check / name, database_of(name))
    for path in sorted(check.glob("fuzz-*_fuzz")):
        yield path.name, lambda path=path: fuzz_replay(path)
    powercut = {"NETRA_POWERCUT": str(build / "libpowercut.so"), "NETRA_CRASH_ROUNDS": "3",
                "ASAN_OPTIONS": "verify_asan_link_order=0"}
    if (build / "store-crash_test").exists() and (build / "libpowercut.so").exists():
        yield "store-powercut", lambda: program(build / "store-crash_test", None, powercut)
        yield "store-powercut-control", lambda: program(build / "store-crash_test", None, {**powercut, "POWERCUT_DEAF": "1"})
    yield "layers", layers


def attempt(name, function, quiet):
    start = time.monotonic()
    try:
        result = function()
    except Exception as why:  # a job that cannot even start has failed
        result = Result(0, [(name, repr(why))])
    if not quiet or result.failures:
        word = "FAILED" if result.failures else "ok"
        skipped = f", {result.skipped} skipped" if result.skipped else ""
        print(f"{word:6} {name:42} {result.passed:4} passed{skipped}  {time.monotonic() - start:6.1f} s", flush=True)
    for failed, output in result.failures:
        print(f"\n--- {name}: {failed}\n{output}\n", flush=True)
    return name, result


def stop_now(clusters, scratch):
    """We were told to stop: everything started goes with us, and nothing more is counted."""
    for child in list(RUNNING):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    for cluster in clusters:
        cluster.stop()
    shutil.rmtree(scratch, ignore_errors=True)
    print("stopped", flush=True)
    os._exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("check", type=Path)
    parser.add_argument("build", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--quiet", action="store_true")
    options = parser.parse_args()
    clusters, scratch = (Cluster(), Cluster(QUICK)), tempfile.mkdtemp(prefix="netra-run-", dir="/tmp")
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, lambda *_: stop_now(clusters, scratch))
    os.environ["TMPDIR"] = os.environ["NETRA_TEST_SHARED"] = scratch  # what a test that dies leaves behind goes with it
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    try:
        wanted = [j for j in jobs(options.check.resolve(), options.build.resolve(), *clusters) if j[0].startswith(options.only)]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            results = list(pool.map(lambda j: attempt(*j, options.quiet), wanted))
    finally:
        for cluster in clusters:
            cluster.stop()
    failures = [(name, failed) for name, r in results for failed, _ in r.failures]
    passed, skipped = sum(r.passed for _, r in results), sum(r.skipped for _, r in results)
    if failures:
        print("\nfailed:")
        for name, failed in failures:
            print(f"  {name}: {failed}")
    print(f"{passed} passed, {len(failures)} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failures or not wanted else 0)


if __name__ == "__main__":
    main()
