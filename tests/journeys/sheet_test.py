"""Paper counts too (N28): sheets of signatures are keyed by one person and confirmed by another, doubles are found by who it is."""
import html
import re

import pytest
from conftest import PASSWORD, log_in, press
from pledge_test import NEW, sign

HEAD = "nip;nama;kelas;instansi;status;tanggal_lahir\n"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PEOPLE = 40  # K-0 .. K-38 with numbers, one without
DAY = {"held_on": "2024-11-04", "place": "Halaman Balai Kota"}


def nip(i):
    """Made up: born on some day of 1985, in the civil service since 2010, number i."""
    return f"198508{i % 28 + 1:02}201001{1 + i % 2}{i:03}"


def people():
    rows = [f"{nip(i)};Pegawai {chr(65 + i % 26)}{i:02}rekaan;PNS;Dinas {'Perhubungan' if i < 36 else 'Kesehatan'};Aktif;\n" for i in range(PEOPLE - 1)]
    return HEAD + "".join(rows) + ";Zainab Tanpanomorrekaan;THL;Dinas Perhubungan;Aktif;\n"


@pytest.fixture
def office(make_server, request):
    """(server, address of the campaign, everybody's link)."""
    return campaign_of(make_server())


def campaign_of(server):
    for login, name, role in (("pencegahan", "Laras Tirtabumi", "prevention"), ("kepegawaian", "Wulan Sekarbanyu", "personnel"), ("sekda", "Damar Langitrekaan", "secretary")):
        server.run("user", "add", login, "--name", name, "--position", "Staf", "--role", role, input=PASSWORD + "\n")
    server.login("pencegahan")
    at = server.form("/kerja/ikrar/baru", "/kerja/ikrar/baru", NEW).location
    kept = server.form(at, at + "/daftar", {"do": "keep"}, [("file", "daftar.csv", people().encode())])
    assert "Daftar tersimpan" in kept.text, kept.text
    return server, at, re.search(r'href="[^"]*(/ikrar/[0-9a-f]{16})"', kept.text)[1]


def words(answer):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def alert(answer):
    return re.sub(r"<[^>]+>", "", re.search(r'role="alert">(.*?)</div></div>', answer.text, re.S)[1])


def new_sheet(server, at, scan=PDF, **fields):
    return server.form(at + "/lembar", at + "/lembar", {"number": "", "agency": "0", **DAY, **fields}, [("scan", "lembar.pdf", scan)])


def key(server, sheet, turn, rows):
    return server.form(sheet, sheet + "/ketik", {"turn": turn, "rows": rows})


def test_thirty_rows_are_keyed_by_two_and_doubles_are_found(office):
    server, at, link = office
    staff, server.cookie = server.cookie, None
    for i in (3, 5):  # two sign at the link, one of them from a poster
        assert sign(server, link + ("?poster=1" if i == 5 else ""), nomor=nip(i), lahir=f"1985-08-{i % 28 + 1:02}", **({"poster": "1"} if i == 5 else {})).status == 303
    server.cookie = staff
    made = new_sheet(server, at)
    assert made.status == 303, made.text
    sheet = made.location
    # Thirty rows: two have signed already, one stands twice, one is nobody of the list, one is blank, one has no number.
    rows = [nip(i) for i in range(26)] + [nip(7), "198508012010011999", f"{nip(30)};tidak", "Zainab Tanpanomorrekaan"]
    keyed = key(server, sheet, 1, "\n".join(rows))
    assert keyed.status == 303, keyed.text
    page = server.get(sheet).text
    assert "Dua kali di lembar ini" in page and "198508012010011999" in page and "menunggu" not in page
    # The same person is refused as the second, and nothing is confirmed.
    refused = key(server, sheet, 2, "\n".join(rows))
    assert refused.status == 409 and "orang lain" in alert(refused) and nip(20) in refused.text
    assert "0 di kertas" in words(server.get(at + "/lembar"))
    # The second keys one number wrong and overlooks the blank row.
    server.login("kepegawaian")
    mine = list(rows)
    mine[10], mine[28] = nip(31), nip(30)
    assert key(server, sheet, 2, "\n".join(mine)).status == 303
    page = server.get(sheet)
    assert "Dibaca berbeda" in page.text and nip(31) in page.text and 'name="pilih-11" value="1"' in page.text and 'name="pilih-11" value="2"' not in page.text
    assert "24 tanda tangan + 3 ganda + 0 kosong + 1 tidak dikenal = 28 baris" in words(page), words(page)
    own = server.form(sheet, sheet + "/beda", {"pilih-11": "2"})
    assert own.status == 409 and "bacaan Anda sendiri" in alert(own)
    settled = server.form(sheet, sheet + "/beda", {"pilih-11": "1", "pilih-29": "1"})
    assert settled.status == 303, settled.text
    page = server.get(sheet)
    assert "25 tanda tangan + 3 ganda + 1 kosong + 1 tidak dikenal = 30 baris" in words(page)
    again = key(server, sheet, 2, "\n".join(rows))
    assert again.status == 409 and "sudah dikonfirmasi" in alert(again)
    # Totals by kind; who signed before is counted once, by the earlier signature.
    listed = words(server.get(at + "/lembar"))
    assert "27 tanda tangan 1 lewat tautan 1 lewat poster 0 di kios 25 di kertas" in listed, listed
    assert "Menandatangani dua kali : 3" in listed and "kertas, lembar 1 , baris 8" in listed, listed
    assert "tautan 1 · poster 1 · kios 0 · kertas 25" in words(server.get(at))
    # Evidence of a signature on paper: sheet, row and roles, no names of officers.
    proof = server.get(re.search(r'"(/ikrar/bukti/[0-9a-f]{16})"', page.text)[1])
    said = words(proof)
    assert "di kertas: lembar 1 , baris 1" in said and "Petugas pencegahan dan, sebagai orang kedua, Kepala badan kepegawaian" in said, said
    assert "Laras Tirtabumi" not in proof.text and "Wulan Sekarbanyu" not in proof.text
    assert server.get(proof.hidden("x") or re.search(r'"(/ikrar/bukti/\w+/sertifikat)"', proof.text)[1]).bytes.startswith(b"%PDF")
    # Whoever signed on paper signs nothing more online.
    server.cookie = None
    twice = sign(server, link, nomor=nip(0), lahir="1985-08-01")
    assert twice.status == 303 and "di kertas" in server.get(twice.location).text
    server.stop()
    assert server.run("verify").returncode == 0


def test_a_printed_sheet_is_keyed_by_its_rows(office):
    server, at, _ = office
    page = server.get(at + "/lembar")
    unit = re.search(r'<option value="(\d+)">Dinas Perhubungan', page.text)[1]
    made = server.form(at + "/lembar", at + "/lembar/cetak", {"print_agency": unit})
    assert made.status == 303, made.text
    sheet = made.location
    assert server.get(sheet + "/cetak").bytes.startswith(b"%PDF")
    early = key(server, sheet, 1, "1-37")
    assert early.status == 409 and "pindaian" in alert(early).lower()
    back = server.form(sheet, sheet + "/pindaian", DAY, [("scan", "lembar.pdf", PDF)])
    assert back.status == 303, back.text
    assert server.get(sheet + "/pindaian").bytes == PDF
    wrong = key(server, sheet, 1, "1-38\n5;ya\nx;y;z\n12;" + nip(3) + ";barangkali")
    assert wrong.status == 422 and "baris ini tidak ada di lembar" in wrong.text and "tulis ya atau tidak" in wrong.text and "barangkali" in wrong.text
    assert key(server, sheet, 1, "1-20\n21 tidak\n22-37").status == 303
    server.login("penangan")
    assert server.form(sheet, sheet + "/cocok", {"tick": "1"}).status == 303
    assert "1 tanda tangan + 0 ganda + 0 kosong" in words(server.get(sheet))
    assert key(server, sheet, 2, "1-20\n22-37").status == 303  # a row that is not named has no signature
    said = words(server.get(sheet))
    assert "36 tanda tangan + 0 ganda + 1 kosong + 0 tidak dikenal = 37 baris" in said and "Zainab" in said


def test_bad_sheets_have_clear_answers_and_lose_nothing(office):
    server, at, _ = office
    assert new_sheet(server, at).status == 303
    for scan, fields, status, text in ((PDF + b" ", {"number": "1"}, 409, "nomor ini sudah ada"), (PDF, {}, 409, "sudah tercatat"), (b"GIF89a..", {}, 422, "PDF, JPEG"),
                                       (b"", {}, 422, "Pilih pindaian"), (PDF + b"2", {"held_on": "2024-11-09"}, 422, "Hari penandatanganan"),
                                       (PDF + b"3", {"place": " "}, 422, "Tulis tempat"), (b"%PDF" + b"x" * (20 << 20), {}, 413, "20 MB")):
        answer = new_sheet(server, at, scan, **fields)
        assert answer.status == status and text in alert(answer), (status, answer.status, answer.text[:3000])
    version = re.search(r'name="version" value="(\d+)"', server.get(at).text)[1]
    assert server.form(at, at + "/naskah", {"text": "Naskah kedua.", "source": "SE 5/2024", "anew": "1"}).status == 303
    old = new_sheet(server, at, PDF + b"4", version=version).location  # paper on the first text
    assert "tidak dihitung lagi" in server.get(old).text
    assert key(server, old, 1, nip(1)).status == 303
    server.login("kepegawaian")
    assert key(server, old, 2, nip(1)).status == 303
    assert "1 tanda tangan" in words(server.get(old)) and "0 di kertas" in words(server.get(at + "/lembar"))
    server.login("sekda")
    assert server.get(at + "/lembar").status == 403 and server.get(old).status == 403
