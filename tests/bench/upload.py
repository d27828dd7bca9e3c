#!/usr/bin/env python3
"""upload.py NETRA -- a file of 20 MB goes into a report over a link that breaks ten times (issue 5).

A real server in a fresh folder, and the small tus client of the tests. Two ways: in pieces of 64 KiB, as the phone sends
them, and with as few PATCHes as possible, as most tus programs do. Ten times the connection is reset in the middle of a
piece; the client asks how far the server got and goes on from there. Counted is every byte that was written to a socket,
heads included. The file must be there once with the right hash.

Pieces go as fast as the machine can; the one PATCH over a link of 4 MB/s (ten times a good phone's), because what a reset
finds in the kernel's buffers is lost, and without a link these would hold megabytes.
"""
import hashlib
import json
import os
import random
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TOP / "tests/web"))

MB = 1000 * 1000
SIZE, DROPS = 20 * MB, 10
LINK = 4 * MB  # bytes a second


def report(server):
    """A new report; its upload ticket and its code."""
    key = f"bench-{random.random()}"
    r = server.ask("POST", "/api/v1/reports", json.dumps({"text": "Berkas menyusul."}),
                   {"Content-Type": "application/json", "Idempotency-Key": key})
    assert r.status == 201, r.text
    body = json.loads(r.text)
    return body["upload_ticket"], body["code"]


def evidence(server):
    """{hash: path} of all that the office keeps."""
    return {p.name: p for p in Path(server.data, "evidence").glob("*/*") if not p.name.startswith(".")}


def memory_mb(server):
    for line in open(f"/proc/{server.child.pid}/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0


def upload(server, data, piece, drops, seed, rate):
    """(bytes sent, seconds, most memory of the server in MB) for one file with so many resets."""
    from tus import Tus
    ticket, _ = report(server)
    client, chance = Tus(server.port, ticket, rate), random.Random(seed)
    breaks = sorted(chance.randrange(len(data)) for _ in range(drops))
    began, most = time.monotonic(), 0.0
    where, at = client.open(len(data), "rekaman.mp4"), 0
    while at < len(data):
        part = data[at:at + piece]
        if breaks and at <= breaks[0] < at + len(part):
            client.patch(where, at, part, cut=breaks.pop(0) - at)
            while breaks and breaks[0] <= at:
                breaks.pop(0)
            at = client.offset(where)
            continue
        r = client.patch(where, at, part)
        if not r or r.status == 409:
            at = client.offset(where)
            continue
        assert r.status == 204, (r.status, r.body)
        at = r.number("Upload-Offset")
        most = max(most, memory_mb(server))
    assert client.offset(where) == len(data)
    return client.sent, time.monotonic() - began, most


def main():
    os.environ["NETRA_BIN"] = sys.argv[1]
    from server import Server
    server = Server(users=False)
    try:
        idle = memory_mb(server)
        for name, piece, seed, rate in (("in pieces of 64 KiB", 64 * 1024, 1, None), ("in one PATCH", SIZE, 2, LINK)):
            data = random.Random(seed).randbytes(SIZE)
            sent, seconds, most = upload(server, data, piece, DROPS, seed, rate)
            kept = evidence(server).get(hashlib.sha256(data).hexdigest())
            assert kept and kept.read_bytes() == data, "the file did not arrive"
            print(f"tus upload of 20 MB with 10 forced drops, {name}, bytes sent / size | {sent / SIZE:.3f} | <= 1.1 | "
                  f"{seconds:.1f} s, memory {idle:.0f} -> {most:.0f} MB", flush=True)
    finally:
        server.end()


if __name__ == "__main__":
    main()
