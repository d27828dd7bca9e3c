/* check.c -- what no single row of a pack can show by itself. All lists are short (LAW_ROWS_MAX), so pairs
 * are compared with pairs. */
#include "core/law/law_internal.h"

#include <string.h>

/* The day after the last one in force, or past all days. */
static int64_t end_of(const struct law_row *row)
{
	return day_is_none(row->to) ? INT64_MAX : (int64_t)row->to.n + 1;
}

static int64_t start_of(const struct law_row *row)
{
	return day_is_none(row->from) ? INT64_MIN : row->from.n;
}

static bool overlap(const struct law_row *a, const struct law_row *b)
{
	return start_of(a) < end_of(b) && start_of(b) < end_of(a);
}

/* Two versions of one thing: INVALID when they overlap. @ret_meets: one ends on the day before the other
 * starts. */
static enum status versions(const char *kind, const char *code, const struct law_row *a,
			    const struct law_row *b, bool *ret_meets, struct err *e)
{
	if (overlap(a, b))
		return FAIL(e, INVALID, "rule pack: %s %s: the dates of two rows overlap", kind, code);
	*ret_meets = end_of(a) == start_of(b);
	return OK;
}

/* A version that ends must be followed by one that starts on the next day, unless it is the last. */
static enum status act_versions(const struct law *law, const struct law_act *act, struct err *e)
{
	bool later = false, followed = false;
	for (size_t i = 0; i < law->acts.n; i++) {
		const struct law_act *other = &law->acts.items[i];
		bool meets = false;
		if (other == act || strcmp(other->code, act->code) != 0)
			continue;
		TRY(versions("act", act->code, &act->row, &other->row, &meets, e));
		later |= start_of(&other->row) > start_of(&act->row);
		followed |= meets;
	}
	if (later && !followed)
		return FAIL(e, INVALID, "rule pack: act %s: a gap between the dates of two rows", act->code);
	return OK;
}

static bool route_known(const struct law *law, const char *code)
{
	for (size_t i = 0; i < law->routes.n; i++)
		if (!strcmp(law->routes.items[i].code, code))
			return true;
	return false;
}

static enum status acts_check(const struct law *law, struct err *e)
{
	for (size_t i = 0; i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		if (!act->classes.n)
			return FAIL(e, INVALID, "rule pack: act %s: no classes", act->code);
		if (!act->pilkada && !act->pemilu)
			return FAIL(e, INVALID, "rule pack: act %s: no procedures", act->code);
		if (act->route[0] && !route_known(law, act->route))
			return FAIL(e, INVALID, "rule pack: act %s: unknown route %s", act->code, act->route);
		TRY(act_versions(law, act, e));
	}
	return OK;
}

static bool share_class(const struct law_route *a, const struct law_route *b)
{
	if (!a->classes.n || !b->classes.n)
		return true;
	for (size_t i = 0; i < a->classes.n; i++)
		if (class_in(&b->classes, a->classes.items[i]))
			return true;
	return false;
}

/* A person of one class has one receiver on one day, and no day between two of them has none. */
static enum status routes_check(const struct law *law, struct err *e)
{
	for (size_t i = 0; i < law->routes.n; i++) {
		const struct law_route *route = &law->routes.items[i];
		bool later = false, followed = false;
		for (size_t k = 0; k < law->routes.n; k++) {
			const struct law_route *other = &law->routes.items[k];
			bool meets = false;
			if (k == i || other->crime != route->crime || !share_class(route, other))
				continue;
			TRY(versions("route", route->code, &route->row, &other->row, &meets, e));
			later |= start_of(&other->row) > start_of(&route->row);
			followed |= meets;
		}
		if (later && !followed)
			return FAIL(e, INVALID, "rule pack: route %s: a gap before the next receiver",
				    route->code);
	}
	return OK;
}

/* What a transition names must be there in every procedure to which it applies. */
static enum status names_check(const struct law *law, const struct law_transition *t, enum procedure p,
			       struct err *e)
{
	for (size_t i = 0; i < t->start.n; i++)
		if (!law_clock_of(law, p, t->start.items[i]))
			return FAIL(e, INVALID, "rule pack: transition %s: unknown clock %s", t->id,
				    t->start.items[i]);
	for (size_t i = 0; i < t->stop.n; i++)
		if (!law_clock_of(law, p, t->stop.items[i]))
			return FAIL(e, INVALID, "rule pack: transition %s: unknown clock %s", t->id,
				    t->stop.items[i]);
	for (size_t i = 0; i < t->documents.n; i++)
		if (!law_form(law, p, t->documents.items[i]))
			return FAIL(e, INVALID, "rule pack: transition %s: unknown document %s", t->id,
				    t->documents.items[i]);
	return OK;
}

static bool from_has(const struct law_transition *t, const char *state)
{
	for (size_t i = 0; i < t->from.n; i++)
		if (!strcmp(t->from.items[i], state))
			return true;
	return t->from.n == 0 && !state[0];
}

/* Whether two rows could both answer the same event in the same state. */
static bool ambiguous(const struct law_transition *a, const struct law_transition *b)
{
	if (strcmp(a->event, b->event) != 0 || !((a->pilkada && b->pilkada) || (a->pemilu && b->pemilu)))
		return false;
	for (size_t i = 0; i < a->from.n; i++)
		if (from_has(b, a->from.items[i]))
			return true;
	return !a->from.n && !b->from.n;
}

static enum status transition_check(const struct law *law, const struct law_transition *t, struct err *e)
{
	if (!law_state(law, t->to))
		return FAIL(e, INVALID, "rule pack: transition %s: unknown target '%s'", t->id, t->to);
	for (size_t i = 0; i < t->from.n; i++) {
		const struct law_state *from = law_state(law, t->from.items[i]);
		if (!from)
			return FAIL(e, INVALID, "rule pack: transition %s: unknown state '%s'", t->id,
				    t->from.items[i]);
		if (from->terminal)
			return FAIL(e, INVALID, "rule pack: transition %s: leaves the terminal state %s",
				    t->id, from->code);
	}
	if (t->pilkada)
		TRY(names_check(law, t, PILKADA, e));
	if (t->pemilu)
		TRY(names_check(law, t, PEMILU, e));
	for (const struct law_transition *o = law->transitions.items; o < t; o++) {
		if (!strcmp(o->id, t->id))
			return FAIL(e, INVALID, "rule pack: transition %s stands twice", t->id);
		if (ambiguous(o, t))
			return FAIL(e, INVALID, "rule pack: transitions %s and %s both answer %s", o->id,
				    t->id, t->event);
	}
	return OK;
}

/* Marks what can be reached from the states marked so far; false when nothing new was. */
static bool reach(const struct law *law, bool *reached)
{
	bool grown = false;
	for (size_t i = 0; i < law->transitions.n; i++) {
		const struct law_transition *t = &law->transitions.items[i];
		size_t to = (size_t)(law_state(law, t->to) - law->states.items);
		bool can = t->from.n == 0;
		for (size_t k = 0; k < t->from.n; k++)
			can |= reached[law_state(law, t->from.items[k]) - law->states.items];
		if (can && !reached[to])
			grown = reached[to] = true;
	}
	return grown;
}

static bool can_be_left(const struct law *law, const char *state)
{
	for (size_t i = 0; i < law->transitions.n; i++)
		if (from_has(&law->transitions.items[i], state))
			return true;
	return false;
}

static enum status states_check(struct arena *a, const struct law *law, struct err *e)
{
	bool *reached = arena_array(a, bool, law->states.n);
	while (reach(law, reached)) {
	}
	for (size_t i = 0; i < law->states.n; i++) {
		const struct law_state *s = &law->states.items[i];
		if (law_state(law, s->code) != s)
			return FAIL(e, INVALID, "rule pack: state %s stands twice", s->code);
		if (!reached[i])
			return FAIL(e, INVALID, "rule pack: state %s cannot be reached", s->code);
		if (!s->terminal && !can_be_left(law, s->code))
			return FAIL(e, INVALID, "rule pack: state %s is not terminal and cannot be left",
				    s->code);
	}
	return OK;
}

static enum status once_check(const struct law *law, struct err *e)
{
	for (size_t i = 0; i < law->clocks.n; i++)
		if (law_clock(law, law->clocks.items[i].code) != &law->clocks.items[i])
			return FAIL(e, INVALID, "rule pack: clock %s stands twice",
				    law->clocks.items[i].code);
	for (size_t i = 0; i < law->forms.n; i++) {
		const struct law_form *f = &law->forms.items[i];
		if (law_form(law, f->procedure, f->key) != f)
			return FAIL(e, INVALID, "rule pack: form %s stands twice for %s", f->key,
				    procedure_code(f->procedure));
	}
	for (size_t i = 0; i < law->numbers.n; i++)
		if (law_number(law, law->numbers.items[i].key) != &law->numbers.items[i])
			return FAIL(e, INVALID, "rule pack: number %s stands twice",
				    law->numbers.items[i].key);
	return OK;
}

static enum status calendar_check(const struct law *law, struct err *e)
{
	char text[DAY_TEXT_MAX];
	if (law->holidays_to.n < law->holidays_from.n)
		return FAIL(e, INVALID, "rule pack: calendar: covers_to is before covers_from");
	if (law->counter_opens >= law->counter_closes || law->counter_opens >= law->counter_closes_friday)
		return FAIL(e, INVALID, "rule pack: calendar: the counter closes before it opens");
	for (size_t i = 0; i < law->holidays.n; i++) {
		struct day d = law->holidays.items[i].day;
		if (d.n < law->holidays_from.n || d.n > law->holidays_to.n)
			return FAIL(e, INVALID, "rule pack: holiday %s lies outside covers_from..covers_to",
				    day_iso(d, text));
		if (i && d.n <= law->holidays.items[i - 1].day.n)
			return FAIL(e, INVALID, "rule pack: holiday %s is not after the one before it",
				    day_iso(d, text));
	}
	return OK;
}

/* DS-EFFECT and its kin count days forwards; hours run forwards from an exact second (R5). */
static enum status clocks_check(const struct law *law, struct err *e)
{
	for (size_t i = 0; i < law->clocks.n; i++) {
		const struct law_clock *c = &law->clocks.items[i];
		if (c->effective && (c->backwards || c->unit == HOUR))
			return FAIL(e, INVALID, "rule pack: clock %s: effective clocks count days forwards",
				    c->code);
		if (c->unit == HOUR && (c->backwards || c->start_is_date))
			return FAIL(e, INVALID, "rule pack: clock %s: hours run forwards from a moment",
				    c->code);
	}
	return OK;
}

enum status law_check(struct arena *a, const struct law *law, struct err *e)
{
	TRY(calendar_check(law, e));
	TRY(once_check(law, e));
	TRY(clocks_check(law, e));
	TRY(routes_check(law, e));
	TRY(acts_check(law, e));
	for (size_t i = 0; i < law->transitions.n; i++)
		TRY(transition_check(law, &law->transitions.items[i], e));
	return states_check(a, law, e);
}
