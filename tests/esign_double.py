"""esign_double.py -- a stand-in for BSrE's Esign Client Service: the same address, form and answers, no signature.

What it answers follows from the number and the passphrase that come: see ANSWERS. It remembers what it was asked, so
that a test can say what went over the wire.
"""
import base64
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PASSWORD = "netra-uji", "sandi-kantor-rekaan"
GOOD, WRONG, SLOW, GARBAGE = "payung teduh sekali", "salah ketik", "lambat sekali", "bukan pdf"
NIK, NIK_UNKNOWN, NIK_EXPIRED = "9901011212800001", "9901011212800002", "9901011212800003"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *words):
        pass

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except BrokenPipeError:
            pass  # who asked did not wait any longer

    def refuse(self, code, words):
        self.answer(400, "application/json", json.dumps({"error": words, "status_code": code}).encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fields = {k.decode(): v.decode() for k, v in re.findall(rb'name="(nik|passphrase|tampilan)"\r\n\r\n([^\r]*)', body)}
        pdf = body[body.index(b"%PDF-"):body.rindex(b"%%EOF") + 6]
        self.server.asked.append((self.path, self.headers.get("Authorization"), fields, pdf))
        if self.headers.get("Authorization") != "Basic " + base64.b64encode(f"{USER}:{self.server.password}".encode()).decode():
            return self.answer(401, "text/plain", b"Unauthorized")
        if fields["nik"] == NIK_UNKNOWN:
            return self.refuse(2011, "User tidak terdaftar")
        if fields["nik"] == NIK_EXPIRED:
            return self.refuse(1110, "Sertifikat expired, silakan perpanjang")
        if fields["passphrase"] == WRONG:
            return self.refuse(2031, "Passphrase anda salah")
        if fields["passphrase"] == SLOW:
            time.sleep(self.server.slow_s)
        if fields["passphrase"] == GARBAGE:
            return self.answer(200, "text/html", b"<html>maaf</html>")
        self.answer(200, "application/pdf", pdf + b"\n% signed by the double\n%%EOF\n")


class Double:
    def __init__(self, slow_s=4):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.asked, self.server.slow_s, self.server.password = [], slow_s, PASSWORD
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def asked(self):
        return self.server.asked

    def end(self):
        self.server.shutdown()
        self.server.server_close()
