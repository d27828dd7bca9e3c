/* check.c -- what no single row of a pack can show by itself. All lists are short (LAW_ROWS_MAX), so pairs
 * are compared with pairs.
 *
 * The state machine changes on the days on which one of its rows begins or ends; on each of them it must hang
 * together: every name is known, every state can be reached and left.
 *
 * A check goes on after a fault, so that whoever wrote the pack sees them all; what would only follow from a fault that
 * was found already is left out.
 */
#include "core/law/law_internal.h"

#include <stddef.h>
#include <stdio.h>
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

/* Two rows for the same thing: does @b begin on the day after @a ends? Both on some day is a fault, which is added; then no
 * gap is to be told of. */
static bool followed_by(struct law_faults *f, const char *kind, const char *code, const struct law_row *a,
			const struct law_row *b)
{
	if (day_is_none(a->from) && day_is_none(a->to) && day_is_none(b->from) && day_is_none(b->to)) {
		law_fault_add(f, kind, code, "", "%s %s stands twice", kind, code);
		return true;
	}
	if (overlap(a, b)) {
		law_fault_add(f, kind, code, "in_force", "%s %s: the dates of two rows overlap", kind, code);
		return true;
	}
	return end_of(a) == start_of(b);
}

/* A version that ends must be followed by one that starts on the next day, unless it is the last. */
static void row_versions(struct law_faults *f, const struct rows *r, size_t i)
{
	bool later = false, followed = false;
	for (size_t k = 0; k < r->n; k++) {
		if (k == i || !same_thing(r, i, k))
			continue;
		later |= start_of(row_of(r, k)) > start_of(row_of(r, i));
		followed |= followed_by(f, r->kind, code_of(r, i), row_of(r, i), row_of(r, k));
	}
	if (later && !followed)
		law_fault_add(f, r->kind, code_of(r, i), "until", "%s %s: a gap between the dates of two rows", r->kind,
			      code_of(r, i));
}

static void versions_check(struct law_faults *f, const struct law *law)
{
	const struct rows all[] = {
		ROWS("election", law->elections),     ROWS("act", law->acts),
		ROWS("clock", law->clocks),           ROWS("state", law->states),
		ROWS("transition", law->transitions), ROWS("number", law->numbers),
		ROWS("sanction", law->sanctions),     ROWS("remedy", law->remedies),
		ROWS("rule", law->rules),
		ROWS_BY_PROCEDURE("form", law->forms), ROWS_BY_PROCEDURE("requirement", law->requirements),
		ROWS("identity", law->identities), ROWS("field", law->fields),
		ROWS("indicator", law->indicators), ROWS("warning", law->warnings),
		ROWS("stage_rule", law->stage_rules),
		ROWS("question", law->questions), ROWS("pledge_point", law->pledge_points),
	};
	for (size_t r = 0; r < sizeof all / sizeof *all; r++)
		for (size_t i = 0; i < all[r].n; i++)
			row_versions(f, &all[r], i);
}

static bool route_known(const struct law *law, const char *code)
{
	for (size_t i = 0; i < law->routes.n; i++)
		if (!strcmp(law->routes.items[i].code, code))
			return true;
	return false;
}

static void acts_check(struct law_faults *f, const struct law *law)
{
	for (size_t i = 0; i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		const char *code = act->code;
		if (!act->classes.n)
			law_fault_add(f, "act", code, "classes", "act %s: no classes", code);
		if (!act->pilkada && !act->pemilu)
			law_fault_add(f, "act", code, "procedures", "act %s: no procedures", code);
		if (act->route[0] && !route_known(law, act->route))
			law_fault_add(f, "act", code, "route", "act %s: unknown route %s", code, act->route);
		if (act->window[0] && !law_clock(law, act->window))
			law_fault_add(f, "act", code, "window", "act %s: unknown clock %s", code, act->window);
	}
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

static void remedy_check(struct law_faults *f, const struct law *law, const struct law_remedy *m)
{
	if (!law_clock(law, m->file_clock))
		law_fault_add(f, "remedy", m->code, "file_clock", "remedy %s: unknown clock %s", m->code, m->file_clock);
	if (!law_clock(law, m->answer_clock))
		law_fault_add(f, "remedy", m->code, "answer_clock", "remedy %s: unknown clock %s", m->code, m->answer_clock);
	for (size_t i = 0; i < m->levels.n; i++)
		if (!level_known(m->levels.items[i]))
			law_fault_add(f, "remedy", m->code, "levels", "remedy %s: unknown level %s", m->code,
				      m->levels.items[i]);
}

static bool event_known(const struct law *law, const char *event)
{
	for (size_t i = 0; i < law->transitions.n; i++)
		if (!strcmp(law->transitions.items[i].event, event))
			return true;
	return false;
}

/* A rung starts with something that can happen, has meaning somewhere, and its letter is a form of the law. */
static void rung_check(struct law_faults *f, const struct law *law, size_t i)
{
	const struct law_rung *g = &law->rungs.items[i];
	const char *code = g->clock.code;
	bool before = false;
	for (size_t k = 0; k < law->rungs.n; k++) {
		before |= k != i && !strcmp(law->rungs.items[k].clock.code, g->after);
		if (k < i && !strcmp(law->rungs.items[k].clock.code, code))
			law_fault_add(f, "rung", code, "", "rung %s stands twice", code);
	}
	if (!before && !event_known(law, g->after))
		law_fault_add(f, "rung", code, "after", "rung %s: unknown event or rung %s", code, g->after);
	if (!g->states.n)
		law_fault_add(f, "rung", code, "states", "rung %s: no states", code);
	for (size_t k = 0; k < g->states.n; k++)
		if (!law_state(law, g->states.items[k]))
			law_fault_add(f, "rung", code, "states", "rung %s: unknown state %s", code, g->states.items[k]);
	if (g->form[0] && (!law_form(law, PILKADA, g->form) || !law_form(law, PEMILU, g->form)))
		law_fault_add(f, "rung", code, "form", "rung %s: unknown form %s", code, g->form);
	for (size_t k = 0; k < law->clocks.n; k++)
		if (!strcmp(law->clocks.items[k].code, code))
			law_fault_add(f, "rung", code, "", "rung %s has the code of a legal clock", code);
}

/* Sanctions, remedies and rules bind somebody, and every level that an act names can be imposed. */
static void sanctions_check(struct law_faults *f, const struct law *law)
{
	for (size_t i = 0; i < law->sanctions.n; i++) {
		const struct law_sanction *s = &law->sanctions.items[i];
		if (!s->classes.n)
			law_fault_add(f, "sanction", s->code, "classes", "sanction %s: no classes", s->code);
	}
	for (size_t i = 0; i < law->remedies.n; i++)
		remedy_check(f, law, &law->remedies.items[i]);
	for (size_t i = 0; i < law->rungs.n; i++)
		rung_check(f, law, i);
	for (size_t i = 0; law->format >= 2 && i < law->acts.n; i++) {
		const struct law_act *act = &law->acts.items[i];
		if (act->level[0] && act->classes.n && !level_has_sanction(law, act))
			law_fault_add(f, "act", act->code, "level", "act %s: no sanction of level '%s' for its classes",
				      act->code, act->level);
	}
}

/* A person of one class has one receiver on one day, and no day between two of them has none. */
static void route_check(struct law_faults *f, const struct law *law, const struct law_route *route)
{
	bool later = false, followed = false;
	for (size_t k = 0; k < law->routes.n; k++) {
		const struct law_route *other = &law->routes.items[k];
		if (other == route || other->crime != route->crime || !share_class(route, other))
			continue;
		later |= start_of(&other->row) > start_of(&route->row);
		followed |= followed_by(f, "route", route->code, &route->row, &other->row);
	}
	if (later && !followed)
		law_fault_add(f, "route", route->code, "until", "route %s: a gap before the next receiver", route->code);
}

/* What a transition names must be there on @at in every procedure to which it applies. */
static void clock_named(struct law_faults *f, const struct law *law, const struct law_transition *t, enum procedure p,
			const char *field, const char *clock, struct day at)
{
	if (!law_clock_of_at(law, p, clock, at))
		law_fault_add(f, "transition", t->id, field, "transition %s: unknown clock %s", t->id, clock);
}

static void names_check(struct law_faults *f, const struct law *law, const struct law_transition *t, enum procedure p,
			struct day at)
{
	const struct {
		const char *field;
		struct text_list clocks;
	} lists[] = {{"start", t->start}, {"stop", t->stop}, {"keep", t->keep}};
	for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
		for (size_t i = 0; i < lists[k].clocks.n; i++)
			clock_named(f, law, t, p, lists[k].field, lists[k].clocks.items[i], at);
	for (size_t i = 0; i < t->later.n; i++)
		clock_named(f, law, t, p, "start_on", t->later.items[i].clock, at);
	for (size_t i = 0; i < t->over.n; i++)
		clock_named(f, law, t, p, "stop_on", t->over.items[i].clock, at);
	for (size_t i = 0; i < t->documents.n; i++)
		if (!law_form_at(law, p, t->documents.items[i], at))
			law_fault_add(f, "transition", t->id, "documents", "transition %s: unknown document %s", t->id,
				      t->documents.items[i]);
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

/* A state with a legal time is entered with its clock, a decision or a notice with its paper. All states are known. */
static void needs_check(struct law_faults *f, const struct law *law, const struct law_transition *t, struct day at)
{
	const struct law_state *to = law_state_at(law, t->to, at);
	for (size_t i = 0; i < to->needs_clock.n; i++) {
		const char *clock = to->needs_clock.items[i];
		if (!listed(&t->start, clock) && !listed(&t->keep, clock) && !promised(t, clock) &&
		    !runs_on(law, t, clock, at))
			law_fault_add(f, "transition", t->id, "start", "transition %s: leads to %s without its clock %s",
				      t->id, to->code, clock);
	}
	if (to->needs_document && !t->documents.n && !t->paper[0])
		law_fault_add(f, "transition", t->id, "documents", "transition %s: leads to %s without a document", t->id,
			      to->code);
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

static void ambiguous_check(struct law_faults *f, const struct law *law)
{
	const struct law_transition *all = law->transitions.items;
	for (size_t i = 0; i < law->transitions.n; i++)
		for (size_t k = 0; k < i; k++)
			if (ambiguous(&all[k], &all[i]))
				law_fault_add(f, "transition", all[i].id, "event", "transitions %s and %s both answer %s",
					      all[k].id, all[i].id, all[i].event);
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
	bool whole; /* no row names a state that is not there: what can be reached means something */
};

/* Adds the ways of a row; false when it names a state that is not there, or leaves one that is final. */
static bool edges_add(struct machine *m, const struct law_transition *t, struct law_faults *f)
{
	const struct law_state *first = m->law->states.items, *to = law_state_at(m->law, t->to, m->at);
	bool good = to != NULL;
	if (!to)
		law_fault_add(f, "transition", t->id, "to", "transition %s: unknown target '%s'", t->id, t->to);
	if (to && !t->from.n)
		m->edges.items[m->edges.n++] = (struct edge){START, (size_t)(to - first)};
	for (size_t i = 0; i < t->from.n; i++) {
		const struct law_state *from = law_state_at(m->law, t->from.items[i], m->at);
		if (!from)
			law_fault_add(f, "transition", t->id, "from", "transition %s: unknown state '%s'", t->id,
				      t->from.items[i]);
		else if (from->terminal)
			law_fault_add(f, "transition", t->id, "from", "transition %s: leaves the terminal state %s", t->id,
				      from->code);
		else if (to)
			m->edges.items[m->edges.n++] = (struct edge){(size_t)(from - first), (size_t)(to - first)};
		good = good && from && !from->terminal;
	}
	return good;
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

static void states_check(struct machine *m, struct law_faults *f)
{
	while (reach(m)) {
	}
	for (size_t i = 0; i < m->law->states.n; i++) {
		const struct law_state *s = &m->law->states.items[i];
		if (!law_in_force(&s->row, m->at))
			continue;
		if (!m->reached[i])
			law_fault_add(f, "state", s->code, "", "state %s cannot be reached", s->code);
		if (!s->terminal && !can_be_left(m, i))
			law_fault_add(f, "state", s->code, "terminal", "state %s is not terminal and cannot be left", s->code);
	}
}

static size_t edges_max(const struct law *law)
{
	size_t n = 0;
	for (size_t i = 0; i < law->transitions.n; i++)
		n += law->transitions.items[i].from.n + 1;
	return n;
}

/* Nothing is asked of a day on which no event is known: the law has not begun or has ended. */
static void machine_check(struct arena *a, const struct law *law, struct day at, struct law_faults *f)
{
	struct machine m = {.law = law, .at = at, .reached = arena_array(a, bool, law->states.n), .whole = true};
	m.edges.items = arena_array(a, struct edge, edges_max(law));
	for (size_t i = 0; i < law->transitions.n; i++) {
		const struct law_transition *t = &law->transitions.items[i];
		if (!law_in_force(&t->row, at))
			continue;
		bool known = edges_add(&m, t, f);
		m.whole = m.whole && known;
		if (t->pilkada)
			names_check(f, law, t, PILKADA, at);
		if (t->pemilu)
			names_check(f, law, t, PEMILU, at);
		if (known)
			needs_check(f, law, t, at);
	}
	if (m.edges.n && m.whole)
		states_check(&m, f);
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

static void machines_check(struct arena *a, const struct law *law, struct law_faults *f)
{
	struct days days = {0};
	const struct rows parts[] = {ROWS("state", law->states), ROWS("transition", law->transitions),
				     ROWS("clock", law->clocks), ROWS("form", law->forms)};
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		days_of(&days, &parts[i]);
	if (days.full)
		law_fault_add(f, "pack", law->name, "", "the state machine changes on more than %d days", MACHINE_DAYS_MAX / 2);
	if (!days.n)
		day_add_once(&days, DAY_NONE); /* nothing is dated: one machine for all days */
	for (size_t i = 0; i < days.n && !days.full; i++)
		machine_check(a, law, days.items[i], f);
}

/* A stage belongs to an election that the pack knows. Packs of format 1 name none. */
static void stages_check(struct law_faults *f, const struct law *law)
{
	for (size_t i = 0; law->format >= 2 && i < law->stages.n; i++) {
		const struct law_stage *s = &law->stages.items[i];
		if (!law_election(law, s->election))
			law_fault_add(f, "stage", s->code, "election", "stage %s: unknown election %s", s->code, s->election);
	}
}

static const struct law_indicator *indicator_named(const struct law *law, const char *code)
{
	for (size_t i = 0; i < law->indicators.n; i++)
		if (!strcmp(law->indicators.items[i].code, code))
			return &law->indicators.items[i];
	return NULL;
}

static bool stage_named(const struct law *law, const char *code)
{
	for (size_t i = 0; i < law->stages.n; i++)
		if (!strcmp(law->stages.items[i].code, code))
			return true;
	return false;
}

/* Officials of the government see shares and days; the index rests on cases and patrols, which are not for them. */
static void tell_check(struct law_faults *f, const struct law_warning *w, bool of_index)
{
	static const char *const office = " intake handler member chair patrol prevention ", *const partners = " secretary personnel unit ";
	char word[32];
	if (!w->tell.n)
		law_fault_add(f, "warning", w->code, "tell", "warning %s: it tells nobody", w->code);
	for (size_t i = 0; i < w->tell.n; i++) {
		bool fits = snprintf(word, sizeof word, " %s ", w->tell.items[i]) < (int)sizeof word;
		bool partner = fits && strstr(partners, word);
		if (!partner && (!fits || !strstr(office, word)))
			law_fault_add(f, "warning", w->code, "tell", "warning %s: unknown role %s", w->code, w->tell.items[i]);
		if (partner && of_index)
			law_fault_add(f, "warning", w->code, "tell", "warning %s: %s may not be told of the index", w->code, w->tell.items[i]);
	}
}

static void warning_check(struct law_faults *f, const struct law *law, const struct law_warning *w)
{
	bool of_index = w->on == ON_INDEX_OVER || w->on == ON_INDEX_JUMP, share = w->on == ON_COVERAGE_BELOW;
	const struct law_indicator *of = indicator_named(law, w->indicator);
	if (!of_index && !stage_named(law, w->stage))
		law_fault_add(f, "warning", w->code, "stage", "warning %s: unknown stage '%s'", w->code, w->stage);
	if (share && (!of || (of->fact != FACT_PLEDGE && of->fact != FACT_CIRCULAR)))
		law_fault_add(f, "warning", w->code, "indicator", "warning %s: '%s' is no indicator with a share", w->code, w->indicator);
	if ((of_index || share) && !w->points)
		law_fault_add(f, "warning", w->code, "points", "warning %s: points are missing", w->code);
	if (w->on == ON_INDEX_JUMP && w->days < 1)
		law_fault_add(f, "warning", w->code, "days", "warning %s: within how many days?", w->code);
	tell_check(f, w, of_index);
}

/* A stage nobody has, or a rule for no election, would never be shown to anybody. */
static void stage_rule_check(struct law_faults *f, const struct law *law, const struct law_stage_rule *r)
{
	for (size_t i = 0; i < r->stages.n; i++)
		if (!stage_named(law, r->stages.items[i]))
			law_fault_add(f, "stage_rule", r->code, "stages", "stage_rule %s: unknown stage '%s'", r->code, r->stages.items[i]);
	if (!r->pilkada && !r->pemilu)
		law_fault_add(f, "stage_rule", r->code, "procedures", "stage_rule %s: neither pilkada nor pemilu", r->code);
}

/* One of the articles that stand joined in @basis. */
static bool among(const char *basis, struct str article)
{
	struct str rest = str_of(basis), one;
	while (str_split(&rest, ';', &one)) {
		one = str_trim(one);
		if (one.n == article.n && !memcmp(one.s, article.s, one.n))
			return true;
	}
	return false;
}

/* The answer of a question is what its act says of that class in that phase. */
static void question_check(struct law_faults *f, const struct law *law, const struct law_question *q)
{
	const struct law_act *act = law_act(law, q->act);
	struct str rest = str_of(q->row.basis), article;
	if (!act) {
		law_fault_add(f, "question", q->code, "act", "question %s: unknown act %s", q->code, q->act);
		return;
	}
	if (!class_in(&act->classes, q->class))
		law_fault_add(f, "question", q->code, "class", "question %s: %s does not bind that class", q->code, q->act);
	if (act->phase != PHASE_ANY && act->phase != q->phase)
		law_fault_add(f, "question", q->code, "phase", "question %s: %s is of another phase", q->code, q->act);
	if (q->verdict != VERDICT_ALLOWED && strcmp(verdict_code(q->verdict), act->kind) != 0)
		law_fault_add(f, "question", q->code, "verdict", "question %s: %s is %s", q->code, q->act, act->kind);
	while (str_split(&rest, ';', &article))
		if (!among(act->row.basis, str_trim(article)))
			law_fault_add(f, "question", q->code, "article", "question %s: %s does not name that article", q->code, q->act);
}

static void holidays_check(struct law_faults *f, const struct law *law)
{
	char text[DAY_TEXT_MAX];
	for (size_t i = 0; i < law->holidays.n; i++) {
		struct day d = law->holidays.items[i].day;
		const char *day = day_iso(d, text);
		if (d.n < law->holidays_from.n || d.n > law->holidays_to.n)
			law_fault_add(f, "holiday", day, "day", "holiday %s lies outside covers_from..covers_to", day);
		if (i && d.n <= law->holidays.items[i - 1].day.n)
			law_fault_add(f, "holiday", day, "day", "holiday %s is not after the one before it", day);
	}
}

static void calendar_check(struct law_faults *f, const struct law *law)
{
	if (law->holidays_to.n < law->holidays_from.n)
		law_fault_add(f, "calendar", "1", "covers_to", "calendar: covers_to is before covers_from");
	else
		holidays_check(f, law);
	if (law->counter_opens >= law->counter_closes || law->counter_opens >= law->counter_closes_friday)
		law_fault_add(f, "calendar", "1", "counter_closes", "calendar: the counter closes before it opens");
}

/* DS-EFFECT and its kin count days forwards; hours run forwards from an exact second (R5). */
static void clock_check(struct law_faults *f, const struct law_clock *c)
{
	const char *code = c->code;
	bool days = !c->backwards && c->unit != HOUR;
	if (c->effective && !days)
		law_fault_add(f, "clock", code, "effective", "clock %s: effective clocks count days forwards", code);
	if (c->pausable && (!days || c->unit == MONTH))
		law_fault_add(f, "clock", code, "pausable", "clock %s: only days that run forwards can be paused", code);
	if (c->pausable && c->row.confidence == SEEN)
		law_fault_add(f, "clock", code, "pausable", "clock %s: a time that was seen in the law cannot be paused", code);
	if (c->unit == HOUR && (c->backwards || c->start_is_date))
		law_fault_add(f, "clock", code, "unit", "clock %s: hours run forwards from a moment", code);
}

void law_check(struct arena *a, const struct law *law, struct law_faults *f)
{
	calendar_check(f, law);
	versions_check(f, law);
	for (size_t i = 0; i < law->clocks.n; i++)
		clock_check(f, &law->clocks.items[i]);
	for (size_t i = 0; i < law->routes.n; i++)
		route_check(f, law, &law->routes.items[i]);
	acts_check(f, law);
	sanctions_check(f, law);
	stages_check(f, law);
	for (size_t i = 0; i < law->warnings.n; i++)
		warning_check(f, law, &law->warnings.items[i]);
	for (size_t i = 0; i < law->stage_rules.n; i++)
		stage_rule_check(f, law, &law->stage_rules.items[i]);
	for (size_t i = 0; i < law->questions.n; i++)
		question_check(f, law, &law->questions.items[i]);
	ambiguous_check(f, law);
	machines_check(a, law, f);
}
