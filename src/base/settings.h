/* settings.h -- how this installation is set up: defaults, then a file (INI, parsed by inih), then
 * NETRA_* environment variables, then command line flags; the later one wins.
 *
 * A key is "section.name" ("serve.listen", "clock.cuti_bersama_is_working_day"); its variable is
 * NETRA_SECTION_NAME. An unknown key in a file is an error with its line: a typing mistake must not be a
 * silent default. The table of keys, their defaults and meanings is in settings.c and prints as help.
 */
#ifndef NETRA_BASE_SETTINGS_H
#define NETRA_BASE_SETTINGS_H

#include "base/str.h"

struct settings; /* opaque; lives in the arena it was loaded into */

/* @file may be NULL. INVALID names file, line and key. */
MUST_CHECK enum status settings_load(struct arena *a, const char *file, const struct settings **ret,
				     struct err *e);
/* Only the defaults and @text, which a file called @file holds; no variables. At most 64 KiB. */
MUST_CHECK enum status settings_read(struct arena *a, const char *file, const char *text, size_t n,
				     const struct settings **ret, struct err *e);
/* A copy of @s in which @key is @value (command line flags). */
MUST_CHECK enum status settings_with(struct arena *a, const struct settings *s, const char *key,
				     const char *value, const struct settings **ret, struct err *e);
const char *settings_text(const struct settings *s, const char *key); /* never NULL; stops on an unknown key */
int64_t settings_int(const struct settings *s, const char *key);
bool settings_bool(const struct settings *s, const char *key);

struct settings_key {
	const char *key, *otherwise, *meaning;
};
extern const struct settings_key settings_keys[];
extern const size_t settings_keys_n;

#endif
