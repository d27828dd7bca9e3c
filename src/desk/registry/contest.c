/* contest.c -- the days of a contest decide which act an act is (before or after the determination of candidates), so
 * they are entered by a person and not guessed from a watchlist. */
#include "desk/registry/registry.h"

#include "contest_sql.h"

enum status registry_contest_set(const struct desk *d, const struct registry_contest *as, struct err *e)
{
	if (!day_is_none(as->determined_on) && !day_is_none(as->voting_on) && as->voting_on.n <= as->determined_on.n)
		return FAIL_FIELD(e, INVALID, "voting_on", "voting day comes after the day on which the candidates are determined");
	scoped(tx_rollback) struct tx tx = {0};
	int64_t changed, pairs;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(contest_set(&tx, d->office->id, as->code, as->title, as->kind, as->election, as->procedure, as->determined_on,
			as->voting_on, &changed, e));
	if (!changed)
		return FAIL(e, NOT_FOUND, "there is no contest %s; import its watchlist first", as->code);
	TRY(contest_incumbent_set(&tx, d->office->id, as->code, as->incumbent, &pairs, e));
	return tx_commit(&tx, e);
}
