"""look.py -- is everything there that somebody was told of, and is nothing half there?

Reads the store directly, SQLite or PostgreSQL, while the program runs: the rows of each new report, the files they name,
and by the office's key the code of each receipt. `netra verify`, which walks the whole chain, is run by the campaign.
"""
import csv
import hashlib
import io
import re
import sqlite3
import subprocess
from collections import Counter
from pathlib import Path

REPORTS = """
SELECT r.id, r.number, r.body, {hex}, r.has_contact, c.state, c.receipt_number,
       (SELECT count(*) FROM case_event e WHERE e.case_file = r.case_file),
       (SELECT count(*) FROM case_report cr WHERE cr.report = r.id AND cr.case_file = r.case_file),
       (SELECT count(*) FROM clock_run k WHERE k.case_file = r.case_file),
       (SELECT count(*) FROM vault_box v WHERE v.report = r.id),
       (SELECT count(*) FROM report_person p WHERE p.report = r.id), l.position, {leaf}
FROM report r LEFT JOIN case_file c ON c.id = r.case_file LEFT JOIN log_leaf l ON l.id = r.id WHERE r.id > {after} ORDER BY r.id"""
FILES = """
SELECT f.report, e.sha256 FROM report_file f LEFT JOIN evidence_file e ON e.id = f.file
WHERE f.report > {after} AND f.message IS NULL"""
MORE_FILES = """
SELECT r.body, e.sha256 FROM report_file f JOIN report r ON r.id = f.report LEFT JOIN evidence_file e ON e.id = f.file WHERE f.message IS NOT NULL"""
# What no moment of a crash may leave behind.
NEVER = {
    "a file without its report": "SELECT c.id FROM case_file c LEFT JOIN report r ON r.case_file = c.id WHERE c.kind = 'report' AND r.id IS NULL AND c.id > {after}",
    "a box of the vault without its report": "SELECT v.id FROM vault_box v LEFT JOIN report r ON r.id = v.report WHERE r.id IS NULL AND v.id > {after}",
    "an evidence file that nothing names": "SELECT e.id FROM evidence_file e LEFT JOIN report_file f ON f.file = e.id WHERE f.id IS NULL AND e.origin = 'report' AND e.id > {after}",
    "a leaf of the log without its report": "SELECT l.id FROM log_leaf l LEFT JOIN report r ON r.id = l.id WHERE r.id IS NULL AND l.id > {after}",
    "a log of another length than its leaves": "SELECT s.size FROM log_state s WHERE s.size <> (SELECT count(*) FROM log_leaf l WHERE l.office = s.id) "
                                               "OR s.size <> (SELECT max(position) + 1 FROM log_leaf l WHERE l.office = s.id)",
    "a receipt number given twice": "SELECT number FROM report GROUP BY office, number HAVING count(*) > 1",
}


class Sqlite:
    hex, leaf = "hex(r.code_key)", "hex(l.hash)"

    def __init__(self, folder):
        self.link = sqlite3.connect(f"file:{folder}/netra.db?mode=ro", uri=True, timeout=10)

    def rows(self, sql):
        return self.link.execute(sql).fetchall()

    def close(self):
        self.link.close()


class Postgres:
    NULL = "(none)"
    hex, leaf = "encode(r.code_key, 'hex')", "encode(l.hash, 'hex')"

    def __init__(self, url):
        self.url = url

    def rows(self, sql):
        asked = subprocess.run(["psql", "-X", "-q", "-t", "--csv", "-P", f"null={self.NULL}", "-v", "ON_ERROR_STOP=1", "-d", self.url, "-c", sql],
                               capture_output=True, text=True, check=True)
        return [tuple(self.value(x) for x in row) for row in csv.reader(io.StringIO(asked.stdout))]

    def value(self, text):
        return None if text == self.NULL else int(text) if re.fullmatch(r"-?\d{1,19}", text) else text

    def close(self):
        pass


def leaf_of(line):
    """RFC 6962: the hash of a leaf, which is the line up to its signature."""
    return hashlib.sha256(b"\0" + line.rpartition("|")[0].encode()).hexdigest()


def name_of(body):
    return body[1:body.index("]")] if body.startswith("[") and "]" in body else ""


class Look:
    """What was seen of one data folder so far."""

    def __init__(self, folder, store=Sqlite):
        self.folder, self.open = Path(folder), store
        self.key = (self.folder / "keys/lookup.key").read_bytes()
        self.after, self.there, self.names, self.sound = 0, {}, Counter(), set()
        self.lost, self.half, self.doubles = [], [], []

    def code_key(self, code):
        return hashlib.blake2b(f"report code key|{code}|".encode(), key=self.key, digest_size=32).hexdigest()

    def whole(self, row, report, files):
        """What is missing of a report that is there."""
        id, number, body, key, has_contact, state, receipt, events, carried, clocks, boxes, persons, position, leaf = row
        faults = [word for wrong, word in (
            (state != "SUBMITTED" or receipt != number, "its file"), (position is None, "its leaf in the log"), (not events, "the event of its arrival"), (carried != 1, "which file carries it"),
            (not clocks, "its clock"), (boxes != has_contact or has_contact != bool(report.contact), "its box in the vault"),
            (body != report.text, "its text"), (not report.form and persons != 1, "whom it reports"),
            (sorted(files) != report.hashes, "its files")) if wrong]
        return faults + [f"the bytes of {sha}" for sha in files if not self.bytes_good(sha)]

    def bytes_good(self, sha):
        path = self.folder / "evidence" / str(sha)[:2] / str(sha)
        return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha

    def look(self, ledger, everything=False):
        """@everything: all rows of the store and all that was ever told, not only what is new since the last look."""
        store = self.open(self.folder) if self.open is Sqlite else self.open
        try:
            self.look_at(store, ledger, everything)
        finally:
            store.close()

    def look_at(self, store, ledger, everything):
        after = 0 if everything else self.after
        fill = {"after": after, "hex": store.hex, "leaf": store.leaf}
        rows, files = store.rows(REPORTS.format(**fill)), {}
        for report, sha in store.rows(FILES.format(**fill)):
            files.setdefault(report, []).append(sha)
        if everything:
            self.sound.clear()
            self.names.clear()
            self.there.clear()
        for row in rows:
            report = ledger.reports.get(name_of(row[2]))
            if not report:
                self.half.append(f"report {row[1]} was sent by nobody: {row[2][:60]}")
                continue
            self.names[report.name] += 1
            self.there[report.name] = row[1], row[3].lower(), (row[-1] or "").lower()
            self.half += [f"report {row[1]} ({report.name}) lacks {fault}" for fault in self.whole(row, report, files.get(row[0], []))]
            self.after = max(self.after, row[0])
        self.doubles += [f"{name} is there {n} times" for name, n in self.names.items() if n > 1]
        told = [r for r in ledger.reports.values() if r.told] if everything else ledger.fresh
        for report in told:
            number, key, leaf = self.there.get(report.name, (None, None, None))
            if not number:
                self.lost.append(f"{report.name}: {report.number or report.receipt_page} is not there")
            elif (report.number and number != report.number) or (report.code and key != self.code_key(report.code)):
                self.lost.append(f"{report.name}: its receipt {report.number} does not lead to it; there is {number}")
            elif report.line and leaf != leaf_of(report.line):
                self.lost.append(f"{report.name}: the line of its receipt is not in the log: {report.line}")
        for why, sql in NEVER.items():
            self.half += [f"{why}: {found}" for found in store.rows(sql.format(**fill))]
        self.look_at_more(store, ledger)
        ledger.fresh = []

    def look_at_more(self, store, ledger):
        """What followed the reports: messages by code, files in pieces."""
        there = {body for _, body in store.rows("SELECT id, body FROM message WHERE from_office = 0")} if ledger.said else ()
        self.lost += [f"a message of {name}: {text}" for name, text in ledger.said if text not in there]
        files = Counter(store.rows(MORE_FILES)) if ledger.begun else {}
        self.doubles += [f"file {sha} of {name_of(body)} is there {n} times" for (body, sha), n in files.items() if n > 1]
        self.lost += [f"file {u.hash} that followed {u.report.name}" for u in ledger.whole if (u.report.text, u.hash) not in files]
        for sha in {sha for _, sha in files} - self.sound:
            self.half += [] if self.bytes_good(sha) else [f"the bytes of {sha}, which followed its report"]
            self.sound.add(sha)
