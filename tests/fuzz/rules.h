/* rules.h -- what must be true of every answer of the screening engine, whatever it was asked; used by fuzz targets. */
#ifndef NETRA_TESTS_FUZZ_RULES_H
#define NETRA_TESTS_FUZZ_RULES_H

#include "base/json.h"
#include "core/screen/screen.h"

#include <assert.h>
#include <string.h>

/* [from, to) lies inside @text and cuts no character. */
static inline void rule_span(const char *text, size_t from, size_t to)
{
	assert(from <= to && to <= strlen(text));
	assert(((unsigned char)text[from] & 0xC0) != 0x80 && ((unsigned char)text[to] & 0xC0) != 0x80);
}

/* Each line is one JSON value. */
static inline void rule_json_lines(struct arena *a, const char *s, size_t n)
{
	struct str rest = {s, n}, line;
	while (rest.n && str_split(&rest, '\n', &line)) {
		const struct json *value;
		struct err e;
		enum status read = json_read(a, "answer", line.s, line.n, (size_t)64 << 20, &value, &e);
		assert(read == OK && value->kind == J_OBJECT);
	}
}

/* The kinds of agreement that a sheet tells of (core/screen/agree.c). */
static inline size_t rule_agreements(const struct screen_hit *hit)
{
	static const char *const words[] = {"wilayah kerja sama", "instansi atau unit kerja disebut", "jabatan disebut", "rekan seinstansi"};
	size_t ret = 0;
	for (size_t k = 0; k < sizeof words / sizeof *words; k++)
		for (size_t i = 0; i < hit->sheet_n; i++)
			if (strstr(hit->sheet[i].why, words[k])) {
				ret++;
				break;
			}
	return ret;
}

static inline void rule_hit(const struct screen_hit *hit)
{
	assert(hit->score >= 0 && hit->score < 1.0001 && hit->namesakes >= 1 && hit->sheet_n >= 1);
	for (size_t i = 0; i < hit->sheet_n; i++)
		assert(hit->sheet[i].why && hit->sheet[i].part && hit->sheet[i].with);
}

/* @text: of the item that the alert is about. */
static inline void rule_alert(const struct screen_alert *x, const char *text)
{
	rule_hit(&x->subject);
	assert(x->score >= 0 && x->score < 1.0001 && x->conduct[0] && x->object.how[0] && x->object.contest[0]);
	assert(x->reasons_n >= 1 && x->stance != UNRELATED);
	rule_span(text, x->object.from, x->object.to);
	for (size_t i = 0; i < x->reasons_n; i++)
		rule_span(text, x->reasons[i].from, x->reasons[i].to);
	size_t agree = rule_agreements(&x->subject);
	if (!strcmp(x->how, "name"))
		assert(agree >= 3 ? true : agree == 2 || (agree == 1 && x->subject.namesakes == 1) ? x->subject.strength <= FAIR : x->subject.strength == WEAK);
	else
		assert(!strcmp(x->how, "mention") ? x->subject.strength == WEAK : !strcmp(x->how, "account"));
}

#endif
