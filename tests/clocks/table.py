"""table.py -- the 39 legal clocks of election supervision, typed from the law and not from Netra.

Netra reads the same numbers from law/clocks.toml. This table was typed a second time, from the dossier's reading of
the statutes (its section D.3), so that a wrong length, unit or direction over there is found as a difference here.
Whoever corrects a number must therefore correct it twice, and know the paragraph twice.

    length, unit    how much time there is: calendar days, working days, hours or months
    counted         "after" the starting event, or back "before" it (invitations, the ban on replacing officials)
    start           "moment" (converted to the owner's zone, R7) or "date" (a date on a form, never converted, R6)
    gives           what the last counted day means: "last" day in time, "effective" from its first second
    paragraph       where it is written; [K] own knowledge, [?] unsure: counsel has still to settle these
"""
from collections import namedtuple

Clock = namedtuple("Clock", "code procedure length unit counted start gives paragraph")

CALENDAR, WORKING, HOURS, MONTHS = "calendar_day", "working_day", "hour", "month"

CLOCKS = [Clock(*row) for row in (
    # Pilkada: "hari" are calendar days. UU 8/2015 art 1(28); MK 18/PUU-XVIII/2020.
    ("PK-REPORT",   "pilkada", 7, CALENDAR, "after", "date", "last", "UU 10/2016 ps 134(4)"),
    ("PK-REVIEW",   "pilkada", 2, CALENDAR, "after", "moment", "last", "Perbawaslu 8/2020 ps 9 [K]"),
    ("PK-NOTICE",   "pilkada", 1, CALENDAR, "after", "moment", "last", "Perbawaslu 8/2020 [?]"),
    ("PK-COMPLETE", "pilkada", 2, CALENDAR, "after", "moment", "last", "Perbawaslu 8/2020 (2x24 jam: [?])"),
    ("PK-HANDLE",   "pilkada", 3, CALENDAR, "after", "moment", "last", "UU 10/2016 ps 134(5)"),
    ("PK-HANDLE-X", "pilkada", 5, CALENDAR, "after", "moment", "last", "UU 10/2016 ps 134(5)+(6): 3+2"),
    ("PK-FIND",     "pilkada", 7, CALENDAR, "after", "date", "last", "Perbawaslu 8/2020 [K]"),
    ("PK-TRACE",    "pilkada", 7, CALENDAR, "after", "moment", "last", "Perbawaslu 8/2020 [K]"),
    ("PK-SUMMON",   "pilkada", 1, CALENDAR, "before", "moment", "last", "Perbawaslu 8/2020 [?]"),
    ("PK-CRIME",    "pilkada", 24, HOURS, "after", "moment", "last", "UU 1/2015 ps 135(2)"),
    ("PK-FORWARD",  "pilkada", 1, CALENDAR, "after", "moment", "last", "Perbawaslu 8/2020 [?]"),
    ("PK-STATUS",   "pilkada", 1, CALENDAR, "after", "moment", "last", "Perbawaslu 8/2020, A.17 [?]"),
    ("PK-APPOINT",  "pilkada", 6, MONTHS, "before", "moment", "last", "UU 10/2016 ps 71(2)"),
    # Pemilu: "hari" are working days. UU 7/2017 art 454(6), (8); Perbawaslu 7/2022.
    ("PM-REPORT",   "pemilu", 7, WORKING, "after", "date", "last", "UU 7/2017 ps 454(6)"),
    ("PM-REVIEW",   "pemilu", 2, WORKING, "after", "moment", "last", "Perbawaslu 7/2022 ps 15(1)"),
    ("PM-NOTICE",   "pemilu", 1, WORKING, "after", "moment", "last", "Perbawaslu 7/2022 ps 24"),
    ("PM-COMPLETE", "pemilu", 2, WORKING, "after", "moment", "last", "Perbawaslu 7/2022 [K]"),
    ("PM-HANDLE",   "pemilu", 7, WORKING, "after", "moment", "last", "UU 7/2017 ps 454(7)"),
    ("PM-HANDLE-X", "pemilu", 14, WORKING, "after", "moment", "last", "UU 7/2017 ps 454(8): 7+7"),
    ("PM-FIND",     "pemilu", 7, WORKING, "after", "date", "last", "UU 7/2017 ps 454(5)"),
    ("PM-TRACE",    "pemilu", 7, WORKING, "after", "moment", "last", "Perbawaslu 7/2022 [K]"),
    ("PM-SUMMON",   "pemilu", 1, WORKING, "before", "moment", "last", "Perbawaslu 7/2022 ps 29(2)"),
    ("PM-CRIME",    "pemilu", 24, HOURS, "after", "moment", "last", "UU 7/2017 ps 476 [K]"),
    ("PM-FORWARD",  "pemilu", 1, WORKING, "after", "moment", "last", "Perbawaslu 7/2022 [?]"),
    ("PM-STATUS",   "pemilu", 1, WORKING, "after", "moment", "last", "Perbawaslu 7/2022 [?]"),
    # After Bawaslu has decided: the Satgas, the personnel agency, the official who punishes, the remedies.
    ("DS-SATGAS",   "downstream", 7, CALENDAR, "after", "moment", "last", "BKN, Oktober 2024 (satuan hari: [?])"),
    ("DS-BAWASLU",  "downstream", 3, WORKING, "after", "moment", "last", "BKN, Oktober 2024"),
    ("DS-PPK",      "downstream", 10, CALENDAR, "after", "moment", "last", "praktik Kemendagri 2020 [?]"),
    ("DS-EXAM1",    "downstream", 7, WORKING, "after", "moment", "last", "PP 94/2021 ps 26(2)"),
    ("DS-EXAM2",    "downstream", 7, WORKING, "after", "moment", "last", "PP 94/2021 ps 26(3)"),
    ("DS-DELIVER",  "downstream", 14, WORKING, "after", "moment", "last", "PP 94/2021 ps 37(3)"),
    ("DS-EFFECT",   "downstream", 15, CALENDAR, "after", "moment", "effective", "PP 94/2021 ps 38(1)"),
    ("DS-OBJECT",   "downstream", 14, WORKING, "after", "moment", "last", "PP 79/2021 ps 4(2)"),
    ("DS-OBJECT-R", "downstream", 21, WORKING, "after", "moment", "last", "PP 79/2021 ps 5(1),(3)"),
    ("DS-APPEAL",   "downstream", 14, WORKING, "after", "moment", "last", "PP 79/2021 ps 11(3)"),
    ("DS-APPEAL-R", "downstream", 65, WORKING, "after", "moment", "last", "PP 79/2021"),
    # Personal data: three times twenty-four hours.
    ("PDP-ACCESS",   "privacy", 72, HOURS, "after", "moment", "last", "UU 27/2022 ps 32(2)"),
    ("PDP-BREACH",   "privacy", 72, HOURS, "after", "moment", "last", "UU 27/2022 ps 46(1)"),
    ("PDP-RESTRICT", "privacy", 72, HOURS, "after", "moment", "last", "UU 27/2022 ps 41(1)"),
)]

# A pause stops a clock only where no law sets the length: tracing, and the service levels that the product or practice
# chose (marked [K] and [?] above). The dossier names no such clocks: this list follows the rule pack and checks only
# that it stays as it is. What a statute or the Perbawaslu counts cannot be stretched by a pause.
PAUSABLE = {"PK-TRACE", "PM-TRACE", "PK-FORWARD", "PM-FORWARD", "PK-STATUS", "PM-STATUS", "DS-PPK"}

PROCEDURES = ("pilkada", "pemilu", "downstream", "privacy")
SHORT = {"pilkada": "PK", "pemilu": "PM", "downstream": "DS", "privacy": "PDP"}  # a clock may be asked for without its first letters

ZONES = {"WIB": 7, "WITA": 8, "WIT": 9}  # hours ahead of UTC; Indonesia has no summer time

# The counter where reports are received, local time of the office; round the clock in the quiet period and on voting
# day (dossier C.2, calendars.json service_hours). Closed on all other days that are not working days.
MONDAY_TO_THURSDAY_CLOSES, FRIDAY_CLOSES, ROUND_THE_CLOCK_ENDS = "16:00:00", "16:30:00", "23:59:59"

# First and last day on which the counter never closes: quiet period, then voting day (dossier E.2).
# The years 2029 and 2031 stand in the dossier as projections without a day: no counter is kept open on a guess.
ROUND_THE_CLOCK = (
    ("2020-12-06", "2020-12-09", "Pilkada 2020, PKPU 5/2020"),
    ("2024-02-11", "2024-02-14", "Pemilu 2024, PKPU 3/2022"),
    ("2024-11-24", "2024-11-27", "Pilkada 2024, PKPU 2/2024"),
)
