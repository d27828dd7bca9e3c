"""pipeline.py FOLDER SLANG -- what one would write first in Python: the peer that `make bench` runs beside Netra.

Per post: json; the text read; an Aho-Corasick automaton (pyahocorasick, in C) over all terms of the watch-list, word by
word; and, when a candidate is named, every actor looked up in a dict of handles and a dict of exact names, and a line
of JSON for each found. Texts are read in one of two ways:

  simple   NFKC, small letters, words by a regular expression, loose spellings replaced by a dict
  alike    and, as Netra does, look-alike letters and accents undone, stretched letters shortened, number letters undone:
           what it takes to find the same candidates in the same posts

It knows no stance, no typing mistakes and no initials in names, and checks neither dates nor double keys: it does less
than Netra either way. It is written to be quick: one pass, local names, no collection of garbage while it works, the
words joined to one text for the automaton, which needs no look at word ends afterwards.

It says `ready SECONDS MEGABYTES` when everything is loaded. Asked `WAY FROM BYTES`, it screens those bytes of
posts.ndjson and answers `POSTS SECONDS CONCERNED ALERTS`; seconds are of the processor, reading the file is not among them.
"""
import csv
import gc
import json
import re
import resource
import sys
import time
import unicodedata
from pathlib import Path

WORD = re.compile(r"\w+")
STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
NUMBER_LETTERS = str.maketrans("013457", "oieast")
LOOK_ALIKES = str.maketrans("ıłɑɡавекмнопрстухѕіјαεηικνορτυχ",
                            "ilagabekmhonpctyxsijaenikvoptux")
TITLES = re.compile(r"(?:(?:Prof|Drs|Dra|Dr|Ir|KH|Hj|H)\.\s*)+", re.IGNORECASE)


def rows(path):
    with open(path, encoding="utf-8-sig", newline="") as f:
        yield from csv.DictReader(f)


def slang_of(path):
    return {row["slang"]: row["everyday"] for row in rows(path)}


def simple(slang):
    """The words of a text as one text, a blank around each."""
    fold, find, loose = unicodedata.normalize, WORD.findall, slang.get

    def words(text):
        return " " + " ".join([loose(w, w) for w in find(fold("NFKC", text).lower())]) + " "
    return words


def alike(slang):
    """The same, as a reader means them: no disguise, no stretched letters, no number letters."""
    fold, find, loose, stretched, combining = unicodedata.normalize, WORD.findall, slang.get, STRETCHED.sub, unicodedata.combining

    def words(text):
        text = fold("NFKC", text).lower()
        if not text.isascii():
            text = "".join([c for c in fold("NFD", text.translate(LOOK_ALIKES)) if not combining(c)])
        text = stretched(r"\1", text)
        found = [w if w.isalpha() or w.isdigit() else w.translate(NUMBER_LETTERS) for w in find(text)]
        return " " + " ".join([loose(w, w) for w in found]) + " "
    return words


def plain_name(name):
    """As the register writes it: capitals, no titles before or behind."""
    name = name.split(",", 1)[0]
    titles = TITLES.match(name)
    return (name[titles.end():] if titles else name).strip().upper()


def automaton_of(folder, words):
    import ahocorasick  # here, so that what is pure Python can be tested without it
    automaton = ahocorasick.Automaton()
    for row in rows(folder / "watchlist.csv"):
        key = words(row["term"])
        pairs = automaton.get(key, [])
        pairs.append((row["contest"], row["pair"], row["kind"], row["term"]))
        automaton.add_word(key, pairs)
    automaton.make_automaton()
    return automaton


def people_of(folder):
    """Handles to persons, exact names to the first person who bears them and how many do."""
    names, by_nip, handles = {}, {}, {}
    with open(folder / "registry.csv", encoding="utf-8-sig", newline="") as f:
        table = csv.reader(f)
        header = next(table)
        nip_at, name_at = header.index("nip"), header.index("nama")
        for i, row in enumerate(table):
            name = row[name_at]
            found = names.get(name)
            if found:
                found[1] += 1
            else:
                names[name] = [i, 1]
            by_nip[row[nip_at]] = i
    with open(folder / "accounts.csv", encoding="utf-8-sig", newline="") as f:
        table = csv.reader(f)
        header = next(table)
        platform_at, handle_at, nip_at = (header.index(k) for k in ("platform", "handle", "nip"))
        for row in table:
            handles[row[platform_at], row[handle_at]] = by_nip.get(row[nip_at])
    return handles, names


def screen(lines, words, automaton, handles, names):
    """Alerts of @lines, a list of JSON texts; how many posts named a candidate."""
    loads, dumps, search, by_handle, by_name = json.loads, json.dumps, automaton.iter, handles.get, names.get
    alerts, concerned = [], 0
    for line in lines:
        post = loads(line)
        text = " ".join([post.get("text") or "", *(post.get("mentions") or ()), *(post.get("hashtags") or ())])
        pairs = [pair for _, found in search(words(text)) for pair in found]
        if not pairs:
            continue
        concerned += 1
        platform = post.get("platform")
        actors = [("post", post.get("author"))]
        actors += [(f"reaction:{i}", r.get("author")) for i, r in enumerate(post.get("reactions") or ())]
        for item, author in actors:
            if not author:
                continue
            how, person, namesakes = "account", by_handle((platform, author.get("handle"))), 0
            if person is None:
                found = by_name(plain_name(author.get("name") or ""))
                if not found:
                    continue
                how, (person, namesakes) = "name", found
            alerts.append(dumps({"post": post.get("id"), "item": item, "subject": {"ref": person, "how": how, "namesakes": namesakes},
                                 "object": pairs[0]}, ensure_ascii=False))
    return alerts, concerned


def main():
    folder = Path(sys.argv[1])
    gc.disable()
    began = time.process_time()
    slang = slang_of(sys.argv[2])
    ways = {way.__name__: way(slang) for way in (simple, alike)}
    automata = {name: automaton_of(folder, words) for name, words in ways.items()}
    handles, names = people_of(folder)
    print(f"ready {time.process_time() - began:.1f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}", flush=True)
    with open(folder / "posts.ndjson", "rb") as f:
        for question in sys.stdin:
            way, start, size = question.split()
            f.seek(int(start))
            lines = [line for line in f.read(int(size)).decode().split("\n") if line]
            began = time.process_time()
            alerts, concerned = screen(lines, ways[way], automata[way], handles, names)
            print(len(lines), f"{time.process_time() - began:.6f}", concerned, len(alerts), flush=True)


if __name__ == "__main__":
    main()
