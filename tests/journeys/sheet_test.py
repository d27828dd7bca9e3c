"""Paper counts too (N28): sheets are keyed by one person and confirmed by another, doubles are found by who it is. Two institutions
sign a joint declaration in order, and the certificate of compliance (N29) proves the list that it was counted from."""
import csv
import hashlib
import html
import io
import re

import pytest
from conftest import PASSWORD
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
def office(make_server):
    """(server, address of the campaign, everybody's link)."""
    return campaign_of(make_server())


@pytest.fixture
def office_each(make_server, store):
    """The same on each store."""
    return campaign_of(make_server(store=store))


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


def test_thirty_rows_are_keyed_by_two_and_doubles_are_found(office_each):
    server, at, link = office_each
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
    assert "Menandatangani dua kali: 3" in listed and "kertas, lembar 1, baris 8" in listed, listed
    assert "tautan 1 · poster 1 · kios 0 · kertas 25" in words(server.get(at))
    # Evidence of a signature on paper: sheet, row and roles, no names of officers.
    proof = server.get(re.search(r'"(/ikrar/bukti/[0-9a-f]{16})"', page.text)[1])
    said = words(proof)
    assert "di kertas: lembar 1, baris 1" in said and "Petugas pencegahan dan, sebagai orang kedua, Kepala badan kepegawaian" in said, said
    assert "Laras Tirtabumi" not in proof.text and "Wulan Sekarbanyu" not in proof.text
    assert server.get(re.search(r'"(/ikrar/bukti/\w+/sertifikat)"', proof.text)[1]).bytes.startswith(b"%PDF")
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


JOINT = {"title": "Deklarasi netralitas 2024", "held_on": "2024-11-04", "place": "Balai Kota", "read_by": "", "read_as": "", "text": "Menjaga netralitas.\nMenolak politik uang."}


def party(server, joint, institution, signer, position, **more):
    return server.form(joint, joint + "/penanda", {"institution": institution, "signer": signer, "position": position, "login": "", **more})


def test_institutions_sign_in_order_with_login_link_and_ink(office):
    server, at, _ = office
    made = server.form("/kerja/deklarasi", "/kerja/deklarasi", {**JOINT, "pledge": at.split("/")[-1]})
    assert made.status == 303, made.text
    joint = made.location
    assert party(server, joint, "Saksi masyarakat", "Ningsih Padirekaan", "Ketua forum", witness="1").status == 303  # signs last all the same
    assert party(server, joint, "Pemerintah Kota Tirtamulya", "Damar Langitrekaan", "Sekretaris Daerah", login="sekda").status == 303
    nobody = party(server, joint, "Bawaslu", "Ayu Rekaan", "Ketua", login="bukan-siapa-siapa")
    assert nobody.status == 422 and "Tidak ada akun" in alert(nobody) and "Ayu Rekaan" in nobody.text
    assert party(server, joint, "Bawaslu Kota Tirtamulya", "Bima Antarrekaan", "Ketua").status == 303
    page = server.get(joint).text
    ids = dict(zip(("pemkot", "bawaslu", "saksi"), re.findall(r'/tautan">.*?name="party" value="(\d+)"', page, re.S)))
    assert re.search(r"Langitrekaan.*Antarrekaan.*Padirekaan", page, re.S)
    link = re.search(r"/ikrar/bersama/[0-9a-f]{32}", server.form(joint, joint + "/tautan", {"party": ids["bawaslu"]}).text)[0]
    early = server.get(link)
    assert "Belum giliran Anda" in early.text and "Bima Antarrekaan" in early.text and "Damar" not in early.text
    version = re.search(r'name="version" value="(\d+)"', server.get(joint).text)
    assert version is None  # the officer signs for nobody
    out_of_order = server.form(joint, joint + "/tinta", {"party": ids["saksi"], "signed_on": "2024-11-04"}, [("scan", "saksi.pdf", PDF)])
    assert out_of_order.status == 409 and "Bukan giliran" in alert(out_of_order)
    server.login("sekda")
    text = server.get(joint).hidden("version")
    wrong = server.form(joint, joint + "/tanda", {"version": text, "password": "bukan-sandi-saya"})
    assert wrong.status == 422 and "Sandi belum cocok" in alert(wrong)
    assert server.form(joint, joint + "/tanda", {"version": text, "password": PASSWORD}).status == 303
    again = server.form("/kerja/deklarasi", joint + "/tanda", {"version": text, "password": PASSWORD})
    assert again.status == 409 and "Bukan giliran" in alert(again)
    server.login("pencegahan")
    late = server.form("/kerja/deklarasi", joint + "/naskah", {"text": "Naskah lain."})
    assert late.status == 409 and "sudah ada tanda tangan" in alert(late)
    staff, server.cookie = server.cookie, None
    unread = server.post(link, {"version": text})
    assert unread.status == 422 and "Baca naskahnya" in unread.text
    assert server.post(link, {"version": text, "read": "1"}).status == 303
    assert "Anda sudah menandatangani" in server.get(link).text
    assert server.post(link, {"version": text, "read": "1"}).status == 409
    server.cookie = staff
    picture = server.form(joint, joint + "/tinta", {"party": ids["saksi"], "signed_on": "2024-11-04"}, [("scan", "saksi.gif", b"GIF89a")])
    assert picture.status == 422 and "PDF, JPEG" in alert(picture)
    assert server.form(joint, joint + "/tinta", {"party": ids["saksi"], "signed_on": "2024-11-04"}, [("scan", "saksi.pdf", PDF)]).status == 303
    page = server.get(joint)
    assert "Semua sudah menandatangani" in page.text and server.get(joint + "/pdf").bytes.startswith(b"%PDF")
    assert server.get(f"{joint}/pindaian/{ids['saksi']}").bytes == PDF
    code = re.search(r"/periksa/([0-9a-f]{16})", page.text)[1]
    server.cookie = None
    assert server.get("/periksa/" + code).location == "/ikrar/deklarasi/" + code
    public = server.get("/ikrar/deklarasi/" + code).text
    assert "Asli dan lengkap" in public and "Bawaslu Kota Tirtamulya" in public
    assert not re.search("Langitrekaan|Antarrekaan|Padirekaan", public)
    assert server.get("/ikrar/bersama/" + "0" * 32).status == 404
    server.stop()
    assert server.run("verify").returncode == 0


def test_the_certificate_is_counted_from_the_list_whose_hash_it_bears(office_each):
    server, at, link = office_each
    joint = server.form("/kerja/deklarasi", "/kerja/deklarasi", {**JOINT, "pledge": at.split("/")[-1]}).location
    number = re.search(r'class="eyebrow">([^ ]+)', server.get(joint).text)[1]
    # One is excused by hand, and one of those who sign.
    server.login("kepegawaian")
    for i, excuse in ((20, "leave"), (2, "retired")):
        found = server.get(f"{at}/pegawai?cari={nip(i)}").text
        person = re.search(r"/pegawai/(\d+)\"", found)[1]
        bare = server.form(f"{at}/pegawai?cari={nip(i)}", f"{at}/pegawai/{person}", {"excuse": excuse, "reason": " "})
        assert bare.status == 422 and "Tulis alasannya" in alert(bare), bare.text
        assert server.form(f"{at}/pegawai", f"{at}/pegawai/{person}", {"excuse": excuse, "reason": "Surat 12/2024"}).status == 303
    assert "Surat 12/2024" in server.get(at + "/pegawai").text
    assert server.form(f"{at}/pegawai", f"{at}/pegawai/{person}", {"do": "rules", "excuse": "", "reason": ""}).status == 303  # and taken back
    assert server.form(f"{at}/pegawai", f"{at}/pegawai/{person}", {"excuse": "retired", "reason": "Surat 13/2024"}).status == 303
    staff, server.cookie = server.cookie, None
    for i in (0, 1, 2):
        assert sign(server, link, nomor=nip(i), lahir=f"1985-08-{i + 1:02}").status == 303
    server.login("pencegahan")
    assert server.form(at + "/kepatuhan", at + "/kepatuhan", {}).status == 303
    page = server.get(at + "/kepatuhan").text
    listed = server.get(re.search(r'"(/kerja/ikrar/\d+/kepatuhan/\d+/daftar)"', page)[1])
    sha256 = hashlib.sha256(listed.bytes).hexdigest()
    assert sha256 in page
    rows = list(csv.DictReader(io.StringIO(listed.text)))
    counted = [r for r in rows if not r["dikecualikan"]]
    signed = [r for r in counted if r["ditandatangani"]]
    assert (len(rows), len(counted), len(signed)) == (PEOPLE, PEOPLE - 2, 2) and sum(1 for r in rows if r["cara"] == "link") == 3
    # What is signed later changes neither certificate nor list.
    server.cookie = None
    assert sign(server, link, nomor=nip(4), lahir="1985-08-05").status == 303
    server.login("sekda")
    assert server.get(re.search(r'"(/kerja/ikrar/\d+/kepatuhan/\d+/pdf)"', page)[1]).bytes.startswith(b"%PDF")
    assert server.get(re.search(r'"(/kerja/ikrar/\d+/kepatuhan/\d+/daftar)"', page)[1]).status == 403
    server.cookie = None
    code = re.search(r"/periksa/([0-9a-f]{16})", page)[1]
    public = server.get(server.get("/periksa/" + code).location)
    said = words(public)
    assert f"2 sudah + 2 dikecualikan + {PEOPLE - 4} belum = {PEOPLE} pegawai dalam daftar" in said, said
    assert "5,3 %" in said and sha256 in said and number in said and "cuti 1 · pensiun 1" in said and "Dikecualikan tetapi menandatangani 1" in said
    assert "rekaan" not in public.text.split("<main")[1].split("</main")[0]
    server.stop()
    assert server.run("verify").returncode == 0


def test_a_head_prints_codes_for_the_own_unit_alone(office):
    server, at, link = office
    added = server.run("user", "add", "dishub", "--name", "Kenanga Rekaan", "--position", "Kepala Dinas", "--role", "unit", "--agency", "Dinas Perhubungan", input=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr
    server.login("dishub")
    printed = server.form(at + "/belum", at + "/kode-unit", {})
    assert printed.bytes.startswith(b"%PDF")
    said = words(server.get(at + "/belum"))
    assert "Yang pernah dicetak" in said and "36 kode" in said, said  # all with a number
    assert server.form(at + "/belum", at + "/kode", {"agency": "1"}).status == 403
