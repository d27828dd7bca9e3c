#!/usr/bin/env python3
"""lawc.py OUT.json OUT.c IN.toml... -- makes the rule pack of Netra from the tables in law/.

Every row must say on which article it stands (`article`), where that was read (`source`) and how sure we are
(`confidence`: seen, known, unsure); days (`in_force`, `until`) must be real dates in order. Unknown keys and
unknown codes are refused, because a typing mistake in a law must not become a silent default. Cross-checks that
need the whole pack (states that cannot be reached, gaps between two versions of a row) are law_read's, which also
checks packs that come from elsewhere. Errors name the file and the row:

    law/clocks.toml: clock PK-REPORT (line 12): article is missing

OUT.json is canonical: keys sorted, no spaces, the same bytes from the same tables; its SHA-256 is the pack's name.
OUT.c holds the same text as law_embedded.
"""
import datetime
import json
import re
import sys
import tomllib
from pathlib import Path

ROW = {"article": list, "source": list, "confidence": ("seen", "known", "unsure"), "in_force": datetime.date,
       "until": datetime.date, "note": str}
DAY, PROCEDURE = datetime.date, ("pilkada", "pemilu", "downstream", "privacy")
LEVELS = ("warning", "moral", "light", "service", "moderate", "suspension", "severe", "contract", "dismissal")
FACTS = ("incumbent", "relative", "past_case", "mutation", "pledge", "circular", "patrol")
VERDICTS = ("allowed", "ethics", "discipline", "administrative", "criminal")
TABLES = {  # kind of row: its own key first, then what each key holds; '?' marks what may be left out
    "act": {"code": str, "title_id": str, "title_en": str, "description_id": str, "kind": str, "conduct": str,
            "phase": ("before_candidacy", "after_candidacy", "any"), "level?": ("light", "moderate", "severe"),
            "procedures": list, "classes": list, "sanction_min": str, "sanction_max": str, "examples_id": list, "route?": str, "window?": str},
    "clock": {"code": str, "procedure": PROCEDURE, "name_id": str, "name_en": str, "length": int,
              "unit": ("calendar_day", "working_day", "hour", "month"), "backwards?": bool, "start_is_date?": bool,
              "effective?": bool, "pausable?": bool, "starts": str, "owner?": str, "on_expiry?": str},
    "state": {"code": str, "name_id": str, "name_en": str, "reporter_id?": str, "terminal?": bool,
              "needs_clock?": list, "needs_document?": bool},
    "transition": {"id": str, "procedure": ("both", "pilkada", "pemilu", "downstream"), "from?": list, "event": str,
                   "to": str, "guard": str, "condition": str, "start?": list, "stop?": list, "keep?": list,
                   "start_on?": list, "stop_on?": list, "documents?": list,
                   "paper?": str, "actor": str},
    "sanction": {"code": str, "catalogue": str, "name_id": str, "name_en": str, "level": LEVELS, "outcome": str, "classes": list},
    "remedy": {"code": str, "name_id": str, "name_en": str, "body_id": str, "body_en": str, "file_clock": str, "answer_clock": str,
               "filed": str, "levels": list, "classes": list, "next_id": str, "next_en": str},
    "rung": {"code": str, "procedure": PROCEDURE, "name_id": str, "name_en": str, "length": int, "unit": ("calendar_day", "working_day"),
             "starts": str, "after": str, "states": list, "form?": str, "to?": ("receiver", "superior", "next_level")},
    "rule": {"code": str, "text_id": str, "text_en": str, "classes": list},
    "route": {"code": str, "classes?": list, "crime?": bool, "receiver_id": str, "receiver_en": str, "copy_id?": str},
    "form": {"key": str, "procedure": ("pilkada", "pemilu"), "code?": str, "name_id": str},
    "number": {"key": str, "pattern": str, "example?": str},
    "election": {"code": str, "name_id": str, "name_en": str, "procedure": ("pilkada", "pemilu", "open"), "regulation": str,
                 "projected?": bool},
    "stage": {"election": str, "code": str, "name_id": str, "name_en": str, "start?": DAY, "end?": DAY, "boundary?": bool},
    "holiday": {"day": DAY, "kind": ("libur_nasional", "cuti_bersama", "hari_pemungutan_suara"), "name_id": str},
    "requirement": {"code": str, "procedure": ("pilkada", "pemilu"), "name_id": str, "formal": bool},
    "identity": {"code": str, "name_id": str, "name_en": str, "min": int, "max": int},
    "area": {"code": str, "name_id": str},
    "field": {"code": str, "form": ("SBT",), "position": int, "name_id": str, "name_en": str, "fact": str, "value?": str},
    "indicator": {"code": str, "name_id": str, "name_en": str, "fact": FACTS, "level": ("low", "medium", "high"), "weight": int,
                  "most": int, "days": int, "formula_id": str, "formula_en": str},
    "warning": {"code": str, "name_id": str, "name_en": str, "on": ("stage_start", "stage_end", "index_over", "index_jump", "coverage_below"),
                "stage?": str, "days": int, "points": int, "least?": int, "indicator?": str, "tell": list, "do_id": str, "do_en": str},
    "stage_rule": {"code": str, "text_id": str, "text_en": str, "effect": ("forbidden", "allowed", "notice"), "stages?": list,
                   "phase": ("before_candidacy", "after_candidacy", "any"), "procedures": list, "classes": list},
    "pledge_point": {"code": str, "number": int, "text_id": str, "text_en": str},
    "question": {"code": str, "act": str, "class": str, "phase": ("before_candidacy", "after_candidacy", "any"), "verdict": VERDICTS,
                 "situation_id": str, "situation_en": str, "why_id": str, "why_en": str},
    "calendar": {"covers_from": DAY, "covers_to": DAY, "counter_opens": str, "counter_closes": str,
                 "counter_closes_friday": str},
}
HEAD = {"name": str, "version": str, "format": int}  # what pack.toml says of the pack itself
OPTIONAL = {"in_force", "until", "note"}


def fault_of(key, value, wanted):
    """What is wrong with a value, or None."""
    if isinstance(wanted, tuple):
        return None if value in wanted else f"{key} is {value!r}, expected one of {', '.join(wanted)}"
    if wanted is list:
        good = isinstance(value, list) and all(isinstance(v, str) and v.strip() for v in value)
        return None if good else f"{key} must be a list of texts"
    if type(value) is not wanted:
        return f"{key} must be a {wanted.__name__}, not {type(value).__name__}"
    return f"{key} is empty" if value == "" else None


def faults_of(kind, row):
    """All that is wrong with one row."""
    wanted = {**TABLES[kind], **{k + ("?" if k in OPTIONAL else ""): v for k, v in ROW.items()}}
    known = {key.rstrip("?"): shape for key, shape in wanted.items()}
    faults = [f"unknown key '{key}'" for key in row if key not in known]
    for key in wanted:
        if key.endswith("?") or key in row:
            continue
        faults.append(f"{key} is missing")
    faults += [f for key, value in row.items() if key in known and (f := fault_of(key, value, known[key]))]
    faults += [f"{key} is empty" for key in ("article", "source") if row.get(key) == []]
    if not faults and "in_force" in row and "until" in row and row["until"] < row["in_force"]:
        faults.append(f"until {row['until']} is before in_force {row['in_force']}")
    return faults


def line_of(text, kind, index):
    """The line on which the row with this number begins."""
    starts = [m.start() for m in re.finditer(rf"^\[+{kind}\]+", text, re.M)]
    return text.count("\n", 0, starts[index]) + 1 if index < len(starts) else 1


def read(path, pack, faults):
    """Adds the rows of one file to the pack."""
    text = Path(path).read_text(encoding="utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as e:
        faults.append(f"{path}: {e}")
        return
    for kind, rows in tables.items():
        if type(rows) is HEAD.get(kind):
            pack[kind] = rows
            continue
        if kind not in TABLES:
            faults.append(f"{path}: unknown table '{kind}'")
            continue
        one = isinstance(rows, dict)
        for i, row in enumerate([rows] if one else rows):
            name = row.get(next(iter(TABLES[kind])), "?")
            faults += [f"{path}: {kind} {name} (line {line_of(text, kind, i)}): {f}" for f in faults_of(kind, row)]
        if one:
            pack[kind] = rows
        else:
            pack.setdefault(kind, []).extend(rows)


def c_text(name, text):
    """A C file with the text as a string, one literal every 100 bytes; no '?', so no trigraph."""
    lines, line = [], ""
    for byte in text.encode():
        c = chr(byte)
        line += "\\" + c if c in '"\\' else c if 32 <= byte < 127 and c != "?" else f"\\{byte:03o}"
        if len(line) > 100:
            lines.append(line)
            line = ""
    lines.append(line)
    body = "\n".join(f'\t"{part}"' for part in lines)
    return (f'/* Made by tools/lawc.py from law/; do not edit. */\n#include "core/law/law.h"\n\n'
            f"const char {name}[] =\n{body};\nconst size_t {name}_n = sizeof {name} - 1;\n")


def main(out_json, out_c, *sources):
    pack, faults = {}, []
    for path in sources:
        read(path, pack, faults)
    faults += [f"law: no {kind}" for kind in (*HEAD, *TABLES) if kind not in pack] if not faults else []
    if faults:
        sys.exit("\n".join(faults))
    text = json.dumps(pack, default=datetime.date.isoformat, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    Path(out_json).write_text(text, encoding="utf-8")
    Path(out_c).write_text(c_text("law_embedded", text), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
