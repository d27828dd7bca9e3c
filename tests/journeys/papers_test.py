"""N5: a lawyer edits a template in the browser, letters are made, signed with ink and electronically, and bundled.

The electronic signer is a stand-in on this machine (tests/esign_double.py) that gives every answer the real one gives.
Pages are looked at in Chromium, without script; the many answers of the signer go by the same forms over HTTP.
"""
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

import esign_double as double
import pytest
from conftest import log_in, press

PASSWORD = "kawung-teduh-9901"
PNG = b"\x89PNG\r\n\x1a\n" + b"a scan of a signed paper" * 8


@pytest.fixture
def signer():
    d = double.Double()
    yield d
    d.end()


def words(tmp_path, pdf):
    assert pdf[:5] == b"%PDF-", pdf[:400]
    (tmp_path / "x.pdf").write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", tmp_path / "x.pdf", "-"], capture_output=True, text=True, check=True).stdout


def a_file(server):
    """An open file of the demonstration."""
    found = re.findall(r"/kerja/perkara/(\d+)", server.get("/kerja/perkara").text)
    assert found
    return f"/kerja/perkara/{found[0]}"


def letters(server, base):
    return set(re.findall(r"/surat/(\d+)/tanda-tangan", server.get(base + "/surat").text))


def make(server, base, form, text):
    """Another paper; the address of its signature."""
    before = letters(server, base)
    done = server.form(base + "/surat", base + "/surat", {"form": form, "recipient": "Kepala Dinas Contoh", "text": text})
    assert done.status == 303, done.text[:3000]
    new = letters(server, base) - before
    assert len(new) == 1, (new, before)
    return f"{base}/surat/{new.pop()}/tanda-tangan"


def pressed_twice(server, base):
    """A second press of the same form makes no second letter, which would use up a second number; another text is another letter."""
    page = server.get(base + "/surat")
    same = {"csrf": page.hidden("csrf"), "once": page.hidden("once"), "form": "general", "recipient": "", "text": "Mohon hadir."}
    before = letters(server, base)
    with ThreadPoolExecutor(4) as pool:
        answers = [*pool.map(lambda _: server.post(base + "/surat", same), range(4)), server.post(base + "/surat", same)]
    assert {(a.status, a.location) for a in answers} == {(303, base + "/surat")}, [(a.status, a.text[:500]) for a in answers]
    assert len(letters(server, base) - before) == 1
    refused = server.post(base + "/surat", {**same, "text": " "})
    assert refused.status == 422 and len(letters(server, base) - before) == 1
    assert server.post(base + "/surat", {**same, "text": "Mohon hadir dengan berkas."}).status == 303
    assert len(letters(server, base) - before) == 2


def sign(server, at, nik, passphrase):
    return server.form(at, at, {"cara": "bsre", "nik": nik, "passphrase": passphrase})


def every_answer(server, signer, at):
    """Each refusal says what it is, on a page that keeps neither number nor passphrase; the letter stays unsigned."""
    for nik, passphrase, says in [("123", double.GOOD, "16 angka"), (double.NIK, "", "passphrase"),
                                  (double.NIK_UNKNOWN, double.GOOD, "tidak terdaftar"), (double.NIK_EXPIRED, double.GOOD, "tidak berlaku"),
                                  (double.NIK, double.WRONG, "passphrase salah"), (double.NIK, double.GARBAGE, "bukan PDF"),
                                  (double.NIK, double.SLOW, "tidak menjawab")]:
        answer = sign(server, at, nik, passphrase)
        assert answer.status == 422 and says in answer.text, (nik, passphrase, answer.status, answer.text[:3000])
        assert "Sudah ditandatangani" not in answer.text and double.NIK not in answer.text and double.GOOD not in answer.text
    signer.server.password = "lain"
    assert "menolak nama atau sandi kantor" in sign(server, at, double.NIK, double.GOOD).text
    signer.server.password = double.PASSWORD
    assert len(signer.asked) == 6 and all(path == "/api/sign/pdf" for path, *_ in signer.asked)


def electronic(server, signer, base):
    at = make(server, base, "general", "Mohon menyampaikan daftar hadir.")
    original = server.get(at.rsplit("/", 1)[0]).bytes
    server.login("ratna", PASSWORD)
    assert sign(server, at, double.NIK, double.GOOD).status == 403  # the chair's letter
    assert 'id="ketua"' in server.get(at).text and 'name="passphrase"' not in server.get(at).text  # who may not is asked for no secret
    server.login("ketua", PASSWORD)
    assert 'name="passphrase"' in server.get(at).text
    every_answer(server, signer, at)
    assert sign(server, at, double.NIK, double.GOOD).status == 303
    assert signer.asked[-1][3].strip() == original.strip() and signer.asked[-1][2]["tampilan"] == "invisible"
    page = server.get(at).text
    assert "Sudah ditandatangani" in page and "(elektronik)" in page and page.count("badge wait") >= 6
    assert server.get(at.replace("tanda-tangan", "salinan")).bytes.endswith(b"% signed by the double\n%%EOF\n")
    assert sign(server, at, double.NIK, double.GOOD).status == 409  # once


def ink(server, base):
    at = make(server, base, "receipt_files", "Satu lembar daftar hadir dari pelapor.")
    wrong = server.form(at, at, {"cara": "ink", "signed_on": "2024-11-04", "signer": ""}, [("scan", "x.txt", b"hello there")])
    assert wrong.status == 422 and "PDF, JPEG, atau PNG" in wrong.text, wrong.text[:3000]
    day = re.search(r'name="signed_on" required value="([\d-]+)"', server.get(at).text)[1]
    early = server.form(at, at, {"cara": "ink", "signed_on": "2020-01-01", "signer": ""}, [("scan", "pindai.png", PNG)])
    assert early.status == 422 and "hari antara" in early.text
    done = server.form(at, at, {"cara": "ink", "signed_on": day, "signer": "Laras Wening"}, [("scan", "pindai.png", PNG)])
    assert done.status == 303, done.text[:3000]
    copy = server.get(at.replace("tanda-tangan", "salinan"))
    assert copy.bytes == PNG and copy.headers["Content-Type"] == "image/png"
    return at


def nothing_is_kept(server):
    """Neither number nor passphrase, nor the office's password, lies anywhere in the data folder: store, files, log."""
    for path in server.data.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            for secret in (double.GOOD, double.WRONG, double.NIK, double.NIK_UNKNOWN, double.PASSWORD):
                assert secret.encode() not in body, path


def templates(b, server, base, tmp_path, shot):
    log_in(b, server, "ratna", PASSWORD)
    b.get(server.url + "/kerja/templat")
    shot(b, "templat")
    press(b, "a[href='/kerja/templat/general']")
    box = b.find_element("id", "text")
    first = box.get_attribute("value")
    box.clear()
    box.send_keys(first.replace("Terima kasih", "Atas nama {{kantorr}}, terima kasih"))
    b.find_element("id", "reason").send_keys("Kalimat penutup baru.")
    press(b, "#simpan")
    faults = b.find_element("id", "salah").text
    assert "baris 8: isian {{kantorr}} tidak dikenal" in faults, faults
    shot(b, "templat-salah", 360)
    box = b.find_element("id", "text")
    kept = box.get_attribute("value")
    assert "{{kantorr}}" in kept  # what was typed is still there
    box.clear()
    box.send_keys(kept.replace("{{kantorr}}", "{{kantor}}"))
    press(b, "#simpan")
    assert "Tersimpan" in b.find_element("css selector", "[role=status]").text
    shot(b, "templat-satu")
    path, form = "/kerja/templat/general", {"text": kept.replace("{{kantorr}}", "{{kantor}}")}
    server.login("ratna", PASSWORD)
    seen = server.form(path, path, {**form, "do": "preview", "reason": "", "based_on": "1"})
    assert "DATA LATIHAN" in words(tmp_path, seen.bytes) and "Atas nama" in words(tmp_path, seen.bytes)
    stale = server.form(path, path, {**form, "text": form["text"] + "\nLagi.", "do": "save", "reason": "x", "based_on": "0"})
    assert stale.status == 409, stale.status
    at = make(server, base, "general", "Isi surat.")
    assert "versi 1" in server.get(at).text
    assert "Atas nama" in words(tmp_path, server.get(at.rsplit("/", 1)[0]).bytes)
    back = server.form(path + "?versi=0", path, {"do": "back", "version": "0", "reason": "Yang lama lebih jelas."})
    assert back.status == 303 and "Yang lama lebih jelas." in server.get(path).text
    assert "Atas nama" not in words(tmp_path, server.get(make(server, base, "general", "Isi.").rsplit("/", 1)[0]).bytes)


def bundle(b, server, base, tmp_path, shot):
    pdf = words(tmp_path, server.get(base + "/bundel").bytes)
    assert "Bundel surat" in pdf and "Isi bundel" in pdf and "ditandatangani" in pdf, pdf[:3000]
    pages = int(re.search(r"halaman 1 dari (\d+)", pdf)[1])
    assert pdf.count("\f") == pages and f"halaman {pages} dari {pages}" in pdf
    refused = server.form(base + "/surat", base + "/surat", {"form": "summons", "recipient": "", "text": "x"})
    assert refused.status == 422 and "langkahnya sendiri" in refused.text
    b.get(server.url + base + "/surat")
    shot(b, "surat-berkas")
    shot(b, "surat-berkas", 360)
    out = tmp_path / "bundel.pdf"
    made = server.run("case", "bundle", base.rsplit("/", 1)[1], "--out", str(out))
    assert made.returncode == 0 and out.read_bytes()[:5] == b"%PDF-", made.stderr
    assert server.run("case", "bundle", base.rsplit("/", 1)[1], "--out", str(out)).returncode == 3  # an older one stays


def test_papers_are_written_signed_and_bundled(make_server, plain_browser, signer, shot, tmp_path):
    secret = tmp_path / "sandi"
    secret.write_text(double.PASSWORD + "\n")
    server = make_server(now=None, demo=True, settings={"sign.backend": "bsre", "sign.url": signer.url, "sign.user": double.USER,
                                                        "sign.password_file": str(secret), "sign.timeout_seconds": 2})
    server.login("ratna", PASSWORD)
    base = a_file(server)
    pressed_twice(server, base)
    electronic(server, signer, base)
    at = ink(server, base)
    b = plain_browser
    templates(b, server, base, tmp_path, shot)
    bundle(b, server, base, tmp_path, shot)
    b.get(server.url + at)
    shot(b, "surat-tanda-tangan")
    shot(b, "surat-tanda-tangan", 360)
    nothing_is_kept(server)
    verified = server.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr

