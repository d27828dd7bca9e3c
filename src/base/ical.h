/* ical.h -- the lines of an iCalendar file (RFC 5545), as calendar programs read them.
 *
 * A line ends in CRLF and is folded so that no piece of it is longer than 75 octets; a character of UTF-8 is never
 * cut. Text is escaped; what is no text (moments, durations, addresses) is written as it is.
 */
#ifndef NETRA_BASE_ICAL_H
#define NETRA_BASE_ICAL_H

#include "base/buf.h"

#define ICAL_LINE_MAX 75 /* octets of a piece, without its CRLF; RFC 5545, 3.1 */

/* @name may carry parameters: "REFRESH-INTERVAL;VALUE=DURATION". @value is free of line breaks. */
void ical_line(struct buf *b, const char *name, const char *value);
/* A value of type TEXT: backslash, comma, semicolon and line break are escaped, other control characters left out. */
void ical_text(struct buf *b, const char *name, const char *text);
void ical_int(struct buf *b, const char *name, int64_t n);
/* A moment in UTC, to the second: 20241108T165959Z. */
void ical_moment(struct buf *b, const char *name, struct instant t);

#endif
