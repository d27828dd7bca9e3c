"""What became of a hand-over: the officer chooses the kind of sanction that the decree names, out of what the law has for
this person, and the clocks of the remedies start when the decree arrives. With script and without, in both languages, on
a telephone and on a desk."""
import json
import re

import pytest
from selenium.webdriver.common.by import By
from conftest import log_in, press

PASSWORD = "kawung-teduh-9901"


def standing(server, event):
    """The hand-overs page of a file of the demonstration office where @event may happen."""
    for file in re.findall(r'href="/kerja/perkara/(\d+)"', server.get("/kerja/perkara?kelompok=outside").text):
        page = f"/kerja/perkara/{file}/penerusan"
        if f'details id="{event}-1"' in server.get(page).text:
            return page
    raise AssertionError(f"the demonstration office has no hand-over that waits for {event}")


def unfold(b, event):
    details = b.find_element(By.ID, f"{event}-1")
    if not details.get_attribute("open"):
        details.find_element(By.TAG_NAME, "summary").click()
    return details


def day_into(b, field, iso):
    """Types a day as its field shows it: day, month, year, or as the browser's language has it."""
    b.execute_cdp_cmd("Runtime.evaluate", {"expression": f"document.getElementById('{field}').value='{iso}'"})
    assert b.find_element(By.ID, field).get_property("value") == iso


def clipped(b, box):
    """What of @box is wider than the place it has. Asked of the layout, since the page may run no script."""
    found = []
    for e in box.find_elements(By.CSS_SELECTOR, "label, label span, input, legend, p, select, button"):
        if int(e.get_property("scrollWidth")) > int(e.get_property("clientWidth")) + 1 and e.value_of_css_property("display") != "inline":
            found.append((e.tag_name, e.text[:40]))
    return found


@pytest.mark.parametrize("mode", ["skrip", "tanpa-skrip"])
def test_the_kind_of_sanction_comes_from_the_law_and_starts_the_remedy(make_server, request, shot, mode):
    server = make_server(now=None, demo=True)
    server.login("ratna", PASSWORD)
    page = standing(server, "late_sanction")
    b = request.getfixturevalue("browser" if mode == "skrip" else "plain_browser")
    log_in(b, server, "ratna", PASSWORD)
    for lang in ("en", "id"):
        b.get(f"{server.url}{page}?lang={lang}")
        box = unfold(b, "late_sanction")
        kinds = box.find_elements(By.CSS_SELECTOR, "fieldset.kinds input[type=radio]")
        words = box.text
        # PP 94/2021 art 8 and PP 53/2010 art 7(3) side by side, each with its article; nothing that is no sanction.
        assert ("Performance allowance cut by 25 % for 6 months" if lang == "en" else "Pemotongan tunjangan kinerja 25% selama 6 bulan") in words
        assert "PP 94/2021 Pasal 8 ayat (3) huruf a" in words and "PP 53/2010 Pasal 7 ayat (3) huruf a" in words
        values = [k.get_attribute("value") for k in kinds]
        assert len(set(values)) == len(values) >= 12 and not {"retired", "not_proven", "cancelled"} & set(values)
        for width in (360, 1366):
            b.set_window_size(width, 900)
            assert clipped(b, box) == [], (lang, width)
            shot(b, f"tindak-lanjut-{lang}-{mode}", width)

    number = re.search(r"\d+/REG/\S+", b.find_element(By.TAG_NAME, "main").text)[0]
    today = "2024-11-04"  # of the demonstration office
    box = unfold(b, "late_sanction")
    box.find_element(By.CSS_SELECTOR, "input[value='PP94-8-3-A']").click()
    b.find_element(By.ID, "decree_number-late_sanction-1").send_keys("800/77/2024")
    day_into(b, "decree_on-late_sanction-1", "2021-08-30")  # the day before PP 94/2021 came
    press(b, "#do-late_sanction-1")
    assert "30 Agustus 2021" in b.find_element(By.CSS_SELECTOR, "[role=alert]").text
    shot(b, f"tindak-lanjut-ditolak-{mode}", 360)
    box = b.find_element(By.ID, "late_sanction-1")  # unfolded, as it was filled in: only the day has to be put right
    assert box.get_attribute("open") and box.find_element(By.CSS_SELECTOR, "input[value='PP94-8-3-A']").is_selected()
    assert b.find_element(By.ID, "decree_number-late_sanction-1").get_property("value") == "800/77/2024"
    assert b.find_element(By.CSS_SELECTOR, "[role=alert] a").get_attribute("href").endswith("#late_sanction-1")
    day_into(b, "decree_on-late_sanction-1", today)
    press(b, "#do-late_sanction-1")
    text = b.find_element(By.ID, "orang-1").text
    assert "Hukuman disiplin sedang · 800/77/2024" in text and "Pemotongan tunjangan kinerja 25% selama 6 bulan" in text
    shot(b, f"tindak-lanjut-sanksi-{mode}", 360)

    # Fifteen working days for an objection begin when the decree arrives, PP 79/2021 art 5(1); there is no appeal here.
    unfold(b, "decree_received")
    day_into(b, "day-decree_received-1", today)
    press(b, "#do-decree_received-1")
    rows = [json.loads(line) for line in server.run("clock", "running", "--json", "--within", "90").stdout.splitlines()]
    clocks = {row["clock"] for row in rows if row["number"] == number}
    assert "DS-OBJECT" in clocks and "DS-APPEAL" not in clocks
    assert server.run("verify").returncode == 0
