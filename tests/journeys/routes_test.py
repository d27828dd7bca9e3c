"""S5 and S6 of PRODUCT 6.3: no report may be refused, and each goes its own way with a letter and plain words.

The office is Kota Tirtamulya (region 35.79), the clock stands at Monday 4 November 2024, 09.00. Counted by hand: seven calendar
days for reporting (UU 1/2015 Ps 134 (4)); two for completing after the day on which the notice was read (Perbawaslu 8/2020).
"""
import re

from conftest import press, until
from machine import wait_for

ELEMENTS = ["F1", "F2", "F3", "F4", "M1", "M2", "M3"]
PHOTO = (b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xda\x00\x08\x01\x01\0\0?\0picture\xff\xd9")
REGIONS = "kode,nama,jenis\n33,Jawa Tengah,provinsi\n33.25,Kabupaten Batang,kabupaten\n35,Jawa Timur,provinsi\n" \
          "35.79,Kota Tirtamulya,kota\n35.79.01,Randusari,kecamatan\n35.72,Kota Blitar,kota\n"


def regions(server):
    path = server.data / "wilayah.csv"
    path.write_text(REGIONS)
    done = server.run("import", "regions", str(path))
    assert done.returncode == 0, done.stderr + done.stdout


def by_form(b, server, text="", **fields):
    """Fills the public form in the browser, sends it, writes the code down; returns (code, number). How soon the receipt comes
    is for the bench (p99 of a report, tests/bench/intake_bench.c): here it would be the speed of the machine."""
    b.get(server.url + "/lapor")
    if text:
        b.find_element("id", "text").send_keys(text)
    for name, value in fields.items():
        if name == "contact":
            b.find_element("xpath", "//input[@id='contact']/ancestor::details/summary").click()
        b.find_element("id", name).send_keys(str(value))
    b.find_element("css selector", "#lapor button.btn.main").click()
    until(b, lambda b: b.find_elements("css selector", ".digits"))
    digits = "".join(b.find_element("css selector", ".digits").text.split())
    number = re.search(r"\d{3}/PL/PW/Kota/99\.01/XI/2024", b.page_source)[0]
    assert len(digits) == 16
    b.find_element("id", "last4").send_keys(digits[-4:])
    b.find_element("xpath", "//button[contains(., 'sudah saya simpan')]").click()
    until(b, lambda b: not b.find_elements("css selector", ".digits"))
    return digits, number


def stage(server, code):
    answer = server.get(f"/api/v1/reports/{code}")
    assert answer.status == 200, answer.text
    return answer.json


def told(server, code, words):
    """Waits until the keeper has told the reporter something with @words; the whole of it."""
    return wait_for(lambda: next((m["text"] for m in stage(server, code)["messages"] if words in m["text"]), None), lambda: stage(server, code))


def file_of(server, number):
    """The address of the file of a report."""
    server.login("penangan")
    short = number.split("/")[0]
    page = server.get(f"/kerja/perkara?cari={number.replace('/', '%2F')}").text
    found = re.findall(r'href="(/kerja/perkara/\d+)"', page)
    assert found, (short, page[:2000])
    return found[0]


def event(server, file, event, text="", **said):
    answer = server.form(file, file + "/peristiwa", {"event": event, "text": text, **said})
    assert answer.status == 303, answer.text[:3000]


def marks(server, file, missing):
    fields = {f"met_{x}": "0" if x in missing else "1" for x in ELEMENTS}
    fields |= {f"reason_{x}": why for x, why in missing.items()}
    answer = server.form(file + "/kajian-awal", file + "/kajian-awal", fields)
    assert answer.status == 303, answer.text[:3000]


def ends(server, file, result, text="", to=""):
    answer = server.form(file + "/kajian-awal", file + "/kajian-awal/selesai", {"event": result, "text": text, "to": to})
    assert answer.status == 303, answer.text[:3000]


def letters(server, file):
    """The papers of a file as its page lists them, in small letters."""
    return re.search(r'id="surat".*?</section>', server.get(file).text, re.S)[0].lower()


def suggested(server, file):
    page = server.get(file + "/kajian-awal").text
    found = re.search(r'id="jalur".*?</section>', page, re.S)
    return found[0] if found else ""


def figures(server):
    rows = [line.split(",") for line in server.get("/data/statistik.csv").text.splitlines()[1:]]
    return {r[1]: int(r[3]) for r in rows if r[0] == "funnel"}, rows


def walk_s5(b, server, tmp_path, shot):
    regions(server)
    photo = tmp_path / "foto.jpg"
    photo.write_bytes(PHOTO)
    sent = {
        "unnamed": by_form(b, server, "Ada pegawai membagikan kaus bergambar calon."),
        "photo": by_form(b, server, file=photo),
        "foreign": by_form(b, server, "Ada kepala dinas berkampanye.", place="Alun-alun Kabupaten Batang"),
        "insult": by_form(b, server, "Dasar kalian pemalas tidak berguna, percuma melapor!"),
        "twice": by_form(b, server, "Laporan yang sama persis."),
        "again": by_form(b, server, "Laporan yang sama persis."),
    }
    # Nine months old: by the door of programs, where a date can be given without a script too.
    late = server.api_post("/api/v1/reports", {"text": "Lurah ikut deklarasi.", "links": ["https://contoh.example/p/2"],
                                               "reported": [{"name": "Seseorang", "position": "Lurah"}],
                                               "event": {"place": "Balai kota", "date": "2024-02-05", "known": "2024-02-05"},
                                               "contact": "Kinanti, 0000"}, Idempotency_Key="late")
    assert late.status == 201
    sent["late"] = late.json["code"], late.json["number"]
    assert len({code for code, _ in sent.values()}) == len(sent)  # the same text twice: two receipts, both good
    for code, number in sent.values():
        assert stage(server, code)["state"] == "SUBMITTED"

    # Late: cannot be mended, is told and proven: preliminary information, with tracing and its papers.
    file = file_of(server, sent["late"][1])
    assert "informasi awal" in suggested(server, file) and "sesudah batas penyampaian" in suggested(server, file)
    event(server, file, "start_review")
    assert "Perbawaslu 7/2022; scribd outline" in suggested(server, file)
    marks(server, file, {"F3": "Peristiwa dan pengetahuan 5 Februari 2024, laporan 4 November 2024."})
    ends(server, file, "formal_fails_material_ok", "Laporan datang sesudah batas waktu penyampaian.")
    words = told(server, sent["late"][0], "kami telusuri sendiri")
    assert "paling lambat Senin, 11 November 2024" in words and "Laporan datang sesudah batas waktu" in words  # seven days of tracing
    assert stage(server, sent["late"][0])["state"] == "INFO" and "status laporan" in letters(server, file)
    event(server, file, "assign_tracing", "Bayu Samudra dan Laras Wening, sampai 8 November.")
    assert "surat tugas" in letters(server, file) and stage(server, sent["late"][0])["state"] == "TRACING"
    event(server, file, "trace_positive", "Lurah di panggung deklarasi, 5 Februari 2024, rekaman warga.", evidence_shown="1")
    assert "laporan hasil pengawasan" in letters(server, file)
    told(server, sent["late"][0], "menemukan dugaan pelanggaran")

    # Of another area: hinted by its place, handed on by a letter to the right office; the reporter gets one that explains.
    file = file_of(server, sent["foreign"][1])
    event(server, file, "start_review")
    hint = suggested(server, file)
    assert "Kabupaten Batang" in hint and "luar wilayah" in hint and "Pasal 20(2)" in hint and "Bawaslu Kabupaten Batang" in hint
    b.get(server.url + "/masuk")
    b.find_element("id", "login").send_keys("penangan")
    b.find_element("id", "password").send_keys("jambu-sungai-latihan")
    press(b, "form button.btn.main")
    b.get(server.url + file + "/kajian-awal")
    assert b.find_element("css selector", "#event option:checked").get_attribute("value") == "other_level_competent"
    assert b.find_element("id", "to").get_attribute("value") == "Bawaslu Kabupaten Batang"
    shot(b, "jalur", 1366), shot(b, "jalur", 360)
    press(b, "#selesai")
    words = told(server, sent["foreign"][0], "Bawaslu Kabupaten Batang")
    assert "Nomor dan kode Anda tetap berlaku" in words and stage(server, sent["foreign"][0])["state"] == "TRANSFERRED"
    both = letters(server, file)
    assert "surat pelimpahan" in both and "bawaslu kabupaten batang" in both and "status laporan" in both
    b.delete_all_cookies()

    # Unnamed and incomplete: a list and time; insulting: like any other.
    for what in ("unnamed", "insult", "photo"):
        file = file_of(server, sent[what][1])
        assert "Minta dilengkapi" in suggested(server, file) and "identitas pelapor" in suggested(server, file)
    file = file_of(server, sent["insult"][1])
    event(server, file, "start_review")
    marks(server, file, {"F1": "Tanpa nama.", "M1": "Belum disebut."})
    ends(server, file, "requirements_missing")
    words = told(server, sent["insult"][0], "Waktu Anda")
    assert "2 hari kalender" in words and "waktu dan tempat kejadian" in words and "tidak dibuang" in words

    # Nothing was deleted; the figures count each, and add up.
    n, rows = figures(server)
    assert n["in"] == n["in_reports"] + n["in_observations"] == 7
    assert n["transferred"] == 1 and n["preliminary_information"] == 1 and n["initial_review"] == 5
    doors = {r[1]: r[3] for r in rows if r[0] == "in_by_channel" and r[2] == "Masuk"}
    assert doors["Jumlah"] == "7" and doors["Formulir daring"] in ("6", "")
    for code, number in sent.values():
        assert server.get(f"/api/v1/reports/{code}").status == 200
    assert server.run("verify").returncode == 0


def test_s5_every_report_goes_its_way_with_script(server, browser, tmp_path, shot):
    walk_s5(browser, server, tmp_path, shot)


def test_s5_every_report_goes_its_way_without_script(server, plain_browser, tmp_path, shot):
    walk_s5(plain_browser, server, tmp_path, shot)


def follow(b, server, code):
    """The talk of a report, opened by its code."""
    b.get(server.url + "/lacak")
    b.find_element("id", "code").send_keys(code)
    press(b, "main form button.btn.main")
    return b.find_element("tag name", "main").text


def walk_s6(b, server, shot):
    first = by_form(b, server, "Ada pegawai ikut kampanye.", reported_name="Seseorang", contact="Kinanti, 0000")
    other = by_form(b, server, "Ada mobil dinas di posko.", reported_name="Sopir", contact="Seruni, 0000")
    files = {}
    for code, number in (first, other):
        files[code] = file = file_of(server, number)
        event(server, file, "start_review")
        assert "tempat dan waktu kejadian, bukti" in suggested(server, file)
        # Registered only when the rules allow: two elements are missing.
        marks(server, file, {"M1": "Tempat belum disebut.", "M3": "Foto atau tautan belum ada."})
        refused = server.form(file + "/kajian-awal", file + "/kajian-awal/selesai", {"event": "requirements_met", "text": "", "to": ""})
        assert refused.status == 422
        ends(server, file, "requirements_missing", "Mohon dilengkapi.")
    told(server, first[0], "Tempat belum disebut.")
    told(server, other[0], "Foto atau tautan belum ada.")

    # The list by code; reading it starts the time: the 5th and the 6th. The sum stands on the office's page.
    page = follow(b, server, first[0])
    for words in ("Tempat belum disebut.", "Foto atau tautan belum ada.", "2 hari kalender", "Rabu, 6 November 2024", "Perlu dilengkapi"):
        assert words in page, words
    shot(b, "kelengkapan", 360), shot(b, "kelengkapan", 1366)
    follow(b, server, other[0])
    sums = re.findall(r'href="(/kerja/perkara/\d+/tenggat/\d+)"', server.get(files[first[0]]).text)
    explained = [server.get(x).text for x in sums]
    assert any("Perbaikan/kelengkapan laporan" in x and "6 November 2024" in x and "5 Nov" in x for x in explained)

    # One completes in time, by code, with words and a photo.
    follow(b, server, first[0])
    b.find_element("id", "text").send_keys("Di lapangan Randusari, 2 November; fotonya di https://contoh.example/p/9")
    press(b, "form[enctype] button.btn.main")
    assert stage(server, first[0])["state"] == "REVIEW"
    server.login("penangan")
    marks(server, files[first[0]], {})
    ends(server, files[first[0]], "requirements_met")
    assert stage(server, first[0])["state"] == "REGISTERED"
    assert "ditangani" in told(server, first[0], "Selanjutnya: laporan ditangani")

    # The other does not. Not before its time is over; then it is preliminary information, and says so in plain words.
    early = server.form(files[other[0]], files[other[0]] + "/peristiwa", {"event": "lapsed_to_info", "text": ""})
    assert early.status == 422
    server.stop()
    server.env["NETRA_CLOCK_NOW"] = "2024-11-07T09:00:00+07:00"
    server.start()
    server.login("penangan")
    assert "Waktu melengkapi sudah lewat" in suggested(server, files[other[0]])
    event(server, files[other[0]], "lapsed_to_info", "Tempat dan bukti tidak dilengkapi sampai 6 November 2024.")
    assert stage(server, other[0])["state"] == "INFO"
    words = told(server, other[0], "mencatatnya sebagai informasi awal dan menelusurinya")
    assert "paling lambat Kamis, 14 November 2024" in words and "informasi awal" in words
    assert "Dicatat sebagai informasi awal" in follow(b, server, other[0])
    assert "status laporan" in letters(server, files[other[0]])
    n, _ = figures(server)
    assert n["preliminary_information"] == 1 and n["files"] == 1 and n["in"] == 2 and n["not_registered"] == 0
    assert server.run("verify").returncode == 0


def test_s6_completed_in_time_or_kept_as_information_with_script(server, browser, shot):
    walk_s6(browser, server, shot)


def test_s6_completed_in_time_or_kept_as_information_without_script(server, plain_browser, shot):
    walk_s6(plain_browser, server, shot)


def test_the_counter_takes_a_letter_of_friday_and_a_caller(server, browser, shot):
    """A letter keyed in on Monday counts from Friday; a caller is read six words; several people stand in one report."""
    b = browser
    b.get(server.url + "/masuk")
    b.find_element("id", "login").send_keys("petugas")
    b.find_element("id", "password").send_keys("jambu-sungai-latihan")
    press(b, "form button.btn.main")

    def take(**fields):
        page = server.get("/kerja/loket")
        return server.post("/kerja/loket", {"csrf": page.hidden("csrf"), "once": page.hidden("once"), "text": "Surat dari warga.", **fields})

    server.login("petugas")
    assert take(channel="letter", received_on="2024-11-01").status != 303  # how is it known?
    assert take(channel="letter", received_on="2024-11-05", received_how="cap pos").status != 303  # a day to come
    sent = take(channel="letter", received_on="2024-11-01", received_how="cap pos masuk", known="2024-10-25",
                reported_name="Lurah", reported_more="Camat; Kecamatan Randusari\nSekretaris; Kelurahan Melati",
                witness="Tetangga", witness_more="Penjaga posko\nPedagang")
    assert sent.status == 303, sent.text[:2000]
    receipt = server.get(sent.location).text
    assert "Sampai di kantor" in receipt and "Cetak (PDF)" in receipt and "Batas penyampaian sudah lewat" not in receipt
    assert server.get(sent.location.replace("/kerja/loket/", "/tanda-terima/") + "/cetak").bytes.startswith(b"%PDF-")
    page = server.get(re.search(r'href="(/kerja/laporan/\d+)"', receipt)[1]).text
    for words in ("cap pos masuk", "1 November 2024", "Camat", "Kelurahan Melati", "Penjaga posko", "Pedagang", "Dicatat"):
        assert words in page, words
    call = server.get(take(channel="phone", text="Telepon dari warga.").location).text
    assert "Bacakan kepada penelepon" in call and len(re.findall(r"<li>\w+</li>", call)) >= 6
    b.get(server.url + "/kerja/loket")
    shot(b, "loket", 1366), shot(b, "loket", 360)
