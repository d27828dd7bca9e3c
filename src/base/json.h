/* json.h -- reading JSON into a tree of values in an arena. jansson does the parsing and is met only here.
 *
 * Limits: the caller says how many bytes it accepts; depth is at most 64; repeated keys are refused
 * (one parser decision: nobody may read the first of two). Numbers with a fraction are kept as double,
 * whole numbers as int64. The hot path of screening has its own reader in core/screen.
 */
#ifndef NETRA_BASE_JSON_H
#define NETRA_BASE_JSON_H

#include "base/str.h"

enum json_kind { J_NULL, J_BOOL, J_INT, J_REAL, J_TEXT, J_ARRAY, J_OBJECT };

struct json {
	enum json_kind kind;
	int64_t i;          /* J_BOOL (0, 1), J_INT */
	double real;        /* J_REAL, J_INT */
	struct str text;    /* J_TEXT; NUL-terminated too */
	struct json *items; /* J_ARRAY, J_OBJECT: the values */
	const char **keys;  /* J_OBJECT: their names, in the order of the text */
	size_t n;           /* items */
};

/* INVALID says line, column and what was expected. @what names the input in messages ("rule pack"). */
MUST_CHECK enum status json_read(struct arena *a, const char *what, const char *text, size_t n,
				 size_t limit_bytes, const struct json **ret, struct err *e);
const struct json *json_get(const struct json *object, const char *key); /* NULL: absent, or null, or no object */
const char *json_get_text(const struct json *object, const char *key, const char *otherwise);
int64_t json_get_int(const struct json *object, const char *key, int64_t otherwise);
double json_get_real(const struct json *object, const char *key, double otherwise);
bool json_get_bool(const struct json *object, const char *key, bool otherwise);

#endif
