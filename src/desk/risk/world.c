/* world.c -- what the office knew on each day of a span, for the index of those days.
 *
 * Every source becomes changes of a count on a day (one more, one less); added up from the first day on they are the counts
 * of every day. So two years of the index cost little more than one day of it.
 */
#include "desk/risk/risk_internal.h"

#include <string.h>

#define ZONE_US(o) (zone_hours((o)->zone) * HOUR_US)

static int64_t *count_at(const struct risk_world *w, int32_t day, size_t area, size_t k)
{
	return &w->counts[((size_t)(day - w->first.n) * w->n + area) * w->m + k];
}

/* @n events from @from on, until the day before @to (DAY_NONE: without end). */
static void event_put(struct risk_world *w, size_t area, size_t k, struct day from, struct day to, int64_t n)
{
	if (from.n > w->last.n || (!day_is_none(to) && (to.n <= w->first.n || to.n <= from.n)))
		return;
	*count_at(w, from.n < w->first.n ? w->first.n : from.n, area, k) += n;
	if (!day_is_none(to) && to.n <= w->last.n)
		*count_at(w, to.n, area, k) -= n;
}

/* Somebody looked: known from @from on, until what was written down is taken back. */
static void known_put(struct risk_world *w, size_t area, size_t k, struct day from, struct day to)
{
	int32_t *known = &w->known[area * w->m + k];
	size_t a_day = w->n * w->m;
	if (from.n > w->last.n || (!day_is_none(to) && to.n <= w->first.n))
		return;
	known[(size_t)(from.n < w->first.n ? 0 : from.n - w->first.n) * a_day]++;
	if (!day_is_none(to) && to.n <= w->last.n)
		known[(size_t)(to.n - w->first.n) * a_day]--;
}

/* "35" meets "35.79", and who has no region is everywhere. */
static bool regions_meet(const char *a, const char *b)
{
	if (text_blank(a) || text_blank(b))
		return true;
	size_t n = strlen(a), m = strlen(b), least = n < m ? n : m;
	if (strncmp(a, b, least) != 0)
		return false;
	return n == m || (n < m ? b : a)[least] == '.';
}

/* Which areas an event meets: one of them, or all of a region. */
struct reach {
	int64_t agency; /* 0: all of @region */
	const char *region;
	struct day known; /* that it was looked for; DAY_NONE: says nothing */
};

static bool reaches(const struct risk_world *w, const struct reach *r, size_t area)
{
	return r->agency ? w->areas[area].id == r->agency : regions_meet(w->areas[area].region, r->region);
}

static void fact_put(struct risk_world *w, enum risk_fact fact, const struct reach *r, struct day from, struct day to, int64_t n)
{
	for (size_t k = 0; k < w->m; k++) {
		int days = w->indicators[k]->days;
		struct day over = days ? day_add(from, days) : DAY_NONE;
		if (w->indicators[k]->fact != fact)
			continue;
		struct day until = day_is_none(to) || (!day_is_none(over) && over.n < to.n) ? over : to;
		for (size_t i = 0; i < w->n; i++) {
			if (!reaches(w, r, i))
				continue;
			event_put(w, i, k, from, until, n);
			if (!day_is_none(r->known))
				known_put(w, i, k, r->known, to);
		}
	}
}

/* Sources of which the office always knows: none means none. */
static void known_all(struct risk_world *w, enum risk_fact fact, struct day from)
{
	fact_put(w, fact, &(struct reach){0, "", from}, w->first, DAY_NONE, 0);
}

/* ---- incumbents ---- */

/* An older entry without a day of its own: known since the determination, which names the pairs to everybody. */
static void flag_put(struct risk_world *w, const struct risk_contests_row *c)
{
	struct day since = day_is_none(c->determined_on) ? w->last : c->determined_on;
	if (c->flagged)
		fact_put(w, FACT_INCUMBENT, &(struct reach){0, c->region, since}, since, DAY_NONE, 1);
}

static void incumbents_put(struct risk_world *w, const struct desk *d, const struct risk_contests_row *c, const struct risk_incumbents_rows *said)
{
	bool any = false;
	for (size_t i = 0; i < said->n; i++) {
		const struct risk_incumbents_row *r = &said->items[i], *next = i + 1 < said->n ? r + 1 : NULL;
		if (r->contest != c->id)
			continue;
		struct day from = day_of_instant(r->at, d->office->zone), to = DAY_NONE;
		if (next && next->contest == c->id)
			to = day_of_instant(next->at, d->office->zone);
		fact_put(w, FACT_INCUMBENT, &(struct reach){0, c->region, from}, from, to, r->number > 0);
		any = true;
	}
	if (!any)
		flag_put(w, c);
}

static enum status incumbents_read(struct tx *tx, const struct desk *d, struct risk_world *w, struct err *e)
{
	struct risk_incumbents_rows said;
	TRY(risk_contests(tx, d->office->id, &w->contests, e));
	TRY(risk_incumbents(tx, d->office->id, &said, e));
	for (size_t i = 0; i < w->contests.n; i++)
		incumbents_put(w, d, &w->contests.items[i], &said);
	return OK;
}

/* ---- what was typed ---- */

bool risk_forbidden(const struct law *law, struct day day, struct day determined, struct day *ret_from)
{
	const struct law_clock *clock = law_clock(law, "PK-APPOINT");
	struct day until = day_is_none(determined) ? law_determined_near(law, day) : determined;
	*ret_from = DAY_NONE;
	if (!clock || clock->unit != MONTH || day_is_none(until))
		return false;
	*ret_from = day_months(until, -clock->amount);
	return day.n >= ret_from->n && day.n <= until.n;
}

static void typed_put(struct risk_world *w, const struct desk *d, const struct risk_facts_row *r)
{
	struct day known = day_of_instant(r->at, d->office->zone), since;
	struct day from = r->happened_on.n > known.n ? r->happened_on : known;
	struct day to = instant_is_none(r->ended_at) ? DAY_NONE : day_of_instant(r->ended_at, d->office->zone);
	bool mutation = text_eq(r->fact, risk_fact_code(FACT_MUTATION));
	bool counts = !mutation || risk_forbidden(w->law, r->happened_on, r->determined_on, &since);
	struct reach reach = {r->agency, r->contest_region, known};
	if (!day_is_none(to) && to.n <= known.n)
		return; /* taken back on the day on which it was typed: it says nothing */
	fact_put(w, mutation ? FACT_MUTATION : FACT_RELATIVE, &reach, from, to, counts ? r->n : 0);
}

static enum status typed_read(struct tx *tx, const struct desk *d, struct risk_world *w, struct err *e)
{
	struct risk_facts_rows rows;
	TRY(risk_facts(tx, d->office->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		typed_put(w, d, &rows.items[i]);
	return OK;
}

/* ---- what the office's other desks found ---- */

static enum status cases_read(struct tx *tx, const struct desk *d, struct risk_world *w, struct err *e)
{
	struct risk_cases_rows rows;
	TRY(risk_cases(tx, d->office->id, ZONE_US(d->office), &rows, e));
	known_all(w, FACT_PAST_CASE, w->first);
	for (size_t i = 0; i < rows.n; i++) {
		const struct risk_cases_row *r = &rows.items[i];
		if (!r->agency)
			w->without += r->day.n <= w->last.n ? r->n : 0;
		else
			fact_put(w, FACT_PAST_CASE, &(struct reach){r->agency, "", DAY_NONE}, r->day, DAY_NONE, r->n);
	}
	return OK;
}

/* Findings still count on the first day when they are younger than the longest time that an indicator counts them. */
static struct instant patrol_since(const struct risk_world *w, const struct desk *d)
{
	int days = 1;
	for (size_t k = 0; k < w->m; k++)
		if (w->indicators[k]->fact == FACT_PATROL) {
			if (!w->indicators[k]->days)
				return (struct instant){0};
			days = w->indicators[k]->days > days ? w->indicators[k]->days : days;
		}
	return instant_at(day_add(w->first, -days), 0, 0, 0, d->office->zone);
}

static enum status patrol_read(struct tx *tx, const struct desk *d, struct risk_world *w, struct err *e)
{
	struct risk_patrol_rows rows;
	struct risk_patrol_since_row since;
	TRY(risk_patrol_since(tx, d->office->id, &since, e));
	TRY(risk_patrol(tx, d->office->id, ZONE_US(d->office), patrol_since(w, d), &rows, e));
	if (!instant_is_none(since.at))
		known_all(w, FACT_PATROL, day_of_instant(since.at, d->office->zone));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.items[i].agency)
			fact_put(w, FACT_PATROL, &(struct reach){rows.items[i].agency, "", DAY_NONE}, rows.items[i].day, DAY_NONE, rows.items[i].n);
	return OK;
}

/* Each full tenth of the people who have not signed counts as one event. */
static int64_t tenths_missing(int64_t done, int64_t total)
{
	return 10 * (total - done) / total;
}

/* What it takes the place of: the row entered before it, of the same unit and fact. */
static const struct risk_measures_row *measure_before(const struct risk_world *w, size_t at)
{
	const struct risk_measures_row *r = &w->measures.items[at];
	for (size_t i = at; i-- > 0;)
		if (w->measures.items[i].agency == r->agency && !strcmp(w->measures.items[i].fact, r->fact))
			return &w->measures.items[i];
	return NULL;
}

static void measure_put(struct risk_world *w, const struct desk *d, size_t at)
{
	const struct risk_measures_row *r = &w->measures.items[at], *before = measure_before(w, at);
	enum risk_fact fact = text_eq(r->fact, risk_fact_code(FACT_CIRCULAR)) ? FACT_CIRCULAR : FACT_PLEDGE;
	struct day from = day_of_instant(r->at, d->office->zone);
	int64_t change = tenths_missing(r->done, r->total) - (before ? tenths_missing(before->done, before->total) : 0);
	fact_put(w, fact, &(struct reach){r->agency, "", from}, from, DAY_NONE, change);
}

static enum status measures_read(struct tx *tx, const struct desk *d, struct risk_world *w, struct err *e)
{
	TRY(risk_measures(tx, d->office->id, &w->measures, e));
	for (size_t i = 0; i < w->measures.n; i++)
		measure_put(w, d, i);
	return OK;
}

/* ---- all of it ---- */

static enum status world_make(struct tx *tx, const struct desk *d, struct risk_world *w, struct err *e)
{
	struct arena *a = tx->arena;
	struct risk_agencies_rows areas;
	size_t days = (size_t)(w->last.n - w->first.n + 1);
	TRY(risk_agencies(tx, d->office->id, &areas, e));
	w->areas = areas.items;
	w->n = areas.n;
	w->indicators = arena_array(a, const struct law_indicator *, w->law->indicators.n);
	w->by = arena_array(a, struct index_indicator, w->law->indicators.n);
	for (size_t i = 0; i < w->law->indicators.n; i++) {
		const struct law_indicator *of = &w->law->indicators.items[i];
		if (!law_in_force(&of->row, w->last))
			continue;
		w->by[w->m] = (struct index_indicator){of->weight, of->most};
		w->indicators[w->m++] = of;
	}
	w->counts = arena_calloc(a, days * w->n * w->m, sizeof *w->counts);
	w->known = arena_calloc(a, days * w->n * w->m, sizeof *w->known);
	w->sums = arena_array(a, int64_t, days * w->n);
	w->scores = arena_array(a, int, days * w->n);
	return OK;
}

static enum status days_add_up(struct risk_world *w, struct err *e)
{
	size_t step = w->n * w->m, days = (size_t)(w->last.n - w->first.n + 1);
	scoped(arena_free) struct arena a = {0};
	for (size_t i = step; i < days * step; i++)
		w->counts[i] += w->counts[i - step], w->known[i] += w->known[i - step];
	for (int32_t day = w->first.n; day <= w->last.n; day++) {
		struct index_score *scores;
		arena_reset(&a);
		TRY(risk_scores(w, &a, (struct day){day}, &scores, e));
		for (size_t i = 0; i < w->n; i++) {
			w->sums[risk_cell(w, (struct day){day}, i)] = scores[i].sum;
			w->scores[risk_cell(w, (struct day){day}, i)] = scores[i].score;
		}
	}
	return OK;
}

enum status risk_read(struct tx *tx, const struct desk *d, struct day first, struct day last, struct risk_world *ret, struct err *e)
{
	*ret = (struct risk_world){.law = desk_law(d), .first = first, .last = last, .zone = d->office->zone};
	TRY(world_make(tx, d, ret, e));
	TRY(incumbents_read(tx, d, ret, e));
	TRY(typed_read(tx, d, ret, e));
	TRY(cases_read(tx, d, ret, e));
	TRY(patrol_read(tx, d, ret, e));
	TRY(measures_read(tx, d, ret, e));
	return days_add_up(ret, e);
}

bool risk_count(const struct risk_world *w, struct day day, size_t area, size_t indicator, int64_t *ret)
{
	int64_t n = *count_at(w, day.n, area, indicator);
	*ret = n > 0 ? n : 0; /* below none only where a drill's clock was turned back between two entries */
	return w->known[(size_t)(day.n - w->first.n) * w->n * w->m + area * w->m + indicator] > 0;
}

enum status risk_scores(const struct risk_world *w, struct arena *a, struct day day, struct index_score **ret, struct err *e)
{
	struct index_count *counts = arena_array(a, struct index_count, w->n * w->m);
	for (size_t i = 0; i < w->n; i++)
		for (size_t k = 0; k < w->m; k++)
			counts[i * w->m + k].known = risk_count(w, day, i, k, &counts[i * w->m + k].n);
	return index_score(a, w->by, w->m, counts, w->n, ret, e);
}
