"""Hearing people, fair to each: who is invited, asks for another date, stays away twice, answers, corrects, does not sign; a
superior and an expert beside them; then the plenary with a dissent, one proven and one not. In Chromium, the staff with script,
the invited persons on a phone without it. The pictures of docs/panduan are taken on the way (make pictures).
"""
import html
import re
import subprocess

from conftest import log_in, press
from pictures import picture
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select
from walk_test import PASSWORD, event, people

NOW = "2024-11-04T09:00:00+07:00"
GALIH = "Galih Purnamawijaya"
OTHERS = ("loket", "patroli", "kustodian", "pengelola")


def at(server, iso):
    """The same office, later."""
    server.stop()
    server.env["NETRA_CLOCK_NOW"] = iso
    server.start()
    server.login("ratna", PASSWORD)


def add(server, case, role, name, **more):
    before = set(people(server, case))
    page = f"/kerja/perkara/{case}/orang/baru"
    done = server.form(page, page, {"role": role, "name": name, "class": "PNS", "agency": "Kecamatan Randusari", "position": "Staf", "account_owned": "none",
                                    "version": "0", **more})
    assert done.status == 303, done.text[:3000]
    fresh = set(people(server, case)) - before
    assert len(fresh) == 1
    return fresh.pop()


def invite(server, case, person, day, time, **more):
    """The invitation's page with the slip; the code on it."""
    page = f"/kerja/perkara/{case}/undangan"
    made = server.form(page, page, {"person": person, "day": day, "time": time, "minutes": "30", "place": "Ruang klarifikasi", **more})
    assert made.status == 200, made.text[:3000]
    return code_of(made)


def code_of(page):
    codes = re.findall(r'class="code act">([A-Z0-9-]+)<', page.text)
    assert len(codes) == 1, page.text[:3000]
    return codes[0]


def summons_of(server, case, name, path):
    """The one invitation of the person called @name that may do @path."""
    rows = [r for r in server.get(f"/kerja/perkara/{case}/undangan").text.split("<tr>") if f". {name}</th>" in r and f"/{path}" in r]
    assert len(rows) == 1, (name, path, len(rows))
    return re.search(rf"/undangan/(\d+)/{path}", rows[0])[1]


def letters(server, case, name):
    """What the letters of the file called @name say, in the order of the page."""
    text = server.get(f"/kerja/perkara/{case}").text
    said = []
    for address in re.findall(rf'href="(/kerja/perkara/{case}/surat/\d+)">{name}<', text):
        read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=server.get(address).bytes, capture_output=True, check=True)
        said.append(re.sub(r"\s+", " ", read.stdout.decode()))
    return said


def in_room(phone, server, code, guide, tmp_path):
    """The invited person on a phone, without script: reads, answers, hands in, asks. Returns the room's address."""
    phone.set_window_size(360, 800)
    phone.get(server.url + "/ruang")
    guide(phone, "panduan-ruang-pintu", 360, 800)
    phone.find_element(By.ID, "code").send_keys(code.replace("-", "").lower())  # typed as people type
    press(phone, "#masuk")
    room = phone.current_url
    text = phone.find_element(By.TAG_NAME, "main").text
    assert "belum keputusan" in text and "dugaan" in text and "Hak Anda" in text
    assert "Identitas pelapor, bila ada, disegel." in text
    guide(phone, "panduan-ruang", 360, 1500)
    for field, button, words in (("answer", "kirim-jawaban", "Saya hadir sebagai warga, bukan mendukung."), ("other_date", "kirim-waktu", "Ada rapat dinas; sore bisa."),
                                 ("companion", "kirim-pendamping", "Nirmala Sekarjati")):
        phone.find_element(By.ID, field).send_keys(words)
        press(phone, f"#{button}")
        assert phone.find_element(By.ID, "terkirim")
    proof = tmp_path / "surat-tugas.txt"
    proof.write_text("Surat tugas rekaan nomor 7.")
    phone.find_element(By.ID, "evidence").send_keys("Surat tugas")
    phone.find_element(By.ID, "file").send_keys(str(proof))
    press(phone, "#kirim-bukti")
    text = phone.find_element(By.TAG_NAME, "main").text
    assert "dari Anda" in text and "Nirmala Sekarjati" in text
    phone.get(server.url + "/ruang")
    phone.find_element(By.ID, "code").send_keys(code)
    press(phone, "#masuk")
    assert phone.current_url != room and phone.find_element(By.CSS_SELECTOR, "[role=alert]")  # the code opens once
    return room


def put_exhibit(server, case, name, content, description, **more):
    """Adds evidence; the address of its original."""
    page = f"/kerja/perkara/{case}"
    got = server.get(page)
    done = server.post(f"{page}/bukti", {"csrf": got.hidden("csrf"), "once": got.hidden("once"), "uraian": description, **more}, files=[("file", name, content)])
    assert done.status == 303, done.text[:3000]
    return re.findall(rf'href="({page}/bukti/\d+)">{description}<', server.get(page).text)[-1]


def redact(b, phone, server, case, room, shot):
    """What others may see of a picture and of a text: drawn with script, typed without it. The room gets the copies alone."""
    photo = picture(b, 41)
    original = put_exhibit(server, case, "foto.jpg", photo, "Foto balai warga")
    number = int(original.rsplit("/", 1)[1])
    assert server.form(f"/kerja/perkara/{case}", original, {"boleh": "1"}).status == 422  # nobody has looked yet
    assert server.get(f"{room.removeprefix(server.url)}/bukti/{number}").status == 404
    b.get(f"{server.url}{original}/samaran")
    canvas = b.find_element(By.CSS_SELECTOR, ".mark-pic svg")
    ActionChains(b).move_to_element_with_offset(canvas, -100, -80).click_and_hold().move_by_offset(180, 120).release().perform()
    assert b.find_element(By.ID, "width-1").get_attribute("value") and len(b.find_elements(By.CSS_SELECTOR, ".mark-pic rect")) == 1
    b.find_element(By.ID, "tambah").click()  # without a question to the server
    assert b.find_element(By.ID, "width-2").get_attribute("value") == ""
    Select(b.find_element(By.ID, "reason-1")).select_by_value("child")
    shot(b, "samaran")
    shot(b, "samaran", 360)
    press(b, "#simpan")
    assert "disamarkan: anak" in b.find_element(By.ID, "versi").text
    press(b, "#tampil")
    seen = server.get(f"{room.removeprefix(server.url)}/bukti/{number}").bytes
    assert seen[:3] == b"\xff\xd8\xff" and seen != photo and photo[len(photo) // 2:][:32] not in seen
    assert server.get(original).bytes == photo
    for address in (original, f"{original}/samaran/1", f"{room.removeprefix(server.url)}/bukti/{number}"):  # a stranger's bytes, or made of them
        assert any("sandbox" in p for p in server.get(address).headers.get_all("Content-Security-Policy")), address

    # Without script: one more row by the server, bad numbers beside the picture, then words of a text.
    page = f"{original}/samaran"
    row = {"x": "10", "y": "10", "width": "5,5", "height": "5", "reason": "person", "note": ""}
    grown = server.form(page, page, {**row, "version": "1", "do": "tambah"})
    assert grown.status == 200 and 'id="mark-2"' in grown.text and 'value="5,5"' in grown.text
    for bad, words in (({"width": "95"}, "keluar dari gambar"), ({"x": "-3"}, "0 sampai 100"), ({"height": "0"}, "tidak punya luas"), ({"y": "atas"}, "sebagai persen"),
                       ({"reason": "iseng"}, "alasan dari daftar"), ({"reason": "other"}, "alasan lain")):
        refused = server.form(page, page, {**row, **bad, "version": "1", "do": "samarkan"})
        assert refused.status == 422 and words in refused.text, (bad, refused.status, refused.text[:3000])
    assert server.form(page, page, {**row, "version": "0", "do": "samarkan"}).status == 409
    got = server.get(page)  # more parts than one version holds: said, and none is left out in silence
    many = server.post(page, [("csrf", got.hidden("csrf")), ("once", got.hidden("once")), ("version", "1"), ("do", "samarkan"), *[kv for kv in row.items() if kv[0] != "note"] * 33])
    assert many.status == 413 and "paling banyak 32 bagian" in many.text, (many.status, many.text[:3000])
    text = put_exhibit(server, case, "pesan.txt", f"Pesan dari {GALIH} untuk semua.".encode(), "Pesan grup")
    done = server.form(f"{text}/samaran", f"{text}/samaran", {"words": GALIH, "reason": "person", "note": "", "version": "0", "do": "samarkan"})
    assert done.status == 303, done.text[:3000]
    assert server.form(f"/kerja/perkara/{case}", text, {"boleh": "1"}).status == 303
    address = f"{room.removeprefix(server.url)}/bukti/{text.rsplit('/', 1)[1]}"
    assert server.get(address).text == "Pesan dari [disamarkan: nama atau wajah orang lain] untuk semua."
    phone.get(room)
    shown = phone.find_element(By.TAG_NAME, "main").text
    assert "disamarkan: anak" in shown and "disamarkan: nama atau wajah orang lain" in shown
    shot(phone, "ruang-disamarkan", 360)
    b.get(f"{server.url}{text}/samaran")
    shot(b, "samaran-teks", 360)
    b.get(f"{server.url}/kerja/perkara/{case}")
    shot(b, "perkara-bukti")
    shot(b, "perkara-bukti", 360)


def begin(server, case, person, when, **more):
    base = f"/kerja/perkara/{case}/klarifikasi"
    begun = server.form(base, base, {"person": person, "day": when[0], "time": when[1], "place": "Ruang klarifikasi", "companion": "", "oath": "taken", **more})
    assert begun.status == 303, begun.text[:3000]
    return begun.location.split("#")[0].split("?")[0]


def minutes(server, page, what, **fields):
    got = server.get(page)
    return server.post(page, {"csrf": got.hidden("csrf"), "once": got.hidden("once"), "version": got.hidden("version") or "", "do": what, **fields})


CLOSE = {"account_owned": "none", "intent": "", "reach": "", "removed_on": "", "reason": "", "signature": "signed"}


def hear_in_browser(b, server, case, person, guide):
    """The reported person: no oath, a companion, a correction, no signature."""
    page = begin(server, case, person, ("2024-11-04", "13:00"), companion="Nirmala Sekarjati", oath="declined")
    b.get(server.url + page)
    for question, answer in (("Apakah Anda berada di sana?", "Ya, pukul tujuh malam."), ("Apakah Anda mengangkat jari?", "Tidak.")):
        b.find_element(By.ID, "question").send_keys(question)
        b.find_element(By.ID, "answer").send_keys(answer)
        press(b, "#tanya")
    press(b, "#bacakan")
    b.find_element(By.ID, "text-1").send_keys("Pukul delapan malam, setelah rapat RT.")
    press(b, "ol li:nth-child(1) button[value=perbaiki]")
    text = b.find_element(By.TAG_NAME, "main").text
    assert "Ya, pukul tujuh malam." in text and "Pukul delapan malam" in text  # beside, not instead of it
    assert not b.find_elements(By.ID, "question")  # no more questions once it was read back
    guide(b, "panduan-berita-acara", 1000, 1300)
    b.find_element(By.ID, "statement").clear()
    b.find_element(By.ID, "statement").send_keys("Hadir sebagai warga, tidak mengangkat jari.")
    b.find_element(By.ID, "signature_declined").click()
    b.find_element(By.ID, "reason").send_keys("Menunggu kuasa hukum")
    press(b, "#tutup")
    assert "memilih tidak menandatangani; dicatat" in b.find_element(By.TAG_NAME, "main").text
    said = letters(server, case, "Berita acara klarifikasi")
    mine = [text for text in said if "pukul tujuh malam" in text]
    assert len(mine) == 1 and "Perbaikan saat dibacakan: Pukul delapan malam" in mine[0] and "Menunggu kuasa hukum" in mine[0]
    assert "Tidak bersedia disumpah" in mine[0] and "Nirmala Sekarjati" in mine[0]


def hear_helpers(server, case, superior, expert):
    """A superior under oath, an expert from afar; each in their own role, neither becomes a reported person."""
    for person, online, answer in ((superior, {}, "Tidak ada perintah dari saya."), (expert, {"online": "1"}, "Foto tidak diubah.")):
        page = begin(server, case, person, ("2024-11-04", "13:30"), **online)
        assert minutes(server, page, "tutup", statement="x", **CLOSE).status in (409, 422)  # not before it was read back
        assert minutes(server, page, "tanya", question="Apa yang Anda ketahui?", answer=answer).status == 303
        assert minutes(server, page, "bacakan").status == 303
        assert minutes(server, page, "tutup", statement=answer, **CLOSE).status == 303
    said = letters(server, case, "Berita acara klarifikasi")
    assert sum("Sebagai: atasan" in text for text in said) == 1
    assert sum("Sebagai: ahli" in text and "daring, direkam" in text for text in said) == 1
    assert len(letters(server, case, "Berita acara sumpah/janji ahli")) == 1


def study(b, server, case, guide, conclusions):
    base = f"/kerja/perkara/{case}/kajian"
    saved = server.form(base, base, {"version": server.get(base).hidden("version") or "0", "position": "Dua orang terlihat pada sebuah pertemuan.",
                                     "data": "Foto; keterangan.", "legal": "Keputusan Bersama 2022.", "facts": "Pertemuan warga.", "recommendation": "Diputus per orang."})
    assert saved.status == 303, saved.text[:3000]
    for person, conclusion in conclusions.items():
        point = server.form(base, base + "/butir", {"person": person, "act": "SKB-B7", "analysis": "Unsur demi unsur ditimbang.", "quotes": "B-1",
                                                    "conclusion": conclusion})
        assert point.status == 303, point.text[:3000]
    quote(b, server, base)
    guide(b, "panduan-kajian", 1000, 1300)
    ended = server.form(base, base + "/selesai", {"version": server.get(base).hidden("version")})
    assert ended.status == 303, ended.text[:3000]
    said = letters(server, case, "Kajian dugaan pelanggaran")[0]
    assert re.search(r"“[^”]+” \(Berita acara .+, jawaban 1, sha256 [0-9a-f]{12}\)", said), said
    assert "Siapa: terpenuhi. Pegawai negeri sipil." in said


def quote(b, server, base):
    """Words marked in the minutes are cited; words that nobody said are refused; elements are judged one by one."""
    b.get(server.url + base)
    b.find_element(By.CSS_SELECTOR, "#sumber summary").click()
    marked = b.execute_script("""const text = [...document.querySelectorAll("[data-words]")].find((s) => s.closest("label").querySelector("input").value.startsWith("line_"));
        const range = document.createRange(); range.selectNodeContents(text.firstChild);
        getSelection().removeAllRanges(); getSelection().addRange(range);
        document.dispatchEvent(new MouseEvent("mouseup")); return text.textContent;""")
    words = b.find_element(By.ID, "words")
    assert words.get_attribute("value") == marked.strip() and marked.strip()
    press(b, "#kutip")
    first = b.find_element(By.CSS_SELECTOR, "form[id^=orang-]")
    assert marked.strip() in first.text and "jawaban 1, sha256" in first.text, first.text
    page = server.get(base).text
    item, point = re.search(r'value="(line_\d+)"', page)[1], re.search(r'<select id="point" name="point"><option value="(\d+)"', page)[1]
    wrong = server.form(base, base + "/kutip", {"point": point, "item": item, "words": "saya mengaku bersalah"})
    assert wrong.status == 422 and "tidak ada dalam Berita acara" in wrong.text, wrong.text[:3000]
    person = re.search(r'id="orang-(\d+)"', page)[1]
    judged = server.form(base, base + "/butir", {"person": person, "act": "SKB-B7", "analysis": "Unsur demi unsur ditimbang.", "quotes": "", "conclusion": "proven",
                                                 "dasar": "SKB-B7", "butir_versi": "1", "unsur_who": "met", "alasan_who": "Pegawai negeri sipil.", "unsur_intent": "unmet", "alasan_intent": "Kebetulan."})
    assert judged.status == 422 and "belum dapat disimpulkan terbukti" in judged.text, judged.text[:3000]
    judged = server.form(base, base + "/butir", {"person": person, "act": "SKB-B7", "analysis": "Unsur demi unsur ditimbang.", "quotes": "", "conclusion": "proven",
                                                 "dasar": "SKB-B7", "butir_versi": "1", "unsur_who": "met", "alasan_who": "Pegawai negeri sipil."})
    assert judged.status == 303, judged.text[:3000]
    b.get(server.url + base)


def secret(server, case, room_text):
    """Before the decision nobody without a task reads the study, and the room of the summoned has not a word of it."""
    base = f"/kerja/perkara/{case}"
    letter = re.search(rf'{base}/surat/\d+', server.get(base + "/kajian").text)[0]
    assert "ditimbang" not in room_text and "Kajian dugaan" not in room_text
    for login in OTHERS:
        server.login(login, PASSWORD)
        for page in (base, base + "/kajian", base + "/pleno", letter):
            assert server.get(page).status in (403, 404), (login, page)
    server.login("ratna", PASSWORD)


def plenary(b, server, case, guide, conclusions):
    """Two agree, one dissents in full; without quorum nothing is decided."""
    base = f"/kerja/perkara/{case}/pleno"
    page = server.get(base).text
    votes = re.findall(r'name="(vote_\d+)"', page)
    fields = {name: conclusions[int(re.search(r"decide_\d+_(\d+)_", name)[1])] for name in re.findall(r'name="(decide_[^"]+)"', page)}
    fields |= {name: "Sesuai bukti." for name in re.findall(r'name="(reason_\d+)"', page)}
    fields |= {"agenda": "Putusan", "day": "2024-11-04", "time": "08:30", "place": "Ruang rapat", "event": "decide_other_law"}
    none = server.form(base, base, {**fields, **{name: "absent" for name in votes}})
    assert none.status == 422 and "uorum" in none.text, none.text[:2000]
    b.get(server.url + base)
    guide(b, "panduan-pleno", 1000, 1300)
    said = {votes[0]: "agree", votes[1]: "agree", votes[2]: "dissent", votes[2].replace("vote", "opinion"): "Bukti belum cukup menurut saya."}
    held = server.form(base, base, {**fields, **said})
    assert held.status == 303, held.text[:3000]
    assert "Bukti belum cukup menurut saya." in letters(server, case, "Berita acara rapat pleno")[0]


def test_everybody_in_a_file_is_heard_fairly(make_server, browser, plain_browser, guide, shot, tmp_path):
    server = make_server(now=NOW, demo=True)
    server.login("ratna", PASSWORD)
    log_in(browser, server, "ratna", PASSWORD)
    guide(browser, "panduan-hari-ini")
    case = next(int(c) for c in re.findall(r'href="/kerja/perkara/(\d+)"', server.get("/kerja/perkara").text)
                if "007/REG/LP" in server.get(f"/kerja/perkara/{c}").text)
    first = people(server, case)[0]
    second = add(server, case, "terlapor", GALIH, act_code="SKB-B7")
    superior, expert = add(server, case, "atasan", "Wening Astarini", position="Camat Randusari"), add(server, case, "ahli", "Rangga Sasmitajati")

    # The second reported person: in the room on a phone; the date moves as asked, the room goes along.
    code = invite(server, case, second, "2024-11-04", "10:00")
    room = in_room(plain_browser, server, code, guide, tmp_path)
    redact(browser, plain_browser, server, case, room, shot)
    browser.get(f"{server.url}/kerja/perkara/{case}/undangan")
    assert "Ada rapat dinas; sore bisa." in browser.find_element(By.TAG_NAME, "main").text
    shot(browser, "undangan")
    shot(browser, "undangan", 360)
    guide(browser, "panduan-undangan", 1000, 1000)
    page = f"/kerja/perkara/{case}/undangan"
    moving = summons_of(server, case, GALIH, "pindah")
    for wrong in ({"day": "2024-11-04", "time": "10:00"}, {"day": "2024-11-03", "time": "10:00"}):  # the same time; the past
        assert server.form(page, f"{page}/{moving}/pindah", {"place": "Ruang klarifikasi", **wrong}).status == 422
    moved = server.form(page, f"{page}/{moving}/pindah", {"day": "2024-11-04", "time": "10:30", "place": "Ruang klarifikasi"})
    code_of(moved)
    assert "dijadwalkan ulang" in moved.text
    assert server.form(page, f"{page}/{moving}/pindah", {"day": "2024-11-04", "time": "11:00", "place": "Ruang"}).status == 409
    plain_browser.get(room)
    assert "10.30" in plain_browser.find_element(By.CSS_SELECTOR, ".clock").text
    assert sum(GALIH in text for text in letters(server, case, "Undangan klarifikasi")) == 2

    # They stay away, once and again: minutes of absence, and the file goes on.
    at(server, "2024-11-04T12:00:00+07:00")
    done = server.form(page, f"{page}/{summons_of(server, case, GALIH, 'tidak-hadir')}/tidak-hadir", {})
    assert done.status == 303, done.text[:3000]
    invite(server, case, second, "2024-11-05", "09:00")
    assert len(letters(server, case, "Undangan klarifikasi kedua")) == 1

    # Those who come are heard, each in their own role.
    log_in(browser, server, "ratna", PASSWORD)
    hear_in_browser(browser, server, case, first, guide)
    hear_helpers(server, case, superior, expert)
    at(server, "2024-11-05T10:00:00+07:00")
    done = server.form(page, f"{page}/{summons_of(server, case, GALIH, 'tidak-hadir')}/tidak-hadir", {})
    assert done.status == 303, done.text[:3000]
    absence = letters(server, case, "Berita acara ketidakhadiran")
    assert len(absence) == 1 and GALIH in absence[0] and "bukan pengakuan" in absence[0]
    again = server.form(page, page, {"person": second, "day": "2024-11-05", "time": "15:00", "minutes": "30", "place": "Ruang"})
    assert again.status == 422, again.text[:2000]  # twice is all the law asks

    # One proven, one not: the second gets the name repaired.
    log_in(browser, server, "ratna", PASSWORD)
    browser.get(f"{server.url}/kerja/perkara/{case}")
    guide(browser, "panduan-perkara", 1000, 1300)
    conclusions = {first: "proven", second: "not_proven"}
    if "CLARIFYING" in server.run("case", "show", str(case)).stdout:
        event(server, case, "enough")
    study(browser, server, case, guide, conclusions)
    shot(browser, "kajian")
    shot(browser, "kajian", 360)
    plain_browser.get(room)
    secret(server, case, plain_browser.page_source)
    server.login("ketua", PASSWORD)
    log_in(browser, server, "ketua", PASSWORD)
    plenary(browser, server, case, guide, conclusions)
    repaired = letters(server, case, "Surat pemulihan nama")
    assert len(repaired) == 1 and GALIH in repaired[0]
    browser.get(f"{server.url}/kerja/perkara/{case}/penerusan")
    text = browser.find_element(By.TAG_NAME, "main").text
    assert GALIH not in text  # who was not proven goes nowhere
    guide(browser, "panduan-penerusan", 1000, 900)
    plain_browser.get(room)
    assert "Rapat pleno sudah memutus." in html.unescape(plain_browser.find_element(By.TAG_NAME, "main").text)
    assert server.run("verify").returncode == 0
