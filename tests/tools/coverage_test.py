"""The gate on branches: the legal core is covered whole, and the gate would tell if it were not."""
import importlib.util
import subprocess
import sys
from collections import Counter
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent


def tool():
    spec = importlib.util.spec_from_file_location("coverage_gate", TOP / "tools/coverage.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_branch_of_the_legal_core_is_taken_by_its_tests(tmp_path):
    done = subprocess.run([sys.executable, TOP / "tools/coverage.py", tmp_path / "cov"], capture_output=True, text=True, timeout=500)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("clock/clock.c", "clock/calendar.c", "clock/words.c", "clock/json.c", "cases/cases.c", "cases/guards.c", "law/law.c"):
        row = next(line for line in done.stdout.splitlines() if line.startswith(f"src/core/{name} "))
        assert row.count("100%") == 2, row


def test_a_branch_that_is_never_taken_fails_the_gate(capsys):
    whole = {"src/core/clock/clock.c": Counter({10: 1})}, {"src/core/clock/clock.c": Counter({(10, 0): 1, (10, 1): 7})}
    missed = {"src/core/clock/clock.c": Counter({10: 1})}, {"src/core/clock/clock.c": {(10, 0): 1, (10, 1): 0}}
    unread = {"src/core/cases/cases.c": {10: 1, 11: 0}}, {"src/core/cases/cases.c": {}}
    assert tool().table(*whole) == []
    assert tool().table(*missed) == ["src/core/clock/clock.c"]
    assert tool().table(*unread) == ["src/core/cases/cases.c"]
    assert "50%" in capsys.readouterr().out
