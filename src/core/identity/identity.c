/* identity.c -- see identity.h. Positions in comments count from 1, as the regulations do. */
#include "core/identity/identity.h"

#include <string.h>

static enum status digits_of(const char *s, size_t want, const char *what, char *ret, struct err *e)
{
	size_t n = 0;
	for (; s && *s; s++) {
		if (*s == ' ' || *s == '.' || *s == '-')
			continue;
		if (*s < '0' || *s > '9')
			return FAIL(e, INVALID, "%s: '%c' is not a digit", what, *s >= ' ' && *s < 127 ? *s : '?');
		if (n == want)
			return FAIL(e, INVALID, "%s: more than %zu digits", what, want);
		ret[n++] = *s;
	}
	ret[n] = '\0';
	return n == want ? OK : FAIL(e, INVALID, "%s: %zu digits, expected %zu", what, n, want);
}

static int number_at(const char *digits, size_t from, size_t n)
{
	int ret = 0;
	for (size_t i = 0; i < n; i++)
		ret = ret * 10 + (digits[from + i] - '0');
	return ret;
}

static int age_years(struct day birth, int year, int month)
{
	int y, m, d;
	day_parts(birth, &y, &m, &d);
	return year - y - (month && month < m);
}

static void appointment_warnings(struct identity *ret, struct day today)
{
	int age = age_years(ret->birth, ret->appointed_year, ret->appointed_month), y, m, d;
	day_parts(today, &y, &m, &d);
	if (age < 16)
		ret->warnings |= WARN_YOUNG;
	else if (age > 60)
		ret->warnings |= WARN_OLD;
	else if (age < 18 || age > 40)
		ret->warnings |= WARN_AGE;
	if (age_years(ret->birth, y, m) > 70)
		ret->warnings |= WARN_RETIRED;
}

enum status identity_read_nip(const char *s, struct day today, struct identity *ret, struct err *e)
{
	struct identity id = {.class_hint = ""};
	TRY(digits_of(s, 18, "NIP", id.digits, e));
	int year = number_at(id.digits, 0, 4), month = number_at(id.digits, 4, 2), day = number_at(id.digits, 6, 2);
	int sex = number_at(id.digits, 14, 1), now_y, now_m, now_d;
	if (!day_valid(year, month, day))
		return FAIL(e, INVALID, "NIP: digits 1-8, %.8s, are not a date", id.digits);
	id.birth = day_of(year, month, day);
	if (id.birth.n > today.n)
		return FAIL(e, INVALID, "NIP: born after today (digits 1-8, %.8s)", id.digits);
	id.appointed_year = number_at(id.digits, 8, 4);
	int thirteen = number_at(id.digits, 12, 2);
	id.kind = thirteen > 12 ? IDENTITY_PPPK : IDENTITY_NIP;
	id.appointed_month = id.kind == IDENTITY_NIP ? thirteen : 0;
	if (thirteen == 0)
		return FAIL(e, INVALID, "NIP: digits 13-14 are 00, neither a month nor a count of agreements");
	day_parts(today, &now_y, &now_m, &now_d);
	if (id.appointed_year > now_y || (id.appointed_year == now_y && id.appointed_month > now_m) || id.appointed_year < 1940)
		return FAIL(e, INVALID, "NIP: appointed in %d-%02d (digits 9-14), which is after today or before 1940", id.appointed_year,
			    id.appointed_month);
	if (sex != 1 && sex != 2)
		return FAIL(e, INVALID, "NIP: digit 15 is %d; 1 is male, 2 is female", sex);
	id.sex = sex == 1 ? SEX_MALE : SEX_FEMALE;
	id.serial = number_at(id.digits, 15, 3);
	if (!id.serial)
		return FAIL(e, INVALID, "NIP: digits 16-18 are 000; serial numbers start with 001");
	id.class_hint = id.kind == IDENTITY_NIP ? "PNS" : "PPPK";
	if (id.kind == IDENTITY_PPPK && (thirteen < 21 || thirteen > 29))
		id.warnings |= WARN_AGREEMENTS;
	appointment_warnings(&id, today);
	*ret = id;
	return OK;
}

static bool province_known(int code)
{
	static const unsigned char codes[] = {11, 12, 13, 14, 15, 16, 17, 18, 19, 21, 31, 32, 33, 34, 35, 36, 51, 52, 53,
					      61, 62, 63, 64, 65, 71, 72, 73, 74, 75, 76, 81, 82, 91, 92, 93, 94, 95, 96};
	for (size_t i = 0; i < sizeof codes; i++)
		if (codes[i] == code)
			return true;
	return false;
}

enum status identity_read_nik(const char *s, struct day today, struct identity *ret, struct err *e)
{
	struct identity id = {.kind = IDENTITY_NIK, .class_hint = ""};
	TRY(digits_of(s, 16, "NIK", id.digits, e));
	int day = number_at(id.digits, 6, 2), month = number_at(id.digits, 8, 2), year = number_at(id.digits, 10, 2);
	id.sex = day > 40 ? SEX_FEMALE : SEX_MALE;
	day -= day > 40 ? 40 : 0;
	int century = 2000;
	if (!day_valid(century + year, month, day) || day_of(century + year, month, day).n > today.n)
		century = 1900;
	if (!day_valid(century + year, month, day))
		return FAIL(e, INVALID, "NIK: digits 7-12, %.6s, are not a date (for women day + 40)", id.digits + 6);
	id.birth = day_of(century + year, month, day);
	id.serial = number_at(id.digits, 12, 4);
	if (!id.serial)
		return FAIL(e, INVALID, "NIK: digits 13-16 are 0000");
	int province = number_at(id.digits, 0, 2), district = number_at(id.digits, 2, 2);
	memcpy(id.region, (char[]){id.digits[0], id.digits[1], '.', id.digits[2], id.digits[3], '.', id.digits[4], id.digits[5], 0}, 9);
	if (province == 99)
		id.warnings |= WARN_ABROAD;
	else if (!province_known(province) || !((district >= 1 && district <= 69) || (district >= 71 && district <= 99)))
		id.warnings |= WARN_AREA;
	*ret = id;
	return OK;
}

unsigned identity_cross_check(const struct identity *nip, const struct identity *nik)
{
	unsigned ret = 0;
	if (nip->birth.n != nik->birth.n)
		ret |= WARN_BIRTH_DIFFERS;
	if (nip->sex != nik->sex)
		ret |= WARN_SEX_DIFFERS;
	return ret;
}

const char *identity_warning_text(enum identity_warning w, enum lang lang)
{
	switch (w) {
#define X(name, bit, id, en)                                                                                       \
	case name: return lang == ID ? id : en;
		IDENTITY_WARNING_MAP(X)
#undef X
	}
	return "";
}
