/* log.c -- see log.h. A line is written with one write(2), so lines of two threads never mix. */
#include "base/log.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum log_level least_level = LOG_INFO;

void log_set_level(enum log_level least)
{
	least_level = least;
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
	static const char *const names[] = {"error", "warn", "info", "debug"};
	if (level > least_level)
		return;
	char text[600], at[DAY_TEXT_MAX];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "time", instant_iso(instant_now(), WIB, at));
	jout_put_text(&j, "level", names[level]);
	jout_put_text(&j, "event", event);
	jout_put_text(&j, "text", text);
	jout_end(&j, '}');
	buf_char(&b, '\n');
	ssize_t ignored = write(STDERR_FILENO, b.s, b.n);
	(void)ignored;
}

void log_err(const char *event, const struct err *e)
{
	log_event(e->status == UNAVAILABLE || e->status == BROKEN ? LOG_ERROR : LOG_WARN, event, "%s in %s: %s",
		  status_name(e->status), e->where ? e->where : "?", e->why);
}
