"""Fixtures of the journeys: an office of its own for each test, the real program serving it, a browser with or
without script.

    server          an office on SQLite with the clock at Monday 4 November 2024, 09.00 WIB, and staff
    make_server     make_server(store=URL, now=ISO or None, settings={"intake.per_hour": 5}, demo=True) for other offices
    browser         Chromium, script on       (skips when there is no Chromium)
    plain_browser   Chromium, script off
    shot            shot(browser, "lapor", width): a picture in build/shots, for eyes and for the manual

A Server answers get, post, api_post and login with http.client alone: no cookie but the session's, no redirect
followed unless asked. Its address is free for the taking; everything dies with the test.
"""
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import urllib.parse
import uuid
from pathlib import Path

import pytest
from machine import PATIENCE_S, free_port, made_once

TOP = Path(__file__).resolve().parent.parent.parent
NOW = "2024-11-04T09:00:00+07:00"
PASSWORD = "jambu-sungai-latihan"
STAFF = {"petugas": ("Laras Wening", "intake"), "penangan": ("Bayu Samudra", "handler"), "kunci1": ("Tirta Kenanga", "custodian"),
         "kunci2": ("Wulan Cempaka", "custodian")}


def program():
    named = os.environ.get("NETRA_BIN")
    built = [Path(named)] if named else sorted(TOP.glob("build*/netra"), key=lambda p: p.stat().st_mtime)
    assert built, "no netra was built; run make build or set NETRA_BIN"
    return str(built[-1].resolve())


class Answer:
    def __init__(self, raw):
        self.status, self.headers, self.bytes = raw.status, raw.headers, raw.read()

    @property
    def text(self):
        return self.bytes.decode()

    @property
    def json(self):
        return json.loads(self.bytes)

    @property
    def location(self):
        return self.headers["Location"]

    def hidden(self, name):
        """The value of a hidden field of the page."""
        found = re.search(rf'name="{name}" value="([^"]*)"', self.text)
        return found and found[1]


def multipart(fields, files):
    """files: (field, name, bytes)."""
    mark = uuid.uuid4().hex
    parts = [f'--{mark}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    for field, name, body in files:
        parts.append(f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
                     f"Content-Type: application/octet-stream\r\n\r\n".encode() + body + b"\r\n")
    return b"".join(parts) + f"--{mark}--\r\n".encode(), f"multipart/form-data; boundary={mark}"


class Server:
    def __init__(self, data, store=None, now=NOW, settings=None):
        self.data, self.port, self.process, self.cookie = Path(data), free_port(), None, None
        self.env = {k: v for k, v in os.environ.items() if not k.startswith("NETRA_")}
        if store:
            self.env["NETRA_STORE"] = store
        if now:
            self.env["NETRA_CLOCK_NOW"] = now
        for key, value in (settings or {}).items():
            self.env["NETRA_" + key.upper().replace(".", "_")] = str(value)

    def run(self, *words, **options):
        return subprocess.run([program(), "--data", str(self.data), *words], env=self.env, text=True, capture_output=True,
                              timeout=120, **options)

    def init(self):
        made = self.run("init", "--code", "99.01", "--name", "Bawaslu Kota Tirtamulya", "--level", "Kota", "--region", "35.79",
                        "--city", "Tirtamulya", "--address", "Jalan Beringin 17", "--phone", "(000) 000000",
                        "--email", "bawaslu@tirtamulya.example", "--drill")
        assert made.returncode == 0, made.stderr
        for login, (name, role) in STAFF.items():
            added = self.run("user", "add", login, "--name", name, "--position", "Staf", "--role", role, input=PASSWORD + "\n")
            assert added.returncode == 0, added.stderr
        return self

    def demo(self):
        made = self.run("demo")
        assert made.returncode == 0, made.stderr
        return self

    def start(self):
        log = open(self.data / "serve.log", "ab")
        self.process = subprocess.Popen([program(), "--data", str(self.data), "serve", "--listen", f"127.0.0.1:{self.port}"],
                                        env=self.env, stdout=subprocess.PIPE, stderr=log)
        assert self.process.stdout.readline(), (self.data / "serve.log").read_text()[-2000:]
        return self

    def stop(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(PATIENCE_S)
        code, self.process = self.process and self.process.returncode, None
        return code

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method, path, body=None, headers=None, timeout=PATIENCE_S):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            link.request(method, path, body, {**({"Cookie": self.cookie} if self.cookie else {}), **(headers or {})})
            return Answer(link.getresponse())
        finally:
            link.close()

    def get(self, path, **headers):
        return self.ask("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})

    def post(self, path, fields, files=None, follow=False):
        if files:
            body, kind = multipart(fields, files)
        else:
            body, kind = urllib.parse.urlencode(fields), "application/x-www-form-urlencoded"
        answer = self.ask("POST", path, body, {"Content-Type": kind})
        return self.get(answer.location) if follow and answer.status == 303 else answer

    def api_post(self, path, value, **headers):
        return self.ask("POST", path, json.dumps(value), {"Content-Type": "application/json",
                                                          **{k.replace("_", "-"): v for k, v in headers.items()}})

    def login(self, login, password=PASSWORD):
        """Sets the session's cookie; returns the page that follows."""
        self.cookie = None
        page = self.get("/masuk")
        answer = self.post("/masuk", {"login": login, "password": password, "once": page.hidden("once") or ""})
        assert answer.status == 303, answer.text
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        return self.get(answer.location)

    def form(self, page_path, path, fields, files=None, follow=False):
        """Posts a staff form with the token of the page it stands on."""
        page = self.get(page_path)
        return self.post(path, {"csrf": page.hidden("csrf"), "once": page.hidden("once"), **fields}, files, follow)


def copy_office(s, store):
    """An office with its staff, which was made once: hashing four passwords takes longer than most journeys."""
    if not store:
        shutil.copytree(made_once("office", lambda folder: Server(folder).init()), s.data)
        return
    cluster = hash_of(postgres_at(""))  # a run has two
    made = made_once(f"office-{cluster}", lambda folder: Server(folder, new_database("netra_office")).init())
    shutil.copytree(made, s.data)
    name = urllib.parse.urlsplit(store).path.strip("/")
    in_postgres(f"DROP DATABASE {name}", f"CREATE DATABASE {name} TEMPLATE netra_office")


def copy_demo(s, store, now, settings):
    """The demonstration office; on SQLite with nothing set it is made once."""
    if store or settings:
        s.demo()
    else:
        shutil.copytree(made_once(f"demo-{hash_of(now or '')}", lambda folder: Server(folder, now=now).demo()), s.data)


@pytest.fixture
def make_server(tmp_path):
    made = []

    def make(store=None, now=NOW, settings=None, demo=False, start=True):
        s = Server(tmp_path / f"data{len(made)}", store, now, settings)
        made.append(s)
        copy_demo(s, store, now, settings) if demo else copy_office(s, store)
        return s.start() if start else s

    yield make
    for s in made:
        s.stop()


@pytest.fixture
def server(make_server):
    return make_server(settings={"intake.per_hour": 1000})


def stores():
    """The stores that a journey should run on: SQLite, and PostgreSQL when tools/test.py has started one."""
    return ["sqlite"] + (["postgres"] if os.environ.get("NETRA_TEST_POSTGRES") else [])


def hash_of(text):
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def postgres_at(name):
    """The address of the database @name beside the one that tools/test.py gave us."""
    return urllib.parse.urlsplit(os.environ["NETRA_TEST_POSTGRES"])._replace(path="/" + name).geturl()


def in_postgres(*statements):
    for sql in statements:
        subprocess.run(["psql", "-q", "-d", os.environ["NETRA_TEST_POSTGRES"], "-c", sql], check=True)


def new_database(name):
    in_postgres(f"CREATE DATABASE {name}")
    return postgres_at(name)


def new_store(name):
    """The address of an empty store: None (SQLite in the data folder), or a database of its own."""
    return new_database("j" + uuid.uuid4().hex) if name == "postgres" else None


@pytest.fixture(params=stores())
def store(request):
    return new_store(request.param)


def chromium(script, folder):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service
    if not shutil.which("chromium") or not shutil.which("chromedriver"):
        pytest.skip("Chromium is not installed")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
                 "--force-color-profile=srgb", "--lang=id", f"--user-data-dir={folder}"):
        options.add_argument(flag)
    if not script:
        options.add_experimental_option("prefs", {"profile.managed_default_content_settings.javascript": 2})
    b = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    b.set_page_load_timeout(PATIENCE_S)
    return b


@pytest.fixture
def browser(tmp_path):
    b = chromium(True, tmp_path / "chromium")
    yield b
    b.quit()


@pytest.fixture
def plain_browser(tmp_path):
    b = chromium(False, tmp_path / "chromium-plain")
    yield b
    b.quit()


def capture(b, width, height=None, **kind):
    """The whole page at @width CSS pixels, whatever the window can do: its bytes, and how wide it is."""
    import base64
    b.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
    size = b.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
    picture = b.execute_cdp_cmd("Page.captureScreenshot", {
        "captureBeyondViewport": True, **kind,
        "clip": {"x": 0, "y": 0, "width": width, "height": min(height or size["height"], size["height"]), "scale": 1}})
    b.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    return base64.b64decode(picture["data"]), size["width"]


@pytest.fixture
def shot():
    folder = TOP / "build" / "shots"
    folder.mkdir(parents=True, exist_ok=True)

    def take(b, name, width=1366, height=None):
        picture, wide = capture(b, width, height)
        path = folder / f"{name}-{width}.png"
        path.write_bytes(picture)
        assert wide <= width, f"{name}: {wide} px wide in a window of {width}"
        return path

    return take


@pytest.fixture
def guide():
    """guide(browser, "panduan-hari-ini", width, height): a small picture in build/panduan, for the guides (make pictures)."""
    folder = TOP / "build" / "panduan"
    folder.mkdir(parents=True, exist_ok=True)

    def take(b, name, width=1000, height=1100):
        picture, wide = capture(b, width, height, format="webp", quality=60)
        (folder / f"{name}.webp").write_bytes(picture)
        assert wide <= width, f"{name}: {wide} px wide in a window of {width}"

    return take


def page_id(b):
    """Tells one page from the next; None while the browser is between the two."""
    from selenium.common.exceptions import WebDriverException
    try:
        return b.find_element("css selector", "footer.foot").id
    except WebDriverException:
        return None


def press(b, what):
    """Presses a button or link, given as a selector or as itself, and waits until another page stands there."""
    before = page_id(b)
    (b.find_element("css selector", what) if isinstance(what, str) else what).click()
    until(b, lambda b: page_id(b) not in (None, before))


def until(b, what, patience_s=PATIENCE_S):
    """What @what(b) gives as soon as it is something; what the page draws anew in the same moment is looked for again."""
    from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait
    return WebDriverWait(b, patience_s, 0.1, [NoSuchElementException, StaleElementReferenceException]).until(what)


def log_in(b, server, login, password=PASSWORD):
    """As somebody who just sat down: whoever was here before is out."""
    b.delete_all_cookies()
    b.get(server.url + "/masuk")
    b.find_element("id", "login").send_keys(login)
    b.find_element("id", "password").send_keys(password)
    press(b, "main form button")
    assert "/kerja" in b.current_url, b.page_source[:3000]


def main_text(b):
    return b.find_element("tag name", "main").text
