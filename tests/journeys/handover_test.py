"""S15 and S7: one file, four persons, each to an end of their own.

Two are proven and go to BKN. One package comes back ("staff number wrong"), is corrected and sent again; then the head of
the agency is silent and the ladder climbs rung by rung, also over a restart, until the answers come: a moderate sanction for
one, the other has retired. For the third the plenary finds nothing proven, for the fourth no violation: letters of closing
and of repair. After every step the figures add up and the records are sound.
"""
import csv
import json
import re
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import PASSWORD, log_in
from machine import wait_for

MEMBERS = {"ketua": ("Wahyuning Pratiwangi", "chair"), "anggota1": ("Bramantyo Wicaksana", "member"), "anggota2": ("Sekar Maharani", "member")}
PEOPLE = [("Ratna Wulandasih", "197903142005012003"), ("Bagas Pramudityan", "198506172010011004"),
          ("Yuyun Karsamita", "199002112015022005"), ("Dimas Harjasutra", "198801202011011006")]
OUTCOMES = ["proven", "proven", "not_proven", "not_violation"]
HOLIDAYS = {date(2024, 11, 27)}  # polling day; the law's calendar has no other holiday in these weeks


def working(day, n):
    """The @n-th working day after @day, counted here and not by Netra."""
    while n:
        day += timedelta(days=1)
        n -= day.weekday() < 5 and day not in HOLIDAYS
    return day


class Office:
    """A server and the people who work with it, by their tokens: these outlive a restart on another day."""

    def __init__(self, server):
        self.server, self.tokens, self.log = server, {}, []
        for login in ("petugas", "penangan", "ketua"):
            self.tokens[login] = server.run("user", "token", login, "--name", "uji").stdout.strip()

    def ask(self, who, method, path, value=None, want=(200, 201)):
        head = {"Authorization": f"Bearer {self.tokens[who]}", "Content-Type": "application/json", "Cookie": ""}
        answer = self.server.ask(method, path, None if value is None else json.dumps(value), head)
        assert answer.status in ((want,) if isinstance(want, int) else want), (method, path, value, answer.status, answer.text)
        return answer.json

    def post(self, path, value=None, who="penangan", want=(200, 201)):
        return self.ask(who, "POST", path, value, want)

    def items(self, path, who="penangan"):
        rows, since = [], "0"
        while True:
            page = self.ask(who, "GET", f"{path}{'&' if '?' in path else '?'}since={since}")
            rows += page["items"]
            if not page["more"]:
                return rows
            since = page["next"]

    def on(self, moment):
        """The same office on another day, after a restart."""
        self.server.stop()
        self.server.env["NETRA_CLOCK_NOW"] = moment
        self.server.start()

    def sound(self, all=False):
        """What must be so after every step: what the public reads, and where it counts what the commands say."""
        funnel = self.server.get("/data/statistik.json").json["funnel"]
        assert funnel["adds_up"] is True and funnel["persons_lost"] == 0, funnel
        assert funnel["persons"] == sum(funnel[k] for k in funnel if k.startswith("persons_") and k != "persons_lost"), funnel
        if all:
            assert json.loads(self.server.run("stats", "--json").stdout)["funnel"] == funnel
            verified = self.server.run("verify")
            assert verified.returncode == 0, verified.stdout + verified.stderr
        return funnel


def begun(office):
    """From a report to the day of the study: the file, its four persons."""
    sent = office.server.api_post("/api/v1/reports", {"text": "Empat pegawai berfoto bersama pasangan calon nomor 2.",
                                                      "event": {"place": "Gedung serbaguna Randusari", "date": "2024-11-02"}})
    assert sent.status == 201, sent.text
    report = office.items("/api/v1/reports", "petugas")[-1]
    office.post(f"/api/v1/reports/{report['id']}/start")
    case = f"/api/v1/cases/{report['case']}"
    office.post(case, {"title": "Foto bersama pasangan calon", "event_on": "2024-11-02", "event_place": "Gedung serbaguna Randusari",
                       "version": office.ask("penangan", "GET", case)["version"]})
    office.post(f"{case}/marks", {"marks": [{"element": e, "met": True} for e in "F1 F2 F3 F4 M1 M2 M3".split()]})
    assert office.post(f"{case}/events", {"event": "requirements_met", "text": "Lengkap."})["state"] == "REGISTERED"
    people = [office.post(f"{case}/people", {"role": "terlapor", "name": name, "nip": nip, "class": "PNS", "agency": "Dinas Perhubungan",
                                             "position": "Staf", "act": "SKB-B7"})["id"] for name, nip in PEOPLE]
    return case, people


def heard(office, case, people):
    for person in people:
        office.post(f"{case}/summons", {"person": person, "hear_at": "2024-11-06T09:00:00+07:00", "place": "Ruang klarifikasi"})
    for person in people:
        hearing = office.post(f"{case}/hearings", {"person": person, "held_at": "2024-11-04T09:00:00+07:00", "place": "Ruang klarifikasi",
                                                   "oath_taken": True})["id"]
        at = f"/api/v1/hearings/{hearing}"
        office.post(f"{at}/lines", {"question": "Apakah Saudara hadir?", "answer": "Saya hadir sebentar."})
        office.post(f"{at}/read-back", {"version": 1})
        office.post(f"{at}/close", {"signed": True, "statement": "Saya hadir sebentar.", "account_owned": "admitted", "version": 2})
    office.post(f"{case}/events", {"event": "enough"})


def studied(office, case, people):
    office.post(f"{case}/study", {"position": "Empat pegawai berfoto.", "data": "Foto.", "legal": "SKB 2022.", "facts": "Foto diambil Sabtu.",
                                  "recommendation": "Diputus pleno.", "version": 0})
    for person, outcome in zip(people, OUTCOMES):
        office.post(f"{case}/study/points", {"person": person, "act": "SKB-B7", "analysis": "Terlihat dalam foto B-1.", "quotes": "B-1",
                                             "conclusion": outcome})
    office.post(f"{case}/study/end", {"version": 1})


def decided(office, case, people):
    members = [m["id"] for m in office.items("/api/v1/members")]
    return office.post(f"{case}/plenaries", {"agenda": "Putusan", "place": "Ruang rapat", "event": "decide_other_law", "held_at": "2024-11-04T09:00:00+07:00",
                                             "votes": [{"member": m, "vote": "agree"} for m in members],
                                             "decisions": [{"person": p, "act": "SKB-B7", "outcome": o, "reason": "Sesuai kajian."}
                                                           for p, o in zip(people, OUTCOMES)]}, "ketua")


def words_are_careful(office, case):
    """Before the plenary nobody is an offender, on no page of the file and on no public one."""
    file = case.rsplit("/", 1)[1]
    rows = csv.DictReader(open(Path(__file__).parent.parent / "web/rights.csv"))
    pages = [r["path"].replace("{id}", file) for r in rows if r["method"] == "GET" and r["path"].startswith("/kerja/perkara/{id}")
             and r["path"].count("{") == 1]
    office.server.login("penangan")
    said = ""
    for path in [*pages, "/kerja", "/kerja/perkara", "/kerja/serah", "/", "/statistik", "/lapor", "/lacak"]:
        for lang in ("id", "en"):
            page = office.server.get(f"{path}?lang={lang}")
            if page.status != 200 or "text/html" not in page.headers["Content-Type"]:
                continue
            text = re.sub(r"<[^>]*>", " ", page.text).lower()
            assert not re.search(r"\b(pelanggar|bersalah|offender|violator|culprit|guilty)\b", text), (path, lang)
            said += text
    assert len(pages) > 10 and "terlapor" in said and "dugaan" in said


def letters(office, case, form):
    return [row for row in office.items(f"{case}/letters") if row["form"] == form]


def read(office, letter):
    """What the PDF says, without its spaces."""
    head = {"Authorization": f"Bearer {office.tokens['penangan']}", "Cookie": ""}
    pdf = office.server.ask("GET", letter["pdf"], headers=head)
    assert pdf.bytes.startswith(b"%PDF"), letter
    return "".join(subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf.bytes, capture_output=True, check=True).stdout.decode().split())


def clocks(office, case, person, code):
    return [c for c in office.items(f"{case}/clocks") if c["clock"] == code and c.get("person") == person]


def handover(office, case, person):
    return next(h for h in office.items(f"{case}/handovers") if h["person"] == person)


def step(office, case, person, event, want=(200, 201), **more):
    row = handover(office, case, person)
    return office.post(f"/api/v1/handovers/{row['id']}/steps", {"event": event, "version": row["version"], **more}, want=want)


def refused(office, case, person, words, event, status=422, **more):
    """The step is refused with a reason, and nothing of the file has changed."""
    def everything():
        return [office.items(f"{case}/{what}") for what in ("handovers", "timeline", "clocks", "letters")]

    before = everything()
    answer = step(office, case, person, event, status, **more)
    assert words in answer["detail"], answer
    assert everything() == before


def until_letters(office, case, form, n):
    wait_for(lambda: len(letters(office, case, form)) >= n, lambda: f"no {form}: {office.items(f'{case}/letters')}")
    rows = letters(office, case, form)
    assert len(rows) == n and all(row["number"] for row in rows), rows
    return rows


@pytest.fixture
def office(make_server, store):
    server = make_server(store=store, settings={"intake.per_hour": 1000, "forward.return_days": 2})
    server.stop()
    for login, (name, role) in MEMBERS.items():
        added = server.run("user", "add", login, "--name", name, "--position", "Anggota", "--role", role, input=PASSWORD + "\n")
        assert added.returncode == 0, added.stderr
    office = Office(server)
    server.start()
    return office


def reviewed(office, case, person):
    """The person asks, a plenary of its own finds it not proven: the decision stands, the hand-over is taken back."""
    page = f"/kerja/perkara/{case.rsplit('/', 1)[1]}/peninjauan"
    server = office.server
    server.login("ketua")
    ask = {"person": person, "asked_by": "person", "known_on": "2024-11-05", "asked_on": "2024-11-20", "ground": "Hari itu saya dinas luar."}
    for wrong in ({"known_on": "2024-11-01"}, {"asked_on": "2031-01-01"}, {"asked_by": "tetangga"}, {"ground": " "}):
        assert server.form(page, page, {**ask, **wrong}).status == 422, wrong
    assert server.form(page, page, ask).status == 303
    shown = server.get(page)
    assert "dalam jangka waktu" in shown.text and server.form(page, page, ask).status == 409
    review = re.search(rf'action="({page}/\d+)"', shown.text)[1]
    votes = {name: "agree" for name in re.findall(r'name="(vote_\d+)"', shown.text)}
    decision = {"agenda": "Peninjauan", "day": "2024-12-06", "time": "09:00", "place": "Ruang rapat", "outcome": "not_proven",
                "reason": "Surat tugas membuktikan ia tidak di tempat."}
    assert server.form(page, review, {**decision, **dict.fromkeys(votes, "absent")}).status == 422  # nobody is there
    done = server.form(page, review, {**decision, **votes})
    assert done.status == 303, done.text[:3000]
    assert "surat" in server.get(page).text and "Tidak terbukti" in server.get(page).text
    taken = handover(office, case, person)
    assert (taken["state"], taken["outcome"]) == ("CLOSED", "withdrawn")
    [letter] = letters(office, case, "handover_withdrawal")
    assert letter["number"] and "BKN" in letter["recipient"]
    return page


def test_s15_a_package_comes_back_is_met_with_silence_and_ends_in_two_outcomes(office, request, shot):
    case, people = begun(office)
    one, two, cleared, lawful = people
    heard(office, case, people)
    studied(office, case, people)
    words_are_careful(office, case)
    held = decided(office, case, people)
    before = office.sound(all=True)
    assert before["persons_not_proven"] == before["persons_no_violation"] == 1 and before["persons_proven_waiting"] == 2

    # S7: closing and repair, a letter for each of the two; nothing is handed over for them.
    assert held["repaired"] == 2
    repairs = letters(office, case, "repair")
    assert len({row["number"] for row in repairs}) == 2
    assert sorted(row["recipient"] for row in repairs) == sorted(PEOPLE[i][0] for i in (2, 3))

    # What was never sent cannot come back; a receiver that has ended cannot receive.
    lost = office.post("/api/v1/handovers/4711/steps", {"event": "returned", "reason": "nip_wrong", "version": 1}, want=404)
    assert "tidak ada penerusan dengan nomor itu" in lost["detail"]
    closed = office.post(f"{case}/handovers", {"receivers": [{"person": one, "route": "KASN"}]}, "ketua", want=422)
    assert "tidak lagi menerima penerusan sejak lewat" in closed["detail"] and "10 September 2024" in closed["detail"] and closed["field"] == "receiver"
    assert office.items(f"{case}/handovers") == [] and office.sound() == before

    sent = office.post(f"{case}/handovers", {"receivers": [{"person": one, "route": "BKN"}], "way": "paper",
                                               "why": "Penerima belum mendaftarkan kunci."}, "ketua")
    assert sent["packages"] == 2 == len(set(sent["numbers"]))
    funnel = office.sound()
    assert funnel["persons_to_bkn"] == 2 and funnel["persons_proven_waiting"] == 0
    refused(office, case, one, "", "returned", reason="nip_wrong")  # nobody has received it yet

    # Returned: our own task, with a clock of its own (two working days by this office's setting), on the page of today.
    step(office, case, one, "ack", receipt_number="SBT-1")
    refused(office, case, one, "", "ack", receipt_number="SBT-1")
    refused(office, case, one, "", "returned", reason="because")
    step(office, case, one, "returned", reason="nip_wrong", text="Angka terakhir keliru.")
    row = handover(office, case, one)
    [clock] = clocks(office, case, one, "DS-RETURN")
    assert "Nomor pegawai keliru" in row["task"] and clock["status"] == "running"
    assert row["task_due"] == clock["last_moment"] == "2024-11-06T23:59:59+07:00"
    assert [d["day"] for d in clock["sum"]["days"] if d["counted"]] == ["2024-11-05", "2024-11-06"]
    office.server.login("penangan")
    assert "Pelengkapan penerusan yang dikembalikan" in office.server.get("/kerja").text
    office.sound()

    # What was decided stands, but the number may be put right while the package is back, and only that.
    # Corrected and sent again: a second letter that names the first, and the task is done.
    person = next(p for p in office.items(f"{case}/people") if p["id"] == one)
    office.post(f"{case}/people/{one}", {"role": "terlapor", "name": PEOPLE[0][0], "nip": "197903142005012011", "class": "PNS",
                                         "agency": "Dinas Perhubungan", "position": "Staf", "act": "SKB-B7", "version": person["version"]})
    corrected = next(p for p in office.items(f"{case}/people") if p["id"] == one)
    assert corrected["nip"] == "197903142005012011" and corrected["outcome"] == "proven"
    locked = next(p for p in office.items(f"{case}/people") if p["id"] == two)
    office.post(f"{case}/people/{two}", {"role": "terlapor", "name": "Nama Lain", "nip": PEOPLE[1][1], "class": "PNS",
                                         "version": locked["version"]}, want=422)
    step(office, case, one, "resend")
    again = handover(office, case, one)
    assert (again["state"], again["task"]) == ("FORWARDED", None) and again["letter_number"] not in sent["numbers"]
    assert clocks(office, case, one, "DS-RETURN")[0]["status"] == "stopped"
    office.sound()

    for person, number in ((one, "SBT-2"), (two, "SBT-3")):
        step(office, case, person, "ack", receipt_number=number)
        step(office, case, person, "recommend")
    silent = clocks(office, case, one, "DS-PPK")[0]["last_moment"]
    assert silent == "2024-11-14T23:59:59+07:00"  # ten calendar days
    office.sound()

    # Silence. On the last day nothing is written; on the next a reminder each, and once only, however often one looks.
    office.on("2024-11-14T23:59:00+07:00")
    office.on("2024-11-15T00:01:00+07:00")
    reminders = until_letters(office, case, "reminder", 2)
    assert {handover(office, case, p)["state"] for p in (one, two)} == {"OVERDUE_PPK"}
    rung = clocks(office, case, one, "DS-REMIND")[0]
    day = working(date(2024, 11, 15), 7)
    assert rung["last_moment"].startswith(day.isoformat()), rung
    office.sound()
    refused(office, case, one, "", "overdue")

    office.on(f"{day}T23:58:00+07:00")
    assert letters(office, case, "reminder_superior") == []
    office.on(f"{day + timedelta(days=1)}T00:01:00+07:00")
    superiors = until_letters(office, case, "reminder_superior", 2)
    last = working(day + timedelta(days=1), 7)
    assert clocks(office, case, two, "DS-REPORT")[0]["last_moment"].startswith(last.isoformat())
    office.on(f"{day + timedelta(days=1)}T08:00:00+07:00")  # a restart in between writes nothing twice
    office.sound()

    # One head answers in time for the last rung: the ladder of that person ends there.
    refused(office, case, two, "", "late_no_sanction", outcome="moderate")
    refused(office, case, two, "", "late_sanction", outcome="retired", decree_number="800/9", decree_on="2024-11-26")
    step(office, case, two, "late_no_sanction", outcome="retired", text="Pensiun 1 November 2024.")
    assert clocks(office, case, two, "DS-REPORT")[0]["status"] == "stopped"
    office.sound()

    office.on(f"{last + timedelta(days=1)}T00:01:00+07:00")
    reports = until_letters(office, case, "silence_report", 1)
    assert PEOPLE[0][0].replace(" ", "") in read(office, reports[0]) and PEOPLE[1][0].replace(" ", "") not in read(office, reports[0])
    assert reports[0]["recipient"] == "Bawaslu Provinsi" and {r["recipient"] for r in superiors} == {"Menteri Dalam Negeri melalui Gubernur"}
    assert all(r["number"].replace(" ", "") in read(office, reports[0]) for r in reminders + superiors
               if PEOPLE[0][0].replace(" ", "") in read(office, r))  # it says which letters went before
    assert len(until_letters(office, case, "reminder", 2)) + len(until_letters(office, case, "reminder_superior", 2)) == 4
    numbers = [row["number"] for row in reminders + superiors + reports]
    assert len(set(numbers)) == 5, numbers
    office.sound(all=True)

    step(office, case, one, "late_sanction", outcome="moderate", decree_number="800/77/2024", decree_on=last.isoformat())
    assert {handover(office, case, p)["outcome"] for p in (one, two)} == {"moderate", "retired"}
    funnel = office.sound()
    assert (funnel["persons"], funnel["persons_to_bkn"], funnel["persons_not_proven"], funnel["persons_no_violation"]) == (4, 2, 1, 1)
    for person in (one, two):
        step(office, case, person, "close")
    assert office.ask("penangan", "GET", case)["state"] == "CLOSED"
    assert office.sound(all=True) == funnel

    # A second look: not proven after all. One person fewer went to BKN, one more was not proven, and nobody is lost.
    page = reviewed(office, case, one)
    after = office.sound(all=True)
    assert (after["persons_to_bkn"], after["persons_not_proven"]) == (1, 2)
    ages = office.server.get("/kerja/serah").text
    assert "kurang dari lima" in ages and "Badan Kepegawaian Negara" in ages
    b = request.getfixturevalue("browser")
    log_in(b, office.server, "ketua", PASSWORD)
    for name, path in (("serah", "/kerja/serah"), ("peninjauan", page), ("penerusan-akhir", page.replace("peninjauan", "penerusan"))):
        b.get(office.server.url + path)
        for width in (360, 1366):
            shot(b, name, width)
