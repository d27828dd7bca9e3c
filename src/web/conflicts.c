/* conflicts.c -- the chair's page of all conflicts of interest in the office (PRODUCT S13): who is kept out of which file, and
 * which files the plenary cannot decide any more.
 *
 * The chair answers for the order of the office and sees that something was stated, by whom and when; whose kin a member is
 * stands inside the file. A file that is closed to the chair too is not named: only that there is one, and who can act.
 */
#include "page_conflicts.h"
#include "web/caseconflict.h"

#include <string.h>

#define SHOWN_MAX 200 /* statements, what stands first */

static const char *page_of_file(const struct request *rq, int64_t id, bool shut)
{
	return shut ? "" : arena_printf(rq->desk.arena, "/kerja/perkara/%lld/benturan", (long long)id);
}

static const char *closed(const struct request *rq)
{
	return say(rq, "tertutup bagi Anda", "closed to you");
}

static enum status rows_fill(struct request *rq, struct tx *tx, struct conflicts_view *v, struct err *e)
{
	struct conflicts_of_office_rows rows;
	TRY(conflicts_of_office(tx, rq->desk.office->id, SHOWN_MAX, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct conflicts_of_office_row *r = &rows.items[i];
		struct office_conflict to = {.name = r->user_name, .position = r->position, .kind = conflict_kind_name(r->kind, rq->lang),
					     .href = page_of_file(rq, r->case_file, r->shut), .stated_by = r->stated_name, .at = r->at,
					     .lifted_by = r->lifted_name ? r->lifted_name : "", .lifted_at = r->lifted_at};
		to.file = r->shut ? closed(rq) : docket_file_name(rq->desk.arena, rq->lang, r->file_kind, r->number, r->title);
		to.lifted = !instant_is_none(r->lifted_at);
		ARENA_PUSH(rq->desk.arena, &v->rows, to);
	}
	return OK;
}

/* "Ratna Wulandari, Wira Padma": to whom the file is open. */
static enum status who_can(struct request *rq, struct tx *tx, int64_t file, const char **ret, struct err *e)
{
	struct conflict_open_to_rows rows;
	*ret = "";
	TRY(conflict_open_to(tx, rq->desk.office->id, file, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		*ret = arena_printf(rq->desk.arena, "%s%s%s", *ret, i ? ", " : "", rows.items[i].name);
	if (!rows.n)
		*ret = say(rq, "tidak seorang pun di kantor ini; sampaikan ke pengawas di atasnya", "nobody in this office; tell the office above");
	return OK;
}

static enum status stuck_fill(struct request *rq, struct tx *tx, struct conflicts_view *v, struct err *e)
{
	struct handle_stuck_list list;
	TRY(handle_quorums_lost(tx, &rq->desk, &list, e));
	v->members = list.members;
	v->needed = list.needed;
	v->higher = list.higher;
	for (size_t i = 0; i < list.n; i++) {
		const struct handle_stuck *s = &list.items[i];
		const char *number = s->row.register_number ? s->row.register_number : s->row.receipt_number;
		struct stuck_row to = {.href = page_of_file(rq, s->row.id, s->shut), .who = "", .may = s->may, .may_go_up = s->may_go_up};
		to.what = s->shut ? arena_printf(rq->desk.arena, "%s: %s", say(rq, "Berkas", "File"), closed(rq))
				  : docket_file_name(rq->desk.arena, rq->lang, s->row.kind, number, s->row.title);
		if (s->shut)
			TRY(who_can(rq, tx, s->row.id, &to.who, e));
		ARENA_PUSH(rq->desk.arena, &v->stuck, to);
	}
	return OK;
}

enum status conflicts_page(struct request *rq, struct err *e)
{
	struct conflicts_view v = {0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(rows_fill(rq, &tx, &v, e));
	TRY(stuck_fill(rq, &tx, &v, e));
	TRY(conflicts_named(&tx, rq->desk.office->id, &v.named, e));
	struct page p = page_of(rq, "Benturan kepentingan", "Conflicts of interest");
	page_conflicts(rq->out, &p, &v);
	return OK;
}
