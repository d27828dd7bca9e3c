"""S18, the power goes: killed in the middle of registering, of the plenary's vote and of a backup; a full disk; the office on
another machine; a wrong key.

A step of an officer is one transaction. So whatever moment the program dies at, the store is afterwards as it was before the
step or as it is after it, table by table; and the form sent again brings the second, never anything twice. The reporter's
side (receipts, files in pieces) is tried ten thousand times by `make crash`.
"""
import http.client
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import threading
import time
from pathlib import Path

import pytest
from conftest import TOP, Server, free_port, program
from walk_test import PASSWORD, STEPS, event

KILLS = 5
CASEWORK = ("case_event", "case_file", "case_person", "case_report", "clock_run", "clock_sum", "letter", "name_repair", "plenary", "plenary_decision",
            "plenary_vote", "review_mark")  # what a step writes; other tables also grow while the program looks after itself


def office(data, env=None):
    """The office that lies in @data, at a port of its own."""
    server = Server(data, now="2024-11-04T09:00:00+07:00")
    server.port = free_port()
    server.env.update(env or {})
    return server


def fingerprint(data):
    """How many rows each table of casework has, the numbers given out, and where every file, person and clock stands."""
    link = sqlite3.connect(f"file:{data}/netra.db?mode=ro", uri=True)
    try:
        rows = {t: link.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in CASEWORK}
        rows["numbers"] = link.execute("SELECT * FROM number_seq ORDER BY 1, 2, 3").fetchall()
        states = link.execute("SELECT id, state, version, register_number FROM case_file ORDER BY id").fetchall()
        people = link.execute("SELECT id, outcome, version FROM case_person ORDER BY id").fetchall()
        clocks = link.execute("SELECT case_file, person, clock, status FROM clock_run ORDER BY 1, 2, 3, 4").fetchall()
        return rows, states, people, clocks
    finally:
        link.close()


def in_state(data, state):
    link = sqlite3.connect(f"file:{data}/netra.db?mode=ro", uri=True)
    try:
        return link.execute("SELECT id FROM case_file WHERE state = ? ORDER BY id", (state,)).fetchone()[0]
    finally:
        link.close()


def ready_to_register(server):
    """A report whose marks are set: what is left is to give it its number."""
    case = in_state(server.data, "REVIEW")
    base = f"/kerja/perkara/{case}/kajian-awal"
    page = server.get(base)
    marks = {name: "1" for name in re.findall(r'name="(met_\w+)"', page.text)}
    assert marks, page.text[:3000]
    saved = server.form(base, base, marks)
    assert saved.status == 303, saved.text[:3000]
    return base, base + "/selesai", {"event": "requirements_met", "to": "", "text": ""}


def ready_to_decide(server):
    """A file with its clarification and its signed study: what is left is the vote."""
    case = in_state(server.data, "CLARIFYING")
    base = f"/kerja/perkara/{case}"
    person = int(re.search(rf"{base}/orang/(\d+)", server.get(base).text)[1])
    begun = server.form(base + "/klarifikasi", base + "/klarifikasi", {"person": person, "day": "2024-11-04", "time": "08:00", "companion": "",
                                                                       "place": "Ruang klarifikasi", "oath": "taken"})
    assert begun.status == 303, begun.text[:3000]
    page = begun.location.split("#")[0].split("?")[0]
    for fields in ({"do": "tanya", "question": "Bagaimana peristiwanya?", "answer": STEPS[0]}, {"do": "bacakan"},
                   {"do": "tutup", "statement": STEPS[0], "account_owned": "admitted", "intent": "spontan", "reach": "", "removed_on": "",
                    "signature": "signed", "reason": ""}):
        got = server.get(page)
        done = server.post(page, {"csrf": got.hidden("csrf"), "once": got.hidden("once"), "version": got.hidden("version") or "", **fields})
        assert done.status == 303, done.text[:3000]
    event(server, case, "enough")
    study = base + "/kajian"
    saved = server.form(study, study, {"version": server.get(study).hidden("version") or "0", "position": "Berfoto bersama pasangan calon.",
                                       "data": "Foto.", "legal": "Keputusan Bersama 2022.", "facts": "Foto diambil malam.", "recommendation": "Selesai."})
    assert saved.status == 303, saved.text[:3000]
    point = server.form(study, study + "/butir", {"person": person, "act": "SKB-B7", "analysis": "Tidak cukup bukti.", "quotes": "B-1",
                                                  "conclusion": "not_proven"})
    assert point.status == 303, point.text[:3000]
    ended = server.form(study, study + "/selesai", {"version": server.get(study).hidden("version")})
    assert ended.status == 303, ended.text[:3000]
    text = server.get(base + "/pleno").text
    fields = {name: "agree" for name in re.findall(r'name="(vote_\d+)"', text)}
    fields |= {name: "not_proven" for name in re.findall(r'name="(decide_[^"]+)"', text)}
    fields |= {name: "Bukti tidak cukup." for name in re.findall(r'name="(reason_\d+)"', text)}
    return base + "/pleno", base + "/pleno", {"agenda": "Putusan", "day": "2024-11-04", "time": "08:30", "place": "Ruang rapat",
                                              "event": "decide_not_violation", **fields}


def log_in(server):
    server.login("ketua", PASSWORD)
    return server


@pytest.fixture(scope="module")
def ripe(tmp_path_factory):
    """A demonstration office where two steps wait to be taken: {name: (page, address, fields)}."""
    server = office(tmp_path_factory.mktemp("ripe") / "data").demo().start()
    log_in(server)
    steps = {"registering": ready_to_register(server), "the vote": ready_to_decide(server)}
    server.stop()
    return server.data, steps


def form_of(server, step):
    """The fields as a browser would send them, hidden ones with them, so that a second try is the same form."""
    page, address, fields = step
    got = server.get(page)
    return address, {"csrf": got.hidden("csrf"), "once": got.hidden("once"), **fields}


def undisturbed(ripe, folder, name):
    """The store before and after the step, and how long the step takes."""
    data, steps = ripe
    shutil.copytree(data, folder)
    server = log_in(office(folder).start())
    before = fingerprint(folder)
    address, fields = form_of(server, steps[name])
    began = time.monotonic()
    done = server.post(address, fields)
    took = time.monotonic() - began
    assert done.status == 303, done.text[:3000]
    server.stop()
    after = fingerprint(folder)
    assert before != after
    return before, after, took


def killed_within(server, address, fields, seconds):
    """Sends the form while the program is killed after @seconds; True when an answer came all the same."""
    killer = threading.Timer(seconds, server.process.kill)
    killer.start()
    try:
        return server.post(address, fields).status == 303
    except (OSError, http.client.HTTPException):
        return False
    finally:
        killer.join()
        server.stop(signal.SIGKILL)


@pytest.mark.parametrize("name", ["registering", "the vote"])
def test_killed_in_a_step_the_store_is_before_it_or_after_it(ripe, tmp_path, name):
    before, after, took = undisturbed(ripe, tmp_path / "calm", name)
    dice, found = random.Random(), {"before": 0, "after": 0}
    for n in range(KILLS):
        folder = tmp_path / f"killed{n}"
        shutil.copytree(ripe[0], folder)
        server = log_in(office(folder).start())
        address, fields = form_of(server, ripe[1][name])
        told = killed_within(server, address, fields, took * dice.random() * 1.2)
        stands = fingerprint(folder)
        assert stands in (before, after), [(t, before[0][t], n, after[0][t]) for t, n in stands[0].items() if n not in (before[0][t], after[0][t])]
        assert not told or stands == after  # who was told that it is done may rely on it
        found["after" if stands == after else "before"] += 1
        server.start()  # the officer sends the same form again
        again = server.post(address, fields)
        assert again.status == 303 or stands == after, again.text[:3000]
        server.stop()
        assert fingerprint(folder) == after
        verified = server.run("verify")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        shutil.rmtree(folder)
    assert sum(found.values()) == KILLS


def test_a_full_disk_stops_a_step_and_changes_nothing(ripe, tmp_path, monkeypatch):
    import errno
    import sys
    sys.path.insert(0, str(Path(__file__).parent.parent / "crash"))
    from fail import QUOTA, Disk
    built = Path(os.environ.get("NETRA_BUILD", TOP / "build")) / "netra"  # as people get it: sanitizers want to be loaded before the disk
    monkeypatch.setenv("NETRA_BIN", str(built))
    folder = tmp_path / "data"
    shutil.copytree(ripe[0], folder)
    disk = Disk(program(), tmp_path / "control")
    server = log_in(office(folder, disk.env(folder)).start())
    before = fingerprint(folder)
    address, fields = form_of(server, ripe[1]["the vote"])
    disk.arm(QUOTA, errno.ENOSPC, 0)
    refused = server.post(address, fields)
    assert refused.status in (503, 507), refused.text[:3000]
    assert "tidak dapat menyimpan" in refused.text, refused.text[:3000]
    disk.well()
    assert fingerprint(folder) == before
    assert server.post(address, fields).status == 303  # with room again the same form goes through
    server.stop()
    assert server.run("verify").returncode == 0


def test_a_backup_that_was_killed_is_none_and_the_next_one_stands_up_elsewhere(ripe, tmp_path):
    folder, phrase, wrong = tmp_path / "data", tmp_path / "frasa", tmp_path / "salah"
    shutil.copytree(ripe[0], folder)
    phrase.write_text("daun-hijau-di-tepi-sungai\n")
    wrong.write_text("daun-kering-di-tepi-sungai\n")
    server = log_in(office(folder).start())
    case = in_state(folder, "PLENARY")
    title = re.search(r"<title>([^<]*)", server.get(f"/kerja/perkara/{case}").text)[1]

    open_one, part, whole = tmp_path / "terbuka.netra", tmp_path / "terputus.netra", tmp_path / "utuh.netra"
    began = time.monotonic()
    assert server.run("backup", str(open_one)).returncode == 0
    took = time.monotonic() - began
    for fraction in (0.2, 0.5, 0.8):
        child = subprocess.Popen([program(), "--data", str(folder), "backup", str(part)], env=server.env, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(took * fraction)
        child.kill()
        child.wait()
        if part.exists():  # only a whole one bears the name that was asked for
            stood_up = Server(tmp_path / "coba").run("restore", str(part))
            assert stood_up.returncode == 0, stood_up.stderr
            shutil.rmtree(tmp_path / "coba")
            part.unlink()
    made = server.run("backup", str(whole), "--passphrase-file", str(phrase))
    assert made.returncode == 0, made.stderr
    assert server.get(f"/kerja/perkara/{case}").status == 200  # the office went on meanwhile

    refused = Server(tmp_path / "lain").run("restore", str(whole), "--passphrase-file", str(wrong))
    assert refused.returncode == 1 or refused.returncode == 3, refused
    assert "passphrase" in refused.stderr and "Traceback" not in refused.stderr, refused.stderr
    assert not (tmp_path / "lain").exists()
    broken = tmp_path / "rusak.netra"
    broken.write_bytes(whole.read_bytes()[:-1000])
    refused = Server(tmp_path / "lain").run("restore", str(broken), "--passphrase-file", str(phrase))
    assert refused.returncode in (1, 3) and refused.stderr and not (tmp_path / "lain").exists()

    server.stop(signal.SIGKILL)
    shutil.rmtree(folder)  # the machine is gone
    elsewhere = office(tmp_path / "lain")
    restored = elsewhere.run("restore", str(whole), "--passphrase-file", str(phrase))  # one command
    assert restored.returncode == 0, restored.stderr
    verified = elsewhere.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
    log_in(elsewhere.start())
    assert re.search(r"<title>([^<]*)", elsewhere.get(f"/kerja/perkara/{case}").text)[1] == title
    elsewhere.stop()
