"""S21 of PRODUCT 6.3: a question instead of an offence. An employee asks whether a kinship photo is allowed; like answers are offered
before sending; the answer cites rule and date and is published without names; nothing of the question is found in patrol, reports or
cases, and none of it when its time is over. And the self-check keeps nothing at all: what is planted there is searched for in every
file and every table."""
import re
import sqlite3
import struct
import subprocess
import zlib

import pytest
from conftest import PASSWORD, chromium, log_in, main_text, new_store, press, stores
from selenium.webdriver.common.by import By
from vault_test import files_below, forms_of

NAME, NICK = "Sekartanjung", "trenggilingmerah"
ASKED = f"Keponakan saya, Pak {NAME} Rekaan, menjadi calon wali kota. Bolehkah foto keluarga kami saya unggah? {NICK}"
EDITED = "Keponakan saya menjadi calon wali kota. Bolehkah saya mengunggah foto keluarga bersamanya?"
REPLY = "Tidak, bila fotonya bersama calon. Foto keluarga tanpa calon boleh."


def officer(server):
    added = server.run("user", "add", "cegah", "--name", "Melati Rekaan", "--position", "Staf", "--role", "prevention", input=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr
    return server


def tables(server, url):
    """{table: every row as text}: of either store."""
    if not url:
        with sqlite3.connect(server.data / "netra.db") as db:
            names = [n for (n,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {n: repr(db.execute(f"SELECT * FROM {n}").fetchall()).encode() for n in names}
    ask = lambda script: subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", "-d", url], input=script.encode(), capture_output=True, check=True).stdout
    names = ask("SELECT tablename FROM pg_tables WHERE schemaname = current_schema();").decode().split()
    mark = "==== table ===="
    parts = ask("".join(f"\\echo '{mark}'\nSELECT * FROM {n};\n" for n in names)).split(f"{mark}\n".encode())
    assert len(parts) == len(names) + 1 and parts[0] == b""
    return dict(zip(names, parts[1:]))


def traces(server, url, word):
    """Where @word stands, in any form, of the tables; and of the files but the database itself."""
    needles = list(forms_of(word).values())
    found = {f"table {n}" for n, rows in tables(server, url).items() if any(x in rows for x in needles)}
    for path in files_below(server.data):
        if not path.name.startswith("netra.db") and any(x in path.read_bytes() for x in needles):
            found.add(str(path.relative_to(server.data)))
    return found


def published(server, b, login="cegah"):
    """The officer answers what waits, and publishes it."""
    log_in(b, server, login)
    b.get(server.url + "/kerja/tanya")
    press(b, "main table th a")
    assert NAME in b.find_element(By.TAG_NAME, "mark").text  # pointed out to the officer
    question = b.find_element(By.ID, "question")
    assert NAME not in question.get_attribute("value") and "[nama]" in question.get_attribute("value")
    question.clear()
    question.send_keys(EDITED)
    b.find_element(By.ID, "reply").send_keys(REPLY)
    b.find_element(By.CSS_SELECTOR, "#act option[value='SKB-B5']").click()
    b.find_element(By.CSS_SELECTOR, "#phase option[value=after_candidacy]").click()
    press(b, "button[value=publish]")
    assert "Periksa dulu" in main_text(b) and b.find_element(By.ID, "reply").get_attribute("value") == REPLY
    b.find_element(By.ID, "clean").click()
    press(b, "button[value=publish]")
    assert "terbit" in main_text(b).lower()


# The asker without a script where the office has one, and the other way round.
@pytest.mark.parametrize("kind, script", [("sqlite", False), (stores()[-1], True)], ids=["sqlite-tanpa-skrip", f"{stores()[-1]}-skrip"])
def test_s21_a_question_instead_of_an_offence(make_server, kind, tmp_path, shot, script):
    store = new_store(kind)
    server = officer(make_server(store=store, start=False)).start()
    asker, office = chromium(script, tmp_path / "penanya"), chromium(not script, tmp_path / "kantor")
    try:
        asker.get(server.url + "/tanya")
        asker.find_element(By.ID, "text").send_keys(ASKED)
        press(asker, "button[value=lihat]")
        assert "Belum terkirim" in main_text(asker) and "nama orang" in main_text(asker)  # pointed out to the asker
        assert traces(server, store, NICK) == set()
        press(asker, "button[value=kirim]")
        code = "".join(asker.find_element(By.CSS_SELECTOR, ".digits").text.split())
        assert len(code) == 16 and traces(server, store, NICK) == {"table advice_question"}
        published(server, office)

        # What was asked is gone at once, in the asker's own words; what stays names nobody.
        assert traces(server, store, NICK) == set() and traces(server, store, NAME) == set()
        asker.get(server.url + "/tanya")
        asker.find_element(By.ID, "code").send_keys(code)
        press(asker, "form[action='/tanya/kode'] button")
        assert "terbit tanpa nama" in main_text(asker)
        press(asker, ".note a")
        told = main_text(asker)
        assert REPLY.split(".")[0] in told and "SKB" in told and "4 November 2024" in told and "sesudah calon ditetapkan" in told

        # The next one with a like question is offered the answer and sends nothing.
        asker.get(server.url + "/tanya")
        asker.find_element(By.ID, "text").send_keys("klo foto keluarga bareng calon wali kota boleh diunggah gak?")
        press(asker, "button[value=lihat]")
        assert EDITED in asker.find_element(By.CSS_SELECTOR, "section[aria-labelledby=mirip]").text
        for width in (360, 1366):
            shot(asker, f"tanya-{'skrip' if script else 'tanpa-skrip'}", width)
        public = server.get("/api/v1/advice").json["items"]
        assert [a["question"] for a in public] == [EDITED] and public[0]["act"] == "SKB-B5" and not public[0]["look_again"]
        server.stop()
        assert server.run("verify").returncode == 0
    finally:
        asker.quit()
        office.quit()


def ask(server, text, key="kunci", **more):
    return server.post("/tanya", {"text": text, "key": key, "step": "kirim", "class": "PNS", **more})


def test_what_was_not_published_is_gone_when_its_time_is_over(make_server, store):
    server = officer(make_server(store=store, settings={"advice.keep_days": 3}))
    assert ask(server, f"Bolehkah ini? {NICK}", "1").status == 201
    private = ask(server, f"Bolehkah itu? {NICK}lain", "2")
    server.login("cegah")
    at = re.findall(r'href="(/kerja/tanya/\d+)"', server.get("/kerja/tanya").text)[1]
    done = server.form(at, at, {"version": 1, "reply": f"Tidak {NICK}.", "act": "SKB-B6", "phase": "any", "how": "private"})
    assert done.status == 303, done.text
    assert traces(server, store, NICK) == {"table advice_question"}
    code = re.search(r'class="digits">([\d ]+)', private.text)[1]
    server.cookie = None
    assert f"Tidak {NICK}." in server.post("/tanya/kode", {"code": code}).text
    server.stop()
    server.env["NETRA_CLOCK_NOW"] = "2024-11-08T09:00:00+07:00"
    server.start()  # the keeper's first turn is at the start
    server.stop()
    assert traces(server, store, NICK) == set()
    if not store:  # neither in the pages of the database file that were given back
        assert not any(x in (server.data / "netra.db").read_bytes() for x in forms_of(NICK).values())


def test_bad_questions_are_told_so_and_a_flood_is_slowed(server, make_server):
    assert server.get("/tanya").status == 200
    assert ask(server, "").status == 422
    assert ask(server, "a" * 3001).status in (413, 422)
    assert ask(server, "bunyi \x07 lonceng").status in (400, 422)
    first, again = ask(server, "Bolehkah saya menonton debat?"), ask(server, "Bolehkah saya menonton debat?")
    digits = [re.search(r'class="digits">([\d ]+)', a.text)[1] for a in (first, again)]
    assert digits[0] == digits[1] and "tercatat satu kali" in again.text
    with sqlite3.connect(server.data / "netra.db") as db:
        assert db.execute("SELECT count(*) FROM advice_question").fetchone() == (1,)
    slow = make_server(settings={"advice.per_hour": 3})
    statuses = [ask(slow, f"Pertanyaan ke-{n}", str(n)).status for n in range(6)]
    assert statuses == [201] * 3 + [429] * 3
    kept = ask(slow, "Pertanyaan yang tidak hilang", "7")
    assert kept.status == 429 and "Pertanyaan yang tidak hilang" in kept.text
    guesses = [slow.post("/tanya/kode", {"code": f"{n:016d}"}).status for n in range(12)]
    assert guesses == [404] * 10 + [429] * 2


# ---------- the self-check keeps nothing ----------

def picture(words):
    """A PNG of 64 x 64 pixels with @words beside them."""
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    side = 64
    rows = b"".join(b"\0" + bytes((x * 7 + y * 13 + (x * y) % 31) % 256 for x in range(side)) for y in range(side))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)) + chunk(b"tEXt", b"Comment\0" + words.encode())
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def test_the_self_check_keeps_nothing_of_text_or_picture(make_server, store, tmp_path):
    """Planted in a text, a picture, its name and a form that comes back; searched in every file, table, log and temporary folder."""
    temporary = tmp_path / "sementara"
    temporary.mkdir()
    server = make_server(store=store, settings={"log.level": "debug"}, start=False)
    server.env["TMPDIR"] = str(temporary)
    server.start()
    text, caption, name = "kancilpelangi", "belibisungu", "tapirjingga"
    plain = server.post("/cek", {"text": f"Ayo coblos nomor 2! {text}", "class": "PNS"})
    assert plain.status == 200 and "SKB" in plain.text and "Sebagai gantinya" in plain.text and "2024" in plain.text
    seen = server.post("/cek", {"text": text, "class": "PNS", "seen_fingers": "1"}, [("picture", f"{name}.png", picture(caption))])
    assert seen.status == 200 and "Gambar Anda" in seen.text and "Dasar" in seen.text
    bad = server.post("/cek", {"text": text, "class": "PNS"}, [("picture", f"{name}.png", f"bukan gambar {caption}".encode())])
    assert bad.status == 422 and "bukan gambar yang dapat kami buka" in bad.text and text in bad.text
    assert server.post("/cek", {"text": ""}).status == 422
    assert server.post("/cek", {"text": ""}, [("picture", "besar.png", b"\x89PNG\r\n\x1a\n" + bytes(8 << 20))]).status == 413
    api = server.api_post("/api/v1/check-text", {"text": f"Dukung nomor 1 {text}"})
    assert api.status == 200
    # the search itself finds what is kept
    assert ask(server, "Pertanyaan yang memang disimpan: owajingga").status == 201
    assert traces(server, store, "owajingga") == {"table advice_question"}

    def search():
        found = {w: traces(server, store, w) for w in (text, caption, name)}
        everywhere = files_below(server.data, temporary)
        for word in (text, caption, name):
            needles = list(forms_of(word).values())
            found[word] |= {str(p) for p in everywhere if any(x in p.read_bytes() for x in needles)}
        return found

    nothing = {text: set(), caption: set(), name: set()}
    assert search() == nothing  # while it runs: the write-ahead log too
    server.stop()
    assert search() == nothing and "kancil" not in (server.data / "serve.log").read_text()
