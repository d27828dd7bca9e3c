"""S5, its flood: ten thousand automatic reports are slowed, somebody who solves nothing still gets through, and nothing that
was receipted is missing. The gate itself is measured elsewhere; here it is met over HTTP as a whole."""
import http.client
import json
import re
import threading
import time
import urllib.parse
from collections import Counter

from machine import wait_for

ONE_SOURCE, MANY_SOURCES, SOURCES, THREADS = 8000, 2000, 1000, 8


class Flood:
    """@n reports from program to program as fast as they go; @address(i): who sends the i-th."""

    def __init__(self, server, n, address):
        self.server, self.n, self.address, self.next = server, n, address, 0
        self.lock, self.statuses, self.numbers, self.faults = threading.Lock(), Counter(), set(), []
        self.threads = [threading.Thread(target=self.send, daemon=True) for _ in range(THREADS)]
        for t in self.threads:
            t.start()

    def send(self):
        link = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        while True:
            with self.lock:
                i, self.next = self.next, self.next + 1
            if i >= self.n:
                return
            body = json.dumps({"text": f"banjir {i}"})
            try:
                link.request("POST", "/api/v1/reports", body, {"Content-Type": "application/json", "X-Real-IP": self.address(i)})
                answer = link.getresponse()
                text = answer.read()
                with self.lock:
                    self.statuses[answer.status] += 1
                    if answer.status == 201:
                        self.numbers.add(json.loads(text)["number"])
            except (OSError, http.client.HTTPException) as fault:
                self.faults.append(repr(fault))
                link.close()

    def wait(self):
        for t in self.threads:
            t.join(240)
            assert not t.is_alive()


def human(server, address, words):
    """The form without script: filled in, sent, and when asked to wait, waited and sent again with what the page kept."""
    headers = {"X-Real-IP": address, "Content-Type": "application/x-www-form-urlencoded"}
    page = server.ask("GET", "/lapor", headers=headers)
    fields, waited = {"once": page.hidden("once"), "text": words}, 0
    for _ in range(8):
        answer = server.ask("POST", "/lapor", urllib.parse.urlencode(fields), headers)
        if answer.status == 303:
            return server.get(answer.location).text, waited
        assert answer.status == 429 and words in answer.text, (answer.status, answer.text[:500])  # nothing typed is lost
        seconds = int(answer.headers["Retry-After"])
        assert 0 < seconds <= 60
        time.sleep(seconds + 0.2)
        waited += seconds
        fields = {"once": answer.hidden("once"), "text": words, "patience": answer.hidden("patience")}
    raise AssertionError("never let in")


def test_ten_thousand_are_slowed_and_a_human_gets_through(make_server):
    server = make_server(settings={"serve.behind_proxy": "true", "intake.per_hour": "20"})
    server.login("penangan")
    one = Flood(server, ONE_SOURCE, lambda i: "192.0.2.7")
    wait_for(lambda: sum(one.statuses.values()) > 100)
    began = time.monotonic()
    assert server.get("/kerja").status == 200
    staff_s = time.monotonic() - began
    neighbour, waited = human(server, "192.0.2.7", "Saya di belakang alamat yang sama dengan banjir itu.")
    elsewhere, _ = human(server, "198.51.100.9", "Saya di rumah, tidak tahu apa-apa tentang banjir.")
    one.wait()
    many = Flood(server, MANY_SOURCES, lambda i: f"203.0.{i % SOURCES // 250}.{i % SOURCES % 250}")
    many.wait()
    print(f"\none source: {dict(one.statuses)}; {SOURCES} sources: {dict(many.statuses)}; staff page {staff_s:.2f} s; human waited {waited} s")
    assert not one.faults and not many.faults
    assert sum(one.statuses.values()) == ONE_SOURCE and sum(many.statuses.values()) == MANY_SOURCES
    assert set(one.statuses) | set(many.statuses) <= {201, 429}
    assert one.statuses[201] <= 20 and one.statuses[429] >= ONE_SOURCE - 20
    assert staff_s < 5
    for page in (neighbour, elsewhere):
        assert 'class="digits"' in page
    # What was receipted is there, and nothing else.
    numbers = one.numbers | many.numbers | {re.search(r"\d{3,}/PL/PW/Kota/99\.01/XI/2024", p)[0] for p in (neighbour, elsewhere)}
    assert len(numbers) == one.statuses[201] + many.statuses[201] + 2
    told = {r.split(",")[1]: r.split(",")[3] for r in server.get("/data/statistik.csv").text.splitlines() if r.startswith("funnel,")}
    assert int(told["in"]) == len(numbers)
