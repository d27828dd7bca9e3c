#!/usr/bin/env python3
"""worked.py -- prints worked.json as the table that counsel signs, line by line.

    python3 tests/clocks/worked.py > tests/clocks/worked.md

worked.json holds the cases: question, answer, paragraph. It is kept by hand: nothing in the build writes it, so that
what counsel has signed changes only when somebody means to change it. Both programs must give these answers
(clocks_test.py). A signature goes into the case as "checked_by": "name, date", and from there into the table.
"""
import json
from datetime import date
from itertools import groupby
from pathlib import Path

HERE = Path(__file__).resolve().parent
MONTHS = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()
WEEKDAYS = "Senin Selasa Rabu Kamis Jumat Sabtu Minggu".split()
ENGLISH = dict(zip("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), WEEKDAYS))
SETTINGS = {"cuti_bersama_is_working_day": "cuti bersama dihitung", "literal_48_hours": "2x24 jam harfiah"}
MEANING = {"last_moment": "sampai", "latest_delivery": "paling lambat", "effective_from": "berlaku sejak"}
HEAD = """# Jam hukum: perkara untuk dihitung dengan tangan

Dicetak dari `worked.json` oleh `worked.py`. Aturan hitung R1 sampai R11 ada di kepala `reference.py`, panjang tiap jam
di `table.py`. Jawabannya dari program pembanding, dan Netra memberi
jawaban yang sama; ujinya `clocks_test.py`. Belum ada penasihat hukum yang memeriksanya.

Yang memeriksa: hitunglah sendiri tiap baris dengan kalender, bandingkan dengan pasalnya, lalu tulis nama dan tanggal.
Tanda [K] dan [?] pada dasar berarti angkanya belum terlihat dalam sumber dan masih harus dipastikan.
"""
COLUMNS = """\
| No | Jam | Mulai | Zona | Perkara | Dihitung | Dilewati | Jawaban | Loket terakhir | Dasar | Aturan | Diperiksa oleh |
|---|---|---|---|---|---|---|---|---|---|---|---|
"""


def cases():
    return json.loads((HERE / "worked.json").read_text())["cases"]


def runs(days):
    """Consecutive days are put together: 2, 3, 4 October -> [(2 October, 4 October)]."""
    found = []
    for day in sorted(date.fromisoformat(text).toordinal() for text in days):
        if found and found[-1][1] == day - 1:
            found[-1][1] = day
        else:
            found.append([day, day])
    return [(date.fromordinal(first), date.fromordinal(last)) for first, last in found]


def in_month(first, last):
    """'2-8' within one month; a run that crosses months names both."""
    if first == last:
        return str(first.day)
    if first.month == last.month:
        return f"{first.day}-{last.day}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {MONTHS[first.month - 1]}{year}-{last.day}"


def days_in_words(days):
    """'21-22, 27-29 Des 2023; 2-3 Jan 2024'"""
    by_month = groupby(runs(days), key=lambda run: (run[1].year, run[1].month))
    return "; ".join(f"{', '.join(in_month(*run) for run in group)} {MONTHS[month - 1]} {year}"
                     for (year, month), group in by_month)


def skipped_in_words(skipped):
    """Days off with their reasons; the days of one reason together."""
    reasons = {}
    for row in skipped:
        why = ENGLISH.get(row["why"], row["why"].split(": ", 1)[-1])
        reasons.setdefault(why, []).append(row["day"])
    return "; ".join(f"{why}: {days_in_words(days)}" for why, days in reasons.items())


def moment_in_words(text):
    """'Selasa 8 Okt 2024 23.59.59'"""
    day = date.fromisoformat(text[:10])
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year} {text[11:19].replace(':', '.')}"


def answer_in_words(answer):
    if "error" in answer:
        return f"ditolak: {answer['error']} ({answer['names']})"
    return f"{MEANING[answer['kind']]} {moment_in_words(answer['last_moment'])}"


def start_in_words(question):
    """The start as it is asked, with the weekday; a wrong one as it stands."""
    text = question["start"]
    try:
        weekday = WEEKDAYS[date.fromisoformat(text[:10]).weekday()] + " "
    except ValueError:
        weekday = ""
    extra = [words for name, words in SETTINGS.items() if question.get(name)]
    extra += [f"jeda {days_in_words([p['from'], p['to']]) if p['from'] == p['to'] else p['from'] + ' s.d. ' + p['to']}"
              f" ({p['why']})" for p in question.get("pauses", ())]
    return weekday + text + ("; " + "; ".join(extra) if extra else "")


def line(case):
    question, answer = case["question"], case["answer"]
    closes = answer.get("counter_closes")
    cells = (case["no"], question["clock"], start_in_words(question), question["zone"], case["about"],
             days_in_words(answer.get("counted", ())), skipped_in_words(answer.get("skipped", ())),
             f"**{answer_in_words(answer)}**", moment_in_words(closes) if closes else "", case["paragraph"],
             " ".join(answer.get("rules", ())), case.get("checked_by", ""))
    return "| " + " | ".join(str(cell) or " " for cell in cells) + " |"


def table():
    """The whole page."""
    parts = [HEAD]
    for group, rows in groupby(cases(), key=lambda case: case["group"]):
        parts.append(f"\n## {group}\n\n{COLUMNS}")
        parts.extend(line(case) + "\n" for case in rows)
    return "".join(parts)


if __name__ == "__main__":
    print(table(), end="")
