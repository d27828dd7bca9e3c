"""machine.py -- what tests ask of the machine they run on: a port, time, and what is dear to make and made once for all of them.

A test waits for what it waits for, never for a while; PATIENCE_S is only how long it may take on a slow machine that does
much else beside.
"""
import fcntl
import os
import random
import shutil
import socket
import tempfile
import time
from pathlib import Path

PATIENCE_S = 60
PORT_FIRST = 10240  # those below may be other people's, and a browser does not go to some of them


def free_port():
    """A port of the loopback that nobody listens on, and that the kernel gives to nobody who connects: so it can be
    listened on later, and again after a stop."""
    given = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert given > PORT_FIRST, "the kernel gives out every port to those who connect"
    while True:
        port = random.SystemRandom().randrange(PORT_FIRST, given)
        with socket.socket() as s:
            try:
                s.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


def wait_for(what, otherwise=lambda: "it did not happen in time", patience_s=PATIENCE_S):
    """What @what() gives as soon as it is something; else the test fails with what @otherwise() says."""
    end = time.monotonic() + patience_s
    while not (found := what()):
        assert time.monotonic() < end, otherwise()
        time.sleep(0.1)
    return found


OWN = tempfile.TemporaryDirectory(prefix="netra-shared-")  # for a file that runs alone


def made_once(name, make):
    """The folder @name, which tests copy and never change: made by @make(folder), by whoever of the whole run asks first
    (tools/test.py names the run's place). An office with its staff takes longer to make than most tests take."""
    top = Path(os.environ.get("NETRA_TEST_SHARED") or OWN.name)
    done = top / name
    with open(f"{done}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            begun = Path(f"{done}.part")
            shutil.rmtree(begun, ignore_errors=True)
            make(begun)
            begun.rename(done)
    return done
