#!/usr/bin/env python3
"""fail.py NETRA [--jobs J] -- the disk fails at the n-th call while a report is received, for n = 1, 2, 3 ... until none is left.

Each try begins with the same data folder, whose log is so long that the next commit empties it. The program is started in
peace, the disk is told at which call to fail and how (tests/store/failio.c), and one deed is done: a report with two files by
form or by API, a message, the last piece of a file; or the disk fails while the program starts. The sender must be told
clearly: a receipt, or 503 or 507 and to come again. While the program still runs, after the disk is well again and the deed was
repeated, and after a kill and a new start the store is looked at: nothing is half there, nothing told is lost, nothing is there
twice, and `netra verify` walks the chain without a fault. Where the kill is a power cut, what was told on the disk that is well again
stands too. Without memory the program may end, as by a kill: that is its design.
Last, a disk that is full at once: reports are taken until it is, and again when there is room.
"""
import argparse
import errno
import hashlib
import mmap
import os
import random
import select
import shutil
import signal
import struct
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from campaign import CutOffice, Office  # noqa: E402
from load import Ledger, Line, OpenTalk, Report, Senders, SendPiece, SendReport, Talk, Upload  # noqa: E402
from look import Look  # noqa: E402

OFF, ONCE, FROM_THEN_ON, SHORT, QUOTA, MEMORY = range(6)
WAYS = {"EIO once": (ONCE, errno.EIO), "EIO from then on": (FROM_THEN_ON, errno.EIO), "ENOSPC once": (ONCE, errno.ENOSPC),
        "ENOSPC from then on": (FROM_THEN_ON, errno.ENOSPC), "EIO once, then a cut": (ONCE, errno.EIO), "half a write": (SHORT, 0), "no memory": (MEMORY, errno.ENOMEM)}
DEEDS = ("api", "form", "message", "piece", "start")
FULL_BYTES = 3_000_000  # room that the full disk begins with: for some groups of reports, however many a loaded machine puts into one
ANSWER_S = 20  # whatever fails, an answer comes within this


class Disk:
    """The control that the program shares with us."""

    FORM, SIZE = "=qqqqq104s", 144

    def __init__(self, netra, path):
        self.library, self.path = Path(netra).parent / "libfailio.so", Path(path)
        self.path.write_bytes(bytes(self.SIZE))
        with open(path, "r+b") as f:
            self.map = mmap.mmap(f.fileno(), self.SIZE)

    def arm(self, way, error=0, left=0):
        self.map[8:self.SIZE] = struct.pack(self.FORM, 0, error, left, 0, 0, b"")[8:]
        self.map[0:8] = struct.pack("=q", way)

    def well(self):
        self.map[0:8] = struct.pack("=q", OFF)

    def met(self):
        """How many calls failed, and the first of them."""
        *_, failed, what = struct.unpack(self.FORM, self.map[:])
        return failed, what.rstrip(b"\0").decode(errors="replace")

    def env(self, data):
        return {"LD_PRELOAD": str(self.library), "FAILIO_FOLDER": f"{data}/", "FAILIO_CONTROL": str(self.path)}


class Asked(Line):
    """One deed on a connection of its own."""

    def ask(self, deed, seconds=ANSWER_S):
        """'told', 'refused', 'died' or 'silent'; anything else is written down in the ledger."""
        ledger, until = deed.ledger, time.monotonic() + seconds
        refused, wrong = ledger.refused, len(ledger.wrong)
        self.begin(deed)
        while self.deed:
            if time.monotonic() > until:
                return "silent"
            readable, writable, _ = select.select([self.socket], [self.socket] if self.out else [], [], 1)
            try:
                if writable:
                    self.push()
                alive = not readable or self.pull()
            except OSError:
                return "died"
            if readable and not self.settle() and not alive:
                return "died"
        return "refused" if ledger.refused > refused else "wrong" if len(ledger.wrong) > wrong else "told"


class Try:
    """One fault on a fresh copy of the data folder."""

    def __init__(self, netra, ripe, base, deed, way, n):
        self.name = f"{deed}, {way} at {n}"
        self.data = Path(base) / f"{deed}-{way}-{n}".replace(" ", "-")
        shutil.copytree(ripe.data, self.data)
        self.office, self.disk = (CutOffice if way.endswith("cut") else Office)(netra, self.data), Disk(netra, str(self.data) + ".control")
        self.ledger, self.look, self.faults = ripe.ledger_again(), Look(self.data), []
        self.kind, self.way, self.n, self.known = deed, WAYS[way], n, ripe.known

    def run(self):
        """What was told under the fault, whether a call failed, and what is wrong."""
        try:
            told = self.started() if self.kind == "start" else self.done()
            failed, what = self.disk.met()
            self.name += f" ({what or '-'}): {told}"
            if told in ("silent", "wrong") or (told == "died" and self.way[0] != MEMORY):
                self.faults.append(self.name)
            self.after(told)
        finally:
            self.office.end()
        if not self.faults:
            shutil.rmtree(self.data)
            self.office.log.unlink()
            self.disk.path.unlink()
        return told, failed, self.faults

    def started(self):
        """The fault while the program starts: it serves, or ends and says why."""
        self.disk.arm(*self.way, self.n)
        process = self.office.launch(self.disk.env(self.data)).process
        ready = select.select([process.stdout], [], [], ANSWER_S)[0]
        told = "silent" if not ready else "told" if process.stdout.readline() else "refused"
        self.disk.well()
        if told == "refused" and process.wait(ANSWER_S) < 0:
            told = "died"
        self.office.end()
        self.office.launch().wait()
        return told

    def done(self):
        """The fault in the middle of a deed."""
        self.office.launch(self.disk.env(self.data)).wait()
        self.before()
        line, deed = Asked(self.office.port), self.deed()
        self.disk.arm(*self.way, self.n)
        told = line.ask(deed)
        self.disk.well()
        if told == "died":
            self.office.end()
            self.office.launch().wait()
        return told

    def before(self):
        """What the deed stands on, done in peace."""
        if self.kind == "message":
            assert Asked(self.office.port).ask(OpenTalk(self.ledger, self.known)) == "told"
        if self.kind == "piece":
            self.upload = Upload(self.known, 0, random.Random(self.n))
            self.upload.bytes = os.urandom(12000)
            self.upload.hash, self.ledger.begun = hashlib.sha256(self.upload.bytes).hexdigest(), 1
            for _ in ("opened", "first piece"):
                assert Asked(self.office.port).ask(SendPiece(self.ledger, self.upload)) == "told"

    def deed(self):
        if self.kind == "message":
            return Talk(self.ledger, self.known)
        if self.kind == "piece":
            return SendPiece(self.ledger, self.upload)
        report = Report(f"GAGAL-{len(self.ledger.reports)}", random.Random(self.n))
        report.form, report.contact, report.files = self.kind == "form", "Orang Rekaan, 0800-000-0000", [os.urandom(3000), os.urandom(9000)]
        report.hashes = sorted(hashlib.sha256(f).hexdigest() for f in report.files)
        self.ledger.reports[report.name] = report
        return SendReport(self.ledger, report)

    def again(self):
        """The same once more on a disk that is well, as its sender would."""
        if self.kind == "piece":
            for _ in range(4):  # asked how far it is, then the rest
                if not self.ledger.whole:
                    told = Asked(self.office.port).ask(SendPiece(self.ledger, self.upload))
            return told
        reports = self.ledger.again
        deed = SendReport(self.ledger, reports.pop()) if reports else self.deed()
        return Asked(self.office.port).ask(deed)

    def blame(self, when):
        self.look.look(self.ledger, everything=True)
        found = self.look.lost + self.look.half + self.look.doubles + self.ledger.wrong
        self.look.lost, self.look.half, self.look.doubles, self.ledger.wrong = [], [], [], []
        self.faults += [f"{self.name}, {when}: {line}" for line in found]

    def after(self, told):
        self.blame("at once")
        if told != "told" and self.kind != "start":
            again = self.again()
            if again != "told":
                self.faults.append(f"{self.name}, sent again on a disk that is well: {again}")
            self.blame("sent again")
        self.office.end()
        walked = self.office.run("verify")
        if walked.returncode:
            self.faults.append(f"{self.name}: netra verify: {walked.stdout[-500:]}{walked.stderr[-300:]}")
        self.blame("after a kill")


class Ripe:
    """A data folder whose log is nearly as long as it may get, and what its people were told."""

    def __init__(self, netra, base):
        self.data = Path(base) / "ripe"
        office = Office(netra, self.data).init()
        office.launch().wait()
        self.ledger = Ledger(7)
        senders = Senders(office.port, self.ledger, 2)
        log = self.data / "netra.db-wal"
        while (size := log.stat().st_size) < 960 * 4120 or not any(r.upload_ticket for r in self.ledger.reports.values()):
            assert senders.step(0.01) and size < 1000 * 4120, "the log was emptied before it was ripe"
        while self.ledger.again or self.ledger.unread:
            senders.step(0.01)
        senders.finish()
        senders.drain()
        office.end()
        self.known = next(r for r in self.ledger.reports.values() if r.upload_ticket)
        assert not self.ledger.wrong, self.ledger.wrong

    def ledger_again(self):
        """A ledger of its own for each try: what was told before stands, nothing is under way."""
        ledger = Ledger(8)
        ledger.reports, ledger.said = dict(self.ledger.reports), list(self.ledger.said)
        return ledger


def until_clean(netra, ripe, base, deed, way, step=1, jobs=2):
    """n = 1, 1 + step, ... until a try meets no fault. The figures: (tries, told, refused, died), and the faults."""
    figures, faults, n = {"tries": 0, "told": 0, "refused": 0, "died": 0}, [], 1
    with ThreadPoolExecutor(jobs) as pool:
        while True:
            batch = list(pool.map(lambda k: Try(netra, ripe, base, deed, way, k).run(), range(n, n + step * jobs, step)))
            for told, _, more in batch:
                figures["tries"] += 1
                figures[told] = figures.get(told, 0) + 1
                faults += more
            if not batch[-1][1]:
                return figures, faults
            n += step * jobs


def full_disk(netra, ripe, base):
    """Reports until there is no room, then with room again. What is wrong; and how many were told before, refused, and told after."""
    data = Path(base) / "full"
    shutil.copytree(ripe.data, data)
    office, disk, ledger, look = Office(netra, data), Disk(netra, str(data) + ".control"), ripe.ledger_again(), Look(data)
    ledger.begun = ripe.ledger.begun  # the names of files go on from there
    office.launch(disk.env(data)).wait()
    disk.arm(QUOTA, errno.ENOSPC, FULL_BYTES)
    before, until = len(ledger.reports), time.monotonic() + 60
    try:
        senders = Senders(office.port, ledger)
        while ledger.refused < 30 and time.monotonic() < until:
            assert senders.step(0.01), "the program ended"
        senders.finish()
        look.look(ledger, everything=True)
        told, refused = sum(r.told for r in list(ledger.reports.values())[before:]), ledger.refused
        disk.well()
        while ledger.again or ledger.unread:
            senders.step(0.01)
        senders.finish()
        look.look(ledger, everything=True)
    finally:
        office.end()
    walked = office.run("verify")
    faults = look.lost + look.half + look.doubles + ledger.wrong + ([walked.stdout] if walked.returncode else [])
    return faults, told, refused, sum(r.told for r in list(ledger.reports.values())[before:]) - told


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("netra", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--deed", choices=DEEDS)
    parser.add_argument("--way", choices=WAYS)
    parser.add_argument("--step", type=int, default=1)
    options = parser.parse_args()
    netra, wrong = options.netra.resolve(), 0
    base = Path(tempfile.mkdtemp(prefix="netra-fail-"))
    ripe = Ripe(netra, base)
    if not options.deed:
        faults, told, refused, later = full_disk(netra, ripe, base)
        wrong += len(faults)
        for line in faults[:20]:
            print("  " + line)
        print(f"a full disk: {told} receipts before, {refused} asked to come again, {later} receipts when there was room; {len(faults)} faults", flush=True)
    for deed in [options.deed] if options.deed else DEEDS:
        for way in [options.way] if options.way else WAYS:
            start = time.monotonic()
            figures, faults = until_clean(netra, ripe, base, deed, way, options.step * (7 if way == "no memory" else 1), options.jobs)
            wrong += len(faults)
            for line in faults[:20]:
                print("  " + line)
            print(f"{deed:8} {way:20} " + ", ".join(f"{n} {what}" for what, n in figures.items()) + f"; {len(faults)} faults; {time.monotonic() - start:.0f} s", flush=True)
    if not wrong:
        shutil.rmtree(base)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
