"""upload_test.py -- files in pieces over real HTTP: tus 1.0.0 below /unggah with a strict client of ours (tus.py)."""
import base64
import hashlib
import json
import os
import random
import signal
import sqlite3
import threading
import time
from pathlib import Path

import pytest

from server import Server
from tus import PIECE, TYPE, Tus

KIB, MIB = 1024, 1024 * 1024


@pytest.fixture(scope="module")
def server():
    s = Server(users=False, settings={"NETRA_INTAKE_PER_HOUR": "100000"})
    yield s
    s.end()


def b64(data):
    return base64.b64encode(data).decode()


def report(server):
    r = server.ask("POST", "/api/v1/reports", json.dumps({"text": "Foto menyusul."}),
                   {"Content-Type": "application/json", "Idempotency-Key": os.urandom(12).hex()})
    assert r.status == 201, r.text
    return json.loads(r.text)


def client_of(server):
    return Tus(server.port, report(server)["upload_ticket"])


@pytest.fixture
def tus(server):
    return client_of(server)


def kept(server, data):
    """How many evidence files have these bytes: by their name, and the bytes looked at."""
    path = Path(server.data, "evidence", (h := hashlib.sha256(data).hexdigest())[:2], h)
    return path.exists() and path.read_bytes() == data


def talk(server, code):
    return json.loads(server.ask("GET", f"/api/v1/reports/{code}").text)["messages"]


# The plain way.

def test_a_server_says_what_it_speaks(server):
    for path in ("/unggah", "/unggah/0123456789abcdef0123456789abcdef"):
        r = Tus(server.port).ask("OPTIONS", path, tus=False)
        assert r.status == 204 and r.headers["Tus-Version"] == "1.0.0" and r.headers["Tus-Max-Size"] == str(20 * MIB)
        assert set(r.headers["Tus-Extension"].split(",")) == {"creation", "creation-with-upload", "expiration", "termination", "checksum"}
        assert "sha1" in r.headers["Tus-Checksum-Algorithm"] and "sha256" in r.headers["Tus-Checksum-Algorithm"]
        assert not any(h.startswith("Access-Control") for h in r.headers)  # other sites get no leave


def test_a_file_in_pieces_is_part_of_the_talk_once(server):
    mine = report(server)
    tus, data = Tus(server.port, mine["upload_ticket"]), os.urandom(300 * KIB + 7)
    where = tus.open(len(data), "rapat di balai.jpg")
    assert tus.offset(where) == 0 and tus.look(where).number("Upload-Length") == len(data)
    assert tus.look(where).headers["Upload-Metadata"] == "filename " + b64(b"rapat di balai.jpg")
    tus.send(where, data)
    assert kept(server, data) and tus.offset(where) == len(data)
    assert [m["kind"] for m in talk(server, mine["code"])] == ["files"]
    r = tus.patch(where, len(data) - PIECE, data[-PIECE:])  # the last answer was lost, and the phone sends it again
    assert r.status == 409
    assert [m["kind"] for m in talk(server, mine["code"])] == ["files"]


def test_one_patch_takes_a_whole_file(server, tus):
    data = os.urandom(20 * MIB)
    where = tus.open(len(data))
    r = tus.patch(where, 0, data)
    assert r.status == 204 and r.number("Upload-Offset") == len(data) and kept(server, data)


def test_a_first_piece_may_come_with_the_opening(server, tus):
    data = os.urandom(5000)
    r = tus.create(len(data), "a.bin", body=data[:3000])
    assert r.status == 201 and r.number("Upload-Offset") == 3000
    tus.send(r.headers["Location"], data, at=3000)
    assert kept(server, data)
    whole = os.urandom(4000)
    r = tus.create(len(whole), "b.bin", body=whole)
    assert r.status == 201 and r.number("Upload-Offset") == len(whole) and kept(server, whole)


def test_the_same_opening_again_gives_the_same_address(tus):
    assert tus.open(100, key="draf-1-berkas-1") == tus.open(100, key="draf-1-berkas-1") != tus.open(100, key="draf-1-berkas-2")
    assert tus.create(101, key="draf-1-berkas-1").status == 409


def test_chunked_bodies_are_taken_too(server, tus):
    data = os.urandom(1000)
    where = tus.open(len(data))
    head = (f"PATCH {where} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nContent-Type: {TYPE}\r\nUpload-Offset: 0\r\n"
            "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n").encode()
    body = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (data[:1], data[1:700], data[700:])) + b"0\r\n\r\n"
    r = tus.ask("PATCH", where, raw_head=head + body)
    assert r.status == 204 and kept(server, data)


def test_the_method_may_stand_in_a_header_of_a_post(server, tus):
    data = os.urandom(2000)
    where = tus.open(len(data))
    as_ = lambda method, more=None, body=b"": tus.ask("POST", where, {"X-HTTP-Method-Override": method, **(more or {})}, body)
    assert as_("HEAD").number("Upload-Offset") == 0
    assert as_("PATCH", {"Content-Type": TYPE, "Upload-Offset": "0"}, data).status == 204 and kept(server, data)
    other = tus.open(10)
    assert tus.ask("POST", other, {"X-HTTP-Method-Override": "DELETE"}).status == 204
    assert tus.look(other).status == 404
    assert as_("BREW").status == 405
    assert server.ask("GET", "/lapor", headers={"X-HTTP-Method-Override": "DELETE"}).status == 200  # only a POST may


# Links that break, servers that die.

def test_a_piece_that_is_cut_off_is_kept_as_far_as_it_came(tus):
    data = os.urandom(2 * MIB)
    where = tus.open(len(data))
    tus.patch(where, 0, data, cut=700_000)
    until = time.monotonic() + 5
    while tus.offset(where) < 700_000 and time.monotonic() < until:
        time.sleep(0.02)
    assert tus.offset(where) == 700_000
    tus.patch(where, 700_000, data[700_000:], cut=100)  # too little to be worth a sync
    time.sleep(0.2)
    assert tus.offset(where) == 700_000


def test_20_mib_with_ten_drops_and_two_kills_sends_little_more_than_its_size():
    server = Server(users=False)
    try:
        mine, chance = report(server), random.Random(5)
        data = chance.randbytes(20 * MIB)
        tus = Tus(server.port, mine["upload_ticket"])
        where, at = tus.open(len(data), "rekaman.mp4"), 0
        drops = sorted(chance.randrange(len(data)) for _ in range(10))
        kills = [6 * MIB, 14 * MIB]
        done = 0
        while at < len(data):
            part = data[at:at + PIECE]
            if kills and at >= kills[0]:
                kills.pop(0)
                server.child.send_signal(signal.SIGKILL)
                server.child.wait()
                server.start()
                tus.port = server.port
                assert tus.offset(where) >= at, "an acknowledged piece was lost"
                at = tus.offset(where)
                continue
            if drops and at <= drops[0] < at + len(part):
                tus.patch(where, at, part, cut=drops.pop(0) - at)
                done += 1
                assert tus.offset(where) >= at
                at = tus.offset(where)
                continue
            r = tus.patch(where, at, part)
            assert r.status in (204, 409), (r.status, r.body)
            at = r.number("Upload-Offset") if r.status == 204 else tus.offset(where)
        assert done >= 9 and not kills
        assert kept(server, data) and tus.sent < 1.1 * len(data), tus.sent / len(data)
        assert [m["kind"] for m in talk(server, mine["code"])] == ["files"]
        assert not list(Path(server.data, "uploads").iterdir())
        verify = server.netra("verify")
        assert verify
    finally:
        server.end()


def test_two_clients_at_once_take_turns(server):
    mine = report(server)
    data, ends = os.urandom(600 * KIB), []
    where = Tus(server.port, mine["upload_ticket"]).open(len(data))

    def run():
        tus = Tus(server.port)
        for _ in range(1000):
            r = tus.look(where)
            at = r.number("Upload-Offset") if r.status == 200 else 0
            if r.status == 200 and at == len(data):
                ends.append(True)
                return
            ends.append(tus.patch(where, at, data[at:at + PIECE]).status in (204, 409, 423))

    threads = [threading.Thread(target=run) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert all(ends) and kept(server, data)
    assert [m["kind"] for m in talk(server, mine["code"])] == ["files"]


# What is refused, and how.

def test_offsets_must_fit(tus):
    data = os.urandom(1000)
    where = tus.open(len(data))
    assert tus.patch(where, 0, data[:400]).status == 204
    for wrong in (0, 399, 401, 1000, 2**62):
        assert tus.patch(where, wrong, data[:10]).status == 409
    assert tus.patch(where, 400, data + data).status == 413  # more than is still to come
    assert tus.patch(where, 400, b"").number("Upload-Offset") == 400
    assert tus.offset(where) == 400


@pytest.mark.parametrize("text", ["", "-1", "+5", "0x10", "1e3", "1 2", "9" * 30, "abc", "1.0", "\u0661"])
def test_numbers_that_are_none_are_refused(tus, text):
    where = tus.open(100)
    bad = text.encode().decode("latin-1") if text.isascii() else "\xd9\xa1"
    assert tus.ask("PATCH", where, {"Content-Type": TYPE, "Upload-Offset": bad}, b"x").status == 400
    assert tus.ask("POST", "/unggah", {"Upload-Length": bad, "Netra-Ticket": tus.ticket}).status in (400, 413)
    assert tus.offset(where) == 0


def test_another_version_is_412(tus):
    where = tus.open(100)
    for version in (None, "0.2.2", "1.0.1", "1.0.0, 1.0.0", ""):
        headers = {"Content-Type": TYPE, "Upload-Offset": "0", **({"Tus-Resumable": version} if version is not None else {})}
        r = tus.ask("PATCH", where, headers, b"x", tus=False)
        assert r.status == 412 and r.headers["Tus-Version"] == "1.0.0"
    assert tus.ask("HEAD", where, tus=False).status == 412 and tus.offset(where) == 0


@pytest.mark.parametrize("kind", [None, "application/octet-stream", "multipart/form-data; boundary=x", "application/json", TYPE + "x"])
def test_another_content_type_is_415(tus, kind):
    where = tus.open(100)
    headers = {"Upload-Offset": "0", **({"Content-Type": kind} if kind else {})}
    assert tus.ask("PATCH", where, headers, b"x").status == 415 and tus.offset(where) == 0


def test_too_large_is_said_before_a_byte_comes(server, tus):
    assert tus.create(20 * MIB + 1).status == 413
    assert tus.create(2**62).status == 413
    assert tus.create(20 * MIB).status == 201


def test_opening_needs_a_ticket(server, tus):
    good = tus.ticket
    for bad in ("", "x", good[:-2], "A" + good[1:] if good[0] != "A" else "B" + good[1:], "A" * 5000):
        tus.ticket = bad
        assert tus.create(10).status == 403
    assert tus.ask("POST", "/unggah", {"Upload-Length": "10"}).status == 403


def test_the_upload_ticket_reads_nothing(server, tus):
    for path in ("/lacak/", "/tanda-terima/"):
        r = server.ask("GET", path + tus.ticket)
        assert r.status == 303 and r.headers["Location"].startswith("/lacak")
    assert server.ask("GET", "/api/v1/reports/" + tus.ticket).status == 404


def test_the_follow_pages_ticket_opens_uploads_too(server):
    mine = report(server)
    r = server.ask("POST", "/lacak", "code=" + mine["code"])
    tus, data = Tus(server.port, r.headers["Location"].split("/")[-1]), os.urandom(100)
    tus.send(tus.open(len(data)), data)
    assert kept(server, data)


def test_unknown_and_foreign_ids_are_404(tus):
    for end in ("0123456789abcdef0123456789abcdef", "x", "%2e%2e", "..%2fnetra.db", "A" * 2000):
        assert tus.look("/unggah/" + end).status == 404
        assert tus.patch("/unggah/" + end, 0, b"x").status == 404
        assert tus.ask("DELETE", "/unggah/" + end).status == 404


def test_other_methods_are_named(tus):
    where = tus.open(10)
    r = tus.ask("GET", where)
    assert r.status == 405 and set(r.headers["Allow"].split(", ")) == {"HEAD", "PATCH", "DELETE", "OPTIONS"}
    assert tus.ask("PUT", where, {}, b"x").status == 405
    assert tus.ask("PATCH", "/unggah", {}, b"x").headers["Allow"] == "POST, OPTIONS"


def test_what_is_taken_back_is_gone(server, tus):
    data = os.urandom(100)
    where, other = tus.open(1000), tus.open(len(data))
    assert tus.ask("DELETE", where).status == 204
    assert tus.look(where).status == 404 and tus.patch(where, 0, b"x").status == 404 and tus.ask("DELETE", where).status == 404
    tus.send(other, data)
    assert tus.ask("DELETE", other).status == 403 and kept(server, data)  # part of the report: it stays


def test_too_many_under_way(tus):
    open_ = [tus.open(10) for _ in range(20)]
    assert tus.create(10).status == 429
    assert tus.ask("DELETE", open_[0]).status == 204
    assert tus.create(10).status == 201


def test_a_full_disk_is_507_and_takes_nothing():
    server = Server(users=False)
    try:
        tus, data = client_of(server), os.urandom(1000)
        where = tus.open(len(data))
        assert tus.patch(where, 0, data[:500]).status == 204
        server.stop()
        server.env["NETRA_UPLOAD_RESERVE_MIB"] = "1000000000"
        server.start()
        tus.port = server.port
        r = tus.patch(where, 500, data[500:])
        assert r.status == 507 and "disk" in json.loads(r.body)["detail"] and tus.offset(where) == 500
        assert tus.create(10).status == 507
        server.stop()
        del server.env["NETRA_UPLOAD_RESERVE_MIB"]
        server.start()
        tus.port = server.port
        tus.send(where, data, at=500)
        assert kept(server, data)
    finally:
        server.end()


def test_after_a_week_the_address_is_gone():
    server = Server(users=False)
    try:
        tus = client_of(server)
        where = tus.open(1000)
        assert tus.patch(where, 0, b"x" * 500).status == 204
        server.stop()
        with sqlite3.connect(f"{server.data}/netra.db") as db:  # a week goes by: the drill clock cannot be moved from here
            assert db.execute("UPDATE upload SET expires_at = expires_at - 7 * 86400 * 1000000 - 1").rowcount == 1
        db.close()
        server.start()  # the keeper ends it at once, or has not come to it yet
        tus.port = server.port
        assert tus.look(where).status in (404, 410) and tus.patch(where, 500, b"x").status in (404, 410)
        until = time.monotonic() + 10
        while list(Path(server.data, "uploads").iterdir()) and time.monotonic() < until:
            time.sleep(0.1)
        assert not list(Path(server.data, "uploads").iterdir())
        assert tus.create(10).status == 201  # the ticket opens others
    finally:
        server.end()


# Checksums.

@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_a_damaged_piece_is_not_kept(server, tus, kind):
    data = os.urandom(5000)
    where = tus.open(len(data))
    total = hashlib.new(kind, data).digest()
    assert tus.patch(where, 0, data[:-1] + b"!", more={"Upload-Checksum": f"{kind} {b64(total)}"}).status == 460
    assert tus.offset(where) == 0
    for bad in ("md5 " + b64(b"x" * 16), kind, f"{kind} ", f"{kind} !!", f"{kind} {b64(total[:-1])}"):
        assert tus.patch(where, 0, data, more={"Upload-Checksum": bad}).status == 400
    tus.patch(where, 0, data, cut=4000, more={"Upload-Checksum": f"{kind} {b64(total)}"})
    time.sleep(0.1)
    assert tus.offset(where) == 0  # half a piece cannot be checked
    assert tus.patch(where, 0, data, more={"Upload-Checksum": f"{kind} {b64(total)}"}).status == 204 and kept(server, data)
    r = tus.create(len(data), body=data, more={"Upload-Checksum": f"{kind} {b64(total[::-1])}"})
    assert r.status == 460


# Garbage.

@pytest.mark.parametrize("meta", ["filename !!!", "filename YQ==,filename YQ==", ",", "x" * 5000, "filename " + b64(b"a\r\nSet-Cookie: x"),
                                  "filename " + b64(b"\xff\xfe"), "filename " + b64(b"a\x00b"), "n\xe4me YQ==", "k YQ== YQ=="])
def test_metadata_that_is_none_is_refused(tus, meta):
    r = tus.ask("POST", "/unggah", {"Upload-Length": "10", "Netra-Ticket": tus.ticket, "Upload-Metadata": meta})
    assert r.status in (400, 431), r.status


@pytest.mark.parametrize("name", ["Upload-Offset", "Upload-Length", "Tus-Resumable", "Netra-Ticket", "Upload-Metadata", "Upload-Checksum",
                                  "X-HTTP-Method-Override"])
def test_a_header_that_comes_twice_is_refused(tus, name):
    where = tus.open(10)
    head = (f"PATCH {where} HTTP/1.1\r\nHost: x\r\nTus-Resumable: 1.0.0\r\nContent-Type: {TYPE}\r\nUpload-Offset: 0\r\n"
            f"Content-Length: 1\r\nConnection: close\r\n{name}: 0\r\n{name}: 1.0.0\r\n\r\nx").encode()
    assert tus.ask("PATCH", where, raw_head=head).status == 400
    assert tus.offset(where) == 0


def test_random_heads_never_hurt(server, tus):
    chance = random.Random(17)
    where = tus.open(1000)
    names = ["Upload-Offset", "Upload-Length", "Tus-Resumable", "Netra-Ticket", "Upload-Metadata", "Upload-Checksum", "Content-Type",
             "Content-Length", "X-HTTP-Method-Override", "Transfer-Encoding", "Upload-Concat", "Upload-Defer-Length", "Expect"]
    values = ["0", "1.0.0", TYPE, "chunked", "18446744073709551616", "PATCH", "partial", "1", "100-continue", tus.ticket, "sha1 AAAA"]
    for _ in range(300):
        method = chance.choice(["PATCH", "POST", "HEAD", "DELETE", "OPTIONS", "GET"])
        lines = "".join(f"{chance.choice(names)}: {chance.choice(values + [chance.randbytes(9).hex()])}\r\n" for _ in range(chance.randrange(8)))
        raw = f"{method} {chance.choice([where, '/unggah', '/unggah/x'])} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{lines}\r\n".encode()
        got = server.raw(raw + chance.randbytes(chance.randrange(200)), wait=0.3)
        assert not got or int(got.split()[1]) < 500 or int(got.split()[1]) in (501, 505, 507), (raw, got[:300])
    assert server.ask("GET", "/").status == 200


def test_other_sites_send_nothing(tus):
    where = tus.open(10)
    for more in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert tus.patch(where, 0, b"x", more=more).status == 403
        assert tus.create(10, more=more).status == 403
        assert tus.ask("DELETE", where, more).status == 403
    assert tus.offset(where) == 0


def test_many_large_patches_at_once_hold_little_memory():
    """Eight files of 10 MiB on eight connections: parts are stored as they come, none is whole in memory."""
    server = Server(users=False, settings={"ASAN_OPTIONS": "quarantine_size_mb=1"})
    files = [os.urandom(10 * MIB) for _ in range(8)]

    def memory():
        return next(int(l.split()[1]) for l in open(f"/proc/{server.child.pid}/status") if l.startswith("VmRSS:")) // 1024

    def run(data):
        tus = client_of(server)
        assert tus.patch(tus.open(len(data)), 0, data).status == 204

    try:
        run(os.urandom(MIB))
        before, most = memory(), 0
        threads = [threading.Thread(target=run, args=(data,)) for data in files]
        for t in threads:
            t.start()
        while any(t.is_alive() for t in threads):
            most = max(most, memory())
            time.sleep(0.01)
        assert all(kept(server, data) for data in files)
        assert most - before < 40, f"{before} -> {most} MB"  # 80 MB came
    finally:
        server.end()


def test_the_form_without_script_adds_files_as_before(server):
    mine = report(server)
    where = server.ask("POST", "/lacak", "code=" + mine["code"]).headers["Location"]
    body = (b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"
            b"isi berkas\r\n--x--\r\n")
    r = server.ask("POST", where, body, {"Content-Type": "multipart/form-data; boundary=x"})
    assert r.status == 303 and kept(server, b"isi berkas")
