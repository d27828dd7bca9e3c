/* err.c -- filling an error and looking a status up. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>

static const struct {
	const char *name, *text;
	int http;
} table[STATUS_N] = {
#define X(name, http, text) [name] = {#name, text, http},
	STATUS_MAP(X)
#undef X
};

enum status err_set(struct err *e, enum status status, const char *where, const char *field,
		    const char *format, ...)
{
	if (!e)
		return status;
	e->status = status;
	e->where = where;
	e->field = field;
	va_list args;
	va_start(args, format);
	vsnprintf(e->why, sizeof e->why, format, args);
	va_end(args);
	return status;
}

int status_http(enum status s)
{
	return s < STATUS_N ? table[s].http : 500;
}

const char *status_name(enum status s)
{
	return s < STATUS_N ? table[s].name : "?";
}

const char *status_text(enum status s)
{
	return s < STATUS_N ? table[s].text : "?";
}
