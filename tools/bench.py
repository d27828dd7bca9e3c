#!/usr/bin/env python3
"""bench.py BUILD [NAME...] -- runs the figures we promise and prints them beside their limits.

Each build/bench-NAME_bench prints lines `figure | value unit | limit | note`, which are shown as they come; a figure
worse than its limit makes bench exit with 1 (tests never depend on time, so `make test` does not run this). A limit is
`<= N`, `>= N`, or `= WORD` for an answer that must be this one. Beside the programs in C are measured: the legal clocks
(tests/clocks/campaign.py asks Netra and the second implementation a million questions), what the engine understands
(tools/train.py, in five folds), a cold start (tests/bench/cold.py), an upload over a link that breaks (tests/bench/upload.py), every page of
staff beside 300,000 files (tests/bench/casework.py), and the board of a pledge of 4.7 million people (tests/bench/board.py).

Others are busy on most machines: the load is printed first and last, and a figure that was missed while they were is
worth a second run.
"""
import os
import re
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
CLOCKS = TOP / "tests/clocks/campaign.py"
COLD = TOP / "tests/bench/cold.py"
UPLOAD = TOP / "tests/bench/upload.py"
CASEWORK = TOP / "tests/bench/casework.py"
BOARD = TOP / "tests/bench/board.py"
TRAIN = TOP / "tools/train.py"  # judges the composed posts in five folds
PYTHON = "/usr/bin/python3"
LIMIT_S = 1800  # no program takes longer


def number(text):
    match = re.search(r"-?\d+(?:\.\d+)?", text.replace(",", ""))
    return float(match[0]) if match else None


def worse(value, limit):
    """True when a limit such as '<= 15 ms', '>= 2 x' or '= same' is missed. A figure that is no number misses its limit."""
    match = re.match(r"\s*(<=|>=|=)\s*(.+)", limit)
    if not match:
        return False
    if match[1] == "=":
        return value.strip() != match[2].strip()
    if number(value) is None or number(match[2]) is None:
        return True
    return number(value) > number(match[2]) if match[1] == "<=" else number(value) < number(match[2])


def benches(build):
    """(name, command) of everything that prints figures."""
    netra = str(build.resolve() / "netra")
    for program in sorted(build.glob("bench-*_bench")):
        yield program.name[6:-6], [str(program.resolve())]
    yield "start", [PYTHON, str(COLD), netra]
    yield "upload", [PYTHON, str(UPLOAD), netra]
    yield "casework", [PYTHON, str(CASEWORK), netra]
    yield "board", [PYTHON, str(BOARD), netra]
    yield "stance", [PYTHON, str(TRAIN), netra, "--figures"]
    yield "clocks", [PYTHON, str(CLOCKS), netra, "--figures"]


def show(line):
    """Prints one line of a program; 1 when it is a figure that missed its limit."""
    cells = [c.strip() for c in line.rstrip("\n").split("|")]
    if len(cells) < 3:
        print("  " + line.rstrip("\n"), flush=True)
        return 0
    late = worse(cells[1], cells[2])
    indent = len(line) - len(line.lstrip())
    print(f"  {' ' * indent + cells[0]:<62} {cells[1]:>18}   {cells[2]:<18} {'MISSED ' if late else ''}{' '.join(cells[3:])}".rstrip(), flush=True)
    return int(late)


def run(name, command):
    """Runs one program; the figures it missed, one more when it failed."""
    missed, began = 0, time.monotonic()
    program = subprocess.Popen(["timeout", str(LIMIT_S), *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with program.stdout as lines:
        for line in lines:
            missed += show(line)
    errors = program.stderr.read().strip()
    if program.wait():
        print(f"  {name} ended with {program.returncode}: {errors[-400:]}")
        missed += 1
    print(f"  ({time.monotonic() - began:.0f} s)", flush=True)
    return missed


def load():
    return "load of the machine " + " ".join(f"{x:.1f}" for x in os.getloadavg()) + f", {os.cpu_count()} processors"


def main():
    build, wanted = Path(sys.argv[1]), sys.argv[2:]
    missed, ran = 0, 0
    print(load())
    for name, command in benches(build):
        if wanted and name not in wanted:
            continue
        print(f"\n{name}", flush=True)
        ran += 1
        missed += run(name, command)
    print(f"\n{load()}\n{ran} programs, {missed} figures missed")
    return 1 if missed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
