#!/usr/bin/env python3
"""casework.py NETRA [FILES] [sqlite|postgres] [--keep FOLDER] -- how quickly each page of the staff opens beside 300,000 files: prints lines for tools/bench.py.

The demonstration office is made (`netra demo`), casework_fill.sql puts FILES made-up files beside its own, casework_file.sql
one with 50 persons and 500 items; then `netra serve` is asked over HTTP for every GET address of tests/web/rights.csv that
staff alone may open, each with the filters it knows, first on SQLite, then on PostgreSQL. Time is from the request to the last
byte of its answer, on one connection; the papers of a file in one PDF are asked apart; pages are asked in turns, so that a busy moment spoils no single one.

With --keep the filled stores stay in FOLDER and a later run measures them again, brought up to date by the program: half an hour's
work on a page needs no new fill. What is measured is the same, but for what the program did to the store meanwhile.

tests/web/quick_test.py uses the same office, small, and judges by the statements and the steps that a page takes (/metrics),
which are the same on every machine.
"""
import argparse
import csv
import hashlib
import http.client
import os
import re
import shutil
import socket
import sqlite3
import string
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
sys.path.insert(0, str(TOP / "tools"))
FILES, PERSONS, ITEMS = 300_000, 50, 500
OPEN_EVERY = 50           # one file in so many is open: 6,000 at a time
ROUNDS = 40               # each page is asked so often
LIMIT_MS = 20
CPU_TURNS = 10            # for the processor time of one page
PACK_TURNS = 5
BASE, BIG = 1_000_000, 900_000
SMALL = BASE + 1203       # an open file with a letter, an exhibit, a hearing, a study: 1203 % 50, % 10 and % 3 as the fill wants it
LARGE = " (large)"
DAY_US = 86_400_000_000
PASSWORD = "kawung-teduh-9901"   # src/cli/demo_world.h
LOGINS = {"chair": "ketua", "handler": "wira", "intake": "loket", "custodian": "kustodian", "patrol": "patroli", "admin": "pengelola",
          "prevention": "pencegahan", "secretary": "sekda", "personnel": "kepegawaian", "unit": "dishub"}
# Reads the whole chain of evidence from its first record; prints every letter of a file into one PDF, a hundred of the large
# one, which has its own limit: works, not pages.
PACKS = {"/api/v1/cases/{id}/bundle", "/kerja/perkara/{id}/bundel"}
PACK_LIMIT_MS = 1000
NOT_PAGES = {"/api/v1/verify"} | PACKS
# A ticket is sealed by the server and given once; any other is answered "not found" by the same look. The demonstration has no crest and
# no sheet on paper; drawings (posters, the board) and the stream of the wall are no pages that somebody waits for each morning.
CAMPAIGN, CIRCULAR = "/kerja/ikrar/{campaign}", "/kerja/surat-edaran/{circular}"
NOT_FOUND = {"/kerja/loket/{ticket}", "/kerja/kop/lambang", *(CAMPAIGN + below for below in ("/poster", "/papan", "/layar", "/siar", "/pegawai", "/kepatuhan", "/kepatuhan/{certificate}/pdf", "/kepatuhan/{certificate}/daftar",
                                          "/lembar/{sheet}", "/lembar/{sheet}/cetak", "/lembar/{sheet}/pindaian")),
             "/kerja/deklarasi/{joint}", "/kerja/deklarasi/{joint}/pdf", "/kerja/deklarasi/{joint}/pindaian/{party}",
             *("/kerja/sosialisasi/{event}" + below for below in ("", "/orang", "/undangan", "/laporan", "/berkas/{file}")),
             *(CIRCULAR + below for below in ("/belum", "/lembar", "/versi/{edition}", "/bukti/{delivery}", "/pengingat/{reminder}"))}
# Show a part that the query names.
ASKED = {"/kerja/aturan/{hash}/baris", "/kerja/aturan/{hash}/toml"}
# The statements that fill a store, as one word.
FILL = hashlib.sha256(b"".join((HERE / f"casework_{name}.sql").read_bytes() for name in ("fill", "file"))).hexdigest()
FILTERS = {
    "/kerja/perkara": ["?kelompok=" + g for g in ("incoming", "info", "handling", "decided", "outside", "outcome", "ended")]
    + ["?milik=saya", "?milik=saya&kelompok=handling", "?cari=nomor", "?cari=77", "?cari=77%2FPL%2FPW%2FKota%2F99.01%2FI%2F2020",
       "?cari=tidakadakatasepertiini", "?cari=warga&kelompok=ended", "?kelompok=ended&milik=saya"],
    "/kerja/perkara/{id}": ["?semua=1", "?jenis=letter"],
    "/kerja/perkara/{id}/orang": ["?cari=rekaan+77", "?cari=tidakadanama"],
    "/kerja/laporan-masuk": ["?lihat=semua"],
    "/kerja/aturan/{hash}/baris": ["?jenis=clock&nama=PK-HANDLE"],
    "/kerja/aturan/{hash}/toml": ["?jenis=clock&nama=PK-HANDLE"],
    "/api/v1/cases": ["?state=STUDY", "?since=1004000", "?max=200"],
    "/api/v1/clocks": ["?all=true", "?since=1004000&all=true"],
    "/api/v1/reports": ["?since=1004000"],
    "/api/v1/clusters": ["?state=second", "?state=decided"],
}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Store:
    """The store of an office while nobody serves it, in the words of its database."""

    def __init__(self, url, data):
        self.url, self.data = url, data

    def many(self, sql):
        if self.url:
            done = subprocess.run(["psql", "-qAt", "-F", "\t", self.url, "-c", sql], capture_output=True, text=True, check=True)
            return [tuple(line.split("\t")) for line in done.stdout.splitlines()]
        with sqlite3.connect(f"{self.data}/netra.db") as db:
            return [tuple(map(str, row)) for row in db.execute(sql)]

    def one(self, sql):
        rows = self.many(sql)
        if not rows:
            sys.exit(f"casework.py: nothing found by {sql}")
        return rows[0][0]

    def run(self, sql):
        """Without triggers and keys of others: what is made up here needs no seal."""
        if not self.url:
            with sqlite3.connect(f"{self.data}/netra.db") as db:
                db.executescript("PRAGMA synchronous=OFF; PRAGMA cache_size=-200000; BEGIN;" + sql + "COMMIT;")
            return
        done = subprocess.run(["psql", "-q", "-v", "ON_ERROR_STOP=1", "-1", self.url, "-f", "-"], capture_output=True, text=True,
                              input="SET session_replication_role = replica; SET synchronous_commit = off;" + sql)
        if done.returncode:
            sys.exit("casework.py: " + done.stderr[-2000:])

    def blob(self, text):
        return f"convert_to({text}, 'UTF8')" if self.url else f"CAST({text} AS BLOB)"

    def settle(self):
        """What PostgreSQL does by itself within a minute of such a load."""
        if self.url:
            subprocess.run(["psql", "-q", self.url, "-c", "VACUUM ANALYZE"], check=True)


class Office:
    """A demonstration office with files beside its own; serve() answers requests."""

    def __init__(self, netra, url=None, kept=None):
        self.netra, self.url, self.server, self.cookies, self.tokens, self.filled, self.kept = netra, url, None, {}, {}, 0, kept
        self.data = kept or tempfile.mkdtemp(prefix="netra-casework-")
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("NETRA_")}
        if url:
            self.env["NETRA_STORE_URL"] = url
        if kept and Path(kept, "filled").exists():
            self.filled = self.found()
        else:
            os.makedirs(self.data, exist_ok=True)
            subprocess.run([netra, "--data", self.data, "demo"], check=True, stdout=subprocess.DEVNULL, env=self.env)
        self.store = Store(url, self.data)
        # One of the demonstration; of a filled store that which the fill used.
        self.picture = self.store.one(f"SELECT scan FROM letter WHERE id = {SMALL}" if self.filled else
                                      "SELECT id FROM evidence_file WHERE type LIKE 'image/%' ORDER BY id LIMIT 1")

    def found(self):
        """How many files a kept store has; what another fill made would not be measured alike."""
        files, fill = Path(self.kept, "filled").read_text().split()
        if fill != FILL:
            sys.exit(f"casework.py: {self.kept} was filled by other statements; remove its folder")
        return int(files)

    def numbers(self, files):
        s = self.store
        law = s.one("SELECT rulepack FROM case_file ORDER BY id LIMIT 1")
        clock = "SELECT {} FROM clock_run c JOIN clock_sum s ON s.id = c.id WHERE c.clock = '{}' ORDER BY c.id LIMIT 1"
        now = int(s.one("SELECT max(opened_at) FROM case_file"))
        user = "SELECT id FROM app_user WHERE login = '{}'"
        return {"files": files, "from": self.filled + 1, "base": BASE, "big": BIG, "small": SMALL, "office": s.one("SELECT id FROM office"), "open_every": OPEN_EVERY,
                "persons": PERSONS, "items": ITEMS, "agency": s.one("SELECT min(id) FROM agency"), "contest": s.one("SELECT min(id) FROM contest"),
                "handler": s.one(user.format("wira")), "handler2": s.one(user.format("ketua")), "rulepack": law, "now": now, "day": DAY_US,
                "today": now // DAY_US, "step": 5 * 365 * DAY_US // files, "act": "SKB-A1",
                "clock": "PK-HANDLE", "clock_ended": "PK-REVIEW", "sum": s.one(clock.format("c.id", "PK-HANDLE")),
                "calendar": s.one(clock.format("c.calendar", "PK-HANDLE")), "form": s.one("SELECT form FROM letter ORDER BY id LIMIT 1"), "state": "CLARIFYING",
                "letter_file": s.one("SELECT file FROM letter ORDER BY id LIMIT 1"), "picture_file": self.picture,
                "filler": "'" + "Keterangan rekaan tanpa nama. " * 8 + "'", "blob_a": s.blob("'a' || CAST(i AS TEXT)"),
                "blob_b": s.blob("'b' || CAST(i AS TEXT)"), "blob_big": s.blob("'besar' || CAST(i AS TEXT)")}

    def fill(self, files, big=True):
        """So many made-up files in all; the large one beside them the first time."""
        values = self.numbers(files)
        for name in ["casework_fill.sql"] + (["casework_file.sql"] if big and not self.filled else []):
            self.store.run(string.Template((HERE / name).read_text()).substitute(values))
        self.filled = files
        self.store.settle()
        if self.kept:
            Path(self.kept, "filled").write_text(f"{files} {FILL}\n")

    def serve(self):
        port, admin = free_port(), free_port()
        with open(f"{self.data}/log", "ab") as log:
            self.server = subprocess.Popen([self.netra, "--data", self.data, "serve", "--listen", f"127.0.0.1:{port}", "--admin",
                                            f"127.0.0.1:{admin}"], env=self.env, stdout=subprocess.PIPE, stderr=log, text=True)
        if not self.server.stdout.readline():
            sys.exit("casework.py: the server did not start: " + Path(f"{self.data}/log").read_text()[-2000:])
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.counters = http.client.HTTPConnection("127.0.0.1", admin, timeout=60)
        self.cookies = {}
        return self

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait(30)
            self.server.stdout.close()
            self.server = None

    def end(self):
        self.stop()
        if not self.kept:
            shutil.rmtree(self.data, ignore_errors=True)

    def ask(self, method, path, body=None, headers=None):
        self.link.request(method, path, body, headers or {})
        answer = self.link.getresponse()
        return answer, answer.read()

    def cookie(self, role):
        if role not in self.cookies:
            body = urllib.parse.urlencode({"login": LOGINS[role], "password": PASSWORD})
            answer, _ = self.ask("POST", "/masuk", body, {"Content-Type": "application/x-www-form-urlencoded"})
            self.cookies[role] = answer.headers["Set-Cookie"].split(";")[0]
        return self.cookies[role]

    def token(self, role):
        """Made beside the running server, which reads it from the store."""
        if role not in self.tokens:
            made = subprocess.run([self.netra, "--data", self.data, "user", "token", LOGINS[role], "--name", "bench"], env=self.env,
                                  capture_output=True, text=True, check=True)
            self.tokens[role] = made.stdout.split()[-1]
        return self.tokens[role]

    def get(self, role, path):
        """(status, bytes, milliseconds) of one request."""
        headers = {"Authorization": "Bearer " + self.token(role)} if path.startswith("/api/") else {"Cookie": self.cookie(role)}
        began = time.perf_counter()
        answer, body = self.ask("GET", path, None, headers)
        return answer.status, body, 1000 * (time.perf_counter() - began)

    def processor(self):
        """Seconds of processor time that the server has used."""
        self.counters.request("GET", "/metrics")
        return float(re.search(r"^netra_cpu_seconds_total (\S+)$", self.counters.getresponse().read().decode(), re.M)[1])

    def work(self):
        """(statements, rows, steps) that the store was asked for since the server began."""
        self.counters.request("GET", "/metrics")
        text = self.counters.getresponse().read().decode()
        return tuple(int(re.search(rf"^netra_{name}_total (\d+)$", text, re.M)[1]) for name in ("statements", "rows", "store_steps"))

    def places(self, file):
        """What stands for the {names} of an address: the longest piece that fits counts."""
        s, report, cluster = self.store, BASE + 301, BASE + 302
        first = lambda table, of=file: s.one(f"SELECT id FROM {table} WHERE case_file = {of} ORDER BY id LIMIT 1")
        sent = s.many("SELECT case_file, id FROM handover WHERE machine IS NOT NULL ORDER BY id LIMIT 1")[0]
        law = s.one("SELECT rulepack FROM case_file ORDER BY id LIMIT 1")
        return {
            "perkara/{id}": f"perkara/{file}", "cases/{id}": f"cases/{file}", "laporan/{id}": f"laporan/{report}", "{file}": str(report),
            "brankas/{id}": f"brankas/{BASE + 20}", "letters/{id}": "letters/" + first("letter"), "hearings/{id}": "hearings/" + first("hearing"),
            "clusters/{id}": f"clusters/{cluster}", "triase/{cluster}": f"triase/{cluster}",
            "triase/{cluster}/gambar/{file}": f"triase/{cluster}/gambar/{self.picture}",
            "{person}": first("case_person"), "{hearing}": first("hearing"), "{letter}": first("letter"), "{exhibit}": first("case_exhibit"), "{version}": "1",
            "{clock}": s.one(f"SELECT id FROM clock_run WHERE case_file = {file} AND ended_at IS NULL ORDER BY id LIMIT 1"),
            "laporan/{id}/tanda-bukti/{letter}": f"laporan/{report}/tanda-bukti/" + s.one(f"SELECT id FROM letter WHERE form = 'receipt' AND case_file = {report}"), "{ticket}": "tidak-ada", "ikrar/{campaign}": "ikrar/" + s.one("SELECT id FROM pledge ORDER BY id LIMIT 1"), **{f"ikrar/{{campaign}}/{part}": f"ikrar/{BASE}/{part}" for part in ("poster", "papan", "layar", "siar", "pegawai", "kepatuhan")}, "ikrar/{campaign}/lembar/{sheet}": f"ikrar/{BASE}/lembar/{BASE}", "{sheet}": str(BASE), "{event}": str(BASE), "{certificate}": str(BASE), "{joint}": str(BASE), "{party}": str(BASE), "surat-edaran/{circular}": "surat-edaran/" + s.one("SELECT id FROM circular ORDER BY id LIMIT 1"), **{f"surat-edaran/{{circular}}/{part}": f"surat-edaran/1/{part}" for part in ("belum", "lembar", "versi", "bukti", "pengingat")}, "{edition}": "1", "{delivery}": "1", "{reminder}": "1",
            "templat/{form}": "templat/summons", "kerawanan/{agency}": "kerawanan/" + s.one("SELECT id FROM agency ORDER BY id LIMIT 1"), "{sitting}": str(BASE), "tanya/{question}": "tanya/" + s.one("SELECT id FROM advice_question WHERE state = 'waiting' ORDER BY id LIMIT 1"), "{answer}": s.one("SELECT id FROM advice_answer ORDER BY id LIMIT 1"),
            "perkara/{id}/penerusan/{handover}/{part}": f"perkara/{sent[0]}/penerusan/{sent[1]}/mesin.json", "aturan/{hash}": f"aturan/{law}",
            "libur/{decree}": f"libur/{BASE}", "decrees/{decree}": f"decrees/{BASE}", "handovers/{id}": f"handovers/{sent[1]}", "kalender/{hash}": "kalender/" + s.one("SELECT hash FROM calendar_version ORDER BY id LIMIT 1"),
        }


def staff_addresses():
    """(role, address) of every page that staff alone may open, by tests/web/rights.csv."""
    with open(TOP / "tests/web/rights.csv", newline="") as f:
        for row in csv.DictReader(f):
            if row["method"] == "GET" and row["stranger"] == "n" and row["path"] not in NOT_PAGES:
                yield next(r for r in LOGINS if row[r] == "y"), row["path"]


def spelled(address, places):
    """The address with each {name} filled in. A name that is new must be given a meaning in Office.places."""
    for key in sorted(places, key=len, reverse=True):
        address = address.replace(key, str(places[key]))
    if "{" in address:
        sys.exit(f"casework.py: Office.places does not say what stands for the name in {address}")
    return address


def pages(office):
    """[(label, role, path)]: every address with its filters; those of a file once more for the large one."""
    small, large, found = office.places(SMALL), office.places(BIG), []
    for role, address in staff_addresses():
        of_file = "perkara/{id}" in address or "cases/{id}" in address
        for query in [""] * (address not in ASKED) + FILTERS.get(address, []):
            found.append((address + query, role, spelled(address, small) + query))
            if of_file and "{handover}" not in address:
                found.append((address + query + LARGE, role, spelled(address, large) + query))
    return found


def measure(office, rounds):
    """{label: [milliseconds]}; ends when an answer is not the page that was asked for."""
    asked, times = pages(office), {}
    for turn in range(rounds + 2):
        for label, role, path in asked:
            status, body, ms = office.get(role, path)
            right = (404,) if label.split("?")[0].removesuffix(LARGE) in NOT_FOUND else (200,)
            if status not in right:
                sys.exit(f"casework.py: {path} answered {status}: {body[:300]!r}")
            if turn >= 2:
                times.setdefault(label, []).append(ms)
    return times


def packs(office):
    """[(label, role, path)] of the papers of a file in one PDF."""
    with open(TOP / "tests/web/rights.csv", newline="") as f:
        found = [(next(r for r in LOGINS if row[r] == "y"), row["path"]) for row in csv.DictReader(f) if row["path"] in PACKS]
    return [(address + label, role, spelled(address, office.places(file)))
            for role, address in found for label, file in (("", SMALL), (LARGE, BIG))]


def p95(values):
    return sorted(values)[max(0, -(-len(values) * 95 // 100) - 1)]


def processor_ms(office, label):
    """Of the server, for one request of a page: what a busy machine does not make longer."""
    role, path = next((r, p) for l, r, p in pages(office) if l == label)
    before = office.processor()
    for _ in range(CPU_TURNS):
        office.get(role, path)
    return 1000 * (office.processor() - before) / CPU_TURNS


def say(office, store, files, times):
    ranked = sorted(((p95(v), k) for k, v in times.items()), reverse=True)
    large = [r for r in ranked if r[1].endswith(LARGE)]
    missed = sum(ms > LIMIT_MS for ms, _ in ranked)
    print(f"{len(ranked)} staff pages, {files:,} files, slowest p95 | {ranked[0][0]:.1f} ms | <= {LIMIT_MS} ms | {store}, {ranked[0][1]}; {missed} above the limit")
    print(f"  {PERSONS} persons and {ITEMS} items in a file, slowest p95 | {large[0][0]:.1f} ms | <= {LIMIT_MS} ms | {large[0][1]}")
    worst = max((processor_ms(office, label), label) for _, label in ranked[:12])
    print(f"  most processor time of the server for one page | {worst[0]:.1f} ms | | {worst[1]}")
    pack_ms = max((p95([office.get(role, path)[2] for _ in range(PACK_TURNS)]), label) for label, role, path in packs(office))
    print(f"  all papers of a file in one PDF, slowest p95 | {pack_ms[0]:.0f} ms | <= {PACK_LIMIT_MS} ms | {pack_ms[1]}")
    print(f"  median of all pages' medians | {sorted(sorted(v)[len(v) // 2] for v in times.values())[len(times) // 2]:.1f} ms | |")
    for ms, label in ranked[1:] if os.environ.get("NETRA_BENCH_ALL") else ranked[1:6]:
        print(f"  {label} | {ms:.1f} ms | |")


def bench(netra, files, url, name, kept):
    office = Office(netra, url, kept)
    try:
        began = time.monotonic()
        if office.filled not in (0, files):
            sys.exit(f"casework.py: {kept} has {office.filled} files, not {files}")
        if not office.filled:
            office.fill(files)
            print(f"{files:,} files made | {time.monotonic() - began:.0f} s | | {name}", flush=True)
        office.serve()
        say(office, name, files, measure(office, int(os.environ.get("NETRA_BENCH_ROUNDS", ROUNDS))))
    finally:
        office.end()
    sys.stdout.flush()


def main():
    from test import Cluster
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("netra", type=lambda path: str(Path(path).resolve()))
    asked.add_argument("files", nargs="?", type=int, default=FILES)
    asked.add_argument("store", nargs="?", choices=("both", "sqlite", "postgres"), default="both")
    asked.add_argument("--keep", type=lambda path: str(Path(path).resolve()), help="leave the filled stores in this folder, or measure those there")
    asked = asked.parse_args()
    kept = lambda name: asked.keep and f"{asked.keep}/{name}"
    if asked.store != "postgres":
        bench(asked.netra, asked.files, None, "SQLite", kept("sqlite"))
    if asked.store != "sqlite":
        bench(asked.netra, asked.files, Cluster(kept=kept("server")).database(), "PostgreSQL", kept("postgres"))


if __name__ == "__main__":
    main()
