/* cases.c -- the state machine: find the row, ask its guard, hand over what must follow. */
#include "core/cases/cases.h"

#include <stdio.h>
#include <string.h>

static bool applies(const struct law_transition *t, enum procedure p, const char *state)
{
	if (p == PILKADA ? !t->pilkada : !t->pemilu)
		return false;
	for (size_t i = 0; i < t->from.n; i++)
		if (!strcmp(t->from.items[i], state))
			return true;
	return !t->from.n && !state[0];
}

size_t case_events(const struct law *law, enum procedure p, const char *state,
		   const struct law_transition *ret[], size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < law->transitions.n && n < max; i++)
		if (applies(&law->transitions.items[i], p, state ? state : ""))
			ret[n++] = &law->transitions.items[i];
	return n;
}

/* "start_review, withdraw": what could happen instead. */
static const char *instead(const struct law *law, enum procedure p, const char *state, char *ret, size_t size)
{
	const struct law_transition *all[24];
	size_t n = case_events(law, p, state, all, 24), at = 0;
	ret[0] = 0;
	for (size_t i = 0; i < n && at < size; i++)
		at += (size_t)snprintf(ret + at, size - at, "%s%s", i ? ", " : "", all[i]->event);
	return n ? ret : "tidak ada lagi";
}

static enum status refuse(const struct law *law, enum procedure p, const char *state, const char *event,
			  struct err *e)
{
	char list[240];
	const struct law_state *s = law_state(law, state);
	if (!s && state[0])
		return FAIL(e, INVALID, "keadaan berkas '%s' tidak dikenal aturan", state);
	return FAIL(e, INVALID, "'%s' tidak dapat dilakukan pada keadaan '%s'; yang dapat: %s", event,
		    s ? s->name_id : "berkas baru", instead(law, p, state, list, sizeof list));
}

enum status case_next(const struct law *law, enum procedure p, const char *state, const char *event,
		      const struct case_facts *facts, struct case_step *ret, struct err *e)
{
	const struct law_transition *found = NULL;
	if (!state)
		state = "";
	if (p != PILKADA && p != PEMILU)
		return FAIL(e, INVALID, "berkas tanpa jenis pemilihan (pilkada atau pemilu)");
	for (size_t i = 0; i < law->transitions.n && !found; i++) {
		const struct law_transition *t = &law->transitions.items[i];
		if (text_eq(t->event, event) && applies(t, p, state))
			found = t;
	}
	if (!found)
		return refuse(law, p, state, event ? event : "", e);
	const char *why = case_guard_says(found->guard, facts);
	if (why)
		return FAIL(e, INVALID, "'%s' belum dapat dilakukan: %s", event, why);
	*ret = (struct case_step){found, found->to, found->start, found->stop, found->documents};
	return OK;
}
