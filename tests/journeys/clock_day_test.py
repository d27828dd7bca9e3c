"""S14: clock, holiday, pause, midnight. Two people type a decree while files are open; the dates move as a table typed by
hand says; what moved is listed; the law refuses one pause and allows another; a case in WIT is read from WIB; "ends today"
stands there once; reporters hear in office hours.

November 2024 begins on a Friday. The decree of this journey, "SKB uji 1/2024", makes Tuesday 5 November joint leave.
"""
import re
import time

import pytest
from machine import wait_for

PASSWORD = "jambu-sungai-latihan"
ROWS = "2024-11-05; cuti_bersama; Cuti bersama uji"

# Registered on Friday 1 November: a Pemilu report has seven working days. By hand, day by day:
#   before: 4 5 6 7 8 11 12          -> Tuesday the 12th
#   after:  4   6 7 8 11 12 13       -> Wednesday the 13th
# 15:59 and 16:01 are the same Friday, before and after nothing that the law knows: the counter closes on Fridays at
# 16.30 only, and the day of the start is not counted. A report known on the same day is reviewed in two working days:
#   before: 4 5 -> Tuesday the 5th;  after: 4 6 -> Wednesday the 6th.
TABLE = {"PM-REVIEW": ("2024-11-05", "2024-11-06"), "PM-HANDLE": ("2024-11-12", "2024-11-13")}


def at(server, moment):
    server.stop()
    server.env["NETRA_CLOCK_NOW"] = moment
    server.start()


def second_user(server):
    for login, name, role in (("ketua", "Wahyuning Pratiwangi", "chair"), ("anggota", "Dimas Kertarajasa", "member")):
        added = server.run("user", "add", login, "--name", name, "--position", "Anggota", "--role", role, input=PASSWORD + "\n")
        assert added.returncode == 0, added.stderr


def report(server, text):
    sent = server.api_post("/api/v1/reports", {"text": text, "event": {"place": "Lapangan", "date": "2024-11-01"}},
                           Idempotency_Key=text)
    assert sent.status == 201, sent.text
    return sent.json["code"]


def newest_case(server):
    return max(int(n) for n in re.findall(r"/kerja/perkara/(\d+)", server.get("/kerja/perkara").text))


def token(server, login):
    made = server.run("user", "token", login, "--name", "uji")
    assert made.returncode == 0, made.stderr
    return {"Authorization": "Bearer " + made.stdout.strip()}


def clocks(server, bearer, case):
    answer = server.ask("GET", f"/api/v1/cases/{case}/clocks", headers=bearer)
    assert answer.status == 200, answer.text
    return {r["clock"]: r for r in answer.json["items"]}


def pemilu(server):
    """The office watches a Pemilu: its files count working days."""
    path = server.data / "pemilu.csv"
    path.write_text("contest,pair,kind,term\npresiden/2024,1,slogan,Maju Tirtamulya\n")
    made = server.run("import", "watchlist", str(path))
    assert made.returncode == 0, made.stderr


def type_decree(server, number="SKB uji 1/2024"):
    sent = server.form("/kerja/libur", "/kerja/libur", {"number": number, "title": "Cuti bersama (uji)", "decided_on": "2024-10-30",
                                                        "covers_from": "", "covers_to": "", "source": "", "rows": ROWS})
    assert sent.status == 303, sent.text[:3000]
    return re.findall(r'href="(/kerja/libur/\d+)"', server.get("/kerja/libur").text)[0]


def start_review(server, case):
    file = f"/kerja/perkara/{case}"
    assert server.form(file, file + "/peristiwa", {"event": "start_review", "text": ""}).status == 303


def test_s14_a_decree_by_two_people_moves_dates_as_the_table_says(make_server, store):
    server = make_server(store=store, now="2024-11-01T15:59:00+07:00", settings={"intake.per_hour": 1000})
    second_user(server)
    pemilu(server)
    first_code = report(server, "Pegawai membagikan brosur pasangan calon di kantor.")
    at(server, "2024-11-01T16:01:00+07:00")
    report(server, "Pegawai lain memasang spanduk pasangan calon.")
    server.login("penangan")
    cases = sorted(set(int(n) for n in re.findall(r"/kerja/perkara/(\d+)", server.get("/kerja/perkara").text)))
    assert len(cases) == 2
    bearer = token(server, "penangan")
    before = [clocks(server, bearer, c) for c in cases]
    review = "PM-REVIEW"
    for one in before:  # 15:59 and 16:01: the same day, the same end
        assert one[review]["last_moment"] == TABLE[review][0] + "T23:59:59+07:00"

    # One person types; nothing moves; the same person cannot be the second.
    decree = type_decree(server)
    assert clocks(server, bearer, cases[0])[review]["last_moment"] == before[0][review]["last_moment"]
    server.form(decree, decree + "/ketik", {"decided_on": "2024-10-30", "covers_from": "", "covers_to": "", "rows": ROWS})
    assert "menunggu orang kedua" in server.get(decree).text

    # The second errs first, sees the difference, then types what stands on the paper.
    server.login("anggota")
    page = server.get(decree).text
    assert "Cuti bersama uji" not in page  # what the first typed is not shown
    server.form(decree, decree + "/ketik", {"decided_on": "2024-10-30", "covers_from": "", "covers_to": "",
                                            "rows": ROWS.replace("11-05", "11-06")})
    page = server.get(decree).text
    assert "2024-11-05" in page and "2024-11-06" in page and "berbeda" in page
    sent = server.form(decree, decree + "/ketik", {"decided_on": "2024-10-30", "covers_from": "", "covers_to": "", "rows": ROWS})
    assert sent.status == 303, sent.text[:3000]
    page = server.get(decree).text
    assert "berlaku" in page
    for c in cases:
        assert clocks(server, bearer, c)[review]["last_moment"].startswith(TABLE[review][1])
    assert "2 tenggat pada" in page
    listed = server.get(decree + "/pindah").text
    assert "5 November 2024" in listed and "6 November 2024" in listed
    csv = server.get(decree + "/pindah.csv").text
    assert csv.count("PM-REVIEW,2024-11-05T23:59:59+07:00,2024-11-06T23:59:59+07:00,tidak") == 2
    server.login("penangan")
    today = server.get("/kerja").text
    assert "Tanggal berubah" in today and "SKB uji 1/2024" in today
    # Each owner sees it until it was seen; the file's page explains old and new.
    run = clocks(server, bearer, cases[0])[review]["id"]
    page = f"/kerja/perkara/{cases[0]}/tenggat/{run}"
    assert "semula sampai Selasa, 5 November 2024" in server.get(page).text and "Cuti bersama uji" in server.get(page).text
    text = re.sub(r"<[^>]+>", " ", server.get(page).text)
    text = re.sub(r"\s+", " ", text)
    new, old = text.split("Hitungan sebelumnya", 1)  # the present count, and the one that the decree replaced
    assert "Batasnya Rabu, 6 November 2024" in new and "Semula sampai Selasa, 5 November 2024" in old
    assert "Cuti bersama uji" in new and "SKB uji 1/2024" in old.split("Dasar dan versi")[0]
    for c in cases:
        run = clocks(server, bearer, c)[review]["id"]
        assert server.form(f"/kerja/perkara/{c}", f"/kerja/perkara/{c}/tenggat/{run}/dilihat", {}).status == 303
    assert "Tanggal berubah" not in server.get("/kerja").text
    # The public calculator counts by it at once, without a restart.
    answer = server.get("/api/v1/clock?procedure=pemilu&clock=PM-HANDLE&start=2024-11-01T16:01:00%2B07:00&zone=WIB")
    assert answer.status == 200, answer.text
    assert answer.json["last_moment"].startswith(TABLE["PM-HANDLE"][1]), answer.text
    assert first_code
    assert server.run("verify").returncode == 0


def room_of(server):
    """A registered Pemilu file with one invited person; returns (its address, the room's code)."""
    report(server, "Pegawai membagikan brosur pasangan calon di kantor.")
    server.login("penangan")
    case = newest_case(server)
    file = f"/kerja/perkara/{case}"
    start_review(server, case)
    marks = {f"met_{x}": "1" for x in set(re.findall(r'name="met_(\w+)"', server.get(file + "/kajian-awal").text))}
    assert server.form(file, file + "/kajian-awal", marks).status == 303
    assert server.form(file, file + "/kajian-awal/selesai", {"event": "requirements_met", "text": ""}).status == 303
    added = server.form(file + "/orang/baru", file + "/orang/baru", {"role": "terlapor", "name": "Sekar Anjani", "class": "PNS", "agency": "Kecamatan Randusari",
                                                                     "position": "Staf", "account_owned": "none", "version": "0"})
    assert added.status == 303, added.text[:3000]
    invited = server.form(file + "/undangan", file + "/undangan", {"person": "0", "day": "2024-11-07", "time": "09:00", "minutes": "30",
                                                                   "place": "Ruang klarifikasi"})
    assert invited.status == 200, invited.text[:3000]
    return file, re.search(r'class="code act"[^>]*>([^<]+)<', invited.text)[1]


def test_s14_an_invited_person_reads_in_the_room_which_date_moved_and_why(make_server, browser, plain_browser, shot):
    """Handling of a Pemilu report registered on Monday the 4th: seven working days, 5 6 7 8 11 12 13; without the 5th, the 14th."""
    server = make_server(settings={"intake.per_hour": 1000})
    second_user(server)
    pemilu(server)
    _, code = room_of(server)
    decree = type_decree(server)
    server.cookie = None
    entered = server.post("/ruang", {"code": code})
    assert entered.status == 303, entered.text[:3000]
    room = entered.location
    assert "Ada tanggal yang berubah" not in server.get(room).text
    server.login("anggota")
    assert server.form(decree, decree + "/ketik", {"decided_on": "2024-10-30", "covers_from": "", "covers_to": "", "rows": ROWS}).status == 303
    server.cookie = None
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", server.get(room).text))
    assert "Ada tanggal yang berubah" in text
    assert "semula sampai Rabu, 13 November 2024, 23.59 WIB, kini sampai Kamis, 14 November 2024, 23.59 WIB" in text, text
    assert "Hari libur berubah oleh SKB uji 1/2024, dan waktu ini dihitung dalam hari kerja." in text
    english = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", server.get(room + "?lang=en").text))
    assert "A date has changed" in english and "The days off changed by SKB uji 1/2024" in english
    for b, mode in ((browser, "skrip"), (plain_browser, "polos")):
        b.get(server.url + room)
        assert "semula sampai Rabu, 13 November 2024" in b.find_element("id", "pindah").text
        for width in (360, 1366):
            shot(b, f"ruang-pindah-{mode}", width)


def test_s14_a_command_of_another_process_reaches_the_running_server(make_server):
    server = make_server(settings={"intake.per_hour": 1000})
    second_user(server)
    path = server.data / "skb.csv"
    path.write_text("tanggal,jenis,nama\n2024-11-05,cuti_bersama,Cuti bersama uji\n")
    ask = "/api/v1/clock?procedure=pemilu&clock=PM-HANDLE&start=2024-11-01T10:00:00%2B07:00&zone=WIB"
    assert server.get(ask).json["last_moment"].startswith("2024-11-12")
    words = ["import", "holidays", str(path), "--number", "SKB uji 7/2024", "--title", "Cuti bersama", "--date", "2024-10-30"]
    one = server.run(*words)
    assert one.returncode == 0 and "waits for a second person" in one.stdout, one.stdout + one.stderr
    assert server.get(ask).json["last_moment"].startswith("2024-11-12")
    wrong = server.run(*words, "--confirm-by", "anggota", input="bukan sandinya sama sekali\n")
    assert wrong.returncode != 0
    two = server.run(*words, "--confirm-by", "anggota", input=PASSWORD + "\n")
    assert two.returncode == 0 and "in force" in two.stdout, two.stdout + two.stderr
    wait_for(lambda: server.get(ask).json["last_moment"].startswith("2024-11-13"), lambda: "the running server did not notice")
    bad = server.data / "bad.csv"
    bad.write_text("tanggal,jenis,nama\n2024-11-31,cuti_bersama,X\n")
    refused = server.run("import", "holidays", str(bad), "--number", "SKB uji 8", "--title", "X", "--date", "2024-10-30")
    assert refused.returncode == 3 and "bad.csv:2: tanggal" in refused.stderr, refused.stderr


def test_s14_a_pause_follows_the_rule_pack(make_server, store):
    server = make_server(store=store, settings={"intake.per_hour": 1000})
    report(server, "Pegawai ikut berkampanye.")
    server.login("penangan")
    case = newest_case(server)
    bearer = token(server, "penangan")
    running = clocks(server, bearer, case)
    code, clock = next((k, v) for k, v in running.items() if k.endswith("-REVIEW"))
    page = f"/kerja/perkara/{case}/tenggat/{clock['id']}"
    assert "Tidak dapat dijeda" in server.get(page).text  # the law sets it
    refused = server.form(page, page + "/jeda", {"from": "2024-11-04", "to": "", "reason": "menunggu pelapor"})
    assert refused.status == 422 and "tidak mengenal jeda" in refused.text
    # What the office itself traces may pause: the report becomes preliminary information.
    start_review(server, case)
    file = f"/kerja/perkara/{case}"
    marks = {f"met_{x}": "0" if x.startswith("F") else "1" for x in ["F1", "F2", "F3", "F4", "M1", "M2", "M3"]}
    reasons = {f"reason_{x}": "Tidak ada." for x in ("F1", "F2", "F3", "F4")}
    assert server.form(file, file + "/kajian-awal", {**marks, **reasons}).status == 303
    sent = server.form(file, file + "/kajian-awal/selesai", {"event": "formal_fails_material_ok", "text": "Ditelusuri."})
    assert sent.status == 303, sent.text[:2000]
    trace = next(v for k, v in clocks(server, bearer, case).items() if k.endswith("-TRACE"))
    page = f"/kerja/perkara/{case}/tenggat/{trace['id']}"
    assert trace["last_moment"].startswith("2024-11-11")  # seven calendar days after Monday the 4th
    sent = server.form(page, page + "/jeda", {"from": "2024-11-05", "to": "2024-11-06", "reason": "menunggu pelapor"})
    assert sent.status == 303, sent.text[:2000]
    trace = next(v for k, v in clocks(server, bearer, case).items() if k.endswith("-TRACE"))
    assert trace["last_moment"].startswith("2024-11-13")  # two days later
    text = server.get(page).text
    assert "menunggu pelapor (dicatat Bayu Samudra)" in text and "Riwayat tanggal" in text
    assert "dijeda mulai" in server.get(file).text


def test_s14_a_case_in_wit_is_told_in_wit_also_to_a_reader_in_wib(make_server):
    """23.30 in Jakarta is 01.30 the next day in Jayapura: the count begins with the office's own day (R7)."""
    wib = make_server(now="2024-11-04T23:30:00+07:00", settings={"intake.per_hour": 1000})
    wit = make_server(now="2024-11-04T23:30:00+07:00", settings={"intake.per_hour": 1000, "office.zone": "WIT"})
    ends = []
    for server in (wib, wit):
        report(server, "Pegawai ikut berkampanye pada malam hari.")
        server.login("penangan")
        case = newest_case(server)
        ends.append(next(v["last_moment"] for k, v in clocks(server, token(server, "penangan"), case).items()
                         if k.endswith("-REVIEW")))
        assert ("WIT" if server is wit else "WIB") in server.get(f"/kerja/perkara/{case}").text
    assert ends == ["2024-11-06T23:59:59+07:00", "2024-11-07T23:59:59+09:00"]


def test_s14_ends_today_is_said_once(make_server):
    server = make_server(now="2024-11-04T09:00:00+07:00", settings={"intake.per_hour": 1000})
    report(server, "Pegawai ikut berkampanye.")
    for moment, today, tomorrow, past in [("2024-11-05T23:59:00+07:00", 0, 1, 0), ("2024-11-06T00:01:00+07:00", 1, 0, 0),
                                          ("2024-11-06T23:59:30+07:00", 1, 0, 0), ("2024-11-07T00:01:00+07:00", 0, 0, 1)]:
        at(server, moment)
        server.login("penangan")
        page = server.get("/kerja").text
        parts = {h: len(re.findall("<li", page.split(f'id="{h}"', 1)[1].split("</section>", 1)[0]))
                 if f'id="{h}"' in page else 0 for h in ("hari", "besok", "lewat")}
        assert (parts["hari"] > 0, parts["besok"] > 0, parts["lewat"] > 0) == (today > 0, tomorrow > 0, past > 0), (moment, parts)
        assert parts["hari"] <= 1


@pytest.mark.parametrize("moment, told", [("2024-11-04T22:00:00+07:00", False), ("2024-11-04T10:00:00+07:00", True)])
def test_s14_reporters_hear_in_office_hours(make_server, moment, told):
    server = make_server(now="2024-11-04T09:00:00+07:00", settings={"intake.per_hour": 1000})
    code = report(server, "Pegawai ikut berkampanye.")
    at(server, moment)
    server.login("penangan")
    case = newest_case(server)
    start_review(server, case)
    file = f"/kerja/perkara/{case}"
    marks = {f"met_{x}": "0" if x == "F1" else "1" for x in ["F1", "F2", "F3", "F4", "M1", "M2", "M3"]}
    assert server.form(file, file + "/kajian-awal", {**marks, "reason_F1": "Belum ada."}).status == 303
    assert server.form(file, file + "/kajian-awal/selesai", {"event": "requirements_missing", "text": "Mohon dilengkapi."}).status == 303
    if told:
        wait_for(lambda: server.get(f"/api/v1/reports/{code}").json["messages"])
    else:  # what must not happen has a few looks of the keeper to happen in
        time.sleep(8)
        assert not server.get(f"/api/v1/reports/{code}").json["messages"]
