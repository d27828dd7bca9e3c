"""S1, Kota Batu 2024: nine people in one photo, from the patrol's alert to nine hand-overs; with script and without.

Five of the nine are civil servants (to BKN), four are day labourers (to the heads of their agencies). Pages are looked
at in Chromium, each at least once in both modes; steps that repeat nine times go by the same forms over HTTP. A superior
is heard in another role; the reporter's code tells each stage; every letter is opened and its number read.
"""
import html
import json
import os
import re
import subprocess

import pytest
from conftest import log_in, new_store, press
from machine import wait_for
from selenium.webdriver.common.by import By

PASSWORD = "kawung-teduh-9901"
STEPS = ["Spontan, tidak tahu ketentuannya.", "Diajak teman, tidak berniat.", "Ikut berdiri saja."]


def photo_cluster(b, server):
    """Opens the cluster of nine posts from the batch, by its link."""
    b.get(server.url + "/kerja/triase")
    link = [a for a in b.find_elements(By.CSS_SELECTOR, ".batch a") if "9 kiriman" in a.get_attribute("textContent")]
    assert len(link) == 1, [a.get_attribute("textContent") for a in b.find_elements(By.CSS_SELECTOR, ".batch a")]
    b.get(link[0].get_attribute("href"))
    return b.current_url


def tick(b, name):
    boxes = [x for x in b.find_elements(By.NAME, name) if x.is_displayed()]
    for box in boxes:
        if not box.is_selected():
            box.click()
    return len(boxes)


def first_reader(b, server, shot, mode):
    log_in(b, server, "wira", PASSWORD)
    shot(b, f"hari-ini-{mode}")
    shot(b, f"hari-ini-{mode}", 360)
    photo_cluster(b, server)
    text = b.find_element(By.TAG_NAME, "main").text
    assert "9 disarankan" in text and "5 ASN, 4 bukan ASN" in text, text
    shot(b, f"triase-{mode}")
    assert tick(b, "person") == 9
    press(b, "button[name=decide][value=f]")
    assert "menunggu pembaca kedua" in b.find_element(By.CSS_SELECTOR, "[role=status]").text


def second_reader(b, server):
    """Sees what the first ticked, agrees; the file is opened. Returns its number in the address."""
    log_in(b, server, "ratna", PASSWORD)
    photo_cluster(b, server)
    assert "Anda pembaca kedua" in b.find_element(By.TAG_NAME, "main").text
    assert sum(x.is_selected() for x in b.find_elements(By.NAME, "person")) == 9
    reports = tick(b, "report")
    assert reports >= 10, reports
    press(b, "button[name=decide][value=f]")
    file = b.find_element(By.PARTIAL_LINK_TEXT, "Buka berkasnya").get_attribute("href")
    return int(re.search(r"/kerja/perkara/(\d+)", file)[1]), reports


def event(server, case, name, **said):
    answer = server.form(f"/kerja/perkara/{case}", f"/kerja/perkara/{case}/peristiwa", {"event": name, "text": "", **said})
    assert answer.status == 303, answer.text[:4000]


def people(server, case):
    """(id, name) of the reported persons, as the file lists them."""
    text = server.get(f"/kerja/perkara/{case}").text
    found = {}
    for person in re.findall(rf"/kerja/perkara/{case}/orang/(\d+)", text):
        found[int(person)] = True
    return list(found)


def add_superior(server, case):
    """The head of the nine's office, known to the file only as their superior. Returns the id of the person."""
    before = set(people(server, case))
    page = f"/kerja/perkara/{case}/orang/baru"
    added = server.form(page, page, {"role": "atasan", "name": "Wening Astarini", "class": "PNS", "agency": "Kecamatan Randusari",
                                     "position": "Camat Randusari", "account_owned": "none", "version": "0"})
    assert added.status == 303, added.text[:4000]
    fresh = set(people(server, case)) - before
    assert len(fresh) == 1, fresh
    return fresh.pop()


def told(server, code, state, messages=0):
    """What the reporter sees by code, in the API and on the page alike; waits for messages, which the keeper brings."""

    def asked():
        return server.ask("GET", f"/api/v1/reports/{code}", headers={"Cookie": ""})

    wait_for(lambda: asked().json["state"] == state and len(asked().json["messages"]) >= messages, lambda: asked().text)
    answer = asked()
    door = server.get("/lacak")
    page = server.post("/lacak", {"code": code, "once": door.hidden("once") or ""}, follow=True)
    assert page.status == 200
    heading = html.unescape(re.search(r"<h1>(.*?)</h1>", page.text)[1])
    assert heading == answer.json["stage"], (heading, answer.json)
    for name in ("Randuwening", "Wening Astarini"):
        assert name not in page.text and name not in answer.text  # of the persons the reporter learns nothing
    return answer.json


def letters(server, case):
    """Every letter of the file as (number or "", what pdftotext reads)."""
    text = server.get(f"/kerja/perkara/{case}").text
    found = []
    for address, number in re.findall(rf'href="(/kerja/perkara/{case}/surat/\d+)".*?<span class="small quiet">(?:([^<]*?) · )?[^<·]* · [^<·]*</span>', text):
        pdf = server.get(address)
        assert pdf.bytes.startswith(b"%PDF"), address
        read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf.bytes, capture_output=True, check=True).stdout.decode()
        found.append((html.unescape(number), re.sub(r"\s+", "", read)))
    return found


def statement_of(server, case, person):
    text = server.get(f"/kerja/perkara/{case}/orang/{person}").text
    return html.unescape(re.search(r'name="statement"[^>]*>\s*([^<]*)</textarea>', text)[1]).strip()


def hear(server, case, person, which):
    base = f"/kerja/perkara/{case}/klarifikasi"
    begun = server.form(base, base, {"person": person, "day": "2024-11-04", "time": "10:00", "companion": "", "place": "Ruang klarifikasi",
                                     "oath": "taken"})
    assert begun.status == 303, begun.text[:4000]
    page = begun.headers["Location"].split("#")[0].split("?")[0]

    def do(what, **fields):
        got = server.get(page)
        answer = server.post(page, {"csrf": got.hidden("csrf"), "once": got.hidden("once"), "version": got.hidden("version") or "", "do": what, **fields})
        assert answer.status == 303, (what, answer.text[:4000])

    do("tanya", question="Bagaimana peristiwanya?", answer=STEPS[which % 3])
    do("bacakan")
    do("tutup", statement=f"{STEPS[which % 3]} ({which + 1})", account_owned="admitted", intent="spontan", reach="", removed_on="",
       signature="signed", reason="")
    return page


def study(server, case, nine):
    base = f"/kerja/perkara/{case}/kajian"
    event(server, case, "enough")
    page = server.get(base)
    saved = server.form(base, base, {"version": page.hidden("version") or "0", "position": "Sembilan orang berfoto bersama pasangan calon.",
                                     "data": "Foto, unggahan, keterangan.", "legal": "Keputusan Bersama 2022 Lampiran II huruf B.",
                                     "facts": "Foto diambil Jumat malam.", "recommendation": "Diteruskan."})
    assert saved.status == 303, saved.text[:4000]
    for person in nine:
        point = server.form(base, base + "/butir", {"person": person, "act": "SKB-B7", "analysis": "Mengunggah foto bersama pasangan calon.",
                                                    "quotes": "B-1", "conclusion": "proven"})
        assert point.status == 303, point.text[:4000]
    ended = server.form(base, base + "/selesai", {"version": server.get(base).hidden("version")})
    assert ended.status == 303, ended.text[:4000]


def plenary(server, case):
    base = f"/kerja/perkara/{case}/pleno"
    text = server.get(base).text
    votes = {name: "agree" for name in re.findall(r'name="(vote_\d+)"', text)}
    rows = {name: "proven" for name in re.findall(r'name="(decide_[^"]+)"', text)}
    reasons = {name: "Sesuai kajian." for name in re.findall(r'name="(reason_\d+)"', text)}
    assert len(votes) == 3 and len(rows) == 9, (votes, rows)
    held = server.form(base, base, {"agenda": "Putusan", "day": "2024-11-04", "time": "06:30", "place": "Ruang rapat", "event": "decide_other_law",
                                    **votes, **rows, **reasons})
    assert held.status == 303, held.text[:4000]


def walk(b, server, shot, mode):
    code = json.loads((server.data / "demo.json").read_text())["report_code"]
    first_reader(b, server, shot, mode)
    case, reports = second_reader(b, server)
    server.login("ratna", PASSWORD)
    nine = people(server, case)
    assert len(nine) == 9, nine
    b.get(f"{server.url}/kerja/perkara/{case}")
    shot(b, f"perkara-{mode}")
    return case, nine, code, reports


MODES = [("skrip", "sqlite"), ("tanpa-skrip", "sqlite")] + [("tanpa-skrip", "postgres")] * bool(os.environ.get("NETRA_TEST_POSTGRES"))


@pytest.mark.parametrize("mode,kind", MODES)
def test_nine_in_one_photo_become_one_file_by_two_readers(make_server, request, shot, mode, kind):
    server = make_server(store=new_store(kind), now=None, demo=True)
    before = json.loads(server.run("stats", "--json").stdout)["funnel"]
    b = request.getfixturevalue("browser" if mode == "skrip" else "plain_browser")
    first = told(server, json.loads((server.data / "demo.json").read_text())["report_code"], "REVIEW")
    case, nine, code, reports = walk(b, server, shot, mode)

    stages = [first, told(server, code, "LHP")]

    # The plenary agrees that it is a finding: it gets its number and its clock.
    server.login("ketua", PASSWORD)
    event(server, case, "plenary_finds", evidence_shown=1, quorum=1, majority=1, competent=1)
    assert re.search(r"\d{3}/REG/TM/PW/Kota/99\.01/XI/2024", server.get(f"/kerja/perkara/{case}").text)

    # The chair tells the reporters: the keeper brings it to the talk of each report that was joined.
    stages.append(told(server, code, "REGISTERED"))
    said = server.form(f"/kerja/perkara/{case}", f"/kerja/perkara/{case}/status", {"isi": "Laporan Anda menjadi bagian dari temuan yang kami tangani."})
    assert said.status == 303, said.text[:4000]
    heard = told(server, code, "REGISTERED", 1)["messages"]
    assert [m["from"] for m in heard] == ["office"] and "bagian dari temuan" in heard[0]["text"]

    # Nine summonses, each with a code and a letter.
    server.login("ratna", PASSWORD)
    base = f"/kerja/perkara/{case}/undangan"
    invited = server.form(base, base, {"person": "0", "day": "2024-11-06", "time": "09:00", "minutes": "30", "place": "Ruang klarifikasi"})
    assert invited.status == 200 and len(re.findall(r'class="code act"', invited.text)) >= 9, invited.text[:4000]
    stages.append(told(server, code, "CLARIFYING"))

    # A superior is heard too: in another role, with an own invitation and own minutes.
    superior = add_superior(server, case)
    invited = server.form(base, base, {"person": superior, "day": "2024-11-06", "time": "14:00", "minutes": "30", "place": "Ruang klarifikasi"})
    assert invited.status == 200 and len(re.findall(r'class="code act"', invited.text)) == 1, invited.text[:4000]

    # Nine clarifications, each in the person's own words, and the superior's.
    minutes = [hear(server, case, person, which) for which, person in enumerate([*nine, superior])]
    assert len(set(minutes)) == 10 and "Atasan" in server.get(minutes[-1]).text and "Atasan" not in server.get(minutes[0]).text
    statements = [statement_of(server, case, person) for person in [*nine, superior]]
    assert statements == [f"{STEPS[i % 3]} ({i + 1})" for i in range(10)]
    b.get(f"{server.url}/kerja/perkara/{case}/klarifikasi")
    shot(b, f"klarifikasi-{mode}")

    # Study: one point per person; the plenary votes; what is proven goes out, per person, by class.
    study(server, case, nine)
    server.login("ketua", PASSWORD)
    plenary(server, case)
    base = f"/kerja/perkara/{case}/penerusan"
    b.delete_all_cookies()
    log_in(b, server, "ketua", PASSWORD)
    b.get(server.url + base)
    # A soft mark, no bar: nobody outside has confirmed these numbers yet, and four have none.
    assert "Identitas belum terkonfirmasi: 9." in b.find_element(By.ID, "identitas-belum").text
    assert len(b.find_elements(By.CSS_SELECTOR, "td a.badge.past")) == 9
    shot(b, f"penerusan-rencana-{mode}")
    shot(b, f"penerusan-rencana-{mode}", 360)
    refused = server.form(base, base, {})  # no recipient has a key, and nobody said how the packages go instead
    assert refused.status == 422 and "belum ada kunci terdaftar" in refused.text
    sent = server.form(base, base, {"way": "paper", "why": "Penerima belum mendaftarkan kunci."})
    assert sent.status == 303, sent.text[:4000]
    b.get(server.url + base)
    text = b.find_element(By.TAG_NAME, "main").text
    shot(b, f"penerusan-{mode}")
    assert text.count("BKN") >= 5 and "Camat Randusari" in text, text

    stages.append(told(server, code, "FORWARDED"))
    assert len({s["stage"] for s in stages}) == len(stages), stages  # each step tells the reporter something new

    # Every letter is a PDF that bears its number; ten invitations and ten minutes, nine hand-overs.
    papers = letters(server, case)
    numbers = [number for number, _ in papers if number]
    assert all(re.sub(r"\s+", "", number) in text for number, text in papers), papers
    assert len(numbers) == len(set(numbers)) >= 10 + 9, numbers
    assert sum("Wening" in text for _, text in papers) >= 2

    # The public figures: one finding with nine persons, the reports joined to it, nothing lost.
    stats = json.loads(server.run("stats", "--json").stdout)["funnel"]
    assert stats["in_observations"] == 1 and stats["joined"] == reports
    assert stats["persons_to_bkn"] == before["persons_to_bkn"] + 5 and stats["persons_to_agency"] == before["persons_to_agency"] + 4
    assert stats["persons"] == before["persons"] + 9 and stats["files_proven"] == before["files_proven"] + 1
    assert stats["persons_lost"] == 0 and stats["adds_up"] is True
    b.get(server.url + "/statistik")
    assert "hilang: 0" in b.find_element(By.TAG_NAME, "main").text
    shot(b, f"statistik-{mode}")
    verified = server.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
