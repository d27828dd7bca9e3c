/* api_law.c -- the law for programs, open to anybody: acts, clocks, routes, the rule pack in force, one deadline with its
 * sum. Nothing that is sent here is kept. */
#include "web/api.h"
#include "web/calendar.h"

#include <string.h>

/* What every row of the law carries. */
static void put_row(struct json_out *j, const struct law_row *row)
{
	static const char *const words[] = {[SEEN] = "seen", [KNOWN] = "known", [UNSURE] = "unsure"};
	jout_put_text(j, "basis", row->basis);
	api_put_list(j, "sources");
	for (size_t i = 0; i < row->sources.n; i++)
		jout_text(j, row->sources.items[i]);
	jout_end(j, ']');
	jout_put_text(j, "confidence", words[row->confidence]);
	jout_put_day(j, "from", row->from);
	jout_put_day(j, "to", row->to);
	jout_put_text(j, "note", text_blank(row->note) ? NULL : row->note);
}

static void put_classes(struct json_out *j, const struct class_list *list)
{
	api_put_list(j, "classes");
	for (size_t i = 0; i < list->n; i++)
		jout_text(j, class_code(list->items[i]));
	jout_end(j, ']');
}

static void put_act(struct json_out *j, const struct law_act *a)
{
	jout_object(j);
	jout_put_text(j, "code", a->code);
	jout_put_text(j, "title_id", a->title_id);
	jout_put_text(j, "title_en", a->title_en);
	jout_put_text(j, "kind", a->kind);
	jout_put_text(j, "conduct", a->conduct);
	jout_put_bool(j, "pilkada", a->pilkada);
	jout_put_bool(j, "pemilu", a->pemilu);
	jout_put_text(j, "phase", phase_code(a->phase));
	jout_put_text(j, "level", text_blank(a->level) ? NULL : a->level);
	put_classes(j, &a->classes);
	jout_put_text(j, "sanction_min", a->sanction_min);
	jout_put_text(j, "sanction_max", a->sanction_max);
	put_row(j, &a->row);
	jout_end(j, '}');
}

static void put_clock(struct json_out *j, const struct law_clock *c)
{
	static const char *const units[] = {
		[CALENDAR_DAY] = "calendar_day", [WORKING_DAY] = "working_day", [HOUR] = "hour", [MONTH] = "month"};
	jout_object(j);
	jout_put_text(j, "code", c->code);
	jout_put_text(j, "procedure", procedure_code(c->procedure));
	jout_put_text(j, "name_id", c->name_id);
	jout_put_text(j, "name_en", c->name_en);
	jout_put_int(j, "amount", c->amount);
	jout_put_text(j, "unit", units[c->unit]);
	jout_put_bool(j, "backwards", c->backwards);
	jout_put_bool(j, "start_is_date", c->start_is_date);
	jout_put_text(j, "starts", c->start_event);
	jout_put_text(j, "owner", c->owner);
	jout_put_text(j, "on_expiry", c->on_expiry);
	put_row(j, &c->row);
	jout_end(j, '}');
}

static void put_route(struct json_out *j, const struct law_route *r)
{
	jout_object(j);
	jout_put_text(j, "code", r->code);
	put_classes(j, &r->classes);
	jout_put_bool(j, "crime", r->crime);
	jout_put_text(j, "receiver_id", r->receiver_id);
	jout_put_text(j, "receiver_en", r->receiver_en);
	jout_put_text(j, "copy_id", text_blank(r->copy_id) ? NULL : r->copy_id);
	put_row(j, &r->row);
	jout_end(j, '}');
}

/* The cursor of a table of the law is a place in it; the table changes only with the rule pack. */
#define PUT_TABLE(rq, list, put)                                                                   \
	do {                                                                                       \
		struct api_page page_;                                                             \
		TRY(api_page((rq), &page_, e));                                                    \
		struct json_out j_ = api_start(rq);                                                \
		int64_t at_ = page_.since, n_ = (int64_t)(list).n;                                 \
		api_put_list(&j_, "items");                                                        \
		for (; at_ < n_ && at_ - page_.since < page_.max; at_++)                           \
			put(&j_, &(list).items[at_]);                                              \
		jout_end(&j_, ']');                                                                \
		api_page_end((rq), &j_, &page_, api_left((list).n, &page_), at_); \
	} while (0)

static enum status acts_show(struct request *rq, struct err *e)
{
	PUT_TABLE(rq, desk_law(&rq->desk)->acts, put_act);
	return OK;
}

static enum status clocks_show(struct request *rq, struct err *e)
{
	PUT_TABLE(rq, desk_law(&rq->desk)->clocks, put_clock);
	return OK;
}

static enum status routes_show(struct request *rq, struct err *e)
{
	PUT_TABLE(rq, desk_law(&rq->desk)->routes, put_route);
	return OK;
}

static enum status rulepack_show(struct request *rq, struct err *e)
{
	const struct law *law = desk_law(&rq->desk);
	struct json_out j = api_start(rq);
	jout_put_text(&j, "name", law->name);
	jout_put_text(&j, "version", law->version);
	jout_put_text(&j, "sha256", hash_hex(rq->desk.arena, law->hash));
	jout_put_text(&j, "calendar", rq->desk.office->calendar->version);
	jout_put_day(&j, "holidays_from", law->holidays_from);
	jout_put_day(&j, "holidays_to", law->holidays_to);
	jout_put_int(&j, "acts", (int64_t)law->acts.n);
	jout_put_int(&j, "clocks", (int64_t)law->clocks.n);
	jout_put_int(&j, "states", (int64_t)law->states.n);
	jout_put_int(&j, "transitions", (int64_t)law->transitions.n);
	jout_put_int(&j, "routes", (int64_t)law->routes.n);
	jout_end(&j, '}');
	return OK;
}

/* ---------- one deadline ---------- */

/* {"procedure","clock","start","zone"} of CONTRACT 2.4: "PK-REPORT", or "REPORT" with its procedure. */
static enum status clock_code(const struct api_in *in, const char **ret, struct err *e)
{
	const char *procedure, *clock;
	enum procedure p;
	TRY(api_text(in, "procedure", 40, false, &procedure, e));
	TRY(api_text(in, "clock", 40, true, &clock, e));
	*ret = clock;
	if (!procedure)
		return OK;
	if (!procedure_of(procedure, &p))
		return FAIL_FIELD(e, INVALID, "procedure", "expected pilkada, pemilu, downstream or privacy");
	const struct law_clock *c = law_clock_of(desk_law(&in->rq->desk), p, clock);
	if (!c || c->procedure != p)
		return FAIL_FIELD(e, INVALID, "clock", "'%s' is no clock of the procedure %s", clock, procedure);
	*ret = c->code;
	return OK;
}

static enum status clock_take(struct request *rq, struct err *e)
{
	struct api_in in;
	const char *code, *start, *zone;
	TRY(API_READ(rq, &in, e, "procedure", "clock", "start", "zone"));
	TRY(clock_code(&in, &code, e));
	TRY(api_text(&in, "start", 60, true, &start, e));
	TRY(api_text(&in, "zone", 10, false, &zone, e));
	struct field *query = arena_array(rq->desk.arena, struct field, 3);
	query[0] = (struct field){"clock", code};
	query[1] = (struct field){"start", start};
	query[2] = (struct field){"zone", zone ? zone : zone_name(rq->desk.office->zone)};
	rq->query = query;
	rq->n_query = 3;
	return calendar_api(rq, e);
}

static const struct route routes[] = {
	{GET, "/api/v1/law/acts", RIGHT_NONE, acts_show, 0, NULL},
	{GET, "/api/v1/law/clocks", RIGHT_NONE, clocks_show, 0, NULL},
	{GET, "/api/v1/law/routes", RIGHT_NONE, routes_show, 0, NULL},
	{GET, "/api/v1/rulepack", RIGHT_NONE, rulepack_show, 0, NULL},
	{POST, "/api/v1/clock", RIGHT_NONE, clock_take, 4 * KIB, NULL},
};
const struct route_list api_law_routes = {routes, sizeof routes / sizeof *routes};
