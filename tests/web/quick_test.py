"""Staff pages cost what they show, not what is stored: counted in statements and in steps of the database, never in time.

The office is that of tests/bench/casework.py, small: each page of tests/web/rights.csv is asked beside 1,500 files and again
beside 6,000. A page that reads all files takes four times the steps then; one that asks for each line of a list by itself
takes more statements for a file of fifty persons than for a file of two. SQLite counts its steps, so a missing index shows.
"""
import sys
import time
from pathlib import Path

import pytest
from server import program

TOP = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/bench"))
import casework  # noqa: E402

FEW, MANY = 1500, 6000
TURNS = 2  # the least of so many: what the server's own jobs ask in between is not the page's
SPARE_STEPS = 60_000  # about 1 ms; short lists grow a little until they reach their limits
MOST_STATEMENTS = 60
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
            office.stop()
        yield result
    finally:
        office.end()


def test_every_staff_address_is_asked(measured):
    asked = {label.split("?")[0].removesuffix(casework.LARGE) for label in measured[1]}
    assert asked == {path for _, path in casework.staff_addresses()} and len(asked) > 50


def test_no_page_reads_more_when_four_times_as_many_files_lie_beside(measured):
    few, many = measured
    grown = {label: (few[label][2], many[label][2]) for label in many
             if many[label][2] > 2 * few[label][2] + SPARE_STEPS and BY_EMPLOYEES not in label}
    assert not grown


def test_no_page_asks_the_store_line_by_line(measured):
    many = measured[1]
    assert {k: v[0] for k, v in many.items() if v[0] > MOST_STATEMENTS} == {}
    large = {k: (many[k.removesuffix(casework.LARGE)][0], v[0]) for k, v in many.items() if k.endswith(casework.LARGE)}
    assert len(large) > 20
    assert {k: v for k, v in large.items() if v[1] > v[0] + 15} == {}


def test_the_counters_see_a_page_that_reads_everything(measured):
    """The counter itself: a search through all employees grows with them, and is seen to."""
    few, many = measured
    label = "/kerja/perkara/{id}/orang?cari=tidakadanama"
    assert many[label][2] > few[label][2] + 3000 > 3000
