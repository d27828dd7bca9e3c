#!/usr/bin/env python3
"""board.py NETRA [PEOPLE] -- the lag board of a list of the whole state on PostgreSQL: prints lines for tools/bench.py.

An office is made with a campaign over HTTP, then PEOPLE (4.7 million) made-up employees of 632 agencies are put beside it by
SQL, eight in ten with a signature, and their counters as the product counts them (pledge.sql, roster.sql). Then `netra serve` is
asked for the page of the campaign, the wall and the list of campaigns; time is from the request to the last byte.
"""
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
sys.path[:0] = [str(TOP / "tools"), str(HERE)]
from casework import free_port, p95  # noqa: E402

PEOPLE, AGENCIES, ASKED = 4_700_000, 632, 30
LIMIT_MS = 1000
PASSWORD = "tujuh gajah menari 58"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FILL = """
SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB';
INSERT INTO agency (id, office, name) SELECT {base} + i, {office}, 'Instansi ' || lpad(i::text, 3, '0') FROM generate_series(1, {agencies}) i;
INSERT INTO roster_row (id, roster, number, name, class, agency, status, excuse, excuse_by, excuse_reason, run, changed_at)
  SELECT {base} + 10000 + i, {roster}, 'peg-' || i, 'Orang ' || i || ' Rekaan', 'THL', {base} + 1 + i % {agencies}, CASE WHEN i % 75 = 0 THEN 'Cuti' ELSE 'Aktif' END,
         CASE WHEN i % 75 = 0 THEN 'leave' ELSE '' END, CASE WHEN i % 75 = 0 THEN 'rule' ELSE '' END, CASE WHEN i % 75 = 0 THEN 'cuti' ELSE '' END, 1, {now}
    FROM generate_series(1, {people}) i;
INSERT INTO pledge_sign (id, version, person, agency, at, method, kiosk, code, way)
  SELECT id + {people}, {version}, id, agency, {now}, 'birth', 0, lpad(to_hex(id), 16, '0'), 'link' FROM roster_row WHERE roster = {roster} AND id % 10 < 8 AND excuse = '';
INSERT INTO pledge_tally (id, version, signs) SELECT {base} + 1, {version}, count(*) FROM pledge_sign ON CONFLICT (version) DO UPDATE SET signs = excluded.signs;
"""


def statement(path, name, *values):
    """A statement of the product, with its arguments in place."""
    text = (TOP / path).read_text().split(f"-- {name}(")[1].split("\n\n-- ")[0]
    sql = "\n".join(line for line in text.split("\n")[1:] if not line.startswith("--")).strip()
    for i in range(len(values), 0, -1):
        sql = sql.replace(f"${i}", str(values[i - 1]))
    return sql.rstrip(";") + ";"


class Office:
    def __init__(self, netra, url):
        self.netra, self.url, self.data = netra, url, tempfile.mkdtemp(prefix="netra-board-")
        self.env = {**{k: v for k, v in os.environ.items() if not k.startswith("NETRA_")}, "NETRA_STORE_URL": url, "NETRA_LOG_LEVEL": "error"}
        self.run("init", "--code", "99.01", "--name", "Badan Uji", "--level", "Kota", "--region", "35.79", "--city", "Tirtamulya")
        self.run("user", "add", "uji.cegah", "--name", "Petugas Uji", "--position", "Staf", "--role", "prevention", input=PASSWORD + "\n")

    def run(self, *words, **options):
        subprocess.run([self.netra, "--data", self.data, *words], env=self.env, check=True, stdout=subprocess.DEVNULL, text=True, **options)

    def sql(self, text):
        done = subprocess.run(["psql", "-qAt", "-v", "ON_ERROR_STOP=1", self.url, "-f", "-"], input=text, capture_output=True, text=True)
        if done.returncode:
            sys.exit("board.py: " + done.stderr[-2000:])
        return done.stdout.strip()

    def serve(self):
        port = free_port()
        self.server = subprocess.Popen([self.netra, "--data", self.data, "serve", "--listen", f"127.0.0.1:{port}"], env=self.env, stdout=subprocess.PIPE, text=True)
        assert self.server.stdout.readline(), "the server did not start"
        self.link, self.cookie = http.client.HTTPConnection("127.0.0.1", port, timeout=120), None
        login = self.ask("POST", "/masuk", {"login": "uji.cegah", "password": PASSWORD})
        self.cookie = login[1]["Set-Cookie"].split(";")[0]
        return self

    def ask(self, method, path, fields=None):
        self.link.request(method, path, fields and urllib.parse.urlencode(fields), {**(FORM if fields else {}), **({"Cookie": self.cookie} if self.cookie else {})})
        answer = self.link.getresponse()
        return answer.status, answer.headers, answer.read().decode(errors="replace")

    def campaign(self):
        page = self.ask("GET", "/kerja/ikrar/baru")[2]
        hidden = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("csrf", "once")}
        made = self.ask("POST", "/kerja/ikrar/baru", {**hidden, "title": "Ikrar nasional", "institution": "Semua instansi", "roster": "0", "opens_on": "2024-01-01",
                                                      "closes_on": "2099-12-31", "proof": "birth", "text": "Menjaga netralitas.", "source": "Rekaan"})
        return made[1]["Location"]

    def stop(self):
        self.server.terminate()
        self.server.wait(30)
        self.server.stdout.close()

    def end(self):
        shutil.rmtree(self.data, ignore_errors=True)


def fill(office, at, people):
    pledge = at.split("/")[-1]
    one = lambda text: office.sql(text)  # noqa: E731
    values = {"base": 1000, "people": people, "agencies": AGENCIES, "office": one("SELECT id FROM office"), "roster": one(f"SELECT roster FROM pledge WHERE id = {pledge}"),
              "version": one(f"SELECT id FROM pledge_version WHERE pledge = {pledge}"), "now": int(time.time() * 1e6)}
    office.sql(FILL.format(**values) + statement("src/desk/registry/roster.sql", "roster_unit_forget", values["roster"])
               + statement("src/desk/registry/roster.sql", "roster_unit_count", values["roster"], 20_000_000_000) + "VACUUM ANALYZE;")
    began = time.monotonic()
    office.sql(statement("src/desk/pledge/pledge.sql", "pledge_unit_forget", pledge) + statement("src/desk/pledge/pledge.sql", "pledge_unit_count", pledge, 20_000_000_000, 1))
    print(f"  all counters worked out again from {people:,} rows, as after a new list | {time.monotonic() - began:.0f} s | |", flush=True)


def page_ms(office, path, needs):
    times = []
    for _ in range(ASKED):
        began = time.perf_counter()
        status, _, body = office.ask("GET", path)
        times.append(1000 * (time.perf_counter() - began))
        if status != 200 or needs not in body:
            sys.exit(f"board.py: {path} answered {status}: {body[:300]!r}")
    return p95(times)


def main():
    netra, people = str(Path(sys.argv[1]).resolve()), int(sys.argv[2]) if len(sys.argv) > 2 else PEOPLE
    from test import Cluster
    office = Office(netra, Cluster().database())
    try:
        at = office.serve().campaign()
        office.stop()
        began = time.monotonic()
        fill(office, at, people)
        print(f"{people:,} people of {AGENCIES} agencies, eight in ten signed, made | {time.monotonic() - began:.0f} s | | PostgreSQL", flush=True)
        office.serve()
        print(f"board over {people:,} people, the whole page, p95 | {page_ms(office, at, 'Instansi'):.1f} ms | <= {LIMIT_MS} ms | {AGENCIES} agencies, the first hundred shown")
        print(f"  wall | {page_ms(office, at + '/layar', 'Instansi'):.1f} ms | <= {LIMIT_MS} ms |")
        print(f"  list of campaigns | {page_ms(office, '/kerja/ikrar', 'Ikrar nasional'):.1f} ms | <= {LIMIT_MS} ms |")
        office.stop()
    finally:
        office.end()
    sys.stdout.flush()


if __name__ == "__main__":
    main()
