/* risk_internal.h -- between the files of desk/risk. */
#ifndef NETRA_DESK_RISK_RISK_INTERNAL_H
#define NETRA_DESK_RISK_RISK_INTERNAL_H

#include "desk/risk/risk.h"

/* Asks all rules that are on about the days since they were last asked, in the caller's transaction. */
MUST_CHECK enum status risk_look(struct tx *tx, const struct desk *d, struct err *e);
/* Writes down the shares of the office's boards that differ from what was written down last (shares.c). */
MUST_CHECK enum status risk_shares_take(struct tx *tx, const struct desk *d, struct err *e);
/* What was typed is on the disk: whoever looks next reads it (kept.c). */
void risk_changed(void);
static inline enum status risk_commit(struct tx *tx, struct err *e)
{
	TRY(tx_commit(tx, e));
	risk_changed();
	return OK;
}
/* INVALID when @words are too short or long, or name an employee or a number of one. */
MUST_CHECK enum status risk_words_check(struct tx *tx, const struct desk *d, const char *field, const char *words, size_t least, struct err *e);

static inline struct day risk_today(const struct desk *d)
{
	return day_of_instant(d->now, d->office->zone);
}
/* Faults of forms are read by people. */
static inline const char *risk_say(const struct desk *d, const char *id, const char *en)
{
	return d->lang == EN ? en : id;
}
static inline size_t risk_cell(const struct risk_world *w, struct day day, size_t area)
{
	return (size_t)(day.n - w->first.n) * w->n + area;
}

#endif
