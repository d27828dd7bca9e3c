/* numbers.c -- legal numbers: "006/REG/LP/PW/Kota/99.01/X/2024".
 *
 * The pattern is a row of the law (law/numbers.toml); the sequence is one row per office, register and year,
 * raised in the transaction that uses the number. A transaction that fails takes its number back, so a
 * register has no gaps. The year and the month are those of the office's own zone: a report at 00.30 WIT on 1
 * January belongs to the new year there.
 */
#include "desk/docket/docket_internal.h"

#include <string.h>

#define CLASS_HANDLING                                                                                       \
	"PP.00.00" /* letters about the handling of violations (seen: 169/PP.00.00/K1/05/2023) */

struct number_parts {
	int64_t seq;
	const char *contest, *level, *area, *class;
	int year, month;
};

/* A register has a pattern for each procedure ("pilkada_receipt") or one for both ("letter"). What follows a
 * colon is the class of a letter ("letter:PM.01.02"), which is part of the number but not of the register. */
static const struct law_number *pattern_of(struct arena *a, const struct law *law, enum procedure p,
					   const char *reg, const char **ret_class)
{
	const char *colon = strchr(reg, ':');
	const char *name = colon ? arena_strndup(a, reg, (size_t)(colon - reg)) : reg;
	*ret_class = colon ? colon + 1 : CLASS_HANDLING;
	const struct law_number *own = law_number(law, arena_printf(a, "%s_%s", procedure_code(p), name));
	return own ? own : law_number(law, name);
}

/* Of a file whose contest is not known yet: the contest that an office of this level supervises itself. */
static const char *contest_of_level(enum procedure p, const char *level)
{
	if (p == PEMILU)
		return "PL";
	if (!strcmp(level, "Kota"))
		return "PW";
	return !strcmp(level, "Prov") || !strcmp(level, "RI") ? "PG" : "PB";
}

static bool token_put(struct buf *b, struct str token, const struct number_parts *p)
{
	if (str_is(token, "seq3"))
		buf_printf(b, "%03lld", (long long)p->seq);
	else if (str_is(token, "seq"))
		buf_printf(b, "%lld", (long long)p->seq);
	else if (str_is(token, "contest"))
		buf_text(b, p->contest);
	else if (str_is(token, "level"))
		buf_text(b, p->level);
	else if (str_is(token, "class"))
		buf_text(b, p->class);
	else if (str_is(token, "area"))
		buf_text(b, p->area);
	else if (str_is(token, "roman_month"))
		buf_text(b, roman_month(p->month));
	else if (str_is(token, "mm"))
		buf_printf(b, "%02d", p->month);
	else if (str_is(token, "year"))
		buf_printf(b, "%d", p->year);
	else
		return false;
	return true;
}

static enum status pattern_fill(struct arena *a, const char *pattern, const struct number_parts *p,
				const char **ret, struct err *e)
{
	scoped(buf_free) struct buf b = {.limit = 400};
	for (const char *s = pattern; *s;) {
		const char *end = *s == '{' ? strchr(s, '}') : NULL;
		if (!end) {
			buf_char(&b, *s++);
			continue;
		}
		struct str token = {s + 1, (size_t)(end - s - 1)};
		if (!token_put(&b, token, p))
			return FAIL(e, INVALID, "number pattern '%s': unknown token {%.*s}", pattern,
				    (int)token.n, token.s);
		s = end + 1;
	}
	TRY(buf_done(&b, e));
	*ret = buf_arena(a, &b);
	return OK;
}

enum status docket_number(struct tx *tx, const struct desk *d, enum procedure p, const char *reg,
			  const char *contest_kind, const char **ret, struct err *e)
{
	return number_by_law(tx, d, desk_law_for(d, "", p), p, reg, contest_kind, ret, e);
}

enum status number_by_law(struct tx *tx, const struct desk *d, const struct law *law, enum procedure p,
			  const char *reg, const char *contest_kind, const char **ret, struct err *e)
{
	const struct office *o = d->office;
	struct number_parts parts = {.contest = contest_kind, .level = o->level, .area = o->code};
	const struct law_number *n = pattern_of(tx->arena, law, p, reg, &parts.class);
	if (!n)
		return FAIL(e, NOT_LOADED, "the rule pack has no number pattern for register '%s' of %s", reg,
			    procedure_code(p));
	if (text_blank(contest_kind))
		parts.contest = contest_of_level(p, o->level);
	int day;
	day_parts(day_of_instant(d->now, o->zone), &parts.year, &parts.month, &day);
	struct number_raise_row raised;
	TRY(number_raise(tx, id_new(d->now), o->id, n->key, parts.year, &raised, e));
	parts.seq = raised.last;
	return pattern_fill(tx->arena, n->pattern, &parts, ret, e);
}
