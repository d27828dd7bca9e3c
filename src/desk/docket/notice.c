/* notice.c -- a reporter is asked to complete the report: when the notice reached them, and what that starts.
 *
 * The time to complete ("COMPLETE") runs from the day the reporter received the notice, not from the day the office
 * wrote it (Perbawaslu 8/2020, 7/2022). Two ways lead here: the reporter reads the notice with the code, or an officer
 * records that it was handed over. Whichever comes first starts the clock, once; the office's own clock to send the
 * notice ("NOTICE") ends with it.
 */
#include "desk/docket/docket_internal.h"

#include <string.h>

#define STATE_DEFICIENT "DEFICIENT"
#define EVENT_ASKED     "requirements_missing"

/* Does the time to complete run already, or has it run out? */
static enum status completing(struct tx *tx, const struct desk *d, const struct docket_file *f, bool *ret,
			      struct err *e)
{
	const struct law_clock *clock;
	struct clock_runs_open_rows open;
	*ret = false;
	TRY(docket_clock_of(tx->arena, d, f, "COMPLETE", &clock, e));
	TRY(clock_runs_open(tx, f->row.id, &open, e));
	for (size_t i = 0; i < open.n; i++)
		*ret |= !strcmp(open.items[i].clock, clock->code);
	return OK;
}

enum status docket_deficiency(struct tx *tx, const struct desk *d, int64_t case_file,
			      struct docket_deficiency *ret, struct err *e)
{
	struct docket_file f;
	struct case_event_last_row asked;
	*ret = (struct docket_deficiency){.asked_at = INSTANT_NONE};
	TRY(docket_file_get(tx, d, case_file, &f, e));
	if (strcmp(f.row.state, STATE_DEFICIENT))
		return OK;
	TRY(case_event_last(tx, case_file, EVENT_ASKED, &ret->asked, &asked, e));
	if (ret->asked)
		ret->asked_at = asked.at;
	return completing(tx, d, &f, &ret->received, e);
}

enum status docket_notice_received(struct tx *tx, const struct desk *d, int64_t case_file, struct instant at,
				   const char *how, struct err *e)
{
	struct docket_deficiency now;
	TRY(docket_deficiency(tx, d, case_file, &now, e));
	if (!now.asked)
		return FAIL(e, INVALID, "the reporter of this file was not asked for anything");
	if (now.received)
		return OK;
	TRY(docket_note(tx, d, case_file, "talk", how, 0, e));
	struct docket_happening received = {.event = EVENT_ASKED, .on = HAPPENING_NOTICE_RECEIVED,
					    .day = day_of_instant(at, d->office->zone), .at = at};
	return docket_happens(tx, d, case_file, &received, e);
}
