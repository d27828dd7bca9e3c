/* form.h -- what a browser sends in a body or behind '?', read with limits.
 *
 * Pure: bytes in, fields out. Names and values are valid UTF-8 without control characters (tab and line breaks may
 * stand in values, line breaks come as \n), values are trimmed. A key that comes twice is refused unless @lists: two
 * parsers might pick different ones. Nothing here believes a file's name or type.
 */
#ifndef NETRA_WEB_FORM_H
#define NETRA_WEB_FORM_H

#include "web/web.h"

#define FORM_FIELDS_MAX  200 /* fields of one form: a page of 50 rows with 4 ticks each */
#define FORM_NAME_MAX    100 /* bytes of a field's name */
#define FORM_UPLOADS_MAX 20  /* files of one form */

struct form {
	struct field *items;
	size_t n, cap;
	struct form_uploads {
		struct upload *items;
		size_t n, cap;
	} uploads;
};

/* application/x-www-form-urlencoded, also of a query. INVALID with the field at fault. */
MUST_CHECK enum status form_urlencoded(struct arena *a, struct str body, bool lists, struct form *ret,
				       struct err *e);
/* multipart/form-data; file bytes point into @body. */
MUST_CHECK enum status form_multipart(struct arena *a, const char *content_type, struct str body, bool lists,
				      struct form *ret, struct err *e);
/* True when @e says that a field came twice; it names the field. */
bool form_twice(const struct err *e);
/* "%41" and, when @plus, '+' decoded. INVALID for a broken escape, NUL, a control character or broken UTF-8. */
MUST_CHECK enum status form_decode(struct arena *a, struct str s, bool plus, const char **ret, struct err *e);
/* The value of a cookie, NULL when absent or when it comes twice. */
const char *cookie_value(struct arena *a, const char *header, const char *name);
/* True when the type named in @content_type is @type, whatever its parameters. */
bool content_type_is(const char *content_type, const char *type);

#endif
