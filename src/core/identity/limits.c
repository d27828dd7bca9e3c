/* limits.c -- the rows of the rule pack that identity leans on: limits of ages and years, codes of areas. */
#include "core/identity/identity.h"

#include <string.h>

const struct law_identity *identity_limit(const struct law *law, const char *code, struct day at)
{
	for (size_t i = 0; i < law->identities.n; i++) {
		const struct law_identity *limit = &law->identities.items[i];
		if (!strcmp(limit->code, code) && law_in_force(&limit->row, at))
			return limit;
	}
	return NULL;
}

/* A code that has been used twice (split regions) has two rows: the one that still stands comes first in the pack. */
const struct law_area *identity_area(const struct law *law, const char *code)
{
	const struct law_area *best = NULL;
	size_t longest = 0;
	for (size_t i = 0; i < law->areas.n; i++) {
		const struct law_area *area = &law->areas.items[i];
		size_t n = strlen(area->code);
		if (n > longest && !strncmp(code, area->code, n) && (!code[n] || code[n] == '.')) {
			best = area;
			longest = n;
		}
	}
	return best;
}

/* The digits between two dots as a number, -1 when they are not @want digits; @s moves behind them. */
static int part_take(const char **s, size_t want)
{
	int ret = 0;
	size_t n = strspn(*s, "0123456789");
	if (n != want || ((*s)[n] && (*s)[n] != '.'))
		return -1;
	for (size_t i = 0; i < n; i++)
		ret = ret * 10 + ((*s)[i] - '0');
	*s += n + ((*s)[n] == '.');
	return ret;
}

static bool within(const struct law *law, const char *code, struct day at, int value)
{
	const struct law_identity *limit = identity_limit(law, code, at);
	return limit && value >= limit->min && value <= limit->max;
}

/* PP.KK.CC.DDDD, as deep as it is written. */
enum area_kind identity_area_kind(const struct law *law, const char *code, struct day at)
{
	if (!identity_area(law, code) || part_take(&code, 2) < 0)
		return AREA_UNKNOWN;
	if (!*code)
		return AREA_PROVINCE;
	int kk = part_take(&code, 2);
	bool regency = within(law, "AREA-REGENCY", at, kk), city = within(law, "AREA-CITY", at, kk);
	if (!regency && !city)
		return AREA_UNKNOWN;
	if (!*code)
		return regency ? AREA_REGENCY : AREA_CITY;
	if (part_take(&code, 2) < 1)
		return AREA_UNKNOWN;
	if (!*code)
		return AREA_DISTRICT;
	int dddd = part_take(&code, 4);
	if (*code)
		return AREA_UNKNOWN;
	return within(law, "AREA-WARD", at, dddd) ? AREA_WARD : within(law, "AREA-VILLAGE", at, dddd) ? AREA_VILLAGE : AREA_UNKNOWN;
}

const char *area_kind_code(enum area_kind k)
{
	static const char *const codes[] = {"", "provinsi", "kabupaten", "kota", "kecamatan", "kelurahan", "desa"};
	return codes[k];
}
