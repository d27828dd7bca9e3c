"""S3, Kota Blitar 2020: a letter to the mayor, the secretary and the personnel board; then a patrol of likes on campaign accounts.

The list of likes holds an employee's account on record, and a namesake's: the namesake ends as "not matched" and does not return; the
employee says that the account was hijacked, which opens a check of whose it is; no like makes a finding by itself."""
import html
import json
import re

from casework_test import fields
from circular_test import acknowledge, address, deliver
from machine import wait_for

LETTERS = "/kerja/surat-edaran"
REGISTRY = """nip,nama,kelas,instansi,jabatan,status
198508172010011007,Budi Santosarekaan,PNS,Dinas Perhubungan,Analis,aktif
198702022011012004,Rara Ayurekaan,PNS,Dinas Kesehatan,Perawat,aktif
"""
ACCOUNTS = "platform,handle,nip,evidence\ninstagram,budi.rekaan,198508172010011007,claimed\n"
CONTEST = "35.79/walikota/2024"
WATCHLIST = f"""contest,pair,number,kind,term,region
{CONTEST},2,2,name,Harsa Tirtabuana,35.79
{CONTEST},2,2,account,harsa.menur,35.79
{CONTEST},2,2,hashtag,#LanjutkanHarmen,35.79
"""


def likes(number, *by):
    """What a patrol brings home from a post of the campaign's account: who liked it."""
    return json.dumps({"id": f"instagram:{number}", "platform": "instagram", "kind": "post", "time": "2024-11-02T19:20:00+07:00", "region": "35.79",
                       "author": {"handle": "harsa.menur", "name": "Harsa Menur"}, "text": f"Harsa Tirtabuana nomor 2, hari ke-{number} bersama warga. #LanjutkanHarmen",
                       "reactions": [{"kind": "like", "author": {"handle": h, "name": n}} for h, n in by]}) + "\n"


BUDI, OTHER_RARA = ("budi.rekaan", "Budi"), ("rara.bakery", "Rara Ayurekaan")


def bring(server, kind, text):
    path = server.data / f"{kind}.{'ndjson' if kind == 'posts' else 'csv'}"
    path.write_text(text)
    done = server.run("import", kind, str(path))
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def test_three_addressees_two_acknowledge_and_the_third_is_reminded_on_day_three(make_server):
    server = make_server()
    server.login("penangan")
    made = server.form(LETTERS + "/baru", LETTERS + "/baru", {"kind": "himbauan", "subject": "Netralitas pegawai", "issuer": "", "roster": "0", "takes": "either",
                                                              "points": "Menyukai unggahan akun pemenangan. | SKB-B6"})
    at = made.location
    to = {name: address(server, at, name) for name in ("Wali Kota Tirtamulya", "Sekretaris Daerah", "Kepala BKPSDM")}
    for name, (_, number) in to.items():
        assert deliver(server, at, number, f"Tata usaha {name}").status == 303
    for name in ("Wali Kota Tirtamulya", "Kepala BKPSDM"):
        assert acknowledge(server, to[name][0], name).status == 303
    page = html.unescape(server.get(at).text)
    assert "Belum menjawab: 1" in page and "Tata usaha Sekretaris Daerah" in page and page.count("/bukti/") == 3
    assert "2 dari 3" in server.get(LETTERS).text
    server.stop()
    server.env["NETRA_CLOCK_NOW"] = "2024-11-07T09:00:00+07:00"  # delivered on Monday; Tuesday, Wednesday, Thursday: the third working day
    server.start()
    server.login("penangan")
    wait_for(lambda: "oleh program" in server.get(at).text, lambda: server.get(at).text)
    reminders = html.unescape(server.get(at).text).split('id="pengingat"')[1]
    assert reminders.count("oleh program") == 1 and "ke-1, Sekretaris Daerah" in reminders


def test_likes_of_campaign_accounts_are_hints_and_a_namesake_does_not_return(make_server):
    server = make_server(start=False)
    for kind, text in (("registry", REGISTRY), ("accounts", ACCOUNTS), ("watchlist", WATCHLIST)):
        bring(server, kind, text)
    bring(server, "posts", likes(1, BUDI, OTHER_RARA, ("warga.satu", "Warga Satu")))
    server.start()
    server.login("penangan")
    assert not re.findall(r"/kerja/perkara/\d+", server.get("/kerja/perkara").text)  # a like opens nothing by itself
    server.get("/kerja/triase")
    cluster = re.search(r"/kerja/triase/[1-9]\d*", server.get("/kerja/triase").text)[0]
    page = server.get(cluster)
    person = {html.unescape(name): alert for alert, name in re.findall(r'name="person" value="(\d+)"[^>]*><span>(?:<b>)?([^<]+)<', page.text)}
    assert {"Budi Santosarekaan", "Rara Ayurekaan"} <= set(person) and "Warga Satu" not in person, page.text
    assert "rara.bakery" in page.text and "SKB-" in page.text
    both = {"decide": "i", "person": person["Rara Ayurekaan"], "other_person": person["Rara Ayurekaan"]}
    refused = server.form(cluster, cluster + "/putusan", both)
    assert refused.status == 422 and "pilih salah satu" in refused.text
    done = server.form(cluster, cluster + "/putusan", {"decide": "i", "person": person["Budi Santosarekaan"], "other_person": person["Rara Ayurekaan"]})
    assert done.status == 303, done.text
    shown = server.get(cluster).text
    assert "Tidak cocok, bukan orangnya:" in shown and "Rara Ayurekaan" in shown.split("Tidak cocok")[1]

    # The same list again, and the next one: the employee's account is seen, the namesake's is not.
    assert "Rara" not in bring(server, "posts", likes(1, BUDI, OTHER_RARA))
    bring(server, "posts", likes(2, OTHER_RARA))
    assert not re.findall(r"/kerja/triase/[1-9]\d*", server.get("/kerja/triase").text)
    bring(server, "posts", likes(3, BUDI, OTHER_RARA))
    wait_for(lambda: re.findall(r"/kerja/triase/[1-9]\d*", server.get("/kerja/triase").text), lambda: server.get("/kerja/triase").text)
    fresh = server.get(re.search(r"/kerja/triase/[1-9]\d*", server.get("/kerja/triase").text)[0]).text
    assert "Budi Santosarekaan" in fresh and "Rara Ayurekaan" not in fresh

    # The file holds the act with its rule, and no finding; the claim of hijacking opens a check, once.
    file = re.search(r"/kerja/perkara/\d+", server.get("/kerja/perkara").text)[0]
    assert "Informasi awal" in server.get(file).text
    budi = re.search(rf'href="({file}/orang/\d+)"', server.get(file).text)[1]
    record = server.get(budi).text
    assert re.search(r'value="SKB-[AB]\d+" selected', record) and "Rara Ayurekaan" not in server.get(file).text
    for intent in ("dibajak", "dibajak teman"):
        assert server.post(budi, {**fields(server.get(budi)), "account_owned": "disputed", "intent": intent}).status == 303
    text = server.get(file).text
    assert "Periksa kepemilikan akun orang ke-1" in text and text.count("Pemeriksaan kepemilikan akun orang ke-1 dibuka.") == 1
    assert "katanya dibajak atau bukan miliknya</option>" in server.get(budi).text
    server.stop()
    assert server.run("verify").returncode == 0
