"""S2, first half (Batang, November 2023): an outreach event for civil servants, village heads, village officials and village councils.
People are checked in by QR, twelve come without invitation, the door has no signal for twenty minutes; a quiz before and after; the
certificate is checked by its QR. Attendance is scanned plus keyed rows, nobody twice. With a script at the door, and without."""
import html
import json
import re
import subprocess
import tomllib
from pathlib import Path

from conftest import NOW, TOP, until

GROUPS = {"asn": "ASN", "village_head": "Kepala desa", "village_official": "Perangkat desa", "bpd": "BPD"}
PLAN = {"title": "Sosialisasi netralitas 2024", "purpose": "Mengingatkan sebelum masa tenang", "place": "Balai kota", "speaker": "Ketua Bawaslu",
        "day": "2024-11-04", "starts": "08.30", "ends": "11.30", "questions": "6"}
INVITED = [f"{kind} {word}rekaan" for kind, word in zip(["Adi", "Bima", "Citra", "Dewi"] * 5, ["satu", "dua", "tiga", "empat", "lima"] * 4)]
GROUP_OF = dict(zip(INVITED, list(GROUPS) * 5))
GUESTS = [f"Tamu {word}tamuan" for word in ("awal", "biru", "cerah", "damai", "elok", "fajar", "gading", "hijau", "indah", "jernih", "kilau", "lembut")]
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082")

# A camera that shows one QR code, for browsers that read them by themselves.
CAMERA = """self.BarcodeDetector = class { async detect() { return [{ rawValue: %s }]; } };
navigator.mediaDevices.getUserMedia = async () => { const c = document.createElement('canvas'); c.getContext('2d').fillRect(0, 0, 9, 9); return c.captureStream(5); };"""


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def make_event(server, title, groups):
    made = server.ask("POST", "/kerja/sosialisasi/baru", "&".join(
        [f"{k}={v.replace(' ', '+')}" for k, v in {**PLAN, "title": title, "csrf": server.get("/kerja/sosialisasi/baru").hidden("csrf")}.items()]
        + [f"group={g}&n_{g}=8" for g in groups]), {"Content-Type": "application/x-www-form-urlencoded"})
    assert made.status == 303, made.text
    return made.location


def codes_of(server, at):
    page = server.get(at + "/orang").text.split('id="diundang"')[1]
    rows = re.findall(r'<th scope="row">([^<]+)<.*?class="code">(\d{9})</td>.*?"(/sosialisasi/undangan/[0-9a-f]+)"', page, re.S)
    return {name.strip(): (code, link) for name, code, link in rows}


def doors_of(server, at):
    return re.findall(r'href="(/hadir/[0-9a-f]+)"', server.get(at).text)


def figures(server, at):
    """present, scanned, guests, from paper: as the event's page adds them up."""
    page = server.get(at)
    sums = re.search(r"Present = scanned|Hadir = dipindai (\d+) \+ tamu (\d+) \+ dari kertas (\d+) = (\d+)", text(page))
    scanned, guests, paper, total = map(int, sums.groups())
    assert total == scanned + guests + paper == int(re.search(r'data-present="(\d+)"', page.text)[1])
    return total, scanned, guests, paper


def type_code(b, code):
    field = b.find_element("id", "kode")
    field.clear()
    field.send_keys(code + "\n")


def type_guest(b, name, group):
    b.find_element("id", "nama").send_keys(name)
    b.find_element("css selector", f"#kelompok option[value={group}]").click()
    b.find_element("css selector", "form[data-kind=guest] button").click()


def waiting(b, n):
    until(b, lambda b: b.find_element("id", "antre").get_attribute("data-n") == str(n))


def told(b, words):
    until(b, lambda b: words in b.find_element("id", "hasil").text)


def cut(b, off):
    b.execute_cdp_cmd("Network.enable", {})
    b.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": off, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1})


def door_with_a_script(b, server, door, codes, foreign):
    """Three codes online, then twenty minutes without a signal: six codes, the guests, and a reload; then all is sent."""
    b.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": CAMERA % json.dumps(f"x#{codes[INVITED[2]][0]}")})
    b.get(server.url + door)
    waiting(b, 0)
    mine = [codes[name][0] for name in INVITED]
    type_code(b, f"{server.url}{codes[INVITED[0]][1]}#{mine[0]}")  # what a scanner types
    told(b, f"Hadir: {INVITED[0]}")
    type_code(b, mine[1])
    told(b, f"Hadir: {INVITED[1]}")
    b.find_element("id", "kamera").click()
    told(b, f"Hadir: {INVITED[2]}")
    b.find_element("id", "kamera").click()
    until(b, lambda b: not b.find_element("id", "gambar").is_displayed())
    type_code(b, mine[0])
    told(b, "Sudah tercatat")
    type_code(b, mine[0][:-1] + str((int(mine[0][-1]) + 1) % 10))
    told(b, "Angkanya belum benar")
    type_code(b, foreign)
    told(b, "acara lain")
    until(b, lambda b: b.execute_script("return navigator.serviceWorker.controller !== null"))
    cut(b, True)
    for i, code in enumerate(mine[3:9]):
        type_code(b, code)
        waiting(b, i + 1)
    told(b, "dikirim saat ada jaringan")
    type_code(b, mine[3])
    told(b, "baru saja dipindai")
    for i, name in enumerate(GUESTS):
        type_guest(b, name, list(GROUPS)[i % 4])
        waiting(b, 7 + i)
    assert re.search(r"Kode tamu.*\s\d{3} \d{3} \d{3} \d{3}", b.find_element("id", "hasil").text)
    kept = b.execute_async_script("const done = arguments[0]; indexedDB.open('hadir').onsuccess = (e) => e.target.result.transaction('entry').objectStore('entry').getAll().onsuccess = (r) => done(JSON.stringify(r.target.result));")
    assert not any(name in kept for name in INVITED)  # nobody's name but the guests'
    b.execute_script("const was = Date.now; Date.now = () => was() + 20 * 60e3;")
    cut(b, False)
    waiting(b, 0)
    return json.loads(kept)


def the_page_opens_without_the_office(b, server, door, code):
    """The office's machine is gone: the page is there all the same, and what it takes waits."""
    until(b, lambda b: b.execute_async_script("const done = arguments[1]; caches.match(arguments[0]).then((r) => done(!!r));", door))
    server.stop()
    b.get(server.url + door)
    type_code(b, code)
    waiting(b, 1)
    b.refresh()
    waiting(b, 1)
    server.start()
    waiting(b, 0)


def without_a_script(server, door, codes, foreign):
    """The same form by a plain browser: a code, one that the other door has offline, one of another event, one that is none, a guest."""
    seventh, tenth = (codes[INVITED[i]][0] for i in (6, 9))
    for code, words, status in ((seventh, f"Hadir: {INVITED[6]}", 200), (tenth, f"Hadir: {INVITED[9]}", 200), (tenth, "Sudah tercatat", 200),
                                (foreign, "Kode ini untuk acara lain: Acara lain", 422), ("123456789", "Kode tidak dikenal", 422)):
        page = server.get(door)
        answer = server.post(door, {"do": "code", "kode": code, "once": page.hidden("once")})
        assert answer.status == status and words in text(answer), text(answer)
    assert server.post(door, {"do": "guest", "nama": " ", "kelompok": "bpd"}).status == 422


def bundles(server, door, kept):
    """What was sent is sent again by a phone that had no answer: nothing changes. What is no bundle is refused whole."""
    body = json.dumps({"sent": kept[-1]["at"] + 5000, "entries": [{k: v for k, v in entry.items() if k != "door"} for entry in kept]})
    again = server.post(door + "/kirim", {"bundel": body}).json
    assert len(again["entries"]) == len(kept) and again["present"] > 0
    assert {entry["state"] for entry in again["entries"]} == {"counted", "double"}  # INVITED[6] was at the other door
    assert server.post(door + "/kirim", {"bundel": "{"}).status == 422
    assert server.post("/hadir/00/kirim", {"bundel": body}).status == 404


def quiz(server, link, people, mark):
    """Everybody of @people answers: with @mark the right answers, else always "allowed"."""
    bank = {q["code"]: q["verdict"] for q in tomllib.loads((TOP / "law/quiz.toml").read_text())["question"]}
    for code in people:
        mine = server.post(link, {"kode": code}).location
        page = server.get(mine + "/kuis")
        asked = list(dict.fromkeys(re.findall(r'name="(KUIS-\d+)"', page.text)))
        assert len(asked) == 6
        answers = {q: bank[q] if mark else "allowed" for q in asked}
        part = page.hidden("bagian")
        lacks = server.post(mine + "/kuis", {"bagian": part, **dict(list(answers.items())[:5])})
        assert lacks.status == 422 and "Jawab semua soal" in lacks.text
        done = server.post(mine + "/kuis", {"bagian": part, **answers})
        assert ("6 dari 6 benar" in text(done)) if mark else done.status == 303, text(done)
        assert "Benar:" in done.text if mark else "Jawabannya" not in done.text
        assert server.post(mine + "/kuis", {"bagian": part, **answers}).status == 303  # once
    return mine


def practice(server):
    page = server.post("/latihan", {"soal": "KUIS-01", "jawab": "allowed"})
    assert "Pelanggaran kode etik" in text(page) and "SKB-A1" in text(page) and "Lampiran II huruf A" in text(page)


def paper(server, at, codes):
    rows = [f"{INVITED[0]}; ASN; Dinas", f"{INVITED[10]}; {GROUPS[GROUP_OF[INVITED[10]]]}; ; {codes[INVITED[10]][0]}", f"{INVITED[11]}; BPD", f"{GUESTS[0]}; ASN",
            "Lima Kertasan; Perangkat desa; Desa Sumberjati", "Tanpa Kelompok Sekali"]
    done = server.form(at + "/orang", at + "/kertas", {"sheet": "Lembar 1", "rows": "\n".join(rows)})
    assert "5 baris disimpan , 2 di antaranya ganda" in text(done) and "Baris 6: kelompok tidak dikenal" in text(done), text(done)
    again = server.form(at + "/orang", at + "/kertas", {"sheet": "Lembar 1", "rows": "\n".join(rows[:5])})
    assert "0 baris disimpan" in text(again) and "5 baris sudah pernah diketik" in text(again)


def afterwards(server, at):
    """Minutes, a photo, the material by its content, a promise and that it was kept."""
    assert server.form(at, at + "/notulen", {"minutes": "Dibahas empat larangan."}).status == 303
    for kind, name, body in (("material", "paparan.pdf", b"%PDF-1.4 bahan"), ("photo", "foto.png", PNG)):
        assert server.form(at, at + "/berkas", {"kind": kind, "file_title": name}, [("file", name, body)]).status == 303
    wrong = server.form(at, at + "/berkas", {"kind": "photo", "file_title": "bukan"}, [("file", "x.txt", b"bukan gambar")])
    assert wrong.status == 422 and "foto harus berupa gambar" in text(wrong)
    large = server.form(at, at + "/berkas", {"kind": "material", "file_title": "besar"}, [("file", "x.bin", b"x" * ((16 << 20) + 1))])
    assert large.status == 413 and "paling besar 16 MiB" in text(large) and "besar" in large.text
    duty = {"duty_who": "Kepala Desa Sumberjati", "duty_audience": "perangkat desa", "duty_what": "Empat larangan", "duty_due": "2024-11-11"}
    assert server.form(at, at + "/tugas", duty).status == 303
    page = server.get(at)
    assert "Bahan versi 1" in text(page) and "Foto 1" in text(page)
    done = re.search(r'name="done" value="(\d+)"', page.text)[1]
    assert server.form(at, at + "/tugas", {"done": done, "done_on": "2024-11-04", "done_note": "rapat desa"}).status == 303
    assert "rapat desa" in text(server.get(at))


def pdf_text(answer, folder):
    assert answer.status == 200 and answer.bytes.startswith(b"%PDF")
    (folder / "x.pdf").write_bytes(answer.bytes)
    return re.sub(r"\s+", " ", subprocess.run(["pdftotext", "-layout", str(folder / "x.pdf"), "-"], capture_output=True, text=True, check=True).stdout)


def the_certificate(server, mine, tmp_path):
    said = pdf_text(server.get(mine + "/sertifikat"), tmp_path)
    name = text(server.get(mine)).split("Kehadiran saya")[1].strip().split("Sosialisasi")[0].strip().split(" ·")[0]
    address = re.search(r"/periksa/[0-9a-f]{16}", said)[0]
    checked = server.get(server.get(address).location)
    assert "Sertifikat ini asli" in checked.text and PLAN["title"] in checked.text and not re.search(r"\b\d{9}\b|Balai", text(checked).split("Periksa sertifikat")[2])
    return name


def test_an_event_counts_everybody_once_with_and_without_a_signal(server, browser, tmp_path):
    server.login("penangan")
    at, other = make_event(server, PLAN["title"], GROUPS), make_event(server, "Acara lain", ["asn"])
    lines = "\n".join(f"{name}; {GROUPS[group]}; Unit rekaan" for name, group in GROUP_OF.items())
    assert "20 undangan ditambahkan" in text(server.form(at + "/orang", at + "/undang", {"do": "lines", "lines": lines + "\nTanpa kelompok"}))
    server.form(other + "/orang", other + "/undang", {"do": "lines", "lines": "Orang Lainrekaan; ASN"})
    codes, foreign = codes_of(server, at), codes_of(server, other)["Orang Lainrekaan"][0]
    assert server.form(at, at + "/pintu", {"door": "Pintu 2"}).status == 303
    assert server.form(at, at + "/pintu", {"door": "Pintu 2"}).status == 409
    first, second = doors_of(server, at)
    assert codes[INVITED[0]][0] in pdf_text(server.get(at + "/undangan"), tmp_path).replace(" ", "")
    staff, server.cookie = server.cookie, None
    assert codes[INVITED[0]][0] in server.get(codes[INVITED[0]][1]).text

    without_a_script(server, second, codes, foreign)
    kept = door_with_a_script(browser, server, first, codes, foreign)
    the_page_opens_without_the_office(browser, server, first, codes[INVITED[12]][0])
    bundles(server, first, kept)

    # Scanned: three, six without the one that the other door had, two at the other door, one while the office was away. Twelve guests.
    server.cookie = staff
    assert figures(server, at) == (3 + 5 + 2 + 1 + 12, 11, 12, 0)
    people = text(server.get(at + "/orang"))
    assert re.search("08\\.(3[5-9]|40)", people)  # entered twenty minutes before they were sent at 09.00
    assert "ganda: sudah dihitung" in people and "jam ponsel berselisih" in people
    paper(server, at, codes)
    total, scanned, guests, keyed = figures(server, at)
    assert (total, scanned, guests, keyed) == (26, 11, 12, 3)
    listed = re.findall(r'<th scope="row">([^<]+)<', server.get(at + "/orang").text.split('id="daftar"')[1].split('id="diundang"')[0])
    assert len(listed) == len(set(listed)) == total

    link = re.search(r"/sosialisasi/[0-9a-f]{32}", server.get(at).text)[0]
    staff, server.cookie = server.cookie, None
    quizzed = [codes[name][0] for name in INVITED[:3] + INVITED[4:8]]
    absent = server.post(link, {"kode": codes[INVITED[19]][0]})
    assert absent.status == 422 and "belum tercatat hadir" in absent.text
    quiz(server, link, quizzed, mark=False)
    server.cookie = staff
    assert "tidak ditampilkan" in text(server.get(at))
    assert server.form(at, at + "/kuis", {}).status == 303
    server.cookie = None
    mine = quiz(server, link, quizzed[:6], mark=True)
    assert server.get(mine + "/sertifikat").status == 409  # the event is not over
    assert "/sosialisasi/saya/" in server.post(link, {"kode": codes[INVITED[11]][0]}).location  # found on paper by name: the invitation's code opens the page
    practice(server)
    server.cookie = staff
    page = server.get(at)
    assert "sesudah 100 %" in text(page) and "(7 orang)" in text(page) and "(6 orang)" in text(page) and "<svg" in page.text and "disembunyikan" in page.text
    afterwards(server, at)

    # After its end: certificates, the report, and a door that is told.
    server.stop()
    server.env["NETRA_CLOCK_NOW"] = NOW.replace("T09:00", "T12:00")
    server.start()
    server.cookie = None
    the_certificate(server, mine, tmp_path)
    assert server.get("/sosialisasi/saya/" + "0" * 32 + "/sertifikat").status == 404
    late = server.post(second, {"do": "code", "kode": codes[INVITED[13]][0]})
    assert "sesudah acara selesai" in text(late)
    server.login("penangan")
    assert figures(server, at)[0] == total and "1 perlu dilihat" in text(server.get(at))
    report = pdf_text(server.get(at + "/laporan"), tmp_path)
    assert "= 26 orang" in report and "Dibahas empat larangan." in report and "Kepala Desa Sumberjati" in report
    entry = re.search(r'name="entry" value="(\d+)"', server.get(at + "/orang").text.split('id="entri"')[1])[1]
    assert server.form(at + "/orang", at + "/entri", {"entry": entry, "do": "count", "reason": "terlihat di foto"}).status == 303
    assert figures(server, at)[0] == total + 1
    server.stop()
    assert server.run("verify").returncode == 0
