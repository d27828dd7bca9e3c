/* day.c -- see day.h. The day number is the well-known civil-from-days arithmetic on 400-year eras. */
#include "base/day.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *const months[2][12] = {
	{"Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
	 "Oktober", "November", "Desember"},
	{"January", "February", "March", "April", "May", "June", "July", "August", "September",
	 "October", "November", "December"},
};
static const char *const short_months[2][12] = {
	{"Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"},
	{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
};
static const char *const weekdays[2][7] = {
	{"Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"},
	{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
};

struct day day_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return (struct day){(int32_t)(era * 146097 + doe - 719468)};
}

void day_parts(struct day d, int *ret_year, int *ret_month, int *ret_day)
{
	int64_t z = (int64_t)d.n + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	*ret_day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*ret_month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*ret_year = (int)(yoe + era * 400 + (*ret_month <= 2));
}

static int month_length(int year, int month)
{
	static const int length[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return length[month - 1] + (month == 2 && leap);
}

bool day_valid(int year, int month, int day)
{
	return year >= 1800 && year <= 2199 && month >= 1 && month <= 12 && day >= 1 && day <= month_length(year, month);
}

struct day day_months(struct day d, int by)
{
	int y, m, day;
	day_parts(d, &y, &m, &day);
	int at = y * 12 + m - 1 + by, longest = month_length(at / 12, at % 12 + 1);
	return day_of(at / 12, at % 12 + 1, day < longest ? day : longest);
}

int day_weekday(struct day d)
{
	int w = (int)(((int64_t)d.n + 3) % 7); /* 1970-01-01 was a Thursday */
	return w < 0 ? w + 7 : w;
}

/* Reads exactly @digits (or up to it, at least one, when @loose) decimal digits. */
static bool number(const char **s, int digits, bool loose, int *ret)
{
	int n = 0, value = 0;
	while (n < digits && isdigit((unsigned char)**s)) {
		value = value * 10 + (**s - '0');
		(*s)++;
		n++;
	}
	*ret = value;
	return loose ? n > 0 : n == digits;
}

static bool read_day(const char **s, struct day *ret)
{
	int y, m, d;
	const char *p = *s;
	bool iso = number(&p, 4, false, &y) && *p == '-';
	if (iso) {
		p++;
		if (!number(&p, 2, false, &m) || *p++ != '-' || !number(&p, 2, false, &d))
			return false;
	} else {
		p = *s;
		if (!number(&p, 2, true, &d) || (*p != '/' && *p != '-' && *p != '.'))
			return false;
		p++;
		if (!number(&p, 2, true, &m) || (*p != '/' && *p != '-' && *p != '.'))
			return false;
		p++;
		if (!number(&p, 4, false, &y))
			return false;
	}
	if (!day_valid(y, m, d))
		return false;
	*ret = day_of(y, m, d);
	*s = p;
	return true;
}

enum status day_parse(const char *s, struct day *ret, struct err *e)
{
	struct day d;
	const char *p = s;
	if (!read_day(&p, &d) || *p)
		return FAIL(e, INVALID, "'%.40s' is not a date; expected 2024-10-31 or 31/10/2024", s);
	*ret = d;
	return OK;
}

static bool read_time(const char **s, int64_t *ret_us)
{
	int h, m, sec = 0;
	int64_t fraction = 0;
	const char *p = *s;
	if (!number(&p, 2, false, &h) || (*p != ':' && *p != '.'))
		return false;
	p++;
	if (!number(&p, 2, false, &m))
		return false;
	if (*p == ':') {
		p++;
		if (!number(&p, 2, false, &sec))
			return false;
		if (*p == '.' || *p == ',') {
			int64_t unit = SECOND_US / 10;
			p++;
			if (!isdigit((unsigned char)*p))
				return false;
			for (; isdigit((unsigned char)*p); p++, unit /= 10)
				fraction += (*p - '0') * unit;
		}
	}
	if (h > 23 || m > 59 || sec > 59)
		return false;
	*ret_us = (int64_t)(h * 3600 + m * 60 + sec) * SECOND_US + fraction;
	*s = p;
	return true;
}

static bool read_offset(const char **s, int64_t *ret_us)
{
	const char *p = *s;
	if (*p == 'Z' || *p == 'z') {
		*ret_us = 0;
		*s = p + 1;
		return true;
	}
	if (*p != '+' && *p != '-')
		return false;
	int sign = *p++ == '-' ? -1 : 1, h, m = 0;
	if (!number(&p, 2, false, &h))
		return false;
	if (*p == ':')
		p++;
	if (isdigit((unsigned char)*p) && !number(&p, 2, false, &m))
		return false;
	if (h > 14 || m > 59)
		return false;
	*ret_us = sign * (h * 3600 + m * 60) * SECOND_US;
	*s = p;
	return true;
}

enum status instant_parse(const char *s, enum zone zone, struct instant *ret, struct err *e)
{
	struct day d;
	const char *p = s;
	int64_t time_us = 0, offset_us = zone_hours(zone) * HOUR_US;
	bool ok = read_day(&p, &d);
	if (ok && *p) {
		ok = (*p == 'T' || *p == 't' || *p == ' ');
		p++;
		ok = ok && read_time(&p, &time_us) && (!*p || read_offset(&p, &offset_us)) && !*p;
	}
	if (!ok)
		return FAIL(e, INVALID, "'%.40s' is not a moment; expected 2024-10-31T19:20:11+07:00", s);
	ret->us = d.n * DAY_US + time_us - offset_us;
	return OK;
}

enum status zone_parse(const char *s, enum zone *ret, struct err *e)
{
	static const char *const offsets[] = {"+07:00", "+08:00", "+09:00"};
	static const char *const cities[] = {"Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"};
	for (int z = WIB; z <= WIT; z++)
		if (!strcasecmp(s, zone_name((enum zone)z)) || !strcmp(s, offsets[z]) ||
		    !strcmp(s, cities[z])) {
			*ret = (enum zone)z;
			return OK;
		}
	return FAIL(e, INVALID, "'%.40s' is not a zone; expected WIB, WITA or WIT", s);
}

int zone_hours(enum zone zone)
{
	return 7 + (int)zone;
}

const char *zone_name(enum zone zone)
{
	static const char *const names[] = {"WIB", "WITA", "WIT"};
	return names[zone];
}

enum zone zone_of_region(const char *kemendagri)
{
	int province = kemendagri ? atoi(kemendagri) : 0;
	if ((province >= 81 && province <= 82) || (province >= 91 && province <= 96))
		return WIT;
	if ((province >= 51 && province <= 53) || (province >= 63 && province <= 65) ||
	    (province >= 71 && province <= 76))
		return WITA;
	return WIB;
}

struct day day_of_instant(struct instant t, enum zone zone)
{
	int64_t us = t.us + zone_hours(zone) * HOUR_US;
	int64_t d = us / DAY_US;
	return (struct day){(int32_t)(us % DAY_US < 0 ? d - 1 : d)};
}

struct instant instant_at(struct day d, int hour, int minute, int second, enum zone zone)
{
	return (struct instant){d.n * DAY_US + (hour * 3600 + minute * 60 + second) * SECOND_US -
				zone_hours(zone) * HOUR_US};
}

struct instant instant_day_end(struct day d, enum zone zone)
{
	return instant_at(d, 23, 59, 59, zone);
}

static int64_t clock_us(clockid_t which)
{
	struct timespec t;
	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
}
struct instant instant_now(void) { return (struct instant){clock_us(CLOCK_REALTIME)}; }
int64_t steady_us(void) { return clock_us(CLOCK_MONOTONIC); }

/* Two digits of @n, 0 to 99. Sums of many days are written by hand: printf would take most of their time. */
static void two_digits(char *to, int n)
{
	to[0] = (char)('0' + n / 10);
	to[1] = (char)('0' + n % 10);
}

const char *day_iso(struct day d, char ret[static DAY_TEXT_MAX])
{
	int y, m, day;
	ret[0] = 0;
	if (day_is_none(d))
		return ret;
	day_parts(d, &y, &m, &day);
	if (y < 0 || y > 9999) {
		snprintf(ret, DAY_TEXT_MAX, "%04d-%02d-%02d", y, m, day);
		return ret;
	}
	memcpy(ret, "0000-00-00", sizeof "0000-00-00");
	two_digits(ret, y / 100);
	two_digits(ret + 2, y % 100);
	two_digits(ret + 5, m);
	two_digits(ret + 8, day);
	return ret;
}

const char *day_long(struct day d, enum lang l, char ret[static DAY_TEXT_MAX])
{
	int y, m, day;
	ret[0] = 0;
	if (day_is_none(d))
		return ret;
	day_parts(d, &y, &m, &day);
	snprintf(ret, DAY_TEXT_MAX, "%s, %d %s %d", weekdays[l][day_weekday(d)], day, months[l][m - 1], y);
	return ret;
}

const char *day_short(struct day d, enum lang l, char ret[static DAY_TEXT_MAX])
{
	int y, m, day;
	ret[0] = 0;
	if (day_is_none(d))
		return ret;
	day_parts(d, &y, &m, &day);
	snprintf(ret, DAY_TEXT_MAX, "%d %s %d", day, short_months[l][m - 1], y);
	return ret;
}

/* Hour, minute, second of @t in @zone. */
static void clock_parts(struct instant t, enum zone zone, int *h, int *m, int *s)
{
	int64_t us = t.us + zone_hours(zone) * HOUR_US - day_of_instant(t, zone).n * DAY_US;
	int seconds = (int)(us / SECOND_US);
	*h = seconds / 3600;
	*m = seconds / 60 % 60;
	*s = seconds % 60;
}

const char *instant_iso(struct instant t, enum zone zone, char ret[static DAY_TEXT_MAX])
{
	int h, m, s;
	ret[0] = 0;
	if (instant_is_none(t))
		return ret;
	clock_parts(t, zone, &h, &m, &s);
	day_iso(day_of_instant(t, zone), ret);
	char *time = ret + strlen(ret);
	memcpy(time, "T00:00:00+00:00", sizeof "T00:00:00+00:00");
	two_digits(time + 1, h);
	two_digits(time + 4, m);
	two_digits(time + 7, s);
	two_digits(time + 10, zone_hours(zone));
	return ret;
}

const char *instant_clock(struct instant t, enum zone zone, enum lang l, char ret[static 16])
{
	int h, m, s;
	ret[0] = 0;
	if (instant_is_none(t))
		return ret;
	clock_parts(t, zone, &h, &m, &s);
	snprintf(ret, 16, l == ID ? "%02d.%02d" : "%02d:%02d", h, m);
	return ret;
}

const char *instant_long(struct instant t, enum zone zone, enum lang l, char ret[static 64])
{
	char date[DAY_TEXT_MAX], clock[16];
	ret[0] = 0;
	if (instant_is_none(t))
		return ret;
	snprintf(ret, 64, "%.30s, %.8s %s", day_long(day_of_instant(t, zone), l, date),
		 instant_clock(t, zone, l, clock), zone_name(zone));
	return ret;
}

const char *roman_month(int month)
{
	static const char *const roman[] = {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"};
	return month >= 1 && month <= 12 ? roman[month - 1] : "";
}

const char *month_name(int month, enum lang l)
{
	return month >= 1 && month <= 12 ? months[l][month - 1] : "";
}

const char *weekday_name(int weekday, enum lang l)
{
	return weekday >= 0 && weekday <= 6 ? weekdays[l][weekday] : "";
}
