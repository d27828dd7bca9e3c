"""Reports as people send them: S5 of PRODUCT 6.3 and its neighbours, with the real program."""
import gzip
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from conftest import PASSWORD, press, until

PHOTO = (b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
         b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x88\x25\0\x04\0\0\0\x01\0\0\0\x1a\0\0\0\0"
         b"\xff\xda\x00\x08\x01\x01\0\0?\0picture\xff\xd9")
PLAIN_PHOTO = PHOTO[:20] + PHOTO[56:]


def send(server, fields, files=None):
    """The form as a browser would: open it, fill it in, send it."""
    page = server.get("/lapor")
    return server.post("/lapor", {"once": page.hidden("once"), **fields}, files)


def code_of(page):
    digits = re.search(r'class="digits">(.*?)</p>', page.text, re.S)
    assert digits, page.text
    return re.sub(r"\D", "", digits[1])


def words_of(page):
    return re.findall(r"<li>(\w+)</li>", re.search(r'<ol class="words">(.*?)</ol>', page.text, re.S)[1])


def receipt(server, fields, files=None):
    answer = send(server, fields, files)
    assert answer.status == 303, answer.text
    assert answer.location.startswith("/tanda-terima/")
    assert "Set-Cookie" not in answer.headers
    return server.get(answer.location)


def stage(server, code):
    return server.get(f"/api/v1/reports/{code}")


@pytest.mark.parametrize("what,fields,files", [
    ("only text", {"text": "Ada pegawai membagikan kaus bergambar calon."}, None),
    ("only a photo", {}, [("file", "foto.jpg", PLAIN_PHOTO)]),
    ("only a link", {"link": "https://contoh.example/p/1"}, None),
    ("an unknown file", {}, [("file", "../../aneh.xyz", b"\x01\x02\x03")]),
    ("a date nobody can read", {"text": "x", "date": "minggu lalu"}, None),
])
def test_one_thing_is_enough(server, what, fields, files):
    page = receipt(server, fields, files)
    assert page.status == 200
    code = code_of(page)
    assert len(code) == 16
    assert stage(server, code).json["state"] == "SUBMITTED"
    assert len(words_of(page)) == 6
    assert stage(server, "%20".join(words_of(page))).status == 200
    assert "netra2|99.01|" in page.text and "<svg" in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_an_empty_report_comes_back_with_what_was_typed(server):
    page = send(server, {"text": "  ", "place": "Balai kota", "reported_name": "Sang pejabat", "date": "2024-11-01"})
    assert page.status == 422
    assert 'role="alert"' in page.text and 'href="#text"' in page.text and 'aria-invalid="true"' in page.text
    for kept in ("Balai kota", "Sang pejabat", "2024-11-01"):
        assert f'value="{kept}"' in page.text


def test_english_is_spoken(server):
    page = server.get("/lapor?lang=en")
    assert '<html lang="en">' in page.text and "Tell us what you saw" in page.text
    assert "Ceritakan" not in page.text


def test_the_same_form_sent_twice_is_one_report(server):
    once = server.get("/lapor").hidden("once")
    first, second = (server.post("/lapor", {"once": once, "text": "Dikirim dua kali"}, follow=True) for _ in range(2))
    assert code_of(first) == code_of(second)
    number = re.search(r"\d{3}/PL/PW/Kota/99\.01/XI/2024", first.text)[0]
    assert number in second.text
    one, two = (server.api_post("/api/v1/reports", {"text": "Lewat program"}, Idempotency_Key="kunci-1") for _ in range(2))
    assert one.status == two.status == 201
    assert one.json["code"] == two.json["code"] and two.json["again"] and not one.json["again"]


def test_the_api_speaks_as_the_contract_says(server):
    answer = server.api_post("/api/v1/reports", {
        "text": "Foto bersama calon", "links": ["https://contoh.example/1"], "reported": [{"name": "X", "position": "Lurah"}],
        "event": {"place": "Balai", "date": "2024-11-01"}, "contact": None}, Idempotency_Key="a")
    assert answer.status == 201
    r = answer.json
    assert re.fullmatch(r"\d{16}", r["code"]) and re.fullmatch(r"\d{3}/PL/PW/Kota/99\.01/XI/2024", r["number"])
    assert r["receipt"]["line"].startswith("netra2|99.01|" + r["number"])
    assert r["missing"] == ["witness", "contact"]
    saved = server.data / "answer.json"
    saved.write_bytes(answer.bytes)
    for given in (r["receipt"]["line"], str(saved), r["code"], " ".join(r["words"]), r["receipt"]["check"]):
        checked = server.run("receipt", "check", given)
        assert checked.returncode == 0 and r["number"] in checked.stdout, checked.stderr
    for wrong in (r["receipt"]["line"].replace("|99.01|001", "|99.01|002"), "0000000000000000", "bukan kode"):
        assert server.run("receipt", "check", wrong).returncode == 1
    told = stage(server, r["code"]).json
    assert told["stage"] == "Diterima; tanda bukti terbit" and "Rabu, 6 November 2024" in told["next"] and told["messages"] == []
    assert "Foto bersama" not in str(told)
    for wrong in ({}, {"text": ""}, {"event": {"place": "x"}}):
        refused = server.api_post("/api/v1/reports", wrong)
        assert refused.status == 422 and refused.json["field"] == "text"
    assert server.ask("POST", "/api/v1/reports", "{", {"Content-Type": "application/json"}).status == 422
    assert server.get("/api/v1/reports/0000000000000000").status == 404


def test_danger_hints_ask_once_and_keep_everything(server):
    first = send(server, {"text": "Saya lihat di balai kota. Hubungi 0812 0000 0000.", "place": "Balai"}, [("file", "a.jpg", PHOTO)])
    assert first.status == 200 and "mirip nomor telepon" in first.text and "tempat pengambilan" in first.text
    assert "0812 0000 0000" in first.text and 'value="Balai"' in first.text and "a.jpg" in first.text
    once, seen = first.hidden("once"), first.hidden("seen")
    dropped = server.post("/lapor", {"once": once, "seen": seen, "text": "Hubungi 0812 0000 0000.", "drop": "phone"})
    assert dropped.status == 200 and "0812" not in dropped.text and "mirip nomor telepon" not in dropped.text
    sent = server.post("/lapor", {"once": once, "seen": seen, "text": "Hubungi 0812 0000 0000.", "drop_place": "1"}, follow=True)
    assert "1 berkas" in sent.text  # asked once; the reporter left the number in; the held photo came along
    code_of(sent)


def test_before_leaving_the_last_four_digits_are_asked(server):
    answer = send(server, {"text": "Uji empat angka"})
    page = server.get(answer.location)
    wrong = server.post(answer.location, {"last4": "abcd"})
    assert wrong.status == 422 and code_of(wrong) == code_of(page)
    right = server.post(answer.location, {"last4": code_of(page)[-4:]})
    assert right.status == 303
    after = server.get(right.location)
    assert code_of(page) not in after.text.replace(" ", "") and 'class="digits"' not in after.text


def test_the_receipt_prints_and_checks(server):
    answer = send(server, {"text": "Uji cetak"})
    page = server.get(answer.location)
    pdf = server.get(answer.location + "/cetak")
    assert pdf.bytes.startswith(b"%PDF-") and pdf.headers["Content-Type"] == "application/pdf"
    picture = server.get(answer.location + "/gambar")
    assert picture.bytes.startswith(b"\x89PNG") and picture.headers["Content-Type"] == "image/png"
    check = re.search(r'href="(/periksa/[A-Z0-9]{12})"', page.text)[1]
    shown = server.get(check)
    assert shown.status == 200 and "Benar dari kantor ini" in shown.text and "Uji cetak" not in shown.text
    line = re.search(r"netra2\|[^<]+", page.text)[0].strip()
    assert "Benar dari kantor ini" in server.post("/periksa", {"code": line}).text
    assert "Belum cocok" in server.post("/periksa", {"code": line.replace("|99.01|001", "|99.01|002")}).text
    assert server.get("/periksa/ZZZZZZZZZZZZ").status == 404


def words_of_paper(path, bytes):
    path.write_bytes(bytes)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", told)


def test_page_and_papers_say_when_the_counter_closes_before_the_law_does(server, tmp_path):
    """Known on Saturday 2 November 2024: until Saturday the 9th; the counter is open on Friday the 8th for the last time."""
    note = "Batas hukum Sabtu 23.59; loket terakhir tutup Jumat 16.30; laporan daring tetap diterima."
    answer = send(server, {"text": "Uji loket", "date": "2024-11-02", "known": "2024-11-02"})
    page = server.get(answer.location)
    assert note in page.text, page.text
    english = server.get(answer.location + "?lang=en").text
    assert "the counter closes for the last time on Friday 16:30; reports online are still taken" in english
    assert note in words_of_paper(tmp_path / "own.pdf", server.get(answer.location + "/cetak?lang=en").bytes)
    server.login("penangan")
    staff = re.search(r'href="(/kerja/laporan/\d+)"', server.get("/kerja/loket").text)[1]
    official = server.get(server.form(staff, staff + "/tanda-bukti", {}).location)
    assert note in words_of_paper(tmp_path / "office.pdf", official.bytes)
    server.cookie = None
    friday = server.get(send(server, {"text": "Uji loket lain", "date": "2024-11-01", "known": "2024-11-01"}).location)
    assert "loket terakhir" not in friday.text  # the last day is a Friday: the counter is open on it


def test_following_by_code_talks_both_ways_and_never_shows_the_report(server):
    page = receipt(server, {"text": "Rahasia kelurahan", "place": "Gedung tertutup"})
    code, number = code_of(page), re.search(r"\d{3}/PL/PW/Kota/99\.01/XI/2024", page.text)[0]
    opened = server.post("/lacak", {"code": " ".join(words_of(page)).upper()})
    assert opened.status == 303 and code not in opened.location
    for _ in range(2):  # an impatient thumb
        assert server.post(opened.location, {"text": "Sekali saja"}).status == 303
    assert server.get(opened.location).text.count("Anda mengirim pesan") == 1
    told = server.get(opened.location)
    assert number in told.text and "Rahasia kelurahan" not in told.text and "Gedung tertutup" not in told.text
    sent = server.post(opened.location, {"text": "Ada tambahan"}, [("file", "b.jpg", PHOTO)])
    assert sent.status == 303
    after = server.get(sent.location.split("#")[0]).text
    assert "Anda mengirim pesan dan 1 berkas" in re.sub(r"\s+", " ", after) and "Ada tambahan" not in after and "Sekali saja" not in after
    empty = server.post(opened.location, {"text": ""})
    assert empty.status == 422 and "Pesan belum berisi" in empty.text
    server.login("penangan")
    desk = server.get("/kerja/loket")
    staff_path = re.search(r'href="(/kerja/laporan/\d+)"', desk.text)[1]
    staff = server.get(staff_path)
    assert "Rahasia kelurahan" in staff.text and "Ada tambahan" in staff.text and "lokasi dihapus" not in staff.text
    file_path = re.search(r'href="(/kerja/laporan/\d+/berkas/\d+)"', staff.text)[1]
    file = server.get(file_path)
    assert file.headers["Content-Type"] == "application/octet-stream" and "attachment" in file.headers["Content-Disposition"]
    assert file.bytes == PHOTO
    assert server.form(staff_path, staff_path + "/pesan", {"text": "Jam berapa?"}, [("file", "", b"")]).status == 303
    paper = server.form(staff_path, staff_path + "/tanda-bukti", {})
    assert paper.status == 303, paper.text
    assert server.get(paper.location).bytes.startswith(b"%PDF-")
    server.cookie = None
    assert [m["from"] for m in stage(server, code).json["messages"]] == ["reporter", "reporter", "office"]
    assert server.get(staff_path).status in (303, 401)


def test_a_message_sent_again_by_a_reload_stands_once_and_its_photo_has_no_place(server):
    opened = server.post("/lacak", {"code": code_of(receipt(server, {"text": "Uji kirim ulang"}))}).location
    sent = {"once": server.get(opened).hidden("once"), "text": "Ini fotonya", "drop_place": "1"}
    for _ in range(2):
        assert server.post(opened, sent, [("file", "a.jpg", PHOTO)]).status == 303
    assert server.get(opened).text.count("Anda mengirim pesan") == 1
    server.login("penangan")
    path = re.search(r'href="(/kerja/laporan/\d+)"', server.get("/kerja/loket").text)[1]
    asked = {"csrf": server.get(path).hidden("csrf"), "once": server.get(path).hidden("once"), "text": "Jam berapa?"}
    for words in ("Jam berapa?", "Jam berapa?", "Hari apa?"):
        assert server.post(path + "/pesan", {**asked, "text": words}).status == 303
    staff = server.get(path).text
    assert staff.count("Jam berapa?") == 1 and staff.count("Hari apa?") == 1 and "lokasi dihapus" in staff
    files = re.findall(r'href="(/kerja/laporan/\d+/berkas/\d+)"', staff)
    assert len(set(files)) == 1 and server.get(files[0]).bytes == PLAIN_PHOTO


def test_guessing_codes_is_stopped(server):
    page = receipt(server, {"text": "Uji tebakan"})
    statuses = [stage(server, f"{n:016d}").status for n in range(12)]
    assert statuses == [404] * 10 + [429] * 2
    assert stage(server, code_of(page)).status == 429  # a right guess is worth nothing now
    assert "Terlalu banyak kode" in server.post("/lacak", {"code": code_of(page)}).text
    assert receipt(server, {"text": "Melapor tetap bisa"}).status == 200


def test_a_walk_in_is_taken_down_and_gets_a_printed_receipt(server):
    server.login("petugas")
    done = server.form("/kerja/loket", "/kerja/loket", {"channel": "phone", "text": "Lewat telepon, 0812 0000 0000",
                                                         "contact": "Nama Rekaan"}, [("file", "", b"")])
    assert done.status == 303, done.text
    page = server.get(done.location)
    assert len(code_of(page)) == 16
    listed = server.get("/kerja/loket")
    report = server.get(re.search(r'href="(/kerja/laporan/\d+)"', listed.text)[1])
    assert "telepon" in report.text and "Laras Wening" in report.text and "identitas disegel" in report.text
    assert "Nama Rekaan" not in report.text
    assert server.ask("POST", "/kerja/loket", "text=x", {"Content-Type": "application/x-www-form-urlencoded"}).status == 403


def test_an_officer_on_the_public_form_is_a_reporter_like_any_other(server):
    server.login("petugas")
    form = server.get("/lapor")
    assert 'action="/lapor"' in form.text and 'name="channel"' not in form.text
    page = receipt(server, {"text": "Saya kebetulan petugas"})
    assert 'id="last4"' in page.text
    path = re.search(r'href="(/kerja/laporan/\d+)"', server.get("/kerja/loket").text)[1]
    report = server.get(path)
    assert "formulir daring" in report.text and "Dicatat oleh" not in report.text


def test_an_identity_opens_with_two_custodians_and_a_reason(server):
    receipt(server, {"text": "Uji brankas", "contact": "Nama Rekaan 0812"})
    server.login("penangan")
    path = re.search(r'href="(/kerja/laporan/\d+)"', server.get("/kerja/loket").text)[1]
    asked = server.form(path, path + "/identitas", {"reason": "Perlu dipanggil sebagai saksi"})
    assert asked.status == 303
    vault = asked.location
    assert server.form(vault, vault + "/lihat", {}).status == 403
    for keeper in ("kunci1", "kunci2"):
        server.login(keeper)
        assert server.form(vault, vault, {"motive": "Alasannya cukup", "answer": "approve"}).status == 303
        assert "Nama Rekaan" not in server.get(vault).text
    server.login("penangan")
    looked = server.form(vault, vault + "/lihat", {})
    assert looked.status == 200 and "Nama Rekaan 0812" in looked.text
    assert "Bayu Samudra" in server.get(vault).text


def test_s5_no_report_may_be_refused(make_server, store):
    """Empty identity; no accused; nine months old; another regency; only a photo; insulting; twice; then a flood of
    2,000 machines' reports from the same place as a person who solves nothing and still gets through."""
    server = make_server(store=store, settings={"intake.per_hour": 30})
    for fields, files in [({"text": "Tanpa identitas"}, None), ({"text": "Tanpa terlapor", "place": "Pasar"}, None),
                          ({"text": "Sudah lama", "date": "2024-02-04", "known": "2024-02-05"}, None),
                          ({"text": "Di kabupaten lain", "place": "Kabupaten Sumberwangi"}, None),
                          ({}, [("file", "foto.jpg", PLAIN_PHOTO)]), ({"text": "Kalian semua bodoh!"}, None)]:
        before = time.monotonic()
        page = receipt(server, fields, files)
        assert time.monotonic() - before < 10
        if "date" in fields:
            assert "Batas penyampaian sudah lewat" in page.text
    twice = {"once": server.get("/lapor").hidden("once"), "text": "Dua kali"}
    assert code_of(server.post("/lapor", twice, follow=True)) == code_of(server.post("/lapor", twice, follow=True))

    def machine(n):
        return server.api_post("/api/v1/reports", {"text": f"otomatis {n}"}, Idempotency_Key=f"m{n}").status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(machine, range(2000)))
    assert set(statuses) == {201, 429} and statuses.count(201) < 30
    slow = send(server, {"text": "Saya manusia, sambungan yang sama"})
    assert slow.status == 429 and "Saya manusia" in slow.text
    assert slow.headers["Retry-After"] == re.search(r"setelah (\d+) detik", slow.text)[1]
    wait = int(re.search(r"setelah (\d+) detik", slow.text)[1])
    assert 1 <= wait <= 60
    fields = {"once": slow.hidden("once"), "patience": slow.hidden("patience"), "text": "Saya manusia, sambungan yang sama"}
    early = server.post("/lapor", fields)
    assert early.status == 429 and early.hidden("patience") == fields["patience"]
    time.sleep(wait + 0.2)
    assert len(code_of(server.post("/lapor", fields, follow=True))) == 16
    server.login("penangan")
    assert server.get("/kerja/loket").status == 200


def receipt_by_clicks(b, late):
    """Sends the form that stands there; the code of its receipt, which is then written down. With a script the receipt
    comes into the same page, without one it is a page of its own."""
    b.find_element("css selector", "form .btn.main").click()
    until(b, lambda b: b.find_elements("css selector", ".digits"))
    assert ("Batas penyampaian sudah lewat" in b.page_source) == late
    code = "".join(b.find_element("css selector", ".digits").text.split())
    b.find_element("css selector", "#last4").send_keys(code[-4:])
    b.find_element("xpath", "//button[contains(., 'sudah saya simpan')]").click()
    until(b, lambda b: not b.find_elements("css selector", ".digits"))
    return code


def s5_by_clicks(b, server, folder, script):
    """S5 as a person does it: each of these is registered, shows its receipt, and its code finds it again."""
    photo = folder / "foto.jpg"
    photo.write_bytes(PLAIN_PHOTO)
    reports = [{"text": "Tanpa identitas"}, {"text": "Tanpa terlapor", "place": "Pasar"}, {"text": "Sudah lama", "date": "02042024"},
               {"text": "Di kabupaten lain", "place": "Kabupaten Sumberwangi"}, {"file": str(photo)}, {"text": "Kalian semua bodoh!"},
               {"text": "Dua kali"}, {"text": "Dua kali"}]
    codes = []
    for fields in reports:
        b.get(server.url + "/lapor")
        for name, value in fields.items():
            b.find_element("css selector", f"form #{name}").send_keys(value)
        codes.append(receipt_by_clicks(b, "date" in fields))
    assert len(set(codes)) == len(reports)
    # Machines from the same place exhaust what is free; a person is asked to wait, not turned away.
    statuses = [server.api_post("/api/v1/reports", {"text": f"otomatis {n}"}, Idempotency_Key=f"b{n}").status for n in range(30)]
    assert statuses[-1] == 429
    b.get(server.url + "/lapor")
    b.find_element("css selector", "form #text").send_keys("Saya manusia")
    if not script:  # with one the page waits and sends again by itself
        press(b, "form .btn.main")
        wait = int(re.search(r"setelah (\d+) detik", b.page_source)[1])
        time.sleep(wait + 0.3)
    codes.append(receipt_by_clicks(b, False))
    for code in codes:
        b.get(server.url + "/lacak")
        b.find_element("css selector", "form [name=code]").send_keys(code)
        press(b, "main form .btn.main")
        assert "Diterima; tanda bukti terbit" in b.find_element("tag name", "main").text, code


def test_s5_by_clicks_with_script(make_server, browser, tmp_path):
    s5_by_clicks(browser, make_server(settings={"intake.per_hour": 12}), tmp_path, True)


def test_s5_by_clicks_without_script(make_server, plain_browser, tmp_path):
    s5_by_clicks(plain_browser, make_server(settings={"intake.per_hour": 12}), tmp_path, False)


def test_the_first_view_is_under_14_kb(server):
    page = server.get("/lapor")
    style = server.get(re.search(r'href="(/s/[^"]+\.css)"', page.text)[1])
    weight = len(gzip.compress(page.bytes, 9)) + len(gzip.compress(style.bytes, 9))
    assert weight <= 14 * 1024, weight
    assert "Set-Cookie" not in page.headers
    scripts = re.findall(r"<script[^>]*>", page.text)
    assert scripts and all(re.fullmatch(r'<script src="/s/[^"]+" type="module"( data-then="(/s/[^" ]+ ?)+")?>', s) for s in scripts)  # old browsers pass over modules
    assert not re.search(r'(src|href)="https?://(?!www\.bmkg)', page.text)


def walk(b, server, shot, name):
    """A reporter's way without script, from the form to the message, by clicks alone. With one: offline_test.py."""
    from selenium.webdriver.common.by import By
    b.get(server.url + "/lapor")
    for width in (360, 1366):
        shot(b, f"lapor{name}", width)
    b.find_element(By.ID, "place").send_keys("Gedung serbaguna")
    press(b, "form .btn.main")
    assert b.find_element(By.CSS_SELECTOR, "[role=alert]")
    assert b.find_element(By.ID, "place").get_attribute("value") == "Gedung serbaguna"
    b.find_element(By.ID, "text").send_keys("Sembilan orang berfoto dengan pasangan calon. Hubungi 0812 0000 0000.")
    b.find_element(By.ID, "date").send_keys("01112024")
    press(b, "form .btn.main")
    shot(b, f"lapor-petunjuk{name}", 360)
    shot(b, f"lapor-petunjuk{name}", 1366)
    press(b, "button[name=drop]")
    assert "0812" not in b.find_element(By.ID, "text").get_attribute("value")
    press(b, "form .btn.main")
    assert "/tanda-terima/" in b.current_url
    shot(b, f"tanda-terima{name}", 360)
    shot(b, f"tanda-terima{name}", 1366)
    code = "".join(b.find_element(By.CSS_SELECTOR, ".digits").text.split())
    b.find_element(By.ID, "last4").send_keys(code[-4:])
    press(b, "main form .btn.main")
    assert not b.find_elements(By.CSS_SELECTOR, ".digits")
    b.get(server.url + "/lacak")
    shot(b, f"lacak{name}", 360)
    b.find_element(By.ID, "code").send_keys(code)
    press(b, "main form .btn.main")
    b.find_element(By.ID, "text").send_keys("Ada saksi lain")
    press(b, "main form .btn.main")
    told = b.find_element(By.CSS_SELECTOR, ".timeline").text
    assert "Anda mengirim pesan" in told and "Ada saksi lain" not in told
    shot(b, f"lacak-isi{name}", 360)
    shot(b, f"lacak-isi{name}", 1366)


def test_the_whole_way_without_script(server, plain_browser, shot):
    walk(plain_browser, server, shot, "-tanpa-skrip")


def test_staff_pages_fit_phone_and_desk(server, browser, shot):
    from selenium.webdriver.common.by import By
    receipt(server, {"text": "Ada foto bersama.\n\nParagraf kedua.", "reported_name": "Sang pejabat", "place": "Balai", "date": "2024-11-01",
                     "link": "https://contoh.example/p/1", "contact": "Nama Rekaan", "witness": "Seorang tetangga"}, [("file", "foto.jpg", PLAIN_PHOTO)])
    browser.get(server.url + "/masuk")
    browser.find_element(By.ID, "login").send_keys("penangan")
    browser.find_element(By.ID, "password").send_keys(PASSWORD)
    press(browser, "main form .btn.main")
    for path, name in (("/kerja/laporan-masuk", "laporan-daftar"), ("/kerja/loket", "loket"), ("/kerja/brankas", "brankas")):
        browser.get(server.url + path)
        assert browser.find_element(By.TAG_NAME, "h1").text
        shot(browser, name, 360)
        shot(browser, name, 1366)
    browser.get(server.url + "/kerja/laporan-masuk")
    press(browser, "main th a")
    assert "Sang pejabat" in browser.find_element(By.TAG_NAME, "main").text
    shot(browser, "laporan", 360)
    shot(browser, "laporan", 1366)
    browser.get(server.url + "/periksa")
    shot(browser, "periksa", 360)
