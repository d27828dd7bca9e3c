"""Every source builds with the second compiler too: `make fuzz` and `make lint` need clang, and the test run builds with gcc alone."""
import json
import os
import shlex
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent.parent
CHECK = Path(os.environ.get("NETRA_CHECK") or max(TOP.glob("build*/compile_commands.json"), key=lambda p: p.stat().st_mtime).parent)
FLAGS = ["-fsyntax-only", "-Werror", "-Wno-unknown-warning-option"]


def commands():
    """What gcc is told of each source below src/ and of each fuzzer, without where its output goes."""
    for one in json.loads((CHECK / "compile_commands.json").read_text()):
        path = Path(one["directory"], one["file"]).resolve()
        if not path.is_relative_to(TOP / "src") and not path.is_relative_to(TOP / "tests/fuzz"):
            continue
        words = shlex.split(one["command"])
        words = words[1 if words[0].endswith(("gcc", "cc")) else 2:]  # the compiler, perhaps behind its cache
        flags = [w for w in words if w.startswith(("-I", "-D", "-W", "-std", "-isystem"))]
        yield path, ["clang", *FLAGS, *flags, str(path)]


def faults(job):
    path, command = job
    done = subprocess.run(command, cwd=CHECK, capture_output=True, text=True, timeout=120)
    return f"{path.name}: {done.stderr[:1000]}" if done.returncode else ""


def test_every_source_is_good_for_clang():
    if subprocess.run(["which", "clang"], capture_output=True).returncode:
        pytest.skip("clang is not installed")
    jobs = dict(commands())
    assert len(jobs) > 300
    with ThreadPoolExecutor(2) as pool:
        assert [f for f in pool.map(faults, jobs.items()) if f] == []
