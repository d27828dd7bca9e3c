"""cold.py NETRA -- `netra screen` on the demonstration's patrol file, from a cold start: prints lines for tools/bench.py.

The demonstration office (`netra demo`) is made in a temporary folder. Before each run the program, its libraries, the
index and the posts are written out and taken from the kernel's memory as far as it lets go of them (posix_fadvise; what
another program holds mapped stays). A run lasts from before the process is started until after it has ended.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5


def libraries(program):
    said = subprocess.run(["ldd", program], capture_output=True, text=True).stdout
    return re.findall(r"(/\S+) \(0x", said)


def forget(path):
    """The kernel lets go of the pages of @path, where it can."""
    fd = os.open(path, os.O_RDONLY)
    os.fsync(fd)
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(fd)


def timed(command):
    began = time.perf_counter()
    done = subprocess.run(command, capture_output=True)
    took = time.perf_counter() - began
    if done.returncode:
        sys.exit(f"cold.py: netra ended with {done.returncode}: {done.stderr.decode()[-300:]}")
    return took, done.stdout.count(b"\n")


def main():
    netra, folder = sys.argv[1], tempfile.mkdtemp(prefix="netra-cold-")
    try:
        clean = {k: v for k, v in os.environ.items() if not k.startswith("NETRA_")}
        subprocess.run([netra, "--data", folder, "demo"], check=True, stdout=subprocess.DEVNULL, env=clean)
        index, posts = Path(folder, "index/current.idx"), Path(folder, "patroli/patroli.ndjson")
        command = [netra, "screen", "--index", str(index), str(posts)]
        cold = []
        for _ in range(RUNS):
            for path in [netra, *libraries(netra), index, posts]:
                forget(path)
            cold.append(timed(command))
        warm = min(timed(command)[0] for _ in range(RUNS))
        n = posts.read_bytes().count(b"\n")
        print(f"netra screen, the demonstration's file, cold | {max(t for t, _ in cold):.3f} s | <= 1 s | worst of {RUNS}, best {min(cold)[0]:.3f} s; {n} posts, {cold[0][1]} alerts")
        print(f"  the same warm | {warm:.3f} s | | best of {RUNS}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
