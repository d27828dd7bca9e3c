"""axe.py -- axe-core, the rules of WCAG that a machine can check, run inside a page of the tests' browser.

It is the one helper of the tests that comes from npm: a single file, fetched once into the build folder and taken only when
its SHA-512 is the one below. The product neither contains nor needs it. NETRA_AXE names a file that is there already, for
machines without a way to npm.
"""
import base64
import hashlib
import io
import json
import os
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

import pytest

VERSION = "4.11.0"
INTEGRITY = "ilYanEU8vxxBexpJd8cWM4ElSQq4QctCLKih0TSfjIfCQTeyH/6zVrmIJfLPrKTKJRbiG+cfnZbQIjAlJmF1jQ=="  # as npm publishes it
REGISTRY = os.environ.get("npm_config_registry", "https://registry.npmjs.org/").rstrip("/")
ADDRESS = f"{REGISTRY}/axe-core/-/axe-core-{VERSION}.tgz"
PACKAGE_MAX = 4 << 20
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: {type: "tag", values: %s}, resultTypes: ["violations", "incomplete"]})
   .then(r => done({violations: r.violations, passes: r.passes.length}), why => done({error: String(why)}));"""


def fetch(place):
    """The file out of the package of npm; what was fetched is checked before it is opened."""
    try:
        with urllib.request.urlopen(ADDRESS, timeout=60) as answer:
            package = answer.read(PACKAGE_MAX)
    except (urllib.error.URLError, OSError) as why:
        pytest.skip(f"{ADDRESS} cannot be reached ({why}); NETRA_AXE may name the file")
    found = base64.b64encode(hashlib.sha512(package).digest()).decode()
    assert found == INTEGRITY, f"{ADDRESS} is not what it was: sha512-{found}"
    with tarfile.open(fileobj=io.BytesIO(package)) as tar:
        text = tar.extractfile("package/axe.min.js").read()
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(f".{os.getpid()}")
    half.write_bytes(text)
    half.rename(place)


def source():
    named = os.environ.get("NETRA_AXE")
    if named:
        return Path(named).read_text()
    place = Path(os.environ.get("NETRA_BUILD", "build")) / "npm" / f"axe-{VERSION}.min.js"
    if not place.exists():
        fetch(place)
    return place.read_text()


class Axe:
    """faults(browser) -> sentences; an empty list when nothing was found."""

    def __init__(self):
        self.source, self.run = source(), RUN % json.dumps(TAGS)

    def faults(self, b):
        b.set_script_timeout(60)
        if not b.execute_script("return typeof axe === 'object'"):
            b.execute_script(self.source)
        got = b.execute_async_script(self.run)
        assert "error" not in got, got["error"]
        assert got["passes"], "axe looked at nothing"
        return [f"{v['id']}: {v['help']}: {' | '.join(n['html'][:160] + ' ' + n['failureSummary'][:200] for n in v['nodes'][:3])}"
                for v in got["violations"]]
