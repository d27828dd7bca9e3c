"""server.py -- a real server for tests: a fresh office, one user per role, pages on a free port.

NETRA_BIN names the program (tools/test.py sets it); without it the newest build folder's program is taken.
"""
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests"))
from machine import PATIENCE_S, free_port, made_once  # noqa: E402

ROLES = ("intake", "handler", "member", "chair", "patrol", "custodian", "admin")
PASSWORD = "tujuh gajah menari 58"
SHOWS = "2024-11-04T09:00:00+07:00"  # the clock of an office


def program():
    if "NETRA_BIN" in os.environ:
        return os.environ["NETRA_BIN"]
    found = sorted(TOP.glob("build*/netra"), key=lambda p: p.stat().st_mtime)
    assert found, "build first, or set NETRA_BIN"
    return str(found[-1])


class Server:
    def __init__(self, users=True, settings=None, shows=SHOWS):
        self.folder, self.env = tempfile.mkdtemp(prefix="netra-web-"), {**os.environ}
        data = f"{self.folder}/data"
        if users and shows == SHOWS:
            shutil.copytree(made_once("web-office", lambda folder: self.make(folder, ROLES, shows)), data)
        else:
            self.make(data, ROLES if users else (), shows)
        self.data = data
        self.env |= settings or {}
        self.start()

    def make(self, data, roles, shows):
        """An office, with somebody of each of @roles."""
        self.data = str(data)
        self.netra("init", "--code", "99.01", "--name", "Bawaslu Kota Tirtamulya", "--level", "Kota", "--region", "35.79",
                   "--city", "Tirtamulya", "--address", "Jalan Beringin 17", "--drill", "--shows", shows)
        for role in roles:
            self.netra("user", "add", f"uji.{role}", "--name", f"Petugas {role.title()}", "--role", role, stdin=PASSWORD + "\n")

    def netra(self, *words, stdin=""):
        done = subprocess.run([program(), "--data", self.data, *words], input=stdin, env=self.env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self):
        self.port, self.admin = free_port(), free_port()
        self.log = open(f"{self.folder}/log", "ab")
        began = time.monotonic()
        self.child = subprocess.Popen([program(), "--data", self.data, "serve", "--listen", f"127.0.0.1:{self.port}", "--admin",
                                       f"127.0.0.1:{self.admin}"], stdout=subprocess.PIPE, stderr=self.log, env=self.env)
        assert self.child.stdout.readline().startswith(b"http://"), open(f"{self.folder}/log").read()
        self.started_s = time.monotonic() - began

    def stop(self):
        self.child.terminate()
        code = self.child.wait(PATIENCE_S)
        self.child.stdout.close()
        self.log.close()
        return code

    def end(self):
        code = self.stop()
        log = open(f"{self.folder}/log", errors="replace").read()
        shutil.rmtree(self.folder)
        assert code == 0 and "ERROR: " not in log and "runtime error" not in log, log[-3000:]

    def raw(self, data, wait=5.0):
        """Bytes out, bytes in until the server closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port)) as s:
            s.settimeout(wait)
            s.sendall(data)
            got = b""
            try:
                while part := s.recv(65536):
                    got += part
            except (socket.timeout, ConnectionResetError):
                pass
            return got

    def ask(self, method, path, body=None, headers=None, port=None):
        c = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=PATIENCE_S)
        headers = dict(headers or {})
        if isinstance(body, str):
            body = body.encode()
        if body is not None and "Content-Type" not in headers:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            c.request(method, path, body, headers)
            r = c.getresponse()
            r.text = r.read().decode(errors="replace")
            return r
        finally:
            c.close()

    def login(self, role):
        """The cookie and the CSRF token of one officer."""
        body = f"login=uji.{role}&password={PASSWORD.replace(' ', '+')}"
        r = self.ask("POST", "/masuk", body)
        assert r.status == 303, r.text
        cookie = r.headers["Set-Cookie"].split(";")[0]
        page = self.ask("GET", "/kerja/akun", headers={"Cookie": cookie})
        return cookie, re.search(r'name="csrf" value="(\w+)"', page.text)[1]
