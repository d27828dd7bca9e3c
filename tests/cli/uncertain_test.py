"""`netra rulepack check --uncertain` lists every row that the dossier marks K (own knowledge) or ? (unsure), for counsel."""
import json
from pathlib import Path

DOSSIER = json.loads((Path(__file__).resolve().parent.parent / "data" / "dossier.json").read_text())
NUMBERS = {"pilkada_register_report": "pilkada_report", "pilkada_register_finding": "pilkada_finding", "letters": "letter",
           "pemilu_register_report": "pemilu_report", "pemilu_register_finding": "pemilu_finding"}
ROUTES = ["KASN", "BKN", "MERIT_BODY", "HEAD_OF_REGION", "OPD_HEAD", "TNI_COMMAND", "POLRI_PROPAM", "SHAREHOLDER", "DKPP", "GAKKUMDU"]
FORMS = {"A.1": "report", "A.2": "finding", "A.3": "receipt", "A.4": "initial_review", "A.11": "study", "A.17": "status",
         "B.2": "finding", "B.3": "receipt", "B.13": "study", "B.18": "status"}


def doubted():
    """(kind, name) of every row of the dossier that nobody has seen in a source."""
    yield from (("clock", c[0]) for c in DOSSIER["clocks"] if c[-1] != "S")
    yield from (("transition", t[0]) for t in DOSSIER["transitions"] if t[-1] != "S")
    yield from (("act", a[0]) for a in DOSSIER["acts"] if DOSSIER["stricter"]["acts"].get(a[0], a[-1]) != "S")
    yield from (("route", code) for code, r in zip(ROUTES, DOSSIER["routes"]) if r[-1] != "S")
    yield from (("number", NUMBERS.get(n[0], n[0])) for n in DOSSIER["numbering"] if n[-1] != "S")
    yield from (("stage", f"{s[0]} {s[1]}") for s in DOSSIER["stages"] if s[-1] != "S")
    yield from (("holiday", h[0]) for h in DOSSIER["holidays"] if h[-1] != "S")
    for procedure, forms in DOSSIER["forms"].items():
        yield from (("form", f"{procedure} {FORMS[f[0]]}") for f in forms if f[-1] == "K")
    yield "route", "KASN"  # A.2: the first day of the BKN route was not found [?]
    yield "route", "BKN"
    yield "election", "PEMILU-DAERAH-2031"  # E.2: its procedure is open
    yield "sanction", "PP94-8-3-A"  # B.3: the moderate trap


def test_no_row_that_the_dossier_doubts_is_missing_from_the_list(netra):
    listed = {(u["kind"], u["row"]) for u in map(json.loads, netra("--json", "rulepack", "check", "--uncertain").stdout.splitlines())}
    want = set(doubted())
    assert len(want) > 60
    assert not want - listed
