"""log_test.py -- the log of receipts from outside: the page, the feed, the mails to witnesses, and proofs that are checked
with nothing but the office's public key. The hashing is done again here, from RFC 9162, so that the program does not mark
its own work."""
import base64
import email
import email.policy
import hashlib
import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from xml.etree import ElementTree

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from server import Server, program  # noqa: E402

ATOM = "{http://www.w3.org/2005/Atom}"


def signed_first(s):
    """A server that has signed the head of its first day, with no receipts in it yet."""
    for _ in range(300):
        r = s.ask("GET", "/log/kepala.txt")
        if r.status == 200:
            assert "\n0\n" in r.text, r.text
            return s
        assert r.status == 404
        time.sleep(0.1)
    raise AssertionError("no head was signed in half a minute")


@pytest.fixture(scope="module")
def server():
    s = signed_first(Server(users=False))
    yield s
    s.end()


def send(server, text):
    r = server.ask("POST", "/api/v1/reports", json.dumps({"text": text}),
                   {"Content-Type": "application/json", "Idempotency-Key": os.urandom(8).hex()})
    assert r.status == 201, r.text
    return json.loads(r.text)


def check_code(server, line):
    """The code beside the QR, which the page of the pasted line links to."""
    token = re.search(r'name="form" value="([^"]+)"', server.ask("GET", "/periksa").text)
    body = "code=" + line.replace("|", "%7C").replace("/", "%2F").replace(":", "%3A") + (f"&form={token[1]}" if token else "")
    r = server.ask("POST", "/periksa", body)
    assert r.status == 200, r.text
    return re.search(r'/periksa/(\w+)/bukti', r.text)[1]


def line_of(made):
    return re.search(r"netra2\|[^\s\"<]+", json.dumps(made))[0]


def run(folder, *words):
    """The program on another machine: no data folder, no settings."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("NETRA_")}
    return subprocess.run([program(), *map(str, words)], cwd=folder, env=clean, capture_output=True, text=True, timeout=60)


def fetch(server, path, to):
    r = server.ask("GET", path)
    assert r.status == 200, r.text
    to.write_text(r.text)
    return to


# -- RFC 9162, written again --

def leaf(data):
    return hashlib.sha256(b"\0" + data).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def included(h, index, size, proof):
    """The root that the proof leads to (2.1.3.2)."""
    fn, sn = index, size - 1
    for p in proof:
        assert sn
        if fn & 1 or fn == sn:
            h = node(p, h)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            h = node(h, p)
        fn, sn = fn >> 1, sn >> 1
    assert not sn
    return h


def root_of(leaves):
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return node(root_of(leaves[:k]), root_of(leaves[k:]))


def subproof(m, d, known):
    if m == len(d):
        return [] if known else [root_of(d)]
    k = 1
    while k * 2 < len(d):
        k *= 2
    return subproof(m, d[:k], known) + [root_of(d[k:])] if m <= k else subproof(m - k, d[k:], False) + [root_of(d[:k])]


# -- tests --

def test_a_kept_proof_is_good_without_the_office(server, tmp_path):
    lines = [line_of(send(server, f"laporan {i}")) for i in range(5)]
    first = server.netra("log", "head")
    assert "netra/receipts/99.01\n5\n" in first
    code = check_code(server, lines[2])
    kept = fetch(server, f"/periksa/{code}/bukti", tmp_path / "catatan.txt")
    key = fetch(server, "/log/kunci.txt", tmp_path / "kunci.txt")
    text = kept.read_text()
    assert lines[2] in text and "laporan 2" not in text
    # The program, in an empty folder.
    done = run(tmp_path, "receipt", "check", kept, "--key", key)
    assert done.returncode == 0 and "TERCATAT: urutan 2 dari 5" in done.stdout, done.stdout + done.stderr
    told = json.loads(run(tmp_path, "receipt", "check", kept, "--key", key, "--json").stdout)
    assert told["good"] and told["inclusion"] == "proven" and told["index"] == 2 and told["head"]["size"] == 5
    # And by hand.
    proof = [base64.b64decode(x) for x in re.search(r"index 2\n((?:[A-Za-z0-9+/=]{44}\n)+)\n", text)[1].split()]
    root = base64.b64decode(re.search(r"netra/receipts/99.01\n5\n(\S+)\n", text)[1])
    signed = "|".join(lines[2].split("|")[:-1]).encode()
    assert included(leaf(signed), 2, 5, proof) == root
    leaves = [leaf("|".join(x.split("|")[:-1]).encode()) for x in lines]
    assert root_of(leaves) == root
    # The page says it in words, with a picture.
    page = server.ask("GET", f"/periksa/{code}")
    assert "urutan <b>2</b>" in page.text and "<svg class=\"drawing\"" in page.text
    assert "index <b>2</b>" in server.ask("GET", f"/periksa/{code}?lang=en").text
    # Another key, another line: no. No such key: trouble. No words: usage.
    other = tmp_path / "lain.pub"
    other.write_bytes(bytes(32))
    assert run(tmp_path, "receipt", "check", kept, "--key", other).returncode == 1
    forged = tmp_path / "palsu.txt"
    forged.write_text(text.replace("|2|", "|3|"))
    assert run(tmp_path, "receipt", "check", forged, "--key", key).returncode == 1
    assert run(tmp_path, "receipt", "check", kept, "--key", tmp_path / "tidak-ada").returncode == 3
    assert run(tmp_path, "receipt", "check").returncode == 2
    # A line that no head holds yet is a promise.
    late = line_of(send(server, "yang terakhir"))
    done = run(tmp_path, "receipt", "check", late, "--key", key)
    assert done.returncode == 0 and "JANJI" in done.stdout
    assert "paling lambat besok" in server.ask("GET", f"/periksa/{check_code(server, late)}").text


def test_heads_are_one_history_for_a_witness(server, tmp_path):
    key = fetch(server, "/log/kunci.txt", tmp_path / "kunci.txt")
    for i in range(4):
        send(server, f"hari {i}")
        server.netra("log", "head")
        fetch(server, "/log/kepala.txt", tmp_path / f"kepala{i}.txt")
    chain = fetch(server, "/log/rantai.txt", tmp_path / "rantai.txt")
    heads = [tmp_path / f"kepala{i}.txt" for i in range(4)]
    assert run(tmp_path, "log", "check", *heads, "--key", key).returncode == 0
    done = run(tmp_path, "log", "check", heads[0], chain, "--key", key)
    assert done.returncode == 0 and "SATU RIWAYAT" in done.stdout, done.stdout + done.stderr
    done = run(tmp_path, "log", "check", heads[0], heads[3], "--key", key)
    assert done.returncode == 1 and "BELUM TERSAMBUNG" in done.stdout
    size = re.search(r"99.01\n(\d+)\n", heads[0].read_text())[1]
    fetch(server, f"/log/kepala.txt?dari={size}", tmp_path / "sambung.txt")
    assert run(tmp_path, "log", "check", heads[0], tmp_path / "sambung.txt", "--key", key).returncode == 0
    # A head from which a digit was changed.
    bad = tmp_path / "palsu.txt"
    bad.write_text(heads[1].read_text().replace("time 20", "time 21"))
    assert run(tmp_path, "log", "check", bad, "--key", key).returncode == 1
    # A receipt and a witness's heads together.
    line = line_of(send(server, "bersama saksi"))
    server.netra("log", "head")
    kept = fetch(server, f"/periksa/{check_code(server, line)}/bukti", tmp_path / "catatan.txt")
    assert run(tmp_path, "receipt", "check", kept, "--key", key, "--head", heads[0]).returncode == 1
    fetch(server, "/log/rantai.txt", chain)
    whole = tmp_path / "semua.txt"
    whole.write_text(heads[0].read_text() + chain.read_text())
    done = run(tmp_path, "receipt", "check", kept, "--key", key, "--head", whole)
    assert done.returncode == 0 and "SATU RIWAYAT" in done.stdout, done.stdout + done.stderr
    assert run(tmp_path, "receipt", "check", kept, "--key", key, "--head", tmp_path / "tidak-ada").returncode == 3
    assert run(tmp_path, "log", "check", "--key", key).returncode == 2


def test_the_api_gives_the_same_proofs(server):
    heads = json.loads(server.ask("GET", "/api/v1/log/heads").text)
    assert heads["origin"] == "netra/receipts/99.01" and heads["items"][0]["size"] >= heads["items"][-1]["size"]
    old, new = heads["items"][-2], heads["items"][0]
    proof = json.loads(server.ask("GET", f"/api/v1/log/proof?from={old['size']}&to={new['size']}").text)
    assert proof["from"] == old["size"] and all(len(h) == 64 for h in proof["hashes"])
    db = sqlite3.connect(f"{server.data}/netra.db")
    leaves = [r[0] for r in db.execute("SELECT hash FROM log_leaf ORDER BY position")][:new["size"]]
    db.close()
    assert [bytes.fromhex(h) for h in proof["hashes"]] == subproof(old["size"], leaves, True)
    assert root_of(leaves).hex() == new["root"]
    assert server.ask("GET", f"/api/v1/log/proof?from=1&to={new['size'] + 1000}").status == 422
    assert server.ask("GET", "/api/v1/log/proof?from=2&to=1").status == 422
    assert server.ask("GET", "/api/v1/log/proof?from=x&to=1").status == 422
    assert server.ask("GET", "/api/v1/log/inclusion").status == 422
    assert server.ask("GET", "/api/v1/log/inclusion?code=AAAABBBBCCCC").status == 404
    line = line_of(send(server, "lewat API"))
    code = check_code(server, line)
    told = json.loads(server.ask("GET", f"/api/v1/log/inclusion?code={code}").text)
    assert told["line"] == line and not told["proven"] and told["size"] is None
    server.netra("log", "head")
    told = json.loads(server.ask("GET", f"/api/v1/log/inclusion?code={code}").text)
    assert told["proven"] and told["size"] == told["index"] + 1 and line in told["text"]


def test_page_and_feed(server):
    page = server.ask("GET", "/log")
    assert page.status == 200 and "Cara menjadi saksi" in page.text and "/log/kepala.xml" in page.text
    assert "How to be a witness" in server.ask("GET", "/log?lang=en").text
    feed = server.ask("GET", "/log/kepala.xml")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(feed.text)
    entries = tree.findall(f"{ATOM}entry")
    assert tree.tag == f"{ATOM}feed" and entries
    for needed in ("title", "id", "updated"):
        assert tree.find(f"{ATOM}{needed}").text and all(e.find(f"{ATOM}{needed}").text for e in entries)
    ids = [e.find(f"{ATOM}id").text for e in entries]
    assert len(set(ids)) == len(ids)
    newest = entries[0].find(f"{ATOM}content").text
    assert server.ask("GET", "/log/kepala.txt").text == newest
    where = entries[0].find(f"{ATOM}link").get("href")
    assert server.ask("GET", where[where.index("/log/"):]).text == newest
    again = server.ask("GET", "/log/kepala.xml", headers={"If-None-Match": feed.headers["ETag"]})
    assert again.status == 304 and not again.text
    assert server.ask("GET", "/log/kepala/1").status == 404
    assert server.ask("GET", "/periksa/AAAABBBBCCCC/bukti").status == 404


class Sink(threading.Thread):
    """A mail server that says 451 to the first mail and keeps the others (RFC 5321, as much as is needed)."""

    def __init__(self):
        super().__init__(daemon=True)
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen()
        self.port, self.mails, self.refused = self.socket.getsockname()[1], [], 0

    def run(self):
        while True:
            peer, _ = self.socket.accept()
            with peer, peer.makefile("rwb") as f:
                self.talk(f)

    def talk(self, f):
        def say(line):
            f.write(line.encode() + b"\r\n")
            f.flush()
        say("220 sink")
        mail = {}
        for raw in f:
            word = raw.decode().strip()
            verb = word.upper()
            if verb.startswith("MAIL FROM"):
                mail = {"from": word[10:], "to": []}
                if not self.refused:
                    self.refused += 1
                    say("451 later")
                    continue
            elif verb.startswith("RCPT TO"):
                mail["to"].append(word[8:].strip("<>"))
            elif verb.startswith("DATA"):
                say("354 go on")
                body = b""
                for line in f:
                    if line == b".\r\n":
                        break
                    body += line[1:] if line.startswith(b"..") else line
                mail["mail"] = email.message_from_bytes(body, policy=email.policy.default)
                self.mails.append(mail)
            elif verb.startswith("QUIT"):
                say("221 bye")
                return
            say("250 ok")


def test_witnesses_get_the_head_by_mail_and_a_refused_mail_comes_again(tmp_path):
    sink = Sink()
    sink.start()
    s = Server(users=False, settings={"NETRA_MAIL_SMTP": f"smtp://127.0.0.1:{sink.port}", "NETRA_MAIL_FROM": "netra@tirtamulya.example",
                                      "NETRA_WITNESS_MAIL_TO": "saksi@kampus.example, bukan alamat, jaringan@warga.example"})
    try:
        for _ in range(600):
            if len(sink.mails) >= 2:
                break
            time.sleep(0.1)
        assert sink.refused == 1 and {m["to"][0] for m in sink.mails} == {"saksi@kampus.example", "jaringan@warga.example"}
        m = sink.mails[0]["mail"]
        assert "99.01" in m["Subject"] and m["Message-ID"] and m["From"] == "netra@tirtamulya.example" and m["Date"]
        parts = list(m.walk())
        words = next(p for p in parts if p.get_content_type() == "text/plain" and not p.get_filename()).get_content()
        attached = next(p for p in parts if p.get_filename()).get_content()
        assert "netra log check" in words
        head = tmp_path / "kepala.txt"
        head.write_text(attached.replace("\r\n", "\n"))
        key = fetch(s, "/log/kunci.txt", tmp_path / "kunci.txt")
        done = run(tmp_path, "log", "check", head, "--key", key)
        assert done.returncode == 0 and "ASLI" in done.stdout, done.stdout + done.stderr
        (tmp_path / "isi.txt").write_text(words)
        assert run(tmp_path, "log", "check", tmp_path / "isi.txt", "--key", key).returncode == 0
    finally:
        s.end()


def unguard(db):
    for kind in ("UPDATE", "DELETE"):
        for table in ("log_leaf", "log_head"):
            db.execute(f"DROP TRIGGER IF EXISTS guard_{kind}_{table}")


def test_a_leaf_removed_by_hand_is_told_by_verify_and_by_what_people_kept(tmp_path):
    s = signed_first(Server(users=False))
    lines = [line_of(send(s, f"yang ke-{i}")) for i in range(6)]
    s.netra("log", "head")
    key = fetch(s, "/log/kunci.txt", tmp_path / "kunci.txt")
    kept = fetch(s, f"/periksa/{check_code(s, lines[3])}/bukti", tmp_path / "catatan.txt")
    old = fetch(s, "/log/kepala.txt", tmp_path / "kepala.txt")
    assert s.stop() == 0
    assert subprocess.run([program(), "--data", s.data, "verify"], capture_output=True).returncode == 0
    db = sqlite3.connect(f"{s.data}/netra.db")
    unguard(db)
    number = lines[3].split("|")[2]
    db.execute("DELETE FROM log_leaf WHERE position = 3")
    db.commit()
    found = subprocess.run([program(), "--data", s.data, "verify"], capture_output=True, text=True)
    assert found.returncode == 1 and "index 3 is missing" in found.stdout and number in found.stdout
    # Somebody with the office's key makes the log look whole again; the kept head says no.
    unguard(db) # the program put the guards back when it opened the store
    rest = db.execute("SELECT id, hash FROM log_leaf ORDER BY position").fetchall()
    db.execute("DELETE FROM log_leaf")
    for i, (report, h) in enumerate(rest):
        db.execute("INSERT INTO log_leaf VALUES (?, (SELECT id FROM office), ?, ?)", (report, i, h))
    tops = [root_of([h for _, h in rest[:4]]), rest[4][1]]
    db.execute("UPDATE log_state SET size = 5, tops = ?", (b"".join(tops),))
    db.execute("DELETE FROM log_head")
    db.commit()
    db.close()
    made = subprocess.run([program(), "--data", s.data, "log", "head"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    s.start()
    for i in range(3):
        send(s, f"sesudahnya {i}")
    s.netra("log", "head")
    new = fetch(s, "/log/rantai.txt", tmp_path / "baru.txt")
    proof = fetch(s, "/log/kepala.txt?dari=6", tmp_path / "sambung.txt")
    s.end()
    shutil.rmtree(s.data, ignore_errors=True)
    done = run(tmp_path, "receipt", "check", kept, "--key", key)
    assert done.returncode == 0 # what was kept stays proven
    done = run(tmp_path, "log", "check", old, new, proof, "--key", key)
    assert done.returncode == 1 and ("TIDAK COCOK" in done.stdout or "DITULIS ULANG" in done.stdout), done.stdout
    done = run(tmp_path, "receipt", "check", kept, "--key", key, "--head", proof)
    assert done.returncode == 1 and "TIDAK COCOK" in done.stdout, done.stdout
