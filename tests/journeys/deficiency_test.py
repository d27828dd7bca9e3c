"""S6: a reporter is asked to complete a report; reads it by code, completes it in time; another lets the time pass."""
import re

from machine import wait_for

ELEMENTS = ["F1", "F2", "F3", "F4", "M1", "M2", "M3"]


def found_deficient(server, text):
    """Reports @text and takes it through the initial review. Returns the code and the number in the file's address."""
    sent = server.api_post("/api/v1/reports", {"text": text}, Idempotency_Key=text)
    assert sent.status == 201, sent.text
    server.login("penangan")
    case = max(int(n) for n in re.findall(r"/kerja/perkara/(\d+)", server.get("/kerja/perkara").text))
    file = f"/kerja/perkara/{case}"
    marks = {f"met_{x}": "0" if x in ("F1", "M3") else "1" for x in ELEMENTS}
    reasons = {f"reason_{x}": f"Belum ada ({x})." for x in ("F1", "M3")}
    for path, fields in [("/peristiwa", {"event": "start_review", "text": ""}), ("/kajian-awal", {**marks, **reasons}),
                         ("/kajian-awal/selesai", {"event": "requirements_missing", "text": "Mohon dilengkapi."})]:
        answer = server.form(file, file + path, fields)
        assert answer.status == 303, (path, answer.text[:3000])
    assert 'id="diterima"' in server.get(file).text  # nobody knows yet whether the reporter knows
    return sent.json["code"], file


def stage(server, code):
    answer = server.get(f"/api/v1/reports/{code}")
    assert answer.status == 200, answer.text
    return answer.json


def notice(server, code):
    """Waits until the keeper has brought the notice; reading it is what starts the time."""
    wait_for(lambda: stage(server, code)["messages"])
    return stage(server, code)


def open_talk(server, code):
    door = server.get("/lacak")
    sent = server.post("/lacak", {"code": code, "once": door.hidden("once") or ""})
    assert sent.status == 303, sent.text
    return sent.location


def test_s6_asked_for_more_then_completed_or_lapsed(make_server, store):
    server = make_server(store=store, settings={"intake.per_hour": 1000})
    code, file = found_deficient(server, "Ada pegawai ikut kampanye di lapangan.")
    other, other_file = found_deficient(server, "Ada mobil dinas di halaman posko.")

    # Read by code on Monday 4 November: two days after it, the 6th, is the last.
    told = notice(server, code)
    assert told["state"] == "DEFICIENT" and told["may_complete"] and told["next_at"].startswith("2024-11-06")
    assert "(F1)" in told["messages"][0]["text"] and "(M3)" in told["messages"][0]["text"] and "(M1)" not in told["messages"][0]["text"]
    page = server.get(file).text
    assert "dibaca pelapor dengan kodenya" in page and 'id="diterima"' not in page

    # The other did not read: an officer handed it over and says when; a day to come is refused.
    early = server.form(other_file, other_file + "/diterima", {"received_on": "2024-11-09", "how": "diserahkan di loket"})
    assert early.status == 422 and "diserahkan di loket" in early.text, early.status
    noted = server.form(other_file, other_file + "/diterima", {"received_on": "2024-11-04", "how": "diserahkan di loket"})
    assert noted.status == 303, noted.text[:3000]
    assert "diterima pelapor: diserahkan di loket" in server.get(other_file).text

    # Completed by code: looked at again.
    talk = open_talk(server, code)
    page = server.get(talk)
    sent = server.post(talk, {"once": page.hidden("once") or "", "text": "Nama saya Purwati Andaru.", "complete": "1"})
    assert sent.status == 303, sent.text[:3000]
    assert stage(server, code)["state"] == "REVIEW"

    # Not yet over for the other; four days later it is, and what comes then is a message only.
    lapse = {"event": "completion_lapsed", "text": "Tidak dilengkapi dalam batas waktu."}
    assert server.form(other_file, other_file + "/peristiwa", lapse).status == 422
    server.stop()
    server.env["NETRA_CLOCK_NOW"] = "2024-11-08T09:00:00+07:00"
    server.start()
    talk = open_talk(server, other)
    page = server.get(talk)
    assert server.post(talk, {"once": page.hidden("once") or "", "text": "Maaf terlambat.", "complete": "1"}).status == 303
    assert stage(server, other)["state"] == "DEFICIENT"
    server.login("penangan")
    lapsed = server.form(other_file, other_file + "/peristiwa", lapse)
    assert lapsed.status == 303, lapsed.text[:3000]
    assert stage(server, other)["state"] == "NOT_REGISTERED"
    assert stage(server, code)["state"] == "REVIEW"
    assert server.run("verify").returncode == 0
