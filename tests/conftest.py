"""Fixtures of all Python tests: where the program is, and how it is run."""
import os
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent


def program():
    """The binary of NETRA_BIN, else the newest that was built in this folder."""
    named = os.environ.get("NETRA_BIN")
    built = [Path(named).resolve()] if named else sorted(TOP.glob("build*/netra"), key=lambda p: p.stat().st_mtime)
    if not built:
        pytest.fail("no netra was built; run make build or set NETRA_BIN")
    return str(built[-1])


@pytest.fixture
def netra(tmp_path):
    """netra(*words, **options of subprocess.run) in an empty folder, without the caller's NETRA_ variables."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("NETRA_")}

    def run(*words, env=None, **options):
        return subprocess.run([program(), *map(str, words)], cwd=tmp_path, env={**clean, **(env or {})}, text=True,
                              capture_output=True, timeout=120, **options)

    return run
