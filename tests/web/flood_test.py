"""flood_test.py -- the public door under a flood, over HTTP: slowed, never refused, solved or waited out; officers read on."""
import hashlib
import http.client
import json
import os
import re
import sys
import threading
import time

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from server import Server  # noqa: E402
from machine import PATIENCE_S  # noqa: E402


@pytest.fixture
def make():
    made = []

    def start(**settings):
        made.append(Server(settings={"NETRA_" + k.upper(): str(v) for k, v in settings.items()}))
        return made[-1]

    yield start
    for s in made:
        s.end()


def send(server, text, source="127.0.0.1", **more):
    """A report of a program at this address of the loopback: status, body, Retry-After."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S, source_address=(source, 0))
    try:
        link.request("POST", "/api/v1/reports", json.dumps({"text": text, **more}), {"Content-Type": "application/json"})
        r = link.getresponse()
        return r.status, json.loads(r.read()), r.headers["Retry-After"]
    finally:
        link.close()


def zero_bits(puzzle, proof):
    return 256 - int.from_bytes(hashlib.sha256(f"{puzzle}.{proof}".encode()).digest(), "big").bit_length()


def solve(slowed):
    n = 0
    while zero_bits(slowed["puzzle"], n) < slowed["zeros"]:
        n += 1
    return str(n)


def too_early(told, refused):
    """@refused(what told() gave) is true before the time is over that told() asks to wait; on a machine that does not get
    that far in time, the next is tried."""
    for _ in range(20):
        began = time.monotonic()
        fresh = told()
        assert fresh[0] == 429, fresh
        if refused(fresh):
            return
        assert time.monotonic() - began >= int(fresh[2]), "taken in before its time"
    raise AssertionError("this machine is too slow to come too early")


def test_a_program_solves_the_puzzle_or_waits(make):
    server = make(intake_per_hour=1)
    assert send(server, "satu")[0] == 201
    status, slowed, retry = send(server, "dua")
    assert status == 429 and int(retry) == slowed["wait"] and 1 <= slowed["wait"] <= 60
    for bad in (lambda good: "", lambda good: "x", lambda good: str(int(good) + 1), lambda good: "-1", lambda good: "9" * 21, lambda good: " " + good):
        def refused(fresh):
            slowed = fresh[1]
            proof = bad(solve(slowed))
            chance = proof.isdigit() and zero_bits(slowed["puzzle"], proof) >= slowed["zeros"]  # it solves the puzzle too
            return chance or send(server, "dua", patience=slowed["patience"], proof=proof)[0] == 429
        too_early(lambda: send(server, "dua"), refused)
    status, slowed, _ = send(server, "dua")
    proof = solve(slowed)
    assert send(server, "dua", source="127.0.0.2")[0] == 201
    assert send(server, "dua", source="127.0.0.2", patience=slowed["patience"], proof=proof)[0] == 429
    assert send(server, "dua", patience=slowed["patience"], proof=proof)[0] == 201
    status, slowed, _ = send(server, "tiga", patience=slowed["patience"], proof=proof)
    assert status == 429
    time.sleep(slowed["wait"] + 0.2)
    assert send(server, "tiga", patience=slowed["patience"])[0] == 201


def test_the_form_without_script_waits_and_keeps_what_was_typed(make):
    server = make(intake_per_hour=0)

    def typed(more=""):
        page = server.ask("POST", "/lapor", "text=Tanpa+skrip" + more)
        return page.status, page, page.headers["Retry-After"]

    too_early(typed, lambda fresh: typed("&patience=" + re.search(r'name="patience" value="([^"]*)"', fresh[1].text)[1])[0] == 429)
    page = typed()[1]
    assert page.status == 429 and "Tanpa skrip" in page.text and "Kirim lagi setelah" in page.text
    hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page.text)[1] for name in ("once", "patience", "proof")}
    assert hidden["proof"] == "" and re.search(r'data-puzzle="[0-9a-f]{16}" data-zeros="14"', page.text)
    body = "text=Tanpa+skrip&" + "&".join(f"{k}={v}" for k, v in hidden.items())
    time.sleep(int(page.headers["Retry-After"]) + 0.2)
    r = server.ask("POST", "/lapor", body)
    assert r.status == 303 and r.headers["Location"].startswith("/tanda-terima/")


def test_in_a_flood_each_address_has_three_and_the_puzzle_is_harder(make):
    server = make(intake_per_hour=30, intake_flood_per_minute=20)
    for n in range(20):
        assert send(server, f"ramai {n}", source=f"127.0.1.{n + 1}")[0] == 201
    for n in range(3):
        assert send(server, f"saya {n}", source="127.0.2.1")[0] == 201
    status, slowed, _ = send(server, "saya lagi", source="127.0.2.1")
    assert status == 429 and slowed["zeros"] >= 16
    page = server.ask("POST", "/lapor", "text=Satu").status
    assert page == 303  # the first from another address
    assert send(server, "saya lagi", source="127.0.2.1", patience=slowed["patience"], proof=solve(slowed))[0] == 201


def test_an_officer_reads_while_the_door_is_pressed(make):
    """No limit in milliseconds here (make bench has it): every page comes, and every answer is a receipt or a wait."""
    server = make(intake_per_hour=30)
    cookie, _ = server.login("handler")
    stop, seen = threading.Event(), []

    def press(k):
        n = 0
        while not stop.is_set():
            seen.append(send(server, f"banjir {k}.{n}", source=f"127.0.3.{k + 1}")[0])
            n += 1

    crowd = [threading.Thread(target=press, args=(k,)) for k in range(8)]
    for t in crowd:
        t.start()
    pages = [server.ask("GET", "/kerja", headers={"Cookie": cookie}).status for _ in range(20)]
    stop.set()
    for t in crowd:
        t.join()
    assert pages == [200] * 20
    assert set(seen) <= {201, 429} and 8 <= seen.count(201) <= 8 * 30


def test_the_same_report_sent_again_is_the_same_report(make):
    server = make()
    key = {"Content-Type": "application/json", "Idempotency-Key": "kunci-1"}
    answers = [server.ask("POST", "/api/v1/reports", json.dumps({"text": "sama"}), key) for _ in range(3)]
    bodies = [json.loads(r.text) for r in answers]
    assert [r.status for r in answers] == [201] * 3
    assert len({b["code"] for b in bodies}) == 1 and [b["again"] for b in bodies] == [False, True, True]
