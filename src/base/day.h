/* day.h -- civil days, instants and the three time zones of Indonesia.
 *
 * `struct day` is a date on the calendar of some office (days since 1970-01-01), `struct instant` a moment
 * in UTC microseconds. Neither knows a zone: turning one into the other needs `enum zone`. Indonesia has no
 * daylight saving, so a zone is a fixed offset. Nothing here reads the machine's clocks except instant_now and
 * steady_us, which only main, web, cli and jail call ("now" is an argument everywhere else).
 */
#ifndef NETRA_BASE_DAY_H
#define NETRA_BASE_DAY_H

#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct day {
	int32_t n; /* days since 1970-01-01 */
};
struct instant {
	int64_t us; /* microseconds since 1970-01-01T00:00:00Z */
};
enum zone { WIB, WITA, WIT }; /* UTC+7, +8, +9 */
enum lang { ID, EN };

#define DAY_NONE ((struct day){INT32_MIN})         /* "no date"; NULL in the store */
#define INSTANT_NONE ((struct instant){INT64_MIN}) /* "no moment"; NULL in the store */
#define SECOND_US INT64_C(1000000)
#define HOUR_US (3600 * SECOND_US)
#define DAY_US (24 * HOUR_US)

static inline bool day_is_none(struct day d) { return d.n == INT32_MIN; }
static inline bool instant_is_none(struct instant t) { return t.us == INT64_MIN; }
static inline struct day day_add(struct day d, int32_t days) { return (struct day){d.n + days}; }

struct day day_of(int year, int month, int day); /* 2024, 2, 14; the caller knows that it is a real date */
bool day_valid(int year, int month, int day);    /* true for a real date in 1800..2199 */
void day_parts(struct day d, int *ret_year, int *ret_month, int *ret_day);
struct day day_months(struct day d, int by); /* so many later, or earlier when below 0; the month's last day where it has no such date */
int day_weekday(struct day d); /* 0 Monday .. 6 Sunday */

/* "2024-10-01" (ISO) or "1/10/2024", "01-10-2024" (as Indonesians type it). INVALID with the reason else. */
MUST_CHECK enum status day_parse(const char *s, struct day *ret, struct err *e);
/* "2024-10-01T19:20:11+07:00", "...Z", fractions allowed; a time without offset is read in @zone, a date
 * alone as its midnight in @zone. INVALID with the reason else. */
MUST_CHECK enum status instant_parse(const char *s, enum zone zone, struct instant *ret, struct err *e);
MUST_CHECK enum status zone_parse(const char *s, enum zone *ret, struct err *e); /* "WIB", "+08:00", ... */

struct day day_of_instant(struct instant t, enum zone zone);
struct instant instant_at(struct day d, int hour, int minute, int second, enum zone zone);
struct instant instant_day_end(struct day d, enum zone zone); /* 23:59:59 of that day */
struct instant instant_now(void);
int64_t steady_us(void); /* microseconds of a clock that nobody sets: for how long something takes */
int zone_hours(enum zone zone);          /* 7, 8, 9 */
const char *zone_name(enum zone zone);   /* "WIB" */
enum zone zone_of_region(const char *kemendagri); /* "35.79" -> WIB; by province code; WIB if unknown */

#define DAY_TEXT_MAX 48
const char *day_iso(struct day d, char ret[static DAY_TEXT_MAX]);      /* "2024-10-01"; "" for none */
const char *day_long(struct day d, enum lang l, char ret[static DAY_TEXT_MAX]); /* "Selasa, 1 Oktober 2024" */
const char *day_short(struct day d, enum lang l, char ret[static DAY_TEXT_MAX]); /* "1 Okt 2024" */
const char *instant_iso(struct instant t, enum zone zone, char ret[static DAY_TEXT_MAX]); /* with offset */
/* "Selasa, 1 Oktober 2024, 16.00 WIB" / "Tuesday, 1 October 2024, 16:00 WIB" */
const char *instant_long(struct instant t, enum zone zone, enum lang l, char ret[static 64]);
const char *instant_clock(struct instant t, enum zone zone, enum lang l, char ret[static 16]); /* "16.00" */
const char *roman_month(int month); /* 10 -> "X" */
const char *month_name(int month, enum lang l);
const char *weekday_name(int weekday, enum lang l);

#endif
