"""S8, Kota Kediri 2023: a circular letter with four prohibitions, a second version that adds poses for photos, acknowledged down the cascade
head -> unit -> employee; and what bad input is answered."""
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import PASSWORD, log_in, new_store, press, stores
from machine import wait_for
from selenium.webdriver.common.by import By

HEAD = "nip;nama;kelas;instansi;status;tanggal_lahir\n"
UNITS = ["Kecamatan Randusari", "Kelurahan Kalijati", "Dinas Perhubungan"]
FIRST = ["Mendukung pasangan calon. | SKB-B6", "Ikut kampanye. | PP94-N1", "Mengerahkan pegawai lain. | PP94-N3", "Memasang spanduk. | SKB-B1"]
PHOTO = "Berfoto dengan pose yang menunjukkan keberpihakan. | SKB-B7"
LIST = "/kerja/surat-edaran"
JPEG = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")


def people(n):
    """n for each unit, one more of the first on leave."""
    rows = [f"K{u}-{i};Orang {u}{i}rekaan;THL;{unit};Aktif;05-05-1991\n" for u, unit in enumerate(UNITS) for i in range(n)]
    return HEAD + "".join(rows) + f"K9-1;Cuti Lamarekaan;THL;{UNITS[0]};Cuti;05-05-1991\n"


def make(server, n=2, points=FIRST, **more):
    """The address of a letter of ours with a list of people."""
    server.login("penangan")
    made = server.form(LIST + "/baru", LIST + "/baru", {"kind": "edaran", "subject": "Netralitas pegawai", "issuer": "", "points": "\n".join(points), "roster": "-1",
                                                        "takes": "birth", **more})
    assert made.status == 303, re.sub(r"<[^>]+>", " ", made.text)[-3000:]
    kept = server.form(made.location, made.location + "/daftar", {"do": "keep"}, [("list", "daftar.csv", people(n).encode())])
    assert "Daftar tersimpan" in kept.text, kept.text
    return made.location


def address(server, at, name, rung="head", agency=None):
    """Adds an addressee; returns the path of its link and its id."""
    page = server.get(at).text
    of = re.search(rf'<option value="(\d+)">{agency}</option>', page)[1] if agency else "0"
    added = server.form(at, at + "/alamat", {"name": name, "rung": rung, "agency": of, "user": "0"})
    assert added.status == 303, added.text
    page = server.get(at).text
    row = page.split(f'<th scope="row">{name}<')[1]
    return re.search(r'href="(/surat/[0-9a-f]+)"', row)[1], re.search(rf'<option value="(\d+)">{name}</option>', page.split('id="addressee"')[1])[1]


def deliver(server, at, to, who="Staf tata usaha", on="2024-11-04", files=None):
    return server.form(at, at + "/kirim", {"addressee": to, "how": "hand", "received_by": who, "received_on": on}, files or [("file", "terima.jpg", JPEG)])


def acknowledge(server, link, who="Camat", **more):
    page = server.get(link)
    return server.post(link, {"versi": page.hidden("versi"), "do": "ack", "by_name": who, **more})


def pass_on(server, link, do, units=""):
    page = server.get(link)
    done = server.post(link, {"versi": page.hidden("versi"), "do": do, "units": units})
    assert done.status == 303, done.text
    return server.get(link).text


def read(server, link, versions, number, birth="1991-05-05"):
    return server.post(link, {"versi": versions, "baca": "1", "nomor": number, "lahir": birth})


def down(server, link):
    """A unit's head acknowledges and passes on; the path of the people's link."""
    assert acknowledge(server, link).status == 303
    return re.search(r'href="[^"]*(/surat/[0-9a-f]+)">[^<]*</a></p><div class="qr">', pass_on(server, link, "people"))[1]


def all_read(server, doors, n):
    """Everybody of every unit acknowledges, eight at a time."""
    versions = {u: server.get(link).hidden("versi") for u, link in doors.items()}
    with ThreadPoolExecutor(8) as crowd:
        done = list(crowd.map(lambda k: read(server, doors[k[0]], versions[k[0]], f"K{k[0]}-{k[1]}").status, [(u, i) for u in doors for i in range(n)]))
    assert set(done) == {303}, done


def depth(server, at):
    """{rung: [counts]} of the table "how far"."""
    text = server.get(at).text.split('id="tingkat"')[1].split("</table>")[0]
    return {re.search(r'scope="row">([^<]*)<', row)[1]: re.findall(r"(\d[\d.]*)(?:</b>)? dari (\d[\d.]*)", row) for row in text.split("<tr>")[2:]}


def test_two_versions_go_down_the_cascade_to_nine_hundred(make_server):
    n = 300
    server = make_server()
    at = make(server, n)
    mayor, mayor_id = address(server, at, "Wali Kota Tirtamulya")
    assert deliver(server, at, mayor_id).status == 303
    staff, server.cookie = server.cookie, None
    # A head acknowledges and passes on to units; a unit's head to the unit's people. Before that nobody below is asked.
    early = server.post(mayor, {"versi": server.get(mayor).hidden("versi"), "do": "units", "units": UNITS[0]})
    assert early.status == 422 and "dinyatakan dibaca dulu" in early.text
    assert acknowledge(server, mayor, "Wali Kota").status == 303
    text = pass_on(server, mayor, "units", "\n".join(UNITS))
    links = re.findall(r"<b>([^<]+)</b><br><a class=\"code\" href=\"[^\"]*(/surat/[0-9a-f]+)\"", text)
    assert [name for name, _ in links] == UNITS
    doors = {u: down(server, link) for u, (_, link) in enumerate(links)}
    all_read(server, doors, n)
    old = server.get(doors[0]).hidden("versi")

    server.cookie = staff
    assert depth(server, at) == {"Pimpinan": [("1", "1")], "Unit": [("3", "3")], "Pegawai": [("900", "900")]}
    assert server.form(at, at + "/versi", {"points": "\n".join(FIRST[:2] + [PHOTO] + FIRST[3:])}).status == 303
    page = server.get(at).text
    assert "Baru:</b> Berfoto dengan pose" in page and "Dihapus:</b> Mengerahkan pegawai lain." in page and "Tetap: Ikut kampanye." in page
    assert depth(server, at) == {"Pimpinan": [("0", "1"), ("1", "1")], "Unit": [("0", "3"), ("3", "3")], "Pegawai": [("0", "900"), ("900", "900")]}
    assert "versi 1: 300 dari 300 (100,0 %)" in page

    # What was read is not read again: the press on an old page shows the new letter, and nothing is written.
    server.cookie = None
    stale = read(server, doors[0], old, "K0-1")
    assert stale.status == 409 and "Berfoto dengan pose" in stale.text and "belum meneruskan versi ini" in stale.text
    assert "belum meneruskan versi ini" in server.get(doors[1]).text
    assert acknowledge(server, mayor, "Wali Kota").status == 303
    assert "3 unit sudah menerima versi ini" in pass_on(server, mayor, "units")
    assert down(server, links[0][1]) == doors[0]
    all_read(server, {0: doors[0]}, n)
    server.cookie = staff
    assert depth(server, at) == {"Pimpinan": [("1", "1"), ("1", "1")], "Unit": [("1", "3"), ("3", "3")], "Pegawai": [("300", "900"), ("900", "900")]}
    text = server.get(at).text
    assert "versi 2: 300 dari 300 · versi 1: 300 dari 300 (100,0 %)" in text and "33,3 %" in text
    assert "Orang 0" not in text  # names are for the head of the unit alone
    sheets = server.get(at + "/lembar")
    assert sheets.bytes.startswith(b"%PDF")
    letter = server.get(re.search(rf'href="({at}/versi/\d+)"', text)[1])
    words = subprocess.run(["pdftotext", "-", "-"], input=letter.bytes, capture_output=True, check=True).stdout.decode()
    assert "/PM.00.02/K.99.01/11/2024" in words and "menggantikan surat nomor" in words and "pose" in words


@pytest.mark.parametrize("kind", stores())
def test_what_is_wrong_gets_a_clear_answer_and_nothing_is_lost(make_server, kind):
    server = make_server(store=new_store(kind))
    at = make(server)
    refused = server.form(LIST + "/baru", LIST + "/baru", {"kind": "edaran", "subject": "Lain", "issuer": "", "points": "Mendukung. | SKB-Z9", "roster": "0", "takes": "birth"})
    assert refused.status == 422 and "kode perbuatan dari daftar" in refused.text and "SKB-Z9" in refused.text
    assert "Surat tanpa penerima tidak sampai" in server.get(at).text
    link, to = address(server, at, "Kecamatan Randusari", "unit", "Kecamatan Randusari")
    double = server.form(at, at + "/alamat", {"name": "kecamatan randusari", "rung": "unit", "agency": "0", "user": "0"})
    assert double.status == 409 and "belum ada dalam daftar" in double.text
    assert server.form(at, at + "/ingatkan", {"addressee": to}).status == 409  # nothing proves that they have it
    large = deliver(server, at, to, "Budi", files=[("file", "terima.jpg", JPEG + bytes(10 << 20))])
    assert large.status == 413 and "paling besar 10 MiB" in large.text and 'value="Budi"' in large.text
    other = deliver(server, at, to, "Budi", files=[("file", "terima.exe", b"MZ" + bytes(100))])
    assert other.status == 422 and "PDF, JPEG, atau PNG" in other.text
    assert deliver(server, at, to, "Budi", on="2024-11-05").status == 422  # tomorrow
    assert deliver(server, at, to, "Budi").status == 303
    proof = server.get(re.search(rf'href="({at}/bukti/\d+)"', server.get(at).text)[1])
    assert proof.bytes == JPEG

    staff, server.cookie = server.cookie, None
    assert server.get("/surat/00112233445566778899").status == 404
    people_link = down(server, link)
    assert acknowledge(server, link, "Orang lain").status == 303 and "Orang lain" not in server.get(link).text  # a second press changes nothing
    version = server.get(people_link).hidden("versi")

    def wrong(**fields):
        answer = server.post(people_link, {"versi": version, "baca": "1", **fields})
        assert answer.status == 422
        return re.search(r'role="alert">(.*?)</div></div>', answer.text, re.S)[1]

    assert wrong(nomor="K0-1", lahir="1991-05-06") == wrong(nomor="K0-77", lahir="1991-05-05") == wrong(nomor="K0-1", kode="12345678")
    for _ in range(2):  # once and again
        done = read(server, people_link, version, "K0-1")
        assert done.status == 303 and "Tercatat" in server.get(done.location).text
    assert read(server, people_link, version, "K9-1").status == 303  # on leave: kept, not counted

    server.cookie = staff
    assert depth(server, at)["Pegawai"] == [("1", "6")]
    now = re.search(r'name="version" value="(\d+)"', server.get(at).text)[1]
    assert server.form(at, at + "/tarik", {"version": now, "reason": "Salah pasal"}).status == 303
    assert server.form(at, at + "/tarik", {"version": now, "reason": "Salah pasal"}).status == 409
    server.cookie = None
    gone = read(server, people_link, version, "K0-0")
    assert gone.status == 409 and "sedang ditarik" in gone.text
    assert acknowledge(server, link, versi=version).status == 409
    server.cookie = staff
    assert "Salah pasal" in server.get(at).text
    server.stop()
    assert server.run("verify").returncode == 0


def test_reminders_go_out_in_office_hours_twice_at_most(make_server):
    server = make_server()
    at = make(server)
    link, to = address(server, at, "Sekretaris Daerah")
    assert deliver(server, at, to).status == 303

    def at_moment(moment, n):
        """The page when the keeper had its turn at that moment, with n reminders."""
        server.stop()
        server.env["NETRA_CLOCK_NOW"] = moment
        server.start()
        server.login("penangan")
        wait_for(lambda: server.get(at).text.count("oleh program") == n, lambda: server.get(at).text)
        return server.get(at).text

    at_moment("2024-11-06T10:00:00+07:00", 0)         # the second working day
    shut = server.form(at, at + "/ingatkan", {"addressee": to})
    assert shut.status == 303                           # by hand: any day, while the counter is open
    again = server.form(at, at + "/ingatkan", {"addressee": to})
    assert again.status == 409 and "sudah diingatkan hari ini" in again.text
    at_moment("2024-11-11T07:00:00+07:00", 0)         # three working days later, before the counter opens
    closed = server.form(at, at + "/ingatkan", {"addressee": to})
    assert closed.status == 409 and "selama loket buka" in closed.text
    text = at_moment("2024-11-11T10:00:00+07:00", 1)
    assert "dua kali diingatkan" in text
    number = re.search(rf'href="({at}/pengingat/\d+)">(\d+/PM\.00\.02/K\.99\.01/11/2024)<', text)
    words = subprocess.run(["pdftotext", "-", "-"], input=server.get(number[1]).bytes, capture_output=True, check=True).stdout.decode()
    assert "Sekretaris Daerah" in words and link in words.replace("\n", "") and "pengingat ke-2" in words
    most = server.form(at, at + "/ingatkan", {"addressee": to})
    assert most.status == 429 and "sudah diingatkan dua kali" in most.text
    at_moment("2024-11-20T10:00:00+07:00", 1)         # never a third


def test_a_partner_acknowledges_by_logging_in_and_a_head_sees_names_of_the_own_unit(make_server, browser, shot):
    server = make_server()
    at = make(server)
    server.run("user", "add", "sekda", "--name", "Damar Langitrekaan", "--position", "Sekda", "--role", "secretary", input=PASSWORD + "\n")
    made = server.run("user", "add", "camat", "--name", "Kirana Awanrekaan", "--position", "Camat", "--role", "unit", "--agency", UNITS[0], input=PASSWORD + "\n")
    assert made.returncode == 0, made.stderr
    user = re.search(r'<option value="(\d+)">Damar', server.get(at).text)[1]
    assert server.form(at, at + "/alamat", {"name": "Sekda", "rung": "head", "agency": "0", "user": user}).status == 303
    server.login("sekda")
    assert "1 menunggu pernyataan Anda" in server.get("/kerja/pencegahan").text
    page = server.get(at)
    assert server.post(at + "/terima", {"csrf": page.hidden("csrf"), "versi": page.hidden("versi")}).status == 303
    assert "Anda nyatakan dibaca" in server.get(at).text and "menunggu pernyataan" not in server.get("/kerja/pencegahan").text
    assert server.get(at + "/belum").status == 403 and server.get(LIST + "/baru").status == 403
    server.login("camat")
    missing = server.get(at + "/belum").text
    assert "Orang 00rekaan" in missing and "Orang 10rekaan" not in missing and "Cuti Lama" not in missing

    assert server.form(at + "/belum", at + "/kode-unit", {}).status == 404  # the letter asks birth days, not codes

    log_in(browser, server, "penangan")
    browser.get(server.url + at)
    shot(browser, "circular")
    shot(browser, "circular", 360)
    browser.get(server.url + LIST + "/baru")
    shot(browser, "circular-new", 360)
    link, _ = address_as_staff(server, at)
    browser.delete_all_cookies()
    browser.get(server.url + link)
    browser.find_element(By.ID, "by_name").send_keys("Lurah Kalijati")
    shot(browser, "circular-door", 360)
    press(browser, "button[value=ack]")
    press(browser, "button[value=people]")
    shot(browser, "circular-passed", 360)
    people = browser.find_element(By.CSS_SELECTOR, "p > a.code[href*='/surat/']").get_attribute("href")
    browser.get(server.url + people[people.index("/surat/"):])
    browser.find_element(By.ID, "nomor").send_keys("K1-0")
    browser.find_element(By.ID, "lahir").send_keys("05051991")
    browser.find_element(By.CSS_SELECTOR, "#baca input").click()
    shot(browser, "circular-read", 360)
    press(browser, "main form button")
    assert "Tercatat" in browser.page_source


def test_people_prove_themselves_by_codes_that_their_unit_handed_out(make_server):
    server = make_server()
    at = make(server, takes="code")
    link, _ = address(server, at, UNITS[2], "unit", UNITS[2])
    agency = re.search(rf'<option value="(\d+)">{UNITS[2]}</option>', server.get(at).text)[1]
    assert server.form(at, at + "/kode", {"agency": "1"}).status == 404
    slips = server.form(at, at + "/kode", {"agency": agency})
    words = subprocess.run(["pdftotext", "-layout", "-", "-"], input=slips.bytes, capture_output=True, check=True).stdout.decode()
    codes = {n.upper(): code for n, code in re.findall(r"(k2-\d)\s+(\d{4} \d{4})", words)}
    assert set(codes) == {"K2-0", "K2-1"}, words
    server.cookie = None
    door = down(server, link)
    version = server.get(door).hidden("versi")

    def press(number, **proof):
        return server.post(door, {"versi": version, "baca": "1", "nomor": number, **proof}).status

    assert press("K2-0", lahir="1991-05-05") == 422           # the birth day proves nothing here
    assert press("K2-0", kode=codes["K2-1"]) == 422
    assert press("K2-0", kode=codes["K2-0"]) == 303
    assert press("K2-0", kode=codes["K2-0"]) == 303           # a second press


def address_as_staff(server, at):
    server.login("penangan")
    return address(server, at, "Kelurahan Kalijati", "unit", "Kelurahan Kalijati")
