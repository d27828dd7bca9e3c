/* api_decree.c -- decrees about days off for programs: the first typing, the second by another person, row by row, dropped.
 *
 * The body of a typing is the JSON list that the page takes as a file (desk/decree, decree_read). Two different people
 * must own the tokens; who has not typed yet does not see what the other has, but by asking for the rows to go through
 * one by one (?rows=true), as on the page.
 */
#include "desk/decree/decree.h"
#include "web/api.h"

#include <string.h>

#define SHOWN 200 /* decrees of the list: an office has a few a year */

static void put_row(struct request *rq, struct json_out *j, const struct decrees_list_row *r)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", r->id);
	jout_put_text(j, "number", r->number);
	jout_put_text(j, "title", r->title);
	jout_put_bool(j, "national", r->national);
	jout_put_text(j, "state", r->state);
	jout_put_day(j, "decided_on", r->decided_on);
	jout_put_day(j, "covers_from", r->covers_from);
	jout_put_day(j, "covers_to", r->covers_to);
	jout_put_text(j, "first_by", r->first_name);
	jout_put_instant(j, "first_at", r->first_at, zone);
	jout_put_text(j, "second_by", r->second_name);
	jout_put_instant(j, "decided_at", r->decided_at, zone);
	jout_put_int(j, "days", r->days);
	jout_put_int(j, "moved_deadlines", r->moved);
	jout_end(j, '}');
}

/* Those that wait first, then the newest; the cursor of this short list is a place in it. */
static enum status decrees_show(struct request *rq, struct err *e)
{
	struct api_page page;
	struct decrees_list_rows rows;
	TRY(api_page(rq, &page, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(decrees_list(&tx, rq->desk.office->id, SHOWN, &rows, e));
	API_LIST(rq, page, rows, (int64_t)i + 1, put_row(rq, &j, row));
	return OK;
}

/* ---------- one decree ---------- */

static enum status put_days(struct tx *tx, struct json_out *j, int64_t typing, struct err *e)
{
	struct decree_rows_rows rows = {0};
	if (typing)
		TRY(decree_rows(tx, typing, &rows, e));
	api_put_list(j, "rows");
	for (size_t i = 0; i < rows.n; i++) {
		jout_object(j);
		api_put_id(j, "id", rows.items[i].id);
		jout_put_day(j, "day", rows.items[i].day);
		jout_put_text(j, "change", rows.items[i].change);
		jout_put_day(j, "from", rows.items[i].moved_from);
		jout_put_text(j, "kind", rows.items[i].kind);
		jout_put_text(j, "name", rows.items[i].name);
		jout_end(j, '}');
	}
	jout_end(j, ']');
	return OK;
}

static void put_differences(struct json_out *j, const struct decree_compared *c, bool seen)
{
	jout_put_int(j, "differ", seen ? (int64_t)c->differ : 0);
	api_put_list(j, "differences");
	for (size_t i = 0; seen && i < c->n; i++) {
		if (!c->items[i].differs)
			continue;
		jout_object(j);
		jout_put_text(j, "where", c->items[i].where);
		jout_put_text(j, "first", c->items[i].first);
		jout_put_text(j, "second", c->items[i].second);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

/* What of a decree its reader may see before it counts: the rules of the page. */
static enum status put_typed(struct request *rq, struct tx *tx, struct json_out *j, const struct decree_get_row *d, struct err *e)
{
	struct decree_compared c;
	struct decree_typings_rows all;
	bool mine = false, others = false;
	TRY(decree_compare(tx, d->id, &c, e));
	TRY(decree_typings(tx, d->id, &all, e));
	for (size_t i = 0; i < all.n; i++) {
		mine |= all.items[i].app_user == rq->desk.user;
		others |= all.items[i].app_user != rq->desk.user;
	}
	bool pending = text_eq(d->state, "pending"), may_type = pending && d->office == rq->desk.office->id;
	bool by_rows = may_type && others && !c.second && text_eq(rq_query(rq, "rows"), "true");
	jout_put_bool(j, "waits_for_you", may_type && !mine);
	put_differences(j, &c, pending && c.second && (mine || !may_type));
	bool seen = !pending || by_rows || (mine && !c.second);
	return put_days(tx, j, seen ? c.second ? c.second : c.first : 0, e);
}

static enum status decree_show(struct request *rq, struct err *e)
{
	int64_t id;
	struct decree_get_row d;
	enum zone zone = rq->desk.office->zone;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(decree_get(&tx, id, &d, e));
	if (d.office != rq->desk.office->id && !d.national)
		return FAIL(e, NOT_FOUND, "there is no decree %lld in this office", (long long)id);
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", id);
	jout_put_text(&j, "number", d.number);
	jout_put_text(&j, "title", d.title);
	jout_put_text(&j, "source", d.source);
	jout_put_text(&j, "state", d.state);
	jout_put_day(&j, "decided_on", d.decided_on);
	jout_put_day(&j, "covers_from", d.covers_from);
	jout_put_day(&j, "covers_to", d.covers_to);
	jout_put_text(&j, "first_by", d.first_name);
	jout_put_text(&j, "second_by", d.second_name);
	jout_put_instant(&j, "decided_at", d.decided_at, zone);
	jout_put_text(&j, "reason", d.reason);
	TRY(put_typed(rq, &tx, &j, &d, e));
	jout_end(&j, '}');
	return OK;
}

/* ---------- typed, confirmed, dropped ---------- */

static enum status answer_typed(struct request *rq, const struct decree_result *r, int http)
{
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", r->decree);
	jout_put_bool(&j, "in_force", r->in_force);
	jout_end(&j, '}');
	rq->http = http;
	return OK;
}

static enum status typing_read(struct request *rq, struct decree_text *ret, struct err *e)
{
	struct api_in in;
	bool own;
	TRY(API_READ(rq, &in, e, "number", "title", "source", "own", "decided_on", "covers_from", "covers_to", "days"));
	TRY(api_bool(&in, "own", &own, e));
	ret->national = !own;
	TRY(decree_read(rq->desk.arena, "body", rq->body, ret, e));
	ret->file = ""; /* it was no file */
	return OK;
}

static enum status decree_take(struct request *rq, struct err *e)
{
	struct decree_text t = {.covers_from = DAY_NONE, .covers_to = DAY_NONE, .decided_on = DAY_NONE};
	struct decree_result r;
	TRY(typing_read(rq, &t, e));
	TRY(decree_type(&rq->desk, 0, &t, "api", &r, e));
	return answer_typed(rq, &r, 201);
}

static enum status again_take(struct request *rq, struct err *e)
{
	int64_t id;
	struct decree_text t = {.number = "-", .title = "-", .covers_from = DAY_NONE, .covers_to = DAY_NONE, .decided_on = DAY_NONE};
	struct decree_result r;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(typing_read(rq, &t, e));
	TRY(decree_type(&rq->desk, id, &t, "api", &r, e));
	return answer_typed(rq, &r, 201);
}

static enum status rows_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, *rows;
	size_t n;
	bool head;
	struct decree_result r;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(API_READ(rq, &in, e, "rows", "head"));
	TRY(api_ids(&in, "rows", DECREE_DAYS_MAX, &rows, &n, e));
	TRY(api_bool(&in, "head", &head, e));
	if (!head)
		return FAIL_FIELD(e, INVALID, "head", "say with true that the day and the span of the decree were compared too");
	TRY(decree_confirm_rows(&rq->desk, id, rows, n, &r, e));
	return answer_typed(rq, &r, 200);
}

static enum status drop_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id;
	const char *reason;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(API_READ(rq, &in, e, "reason"));
	TRY(api_text(&in, "reason", 500, true, &reason, e));
	TRY(decree_drop(&rq->desk, id, reason, e));
	return answer_typed(rq, &(struct decree_result){.decree = id}, 200);
}

static const struct route routes[] = {
	{GET, "/api/v1/decrees", RIGHT_CALENDAR, decrees_show, 0, NULL},
	{POST, "/api/v1/decrees", RIGHT_CALENDAR, decree_take, API_BODY, NULL},
	{GET, "/api/v1/decrees/{decree}", RIGHT_CALENDAR, decree_show, 0, NULL},
	{POST, "/api/v1/decrees/{decree}/typings", RIGHT_CALENDAR, again_take, API_BODY, NULL},
	{POST, "/api/v1/decrees/{decree}/confirm", RIGHT_CALENDAR, rows_take, API_BODY, NULL},
	{POST, "/api/v1/decrees/{decree}/drop", RIGHT_CALENDAR, drop_take, 8 * KIB, NULL},
};
const struct route_list api_decree_routes = {routes, sizeof routes / sizeof *routes};
