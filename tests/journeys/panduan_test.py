"""The demonstration office of prevention as the Secretary, the head of a unit and an employee see it: shares without names, names of
the own unit, what applies today and a pledge on a phone without script. The pictures of their guides are taken on the way."""
import html
import re
import sqlite3

from conftest import log_in
from conflict_test import Walker

HOME, PLEDGES = "/kerja/pencegahan", "/kerja/ikrar"


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)))


def people(server):
    """{name: unit} of the list that is asked to sign."""
    with sqlite3.connect(server.data / "netra.db") as db:
        return dict(db.execute("SELECT r.name, a.name FROM roster_row r JOIN agency a ON a.id = r.agency"))


def officials(server):
    with sqlite3.connect(server.data / "netra.db") as db:
        return {name for (name,) in db.execute("SELECT name FROM app_user")}


def board_of(walker):
    return re.search(rf'href="({PLEDGES}/\d+)"', walker.ask("GET", PLEDGES).text)[1]


def names_on(page, names):
    return {name for name in names if name in page}


def test_each_of_the_three_sees_what_the_guides_say_and_no_more(make_server, browser, plain_browser, guide):
    server = make_server(now=None, demo=True)
    sekda, dishub, laras = (Walker(server, login) for login in ("sekda", "dishub", "pencegahan"))
    names, board = people(server), board_of(sekda)
    staff = officials(server)  # the one who led the reading is named, as on the notice board of the town hall

    # the Secretary: what applies, shares of all units with the ones that lag first, nobody's name
    home = text(sekda.ask("GET", HOME))
    assert "Yang berlaku hari ini bagi ASN" in home and "Masa kampanye" in home and "24 November 2024" in home
    shares = text(sekda.ask("GET", board))
    lagging = [shares.index(unit) for unit in ("Badan Keuangan", "Dinas Pendidikan", "Dinas Lingkungan Hidup", "Dinas Kesehatan")]
    assert lagging == sorted(lagging)
    for path in (HOME, PLEDGES, board, "/kerja/peringatan"):
        page = sekda.ask("GET", path)
        assert page.status == 200 and not names_on(text(page), set(names) - staff), path
    for path in ("/kerja/kerawanan", "/kerja/tanya", "/kerja/perkara", f"{board}/belum", f"{board}/keberatan"):
        assert sekda.ask("GET", path).status in (403, 404), path

    # the head of a unit: names of the own people who have not signed, of nobody else
    page = dishub.ask("GET", f"{board}/belum")
    missing = names_on(text(page), names)
    assert page.status == 200 and missing
    with sqlite3.connect(server.data / "netra.db") as db:
        own = {name for (name,) in db.execute("SELECT r.name FROM roster_row r JOIN agency a ON a.id = r.agency WHERE a.name LIKE 'Dinas Perhubungan%'")}
    assert missing <= own

    # what the demonstration holds for the officer: an index fed by the board, warnings, questions that wait
    index = text(laras.ask("GET", "/kerja/kerawanan"))
    assert "Dinas Pendidikan Kota Tirtamulya 100,00" in index and not names_on(index, set(names) - staff)
    unit = re.search(r'href="(/kerja/kerawanan/\d+)">Badan Keuangan', laras.ask("GET", "/kerja/kerawanan").text)[1]
    shown = text(laras.ask("GET", unit))
    assert re.search(r"0 dari \d+ \(papan ikrar: Ikrar netralitas Pilkada 2024", shown) and re.search(r"0 dari \d+ \(surat edaran yang berlaku", shown)
    assert "Kerawanan tinggi" in text(laras.ask("GET", "/kerja/peringatan"))
    assert "2 pertanyaan menunggu" in text(laras.ask("GET", HOME))

    # pictures for the guides
    log_in(browser, server, "sekda", "kawung-teduh-9901")
    browser.get(server.url + HOME)
    guide(browser, "panduan-pencegahan", 1000, 1100)
    browser.get(server.url + board)
    guide(browser, "panduan-papan-ikrar", 1000, 1200)
    browser.delete_all_cookies()
    log_in(browser, server, "dishub", "kawung-teduh-9901")
    browser.get(f"{server.url}{board}/belum")
    guide(browser, "panduan-belum", 1000, 700)

    # an employee on a phone without script: what applies, ask first, the pledge
    phone = plain_browser
    with sqlite3.connect(server.data / "netra.db") as db:
        token = db.execute("SELECT d.token FROM pledge_door d JOIN agency a ON a.id = d.agency WHERE a.name LIKE 'Dinas Perhubungan%'").fetchone()[0]
    for path, words, name in (("/berlaku", "Dilarang", "panduan-berlaku"), ("/tanya", "Pertanyaan Anda", "panduan-tanya"),
                              (f"/ikrar/{token}", "Tanda tangani ikrar", "panduan-ikrar")):
        phone.get(server.url + path)
        assert words in phone.find_element("css selector", "main").text, path
        guide(phone, name, 360, 1000)
