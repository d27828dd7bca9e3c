#!/usr/bin/env python3
"""campaign.py NETRA [--cases N] [--seed S] -- asks Netra and the reference the same questions and shows where they differ.

    python3 tests/clocks/campaign.py build/netra --cases 1000000

The questions come in batches. Each pair of batches asks the same questions twice: by a random calendar, and again
after a later decree has added, moved and withdrawn days. Every eighth pair asks by the calendar in Netra's rule pack,
which is compared with the copy of the dossier's in holidays.tsv. A batch is one run of `netra clock --batch`.

Compared are: the last moment, each counted day, each skipped day with its reason, the closing of the counter, the
rules applied, length and unit; for a refusal its code and that its reason names what is wrong. The last line is 'N cases, D differences'.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import generate
import reference
import table

HERE = Path(__file__).resolve().parent
CAMPAIGN = 1_000_000  # cases; TRUST.md R5
BATCH = 2500        # questions a run of netra
OWN_CALENDAR = 8    # each so many pairs use the calendar of the rule pack
TOLD = 5            # differences shown in full
BASE = {clock.code: clock for clock in table.CLOCKS}


# ---- both sides answer ---------------------------------------------------------------------------------------------

@lru_cache(None)
def dossier_calendar():
    """holidays.tsv in the form of a calendar file."""
    lines = (HERE / "holidays.tsv").read_text().splitlines()
    rows = [dict(zip(("day", "kind", "name"), line.split("\t"))) for line in lines if not line.startswith("#")]
    return {"covers_from": "2023-01-01", "covers_to": "2026-12-31", "holidays": rows}


def calendar_of(file):
    return reference.Calendar(file["covers_from"], file["covers_to"],
                              [(row["day"], row["kind"], row["name"]) for row in file["holidays"]])


def netra_answers(netra, questions, calendar_file):
    """One run of the program. calendar_file None: the calendar of its rule pack."""
    command = [netra, "clock", "--batch=-"]
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        if calendar_file:
            json.dump(calendar_file, file)
            file.flush()
            command.append(f"--calendar={file.name}")
        clean = {k: v for k, v in os.environ.items() if not k.startswith("NETRA_")}
        done = subprocess.run(command, input="\n".join(map(json.dumps, questions)) + "\n", env=clean, text=True,
                              capture_output=True, timeout=600)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if len(answers) != len(questions):
        raise RuntimeError(f"netra answered {len(answers)} of {len(questions)} questions: {done.stderr[-500:]}")
    refused = any("error" in a for a in answers)
    if done.returncode != (1 if refused else 0):
        raise RuntimeError(f"netra ended with {done.returncode}; {'some' if refused else 'no'} questions were refused")
    return answers


# ---- comparing -----------------------------------------------------------------------------------------------------

def differs(question, wanted, got):
    """None when both sides agree, else the name of the first field that differs."""
    if isinstance(wanted, reference.Refused):
        if got.get("error") != wanted.error:
            return "error"
        if "pauses" in question and wanted.error == "calendar_not_loaded":
            return None  # whether paused days are named as missing is nobody's law
        return None if wanted.word in got["why"] or wanted.word == got.get("field") else "why"
    for field in ("last_moment", "counted", "counter_closes", "kind", "rules"):
        if got.get(field) != wanted[field]:
            return field
    if [(row["day"], row["why"]) for row in got["skipped"]] != [(row["day"], row["why"]) for row in wanted["skipped"]]:
        return "skipped"
    return sum_differs(question, got)


def sum_differs(question, got):
    """R11: the answer names its clock, length, zone and start, so that the sum can be printed and defended."""
    clock = BASE.get(got["clock"])
    if clock is None or not clock.code.endswith(question["clock"]) or clock.procedure != got["procedure"]:
        return "clock"
    if got["start"] != question["start"] or got["zone"] != question["zone"]:
        return "start"
    literal = question.get("literal_48_hours") and clock.code == "PK-COMPLETE"
    length = (48, table.HOURS) if literal else (clock.length, clock.unit)
    return None if (got["amount"], got["unit"]) == length else "amount"


def reference_answer(question, calendar):
    try:
        return reference.answer(question, calendar)
    except reference.Refused as refused:
        return refused


def kind_of(answer):
    """For the tally of what was asked: a campaign of refusals only would prove nothing."""
    return answer.error if isinstance(answer, reference.Refused) else answer["kind"]


def in_words(where, question, wanted, got, field):
    def say(answer):
        if isinstance(answer, reference.Refused):
            return f"refused: {answer}"
        if "error" in answer:
            return f"refused: {answer['error']}: {answer.get('field', '')} {answer['why']}"
        rules = " ".join(answer["rules"])
        return (f"{answer['kind']} {answer['last_moment']}, counter {answer['counter_closes']}, by {rules}\n"
                f"      counted {' '.join(answer['counted'])}\n"
                f"      skipped {'; '.join(s['day'] + ' ' + s['why'] for s in answer['skipped'])}")
    return f"{where}: {field} differs\n  {json.dumps(question)}\n    reference {say(wanted)}\n    netra     {say(got)}"


# ---- batches -------------------------------------------------------------------------------------------------------

class Tally:
    """What a batch found."""

    def __init__(self):
        self.cases, self.differences, self.told, self.kinds, self.clocks = 0, 0, [], Counter(), Counter()

    def add(self, other):
        self.cases += other.cases
        self.differences += other.differences
        self.told = (self.told + other.told)[:TOLD]
        self.kinds += other.kinds
        self.clocks += other.clocks


def compare(questions, answers, calendar_file, where):
    tally = Tally()
    calendar = calendar_of(calendar_file or dossier_calendar())
    for number, (question, got) in enumerate(zip(questions, answers)):
        wanted = reference_answer(question, calendar)
        tally.cases += 1
        tally.kinds[kind_of(wanted)] += 1
        tally.clocks[got.get("clock")] += 1
        field = differs(question, wanted, got)
        if field:
            tally.differences += 1
            if len(tally.told) < TOLD:
                tally.told.append(in_words(f"{where}, question {number + 1}", question, wanted, got, field))
    return tally


def pair(seed, count, number):
    """The questions of one pair, and the calendars by which they are asked: two versions, or None for the pack's."""
    draw = generate.Draw(f"{seed}/{number}")
    files = [None] if number % OWN_CALENDAR == OWN_CALENDAR - 1 else generate.calendars(draw)
    return files, generate.questions(draw, files[0] or dossier_calendar(), count // len(files))


def ask_pair(netra, seed, count, number):
    files, questions = pair(seed, count, number)
    tally = Tally()
    for version, file in enumerate(files):
        where = f"seed {seed}, pair {number}, " + (f"calendar version {version + 1}" if file else "calendar of the pack")
        tally.add(compare(questions, netra_answers(netra, questions, file), file, where))
    return tally


def campaign(netra, cases, seed, workers=2):
    """Asks at least so many questions."""
    pairs = range(-(-cases // (2 * BATCH)))
    total = Tally()
    with ProcessPoolExecutor(workers) as pool:
        for tally in pool.map(partial(ask_pair, netra, seed, 2 * BATCH), pairs):
            total.add(tally)
    return total


def report(total, seed, seconds):
    for told in total.told:
        print(told)
    if total.differences > len(total.told):
        print(f"... and {total.differences - len(total.told)} more")
    print("asked: " + ", ".join(f"{n} {kind}" for kind, n in total.kinds.most_common()))
    print(f"clocks asked: {len([c for c in total.clocks if c in BASE])} of {len(BASE)}; seed {seed}; {seconds:.1f} s")
    print(f"{total.cases} cases, {total.differences} differences")


def figures(total, seed, seconds):
    """As tools/bench.py reads them: figure | value | limit | note."""
    print("\n".join(total.told).replace("|", "/"))
    print(f"questions to both implementations | {total.cases} | >= {CAMPAIGN} | seed {seed}")
    print(f"differences | {total.differences} | <= 0 |")
    used = sum(os.times()[:4])
    print(f"both sides together | {seconds:.1f} s | <= 90 s | 2 processes, {used:.0f} s of processor time")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("netra")
    parser.add_argument("--cases", type=int, default=CAMPAIGN)
    parser.add_argument("--figures", action="store_true", help="print for make bench")
    parser.add_argument("--seed", default=os.environ.get("NETRA_SEED") or str(random.SystemRandom().randrange(10**9)))
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if not options.figures:
        print(f"seed {options.seed}", flush=True)
    start = time.monotonic()
    total = campaign(options.netra, options.cases, options.seed, options.workers)
    (figures if options.figures else report)(total, options.seed, time.monotonic() - start)
    return 1 if total.differences else 0


if __name__ == "__main__":
    sys.exit(main())
