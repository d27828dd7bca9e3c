/* effect.c -- a decree comes in force: a new calendar, kept whole as a version, and all open clocks counted again, in
 * the transaction of the second typing. The same way serves a calendar that changed without a decree of ours (another
 * process, a setting, a new rule pack): decree_follow. */
#include "desk/decree/decree_internal.h"

#include "base/buf.h"

#include <string.h>

#define STALE_US (120 * SECOND_US) /* another thread may count by the old calendar for a moment, not for minutes */

static const char *days_json(struct arena *a, const struct calendar *c)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_array(&j);
	for (size_t i = 0; i < c->n; i++) {
		jout_object(&j);
		jout_put_day(&j, "day", c->items[i].day);
		jout_put_text(&j, "kind", c->items[i].kind);
		jout_put_text(&j, "name", c->items[i].name);
		jout_put_text(&j, "basis", c->items[i].basis ? c->items[i].basis : "");
		jout_end(&j, '}');
	}
	jout_end(&j, ']');
	return buf_arena(a, &b);
}

static enum status version_keep(struct tx *tx, const struct desk *d, const struct calendar *c, int64_t decree,
				int64_t number, int64_t *ret, struct err *e)
{
	*ret = id_new(d->now);
	return version_add(tx, *ret, d->office->id, number, c->version, d->now, d->user, decree,
			   hash_hex(tx->arena, desk_law(d)->hash), c->covers_from, c->covers_to, c->cuti_bersama_works,
			   days_json(tx->arena, c), e);
}

/* The calendar of the store becomes the next version, and the clocks follow. @ret_version 0: it is the last one already. */
static enum status version_next(struct tx *tx, const struct desk *d, const struct calendar *c, int64_t decree,
				const char *because, int64_t *ret_version, struct docket_recounted *ret, struct err *e)
{
	bool found;
	struct version_last_row last;
	*ret_version = 0;
	TRY(version_last(tx, d->office->id, &found, &last, e));
	if (found && !strcmp(last.hash, c->version))
		return OK;
	TRY(version_keep(tx, d, c, decree, found ? last.number + 1 : 1, ret_version, e));
	return docket_recount(tx, d, c, *ret_version, because, ret, e);
}

/* What was counted so far has its version too, so that the old sums can be looked up. */
static enum status baseline(struct tx *tx, const struct desk *d, const struct calendar *before, struct err *e)
{
	bool found;
	int64_t unused;
	struct version_last_row last;
	TRY(version_last(tx, d->office->id, &found, &last, e));
	if (found && !strcmp(last.hash, before->version))
		return OK;
	return version_keep(tx, d, before, 0, found ? last.number + 1 : 1, &unused, e);
}

static enum status reaches(const struct calendar *before, const struct decree_typings_row *t, struct err *e)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	if (day_is_none(t->covers_from) || t->covers_from.n <= before->covers_to.n + 1)
		return OK;
	return FAIL_FIELD(e, INVALID, "covers_from", "the calendar reaches to %s; a decree from %s on leaves a gap",
			  day_iso(before->covers_to, to), day_iso(t->covers_from, from));
}

enum status decree_effect(struct tx *tx, const struct desk *d, const struct decree_get_row *decree,
			  const struct decree_typings_row *typing, struct decree_result *ret, struct err *e)
{
	const struct calendar *before, *after;
	int64_t changed, version;
	TRY(office_calendar_read(tx, d->office, tx->arena, &before, e));
	TRY(reaches(before, typing, e));
	TRY(baseline(tx, d, before, e));
	TRY(decree_in_force(tx, decree->id, d->user, typing->decided_on, typing->covers_from, typing->covers_to, d->now,
			    &changed, e));
	if (!changed)
		return FAIL(e, CONFLICT, "the decree was decided about meanwhile");
	TRY(office_calendar_read(tx, d->office, tx->arena, &after, e));
	TRY(version_next(tx, d, after, decree->id, decree->number, &version, &ret->moved, e));
	ret->in_force = true;
	return OK;
}

enum status decree_taken(const struct desk *d, struct err *e)
{
	bool changed;
	return office_calendar_refresh(d->office, &changed, e);
}

/* -- what changed elsewhere -- */

static enum status unknown_here(const struct desk *d, const struct calendar *c, bool *ret, struct err *e)
{
	bool found, stale = false;
	struct version_last_row last;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(version_last(&tx, d->office->id, &found, &last, e));
	bool same = found && !strcmp(last.hash, c->version);
	if (same && d->now.us - last.at.us < STALE_US)
		TRY(docket_recount_stale(&tx, d, c, last.id, &stale, e));
	*ret = !same || stale;
	return OK;
}

static enum status follow(const struct desk *d, struct err *e)
{
	const struct calendar *c;
	bool found;
	int64_t version;
	struct version_last_row last;
	struct docket_recounted moved;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(office_calendar_read(&tx, d->office, tx.arena, &c, e));
	TRY(version_last(&tx, d->office->id, &found, &last, e));
	if (found && !strcmp(last.hash, c->version))
		TRY(docket_recount(&tx, d, c, last.id, "kalender", &moved, e));
	else
		TRY(version_next(&tx, d, c, 0, "kalender", &version, &moved, e));
	return tx_commit(&tx, e);
}

enum status decree_follow(const struct desk *d, bool *ret_changed, struct err *e)
{
	bool unknown;
	TRY(office_calendar_refresh(d->office, ret_changed, e));
	TRY(unknown_here(d, d->office->calendar, &unknown, e));
	return unknown ? follow(d, e) : OK;
}
