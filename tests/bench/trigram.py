"""trigram.py FOLDER SECONDS -- PostgreSQL's pg_trgm on the same names and queries: the peer that `make bench` runs.

A cluster of its own in a temporary folder, as the tests have (tools/test.py), holds every distinct name of registry.csv
with a GIN index (gin_trgm_ops). One warm session asks for the ten most similar names, with similarity thresholds 0.3
(the default) and 0.5, in turns, until SECONDS have passed or the queries are used up. Titles, of which trigrams know
nothing, are taken from the queries first. It may use memory as it likes, one processor, and no disk: nothing is synced,
the table and its index are read before the first query.

It says `ready NAMES SECONDS INDEX_MEGABYTES`, then for each threshold `THRESHOLD QUERIES MEAN_MS P99_MS FOUND FIRST
WALL_MEAN_MS`; times are of the server's processor. Found: the right name is among the ten.
"""
import csv
import importlib.util
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
THRESHOLDS = (0.3, 0.5)
SETTINGS = {"shared_buffers": "1GB", "work_mem": "256MB", "maintenance_work_mem": "1GB", "max_parallel_workers_per_gather": 0,
            "max_parallel_maintenance_workers": 1, "jit": "off", "autovacuum": "off", "fsync": "off", "synchronous_commit": "off",
            "full_page_writes": "off", "wal_level": "minimal", "max_wal_senders": 0, "max_wal_size": "4GB"}
TITLES = re.compile(r"(?:(?:Prof|Drs|Dra|Dr|Ir|KH|Hj|H)\.\s*)+", re.IGNORECASE)
END = "--end of answer--"


def clusters():
    spec = importlib.util.spec_from_file_location("netra_test_run", TOP / "tools/test.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Cluster


def untitled(name):
    name = name.split(",", 1)[0]
    titles = TITLES.match(name)
    return (name[titles.end():] if titles else name).strip()


def distinct_names(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        table = csv.reader(f)
        at = next(table).index("nama")
        return sorted({row[at] for row in table})


class Session:
    """psql on a pipe: a statement in, its rows out."""

    def __init__(self, cluster):
        url = cluster.database()
        self.psql = subprocess.Popen([cluster.tool("psql"), "-q", "-A", "-t", "-X", "-v", "ON_ERROR_STOP=1", url], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)
        self.pid = int(self.ask("SELECT pg_backend_pid()")[0])

    def ask(self, sql):
        self.psql.stdin.write(f"{sql};\n\\echo '{END}'\n")
        self.psql.stdin.flush()
        rows = []
        for line in self.psql.stdout:
            if line.rstrip("\n") == END:
                return rows
            rows.append(line.rstrip("\n"))
        sys.exit("trigram.py: psql ended")

    def copy(self, table, lines):
        self.psql.stdin.write(f"COPY {table} FROM STDIN;\n")
        for line in lines:
            self.psql.stdin.write(line.replace("\\", "\\\\") + "\n")
        self.psql.stdin.write("\\.\n")
        self.ask("SELECT 1")

    def processor_s(self):
        """Of the server's process for this session; nanoseconds where the kernel counts them, else its ticks."""
        ran = int(Path(f"/proc/{self.pid}/schedstat").read_text().split()[0])
        if ran:
            return ran / 1e9
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def make(folder, cluster):
    names = distinct_names(folder / "registry.csv")
    session = Session(cluster)
    session.ask("CREATE EXTENSION pg_trgm; CREATE EXTENSION IF NOT EXISTS pg_prewarm; CREATE TABLE names (name text NOT NULL)")
    began = session.processor_s()
    session.copy("names", names)
    session.ask("CREATE INDEX names_trigrams ON names USING gin (name gin_trgm_ops); ANALYZE names")
    took = session.processor_s() - began
    session.ask("SELECT pg_prewarm('names'); SELECT pg_prewarm('names_trigrams')")
    size = int(session.ask("SELECT pg_relation_size('names_trigrams')")[0]) / 1e6
    print(f"ready {len(names)} {took:.1f} {size:.0f}", flush=True)
    return session


def similar(session, threshold, written):
    """The ten most similar names; processor and wall seconds."""
    quoted = untitled(written).replace("'", "''")
    session.ask(f"SET pg_trgm.similarity_threshold = {threshold}")
    ran, began = session.processor_s(), time.perf_counter()
    rows = session.ask(f"SELECT name FROM names WHERE name % '{quoted}' ORDER BY similarity(name, '{quoted}') DESC, name LIMIT 10")
    return rows, session.processor_s() - ran, time.perf_counter() - began


def main():
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the cluster's folder goes too
    folder, seconds = Path(sys.argv[1]), float(sys.argv[2])
    queries = [line.split("\t") for line in (folder / "queries.tsv").read_text(encoding="utf-8").splitlines()]
    cluster = clusters()([word for k, v in SETTINGS.items() for word in ("-c", f"{k}={v}")])
    session = make(folder, cluster)
    for threshold in THRESHOLDS:
        similar(session, threshold, queries[0][3])  # the first question also loads the extension
    until, seen = time.monotonic() + seconds, {t: [] for t in THRESHOLDS}
    for query in queries:
        if time.monotonic() > until:
            break
        for threshold in THRESHOLDS:
            rows, ran, wall = similar(session, threshold, query[3])
            seen[threshold].append((ran, wall, query[2] in rows, rows[:1] == [query[2]]))
    for threshold, each in seen.items():
        n, ran = len(each), sorted(x[0] for x in each)
        print(threshold, n, f"{sum(ran) / n * 1e3:.3f} {ran[n * 99 // 100] * 1e3:.3f}", sum(x[2] for x in each), sum(x[3] for x in each),
              f"{sum(x[1] for x in each) / n * 1e3:.3f}", flush=True)


if __name__ == "__main__":
    main()
