"""calendar_test.py -- the public calculator: the API says what the terminal says, and faults are named."""
import json
import os
import re
import sys
import urllib.parse

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from server import Server  # noqa: E402

ASKED = [("PK-REPORT", "2024-10-01", "WIB"), ("PM-HANDLE", "2024-02-05T09:00:00+07:00", "WIB"), ("PM-REPORT", "2024-12-20", "WIT"),
         ("PK-CRIME", "2024-11-08T10:15:30+08:00", "WITA"), ("PK-APPOINT", "2024-09-22", "WIB"), ("DS-EFFECT", "2024-11-18T10:00:00+07:00", "WIB"),
         ("PK-SUMMON", "2024-11-06", "WITA"), ("PM-REPORT", "2024-02-07T23:30:00+09:00", "WIB")]


@pytest.fixture(scope="module")
def server():
    s = Server(users=False)
    yield s
    s.end()


def query(**fields):
    return urllib.parse.urlencode(fields)


@pytest.mark.parametrize("clock,start,zone", ASKED)
def test_the_api_and_the_terminal_say_the_same_to_the_byte(server, clock, start, zone):
    told = server.netra("--json", "clock", "--clock", clock, "--start", start, "--zone", zone)
    answer = server.ask("GET", "/api/v1/clock?" + query(clock=clock, start=start, zone=zone))
    assert answer.status == 200
    cli, api = json.loads(told), json.loads(answer.text)
    common = cli.keys() & api.keys()
    assert {"clock", "start", "zone", "last_moment", "counted", "skipped", "counter_closes", "rules", "basis", "confidence", "amount",
            "unit", "kind"} <= common
    assert list(k for k in cli if k in common) == list(k for k in api if k in common)
    common -= {"calendar", "rulepack"}  # the office may have decrees and packs of its own
    for key in common:
        assert json.dumps(cli[key], ensure_ascii=False) == json.dumps(api[key], ensure_ascii=False), key


def test_a_situation_in_words_gives_the_chain_of_dates_and_a_second_moment_beside_it(server):
    front = server.ask("GET", "/kalender").text
    assert "Kapan paling lambat melapor?" in front and "/kalender?hal=pilkada.known" in front
    page = server.ask("GET", "/kalender?" + query(hal="pilkada.registered", mulai="2024-11-04", jam="15:30", mulai2="2024-11-05", jam2="08:00",
                                                  zona="WIB")).text
    # Monday + 3: Thursday the 7th; + 5: Saturday the 9th; a day later each for Tuesday.
    for words in ("Kamis, 7 November 2024, 23.59 WIB", "Jumat, 8 November 2024, 23.59 WIB", "Sabtu, 9 November 2024, 23.59 WIB",
                  "1 hari lebih lambat", "dihitung dari klarifikasi Rabu, 6 November 2024"):
        assert words in page, words
    sums = re.findall(r'href="(/kalender\?tenggat=[^"]+)"', page)
    assert len(sums) == 14
    one = server.ask("GET", sums[0].replace("&amp;", "&")).text
    assert "Hari demi hari" in one and "Kamis, 7 November 2024, 23.59 WIB" in one and "R7" in one
    assert "lebih lambat" not in server.ask("GET", "/kalender?hal=pilkada.registered&mulai=2024-11-04").text


def test_the_plan_of_the_api_is_the_chain_of_the_page(server):
    r = server.ask("GET", "/api/v1/clock/plan?" + query(procedure="pilkada", event="registered", start="2024-11-04T15:30:00+07:00", zone="WIB"))
    plan = json.loads(r.text)
    assert [i["clock"] for i in plan["items"]] == ["PK-HANDLE", "PK-HANDLE-X", "PK-SUMMON", "PK-STATUS", "PK-FORWARD", "PK-STATUS", "PK-FORWARD"]
    assert plan["items"][0]["deadline"]["last_moment"] == "2024-11-07T23:59:59+07:00" and plan["hearing"] == "2024-11-06"
    late = json.loads(server.ask("GET", "/api/v1/clock/plan?" + query(procedure="pemilu", event="reported", start="2035-01-02", zone="WIB")).text)
    assert [i["error"] for i in late["items"]] == ["calendar_not_loaded"] * 3


@pytest.mark.parametrize("fields,field", [
    (dict(clock="PK-NO", start="2024-10-01"), "clock"), (dict(clock="PK-REPORT", start="2024-02-30"), "start"),
    (dict(clock="PK-REPORT", start="2024-10-01T25:00:00+07:00"), "start"), (dict(clock="PK-REPORT", start="2024-10-01", zone="UTC"), "zone")])
def test_the_api_names_the_field_and_the_value_that_is_wrong(server, fields, field):
    r = server.ask("GET", "/api/v1/clock?" + query(**fields))
    told = json.loads(r.text)
    assert r.status == 422 and told["field"] == field and fields[field] in told["detail"]


@pytest.mark.parametrize("fields,field", [
    (dict(procedure="lain", event="known", start="2024-10-01"), "procedure"), (dict(procedure="pilkada", event="lahir", start="2024-10-01"), "event"),
    (dict(procedure="pilkada", event="known", start="31/02/2024"), "start"),
    (dict(procedure="pilkada", event="known", start="2024-10-01", zone="GMT"), "zone"),
    (dict(procedure="pilkada", event="registered", start="2024-10-01", hearing="kapan"), "hearing")])
def test_so_does_the_plan(server, fields, field):
    r = server.ask("GET", "/api/v1/clock/plan?" + query(**fields))
    told = json.loads(r.text)
    assert r.status == 422 and told["field"] == field and fields[field] in told["detail"]


@pytest.mark.parametrize("fields,words,field", [
    (dict(tenggat="PK-NO", mulai="2024-10-01"), "“PK-NO” tidak ada dalam paket aturan", "tenggat"),
    (dict(tenggat="PM-REPORT", mulai="31/02/2024"), "“31/02/2024” bukan tanggal yang ada", "mulai"),
    (dict(tenggat="PM-REPORT", mulai="2024-10-01", jam="25.00"), "“25.00” bukan jam", "jam"),
    (dict(tenggat="PM-REPORT", mulai="2024-10-01", zona="UTC"), "“UTC” bukan zona waktu kami", "zona"),
    (dict(tenggat="PK-CRIME", mulai="2024-10-01"), "isi jam mulainya", "jam"),
    (dict(tenggat="PM-REPORT", mulai="2035-01-02"), "Belum ada keputusan libur", "mulai"),
    (dict(hal="pilkada.lahir", mulai="2024-10-01"), "“pilkada.lahir” bukan keadaan", "hal"),
    (dict(hal="pilkada.registered", mulai="2024-10-01", sidang="30/02/2024"), "“30/02/2024” bukan tanggal", "sidang")])
def test_the_page_names_what_is_wrong_leads_to_the_field_and_keeps_the_rest(server, fields, words, field):
    r = server.ask("GET", "/kalender?" + query(**fields))
    assert r.status == 422 and words in r.text
    if field != "hal":
        assert f'href="#{field}"' in r.text and re.search(rf'class="[^"]*bad[^"]*"><label for="{field}"', r.text)


def test_a_row_that_we_have_not_read_in_its_source_says_so(server):
    unsure = server.ask("GET", "/kalender?tenggat=PK-STATUS&mulai=2024-11-04").text
    assert "Lamanya belum pasti" in unsure and "[?]" in unsure
    seen = server.ask("GET", "/kalender?tenggat=PK-REPORT&mulai=2024-11-04").text
    assert "Pasalnya sudah kami baca di sumbernya" in seen and "Lamanya belum pasti" not in seen
    polling = server.ask("GET", "/kalender?tenggat=PM-HANDLE&mulai=2024-11-22").text  # over polling day, the 27th
    assert "Hari pemungutan suara: " in polling and "Keppres" in polling
