"""law/ holds all that the domain dossier says: every row of its tables is compared with the row of the pack, field by field.

tests/data/dossier.json are the dossier's facts (regulation.md A-E), typed apart from law/. Where a rule was amended, law/ has the
row twice, by date; each version is compared.
"""
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent.parent
DOSSIER = json.loads((TOP / "tests" / "data" / "dossier.json").read_text())
MARKS = {"seen": "S", "known": "K", "unsure": "?"}
CAUTION = "SK?"
ROUTES_ADDED = {"KPU": (["KEPALA_DAERAH", "PENJABAT"], "S"),  # rows of law/ that D.2's list of routes lacks
                "KPU_OFFICIALS": (["PEJABAT_NEGARA", "PEJABAT_DAERAH"], "?")}
STATUTE_NAMED = {"PK-HANDLE": "UU 1/2015 ", "PK-HANDLE-X": "UU 1/2015 "}  # D.3 says only "Pasal 134(5)"; C.1 names the statute, and papers print it
ASN_AT_THE_WARD = {"LURAH", "PERANGKAT_KELURAHAN", "PEJABAT_ASN"}  # ASN by another name (A.1); law/ lists them too


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pack")
    tables = sorted((TOP / "law").glob("*.toml"))
    subprocess.run([sys.executable, TOP / "tools" / "lawc.py", folder / "pack.json", folder / "pack.c", *tables], check=True)
    return json.loads((folder / "pack.json").read_text())


def rows(pack, kind, **want):
    found = [r for r in pack[kind] if all(r.get(k) == v for k, v in want.items())]
    assert found, f"{kind} {want} is not in law/"
    return found


def not_surer(row, mark):
    """law/ may be more careful than the dossier, never surer."""
    assert CAUTION.index(MARKS[row["confidence"]]) >= CAUTION.index(mark), row


def test_the_39_clocks_have_length_unit_start_owner_expiry_basis_and_mark(pack):
    assert len(DOSSIER["clocks"]) == 39
    for code, amount, unit, back, date, effective, start, owner, expiry, basis, mark in DOSSIER["clocks"]:
        for c in rows(pack, "clock", code=code):
            assert (c["length"], c["unit"], c.get("backwards", False)) == (amount, unit, back), code
            assert (c.get("start_is_date", False), c.get("effective", False)) == (date, effective), code
            assert (c["starts"], c.get("owner", "-"), c.get("on_expiry", "-")) == (start, owner or "-", expiry or "-"), code
            assert MARKS[c["confidence"]] == mark, code
            told = "; ".join(c["article"]).replace(" jo. Perbawaslu 9/2024", "").removeprefix(STATUTE_NAMED.get(code, ""))
            assert told == basis.replace(" (jo. 9/2024)", ""), code
    assert {c["code"] for c in pack["clock"]} == {c[0] for c in DOSSIER["clocks"]}


def test_perbawaslu_9_2024_begins_on_30_september_2024(pack):
    """C.1: a report of 20 September 2024 is under 8/2020 unamended, one of 1 October under 9/2024."""
    for code, *_, basis, _ in DOSSIER["clocks"]:
        versions = rows(pack, "clock", code=code)
        assert len(versions) == (2 if "(jo. 9/2024)" in basis else 1), code
        if len(versions) == 2:
            old, new = sorted(versions, key=lambda c: c.get("in_force", ""))
            assert (old["until"], new["in_force"]) == ("2024-09-29", "2024-09-30")
            assert "9/2024" not in " ".join(old["article"]) and "9/2024" in " ".join(new["article"])


def test_the_34_states_have_names_ends_and_what_the_reporter_reads(pack):
    assert len(DOSSIER["states"]) == 34
    for code, name, english, terminal, told in DOSSIER["states"]:
        (s,) = rows(pack, "state", code=code)
        assert (s["name_id"], s["name_en"], s.get("terminal", False)) == (name, english, terminal), code
        if code != "SUBMITTED":  # the dossier says "di loket"; a report may also come online
            assert s.get("reporter_id") == told, code
    assert len(pack["state"]) == 34


def test_the_55_transitions_have_states_guard_people_papers_and_mark(pack):
    assert len(DOSSIER["transitions"]) == 55
    for tid, procedure, start, event, guard, to, _, actor, paper, basis, mark in DOSSIER["transitions"]:
        (t,) = rows(pack, "transition", id=tid)
        assert (t["procedure"], t["event"], t["to"]) == (procedure, event, to), tid
        assert t.get("from", []) == ([] if start == "-" else [s.strip() for s in re.split(r"[|/]", start)]), tid
        assert t["condition"] == (guard if guard != "-" else "nothing"), tid
        assert t["actor"] == actor and t.get("paper", "-") == paper, tid
        assert MARKS[t["confidence"]] == mark, tid
        if basis:
            assert basis in "; ".join(t["article"]) or "Perbawaslu 8/2020" in "; ".join(t["article"]), tid


def clocks_told(words):
    """'stop PK-FIND / PM-FIND; start PK-HANDLE' -> [('stop', 'FIND'), ('start', 'HANDLE')]; what only runs on is left out."""
    for part in re.split(r";| and ", words):
        verb = "stop" if re.match(r"\s*stop", part) else "start"
        if "running" in part or "registration clock" in part:
            continue
        for code in re.findall(r"(?:PK|PM|DS)-[A-Z0-9-]+[A-Z0-9]", part):
            yield verb, code if code.startswith("DS-") else code[3:]


def test_every_clock_that_a_transition_starts_or_stops_is_named_by_its_row(pack):
    for tid, *_, words, _, _, _, _ in DOSSIER["transitions"]:
        (t,) = rows(pack, "transition", id=tid)
        starts = t.get("start", []) + t.get("keep", []) + [w.split("=")[0] for w in t.get("start_on", [])]
        stops = t.get("stop", []) + [w.split("=")[0] for w in t.get("stop_on", [])]
        for verb, code in clocks_told(words):
            if (tid, verb) == ("T45", "start") and code in ("DS-OBJECT", "DS-APPEAL"):
                assert code in stops, tid  # filing ends the time to file; the answers' clocks are promised
                continue
            assert code in (starts if verb == "start" else stops), f"{tid}: {verb} {code}"


def test_clocks_that_wait_for_a_date_are_promised_by_the_right_event(pack):
    """D.3, column 'starts'."""
    want = {"REPORT": "T01 known", "COMPLETE": "T06 notice_received", "SUMMON": "T21 T23 hearing_set", "DS-SATGAS": "T36 sbt_entered",
            "DS-BAWASLU": "T36 satgas_done", "DS-EXAM1": "T39 first_summons", "DS-EXAM2": "T39 examination_missed",
            "DS-DELIVER": "T40 T44 decree_issued", "DS-EFFECT": "T40 T44 decree_received", "DS-OBJECT": "T40 T44 decree_received",
            "DS-APPEAL": "T40 T44 decree_received", "DS-OBJECT-R": "T45 objection_received", "DS-APPEAL-R": "T45 appeal_received"}
    got = {}
    for t in pack["transition"]:
        for clock, happening in (w.split("=") for w in t.get("start_on", [])):
            got.setdefault((clock, happening), []).append(t["id"])
    assert {clock: " ".join(ids) + " " + happening for (clock, happening), ids in got.items()} == want
    named = {c for t in pack["transition"] for key in ("start", "keep") for c in t.get(key, [])} | set(want)
    (window,) = {a["window"] for a in pack["act"] if "window" in a}
    assert {c[0].split("-", 1)[1] if c[0][:2] in ("PK", "PM") else c[0] for c in DOSSIER["clocks"]} - named == {
        window[3:], "PDP-ACCESS", "PDP-BREACH", "PDP-RESTRICT"}  # the window of an act, and requests about personal data


@pytest.mark.parametrize("procedure", ["pilkada", "pemilu"])
def test_forms_have_code_and_mark_and_nothing_is_printed_where_no_code_was_verified(pack, procedure):
    for code, _, mark in DOSSIER["forms"][procedure]:
        if "-" in code:
            continue  # a span of numbers nobody has verified: those papers have no code in law/
        for form in rows(pack, "form", procedure=procedure, code=code):
            assert MARKS[form["confidence"]] == mark, code
    verified = {f[0] for f in DOSSIER["forms"][procedure] if "-" not in f[0]}
    assert {f["code"] for f in pack["form"] if f["procedure"] == procedure and f.get("code")} == verified


def test_numbers_have_pattern_and_mark(pack):
    keys = {"pilkada_register_report": "pilkada_report", "pilkada_register_finding": "pilkada_finding", "letters": "letter",
            "pemilu_register_report": "pemilu_report", "pemilu_register_finding": "pemilu_finding"}
    plain = [(r"\{PG\|PB\|PW\}", "{contest}"), (r"\{RI\|Prov[^}]*\}", "{level}")]
    for key, pattern, example, mark in DOSSIER["numbering"]:
        (n,) = rows(pack, "number", key=keys.get(key, key))
        not_surer(n, mark)
        for old, new in plain:
            pattern = re.sub(old, new, pattern)
        if key.startswith("p"):
            assert (n["pattern"], n["example"]) == (pattern, example or n["example"])


def test_the_10_routes_hold_by_class_and_date(pack):
    codes = ["KASN", "BKN", "MERIT_BODY", "HEAD_OF_REGION", "OPD_HEAD", "TNI_COMMAND", "POLRI_PROPAM", "SHAREHOLDER", "DKPP", "GAKKUMDU"]
    assert [r["code"] for r in pack["route"] if r["code"] not in ROUTES_ADDED] == codes
    for code, (subject, first, last, _, mark) in zip(codes, DOSSIER["routes"]):
        (r,) = rows(pack, "route", code=code)
        assert subject == ["ANY"] or set(subject) <= set(r["classes"]), code
        assert r.get("crime", False) == (subject == ["ANY"])
        assert r.get("in_force") == first and (last is None or r.get("until") == last), code
        not_surer(r, mark)


def test_the_added_routes_hold_what_the_class_table_says(pack):
    """A.1: heads of region and acting heads go to KPU, Gakkumdu (the row for crimes) and the Minister; state and regional officials
    are bound by UU 10/2016 art 71(1), and who receives them was not found: never surer than [?]."""
    for code, (classes, mark) in ROUTES_ADDED.items():
        (r,) = rows(pack, "route", code=code)
        assert r["classes"] == classes and MARKS[r["confidence"]] == mark, code
        assert "KPU" in r["receiver_id"] and r["copy_id"] == "Menteri Dalam Negeri" and not r.get("crime", False), code
        assert r["article"][0].startswith("UU 10/2016 Pasal 71") and r["in_force"] == "2016-07-01" and "until" not in r, code


def test_the_27_and_13_acts_have_kind_phase_classes_sanctions_and_mark(pack):
    assert len(DOSSIER["acts"]) == 27 + 13
    names = {"PEJABAT_STRUKTURAL": "PEJABAT_ASN", "PEJABAT_FUNGSIONAL": "PEJABAT_ASN", "PEJABAT_BUMN": "BUMN", "PEJABAT_BUMD": "BUMD"}
    for code, kind, phase, classes, least, most, title, english, mark in DOSSIER["acts"]:
        for a in rows(pack, "act", code=code):
            assert (a["kind"], a["phase"], a["title_id"], a["title_en"]) == (kind, phase, title, english) or code == "SKB-B5", code
            assert (a["sanction_min"], a["sanction_max"]) == (least, most), code
            assert MARKS[a["confidence"]] == DOSSIER["stricter"]["acts"].get(code, mark), code
        bound = {c for a in rows(pack, "act", code=code) for c in a["classes"]}
        assert bound - ASN_AT_THE_WARD == {names.get(c, c) for c in classes} - ASN_AT_THE_WARD, code
    assert {a["code"] for a in pack["act"]} == {a[0] for a in DOSSIER["acts"]}


def test_requirements_are_those_of_each_procedure(pack):
    for procedure in ("pilkada", "pemilu"):
        want = [(c, n, True) for c, n in DOSSIER["requirements"][procedure]] + [(c, n, False) for c, n in DOSSIER["requirements"]["material"]]
        assert [(r["code"], r["name_id"], r["formal"]) for r in pack["requirement"] if r["procedure"] == procedure] == want


def test_elections_stages_and_holidays_are_the_dossiers(pack):
    assert [[e["code"], e["name_id"]] for e in pack["election"]] == [e[:2] for e in DOSSIER["elections"]]
    assert rows(pack, "election", code="PEMILU-DAERAH-2031")[0]["procedure"] == "open"
    got = [[s["election"], s["code"], s.get("start"), s.get("end"), MARKS[s["confidence"]]] for s in pack["stage"]]
    assert got == DOSSIER["stages"]
    assert [[h["day"], h["kind"], h["name_id"], MARKS[h["confidence"]]] for h in pack["holiday"]] == DOSSIER["holidays"]
