"""WCAG 2.2 AA on every public page, as far as a machine can tell (TRUST.md R20): axe-core in the states that people meet,
light and dark, at 360 and 1366 pixels. Every public address that answers with a page must stand in the list.
"""
import csv
import re

import pytest
from axe import Axe
from clock_day_test import room_of
from conftest import TOP, press, until
from selenium.webdriver.common.by import By

WIDTHS, SCHEMES = (360, 1366), ("light", "dark")
# Public addresses that give no page: data, files, pictures, feeds.
NOT_PAGES = re.compile(r"^/api/|^/s/|\.(csv|json|xml|txt|js|html|webmanifest)$|/(csv|json|cetak|gambar|bukti|sertifikat|berkas)$|^/log/kepala/|^/kalender/langganan/|/bukti/")


def fill(b, **fields):
    for name, value in fields.items():
        box = b.find_element(By.NAME, name)
        box.clear()
        box.send_keys(value)


def at(path):
    return lambda b, server, kept: b.get(server.url + path)


def send(b):
    """Sends the report as a browser without script would."""
    b.execute_script("document.getElementById('lapor').setAttribute('data-sent', '')")
    b.execute_script("HTMLFormElement.prototype.submit.call(document.getElementById('lapor'))")
    until(b, lambda b: b.find_elements(By.ID, "lapor") and not b.find_elements(By.CSS_SELECTOR, "[data-sent]"))


def report_faulty(b, server, kept):
    b.get(server.url + "/lapor")
    fill(b, place="Balai kota")
    send(b)


def report_hints(b, server, kept):
    b.get(server.url + "/lapor")
    fill(b, text="Lurah mengajak staf memilih calon. Hubungi saya di 0812-0000-0000, nama saya Budi Contoh.")
    send(b)


def receipt(b, server, kept):
    page = server.get("/lapor")
    sent = server.post("/lapor", {"once": page.hidden("once"), "text": "Ada pegawai membagikan kaus bergambar calon.", "known": "2024-11-01"})
    kept["code"] = re.sub(r"\D", "", re.search(r'class="digits">(.*?)</p>', server.get(sent.location).text, re.S)[1])
    b.get(server.url + sent.location)


def receipt_kept(b, server, kept):
    receipt(b, server, kept)
    fill(b, last4=kept["code"][-4:])
    press(b, "form[action^='/tanda-terima/'] button")


def follow(b, server, kept):
    if "code" not in kept:
        receipt(b, server, kept)
    b.get(server.url + "/lacak")
    fill(b, code=kept["code"])
    press(b, "main form button")


def follow_wrong(b, server, kept):
    b.get(server.url + "/lacak")
    fill(b, code="1111222233334444")
    press(b, "main form button")


def check_text(b, server, kept):
    b.get(server.url + "/cek")
    b.find_element(By.CSS_SELECTOR, "main textarea").send_keys("Ayo coblos nomor 2, bapak ibu guru!")
    press(b, "main form button")


def ask(b, server, kept):
    b.get(server.url + "/tanya")
    b.find_element(By.ID, "text").send_keys("Nomor saya 0812 0000 0000. Bolehkah Pak Rekaan berfoto bersama calon?")
    press(b, "button[value=lihat]")


def asked(b, server, kept):
    ask(b, server, kept)
    press(b, "button[value=kirim]")


def answered(b, server, kept):
    assert server.post("/tanya", {"text": "Bolehkah berfoto bersama calon?", "step": "kirim", "key": "a"}).status == 201
    server.login("penangan")
    at = re.findall(r'href="(/kerja/tanya/\d+)"', server.get("/kerja/tanya").text)[-1]
    done = server.form(at, at, {"version": 1, "question": "Bolehkah berfoto bersama calon?", "reply": "Tidak.", "act": "SKB-B5", "phase": "any",
                                "clean": 1, "how": "publish"})
    assert done.status == 303, done.text
    server.cookie = None
    b.get(server.url + "/tanya/jawaban")


def answer(b, server, kept):
    b.get(server.url + "/tanya/jawaban")
    press(b, "main a.door")


def letter_of_report(b, server, kept):
    page = server.get("/lapor")
    sent = server.post("/lapor", {"once": page.hidden("once"), "text": "Spanduk di halaman kantor."})
    check = re.search(r'href="/periksa/([^"]+)"', server.get(sent.location).text)[1]
    b.get(f"{server.url}/periksa/{check}")


def proof_of_report(b, server, kept):
    letter_of_report(b, server, kept)
    assert server.run("log", "head").returncode == 0
    b.refresh()


def room(b, server, kept):
    _, code = room_of(server)
    server.cookie = None
    b.get(server.url + server.post("/ruang", {"code": code}).location)


def room_wrong(b, server, kept):
    b.get(server.url + "/ruang")
    b.find_element(By.NAME, "code").send_keys("ABCD-EFGH-JKLM")
    press(b, "main form button")


def pledge(b, server, kept):
    server.login("penangan")
    made = server.form("/kerja/ikrar/baru", "/kerja/ikrar/baru", {"title": "Ikrar 2024", "institution": "Pemerintah Kota Tirtamulya", "roster": "0", "proof": "either",
                       "opens_on": "2024-11-01", "closes_on": "2024-11-12", "text": "Menjaga netralitas.\nMenolak politik uang.", "source": "Surat edaran"})
    link = re.search(r'(?<!/kerja)/ikrar/[0-9a-f]{16}(?![0-9a-f])', server.get(made.location).text)[0]
    server.cookie = None
    b.get(server.url + link)


def declaration(server):
    """A joint declaration of two, signed by one: (its address, the other's one-time link, the code of its check)."""
    server.login("penangan")
    at = server.form("/kerja/deklarasi", "/kerja/deklarasi", {"title": "Deklarasi 2024", "place": "Balai Kota", "held_on": "2024-11-04", "pledge": "0", "read_by": "", "read_as": "",
                     "text": "Menjaga netralitas.\nMenolak politik uang."}).location
    for institution in ("Pemerintah Kota Tirtamulya", "Bawaslu Kota Tirtamulya"):
        server.form(at, at + "/penanda", {"institution": institution, "signer": "Damar Langitrekaan", "position": "Ketua", "login": ""})
    page = server.get(at).text
    links = [re.search(r"/ikrar/bersama/[0-9a-f]{32}", server.form(at, at + "/tautan", {"party": party}).text)[0] for party in re.findall(r'/tautan">.*?name="party" value="(\d+)"', page, re.S)]
    server.cookie = None
    assert server.post(links[0], {"version": server.get(links[0]).hidden("version"), "read": "1"}).status == 303
    return links[1], re.search(r"/periksa/([0-9a-f]{16})", page)[1]


def joint(b, server, kept):
    b.get(server.url + declaration(server)[0])


def joint_checked(b, server, kept):
    b.get(server.url + "/periksa/" + declaration(server)[1])


def compliance(b, server, kept):
    server.login("penangan")
    at = server.form("/kerja/ikrar/baru", "/kerja/ikrar/baru", {"title": "Ikrar kepatuhan", "institution": "Pemerintah Kota Tirtamulya", "roster": "0", "proof": "either",
                     "opens_on": "2024-11-01", "closes_on": "2024-11-12", "text": "Menjaga netralitas.", "source": "Surat edaran"}).location
    rows = b"nip;nama;kelas;instansi;status;tanggal_lahir\nK-1;Rara Ayurekaan;THL;Dinas Perhubungan;Aktif;05-03-1991\n"
    server.form(at, at + "/daftar", {"do": "keep"}, [("file", "daftar.csv", rows)])
    server.form(at + "/kepatuhan", at + "/kepatuhan", {})
    code = re.search(r"/periksa/([0-9a-f]{16})", server.get(at + "/kepatuhan").text)[1]
    server.cookie = None
    b.get(server.url + "/periksa/" + code)


def circular(b, server, kept, subject="Netralitas pegawai"):
    """A unit's page of a circular letter, acknowledged and passed on to the people; the path of their link."""
    server.login("penangan")
    made = server.form("/kerja/surat-edaran/baru", "/kerja/surat-edaran/baru", {"kind": "edaran", "subject": subject, "issuer": "", "roster": "-1", "takes": "either",
                       "points": "Mendukung pasangan calon. | SKB-B6\nMemasang spanduk. | SKB-B1"})
    at = made.location
    rows = b"nip;nama;kelas;instansi;status;tanggal_lahir\nK-1;Rara Ayurekaan;THL;Dinas Perhubungan;Aktif;05-03-1991\n"
    page = server.form(at, at + "/daftar", {"do": "keep"}, [("list", "daftar.csv", rows)]).text
    agency = re.search(r'<option value="(\d+)">Dinas Perhubungan</option>', page)[1]
    server.form(at, at + "/alamat", {"name": "Dinas Perhubungan", "rung": "unit", "agency": agency, "user": "0"})
    link = re.search(r'href="(/surat/[0-9a-f]+)"', server.get(at).text)[1]
    server.cookie = None
    version = server.get(link).hidden("versi")
    for do in ("ack", "people"):
        assert server.post(link, {"versi": version, "do": do, "by_name": "Kepala dinas"}).status == 303
    b.get(server.url + link)
    return re.search(r'href="[^"]*(/surat/[0-9a-f]+)"', server.get(link).text)[1]


def circular_read(b, server, kept):
    b.get(server.url + circular(b, server, kept, "Netralitas pegawai, sekali lagi"))


def outreach(part):
    """An event with one guest noted at its door: the page of that part."""
    def reach(b, server, kept):
        if "event" not in kept:
            server.login("penangan")
            made = server.form("/kerja/sosialisasi/baru", "/kerja/sosialisasi/baru", {"title": "Sosialisasi netralitas", "purpose": "Mengingatkan", "place": "Balai kota",
                               "speaker": "Ketua", "day": "2024-11-04", "starts": "08.30", "ends": "11.30", "group": "asn", "questions": "5"})
            server.form(made.location, made.location + "/undang", {"do": "lines", "lines": "Sari Rekaan; ASN; Dinas"})
            page, people = server.get(made.location).text, server.get(made.location + "/orang").text
            server.cookie = None
            door, link = re.search(r'"(/hadir/[0-9a-f]+)"', page)[1], re.search(r"/sosialisasi/[0-9a-f]{32}", page)[0]
            noted = server.post(door, {"do": "guest", "nama": "Tamu Rekaan", "kelompok": "asn", "unit": ""})
            code = re.sub(r"\D", "", re.search(r'class="code">([\d ]+)<', noted.text)[1])
            mine = server.post(link, {"kode": code}).location
            kept["event"] = {"door": door, "link": link, "invitation": re.search(r"/sosialisasi/undangan/[0-9a-f]+", people)[0], "mine": mine, "quiz": mine + "/kuis"}
        server.cookie = None
        b.get(server.url + kept["event"][part])
    return reach


def practised(b, server, kept):
    b.get(server.url + "/latihan?soal=KUIS-01")
    b.find_element(By.CSS_SELECTOR, "input[value=allowed]").click()
    press(b, "main form button")


# State, the address it stands at, how it is reached, and what shows that it was.
STATES = [
    ("front", "/", at("/"), "h1"),
    ("front in English", "/", at("/?lang=en"), "h1"),
    ("about", "/tentang", at("/tentang"), "h1"),
    ("help", "/bantuan", at("/bantuan"), "h1"),
    ("login", "/masuk", at("/masuk"), "h1"),
    ("no such page", None, at("/tidak-ada"), "h1"),
    ("report", "/lapor", at("/lapor"), "h1"),
    ("report in English", "/lapor", at("/lapor?lang=en"), "h1"),
    ("report with nothing in it", "/lapor", report_faulty, "[role=alert]"),
    ("report that may give its sender away", "/lapor", report_hints, ".note.warn"),
    ("receipt", "/tanda-terima/{ticket}", receipt, ".digits"),
    ("receipt that was kept", "/tanda-terima/{ticket}", receipt_kept, ".note.good"),
    ("follow", "/lacak", at("/lacak"), "h1"),
    ("follow by a wrong code", "/lacak", follow_wrong, ".bad, [role=alert]"),
    ("talk", "/lacak/{ticket}", follow, "#pesan"),
    ("check a paper", "/periksa", at("/periksa"), "h1"),
    ("a paper checked", "/periksa/{code}", letter_of_report, "h1"),
    ("a receipt with its proof", "/periksa/{code}", proof_of_report, "svg.drawing"),
    ("opener of packages", "/periksa-paket", at("/periksa-paket"), "h1"),
    ("log of receipts", "/log", at("/log"), ".bars"),
    ("self-check", "/cek", at("/cek"), "h1"),
    ("self-check answered", "/cek", check_text, "#hasil, .note, .card"),
    ("pledge", "/ikrar/{token}", pledge, "ol.pledge"),
    ("joint declaration", "/ikrar/bersama/{token}", joint, "#read"),
    ("joint declaration, checked", "/ikrar/deklarasi/{code}", joint_checked, "ol.pledge"),
    ("certificate of compliance, checked", "/ikrar/kepatuhan/{code}", compliance, "ul.figs"),
    ("circular letter, passed on", "/surat/{token}", circular, ".qr svg"),
    ("circular letter for the people", "/surat/{token}", circular_read, "#nomor"),
    ("door of an event", "/hadir/{door}", outreach("door"), "#kode"),
    ("event", "/sosialisasi/{event}", outreach("link"), "#kode"),
    ("invitation", "/sosialisasi/undangan/{invite}", outreach("invitation"), ".qr"),
    ("attendance", "/sosialisasi/saya/{attendant}", outreach("mine"), ".note.good"),
    ("quiz", "/sosialisasi/saya/{attendant}/kuis", outreach("quiz"), "fieldset"),
    ("practice", "/latihan", at("/latihan"), "fieldset"),
    ("practice answered", "/latihan", practised, "fieldset .note"),
    ("ask first", "/tanya", at("/tanya"), "h1"),
    ("a question that is looked at", "/tanya", ask, ".note.warn"),
    ("a question sent", "/tanya", asked, ".digits"),
    ("come back for an answer", "/tanya/kode", at("/tanya/kode"), "h1"),
    ("answers", "/tanya/jawaban", answered, "main a.door"),
    ("an answer", "/tanya/jawaban/{answer}", answer, "dl.facts"),
    ("calendar", "/kalender", at("/kalender"), "h1"),
    ("one deadline", "/kalender", at("/kalender?tenggat=PK-REPORT&mulai=2024-10-29&zona=WIB"), "table"),
    ("a plan", "/kalender", at("/kalender?hal=pilkada.registered&mulai=2024-11-04&jam=15:30&zona=WIB&mulai2=2024-11-05&jam2=08:00"), "table.plan"),
    ("a deadline that cannot be counted", "/kalender", at("/kalender?tenggat=PM-HANDLE&mulai=2028-01-03&zona=WIB"), "[role=alert], .note"),
    ("what applies today", "/berlaku", at("/berlaku"), "ul.applies"),
    ("what applies to a village head on another day", "/berlaku", at("/berlaku?hari=2024-11-25&golongan=KEPALA_DESA"), "ul.applies"),
    ("figures", "/statistik", at("/statistik"), "h1"),
    ("open data", "/data", at("/data"), "h1"),
    ("door of the room", "/ruang", at("/ruang"), "h1"),
    ("door of the room, wrong code", "/ruang", room_wrong, "[role=alert], .bad"),
    ("room", "/ruang/{token}", room, "h1"),
]


@pytest.fixture(scope="module")
def axe():
    return Axe()


def look(b, width, scheme):
    b.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500})
    b.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})


def test_every_public_page_is_in_the_list():
    with open(TOP / "tests/web/rights.csv") as f:
        public = {row["path"] for row in csv.DictReader(f) if row["method"] == "GET" and row["stranger"] == "y"}
    pages = {path for path in public if not NOT_PAGES.search(path)}
    assert pages - {path for _, path, *_ in STATES} == set()
    assert {path for _, path, *_ in STATES if path} - public == set()


def test_axe_finds_what_is_wrong(browser, axe):
    """A check that finds nothing anywhere would prove nothing."""
    browser.get("data:text/html,<title>x</title><img src=a.png><input><p style='color:%23aaa;background:%23fff'>pale</p>")
    found = {fault.split(":")[0] for fault in axe.faults(browser)}
    assert {"image-alt", "label", "color-contrast", "html-has-lang"} <= found, found


def test_public_pages_meet_wcag_as_far_as_a_machine_can_tell(make_server, browser, axe):
    server, kept, found, seen = make_server(settings={"intake.per_hour": 1000}), {}, [], 0
    for name, _, reach, mark in STATES:
        reach(browser, server, kept)
        assert browser.find_elements(By.CSS_SELECTOR, mark), (name, browser.current_url)
        for width in WIDTHS:
            for scheme in SCHEMES:
                look(browser, width, scheme)
                seen += 1
                found += [f"{name}, {width} px, {scheme}: {fault}" for fault in axe.faults(browser)]
                wide = browser.execute_script("return document.documentElement.scrollWidth")
                if wide > width:
                    found.append(f"{name}: {wide} px wide at {width}")
    assert not found, "\n".join(found)
    assert seen == len(STATES) * len(WIDTHS) * len(SCHEMES)
