#!/usr/bin/env python3
"""campaign.py NETRA [--kills N] [--cuts N] [--jobs J] -- what somebody was told of is there, whenever the program dies.

`netra serve` receives reports (form and API, with contact and files), files in pieces and messages by code over HTTP; at a random moment,
be it while it starts, while it commits or while the log is copied into the file, it gets SIGKILL; then it is started again
on the same data folder. Each time the store is looked at: every receipt that was answered resolves, no report is half
there, none is there twice. `netra verify` walks the whole chain each hundred kills. Then the same with power cuts: the program
runs on a disk that forgets all that was not synced (tests/store/powercut.c). A control on a disk that lies about syncs must
lose something. At the end the figures; exit code 1 when anything was lost, half done or doubled.
"""
import argparse
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [os.path.dirname(os.path.abspath(__file__)), str(Path(__file__).resolve().parent.parent)]
from machine import free_port  # noqa: E402
from load import Ledger, Senders  # noqa: E402
from look import Look, Sqlite  # noqa: E402

PER_FOLDER = 100  # kills of one data folder: so long stays the whole walk of the chain short
SETTINGS = {"NETRA_INTAKE_PER_HOUR": "1000000000", "NETRA_INTAKE_FLOOD_PER_MINUTE": "1000000000", "NETRA_SERVE_WORKERS": "8", "NETRA_SERVE_LOOPS": "1"}
FIGURES = ("kills", "starts", "answers", "receipts", "again", "refused", "messages", "uploads", "verified")
FAULTS = ("lost", "half", "doubles", "wrong")


class Office:
    """A data folder and the program that serves it."""

    def __init__(self, netra, data, env=None):
        self.netra, self.data, self.process = str(netra), Path(data), None
        self.port, self.log = free_port(), Path(str(data) + ".log")
        self.env = {**{k: v for k, v in os.environ.items() if not k.startswith("NETRA_")}, **SETTINGS, **(env or {})}

    def run(self, *words, **options):
        return subprocess.run([self.netra, "--data", str(self.data), *words], env=self.env, text=True, capture_output=True, timeout=300, **options)

    def init(self):
        made = self.run("init", "--code", "99.01", "--name", "Bawaslu Kota Tirtamulya", "--level", "Kota", "--region", "35.79", "--city", "Tirtamulya",
                        "--address", "Jalan Beringin 17", "--phone", "(000) 000000", "--email", "bawaslu@tirtamulya.example", "--drill")
        assert made.returncode == 0, made.stderr
        return self

    def launch(self, env=None):
        """Starts it and does not wait."""
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([self.netra, "--data", str(self.data), "serve", "--listen", f"127.0.0.1:{self.port}"],
                                            env={**self.env, **(env or {})}, stdout=subprocess.PIPE, stderr=log)
        return self

    def wait(self):
        line = self.process.stdout.readline()
        assert line, f"the program did not start:\n{self.log.read_text()[-2000:]}"
        return self

    def end(self, how=signal.SIGKILL):
        if self.process:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process.stdout.close()
            self.process = None


class CutOffice(Office):
    """The same on a disk that forgets: after each end only what was synced is there. @deaf: a disk that lies."""

    def __init__(self, netra, data, deaf=False):
        super().__init__(netra, data)
        self.image, self.deaf = Path(str(data) + ".image"), deaf

    def launch(self, env=None):
        env = {**(env or {}), "POWERCUT_FOLDER": str(self.data), "POWERCUT_IMAGE": str(self.image), **({"POWERCUT_DEAF": "1"} if self.deaf else {})}
        env["LD_PRELOAD"] = f"{env.get('LD_PRELOAD', '')} {Path(self.netra).parent / 'libpowercut.so'}".strip()
        self.image.mkdir()
        return super().launch(env)

    def end(self, how=signal.SIGKILL):
        if not self.process:
            return
        super().end(how)
        if (self.image / ".bytes/whole").exists():  # else it ended before it had begun
            shutil.rmtree(self.data)
            shutil.rmtree(self.image / ".bytes")
            self.image.rename(self.data)
        else:
            shutil.rmtree(self.image)


class Rounds:
    """The kills of one data folder."""

    def __init__(self, office, seed, store=Sqlite):
        self.office, self.dice = office, random.Random(seed)
        self.ledger, self.look = Ledger(seed), Look(office.data, store)
        self.figures = dict.fromkeys(FIGURES, 0)

    def kill_at_start(self):
        self.office.launch()
        time.sleep(self.dice.random() * 0.08)
        self.office.end()

    def moment(self, senders):
        """A function that says whether now is the time: by the clock, by answers given, or while the log is emptied."""
        kind, start = self.dice.random(), time.monotonic()
        if kind < 0.15:
            path = self.office.data / "netra.db"
            before = path.stat().st_mtime_ns if path.exists() else 0
            return lambda: time.monotonic() > start + 0.5 or (path.exists() and path.stat().st_mtime_ns != before)
        if kind < 0.6:
            most = self.dice.randrange(1, 40)
            return lambda: senders.answered >= most or time.monotonic() > start + 2
        until = start + self.dice.random() * 0.15
        return lambda: time.monotonic() > until

    def round(self):
        self.figures["kills"] += 1
        if self.dice.random() < 0.12:
            return self.kill_at_start()
        self.office.launch().wait()
        self.figures["starts"] += 1
        senders = Senders(self.office.port, self.ledger)
        senders.step(0)  # they are at work while the store is looked at
        self.look.look(self.ledger)
        now = self.moment(senders)
        while not now():
            assert senders.step(), f"the program ended by itself:\n{self.office.log.read_text()[-2000:]}"
        time.sleep(self.dice.random() ** 3 * 0.004)
        self.office.end()
        senders.drain()

    def close(self):
        """Everybody gets an answer, everything is looked at once more, and the chain is walked."""
        self.office.launch().wait()
        senders = Senders(self.office.port, self.ledger)
        while self.ledger.again or self.ledger.unread or any(u.offset for u in self.ledger.uploads):
            senders.step(0.01)
        senders.finish()
        self.look.look(self.ledger, everything=True)
        senders.drain()
        self.office.end(signal.SIGTERM)
        walked = self.office.run("verify")
        if walked.returncode:
            self.look.half.append(f"netra verify: {walked.stdout[-800:]}{walked.stderr[-400:]}")
        self.figures["verified"] += walked.returncode == 0

    def result(self):
        ledger = self.ledger
        self.figures.update(answers=ledger.answers, receipts=sum(r.told for r in ledger.reports.values()), again=ledger.repeated,
                            refused=ledger.refused, messages=len(ledger.said), uploads=len(ledger.whole))
        return {**self.figures, "lost": self.look.lost, "half": self.look.half, "doubles": self.look.doubles, "wrong": ledger.wrong}


def folder_of_kills(netra, template, folder, kind, kills, seed):
    """One data folder from its first start to its last look."""
    data = Path(folder) / f"d{seed:x}"
    shutil.copytree(template, data)
    office = kind(netra, data)
    rounds = Rounds(office, seed)
    try:
        for _ in range(kills):
            rounds.round()
        rounds.close()
    finally:
        office.end()
    result = rounds.result()
    if not any(result[f] for f in FAULTS):  # else it is kept, to be looked into
        shutil.rmtree(data)
        office.log.unlink()
    return result


def work(todo, done, *where):
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for kills, seed in iter(todo.get, None):
        try:
            done.put(folder_of_kills(*where, kills, seed))
        except Exception as why:  # a campaign that cannot go on has failed
            done.put({**dict.fromkeys(FIGURES, 0), **{f: [] for f in FAULTS}, "wrong": [f"seed {seed:x}: {why!r}"]})


def add(total, more):
    for name, value in more.items():
        total[name] = total.get(name, [] if name in FAULTS else 0) + value


def words_of(total):
    return (f"{total['kills']} kills ({total['kills'] - total['starts']} of them at start), {total['receipts']} receipts, {total['messages']} messages and "
            f"{total['uploads']} files in pieces answered, {total['again']} sent again and told of the same report, {total['refused']} asked to come again, {total['verified']} chains walked; "
            + ", ".join(f"{len(total[f])} {word}" for f, word in zip(FAULTS, ("lost", "half done", "doubled", "wrong answers"))))


def campaign(netra, kills, jobs=1, kind=Office, say=lambda total, wanted: None):
    """All kills, by @jobs processes; the figures and the faults."""
    base = Path(tempfile.mkdtemp(prefix="netra-crash-"))
    template = Office(netra, base / "template").init().data
    todo, done = multiprocessing.Queue(), multiprocessing.Queue()
    parts = [min(PER_FOLDER, kills - at) for at in range(0, kills, PER_FOLDER)]
    if len(parts) < jobs:
        parts = [kills // jobs + (i < kills % jobs) for i in range(jobs)]
    for part in parts:
        todo.put((part, random.getrandbits(40)))
    workers = [multiprocessing.Process(target=work, args=(todo, done, netra, template, base, kind), daemon=True) for _ in range(jobs)]
    for w in workers:
        todo.put(None)
        w.start()
    total = {}
    for _ in parts:
        add(total, done.get())
        say(total, kills)
    for w in workers:
        w.join()
    if not any(total[f] for f in FAULTS):
        shutil.rmtree(base, ignore_errors=True)
    else:
        total["kept"] = str(base)
    return total


def control(netra, cuts=20):
    """On a disk that lies about syncs: how many cuts until something was lost; None when nothing ever was."""
    with tempfile.TemporaryDirectory(prefix="netra-crash-") as base:
        office = CutOffice(netra, Path(base) / "data", deaf=True)
        Office(netra, office.data).init()
        rounds = Rounds(office, random.getrandbits(40))
        for n in range(1, cuts + 1):
            try:
                rounds.round()
            except (AssertionError, OSError, sqlite3.Error):  # it does not even start again, or finds a damaged file
                return n
            finally:
                office.end()
            if rounds.look.lost or rounds.look.half or rounds.ledger.wrong:
                return n
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("netra", type=Path)
    parser.add_argument("--kills", type=int, default=10000)
    parser.add_argument("--cuts", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=4)
    options = parser.parse_args()
    netra, failed = options.netra.resolve(), False
    for what, wanted, kind in (("kill -9 over HTTP", options.kills, Office), ("power cuts over HTTP", options.cuts, CutOffice)):
        start = time.monotonic()

        def say(total, wanted):
            print(f"{what}: {total['kills']}/{wanted}, {time.monotonic() - start:.0f} s, {total['receipts']} receipts, "
                  + ", ".join(f"{len(total[f])} {f}" for f in FAULTS), file=sys.stderr, flush=True)

        if not wanted:
            continue
        total = campaign(netra, wanted, options.jobs, kind, say)
        for f in FAULTS:
            for line in total[f][:20]:
                print(f"{f}: {line}")
        failed |= total["kills"] < wanted or any(total[f] for f in FAULTS)
        print(f"{what}: {words_of(total)}; {time.monotonic() - start:.0f} s" + (f"; kept in {total['kept']}" if "kept" in total else ""), flush=True)
    if options.cuts:
        lost_after = control(netra)
        failed |= lost_after is None
        print("control, a disk that lies: " + (f"a loss was found after {lost_after} cuts" if lost_after else "NOTHING WAS LOST: the campaign cannot fail"))
    sys.exit(failed)


if __name__ == "__main__":
    main()
