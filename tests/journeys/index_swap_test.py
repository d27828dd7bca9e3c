"""A new screening index takes the place of the one in use while the server answers: no wrong answer, no fall, no restart."""
import http.client
import json
import os
import threading
import time

from machine import PATIENCE_S, wait_for

ROWS = {1: "99.01/walikota/2024,1,1,name,Arif Gunadi,", 2: "99.01/walikota/2024,2,2,name,Arif Gunadi,"}


def build(server, folder, pair):
    watchlist, index = folder / f"watch{pair}.csv", folder / f"index{pair}.idx"
    watchlist.write_text("contest,pair,number,kind,term,region\n" + ROWS[pair] + "\n")
    made = server.run("index", "build", "--watchlist", str(watchlist), "-o", str(index))
    assert made.returncode == 0, made.stderr
    return index.read_bytes()


def put(server, content):
    """As `netra import` does: written beside it, then renamed."""
    folder = server.data / "index"
    folder.mkdir(exist_ok=True)
    (folder / "next").write_bytes(content)
    os.rename(folder / "next", folder / "current.idx")


sources = iter([f"127.{a}.{b}.1" for a in range(1, 250) for b in range(1, 250)])


def asked(server):
    """Which pair the name means now. Each question comes from another address, because one may ask 120 an hour."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_S, source_address=(next(sources), 0))
    try:
        link.request("POST", "/api/v1/check-text", json.dumps({"text": "Ayo coblos Arif Gunadi!"}), {"Content-Type": "application/json"})
        answer = link.getresponse()
        told = json.loads(answer.read())
    finally:
        link.close()
    assert answer.status == 200, told
    return [o["ref"] for o in told["stance"]["objects"]]


def wait_until(server, pair):
    wait_for(lambda: asked(server) == [f"99.01/{pair}"], lambda: f"pair {pair} was not taken")


def test_fifty_indexes_take_each_others_place_under_a_running_server(make_server, tmp_path):
    server = make_server()
    indexes = {pair: build(server, tmp_path, pair) for pair in ROWS}
    assert asked(server) == []  # there is no index yet
    put(server, indexes[1])
    wait_until(server, 1)
    stop, answers, faults = threading.Event(), [], []

    def ask_on():
        while not stop.is_set():
            try:
                answers.append(tuple(asked(server)))
                time.sleep(0.01)
            except Exception as fault:  # noqa: BLE001 -- any fault at all is one
                faults.append(repr(fault))

    threads = [threading.Thread(target=ask_on) for _ in range(2)]
    for t in threads:
        t.start()
    for turn in range(50):
        put(server, indexes[1 + turn % 2])
        time.sleep(0.2)
    wait_until(server, 2)
    wait_for(lambda: faults or len(answers) > 100)
    stop.set()
    for t in threads:
        t.join()
    assert not faults, faults[:3]
    assert set(answers) == {("99.01/1",), ("99.01/2",)}, set(answers)

    broken = bytearray(indexes[1])
    broken[len(broken) // 2] ^= 1
    put(server, bytes(broken))
    log = server.data / "serve.log"
    wait_for(lambda: "the new index is refused" in log.read_text(), lambda: log.read_text()[-2000:])
    assert asked(server) == ["99.01/2"]  # the one before it stays
    time.sleep(4.5)
    assert log.read_text().count("the new index is refused") == 1  # said once, not every two seconds
    put(server, indexes[1])
    wait_until(server, 1)
    assert server.stop() == 0
