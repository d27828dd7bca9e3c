/* request.c -- what a handler asks of its request: fields with their limits, parts of the address, redirects. */
#include "web/answer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define say(rq, id, en) ((rq)->lang == EN ? (en) : (id))

static const char *field_value(const struct field *items, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(items[i].name, name))
			return items[i].value;
	return NULL;
}

const char *rq_query(const struct request *rq, const char *name)
{
	return field_value(rq->query, rq->n_query, name);
}

const char *rq_form(const struct request *rq, const char *name)
{
	return field_value(rq->form, rq->n_form, name);
}

enum status rq_form_text(const struct request *rq, const char *name, size_t max_bytes, bool needed,
			 const char **ret, struct err *e)
{
	const char *value = rq_form(rq, name);
	if (needed && text_blank(value))
		return FAIL_FIELD(e, INVALID, name, "%s",
				  say(rq, "Isian ini perlu diisi.", "This field needs an answer."));
	if (value && strlen(value) > max_bytes)
		return FAIL_FIELD(e, INVALID, name,
				  say(rq, "Isian ini paling panjang %zu huruf.", "At most %zu characters here."),
				  max_bytes);
	*ret = text_blank(value) ? NULL : value;
	return OK;
}

enum status rq_form_day(const struct request *rq, const char *name, bool needed, struct day *ret, struct err *e)
{
	const char *value;
	TRY(rq_form_text(rq, name, 40, needed, &value, e));
	*ret = DAY_NONE;
	if (value && day_parse(value, ret, NULL) != OK)
		return FAIL_FIELD(e, INVALID, name, "%s",
				  say(rq, "Tulis tanggal seperti 31/12/2024. Periksa urutan tanggal dan bulan.",
				      "Write a date like 31/12/2024: day, month, year."));
	return OK;
}

enum status rq_form_int(const struct request *rq, const char *name, int64_t min, int64_t max, int64_t *ret,
			struct err *e)
{
	const char *value;
	TRY(rq_form_text(rq, name, 20, true, &value, e));
	if (int_parse(value, min, max, ret, NULL) != OK)
		return FAIL_FIELD(e, INVALID, name,
				  say(rq, "Tulis angka dari %lld sampai %lld.", "A number from %lld to %lld."),
				  (long long)min, (long long)max);
	return OK;
}

enum status rq_segment_id(const struct request *rq, size_t which, int64_t *ret, struct err *e)
{
	if (which >= rq->n_segments || int_parse(rq->segments[which], 1, INT64_MAX, ret, NULL) != OK)
		return FAIL(e, NOT_FOUND, "the address names no record");
	return OK;
}

size_t rq_form_list(const struct request *rq, const char *name, const char *ret[], size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < rq->n_form && n < max; i++)
		if (!strcmp(rq->form[i].name, name))
			ret[n++] = rq->form[i].value;
	return n;
}

struct fault rq_fault(struct request *rq, const struct err *e)
{
	rq->http = status_http(e->status);
	return (struct fault){.field = e->field ? e->field : "", .text = arena_strdup(rq->desk.arena, e->why)};
}

const char *rq_public_address(const struct request *rq)
{
	const struct settings *s = rq->desk.office->settings;
	const char *named = settings_text(s, "serve.public_url");
	return *named ? named : arena_printf(rq->desk.arena, "http://%s", settings_text(s, "serve.listen"));
}

void rq_header(struct request *rq, const char *name, const char *value)
{
	size_t i = 0;
	while (i < rq->n_headers && strcmp(rq->headers[i].name, name) != 0)
		i++;
	assert(i < RQ_HEADERS_MAX);
	rq->headers[i] = (struct answer_header){name, value};
	rq->n_headers += i == rq->n_headers;
}

enum status rq_redirect(struct request *rq, const char *format, ...)
{
	char to[2048];
	va_list args;
	va_start(args, format);
	int n = vsnprintf(to, sizeof to, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof to || !text_valid(to, (size_t)n) || strpbrk(to, "\t\r\n"))
		return BROKEN;
	rq->location = arena_strdup(rq->desk.arena, to);
	rq->http = 303;
	return OK;
}

enum status rq_limit(struct request *rq, const char *kind, int per_hour, struct err *e)
{
	if (rq->server && !limits_take(rq->server->limits, rq->source, kind, per_hour, instant_now()))
		return FAIL(e, TOO_MANY, "%s",
			    say(rq, "Terlalu sering dari sambungan ini. Coba lagi dalam satu jam.",
				"Too often from this connection. Try again within the hour."));
	return OK;
}
