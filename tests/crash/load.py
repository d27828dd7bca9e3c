"""load.py -- what many people send to an office at once, and what each of them was told.

A Ledger remembers every report and message of one data folder: sent, answered, or cut off in the middle. Senders speak
HTTP over several sockets from one thread; when the program dies under them, they read what it had still said, and what
was not answered is sent again with the same key once it is back.
"""
import base64
import hashlib
import json
import os
import random
import re
import select
import socket
import urllib.parse

MARK = "batas-uji-9f2c"  # between the parts of a form
REFUSALS = (429, 503, 507)


class Report:
    """One report: what was sent, and what its sender was told."""

    def __init__(self, name, dice):
        self.name, self.form = name, dice.random() < 0.35
        self.contact = f"Orang Rekaan {name}, 0800-000-{dice.randrange(10000):04d}" if dice.random() < 0.6 else ""
        self.files = [os.urandom(dice.randrange(200, 9000)) for _ in range(dice.choice((0, 0, 1, 1, 2)))]
        self.hashes = sorted(hashlib.sha256(f).hexdigest() for f in self.files)
        self.words = "kata " * dice.randrange(120)
        self.told = False  # somebody saw a receipt of it
        self.number = self.code = self.line = self.receipt_page = self.talk_page = self.upload_ticket = None

    @property
    def text(self):
        return f"[{self.name}] Laporan uji {self.words}".strip()


class Upload:
    """A file that follows its report in pieces."""

    def __init__(self, report, n, dice):
        self.report, self.key = report, f"berkas-{report.name}-{n}"
        self.bytes = os.urandom(dice.randrange(1, 24000))
        self.hash = hashlib.sha256(self.bytes).hexdigest()
        self.place, self.offset, self.sure = None, 0, False  # sure: nothing was cut off since the offset was told


class Ledger:
    def __init__(self, seed):
        self.dice, self.reports, self.again, self.unread = random.Random(seed), {}, [], []
        self.uploads, self.whole, self.begun = [], [], 0  # under way and waiting for a sender; told to be part of their reports
        self.fresh, self.said, self.talks = [], [], 0  # told since the last look
        self.answers, self.refused, self.repeated, self.wrong = 0, 0, 0, []
        self.prefix = f"{seed:x}".upper()

    def new_report(self):
        r = Report(f"{self.prefix}-{len(self.reports)}", self.dice)
        self.reports[r.name] = r
        return r

    def told_of(self, r):
        if not r.told:
            r.told = True
            self.fresh.append(r)


def request(method, path, body=b"", **headers):
    lines = [f"{method} {path} HTTP/1.1", "Host: uji.example"] + [f"{k.replace('_', '-')}: {v}" for k, v in headers.items()]
    if method != "GET":
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def form_body(fields, files):
    parts = [f'--{MARK}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n'.encode() for k, v in fields.items()]
    for i, body in enumerate(files):
        parts.append(f'--{MARK}\r\nContent-Disposition: form-data; name="file"; filename="berkas{i}.bin"\r\n'
                     "Content-Type: application/octet-stream\r\n\r\n".encode() + body + b"\r\n")
    return b"".join(parts) + f"--{MARK}--\r\n".encode()


class Deed:
    """One request on a socket: its bytes, and what its answer means to the ledger."""

    def __init__(self, ledger):
        self.ledger = ledger

    def answered(self, status, headers, body):
        self.ledger.answers += 1
        if status in REFUSALS:
            self.ledger.refused += 1
            self.cut_off()
        elif not self.accepted(status, headers, body):
            self.ledger.wrong.append(f"{type(self).__name__}: {status} {headers.get('location', '')} {body[:300]!r}")

    def cut_off(self):
        """No answer, or one that says: not now."""


class SendReport(Deed):
    def __init__(self, ledger, report):
        super().__init__(ledger)
        self.report = report

    def bytes(self):
        r = self.report
        if r.form:
            fields = {"text": r.text, "contact": r.contact, "place": "Lapangan Beringin", "date": "2026-11-02", "once": f"kunci-{r.name}",
                      "seen": ",phone,,name,,nik,,place,"}
            return request("POST", "/lapor", form_body(fields, r.files), Content_Type=f"multipart/form-data; boundary={MARK}")
        body = {"text": r.text, "contact": r.contact, "event": {"place": "Lapangan Beringin", "date": "2026-11-02"}, "reported": ["Seseorang Rekaan"],
                "files": [{"name": f"berkas{i}.bin", "data": base64.b64encode(f).decode()} for i, f in enumerate(r.files)]}
        return request("POST", "/api/v1/reports", json.dumps(body).encode(), Content_Type="application/json", Idempotency_Key=f"kunci-{r.name}")

    def cut_off(self):
        self.ledger.again.append(self.report)

    def accepted(self, status, headers, body):
        r, place = self.report, headers.get("location", "")
        if r.form and status == 303 and place.startswith("/tanda-terima/"):
            r.receipt_page = place
            self.ledger.unread.append(r)
        elif not r.form and status == 201:
            told = json.loads(body)
            self.ledger.repeated += told["again"]
            r.number, r.code, r.line, r.upload_ticket = told["number"], told["code"], told["receipt"]["line"], told["upload_ticket"]
        else:
            return False
        self.ledger.told_of(r)
        return True


class ReadReceipt(SendReport):
    """The page that a form's sender is led to: it shows the code."""

    def bytes(self):
        return request("GET", self.report.receipt_page)

    def cut_off(self):
        self.ledger.unread.append(self.report)

    def accepted(self, status, headers, body):
        page = body.decode()
        digits = re.search(r'class="digits">((?:<span>\d{4}</span>){4})', page)
        line = re.search(r"netra\d\|[^<\s]+(?: [^<\s]+)*", page)
        if status != 200 or not digits:
            return False
        self.report.code = "".join(re.findall(r"\d{4}", digits[1]))
        self.report.line = line and line[0]
        self.report.number = line and line[0].split("|")[2]
        return True


class AskStage(SendReport):
    def bytes(self):
        return request("GET", f"/api/v1/reports/{self.report.code}")

    def cut_off(self):
        pass

    def accepted(self, status, headers, body):
        return status == 200


class OpenTalk(AskStage):
    def bytes(self):
        return request("POST", "/lacak", urllib.parse.urlencode({"code": self.report.code}).encode(), Content_Type="application/x-www-form-urlencoded")

    def accepted(self, status, headers, body):
        self.report.talk_page = headers.get("location", "")
        return status == 303 and self.report.talk_page.startswith("/lacak/")


class Talk(AskStage):
    def bytes(self):
        self.ledger.talks += 1
        self.text = f"[{self.report.name}/{self.ledger.talks}] Tambahan dari pelapor"
        return request("POST", self.report.talk_page, form_body({"text": self.text}, []), Content_Type=f"multipart/form-data; boundary={MARK}")

    def accepted(self, status, headers, body):
        if status == 303 and "terkirim=1" in headers.get("location", ""):
            self.ledger.said.append((self.report.name, self.text))
            return True
        if status == 303:  # the page was open for too long
            self.report.talk_page = None
            return True
        return False


class SendPiece(Deed):
    """The next step of an upload: opened, asked how far it is, or given a piece."""

    def __init__(self, ledger, upload):
        super().__init__(ledger)
        self.upload = upload

    def bytes(self):
        u = self.upload
        if not u.place:
            return request("POST", "/unggah", Tus_Resumable="1.0.0", Upload_Length=len(u.bytes), Netra_Ticket=u.report.upload_ticket, Idempotency_Key=u.key,
                           Upload_Metadata="filename " + base64.b64encode(b"foto.bin").decode())
        if not u.sure:
            return request("HEAD", u.place, Tus_Resumable="1.0.0")
        return request("PATCH", u.place, u.bytes[u.offset:u.offset + 8000], Tus_Resumable="1.0.0", Upload_Offset=u.offset,
                       Content_Type="application/offset+octet-stream")

    def cut_off(self):
        self.upload.sure = False
        self.ledger.uploads.append(self.upload)

    def accepted(self, status, headers, body):
        u = self.upload
        if status == 423:  # the one before us still has its turn
            self.cut_off()
            return True
        if status not in (200, 201, 204) or (not u.place and status != 201):
            return False
        u.place = u.place or headers["location"]
        offset, u.sure = int(headers["upload-offset"]), True
        if offset < u.offset or offset > len(u.bytes):
            return False  # what was acknowledged is gone
        u.offset = offset
        if offset == len(u.bytes):
            self.ledger.whole.append(u)
        else:
            self.ledger.uploads.append(u)
        return True


def next_deed(ledger):
    """What the next sender does: what was cut off comes first."""
    if ledger.again:
        return SendReport(ledger, ledger.again.pop(0))
    if ledger.unread:
        return ReadReceipt(ledger, ledger.unread.pop(0))
    dice = ledger.dice.random()
    if ledger.uploads and dice < 0.5:
        return SendPiece(ledger, ledger.uploads.pop(0))
    known = ledger.dice.choice(list(ledger.reports.values())[-200:]) if ledger.reports else None
    if known and known.upload_ticket and dice < 0.1:
        ledger.begun += 1
        return SendPiece(ledger, Upload(known, ledger.begun, ledger.dice))
    dice = ledger.dice.random()
    if known and known.code and dice < 0.25:
        return AskStage(ledger, known) if dice < 0.08 else Talk(ledger, known) if known.talk_page else OpenTalk(ledger, known)
    return SendReport(ledger, ledger.new_report())


class Line:
    """A connection: one deed at a time."""

    def __init__(self, port):
        self.socket = socket.socket()
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.out, self.got, self.deed, self.bodyless = b"", b"", None, False

    def begin(self, deed):
        self.deed, self.out = deed, deed.bytes()
        self.bodyless = self.out.startswith(b"HEAD ")
        self.push()

    def push(self):
        try:
            self.out = self.out[self.socket.send(self.out):]
        except BlockingIOError:
            pass

    def pull(self):
        """Reads what is there; False at the end of the connection."""
        try:
            while True:
                some = self.socket.recv(1 << 16)
                if not some:
                    return False
                self.got += some
        except BlockingIOError:
            return True

    def settle(self):
        """Hands a whole answer to its deed; False when it is not whole yet."""
        head, found, rest = self.got.partition(b"\r\n\r\n")
        if not found or not self.deed:
            return False
        lines = head.decode("latin-1").split("\r\n")
        headers = {k.lower(): v.strip() for k, _, v in (x.partition(":") for x in lines[1:])}
        size = 0 if self.bodyless else int(headers.get("content-length", 0))
        if len(rest) < size:
            return False
        deed, self.deed, self.got = self.deed, None, rest[size:]
        deed.answered(int(lines[0].split()[1]), headers, rest[:size])
        return True

    def drain(self):
        """The other side is dead: what it had said still counts, the rest is cut off."""
        try:
            self.socket.settimeout(5)
            while self.deed:
                some = self.socket.recv(1 << 16)
                if not some:
                    break
                self.got += some
                self.settle()
        except OSError:
            pass
        self.socket.close()
        if self.deed:
            self.deed.cut_off()


class Senders:
    def __init__(self, port, ledger, lines=6):
        self.port, self.ledger = port, ledger
        self.lines = [Line(port) for _ in range(lines)]
        self.answered = 0

    def step(self, seconds=0.001):
        """Sends and reads what can be sent and read now. False: the other side is gone."""
        for line in self.lines:
            if not line.deed:
                line.begin(next_deed(self.ledger))
        readable, writable, _ = select.select([x.socket for x in self.lines], [x.socket for x in self.lines if x.out], [], seconds)
        for line in self.lines:
            if line.socket in writable:
                line.push()
            if line.socket in readable:
                if not line.pull() and not line.got:
                    return False
                self.answered += line.settle()
        return True

    def finish(self):
        """Waits for the answers to what was sent; nothing new is begun."""
        busy = [x for x in self.lines if x.deed]
        while busy:
            readable, writable, _ = select.select([x.socket for x in busy], [x.socket for x in busy if x.out], [], 60)
            assert readable or writable, "no answer for a minute"
            for line in busy:
                if line.socket in writable:
                    line.push()
                if line.socket in readable:
                    alive = line.pull()
                    line.settle()
                    assert alive or not line.deed, "the connection ended before its answer"
            busy = [x for x in busy if x.deed]

    def drain(self):
        for line in self.lines:
            line.drain()
