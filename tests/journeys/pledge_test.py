"""A pledge campaign from its making to the certificate: with script and without, on a phone; who may see what (N25, N26, N30)."""
import http.client
import re
import signal
import threading

import pytest
from conftest import PASSWORD, press

HEAD = "nip;nama;kelas;instansi;status;tanggal_lahir\n"
BUDI, RARA, SITI = "198508172010011007", "198702022011012004", "199002032022212005"
LIST = (HEAD + f"{BUDI};Budi Santosarekaan;PNS;Dinas Perhubungan;Aktif;\n" + f"{RARA};Rara Ayurekaan;PNS;Dinas Perhubungan;Aktif;\n"
        + f"{SITI};Siti Kencanarekaan;PPPK;Dinas Kesehatan;Cuti Besar;\n" + "THL-17;Joko Awanrekaan;THL;Dinas Kesehatan;Aktif;05-03-1991\n")
NEW = {"title": "Ikrar netralitas 2024", "institution": "Pemerintah Kota Tirtamulya", "roster": "0", "opens_on": "2024-11-01",
       "closes_on": "2024-11-12", "proof": "either", "text": "Menjaga netralitas.\nMenolak politik uang.", "source": "Surat Edaran 4/2024"}


@pytest.fixture
def campaign(server):
    """(address of its staff page, path of everybody's link), with a list of four."""
    server.run("user", "add", "kepegawaian", "--name", "Wulan Sekarbanyu", "--position", "Kepala Badan", "--role", "personnel", input=PASSWORD + "\n")
    server.run("user", "add", "sekda", "--name", "Damar Langitrekaan", "--position", "Sekda", "--role", "secretary", input=PASSWORD + "\n")
    server.login("penangan")
    made = server.form("/kerja/ikrar/baru", "/kerja/ikrar/baru", NEW)
    assert made.status == 303, made.text
    at = made.location
    tried = server.form(at, at + "/daftar", {"do": "try"}, [("file", "daftar.csv", LIST.encode())])
    assert "Uji coba: belum ada yang tersimpan" in tried.text and "4 baru" in tried.text, tried.text
    assert "masih kosong" in server.get(at).text
    kept = server.form(at, at + "/daftar", {"do": "keep"}, [("file", "daftar.csv", (LIST + f"{BUDI};Budi Kedua;PNS;Dinas Kesehatan;Aktif;\n").encode())])
    assert "Daftar tersimpan" in kept.text and "1 ditolak" in kept.text, kept.text
    link = re.search(r'href="[^"]*(/ikrar/[0-9a-f]{16})"', kept.text)[1]
    return at, link


def sign(server, link, **fields):
    page = server.get(link)
    return server.post(link, {"versi": page.hidden("versi"), "baca": "1", "act": "sign", **fields})


def wrong(server, link, **fields):
    answer = sign(server, link, **fields)
    assert answer.status == 422
    return re.search(r'role="alert">(.*?)</div></div>', answer.text, re.S)[1]


def test_a_campaign_is_made_signed_counted_and_shown_to_whom_it_concerns(server, campaign):
    at, link = campaign
    staff = server.cookie
    server.cookie = None
    # Wrong number and right birth day, the reverse, and a stranger's number: one answer.
    one = wrong(server, link, nomor="198508172010011999", lahir="1985-08-17")
    assert one == wrong(server, link, nomor=BUDI, lahir="1985-08-18") == wrong(server, link, nomor=BUDI, kode="12345678")
    first = sign(server, link, nomor="19850817 201001 1 007", lahir="1985-08-17")
    assert first.status == 303 and first.location.startswith("/ikrar/bukti/"), first.text
    assert sign(server, link, nomor=BUDI, lahir="1985-08-17").location == first.location  # a second press
    proof = server.get(first.location)
    assert "Budi Santosarekaan" in proof.text and BUDI not in proof.text and "Menolak politik uang." in proof.text
    code = first.location.split("/")[-1].split("?")[0]
    pdf = server.get(f"/ikrar/bukti/{code}/sertifikat")
    assert pdf.status == 200 and pdf.bytes.startswith(b"%PDF")
    assert server.get(f"/periksa/{code}").location == f"/ikrar/bukti/{code}"
    # Declining is data: noted, and for one reader alone.
    declined = sign(server, link, nomor="THL-17", lahir="1991-03-05", act="decline", alasan="Butir dua kurang jelas")
    assert declined.status == 303 and "dicatat" in declined.location

    server.cookie = staff
    page = server.get(at)
    assert "50,0 %" in page.text and "dari 2" in page.text  # Dinas Perhubungan: Budi has, Rara has not
    assert "33,3 %" in page.text                             # all: 1 of 4 - 1 on leave
    assert "Budi" not in page.text and server.get(at + "/keberatan").status == 403
    posters = server.get(at + "/poster")
    assert posters.bytes.startswith(b"%PDF")
    unit = re.search(r'<option value="(\d+)">Dinas Perhubungan', page.text)[1]
    assert server.form(at, at + "/kode", {"agency": unit}).bytes.startswith(b"%PDF")
    server.login("sekda")
    page = server.get(at)
    assert "50,0 %" in page.text and not re.search("rekaan", page.text.split("<main")[1].split("</main")[0])
    assert server.get(at + "/belum").status == 403 and server.get(at + "/keberatan").status == 403
    server.login("kepegawaian")
    assert "Butir dua kurang jelas" in server.get(at + "/keberatan").text


def test_a_version_withdrawn_while_people_sign_loses_nothing(server, campaign):
    at, link = campaign
    staff = server.cookie
    open_page = server.get(link)
    version = re.search(r'name="version" value="(\d+)"', server.get(at).text)[1]
    assert server.form(at, at + "/naskah", {"text": "Naskah kedua.", "source": "SE 5/2024", "anew": "1"}).status == 303
    server.cookie = None
    late = server.post(link, {"versi": open_page.hidden("versi"), "baca": "1", "act": "sign", "nomor": BUDI, "lahir": "1985-08-17"})
    assert late.status == 409 and "Naskahnya berganti" in late.text and "Naskah kedua." in late.text and BUDI in late.text
    assert sign(server, link, nomor=BUDI, lahir="1985-08-17").status == 303
    server.cookie = staff
    second = re.search(r'name="version" value="(\d+)"', server.get(at).text)[1]
    assert second != version
    assert server.form(at, at + "/cabut", {"version": second, "reason": "Salah ketik"}).status == 303
    assert "Salah ketik" in server.get(at).text
    server.cookie = None
    assert sign(server, link, nomor=BUDI, lahir="1985-08-17").status == 303


def test_wrong_tries_are_limited_and_right_ones_are_not(server, campaign):
    at, link = campaign
    server.cookie = None
    for _ in range(10):
        assert sign(server, link, nomor=RARA, lahir="1999-09-09").status == 422
    assert sign(server, link, nomor=RARA, lahir="1987-02-02").status == 429       # that number rests
    assert sign(server, link, nomor=BUDI, lahir="1985-08-17").status == 303       # everybody else behind this address signs
    for _ in range(20):                                                           # pressing the own signature again buys no tries
        assert sign(server, link, nomor=BUDI, lahir="1985-08-17").status == 303
    for i in range(40):
        answer = sign(server, link, nomor=f"STRANGER-{i}", lahir="1999-09-09")
    assert answer.status == 429                                                   # who tries numbers is stopped


def test_killed_while_people_sign_no_signature_is_lost_or_double(server, campaign):
    at, link = campaign
    n, told, enough = 240, {}, threading.Event()
    many = HEAD + "".join(f"K-{i};Orang {i}rekaan;THL;Dinas {i % 7};Aktif;05-03-1991\n" for i in range(n))
    assert "Daftar tersimpan" in server.form(at, at + "/daftar", {"do": "keep"}, [("file", "daftar.csv", many.encode())]).text
    staff, server.cookie = server.cookie, None
    version = server.get(link).hidden("versi")

    def press(i):
        return server.post(link, {"versi": version, "baca": "1", "act": "sign", "nomor": f"K-{i}", "lahir": "1991-03-05"}).location

    def some(first):
        for i in range(first, n, 8):
            try:
                told[i] = press(i)
            except (OSError, http.client.HTTPException):
                return
            if len(told) > n // 2:
                enough.set()

    threads = [threading.Thread(target=some, args=(first,)) for first in range(8)]
    for thread in threads:
        thread.start()
    assert enough.wait(60)
    server.stop(signal.SIGKILL)
    for thread in threads:
        thread.join()
    before = dict(told)
    server.start()
    assert all(server.get(where).status == 200 for where in before.values())
    after = {i: press(i) for i in range(n)}
    assert {i: after[i] for i in before} == before and len(set(after.values())) == n
    server.cookie = staff
    assert f"<b>{n}</b><span>dari {n} " in server.get(at).text
    server.stop()
    assert server.run("verify").returncode == 0


@pytest.mark.parametrize("kind", ["browser", "plain_browser"])
def test_on_a_phone_and_at_a_kiosk(server, campaign, request, shot, kind):
    from selenium.webdriver.common.by import By
    at, link = campaign
    browser = request.getfixturevalue(kind)
    browser.set_window_size(360, 800)
    browser.get(server.url + link + "?kios=1")
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 360 if kind == "browser" else True
    browser.find_element(By.ID, "nomor").send_keys(RARA)
    browser.find_element(By.ID, "lahir").send_keys("02021987")
    browser.find_element(By.CSS_SELECTOR, "#baca input").click()
    shot(browser, f"pledge-{kind}", 360)
    press(browser, "button[value=sign]")
    assert "Rara Ayurekaan" in browser.page_source and "Orang berikutnya" in browser.page_source
    next_one = browser.find_element(By.LINK_TEXT, "Orang berikutnya")
    press(browser, next_one)
    assert browser.find_element(By.ID, "nomor").get_attribute("value") == ""
