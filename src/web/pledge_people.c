/* pledge_people.c -- who counts: people of the list looked up, excused by hand with a reason, and given back to the rules. */
#include "web/casework.h"
#include "web/joint_views.h"
#include "web/pledge_people.h"

#include "page_pledge_people.h"

#include <string.h>

#define FOUND_SHOWN   20
#define BY_HAND_SHOWN 200

static enum status line_put(struct request *rq, struct tx *tx, struct pledge_people_view *v, int64_t id, struct pledge_person_lines *ret, struct err *e)
{
	struct pledge_person_line l = {0};
	bool found, mine = v->of == id;
	TRY(roster_row_get(tx, id, &found, &l.row, e));
	if (!found)
		return OK;
	l.by_hand = text_eq(l.row.excuse_by, "hand"), l.excused = l.row.excuse[0] != 0;
	l.bad = mine && v->fault.text;
	l.excuse = mine ? typed(rq, "excuse", l.row.excuse) : l.row.excuse;
	l.reason = mine ? typed(rq, "reason", "") : l.by_hand ? l.row.excuse_reason : "";
	ARENA_PUSH(rq->desk.arena, ret, l);
	return OK;
}

/* By number in the whole list, by the beginning of the name in one unit. */
static enum status look_up(struct request *rq, struct tx *tx, struct pledge_people_view *v, struct err *e)
{
	struct roster_by_number_row numbered;
	struct roster_of_unit_rows named;
	bool found;
	size_t n = strlen(v->search);
	TRY(roster_find(tx, &rq->desk, v->p.roster, v->search, &found, &numbered, e));
	if (found)
		return line_put(rq, tx, v, numbered.id, &v->found, e);
	if (!v->unit)
		return OK;
	TRY(roster_of_unit(tx, v->p.roster, v->unit, v->search, 0, FOUND_SHOWN, &named, e));
	for (size_t i = 0; i < named.n && !strncasecmp(named.items[i].name, v->search, n); i++)
		TRY(line_put(rq, tx, v, named.items[i].id, &v->found, e));
	return OK;
}

static enum status lists_fill(struct request *rq, struct tx *tx, struct pledge_people_view *v, struct err *e)
{
	struct roster_units_rows units;
	struct roster_by_hand_rows hand;
	TRY(roster_rules(tx, v->p.roster, &v->rules, e));
	TRY(roster_units(tx, v->p.roster, &units, e));
	for (size_t i = 0; i < units.n; i++)
		if (units.items[i].agency)
			ARENA_PUSH(rq->desk.arena, &v->units,
				   ((struct pledge_unit_choice){units.items[i].agency, units.items[i].name ? units.items[i].name : "", units.items[i].agency == v->unit}));
	TRY(roster_by_hand(tx, v->p.roster, BY_HAND_SHOWN, &hand, e));
	for (size_t i = 0; i < hand.n; i++)
		TRY(line_put(rq, tx, v, hand.items[i].id, &v->by_hand, e));
	return OK;
}

static enum status people_show_with(struct request *rq, struct pledge_people_view v, struct err *e)
{
	int64_t id;
	const char *search = rq_query(rq, "cari"), *unit = rq_query(rq, "unit");
	TRY(rq_segment_id(rq, 0, &id, e));
	v.search = search ? search : "";
	v.asked = search != NULL;
	if (unit)
		TRY(int_parse(unit, 0, INT64_MAX, &v.unit, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_of(&tx, &rq->desk, id, &v.p, e));
	TRY(lists_fill(rq, &tx, &v, e));
	if (v.of)
		TRY(line_put(rq, &tx, &v, v.of, &v.found, e));
	else if (v.search[0])
		TRY(look_up(rq, &tx, &v, e));
	TRY(tx_commit(&tx, e));
	struct page p = page_of(rq, "Pegawai yang dikecualikan", "People who are excused");
	page_pledge_people(rq->out, &p, &v);
	return OK;
}

static enum status people_show(struct request *rq, struct err *e) { return people_show_with(rq, (struct pledge_people_view){0}, e); }

static enum status excuse_put(struct request *rq, int64_t person, struct err *e)
{
	struct pledge_get_row p;
	struct roster_row_get_row row;
	int64_t id;
	bool found;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_of(&tx, &rq->desk, id, &p, e));
	TRY(roster_row_get(&tx, person, &found, &row, e));
	if (!found || row.roster != p.roster)
		return FAIL(e, NOT_FOUND, "nobody of that list");
	if (text_eq(typed(rq, "do", ""), "rules"))
		TRY(roster_excuse_back(&tx, &rq->desk, person, e));
	else
		TRY(roster_excuse(&tx, &rq->desk, person, typed(rq, "excuse", ""), typed(rq, "reason", ""), e));
	TRY(pledge_recount_list(&tx, &rq->desk, p.roster, e));
	return tx_commit(&tx, e);
}

static enum status excuse_take(struct request *rq, struct err *e)
{
	struct pledge_people_view v = {0};
	TRY(rq_segment_id(rq, 1, &v.of, e));
	enum status done = excuse_put(rq, v.of, e);
	if (done == OK)
		return rq_redirect(rq, "/kerja/ikrar/%s/pegawai", rq->segments[0]);
	if (done != INVALID)
		return done;
	v.fault = rq_fault(rq, e);
	v.fault.text = text_eq(v.fault.field, "reason") ? say(rq, "Tulis alasannya, paling panjang 300 huruf; ia tampil di riwayat.", "Write the reason, at most 300 characters; it stays in the record.")
							: say(rq, "Pilih cuti, pensiun, tugas di luar, lain, atau terhitung.", "Choose leave, retired, detached, other, or counts.");
	return people_show_with(rq, v, e);
}

static const struct route routes[] = {
	{GET, "/kerja/ikrar/{campaign}/pegawai", RIGHT_ROSTER, people_show, 0, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/pegawai/{person}", RIGHT_ROSTER, excuse_take, 4 * KIB, "pencegahan"},
};
const struct route_list pledge_people_routes = {routes, sizeof routes / sizeof routes[0]};
