"""What keeps the records safe, from the terminal: init, verify, backup, restore, doctor, receipt check."""
import json
import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent.parent
NETRA = os.environ.get("NETRA_BIN") or str(max(TOP.glob("build*/netra"), key=lambda p: p.stat().st_mtime))
OFFICE = ["--code", "99.01", "--name", "Bawaslu Kota Tirtamulya", "--level", "Kota", "--region", "35.79", "--city", "Tirtamulya"]


class Keeper:
    """A data folder and the program at work on it."""

    def __init__(self, folder):
        self.folder, self.data = folder, folder / "data"

    def run(self, *words, data=None):
        env = {**os.environ, "NETRA_DATA": str(data or self.data)}
        return subprocess.run([NETRA, *map(str, words)], capture_output=True, text=True, env=env, cwd=self.folder, timeout=120)

    def verify(self, data=None):
        done = self.run("verify", "--json", data=data)
        assert done.returncode in (0, 1), done.stderr
        answer = json.loads(done.stdout)
        assert answer["sound"] == (done.returncode == 0)
        return answer

    def outside(self, sql):
        db = sqlite3.connect(self.data / "netra.db")
        db.executescript(sql)
        db.close()


@pytest.fixture
def keeper(tmp_path):
    k = Keeper(tmp_path)
    done = k.run("init", *OFFICE)
    assert done.returncode == 0, done.stderr
    (tmp_path / "passphrase").write_text("jambu sungai latihan cadangan\n")
    return k


def test_init_makes_one_office_and_closes_the_folder_to_others(keeper):
    assert keeper.run("init", *OFFICE).returncode == 3
    for path in [keeper.data, keeper.data / "keys", *(keeper.data / "keys").iterdir()]:
        assert path.stat().st_mode & 0o077 == 0, path
    assert keeper.run("init", "--code", "1").returncode == 2
    assert keeper.run("init", *OFFICE[:-4], "--region", "35.79", "--city", "x", "--shows", "2024-10-01").returncode == 2


def test_an_untouched_office_is_sound_and_a_touched_one_is_named(keeper):
    answer = keeper.verify()
    assert answer["sound"] and answer["seals"] == 1 and answer["rows"] == 1
    keeper.outside("UPDATE office SET name = 'Bawaslu Kota Lain'")
    faults = keeper.verify()["faults"]
    assert [(f["kind"], f["table"]) for f in faults] == [("row_changed", "office")]
    text = keeper.run("verify").stdout
    assert "diubah di luar Netra" in text and "was changed outside Netra" in text


def test_a_store_without_its_last_pages_is_damaged(keeper):
    db = keeper.data / "netra.db"
    os.truncate(db, db.stat().st_size // 2)
    assert not keeper.verify()["sound"]


def test_a_sealed_backup_brings_everything_back(keeper):
    before = {p.name: p.read_bytes() for p in (keeper.data / "keys").iterdir()}
    done = keeper.run("backup", "b.nbk", "--passphrase-file", "passphrase", "--json")
    assert done.returncode == 0 and json.loads(done.stdout)["sealed"], done.stderr
    raw = (keeper.folder / "b.nbk").read_bytes()
    assert b"Tirtamulya" not in raw and before["sign.key"] not in raw
    shutil.rmtree(keeper.data)
    assert keeper.run("restore", "b.nbk").returncode == 3  # without the passphrase
    (keeper.folder / "wrong").write_text("bukan kata sandi yang benar\n")
    assert keeper.run("restore", "b.nbk", "--passphrase-file", "wrong").returncode == 3
    assert not keeper.data.exists()
    done = keeper.run("restore", "b.nbk", "--passphrase-file", "passphrase")
    assert done.returncode == 0, done.stderr
    assert keeper.verify()["sound"]
    assert before == {p.name: p.read_bytes() for p in (keeper.data / "keys").iterdir()}


@pytest.mark.parametrize("damage", ["cut", "changed", "end"])
@pytest.mark.parametrize("sealed", [True, False])
def test_a_damaged_backup_is_refused_and_leaves_nothing(keeper, damage, sealed):
    options = ["--passphrase-file", "passphrase"] if sealed else []
    assert keeper.run("backup", "b", *options).returncode == 0
    path = keeper.folder / "b"
    raw = bytearray(path.read_bytes())
    if damage == "cut":
        raw = raw[:len(raw) // 2]
    elif damage == "end":
        raw = raw[:-1536]
    else:
        raw[len(raw) // 2] ^= 1
    path.write_bytes(raw)
    restored = keeper.folder / "restored"
    assert keeper.run("restore", "b", *options, data=restored).returncode == 3
    assert not restored.exists() and not Path(f"{restored}.restoring").exists()


def test_a_restore_never_writes_over_an_office(keeper):
    assert keeper.run("backup", "b", "--with-keys").returncode == 0
    done = keeper.run("restore", "b")
    assert done.returncode == 3 and "never writes over" in done.stderr
    assert keeper.verify()["sound"]


def test_a_backup_without_keys_says_so(keeper):
    done = keeper.run("backup", "b")
    assert done.returncode == 0 and "keys are not in this backup" in done.stderr
    restored = keeper.folder / "restored"
    assert "put keys/ back" in keeper.run("restore", "b", data=restored).stdout
    assert keeper.run("verify", data=restored).returncode == 1


def test_an_unsealed_backup_is_a_plain_tar(keeper):
    assert keeper.run("backup", "b.tar").returncode == 0
    listing = subprocess.run(["tar", "tf", "b.tar"], cwd=keeper.folder, capture_output=True, text=True)
    assert listing.returncode == 0 and "netra.db" in listing.stdout.split()


def test_doctor_sees_what_needs_a_person(keeper):
    seen = {line["what"]: line["well"] for line in json.loads(keeper.run("doctor", "--json").stdout)}
    assert seen["store"] and seen["keys"] and seen["chain"]
    os.chmod(keeper.data / "keys", 0o755)
    done = keeper.run("doctor")
    assert done.returncode == 1 and "chmod" in done.stdout


def test_no_receipt_is_no_receipt(keeper):
    assert keeper.run("receipt", "check", "netra1|palsu").returncode == 1
    line = "netra1|99.01|006/PL/PW/Kota/99.01/X/2024|2024-11-04T02:00:00Z|" + "ab" * 32 + "|7|" + "A" * 86
    done = keeper.run("receipt", "check", line)
    assert done.returncode == 1 and "PALSU" in done.stdout
    assert keeper.run("receipt", "check").returncode == 2
