"""Other doors: messages that a gateway drops as files, and saved mails; each becomes a report or goes on with one, once."""
import json
import os
import random
import re
import signal
import subprocess
import time

import pytest
from conftest import program
from machine import PATIENCE_S, wait_for

NUMBER = "+62 800 5550 1234"
PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xff\xda\x00\x08\x01\x01\0\0?\0picture%d\xff\xd9"
MAIL = ("Received: from mx.contoh.example by bawaslu.tirtamulya.example; Fri, 1 Nov 2024 15:20:00 +0700\r\n"
        "From: Kinanti Puspaloka <kinanti.puspaloka@contoh.example>\r\nMessage-ID: <%s@contoh.example>\r\nSubject: Mobil dinas\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n"
        "<p>Ada mobil dinas di posko.</p><p>Salam,<br>Kinanti Puspaloka<br>kinanti.puspaloka@contoh.example</p>\r\n"
        "--b\r\nContent-Type: image/jpeg\r\nContent-Disposition: attachment; filename=mobil.jpg\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n/9j/4AAQSkZJRgABAQAAAQABAAD/2Q==\r\n--b--\r\n")


def message(id, text="", at="2024-11-04T08:50:00+07:00", **more):
    return {"id": id, "channel": "wa", "from": NUMBER, "name": "Seruni Wiryaloka", "at": at, "text": text, **more}


def drop(folder, name, *messages, written=None):
    """@written: when, in seconds of the epoch; None: now."""
    folder.mkdir(exist_ok=True)
    new = folder / ".new"
    new.write_text("\n".join(json.dumps(m) for m in messages) + "\n")
    if written is not None:
        os.utime(new, (written, written))
    new.rename(folder / name)


def replies(folder):
    return [json.loads(p.read_text()) for p in sorted((folder / "replies").glob("*.json"))]


def code_of(reply):
    return re.search(r"(\d{4}) (\d{4}) (\d{4}) (\d{4})", reply["text"])[0]


def reports(server):
    """All reports of the office as the counter lists them."""
    server.login("petugas")
    page = server.get("/kerja/loket").text
    return sorted(set(re.findall(r"\d{3}/PL/PW/Kota/99\.01/XI/2024", page)))


def report_page(server, number):
    server.login("petugas")
    page = server.get("/kerja/loket").text
    address = re.search(r'href="(/kerja/laporan/\d+)"[^>]*>[^<]*' + re.escape(number), page)
    return server.get(address[1])


def everything(folder):
    """All bytes of a folder's files."""
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_a_tip_of_many_messages_is_one_report(server, tmp_path):
    box = tmp_path / "kotak"
    texts = ["Selamat pagi pak", "ada lurah ikut kampanye", "di lapangan Randusari kemarin", "Hubungi 0800-5550-1234 ya",
             "Salam, Seruni Wiryaloka https://contoh.example/p/1"]
    for i, text in enumerate(texts):
        drop(box, f"{i}-6280055501234.json", message(f"w{i}", text, f"2024-11-04T08:5{i}:00+07:00"))
    for i in range(3):
        (box / f"foto{i}.jpg").write_bytes(PHOTO % i)
        drop(box, f"f{i}.json", message(f"f{i}", "", "2024-11-04T08:56:00+07:00", media=[f"foto{i}.jpg"]))
    done = server.run("intake", "take", str(box))
    assert done.returncode == 0 and "1 laporan baru" in done.stdout, done.stdout + done.stderr
    told = replies(box)
    assert len(told) == 1 and told[0]["to"] == NUMBER and told[0]["reply_to"] == "w0"
    code = code_of(told[0])
    for words in ("disegel", "dua pemegang kunci", "hapus percakapan", "Rabu, 6 November 2024", "/lacak"):
        assert words in told[0]["text"], words
    assert len(reports(server)) == 1
    page = report_page(server, reports(server)[0]).text
    assert "lapangan Randusari" in page and "WhatsApp" in page and page.count("foto") >= 3 and "Sampai di kantor" in page
    assert "contoh.example/p/1" in page and "identitas disegel" in page
    # The code opens the talk; the number is nowhere: not in the page, the data folder, the slips, the log, the names.
    assert server.get("/api/v1/reports/" + code.replace(" ", "")).json["state"] == "SUBMITTED"
    for secret in (b"5550 1234", b"55501234", b"5550-1234", b"Wiryaloka"):
        assert secret not in page.encode() and secret not in everything(server.data) and secret not in everything(box / "done"), secret
        assert secret not in (done.stdout + done.stderr).encode()
    assert not [p for p in box.iterdir() if p.is_file() and not p.name.startswith(".")]
    assert not any("55501234" in p.name for p in box.rglob("*"))

    # A photo that comes minutes later belongs to it; the next day's message does not.
    (box / "lagi.jpg").write_bytes(PHOTO % 9)
    drop(box, "later.json", message("w9", "ini satu lagi", "2024-11-04T08:59:00+07:00", media=["lagi.jpg"]))
    assert "1 tambahan" in server.run("intake", "take", str(box)).stdout
    assert len(reports(server)) == 1 and "ini satu lagi" in report_page(server, reports(server)[0]).text
    assert any("Ditambahkan ke laporan" in r["text"] for r in replies(box))


def test_each_message_is_taken_once_and_its_answer_can_be_had_again(server, tmp_path):
    box = tmp_path / "kotak"
    drop(box, "a.json", message("sama", "satu kali saja"))
    server.run("intake", "take", str(box))
    first = replies(box)[0]
    # The machine stopped before the file went: it is found again.
    drop(box, "a.json", message("sama", "satu kali saja"))
    again = server.run("intake", "take", str(box))
    assert again.returncode == 0 and "0 laporan baru" in again.stdout
    assert [r["id"] for r in replies(box)] == [first["id"]] and code_of(replies(box)[0]) == code_of(first)
    assert len(reports(server)) == 1


def test_code_thread_and_stage(server, tmp_path):
    box = tmp_path / "kotak"
    drop(box, "a.json", message("a", "laporan pertama"))
    server.run("intake", "take", str(box))
    reply = replies(box)[0]
    digits, words = code_of(reply), re.search(r"(?:atau|or): ((?:[a-z]+ ?){6})", reply["text"])[1]
    other = {"from": "+62 800 5550 9999", "name": "", "channel": "sms"}
    later = "2024-11-04T08:58:00+07:00"
    drop(box, "b.json", {**message("b", words.upper(), later), **other})  # only a code: the stage, in a short answer
    drop(box, "c.json", {**message("c", f"saya pemegang kode {digits}, tambahan: pukul 9", "2024-11-04T08:20:00+07:00"), **other})
    out = server.run("intake", "take", str(box))
    assert out.returncode == 0 and "0 laporan baru" in out.stdout, out.stdout
    texts = [r["text"] for r in replies(box) if r["channel"] == "sms"]
    assert any("Tahap laporan Anda: Diterima" in t for t in texts) and any("Ditambahkan" in t for t in texts)
    assert "tambahan: pukul 9" in report_page(server, reports(server)[0]).text
    # An answer to our message, hours later, from the same sender finds its report; from another it is a report.
    drop(box, "d.json", message("d", "ini jawaban saya", "2024-11-04T08:59:30+07:00", reply_to=reply["id"]))
    drop(box, "e.json", {**message("e", "orang lain", "2024-11-04T08:59:30+07:00", reply_to=reply["id"]),
                         "from": "+62 800 5550 7777", "name": ""})
    out = server.run("intake", "take", str(box)).stdout
    assert "1 laporan baru" in out and "1 tambahan" in out, out
    assert "ini jawaban saya" in report_page(server, reports(server)[0]).text and len(reports(server)) == 2


def test_a_broken_file_keeps_what_is_good(server, tmp_path):
    box = tmp_path / "kotak"
    drop(box, "628005550123.ndjson", message("x1", "baris baik"), message("x2", "waktu aneh", "kemarin sore"),
         {"channel": "wa", "from": NUMBER, "text": "tanpa id"}, message("x4", "jalur", media=["../rahasia"]))
    (box / "rusak.json").write_text('{"id": "y", ')
    (box / "kosong.eml").write_text("bukan surel")
    os.symlink("/etc/passwd", box / "tautan.json")
    drop(box, "tanpafoto.json", message("z", "", media=["tidak-ada.jpg"]))
    out = server.run("intake", "take", str(box))
    assert out.returncode == 1 and "1 laporan baru" in out.stdout and "7 ditolak" in out.stdout, out.stdout + out.stderr
    whys = {p.name: p.read_text() for p in (box / "rejected").glob("*.why")}
    assert len(whys) == 5
    lines = next(w for w in whys.values() if "ndjson" in w)
    for part in ('baris / line 2, isian / field "at": expected a moment like', 'line 3, isian / field "id": is missing',
                 'line 4, isian / field "media"', "baris / line 1: tersimpan / taken, 001/PL"):
        assert part in lines, (part, lines)
    assert "628005550123" not in lines and NUMBER not in lines and "kemarin" not in lines
    kept = next(p for p in (box / "rejected").glob("*.ndjson"))
    assert kept.read_text().count("\n") == 3 and "baris baik" not in kept.read_text() and kept.stat().st_mode & 0o077 == 0
    # Mended and moved back, the rest is taken.
    mended = [json.loads(x) for x in kept.read_text().splitlines()]
    mended[0]["at"], mended[1]["id"], mended[2]["media"] = "2024-11-04T08:55:00+07:00", "x3", []
    drop(box, "lagi.ndjson", *mended)
    assert "1 tambahan" in server.run("intake", "take", str(box)).stdout and len(reports(server)) == 1


def test_a_saved_mail(server, tmp_path):
    mail = tmp_path / "surat.eml"
    mail.write_bytes((MAIL % "m1").encode())
    out = server.run("--json", "intake", "take", str(mail))
    assert out.returncode == 0 and mail.exists(), out.stderr
    said = json.loads(out.stdout)
    assert said["kind"] == "receipt" and said["reply"]["to"] == "kinanti.puspaloka@contoh.example" and said["reply"]["subject"] == "Pesan Anda"
    again = json.loads(server.run("--json", "intake", "take", str(mail)).stdout)
    assert again["again"] and again["code"] == said["code"]
    page = report_page(server, said["number"]).text
    assert "Ada mobil dinas di posko." in page and "mobil.jpg" in page and "surel" in page and "1 November 2024" in page
    for secret in (b"Puspaloka", b"kinanti", b"contoh.example"):
        assert secret not in everything(server.data) and secret not in page.encode(), secret
    # By hand: the day on which it reached the office, with how that is known.
    mail.write_bytes((MAIL % "m2").encode())
    assert server.run("intake", "take", str(mail), "--received", "2024-10-30").returncode != 0
    assert server.run("intake", "take", str(mail), "--received", "2024-10-30", "--how", "buku agenda").returncode == 0
    assert "buku agenda" in report_page(server, reports(server)[-1]).text
    # A program's mail is taken and not answered.
    mail.write_bytes(b"Return-Path: <>\r\nFrom: MAILER-DAEMON@contoh.example\r\nSubject: gagal\r\n\r\nsurat tak terkirim\r\n")
    assert json.loads(server.run("--json", "intake", "take", str(mail)).stdout)["reply"]["text"] == ""
    mail.write_bytes(b"\x89PNG bukan surel")
    assert server.run("intake", "take", str(mail)).returncode == 1


def test_killed_at_any_moment_nothing_is_lost_and_nothing_twice(make_server, tmp_path):
    """Twenty senders, the pass killed again and again: twenty reports and twenty answers whose codes open them."""
    server = make_server(start=False)
    box = tmp_path / "kotak"
    for i in range(20):
        (box.mkdir(exist_ok=True), (box / f"m{i}.jpg").write_bytes(PHOTO % i))
        drop(box, f"{i:02}.json", {**message(f"k{i}", f"laporan ke-{i}", media=[f"m{i}.jpg"]), "from": f"+62 800 0000 {i:04}"})
    rnd, rounds = random.Random(5), 0
    while [p for p in box.glob("*.json")]:
        rounds += 1
        child = subprocess.Popen([program(), "--data", str(server.data), "intake", "take", str(box)], env=server.env,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.3 + rnd.random() * 1.5)
        child.send_signal(signal.SIGKILL if rounds < 25 else 0)
        child.wait(120)
    told = replies(box)
    assert len(told) == 20 and len({r["reply_to"] for r in told}) == 20
    server.start()
    assert len(reports(server)) == 20
    for r in told:
        assert server.get("/api/v1/reports/" + code_of(r).replace(" ", "")).json["state"] == "SUBMITTED"
    assert server.run("verify").returncode == 0


def test_the_watcher_lets_a_sender_finish(server, tmp_path):
    box = tmp_path / "kotak"
    box.mkdir()
    watcher = subprocess.Popen([program(), "--data", str(server.data), "intake", "watch", str(box), "--settle", "3", "--every-ms", "200"],
                               env=server.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert "watched" in watcher.stderr.readline()
        second = server.run("intake", "watch", str(box))
        assert second.returncode == 3 and "watched already" in second.stderr
        # So much in the future that each of them is fresh, however slow this machine is, until the last says otherwise.
        for i in range(3):
            drop(box, f"{i}.json", message(f"t{i}", f"bagian {i}"), written=time.time() + 3600)
            time.sleep(0.7)
        assert not replies(box)
        for i in range(3):
            os.utime(box / f"{i}.json", (time.time() - 10, time.time() - 10))
        wait_for(lambda: replies(box))
        assert len(reports(server)) == 1
        page = report_page(server, reports(server)[0]).text
        assert all(f"bagian {i}" in page for i in range(3)) and "Pelapor</b>" not in page  # one telling, no talk yet
    finally:
        watcher.send_signal(signal.SIGTERM)
        assert watcher.wait(PATIENCE_S) == 0


@pytest.mark.parametrize("words", [[], ["take"], ["watch"], ["watch", "a", "b"], ["lihat", "a"]])
def test_wrong_usage(netra, words):
    assert netra("intake", *words).returncode == 2
