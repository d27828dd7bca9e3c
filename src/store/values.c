/* values.c -- C values to database values and back, with NULL for the "none" of each type. */
#include "store/store_internal.h"

#include <string.h>

struct value value_int(int64_t i)
{
	return (struct value){.kind = VALUE_INT, .i = i};
}

struct value value_id(int64_t id)
{
	return (struct value){.kind = id ? VALUE_INT : VALUE_NULL, .i = id};
}

struct value value_text(const char *s)
{
	return (struct value){.kind = s ? VALUE_TEXT : VALUE_NULL, .bytes = str_of(s)};
}

struct value value_bytes(struct str bytes)
{
	return (struct value){.kind = bytes.s ? VALUE_BYTES : VALUE_NULL, .bytes = bytes};
}

struct value value_day(struct day d)
{
	return (struct value){.kind = day_is_none(d) ? VALUE_NULL : VALUE_INT, .i = d.n};
}

struct value value_instant(struct instant t)
{
	return (struct value){.kind = instant_is_none(t) ? VALUE_NULL : VALUE_INT, .i = t.us};
}

int64_t value_as_int(const struct value *v)
{
	return v->kind == VALUE_INT ? v->i : 0;
}

const char *value_as_text(const struct value *v)
{
	return v->kind == VALUE_TEXT ? v->bytes.s : NULL;
}

struct str value_as_bytes(const struct value *v)
{
	return v->kind == VALUE_BYTES || v->kind == VALUE_TEXT ? v->bytes : (struct str){NULL, 0};
}

struct day value_as_day(const struct value *v)
{
	return v->kind == VALUE_INT ? (struct day){(int32_t)v->i} : DAY_NONE;
}

struct instant value_as_instant(const struct value *v)
{
	return v->kind == VALUE_INT ? (struct instant){v->i} : INSTANT_NONE;
}
