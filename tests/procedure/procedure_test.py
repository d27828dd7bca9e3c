"""procedure_test.py -- the procedure in the rule pack is that of the second table; no clock is left behind on any path.

The C tests walk the state machine with its guards. Here the pack itself is read and compared with a table typed apart,
and then every path is walked with the set of clocks that run: a clock that runs where it has no business would alarm an
office for nothing, and one that does not run where it must would let a case lapse unseen.
"""
import json
from pathlib import Path

import pytest

import procedure_table as table
from conftest import program

HANDLING = set("REGISTERED CLARIFYING EXTRA_INFO STUDY PLENARY".split())
DECIDED = set("DECIDED_OTHER_LAW DECIDED_CRIME DECIDED_ADMIN DECIDED_ETHICS_EMB NOT_VIOLATION LAPSED".split())
INTAKE = {"REVIEW", "NOTICE", "COMPLETE"}


@pytest.fixture(scope="module")
def pack():
    return json.loads((Path(program()).parent / "law_pack.json").read_text())


def rows_of(pack):
    """The pack's transitions in the shape of ours, by id."""
    return {row["id"]: table.Transition(row["id"], row["procedure"], frozenset(row.get("from", ())), row["event"], row["to"],
                                        set(row.get("start", ())), set(row.get("stop", ())), set(row.get("keep", ())))
            for row in pack["transition"]}


def promises_of(pack):
    """Clock -> (what starts it later, the transitions that say so)."""
    found = {}
    for row in pack["transition"]:
        for clock, what in (promise.split("=") for promise in row.get("start_on", ())):
            found.setdefault(clock, (what, set()))[1].add(row["id"])
            assert found[clock][0] == what, row["id"]
    return found


def family(clocks):
    """HANDLE-X is HANDLE extended."""
    return {clock.removesuffix("-X") for clock in clocks}


def after(running, t):
    """The clocks that run after a transition; those it promises may have begun or not: both are returned."""
    running = (running - t.stops) | t.starts
    running = frozenset(running | {clock for clock in t.keeps if clock not in family(running)})
    later = {clock for clock, (_, promising) in table.LATER.items() if t.id in promising}
    return [running, running | later] if later else [running]


def walk(transitions):
    """Every (state, running clocks) that can be reached, with one path to it."""
    found = {}
    waiting = [(t.target, running, (t.event,)) for t in transitions if not t.source for running in after(frozenset(), t)]
    while waiting:
        state, running, path = waiting.pop(0)
        if (state, running) in found:
            continue
        found[state, running] = path
        waiting += [(t.target, then, (*path, t.event)) for t in transitions if state in t.source
                    for then in after(running, t)]
    return found


# ---- the two tables ------------------------------------------------------------------------------------------------

def test_the_states_are_those_of_the_dossier(pack):
    assert {row["code"] for row in pack["state"]} == table.STATES
    assert {row["code"] for row in pack["state"] if row.get("terminal")} == table.TERMINAL
    assert len(table.STATES) == 34 and len(table.TRANSITIONS) == 55


def test_the_transitions_are_those_of_the_dossier(pack):
    rows = rows_of(pack)
    assert set(rows) - set(table.OWN) == {t.id for t in table.TRANSITIONS}
    for wanted in table.TRANSITIONS:
        got = rows[wanted.id]
        assert got[:5] == wanted[:5], wanted.id
        assert got.starts == wanted.starts, wanted.id
        assert got.stops >= wanted.stops, wanted.id
        assert got.keeps == wanted.keeps, wanted.id


def test_what_starts_a_clock_later_is_what_the_dossier_says(pack):
    assert promises_of(pack) == table.LATER


def test_every_clock_of_a_file_is_started_by_something(pack):
    started = set(table.LATER).union(*(t.starts | t.keeps for t in rows_of(pack).values()))
    codes = {row["code"] for row in pack["clock"]}
    assert {code.removeprefix("PK-").removeprefix("PM-") for code in codes} == started | table.OF_NO_FILE


def test_transitions_of_our_own_are_marked_unsure_and_start_no_clock_of_others(pack):
    for row in pack["transition"]:
        if row["id"] in table.OWN:
            assert row["confidence"] == "unsure" and set(row.get("start", [])) <= {"TRACE", "STATUS"}, row["id"]  # the office's own


def test_every_clock_named_by_a_transition_exists_in_both_procedures(pack):
    codes = {row["code"] for row in pack["clock"]}
    for t in rows_of(pack).values():
        for clock in t.starts | t.stops:
            wanted = {clock} if clock.startswith("DS-") else {f"PK-{clock}", f"PM-{clock}"}
            assert wanted <= codes, (t.id, clock)


# ---- every path ----------------------------------------------------------------------------------------------------

def test_every_state_can_be_reached_and_every_open_one_can_be_ended(pack):
    transitions = list(rows_of(pack).values())
    assert {state for state, _ in walk(transitions)} == table.STATES
    ends = set(table.TERMINAL)
    for _ in table.STATES:
        ends |= {source for t in transitions if t.target in ends for source in t.source}
    assert ends == table.STATES


def test_nothing_leaves_a_state_that_is_an_end(pack):
    assert not [t.id for t in rows_of(pack).values() if t.source & table.TERMINAL]


def wrongly_running(state, running):
    """What is wrong with these clocks in this state, in words; None when all is well."""
    if state in HANDLING and len(running & {"HANDLE", "HANDLE-X"}) != 1:
        return "exactly one handling clock must run"
    if state in DECIDED | {"FORWARDED"} and running & {"HANDLE", "HANDLE-X"}:
        return "a decided case has no handling clock"
    if state not in {"SUBMITTED", "REVIEW", "DEFICIENT"} and running & INTAKE:
        return "the intake is over"
    if state not in {"OBSERVED", "LHP"} and "FIND" in running:
        return "there is nothing left to find"
    if state not in {"INFO", "TRACING"} and "TRACE" in running:
        return "the tracing is over"
    if (state == "RECOMMENDED") != ("DS-PPK" in running):
        return "the clock of the PPK runs while it is asked, and only then"
    if state in table.STATES - DECIDED and running & {"CRIME", "FORWARD"}:
        return "the file has been forwarded"
    if state != "ACKNOWLEDGED" and running & {"DS-SATGAS", "DS-BAWASLU"}:
        return "the Satgas and Bawaslu have finished in SBT"
    if state not in {"RECOMMENDED", "OVERDUE_PPK", "CONTROLLED", "CLOSED"} and running & {"DS-EXAM1", "DS-EXAM2"}:
        return "the examination is over"
    if state != "OBJECTED" and running & {"DS-OBJECT-R", "DS-APPEAL-R"}:
        return "the remedy has been decided"
    return None


def test_on_no_path_does_a_clock_run_that_should_not_or_miss_that_should(pack):
    reached = walk(list(rows_of(pack).values()))
    assert len(reached) >= len(table.STATES)
    wrong = [f"{state} with {sorted(running)}: {wrongly_running(state, running)}; by {' '.join(path)}"
             for (state, running), path in reached.items() if wrongly_running(state, running)]
    assert not wrong, "\n".join(wrong[:10])


@pytest.mark.parametrize("forgotten", ["T05 REVIEW", "T15 FIND", "T26 HANDLE", "T29 HANDLE", "T35 FORWARD", "T40 DS-PPK",
                                       "T39 DS-SATGAS", "T41 DS-EXAM1", "T46 DS-APPEAL-R"])
def test_a_forgotten_stop_is_noticed(pack, forgotten):
    key, clock = forgotten.split()
    transitions = [t._replace(stops=t.stops - {clock}) if t.id == key else t for t in rows_of(pack).values()]
    assert [1 for state, running in walk(transitions) if wrongly_running(state, running)]
