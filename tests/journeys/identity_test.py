"""Who is the person of a file? A name alone is never enough: the page says what the number claims, an officer records
who confirmed it and on what paper, takes it back, and the hand-over shows who is still unconfirmed. With script and
without; all numbers are fictitious."""
import re

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select
from conftest import log_in, press

PASSWORD = "kawung-teduh-9901"


def a_file(server):
    """A file of the demonstration office that stands open to changes, and its address."""
    ids = re.findall(r'href="/kerja/perkara/(\d+)"', server.get("/kerja/perkara?kelompok=handling").text)
    assert ids, "the demonstration office has no file at work"
    return f"/kerja/perkara/{ids[0]}"


def person_new(server, file, **fields):
    form = {"role": "saksi", "account_owned": "none", "version": "0", **fields}
    answer = server.form(f"{file}/orang/baru", f"{file}/orang/baru", form)
    assert answer.status == 303, answer.text[:3000]
    return re.search(rf'href="{file}/orang/(\d+)">{fields["name"]}<', server.get(file).text)[1]


def badge(b):
    return b.find_element(By.CSS_SELECTOR, "#identitas .badge").text


def record(b, level, reference, reason, nik=""):
    details = b.find_element(By.CSS_SELECTOR, "#identitas details")
    if not details.get_attribute("open"):
        details.find_element(By.TAG_NAME, "summary").click()
    Select(b.find_element(By.ID, "level")).select_by_value(level)
    for field, text in (("reference", reference), ("reason", reason), ("nik", nik)):
        b.find_element(By.ID, field).clear()
        b.find_element(By.ID, field).send_keys(text)
    press(b, "#catat-identitas")


@pytest.mark.parametrize("mode", ["skrip", "tanpa-skrip"])
def test_a_person_is_confirmed_on_paper_and_taken_back(make_server, request, shot, mode):
    server = make_server(now=None, demo=True)
    server.login("ratna", PASSWORD)
    file = a_file(server)
    worker = person_new(server, file, name="Ayu Rekaan", nip="19900203 202221 2 005", **{"class": "THL"})
    wrong = person_new(server, file, name="Budi Rekaan", nip="198513012010011007", **{"class": "PNS"})

    b = request.getfixturevalue("browser" if mode == "skrip" else "plain_browser")
    log_in(b, server, "ratna", PASSWORD)
    b.get(f"{server.url}{file}/orang/{wrong}")
    text = b.find_element(By.TAG_NAME, "main").text
    assert "angka ke-1 sampai 8" in text and badge(b) == "belum terkonfirmasi"

    b.get(f"{server.url}{file}/orang/{worker}")
    text = b.find_element(By.TAG_NAME, "main").text
    assert "lahir 3 Feb 1990, perempuan, diangkat 2022, NI PPPK" in text
    assert "PPPK sejak 2022" in text and "THL pada" in text  # both readings, side by side
    assert badge(b) == "bentuk nomor sah, belum terkonfirmasi"
    shot(b, f"identitas-{mode}")
    shot(b, f"identitas-{mode}", 360)

    record(b, "bkd", "", "Jawaban atas surat kami.")  # no paper: refused, and what was typed is still there
    assert "sebutkan surat" in b.find_element(By.CSS_SELECTOR, "[role=alert]").text
    assert b.find_element(By.ID, "reason").get_attribute("value") == "Jawaban atas surat kami."
    assert b.find_element(By.ID, "name").get_attribute("value") == "Ayu Rekaan"
    record(b, "bkd", "Surat BKPSDM 800/77/2024", "Jawaban atas surat kami.", nik="3579014402900001")
    assert badge(b) == "dikonfirmasi BKD/instansi kepegawaian"
    text = b.find_element(By.ID, "identitas").text
    assert "Surat BKPSDM 800/77/2024" in text and "tanggal lahir pada NIK berbeda" in text
    assert "3579014402900001" not in b.page_source
    shot(b, f"identitas-terkonfirmasi-{mode}")
    shot(b, f"identitas-terkonfirmasi-{mode}", 360)
    b.get(server.url + file)
    assert "Identitas: dikonfirmasi BKD/instansi kepegawaian" in b.find_element(By.TAG_NAME, "main").text
    assert "Identitas Ayu Rekaan: dikonfirmasi BKD/instansi kepegawaian, Surat BKPSDM 800/77/2024." in b.page_source
    shot(b, f"perkara-identitas-{mode}", 360)

    b.get(f"{server.url}{file}/orang/{worker}")
    record(b, "withdrawn", "", "Surat itu tentang orang lain.")
    assert badge(b) == "bentuk nomor sah, belum terkonfirmasi"
    assert "konfirmasi dicabut" in b.find_element(By.ID, "identitas").text
    assert server.run("verify").returncode == 0
