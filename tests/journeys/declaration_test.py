"""S4: pledge and declaration. 6,000 people in 42 units sign by link, poster and kiosk; nothing is lost or double; who sees what.

The list of 6,800 is made up here. 80 are on leave and 12 retired, so 6,708 count. 300 rows are signed on a sheet of paper, which two people
key in when the others are done: seven of them had signed already. Some of each unit do not sign, more in the later ones, so that
the board has an order to be checked.
"""
import csv
import hashlib
import http.client
import io
import json
import re
import sqlite3
import threading
import time
import urllib.parse

import pytest
from conftest import PASSWORD, PATIENCE_S, log_in, until

UNITS, PEOPLE, HANDS = 42, 6800, 8
MIXED, COUNTS = 6000, PEOPLE - 92  # who is excused, late or on paper is among the first; the others sign by HTTP
SCAN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HEAD = "nip;nama;kelas;instansi;status;tanggal_lahir\n"
NEW = {"title": "Ikrar dan deklarasi 2024", "institution": "Pemerintah Kota Tirtamulya", "roster": "0", "opens_on": "2024-11-01",
       "closes_on": "2024-11-20", "proof": "birth", "source": "Surat Edaran 4/2024",
       "text": "Menjaga netralitas.\nMenghindari benturan kepentingan.\nBijak di media sosial.\nMenolak politik uang."}


def unit_of(i):
    return f"Dinas {i % UNITS + 1:02d}"


def status_of(i):
    return "Aktif" if i >= MIXED else "Cuti Besar" if i % 75 == 0 else "Pensiun" if i % 500 == 7 else "Aktif"


def on_paper(i):
    return i < MIXED and i % 20 == 3


def signs(i):
    return status_of(i) == "Aktif" and not on_paper(i) and i // UNITS >= i % UNITS // 2


def line(i):
    return f"PEG-{i:04d};Orang {i:04d} Rekaan;THL;{unit_of(i)};{status_of(i)};05-03-1991\n"


LIST = HEAD + "".join(map(line, range(PEOPLE)))
SIGNERS = [i for i in range(PEOPLE) if signs(i)]
assert sum(status_of(i) == "Cuti Besar" for i in range(PEOPLE)) == 80 and sum(status_of(i) == "Pensiun" for i in range(PEOPLE)) == 12
PAPER = [i for i in range(PEOPLE) if on_paper(i)][:293]
DOUBLE = SIGNERS[:7]
assert sum(map(on_paper, range(PEOPLE))) == 300 and len(SIGNERS) >= 6000


def left(i):
    """Who counts and has signed nowhere."""
    return status_of(i) == "Aktif" and not signs(i) and i not in PAPER


def share(signed, counts):
    permille = (signed * 1000 + counts // 2) // counts
    return f"{permille // 10},{permille % 10} %"


def add_user(server, login, name, role, *more):
    added = server.run("user", "add", login, "--name", name, "--position", "Kepala", "--role", role, *more, input=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr


def campaign(server, people=LIST):
    """Address of its staff page, path of everybody's link, paths by unit; the officer of prevention is logged in."""
    add_user(server, "pencegahan", "Sari Telagarekaan", "prevention")
    server.login("pencegahan")
    at = server.form("/kerja/ikrar/baru", "/kerja/ikrar/baru", NEW).location
    kept = server.form(at, at + "/daftar", {"do": "keep"}, [("file", "daftar.csv", people.encode())])
    assert "Daftar tersimpan" in kept.text, kept.text[-3000:]
    links = re.findall(r'<li><a href="(/ikrar/[0-9a-f]{16})">([^<]+)</a>', kept.text)
    return at, next(a for a, name in links if name == "Semua pegawai"), {name: a for a, name in links}


class Hand:
    """A phone, or a kiosk in a hall: one connection that is kept."""

    def __init__(self, server):
        self.server, self.link = server, http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S)

    def ask(self, method, path, fields=None, **headers):
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.link.request(method, path, fields and urllib.parse.urlencode(fields), headers)
        answer = self.link.getresponse()
        return answer.status, answer.headers["Location"], answer.read().decode()

    def version(self, path):
        return re.search(r'name="versi" value="(\d+)"', self.ask("GET", path)[2])[1]

    def press(self, path, i, version, way=None, **headers):
        fields = {"versi": version, "baca": "1", "act": "sign", "nomor": f"PEG-{i:04d}", "lahir": "1991-03-05", **({way: "1"} if way else {})}
        return self.ask("POST", path, fields, **headers)


class Roll:
    """Everybody signs at once, by one of three ways, and whoever is told that the text changed reads it and signs again."""

    def __init__(self, server, link, doors):
        self.server, self.link, self.doors = server, link, doors
        self.version, self.done, self.wrong, self.stale = Hand(server).version(link), {}, [], 0
        self.half = threading.Event()

    def way(self, i):
        return (self.link, None) if i % 3 == 0 else (self.doors[unit_of(i)], "poster" if i % 3 == 1 else "kios")

    def sign(self, hand, i):
        path, way = self.way(i)
        for _ in range(20):
            version = self.version
            status, location, page = hand.press(path, i, version, way)
            if status == 303:
                return location.split("?")[0], version
            assert status == 409 and "Naskahnya berganti" in page, (status, page[-2000:])
            self.stale += 1
            self.version = re.search(r'name="versi" value="(\d+)"', page)[1]
        raise AssertionError("the text changes all the time")

    def some(self, whom):
        hand = Hand(self.server)
        try:
            for i in whom:
                self.done[i] = self.sign(hand, i)
                if i % 50 == 0:  # an impatient thumb
                    assert self.sign(hand, i)[0] == self.done[i][0] or self.done[i][1] != self.version
                if len(self.done) > len(SIGNERS) // 2:
                    self.half.set()
        except Exception as fault:  # seen by the test, in its own thread
            self.wrong.append(fault)
            self.half.set()

    def start(self, whom):
        self.threads = [threading.Thread(target=self.some, args=(whom[first::HANDS],)) for first in range(HANDS)]
        for thread in self.threads:
            thread.start()

    def end(self):
        for thread in self.threads:
            thread.join()
        assert not self.wrong, self.wrong[0]


class Wall(threading.Thread):
    """Listens to the figure until it is told to stop."""

    def __init__(self, server, at, cookie):
        super().__init__(daemon=True)
        self.link, self.heard = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S), []
        self.link.request("GET", at + "/siar", headers={"Cookie": cookie})
        self.answer = self.link.getresponse()

    def run(self):
        try:
            for text in self.answer:
                if text.startswith(b"data: "):
                    self.heard.append(json.loads(text[6:]))
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass  # the server was stopped

    def wait(self, signed):
        for _ in range(PATIENCE_S * 10):
            if self.heard and self.heard[-1]["signed"] == signed:
                return
            time.sleep(0.1)
        raise AssertionError(f"the wall shows {self.heard[-1]['signed']}, not {signed}")


def put_and_withdraw(server, at):
    """A second text while everybody signs; a mistake is found in it, and it is withdrawn again."""
    assert server.form(at, at + "/naskah", {"text": NEW["text"] + "\nButir yang salah.", "source": "SE 5/2024"}).status == 303
    second = re.search(r'name="version" value="(\d+)"', server.get(at).text)[1]
    time.sleep(0.5)
    assert server.form(at, at + "/cabut", {"version": second, "reason": "Salah butir"}).status == 303
    return second


def stored(server):
    """(version, person) of every signature in the store, and what the counters say."""
    with sqlite3.connect(f"file:{server.data}/netra.db?mode=ro", uri=True) as db:
        return (db.execute("SELECT s.version, r.number FROM pledge_sign s JOIN roster_row r ON r.id = s.person").fetchall(),
                db.execute("SELECT sum(signed), sum(beyond) FROM pledge_unit").fetchone(), dict(db.execute("SELECT version, signs FROM pledge_tally")))


def board(page):
    """(unit, share) in the order of the page, and what stands below each."""
    return re.findall(r'<div class="top-line"><b>([^<]+)</b><b>([^<]+)</b></div>.*?<p>(.*?)</p>', page.split('id="urut"')[1], re.S)


def expected(signed):
    """Units as the board must have them: the smallest share first."""
    counts = {u: [0, 0] for u in map(unit_of, range(UNITS))}
    for i in range(PEOPLE):
        counts[unit_of(i)][0] += i in signed
        counts[unit_of(i)][1] += status_of(i) == "Aktif"
    order = sorted(counts.items(), key=lambda kv: (kv[1][0] / kv[1][1], -(kv[1][1] - kv[1][0]), kv[0]))
    return [(u, share(*n), f"{n[0]} dari {n[1]}") for u, n in order]


def test_six_thousand_sign_and_the_declaration_says_who_has(server):
    at, link, doors = campaign(server)
    assert len(doors) == UNITS + 1
    staff = server.cookie
    wall = Wall(server, at, staff)
    assert wall.answer.status == 200 and wall.answer.headers["Content-Type"].startswith("text/event-stream")
    wall.start()
    roll, began = Roll(server, link, doors), time.monotonic()
    first = roll.version
    roll.start(SIGNERS)
    assert roll.half.wait(PATIENCE_S * 3)
    second = put_and_withdraw(server, at)
    roll.end()
    again = [i for i in SIGNERS if roll.done[i][1] == second]  # their text was withdrawn: they are asked once more
    evidence = {i: roll.done[i][0] for i in SIGNERS}
    roll.start(again)
    roll.end()
    took = time.monotonic() - began
    print(f"{len(SIGNERS)} signed in {took:.1f} s, {roll.stale} met another text, {len(again)} signed twice because of it")
    assert took < 15 * 60 and all(roll.done[i][1] == first for i in SIGNERS)

    # None lost, none double: each has one signature of the text that counts; those of the other one are kept as evidence.
    rows, (signed, beyond), tally = stored(server)
    assert sorted(n for v, n in rows if v == int(first)) == [f"peg-{i:04d}" for i in SIGNERS]
    assert sorted(n for v, n in rows if v == int(second)) == [f"peg-{i:04d}" for i in again] and len(rows) == len(SIGNERS) + len(again)
    assert (signed, beyond) == (len(SIGNERS), 0) and tally.get(int(first)) == len(SIGNERS) and tally.get(int(second), 0) == len(again)
    assert len({roll.done[i][0] for i in SIGNERS}) == len(SIGNERS)
    hand = Hand(server)
    assert all("ditarik" in hand.ask("GET", evidence[i])[2] for i in again[:3])

    # The wall followed: numbers only grow while one text is signed, and end where the store is; names never pass through it.
    wall.wait(len(SIGNERS))
    grows = [f["signed"] for f in wall.heard]
    assert len(grows) >= 3 and grows[0] == 0 and all(f["counts"] == COUNTS for f in wall.heard) and "Rekaan" not in json.dumps(wall.heard)
    assert sum(u["signed"] for u in wall.heard[-1]["units"]) == len(SIGNERS) and len(wall.heard[-1]["units"]) == UNITS

    # The board: sorted, with the rule beside it, excused by kind; on paper too.
    server.cookie = staff
    page = server.get(at).text
    assert [(u, s) for u, s, _ in board(page)] == [(u, s) for u, s, _ in expected(set(SIGNERS))]
    assert all(text in below for (_, _, text), (_, _, below) in zip(expected(set(SIGNERS)), board(page)))
    assert share(len(SIGNERS), COUNTS) in page and "80 cuti" in page and "12 pensiun" in page and "<b>pensiun</b>" in page
    assert server.get(at + "/papan").bytes.startswith(b"%PDF")

    paper(server, at)
    add_user(server, "sekda", "Damar Langitrekaan", "secretary")
    joint(server, at)
    certificate(server, at)
    # Reading led by an official.
    assert server.form(at, at + "/pembacaan", {"read_by": "Damar Langitrekaan", "read_as": "Sekretaris Daerah", "read_on": "2024-11-04",
                                               "read_at_place": "Alun-alun"}).status == 303
    heads_and_sekda(server, at)
    server.stop()
    verified = server.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def paper(server, at):
    """Three hundred rows on one sheet, keyed by one person and again by another (N28)."""
    add_user(server, "kepegawaian", "Wulan Sekarbanyu", "personnel")
    made = server.form(at + "/lembar", at + "/lembar", {"number": "", "agency": "0", "held_on": "2024-11-04", "place": "Alun-alun"}, [("scan", "lembar.pdf", SCAN)])
    rows = "\n".join(f"PEG-{i:04d}" for i in sorted(PAPER + DOUBLE))
    assert server.form(made.location, made.location + "/ketik", {"turn": 1, "rows": rows}).status == 303
    assert server.form(made.location, made.location + "/ketik", {"turn": 2, "rows": rows}).status == 409  # not by the same person
    server.login("kepegawaian")
    assert server.form(made.location, made.location + "/ketik", {"turn": 2, "rows": rows}).status == 303
    assert "293 tanda tangan + 7 ganda + 0 kosong + 0 tidak dikenal = 300 baris" in text(server.get(made.location))
    ways = {way: sum(i % 3 == n for i in SIGNERS) for n, way in enumerate(("tautan", "poster", "kios"))}
    server.login("pencegahan")
    page = server.get(at)
    said = text(page).replace(".", "")
    assert all(f"{way} {n}" in said for way, n in {**ways, "kertas": 293}.items()), ways
    assert [(u, s) for u, s, _ in board(page.text)] == [(u, s) for u, s, _ in expected({*SIGNERS, *PAPER})]


def joint(server, at):
    """Two institutions sign one after the other, a witness last."""
    made = server.form("/kerja/deklarasi", "/kerja/deklarasi", {"title": "Deklarasi netralitas 2024", "held_on": "2024-11-04", "place": "Alun-alun", "text": NEW["text"],
                                                                "read_by": "Damar Langitrekaan", "read_as": "Sekretaris Daerah", "pledge": at.split("/")[-1]}).location
    for institution, signer, more in (("Pemerintah Kota Tirtamulya", "Damar Langitrekaan", {"login": "sekda"}), ("Bawaslu Kota Tirtamulya", "Bima Antarrekaan", {"login": ""}),
                                      ("Saksi masyarakat", "Ningsih Padirekaan", {"login": "", "witness": "1"})):
        assert server.form(made, made + "/penanda", {"institution": institution, "signer": signer, "position": "Ketua", **more}).status == 303
    ids = re.findall(r'/tautan">.*?name="party" value="(\d+)"', server.get(made).text, re.S)
    link = re.search(r"/ikrar/bersama/[0-9a-f]{32}", server.form(made, made + "/tautan", {"party": ids[1]}).text)[0]
    assert "Belum giliran Anda" in server.get(link).text
    server.login("sekda")
    version = server.get(made).hidden("version")
    assert server.form(made, made + "/tanda", {"version": version, "password": PASSWORD}).status == 303
    server.cookie = None
    assert server.post(link, {"version": version, "read": "1"}).status == 303
    server.login("pencegahan")
    assert server.form(made, made + "/tinta", {"party": ids[2], "signed_on": "2024-11-04"}, [("scan", "saksi.pdf", SCAN)]).status == 303
    assert "Semua sudah menandatangani" in server.get(made).text


def certificate(server, at):
    """What the secretary hands over: its hash is that of the list it was counted from."""
    assert server.form(at + "/kepatuhan", at + "/kepatuhan", {}).status == 303
    page = server.get(at + "/kepatuhan").text
    listed = server.get(re.search(r'"(/kerja/ikrar/\d+/kepatuhan/\d+/daftar)"', page)[1])
    rows = list(csv.DictReader(io.StringIO(listed.text)))
    signed = len(SIGNERS) + len(PAPER)
    assert len(rows) == PEOPLE and sum(bool(r["ditandatangani"]) for r in rows) == signed and sum(bool(r["dikecualikan"]) for r in rows) == 92
    assert hashlib.sha256(listed.bytes).hexdigest() in page
    server.cookie = None
    public = server.get(server.get("/periksa/" + re.search(r"/periksa/([0-9a-f]{16})", page)[1]).location)
    assert hashlib.sha256(listed.bytes).hexdigest() in public.text and share(signed, COUNTS) in public.text
    server.login("pencegahan")


def heads_and_sekda(server, at):
    """Reminder by hand to all heads; a head reads the own names, nobody else any."""
    add_user(server, "kepala", "Galih Pantairekaan", "unit", "--agency", "Dinas 42")
    assert server.form(at + "/pengingat", at + "/pengingat", {}).status == 303
    sent = server.get(at + "/pengingat").text
    lag = {unit_of(i) for i in range(PEOPLE) if left(i)}
    assert set(re.findall(r'<th scope="row">Kepala (Dinas \d\d)', sent)) == lag and "Orang 0" not in sent and 30 < len(lag) < UNITS
    again = server.form(at, at + "/pengingat", {})
    assert again.status == 409 and "Hari ini sudah ada pengingat" in again.text
    missing = {f"Orang {i:04d} Rekaan" for i in range(PEOPLE) if unit_of(i) == "Dinas 42" and left(i)}
    server.login("kepala")
    assert f"{len(missing)} pegawai Anda belum" in server.get("/kerja/pencegahan").text
    page = server.get(at + "/belum").text
    assert set(re.findall(r"Orang \d{4} Rekaan", page)) == missing and "Pengingat 1" in page
    assert "Pengingat ikrar" not in server.get("/kerja/pencegahan").text  # opened
    assert server.get(at + "/keberatan").status == 403
    server.login("sekda")
    for path in ("", "/layar", "/pengingat"):
        assert not re.search(r"Orang \d{4}", server.get(at + path).text), path
    assert server.get(at + "/belum").status == 403
    assert "1 sudah membuka" in server.get(at + "/pengingat").text


FEW = HEAD + "".join(map(line, range(8, 60)))  # nobody of them is excused


def test_walls_hold_no_worker_and_are_bounded(server):
    at, link, _ = campaign(server, FEW)
    head = server.ask("HEAD", at + "/siar")
    assert head.status == 200 and not head.bytes
    walls = [Wall(server, at, server.cookie) for _ in range(64)]
    assert {w.answer.status for w in walls} == {200}
    late = server.get(at + "/siar")
    assert late.status == 503 and late.headers["Retry-After"]
    for w in walls:
        w.start()
    hand = Hand(server)
    version = hand.version(link)
    for i in range(10, 30):
        assert hand.press(link, i, version)[0] == 303
    assert server.get(at).status == 200  # sixteen workers, sixty-four walls
    for w in walls:
        w.wait(20)
    assert server.stop() == 0  # streams do not keep the server from ending


def test_times_are_the_servers_and_a_clock_turned_back_loses_nothing(server):
    at, link, _ = campaign(server, FEW)
    hand = Hand(server)
    version = hand.version(link)
    _, where, _ = hand.press(link, 11, version, "kios", Date="Fri, 31 Dec 1999 23:59:59 GMT")
    assert "4 November 2024, 09.00 WIB" in hand.ask("GET", where.split("?")[0])[2]  # whatever the kiosk believes
    server.stop()
    server.env["NETRA_CLOCK_NOW"] = "2024-11-03T07:00:00+07:00"                     # the server's own clock, a day back
    server.start()
    hand = Hand(server)
    assert hand.press(link, 11, version)[1].split("?")[0] == where.split("?")[0]     # still signed, still once
    second = hand.press(link, 12, version)[1].split("?")[0]
    assert "3 November 2024, 07.00 WIB" in hand.ask("GET", second)[2]
    server.login("pencegahan")
    assert "<b data-signed>2</b>" in server.get(at + "/layar").text
    server.stop()
    with sqlite3.connect(f"file:{server.data}/netra.db?mode=ro", uri=True) as db:
        ids = db.execute("SELECT s.id, r.number FROM pledge_sign s JOIN roster_row r ON r.id = s.person").fetchall()
        order = [number for body, in db.execute("SELECT body FROM seal ORDER BY seq") for row, number in ids
                 if row.to_bytes(8, "big") in body or row.to_bytes(8, "little") in body]
    assert order == ["peg-0011", "peg-0012"]  # the chain keeps the order in which they signed


@pytest.mark.parametrize("kind", ["browser", "plain_browser"])
def test_the_wall_follows_with_script_and_reloads_without(server, request, shot, kind):
    at, link, _ = campaign(server, FEW)
    b = request.getfixturevalue(kind)
    log_in(b, server, "pencegahan")
    b.get(server.url + at + "/layar")
    hand = Hand(server)
    version = hand.version(link)
    for i in range(10, 20):
        assert hand.press(link, i, version)[0] == 303
    if kind == "plain_browser":
        assert b.find_element("css selector", "noscript meta[http-equiv=refresh], meta[http-equiv=refresh]").get_attribute("content") == "10"
        b.get(server.url + at + "/layar")
    until(b, lambda b: b.find_element("css selector", "[data-signed]").text == "10")
    if kind == "browser":
        shot(b, "pledge-wall", 1366)
        shot(b, "pledge-wall", 360)
