/* shares.c -- how far the units have come, taken over from the office's own boards.
 *
 * A board shows the share of this moment; the index of an earlier day must be made again as it was. So once a day, and whenever
 * the rules are asked, each unit's figures are written down beside those that officers type, when they differ from the last ones
 * of that board. The
 * raw counts stay: so many of so many, and which board they are from.
 */
#include "desk/risk/risk_internal.h"

#include "desk/outreach/circular.h"

/* The figure of a unit that was taken last; NULL: none. */
static const struct risk_measures_row *taken_last(const struct risk_measures_rows *all, enum risk_fact fact, int64_t agency)
{
	for (size_t i = all->n; i-- > 0;) {
		const struct risk_measures_row *r = &all->items[i];
		if (!r->by_hand && r->agency == agency && text_eq(r->fact, risk_fact_code(fact)))
			return r;
	}
	return NULL;
}

struct share {
	enum risk_fact fact;
	int64_t agency, done, total;
	const char *source;
};

/* What an officer typed, from a list on paper perhaps, stands until the board moves. */
static enum status share_put(struct tx *tx, const struct desk *d, const struct risk_measures_rows *all, const struct share *s, struct err *e)
{
	const struct risk_measures_row *last = taken_last(all, s->fact, s->agency);
	if (last && last->done == s->done && last->total == s->total)
		return OK;
	return risk_measure_insert(tx, id_new(d->now), d->office->id, risk_fact_code(s->fact), s->agency, risk_today(d), s->done, s->total, s->source,
				   d->now, 0, e);
}

static enum status pledge_take(struct tx *tx, const struct desk *d, const struct risk_measures_rows *all, struct err *e)
{
	struct risk_pledge_shares_rows rows;
	TRY(risk_pledge_shares(tx, d->office->id, risk_today(d), &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct risk_pledge_shares_row *r = &rows.items[i];
		const struct share s = {FACT_PLEDGE, r->agency, r->done, r->total, arena_printf(tx->arena, "papan ikrar: %s", r->title)};
		TRY(share_put(tx, d, all, &s, e));
	}
	return OK;
}

static enum status circular_take(struct tx *tx, const struct desk *d, const struct risk_measures_rows *all, struct err *e)
{
	struct circular_coverage_rows rows;
	TRY(circular_coverage(tx, d->office->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct circular_coverage_row *r = &rows.items[i];
		const struct share s = {FACT_CIRCULAR, r->agency, r->done, r->total, "surat edaran yang berlaku"};
		if (r->agency && r->total > 0)
			TRY(share_put(tx, d, all, &s, e));
	}
	return OK;
}

enum status risk_shares_take(struct tx *tx, const struct desk *d, struct err *e)
{
	struct risk_measures_rows all;
	TRY(risk_measures(tx, d->office->id, &all, e));
	TRY(pledge_take(tx, d, &all, e));
	return circular_take(tx, d, &all, e);
}
