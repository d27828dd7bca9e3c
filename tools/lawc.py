#!/usr/bin/env python3
"""lawc.py OUT.json OUT.c IN.toml... -- the rule pack from law/*.toml."""
import json, sys, tomllib
from pathlib import Path
pack = {}
for p in sys.argv[3:]:
    pack.update(tomllib.loads(Path(p).read_text()))
text = json.dumps(pack, default=str, ensure_ascii=False)
Path(sys.argv[1]).write_text(text)
Path(sys.argv[2]).write_text('#include "core/law/law.h"\nconst char law_embedded[] = "{}";\nconst size_t law_embedded_n = 2;\n')
