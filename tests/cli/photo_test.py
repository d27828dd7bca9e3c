"""`netra photo`: contract 2.6 as far as it is true today, over pictures made here."""
import hashlib
import json
import struct
import zlib


def png(width, height, point, *more):
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in point(x / width, y / height)) for y in range(height))
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), *more, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks)


def waves(u, v):
    """Hills and valleys that have something to compare."""
    import math
    return [int(128 + 60 * math.sin(9 * u + 3 * v) + 60 * math.cos(7 * v * (1 + u)))] * 3


# Little-endian Exif: taken on 2 October 2024, a directory of the place with a latitude.
EXIF = (b"II*\0\x08\0\0\0" b"\x02\0" b"\x32\x01\x02\0\x14\0\0\0\x38\0\0\0" b"\x25\x88\x04\0\x01\0\0\0\x26\0\0\0" b"\0\0\0\0"
        b"\x01\0\x02\0\x05\0\x03\0\0\0\x4c\0\0\0\0\0\0\0" b"2024:10:02 19:20:11\0" + b"\x07\0\0\0\x01\0\0\0" * 3)


def test_what_can_be_told_of_pictures(netra, tmp_path):
    a, b = png(200, 150, waves, (b"eXIf", EXIF)), png(200, 150, waves)
    (tmp_path / "a.png").write_bytes(a)
    (tmp_path / "b.png").write_bytes(b)
    done = netra("photo", "a.png", "b.png")
    assert done.returncode == 0, done.stderr
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["file"] == "a.png" and first["sha256"] == hashlib.sha256(a).hexdigest()
    assert first["exif"] == {"time": "2024-10-02T19:20:11", "has_place": True} and second["exif"] == {"time": None, "has_place": False}
    assert (first["width"], first["height"]) == (200, 150) and first["hint_only"] is True
    assert len(first["pdq"]) == 64 and first["pdq"] == second["pdq"] and first["sha256"] != second["sha256"]
    assert "hands" not in first and "text" not in first  # what was not looked for is not said


def test_what_is_no_picture(netra, tmp_path):
    (tmp_path / "a.jpg").write_bytes(b"<html><script>alert(1)</script>")
    (tmp_path / "c.png").write_bytes(png(4, 4, waves)[:40])
    done = netra("photo", "a.jpg", "c.png")
    assert done.returncode == 1
    assert [json.loads(l)["unopened"] for l in done.stdout.splitlines()] == ["no_picture", "damaged"]
    assert netra("photo", "missing.jpg").returncode == 1 and netra("photo").returncode == 2
