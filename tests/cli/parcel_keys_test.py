"""`netra package`: keys and checks by command, on a machine that has no office. The containers are those of the fuzz corpus."""
import json
import shutil
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "fuzz" / "corpus" / "parcel"
PHRASE = "beringin tua di alun-alun\n"


def test_a_pair_of_keys_is_made_once_and_closed_by_a_passphrase(netra, tmp_path):
    made = netra("--json", "package", "key", "Kantor Uji", "--out", "kunci.json", input=PHRASE)
    assert made.returncode == 0, made.stderr
    said, file = json.loads(made.stdout), json.loads((tmp_path / "kunci.json").read_text())
    assert said["fingerprint"] == file["fingerprint"] and said["public"] == file["public"] and file["name"] == "Kantor Uji"
    assert (tmp_path / "kunci.json").stat().st_mode & 0o777 == 0o600
    again = netra("package", "key", "Kantor Uji", "--out", "kunci.json", input=PHRASE)
    assert again.returncode == 3 and "kunci.json" in again.stderr and json.loads((tmp_path / "kunci.json").read_text()) == file
    short = netra("package", "key", "Kantor Uji", "--out", "lain.json", input="pendek\n")
    assert short.returncode == 1 and not (tmp_path / "lain.json").exists()
    long = netra("package", "key", "Kantor Uji", "--out", "lain.json", input="x" * 1025 + "\n")  # not cut short in silence
    assert long.returncode == 1 and "at most 1024 bytes" in long.stderr and not (tmp_path / "lain.json").exists()
    longest = netra("package", "key", "Kantor Uji", "--out", "lain.json", input="x" * 1024 + "\n")
    assert longest.returncode == 0, longest.stderr


def test_a_plain_container_is_checked_and_what_was_added_is_named(netra, tmp_path):
    shutil.copy(CORPUS / "plain.zip", tmp_path)
    fine = netra("--json", "package", "check", "plain.zip")
    assert fine.returncode == 0, fine.stderr
    said = json.loads(fine.stdout)
    assert said["good"] and not said["sealed"] and not said["office_compared"] and [f["name"] for f in said["files"]] == ["bukti/B-01.txt", "surat.pdf"]
    (tmp_path / "kantor.pub").write_bytes(bytes(32))
    other = netra("package", "check", "plain.zip", "--office", "kantor.pub")
    assert other.returncode == 1 and "daftar.sha256: ditandatangani kantor lain" in other.stdout
    body = (tmp_path / "plain.zip").read_bytes()
    for name, bytes_ in (("cut.zip", body[:300]), ("text.zip", b"halo")):
        (tmp_path / name).write_bytes(bytes_)
        assert netra("package", "check", name).returncode == 1, name


def test_a_sealed_one_needs_its_key_and_the_right_one(netra, tmp_path):
    shutil.copy(CORPUS / "sealed", tmp_path)
    none = netra("package", "check", "sealed")
    assert none.returncode == 1 and "sealed for the key 0000 0000" in none.stderr
    netra("package", "key", "Kantor Uji", "--out", "kunci.json", input=PHRASE)
    wrong = netra("package", "check", "sealed", "--key", "kunci.json", input="frasa yang salah sekali\n")
    assert wrong.returncode == 1 and "passphrase" in wrong.stderr
    other = netra("package", "open", "sealed", "--key", "kunci.json", "--out", "isi", input=PHRASE)
    assert other.returncode == 1 and "and yours is" in other.stderr and not (tmp_path / "isi").exists()


def test_opening_writes_into_a_new_folder_only(netra, tmp_path):
    shutil.copy(CORPUS / "plain.zip", tmp_path)
    assert netra("package", "open", "plain.zip", "--out", "isi").returncode == 0
    assert (tmp_path / "isi" / "bukti" / "B-01.txt").read_text() == "isi"
    again = netra("package", "open", "plain.zip", "--out", "isi")
    assert again.returncode == 3 and "isi" in again.stderr


def test_wrong_words_are_usage(netra):
    for words in ((), ("check",), ("open", "x"), ("key", "x"), ("send", "x")):
        assert netra("package", *words).returncode == 2, words
    assert netra("package", "check", "nothing.netra").returncode == 3
