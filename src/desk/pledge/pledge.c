/* pledge.c -- campaigns: made, their texts and who leads the reading, links, counters. */
#include "desk/pledge/pledge.h"

#include "base/need.h"
#include "desk/access/access.h"

#include <string.h>

#define TOKEN_BYTES 8

void pledge_text_law(const struct law *law, struct arena *a, struct day at, const char **ret_text, const char **ret_source)
{
	scoped(buf_free) struct buf text = {0};
	*ret_source = "";
	for (int number = 1; number <= PLEDGE_POINTS_MAX; number++)
		for (size_t i = 0; i < law->pledge_points.n; i++) {
			const struct law_pledge_point *p = &law->pledge_points.items[i];
			if (p->number != number || !law_in_force(&p->row, at))
				continue;
			buf_printf(&text, "%s%s", text.n ? "\n" : "", p->text_id);
			if (!(*ret_source)[0])
				*ret_source = arena_printf(a, "%s; kalimat Netra, paket aturan %s", p->row.sources.n ? p->row.sources.items[0] : p->code, law->version);
		}
	*ret_text = buf_arena(a, &text);
}

void pledge_points_of(struct arena *a, const char *text, struct pledge_points *ret)
{
	struct str rest = str_of(text), line;
	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		while (line.n && strchr("0123456789.)-*", line.s[0]))
			line = str_trim((struct str){line.s + 1, line.n - 1});
		if (line.n)
			ARENA_PUSH(a, ret, ((struct pledge_point){arena_strndup(a, line.s, line.n)}));
	}
}

static enum status text_check(struct arena *a, const char *text, const char *source, struct err *e)
{
	struct pledge_points points = {0};
	TRY(text_need("text", text, PLEDGE_TEXT_MAX, e));
	TRY(text_need("source", source, PLEDGE_TITLE_MAX * 2, e));
	pledge_points_of(a, text, &points);
	if (!points.n || points.n > PLEDGE_POINTS_MAX)
		return FAIL_FIELD(e, INVALID, "text", "one to %d points, one a line", PLEDGE_POINTS_MAX);
	return OK;
}

static enum status new_check(struct tx *tx, const struct desk *d, const struct pledge_new *as, struct err *e)
{
	struct pledge_titled_row same;
	struct roster_get_row roster;
	bool found;
	TRY(text_need("title", as->title, PLEDGE_TITLE_MAX, e));
	TRY(text_need("institution", as->institution, PLEDGE_TITLE_MAX, e));
	TRY(text_check(tx->arena, as->text, as->source, e));
	if (!roster_takes_known(as->proof))
		return FAIL_FIELD(e, INVALID, "proof", "expected code, birth or either");
	if (day_is_none(as->opens_on) || day_is_none(as->closes_on) || as->closes_on.n < as->opens_on.n)
		return FAIL_FIELD(e, INVALID, "closes_on", "the last day is not before the first");
	TRY(roster_get(tx, as->roster, &found, &roster, e));
	if (!found || roster.office != d->office->id)
		return FAIL_FIELD(e, INVALID, "roster", "no such list");
	TRY(pledge_titled(tx, d->office->id, as->title, &found, &same, e));
	return found ? FAIL_FIELD(e, CONFLICT, "title", "there is a campaign '%s' already", as->title) : OK;
}

static enum status version_add(struct tx *tx, const struct desk *d, int64_t pledge, const char *text, const char *source, bool asks_anew,
			       struct err *e)
{
	struct pledge_last_number_row last;
	TRY(pledge_last_number(tx, pledge, &last, e));
	return pledge_version_add(tx, id_new(d->now), pledge, last.n + 1, text, hash_hex(tx->arena, hash_of(text, strlen(text))), source, asks_anew,
				  d->now, d->user, e);
}

static enum status door_add(struct tx *tx, const struct desk *d, int64_t pledge, int64_t agency, struct err *e)
{
	int64_t changed;
	return pledge_door_add(tx, id_new(d->now), pledge, agency, random_hex(tx->arena, TOKEN_BYTES), &changed, e);
}

enum status pledge_make(struct tx *tx, const struct desk *d, const struct pledge_new *as, int64_t *ret, struct err *e)
{
	TRY(new_check(tx, d, as, e));
	*ret = id_new(d->now);
	TRY(pledge_add(tx, *ret, d->office->id, as->roster, as->title, as->institution, as->proof, as->opens_on, as->closes_on, d->now, d->user, e));
	TRY(version_add(tx, d, *ret, as->text, as->source, true, e));
	TRY(door_add(tx, d, *ret, 0, e));
	TRY(pledge_recount(tx, d, *ret, e));
	return access_note(tx, d, "pledge_made", "pledge", *ret, as->title, e);
}

enum status pledge_of(struct tx *tx, const struct desk *d, int64_t id, struct pledge_get_row *ret, struct err *e)
{
	bool found;
	TRY(pledge_get(tx, id, d->office->id, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "no such campaign");
}

enum status pledge_version_put(struct tx *tx, const struct desk *d, int64_t pledge, const char *text, const char *source, bool asks_anew,
			       struct err *e)
{
	struct pledge_get_row p;
	TRY(pledge_of(tx, d, pledge, &p, e));
	TRY(text_check(tx->arena, text, source, e));
	TRY(version_add(tx, d, pledge, text, source, asks_anew, e));
	if (asks_anew) /* else what was signed counts on, and millions are not gone through for nothing */
		TRY(pledge_recount(tx, d, pledge, e));
	return access_note(tx, d, "pledge_version", "pledge", pledge, asks_anew ? "asks anew" : "earlier signatures count", e);
}

enum status pledge_withdraw(struct tx *tx, const struct desk *d, int64_t pledge, int64_t version, const char *reason, struct err *e)
{
	struct pledge_get_row p;
	struct pledge_version_get_row v;
	struct pledge_withdrawn_row w;
	bool found;
	TRY(pledge_of(tx, d, pledge, &p, e));
	TRY(text_need("reason", reason, PLEDGE_REASON_MAX, e));
	TRY(pledge_version_get(tx, version, &found, &v, e));
	if (!found || v.pledge != pledge)
		return FAIL(e, NOT_FOUND, "no such text in this campaign");
	TRY(pledge_withdrawn(tx, version, &found, &w, e));
	if (found)
		return FAIL(e, CONFLICT, "the text was withdrawn already");
	TRY(pledge_withdraw_add(tx, id_new(d->now), version, reason, d->now, d->user, e));
	TRY(pledge_recount(tx, d, pledge, e));
	return access_note(tx, d, "pledge_withdrawn", "pledge", pledge, reason, e);
}

enum status pledge_reading_set(struct tx *tx, const struct desk *d, int64_t pledge, const struct pledge_reading *r, struct err *e)
{
	struct pledge_get_row p;
	TRY(pledge_of(tx, d, pledge, &p, e));
	TRY(text_need("read_by", r->by, PLEDGE_TITLE_MAX, e));
	TRY(text_need("read_as", r->as, PLEDGE_TITLE_MAX, e));
	TRY(text_need("read_at_place", r->place, PLEDGE_TITLE_MAX, e));
	if (day_is_none(r->on))
		return FAIL_FIELD(e, INVALID, "read_on", "the day of the reading");
	TRY(pledge_reading(tx, pledge, r->by, r->as, r->on, r->place, e));
	return access_note(tx, d, "pledge_reading", "pledge", pledge, r->by, e);
}

enum status pledge_recount(struct tx *tx, const struct desk *d, int64_t pledge, struct err *e)
{
	struct pledge_get_row p;
	struct pledge_now_row now;
	struct pledge_doors_lacking_rows lacking;
	bool found;
	TRY(pledge_of(tx, d, pledge, &p, e));
	TRY(pledge_now(tx, pledge, &found, &now, e));
	TRY(pledge_unit_forget(tx, pledge, e));
	if (found)
		TRY(pledge_unit_count(tx, pledge, id_block(d->now, 100000), now.since, e));
	TRY(pledge_doors_lacking(tx, pledge, p.roster, &lacking, e));
	for (size_t i = 0; i < lacking.n; i++)
		TRY(door_add(tx, d, pledge, lacking.items[i].agency, e));
	return OK;
}

enum status pledge_recount_list(struct tx *tx, const struct desk *d, int64_t roster, struct err *e)
{
	struct pledge_of_roster_rows all;
	TRY(pledge_of_roster(tx, roster, &all, e));
	for (size_t i = 0; i < all.n; i++)
		TRY(pledge_recount(tx, d, all.items[i].id, e));
	return OK;
}
