"""Staff pages cost what they show, not what is stored: counted in statements and in steps of the database, never in time.

The office is that of tests/bench/casework.py, small: each page of tests/web/rights.csv is asked beside 1,500 files and again
beside 6,000. A page that reads all files takes four times the steps then; one that asks for each line of a list by itself
takes more statements for a file of fifty persons than for a file of two. SQLite counts its steps, so a missing index shows;
PostgreSQL counts the blocks that its statements read (pg_stat_statements), which is how a plan shows that walks a whole table.
"""
import subprocess
import sys
import time
from pathlib import Path

import pytest
from server import program

TOP = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/bench"))
sys.path.insert(0, str(TOP / "tools"))
import casework  # noqa: E402
from test import Cluster  # noqa: E402

FEW, MANY = 1500, 6000
TURNS = 2  # the least of so many: what the server's own jobs ask in between is not the page's
SPARE_STEPS = 60_000  # about 1 ms; short lists grow a little until they reach their limits
SPARE_BLOCKS = 700    # of 8 KiB: a list that reaches its limit shows some dozen lines more, each of a few blocks
MOST_STATEMENTS = 60
# Counts what the statements of one database have read since it was made; a page of settings that reads a small table whole
# because it is small would read a large one too, so here no table is small.
COUNTED = ["-c", "shared_preload_libraries=pg_stat_statements", "-c", "enable_seqscan=off"]
# Names are searched through all employees: as many as the register has, however many files there are.
BY_EMPLOYEES = "?cari="


def settled(office):
    """Waits until the program has done what it does by itself when it starts: four looks in a row find nothing new."""
    before, same = office.work(), 0
    for _ in range(300):
        time.sleep(0.2)
        now = office.work()
        same = same + 1 if now[0] - before[0] <= 1 else 0
        before = now
        if same == 4:
            return
    raise AssertionError("the program never comes to rest")


def costs(office):
    """{label: (statements, rows, steps)} of every staff page."""
    found = {}
    for label, role, path in casework.pages(office):
        office.get(role, path)
        for _ in range(TURNS):
            before = office.work()
            status, body, _ = office.get(role, path)
            after = office.work()
            assert status == (404 if label.split("?")[0].removesuffix(casework.LARGE) in casework.NOT_FOUND else 200), (path, body[:300])
            spent = tuple(b - a for a, b in zip(before, after))
            found[label] = min(found.get(label, spent), spent)
    return found


def pack_statements(office):
    """{label: statements} for all papers of a file in one PDF."""
    found = {}
    for label, role, path in casework.packs(office) * TURNS:
        before = office.work()
        status, body, _ = office.get(role, path)
        assert status == 200 and body.startswith(b"%PDF"), (path, body[:300])
        spent = office.work()[0] - before[0]
        found[label] = min(found.get(label, spent), spent)
    return found


class Blocks:
    """What the statements of the program have read: asked over one connection, of which its own statement is left out."""

    def __init__(self, url):
        self.psql = subprocess.Popen(["psql", "-qAt", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.psql.stdin.write("CREATE EXTENSION IF NOT EXISTS pg_stat_statements;\n")

    def read(self):
        self.psql.stdin.write("SELECT coalesce(sum(shared_blks_hit + shared_blks_read), 0) FROM pg_stat_statements "
                              "WHERE query NOT LIKE '%pg_stat_statements%';\n")
        return int(self.psql.stdout.readline())

    def end(self):
        self.psql.stdin.close()
        self.psql.wait(30)
        self.psql.stdout.close()


def blocks_read(office, blocks):
    """{label: blocks} of every staff page."""
    found = {}
    for label, role, path in casework.pages(office):
        for _ in range(TURNS + 1):
            before = blocks.read()
            office.get(role, path)
            spent = blocks.read() - before
            found[label] = min(found.get(label, spent), spent)
    return found


def blocks_of(blocks, office, sql):
    """What one statement of another connection reads; nothing of ours runs beside."""
    found = []
    for _ in range(TURNS):
        before = blocks.read()
        office.store.one(sql)
        found.append(blocks.read() - before)
    return min(found)


@pytest.fixture(scope="module")
def read_from_postgres():
    cluster = Cluster(COUNTED)
    office = None
    try:
        url, result, whole = cluster.database(), [], []
        office, blocks = casework.Office(program(), url), Blocks(url)
        for files in (FEW, MANY):
            office.fill(files)
            office.serve()
            settled(office)
            result.append(blocks_read(office, blocks))
            office.stop()
            whole.append(blocks_of(blocks, office, "SELECT max(length(title)) FROM case_file"))
        blocks.end()
        yield result, whole
    finally:
        if office:
            office.end()
        cluster.stop()


@pytest.fixture(scope="module")
def measured():
    office = casework.Office(program())
    try:
        result = []
        for files in (FEW, MANY):
            office.fill(files)
            office.serve()
            settled(office)
            result.append(costs(office))
            if files == MANY:
                result.append(pack_statements(office))
            office.stop()
        yield result
    finally:
        office.end()


def test_every_staff_address_is_asked(measured):
    asked = {label.split("?")[0].removesuffix(casework.LARGE) for label in measured[1]}
    assert asked == {path for _, path in casework.staff_addresses()} and len(asked) > 50


def test_no_page_reads_more_when_four_times_as_many_files_lie_beside(measured):
    few, many, _ = measured
    grown = {label: (few[label][2], many[label][2]) for label in many
             if many[label][2] > 2 * few[label][2] + SPARE_STEPS and BY_EMPLOYEES not in label}
    assert not grown


def test_on_postgresql_too_no_page_reads_more_beside_four_times_as_many_files(read_from_postgres):
    few, many = read_from_postgres[0]
    assert len(many) > 100
    grown = {label: (few[label], many[label]) for label in many
             if many[label] > 2 * few[label] + SPARE_BLOCKS and BY_EMPLOYEES not in label}
    assert not grown


def test_the_blocks_of_postgresql_are_seen_to_grow(read_from_postgres):
    """The counter itself: what reads all files reads more of them. (A search through all employees reads an index alone.)"""
    few, many = read_from_postgres[1]
    assert many > 2 * few > 100


def test_the_papers_of_a_file_are_not_asked_for_one_by_one(measured):
    packs = measured[2]
    assert len(packs) == 4
    assert {k: v for k, v in packs.items() if v > packs[k.removesuffix(casework.LARGE)] + 15 or v > MOST_STATEMENTS} == {}


def test_no_page_asks_the_store_line_by_line(measured):
    many = measured[1]
    assert {k: v[0] for k, v in many.items() if v[0] > MOST_STATEMENTS} == {}
    large = {k: (many[k.removesuffix(casework.LARGE)][0], v[0]) for k, v in many.items() if k.endswith(casework.LARGE)}
    assert len(large) > 20
    assert {k: v for k, v in large.items() if v[1] > v[0] + 15} == {}


def test_the_counters_see_a_page_that_reads_everything(measured):
    """The counter itself: a search through all employees grows with them, and is seen to."""
    few, many, _ = measured
    label = "/kerja/perkara/{id}/orang?cari=tidakadanama"
    assert many[label][2] > few[label][2] + 3000 > 3000
