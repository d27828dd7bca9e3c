/* happenings.c -- clocks that start later than the event that promises them, and clocks that run on.
 *
 * Which event promises which clock for which happening is a row of the law (start_on in law/transitions.toml): the
 * time to complete a report runs from the receipt of the notice, the remedies from the receipt of the decree.
 */
#include "desk/docket/docket_internal.h"

#include <string.h>

/* What one row of the law promised; @ret_kept grows by the promises that spoke of it. */
static enum status promise_keep(struct tx *tx, const struct desk *d, int64_t case_file, const struct docket_happening *as,
				const struct law_transition *t, size_t *ret_kept, struct err *e)
{
	for (size_t i = 0; i < t->over.n; i++)
		if (t->over.items[i].on == as->on)
			TRY(docket_clock_stop(tx, d, case_file, as->person, t->over.items[i].clock,
					      happening_code(as->on), e));
	for (size_t i = 0; i < t->later.n; i++) {
		if (t->later.items[i].on != as->on)
			continue;
		++*ret_kept;
		if (!text_eq(t->later.items[i].clock, as->skip))
			TRY(docket_clock_start(tx, d, case_file, as->person, t->later.items[i].clock, as->day, as->at, e));
	}
	return OK;
}

enum status docket_happens(struct tx *tx, const struct desk *d, int64_t case_file, const struct docket_happening *as,
			   struct err *e)
{
	struct docket_file f;
	size_t kept = 0;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	for (size_t i = 0; i < f.law->transitions.n; i++) {
		const struct law_transition *t = &f.law->transitions.items[i];
		if (!strcmp(t->event, as->event) && law_in_force(&t->row, f.law_day))
			TRY(promise_keep(tx, d, case_file, as, t, &kept, e));
	}
	return kept ? OK
		    : FAIL(e, INVALID, "the law starts no clock for '%s' after '%s'", happening_code(as->on), as->event);
}

/* An extended total ("HANDLE-X") counts as the clock that it extends (R8). */
static bool runs(const struct clock_runs_open_rows *open, const char *code)
{
	for (size_t i = 0; i < open->n; i++)
		if (text_starts(open->items[i].clock, code) && !open->items[i].person)
			return true;
	return false;
}

enum status clocks_keep(struct tx *tx, const struct desk *d, const struct docket_file *f,
			const struct case_step *step, struct err *e)
{
	struct clock_runs_open_rows open;
	if (!step->transition->keep.n)
		return OK;
	TRY(clock_runs_open(tx, f->row.id, &open, e));
	for (size_t i = 0; i < step->transition->keep.n; i++) {
		const char *name = step->transition->keep.items[i];
		const struct law_clock *clock;
		TRY(docket_clock_of(tx->arena, d, f, name, &clock, e));
		if (!runs(&open, clock->code))
			TRY(docket_clock_start(tx, d, f->row.id, 0, name, DAY_NONE, d->now, e));
	}
	return OK;
}
