"""The chair sets the office's crest in the browser, without a script, and a preview of a letter bears it; bad files are refused."""
import zlib
from struct import pack

from conftest import log_in, press

PASSWORD = "kawung-teduh-9901"


def png(width, height):
    """A red shield-like square on white, made here."""
    rows = b"".join(b"\0" + b"".join(b"\x7a\x1f\x1f" if 10 < x < width - 10 and 10 < y < height - 10 else b"\xff\xff\xff" for x in range(width))
                    for y in range(height))
    chunk = lambda kind, data: pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def choose(b, server, path, why):
    b.get(server.url + "/kerja/kop")
    b.find_element("id", "crest").send_keys(str(path))
    b.find_element("id", "reason").send_keys(why)
    press(b, "#pasang button")


def test_the_chair_sets_the_crest_of_the_letterhead(make_server, plain_browser, shot, tmp_path):
    server, b = make_server(demo=True), plain_browser
    for name, content in (("lambang.png", png(240, 300)), ("bukan.png", b"<svg></svg>"), ("tipis.png", png(400, 60))):
        (tmp_path / name).write_bytes(content)
    log_in(b, server, "ketua", PASSWORD)
    b.get(server.url + "/kerja/kop")
    shot(b, "kop")
    choose(b, server, tmp_path / "bukan.png", "coba")
    assert "PNG atau JPEG" in b.find_element("tag name", "main").text
    choose(b, server, tmp_path / "tipis.png", "coba")
    assert "terlalu kecil" in b.find_element("tag name", "main").text
    choose(b, server, tmp_path / "lambang.png", "lambang kantor")
    assert "Tersimpan" in b.find_element("tag name", "main").text and b.find_element("css selector", ".kop img")
    shot(b, "kop-lambang")
    shot(b, "kop-lambang", 360)
    log_in(b, server, "ratna", PASSWORD)  # who is not the chair sees it, and no form
    b.get(server.url + "/kerja/kop")
    assert b.find_element("id", "ketua") and not b.find_elements("id", "crest")
