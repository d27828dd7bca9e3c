"""postgres_test.py -- R1 on PostgreSQL: the database server is killed under load, and nothing that was answered is lost.

A cluster of its own with every sync on. All its processes get SIGKILL at once, as when its machine dies; senders meet 503 and
come again, the office goes on by itself once the database is back. In some rounds the office is killed too.
"""
import importlib.util
import os
import random
import signal
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from campaign import Office, words_of  # noqa: E402
from kills_test import program  # noqa: E402
from load import Ledger, Senders  # noqa: E402
from look import Look, Postgres  # noqa: E402

TOP = Path(__file__).resolve().parent.parent.parent
CRASHES = 5


def test_tool():
    """tools/test.py knows how a cluster is made."""
    spec = importlib.util.spec_from_file_location("test_tool", TOP / "tools/test.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


test_tool.__test__ = False


def children_of(pid):
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(entry.read_text().rpartition(")")[2].split()[1]) == pid:
                yield int(entry.parent.name)
        except OSError:
            pass


def crash(cluster):
    """Every process of the cluster dies at once, with nothing said."""
    family = [cluster.server.pid, *children_of(cluster.server.pid)]
    for pid in family:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    cluster.server.wait()
    while any(Path(f"/proc/{pid}").exists() for pid in family):
        time.sleep(0.01)


@pytest.fixture
def cluster():
    c = test_tool().Cluster()
    c.start()
    yield c
    c.stop()


def steps(senders, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert senders.step(0.01), "the office ended with its database"


def test_a_killed_database_loses_nothing_that_was_answered(cluster, tmp_path):
    url, dice = cluster.database(), random.Random(os.urandom(8))
    office = Office(program(), tmp_path / "data", {"NETRA_STORE": url}).init()
    ledger, look = Ledger(dice.getrandbits(40)), Look(tmp_path / "data", Postgres(url))
    office.launch().wait()
    try:
        senders = Senders(office.port, ledger)
        for n in range(CRASHES):
            steps(senders, 0.2 + dice.random() * 0.4)
            crash(cluster)
            steps(senders, dice.random() * 0.3)
            if n % 3 == 2:
                office.end()
                senders.drain()
            cluster.run()
            if not office.process:
                office.launch().wait()
                senders = Senders(office.port, ledger)
            look.look(ledger)
        while ledger.again or ledger.unread or any(u.offset for u in ledger.uploads):
            senders.step(0.01)
        senders.finish()
        look.look(ledger, everything=True)
        senders.drain()
    finally:
        office.end(signal.SIGTERM)
    figures = {"kills": CRASHES, "starts": CRASHES, "receipts": sum(r.told for r in ledger.reports.values()), "messages": len(ledger.said), "uploads": len(ledger.whole),
               "again": ledger.repeated, "refused": ledger.refused, "verified": 1, "lost": look.lost, "half": look.half, "doubles": look.doubles, "wrong": ledger.wrong}
    print(words_of(figures))
    assert not look.lost + look.half + look.doubles + ledger.wrong, figures
    assert figures["receipts"] > CRASHES and figures["refused"] > 0, words_of(figures)
    walked = office.run("verify")
    assert walked.returncode == 0, walked.stdout[-1000:] + walked.stderr[-500:]
