#!/usr/bin/env python3
"""crash.py NETRA [--rounds N] -- the long crash campaign (`make crash`): kill -9 and power cuts under load.

Runs store-crash_test of NETRA's build folder three times: N kills, N power cuts on a disk that forgets what was not
synced, and a control of power cuts on a disk that lies about syncs, which must lose something. Prints the figures.
"""
import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("netra", type=Path)
parser.add_argument("--rounds", type=int, default=50)
options = parser.parse_args()
build = options.netra.resolve().parent
powercut = {"NETRA_POWERCUT": str(build / "libpowercut.so")}
failed = 0
for name, env in (("kill -9", {}), ("power cut", powercut), ("power cut, lying disk (control)", {**powercut, "POWERCUT_DEAF": "1"})):
    done = subprocess.run([str(build / "store-crash_test")], capture_output=True, text=True,
                          env={**os.environ, **env, "NETRA_CRASH_ROUNDS": str(options.rounds), "NETRA_TEST_STORE": ""})
    figures = re.search(r"# (.*)", done.stdout + done.stderr)
    print(f"{name:34} {'ok' if done.returncode == 0 else 'FAILED':7} {figures[1] if figures else done.stderr[-500:]}", flush=True)
    failed += done.returncode != 0
sys.exit(1 if failed else 0)
