/* day_fuzz.c -- any text handed to the readers of dates, moments, numbers and hex: what is read writes back the same. */
#include "base/day.h"
#include "base/str.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena a = {0};
	struct err e;
	char *s = arena_strndup(&a, (const char *)bytes, n), text[DAY_TEXT_MAX];
	struct day d, again;
	struct instant t, t_again;
	int64_t i;
	if (day_parse(s, &d, &e) == OK) {
		assert(day_parse(day_iso(d, text), &again, &e) == OK && again.n == d.n);
	}
	if (instant_parse(s, WITA, &t, &e) == OK) {
		assert(instant_parse(instant_iso(t, WIT, text), WIB, &t_again, &e) == OK);
		assert(t_again.us / SECOND_US == t.us / SECOND_US || t.us < 0);
	}
	if (int_parse(s, -1000, 1000, &i, &e) == OK)
		assert(i >= -1000 && i <= 1000);
	char *clean = text_clean(&a, (const char *)bytes, n);
	assert(text_valid(clean, strlen(clean)));
	arena_free(&a);
	return 0;
}
