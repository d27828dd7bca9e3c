#!/usr/bin/env python3
"""embed.py -- files as bytes in the binary.

    embed.py NAME OUT.h OUT.c ROOT FILE...     a sorted table NAME[] of struct embedded, keys relative to ROOT

What is sent to browsers (static_files) is embedded a second time as gzip, packed once as tightly as it goes.
"""
import gzip
import hashlib
import sys
from pathlib import Path

name, header, source, root, files = sys.argv[1], sys.argv[2], sys.argv[3], Path(sys.argv[4]), sys.argv[5:]
Path(header).write_text(f"""/* Made by tools/embed.py. */
#pragma once
#include <stddef.h>
#ifndef NETRA_EMBEDDED
#define NETRA_EMBEDDED
struct embedded {{
	const char *name;  /* path below its root */
	const char *bytes; /* NUL-terminated too */
	size_t n;          /* without the NUL */
	const char *hash;  /* first 16 hex digits of its SHA-256, for addresses that may be kept for ever */
	const char *gz;    /* the same as gzip; NULL: not of this table */
	size_t gz_n;
}};
#endif
extern const struct embedded {name}[];
extern const size_t {name}_n;
""")
out, table = [f'#include "{Path(header).name}"', ""], []


def place(symbol, path):
    out.append(f"""__asm__(".section .rodata\\n.balign 16\\n{symbol}:\\n.incbin \\"{Path(path).resolve()}\\"\\n.byte 0\\n.text\\n");
extern const char {symbol}[] __asm__("{symbol}");""")


for i, path in enumerate(sorted(files)):
    data, packed = Path(path).read_bytes(), "0, 0"
    place(f"{name}_{i}", path)
    if name == "static_files":
        squeezed = Path(f"{source}.{i}.gz")
        squeezed.write_bytes(gzip.compress(data, 9, mtime=0))
        place(f"{name}_gz_{i}", squeezed)
        packed = f"{name}_gz_{i}, {squeezed.stat().st_size}"
    key = Path(path).resolve().relative_to(root.resolve())
    table.append(f'\t{{"{key}", {name}_{i}, {len(data)}, "{hashlib.sha256(data).hexdigest()[:16]}", {packed}}},')
out += ["", f"const struct embedded {name}[] = {{", *table, "\t{0}};", f"const size_t {name}_n = {len(files)};"]
Path(source).write_text("\n".join(out) + "\n")
