"""kills_test.py -- R1 with the real program over HTTP: 300 kills and some power cuts lose nothing; a lying disk is found out.

`make crash` asks for 10,000 and 1,000.
"""
import os
import sys
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from campaign import FAULTS, CutOffice, campaign, control, words_of  # noqa: E402

TOP = Path(__file__).resolve().parent.parent.parent


def program():
    """The build that people get: with sanitizers three times as few kills would fit."""
    built = Path(os.environ.get("NETRA_BUILD", TOP / "build")) / "netra"
    assert built.exists(), f"{built} was not built: make build"
    return built.resolve()


def clean(total):
    assert not [line for f in FAULTS for line in total[f]], total
    assert total["receipts"] > total["kills"] / 4, "hardly anybody reported: " + words_of(total)


def test_three_hundred_kills_lose_nothing():
    total = campaign(program(), 300, jobs=3)
    clean(total)
    assert total["kills"] == 300
    assert total["again"] > 0, "no kill fell between a commit and its answer: " + words_of(total)
    assert total["verified"] == 3


def test_power_cuts_lose_nothing():
    clean(campaign(program(), 20, kind=CutOffice))


def test_a_disk_that_lies_loses_something():
    assert control(program()) is not None
