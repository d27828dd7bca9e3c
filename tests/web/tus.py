"""tus.py -- a small strict client of tus 1.0.0 for tests and benches, on bare sockets so that bytes can be counted and
connections cut in the middle of a piece. What the protocol says MUST be there is asserted on every answer."""
import base64
import json
import socket
import struct
import time

PIECE = 64 * 1024
TYPE = "application/offset+octet-stream"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def number(self, name):
        return int(self.headers[name])


class Tus:
    def __init__(self, port, ticket=None, rate=None):
        """rate: bytes a second that the link takes; None: as fast as the machine."""
        self.port, self.ticket, self.rate, self.sent = port, ticket, rate, 0  # sent: bytes that went onto the wire, heads and all

    def push(self, s, out):
        """False when the server closed the connection before all was sent."""
        step = PIECE if self.rate else len(out)
        for at in range(0, len(out), step):
            self.sent += len(out[at:at + step])
            try:
                s.sendall(out[at:at + step])
            except (BrokenPipeError, ConnectionResetError):
                return False
            time.sleep(step / self.rate if self.rate else 0)
        return True

    def ask(self, method, path, headers=None, body=b"", cut=None, tus=True, raw_head=None):
        """One request on a connection of its own; None when it ended without an answer. cut: after so many bytes of the
        body the connection is reset."""
        lines = {"Host": "127.0.0.1", "Connection": "close", **({"Tus-Resumable": "1.0.0"} if tus else {}), **(headers or {})}
        if body or method in ("PATCH", "POST"):
            lines.setdefault("Content-Length", str(len(body)))
        head = raw_head or (f"{method} {path} HTTP/1.1\r\n" + "".join(f"{k}: {v}\r\n" for k, v in lines.items()) + "\r\n").encode("utf-8", "surrogateescape")
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as s:
            out = head + (body if cut is None else body[:cut])
            if not self.push(s, out):
                return None
            if cut is not None:
                s.shutdown(socket.SHUT_WR)  # the bytes arrive, then the link is gone
                s.settimeout(0.2)
                try:
                    s.recv(1)
                except OSError:
                    pass
                s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return None
            got = b""
            while part := s.recv(65536):
                got += part
        return self.read(got, method)

    @staticmethod
    def read(got, method):
        head, _, body = got.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(": ")
            assert name.title() not in headers, f"{name} twice"
            headers[name.title()] = value
        status = int(first.split()[1])
        assert headers.get("Tus-Resumable") == "1.0.0", head
        if status == 204 or method == "HEAD":
            assert body == b"", body[:100]
        if status >= 400 and method != "HEAD":
            assert headers["Content-Type"] == "application/problem+json" and json.loads(body)["status"] == status
        return Answer(status, headers, body)

    def create(self, size, name=None, key=None, more=None, body=b""):
        headers = {"Upload-Length": str(size), "Netra-Ticket": self.ticket, **(more or {})}
        if name is not None:
            headers["Upload-Metadata"] = "filename " + base64.b64encode(name.encode()).decode()
        if key:
            headers["Idempotency-Key"] = key
        if body:
            headers["Content-Type"] = TYPE
        return self.ask("POST", "/unggah", headers, body)

    def open(self, size, name=None, **more):
        r = self.create(size, name, **more)
        assert r.status == 201 and r.headers["Location"].startswith("/unggah/") and "Upload-Expires" in r.headers, (r.status, r.body)
        return r.headers["Location"]

    def look(self, where):
        return self.ask("HEAD", where)

    def offset(self, where):
        r = self.look(where)
        assert r.status == 200 and r.headers["Cache-Control"] == "no-store" and 0 <= r.number("Upload-Offset") <= r.number("Upload-Length")
        return r.number("Upload-Offset")

    def patch(self, where, offset, piece, cut=None, more=None):
        return self.ask("PATCH", where, {"Content-Type": TYPE, "Upload-Offset": str(offset), **(more or {})}, piece, cut)

    def send(self, where, data, piece=PIECE, at=0):
        """The rest of the file in pieces; the offset of each answer must be what was sent."""
        while at < len(data):
            part = data[at:at + piece]
            r = self.patch(where, at, part)
            assert r.status == 204 and r.number("Upload-Offset") == at + len(part), (r.status, r.headers, r.body)
            at += len(part)
