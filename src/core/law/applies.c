/* applies.c -- see applies.h. One state per day; what changes is the difference of two of them. */
#include "core/law/applies.h"

#include <stdlib.h>
#include <string.h>

#define RESULT_STAGE "RECAP" /* once the votes are counted an election is over for those who must stay neutral */

const char *applies_code(const struct applies_line *line)
{
	return line->act ? line->act->code : line->rule->code;
}

const struct law_row *applies_row(const struct applies_line *line)
{
	return line->act ? &line->act->row : &line->rule->row;
}

/* ---- elections ---- */

static struct day stage_end(const struct law_stage *s)
{
	return day_is_none(s->end) ? s->start : s->end;
}

bool law_election_span(const struct law *law, const char *election, struct day *ret_first, struct day *ret_last)
{
	struct day result = DAY_NONE;
	*ret_first = *ret_last = DAY_NONE;
	for (size_t i = 0; i < law->stages.n; i++) {
		const struct law_stage *s = &law->stages.items[i];
		if (!text_eq(s->election, election))
			continue;
		if (!day_is_none(s->start) && (day_is_none(*ret_first) || s->start.n < ret_first->n))
			*ret_first = s->start;
		if (text_eq(s->code, RESULT_STAGE) && stage_end(s).n > result.n)
			result = stage_end(s);
		if (stage_end(s).n > ret_last->n)
			*ret_last = stage_end(s);
	}
	if (!day_is_none(result))
		*ret_last = result;
	return !day_is_none(*ret_first);
}

static bool stage_runs(const struct law *law, const char *election, const char *code, bool prefix, struct day day)
{
	for (size_t i = 0; i < law->stages.n; i++) {
		const struct law_stage *s = &law->stages.items[i];
		bool named = prefix ? text_starts(s->code, code) : text_eq(s->code, code);
		if (named && text_eq(s->election, election) && !day_is_none(s->start) && s->start.n <= day.n && day.n <= stage_end(s).n)
			return true;
	}
	return false;
}

static struct day voting_of(const struct law *law, const struct law_election *e)
{
	for (size_t i = 0; i < law->stages.n; i++)
		if (text_eq(law->stages.items[i].election, e->code) && text_eq(law->stages.items[i].code, "VOTING"))
			return law->stages.items[i].start;
	return DAY_NONE;
}

enum applies_moment law_applies_moment(const struct law *law, const struct applies_contest *c, struct day day)
{
	if (!c->election)
		return MOMENT_NONE;
	if (!day_is_none(c->voting) && day.n >= c->voting.n)
		return day.n == c->voting.n ? MOMENT_VOTING : MOMENT_AFTER;
	if (stage_runs(law, c->election->code, "QUIET", false, day))
		return MOMENT_QUIET;
	if (stage_runs(law, c->election->code, "CAMPAIGN", true, day))
		return MOMENT_CAMPAIGN;
	return law_phase(day, c->determined) == AFTER_CANDIDACY ? MOMENT_DETERMINED : MOMENT_BEFORE;
}

/* ---- contests of a day ---- */

static void contest_add(const struct law *law, struct applies_state *s, const struct law_election *e, const char *title, struct day determined,
			struct day voting)
{
	if (s->n == APPLIES_CONTESTS_MAX)
		return;
	struct applies_contest *c = &s->contests[s->n++];
	*c = (struct applies_contest){.election = e, .title = title, .determined = determined, .voting = day_is_none(voting) ? voting_of(law, e) : voting};
	c->phase = law_phase(s->day, determined);
	c->moment = law_applies_moment(law, c, s->day);
}

static struct day boundary_of(const struct law *law, const char *election)
{
	for (size_t i = 0; i < law->stages.n; i++)
		if (law->stages.items[i].boundary && text_eq(law->stages.items[i].election, election))
			return law->stages.items[i].start;
	return DAY_NONE;
}

/* Contests that the office knows take the place of the pack's days. A vote that is held again runs longer than its election. */
static size_t known_add(const struct law *law, const struct applies_question *q, const struct law_election *e, struct day first, struct day last,
			struct applies_state *s)
{
	size_t found = 0;
	for (size_t i = 0; i < q->n; i++) {
		const struct applies_known *k = &q->contests[i];
		if (!text_eq(k->election, e->code))
			continue;
		found++;
		struct day end = !day_is_none(k->voting) && k->voting.n > last.n ? k->voting : last;
		if (s->day.n >= first.n && s->day.n <= end.n)
			contest_add(law, s, e, k->title, day_is_none(k->determined) ? boundary_of(law, e->code) : k->determined, k->voting);
	}
	return found;
}

static void election_add(const struct law *law, const struct applies_question *q, const struct law_election *e, struct applies_state *s)
{
	struct day first, last;
	bool any = false;
	if (e->projected || !law_election_span(law, e->code, &first, &last) || known_add(law, q, e, first, last, s) || s->day.n < first.n || s->day.n > last.n)
		return;
	for (size_t i = 0; i < law->stages.n; i++) {
		const struct law_stage *stage = &law->stages.items[i];
		if (!stage->boundary || !text_eq(stage->election, e->code))
			continue;
		contest_add(law, s, e, "", stage->start, DAY_NONE);
		any = true;
	}
	if (!any)
		contest_add(law, s, e, "", DAY_NONE, DAY_NONE);
}

static int stir(const struct applies_contest *c)
{
	static const int order[MOMENT_N] = {[MOMENT_VOTING] = 0, [MOMENT_QUIET] = 0, [MOMENT_CAMPAIGN] = 0, [MOMENT_DETERMINED] = 1, [MOMENT_AFTER] = 2,
					    [MOMENT_BEFORE] = 3, [MOMENT_NONE] = 4};
	return order[c->moment] + (c->title[0] ? 0 : MOMENT_N);
}

static int by_stir(const void *a, const void *b)
{
	const struct applies_contest *x = a, *y = b;
	int order = stir(x) - stir(y);
	return order ? order : (x->determined.n > y->determined.n) - (x->determined.n < y->determined.n);
}

static void contests_find(const struct law *law, const struct applies_question *q, struct applies_state *s)
{
	for (size_t i = 0; i < law->elections.n; i++)
		if (law_in_force(&law->elections.items[i].row, s->day))
			election_add(law, q, &law->elections.items[i], s);
	if (!s->n)
		s->contests[s->n++] = (struct applies_contest){.title = "", .determined = DAY_NONE, .voting = DAY_NONE, .phase = BEFORE_CANDIDACY};
	qsort(s->contests, s->n, sizeof s->contests[0], by_stir);
}

/* ---- lines of a day ---- */

static bool election_fits(const struct applies_contest *c, bool pilkada, bool pemilu)
{
	if (!c->election || c->election->open)
		return true;
	return c->election->procedure == PILKADA ? pilkada : pemilu;
}

static bool phase_fits(const struct applies_contest *c, enum phase phase)
{
	return phase == PHASE_ANY || c->phase == PHASE_ANY || c->phase == phase;
}

/* An act that is bound in time by a clock holds from so many months before the determination on (PK-APPOINT). */
static bool window_open(const struct law *law, const struct law_act *act, const struct applies_contest *c, struct day day)
{
	const struct law_clock *clock = act->window[0] ? law_clock_at(law, act->window, day) : NULL;
	if (!clock || clock->unit != MONTH || !clock->backwards)
		return !act->window[0];
	return !day_is_none(c->determined) && day.n >= day_months(c->determined, -clock->amount).n;
}

static uint32_t act_holds(const struct law *law, const struct law_act *act, const struct applies_question *q, const struct applies_state *s)
{
	uint32_t contests = 0;
	if (!class_in(&act->classes, q->class) || !law_in_force(&act->row, s->day))
		return 0;
	for (size_t i = 0; i < s->n; i++)
		if (election_fits(&s->contests[i], act->pilkada, act->pemilu) && phase_fits(&s->contests[i], act->phase) &&
		    window_open(law, act, &s->contests[i], s->day))
			contests |= (uint32_t)1 << i;
	return contests;
}

static bool stages_run(const struct law *law, const struct law_stage_rule *r, const struct applies_contest *c, struct day day)
{
	for (size_t i = 0; c->election && i < r->stages.n; i++)
		if (stage_runs(law, c->election->code, r->stages.items[i], false, day))
			return true;
	return !r->stages.n;
}

static uint32_t rule_holds(const struct law *law, const struct law_stage_rule *r, const struct applies_question *q, const struct applies_state *s)
{
	uint32_t contests = 0;
	if ((r->classes.n && !class_in(&r->classes, q->class)) || !law_in_force(&r->row, s->day))
		return 0;
	for (size_t i = 0; i < s->n; i++)
		if (election_fits(&s->contests[i], r->pilkada, r->pemilu) && phase_fits(&s->contests[i], r->phase) &&
		    stages_run(law, r, &s->contests[i], s->day))
			contests |= (uint32_t)1 << i;
	return contests;
}

static void lines_find(struct arena *a, const struct law *law, const struct applies_question *q, struct applies_state *s)
{
	s->lines.items = arena_array(a, struct applies_line, law->acts.n + law->stage_rules.n);
	for (size_t i = 0; i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		uint32_t contests = act_holds(law, act, q, s);
		if (contests)
			s->lines.items[s->lines.n++] = (struct applies_line){.act = act, .crime = text_eq(act->kind, "criminal"), .contests = contests};
	}
	for (size_t i = 0; i < law->stage_rules.n; i++) {
		const struct law_stage_rule *r = &law->stage_rules.items[i];
		uint32_t contests = rule_holds(law, r, q, s);
		if (contests)
			s->lines.items[s->lines.n++] = (struct applies_line){.rule = r, .effect = r->effect, .contests = contests};
	}
}

void law_applies_on(struct arena *a, const struct law *law, const struct applies_question *q, struct applies_state *ret)
{
	*ret = (struct applies_state){.day = q->day};
	contests_find(law, q, ret);
	lines_find(a, law, q, ret);
}

/* ---- what changes ---- */

struct days {
	struct arena *a;
	struct day after;
	struct day *items;
	size_t n, cap;
};

static void day_note_change(struct days *d, struct day day, int later)
{
	struct day at = day_is_none(day) ? day : day_add(day, later);
	if (!day_is_none(day) && at.n > d->after.n)
		ARENA_PUSH(d->a, d, at);
}

static void row_days(struct days *d, const struct law_row *row)
{
	day_note_change(d, row->from, 0);
	day_note_change(d, row->to, 1);
}

static void window_days(struct days *d, const struct law *law, struct day determined)
{
	for (size_t i = 0; i < law->acts.n && !day_is_none(determined); i++) {
		const struct law_clock *clock = law->acts.items[i].window[0] ? law_clock(law, law->acts.items[i].window) : NULL;
		if (clock && clock->unit == MONTH)
			day_note_change(d, day_months(determined, -clock->amount), 0);
	}
}

static int by_day(const void *a, const void *b)
{
	const struct day *x = a, *y = b;
	return (x->n > y->n) - (x->n < y->n);
}

/* Every day ahead on which something of the pack or of the office's contests begins or ends. */
static void days_find(const struct law *law, const struct applies_question *q, struct days *d)
{
	for (size_t i = 0; i < law->stages.n; i++) {
		day_note_change(d, law->stages.items[i].start, 0);
		day_note_change(d, stage_end(&law->stages.items[i]), 1);
		if (law->stages.items[i].boundary)
			window_days(d, law, law->stages.items[i].start);
	}
	for (size_t i = 0; i < q->n; i++) {
		day_note_change(d, q->contests[i].determined, 0);
		day_note_change(d, q->contests[i].voting, 0);
		day_note_change(d, q->contests[i].voting, 1);
		window_days(d, law, q->contests[i].determined);
	}
	for (size_t i = 0; i < law->acts.n; i++)
		row_days(d, &law->acts.items[i].row);
	for (size_t i = 0; i < law->stage_rules.n; i++)
		row_days(d, &law->stage_rules.items[i].row);
	if (d->n)
		qsort(d->items, d->n, sizeof d->items[0], by_day);
}

static bool has_line(const struct applies_lines *list, const struct applies_line *line)
{
	for (size_t i = 0; i < list->n; i++)
		if (text_eq(applies_code(&list->items[i]), applies_code(line)))
			return true;
	return false;
}

/* The lines of @of that @than lacks. */
static struct applies_lines lines_beyond(struct arena *a, const struct applies_lines *of, const struct applies_lines *than)
{
	struct applies_lines ret = {arena_array(a, struct applies_line, of->n), 0};
	for (size_t i = 0; i < of->n; i++)
		if (!has_line(than, &of->items[i]))
			ret.items[ret.n++] = of->items[i];
	return ret;
}

static bool same_moments(const struct applies_state *x, const struct applies_state *y)
{
	if (x->n != y->n)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (x->contests[i].election != y->contests[i].election || x->contests[i].moment != y->contests[i].moment ||
		    x->contests[i].phase != y->contests[i].phase)
			return false;
	return true;
}

void law_applies(struct arena *a, const struct law *law, const struct applies_question *q, struct applies *ret)
{
	struct days days = {.a = a, .after = q->day};
	struct applies_question then = *q;
	law_applies_on(a, law, q, &ret->now);
	ret->changes = arena_array(a, struct applies_change, APPLIES_CHANGES_MAX);
	ret->n = 0;
	days_find(law, q, &days);
	const struct applies_state *before = &ret->now;
	for (size_t i = 0; i < days.n && ret->n < APPLIES_CHANGES_MAX; i++) {
		struct applies_change *c = &ret->changes[ret->n];
		if (i && days.items[i].n == days.items[i - 1].n)
			continue;
		then.day = days.items[i];
		law_applies_on(a, law, &then, &c->state);
		c->begin = lines_beyond(a, &c->state.lines, &before->lines);
		c->end = lines_beyond(a, &before->lines, &c->state.lines);
		if (!c->begin.n && !c->end.n && same_moments(before, &c->state))
			continue;
		before = &c->state;
		ret->n++;
	}
}
