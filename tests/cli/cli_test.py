"""What a person or a script meets at the terminal: options, exit codes, and the commands that need no records."""
import json
from pathlib import Path

CASES = Path(__file__).resolve().parent.parent / "data" / "clock-cases.json"
COMMANDS = ["act", "clock", "config", "identity", "route", "rulepack", "version"]


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_help_lists_every_command_and_a_bare_netra_is_wrong_usage(netra):
    done = netra("help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout
    assert netra("--help").stdout == done.stdout
    assert netra().returncode == 2


def test_each_command_explains_its_options(netra):
    for command in COMMANDS:
        done = netra(command, "--help")
        assert done.returncode == 0 and "--json" in done.stdout and command in done.stdout, command


def test_wrong_usage_is_two_and_says_why_on_stderr(netra):
    for words, why in [(["fly"], "'fly' is no command"), (["clock", "--clok", "x"], "--clok"), (["--dta", "x", "act"], "--dta"),
                       (["act"], "--code CODE or --list"), (["route", "--class", "PNS"], "--at DATE"),
                       (["act", "--list", "--class", "KING"], "'KING' is no class"), (["act", "--list", "--at", "soon"], "soon"),
                       (["config"], "config check"), (["rulepack"], "rulepack check"),
                       (["clock", "--clock", "PK-REPORT", "--start", "2024-10-01"], "--zone"),
                       (["clock", "--clock", "PK-NONE", "--start", "2024-10-01", "--zone", "WIB"], "PK-NONE"),
                       (["clock", "--clock", "PK-REPORT", "--start", "2024-02-30", "--zone", "WIB"], "2024-02-30"),
                       (["clock", "--clock", "PK-REPORT", "--start", "2024-10-01", "--zone", "EST"], "EST")]:
        done = netra(*words)
        assert (done.returncode, done.stdout) == (2, ""), words
        assert why in done.stderr, words


def test_common_options_stand_before_or_after_the_command(netra):
    before, after = netra("--json", "--data=nowhere", "version"), netra("version", "--data", "nowhere", "--json")
    assert before.stdout == after.stdout
    assert len(json.loads(before.stdout)["rulepack"]) == 64


def test_no_command_here_makes_a_data_folder(netra, tmp_path):
    netra("version")
    netra("act", "--list")
    netra("config", "check")
    assert list(tmp_path.iterdir()) == []


def test_the_worked_cases_come_out_without_difference(netra):
    cases = json.loads(CASES.read_text())["cases"]
    done = netra("clock", "--batch", CASES)
    assert (done.returncode, done.stderr) == (0, "")
    for case, got in zip(cases, lines(done), strict=True):
        assert got["id"] == case["id"]
        assert got["last_moment"] == case["expected_last_moment"], case["id"]
        assert got["kind"] == case["expected_kind"], case["id"]
        assert got["counted"] == case["counted_days"], case["id"]
        assert [{"date": s["day"], "why": s["why"]} for s in got["skipped"]] == case["skipped_days"], case["id"]
        if "expected_last_counter_moment" in case:
            assert got["counter_closes"] == case["expected_last_counter_moment"], case["id"]


def test_a_batch_answers_line_by_line_in_order_and_says_what_it_cannot_compute(netra):
    asked = [{"procedure": "pilkada", "clock": "PK-REPORT", "start": "2024-10-01", "zone": "WIB"},
             {"procedure": "pemilu", "clock": "PM-REPORT", "start": "2026-12-30", "zone": "WIB"},
             {"procedure": "pemilu", "clock": "PK-REPORT", "start": "2024-10-01", "zone": "WIB"},
             {"procedure": "pilkada", "clock": "REPORT", "start": "2024-10-01", "zone": "WIT"}]
    text = "\n".join(map(json.dumps, asked)) + "\nnot json\n"
    done = netra("clock", "--batch", "-", input=text)
    got = lines(done)
    assert done.returncode == 1
    assert got[0]["last_moment"] == "2024-10-08T23:59:59+07:00"
    assert got[0]["counter_closes"] == "2024-10-08T16:00:00+07:00" and len(got[0]["rulepack"]) == 64
    assert got[1]["error"] == "calendar_not_loaded" and got[1]["start"] == "2026-12-30" and "2027-01-01" in got[1]["why"]
    assert got[2]["error"] == "invalid" and got[2]["field"] == "clock"
    assert got[3]["clock"] == "PK-REPORT" and got[3]["last_moment"] == "2024-10-08T23:59:59+09:00"
    assert got[4]["error"] == "invalid" and "line 5" in got[4]["why"]
    assert len(got) == 5


def test_a_batch_file_that_is_not_there_or_no_list_is_trouble(netra, tmp_path):
    assert netra("clock", "--batch", "gone.json").returncode == 3
    (tmp_path / "odd.json").write_text('{\n"x": 1\n}')
    done = netra("clock", "--batch", "odd.json")
    assert done.returncode == 3 and "odd.json" in done.stderr


def test_a_single_clock_shows_its_end_its_article_and_on_request_its_sum(netra):
    words = ["clock", "--procedure", "pilkada", "--clock", "PK-REPORT", "--start", "2024-10-05", "--zone", "WIB"]
    done = netra(*words)
    assert done.returncode == 0
    assert "Sabtu, 12 Oktober 2024, 23.59 WIB" in done.stdout and "Jumat, 11 Oktober 2024, 16.30 WIB" in done.stdout
    assert "Pasal 134(4)" in done.stdout and "hari ke-7" not in done.stdout
    assert "hari ke-7" in netra(*words, "--explain").stdout
    assert json.loads(netra("--json", *words).stdout)["counted"][6] == "2024-10-12"
    beyond = netra("clock", "--clock", "PM-REPORT", "--start", "2026-12-30", "--zone", "WIB")
    assert beyond.returncode == 1 and "2027-01-01" in beyond.stderr


def test_a_sum_names_each_day_its_rule_and_its_decree_in_either_language(netra):
    words = ["clock", "--clock", "PM-REPORT", "--start", "2024-12-20", "--zone", "WITA", "--explain"]
    done = netra(*words)
    rows = done.stdout.splitlines()
    assert "  Rabu, 25 Desember 2024             -  R3    Libur nasional: Hari Raya Natal [1]" in rows
    assert "  Jumat, 3 Januari 2025              7  R3    hari ke-7, hari terakhir" in rows
    assert "  [1] SKB 855/2023, 3/2023, 4/2023" in rows
    assert any(row.startswith("  R4   [?] ") for row in rows) and "  (lebih awal daripada tenggatnya)" in done.stdout
    english = netra(*words, "--lang", "en").stdout
    assert "  Saturday, 21 December 2024         -  R3    Saturday" in english and "Rules of counting" in english
    assert netra(*words, "--lang", "fr").returncode == 2


def calendar(tmp_path, **changes):
    table = {"covers_from": "2030-01-01", "covers_to": "2031-12-31",
             "holidays": [{"day": "2030-05-02", "kind": "cuti_bersama", "name": "Cuti bersama", "basis": "SKB 9/2029"},
                          {"day": "2030-05-01", "kind": "libur_nasional", "name": "Hari Buruh", "basis": "SKB 9/2029"}]}
    path = tmp_path / "calendar.json"
    path.write_text(json.dumps({**table, **changes}))
    return path


def test_a_calendar_from_a_file_takes_the_place_of_the_packs(netra, tmp_path):
    """Tuesday 30 April 2030; Wednesday the 1st and Thursday the 2nd of May are free, so two working days end on Monday."""
    question = {"clock": "PM-REVIEW", "start": "2030-04-30T09:00:00+07:00", "zone": "WIB"}
    asked = [question, {**question, "cuti_bersama_is_working_day": True}, {**question, "start": "2029-12-31"},
             {**question, "cuti_bersama_is_working_day": "yes"}]
    done = netra("clock", "--batch", "-", "--calendar", calendar(tmp_path), input="".join(json.dumps(q) + "\n" for q in asked))
    plain, leave, outside, odd = lines(done)
    assert plain["last_moment"] == "2030-05-06T23:59:59+07:00" and leave["last_moment"] == "2030-05-03T23:59:59+07:00"
    assert plain["skipped"][0] == {"day": "2030-05-01", "why": "libur_nasional: Hari Buruh", "basis": "SKB 9/2029"}
    assert plain["calendar"] != leave["calendar"] and outside["error"] == "calendar_not_loaded"
    assert (odd["error"], odd["field"]) == ("invalid", "cuti_bersama_is_working_day")
    twice = [{"day": "2030-05-01", "kind": "libur_nasional", "name": "Hari Buruh"}] * 2
    for changes, why in [({"holidays": twice}, "2030-05-01 stands twice"), ({"covers_to": "2030-02-30"}, "covers_to: '2030-02-30'"),
                         ({"holidays": twice[:1] + [{"day": "2030-05-02"}]}, "holidays[1].kind")]:
        refused = netra("clock", "--batch", "-", "--calendar", calendar(tmp_path, **changes), input="{}")
        assert refused.returncode == 3 and why in refused.stderr and not refused.stdout, why


def test_a_question_may_bring_pauses_and_its_own_reading_of_48_hours(netra):
    trace = {"clock": "PK-TRACE", "start": "2024-10-01T09:00:00+07:00", "zone": "WIB"}
    asked = [{**trace, "pauses": [{"from": "2024-10-04", "to": "2024-10-06", "why": "berkas dipinjam"}]},
             {**trace, "pauses": [{"from": "2024-10-04"}]},
             {**trace, "clock": "PK-REPORT", "start": "2024-10-01", "pauses": [{"from": "2024-10-04", "to": "2024-10-06"}]},
             {**trace, "pauses": [{"from": "2024-10-04", "to": "2024-02-30"}]}, {**trace, "pauses": 3}, {**trace, "pauses": []},
             {**trace, "clock": "PK-COMPLETE", "literal_48_hours": True}]
    paused, open_end, law, odd, number, none, hours = lines(netra("clock", "--batch", "-", input="\n".join(map(json.dumps, asked))))
    assert paused["last_moment"] == "2024-10-11T23:59:59+07:00" and paused["open"] is False
    assert paused["skipped"][0] == {"day": "2024-10-04", "why": "jeda: berkas dipinjam"}
    assert open_end["open"] is True and open_end["last_moment"] is None and open_end["pauses"][0]["to"] is None
    assert (law["error"], law["field"]) == ("invalid", "pauses") and "Pasal 134(4)" in law["why"]
    assert odd["field"] == number["field"] == "pauses" and "pauses[0].to: '2024-02-30'" in odd["why"]
    assert none["last_moment"] == "2024-10-08T23:59:59+07:00" and "pauses" not in none
    assert hours["last_moment"] == "2024-10-03T09:00:00+07:00"


def test_moments_are_rfc_3339_and_what_is_none_is_refused_by_name(netra):
    """R7 on the forms a moment may have; 24:00 and leap seconds are no moments of the law's day."""
    good = {"2024-10-01T23:30:00+07:00": "2024-10-04", "2024-10-01t16:30:00z": "2024-10-04", "2024-10-01 16:30Z": "2024-10-04",
            "2024-10-01T23:30:00.123456+07:00": "2024-10-04", "2024-10-01T23:30:00": "2024-10-03", "1/10/2024 23.30": "2024-10-03"}
    bad = ["2024-10-01T24:00:00+07:00", "2024-10-01T23:59:60+07:00", "2024-10-01T23:30:00+15:00", "2024-10-01T23:30:00+07:00x",
           "2024-02-30T23:30:00+07:00", "2023-02-29", "2024-10-01T", "2024-10-01T23:30:00.+07:00", "soon", ""]
    asked = [{"clock": "PK-REVIEW", "start": start, "zone": "WITA"} for start in [*good, *bad]]
    got = lines(netra("clock", "--batch", "-", input="\n".join(map(json.dumps, asked))))
    for start, row in zip(good, got):
        assert row["last_moment"] == good[start] + "T23:59:59+08:00", start
    for start, row in zip(bad, got[len(good):], strict=True):
        assert (row["error"], row["field"]) == ("invalid", "start"), start
        assert f"'{start}'" in row["why"]


def test_a_batch_of_many_lines_keeps_their_order_and_survives_bad_ones(netra, tmp_path):
    """Longer than one block of the reader, with an empty line, a line that is no JSON and one that is far too long."""
    file, n = tmp_path / "many.ndjson", 12000
    rows = [json.dumps({"id": str(i), "clock": "PK-REPORT", "start": "2024-10-01", "zone": "WIB", "pad": "x" * 60}) for i in range(n)]
    rows[5000], rows[7000], rows[9000] = "", "{", "y" * 3_000_000
    file.write_text("\n".join(rows))
    done = netra("clock", "--batch", file)
    got = lines(done)
    assert done.returncode == 1
    ids = [row["id"] for row in got if "id" in row]
    assert ids == [str(i) for i in range(n) if i not in (5000, 7000, 9000)]
    assert all(row["error"] == "invalid" for row in got if "id" not in row)


def test_settings_change_the_open_readings(netra):
    words = ["--json", "clock", "--clock", "PK-COMPLETE", "--start", "2020-10-28T09:00:00+07:00", "--zone", "WIB"]
    assert json.loads(netra(*words).stdout)["last_moment"] == "2020-10-30T23:59:59+07:00"
    hours = netra(*words, env={"NETRA_CLOCK_LITERAL_48_HOURS": "true"})
    assert json.loads(hours.stdout)["last_moment"] == "2020-10-30T09:00:00+07:00"
    words = ["--json", "clock", "--clock", "PM-REPORT", "--start", "2024-04-05"]
    leave = {"NETRA_CLOCK_CUTI_BERSAMA_IS_WORKING_DAY": "true", "NETRA_OFFICE_ZONE": "WITA"}
    assert json.loads(netra(*words, env=leave).stdout)["last_moment"] == "2024-04-18T23:59:59+08:00"


def test_an_act_is_told_by_code_day_and_class(netra):
    act = json.loads(netra("--json", "act", "--code", "SKB-B6").stdout)
    assert (act["conduct"], act["phase"], act["level"]) == ("online_support", "after_candidacy", "severe")
    assert act["basis"].startswith("SKB 5 lembaga") and act["sources"]
    assert "huruf B angka 6" in netra("act", "--code", "SKB-B6").stdout
    assert len(lines(netra("--json", "act", "--list"))) == 41
    assert netra("act", "--code", "SKB-B6", "--at", "2022-01-01").returncode == 1
    assert netra("act", "--code", "SKB-B6", "--class", "THL").returncode == 1
    assert [a["code"] for a in lines(netra("--json", "act", "--list", "--class", "THL"))] == ["NONASN"]


def test_a_route_is_told_by_class_and_day(netra):
    for words, code in [(["PNS", "2024-09-10"], "KASN"), (["PNS", "2024-09-11"], "BKN"), (["THL", "2024-10-01"], "OPD_HEAD"),
                        (["PERANGKAT_DESA", "2024-10-01"], "HEAD_OF_REGION")]:
        assert json.loads(netra("--json", "route", "--class", words[0], "--at", words[1]).stdout)["code"] == code
    assert json.loads(netra("--json", "route", "--crime", "--at", "2024-10-01").stdout)["code"] == "GAKKUMDU"
    assert netra("route", "--class", "MASYARAKAT", "--at", "2024-10-01").returncode == 1


def test_every_act_that_applies_to_a_conduct_is_told_with_its_reason(netra):
    """Pemilu 2024: legislative candidates since 3 November 2023, presidential ones since the 13th (regulation.md B.2)."""
    ask = ["--json", "act", "--conduct", "online_support", "--class", "PNS", "--election", "pemilu", "--event", "2023-11-05"]
    told = json.loads(netra(*ask, "--determined", "2023-11-03").stdout)
    assert [a["code"] for a in told["acts"]] == ["SKB-B6"] and told["rule"] == "PP 94/2021 Pasal 35 ayat (1)"
    told = json.loads(netra(*ask, "--determined", "2023-11-13", "--explain").stdout)
    assert [a["code"] for a in told["acts"]] == ["SKB-A4"] and "sebelum penetapan calon" in told["reason"]
    assert {s["code"]: s["remedy"] for s in told["sanctions"]}["UU20-52-3-J"] == "appeal"
    told = json.loads(netra(*ask).stdout)
    assert told["open"] and [(a["code"], a["phase"]) for a in told["acts"]] == [("SKB-A4", "before_candidacy"), ("SKB-B6", "after_candidacy")]
    done = netra("act", "--conduct", "decision", "--class", "LURAH", "--event", "2024-10-10", "--determined", "2024-09-22", "--explain")
    assert "* SKB-B12" in done.stdout and "! PILKADA-71-1" in done.stdout and "upaya: Banding administratif" in done.stdout
    assert "PP53-7-3-A" in netra("act", "--code", "SKB-B6", "--explain", "--at", "2024-10-01").stdout
    assert netra("act", "--conduct", "photo", "--class", "MASYARAKAT").returncode == 1
    for words in (["--class", "PNS", "--event", "x"], ["--class", "PNS", "--determined", "x"], ["--class", "PNS", "--election", "pilkades"], []):
        assert netra("act", "--conduct", "photo", *words).returncode == 2


def test_a_rule_pack_is_checked_and_what_is_uncertain_is_listed(netra, tmp_path):
    summary = json.loads(netra("--json", "rulepack", "check").stdout)
    uncertain = lines(netra("--json", "rulepack", "check", "--uncertain"))
    assert len(uncertain) == summary["known"] + summary["unsure"]
    assert {"kind": "route", "row": "BKN"} in [{"kind": u["kind"], "row": u["row"]} for u in uncertain]
    (tmp_path / "pack.json").write_text('{"name":"x","version":"1"}')
    done = netra("rulepack", "check", "pack.json")
    assert done.returncode == 1 and "calendar is missing" in done.stdout
    (tmp_path / "torn.json").write_text('{"name":')
    assert "line 1, column" in netra("rulepack", "check", "torn.json").stderr


def test_all_faults_of_a_rule_pack_are_listed_with_row_and_field(netra, tmp_path):
    pack = json.loads(netra("rulepack", "show", "built-in", "--json").stdout)

    def found(change, *words):
        bad = json.loads(json.dumps(pack))
        change(bad)
        (tmp_path / "bad.json").write_text(json.dumps(bad))
        done = netra(*words, "rulepack", "check", "bad.json")
        assert done.returncode == 1
        return done

    def row(bad, kind, **want):
        return next(r for r in bad[kind] if all(r.get(k) == v for k, v in want.items()))

    def in_rows(bad):
        """Six rows cannot be read; what else is wrong is not looked at before they can."""
        row(bad, "clock", code="PK-HANDLE").update(length=0, unit="moon")
        row(bad, "act", code="PILKADA-70-1")["classes"] = ["PASANGAN"]
        del row(bad, "route", code="BKN")["article"]
        row(bad, "transition", id="T06")["start_on"] = ["COMPLETE"]
        bad["stage"][0] = 7
        row(bad, "act", code="PILKADA-71-2")["window"] = "NOPE"

    want = [("act", "PILKADA-70-1", "classes"), ("clock", "PK-HANDLE", "length"), ("clock", "PK-HANDLE", "unit"),
            ("transition", "T06", "start_on"), ("route", "BKN", "article"), ("stage", "1", "row")]
    listed = [json.loads(line) for line in found(in_rows, "--json").stdout.splitlines()]
    assert [(f["kind"], f["row"], f["field"]) for f in listed] == want
    assert listed[1]["fault"] == "clock PK-HANDLE: length is missing or out of bounds"

    def in_the_whole(bad):
        row(bad, "act", code="PILKADA-71-2")["window"] = "NOPE"
        row(bad, "act", code="PILKADA-71-1", until="2024-11-13")["until"] = "2024-11-12"
        row(bad, "transition", id="T30").update(start=["NOPE"], guard="coin_tossed")
        row(bad, "transition", id="T21")["documents"] = ["poem"]
        row(bad, "route", code="KASN")["until"] = "2024-09-09"

    done = found(in_the_whole)
    for words in ("act          PILKADA-71-2                 window           act PILKADA-71-2: unknown clock NOPE",
                  "act PILKADA-71-1: a gap between the dates of two rows", "transition T30: unknown clock NOPE",
                  "transition T30: leads to DECIDED_CRIME without its clock CRIME", "transition T21: unknown document poem",
                  "route KASN: a gap before the next receiver", "transition T30: unknown guard 'coin_tossed'"):
        assert done.stdout.count(words + "\n") == 1, (words, done.stdout)
    assert len(done.stdout.splitlines()) == 7 and "7 faults; the pack would be refused" in done.stderr

    def everywhere(bad):
        for act in bad["act"]:
            act["phase"] = act["confidence"] = "sometimes"

    done = found(everywhere)
    assert len(done.stdout.splitlines()) == 50 and "more than 50 faults" in done.stderr


def test_settings_are_checked_key_by_key(netra, tmp_path):
    assert netra("config", "check").returncode == 0
    (tmp_path / "good.ini").write_text("[office]\nzone = WITA\n")
    assert json.loads(netra("--json", "--config", "good.ini", "config", "check").stdout)["office.zone"] == "WITA"
    (tmp_path / "bad.ini").write_text("[serve]\nloops = many\n[office]\nzone = GMT\n")
    done = netra("config", "check", "--config", "bad.ini")
    assert done.returncode == 1 and "serve.loops" in done.stderr and "office.zone" in done.stderr
    (tmp_path / "typo.ini").write_text("[serve]\nlsten = x\n")
    done = netra("config", "check", "--config", "typo.ini")
    assert done.returncode == 3 and "typo.ini:2" in done.stderr and "lsten" in done.stderr
    secret = netra("config", "check", "--store", "postgres://netra:s3cret@db/netra")
    assert "s3cret" not in secret.stdout + secret.stderr and "postgres://***@db/netra" in secret.stdout
    for url in ("postgres://netra:a@s3cret@db/netra", "postgres://netra@db/netra?password=s3cret", "postgres://db/netra?sslmode=require&password=s3cret"):
        secret = netra("config", "check", "--store", url)
        assert "s3cret" not in secret.stdout + secret.stderr and "db/netra" in secret.stdout


def test_a_number_says_what_its_digits_claim(netra):
    done = netra("identity", "19850817 201001 2 007", "--at", "2024-10-04", "--json")
    said = json.loads(done.stdout)
    assert done.returncode == 0 and said["at"] == "2024-10-04" and said["doubts"] == []
    assert said["number"] == {"kind": "nip", "valid": True, "fault": None, "born": "1985-08-17", "sex": "female", "appointed_year": 2010,
                              "appointed_month": 1, "agreements": None, "serial": 7, "area": None, "class_hint": "PNS", "warnings": []}
    done = netra("identity", "199002032022992005", "--at", "2024-10-04")
    assert done.returncode == 0 and "jumlah perjanjian kerja di luar pola yang dikenal (21-29)" in done.stdout


def test_numbers_of_one_person_are_held_against_each_other(netra):
    done = netra("identity", "198508172010012007", "--against", "3579011808850003", "--class", "THL", "--at", "2024-10-04")
    assert done.returncode == 1
    for words in ("NIP: lahir 17 Agu 1985 (angka 1-8)", "NIK: lahir 18 Agu 1985 (angka 7-12)", "THL pada 4 Okt 2024", "Kota Batu"):
        assert words in done.stdout, words


def test_what_is_no_number_is_told_by_its_digits_and_from_stdin_too(netra):
    done = netra("identity", "198513012010011007", "--json")
    assert done.returncode == 1 and json.loads(done.stdout)["number"]["fault"] == "digits 1 to 8: no date of birth (YYYYMMDD)"
    assert netra("identity", "131234567").returncode == 1  # an old NIP is called by its name, but is none of today's
    assert "NIP lama" in netra("identity", "131234567").stdout
    assert netra("identity", "-", input="198508172010012007\n").returncode == 0
    for words in ([], ["1", "2"], ["1", "--at", "kemarin"], ["1", "--class", "RAJA"]):
        assert netra("identity", *words).returncode == 2, words
