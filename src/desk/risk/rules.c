/* rules.c -- on which days a rule fires, by what was known on each of them. The same code tries a rule on the past and asks
 * it today, so the trial shows what will happen. */
#include "desk/risk/risk_internal.h"

#include <string.h>

#define HUNDREDTHS 100

/* One rule asked about a span of days. */
struct asked {
	const struct risk_world *w;
	struct arena *a;
	const struct law_warning *rule;
	struct day from, to;
	struct risk_fires *ret;
};

static const char *long_day(struct arena *a, struct day d, enum lang lang)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(a, day_long(d, lang, text));
}

/* 7235 -> "72,35", English "72.35" */
static const char *points_words(struct arena *a, int score, enum lang lang)
{
	return arena_printf(a, "%d%c%02d", score / HUNDREDTHS, lang == EN ? '.' : ',', score % HUNDREDTHS);
}

/* A rule fires on days on which it is in force. */
static void fire(const struct asked *q, struct risk_fire f)
{
	if (law_in_force(&q->rule->row, f.day))
		ARENA_PUSH(q->a, q->ret, f);
}

/* ---- stages ---- */

static bool election_ours(const struct risk_world *w, const char *election)
{
	for (size_t i = 0; i < w->contests.n; i++)
		if (text_eq(w->contests.items[i].election, election))
			return true;
	return w->contests.n == 0; /* an office that knows no contest yet is told of all */
}

static const char *stage_name(const struct law *law, const struct law_stage *s, struct arena *a, enum lang lang)
{
	const struct law_election *of = law_election(law, s->election);
	const char *stage = lang == EN && !text_blank(s->name_en) ? s->name_en : s->name_id;
	return of ? arena_printf(a, "%s (%s)", stage, lang == EN ? of->name_en : of->name_id) : stage;
}

/* Share of a unit as it was known on @day, in hundredths of a percent; -1: not known. */
static int64_t share_on(const struct risk_world *w, const char *fact, int64_t agency, struct day day, enum zone zone)
{
	int64_t share = -1;
	for (size_t i = 0; i < w->measures.n; i++) {
		const struct risk_measures_row *r = &w->measures.items[i];
		if (r->agency == agency && text_eq(r->fact, fact) && day_of_instant(r->at, zone).n <= day.n)
			share = r->done * INDEX_FULL / r->total;
	}
	return share;
}

static const char *indicator_fact(const struct risk_world *w, const char *code)
{
	for (size_t k = 0; k < w->m; k++)
		if (text_eq(w->indicators[k]->code, code))
			return risk_fact_code(w->indicators[k]->fact);
	return "";
}

/* Units below the rule's share on @day; those of which nothing is known are counted apart and never taken for below. */
static bool shares_below(const struct asked *q, struct day day, struct risk_fire *f)
{
	size_t below = 0, unknown = 0;
	const char *fact = indicator_fact(q->w, q->rule->indicator);
	for (size_t i = 0; i < q->w->n; i++) {
		int64_t share = share_on(q->w, fact, q->w->areas[i].id, day, q->w->zone);
		unknown += share < 0;
		below += share >= 0 && share < (int64_t)q->rule->points * HUNDREDTHS;
	}
	f->why_id = arena_printf(q->a, "%zu dari %zu perangkat daerah di bawah %d %%; %zu tanpa data", below, q->w->n, q->rule->points, unknown);
	f->why_en = arena_printf(q->a, "%zu of %zu units below %d %%; no data of %zu", below, q->w->n, q->rule->points, unknown);
	return below > 0;
}

static void stage_words(const struct asked *q, const struct law_stage *s, struct day at, bool ends, struct risk_fire *f)
{
	f->why_id = arena_printf(q->a, "%s: %s %s", stage_name(q->w->law, s, q->a, ID), ends ? "berakhir" : "mulai", long_day(q->a, at, ID));
	f->why_en = arena_printf(q->a, "%s: %s %s", stage_name(q->w->law, s, q->a, EN), ends ? "ends on" : "begins on", long_day(q->a, at, EN));
}

static void stage_ask(const struct asked *q, const struct law_stage *s)
{
	bool ends = q->rule->on == ON_STAGE_END;
	struct day at = ends ? s->end : s->start;
	if (day_is_none(at) || !text_eq(s->code, q->rule->stage) || !election_ours(q->w, s->election))
		return;
	struct risk_fire f = {.day = day_add(at, q->rule->days), .area = "", .cause = arena_printf(q->a, "%s:%s", s->election, s->code)};
	if (f.day.n < q->from.n || f.day.n > q->to.n)
		return;
	if (q->rule->on != ON_COVERAGE_BELOW)
		stage_words(q, s, at, ends, &f);
	else if (!shares_below(q, f.day, &f))
		return;
	fire(q, f);
}

/* ---- the index ---- */

static bool in_span(const struct risk_world *w, struct day day)
{
	return day.n >= w->first.n && day.n <= w->last.n;
}

/* Whether the rule's condition holds for an area on a day. Before the world begins nothing holds. */
static bool holds(const struct asked *q, size_t area, struct day day)
{
	struct day base = day_add(day, -q->rule->days);
	int mark = q->rule->points * HUNDREDTHS;
	if (!in_span(q->w, day) || q->w->sums[risk_cell(q->w, day, area)] < q->rule->least)
		return false;
	int score = q->w->scores[risk_cell(q->w, day, area)];
	if (q->rule->on == ON_INDEX_OVER)
		return score >= mark;
	return in_span(q->w, base) && score - q->w->scores[risk_cell(q->w, base, area)] >= mark;
}

static int64_t points_on(const struct risk_world *w, struct day day, size_t area, size_t k)
{
	int64_t n;
	if (!in_span(w, day) || !risk_count(w, day, area, k, &n))
		return 0;
	return (w->by[k].most && n > w->by[k].most ? w->by[k].most : n) * w->by[k].weight;
}

/* The indicators that brought it there: those that add more than on the day before (of a jump: than at its beginning). */
static const char *risen_words(const struct asked *q, size_t area, struct day day, enum lang lang)
{
	struct day before = day_add(day, q->rule->on == ON_INDEX_JUMP ? -q->rule->days : -1);
	const char *words = "";
	for (size_t k = 0; k < q->w->m; k++) {
		int64_t rise = points_on(q->w, day, area, k) - points_on(q->w, before, area, k);
		const char *name = lang == EN ? q->w->indicators[k]->name_en : q->w->indicators[k]->name_id;
		if (rise > 0)
			words = arena_printf(q->a, "%s%s%s +%lld", words, *words ? ", " : "", name, (long long)rise);
	}
	return *words ? words : lang == EN ? "other units fell" : "unit lain turun";
}

static void index_fire(const struct asked *q, size_t area, struct day day)
{
	char iso[DAY_TEXT_MAX];
	const struct risk_agencies_row *of = &q->w->areas[area];
	int score = q->w->scores[risk_cell(q->w, day, area)];
	long long sum = q->w->sums[risk_cell(q->w, day, area)];
	fire(q, (struct risk_fire){
		.day = day, .agency = of->id, .area = of->name,
		.cause = arena_printf(q->a, "%lld:%s", (long long)of->id, day_iso(day, iso)),
		.why_id = arena_printf(q->a, "skor %s, jumlah %lld; naik: %s", points_words(q->a, score, ID), sum, risen_words(q, area, day, ID)),
		.why_en = arena_printf(q->a, "score %s, sum %lld; risen: %s", points_words(q->a, score, EN), sum, risen_words(q, area, day, EN))});
}

static void index_ask(const struct asked *q)
{
	for (int32_t day = q->from.n; day <= q->to.n; day++)
		for (size_t i = 0; i < q->w->n; i++)
			if (holds(q, i, (struct day){day}) && !holds(q, i, (struct day){day - 1}))
				index_fire(q, i, (struct day){day});
}

/* ---- all rules ---- */

void risk_rule_fires(const struct risk_world *w, struct arena *a, const struct law_warning *rule, struct day from, struct day to,
		     struct risk_fires *ret)
{
	const struct asked q = {w, a, rule, from, to, ret};
	*ret = (struct risk_fires){0};
	if (rule->on == ON_INDEX_OVER || rule->on == ON_INDEX_JUMP) {
		index_ask(&q);
		return;
	}
	for (size_t i = 0; i < w->law->stages.n; i++)
		stage_ask(&q, &w->law->stages.items[i]);
}

int risk_lead(const struct law *law)
{
	int lead = 1;
	for (size_t i = 0; i < law->warnings.n; i++)
		if (law->warnings.items[i].on == ON_INDEX_JUMP && law->warnings.items[i].days >= lead)
			lead = law->warnings.items[i].days + 1;
	return lead;
}
