"""S11 of PRODUCT 6.3: opening an identity, in two people's hands; and what is planted is found nowhere else (TRUST R8, R9)."""
import base64
import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from conftest import PASSWORD, log_in, main_text, multipart, press
from machine import PATIENCE_S, free_port, wait_for
from intake_test import PLAIN_PHOTO, receipt, receipt_by_clicks

PASSPHRASES = {"kunci1": "kemarau-tujuh-layang", "kunci2": "rumpun-bambu-hujan"}
CUSTODY = "".join(f"{p}\n" for p in PASSPHRASES.values())


def in_custody(server):
    """The vault's key goes to both custodians; the server is started after."""
    done = server.run("keys", "custody", *PASSPHRASES, input=CUSTODY)
    assert done.returncode == 0, done.stderr
    assert not (server.data / "keys" / "vault.key").exists()
    return server


@pytest.fixture
def guarded(make_server):
    return in_custody(make_server(settings={"intake.per_hour": 1000, "serve.behind_proxy": "true"}, start=False)).start()


# ---------- at the machine ----------

def test_doctor_and_config_say_in_red_that_the_key_lies_in_the_clear(make_server):
    server = make_server(start=False)
    custody = {line["what"]: line for line in json.loads(server.run("doctor", "--json").stdout)}["custody"]
    assert not custody["well"] and "netra keys custody" in custody["text"]
    assert "keys/vault.key lies in the clear" in server.run("config", "check").stderr
    assert server.run("keys", "status").returncode == 1
    in_custody(server)
    assert {line["what"]: line for line in json.loads(server.run("doctor", "--json").stdout)}["custody"]["well"]
    assert "vault.key" not in server.run("config", "check").stderr
    status = json.loads(server.run("keys", "status", "--json").stdout)
    assert status["custody"] and not status["plain_key"] and [c["login"] for c in status["custodians"]] == ["kunci1", "kunci2"]
    assert server.run("verify").returncode == 0


def test_staff_pages_say_it_too_until_custody_begins(make_server):
    server = make_server()
    server.login("kunci1")
    assert "netra keys custody" in server.get("/kerja/akun").text
    server.login("petugas")
    assert "netra keys custody" not in server.get("/kerja/akun").text  # nothing this reader can do
    server.stop()
    in_custody(server).start()
    server.login("kunci1")
    assert "netra keys custody" not in server.get("/kerja/akun").text


def test_ceremonies_at_the_machine(make_server):
    server = make_server(start=False)
    assert server.run("keys", "custody", "kunci1", "petugas", input=CUSTODY).returncode == 1  # no right to it
    assert server.run("keys", "custody", "kunci1", input="x\n").returncode == 1
    in_custody(server)
    assert server.run("keys", "rotate").returncode == 2
    sheets = server.run("keys", "sheets", "--present", "kunci1,kunci2", input=CUSTODY)
    assert sheets.returncode == 0, sheets.stderr
    texts = re.findall(r"^    ([0-9A-Z-]{67})$", sheets.stdout, re.M)
    assert len(texts) == 2 and texts[0] not in (server.data / "netra.db").read_bytes().decode("latin1")
    lost = server.run("keys", "custodian", "kunci1", "--sheets", input=f"{texts[0]}\n{texts[1].lower()}\nsandi-baru-yang-lain\n")
    assert lost.returncode == 0, lost.stderr
    rotated = server.run("keys", "rotate", "--present", "kunci1,kunci2", input=f"sandi-baru-yang-lain\n{PASSPHRASES['kunci2']}\n")
    assert rotated.returncode == 0, rotated.stderr
    old = server.run("keys", "custodian", "kunci2", "--sheets", input=f"{texts[0]}\n{texts[1]}\nsandi-ketiga-yang-baru\n")
    assert old.returncode == 1 and "sheets" in old.stderr
    assert "CANNOT BE OPENED BY ANYBODY" in server.run("keys", "lost").stdout
    assert server.run("keys", "remove", "kunci2").returncode == 1
    assert server.run("verify").returncode == 0


# ---------- S11 ----------

def ask(b, server, report, reason):
    log_in(b, server, "penangan")
    b.get(server.url + report)
    b.find_element(By.ID, "reason").send_keys(reason)
    press(b, "section[aria-labelledby=identitas] form button")
    return b.current_url


def answer(b, server, request, login, motive, passphrase, which):
    log_in(b, server, login)
    b.get(request)
    b.find_element(By.ID, "motive").send_keys(motive)
    b.find_element(By.ID, "passphrase").send_keys(passphrase)
    press(b, f"button[name=answer][value={which}]")


def printed(b, path):
    """The page as its print would be, and the words on that paper."""
    pdf = base64.b64decode(b.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    path.write_bytes(pdf)
    words = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, text=True, check=True).stdout
    return re.sub(r"\s+", " ", words)


@pytest.mark.parametrize("mode", ["skrip", "tanpa-skrip"])
def test_s11_an_identity_is_opened_by_two_for_one_purpose(guarded, request, shot, tmp_path, mode):
    server = guarded
    added = server.run("user", "add", "komisioner", "--name", "Endah Rekaan", "--position", "Anggota", "--role", "member", input=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr
    b = request.getfixturevalue("browser" if mode == "skrip" else "plain_browser")
    b.get(server.url + "/lapor")
    b.find_element(By.ID, "text").send_keys("Camat mengajak bawahannya memilih.")
    details = b.find_element(By.XPATH, "//details[.//input[@name='contact']]")
    if not details.get_attribute("open"):
        details.find_element(By.TAG_NAME, "summary").click()
    b.find_element(By.NAME, "contact").send_keys("Sekar Rekaan, 0812 9876 5001")
    receipt_by_clicks(b, False)
    server.login("penangan")
    report = re.search(r'href="(/kerja/laporan/\d+)"', server.get("/kerja/loket").text)[1]
    assert "Sekar Rekaan" not in server.get(report).text

    first = ask(b, server, report, "Perlu dipanggil sebagai saksi pada hari Rabu")
    answer(b, server, first, "kunci1", "Alasannya cukup", PASSPHRASES["kunci1"], "approve")
    assert "menunggu dua pemegang kunci" in main_text(b)
    answer(b, server, first, "kunci2", "Bisa ditanyakan lewat kode tanda terima", "", "refuse")
    log_in(b, server, "penangan")
    b.get(first)
    assert "Bisa ditanyakan lewat kode tanda terima" in main_text(b) and "ditolak" in main_text(b)
    assert not b.find_elements(By.ID, "lihat")
    shot(b, f"brankas-ditolak-{mode}", 360)

    second = ask(b, server, report, "Tidak menjawab lewat kode; sidang pleno hari Kamis")
    answer(b, server, second, "kunci1", "Sekarang cukup", PASSWORD, "approve")  # the log-in's password opens nothing
    assert "belum cocok" in main_text(b)
    shot(b, f"brankas-keliru-{mode}", 360)
    b.find_element(By.ID, "passphrase").send_keys(PASSPHRASES["kunci1"])
    assert b.find_element(By.ID, "motive").get_property("value") == "Sekarang cukup"
    press(b, "button[name=answer][value=approve]")
    log_in(b, server, "penangan")
    b.get(second)
    assert not b.find_elements(By.ID, "lihat")
    answer(b, server, second, "kunci2", "Setuju untuk pemanggilan ini saja", PASSPHRASES["kunci2"], "approve")
    assert "Sekar Rekaan" not in main_text(b)

    log_in(b, server, "penangan")
    b.get(second)
    press(b, "#lihat")
    assert "Sekar Rekaan, 0812 9876 5001" in main_text(b) and b.current_url.endswith("/lihat")
    marks = [m.get_property("textContent") for m in b.find_elements(By.CSS_SELECTOR, ".marks span")]
    assert len(marks) >= 20 and all("Bayu Samudra" in m and "4 Nov 2024, 09.00" in m for m in marks)
    for width in (360, 1366):
        shot(b, f"brankas-terbuka-{mode}", width)
    paper = printed(b, tmp_path / "terbuka.pdf")
    assert "Sekar Rekaan" in paper and paper.count("Bayu Samudra") > 5
    b.get(second)
    assert "Sekar Rekaan" not in main_text(b) and "Dilihat" in main_text(b)  # on record, and gone from the page
    with sqlite3.connect(server.data / "netra.db") as db:
        steps = [row[0] for row in db.execute("SELECT action FROM access_log WHERE action LIKE 'identity%' ORDER BY id")]
    assert steps == ["identity_asked", "identity_approved", "identity_refused", "identity_asked", "identity_approved", "identity_approved", "identity_viewed"]

    log_in(b, server, "komisioner")
    b.get(server.url + "/kerja/brankas/pembukaan")
    told = main_text(b)
    assert "1 + 1 + 0 = 2" in told and "1 / 1" in told and "Tirta Kenanga" in told and "Sekar Rekaan" not in told
    for width in (360, 1366):
        shot(b, f"brankas-laporan-{mode}", width)
    assert "Setuju untuk pemanggilan ini saja" in printed(b, tmp_path / "laporan.pdf")
    log_in(b, server, "petugas")
    b.get(server.url + "/kerja/brankas/pembukaan")
    assert "Setuju untuk" not in main_text(b)
    log_in(b, server, "kunci1")
    b.get(server.url + "/kerja/brankas")
    for width in (360, 1366):
        shot(b, f"brankas-daftar-{mode}", width)


def test_an_open_request_ends_after_half_an_hour_and_with_the_program(guarded):
    server = guarded
    receipt(server, {"text": "Uji waktu", "contact": "Nama Rekaan"})
    server.login("penangan")
    report = re.search(r'href="(/kerja/laporan/\d+)"', server.get("/kerja/loket").text)[1]
    vault = server.form(report, report + "/identitas", {"reason": "Perlu dipanggil sebagai saksi"}).location
    for login, passphrase in PASSPHRASES.items():
        server.login(login)
        assert server.form(vault, vault, {"motive": "Alasannya cukup", "answer": "approve", "passphrase": passphrase}).status == 303
    server.login("penangan")
    assert "Nama Rekaan" in server.form(vault, vault + "/lihat", {}).text
    server.stop()
    server.start()  # what was opened was in memory only
    server.login("penangan")
    again = server.form(vault, vault + "/lihat", {})
    assert again.status == 503 and "dinyalakan ulang" in again.text and "Nama Rekaan" not in again.text
    server.stop()
    server.env["NETRA_CLOCK_NOW"] = "2024-11-04T09:31:00+07:00"
    server.start()
    server.login("penangan")
    assert server.form(vault, vault + "/lihat", {}).status == 403


def test_a_custodian_changes_the_passphrase_on_the_page(guarded):
    server = guarded
    server.login("kunci1")
    fields = {"old": PASSPHRASES["kunci1"], "fresh": "lereng-gunung-berkabut", "again": "lereng-gunung-berkabut"}
    assert server.form("/kerja/brankas", "/kerja/brankas/sandi", {**fields, "old": "keliru-sama-sekali"}).status == 422
    assert server.form("/kerja/brankas", "/kerja/brankas/sandi", {**fields, "again": "lain-lagi-bunyinya"}).status == 422
    assert "pendek" not in server.form("/kerja/brankas", "/kerja/brankas/sandi", {**fields, "fresh": "pendek", "again": "pendek"}).text
    assert server.form("/kerja/brankas", "/kerja/brankas/sandi", fields).location == "/kerja/brankas?diganti=1"
    done = server.run("keys", "sheets", "--present", "kunci1,kunci2", input=f"lereng-gunung-berkabut\n{PASSPHRASES['kunci2']}\n")
    assert done.returncode == 0, done.stderr


# ---------- R8, R9: planted, and searched for everywhere ----------

PLANTED = {"name": "Sekartanjung", "phone": "081298765001", "mail": "sekar.tanjung@contoh.example"}
ADDRESSES = {"real": "203.0.113.77", "forwarded": "198.51.100.23", "peer": "127.8.7.6", "six": "2001:db8:77:88::99"}
SHOWN = "penanda-isi-laporan-8841"  # in the text of a report, which is kept in the open: the search must find this one


def forms_of(text):
    """What @text could look like in a file: as it is, in UTF-16, hex, and base64 at each of its three offsets."""
    raw = text.encode()
    forms = {"utf-8": raw, "utf-16le": text.encode("utf-16-le"), "utf-16be": text.encode("utf-16-be"), "hex": raw.hex().encode(),
             "HEX": raw.hex().upper().encode(), "percent": "".join(f"%{c:02X}" for c in raw).encode()}
    for offset in range(3):
        cut = -(-offset * 8 // 6)  # what the bytes before touch
        for name, make in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
            whole = make(b"\0" * offset + raw).rstrip(b"=")
            forms[f"{name}+{offset}"] = whole[cut + (1 if offset else 0):-1]
    return {k: v for k, v in forms.items() if len(v) >= 6}


def hits(where, content, words):
    return [(where, word, form) for word in words for form, needle in forms_of(word).items() if needle in content]


def files_below(*folders):
    return [p for folder in folders for p in Path(folder).rglob("*") if p.is_file()]


def memory_of(pid):
    """All writable memory of a process; None when the kernel does not let us."""
    chunks = []
    try:
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as mem:
            for line in maps:
                span, rights, _, _, inode = line.split()[:5]
                start, stop = (int(x, 16) for x in span.split("-"))
                if "w" not in rights or stop - start > 1 << 33:
                    continue
                for at in range(start, stop, 1 << 24):
                    try:
                        mem.seek(at)
                        chunks.append(mem.read(min(1 << 24, stop - at)))
                    except (OSError, ValueError):
                        pass
    except PermissionError:
        return None
    return b"".join(chunks)


def ask_from(server, source, method, path, body=None, headers=None):
    """A request from another address of this machine, through a proxy that tells more addresses."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60, source_address=(source, 0))
    try:
        link.request(method, path, body, {"X-Real-IP": ADDRESSES["real"], "X-Forwarded-For": f"{ADDRESSES['forwarded']}, {ADDRESSES['six']}",
                                          "Forwarded": f"for={ADDRESSES['forwarded']}", **(headers or {})})
        answer = link.getresponse()
        return answer.status, answer.read().decode()
    finally:
        link.close()


def send_from(server, fields, files=None):
    page = ask_from(server, ADDRESSES["peer"], "GET", "/lapor")[1]
    once = re.search(r'name="once" value="([^"]*)"', page)[1]
    body, kind = multipart({"once": once, **fields}, files or [("file", "", b"")])
    return ask_from(server, ADDRESSES["peer"], "POST", "/lapor", body, {"Content-Type": kind})


def plant_all(server):
    """Through every door, also where a form comes back with a fault."""
    who = f"{PLANTED['name']} Rekaan, {PLANTED['phone']}, {PLANTED['mail']}"
    assert send_from(server, {"text": SHOWN, "contact": who}, [("file", "foto.jpg", PLAIN_PHOTO)])[0] == 303
    assert send_from(server, {"text": "", "contact": who})[0] == 422
    assert send_from(server, {"text": "Telepon saya 0812 0000 0000", "contact": who})[0] == 200  # asked about before sending
    for contact in (who, {"name": PLANTED["name"], "phone": PLANTED["phone"], "email": PLANTED["mail"]}):
        status, text = ask_from(server, ADDRESSES["peer"], "POST", "/api/v1/reports", json.dumps({"text": "lewat program", "contact": contact}),
                                {"Content-Type": "application/json"})
        assert status == 201, text
    code = json.loads(text)["code"]
    assert ask_from(server, ADDRESSES["peer"], "GET", f"/api/v1/reports/{code}")[0] == 200
    assert ask_from(server, ADDRESSES["peer"], "GET", "/api/v1/reports/0000000000000000")[0] == 404
    server.login("petugas")
    assert server.form("/kerja/loket", "/kerja/loket", {"channel": "counter", "text": "Di loket", "contact": who}, [("file", "", b"")]).status == 303


def open_all(server):
    """Each of them is opened by two and looked at."""
    server.login("penangan")
    for report in dict.fromkeys(re.findall(r'href="(/kerja/laporan/\d+)"', server.get("/kerja/loket").text)):
        server.login("penangan")
        vault = server.form(report, report + "/identitas", {"reason": "Perlu dipanggil sebagai saksi"}).location
        for login, passphrase in PASSPHRASES.items():
            server.login(login)
            done = server.form(vault, vault, {"motive": "Alasannya cukup", "answer": "approve", "passphrase": passphrase})
            assert done.status == 303, done.text
        server.login("penangan")
        looked = server.form(vault, vault + "/lihat", {})
        assert all(word in looked.text for word in PLANTED.values()), report


def test_the_search_finds_what_is_there_in_each_of_its_forms():
    for word in [*PLANTED.values(), *ADDRESSES.values()]:
        for lead in (b"", b"x", b"xy", b"xyz"):
            raw = lead + word.encode() + b" and more"
            for content in (raw, raw.hex().encode(), base64.b64encode(raw), base64.urlsafe_b64encode(raw), (lead.decode() + word).encode("utf-16")):
                assert hits("here", content, [word]), (word, lead)
    assert not hits("here", os.urandom(1 << 20), PLANTED.values())


def test_planted_identities_and_addresses_are_found_nowhere(make_server, tmp_path):
    server = in_custody(make_server(settings={"intake.per_hour": 1000, "serve.behind_proxy": "true", "log.level": "debug"}, start=False))
    server.env["ASAN_OPTIONS"] = "max_free_fill_size=1073741824:free_fill_byte=90"  # what glibc is told in a build without it
    server.start()
    before = set(Path.cwd().glob("core*"))
    plant_all(server)
    open_all(server)
    secrets = [*PLANTED.values(), *ADDRESSES.values()]

    # The disk while it runs: database, its write-ahead log, evidence, pieces of uploads, the program's own log.
    found = [hit for path in files_below(server.data) for hit in hits(path.name, path.read_bytes(), secrets)]
    assert found == []
    assert any(hits(path.name, path.read_bytes(), [SHOWN]) for path in files_below(server.data))

    # Backups, with keys and without.
    for name, more in (("plain.tar", ["--with-keys"]), ("sealed.bak", ["--passphrase-file", str(tmp_path / "pass")])):
        (tmp_path / "pass").write_text("sandi cadangan yang panjang\n")
        done = server.run("backup", str(tmp_path / name), *more)
        assert done.returncode == 0, done.stderr
        assert hits(name, (tmp_path / name).read_bytes(), secrets) == []
    assert hits("plain.tar", (tmp_path / "plain.tar").read_bytes(), [SHOWN])

    # Memory, when the requests are over: as a core would hold it.
    limits = Path(f"/proc/{server.process.pid}/limits").read_text()
    assert re.search(r"Max core file size\s+0\s+0", limits)
    memory = memory_of(server.process.pid)
    if memory is not None:  # root reads it all the same; anybody else is refused by the kernel
        assert b"Bawaslu Kota Tirtamulya" in memory
        assert hits("memory", memory, list(PLANTED.values()) + list(PASSPHRASES.values())) == []

    server.process.send_signal(signal.SIGABRT)
    server.process.wait(PATIENCE_S)
    server.process = None
    assert set(Path.cwd().glob("core*")) == before and not list(server.data.glob("core*"))
    found = [hit for path in files_below(server.data) for hit in hits(path.name, path.read_bytes(), secrets)]
    assert found == []


def test_the_proxys_template_keeps_no_addresses_and_no_bodies(tmp_path):
    """packaging/nginx.conf, run as it stands but for its certificates and ports: what it leaves on the disk."""
    import shutil
    nginx = shutil.which("nginx") or "/usr/sbin/nginx"
    if not os.access(nginx, os.X_OK):
        pytest.skip("nginx is not installed")
    text = (Path(__file__).resolve().parent.parent.parent / "packaging" / "nginx.conf").read_text()
    assert re.findall(r"^\s*access_log ([^;]+);", text, re.M) == ["off", "off"]
    assert set(re.findall(r"^\s*error_log ([^;]+);", text, re.M)) == {"/dev/null"}
    port = free_port()
    text = re.sub(r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};", text)
    text = re.sub(r"^\s*ssl_[a-z_]+ [^;]+;", "", text, flags=re.M)
    (tmp_path / "tmp").mkdir()
    (tmp_path / "nginx.conf").write_text(f"""
daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/main.log info;
events {{ }}
http {{ client_body_temp_path {tmp_path}/tmp/body; proxy_temp_path {tmp_path}/tmp/proxy; fastcgi_temp_path {tmp_path}/tmp/f;
uwsgi_temp_path {tmp_path}/tmp/u; scgi_temp_path {tmp_path}/tmp/s;
{text} }}""".replace("127.0.0.1:8080", "127.0.0.1:9"))
    process = subprocess.Popen([nginx, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")], stderr=subprocess.PIPE)

    def answered():
        assert process.poll() is None, process.stderr.read()
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S, source_address=(ADDRESSES["peer"], 0))
        try:
            link.request("POST", "/lapor", ("contact=" + PLANTED["phone"]).encode() * 4000, {"Content-Type": "application/x-www-form-urlencoded"})
            return link.getresponse().status
        except OSError:
            return None  # it does not listen yet
        finally:
            link.close()

    try:
        assert wait_for(answered) == 502  # nothing answers behind it: an error that is not written down
    finally:
        process.terminate()
        process.wait(PATIENCE_S)
    found = [hit for path in files_below(tmp_path) if path.name != "nginx.conf" for hit in hits(path.name, path.read_bytes(), [*PLANTED.values(), *ADDRESSES.values()])]
    assert found == []
