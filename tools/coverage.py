#!/usr/bin/env python3
"""coverage.py [FOLDER] -- which lines and branches of the legal core its tests take; fails where one is never taken.

Compiles src/base and the cores that nothing may go wrong in (law, clock, cases, identity, chain) with gcc's counters and without optimization, so
that every branch in the code is a branch in the program, runs those of tests/core that include nothing else,
and adds up what gcov saw. Nothing is left out by markers; what gcov calls a branch counts, also those that macros make.

Under the gate (every branch must be taken): all of src/core/law, clock, cases, identity and chain.

The whole takes some twenty seconds on one processor, so it runs within `make test` too. Objects go to FOLDER (build-cov).
"""
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
ROOMS = ("law", "clock", "cases", "identity", "chain")
LIBRARIES = ("jansson", "libsodium", "libcrypto", "inih", "cmocka")
AT_ONCE = 2


def run(command, **more):
    done = subprocess.run([str(c) for c in command], cwd=TOP, text=True, capture_output=True, **more)
    if done.returncode:
        sys.exit(f"coverage: {command[0]} {command[-1]} failed\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
    return done.stdout


def rooms_of(source):
    """The rooms of the core that a test includes, by itself or by a header beside it."""
    text = source.read_text()
    text += "".join(f.read_text() for f in sorted((TOP / "tests/core").glob("*.h")) if f'"{f.name}"' in text)
    return set(re.findall(r'#include "core/(\w+)/', text))


def compile_all(folder):
    """Objects of the library and of the tests; the core's with counters."""
    flags = run(["pkg-config", "--cflags", *LIBRARIES]).split()
    pack = folder / "law_pack.c"
    run([sys.executable, "tools/lawc.py", folder / "law_pack.json", pack, *sorted((TOP / "law").glob("*.toml"))])
    core = [f for room in ROOMS for f in sorted((TOP / "src/core" / room).glob("*.c"))]
    base = sorted((TOP / "src/base").glob("*.c")) + [pack]
    tests = [f for f in sorted((TOP / "tests/core").glob("*_test.c")) if rooms_of(f) and rooms_of(f) <= set(ROOMS)]

    def compile_one(source):
        target = folder / f"{source.parent.name}-{source.stem}.o"
        counters = ["--coverage", "-fprofile-update=single"] if source in core else []
        run(["gcc", "-std=gnu17", "-O0", "-g", *counters, '-DNETRA_VERSION="coverage"', "-Isrc", "-Itests", *flags, "-c", "-o", target, source])
        return target

    with ThreadPoolExecutor(AT_ONCE) as pool:
        objects = list(pool.map(compile_one, core + base))
        programs = list(pool.map(compile_one, tests))
    return objects, programs


def run_tests(folder, objects, programs):
    libraries = run(["pkg-config", "--libs", *LIBRARIES]).split()
    archive = folder / "core.a"
    archive.unlink(missing_ok=True)
    run(["ar", "rcs", archive, *objects])
    for test in programs:
        program = test.with_suffix("")
        run(["gcc", "--coverage", "-o", program, test, archive, *libraries, "-lpthread"])
        run([program], env={**os.environ, "CMOCKA_MESSAGE_OUTPUT": "STDOUT"}, timeout=300)


def taken(folder):
    """File -> line -> how often, and file -> (line, branch) -> how often, over all objects that hold the line."""
    lines, branches = defaultdict(lambda: defaultdict(int)), defaultdict(lambda: defaultdict(int))
    notes = sorted(folder.glob("*.gcno"))
    out = run(["gcov", "--json-format", "--stdout", "--branch-probabilities", *notes])
    for text in out.splitlines():
        for file in json.loads(text)["files"]:
            name = os.path.relpath(TOP / file["file"], TOP)
            if not name.startswith("src/core/"):
                continue
            for line in file["lines"]:
                lines[name][line["line_number"]] += line["count"]
                for i, branch in enumerate(line["branches"]):
                    branches[name][line["line_number"], i] += branch["count"]
    return lines, branches


def table(lines, branches):
    """Prints one row a file; returns the names of those that are not whole."""
    short = []
    print(f"{'file':34} {'lines':>15} {'branches':>17}")
    for name in sorted(lines):
        sums = []
        for counts in (lines[name], branches[name]):
            n, hit = len(counts), sum(1 for c in counts.values() if c)
            sums.append((hit, n, f"{hit}/{n} {100 * hit // n if n else 100:3}%"))
        if sums[0][0] < sums[0][1] or sums[1][0] < sums[1][1]:
            short.append(name)
        print(f"{name:34} {sums[0][2]:>15} {sums[1][2]:>17}")
    return short


def main():
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "build-cov").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.gcda"), *folder.glob("*.gcno"), *folder.glob("*.o")]:
        old.unlink()
    run_tests(folder, *compile_all(folder))
    lines, branches = taken(folder)
    short = table(lines, branches)
    for name in short:
        missed = sorted({n for n, c in lines[name].items() if not c} | {at[0] for at, c in branches[name].items() if not c})
        for n in missed:
            gone = [str(i) for (at, i), c in sorted(branches[name].items()) if at == n and not c]
            print(f"{name}:{n}: " + (f"branch {', '.join(gone)} never taken" if gone else "never run"))
    print("every branch under the gate is taken" if not short else f"{len(short)} files under the gate are not covered")
    sys.exit(1 if short else 0)


if __name__ == "__main__":
    main()
