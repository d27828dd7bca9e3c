"""A package from the officer to the recipient (S15, N31): the recipient makes a key in a page, the officer registers it by
voice, a returned hand-over goes out again sealed, and the recipient opens it from a disk with the network off. Whatever is
damaged is named. The same by command."""
import io
import json
import re
import subprocess
import zipfile

import jsonschema
import pytest
from selenium.webdriver.common.by import By
from conftest import TOP, log_in, press, program, until

PASSWORD, PHRASE = "kawung-teduh-9901", "beringin tua di alun-alun"
MINIMUM = ["surat.pdf", "data.json", "baca-saya.txt", "daftar.sha256"]


def returned(server):
    """The hand-over of the demonstration office that came back: its page, and its first person's part of it."""
    for file in re.findall(r'href="/kerja/perkara/(\d+)"', server.get("/kerja/perkara?kelompok=outside").text):
        page = f"/kerja/perkara/{file}/penerusan"
        text = server.get(page).text
        if 'details id="resend-1"' in text:
            return page, re.search(r'action="(/kerja/perkara/\d+/penerusan/\d+)"', text)[1], re.search(r'name="version" value="(\d+)"', text)[1]
    raise AssertionError("the demonstration office has no hand-over that came back")


def make_keys(b, server, folder, shot):
    """The recipient's own hands: both halves as files, and the fingerprint to be read out."""
    b.execute_cdp_cmd("Browser.setDownloadBehavior", {"behavior": "allow", "downloadPath": str(folder)})
    b.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    b.get(server.url + "/periksa-paket")
    assert "netra package check" in b.find_element(By.ID, "cannot").text  # whom the script does not serve is told what does
    b.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    b.get(server.url + "/periksa-paket")
    assert not b.find_element(By.ID, "cannot").is_displayed()
    shot(b, "periksa-paket")
    b.find_element(By.ID, "name").send_keys("Uji Kantor Regional")
    b.find_element(By.ID, "new-pass").send_keys(PHRASE)
    b.find_element(By.ID, "again").send_keys(PHRASE + "x")
    b.find_element(By.ID, "make-go").click()
    assert "tidak sama" in until(b, lambda b: b.find_element(By.CSS_SELECTOR, "#made .bad")).text
    for field in ("new-pass", "again"):
        b.find_element(By.ID, field).clear()
        b.find_element(By.ID, field).send_keys(PHRASE)
    b.find_element(By.ID, "make-go").click()
    printed = until(b, lambda b: b.find_element(By.CSS_SELECTOR, "#made .print")).text
    for link in ("save-private", "save-public"):
        b.find_element(By.ID, link).click()
    until(b, lambda b: len([*folder.glob("kunci-privat-*.json"), *folder.glob("kunci-publik-*.pem")]) == 2 and not [*folder.glob("*.crdownload")])
    return next(folder.glob("kunci-privat-*.json")), next(folder.glob("kunci-publik-*.pem")).read_text(), printed


def register(b, server, receiver, pem, printed, shot):
    """By the chair: first with a fingerprint that was misheard, then with the right one."""
    log_in(b, server, "ketua", PASSWORD)
    for heard in ("0000" + printed[4:], printed.lower().replace(" ", "")):
        b.get(server.url + "/kerja/kunci-penerima")
        [o for o in b.find_elements(By.CSS_SELECTOR, "#receiver option") if o.get_attribute("value") == receiver][0].click()
        b.execute_script("document.getElementById('key').value = arguments[0]", pem)
        b.find_element(By.ID, "print").send_keys(heard)
        b.find_element(By.ID, "checked_with").send_keys("Bagian TU, lewat telepon kantor")
        press(b, "main .btn.main")
        if heard.startswith("0000"):
            assert "bukan sidik kunci ini" in b.find_element(By.CSS_SELECTOR, ".note.warn").text
            assert not b.find_elements(By.CSS_SELECTOR, "table.cards")
    row = b.find_element(By.CSS_SELECTOR, "table.cards tbody tr").text
    assert receiver in row and printed in row and "berlaku" in row, row
    shot(b, "kunci-penerima")
    shot(b, "kunci-penerima", 360)


def look(b, page, package, key=None, phrase=PHRASE):
    """What the page says of a file, opened from the disk: the verdict's text."""
    b.get(page)
    b.find_element(By.ID, "file").send_keys(str(package))
    if key:
        b.find_element(By.ID, "keyfile").send_keys(str(key))
        b.find_element(By.ID, "pass").send_keys(phrase)
    b.find_element(By.ID, "go").click()
    return until(b, lambda b: b.find_element(By.CSS_SELECTOR, "#verdict .note")).text


def rezip(package, change, more=()):
    """The same container with its files changed by @change(dict of name to bytes), and @more (pairs) behind them."""
    files = {i.filename: zipfile.ZipFile(io.BytesIO(package)).read(i) for i in zipfile.ZipFile(io.BytesIO(package)).infolist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as z:
        for name, body in [*files.items(), *more]:
            z.writestr(name, body)
    return out.getvalue()


def machine_fits(data, schema):
    """The machine file is what the published schema says, and docs/handover.md tells of each of its keys."""
    judge = jsonschema.Draft202012Validator(schema)
    judge.check_schema(schema)
    assert [e.message for e in judge.iter_errors(data)] == []
    for wrong in ({**data, "masked": -1}, {k: v for k, v in data.items() if k != "letter"}, {**data, "evidence": [{"number": 1}]}):
        assert list(judge.iter_errors(wrong))
    assert set(data) == set(schema["properties"]), set(data) ^ set(schema["properties"])
    told = (TOP / "docs" / "handover.md").read_text()
    keys = set(data) | set(data["person"]) | {k for part in ("decisions", "minutes", "evidence") for one in data[part] for k in one}
    assert {k for k in keys if f"`{k}`" not in told} == set()


def flipped(body, at):
    return body[:at] + bytes([body[at] ^ 1]) + body[at + 1:]


def test_a_package_is_sealed_opened_without_a_network_and_damage_is_named(make_server, browser, tmp_path, shot):
    server = make_server(now=None, demo=True)
    b, folder = browser, tmp_path / "penerima"
    folder.mkdir()
    private, pem, printed = make_keys(b, server, folder, shot)
    server.login("ketua", PASSWORD)
    page, action, version = returned(server)
    receiver = re.search(r"<dt>Penerima</dt><dd>(.*?)(?:, tembusan|</dd>)", server.get(page).text)[1]
    register(b, server, receiver, pem, printed, shot)

    # It goes out again, sealed; who fetches it is on record.
    sent = server.form(page, action, {"version": version, "event": "resend", "text": "Nomor pegawai diperbaiki."})
    assert sent.status == 303, sent.text[:3000]
    again = server.get(page).text
    assert printed in again and "paket.netra" in again, again[:3000]
    b.get(server.url + page)
    shot(b, "penerusan-paket")
    shot(b, "penerusan-paket", 360)
    b.get(f"{server.url}{action}/lembar")
    assert b.find_element(By.ID, "isi-SBT-02").text == "Netralitas" and re.fullmatch(r"\d{18}", b.find_element(By.ID, "isi-SBT-03").text)
    shot(b, "lembar-sbt")
    shot(b, "lembar-sbt", 360)
    assert server.get(action + "/lembar.pdf").bytes.startswith(b"%PDF")
    fetched = server.get(action + "/paket.netra")
    assert fetched.status == 200 and "attachment" in fetched.headers["Content-Disposition"] and fetched.bytes.startswith(b"netra-parcel 1\n")
    assert b"%PDF" not in fetched.bytes and b"PK\3\4" not in fetched.bytes
    package = folder / "paket.netra"
    package.write_bytes(fetched.bytes)
    saved, schema = server.get("/periksa-paket.html"), server.get("/api/handover.schema.json").json
    (folder / "periksa-paket.html").write_bytes(saved.bytes)
    office_key = folder / "kantor.pub"
    office_key.write_bytes((server.data / "keys" / "sign.pub").read_bytes())
    server.stop()

    # From the disk, with the network off.
    b.execute_cdp_cmd("Network.enable", {})
    b.execute_cdp_cmd("Network.emulateNetworkConditions", {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0})
    opener = (folder / "periksa-paket.html").as_uri()
    assert "Utuh dan asli" in look(b, opener, package, private)
    names = [e.text for e in b.find_elements(By.CSS_SELECTOR, "ul.files code")]
    assert set(MINIMUM) < set(names) and any(n.startswith("berita-acara/") for n in names), names
    assert b.find_elements(By.CSS_SELECTOR, "ul.files .broken") == [] and receiver in b.find_element(By.ID, "result").text
    shot(b, "periksa-paket-utuh")
    shot(b, "periksa-paket-utuh", 360)
    b.find_element(By.CSS_SELECTOR, "#result > p a").click()
    until(b, lambda b: (folder / "paket.zip").exists())
    plain = (folder / "paket.zip").read_bytes()
    assert zipfile.ZipFile(io.BytesIO(plain)).testzip() is None  # an ordinary tool opens it

    machine_fits(json.loads(zipfile.ZipFile(io.BytesIO(plain)).read("data.json")), schema)

    # Each part damaged, and named.
    whole, start = package.read_bytes(), package.read_bytes().index(b"\n\n") + 2 + 65
    assert "Frasa sandi tidak membuka" in look(b, opener, package, private, "frasa sandi yang lain")
    sealed = {"head": (whole[:20].replace(b"to: ", b"to- ") + whole[20:], "Kepala paket rusak"), "piece": (flipped(whole, start + 70000), "bagian 2"),
              "short": (whole[:start + 65552], "terpotong sesudah bagian 1"), "other": (whole.replace(printed[:4].encode(), b"0000", 1), "bukan kunci Anda")}
    broken = folder / "rusak"
    for name, (body, words) in sealed.items():
        broken.write_bytes(body)
        assert words in look(b, opener, broken, private), name
    manifest = zipfile.ZipFile(io.BytesIO(plain)).read("daftar.sha256")
    changes = {"surat.pdf: berubah": lambda f: f.update({"surat.pdf": flipped(f["surat.pdf"], 500)}),
               "data.json: tidak ada di paket": lambda f: f.pop("data.json"),
               "titipan.txt: tidak ada di daftar isi": lambda f: f.update({"titipan.txt": b"x"}),
               "daftar.sha256: tanda tangan tidak cocok": lambda f: f.update({"daftar.sha256": manifest.replace(b"# letter: ", b"# letter: 9", 1)}),
               "daftar.sha256: tidak ada": lambda f: f.pop("daftar.sha256")}
    for words, change in changes.items():
        broken.write_bytes(rezip(plain, change))
        assert words in look(b, opener, broken), words
    # A name that stands twice: a program may take out either, so neither page nor command calls it whole.
    letter = zipfile.ZipFile(io.BytesIO(plain)).read("surat.pdf")
    for name, body in (("daftar.sha256", manifest + b"# x"), ("surat.pdf", letter), ("surat.pdf", flipped(letter, 500))):
        with pytest.warns(UserWarning, match="Duplicate name"):
            broken.write_bytes(rezip(plain, lambda f: None, [(name, body)]))
        assert f"{name}: ada dua kali" in look(b, opener, broken), name
        twice = subprocess.run([program(), "--data", str(folder / "nowhere"), "package", "check", str(broken), "--office", str(office_key)],
                               text=True, capture_output=True, timeout=60)
        assert twice.returncode == 1 and "UTUH" not in twice.stdout, twice
    broken.write_bytes(rezip(plain, lambda f: f.update({"daftar.sha256": b"\xef\xbb\xbf" + manifest})))
    assert "daftar.sha256: tidak ada, atau tidak terbaca" in look(b, opener, broken)
    shot(b, "periksa-paket-rusak")
    b.get(opener)
    b.find_element(By.CSS_SELECTOR, "summary").click()
    b.find_element(By.ID, "other-key").send_keys("0" * 64)
    b.find_element(By.ID, "file").send_keys(str(folder / "paket.zip"))
    b.find_element(By.ID, "go").click()
    assert "ditandatangani kantor lain" in until(b, lambda b: b.find_element(By.CSS_SELECTOR, "#verdict .note")).text

    # RFC 8032, 7.1, test 2: what an older browser would use says the same as the browser's own.
    said = b.execute_async_script("""const done = arguments[0], k = unhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", 32),
        s = unhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00", 64);
        Promise.all([verify(k, s, unhex("72", 1)), verifySlow(k, s, unhex("72", 1)), verify(k, s, unhex("73", 1)), verifySlow(k, s, unhex("73", 1))]).then(done)""")
    assert said == [True, True, False, False]

    # The command says the same, and writes what is inside.
    def netra(*words):
        return subprocess.run([program(), "--data", str(folder / "nowhere"), "package", *map(str, words)], input=PHRASE + "\n", text=True, capture_output=True, timeout=60)
    fine = netra("check", package, "--key", private, "--office", office_key)
    assert fine.returncode == 0 and "UTUH DAN ASLI" in fine.stdout and receiver in fine.stdout, fine
    broken.write_bytes(sealed["piece"][0])
    bad = netra("open", broken, "--key", private, "--office", office_key, "--out", folder / "isi")
    assert bad.returncode == 1 and "piece 2" in bad.stderr and "damaged" in bad.stderr and not (folder / "isi").exists(), bad
    opened = netra("open", package, "--key", private, "--office", office_key, "--out", folder / "isi")
    assert opened.returncode == 0, opened
    summed = subprocess.run(["sha256sum", "-c", "daftar.sha256"], cwd=folder / "isi", capture_output=True, text=True)
    assert summed.returncode == 0, summed.stdout + summed.stderr
