/* clock_fuzz.c -- any bytes as a calendar file and as questions of a batch: one line of JSON for each, a
 * deadline or a refusal that says why; never a crash.
 *
 * The input is a calendar, then a line of four dashes, then questions, one a line. What is no calendar leaves the
 * pack's in place, so that questions alone are tried too.
 */
#include "cli/clock_ask.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

#define QUESTIONS_MAX 40

/* The desk of the built-in pack. */
static const struct clock_desk *desk_once(void)
{
	static struct arena keep;
	static struct clock_desk desk;
	const struct law *law;
	if (!desk.law) {
		assert(law_read(&keep, law_embedded, law_embedded_n, &law, NULL) == OK);
		clock_desk_open(&keep, law, NULL, &desk);
	}
	return &desk;
}

/* An answer is one line, and JSON; it is an error exactly when the caller was told so. */
static void check_answer(struct arena *a, const struct buf *out, bool good)
{
	const struct json *j;
	assert(out->n && out->s[out->n - 1] == '\n' && !memchr(out->s, '\n', out->n - 1));
	assert(json_read(a, "answer", out->s, out->n, 8 << 20, &j, NULL) == OK);
	assert((json_get(j, "error") == NULL) == good);
}

static void ask(const struct clock_desk *d, struct str line)
{
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf out = {0};
	bool good = clock_answer_line(&a, d, line, 1, &out);
	check_answer(&a, &out, good);
}

static bool read_table(struct arena *a, struct str text, struct calendar_table *ret)
{
	struct err e = {0};
	if (calendar_read(a, "fuzz", text.s, text.n, ret, &e) != OK) {
		assert(e.why[0]);
		return false;
	}
	for (size_t i = 1; i < ret->n; i++)
		assert(ret->items[i - 1].day.n < ret->items[i].day.n);
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	struct arena a = {0};
	struct calendar_table table;
	struct clock_desk desk = *desk_once();
	struct str text = {arena_strndup(&a, (const char *)bytes, n), n}, line;
	const char *cut = strstr(text.s, "\n----\n");
	struct str calendar = {text.s, cut ? (size_t)(cut - text.s) : 0};
	bool own = cut && read_table(&a, calendar, &table);
	if (cut)
		text = (struct str){cut + 6, n - calendar.n - 6};
	if (own)
		clock_desk_open(&a, desk.law, &table, &desk);
	for (int i = 0; i < QUESTIONS_MAX && str_split(&text, '\n', &line); i++)
		ask(&desk, line);
	arena_free(&a);
	return 0;
}
