"""S20: the regime changes while files are open, from a general election's rule pack to a regional election's.

The office works under a signed pack for Pemilu; two files are open under it. A pack for Pilkada, made from the same
base with other lengths, form codes and numbers, is signed and installed on the running server. The open files keep
their clocks, codes and numbers; the next report takes the new ones. Nothing is rebuilt, the server is not restarted.
"""
import json
import re
import subprocess

import pytest
from machine import wait_for

TERMS = "contest,pair,number,kind,term,region\n{0},1,1,name,Sri Handayani Kusumawati,35.79\n"


def base(server):
    return json.loads(server.run("rulepack", "show", "built-in", "--json").stdout)


def row(pack, table, **wanted):
    found = [r for r in pack[table] if all(r.get(k) == v for k, v in wanted.items())]
    assert found, (table, wanted)
    return found[0]


def change(pack, table, to, **wanted):
    """In every version of the row."""
    for r in pack[table]:
        if all(r.get(k) == v for k, v in wanted.items()):
            r.update(to)
    row(pack, table, **wanted)


def write(folder, name, pack):
    path = folder / name
    path.write_text(json.dumps(pack, ensure_ascii=False, sort_keys=True, separators=(",", ":")), encoding="utf-8")
    return path


def pemilu_pack(server, folder):
    """Three working days for the initial review instead of two; own codes and numbers."""
    pack = base(server)
    pack["name"], pack["version"] = "Paket Pemilu 2029", "2029.1"
    change(pack, "clock", code="PM-REVIEW", to={"length": 3})
    change(pack, "clock", code="PM-COMPLETE", to={"length": 4})
    change(pack, "form", procedure="pemilu", key="deficiency", to={"code": "PM.07-29"})
    change(pack, "number", key="pemilu_receipt", to={"pattern": "{seq3}/LP-29/PL/{level}/{area}/{roman_month}/{year}"})
    change(pack, "number", key="pemilu_report", to={"pattern": "{seq3}/REG-29/LP/PL/{level}/{area}/{roman_month}/{year}"})
    return write(folder, "pemilu.json", pack)


def pilkada_pack(server, folder):
    pack = base(server)
    pack["name"], pack["version"] = "Paket Pilkada 2031", "2031.1"
    change(pack, "clock", code="PK-REVIEW", to={"length": 6})
    change(pack, "clock", code="PK-COMPLETE", to={"length": 9})
    change(pack, "form", procedure="pilkada", key="deficiency", to={"code": "PK.19-31"})
    change(pack, "number", key="pilkada_receipt", to={"pattern": "{seq3}/PL-31/{contest}/{level}/{area}/{roman_month}/{year}"})
    # Were an old file to look here, it would show: the Pemilu rows differ from those it started with.
    change(pack, "clock", code="PM-COMPLETE", to={"length": 1})
    change(pack, "form", procedure="pemilu", key="deficiency", to={"code": "SALAH"})
    change(pack, "number", key="pemilu_report", to={"pattern": "{seq3}/SALAH/{year}"})
    return write(folder, "pilkada.json", pack)


def good(server, *words):
    answer = server.run("rulepack", *map(str, words))
    assert answer.returncode == 0, (words, answer.stdout, answer.stderr)
    return answer.stdout


def refused(server, words, *expected):
    """Exit 1, the reason in words, and nothing changed. A check lists faults as its answer, the others say why they refuse."""
    before = server.run("rulepack", "list", "--json").stdout
    answer = server.run("rulepack", *map(str, words))
    assert answer.returncode == 1, (words, answer.returncode, answer.stdout, answer.stderr)
    told = answer.stdout if words[0] == "check" else answer.stderr
    for text in expected:
        assert text in told, (text, answer.stdout, answer.stderr)
    assert server.run("rulepack", "list", "--json").stdout == before


def publisher(server, folder):
    key = folder / "penerbit"
    good(server, "key", "new", key, "--name", "Biro Hukum latihan")
    assert key.stat().st_mode & 0o777 == 0o600
    good(server, "trust", f"{key}.pub", "--reason", "sidik jari dibandingkan lewat telepon")
    return key


def install(server, path, key, *more):
    good(server, "sign", path, "--key", key, "--words", "diperiksa biro hukum")
    return json.loads(good(server, "install", path, "--reason", "perintah latihan", "--json", *more))


def watch(server, folder, contest):
    path = folder / "pantauan.csv"
    path.write_text(TERMS.format(contest), encoding="utf-8")
    answer = server.run("import", "watchlist", str(path))
    assert answer.returncode == 0, answer.stderr


def report(server, text):
    """Reports and returns (number of the receipt, page of the file)."""
    server.cookie = None
    sent = server.api_post("/api/v1/reports", {"text": text}, Idempotency_Key=text)
    assert sent.status == 201, sent.text
    server.login("penangan")
    case = max(int(n) for n in re.findall(r"/kerja/perkara/(\d+)", server.get("/kerja/perkara").text))
    return sent.json["number"], f"/kerja/perkara/{case}"


def clocks(server, number):
    """{clock: last day} of one file, by the number of its receipt."""
    answer = server.run("clock", "running", "--json", "--within", "365")
    assert answer.returncode in (0, 1), answer.stderr
    rows = [json.loads(line) for line in answer.stdout.splitlines()]
    return {r["clock"]: r["last_moment"][:10] for r in rows if r["number"] == number}


def post(server, file, path, fields):
    answer = server.form(file, file + path, fields)
    assert answer.status == 303, (path, answer.text[:3000])


def review(server, file, complete=False):
    """The initial review: without its first formal element, or complete, and then the file is registered."""
    elements = sorted(set(re.findall(r'name="met_(\w+)"', server.get(file + "/kajian-awal").text)))
    missing = [] if complete else elements[:1]
    marks = {f"met_{x}": "0" if x in missing else "1" for x in elements}
    post(server, file, "/kajian-awal", {**marks, **{f"reason_{x}": f"Belum ada ({x})." for x in missing}})
    event = "requirements_missing" if missing else "requirements_met"
    post(server, file, "/kajian-awal/selesai", {"event": event, "text": "Mohon dilengkapi."})


def papers(server, file):
    """What pdftotext reads on every letter of the file."""
    found = []
    for address in sorted(set(re.findall(rf'href="({file}/surat/\d+)"', server.get(file).text))):
        pdf = server.get(address)
        assert pdf.bytes.startswith(b"%PDF"), address
        found.append(subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf.bytes, capture_output=True, check=True).stdout.decode())
    return "\n".join(found)


def version_served(server):
    return server.get("/api/v1/rulepack").json["version"]


def test_s20_pemilu_files_keep_their_pack_when_pilkada_comes(make_server, store, tmp_path):
    server = make_server(store=store, settings={"intake.per_hour": 1000})
    process = server.process.pid
    key = publisher(server, tmp_path)

    # Under Pemilu: the running server takes the pack, two files are opened under it.
    watch(server, tmp_path, "ID/presiden/2029")
    old = install(server, pemilu_pack(server, tmp_path), key)
    wait_for(lambda: version_served(server) == "2029.1")
    first_number, first = report(server, "Ada pegawai membagikan selebaran di balai warga.")
    assert first_number.startswith("001/LP-29/PL/Kota/99.01/"), first_number
    second_number, second = report(server, "Ada mobil dinas di halaman posko.")
    assert second_number.startswith("002/LP-29/"), second_number
    for number, file in ((first_number, first), (second_number, second)):
        assert "Paket Pemilu 2029 2029.1" in server.get(file).text
        # Monday 4 November; three working days after it: 5, 6, 7.
        assert clocks(server, number) == {"PM-REVIEW": "2024-11-07"}

    # Pilkada comes, for its own procedure, while both are open.
    watch(server, tmp_path, "35.79/walikota/2031")
    new = install(server, pilkada_pack(server, tmp_path), key, "--procedure", "pilkada")
    assert new["sha256"] != old["sha256"] and not new["already"]
    served = "/api/v1/clock?clock=PK-REVIEW&start=2024-11-04T10:00:00%2B07:00&zone=WIB"
    wait_for(lambda: server.get(served).json.get("rulepack") == new["sha256"])
    number, third = report(server, "Ada camat mengajak memilih di pasar.")
    assert number.startswith("001/PL-31/PW/Kota/99.01/"), number
    assert "Paket Pilkada 2031 2031.1" in server.get(third).text
    # Six calendar days after the 4th: the 10th, a Sunday.
    assert clocks(server, number) == {"PK-REVIEW": "2024-11-10"}
    assert clocks(server, first_number) == {"PM-REVIEW": "2024-11-07"}

    # The public calculator counts each procedure by the pack that counts for it.
    ask = "/api/v1/clock?clock={0}&start=2024-11-04T10:00:00%2B07:00&zone=WIB"
    pk, pm = (server.get(ask.format(code)).json for code in ("PK-REVIEW", "PM-REVIEW"))
    assert (pk["last_moment"][:10], pk["rulepack"]) == ("2024-11-10", new["sha256"])
    assert (pm["last_moment"][:10], pm["rulepack"]) == ("2024-11-07", old["sha256"])
    short = server.api_post("/api/v1/clock", {"procedure": "pilkada", "clock": "REVIEW", "start": "2024-11-04T10:00:00+07:00"})
    assert short.json["last_moment"][:10] == "2024-11-10", short.text
    plan = server.get("/api/v1/clock/plan?procedure=pilkada&event=reported&start=2024-11-04T10:00:00%2B07:00").json
    assert plan["items"][0]["deadline"]["last_moment"][:10] == "2024-11-10", plan
    page = server.get("/kalender?tenggat=PK-REVIEW&mulai=2024-11-04&jam=10:00").text
    assert "Minggu, 10 November 2024" in page and "Paket Pilkada 2031 2031.1" in page
    page = server.get("/kalender?tenggat=PM-REVIEW&mulai=2024-11-04&jam=10:00").text
    assert "Kamis, 7 November 2024" in page and "Paket Pemilu 2029 2029.1" in page
    told = {p: server.get("/api/v1/law/clocks?max=200" + p).json for p in ("", "&procedure=pilkada", "&procedure=pemilu")}
    assert told[""]["rulepack"] == told["&procedure=pemilu"]["rulepack"] == old["sha256"]
    assert told["&procedure=pilkada"]["rulepack"] == new["sha256"] == server.get("/api/v1/rulepack?procedure=pilkada").json["sha256"]
    assert {c["procedure"] for c in told["&procedure=pilkada"]["items"]} == {"pilkada"}
    assert {c["amount"] for c in told["&procedure=pilkada"]["items"] if c["code"] == "PK-REVIEW"} == {6}
    refused_ask = server.get("/api/v1/law/acts?procedure=pilkades")
    assert refused_ask.status == 422 and refused_ask.json["field"] == "procedure"

    # What happens next follows each file's own pack: papers, their codes, the next clocks, the register.
    for file in (first, third):
        post(server, file, "/peristiwa", {"event": "start_review", "text": ""})
        review(server, file)
        post(server, file, "/diterima", {"received_on": "2024-11-04", "how": "diserahkan di loket"})
    assert clocks(server, first_number)["PM-COMPLETE"] == "2024-11-08"  # four working days: 5, 6, 7, 8
    assert clocks(server, number)["PK-COMPLETE"] == "2024-11-13"  # nine calendar days
    old_paper, new_paper = papers(server, first), papers(server, third)
    assert "Formulir PM.07-29" in old_paper and "SALAH" not in old_paper and "PK.19-31" not in old_paper, old_paper
    assert "Formulir PK.19-31" in new_paper and "PM.07-29" not in new_paper, new_paper
    post(server, second, "/peristiwa", {"event": "start_review", "text": ""})
    review(server, second, complete=True)
    assert re.search(r"001/REG-29/LP/PL/Kota/99\.01/XI/2024", server.get(second).text)

    # The list says who uses what; a second time changes nothing; the record is whole; it is the same process.
    packs = {p["sha256"]: p for p in map(json.loads, good(server, "list", "--json").splitlines())}
    assert packs[old["sha256"]]["open_files"] == 2 and packs[new["sha256"]]["open_files"] == 1
    assert packs[new["sha256"]]["procedure"] == "pilkada" and packs[new["sha256"]]["state"] == "now"
    again = json.loads(good(server, "install", tmp_path / "pilkada.json", "--reason", "sekali lagi", "--procedure", "pilkada", "--json"))
    assert again["already"]
    assert server.process.pid == process and server.process.poll() is None
    verified = server.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def test_the_difference_is_told_row_by_row_with_the_files_it_touches(make_server, tmp_path):
    server = make_server(settings={"intake.per_hour": 1000})
    report(server, "Ada pegawai membagikan selebaran.")
    answer = server.run("rulepack", "diff", "built-in", str(pilkada_pack(server, tmp_path)))
    assert answer.returncode == 1
    assert re.search(r"tenggat PK-REVIEW (\(sejak [-0-9]+\) )?diubah: lamanya 2 -> 6 hari kalender .*\{1 berkas terbuka\}", answer.stdout), answer.stdout
    assert "formulir pilkada deficiency diubah: kode" in answer.stdout
    diff = json.loads(server.run("rulepack", "diff", "built-in", str(tmp_path / "pilkada.json"), "--json").stdout)
    assert diff["open_files"] == 1 and diff["added"] == diff["removed"] == 0, diff
    assert {c["row"] for c in diff["changes"]} == {"Paket Pilkada 2031", "PK-REVIEW", "PK-COMPLETE", "PM-COMPLETE", "pilkada deficiency",
                                                   "pemilu deficiency", "pilkada_receipt", "pemilu_report"}
    review_row = [c for c in diff["changes"] if c["row"] == "PK-REVIEW"][0]
    assert review_row["fields"] == [{"field": "length", "before": "2", "after": "6"}] and review_row["open_files"] == 1
    assert server.run("rulepack", "diff", "built-in", "built-in").returncode == 0


def break_gap(pack):
    twice = [r for r in pack["route"] if r.get("until") and not r.get("crime")]
    twice[0]["until"] = "2023-01-01"
    return twice[0]["code"], "gap"


def break_overlap(pack):
    clock = row(pack, "clock", code="PK-HANDLE")
    pack["clock"].append(dict(clock))
    return "PK-HANDLE", ""


def break_unreachable(pack):
    pack["state"].append({**row(pack, "state", code="REGISTERED"), "code": "PULAU"})
    return "PULAU", "cannot be reached"


def break_code(pack):
    pack["transition"][3]["to"] = "TIDAK_ADA"
    return pack["transition"][3]["id"], "TIDAK_ADA"


def break_clock(pack):
    found = next(t for t in pack["transition"] if t.get("start"))
    found["start"] = ["TIDAK-ADA"]
    return found["id"], "TIDAK-ADA"


@pytest.mark.parametrize("fault", [break_gap, break_overlap, break_unreachable, break_code, break_clock])
def test_a_pack_with_a_fault_is_refused_with_row_and_reason(make_server, tmp_path, fault):
    server = make_server(start=False)
    key = publisher(server, tmp_path)
    pack = base(server)
    pack["version"] = "2031.1"
    where, why = fault(pack)
    path = write(tmp_path, "rusak.json", pack)
    refused(server, ["check", path], where, why)
    refused(server, ["sign", path, "--key", key], where, why)  # nobody vouches for it by mistake
    assert not path.with_suffix(".json.sig").exists()
    refused(server, ["install", path, "--reason", "x"], "not signed")


def test_unsigned_unknown_and_changed_packs_change_nothing(make_server, tmp_path):
    server = make_server(start=False)
    path = pilkada_pack(server, tmp_path)
    refused(server, ["install", path, "--reason", "x"], "not signed", "nothing was changed")
    good(server, "key", "new", tmp_path / "asing", "--name", "Orang asing")
    good(server, "sign", path, "--key", tmp_path / "asing")
    refused(server, ["install", path, "--reason", "x"], "does not trust")
    key = publisher(server, tmp_path)
    good(server, "sign", path, "--key", key)
    refused(server, ["install", path], "reason")
    refused(server, ["install", path, "--reason", "x", "--election", "PILKADA-1066"], "PILKADA-1066")
    refused(server, ["install", path, "--reason", "x", "--procedure", "pilkades"], "pilkades")
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    refused(server, ["install", path, "--reason", "x"], "its bytes were changed")
    path.write_bytes(whole)
    seal = json.loads(path.with_suffix(".json.sig").read_text())
    path.with_suffix(".json.sig").write_text(json.dumps({**seal, "words": "tidak diperiksa"}))
    refused(server, ["install", path, "--reason", "x"], "does not fit")
    path.with_suffix(".json.sig").write_text("bukan tanda tangan")
    refused(server, ["install", path, "--reason", "x"], "signature")
    path.with_suffix(".json.sig").write_text(json.dumps(seal))
    good(server, "install", path, "--reason", "x")
    assert server.run("verify").returncode == 0


def test_a_lawyers_toml_becomes_a_pack_that_counts(make_server, tmp_path):
    """docs/adding-a-law.md, walked: edit law/, make the pack, check, sign, install."""
    import shutil
    import sys
    from conftest import TOP
    law = tmp_path / "law"
    shutil.copytree(TOP / "law", law)
    clocks_toml = (law / "clocks.toml").read_text(encoding="utf-8")
    head, *versions = clocks_toml.split('code = "PK-REVIEW"')
    assert versions
    edited = head + "".join('code = "PK-REVIEW"' + v.replace("length = 2", "length = 8", 1) for v in versions)
    (law / "clocks.toml").write_text(edited, encoding="utf-8")
    (law / "pack.toml").write_text(re.sub(r'version = "[^"]*"', 'version = "2031.1"', (law / "pack.toml").read_text(encoding="utf-8")), encoding="utf-8")
    made = subprocess.run([sys.executable, TOP / "tools" / "lawc.py", tmp_path / "paket.json", tmp_path / "paket.c", *sorted(law.glob("*.toml"))],
                          capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
    server = make_server(settings={"intake.per_hour": 1000})
    key = publisher(server, tmp_path)
    good(server, "check", tmp_path / "paket.json")
    install(server, tmp_path / "paket.json", key)
    wait_for(lambda: version_served(server) == "2031.1")
    number, _ = report(server, "Ada pegawai membagikan selebaran.")
    assert clocks(server, number) == {"PK-REVIEW": "2024-11-12"}
    # A row that counsel corrects comes out as TOML and goes in again.
    toml = good(server, "show", tmp_path / "paket.json", "clock", "PK-REVIEW")
    assert "length = 8" in toml and toml.startswith("[[clock]]\n")


def administrator(server):
    from conftest import PASSWORD
    added = server.run("user", "add", "pengelola", "--name", "Sekar Ayuning", "--position", "Pengelola", "--role", "admin", input=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr
    server.login("pengelola")


def test_an_administrator_checks_and_installs_on_the_page(make_server, tmp_path, plain_browser, shot):
    from conftest import PASSWORD, press
    server = make_server(settings={"intake.per_hour": 1000})
    key = publisher(server, tmp_path)
    path = pilkada_pack(server, tmp_path)
    good(server, "sign", path, "--key", key)
    report(server, "Ada pegawai membagikan selebaran.")
    fields = {"from": "", "procedure": "pilkada", "election": "", "reason": "Perintah latihan"}
    files = [("pack", "pilkada.json", path.read_bytes()), ("seal", "pilkada.json.sig", path.with_suffix(".json.sig").read_bytes())]
    stranger = server.form("/kerja/aturan", "/kerja/aturan", {**fields, "do": "install"}, files)
    assert stranger.status == 403  # staff may read, not install
    administrator(server)
    before = server.get("/api/v1/rulepack").json

    # Without reason, without signature, changed: said beside the field, nothing installed.
    for what, sent, words in [({"reason": ""}, files, "perlu diisi"), ({}, files[:1], "tanda tangannya"),
                              ({}, [("pack", "p.json", files[0][2].replace(b'"length":6', b'"length":7')), files[1]], "bytes were changed")]:
        answer = server.form("/kerja/aturan", "/kerja/aturan", {**fields, **what, "do": "install"}, sent)
        assert answer.status == 422 and words in answer.text, (answer.status, answer.text[:3000])
    tried = server.form("/kerja/aturan", "/kerja/aturan", {**fields, "do": "try"}, files)
    assert tried.status == 200 and "semua pemeriksaan lulus" in tried.text and "Belum dipasang" in tried.text, tried.text[:3000]
    assert len(good(server, "list", "--json").splitlines()) == 1
    done = server.form("/kerja/aturan", "/kerja/aturan", {**fields, "do": "install"}, files, follow=True)
    assert "Paket terpasang" in done.text and "Paket Pilkada 2031 2031.1" in done.text
    assert server.get("/api/v1/rulepack").json["version"] == before["version"]  # in general the old one counts: only Pilkada changed
    number, _ = report(server, "Ada camat mengajak memilih di pasar.")  # at once, in this process
    assert number.startswith("002/PL-31/"), number

    # The difference as a page; a row nobody saw gets an opinion and its correction as a download.
    server.login("pengelola")
    page = re.search(r'href="(/kerja/aturan/[0-9a-f]{64})">Paket Pilkada', server.get("/kerja/aturan").text)[1]
    text = server.get(page).text
    assert "PK-REVIEW" in text and 'data-l="Sebelum">2<' in text and 'data-l="Sesudah">6<' in text and "1 berkas terbuka memakai baris ini" in text
    assert server.get(page + "/paket").bytes == path.read_bytes()
    row_page = re.search(rf'href="({page}/baris\?jenis=clock[^"]*)"', text)[1].replace("&amp;", "&")
    kind, name = re.search(r"jenis=(\w+)&nama=([\w-]+)", row_page).groups()
    opinion = {"kind": kind, "name": name, "result": "wrong", "checked_by": "Wiratno Suryadi, S.H.", "checked_on": "2024-11-04",
               "source": "salinan resmi di perpustakaan kantor", "text": "[[clock]]\nlength = 4\n"}
    refused_opinion = server.form(row_page, page + "/pendapat", {**opinion, "checked_on": "2030-01-01"})
    assert refused_opinion.status == 422 and "Wiratno" in refused_opinion.text
    noted = server.form(row_page, page + "/pendapat", opinion, follow=True)
    assert "Pendapat tercatat" in noted.text and "perlu diperbaiki: Wiratno Suryadi, S.H." in noted.text
    assert server.get(row_page.replace("/baris?", "/toml?")).text.split() == ["[[clock]]", "length", "=", "4"]
    assert server.run("verify").returncode == 0

    b = plain_browser
    b.get(server.url + "/masuk")
    b.find_element("id", "login").send_keys("pengelola")
    b.find_element("id", "password").send_keys(PASSWORD)
    press(b, "main form button")
    for address, name in (("/kerja/aturan", "aturan"), (page, "aturan-paket"), (row_page, "aturan-baris")):
        b.get(server.url + address)
        shot(b, name)
        shot(b, name, 360)
