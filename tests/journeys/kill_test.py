"""R1: a report for which a receipt was shown is never lost, even when the program is killed in the middle."""
import http.client
import os
import random
import signal
import threading
import time

SENT = 200
KILLS = 4


def sender(server, got, todo, seed, wrong):
    """Sends until the list is empty; a report whose answer was lost, or who was told to come again, is sent with the same key."""
    dice = random.Random(seed)
    while todo:
        try:
            n = todo.pop()
        except IndexError:
            return
        body = {"text": f"Laporan {n} " + "kata " * dice.randrange(200), "event": {"place": f"Tempat {n}"}}
        while True:
            try:
                answer = server.api_post("/api/v1/reports", body, Idempotency_Key=f"kunci-{n}")
                if answer.status == 503 and answer.headers.get("Retry-After"):
                    time.sleep(0.05)  # the store still clears up after the kill, and says so
                    continue
                if answer.status != 201:
                    wrong.append(f"report {n}: {answer.status} {answer.text}")
                    return
                got[n] = answer.json
                break
            except (OSError, http.client.HTTPException):
                time.sleep(0.05)  # killed meanwhile: nothing was shown, so the same is sent again


def test_killed_while_receiving_no_receipt_is_lost(make_server, store):
    server = make_server(store=store, settings={"intake.per_hour": 100000})
    got, todo, wrong, dice = {}, list(range(SENT)), [], random.Random(os.urandom(8))
    threads = [threading.Thread(target=sender, args=(server, got, todo, i, wrong)) for i in range(4)]
    for t in threads:
        t.start()
    for k in range(1, KILLS + 1):
        while len(got) < SENT * k / (KILLS + 2) and any(t.is_alive() for t in threads):
            time.sleep(0.01)
        time.sleep(dice.random() * 0.05)
        server.stop(signal.SIGKILL)
        server.start()
    for t in threads:
        t.join(240)
    assert not wrong
    assert len(got) == SENT
    server.stop(signal.SIGKILL)
    server.start()
    for n, shown in got.items():
        told = server.get(f"/api/v1/reports/{shown['code']}")
        assert told.status == 200, f"report {n}: {told.text}"
        assert told.json["state"] == "SUBMITTED"
        checked = server.post("/periksa", {"code": shown["receipt"]["line"]})
        assert "Benar dari kantor ini" in checked.text
    numbers = sorted(shown["number"] for shown in got.values())
    assert numbers == [f"{i:03d}/PL/PW/Kota/99.01/XI/2024" for i in range(1, SENT + 1)]  # one each, no gap, no double
    assert server.run("verify").returncode == 0
