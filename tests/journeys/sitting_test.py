"""One sitting of the plenary over two files, on the demonstration office: called with an agenda, opened by who is there, one file
decided as a crime (24 hours to Gakkumdu: UU 1/2015 art 135 (2)), the other for BKN, one set of numbered minutes. A member with a
conflict in the first file sits in the same meeting and finds nothing of it. Pages without a script."""
import html
import re
import subprocess

from conflict_test import PASSWORD, Walker, everything, state_by_page, user_ids
from conftest import log_in, main_text, press
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select

TIARA = "Tiara Jatiwulung"


def to_plenary(ratna, case):
    """The file's persons are studied and the study is signed: it waits for the plenary."""
    path = f"/api/v1/cases/{case}"
    event = "obtained" if ratna.json(path)["state"] == "EXTRA_INFO" else "enough"
    done = ratna.ask("POST", path + "/events", {"event": event})
    assert done.status == 200 and done.json["state"] == "STUDY", done.text
    study = {"position": "x", "data": "x", "legal": "x", "facts": "x", "recommendation": "x", "version": 0}
    assert ratna.ask("POST", path + "/study", study).status < 300
    for person in everything(ratna, path + "/people"):
        point = {"person": person["id"], "act": "SKB-B6", "analysis": "Ajakan terbaca.", "quotes": "B-1", "conclusion": "proven"}
        done = ratna.ask("POST", path + "/study/points", point)
        assert person["role"] != "terlapor" or done.status < 300, done.text
    done = ratna.ask("POST", path + "/study/end", {"version": 1})
    assert done.status < 300, done.text


def choose(b, name, value):
    Select(b.find_element(By.NAME, name)).select_by_value(value)


def decide(b, votes, event, gakkumdu=False):
    """The page of a file's plenary, as the chair fills it in; the members' boxes come in the order of the page."""
    boxes = b.find_elements(By.CSS_SELECTOR, "select[name^=vote_]")
    assert len(boxes) == len(votes), b.page_source[:3000]
    for box, vote in zip(boxes, votes):
        Select(box).select_by_value(vote)
        if vote == "dissent":
            b.find_element(By.NAME, box.get_attribute("name").replace("vote_", "opinion_")).send_keys("Perlu satu saksi lagi.")
    choose(b, "event", event)
    if gakkumdu:
        b.find_element(By.ID, "gakkumdu_agrees").click()
    press(b, "#putuskan")


def paper(walker, path):
    pdf = walker.ask("GET", path)
    assert pdf.status == 200 and pdf.bytes.startswith(b"%PDF-"), (path, pdf.status)
    text = subprocess.run(["pdftotext", "-", "-"], input=pdf.bytes, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", text)


def test_one_sitting_decides_two_files_and_hides_one_from_a_member(make_server, plain_browser, shot):
    server, b = make_server(now=None, demo=True), plain_browser
    ratna, tiara, ketua = (Walker(server, login) for login in ("ratna", "anggota2", "ketua"))
    crime, other = (everything(ratna, f"/api/v1/cases?state={state}")[0] for state in ("EXTRA_INFO", "CLARIFYING"))
    for case in (crime, other):
        to_plenary(ratna, case["id"])
    stated = state_by_page(ketua, crime["id"], user_ids(ratna, crime["id"])[TIARA], "kin", "Sepupu dari terlapor, menurut dirinya sendiri.")
    assert stated.status == 303, stated.text[:3000]

    # The officer calls it: both files stand ready, with their titles and without a name.
    log_in(b, server, "ratna", PASSWORD)
    b.get(server.url + "/kerja/pleno")
    assert len(b.find_elements(By.CSS_SELECTOR, "input[name=file]:checked")) == 2
    for width in (360, 1366):
        shot(b, "rapat-panggil", width)
    press(b, "#panggil-rapat")
    sitting = b.current_url.removeprefix(server.url)
    assert "dipanggil" in main_text(b) and not b.find_elements(By.ID, "buka")  # opening is the members' business
    b.get(f"{server.url}/kerja/perkara/{other['id']}/pleno")
    assert "Ada dalam agenda rapat pleno" in b.find_element(By.ID, "rapat").text and not b.find_elements(By.ID, "putuskan")

    # The chair tries alone, then with all three.
    log_in(b, server, "ketua", PASSWORD)
    b.get(server.url + "/kerja")
    assert "Rapat pleno" in b.find_element(By.ID, "rapat").text, main_text(b)
    b.get(server.url + sitting)
    b.find_element(By.CSS_SELECTOR, "input[name=present]").click()
    b.find_element(By.ID, "time").clear()
    b.find_element(By.ID, "time").send_keys("06.30")
    press(b, "#buka")
    assert "Kuorum tidak tercapai: 1 hadir, diperlukan 2" in main_text(b)
    for box in b.find_elements(By.CSS_SELECTOR, "input[name=present]:not(:checked)"):
        box.click()
    press(b, "#buka")
    assert "berlangsung" in main_text(b) and "/BA/PLENO/" in main_text(b)
    for width in (360, 1366):
        shot(b, "rapat-berlangsung", width)

    # The first file without its kin, as a crime; the second with everybody.
    b.get(f"{server.url}/kerja/perkara/{crime['id']}/pleno")
    assert TIARA not in b.find_element(By.ID, "vote").text and "1 anggota tidak ikut memutus" in main_text(b)
    shot(b, "rapat-putusan", 1366)
    shot(b, "rapat-putusan", 360)
    decide(b, ["agree", "agree"], "decide_crime", gakkumdu=True)
    assert b.current_url == server.url + sitting
    b.get(f"{server.url}/kerja/perkara/{other['id']}/pleno")
    decide(b, ["agree", "agree", "dissent"], "decide_other_law")
    press(b, "#tutup-rapat")
    number = re.search(r"\d+/BA/PLENO/[\d./]+", main_text(b))[0].rstrip(".")
    for width in (360, 1366):
        shot(b, "rapat-selesai", width)
    minutes = paper(ketua, sitting + "/berita-acara")
    names = [p["name"].split(",")[0] for c in (crime, other) for p in everything(ratna, f"/api/v1/cases/{c['id']}/people")]
    for words in (number, crime["number"], other["number"], "2 setuju, 0 berbeda pendapat", "2 setuju, 1 berbeda pendapat", TIARA):
        assert words in minutes, (words, minutes)
    assert not [n for n in names if n in minutes] and "satu saksi lagi" not in minutes
    for case, dissent in ((crime, False), (other, True)):
        letters = [x for x in everything(ratna, f"/api/v1/cases/{case['id']}/letters") if x["form"] == "plenary"]
        assert [x["number"] for x in letters] == [number], letters
        part = paper(ratna, f"/api/v1/letters/{letters[0]['id']}.pdf")
        assert ("satu saksi lagi" in part) == dissent and (other if case is crime else crime)["number"] not in part, part

    # The kin sat in the same meeting and finds nothing of the file: not on the page, not in the minutes.
    for at in (sitting, "/kerja/pleno", "/kerja"):
        page = html.unescape(tiara.ask("GET", at).text)
        assert crime["number"] not in page and str(crime["id"]) not in page, (at, page)
    page = html.unescape(tiara.ask("GET", sitting).text)
    assert "1 berkas dalam agenda tertutup bagi Anda" in page and other["number"] in page and "berita-acara" not in page
    assert tiara.ask("GET", sitting + "/berita-acara").status == 403
    assert tiara.ask("POST", sitting + "/agenda", {"file": crime["id"], "do": "off"}).status == 403

    # 24 hours to the police, from the hour of the decision: on the file, on Today, and in its sum.
    clock = next(c for c in everything(ratna, f"/api/v1/cases/{crime['id']}/clocks") if c["clock"] == "PK-CRIME")
    assert (clock["status"], clock["sum"]["unit"], clock["sum"]["amount"]) == ("running", "hour", 24), clock
    assert clock["last_moment"][:10] == "2024-11-05" and clock["start_at"][11:16] == clock["last_moment"][11:16], clock
    b.get(f"{server.url}/kerja/perkara/{crime['id']}")
    text = main_text(b)
    assert "Penerusan tindak pidana ke Polri" in text and re.search(r"2[34] jam lagi", text), text
    b.get(server.url + "/kerja")
    assert "Penerusan tindak pidana ke Polri" in b.find_element(By.ID, "besok").text, main_text(b)
    b.get(f"{server.url}/kerja/perkara/{crime['id']}/tenggat/{clock['id']}")
    total = main_text(b)
    for words in ("24 jam", "UU 1/2015 Pasal 135(2)", "R5", "detik ke detik"):
        assert words in total, (words, total)
    for width in (360, 1366):
        shot(b, "hitungan-pidana", width)
    verified = server.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
