"""Conflict of interest: every statement that lists files, or what belongs to them, leaves out what is shut to its reader.

A list for officers names `$reader` (tools/sqlc.py) and the view case_shut or cluster_shut. What does not is named here with its
reason: it reads for the program, for the public, or one thing by its id, which the door has looked at before (web/shut.c). A new
list fails here until it does one or the other.
"""
import re
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tools"))
import sqlc  # noqa: E402

OF_FILES = re.compile(r"\b(?:FROM|JOIN)\s+(case_file|report|clock_run|clock_move|handover|review_item|cluster|letter|vault_request|alike|"
                      r"alike_group|case_person|hearing|summons|case_exhibit|review_decision)\b", re.I)

PROGRAM = "a job of the program, with no reader"
TERMINAL = "commands at the server's own terminal, as operations.md says"
INDEX = "counts of what was proven or held relevant, by unit: the vulnerability index is one for all"
PUBLIC = "published figures: numbers of all files, rounded and hidden where small"
ONE = "one row by its id or secret; the door asked before (web/shut.c)"
LOOK = "only which files; beside_line names them and leaves out what is shut"
ANY = "a number of the whole office; nothing of a file"
MASK = "words of one file that are taken out of its texts, and never shown; the door asked before"
EXEMPT = {
    **dict.fromkeys("clocks_to_expire clocks_uncounted recount_groups recount_paused clocks_pause_turns clocks_stale log_leaves_check "
                    "log_left_out forward_due forward_rungs_due alike_reports_new alike_parts_new alike_bearers uses_clock "
                    "uses_state uses_act uses_form".split(), PROGRAM),
    "case_by_number": TERMINAL,
    **dict.fromkeys("risk_cases risk_patrol".split(), INDEX),
    **dict.fromkeys("figures_files figures_people".split(), PUBLIC),
    **dict.fromkeys("report_get report_by_code report_by_once report_by_check report_by_number review_cluster_get "
                    "vault_request_get".split(), ONE),
    **dict.fromkeys("beside_person beside_exhibit beside_picture beside_place".split(), LOOK),
    **dict.fromkeys("alike_figures conflicts_named reports_between review_spent template_uses".split(), ANY),
    "parcel_handles": MASK,
}


def lists():
    """(file, name, text) of every statement that reads for a whole office from a table of files."""
    for path in sorted((TOP / "src" / "desk").rglob("*.sql")):
        for name, args, result, _, _, sql, _ in sqlc.statements(path):
            if result not in ("none", "changed") and ("office", "id") in args and OF_FILES.search(sql):
                yield path.name, name, sql


def test_a_list_of_files_says_whose_eyes_it_is_for():
    wrong = [f"{path}: {name}" for path, name, sql in lists() if "$reader" not in sql and name not in EXEMPT]
    assert not wrong, "leave out what is shut: id NOT IN (SELECT case_file FROM case_shut WHERE app_user = $reader)\n" + "\n".join(wrong)


def test_a_list_that_names_its_reader_asks_the_views_and_nothing_else():
    for path in (TOP / "src" / "desk").rglob("*.sql"):
        for name, _, _, _, _, sql, _ in sqlc.statements(path):
            for inner in re.findall(r"\([^()]*\$reader[^()]*\)?", sql):
                assert re.search(r"FROM (case_shut|cluster_shut) ", inner), f"{path.name}: {name}: {inner}"


def test_no_exemption_is_left_over():
    named = {name for _, name, sql in lists() if "$reader" not in sql}
    assert set(EXEMPT) <= named, set(EXEMPT) - named


def test_the_reader_is_the_transactions_own(tmp_path):
    """The generated function takes no reader: it binds tx->reader after the other arguments."""
    (tmp_path / "x.sql").write_text("-- x_list(office id) -> rows (id id)\nSELECT id FROM t WHERE office = $1 AND u = $reader;\n")
    header, body = sqlc.module(tmp_path / "x.sql")
    assert "x_list(struct tx *tx, int64_t office, struct x_list_rows *ret" in header
    assert "value_id(office), value_id(tx->reader)" in body and "u = $2" in body and ".n_args = 2" in body
