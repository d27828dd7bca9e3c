"""Casework by several hands, on one demonstration office (Monday 4 November 2024): Today (N1) on one screen and one sheet, notes
and tasks that stay inside, one line of time, and two officers who save one record. Pages without a script."""
import base64
import html
import json
import re
import subprocess

import pytest
from conftest import TOP, Server, log_in, press
from selenium.webdriver.common.by import By

PASSWORD = "kawung-teduh-9901"
TASKS = 40
NOTE, TASK = "nangka-belanda-4711", "rambutan-ungu-0815"


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Two officers' sessions on one server: Wira's and Ratna's."""
    server = Server(tmp_path_factory.mktemp("casework") / "data", now=None).demo().start()
    other = Server(server.data)
    other.port = server.port
    server.login("wira", PASSWORD)
    other.login("ratna", PASSWORD)
    yield server, other
    server.stop()


def files_of(server, group="handling"):
    return re.findall(r'href="(/kerja/perkara/\d+)"', server.get(f"/kerja/perkara?kelompok={group}").text)


def file_of(server, group="handling"):
    return files_of(server, group)[0]


def write(b, name, value):
    field = b.find_element(By.NAME, name)
    field.clear()
    field.send_keys(value)


def fields(page, form="ubah"):
    """The form with id @form as a browser without a script would send it."""
    text = re.search(rf'<form[^>]*id="{form}".*?</form>', page.text, re.S)[0]
    found = {n: html.unescape(v) for n, v in re.findall(r'<input(?=[^>]*name="([^"]*)")(?![^>]*type="(?:checkbox|radio)")[^>]*value="([^"]*)"', text)}
    found |= {n: html.unescape(v) for n, v in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>([^<]*)</textarea>', text)}
    for name, choices in re.findall(r'<select[^>]*name="([^"]*)".*?>(.*?)</select>', text, re.S):
        on = re.search(r'<option value="([^"]*)" selected', choices)
        found[name] = on[1] if on else ""
    for tag in re.findall(r"<input[^>]*>", text):
        if 'type="checkbox"' in tag and " checked" in tag:
            found[re.search('name="([^"]*)"', tag)[1]] = "1"
    return found


def test_basic_facts_are_chosen_field_by_field_without_a_script(office, plain_browser, shot):
    server, other = office
    file, b = file_of(server), plain_browser
    log_in(b, server, "wira", PASSWORD)
    b.get(server.url + file + "/pokok")
    before = b.find_element(By.NAME, "title").get_attribute("value")
    summary = b.find_element(By.NAME, "summary").get_attribute("value")
    # Ratna saves first: title, place and summary.
    page = other.get(file + "/pokok")
    sent = other.post(file + "/pokok", {**fields(page), "title": "Judul dari Ratna", "event_place": "Lapangan Ratna", "summary": "Uraian Ratna."})
    assert sent.status == 303, sent.text[:3000]
    # Wira had typed another title and another summary, and left the place alone.
    write(b, "title", "Judul dari Wira")
    write(b, "summary", "Uraian Wira, panjang dan tidak boleh hilang.")
    press(b, "#ubah button.main")
    rows = {r.find_element(By.TAG_NAME, "th").text.split("\n")[0]: r for r in b.find_elements(By.CSS_SELECTOR, "#beda tbody tr")}
    assert set(rows) == {"Judul", "Uraian", "Tempat"}, list(rows)
    assert [x.text for x in rows["Judul"].find_elements(By.TAG_NAME, "td")] == ["Judul dari Wira", "Judul dari Ratna", before]
    assert "keduanya mengubah" in rows["Judul"].text and "keduanya mengubah" not in rows["Tempat"].text
    chosen = {name: [r.get_attribute("value") for r in row.find_elements(By.CSS_SELECTOR, "input[type=radio]") if r.is_selected()] for name, row in rows.items()}
    assert chosen == {"Judul": ["saya"], "Uraian": ["saya"], "Tempat": ["mereka"]}  # what only the other changed is kept by itself
    shot(b, "ubah-bersama", 1366)
    shot(b, "ubah-bersama", 360)
    # He takes Ratna's title, keeps his summary.
    rows["Judul"].find_element(By.CSS_SELECTOR, "input[value=mereka]").click()
    press(b, "#ubah button.main")
    stored = fields(server.get(file + "/pokok"))
    assert (stored["title"], stored["event_place"]) == ("Judul dari Ratna", "Lapangan Ratna")
    assert stored["summary"] == "Uraian Wira, panjang dan tidak boleh hilang." != summary


def test_what_was_before_can_be_chosen_too_and_a_third_save_is_compared_again(office):
    server, other = office
    file = file_of(server)
    mine, theirs = fields(server.get(file + "/pokok")), fields(other.get(file + "/pokok"))
    old = mine["title"]
    assert other.post(file + "/pokok", {**theirs, "title": "Satu"}).status == 303
    clash = server.post(file + "/pokok", {**mine, "title": "Dua"})
    assert clash.status == 409 and 'name="kini_title" value="Satu"' in clash.text
    # Before Wira decides, Ratna saves once more: his choice is compared with what stands there now.
    assert other.post(file + "/pokok", {**fields(other.get(file + "/pokok")), "title": "Tiga"}).status == 303
    again = server.post(file + "/pokok", {**fields(clash), "pilih_title": "saya"})
    assert again.status == 409 and 'name="kini_title" value="Tiga"' in again.text and "Dua" in again.text
    assert server.post(file + "/pokok", {**fields(again), "pilih_title": "dulu"}).status == 303
    assert fields(server.get(file + "/pokok"))["title"] == old


def test_a_fault_of_ones_own_does_not_write_over_what_another_saved(office):
    server, other = office
    file = file_of(server)
    mine, theirs = fields(server.get(file + "/pokok")), fields(other.get(file + "/pokok"))
    assert other.post(file + "/pokok", {**theirs, "event_place": "Balai Ratna"}).status == 303
    fault = server.post(file + "/pokok", {**mine, "title": ""})
    assert fault.status == 422, fault.text[:2000]
    clash = server.post(file + "/pokok", {**fields(fault), "title": "Judul yang lengkap"})
    assert clash.status == 409 and "Balai Ratna" in clash.text, clash.text[:2000]
    assert fields(other.get(file + "/pokok"))["event_place"] == "Balai Ratna"


def test_a_person_a_tick_and_a_choice_are_compared_in_words(office):
    server, other = office
    file = file_of(server)
    person = re.search(rf'href="({file}/orang/\d+)"', server.get(file).text)[1]
    mine, theirs = fields(server.get(person)), fields(other.get(person))
    account, said = ("admitted", "diakui") if mine["account_owned"] != "admitted" else ("proven", "terbukti miliknya")
    mine.pop("repeated", None)
    assert other.post(person, {**theirs, "repeated": "1", "account_owned": account, "intent": "diajak ketua"}).status == 303
    clash = server.post(person, {**mine, "position": "Jabatan dari Wira"})
    assert clash.status == 409
    table = re.search(r'id="beda".*?</table>', clash.text, re.S)[0]
    assert said in table and "Jabatan dari Wira" in table and ">admitted<" not in table
    picks = {f"pilih_{n}": v for n, v in re.findall(r'name="pilih_(\w+)" value="(\w+)" checked', table)}
    assert picks["pilih_repeated"] == picks["pilih_account_owned"] == "mereka" and picks["pilih_position"] == "saya"
    assert server.post(person, {**fields(clash), **picks}).status == 303
    stored = fields(server.get(person))
    assert (stored["position"], stored["account_owned"], stored["intent"], stored.get("repeated")) == ("Jabatan dari Wira", account, "diajak ketua", "1")


def test_the_study_of_two_hands_keeps_both_texts(office):
    server, other = office
    file = next(f for f in files_of(server)
                if 'id="simpan"' in server.get(f + "/kajian").text)
    page = file + "/kajian"
    saved = server.post(page, {**fields(server.get(page)), "position": "Kasus posisi awal.", "facts": "Fakta\nawal."})
    assert saved.status == 303, saved.text[:2000]
    mine, theirs = fields(server.get(page)), fields(other.get(page))
    assert other.post(page, {**theirs, "facts": "Fakta dari Ratna."}).status == 303
    clash = server.post(page, {**mine, "data": "Data dari Wira."})
    assert clash.status == 409 and "Fakta dari Ratna." in clash.text and "Data dari Wira." in clash.text
    table = re.search(r'id="beda".*?</table>', clash.text, re.S)[0]
    picks = {f"pilih_{n}": v for n, v in re.findall(r'name="pilih_(\w+)" value="(\w+)" checked', table)}
    assert picks == {"pilih_facts": "mereka", "pilih_data": "saya"}
    assert server.post(page, {**fields(clash), **picks}).status == 303
    stored = fields(server.get(page))
    assert (stored["facts"], stored["data"]) == ("Fakta dari Ratna.", "Data dari Wira.")


def test_one_point_of_the_study_in_two_hands_keeps_both_texts(office):
    server, other = office
    file = next(f for f in files_of(server) if 'id="simpan"' in server.get(f + "/kajian").text)
    page = file + "/kajian"
    saved = server.post(page, {**fields(server.get(page)), "position": "Kasus posisi awal."})
    assert saved.status == 303, saved.text[:2000]
    form, act = re.search(r'id="(orang-\d+)".*?<option value="(SKB-[^"]+)"', server.get(page).text, re.S).groups()
    first = {**fields(server.get(page), form), "act": act, "analysis": "Dari Wira.", "conclusion": "not_proven"}
    theirs = {**fields(other.get(page), form), "act": act, "analysis": "Dari Ratna.", "conclusion": "not_violation", "unsur_who": "met", "alasan_who": "PNS, kata Ratna."}
    assert other.post(page + "/butir", theirs).status == 303
    clash = server.post(page + "/butir", first)  # nobody had written when both began
    assert clash.status == 409 and "Dari Ratna." in clash.text and "PNS, kata Ratna." in clash.text and "Bukan pelanggaran" in clash.text
    mine = fields(clash, form)
    assert mine["analysis"] == "Dari Wira."
    fault = server.post(page + "/butir", {**fields(server.get(page), form), "analysis": ""})
    assert fault.status == 422
    assert other.post(page + "/butir", {**fields(other.get(page), form), "analysis": "Ratna lagi."}).status == 303
    for late in (mine, fields(fault, form)):  # read before Ratna saved again
        assert server.post(page + "/butir", {**late, "analysis": "Terlambat."}).status == 409
    stored = fields(server.get(page), form)
    assert (stored["analysis"], stored["unsur_who"]) == ("Ratna lagi.", "met")
    assert server.post(page + "/butir", {**stored, "analysis": "Ratna lagi. Dari Wira."}).status == 303


def words(answer):
    if answer.bytes.startswith(b"%PDF"):
        return subprocess.run(["pdftotext", "-layout", "-", "-"], input=answer.bytes, capture_output=True, check=True).stdout.decode()
    return answer.bytes.decode(errors="replace")


def token(server, login):
    made = server.run("user", "token", login, "--name", "uji")
    assert made.returncode == 0, made.stderr
    return {"Authorization": "Bearer " + made.stdout.split()[-1], "Cookie": ""}


def written_into(server, file):
    assert server.form(file, file + "/catatan", {"catatan": f"Catatan {NOTE}: jangan keluar."}).status == 303
    assert server.form(file, file + "/tugas", {"tugas": f"Tugas {TASK}", "untuk": "0", "sampai": ""}).status == 303
    page = server.get(file).text
    assert NOTE in page and TASK in page and NOTE in server.get(file + "/linimasa?catatan=1").text


def public_addresses(server, file):
    """What anybody can ask for, some of it with a code from this very file."""
    yield from ("/", "/statistik", "/data", "/data/statistik.csv", "/data/statistik.json", "/log", "/log/kepala.txt", "/log/rantai.txt", "/kalender",
                "/api/openapi.json", "/periksa")
    for code in set(re.findall(r"/periksa/([\w-]+)", server.get(file).text)):
        yield f"/periksa/{code}"


def test_nothing_outside_holds_a_note_or_a_task(office):
    server = office[0]
    handed = next(f for f in files_of(server, "outside")
                  if "mesin.json" in server.get(f + "/penerusan").text)
    summoned = next(f for f in files_of(server)
                    if re.search(r"/undangan/\d+/kode", server.get(f + "/undangan").text))
    for file in (handed, summoned):
        written_into(server, file)

    outside = {}
    for part in ("mesin.json", "daftar.sha256"):
        for address in re.findall(rf'"({handed}/penerusan/\d+/{part})"', server.get(handed + "/penerusan").text):
            outside[address] = words(server.get(address))
    for file in (handed, summoned):
        for letter in re.findall(rf'href="({file}/surat/\d+)"', server.get(file).text):
            outside[letter] = words(server.get(letter))
    assert any("surat" in a for a in outside) and any("mesin" in a for a in outside)

    # The room: a new code, and its page.
    invitations = server.get(summoned + "/undangan")
    renew = re.search(rf'action="({summoned}/undangan/\d+/kode)"', invitations.text)[1]
    slip = server.post(renew, {"csrf": invitations.hidden("csrf"), "once": invitations.hidden("once")})
    code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}", slip.text)[0]
    staff, server.cookie = server.cookie, None
    door = server.get("/ruang")
    room = server.post("/ruang", {"code": code, "kode": code, "once": door.hidden("once") or ""}, follow=True)
    assert room.status == 200 and "ruang" in room.text.lower(), room.text[:500]
    outside["room"] = room.text
    for address in public_addresses_of(server, staff, (handed, summoned)):
        outside[address] = words(server.get(address))
    server.cookie = staff

    # Programs of the office itself: that a note was written is told, not what it says.
    told = token(server, "wira")
    for file in (handed, summoned):
        number = file.rsplit("/", 1)[1]
        for what in ("", "/timeline", "/people", "/letters", "/clocks", "/handovers", "/summons"):
            outside[f"api {number}{what}"] = server.ask("GET", f"/api/v1/cases/{number}{what}", headers=told).text
    for address in ("/api/v1/cases", "/api/v1/today", "/api/v1/clocks", "/api/v1/reports"):
        outside[address] = server.ask("GET", address, headers=told).text
    assert "Catatan internal ditulis." in json.dumps([v for k, v in outside.items() if k.endswith("/timeline")])

    # A study that is drafted from the file takes nothing of it.
    outside["study"] = server.get(summoned + "/kajian").text
    assert len(outside) > 30
    assert not {k for k, v in outside.items() if NOTE in v or TASK in v or NOTE in v.replace(" ", "")}


def public_addresses_of(server, staff, files):
    for file in files:
        mine, server.cookie = server.cookie, staff
        found = list(public_addresses(server, file))
        server.cookie = mine
        yield from found


def test_one_line_of_time_is_filtered_and_printed_without_a_script(office, plain_browser, shot):
    server, b = office[0], plain_browser
    file = file_of(server, "outside")
    written_into(server, file)
    log_in(b, server, "wira", PASSWORD)
    b.get(server.url + file + "/linimasa")
    everything = len(b.find_elements(By.CSS_SELECTOR, "ol.timeline > li"))
    kinds = {}
    for name in ("keadaan", "tenggat", "surat", "bukti", "bicara", "tugas", "catatan"):
        b.get(server.url + file + "/linimasa")
        b.find_element(By.ID, "saring-" + name).click()
        press(b, "form[method=get] button")
        assert name + "=1" in b.current_url
        kinds[name] = len([x for x in b.find_elements(By.CSS_SELECTOR, "ol.timeline > li") if "Tidak ada yang cocok" not in x.text])
    assert sum(kinds.values()) == everything and kinds["tugas"] >= 1 and kinds["catatan"] >= 1 and kinds["tenggat"] > 1 and kinds["surat"] > 1, kinds
    b.get(server.url + file + "/linimasa?semua=1")
    moments = [t.text for t in b.find_elements(By.CSS_SELECTOR, "ol.timeline time")]
    assert len(moments) == everything
    shot(b, "linimasa", 1366)
    shot(b, "linimasa", 360)
    b.get(server.url + file)
    shot(b, "berkas-tugas", 1366)
    shot(b, "berkas-tugas", 360)
    assert server.get(file + "/linimasa?sebelum=abc").status == 422


def printed(b):
    """What the browser prints: the number of sheets and their words."""
    pdf = base64.b64decode(b.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": False})["data"])
    (TOP / "build/shots/hari-ini-cetak.pdf").write_bytes(pdf)
    words = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return words.count("\f"), words


def test_forty_lines_stand_on_one_sheet_and_the_sum_of_them_on_one_screen(office, plain_browser, shot):
    server = office[0]
    me = re.search(r'<option value="(\d+)" selected>Wira', server.get(file_of(server)).text)[1]
    file = file_of(server)
    for i in range(TASKS):
        day = "2024-11-04" if i < TASKS // 2 else "2024-11-05"
        done = server.form(file, file + "/tugas", {"tugas": f"Hubungi saksi nomor {i + 1:02d}", "untuk": me if i % 2 else "0", "sampai": day})
        assert done.status == 303, done.text[:3000]
    b = plain_browser
    log_in(b, server, "wira", PASSWORD)
    b.get(server.url + "/kerja")
    text = b.find_element(By.TAG_NAME, "main").text
    assert all(f"nomor {i + 1:02d}" in text for i in range(TASKS))
    # Sorted by the time that is left: first what ends today, deadlines by their hour, then tasks of the day.
    assert text.index("nomor 01") < text.index("Habis besok") < text.index("nomor 21")
    shot(b, "hari-ini-tugas", 1366)
    shot(b, "hari-ini-tugas", 360)
    sheets, words = printed(b)
    assert sheets == 1, (sheets, words[-1500:])
    assert all(f"nomor {i + 1:02d}" in words for i in range(TASKS))
    # On a telephone (360 x 640) the first screen holds all five sums, each a link to its lines.
    b.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": 360, "height": 640, "deviceScaleFactor": 1, "mobile": True})
    sums = b.find_elements(By.CSS_SELECTOR, "ul.figs li")
    assert len(sums) >= 4 and all(s.rect["y"] + s.rect["height"] <= 640 for s in sums), [s.rect for s in sums]
    assert all(s.find_elements(By.TAG_NAME, "a") for s in sums)
    b.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    # Done by its button, it is off the page; somebody else's task never was on it.
    log_in(b, server, "ratna", PASSWORD)
    b.get(server.url + "/kerja")
    text = b.find_element(By.TAG_NAME, "main").text
    assert "nomor 01" in text and "nomor 02" not in text  # 01 is for whoever takes it, 02 for Wira
