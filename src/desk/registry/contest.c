/* contest.c -- the days of a contest decide which act an act is (before or after the determination of candidates), so
 * they are entered by a person and not guessed from a watchlist. */
#include "desk/registry/registry.h"

#include "contest_sql.h"

/* In the caller's transaction: the flag of the pairs, and since when it stands. */
static enum status incumbent_note(struct tx *tx, const struct desk *d, const char *code, int64_t number, struct err *e)
{
	int64_t pairs;
	TRY(contest_incumbent_set(tx, d->office->id, code, number, &pairs, e));
	return contest_incumbent_add(tx, id_new(d->now), d->office->id, code, number, d->now, d->user, e);
}

enum status registry_incumbent_set(const struct desk *d, const char *code, int64_t number, struct err *e)
{
	struct contest_pair_known_row pair = {0};
	bool found;
	struct contest_of_code_row contest;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(contest_of_code(&tx, d->office->id, code, &found, &contest, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "there is no contest %s", code);
	TRY(contest_pair_known(&tx, d->office->id, code, number, &pair, e));
	if (number && !pair.n)
		return FAIL_FIELD(e, INVALID, "number", "the contest has no pair %lld", (long long)number);
	TRY(incumbent_note(&tx, d, code, number, e));
	return tx_commit(&tx, e);
}

enum status registry_contest_set(const struct desk *d, const struct registry_contest *as, struct err *e)
{
	if (!day_is_none(as->determined_on) && !day_is_none(as->voting_on) && as->voting_on.n <= as->determined_on.n)
		return FAIL_FIELD(e, INVALID, "voting_on", "voting day comes after the day on which the candidates are determined");
	scoped(tx_rollback) struct tx tx = {0};
	int64_t changed;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(contest_set(&tx, d->office->id, as->code, as->title, as->kind, as->election, as->procedure, as->determined_on,
			as->voting_on, &changed, e));
	if (!changed)
		return FAIL(e, NOT_FOUND, "there is no contest %s; import its watchlist first", as->code);
	TRY(incumbent_note(&tx, d, as->code, as->incumbent, e));
	return tx_commit(&tx, e);
}

enum status registry_applies_question(const struct desk *d, enum subject_class class, struct day day, struct applies_question *ret, struct err *e)
{
	struct contest_days_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(contest_days(&tx, d->office->id, &rows, e));
	struct applies_known *known = arena_array(d->arena, struct applies_known, rows.n);
	for (size_t i = 0; i < rows.n; i++)
		known[i] = (struct applies_known){rows.items[i].election, rows.items[i].title, rows.items[i].determined_on, rows.items[i].voting_on};
	*ret = (struct applies_question){.class = class, .day = day, .contests = known, .n = rows.n};
	return tx_commit(&tx, e);
}
