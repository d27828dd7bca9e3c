/* check.c -- what no single row of a pack can show by itself. All lists are short (LAW_ROWS_MAX), so pairs
 * are compared with pairs.
 *
 * The state machine changes on the days on which one of its rows begins or ends; on each of them it must hang
 * together: every name is known, every state can be reached and left.
 */
#include "core/law/law_internal.h"

#include <stddef.h>
#include <string.h>

#define MACHINE_DAYS_MAX 100 /* days on which the rows of the state machine may change */

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

/* One list of the pack, seen as rows that have a code and dates. */
struct rows {
	const char *kind, *items;
	size_t n, size, row_at, procedure_at; /* offsets; @procedure_at 0: the code alone is the name */
};
/* The code is every row's first field. */
#define ROWS(word, list) {(word), (const char *)(list).items, (list).n, sizeof *(list).items, offsetof(typeof(*(list).items), row), 0}
#define ROWS_BY_PROCEDURE(word, list)                                                                        \
	{(word), (const char *)(list).items, (list).n, sizeof *(list).items, offsetof(typeof(*(list).items), row), \
	 offsetof(typeof(*(list).items), procedure)}

static const struct law_row *row_of(const struct rows *r, size_t i)
{
	return (const struct law_row *)(const void *)(r->items + i * r->size + r->row_at);
}

static const char *code_of(const struct rows *r, size_t i)
{
	return *(const char *const *)(const void *)(r->items + i * r->size);
}

static enum procedure procedure_at(const struct rows *r, size_t i)
{
	return *(const enum procedure *)(const void *)(r->items + i * r->size + r->procedure_at);
}

static bool same_thing(const struct rows *r, size_t i, size_t k)
{
	return !strcmp(code_of(r, i), code_of(r, k)) &&
	       (!r->procedure_at || procedure_at(r, i) == procedure_at(r, k));
}

/* Two rows for the same thing: INVALID when both hold on some day. @ret_meets: @a ends on the day before @b
 * begins. */
static enum status versions(const char *kind, const char *code, const struct law_row *a,
			    const struct law_row *b, bool *ret_meets, struct err *e)
{
	if (day_is_none(a->from) && day_is_none(a->to) && day_is_none(b->from) && day_is_none(b->to))
		return FAIL(e, INVALID, "rule pack: %s %s stands twice", kind, code);
	if (overlap(a, b))
		return FAIL(e, INVALID, "rule pack: %s %s: the dates of two rows overlap", kind, code);
	*ret_meets = end_of(a) == start_of(b);
	return OK;
}

/* A version that ends must be followed by one that starts on the next day, unless it is the last. */
static enum status row_versions(const struct rows *r, size_t i, struct err *e)
{
	bool later = false, followed = false;
	for (size_t k = 0; k < r->n; k++) {
		bool meets = false;
		if (k == i || !same_thing(r, i, k))
			continue;
		TRY(versions(r->kind, code_of(r, i), row_of(r, i), row_of(r, k), &meets, e));
		later |= start_of(row_of(r, k)) > start_of(row_of(r, i));
		followed |= meets;
	}
	if (later && !followed)
		return FAIL(e, INVALID, "rule pack: %s %s: a gap between the dates of two rows", r->kind,
			    code_of(r, i));
	return OK;
}

static enum status versions_check(const struct law *law, struct err *e)
{
	const struct rows all[] = {
		ROWS("election", law->elections),     ROWS("act", law->acts),
		ROWS("clock", law->clocks),           ROWS("state", law->states),
		ROWS("transition", law->transitions), ROWS("number", law->numbers),
		ROWS("sanction", law->sanctions),     ROWS("remedy", law->remedies),
		ROWS("rule", law->rules),
		ROWS_BY_PROCEDURE("form", law->forms), ROWS_BY_PROCEDURE("requirement", law->requirements),
		ROWS("identity", law->identities),
	};
	for (size_t r = 0; r < sizeof all / sizeof *all; r++)
		for (size_t i = 0; i < all[r].n; i++)
			TRY(row_versions(&all[r], i, e));
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
		if (act->window[0] && !law_clock(law, act->window))
			return FAIL(e, INVALID, "rule pack: act %s: unknown clock %s", act->code, act->window);
	}
	return OK;
}

static bool classes_meet(const struct class_list *a, const struct class_list *b)
{
	for (size_t i = 0; i < a->n; i++)
		if (class_in(b, a->items[i]))
			return true;
	return false;
}

static bool share_class(const struct law_route *a, const struct law_route *b)
{
	return !a->classes.n || !b->classes.n || classes_meet(&a->classes, &b->classes);
}

/* A level that an act threatens has at least one sanction for those whom the act binds. */
static bool level_has_sanction(const struct law *law, const struct law_act *act)
{
	for (size_t i = 0; i < law->sanctions.n; i++) {
		const struct law_sanction *s = &law->sanctions.items[i];
		if (!strcmp(level_code(s->level), act->level) && classes_meet(&s->classes, &act->classes))
			return true;
	}
	return false;
}

static bool level_known(const char *code)
{
	for (int l = LEVEL_NONE + 1; l < SANCTION_LEVEL_N; l++)
		if (!strcmp(level_code((enum sanction_level)l), code))
			return true;
	return false;
}

static enum status remedy_check(const struct law *law, const struct law_remedy *m, struct err *e)
{
	const char *const clocks[] = {m->file_clock, m->answer_clock};
	for (size_t i = 0; i < 2; i++)
		if (!law_clock(law, clocks[i]))
			return FAIL(e, INVALID, "rule pack: remedy %s: unknown clock %s", m->code, clocks[i]);
	for (size_t i = 0; i < m->levels.n; i++)
		if (!level_known(m->levels.items[i]))
			return FAIL(e, INVALID, "rule pack: remedy %s: unknown level %s", m->code, m->levels.items[i]);
	return OK;
}

/* Sanctions, remedies and rules bind somebody, and every level that an act names can be imposed. */
static enum status sanctions_check(const struct law *law, struct err *e)
{
	for (size_t i = 0; i < law->sanctions.n; i++)
		if (!law->sanctions.items[i].classes.n)
			return FAIL(e, INVALID, "rule pack: sanction %s: no classes", law->sanctions.items[i].code);
	for (size_t i = 0; i < law->remedies.n; i++)
		TRY(remedy_check(law, &law->remedies.items[i], e));
	for (size_t i = 0; law->format >= 2 && i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		if (act->level[0] && !level_has_sanction(law, act))
			return FAIL(e, INVALID, "rule pack: act %s: no sanction of level '%s' for its classes", act->code,
				    act->level);
	}
	return OK;
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

static enum status clock_named(const struct law *law, const struct law_transition *t, enum procedure p,
			       const char *clock, struct day at, struct err *e)
{
	if (law_clock_of_at(law, p, clock, at))
		return OK;
	return FAIL(e, INVALID, "rule pack: transition %s: unknown clock %s", t->id, clock);
}

/* What a transition names must be there on @at in every procedure to which it applies. */
static enum status names_check(const struct law *law, const struct law_transition *t, enum procedure p,
			       struct day at, struct err *e)
{
	const struct text_list clocks[] = {t->start, t->stop, t->keep};
	for (size_t k = 0; k < sizeof clocks / sizeof *clocks; k++)
		for (size_t i = 0; i < clocks[k].n; i++)
			TRY(clock_named(law, t, p, clocks[k].items[i], at, e));
	for (size_t i = 0; i < t->later.n; i++)
		TRY(clock_named(law, t, p, t->later.items[i].clock, at, e));
	for (size_t i = 0; i < t->over.n; i++)
		TRY(clock_named(law, t, p, t->over.items[i].clock, at, e));
	for (size_t i = 0; i < t->documents.n; i++)
		if (!law_form_at(law, p, t->documents.items[i], at))
			return FAIL(e, INVALID, "rule pack: transition %s: unknown document %s", t->id,
				    t->documents.items[i]);
	return OK;
}

static bool listed(const struct text_list *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->items[i], word))
			return true;
	return false;
}

static bool promised(const struct law_transition *t, const char *clock)
{
	for (size_t i = 0; i < t->later.n; i++)
		if (!strcmp(t->later.items[i].clock, clock))
			return true;
	return false;
}

/* A clock runs on through an event that does not stop it, when each state it comes from has that clock. */
static bool runs_on(const struct law *law, const struct law_transition *t, const char *clock, struct day at)
{
	for (size_t i = 0; i < t->from.n; i++)
		if (!listed(&law_state_at(law, t->from.items[i], at)->needs_clock, clock))
			return false;
	return t->from.n && !listed(&t->stop, clock);
}

/* A state with a legal time is entered with its clock, a decision or a notice with its paper. */
static enum status needs_check(const struct law *law, const struct law_transition *t, struct day at, struct err *e)
{
	const struct law_state *to = law_state_at(law, t->to, at);
	for (size_t i = 0; i < to->needs_clock.n; i++) {
		const char *clock = to->needs_clock.items[i];
		if (!listed(&t->start, clock) && !listed(&t->keep, clock) && !promised(t, clock) &&
		    !runs_on(law, t, clock, at))
			return FAIL(e, INVALID, "rule pack: transition %s: leads to %s without its clock %s", t->id,
				    to->code, clock);
	}
	if (to->needs_document && !t->documents.n && !t->paper[0])
		return FAIL(e, INVALID, "rule pack: transition %s: leads to %s without a document", t->id, to->code);
	return OK;
}

/* Whether two rows could both answer the same event in the same state. */
static bool ambiguous(const struct law_transition *a, const struct law_transition *b)
{
	if (strcmp(a->event, b->event) != 0 || !((a->pilkada && b->pilkada) || (a->pemilu && b->pemilu)) ||
	    !overlap(&a->row, &b->row))
		return false;
	for (size_t i = 0; i < a->from.n; i++)
		if (listed(&b->from, a->from.items[i]))
			return true;
	return !a->from.n && !b->from.n;
}

static enum status ambiguous_check(const struct law *law, struct err *e)
{
	const struct law_transition *all = law->transitions.items;
	for (size_t i = 0; i < law->transitions.n; i++)
		for (size_t k = 0; k < i; k++)
			if (ambiguous(&all[k], &all[i]))
				return FAIL(e, INVALID, "rule pack: transitions %s and %s both answer %s",
					    all[k].id, all[i].id, all[i].event);
	return OK;
}

/* The state machine of one day: states by their place in law->states. */
#define START SIZE_MAX /* where a file comes from that did not exist */
struct edge {
	size_t from, to;
};
struct machine {
	const struct law *law;
	struct day at;
	struct {
		struct edge *items; /* as many as the rows name, counted before */
		size_t n;
	} edges;
	bool *reached;
};

static enum status edges_add(struct machine *m, const struct law_transition *t, struct err *e)
{
	const struct law_state *first = m->law->states.items, *to = law_state_at(m->law, t->to, m->at);
	if (!to)
		return FAIL(e, INVALID, "rule pack: transition %s: unknown target '%s'", t->id, t->to);
	if (!t->from.n)
		m->edges.items[m->edges.n++] = (struct edge){START, (size_t)(to - first)};
	for (size_t i = 0; i < t->from.n; i++) {
		const struct law_state *from = law_state_at(m->law, t->from.items[i], m->at);
		if (!from)
			return FAIL(e, INVALID, "rule pack: transition %s: unknown state '%s'", t->id,
				    t->from.items[i]);
		if (from->terminal)
			return FAIL(e, INVALID, "rule pack: transition %s: leaves the terminal state %s",
				    t->id, from->code);
		m->edges.items[m->edges.n++] = (struct edge){(size_t)(from - first), (size_t)(to - first)};
	}
	return OK;
}

/* Marks what can be reached from the states marked so far; false when nothing new was. */
static bool reach(struct machine *m)
{
	bool grown = false;
	for (size_t i = 0; i < m->edges.n; i++) {
		struct edge x = m->edges.items[i];
		if ((x.from == START || m->reached[x.from]) && !m->reached[x.to])
			grown = m->reached[x.to] = true;
	}
	return grown;
}

static bool can_be_left(const struct machine *m, size_t state)
{
	for (size_t i = 0; i < m->edges.n; i++)
		if (m->edges.items[i].from == state)
			return true;
	return false;
}

static enum status states_check(struct machine *m, struct err *e)
{
	while (reach(m)) {
	}
	for (size_t i = 0; i < m->law->states.n; i++) {
		const struct law_state *s = &m->law->states.items[i];
		if (!law_in_force(&s->row, m->at))
			continue;
		if (!m->reached[i])
			return FAIL(e, INVALID, "rule pack: state %s cannot be reached", s->code);
		if (!s->terminal && !can_be_left(m, i))
			return FAIL(e, INVALID, "rule pack: state %s is not terminal and cannot be left",
				    s->code);
	}
	return OK;
}

static size_t edges_max(const struct law *law)
{
	size_t n = 0;
	for (size_t i = 0; i < law->transitions.n; i++)
		n += law->transitions.items[i].from.n + 1;
	return n;
}

/* Nothing is asked of a day on which no event is known: the law has not begun or has ended. */
static enum status machine_check(struct arena *a, const struct law *law, struct day at, struct err *e)
{
	struct machine m = {.law = law, .at = at, .reached = arena_array(a, bool, law->states.n)};
	m.edges.items = arena_array(a, struct edge, edges_max(law));
	for (size_t i = 0; i < law->transitions.n; i++) {
		const struct law_transition *t = &law->transitions.items[i];
		if (!law_in_force(&t->row, at))
			continue;
		TRY(edges_add(&m, t, e));
		if (t->pilkada)
			TRY(names_check(law, t, PILKADA, at, e));
		if (t->pemilu)
			TRY(names_check(law, t, PEMILU, at, e));
		TRY(needs_check(law, t, at, e));
	}
	return m.edges.n ? states_check(&m, e) : OK;
}

struct days {
	struct day items[MACHINE_DAYS_MAX];
	size_t n;
	bool full;
};

static void day_add_once(struct days *days, struct day d)
{
	for (size_t i = 0; i < days->n; i++)
		if (days->items[i].n == d.n)
			return;
	if (days->n == MACHINE_DAYS_MAX)
		days->full = true;
	else
		days->items[days->n++] = d;
}

/* The days on which rows of a list begin, or are over for the first time; and the day before each, so that
 * what held until then is looked at too. */
static void days_of(struct days *days, const struct rows *r)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct law_row *row = row_of(r, i);
		if (!day_is_none(row->from)) {
			day_add_once(days, row->from);
			day_add_once(days, day_add(row->from, -1));
		}
		if (!day_is_none(row->to)) {
			day_add_once(days, row->to);
			day_add_once(days, day_add(row->to, 1));
		}
	}
}

static enum status machines_check(struct arena *a, const struct law *law, struct err *e)
{
	struct days days = {0};
	const struct rows parts[] = {ROWS("state", law->states), ROWS("transition", law->transitions),
				     ROWS("clock", law->clocks), ROWS("form", law->forms)};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		days_of(&days, &parts[i]);
	if (days.full)
		return FAIL(e, INVALID, "rule pack: the state machine changes on more than %d days",
			    MACHINE_DAYS_MAX / 2);
	if (!days.n)
		day_add_once(&days, DAY_NONE); /* nothing is dated: one machine for all days */
	for (size_t i = 0; i < days.n; i++)
		TRY(machine_check(a, law, days.items[i], e));
	return OK;
}

/* A stage belongs to an election that the pack knows. Packs of format 1 name none. */
static enum status stages_check(const struct law *law, struct err *e)
{
	for (size_t i = 0; law->format >= 2 && i < law->stages.n; i++)
		if (!law_election(law, law->stages.items[i].election))
			return FAIL(e, INVALID, "rule pack: stage %s: unknown election %s",
				    law->stages.items[i].code, law->stages.items[i].election);
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
		if (c->pausable && (c->backwards || c->unit == HOUR || c->unit == MONTH))
			return FAIL(e, INVALID, "rule pack: clock %s: only days that run forwards can be paused",
				    c->code);
		if (c->pausable && c->row.confidence == SEEN)
			return FAIL(e, INVALID, "rule pack: clock %s: a time that was seen in the law cannot be paused",
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
	TRY(versions_check(law, e));
	TRY(clocks_check(law, e));
	TRY(routes_check(law, e));
	TRY(acts_check(law, e));
	TRY(sanctions_check(law, e));
	TRY(stages_check(law, e));
	TRY(ambiguous_check(law, e));
	return machines_check(a, law, e);
}
