"""weight_test.py -- how much a phone on a poor signal has to fetch: counted on the wire, heads included.

PRODUCT 3.3: the first view of the report form (page and style) within 14 kB, so that it fits into the first round
trip of TCP (ten packets), the whole form with all its scripts within 60 kB.
"""
import gzip
import http.client
import os
import re
import sys

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from server import Server  # noqa: E402

FIRST_VIEW = 14_000  # bytes
WHOLE_FORM = 60_000
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.fixture(scope="module")
def server():
    s = Server(users=False)
    yield s
    s.end()


def fetch(server, path, headers=GZIP):
    """Bytes of the answer as they travel, head and body; and the body as it is read."""
    link = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        link.request("GET", path, headers=headers)
        r = link.getresponse()
        body = r.read()
        head = sum(len(k) + len(v) + 4 for k, v in r.headers.items()) + len("HTTP/1.1 200 OK\r\n\r\n")
        assert r.status == 200, path
        return head + len(body), gzip.decompress(body) if r.headers["Content-Encoding"] == "gzip" else body, r.headers
    finally:
        link.close()


def parts(page):
    """What the page's head asks for: style and scripts."""
    return re.findall(rb'(/s/[^" ]+)[" ]', page)


def test_the_first_view_of_the_form_fits_into_the_first_round_trip(server):
    for lang in ("id", "en"):
        page_n, page, _ = fetch(server, "/lapor", {**GZIP, "Cookie": f"lang={lang}"})
        style_n, _, _ = fetch(server, next(p.decode() for p in parts(page) if p.endswith(b".css")))
        print(f"first view in {lang}: page {page_n} + style {style_n} = {page_n + style_n} bytes, at most {FIRST_VIEW}")
        assert page_n + style_n <= FIRST_VIEW


def test_the_whole_form_with_its_scripts_fits_into_sixty_kilobytes(server):
    page_n, page, _ = fetch(server, "/lapor")
    sizes = {p.decode(): fetch(server, p.decode())[0] for p in parts(page)}
    print("whole form:", page_n + sum(sizes.values()), "bytes,", sizes)
    assert page_n + sum(sizes.values()) <= WHOLE_FORM


@pytest.mark.parametrize("path", ["/", "/lapor", "/lacak", "/cek", "/tanya", "/tanya/jawaban", "/kalender", "/berlaku", "/statistik", "/tentang", "/bantuan", "/periksa", "/masuk"])
def test_every_public_page_is_the_same_compressed(server, path):
    blank = lambda page: re.sub(rb'name="once" value="\w+"', b"", page)  # noqa: E731
    packed_n, packed, headers = fetch(server, path)
    plain_n, plain, plain_headers = fetch(server, path, {})
    assert headers["Content-Encoding"] == "gzip" and plain_headers["Content-Encoding"] is None
    assert blank(packed) == blank(plain) and packed_n < plain_n


def test_each_view_has_a_value_of_its_own_and_none_changes_the_length(server):
    views = [fetch(server, "/lapor") for _ in range(8)]
    assert len({re.search(rb'name="once" value="(\w{32})"', page)[1] for _, page, _ in views}) == 8
    assert len({n for n, _, _ in views}) == 1


@pytest.mark.parametrize("path", ["/lapor?text=rahasia", "/kalender?tenggat=PK-REPORT&mulai=2024-11-01", "/?lang=en"])
def test_an_address_with_words_of_a_stranger_is_not_compressed(server, path):
    """BREACH: a length must not tell whether a guess stands on the page."""
    assert fetch(server, path)[2]["Content-Encoding"] is None


def test_files_of_ours_travel_compressed_and_may_be_kept_apart_from_plain_ones(server):
    css = re.search(r"/s/\w+/netra\.css", fetch(server, "/")[1].decode())[0]
    packed_n, packed, headers = fetch(server, css)
    plain_n, plain, plain_headers = fetch(server, css, {})
    assert packed == plain and packed_n * 3 < plain_n
    assert headers["Vary"] == plain_headers["Vary"] == "Accept-Encoding"
    assert fetch(server, "/api/openapi.json")[2]["Content-Encoding"] == "gzip"
