"""N22: nobody is a suspect until a decision. Outside a file no list names its people, whoever looks.

The demonstration office, with two more people of unusual names in a file that is handled, whom an officer also names in its title
and in a task, and whom a citizen's report names. Everybody of the office then walks every address of tests/web/rights.csv by page
and by token, and so does a stranger. A name may stand only where INSIDE says, with the reason; each of its rows must really show
one, so that the table cannot grow stale.
"""
import html
import re

from conflict_test import PASSWORD, QUERIES, Walker, address, everything, facts_of
from conftest import TOP

import csv

PLANTED = {"Zvonimira Quexadiwati": "terlapor", "Bjarte Xylanderson": "saksi"}
TOLD = "Ghwenlliana Ytterbekk"  # named by a reporter only
LOGINS = {"loket": "intake", "ratna": "handler", "anggota": "member", "ketua": "chair", "patroli": "patrol", "kustodian": "custodian"}

INSIDE = {  # where a whole name may stand, and why
    "/kerja/perkara/{id}": "the file itself: who works on it knows of whom it speaks, and each look is noted",
    "/api/v1/cases/{id}": "the same for programs, with the right to files; patrol gets the name masked",
    "/api/v1/handovers/{id}": "a hand-over of one person, with what its receiver is told",
    "/kerja/laporan/{id}": "a report as the citizen wrote it, for who reads reports",
    "/kerja/triase": "hints of one cluster, for who weighs them: nobody can be left out without being named",
    "/kerja/triase/{cluster}": "the same",
    "/api/v1/clusters/{id}": "the same for programs",
}


def inside(path):
    return next((p for p in sorted(INSIDE, key=len, reverse=True) if path == p or path.startswith(p + "/")), None)


def rows():
    with open(TOP / "tests/web/rights.csv") as f:
        return [r for r in csv.DictReader(f) if r["method"] == "GET"]


def said(answer, names):
    text = html.unescape(answer.bytes.decode("utf-8", "replace"))
    return sorted(n for n in names if n.lower() in text.lower())


def people_of(walker, case):
    return {p["name"].split(",")[0] for p in everything(walker, f"/api/v1/cases/{case}/people")}


def plant(ratna, case):
    """Two people into the file; then its title and a task that name them, as a hurried officer writes."""
    for name, role in PLANTED.items():
        added = ratna.ask("POST", f"/api/v1/cases/{case}/people", {"role": role, "name": name, "class": "PNS", "agency": "Dinas Rekaan"})
        assert added.status == 201, added.text
    page = ratna.ask("GET", f"/kerja/perkara/{case}/pokok").text
    form = re.search(r'<form[^>]*id="ubah".*?</form>', page, re.S)[0]
    value = lambda name: html.unescape(re.search(rf'name="{name}"[^>]*value="([^"]*)"', form)[1])
    saved = ratna.form(f"/kerja/perkara/{case}/pokok", {"title": "ZVONIMIRA Quexadiwati berfoto bersama Bjarte Xylanderson", "version": value("version"),
                                                        "event_on": value("event_on"), "known_on": value("known_on"), "contest": "0", "owner": "0"})
    assert saved.status == 303, saved.text[:3000]
    task = ratna.form(f"/kerja/perkara/{case}/tugas", {"tugas": "Telepon Zvonimira Quexadiwati", "untuk": "0", "sampai": "2024-11-04"})
    return task


def test_outside_its_file_nobody_is_named(make_server, shot):
    server = make_server(now=None, demo=True)
    people = {login: Walker(server, login) for login in LOGINS}
    ratna, loket = people["ratna"], people["loket"]
    forwarded = everything(ratna, "/api/v1/cases?state=FORWARDED")[0]
    handled = next(c["id"] for state in ("CLARIFYING", "EXTRA_INFO", "REGISTERED") for c in everything(ratna, f"/api/v1/cases?state={state}"))
    task = plant(ratna, handled)
    assert task.status == 303, task.text[:3000]
    sent = ratna.ask("POST", "/api/v1/reports", {"text": f"Saya melihat {TOLD} dan {TOLD.split()[1]} membagikan stiker pasangan calon.",
                                                "reported": [{"name": TOLD, "position": "Staf"}]})
    assert sent.status == 201, sent.text
    told = next(r["id"] for r in everything(loket, "/api/v1/reports") if r["number"] == sent.json["number"])
    cluster = everything(ratna, "/api/v1/clusters?state=waiting")[0]["id"]
    hinted = {html.unescape(n).split(",")[0] for n in re.findall(r'"name": ?"([^"]+ [^"]+)"', ratna.ask("GET", f"/api/v1/clusters/{cluster}").text)}
    assert hinted, cluster
    names = {*PLANTED, TOLD, *hinted, *(n for c in everything(ratna, "/api/v1/cases") for n in people_of(ratna, c["id"]))}
    assert len(names) > 8, names
    title = ratna.json(f"/api/v1/cases/{handled}")["title"]
    assert title == "[disamarkan] berfoto bersama [disamarkan]", title

    ids = {}
    for case in (forwarded["id"], handled):
        ids[case], _ = facts_of(ratna, loket, forwarded["id"], forwarded["number"])
        ids[case] |= {"id": case, "request": "1", "cluster": cluster, "report": told}
    outside, seen, n = [], {}, 0
    for login, role in [*LOGINS.items(), (None, "stranger")]:
        for row in rows():
            if row[role] != "y":
                continue
            for case, own in ids.items():
                if "{" not in row["path"] and case != handled:
                    continue
                for query in [*QUERIES.get(row["path"], [""]), "?lang=en"] if "{" not in row["path"] else [""]:
                    at = address(row["path"], own) + query.format(title="stiker", number="006")
                    got = server.ask("GET", at, headers={"Cookie": ""}) if not login else people[login].ask("GET", at)
                    n += 1
                    assert got.status < 500, (login, at, got.text[:2000])
                    for name in said(got, names):
                        where = inside(row["path"])
                        if where and login:
                            seen.setdefault(where, set()).add(name)
                        else:
                            outside.append((login, at, name))
    assert not outside, outside[:20]
    assert n > 500, n
    stale = set(INSIDE) - set(seen)
    assert not stale, stale
