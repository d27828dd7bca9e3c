"""S10 of PRODUCT 6.3: a conversation without a name. Staff ask, the reporter comes back with the code from another phone and
answers, loses the code and sends a second report; nobody learns who or where from, and guessing is stopped."""
import re
import sqlite3

import pytest
from selenium.webdriver.common.by import By
from conftest import chromium, log_in, main_text, press, until
from intake_test import code_of, receipt, send, stage

FIRST_WORDS = "Kepala dinas meminjamkan mobil dinas untuk kampanye"
ANSWER = "Hari Jumat, pukul sembilan malam"


@pytest.fixture
def phone(tmp_path):
    """phone(script): a browser that has never been here."""
    made = []

    def new(script):
        made.append(chromium(script, tmp_path / f"telepon-{len(made)}"))
        return made[-1]

    yield new
    for b in made:
        b.quit()


def report_by_clicks(b, server, text):
    """Sends a report and keeps its code as asked; the code, its six words and its number. The QR holds the same digits."""
    b.get(server.url + "/lapor")
    b.find_element(By.ID, "text").send_keys(text)
    b.find_element(By.CSS_SELECTOR, "form .btn.main").click()
    until(b, lambda b: b.find_elements(By.CSS_SELECTOR, ".digits"))
    code = "".join(b.find_element(By.CSS_SELECTOR, ".digits").text.split())
    words = [li.text for li in b.find_elements(By.CSS_SELECTOR, "ol.words li")]
    number = re.search(r"\d{3}/PL/PW/Kota/99\.01/XI/2024", b.find_element(By.TAG_NAME, "main").text)[0]
    whole = b.find_elements(By.XPATH, "//a[contains(., 'dengan QR')]")
    page = server.get(whole[0].get_attribute("href").removeprefix(server.url)).text if whole else b.page_source
    assert "<svg" in page and code in re.sub(r"\s|<[^>]*>", "", page)
    b.find_element(By.ID, "last4").send_keys(code[-4:])
    b.find_element(By.XPATH, "//button[contains(., 'sudah saya simpan')]").click()
    until(b, lambda b: not b.find_elements(By.CSS_SELECTOR, ".digits"))
    return code, words, number


def open_by(b, server, typed):
    b.get(server.url + "/lacak")
    b.find_element(By.ID, "code").send_keys(typed)
    press(b, "main form .btn.main")
    return main_text(b)


@pytest.mark.parametrize("script", [True, False], ids=["skrip", "tanpa-skrip"])
def test_s10_a_conversation_without_a_name(server, phone, shot, script):
    mode = "skrip" if script else "tanpa-skrip"
    first_phone, office = phone(script), phone(script)
    code, words, number = report_by_clicks(first_phone, server, FIRST_WORDS)
    first_phone.delete_all_cookies()

    log_in(office, server, "penangan")
    office.get(server.url + "/kerja/laporan-masuk")
    press(office, "main th a")
    report = office.current_url
    office.find_element(By.CSS_SELECTOR, "section[aria-labelledby=pesan] textarea").send_keys("Hari apa dan pukul berapa?")
    press(office, "section[aria-labelledby=pesan] form button")
    assert "belum terbaca" in main_text(office)

    # From another phone, by the words on the paper; nothing of what was sent stands there.
    other_phone = phone(script)
    told = open_by(other_phone, server, " ".join(words))
    assert "Hari apa dan pukul berapa?" in told and FIRST_WORDS not in told and number in told
    assert "Tanggal berikutnya" in told and "kajian awal" in told.lower()
    other_phone.find_element(By.ID, "text").send_keys(ANSWER)
    press(other_phone, "main form .btn.main")
    told = main_text(other_phone)
    assert "Sudah kami terima" in told and "Anda mengirim pesan" in told and ANSWER not in told
    assert not re.search(r"\d\d[.:]\d\d", told.split("Pesan")[1].split("Tulis")[0])  # days, no hours
    for width in (360, 1366):
        shot(other_phone, f"percakapan-{mode}", width)

    office.get(report)
    assert ANSWER in main_text(office) and "belum terbaca" not in main_text(office) and "terbaca" in main_text(office)
    for width in (360, 1366):
        shot(office, f"percakapan-kantor-{mode}", width)

    # The code is lost; a second report names the first, and an officer joins them.
    second_code, _, _ = report_by_clicks(other_phone, server, f"Kode saya hilang. Laporan saya yang dulu nomornya {number}.")
    office.get(server.url + "/kerja/laporan-masuk")
    link = [a.get_attribute("href") for a in office.find_elements(By.CSS_SELECTOR, "main th a") if a.get_attribute("href") != report][0]
    office.get(link)
    assert number in office.find_element(By.CSS_SELECTOR, "section[aria-labelledby=terdahulu]").text
    shot(office, f"laporan-kedua-{mode}", 1366)
    press(office, "section[aria-labelledby=terdahulu] form button")
    office.get(link)
    assert "sudah digabung" in office.find_element(By.CSS_SELECTOR, "section[aria-labelledby=terdahulu]").text

    # Both codes work, the second does not open the talk of the first, and nobody asks for a name.
    told = open_by(phone(script), server, second_code)
    assert "ditangani bersama" in told and "Hari apa dan pukul berapa?" not in told
    assert "Hari apa dan pukul berapa?" in open_by(first_phone, server, code)
    office.get(server.url + "/kerja/laporan-masuk/kembali")
    told = main_text(office)
    assert "November 2024" in told and re.search(r"November 2024\D+2\D+[12]\D+", told.replace("\n", " "))
    for width in (360, 1366):
        shot(office, f"pelapor-kembali-{mode}", width)
    assert server.run("verify").returncode == 0


def test_identity_that_lies_with_the_first_report_is_not_asked_again(server):
    page = receipt(server, {"text": "Yang pertama", "contact": "Nama Rekaan"})
    number = re.search(r"\d{3}/PL/PW/Kota/99\.01/XI/2024", page.text)[0]
    receipt(server, {"text": f"Kode hilang, nomor {number}"})
    server.login("penangan")
    second, first = re.findall(r'href="(/kerja/laporan/\d+)"', server.get("/kerja/loket").text)[:2]
    shown = server.get(second)
    into = re.search(r'name="into" value="(\d+)"', shown.text)[1]
    assert server.form(second, second + "/gabung", {"into": into}).status == 303
    shown = server.get(second).text
    assert "jangan tanyakan lagi" in shown and first in shown and "Nama Rekaan" not in shown


def test_what_a_program_reads_by_code_holds_nothing_that_was_sent(server):
    code = code_of(receipt(server, {"text": "Uji sambungan"}))
    opened = server.post("/lacak", {"code": code})
    assert server.post(opened.location, {"text": "Rahasia tambahan"}).status == 303
    answer = stage(server, code)
    assert answer.json["messages"] == [{"from": "reporter", "kind": "message", "date": "2024-11-04", "text": "", "files": 0}]
    assert "Rahasia" not in answer.text


def test_guessing_a_thousand_codes_is_stopped_and_alarmed(make_server):
    """TRUST R21 over HTTP: ten an hour from one source, a thousand from all, an alarm at two hundred; and no address is kept."""
    server = make_server(settings={"serve.behind_proxy": "true"})
    code = code_of(receipt(server, {"text": "Uji tebakan"}))

    def guess(n, source):
        return server.ask("GET", f"/api/v1/reports/{n:016d}", headers={"X-Real-IP": source}).status

    def alarms():
        with sqlite3.connect(server.data / "netra.db") as db:
            return db.execute("SELECT count(*) FROM access_log WHERE action = 'code_alarm'").fetchone()[0]

    sources = [f"203.0.113.{n}" for n in range(1, 101)]
    statuses = [guess(n, sources[0]) for n in range(12)]
    assert statuses == [404] * 10 + [429] * 2
    server.login("penangan")
    assert 'id="tebakan"' not in server.get("/kerja").text and alarms() == 0
    for s, source in enumerate(sources[1:], 1):
        assert [guess(100 * s + n, source) for n in range(10)] == [404] * 10, source
        assert alarms() == (1 if 10 * (s + 1) >= 200 else 0)
    assert guess(99999, "198.51.100.7") == 429  # the thousand and first, from a place that never tried
    assert server.ask("GET", f"/api/v1/reports/{code}", headers={"X-Real-IP": "198.51.100.8"}).status == 429
    told = server.ask("POST", "/lacak", f"code={code}", {"Content-Type": "application/x-www-form-urlencoded"}).text
    assert "laporan Anda aman" in told and "Satu isian" not in told  # nothing is wrong with what was typed
    assert send(server, {"text": "Melapor tetap bisa"}).status == 303
    assert 'id="tebakan"' in server.get("/kerja").text
    kept = b"".join(p.read_bytes() for p in server.data.rglob("*") if p.is_file())
    assert b"203.0.113." not in kept and b"198.51.100." not in kept
