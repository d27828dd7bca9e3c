"""generate.py -- random questions to the legal clocks, and random calendars to answer them by.

All chance comes from one random.Random: the same seed gives the same questions. Chance alone seldom meets the days on
which clocks go wrong, so the dice are loaded towards year ends, 29 February, midnight, the days around holidays, the
edges of what the calendar covers, and quiet periods. Some questions are wrong on purpose and must be refused.
"""
import random
from datetime import date

import table
from reference import JOINT_LEAVE, VOTING_DAY, WRITTEN

FIRST, LAST = date(2019, 1, 1).toordinal(), date(2035, 12, 31).toordinal()
NATIONAL = "libur_nasional"
NAMES = ("Hari Raya Natal", "Idul Fitri", "Isra Mi'raj", "Tahun Baru", "Waisak", "Nyepi", "Cuti \"tambahan\"", "Hari Buruh")
OFFSETS = ("+07:00", "+08:00", "+09:00", "Z", "")  # the last: local time of the owner, without saying so
OTHER_OFFSETS = ("+00:00", "-00:00", "+05:30", "+14:00", "-11:00", "+08:30")
EDGES = ("00:00:00", "00:00:01", "06:59:59", "07:00:00", "14:59:59", "15:00:00", "16:00:00", "16:59:59", "17:00:00",
         "21:59:59", "22:00:00", "23:00:00", "23:59:59")
WRONG_STARTS = ("{y}-04-31", "{y}-02-30", "2023-02-29", "2100-02-29", "{y}-13-01", "{y}-00-10", "{y}-06-00", "{y}-6-1",
                "{y}-06-01T24:00:00Z", "{y}-06-01T12:60:00Z", "{y}-06-01T23:59:60+07:00", "{y}-06-01T10:00:00+24:00",
                "{y}-06-01T10:00:00+07:60", "{y}-06-01T10", "{y}-06-31T10:00:00Z", "31/04/{y}", "besok", "", "{y}")
WRONG_ZONES = ("WIX", "", "UTC", "WIBB", "Jakarta", "+10:00")
WRONG_CLOCKS = ("PK-REPORTS", "XX-REPORT", "", "PM_REPORT", "REPORTS", "PDP")
WRONG_PROCEDURES = ("pilpres", "Pemilu", "PILKADA", "x")


class Draw(random.Random):
    """Dice with a few more faces."""

    def chance(self, percent):
        return self.random() * 100 < percent

    def one(self, items):
        return items[int(self.random() * len(items))]

    def number(self, low, high):
        """Both ends included. Quicker than randint, and there are ten million of these."""
        return low + int(self.random() * (high - low + 1))


# ---- calendars -----------------------------------------------------------------------------------------------------

def coverage(draw):
    """Mostly all seventeen years; sometimes so few that clocks run out of the calendar."""
    if draw.chance(60):
        return FIRST, LAST
    length = draw.number(300, 1500) if draw.chance(70) else draw.number(1, 90)
    first = draw.number(FIRST, LAST - length)
    return first, first + length


def long_weekend(draw, days, day):
    """Two holidays with joint leave around them, as at Idul Fitri."""
    name = draw.one(NAMES)
    for step in range(-draw.number(0, 3), draw.number(2, 6)):
        days[day + step] = (NATIONAL if step in (0, 1) else JOINT_LEAVE, name)


def first_decree(draw, first, last):
    """Day -> (kind, name): about as many days off a year as Indonesia has."""
    days = {}
    for _ in range((last - first) * 14 // 365 + 1):
        days[draw.number(first, last)] = (draw.one((NATIONAL, NATIONAL, JOINT_LEAVE)), draw.one(NAMES))
    for _ in range((last - first) // 365 + draw.number(0, 1)):
        long_weekend(draw, days, draw.number(first, last))
    for _ in range((last - first) // 700):
        days[draw.number(first, last)] = (VOTING_DAY, "Pemungutan suara")
    return {day: what for day, what in days.items() if first <= day <= last}


def later_decree(draw, days, first, last):
    """The same calendar after days were added, moved, withdrawn, or made joint leave instead of holiday."""
    days = dict(days)
    for _ in range(max(3, len(days) // 4)):
        known = list(days)
        if draw.chance(40) or not known:
            days[draw.number(first, last)] = (draw.one((NATIONAL, JOINT_LEAVE, VOTING_DAY)), draw.one(NAMES))
            continue
        day = draw.one(known)
        what = days.pop(day)
        if draw.chance(60):  # moved a little; else withdrawn
            days[min(last, max(first, day + draw.number(-4, 4)))] = what
        elif draw.chance(50):
            days[day] = (JOINT_LEAVE if what[0] == NATIONAL else NATIONAL, what[1])
    return days


def calendar_file(first, last, days):
    """As `netra clock --calendar` reads it."""
    rows = [{"day": WRITTEN[day], "kind": kind, "name": name, "basis": "SKB uji"}
            for day, (kind, name) in sorted(days.items())]
    return {"covers_from": WRITTEN[first], "covers_to": WRITTEN[last], "holidays": rows}


def calendars(draw):
    """One calendar and its revision, as files."""
    first, last = coverage(draw)
    days = first_decree(draw, first, last)
    return [calendar_file(first, last, days), calendar_file(first, last, later_decree(draw, days, first, last))]


# ---- questions -----------------------------------------------------------------------------------------------------

def hard_days(calendar):
    """Days near which clocks go wrong with this calendar."""
    days = [date(year, month, day).toordinal() for year in range(2019, 2036) for month, day in
            ((1, 1), (2, 28), (3, 1), (12, 31), (8, 31), (9, 1))]
    days += [date(year, 2, 29).toordinal() for year in range(2020, 2036, 4)]
    days += [date.fromisoformat(text).toordinal() for row in table.ROUND_THE_CLOCK for text in row[:2]]
    days += [date.fromisoformat(calendar[edge]).toordinal() for edge in ("covers_from", "covers_to")] * 12
    return days + [date.fromisoformat(row["day"]).toordinal() for row in calendar["holidays"]]


def starting_day(draw, hard):
    """Anywhere in the seventeen years, or near a hard day; a clock of 65 working days reaches 90 days back."""
    if draw.chance(50):
        return draw.number(FIRST, LAST)
    return draw.one(hard) + (draw.number(-12, 12) if draw.chance(80) else draw.number(-100, 20))


def time_of_day(draw):
    anywhere = "%02d:%02d:%02d" % (draw.number(0, 23), draw.number(0, 59), draw.number(0, 59))
    time = draw.one(EDGES) if draw.chance(40) else anywhere
    if draw.chance(8):
        time += "." + "9" * draw.number(1, 9)
    elif draw.chance(4):
        time = time[:5]
    return time


def start_text(draw, day, unit):
    """A date as on a form, or a moment in some zone."""
    if draw.chance(3 if unit == table.HOURS else 25):
        if draw.chance(10):
            year, month, in_month = WRITTEN[day].split("-")
            return f"{in_month}/{month}/{year}"
        return WRITTEN[day]
    offset = draw.one(OFFSETS) if draw.chance(95) else draw.one(OTHER_OFFSETS)
    return f"{WRITTEN[day]}{'T' if draw.chance(98) else ' '}{time_of_day(draw)}{offset}"


def pauses(draw, day):
    """One to three pauses near the start; they may touch or overlap. Now and then one ends before it begins."""
    rows = []
    for _ in range(draw.number(1, 3)):
        first = day + draw.number(-3, 15)
        length = draw.number(0, 8) if draw.chance(96) else -draw.number(1, 3)
        rows.append({"from": WRITTEN[first], "to": WRITTEN[first + length], "why": draw.one(("menunggu pelapor", "banjir"))})
    return rows


def spoil(draw, question):
    """Make the question wrong in exactly one place."""
    place = draw.one(("start", "start", "start", "zone", "clock", "procedure", "other"))
    if place == "start":
        question["start"] = draw.one(WRONG_STARTS).format(y=draw.number(2019, 2035))
    elif place == "other":  # the clock exists, but in another procedure
        clock = draw.one(table.CLOCKS)
        question["clock"] = clock.code
        question["procedure"] = draw.one([p for p in table.PROCEDURES if p != clock.procedure])
    else:
        question[place] = draw.one({"zone": WRONG_ZONES, "clock": WRONG_CLOCKS, "procedure": WRONG_PROCEDURES}[place])


def question(draw, hard):
    clock, day = draw.one(table.CLOCKS), starting_day(draw, hard)
    asked = {"clock": clock.code, "start": start_text(draw, day, clock.unit), "zone": draw.one(("WIB", "WITA", "WIT"))}
    if draw.chance(80):
        asked["procedure"] = clock.procedure
        if clock.procedure in table.SHORT and draw.chance(15):
            asked["clock"] = clock.code.split("-", 1)[1]
    if draw.chance(30 if clock.code in table.PAUSABLE else 2):
        asked["pauses"] = pauses(draw, day)
    if draw.chance(10):
        asked["cuti_bersama_is_working_day"] = draw.chance(70)
    if draw.chance(40 if clock.code.endswith("-COMPLETE") else 2):
        asked["literal_48_hours"] = draw.chance(80)
    if draw.chance(3):
        spoil(draw, asked)
    return asked


def questions(draw, calendar, count):
    hard = hard_days(calendar)
    return [question(draw, hard) for _ in range(count)]
