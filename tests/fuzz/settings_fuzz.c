/* settings_fuzz.c -- any bytes as a settings file: refused with the place of the fault, or every key has a value. */
#include "base/settings.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena a = {0};
	const struct settings *s;
	struct err e = {0};
	if (settings_read(&a, "uji.ini", (const char *)bytes, n, &s, &e) != OK)
		assert(strstr(e.why, "uji.ini"));
	else
		for (size_t i = 0; i < settings_keys_n; i++) {
			const char *key = settings_keys[i].key, *value = settings_text(s, key);
			int64_t number;
			assert(value && text_valid(value, strlen(value)));
			(void)settings_bool(s, key);
			if (int_parse(value, INT64_MIN, INT64_MAX, &number, NULL) == OK)
				assert(settings_int(s, key) == number);
		}
	arena_free(&a);
	return 0;
}
