"""ical_reader.py -- a small strict reader of iCalendar files, written from RFC 5545 and not from our writer.

It refuses what calendar programs stumble over: bare line ends, lines over 75 octets, pieces that cut a character,
unknown escapes, components that do not nest, properties that must stand once, moments that are no moments.
"""
import re
from datetime import datetime, timezone

TEXT = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME", "UID"}
ONCE = {"VCALENDAR": {"VERSION", "PRODID"}, "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "STATUS"},
        "VALARM": {"ACTION", "TRIGGER"}}
INSIDE = {"VCALENDAR": None, "VEVENT": "VCALENDAR", "VALARM": "VEVENT"}


class Bad(Exception):
    pass


def unfold(raw):
    if not raw.endswith(b"\r\n"):
        raise Bad("the last line has no end")
    pieces = raw[:-2].split(b"\r\n")
    lines = []
    for piece in pieces:
        if b"\r" in piece or b"\n" in piece:
            raise Bad("a bare CR or LF")
        if len(piece) > 75:
            raise Bad(f"a line of {len(piece)} octets")
        piece.decode()  # a cut character is no UTF-8
        if piece[:1] in (b" ", b"\t"):
            if not lines:
                raise Bad("a continuation of nothing")
            lines[-1] += piece[1:]
        else:
            lines.append(piece)
    return [l.decode() for l in lines]


def unescape(text):
    out, i = "", 0
    while i < len(text):
        c = text[i]
        if c == "\\":
            i += 1
            if i == len(text) or text[i] not in "\\;,nN":
                raise Bad(f"an unknown escape in {text!r}")
            out += "\n" if text[i] in "nN" else text[i]
        elif c in ",;" or (ord(c) < 32 and c != "\t"):
            raise Bad(f"an unescaped {c!r} in {text!r}")
        else:
            out += c
        i += 1
    return out


def moment(text):
    if not re.fullmatch(r"\d{8}T\d{6}Z", text):
        raise Bad(f"{text!r} is no moment in UTC")
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)


def value_of(name, params, value):
    if name in TEXT:
        return unescape(value)
    if name in ("DTSTAMP", "DTSTART", "DTEND", "LAST-MODIFIED") or (name == "TRIGGER" and params == ["VALUE=DATE-TIME"]):
        return moment(value)
    if name == "SEQUENCE":
        return int(value)
    return value


def read(raw):
    """The calendar as {"name": ..., "properties": {...}, "parts": [...]}"""
    top, stack = None, []
    for line in unfold(raw):
        found = re.fullmatch(r"([A-Z0-9-]+)((?:;[A-Z-]+=[^;:]+)*):(.*)", line, re.S)
        if not found:
            raise Bad(f"no property: {line!r}")
        name, params, value = found[1], found[2].split(";")[1:], found[3]
        if name == "BEGIN":
            part = {"name": value, "properties": {}, "parts": []}
            if value not in INSIDE or INSIDE[value] != (stack[-1]["name"] if stack else None) or top and not stack:
                raise Bad(f"a {value} in the wrong place")
            if stack:
                stack[-1]["parts"].append(part)
            else:
                top = part
            stack.append(part)
        elif name == "END":
            if not stack or stack[-1]["name"] != value:
                raise Bad(f"END:{value} without its beginning")
            missing = ONCE[value] - stack[-1]["properties"].keys()
            if missing:
                raise Bad(f"{value} without {missing}")
            stack.pop()
        else:
            if not stack:
                raise Bad("a property outside")
            if name in stack[-1]["properties"]:
                raise Bad(f"{name} stands twice")
            stack[-1]["properties"][name] = value_of(name, params, value)
    if stack or not top:
        raise Bad("the calendar does not end")
    ids = [p["properties"]["UID"] for p in top["parts"]]
    if len(ids) != len(set(ids)):
        raise Bad("a UID stands twice")
    return top
