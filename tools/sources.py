#!/usr/bin/env python3
"""sources.py -- the files below a folder that match one of the patterns, sorted, one a line: meson's file lists.

    sources.py ROOT FOLDER PATTERN...    for example: sources.py . src/core '*.c'
"""
import sys
from pathlib import Path

root, folder, patterns = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
found = {str(p.relative_to(root)) for pattern in patterns for p in (root / folder).rglob(pattern) if p.is_file()}
print("\n".join(sorted(found)))
