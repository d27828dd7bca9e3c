"""clocks_test.py -- Netra counts like the reference; and the comparison would notice if it did not.

The long campaign (a million questions) is `make clocks`. Here is the short one, by a seed of the day: it is printed
with every difference, and NETRA_SEED repeats it.
"""
import json
import os
import random
from pathlib import Path
from unittest.mock import patch

import pytest

import campaign
import reference
import table
import worked
from conftest import TOP, program

CASES = 60_000
SEED = os.environ.get("NETRA_SEED") or str(random.SystemRandom().randrange(10**9))
DOSSIER = json.loads((TOP / "tests/data/clock-cases.json").read_text())["cases"]


def agreed(answer, case):
    """True when an answer is that of a dossier case."""
    return (answer["last_moment"] == case["expected_last_moment"] and answer["counted"] == case["counted_days"]
            and [(s["day"], s["why"]) for s in answer["skipped"]] == [(s["date"], s["why"]) for s in case["skipped_days"]]
            and answer["counter_closes"] == case.get("expected_last_counter_moment", answer["counter_closes"]))


@pytest.mark.parametrize("case", DOSSIER, ids=lambda case: case["id"])
def test_the_reference_gives_the_examples_of_the_dossier(case):
    question = {"clock": case["clock"], "start": case["start"], "zone": case["office_zone_name"],
                "procedure": case["procedure"]}
    assert agreed(reference.answer(question, campaign.calendar_of(campaign.dossier_calendar())), case)


def test_netra_and_the_reference_agree_on_random_questions():
    total = campaign.campaign(program(), CASES, SEED)
    assert total.differences == 0, "\n".join([f"NETRA_SEED={SEED}", *total.told])
    assert total.cases >= CASES
    assert {c.code for c in table.CLOCKS} <= set(total.clocks)  # each clock was asked
    assert min(total.kinds[kind] for kind in ("last_moment", "latest_delivery", "effective_from", "calendar_not_loaded",
                                              "invalid")) > CASES / 200


def test_the_same_seed_asks_the_same_questions():
    assert campaign.pair("7", 500, 3) == campaign.pair("7", 500, 3)
    assert campaign.pair("7", 500, 3) != campaign.pair("8", 500, 3)


def test_the_rule_pack_holds_the_clocks_of_the_table_and_no_other():
    pack = json.loads((Path(program()).parent / "law_pack.json").read_text())
    rows = {row["code"]: row for row in pack["clock"]}
    assert set(rows) == {clock.code for clock in table.CLOCKS}
    assert {code for code, row in rows.items() if row.get("pausable")} == table.PAUSABLE
    for clock in table.CLOCKS:  # both name the same article: the number after "ps" stands in the pack's
        if " ps " in clock.paragraph:
            number = clock.paragraph.split(" ps ")[1].split()[0].split(",")[0].split("+")[0].rstrip(":")
            assert number in " ".join(rows[clock.code]["article"]), clock


# ---- a control: each broken rule must be noticed -------------------------------------------------------------------

@pytest.fixture(scope="module")
def answered():
    """Questions with Netra's answers, asked once: [(calendar file, questions, answers)]."""
    found = []
    for number in range(4, 8):  # three pairs with random calendars, one with the calendar of the pack
        files, questions = campaign.pair("control", 2 * campaign.BATCH, number)
        found += [(file, questions, campaign.netra_answers(program(), questions, file)) for file in files]
    return found


def differences(answered):
    return sum(campaign.compare(questions, answers, file, "").differences for file, questions, answers in answered)


def rule(name, wrong):
    return patch.object(reference, name, wrong)


def length(code, days):
    return patch.dict(reference.BY_CODE, {code: reference.BY_CODE[code]._replace(length=days)})


def moved_off_holidays(clock, day, calendar, paused, joint_leave_works, right=reference.walk):
    counted, skipped = right(clock, day, calendar, paused, joint_leave_works)
    while clock.unit == table.CALENDAR and clock.counted == "after" and counted[-1] in calendar.off:
        counted.append(counted[-1] + 1)
    return counted, skipped


def thirty_day_months(day, months):
    return day - 30 * months


def without_one_holiday(file, right=campaign.calendar_of):
    dropped = next((row for row in file["holidays"] if row["day"] > "2023-12"), None)
    return right({**file, "holidays": [row for row in file["holidays"] if row is not dropped]})


def last_day_of_a_pause_counts(clock, pauses, right=reference.paused_days):
    return right(clock, [{**p, "to": p["from"]} if p["from"] < p["to"] else p for p in pauses or ()])


BROKEN = {
    "R1: the day of the event is counted": lambda: rule("first_day_looked_at", lambda clock, day: day),
    "R2: a calendar clock moves off a holiday": lambda: rule("walk", moved_off_holidays),
    "R3: Saturday is a working day": lambda: rule("SATURDAY", 6),
    "R4: a day clock ends a second later":
        lambda: rule("end_of", lambda day, zone: reference.at(day + 1, "00:00:00", zone)),
    "R4: a day clock ends in the zone of Jakarta": lambda: rule("end_of", lambda day, zone: reference.at(day, "23:59:59", 7)),
    "R5: an hour clock runs to the end of the day":
        lambda: rule("hours_later", lambda start, hours, zone: reference.end_of(start.local_day + hours // 24, zone)),
    "R6: the date on the form is converted": lambda: rule("starting_day", lambda clock, start: start.local_day),
    "R7: the moment is not converted": lambda: rule("starting_day", lambda clock, start: start.written_day),
    "R8: extended handling is 7 and not 14": lambda: length("PM-HANDLE-X", 7),
    "R8: extended handling is 3 and not 5": lambda: length("PK-HANDLE-X", 3),
    "R9: the day of the clarification is counted":
        lambda: rule("first_day_looked_at", lambda clock, day: day + 1 if clock.counted == "after" else day),
    "the ban of six months is 180 days": lambda: rule("months_back", thirty_day_months),
    "an effective clock ends with its day": lambda: length("DS-EFFECT", 14),
    "one holiday was withdrawn": lambda: patch.object(campaign, "calendar_of", without_one_holiday),
    "joint leave is always a day off":
        lambda: patch.object(reference.Calendar, "reasons", lambda calendar, works: calendar.off),
    "days outside the calendar are guessed": lambda: rule("must_cover", lambda calendar, day: None),
    "the counter closes at 16:00 on Fridays": lambda: patch.object(table, "FRIDAY_CLOSES", "16:00:00"),
    "the counter closes in the quiet period": lambda: rule("ROUND_THE_CLOCK", set()),
    "a pause lasts one day": lambda: rule("paused_days", last_day_of_a_pause_counts),
    "every clock may pause": lambda: patch.object(table, "PAUSABLE", {clock.code for clock in table.CLOCKS}),
    "31 April is 1 May": lambda: rule("day_of", lambda text, right=reference.day_of:
                                      right(text.replace("04-31", "05-01")) if isinstance(text, str) else right(text)),
}


def test_the_control_questions_are_answered_alike(answered):
    assert differences(answered) == 0


def test_each_calendar_has_a_version_of_its_own_and_every_answer_names_it(answered):
    """R11: a deadline is printed with the version of the calendar by which it was counted. Joint leave as a working
    day makes another calendar of the same table."""
    versions = [{got["calendar"] for asked, got in zip(questions, answers)
                 if "error" not in got and not asked.get("cuti_bersama_is_working_day")}
                for _, questions, answers in answered]
    assert all(len(names) == 1 for names in versions)
    assert len(set.union(*versions)) == len(versions)


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_rule_is_noticed(what, answered):
    with BROKEN[what]():
        assert differences(answered) > 0


def test_the_campaign_ends_with_one_and_tells_the_first_differences_in_words(capsys):
    command = ["campaign.py", program(), "--cases", "5000", "--seed", "3"]
    with patch("sys.argv", command):
        assert campaign.main() == 0
    assert "5000 cases, 0 differences" in capsys.readouterr().out
    with patch("sys.argv", command), length("PK-REPORT", 8):
        assert campaign.main() == 1
    told = capsys.readouterr().out
    assert "seed 3, pair 0, calendar version 1, question" in told and "last_moment differs" in told
    assert told.count(" differs\n") == campaign.TOLD and "more\n" in told


# ---- the cases that counsel signs ----------------------------------------------------------------------------------

def test_two_hundred_cases_are_worked_and_each_clock_is_among_them():
    cases = worked.cases()
    assert len(cases) >= 200 and [case["no"] for case in cases] == list(range(1, len(cases) + 1))
    assert {clock.code for clock in table.CLOCKS} <= {case["question"]["clock"] for case in cases}


def test_the_worked_cases_open_with_those_of_the_dossier():
    for case, known in zip(worked.cases(), DOSSIER):
        assert case["question"]["clock"] == known["clock"] and agreed(case["answer"], known), known["id"]


def test_the_reference_gives_the_worked_answers():
    calendar = campaign.calendar_of(campaign.dossier_calendar())
    for case in worked.cases():
        got = campaign.reference_answer(case["question"], calendar)
        if isinstance(got, reference.Refused):
            got = {"error": got.error, "names": got.word}
        assert got == case["answer"], case["no"]


def test_netra_gives_the_worked_answers():
    cases = worked.cases()
    answers = campaign.netra_answers(program(), [case["question"] for case in cases], None)
    for case, got in zip(cases, answers):
        wanted = case["answer"]
        if "error" in wanted:
            assert got["error"] == wanted["error"], (case["no"], got)
            assert wanted["names"] in got["why"] or wanted["names"] == got.get("field"), (case["no"], got)
        else:
            got["skipped"] = [{"day": row["day"], "why": row["why"]} for row in got["skipped"]]  # less the decree
            assert {field: got[field] for field in wanted} == wanted, case["no"]


def test_the_printed_table_is_that_of_the_cases():
    assert worked.table() == (worked.HERE / "worked.md").read_text(), "print it again: python3 tests/clocks/worked.py"
