/* cases.c -- the state machine: find the row, ask its guard, hand over what must follow. */
#include "core/cases/cases.h"

#include <stdio.h>
#include <string.h>

/* The place of a file: which procedure, in which state, under the law of which day. */
struct place {
	const struct law *law;
	enum procedure p;
	const char *state; /* "" for a file that does not exist yet */
	struct day day;
};

static bool listed(const struct text_list *list, const char *code)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->items[i], code))
			return true;
	return false;
}

/* A row whose successor is in force too does not apply: without a day the newest version does. */
static bool newest(const struct place *at, const struct law_transition *t)
{
	for (size_t i = 0; i < at->law->transitions.n; i++) {
		const struct law_transition *other = &at->law->transitions.items[i];
		if (!strcmp(other->id, t->id) && other->row.from.n > t->row.from.n &&
		    law_in_force(&other->row, at->day))
			return false;
	}
	return true;
}

static bool applies(const struct place *at, const struct law_transition *t)
{
	bool here = t->from.n ? listed(&t->from, at->state) : !at->state[0];
	bool procedure = at->p == PILKADA ? t->pilkada : t->pemilu;
	return here && procedure && law_in_force(&t->row, at->day) && newest(at, t);
}

static size_t events_at(const struct place *at, const struct law_transition *ret[], size_t max)
{
	const struct law *law = at->law;
	size_t n = 0;
	for (size_t i = 0; i < law->transitions.n && n < max; i++)
		if (applies(at, &law->transitions.items[i]))
			ret[n++] = &law->transitions.items[i];
	return n;
}

size_t case_events_at(const struct law *law, enum procedure p, const char *state, struct day law_day,
		      const struct law_transition *ret[], size_t max)
{
	struct place at = {law, p, state ? state : "", law_day};
	return events_at(&at, ret, max);
}

size_t case_events(const struct law *law, enum procedure p, const char *state,
		   const struct law_transition *ret[], size_t max)
{
	return case_events_at(law, p, state, DAY_NONE, ret, max);
}

/* "start_review, withdraw": what could happen instead. */
static const char *instead(const struct place *here, char *ret, size_t size)
{
	const struct law_transition *all[24];
	size_t n = events_at(here, all, 24), at = 0;
	ret[0] = 0;
	for (size_t i = 0; i < n && at < size; i++)
		at += (size_t)snprintf(ret + at, size - at, "%s%s", i ? ", " : "", all[i]->event);
	return n ? ret : "tidak ada lagi";
}

/* ---- which steps are missing ---- */

#define PLACES_MAX 96 /* more states than any law names */

/* States that can be reached from one place, nearest first, and by which row each. */
struct way {
	const char *state[PLACES_MAX];
	const struct law_transition *by[PLACES_MAX];
	size_t before[PLACES_MAX], n;
};

static bool way_knows(const struct way *w, const char *state)
{
	for (size_t i = 0; i < w->n; i++)
		if (!strcmp(w->state[i], state))
			return true;
	return false;
}

static void way_widen(struct way *w, const struct place *there, size_t at, bool plain)
{
	const struct law_transition *all[24];
	size_t n = events_at(there, all, 24);
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(all[i]->guard, "always") != plain || way_knows(w, all[i]->to))
			continue;
		w->state[w->n] = all[i]->to;
		w->by[w->n] = all[i];
		w->before[w->n] = at;
		w->n += w->n < PLACES_MAX - 1; /* a law with more states only loses the far end of the way */
	}
}

static bool allows(const struct place *there, const char *event)
{
	const struct law_transition *all[24];
	size_t n = events_at(there, all, 24);
	for (size_t i = 0; i < n; i++)
		if (!strcmp(all[i]->event, event))
			return true;
	return false;
}

/* The place in @w from which @event can happen; 0: none can be reached. Of two ways of one length the one whose step has
 * no condition is told: "enough" rather than "absent twice". */
static size_t way_to(struct way *w, const struct place *here, const char *event)
{
	*w = (struct way){.state = {here->state}, .n = 1};
	for (size_t at = 0; at < w->n; at++) {
		struct place there = *here;
		there.state = w->state[at];
		if (at && allows(&there, event))
			return at;
		way_widen(w, &there, at, true);
		way_widen(w, &there, at, false);
	}
	return 0;
}

/* "; langkah yang kurang: enough (T25: Perbawaslu 7/2022), submit (T28)": the next one with its rule and what keeps it
 * from happening, then those after it. "" when no step leads there. */
static const char *missing(const struct place *here, const char *event, const struct case_facts *facts, char *ret, size_t size)
{
	struct way w;
	size_t steps[PLACES_MAX], n = 0, at = 0;
	for (size_t i = way_to(&w, here, event); i; i = w.before[i])
		steps[n++] = i;
	ret[0] = 0;
	for (size_t i = n; i-- && at < size;) {
		const struct law_transition *t = w.by[steps[i]];
		const char *why = i == n - 1 ? case_guard_says(t->guard, facts) : NULL;
		at += i == n - 1 ? (size_t)snprintf(ret, size, "; langkah yang kurang: %s (%s: %s)%s%s", t->event, t->id, t->row.basis,
						    why ? ", " : "", why ? why : "")
				 : (size_t)snprintf(ret + at, size - at, ", %s (%s)", t->event, t->id);
	}
	return ret;
}

static enum status refuse(const struct place *at, const char *event, const struct case_facts *facts, struct err *e)
{
	char list[160], steps[240];
	const struct law_state *s = law_state_at(at->law, at->state, at->day);
	if (!s && at->state[0])
		return FAIL(e, INVALID, "keadaan berkas '%s' tidak dikenal aturan", at->state);
	if (!e) /* nobody reads why: the search for the way is spared */
		return INVALID;
	return FAIL(e, INVALID, "'%s' tidak dapat dilakukan pada keadaan '%s'; yang dapat: %s%s", event, s ? s->name_id : "berkas baru",
		    instead(at, list, sizeof list), missing(at, event, facts, steps, sizeof steps));
}

enum status case_next_at(const struct law *law, enum procedure p, const char *state, const char *event,
			 struct day law_day, const struct case_facts *facts, struct case_step *ret,
			 struct err *e)
{
	struct place at = {law, p, state ? state : "", law_day};
	const struct law_transition *found = NULL;
	if (p != PILKADA && p != PEMILU)
		return FAIL(e, INVALID, "berkas tanpa jenis pemilihan (pilkada atau pemilu)");
	for (size_t i = 0; i < law->transitions.n && !found; i++) {
		const struct law_transition *t = &law->transitions.items[i];
		if (text_eq(t->event, event) && applies(&at, t))
			found = t;
	}
	if (!found)
		return refuse(&at, event ? event : "", facts, e);
	const char *why = case_guard_says(found->guard, facts);
	if (why)
		return FAIL(e, INVALID, "'%s' belum dapat dilakukan: %s (%s: %s)", event, why, found->id, found->row.basis);
	*ret = (struct case_step){found, found->to, found->start, found->stop, found->documents};
	return OK;
}

enum status case_next(const struct law *law, enum procedure p, const char *state, const char *event,
		      const struct case_facts *facts, struct case_step *ret, struct err *e)
{
	return case_next_at(law, p, state, event, DAY_NONE, facts, ret, e);
}
