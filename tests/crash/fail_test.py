"""fail_test.py -- R2 with the real program: the n-th call of the disk fails, and nothing is half there.

Each way of failing is tried at every so many calls, from the first to the last that a deed makes; `make crash` tries all.
"""
import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from fail import Ripe, full_disk, until_clean  # noqa: E402
from kills_test import program  # noqa: E402

TRIED = [("api", "EIO from then on", 5), ("api", "EIO once, then a cut", 9), ("api", "ENOSPC once", 9), ("api", "half a write", 11), ("api", "no memory", 401), ("form", "EIO once", 5),
         ("form", "ENOSPC from then on", 7), ("message", "EIO once", 2), ("message", "ENOSPC from then on", 3), ("piece", "EIO once", 5),
         ("piece", "ENOSPC from then on", 7), ("start", "EIO once", 2), ("start", "ENOSPC from then on", 3)]


@pytest.fixture(scope="module")
def ripe(tmp_path_factory):
    return Ripe(program(), tmp_path_factory.mktemp("ripe"))


@pytest.mark.parametrize("deed,way,step", TRIED, ids=[f"{d}-{w}".replace(" ", "-") for d, w, _ in TRIED])
def test_a_disk_that_fails_leaves_a_receipt_or_a_clear_refusal(ripe, tmp_path, deed, way, step):
    figures, faults = until_clean(program(), ripe, tmp_path, deed, way, step)
    assert not faults, "\n".join(faults[:20])
    assert figures["told"] > 0, "the last try met no fault: it must be told of a receipt"
    if way != "half a write":
        assert figures["refused"] > 0, figures
    assert way == "no memory" or not figures["died"], figures


def test_a_full_disk_is_told_before_anything_is_accepted(ripe, tmp_path):
    faults, told, refused, later = full_disk(program(), ripe, tmp_path)
    assert not faults, "\n".join(faults[:20])
    assert told > 0 and refused >= 30 and later > 0
