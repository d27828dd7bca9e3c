"""refused_test.py -- bad input of casework, line by line of issue 6, by the pages and by the API: each is refused with a reason
and nothing is changed. And what became of a person: every outcome of the closed list can be entered with its decree, the clock
of the remedy shows, and what does not fit is refused."""
import html
import re
import sqlite3
import sys
import urllib.parse
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from api_test import Api, begun, new_report  # noqa: E402
from server import PASSWORD, Server  # noqa: E402

NOW = "2024-11-04T09:00:00+07:00"  # of the server
STUDY = {"position": "Seorang pegawai mengajak memilih.", "data": "Satu orang.", "legal": "SKB 2022.", "facts": "Ajakan terbaca.",
         "recommendation": "Diputus pleno.", "version": 0}
# The tables of casework: what its steps write. Who looked, keys that count once and what other desks do meanwhile stand elsewhere.
STEPS = re.compile(r"case_|clock_run|letter|number_seq|evidence_file|summons|room|hearing|study|plenary|handover|parcel|decision_|conflict|review_mark|"
                   r"name_repair|recipient_|signing")


class Office(Api):
    def __init__(self):
        Server.__init__(self, users=False, settings={"NETRA_SIGN_BACKEND": "bsre", "NETRA_SIGN_URL": "http://127.0.0.1:9"})
        for login, role in (("handler", "handler"), ("chair", "chair"), ("member", "member"), ("anggota", "member")):
            self.netra("user", "add", f"uji.{login}", "--name", f"Petugas {login.title()}", "--role", role, stdin=PASSWORD + "\n")
        self.tokens = {role: self.netra("user", "token", f"uji.{role}", "--name", "uji").strip() for role in ("handler", "chair")}
        self.tokens["intake"] = self.tokens["chair"]  # who may list reports
        self.cookies = {role: self.login(role)[0] for role in ("handler", "chair")}

    def records(self):
        """Every row of every table that a step may write."""
        with sqlite3.connect(f"file:{self.data}/netra.db?mode=ro", uri=True, timeout=30) as db:
            names = [n for n, in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name") if STEPS.match(n)]
            assert len(names) > 25, names
            return {n: db.execute(f"SELECT * FROM {n} ORDER BY 1").fetchall() for n in names}

    def page(self, at, action, fields, role="handler"):
        """The form of the page @at, sent to @action: the answer, with .said: the words of its refusal."""
        cookie = {"Cookie": self.cookies[role]}
        shown = self.ask("GET", at, headers=cookie)
        assert shown.status == 200, (at, shown.status)
        hidden = [(n, re.search(rf'name="{n}" value="(\w*)"', shown.text)[1]) for n in ("once", "csrf")]
        fields = list(fields.items()) if isinstance(fields, dict) else fields
        r = self.ask("POST", action, urllib.parse.urlencode(fields + hidden), cookie)
        alert = re.search(r'role="alert".*?</div>', r.text, re.S) or re.search(r"<main.*?</main>", r.text, re.S)
        r.said = html.unescape(re.sub(r"<[^>]*>", " ", alert[0])) if alert else ""
        return r

    def refused(self, do, status, *words):
        """@do is refused, its reason has @words, and every record stays as it was."""
        before = self.records()
        r = do()
        said = r.json["detail"] if getattr(r, "json", None) else r.said
        assert r.status == status, (r.status, said)
        assert [w for w in words if w not in said] == [], said
        after = self.records()
        assert {n for n in after if after[n] != before[n]} == set()
        return r


@pytest.fixture(scope="module")
def office():
    o = Office()
    yield o
    o.end()


class File:
    """A file over HTTP, as far as the test lets it go."""

    def __init__(self, office):
        self.o = office
        self.case = begun(office, new_report(office))
        self.api, self.at = f"/api/v1/cases/{self.case}", f"/kerja/perkara/{self.case}"
        self.members = [m["id"] for m in office.get("/api/v1/members")["items"]]
        self.people = []

    def post(self, path, body, who="handler", want=(200, 201)):
        r = self.o.call("POST", self.api + path, body, who)
        assert r.status in want, (path, r.text)
        return r.json

    def person(self, class_="PNS", act="SKB-B6", name="Damar Prasetyo"):
        body = {"role": "terlapor", "name": f"{name} {len(self.people) + 1}", "class": class_, "agency": "Dinas Perhubungan", "act": act}
        self.people.append(self.post("/people", body)["id"])

    def registered(self):
        self.post("/marks", {"marks": [{"element": e, "met": True} for e in ("F1", "F2", "F3", "F4", "M1", "M2", "M3")]})
        self.post("/events", {"event": "requirements_met"})

    def clarifying(self):
        self.post("/summons", {"minutes": 5, "hear_at": "2024-11-07T08:00:00+07:00", "place": "Ruang klarifikasi"})

    def studied(self, acts=("SKB-B6",)):
        self.post("/events", {"event": "enough"})
        self.post("/study", STUDY)
        for n, p in enumerate(self.people):
            self.post("/study/points", {"person": p, "act": acts[n % len(acts)], "analysis": "Terbaca.", "quotes": "Unggahan", "conclusion": "proven"})
        self.post("/study/end", {"version": 1})

    def plenary(self, votes=None, acts=("SKB-B6",)):
        return {"agenda": "Putusan", "place": "Ruang rapat", "event": "decide_other_law", "held_at": NOW,
                "votes": [{"member": m, "vote": "agree"} for m in self.members] if votes is None else votes,
                "decisions": [{"person": p, "act": acts[n % len(acts)], "outcome": "proven", "reason": "Sesuai kajian."} for n, p in enumerate(self.people)]}

    def plenary_form(self, votes):
        fields = [("agenda", "Putusan"), ("day", "2024-11-04"), ("time", "09:00"), ("place", "Ruang rapat"), ("event", "decide_other_law")]
        fields += [(f"vote_{m}", v) for m, v in votes] + [(f"opinion_{m}", "Perlu satu saksi lagi.") for m, v in votes if v == "dissent"]
        for n, p in enumerate(self.people):
            fields += [(f"decide_{n}_{p}_SKB-B6", "proven"), (f"reason_{n}", "Sesuai kajian.")]
        return fields


SEND = {"way": "paper", "why": "Penerima belum mendaftarkan kunci."}
MISSING = "langkah yang kurang: "


def both(office, status, words, program, page, page_words=None):
    """The same is refused by the API and by the page, with the same words unless @page_words are others."""
    office.refused(program, status, *words)
    office.refused(page, status, *(page_words or words))


def test_a_step_out_of_order_names_the_missing_step_and_its_rule(office):
    f = File(office)
    f.person()
    api = lambda path, body, who="handler": lambda: office.call("POST", f.api + path, body, who)
    page = lambda path, fields, role="handler", at=None: lambda: office.page(f.at + (path if at is None else at), f.at + path, fields, role)
    hearing = {"person": f.people[0], "held_at": NOW, "place": "Ruang 2"}
    hearing_form = {"person": f.people[0], "day": "2024-11-04", "time": "09:00", "place": "Ruang 2", "oath": "taken"}
    invite = {"person": f.people[0], "hear_at": "2024-11-07T09:00:00+07:00", "place": "Ruang 2"}
    invite_form = {"person": f.people[0], "day": "2024-11-07", "time": "09:00", "place": "Ruang 2", "minutes": "45"}
    votes = [(m, "agree") for m in f.members]

    # In the initial review: its marks first, UU and Perbawaslu as the law's row T05 says.
    needs_t05 = (MISSING + "requirements_met (T05: Pasal 9(6)-(7) / Pasal 16-18)",)
    both(office, 422, ("syarat formal belum terpenuhi", "(T05: Pasal 9(6)-(7) / Pasal 16-18)"),
         api("/events", {"event": "requirements_met"}), page("/kajian-awal/selesai", {"event": "requirements_met", "text": ""}, at="/kajian-awal"))
    both(office, 422, needs_t05, api("/summons", invite), page("/undangan", invite_form))
    both(office, 422, needs_t05 + ("invite (T21)",), api("/hearings", hearing), page("/klarifikasi", hearing_form))
    both(office, 422, needs_t05 + ("enough (T25)",), api("/study", STUDY), page("/kajian", {k: str(v) for k, v in STUDY.items()}))
    both(office, 422, needs_t05 + ("submit (T28)",), api("/plenaries", f.plenary(), "chair"), page("/pleno", f.plenary_form(votes), "chair"))
    both(office, 422, needs_t05 + ("submit (T28)", "decide_other_law (T29)"), api("/handovers", SEND, "chair"), page("/penerusan", SEND, "chair"))
    both(office, 422, needs_t05, api("/events", {"event": "enough"}), page("/peristiwa", {"event": "enough"}, at=""))

    # Registered: nobody is invited yet. Then no study, no decision.
    f.registered()
    both(office, 422, (MISSING + "invite (T21: Perbawaslu 7/2022 Pasal 28-29)",), api("/events", {"event": "enough"}), page("/peristiwa", {"event": "enough"}, at=""))
    f.clarifying()
    both(office, 422, (MISSING + "enough (T25: ",), api("/plenaries", f.plenary(), "chair"), page("/pleno", f.plenary_form(votes), "chair"))
    f.post("/events", {"event": "enough"})
    both(office, 422, (MISSING + "submit (T28: ", "kajian belum ditandatangani"), api("/plenaries", f.plenary(), "chair"), page("/pleno", f.plenary_form(votes), "chair"))
    both(office, 422, (MISSING + "submit (T28: ", "decide_other_law (T29)"), api("/handovers", SEND, "chair"), page("/penerusan", SEND, "chair"))
    unknown = office.refused(api("/events", {"event": "no_such_step"}), 422, "yang dapat: ")
    assert MISSING not in unknown.json["detail"]  # no way of the law leads there


def test_a_missing_fact_names_the_letter_that_needs_it(office):
    f = File(office)
    f.people.append(f.post("/people", {"role": "terlapor", "name": "Galih Pranata", "class": "PNS"})["id"])  # nobody has said yet what is alleged
    f.registered()
    f.clarifying()
    summons = next(x for x in office.get(f"{f.api}/letters")["items"] if x["form"] == "summons")
    assert summons["missing"] > 0
    papers = office.ask("GET", f"{f.at}/surat", headers={"Cookie": office.cookies["chair"]}).text
    row = next(r for r in re.findall(r"<tr>.*?</tr>", papers, re.S) if summons["id"] in r)
    labels = [w.strip() for w in html.unescape(re.search(r'badge wait">belum ada: (.*?)</span>', row)[1]).split(",")]
    assert len(labels) == summons["missing"] and "perbuatan yang diduga" in labels, (labels, row)
    at = f"{f.at}/surat/{summons['id']}/tanda-tangan"
    sign = {"cara": "bsre", "nik": "3579010101800001", "passphrase": "beringin tua"}
    office.refused(lambda: office.page(at, at, sign, "chair"), 422, summons["subject"], "memerlukan yang belum ada", labels[0], "tidak ditandatangani")
    ink = {"cara": "ink", "signed_on": NOW[:10], "signer": ""}
    office.refused(lambda: office.page(at, at, ink, "chair"), 422, summons["subject"], "memerlukan yang belum ada", labels[0], "tidak ditandatangani")
    shown = office.ask("GET", at, headers={"Cookie": office.cookies["chair"]}).text
    assert 'id="belum-lengkap"' in shown and 'id="tinta"' not in shown and 'id="elektronik"' not in shown


def test_votes_twice_and_votes_without_a_quorum_decide_nothing(office):
    f = File(office)
    f.person()
    f.registered()
    f.clarifying()
    f.studied()
    agree = [(m, "agree") for m in f.members]
    as_json = lambda votes: [{"member": m, "vote": v, "opinion": "Perlu satu saksi lagi." if v == "dissent" else None} for m, v in votes]
    for votes, words, page_words in (
            (agree + [(f.members[1], "dissent")], ("memberi suara dua kali; setiap anggota hanya sekali",), ("terkirim dua kali",)),  # a form has one field for each
            ([agree[0]] + [(m, "absent") for m in f.members[1:]], ("Kuorum tidak tercapai: 1 hadir, diperlukan 2",), None),
            ([], ("Kuorum tidak tercapai: 0 hadir",), None),
            ([agree[0]] + [(m, "dissent") for m in f.members[1:]], ("Belum ada suara terbanyak: 1 dari 3 yang hadir setuju",), None)):
        both(office, 422, words, lambda: office.call("POST", f.api + "/plenaries", f.plenary(as_json(votes)), "chair"),
             lambda: office.page(f.at + "/pleno", f.at + "/pleno", f.plenary_form(votes), "chair"), page_words)
    stranger = next(c for c in office.get(f"{f.api}/conflicts")["items"] or [{"user": "4711"}])["user"]
    both(office, 422, ("Hanya anggota pleno",), lambda: office.call("POST", f.api + "/plenaries", f.plenary(as_json(agree + [(stranger, "agree")])), "chair"),
         lambda: office.page(f.at + "/pleno", f.at + "/pleno", f.plenary_form(agree + [(stranger, "agree")]), "chair"))
    assert office.get(f.api)["state"] == "PLENARY"
    f.post("/plenaries", f.plenary(), "chair")
    twice = (office.call("POST", f.api + "/plenaries", f.plenary(), "chair"), office.get(f.api)["state"])
    assert (twice[0].status, twice[1]) == (422, "DECIDED_OTHER_LAW")


def test_a_closed_recipient_gets_nothing_and_what_was_never_sent_does_not_come_back(office):
    f = File(office)
    f.person()
    f.registered()
    f.clarifying()
    f.studied()
    f.post("/plenaries", f.plenary(), "chair")
    kasn = ("Komisi Aparatur Sipil Negara (KASN) tidak lagi menerima penerusan sejak lewat Selasa, 10 September 2024", "UU 5/2014 Pasal 31-33",
            "penerimanya sekarang Badan Kepegawaian Negara (BKN)")
    both(office, 422, kasn, lambda: office.call("POST", f.api + "/handovers", {**SEND, "receivers": [{"person": f.people[0], "route": "KASN"}]}, "chair"),
         lambda: office.page(f.at + "/penerusan", f.at + "/penerusan", [*SEND.items(), ("receiver", f"{f.people[0]}:KASN")], "chair"))
    back = {"event": "returned", "reason": "nip_wrong", "version": 1}
    office.refused(lambda: office.call("POST", "/api/v1/handovers/4711/steps", back), 404, "tidak ada penerusan dengan nomor itu; kirim penerusannya dahulu")
    office.refused(lambda: office.page(f.at + "/penerusan", f.at + "/penerusan/4711", back), 404)

    sent = f.post("/handovers", SEND, "chair")
    assert sent["packages"] == 1
    row, = office.get(f"{f.api}/handovers")["items"]
    steps = f"/api/v1/handovers/{row['id']}/steps"
    form = lambda fields: lambda: office.page(f.at + "/penerusan", f"{f.at}/penerusan/{row['id']}", fields)
    both(office, 422, (MISSING + "ack (",), lambda: office.call("POST", steps, back), form(back))  # nobody has received it yet
    other = File(office)
    office.refused(lambda: office.page(other.at, f"{other.at}/penerusan/{row['id']}", back), 404)  # of another file
    both(office, 422, ("nomor tanda terima",), lambda: office.call("POST", steps, {"event": "ack", "version": 1}), form({"event": "ack", "version": "1"}))


# ---------- what became of each ----------

ON = "2024-11-04"
# Of each word of the closed list: a class for which the law has such a kind. S: with a decree; N: without a sanction.
ENDINGS = [("moral_open", "PNS", "S"), ("moral_closed", "PNS", "S"), ("light", "PNS", "S"), ("moderate", "PNS", "S"), ("severe", "PNS", "S"),
           ("contract_ended", "PPPK", "S"), ("warning", "THL", "S"), ("contract_ended", "THL", "S"), ("left_service", "PNS", "N"), ("retired", "PNS", "N"),
           ("not_proven", "PNS", "N"), ("cancelled", "PNS", "N")]
REMEDY = {"objection": "DS-OBJECT", "appeal": "DS-APPEAL"}


@pytest.fixture(scope="module")
def handed(office):
    """One file with a person for each ending, handed over and received."""
    f = File(office)
    for _, class_, _ in ENDINGS:
        f.person(class_)
    f.registered()
    f.clarifying()
    f.studied()
    f.post("/plenaries", f.plenary(), "chair")
    f.post("/handovers", SEND, "chair")
    for row in office.get(f"{f.api}/handovers?max=50")["items"]:
        steps = f"/api/v1/handovers/{row['id']}/steps"
        assert office.call("POST", steps, {"event": "ack", "receipt_number": "SBT-1", "version": 1}).status == 200
        if row["route"] == "BKN":
            assert office.call("POST", steps, {"event": "recommend", "version": 2}).status == 200
    return f


def kind_of(office, outcome, class_):
    """A kind of the law's catalogue that counts as @outcome."""
    return next(s for s in office.all(f"/api/v1/law/sanctions?class={class_}&on={ON}", None, 50) if s["outcome"] == outcome)


def handover_of(office, f, n):
    return next(h for h in office.get(f"{f.api}/handovers?max=50")["items"] if h["person"] == f.people[n])


def card_of(office, f, number):
    """What the page says of one person's hand-over."""
    text = office.ask("GET", f.at + "/penerusan", headers={"Cookie": office.cookies["handler"]}).text
    return html.unescape(re.sub(r"<[^>]*>", " ", re.search(rf'<section class="card flow" id="orang-{number}">.*?</section>', text, re.S)[0]))


@pytest.mark.parametrize("n", range(len(ENDINGS)), ids=[f"{o}-{c}" for o, c, _ in ENDINGS])
def test_every_outcome_of_the_closed_list_is_entered_on_the_page_with_its_decree(office, handed, n):
    outcome, class_, how = ENDINGS[n]
    h = handover_of(office, handed, n)
    at, action, number = handed.at + "/penerusan", f"{handed.at}/penerusan/{h['id']}", n + 1
    by_head = h["route"] != "BKN"
    event = {"S": "sanction", "N": "no_sanction"}[how] + ("_by_head" if by_head else "")
    kind = kind_of(office, outcome, class_) if how == "S" else None
    step = {"event": event, "version": h["version"], "outcome": kind["code"] if kind else outcome}
    decree = {"decree_number": f"800/{number}/2024", "decree_on": ON}
    page = lambda **more: lambda: office.page(at, action, {**step, **more})
    shown = office.ask("GET", at, headers={"Cookie": office.cookies["handler"]}).text
    offered = re.search(rf'<details id="{event}-{number}".*?</details>', shown, re.S)[0]
    assert f'value="{step["outcome"]}"' in offered and 'name="decree_number"' in offered and 'name="decree_on"' in offered

    if n == 0: # with a decree
        office.refused(page(), 422, "sanksi punya keputusan: isi nomor dan tanggalnya")
        office.refused(page(decree_number="800/1"), 422, "isi nomor dan tanggalnya")
        office.refused(page(**decree, outcome="retired"), 422, "tidak cocok dengan kejadian ini")
        office.refused(page(**{**decree, "decree_on": "2024-11-05"}), 422, "di masa depan")
        office.refused(page(**decree, version=99), 409)
    if outcome == "retired": # without a sanction
        office.refused(page(**decree, outcome="PP94-8-3-A"), 422, "tidak cocok dengan kejadian ini")
        office.refused(page(**decree, outcome="withdrawn"), 422)  # never chosen by hand
    if outcome in ("moral_open", "retired"):
        office.refused(page(**decree, outcome="dimarahi"), 422, "pilih hasilnya")
    done = page(**decree)()
    assert done.status == 303, done.said

    row = handover_of(office, handed, n)
    assert (row["outcome"], row["decree_number"], row["decree_on"]) == (outcome, decree["decree_number"], ON)
    card = card_of(office, handed, number)
    assert decree["decree_number"] in card and (not kind or kind["name_id"] in card)

    # The remedy that is open against this kind, and its clock from the day on which the decree arrived; the other's does not run.
    remedy = next((r for r in office.all(f"/api/v1/law/remedies?class={class_}&on={ON}", None, 50) if kind and kind["level"] in r["levels"]), None)
    running = lambda: {c["clock"]: c for c in office.all(f"{handed.api}/clocks", size=200) if c["person"] == row["person"] and c["status"] == "running"}
    came = office.page(at, action, {"event": "decree_received", "decree_on": ON, "version": row["version"]})
    if not remedy:
        assert not set(running()) & set(REMEDY.values())
        return
    assert came.status == 303, came.said
    assert set(running()) & set(REMEDY.values()) == {REMEDY[remedy["code"]]}
    assert running()[REMEDY[remedy["code"]]]["name"] in card_of(office, handed, number)  # and the page says until when


def test_minutes_become_an_exhibit_by_the_button_once(office):
    f = File(office)
    f.person()
    f.registered()
    f.clarifying()
    hearing = f.post("/hearings", {"person": f.people[0], "held_at": NOW, "place": "Ruang 2", "oath_taken": True})["id"]
    at, api = f"{f.at}/klarifikasi/{hearing}", f"/api/v1/hearings/{hearing}"
    for path, body in (("lines", {"question": "Apakah Saudara hadir?", "answer": "Hadir."}), ("read-back", {"version": 1}),
                       ("close", {"signed": True, "statement": "Hadir.", "version": 2})):
        assert office.call("POST", f"{api}/{path}", body).status == 201
    shown = lambda: office.ask("GET", at, headers={"Cookie": office.cookies["handler"]}).text
    assert 'id="jadikan-bukti"' in shown()
    press = lambda: office.page(at, at, {"do": "bukti", "version": "3"})
    assert press().status == 303
    assert 'id="jadikan-bukti"' not in shown() and "B-1</a>" in shown()
    office.refused(press, 409, "Berita acara ini sudah menjadi B-1.")
    exhibit, = office.get(f"{f.api}/exhibits")["items"]
    assert (exhibit["origin"], exhibit["showable"]) == ("minutes", False)
    assert office.ask("GET", f"{f.at}/bukti/{exhibit['id']}/samaran", headers={"Cookie": office.cookies["handler"]}).status == 200  # it can be redacted
