"""http_test.py -- the server from outside: what it refuses, what it sends with every answer, how it starts and stops."""
import gzip
import json
import os
import re
import socket
import sys
import threading
import time
from pathlib import Path

import pytest

sys.path.insert(0, os.path.dirname(__file__))
from server import PASSWORD, Server, TOP  # noqa: E402

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def server():
    s = Server()
    yield s
    s.end()


def head(path="/", method="GET", more=""):
    return f"{method} {path} HTTP/1.1\r\nHost: netra.example\r\n{more}\r\n".encode()


def status(answer):
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else 0


def test_every_answer_carries_the_security_headers(server):
    css = re.search(r'/s/\w+/netra\.css', server.ask("GET", "/").text)[0]
    answers = [server.ask("GET", p) for p in ("/", "/masuk", "/kalender", "/tidak-ada", "/kerja/akun", css, "/api/v1/me")]
    answers += [server.ask("POST", "/masuk", "login=a"), server.ask("PUT", "/"), server.ask("POST", "/masuk", "x" * 9000)]
    for r in answers:
        assert r.headers["Content-Security-Policy"] == (
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'"), r.status
        assert r.headers["X-Content-Type-Options"] == "nosniff"
        assert r.headers["Referrer-Policy"] == "no-referrer"
        assert r.headers["Cross-Origin-Opener-Policy"] == r.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in r.headers["Permissions-Policy"]
        assert r.headers["Cache-Control"] == ("public, max-age=31536000, immutable" if "/css" in r.headers["Content-Type"] or "css" in r.headers["Content-Type"] else "no-store") if r.text else True
        assert "Server" not in r.headers


def test_the_service_worker_names_the_files_of_this_edition_and_is_not_sent_twice(server):
    page, worker = server.ask("GET", "/lapor"), server.ask("GET", "/sw.js")
    assert worker.headers["Content-Type"] == "text/javascript; charset=utf-8" and worker.headers["Cache-Control"] == "private, no-cache"
    files = json.loads(re.search(r"FILES = (\[.*?\])", worker.text)[1])
    assert set(re.findall(r'/s/[^" ]+', page.text)) == set(files)
    assert all(server.ask("GET", f).status == 200 for f in files)
    again = server.ask("GET", "/sw.js", headers={"If-None-Match": worker.headers["ETag"]})
    assert again.status == 304 and again.text == ""
    assert server.ask("GET", "/sw.js", headers={"If-None-Match": '"other"'}).status == 200


def test_public_pages_answer_without_setting_a_cookie(server):
    for path in ("/", "/masuk", "/kalender", "/bantuan", "/tentang"):
        r = server.ask("GET", path)
        assert r.status == 200 and r.headers["Set-Cookie"] is None, path
        assert r.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "<script" not in r.text and "style=" not in r.text and " onclick" not in r.text


def test_head_answers_as_get_without_a_body(server):
    r = server.ask("HEAD", "/")
    assert r.status == 200 and r.text == "" and int(r.headers["Content-Length"]) > 1000


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "CONNECT", "BREW"])
def test_other_methods_are_refused(server, method):
    assert status(server.raw(head("/", method, "Connection: close\r\n"))) in (400, 405, 501)


def test_a_known_address_with_the_wrong_method_says_so(server):
    r = server.ask("POST", "/kalender", "a=1")
    assert r.status == 405 and r.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/../etc/passwd", "/s/../../etc/passwd", "/%2e%2e/etc/passwd", "/s/%2e%2e%2fx/netra.css", "//etc/passwd",
                                  "/s/0000000000000000/netra.css", "/s/x/..%5cnetra.css", "/%00", "/%ff", "/a%0d%0aX-Evil:1", "/.git/config"])
def test_addresses_that_climb_or_hide_are_not_found(server, path):
    answer = server.raw(head(path, more="Connection: close\r\n"))
    assert status(answer) in (400, 404) and b"root:" not in answer and b"X-Evil" not in answer.split(b"\r\n\r\n")[0]


SMUGGLING = {
    "length and coding": "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
    "coding and length": "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
    "two lengths that agree": "Content-Length: 4\r\nContent-Length: 4\r\n",
    "two lengths that differ": "Content-Length: 4\r\nContent-Length: 40\r\n",
    "a list of lengths": "Content-Length: 4, 4\r\n",
    "a signed length": "Content-Length: +4\r\n",
    "a negative length": "Content-Length: -4\r\n",
    "a hexadecimal length": "Content-Length: 0x4\r\n",
    "an odd coding": "Transfer-Encoding: gzip, chunked\r\n",
    "a hidden coding": "Transfer-Encoding: xchunked\r\n",
    "two codings": "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
}


@pytest.mark.parametrize("pair", SMUGGLING.values(), ids=SMUGGLING.keys())
def test_a_request_whose_end_two_servers_could_read_differently_is_refused(server, pair):
    inner = b"GET /bantuan HTTP/1.1\r\nHost: inner\r\n\r\n"
    answer = server.raw(head("/masuk", "POST", FORM_TEXT + pair) + b"0\r\n\r\n" + inner, wait=3)
    assert status(answer) in (0, 400, 413), answer[:200]
    # The library repeats the head of its own 400 (0.9.75); what matters is that nothing after it was taken for a request.
    assert b"HTTP/1.1 2" not in answer and b"Bantuan</h1>" not in answer


FORM_TEXT = "Content-Type: application/x-www-form-urlencoded\r\n"


def test_a_header_that_must_be_single_is_refused_when_doubled(server):
    for twice in ("Cookie: netra=a\r\nCookie: netra=b\r\n", "Host: other.example\r\n", "Origin: http://a\r\nOrigin: http://b\r\n"):
        assert status(server.raw(head(more=twice + "Connection: close\r\n"))) == 400, twice


def test_a_body_past_its_limit_is_refused_without_being_read(server):
    began = time.monotonic()
    answer = server.raw(head("/masuk", "POST", FORM_TEXT + "Content-Length: 500000000\r\n"))
    assert status(answer) == 413 and time.monotonic() - began < 3
    chunked = head("/masuk", "POST", FORM_TEXT + "Transfer-Encoding: chunked\r\n") + b"".join(b"1000\r\n" + b"a" * 4096 + b"\r\n" for _ in range(4)) + b"0\r\n\r\n"
    assert status(server.raw(chunked)) == 413
    endless = head("/masuk", "POST", FORM_TEXT + "Transfer-Encoding: chunked\r\n") + b"".join(b"10000\r\n" + b"a" * 65536 + b"\r\n" for _ in range(4))
    assert status(server.raw(endless, wait=3)) in (0, 413)


def test_bodies_that_together_do_not_fit_into_memory_are_asked_to_come_later():
    """In chunks no length is announced: the room is counted as the bytes come."""
    s = Server(users=False, settings={"NETRA_SERVE_BODIES_MAX_MIB": "1"})
    try:
        begin = head("/lapor", "POST", FORM_TEXT + "Transfer-Encoding: chunked\r\n")
        large = begin + b"".join(b"10000\r\n" + b"a" * 65536 + b"\r\n" for _ in range(32)) + b"0\r\n\r\n"
        assert status(s.raw(large)) == 503
        small = begin + b"10000\r\n" + b"a" * 65536 + b"\r\n0\r\n\r\n"
        assert status(s.raw(small)) not in (0, 503)  # what was held is free again
        assert status(s.raw(head("/lapor", "POST", FORM_TEXT + "Content-Length: 2097152\r\n"))) == 503
    finally:
        s.end()


def test_a_body_nobody_asked_for_is_refused(server):
    assert status(server.raw(head("/", "GET", "Content-Length: 5\r\n") + b"hello")) == 413


@pytest.mark.parametrize("body", ["login=%ff", "login=%00", "login=a%1b", "login=%", "login=a&login=b", "=x", "login=%c0%af", "&".join(f"f{i}=1" for i in range(400))])
def test_forms_that_are_not_text_or_say_things_twice_are_refused(server, body):
    assert server.ask("POST", "/masuk", body).status == 422


def test_two_thousand_fields_are_refused_quickly(server):
    began = time.monotonic()
    r = server.ask("POST", "/masuk", "&".join(f"{i:x}=" for i in range(1000)))
    assert r.status in (413, 422) and time.monotonic() - began < 2


def test_an_unknown_kind_of_body_is_refused(server):
    assert server.ask("POST", "/masuk", "<x/>", {"Content-Type": "text/xml"}).status == 415
    assert server.ask("POST", "/masuk", "{}", {"Content-Type": "application/json"}).status == 415


def test_a_form_of_another_site_is_refused_before_it_is_read(server):
    good = f"login=uji.handler&password={PASSWORD.replace(' ', '+')}"
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert server.ask("POST", "/masuk", good, {**FORM, **headers}).status == 403, headers
    here = {"Origin": f"http://127.0.0.1:{server.port}", "Sec-Fetch-Site": "same-origin"}
    assert server.ask("POST", "/masuk", good, {**FORM, **here}).status == 303


def test_language_follows_the_switch_and_is_remembered(server):
    assert '<html lang="id">' in server.ask("GET", "/").text
    r = server.ask("GET", "/?lang=en")
    assert '<html lang="en">' in r.text and r.headers["Set-Cookie"].startswith("lang=en;")
    assert '<html lang="en">' in server.ask("GET", "/kalender", headers={"Cookie": "lang=en"}).text
    assert '<html lang="id">' in server.ask("GET", "/kalender?lang=id", headers={"Cookie": "lang=en"}).text
    assert '<html lang="id">' in server.ask("GET", "/?lang=fr").text


def test_a_wrong_address_gets_a_page_that_leads_on(server):
    r = server.ask("GET", "/tidak-ada")
    assert r.status == 404 and 'href="/bantuan"' in r.text and "Tidak ada yang hilang" in r.text
    assert server.ask("GET", "/bantuan/").headers["Location"] == "/bantuan"


def test_text_of_strangers_is_escaped(server):
    r = server.ask("POST", "/masuk", "login=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&password=x")
    assert r.status == 401 and "<script" not in r.text and "&lt;script&gt;" in r.text
    r = server.ask("GET", "/kalender?tenggat=%3Cb%3E&mulai=%22%3E%3Cimg+src=x%3E")
    assert r.status == 422 and "<img" not in r.text and "<b>&" not in r.text


# ---------- log-in, sessions, tokens ----------

def test_officers_come_and_go(server):
    r = server.ask("GET", "/kerja/akun")
    assert r.status == 303 and r.headers["Location"] == "/masuk?ke=%2Fkerja%2Fakun"
    cookie, csrf = server.login("handler")
    page = server.ask("GET", "/kerja/akun", headers={"Cookie": cookie})
    assert page.status == 200 and "Petugas Handler" in page.text
    out = server.ask("POST", "/keluar", f"csrf={csrf}", {**FORM, "Cookie": cookie})
    assert out.status == 303 and "Max-Age=0" in out.headers["Set-Cookie"]
    assert server.ask("GET", "/kerja/akun", headers={"Cookie": cookie}).status == 303


def test_the_session_cookie_is_closed_to_scripts_and_to_other_sites(server):
    r = server.ask("POST", "/masuk", f"login=uji.chair&password={PASSWORD.replace(' ', '+')}")
    assert "HttpOnly" in r.headers["Set-Cookie"] and "SameSite=Strict" in r.headers["Set-Cookie"]
    assert re.match(r"netra=[0-9a-f]{64};", r.headers["Set-Cookie"])


def test_after_the_log_in_only_addresses_of_ours_are_followed(server):
    good = f"login=uji.chair&password={PASSWORD.replace(' ', '+')}&ke="
    for to in ("//evil.example", "/%5Cevil.example", "/%09/evil.example", "/%0D/evil.example", "/.%09./%5C/evil.example", "https://evil.example", "javascript:alert(1)"):
        assert server.ask("POST", "/masuk", good + to).headers["Location"] == "/kerja"
    assert server.ask("POST", "/masuk", good + "/kerja/akun").headers["Location"] == "/kerja/akun"


def test_an_unknown_name_and_a_wrong_password_are_one_answer(server):
    a = server.ask("POST", "/masuk", "login=uji.patrol&password=bukan+ini+sandinya")
    b = server.ask("POST", "/masuk", "login=tidak.ada&password=bukan+ini+sandinya")
    same = [re.sub(r'value="[^"]*"', "", r.text) for r in (a, b)]
    assert a.status == b.status == 401 and same[0] == same[1]


def test_a_token_of_another_session_does_not_pass(server):
    cookie, _ = server.login("intake")
    _, other = server.login("member")
    for csrf in ("", "csrf=", "csrf=0123456789abcdef0123456789abcdef", f"csrf={other}"):
        assert server.ask("POST", "/keluar", csrf, {**FORM, "Cookie": cookie}).status == 403


def test_api_tokens_open_the_api_and_nothing_else_does(server):
    token = server.netra("user", "token", "uji.handler", "--name", "uji").strip()
    r = server.ask("GET", "/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert r.status == 200 and json.loads(r.text)["login"] == "uji.handler"
    cookie, _ = server.login("handler")
    for headers in ({}, {"Cookie": cookie}, {"Authorization": "Bearer " + "0" * 64}, {"Authorization": f"Basic {token}"}):
        r = server.ask("GET", "/api/v1/me", headers=headers)
        assert r.status == 401 and r.headers["Content-Type"] == "application/problem+json", headers
        problem = json.loads(r.text)
        assert problem["status"] == 401 and problem["title"] == "Unauthorized"


def test_the_api_counts_deadlines_for_everybody(server):
    r = server.ask("GET", "/api/v1/clock?clock=PK-REPORT&start=2024-10-01&zone=WIB")
    assert json.loads(r.text)["last_moment"] == "2024-10-08T23:59:59+07:00"
    assert server.ask("GET", "/api/v1/clock?clock=PK-REPORT").status == 422
    assert server.ask("GET", "/api/v1/tidak-ada").headers["Content-Type"] == "application/problem+json"


# ---------- every route against the matrix ----------

def routes():
    """(method, path, right) of every row of every route list, as the sources say."""
    for source in sorted((TOP / "src/web").rglob("*.c")):
        for row in re.finditer(r'\{\s*(GET|POST|HEAD|PATCH|DELETE|OPTIONS),\s*"([^"]+)",\s*(RIGHT_\w+),', source.read_text()):
            yield row[1], row[2], row[3]


def test_every_route_with_a_right_refuses_a_stranger_and_every_post_a_form_without_its_token(server):
    cookies = {}
    for method, path, right in routes():
        if right == "RIGHT_NONE":
            continue
        address = re.sub(r"\{\w+\}", "1", path)
        r = server.ask(method, address, "" if method == "POST" else None)
        assert r.status in (303, 401), (method, path)
        if r.status == 303:
            assert r.headers["Location"].startswith("/masuk"), path
        if method == "POST" and not path.startswith("/api/"):
            for role in ("handler", "chair", "admin", "custodian", "intake"):
                if role not in cookies:
                    cookies[role] = server.login(role)[0]
                assert server.ask("POST", address, "", {**FORM, "Cookie": cookies[role]}).status == 403, (path, role)


# ---------- slow and many ----------

def test_a_head_that_drips_is_cut_and_others_are_served_meanwhile(server):
    drips = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(30)]
    began = time.monotonic()
    closed = 0
    for s in drips:
        s.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
    while closed < len(drips) and time.monotonic() - began < 25:
        for s in [d for d in drips if d.fileno() >= 0]:
            try:
                s.setblocking(False)
                s.send(b"X")
                if s.recv(4096) == b"":
                    raise ConnectionResetError
            except BlockingIOError:
                pass
            except OSError:
                s.close()
                closed += 1
        assert server.ask("GET", "/bantuan").status == 200
        time.sleep(0.5)
    assert closed == len(drips)
    assert time.monotonic() - began > 8


def test_a_body_that_drips_is_cut(server):
    with socket.create_connection(("127.0.0.1", server.port)) as s:
        s.sendall(head("/masuk", "POST", FORM_TEXT + "Content-Length: 3000\r\n"))
        began = time.monotonic()
        try:
            while time.monotonic() - began < 30:
                s.sendall(b"a")
                time.sleep(0.5)
        except OSError:
            pass
        assert 8 < time.monotonic() - began < 25


def test_five_hundred_idle_connections_do_not_stand_in_the_way(server):
    idle = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(500)]
    try:
        began = time.monotonic()
        assert server.ask("GET", "/").status == 200 and time.monotonic() - began < 2
    finally:
        for s in idle:
            s.close()


def test_many_requests_at_once_are_all_answered(server):
    faults = []

    def work():
        for _ in range(25):
            if server.ask("GET", "/kalender?tenggat=PK-REPORT&mulai=2024-11-01").status != 200:
                faults.append(1)
    threads = [threading.Thread(target=work) for _ in range(16)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert not faults


def test_requests_sent_together_on_one_connection_are_answered_in_order(server):
    answer = server.raw(head("/bantuan") + head("/tentang") + head("/tidak-ada", more="Connection: close\r\n"))
    assert [m for m in re.findall(rb"HTTP/1.1 (\d+)", answer)] == [b"200", b"200", b"404"]
    assert answer.index(b"Bantuan</h1>") < answer.index(b"data Anda</h1>")


# ---------- budgets, figures, logs ----------

def test_pages_and_style_keep_their_weight(server):
    page = server.ask("GET", "/")
    assert len(gzip.compress(page.text.encode(), 9)) <= 5 * 1024
    css = server.ask("GET", re.search(r'/s/\w+/netra\.css', page.text)[0])
    assert css.headers["Content-Type"] == "text/css; charset=utf-8"
    assert len(gzip.compress(css.text.encode(), 9)) <= 10 * 1024


def test_the_description_of_the_api_names_every_route_below_api(server):
    document = json.loads(server.ask("GET", "/api/openapi.json").text)
    assert document["openapi"].startswith("3.1")
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    ours = {(method, path) for method, path, _ in routes() if path.startswith(("/api/", "/unggah"))}
    assert described == ours


def test_figures_and_health_stand_on_the_admin_address_only(server):
    assert server.ask("GET", "/healthz", port=server.admin).text == "ok\n"
    metrics = server.ask("GET", "/metrics", port=server.admin).text
    assert int(re.search(r'netra_answers_total\{class="2xx"\} (\d+)', metrics)[1]) > 10
    assert "# TYPE netra_request_seconds histogram" in metrics
    assert server.ask("GET", "/metrics").status == server.ask("GET", "/healthz").status == 404


def test_the_log_names_no_address_no_password_and_no_query(server):
    server.ask("POST", "/masuk", "login=uji.patrol&password=rahasia-yang-salah-sekali")
    log = Path(f"{server.folder}/log").read_text(errors="replace")
    for secret in ("rahasia-yang-salah", PASSWORD, "uji.patrol"):
        assert secret not in log
    for line in log.splitlines():
        assert '"127.0.0.1"' not in line and json.loads(line)["level"] in ("info", "warn", "error"), line


# ---------- a server of their own ----------

def test_starting_and_stopping_are_quick_and_nothing_in_flight_is_lost():
    s = Server(users=False)
    try:
        answers = []
        slow = [threading.Thread(target=lambda: answers.append(s.ask("GET", "/").status)) for _ in range(8)]
        [t.start() for t in slow]
        [t.join() for t in slow]
        idle = socket.create_connection(("127.0.0.1", s.port))
        began = time.monotonic()
        assert s.stop() == 0
        assert time.monotonic() - began < 3
        idle.close()
        assert answers == [200] * 8
        s.start()
        assert s.ask("GET", "/").status == 200
    finally:
        s.end()


def test_a_second_server_on_the_same_address_is_told_so(server):
    import subprocess
    from server import program
    done = subprocess.run([program(), "--data", server.data, "serve", "--listen", f"127.0.0.1:{server.port}"], capture_output=True, text=True, timeout=20)
    assert done.returncode == 3 and "in use" in done.stderr


def test_ten_wrong_passwords_close_a_login_for_an_hour():
    s = Server()
    try:
        for _ in range(10):
            assert s.ask("POST", "/masuk", "login=uji.patrol&password=bukan+ini+sandinya").status == 401
        right = f"login=uji.patrol&password={PASSWORD.replace(' ', '+')}"
        assert s.ask("POST", "/masuk", right).status == 429
        assert s.ask("POST", "/masuk", right.replace("patrol", "chair")).status == 303
    finally:
        s.end()
