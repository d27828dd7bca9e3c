"""What applies today: the page changes when the stage changes, and every line shows its article."""
import re
from urllib.parse import urlencode

import pytest
from server import Server


@pytest.fixture(scope="module")
def server():
    s = Server(users=False)
    yield s
    s.end()


def page(server, lang="id", **fields):
    return server.ask("GET", "/berlaku?" + urlencode(fields), headers={"Cookie": f"lang={lang}"}).text


def part(text, heading):
    """The section or column whose heading has this id."""
    found = re.search(rf'id="{heading}".*?(?=<section|<aside|</main)', text, re.S)
    return found[0] if found else ""


# Day, what is said of it, what is forbidden on it, what is not (any more).
DAYS = [
    ("2026-06-01", "Tidak ada pemilihan yang berjalan", "bakal calon", "alat peraga calon"),
    ("2024-05-01", "calon belum ditetapkan", "akun pemenangan bakal calon", "hukuman disiplin berat</b> · SKB 5 lembaga 22 September 2022 Lampiran II huruf B angka 6"),
    ("2024-09-22", "Calon sudah ditetapkan", "akun pemenangan calon", "akun pemenangan bakal calon"),
    ("2024-11-04", "Masa kampanye", "akun pemenangan calon", "masa tenang, siapa pun"),
    ("2024-11-25", "Masa tenang", "masa tenang, siapa pun", "akun pemenangan bakal calon"),
    ("2024-11-27", "Hari pemungutan suara", "akun pemenangan calon", "masa tenang, siapa pun"),
    ("2024-12-05", "Penghitungan dan rekapitulasi suara", "akun pemenangan calon", "masa tenang, siapa pun"),
]


@pytest.mark.parametrize("day,moment,banned,not_banned", DAYS)
def test_the_page_changes_when_the_stage_changes(server, day, moment, banned, not_banned):
    text = page(server, hari=day)
    assert moment in re.search(r'<p class="lead">.*?</p>', text, re.S)[0]
    forbidden = part(text, "dilarang")
    assert banned in forbidden and not_banned not in forbidden


@pytest.mark.parametrize("fields", [{"hari": d[0]} for d in DAYS] + [{"hari": "2024-11-14", "golongan": c} for c in ("KEPALA_DESA", "TNI", "THL", "BPD", "MASYARAKAT")])
def test_every_line_shows_its_article(server, fields):
    for lang in ("id", "en"):
        lines = re.findall(r"<li>([^<]+).*?</li>", "".join(re.findall(r'<ul class="applies">.*?</ul>', page(server, lang, **fields), re.S)), re.S)
        bases = re.findall(r'<li>[^<]+(?:<span class="small">[^<]*</span>)?<span class="small quiet">(?:<b>[^<]*</b> · )?([^<]{5,})(?:<a href="https://[^"]+" rel="noreferrer">[^<]*</a>[^<]*)?</span></li>', page(server, lang, **fields))
        assert lines and len(bases) == len(lines), (lang, fields, lines, bases)


def test_each_class_reads_its_own_rules(server):
    head = part(page(server, hari="2024-11-04", golongan="KEPALA_DESA"), "dilarang")
    assert "UU 6/2014" in head and "Lampiran II" not in head and "tindak pidana" in head
    soldier = page(server, hari="2024-11-04", golongan="TNI")
    assert "tidak menggunakan hak pilih" in part(soldier, "dilarang") and "Memilih di TPS" not in part(soldier, "boleh")
    worker = page(server, hari="2024-11-04", golongan="THL")
    assert "perjanjian kerja" in part(worker, "dilarang") and "Memilih di TPS" in part(worker, "boleh")


def test_what_changes_next_leads_to_the_day_on_which_it_does(server):
    text = page(server, hari="2024-09-01")
    assert "22 September 2024" in part(text, "berubah") and "21 hari lagi" in part(text, "berubah")
    later = re.search(r'href="(/berlaku\?hari=2024-09-22[^"]*)"', text)[1].replace("&amp;", "&")
    assert "akun pemenangan calon" in part(server.ask("GET", later).text, "dilarang")
    assert "<rect" in text and 'aria-current="step"' in text  # the picture of the phases, with this one marked


def test_a_day_that_does_not_exist_is_said_and_today_is_shown(server):
    for fields, word in (({"hari": "2024-02-30"}, "2024-02-30"), ({"hari": "<b>"}, "&lt;b&gt;"), ({"golongan": "RAJA"}, "RAJA")):
        r = server.ask("GET", "/berlaku?" + urlencode(fields))
        assert r.status == 422 and word in r.text and "4 November 2024" in r.text


def test_where_no_election_runs_the_next_one_is_named(server):
    assert "jadwalnya belum ditetapkan" in page(server, hari="2026-06-01")
    assert "its days are not set yet" in page(server, "en", hari="2026-06-01")


@pytest.mark.parametrize("shows,moment,next_day", [("2024-11-23T12:00:00+07:00", "Masa kampanye", "Minggu, 24 November 2024"), ("2024-11-24T12:00:00+07:00", "Masa tenang", "Rabu, 27 November 2024")])
def test_front_and_calendar_follow_the_office_s_clock(shows, moment, next_day):
    """The last day of the campaign, and the day after it."""
    s = Server(users=False, shows=shows)
    try:
        front, calendar = s.ask("GET", "/").text, s.ask("GET", "/kalender").text
        card = front[front.index("Bila Anda ASN"):front.index("Bila Anda melihat sesuatu")]
        assert f"<b>{moment}.</b>" in card and f"Berubah {next_day}" in card
        assert f"{moment}.</b>" in calendar and f"Berubah {next_day}" in calendar
        assert "SKB 5 lembaga 22 September 2022" in card and 'href="/berlaku"' in card and 'href="/berlaku"' in calendar
    finally:
        s.end()


@pytest.mark.parametrize("shows,act,phase", [("2024-09-21T12:00:00+07:00", "bakal calon", "calon belum ditetapkan"), ("2024-10-21T12:00:00+07:00", "huruf B angka 7", "Masa kampanye"),
                                             ("2025-06-02T12:00:00+07:00", "bakal calon", "Tidak ada pemilihan yang berjalan")])
def test_the_self_check_judges_by_what_applies_on_the_day(shows, act, phase):
    s = Server(users=False, shows=shows)
    try:
        text = s.ask("POST", "/cek", urlencode({"class": "PNS", "text": "foto bersama di lapangan", "seen_fingers": "1"})).text
        facts = re.search(r'<dl class="facts">.*?</dl>', text, re.S)[0]
        assert act in re.search(r"<dt>(?:Perbuatan).*?<dt>Dasar</dt><dd>.*?</dd>", facts, re.S)[0] and phase in facts and 'href="/berlaku"' in facts
    finally:
        s.end()
