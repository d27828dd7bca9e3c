#!/usr/bin/env python3
"""bench.py BUILD [NAME...] -- runs the figures we promise and prints them beside their limits.

Each build/bench-NAME_bench prints lines `figure | value unit | limit | note`; a figure worse than its limit
makes bench exit with 1 (tests never depend on time, so `make test` does not run this). The legal clocks are not a
bench program: tests/clocks/campaign.py asks Netra and the second implementation a million questions.
"""
import re
import subprocess
import sys
from pathlib import Path

CLOCKS = Path(__file__).resolve().parent.parent / "tests/clocks/campaign.py"


TRAIN = Path(__file__).resolve().parent / "train.py"  # judges the composed posts in five folds


def number(text):
    match = re.search(r"-?\d+(?:\.\d+)?", text.replace(",", ""))
    return float(match[0]) if match else None


def worse(value, limit):
    """True when a limit such as '<= 15 ms' or '>= 2 x' is missed."""
    match = re.match(r"\s*(<=|>=)\s*(.+)", limit)
    if not match or number(value) is None:
        return False
    bound = number(match[2])
    return number(value) > bound if match[1] == "<=" else number(value) < bound


def benches(build):
    """(name, command) of everything that prints figures."""
    for program in sorted(build.glob("bench-*_bench")):
        yield program.name[6:-6], [str(program.resolve())]
    yield "stance", ["/usr/bin/python3", str(TRAIN), str(build.resolve() / "netra"), "--figures"]
    yield "clocks", ["/usr/bin/python3", str(CLOCKS), str(build.resolve() / "netra"), "--figures"]


def main():
    build, wanted = Path(sys.argv[1]), sys.argv[2:]
    missed, ran = 0, 0
    for name, command in benches(build):
        if wanted and name not in wanted:
            continue
        print(f"\n{name}")
        ran += 1
        done = subprocess.run(command, capture_output=True, text=True, timeout=1800)
        for line in done.stdout.splitlines():
            cells = [c.strip() for c in line.split("|")]
            if len(cells) < 3:
                print("  " + line)
                continue
            late = worse(cells[1], cells[2])
            missed += late
            print(f"  {cells[0]:<46} {cells[1]:>20}   {cells[2]:<14} {'MISSED ' if late else ''}{' '.join(cells[3:])}")
        if done.returncode:
            print(f"  {name} ended with {done.returncode}: {done.stderr.strip()[-400:]}")
            missed += 1
    print(f"\n{ran} programs, {missed} figures missed")
    return 1 if missed or not ran else 0


if __name__ == "__main__":
    sys.exit(main())
