/* event_people.c -- who is invited to an event and who came: lists, paper, entries that need a look. */
#include "web/event_views.h"

#include "page_event_people.h"

#include <string.h>

#define NAMES_A_PAGE 300
#define OPEN_SHOWN   300
#define LISTS_SHOWN  5

/* ---- The page ---- */

static enum status lists_put(struct request *rq, struct tx *tx, struct event_view *v, struct err *e)
{
	struct roster_list_rows lists;
	struct roster_units_rows units;
	struct arena *a = rq->desk.arena;
	const char *chosen = typed(rq, "roster", "");
	TRY(roster_list(tx, rq->desk.office->id, &lists, e));
	for (size_t i = 0; i < lists.n && i < LISTS_SHOWN; i++) {
		const struct roster_list_row *r = &lists.items[i];
		option_put(rq, &v->lists, arena_printf(a, "%lld:0", (long long)r->id), arena_printf(a, say(rq, "%s: semua", "%s: everybody"), r->title), chosen);
		TRY(roster_units(tx, r->id, &units, e));
		for (size_t k = 0; k < units.n; k++)
			if (units.items[k].agency && units.items[k].name)
				option_put(rq, &v->lists, arena_printf(a, "%lld:%lld", (long long)r->id, (long long)units.items[k].agency),
					   arena_printf(a, "%s: %s", r->title, units.items[k].name), chosen);
	}
	return OK;
}

static const char *state_words(const struct request *rq, const char *state)
{
	static const struct {
		const char *state, *id, *en;
	} words[] = {{"double", "ganda: sudah dihitung", "double: counted already"}, {"foreign", "kode acara lain", "code of another event"},
		     {"unknown", "kode atau nama tidak dikenal", "code or name not known"}, {"early", "sebelum pintu dibuka", "before the doors opened"},
		     {"late", "sesudah acara selesai", "after the event's end"}, {"dropped", "dikeluarkan", "taken out"}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_eq(words[i].state, state))
			return say(rq, words[i].id, words[i].en);
	return "";
}

static enum status open_fill(struct request *rq, struct tx *tx, struct event_view *v, struct err *e)
{
	struct outreach_entries_open_rows rows;
	TRY(outreach_entries_open(tx, v->o.id, OPEN_SHOWN, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct outreach_entries_open_row *r = &rows.items[i];
		struct event_entry_line l = {.row = *r, .state = state_words(rq, r->state), .group = event_group_name(rq, r->grp), .same = "",
					     .nameless = text_blank(r->name), .clock_off = r->clock_off_s > 300 || r->clock_off_s < -300};
		l.where = r->door ? r->door : text_eq(r->kind, "paper") ? say(rq, "kertas", "paper") : "";
		l.waits = text_eq(r->state, "unknown") || text_eq(r->state, "early") || text_eq(r->state, "late");
		if (r->same_name)
			l.same = arena_printf(rq->desk.arena, "%s, %s", r->same_name, moment_text(rq, r->same_at));
		v->waiting += l.waits;
		ARENA_PUSH(rq->desk.arena, &v->open, l);
	}
	return OK;
}

static enum status present_fill(struct request *rq, struct tx *tx, struct event_view *v, int64_t after, struct err *e)
{
	struct outreach_present_rows rows;
	TRY(outreach_present(tx, v->o.id, after, NAMES_A_PAGE, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		ARENA_PUSH(rq->desk.arena, &v->present_rows, ((struct event_present_line){rows.items[i], event_group_name(rq, rows.items[i].grp)}));
	v->more_present = rows.n == NAMES_A_PAGE ? rows.items[rows.n - 1].id : 0;
	return OK;
}

static int64_t query_id(const struct request *rq, const char *name)
{
	int64_t id = 0;
	const char *s = rq_query(rq, name);
	return s && int_parse(s, 0, INT64_MAX, &id, NULL) == OK ? id : 0;
}

static enum status attendance_page(struct request *rq, struct event_view v, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(event_of(&tx, &rq->desk, id, &v.o, e));
	TRY(lists_put(rq, &tx, &v, e));
	TRY(open_fill(rq, &tx, &v, e));
	TRY(present_fill(rq, &tx, &v, query_id(rq, "hadir"), e));
	TRY(outreach_invites(&tx, id, query_id(rq, "undangan"), NAMES_A_PAGE, &v.invites, e));
	TRY(tx_commit(&tx, e));
	if (v.invites.n == NAMES_A_PAGE)
		v.more_invites = v.invites.items[NAMES_A_PAGE - 1].id;
	v.when = event_when(rq, &v.o);
	v.lines_typed = v.told_invited ? "" : typed(rq, "lines", "");
	v.rows_typed = v.told_keyed && !v.keyed_now.refusals.n ? "" : typed(rq, "rows", "");
	v.sheet_typed = typed(rq, "sheet", "");
	event_groups_put(rq, &v.group_choices, typed(rq, "group", ""));
	struct page p = page_of(rq, "Undangan dan kehadiran", "Invitations and attendance");
	page_event_people(rq->out, &p, &v);
	return OK;
}

static enum status people_show(struct request *rq, struct err *e) { return attendance_page(rq, (struct event_view){.fault_at = ""}, e); }

/* A POST that tells what it did on the page itself, or shows it again with its fault. */
static enum status people_done(struct request *rq, enum status done, const char *at, struct event_view *v, struct err *e)
{
	if (status_http(done) >= 500 || done == NOT_FOUND)
		return done;
	v->fault_at = at;
	if (done != OK)
		v->fault = event_fault(rq, e);
	return attendance_page(rq, *v, e);
}

/* ---- Invitations ---- */

static enum status list_read(const struct request *rq, int64_t *ret_roster, int64_t *ret_agency, struct err *e)
{
	const char *said = typed(rq, "roster", ""), *colon = strchr(said, ':');
	if (!colon)
		return FAIL_FIELD(e, INVALID, "roster", "choose a list");
	TRY(int_parse(arena_strndup(rq->desk.arena, said, (size_t)(colon - said)), 1, INT64_MAX, ret_roster, e));
	return int_parse(colon + 1, 0, INT64_MAX, ret_agency, e);
}

static enum status invite(struct request *rq, struct event_view *v, struct err *e)
{
	int64_t id, roster = 0, agency = 0;
	TRY(rq_segment_id(rq, 0, &id, e));
	bool of_list = text_eq(typed(rq, "do", ""), "list");
	if (of_list)
		TRY(list_read(rq, &roster, &agency, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(of_list ? event_invite_list(&tx, &rq->desk, id, roster, agency, &v->invited_now, e)
		    : event_invite_lines(&tx, &rq->desk, id, typed(rq, "lines", ""), &v->invited_now, e));
	TRY(tx_commit(&tx, e));
	v->told_invited = true;
	return OK;
}

static enum status invites_take(struct request *rq, struct err *e)
{
	struct event_view v = {.fault_at = ""};
	enum status status = invite(rq, &v, e);
	return people_done(rq, status, "undang", &v, e);
}

/* ---- Paper ---- */

static enum status sheet(struct request *rq, struct event_view *v, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(event_sheet(&tx, &rq->desk, id, typed(rq, "sheet", ""), typed(rq, "rows", ""), &v->keyed_now, e));
	TRY(tx_commit(&tx, e));
	v->told_keyed = true;
	return OK;
}

static enum status sheet_take(struct request *rq, struct err *e)
{
	struct event_view v = {.fault_at = ""};
	enum status status = sheet(rq, &v, e);
	return people_done(rq, status, "kertas", &v, e);
}

/* ---- A phone's entries that somebody carried here as a file ---- */

static enum status bundle_write(struct request *rq, const struct event_bundle *b, struct event_view *v, struct err *e)
{
	struct event_door at = {.door = {.closed_at = INSTANT_NONE}};
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(event_of(&tx, &rq->desk, id, &at.event, e));
	for (size_t i = 0; i < b->n; i++) {
		struct event_taken t;
		TRY(event_take(&tx, &rq->desk, &at, &b->items[i], b->sent, true, &t, e));
		v->bundle_new += !t.again;
	}
	v->bundle_n = (int64_t)b->n;
	v->told_bundle = true;
	TRY(access_note(&tx, &rq->desk, "event_bundle", "event", id, NULL, e));
	return tx_commit(&tx, e);
}

static enum status bundle_take(struct request *rq, struct err *e)
{
	struct event_view v = {.fault_at = ""};
	struct event_bundle b;
	enum status status = !rq->n_uploads ? FAIL_FIELD(e, INVALID, "bundle", "no file") : event_bundle_read(rq->desk.arena, rq->uploads[0].bytes, &b, e);
	if (status != OK)
		e->field = "bundle";
	else
		status = bundle_write(rq, &b, &v, e);
	return people_done(rq, status, "bundel", &v, e);
}

/* ---- By hand ---- */

static enum status entry_take(struct request *rq, struct err *e)
{
	int64_t id;
	struct event_view v = {.fault_at = ""};
	struct event_verdict verdict = {.counts = text_eq(typed(rq, "do", ""), "count"), .name = typed(rq, "name", ""), .group = typed(rq, "group", ""),
					.unit = typed(rq, "unit", ""), .reason = typed(rq, "reason", "")};
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_form_int(rq, "entry", 1, INT64_MAX, &verdict.entry, e));
	enum status status;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, WRITE, &tx, e));
		status = event_decide(&tx, &rq->desk, id, &verdict, e);
		if (status == OK)
			TRY(tx_commit(&tx, e));
	}
	return status == OK ? rq_redirect(rq, "/kerja/sosialisasi/%s/orang#entri", rq->segments[0]) : people_done(rq, status, "entri", &v, e);
}

static const struct route routes[] = {
	{GET, "/kerja/sosialisasi/{event}/orang", RIGHT_PREVENT, people_show, 0, "pencegahan"},
	{POST, "/kerja/sosialisasi/{event}/undang", RIGHT_PREVENT, invites_take, 256 * KIB | ROUTE_ONCE, "pencegahan"},
	{POST, "/kerja/sosialisasi/{event}/kertas", RIGHT_PREVENT, sheet_take, 256 * KIB, "pencegahan"},
	{POST, "/kerja/sosialisasi/{event}/bundel", RIGHT_PREVENT, bundle_take, EVENT_BUNDLE_MAX + 64 * KIB, "pencegahan"},
	{POST, "/kerja/sosialisasi/{event}/entri", RIGHT_PREVENT, entry_take, 8 * KIB, "pencegahan"},
};
const struct route_list event_people_routes = {routes, sizeof routes / sizeof routes[0]};
