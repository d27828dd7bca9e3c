#!/usr/bin/env python3
"""pagec.py -- a page (HTML with Jinja2 marks) becomes a C function that writes it, when we build.

    pagec.py PAGES_DIR IN.html OUT.h OUT.c

The first line of a page names its function and what it shows; `include` lines name the headers of its types:

    {# page: intake_receipt(const struct receipt_view *v) #}
    {# include: web/intake_views.h #}
    {% extends "_layout.html" %}
    {% block body %}<h1>{{ t("Laporan diterima", "Report received") }}</h1>
    <p>{{ v.number }}</p>{% for f in v.files %}<li>{{ loop.index }}. {{ f.name }}</li>{% endfor %}{% endblock %}

gives  void page_intake_receipt(struct buf *out, const struct page *p, const struct receipt_view *v);

{{ x }} escapes by its C type (text, number, day, instant); {{ x|filter }} calls page_filter_<filter>;
{{ icon("pen") }} draws the symbol of that name from _icons.svg; {{ icons() }} in the layout is the sprite with just
the symbols that the page uses; {{ icons("a", "b") }} adds some that {{ name|icon }} chooses when the page runs.
{{ t("Indonesian", "English") }} chooses by the reader's language and may hold markup of ours; t() in a condition or
as an argument is not allowed. A name is the parameter, `p` (struct page), a loop variable or one made by
{% set a = v.b %}; the first dot of a pointer is ->, further dots are '.'. Lists are structs with `items` and `n`;
loop.index, loop.first, loop.last work. Conditions: and, or, not, ==, !=, <, >, <=, >=, a string literal compares
text, `en` is true for English. {% include "_part.html" %} is compiled in place. A misspelt field is an error of
the C compiler at the line of the page.
"""
import re
import sys
from pathlib import Path

from jinja2 import Environment, nodes


class Page:
    def __init__(self, folder, path):
        self.folder, self.path, self.env = folder, path, Environment(keep_trailing_newline=True, trim_blocks=True, lstrip_blocks=True)
        text = path.read_text()
        head = re.match(r"\{# page: (\w+)\((.*?)\) #\}", text)
        if not head:
            sys.exit(f"{path}:1: expected {{# page: name(const struct type *v) #}}")
        self.name, self.parameter = head[1], head[2].strip()
        self.includes = re.findall(r"\{# include: (\S+) #\}", text)
        self.out, self.depth, self.serial, self.file = [], 1, 0, path
        self.pointers = {"p"} | ({self.parameter.split("*")[-1].strip()} if self.parameter else set())
        self.values = set()
        self.blocks = {}
        self.icons, self.sprite_at, self.loops = set(), None, []

    def stop(self, node, text):
        sys.exit(f"{self.file}:{getattr(node, 'lineno', 1)}: {text}")

    def parse(self, name):
        self.file = self.folder / name if isinstance(name, str) else name
        if not self.file.exists():
            sys.exit(f"{self.path}:1: no page {name}")
        return self.env.parse(self.file.read_text())

    def line(self, text, node=None):
        if node is not None:
            self.out.append(f'#line {node.lineno} "{self.file}"')
        self.out.append("\t" * self.depth + text)

    def raw(self, text):
        for part in re.findall(r"[^\n]*\n|[^\n]+", text):
            quoted = part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("?", "\\?")
            self.line(f'buf_raw(out, "{quoted}", {len(part.encode())});')

    def symbol(self, node, name):
        if name not in self.symbols():
            self.stop(node, f"no symbol '{name}' in _icons.svg")
        self.icons.add(name)
        return name

    def symbols(self):
        text = (self.folder / "_icons.svg").read_text()
        return {m[1]: m[0] for m in re.finditer(r'<symbol id="([\w-]+)".*?</symbol>', text, re.S)}

    def sprite(self):
        """The symbols that were used, put where icons() stood; known only once the whole page was read."""
        if self.sprite_at is None:
            return
        later, self.out = self.out[self.sprite_at:], self.out[:self.sprite_at]
        self.raw('<svg class="sprite" aria-hidden="true">' + "".join(self.symbols()[i] for i in sorted(self.icons)) + "</svg>")
        self.out += later

    # Expressions
    def expr(self, n):
        if isinstance(n, nodes.Name):
            if n.name == "en":
                return "(p->lang == EN)"
            if n.name not in self.pointers | self.values:
                self.stop(n, f"'{n.name}' is not known here")
            return n.name
        if isinstance(n, nodes.Getattr):
            if isinstance(n.node, nodes.Name) and n.node.name == "loop":
                at = self.loops[-1]
                return {"index": f"((int64_t){at[0]} + 1)", "first": f"({at[0]} == 0)", "last": f"({at[0]} + 1 == ({at[1]}).n)"}[n.attr]
            arrow = "->" if isinstance(n.node, nodes.Name) and n.node.name in self.pointers else "."
            return f"{self.expr(n.node)}{arrow}{n.attr}"
        if isinstance(n, nodes.Const):
            if isinstance(n.value, bool):
                return str(n.value).lower()
            if isinstance(n.value, int):
                return str(n.value)
            return '"' + str(n.value).replace("\\", "\\\\").replace('"', '\\"') + '"'
        self.stop(n, f"cannot be written in C: {type(n).__name__}")

    def test(self, n):
        if isinstance(n, nodes.And):
            return f"({self.test(n.left)} && {self.test(n.right)})"
        if isinstance(n, nodes.Or):
            return f"({self.test(n.left)} || {self.test(n.right)})"
        if isinstance(n, nodes.Not):
            return f"!({self.test(n.node)})"
        if isinstance(n, nodes.Compare):
            if len(n.ops) != 1:
                self.stop(n, "one comparison at a time")
            op, right = n.ops[0].op, n.ops[0].expr
            sign = {"eq": "==", "ne": "!=", "lt": "<", "gt": ">", "lteq": "<=", "gteq": ">="}[op]
            if isinstance(right, nodes.Const) and isinstance(right.value, str):
                return f"({'' if op == 'eq' else '!'}page_equal({self.expr(n.expr)}, {self.expr(right)}))"
            return f"({self.expr(n.expr)} {sign} {self.expr(right)})"
        return f"page_true({self.expr(n)})"

    def put(self, n):
        if isinstance(n, nodes.TemplateData):
            self.raw(n.data)
        elif isinstance(n, nodes.Call) and isinstance(n.node, nodes.Name) and n.node.name == "t":
            if len(n.args) != 2 or not all(isinstance(a, nodes.Const) for a in n.args):
                self.stop(n, 't() takes two texts: t("Indonesia", "English")')
            self.line("if (p->lang == EN) {")
            self.depth += 1
            self.raw(n.args[1].value)
            self.depth -= 1
            self.line("} else {")
            self.depth += 1
            self.raw(n.args[0].value)
            self.depth -= 1
            self.line("}")
        elif isinstance(n, nodes.Call) and isinstance(n.node, nodes.Name) and n.node.name == "icon":
            if len(n.args) != 1 or not isinstance(n.args[0], nodes.Const):
                self.stop(n, 'icon() takes the name of a symbol: icon("pen")')
            name = self.symbol(n, n.args[0].value)
            box = "0 0 32 32" if name == "netra" else "0 0 24 24"
            kind = "mark" if name == "netra" else "i"
            self.raw(f'<svg class="{kind}" aria-hidden="true" viewBox="{box}"><use href="#{name}"/></svg>')
        elif isinstance(n, nodes.Call) and isinstance(n.node, nodes.Name) and n.node.name == "icons":
            for a in n.args:
                self.symbol(n, a.value)
            if not n.args:
                self.sprite_at = len(self.out)
        elif isinstance(n, nodes.Filter):
            self.line(f"page_filter_{n.name}(out, p, {self.expr(n.node)});", n)
        elif isinstance(n, nodes.Const):
            self.raw(str(n.value))
        else:
            self.line(f"page_put(out, p, {self.expr(n)});", n)

    # Statements
    def body(self, items):
        for n in items:
            self.statement(n)

    def statement(self, n):
        if isinstance(n, nodes.Output):
            for part in n.nodes:
                self.put(part)
        elif isinstance(n, nodes.If):
            self.line(f"if ({self.test(n.test)}) {{", n)
            self.inside(n.body)
            for other in n.elif_:
                self.line(f"}} else if ({self.test(other.test)}) {{", other)
                self.inside(other.body)
            if n.else_:
                self.line("} else {")
                self.inside(n.else_)
            self.line("}")
        elif isinstance(n, nodes.For):
            self.serial += 1
            at, source, name = f"i{self.serial}", self.expr(n.iter), n.target.name
            if isinstance(n.iter, nodes.Name) and n.iter.name in self.pointers:
                source = f"(*{source})"
            if n.else_:
                self.line(f"if (!({source}).n) {{", n)
                self.inside(n.else_)
                self.line("}")
            self.line(f"for (size_t {at} = 0; {at} < ({source}).n; {at}++) {{", n)
            self.line(f"\tconst __typeof__(({source}).items[0]) *{name} = &({source}).items[{at}];", n)
            self.line(f"\t(void){name};")
            self.loops.append((at, source))
            new = name not in self.pointers
            self.pointers.add(name)
            self.inside(n.body)
            if new:
                self.pointers.discard(name)
            self.loops.pop()
            self.line("}")
        elif isinstance(n, nodes.Assign):
            self.line(f"__auto_type {n.target.name} = {self.expr(n.node)};", n)
            self.values.add(n.target.name)
        elif isinstance(n, nodes.Block):
            kept, (self.file, block) = self.file, self.blocks.get(n.name, (self.file, n))
            self.body(block.body)
            self.file = kept
        elif isinstance(n, nodes.Include):
            kept = self.file
            self.body(self.parse(n.template.value).body)
            self.file = kept
        else:
            self.stop(n, f"{type(n).__name__} is not something a page can do")

    def inside(self, items):
        self.depth += 1
        self.body(items)
        self.depth -= 1

    def write(self, header, source):
        tree = self.parse(self.path)
        while True:
            for block in tree.find_all(nodes.Block):
                self.blocks.setdefault(block.name, (self.file, block))
            parents = [n for n in tree.body if isinstance(n, nodes.Extends)]
            if not parents:
                break
            tree = self.parse(parents[0].template.value)
        self.body(tree.body)
        self.sprite()
        signature = f"void page_{self.name}(struct buf *out, const struct page *p" + (f", {self.parameter})" if self.parameter else ")")
        head = [f"/* Made from {self.path.name} by tools/pagec.py. */", "#pragma once", '#include "web/web.h"']
        head += [f'#include "{i}"' for i in self.includes] + [signature + ";", ""]
        Path(header).write_text("\n".join(head))
        v = self.parameter.split("*")[-1].strip()
        body = [f'#include "{Path(header).name}"', "", signature, "{", "\t(void)p;"] + ([f"\t(void){v};"] if v else []) + self.out + ["}", ""]
        Path(source).write_text("\n".join(body))


if __name__ == "__main__":
    Page(Path(sys.argv[1]), Path(sys.argv[2])).write(sys.argv[3], sys.argv[4])
