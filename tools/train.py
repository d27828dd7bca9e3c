"""train.py NETRA [--write | --figures] [--told] [--wrong] [EXTRA...] -- learns lexicon/model.csv from the composed posts and says how well it judges.

`make train` runs it with --write. It asks `netra stance --features` for the named features of every post in
tests/data/posts (all about invented candidates), fits one linear model for the stance and one for the act with
liblinear (Debian liblinear4; L2-regularised logistic regression, one answer against the rest) and writes the weights.
The product never learns: it multiplies and adds what stands in the file.

What is printed is cross-validated: five folds, by author and contest, so that near copies stay together; and once more
with whole regions left out, which is what a new region will see. tests/data/posts/heldback-*.ndjson
are other regions and languages, written before anyone looked for words in them: they are judged and never learned from.
EXTRA are pairs [TITLE:]WATCHLIST=POSTS that are judged likewise (data that may not be learned from, such as posts that
name real people); NETRA_JUDGE_POSTS may hold more of them, with spaces between. --told: comments are given as
comments. --wrong prints the posts that were misjudged. --figures prints the lines that tools/bench.py reads.

The words of the lexicon were chosen with the composed posts in view, so the figures of the folds flatter; data named in
EXTRA that nobody looked at is the better judge.
"""
import collections
import csv
import ctypes
import hashlib
import json
import math
import os
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
POSTS = TOP / "tests/data/posts"
MODEL = TOP / "lexicon/model.csv"
COST = {"stance": 4.0, "act": 3.0}  # chosen on the five folds
WORD_POSTS = 5
SUPPORT_FLOOR = 0.62  # a share below it is no support: a wrong hint costs a person more than a missed one
RECORDED = {"like", "share", "follow"}  # what a record says of itself
KINDS = {"like": "like", "share": "share", "comment": "comment"}


class Node(ctypes.Structure):
    _fields_ = [("index", ctypes.c_int), ("value", ctypes.c_double)]


class Problem(ctypes.Structure):
    _fields_ = [("l", ctypes.c_int), ("n", ctypes.c_int), ("y", ctypes.POINTER(ctypes.c_double)),
                ("x", ctypes.POINTER(ctypes.POINTER(Node))), ("bias", ctypes.c_double)]


class Parameter(ctypes.Structure):
    _fields_ = [("solver_type", ctypes.c_int), ("eps", ctypes.c_double), ("C", ctypes.c_double), ("nr_weight", ctypes.c_int),
                ("weight_label", ctypes.POINTER(ctypes.c_int)), ("weight", ctypes.POINTER(ctypes.c_double)),
                ("p", ctypes.c_double), ("init_sol", ctypes.POINTER(ctypes.c_double))]


class Model(ctypes.Structure):
    _fields_ = [("param", Parameter), ("nr_class", ctypes.c_int), ("nr_feature", ctypes.c_int),
                ("w", ctypes.POINTER(ctypes.c_double)), ("label", ctypes.POINTER(ctypes.c_int)), ("bias", ctypes.c_double)]


def liblinear():
    lib = ctypes.CDLL("liblinear.so.4")
    lib.train.restype = ctypes.POINTER(Model)
    quiet = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(lambda text: None)
    lib.set_print_string_function(quiet)
    lib.quiet = quiet  # must live as long as the library
    return lib


LIB = liblinear()


def fit_one(rows, truth, names, cost):
    """Weights of one answer against the rest, {feature: weight}."""
    index = {name: i + 1 for i, name in enumerate(names)}
    n = len(rows)
    vectors = (ctypes.POINTER(Node) * n)()
    keep = []
    for i, row in enumerate(rows):
        cells = sorted((index[k], v) for k, v in row.items() if k in index)
        nodes = (Node * (len(cells) + 1))(*[Node(k, v) for k, v in cells], Node(-1, 0))
        keep.append(nodes)
        vectors[i] = ctypes.cast(nodes, ctypes.POINTER(Node))
    y = (ctypes.c_double * n)(*[1 if t else -1 for t in truth])
    problem = Problem(n, len(names), y, vectors, -1)
    parameter = Parameter(0, 1e-4, cost, 0, None, None, 0.1, None)
    model = LIB.train(ctypes.byref(problem), ctypes.byref(parameter)).contents
    sign = 1 if model.label[0] == 1 else -1
    return {name: sign * model.w[i] for i, name in enumerate(names)}


def fit(rows, labels, cost, words=None):
    """@words: the plain words that may be learned; others are passed over."""
    names = sorted({k for row in rows for k in row if not k.startswith("word:") or (words and k.split(".")[0] in words)})
    return {label: fit_one(rows, [x == label for x in labels], names, cost) for label in sorted(set(labels))}


def words_of(samples):
    """Plain words in at least WORD_POSTS posts of two regions: a word of one place only may be a name."""
    posts, regions = collections.Counter(), collections.defaultdict(set)
    for s in samples:
        for word in {k.split(".")[0] for k in s.row if k.startswith("word:")}:
            posts[word] += 1
            regions[word].add(s.post.get("region") or "")
    return {w for w, n in posts.items() if n >= WORD_POSTS and len(regions[w]) >= 2}


def shares(model, row):
    """The product's own arithmetic (src/core/screen/stance_model.c)."""
    raw = {label: 1 / (1 + math.exp(-sum(w.get(k, 0) * v for k, v in row.items()))) for label, w in model.items()}
    total = sum(raw.values())
    return {label: x / total for label, x in raw.items()}


def answer(model, row, floor=0.0):
    share = shares(model, row)
    if share.get("support", 1) < floor:
        share["support"] = 0
    return max(sorted(share), key=share.get)


def canonical(post, told):
    kind = KINDS.get(post["act"], "post") if told else "post"
    return json.dumps({"id": post["id"], "platform": post["platform"] if post["platform"] in ("x", "facebook", "instagram", "tiktok", "youtube",
                                                                                    "whatsapp", "telegram") else "other",
                       "kind": kind, "time": "2024-10-20T08:00:00+07:00", "author": {"handle": "", "name": ""}, "text": post["text"],
                       "mentions": [], "hashtags": [], "region": post.get("region") or "", "target": None, "reactions": [], "media": [],
                       "raw": {"format": "composed", "line": 1}}, ensure_ascii=False)


def judge(netra, watchlist, posts, told=False):
    """Posts with what netra says of them; @told: the record says whether it is a comment, like or share."""
    text = "".join(canonical(p, told) + "\n" for p in posts)
    done = subprocess.run([netra, "stance", "--features", "--watchlist", str(watchlist), "-"], input=text, capture_output=True, text=True)
    said = [json.loads(line) for line in done.stdout.splitlines()]
    if len(said) != len(posts):
        sys.exit(f"netra judged {len(said)} of {len(posts)} posts: {done.stderr.strip()[:400]}")
    return said


def read_posts(path):
    return [json.loads(line) for line in open(path, encoding="utf-8") if line.strip()]


def row_of(said):
    """Features; a second set of weights is used where no candidate is spoken of."""
    return {k + ("" if said["object"] else ".none"): v for k, v in said["features"].items()}


def fold_of(post, folds=5):
    key = f"{post.get('author', '')}|{post.get('region') or ''}"
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % folds


class Sample:
    def __init__(self, post, said, learn, outside):
        self.post, self.said, self.learn, self.row = post, said, learn, row_of(said)
        self.outside = outside  # "": composed and learned from; else where it comes from
        self.stance, self.act = post["label_support"], post.get("act")
        self.recorded = said["act"] if said["act"] in RECORDED else None


def guesses(samples, group):
    """Every sample judged by models that never saw its group."""
    ret = {}
    for part in sorted({group(s) for s in samples}):
        rest = [s for s in samples if s.learn and group(s) != part]
        free = [s for s in rest if not s.said["rule"]]
        stances = fit([s.row for s in free], [s.stance for s in free], COST["stance"], words_of(rest))
        acting = [s for s in rest if s.act and not s.recorded]
        acts = fit([s.row for s in acting], [s.act for s in acting], COST["act"])
        for s in samples:
            if group(s) == part:
                stance = s.said["stance"] if s.said["rule"] else answer(stances, s.row, SUPPORT_FLOOR)
                act = s.recorded or ("socialisation" if s.said["rule"] == "socialisation" else "quoting" if s.said["rule"] == "quotation" else answer(acts, s.row))
                ret[id(s)] = (stance, act)
    return ret


def measure(pairs):
    """{label: (how many, precision, recall, F1)}, macro-F1 over the labels that occur, share that is right; of (truth, said)."""
    labels = sorted({t for t, _ in pairs} | {s for _, s in pairs})
    each = {}
    for label in labels:
        right = sum(t == s == label for t, s in pairs)
        said, true = sum(s == label for _, s in pairs), sum(t == label for t, _ in pairs)
        p, r = right / said if said else 0, right / true if true else 0
        each[label] = (true, p, r, 2 * p * r / (p + r) if right else 0)
    fs = [f for n, _, _, f in each.values() if n]
    return each, sum(fs) / len(fs) if fs else 0, sum(t == s for t, s in pairs) / len(pairs) if pairs else 0


def table(pairs, title):
    """Prints precision and recall by label; returns macro-F1, accuracy and {label: (precision, recall)}."""
    each, macro, right = measure(pairs)
    print(f"\n{title} ({len(pairs)} posts)")
    for label, (n, p, r, f) in each.items():
        print(f"  {label:<22} n {n:>4}  precision {p:.3f}  recall {r:.3f}  F1 {f:.3f}")
    print(f"  macro-F1 {macro:.3f}, right {sum(t == s for t, s in pairs)} of {len(pairs)} ({right:.3f})")
    return macro, right, {label: (p, r) for label, (_, p, r, _) in each.items()}


def report(samples, said, title):
    macro, _, each = table([(s.stance, said[id(s)][0]) for s in samples], title + ": stance")
    if any(s.act for s in samples):
        table([(s.act, said[id(s)][1]) for s in samples if s.act], title + ": act")
        print("\n  hard negatives wrongly called support, by kind:")
        kinds = collections.Counter(s.act for s in samples if s.post.get("hard_negative"))
        wrong = collections.Counter(s.act for s in samples if s.post.get("hard_negative") and said[id(s)][0] == "support")
        print("   " + ", ".join(f"{k} {wrong[k]}/{n}" for k, n in sorted(kinds.items())))
    if any("lang" in s.post for s in samples):
        langs = collections.Counter(s.post.get("lang", "-") for s in samples)
        right = collections.Counter(s.post.get("lang", "-") for s in samples if said[id(s)][0] == s.stance)
        print("  right by language: " + ", ".join(f"{k} {right[k]}/{n}" for k, n in sorted(langs.items())))
    return macro, each


def load(netra, extra, told):
    samples = []
    for posts in sorted(POSTS.glob("*.ndjson")):
        watch = POSTS / "watchlist.csv" if posts.stem == "labelled" else posts.with_suffix(".csv")
        rows = read_posts(posts)
        held = posts.stem.startswith("heldback")
        samples += [Sample(p, s, not held, "held back" if held else "") for p, s in zip(rows, judge(netra, watch, rows, told))]
    for pair in extra:
        title, _, pair = pair.rpartition(":")
        watch, posts = pair.split("=")
        rows = read_posts(posts)
        samples += [Sample(p, s, False, title or Path(posts).stem) for p, s in zip(rows, judge(netra, watch, rows, told))]
    return samples


def write(samples):
    free = [s for s in samples if s.learn and not s.said["rule"]]
    acting = [s for s in samples if s.learn and s.act and not s.recorded]
    models = {"stance": fit([s.row for s in free], [s.stance for s in free], COST["stance"], words_of([s for s in samples if s.learn])),
              "act": fit([s.row for s in acting], [s.act for s in acting], COST["act"])}
    learned = [s for s in samples if s.learn]
    digest = hashlib.sha256("".join(sorted(s.post["id"] + s.post["text"] for s in learned)).encode()).hexdigest()[:16]
    with open(MODEL, "w", encoding="utf-8", newline="") as f:
        out = csv.writer(f, lineterminator="\n")
        out.writerow(["model", "answer", "feature", "weight"])
        out.writerow(["about", f"tools/train.py with liblinear on {len(learned)} composed posts of tests/data/posts (SHA-256 {digest})", "", ""])
        out.writerow(["support_floor", "", "", SUPPORT_FLOOR])
        for name, model in models.items():
            for label, weights in sorted(model.items()):
                out.writerows([name, label, k, f"{v:.3f}"] for k, v in sorted(weights.items()) if abs(v) >= 0.005)
    print(f"\nwritten: {MODEL.relative_to(TOP)}")


def figures(samples, said, title, limits, each_label=True):
    """Lines for tools/bench.py, `figure | value | limit | note`; @limits: of precision and recall of support and of macro-F1, None: none."""
    each, macro, _ = measure([(s.stance, said[id(s)][0]) for s in samples])
    n, precision, recall, _ = each.get("support", (0, 0, 0, 0))
    for name, value, limit, note in (("precision of support", precision, limits[0], f"{n} of {len(samples)} posts are support"),
                                     ("recall of support", recall, limits[1], ""),
                                     (f"macro-F1 of {len(each)} stances", macro, limits[2], "")):
        print(f"{title}: {name} | {value:.3f} | {f'>= {limit}' if limit else ''} | {note}")
    for label, (n, p, r, f) in each.items() if each_label else ():
        print(f"  stance {label}, precision | {p:.3f} | | recall {r:.3f}, F1 {f:.3f} of {n}")
    acting = [s for s in samples if s.act]
    if not acting:
        return
    each, macro, right = measure([(s.act, said[id(s)][1]) for s in acting])
    print(f"{title}: acts right | {right:.3f} | | macro-F1 {macro:.3f} of {len(each)} acts, {len(acting)} posts")
    for label, (n, p, r, f) in each.items() if each_label else ():
        print(f"  act {label}, precision | {p:.3f} | | recall {r:.3f}, F1 {f:.3f} of {n}")
    hard = [s for s in acting if s.post.get("hard_negative")]
    wrong = [s for s in hard if said[id(s)][0] == "support"]
    print(f"{title}: hard negatives called support | {len(wrong) / max(len(hard), 1):.3f} | | {len(wrong)} of {len(hard)}")
    for kind, n in sorted(collections.Counter(s.act for s in hard).items()) if each_label else ():
        bad = sum(s.act == kind for s in wrong)
        print(f"  hard negative {kind}, not called support | {1 - bad / n:.3f} | | {bad} of {n} called support, stance right in {sum(s.act == kind and s.stance == said[id(s)][0] for s in hard) / n:.3f}")


GATES = (0.95, 0.85, 0.85)  # precision of support, at that recall, macro-F1 of four stances
GATES_OF_OTHERS = (None, None, 0.65)  # texts that other people labelled, with stances alone


def all_figures(own, outside, said):
    """@outside: {title: samples that are never learned from}."""
    figures(own, said, "composed, 5 folds", GATES)
    figures(own, guesses(own, lambda s: s.post.get("region") or ""), "composed, each region left out", (None, None, None), False)
    for title, samples in outside.items():
        figures(samples, said, title, GATES if any(s.act for s in samples) else GATES_OF_OTHERS)


def main():
    netra, rest = sys.argv[1], sys.argv[2:]
    extra = [x for x in rest + os.environ.get("NETRA_JUDGE_POSTS", "").split() if "=" in x]
    samples = load(netra, extra, "--told" in rest)
    said = guesses(samples, lambda s: fold_of(s.post))
    outside = {title: [s for s in samples if s.outside == title] for title in sorted({s.outside for s in samples} - {""})}
    if "--figures" in rest:
        all_figures([s for s in samples if s.learn], outside, said)
        return 0
    for title, some in outside.items():
        report(some, said, f"{title} (never learned from)")
    own = [s for s in samples if s.learn]
    report(own, said, "composed posts, 5 folds")
    report(own, guesses(own, lambda s: s.post.get("region") or ""), "composed posts, each region left out")
    for s in samples if "--wrong" in rest else []:
        if said[id(s)][0] != s.stance and s.outside != "held back":  # whoever reads those could not judge by them any more
            print(f"wrong {s.outside or 'composed'} | {s.stance} -> {said[id(s)][0]} | {s.said['rule'] or ''} | {s.act} | {s.post['text']}")
    if "--write" in rest:
        write(samples)
    return 0


if __name__ == "__main__":
    sys.exit(main())
