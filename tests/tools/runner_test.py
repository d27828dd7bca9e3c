"""tools/test.py counts what happened: passed, failed, skipped, and cases that were never reached."""
import os
import stat
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent.parent


def count(folder, script, only="base-base_test"):
    program = folder / "base-base_test"
    program.write_text("#!/bin/sh\n" + script)
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    done = subprocess.run(["/usr/bin/python3", str(TOP / "tools/test.py"), str(folder), str(folder), "--only", only],
                          capture_output=True, text=True, env={**os.environ}, timeout=60)
    return done.returncode, done.stdout.rstrip().splitlines()[-1], done.stdout


@pytest.mark.parametrize("script, code, last", [
    ("echo 1..2; echo 'ok 1 - a'; echo 'ok 2 - b'", 0, "2 passed, 0 failed"),
    ("echo 1..2; echo 'ok 1 - a'; echo 'not ok 2 - b'; exit 1", 1, "1 passed, 1 failed"),
    ("echo 1..2; echo 'ok 1 - a'; echo 'not ok 2 # SKIP b'", 0, "1 passed, 0 failed, 1 skipped"),
    ("echo 1..3; echo 'ok 1 - a'; kill -SEGV $$", 1, "1 passed, 2 failed"),
    ("exit 0", 1, "0 passed, 1 failed"),
    ("echo 1..1; echo 'ok 1 - a'; echo leak >&2; exit 23", 1, "1 passed, 1 failed"),
])
def test_each_ending_is_counted(tmp_path, script, code, last):
    assert count(tmp_path, script)[:2] == (code, last)


def test_a_failure_shows_its_output(tmp_path):
    assert "0x1 != 0x2" in count(tmp_path, "echo 1..1; echo 'not ok 1 - a'; echo '# 0x1 != 0x2'; exit 1")[2]


def test_nothing_to_run_is_a_failure(tmp_path):
    assert count(tmp_path, "exit 0", only="no-such-test")[0] == 1


def test_no_process_is_left_behind(tmp_path):
    count(tmp_path, f"sleep 1000 & echo $! > {tmp_path}/pid; echo 1..1; echo 'ok 1 - a'")
    pid = int((tmp_path / "pid").read_text())
    state = Path(f"/proc/{pid}/stat")
    assert not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] == "Z"
