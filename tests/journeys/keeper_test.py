"""What has to happen by itself while pages are served: clocks run out and are said to, checkpoints are signed."""
import json

from machine import wait_for


def test_a_clock_that_ran_out_is_marked_and_the_chain_is_signed(make_server, store):
    server = make_server(store=store)
    sent = server.api_post("/api/v1/reports", {"text": "Ada spanduk calon di halaman kantor kelurahan."}, Idempotency_Key="keeper-1")
    assert sent.status == 201, sent.text
    code = sent.json["code"]
    server.stop()
    # Ten days later: the two days of the initial review are over.
    server.env["NETRA_CLOCK_NOW"] = "2024-11-14T09:00:00+07:00"
    server.start()

    def expired():
        lines = server.run("--json", "clock", "running").stdout.splitlines()
        clocks = [json.loads(line) for line in lines if line.strip()]
        clocks = clocks[0] if clocks and isinstance(clocks[0], list) else clocks
        return [c for c in clocks if c.get("status") == "expired" or c.get("state") == "past"]

    assert wait_for(expired)
    good = server.run("--json", "verify")
    assert good.returncode == 0, good.stdout
    assert server.api_post("/api/v1/reports", {"text": "Satu lagi."}, Idempotency_Key="keeper-2").status == 201
    assert server.get(f"/api/v1/reports/{code}").status == 200
    assert server.stop() == 0  # the keeper ends with the server
