/* identity.c -- see identity.h. Positions in comments count from 1, as the regulations do. */
#include "core/identity/identity.h"

#include <stdio.h>
#include <string.h>

/* Signs that people and spreadsheets put around and between digits; the last two bytes are a no-break space. */
static bool passed_over(char c) { return strchr(" .-\t'`\xc2\xa0", c) != NULL; }

static bool letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

static enum identity_kind kind_of(size_t digits)
{
	switch (digits) {
	case 18: return IDENTITY_NIP; /* or NI PPPK: positions 13-14 tell */
	case 16: return IDENTITY_NIK;
	case 9: return IDENTITY_OLD_NIP;
	default: return IDENTITY_NONE;
	}
}

/* "NIP. 19850817 201001 1 007": words before the number belong to its name. */
static const char *number_start(const char *s)
{
	const char *at = s;
	while (letter(*at) || *at == ':' || (*at && passed_over(*at)))
		at++;
	return *at ? at : s;
}

static enum identity_fault digits_take(const char *s, struct identity *ret)
{
	size_t n = 0, all = 0;
	bool sign = false, exponent = false;
	for (s = number_start(s); *s; s++) {
		bool digit = *s >= '0' && *s <= '9';
		if (digit && n + 1 < sizeof ret->digits)
			ret->digits[n++] = *s;
		all += digit;
		sign |= !digit && !passed_over(*s);
		exponent |= all && strchr("eE+", *s);
	}
	if (sign)
		return exponent ? FAULT_SPREADSHEET : FAULT_SIGN;
	ret->kind = kind_of(all);
	if (ret->kind == IDENTITY_NONE)
		return all ? FAULT_LENGTH : FAULT_EMPTY;
	return FAULT_NONE;
}

static int number_at(const char *digits, size_t from, size_t n)
{
	int ret = 0;
	for (size_t i = 0; i < n; i++)
		ret = ret * 10 + (digits[from + i] - '0');
	return ret;
}

/* Completed years on a day. */
static int age_on(struct day birth, int year, int month, int day)
{
	int y, m, d;
	day_parts(birth, &y, &m, &d);
	return year - y - (month < m || (month == m && day < d));
}

static int age_today(struct day birth, struct day today)
{
	int y, m, d;
	day_parts(today, &y, &m, &d);
	return age_on(birth, y, m, d);
}

enum side { BELOW = -1, WITHIN, ABOVE };
/* Where @least..@most lies beside the limits of a row: outside only when all of it is. No row: within. */
static enum side beside(const struct law *law, const char *code, struct day at, int least, int most)
{
	const struct law_identity *limit = identity_limit(law, code, at);
	if (!limit)
		return WITHIN;
	return most < limit->min ? BELOW : least > limit->max ? ABOVE : WITHIN;
}

/* A NIP says the month of appointment, its first day; an NI PPPK only the year, so the age has a span. */
static unsigned appointment_warnings(const struct law *law, const struct identity *id, struct day today)
{
	bool pppk = id->kind == IDENTITY_PPPK;
	int least = age_on(id->birth, id->appointed_year, pppk ? 1 : id->appointed_month, 1);
	int most = pppk ? age_on(id->birth, id->appointed_year, 12, 31) : least;
	unsigned ret = 0;
	if (beside(law, pppk ? "PPPK-YEAR" : "NIP-YEAR", today, id->appointed_year, id->appointed_year) == BELOW)
		ret |= WARN_EARLY;
	enum side soft = beside(law, "NIP-AGE", today, least, most);
	if (soft != WITHIN)
		return ret | (soft == BELOW ? WARN_YOUNG : WARN_OLD);
	if (pppk) /* the usual ages are those of civil servants */
		return ret;
	if (beside(law, "NIP-AGE-POSTS", today, least, most) != WITHIN)
		return ret | WARN_AGE;
	return beside(law, "NIP-AGE-USUAL", today, least, most) != WITHIN ? ret | WARN_AGE_POSTS : ret;
}

static bool after(const struct identity *id, struct day today)
{
	int y, m, d;
	day_parts(today, &y, &m, &d);
	return id->appointed_year > y || (id->appointed_year == y && id->appointed_month > m);
}

/* YYYYMMDD birth, YYYYMM appointment (NI PPPK: YYYY and a count of agreements), S sex, NNN serial. */
static enum identity_fault nip_read(const struct law *law, struct day today, struct identity *id)
{
	int year = number_at(id->digits, 0, 4), month = number_at(id->digits, 4, 2), day = number_at(id->digits, 6, 2);
	int thirteen = number_at(id->digits, 12, 2), sex = number_at(id->digits, 14, 1);
	if (thirteen > 12)
		id->kind = IDENTITY_PPPK;
	if (!day_valid(year, month, day))
		return FAULT_BIRTH;
	id->birth = day_of(year, month, day);
	if (id->birth.n > today.n)
		return FAULT_BIRTH_AHEAD;
	if (!thirteen)
		return FAULT_MONTH;
	id->appointed_year = number_at(id->digits, 8, 4);
	*(id->kind == IDENTITY_PPPK ? &id->agreements : &id->appointed_month) = thirteen;
	if (after(id, today))
		return FAULT_APPOINTED_AHEAD;
	if (sex != 1 && sex != 2)
		return FAULT_SEX;
	id->sex = sex == 1 ? SEX_MALE : SEX_FEMALE;
	id->serial = number_at(id->digits, 15, 3);
	if (!id->serial)
		return FAULT_SERIAL;
	id->class_hint = id->kind == IDENTITY_PPPK ? PPPK : PNS;
	id->warnings |= appointment_warnings(law, id, today);
	if (id->kind == IDENTITY_PPPK && beside(law, "PPPK-AGREEMENTS", today, thirteen, thirteen) != WITHIN)
		id->warnings |= WARN_AGREEMENTS;
	int age = age_today(id->birth, today);
	if (beside(law, "SERVICE-AGE", today, age, age) == ABOVE)
		id->warnings |= WARN_RETIRED;
	return FAULT_NONE;
}

static bool born(int year, int month, int day, struct day today, struct day *ret)
{
	if (!day_valid(year, month, day))
		return false;
	*ret = day_of(year, month, day);
	return ret->n <= today.n;
}

/* The century is not written: the one with a plausible age, else the later; uncertain when neither stands out. */
static enum identity_fault nik_birth(const struct law *law, struct day today, struct identity *id)
{
	int day = number_at(id->digits, 6, 2), month = number_at(id->digits, 8, 2), year = number_at(id->digits, 10, 2);
	id->sex = day > 40 ? SEX_FEMALE : SEX_MALE;
	day -= day > 40 ? 40 : 0;
	struct day later = DAY_NONE, earlier = DAY_NONE;
	bool may_later = born(2000 + year, month, day, today, &later);
	bool may_earlier = born(1900 + year, month, day, today, &earlier);
	if (!may_later && !may_earlier)
		return FAULT_NIK_BIRTH;
	id->birth = may_later ? later : earlier;
	if (!may_later || !may_earlier)
		return FAULT_NONE;
	int young = age_today(later, today), old = age_today(earlier, today);
	bool likely_later = beside(law, "NIK-AGE", today, young, young) == WITHIN;
	bool likely_earlier = beside(law, "NIK-AGE", today, old, old) == WITHIN;
	if (likely_later == likely_earlier)
		id->warnings |= WARN_CENTURY;
	else if (likely_earlier)
		id->birth = earlier;
	return FAULT_NONE;
}

/* PPKKCC at the time of registration; 99, three digits of the country, one of the mission for those abroad. */
static void nik_area(const struct law *law, struct day today, struct identity *id)
{
	const char *d = id->digits;
	if (number_at(d, 0, 2) == 99) {
		snprintf(id->region, sizeof id->region, "99.%.3s.%c", d + 2, d[5]);
		id->warnings |= WARN_ABROAD;
		return;
	}
	snprintf(id->region, sizeof id->region, "%.2s.%.2s.%.2s", d, d + 2, d + 4);
	const struct law_area *area = identity_area(law, id->region);
	if (identity_area_kind(law, id->region, today) == AREA_UNKNOWN)
		id->warnings |= WARN_AREA;
	else if (!law_in_force(&area->row, today))
		id->warnings |= WARN_AREA_FORMER;
}

static enum identity_fault nik_read(const struct law *law, struct day today, struct identity *id)
{
	enum identity_fault fault = nik_birth(law, today, id);
	if (fault != FAULT_NONE)
		return fault;
	id->serial = number_at(id->digits, 12, 4);
	if (!id->serial)
		return FAULT_NIK_SERIAL;
	nik_area(law, today, id);
	return FAULT_NONE;
}

void identity_read(const struct law *law, const char *s, struct day today, struct identity *ret)
{
	*ret = (struct identity){.birth = DAY_NONE};
	ret->fault = digits_take(s ? s : "", ret);
	if (ret->kind == IDENTITY_NIP) /* until its digits say NI PPPK */
		ret->fault = nip_read(law, today, ret);
	else if (ret->kind == IDENTITY_NIK)
		ret->fault = nik_read(law, today, ret);
	else if (ret->kind == IDENTITY_OLD_NIP) {
		ret->warnings = WARN_OLD_NIP;
		ret->class_hint = PNS;
	}
}
