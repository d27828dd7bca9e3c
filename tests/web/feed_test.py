"""feed_test.py -- the running deadlines as a calendar: addresses that officers make and revoke, read by an independent
reader of RFC 5545."""
import os
import re
import sys
from datetime import datetime, timedelta, timezone

import pytest

sys.path.insert(0, os.path.dirname(__file__))
import ical_reader  # noqa: E402
from server import Server  # noqa: E402

WIB = timezone(timedelta(hours=7))


@pytest.fixture(scope="module")
def server():
    s = Server()
    yield s
    s.end()


def send_report(server):
    """Its clock PK-REVIEW runs two calendar days from the moment at which it came."""
    r = server.ask("POST", "/api/v1/reports", '{"text": "Ratna Wulandasih berfoto dengan pasangan calon di gedung serbaguna", "known_on": "2024-11-01"}',
                   {"Content-Type": "application/json", "Idempotency-Key": os.urandom(8).hex()})
    assert r.status == 201, r.text


def make(server, scope="office", name="ponsel+saya", role="handler"):
    cookie, csrf = server.login(role)
    r = server.ask("POST", "/kerja/kalender", f"csrf={csrf}&nama={name}&isi={scope}", {"Cookie": cookie})
    found = re.search(r'value="(http[^"]+/kalender/langganan/\w+\.ics)"', r.text)
    return r, (found[1].replace("&#x2F;", "/") if found else None), cookie, csrf


def path(address):
    return address[address.index("/kalender"):]


def test_a_calendar_program_reads_the_deadlines_without_a_login(server):
    send_report(server)
    r, address, _, _ = make(server)
    assert r.status == 201 and address
    got = server.ask("GET", path(address))
    assert got.status == 200 and got.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert got.headers["Cache-Control"] == "private, no-cache" and got.headers["Set-Cookie"] is None
    calendar = ical_reader.read(got.text.encode())
    assert calendar["properties"]["REFRESH-INTERVAL"] == "PT1H"
    event, = calendar["parts"]
    p = event["properties"]
    # Sent on Monday 4 November 2024: two calendar days end on Wednesday the 6th, when the counter closes at 16.00.
    assert p["DTEND"] == datetime(2024, 11, 6, 23, 59, 59, tzinfo=WIB) and p["STATUS"] == "CONFIRMED"
    assert p["SUMMARY"].startswith("Kajian awal laporan") and "Ratna" not in got.text
    assert [a["properties"]["TRIGGER"] for a in event["parts"]] == [
        datetime(2024, 11, 5, 8, 0, tzinfo=WIB), datetime(2024, 11, 6, 16, 0, tzinfo=WIB)]
    assert "\nDasar: " in p["DESCRIPTION"] and "/kerja/perkara/" in p["URL"]


def test_what_has_not_changed_is_not_sent_again(server):
    _, address, _, _ = make(server)
    first = server.ask("GET", path(address))
    tag = first.headers["ETag"]
    for known in (tag, f'"other", W/{tag}', "*"):
        again = server.ask("GET", path(address), headers={"If-None-Match": known})
        assert (again.status, again.text, again.headers["ETag"]) == (304, "", tag), known
    send_report(server)
    later = server.ask("GET", path(address), headers={"If-None-Match": tag})
    assert later.status == 200 and later.headers["ETag"] != tag


def test_a_revoked_address_answers_nothing_and_the_page_says_so(server):
    _, address, cookie, csrf = make(server, name="ponsel+hilang")
    page = server.ask("GET", "/kerja/kalender", headers={"Cookie": cookie}).text
    assert path(address)[-36:-4] not in page  # shown once
    end = re.search(r'action="(/kerja/kalender/\d+/cabut)"[^§]*?Cabut: ponsel hilang', page)[1]
    assert server.ask("POST", end, f"csrf={csrf}", {"Cookie": cookie}).status == 303
    gone = server.ask("GET", path(address))
    assert gone.status == 404 and "BEGIN" not in gone.text
    assert "dicabut" in server.ask("GET", "/kerja/kalender?selesai=cabut", headers={"Cookie": cookie}).text
    assert server.ask("POST", end, f"csrf={csrf}", {"Cookie": cookie}).status == 404


def test_a_form_without_its_answers_comes_back_with_what_was_typed(server):
    r, address, _, _ = make(server, name="")
    assert r.status == 422 and not address and 'class="bad"' in r.text
    r, address, _, _ = make(server, scope="semua", name="tablet")
    assert r.status == 422 and not address and 'value="tablet"' in r.text and "Pilih berkas mana" in r.text


def test_who_may_not_see_clocks_makes_no_address_and_who_guesses_is_told_to_wait(server):
    cookie, csrf = server.login("intake")
    assert server.ask("POST", "/kerja/kalender", f"csrf={csrf}&nama=a&isi=mine", {"Cookie": cookie}).status == 403
    answers = {server.ask("GET", f"/kalender/langganan/{os.urandom(16).hex()}.ics").status for _ in range(32)}
    assert answers == {404, 429}
    for name in ("x.ics", ".ics", "a" * 32, "%00.ics"):
        assert server.ask("GET", f"/kalender/langganan/{name}").status in (400, 404, 422, 429)


def test_the_reader_itself_refuses_what_is_wrong():
    good = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n"
    ical_reader.read(good)
    for bad in (good.replace(b"\r\n", b"\n"), good[:-2], good.replace(b"x", b"x" * 80), good.replace(b"END:", b"END:VEVENT\r\nEND:"),
                good.replace(b"PRODID:x\r\n", b""), good.replace(b"x", b"x\r\nPRODID:y"), good.replace(b"x", b"x\r\nNAME:a\\q"),
                good.replace(b"x", b"x\r\nNAME:a;b"), good + good):
        with pytest.raises(ical_reader.Bad):
            ical_reader.read(bad)
