/* withdraw.c -- a hand-over is taken back: the plenary has reviewed its decision, and it is not proven any more.
 *
 * What happened is not undone: the hand-over keeps its history, ends as "withdrawn", its clocks stop, and its receiver is
 * asked by letter to let nothing come of it. One that ended already gets the letter all the same.
 */
#include "desk/forward/forward_internal.h"

#include <string.h>

static enum status clocks_end(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person, struct err *e)
{
	struct case_clocks_rows rows;
	TRY(case_clocks(tx, case_file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		if (rows.items[i].person == person && instant_is_none(rows.items[i].ended_at) && text_starts(rows.items[i].clock, "DS-"))
			TRY(docket_clock_stop(tx, d, case_file, person, rows.items[i].clock, "penerusan ditarik", e));
	return OK;
}

static enum status take_back(struct tx *tx, const struct desk *d, const struct forward_get_row *h, const char *words, struct err *e)
{
	int64_t changed;
	TRY(forward_move(tx, h->id, h->version, "CLOSED", d->now, NULL, NULL, INSTANT_NONE, "withdrawn", NULL, DAY_NONE, &changed, e));
	if (!changed)
		return FAIL(e, CONFLICT, "somebody else recorded something on this hand-over meanwhile; look again");
	return forward_event_insert(tx, id_new(d->now), h->id, d->now, d->user, "withdrawn", h->state, "CLOSED", "withdrawn", words, e);
}

enum status forward_withdraw(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person, const char *reason, int64_t *ret_letter,
			     struct err *e)
{
	bool found;
	struct forward_file f;
	struct forward_of_person_row of;
	struct forward_get_row h;
	struct letter_made made;
	*ret_letter = 0;
	TRY(forward_of_person(tx, person, &found, &of, e));
	if (!found)
		return OK; /* nothing went out */
	TRY(forward_file_get(tx, d, case_file, &f, e));
	TRY(forward_get(tx, of.id, &h, e));
	struct ladder_letter as = {.form = "handover_withdrawal", .to = "recipient", .subject = "Penarikan penerusan", .reason = reason};
	TRY(ladder_letter(tx, d, &f, &h, &as, &made, e));
	*ret_letter = made.id;
	TRY(take_back(tx, d, &h, arena_printf(tx->arena, "Ditarik dengan surat %s. %s", made.number ? made.number : "", reason), e));
	TRY(clocks_end(tx, d, case_file, person, e));
	TRY(docket_note(tx, d, case_file, "letter", arena_printf(tx->arena, "Penerusan kepada %s ditarik.", h.receiver), person, e));
	return file_follow(tx, d, case_file, e);
}
