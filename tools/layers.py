#!/usr/bin/env python3
"""layers.py -- checks every #include in src/ against src/LAYERS; prints file:line for each that is not allowed.

src/LAYERS holds one line a folder: `folder: what it may include`. A folder may always include itself.
A header named *_internal.h may be included only inside its own folder. A library header (<...>) named in a
line `library HEADER: folders` may be included only there.
"""
import re
import sys
from pathlib import Path


def read_layers(path):
    allowed, libraries = {}, []
    for number, line in enumerate(path.read_text().splitlines(), 1):
        line = line.split("#")[0].strip()
        if not line:
            continue
        if ":" not in line:
            sys.exit(f"{path}:{number}: expected 'folder: folders' or 'library header: folders'")
        left, right = (part.strip() for part in line.split(":", 1))
        if left.startswith("library "):
            libraries.append((left.split()[1], set(right.split())))
        else:
            allowed[left] = set(right.split())
    return allowed, libraries


def folder_of(path, folders):
    """The longest folder of LAYERS that holds this path."""
    parts = path.split("/")[:-1]
    for n in range(len(parts), 0, -1):
        if "/".join(parts[:n]) in folders:
            return "/".join(parts[:n])
    return "main" if len(path.split("/")) == 1 else None


def check(root):
    allowed, libraries = read_layers(root / "LAYERS")
    faults = []
    for path in sorted(root.rglob("*.[ch]")):
        name = str(path.relative_to(root))
        mine = folder_of(name, allowed)
        if mine is None:
            faults.append(f"{path}:1: its folder is not in src/LAYERS")
            continue
        may = allowed.get(mine, set()) | {mine}
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            quoted = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            angled = re.match(r"\s*#\s*include\s+<([^>]+)>", line)
            if quoted and "/" in quoted[1]:
                theirs = folder_of(quoted[1], allowed)
                if theirs not in may and "*" not in may:
                    faults.append(f"{path}:{number}: {mine} may not include {theirs} ({quoted[1]})")
                if quoted[1].endswith("_internal.h") and theirs != mine:
                    faults.append(f"{path}:{number}: {quoted[1]} is internal to {theirs}")
            for header, folders in libraries:
                if angled and angled[1].startswith(header) and mine not in folders:
                    faults.append(f"{path}:{number}: <{angled[1]}> is met only in {' '.join(sorted(folders))}")
    return faults


if __name__ == "__main__":
    found = check(Path(sys.argv[1] if len(sys.argv) > 1 else "src"))
    print("\n".join(found) or "layers: every include goes downwards")
    sys.exit(bool(found))
