/* need.c -- see need.h. */
#include "base/need.h"

#include "base/str.h"

#include <string.h>

enum status text_need(const char *field, const char *s, size_t max, struct err *e)
{
	if (text_blank(s) || strlen(s) > max)
		return FAIL_FIELD(e, INVALID, field, "needed, at most %zu bytes", max);
	return OK;
}
