"""S12: forty tips about one post are brought together, three about other events stay out, and nothing is merged.

The same picture comes saved anew, smaller, mirrored, turned and cut; a cut of more than a few percent is not known by
its hash (docs/engine.md), so those reports carry the link or the words that went round with the picture."""
import re

import pytest

from conftest import chromium, new_store, press, stores
from intake_test import code_of, send
from machine import wait_for
from pictures import picture

WORDS = ("Teruskan: pada acara minggu pagi di lapangan kecamatan lurah dan stafnya berfoto bersama calon wali kota sambil "
         "mengacungkan dua jari lalu fotonya disebar ke grup warga")


def forty(browser):
    """(fields, file name, bytes) of forty reports about one post."""
    out = []
    for i in range(12):
        out.append(({"text": f"Foto dari grup nomor {i}"}, f"a{i}.jpg", picture(browser, 7, quality=0.95 - 0.05 * i)))
    for i in range(10):
        out.append(({}, f"b{i}.jpg", picture(browser, 7, width=1100 - 90 * i, quality=0.8)))
    for i in range(8):
        kind = "image/webp" if i % 2 else "image/png" if i == 0 else "image/jpeg"
        out.append(({}, f"c{i}.jpg", picture(browser, 7, mirrored=i < 5, turned=i >= 3, type=kind, quality=0.85)))
    for i in range(10):
        about = {"link": f"https://m.facebook.com/groups/77/posts/99/?mibextid=kode{i}"} if i < 5 else {"text": WORDS + f" ke-{i}"}
        out.append((about, f"d{i}.jpg", picture(browser, 7, cut=0.06 + 0.01 * i)))
    out[3][0]["link"] = "https://www.facebook.com/groups/77/posts/99?fbclid=lain"
    out[15][0]["text"] = WORDS
    return out


def sent(server, fields, name, body):
    answer = send(server, fields, [("file", name, body)])
    assert answer.status == 303, answer.text
    return code_of(server.get(answer.location))


def figures(server):
    page = server.get("/kerja/laporan-masuk?lihat=semua").text
    found = re.search(r"<b>(\d+)</b><span>kelompok peristiwa dari (\d+) laporan", page)
    return (int(found[2]), int(found[1])) if found else (0, 0)


def wait_sorted(server, reports, groups):
    wait_for(lambda: figures(server) == (reports, groups), lambda: figures(server), 240)


def stage(server, code):
    return server.get(f"/api/v1/reports/{code}").json["stage"]


def suggested(server):
    """(path of the first report, number of reports) of the groups on the page of reports."""
    page = server.get("/kerja/laporan-masuk?lihat=semua").text
    return [(path, int(n)) for path, n in re.findall(r'href="(/kerja/laporan/\d+)#serupa"><b>(\d+) laporan', page)]


def as_staff(server, browser, path):
    browser.get(server.url + "/lacak")
    name, value = server.cookie.split("=", 1)
    browser.add_cookie({"name": name, "value": value, "path": "/"})
    browser.get(server.url + path)


@pytest.fixture(scope="module")
def painted(tmp_path_factory):
    """The forty, three about other events, and a picture that comes late."""
    painter = chromium(True, tmp_path_factory.mktemp("painter"))
    try:
        painter.get("about:blank")
        others = [({"text": f"Acara lain {i}"}, f"e{i}.jpg", picture(painter, 50 + i)) for i in range(3)]
        return forty(painter), others, picture(painter, 7, width=640, quality=0.5)
    finally:
        painter.quit()


# The pages are the same on either store: each is walked once with a script and once without.
@pytest.mark.parametrize("kind, script", [("sqlite", True), (stores()[-1], False)], ids=["sqlite-script", f"{stores()[-1]}-plain"])
def test_forty_tips_about_one_post(make_server, tmp_path, painted, kind, script, shot):
    server = make_server(store=new_store(kind), settings={"intake.per_hour": 1000})
    tips, others, late = painted
    same, other = [sent(server, *tip) for tip in tips], [sent(server, *tip) for tip in others]
    server.login("penangan")
    wait_sorted(server, 43, 4)  # one of forty, three of one
    (first, n), = suggested(server)
    assert n >= 36
    print(f"{n} of 40 suggested into one group")

    browser = chromium(script, tmp_path / "staff")
    try:
        as_staff(server, browser, first)
        assert "39 laporan lain tampak tentang hal yang sama" in browser.page_source
        if script:
            for width in (360, 1366):
                shot(browser, "laporan-serupa", width)
        as_staff(server, browser, "/kerja/laporan-masuk?lihat=semua")
        if script:
            for width in (360, 1366):
                shot(browser, "laporan-kelompok", width, 1400)
        press(browser, 'form[action$="/serupa/gabung"] button')  # one press
    finally:
        browser.quit()
    assert suggested(server) == [] and figures(server) == (43, 4)

    before = stage(server, other[0])
    assert {stage(server, code) for code in same} == {before}
    assert server.form("/kerja/laporan-masuk?lihat=semua", first + "/mulai", {}).status == 303
    common = stage(server, same[0])
    assert common != before
    assert {stage(server, code) for code in same} == {common}  # every receipt stays valid and shows the common stage
    assert {stage(server, code) for code in other} == {before}

    page = server.get(first).text
    taken = re.findall(r'<a href="(/kerja/laporan/\d+)"><b>', page)[4]
    assert server.form("/kerja/laporan-masuk?lihat=semua", taken + "/lepas", {}).status == 303
    stages = [stage(server, code) for code in same]
    assert stages.count(before) == 1 and stages.count(common) == 39  # its own path again
    assert figures(server) == (43, 5)
    assert "tampak tentang hal yang sama" not in server.get(taken).text

    sent_late = sent(server, {}, "telat.jpg", late)
    wait_sorted(server, 44, 5)
    assert "39 laporan lain tampak" in server.get(first).text  # 39 and the late one, without itself
    assert "tampak tentang hal yang sama" not in server.get(taken).text  # what was refused does not come back
    assert stage(server, sent_late) == before  # a suggestion joins nothing
    verify = server.run("verify")
    assert verify.returncode == 0, verify.stdout + verify.stderr
