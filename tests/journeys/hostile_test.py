"""TRUST R22: hostile uploads over real HTTP. Each is kept as it came and harms nobody: nothing that was sent is ever
answered with a type of its own, what can be seen of a picture was made anew, names are no paths, the program lives."""
import random
import re
import struct
import zipfile
import zlib
from io import BytesIO

import pytest

from conftest import chromium
from intake_test import receipt
from machine import wait_for
from pictures import picture

SCRIPT = b"<script>alert(document.cookie)</script>"


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, rows, depth=8, colour=2):
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def bomb():
    """7,000 x 7,000 points of one colour in some 140 kB: 147 MB unpacked."""
    return png(7000, 7000, (b"\0" + b"\x55" * 21000) * 7000)


def packed_text():
    """A caption of 200 MB in a few hundred kB."""
    text = b"Comment\0\0" + zlib.compress(b"A" * (200 << 20), 9)
    whole = png(2, 2, b"\0" + b"\x10" * 6 + b"\0" + b"\x99" * 6)
    return whole[:33] + chunk(b"zTXt", text) + whole[33:]


def docm():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("word/vbaProject.bin", b"Attribute VB_Name\0AutoOpen Shell")
        z.writestr("../../../etc/cron.d/netra", "* * * * * root true")
    return out.getvalue()


def exif(count, next_ifd):
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", count) + b"\x25\x88\x04\0\x01\0\0\0\x08\0\0\0" * min(count, 2000) + struct.pack("<I", next_ifd)


def with_app1(jpeg, *blocks):
    return jpeg[:2] + b"".join(b"\xff\xe1" + struct.pack(">H", len(b) + 2) + b for b in blocks) + jpeg[2:]


def damaged(jpeg, seed):
    luck, body = random.Random(seed), bytearray(jpeg)
    for _ in range(luck.randint(1, 30)):
        body[luck.randrange(20, len(body))] ^= 1 << luck.randrange(8)
    return bytes(body[:luck.randrange(200, len(body))] if seed % 3 == 0 else body)


PDF = (b"%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>/Pages 2 0 R>>endobj\n"
       b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF")
GIF = b"GIF89a\x02\0\x02\0\x80\0\0\0\0\0\xff\xff\xff" + b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" + (
    b"!\xf9\x04\0\x0a\0\0\0,\0\0\0\0\x02\0\x02\0\0\x02\x03\x44\x02\x05\0") * 3 + b";"


def collection(jpeg, webp):
    """name -> (file name, bytes); a picture that can be seen is marked by True."""
    return {
        "JPEG that is HTML too": ("a.jpg", with_app1(jpeg, SCRIPT) + b"<html>" + SCRIPT, True),
        "JPEG that is an archive too": ("b.jpg", jpeg + docm(), True),
        "PNG of 65,535 x 65,535": ("c.png", png(65535, 65535, b"\0" * 100), False),
        "PNG that says 2 billion": ("c2.png", png(0x7fffffff, 0x7fffffff, b"\0"), False),
        "bomb": ("d.png", bomb(), None),
        "packed caption": ("d2.png", packed_text(), None),
        "SVG with script": ("e.svg", b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", False),
        "HTML called JPEG": ("f.jpg", b"<!doctype html>" + SCRIPT, False),
        "PDF with JavaScript": ("g.pdf", PDF, False),
        "macro": ("h.docm", docm(), False),
        "cut off": ("i.jpg", jpeg[:len(jpeg) // 2], True),
        "cut WebP": ("i.webp", webp[:len(webp) // 3], None),
        "animated": ("k.gif", GIF, True),
        "cyclic Exif": ("l.jpg", with_app1(jpeg, exif(3, 8)), True),
        "giant Exif": ("m.jpg", with_app1(jpeg, *[exif(65535, 8) + b"G" * 40000] * 12), True),
        "16 bits": ("n.png", png(3, 2, (b"\0" + b"\x12\x34" * 9) * 2, depth=16), True),
        "no byte": ("o.jpg", b"", False),
        "only a head": ("p.jpg", b"\xff\xd8\xff\xe0", False),
        **{f"bits turned {i}": (f"q{i}.jpg", damaged(jpeg, i), None) for i in range(12)},
    }


NAMES = ["../../etc/passwd", "..\\..\\windows\\system32\\cmd.exe", "C:\\autoexec.bat", "/etc/shadow", "nul\x00l.jpg", "foto\u202egpj.exe",
         "n" * 5000 + ".jpg", "<img src=x onerror=alert(1)>.jpg", "a\"b;c.jpg", "%2e%2e%2fx", ".htaccess", "CON", "x\r\nSet-Cookie: a=b.jpg"]


@pytest.fixture(scope="module")
def painted(tmp_path_factory):
    b = chromium(True, tmp_path_factory.mktemp("painter"))
    b.get("about:blank")
    made = picture(b, 3, width=600), picture(b, 4, width=600, type="image/webp")
    b.quit()
    return made


def staff_pages(server):
    page = server.get("/kerja/laporan-masuk?lihat=semua").text
    return sorted(set(re.findall(r'href="(/kerja/laporan/\d+)"', page)), key=lambda p: int(p.split("/")[-1]))


def wait_opened(server, path):
    wait_for(lambda: "menunggu dibuka" not in server.get(path).text, lambda: server.get(path).text, 120)
    return server.get(path).text


def check_download(answer):
    kind, policy = answer.headers["Content-Type"], ", ".join(answer.headers.get_all("Content-Security-Policy"))
    assert answer.status == 200 and kind == "application/octet-stream", (answer.status, kind)
    assert answer.headers["Content-Disposition"].startswith("attachment") and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in policy and "default-src 'none'" in policy


def check_picture(answer):
    assert answer.status == 200 and answer.headers["Content-Type"] == "image/jpeg" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in ", ".join(answer.headers.get_all("Content-Security-Policy"))
    assert answer.bytes[:3] == b"\xff\xd8\xff" and answer.bytes[-2:] == b"\xff\xd9"
    for foreign in (b"script", b"Exif", b"PK\x03\x04", b"html", b"http"):
        assert foreign not in answer.bytes


def test_hostile_files_are_harmless(server, painted):
    files = collection(*painted)
    for name, (file, body, _) in files.items():
        receipt(server, {"text": f"Uji {name}", "seen": ",place,"}, [("file", file, body)])
    server.login("penangan")
    shown = refused = 0
    paths = staff_pages(server)
    assert len(paths) == len(files)
    for path, (name, (file, body, seen)) in zip(paths, files.items()):
        page = wait_opened(server, path)
        pictures, originals = re.findall(r'(?:src|href)="(/kerja/laporan/\d+/gambar/\d+(?:/kecil)?)"', page), re.findall(rf'"({path}/berkas/\d+)"', page)
        assert len(originals) == (1 if body else 0), name
        for address in originals:
            answer = server.get(address)
            check_download(answer)
            assert answer.bytes == body, name
        for address in pictures:
            check_picture(server.get(address))
        assert seen is None or bool(pictures) == seen, name
        if body[:3] == b"\xff\xd8\xff" and not pictures:
            assert "tidak dapat dibuka, asli tetap tersimpan" in page or len(body) < 10, name
        shown, refused = shown + bool(pictures), refused + (not pictures)
    print(f"{len(files)} hostile files: {shown} shown as our own copies, {refused} only kept")
    assert server.process.poll() is None
    verify = server.run("verify")
    assert verify.returncode == 0, verify.stdout + verify.stderr


def test_names_are_never_paths(server, painted):
    for i, name in enumerate(NAMES):
        body = painted[0] + bytes([i])
        receipt_or_fault = server.post("/lapor", {"once": server.get("/lapor").hidden("once"), "text": f"Uji nama {i}"}, [("file", name.replace('"', "%22"), body)])
        assert receipt_or_fault.status in (303, 400, 422), (name, receipt_or_fault.status)
    server.login("penangan")
    for path in staff_pages(server):
        page = server.get(path).text
        assert "<img src=x" not in page and "\u202e" not in page
        for address in re.findall(rf'"({path}/berkas/\d+)"', page):
            answer = server.get(address)
            check_download(answer)
            said = answer.headers["Content-Disposition"]
            assert not any(bad in said for bad in ("/", "\\", "\u202e", "%E2%80%AE", "%2F", "%5C", "\r", "\n")), said
            assert "Set-Cookie" not in answer.headers and len(said) < 2000
    kept = [p for p in server.data.rglob("*") if p.is_file()]
    assert not [p for p in kept if "evidence" in p.parts and not re.fullmatch(r"[0-9a-f]{64}", p.name)]
    assert server.process.poll() is None


def test_the_place_is_taken_out_when_the_reporter_asks(server, painted):
    """JPEG, a JPEG whose block lies about its length, WebP: none keeps the place; the receipt is of what was kept."""
    gps = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x25\x88\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0\x01\0\x02\0\x05\0\x03\0\0\0\x2c\0\0\0\0\0\0\0" + b"\x07\0\0\0\x01\0\0\0" * 3
    whole = with_app1(painted[0], gps)
    broken = bytearray(whole)
    broken[4:6] = b"\x7f\xff"
    webp = painted[1]
    webp = webp[:4] + struct.pack("<I", len(webp) - 8 + 8 + len(gps)) + webp[8:] + b"EXIF" + struct.pack("<I", len(gps)) + gps
    for name, body in (("a.jpg", whole), ("b.jpg", bytes(broken)), ("c.webp", webp)):
        asked = server.post("/lapor", {"once": server.get("/lapor").hidden("once"), "text": f"Uji {name}"}, [("file", name, body)])
        assert asked.status == 200 and "lokasi" in asked.text, name  # the form again, with a question
        receipt(server, {"text": f"Uji {name}", "drop_place": "1"}, [("file", name, body)])
    server.login("penangan")
    for path in staff_pages(server):
        page = wait_opened(server, path)
        assert "lokasi dihapus" in page and "kecil" in page
        kept = server.get(re.search(rf'"({path}/berkas/\d+)"', page)[1]).bytes
        assert gps[6:] not in kept and b"\x25\x88\x04\0" not in kept and len(kept) > 1000
