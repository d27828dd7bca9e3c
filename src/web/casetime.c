/* casetime.c -- one line of time for a file: states, deadlines, papers, evidence, talk, tasks and notes, newest first.
 *
 * It is filtered by ticks of a plain form, so that it works without a script, and goes on where a page ends by a mark in the
 * address. Printed, it is the whole of what was chosen.
 */
#include "desk/handle/inside.h"
#include "page_case_time.h"
#include "web/casefile.h"

#include <stdlib.h>
#include <string.h>

#define PAGE_LINES 100
#define ALL_LINES  2000 /* when everything is asked for, on one page for paper */

static const struct {
	const char *kind, *name, *id, *en, *icon;
} kinds[] = {
	{"state", "keadaan", "Keadaan", "States", "flag"}, {"clock", "tenggat", "Tenggat", "Deadlines", "cal"},
	{"letter", "surat", "Surat", "Papers", "mail"},    {"evidence", "bukti", "Bukti", "Evidence", "photo"},
	{"talk", "bicara", "Pembicaraan", "Talk", "talk"}, {"task", "tugas", "Tugas", "Tasks", "ok"},
	{"note", "catatan", "Catatan", "Notes", "pen"},
};
#define KINDS_N (sizeof kinds / sizeof *kinds)

/* The ticks as the statement wants them, NULL for all; ?jenis=letter is one of them. */
static const char *kinds_read(const struct request *rq, struct file_time *ret)
{
	const char *one = rq_query(rq, "jenis"), *wanted = ",";
	for (size_t i = 0; i < KINDS_N; i++) {
		bool on = rq_query(rq, kinds[i].name) || text_eq(one, kinds[i].kind);
		struct time_kind k = {.name = kinds[i].name, .label = say(rq, kinds[i].id, kinds[i].en), .on = on};
		ARENA_PUSH(rq->desk.arena, &ret->kinds, k);
		ret->filtered |= on;
		if (on)
			wanted = arena_printf(rq->desk.arena, "%s%s,", wanted, kinds[i].kind);
	}
	return ret->filtered ? wanted : NULL;
}

static const char *icon_of(const struct inside_lines_row *r)
{
	if (text_eq(r->kind, "state") && (text_starts(r->to_state, "DECIDED") || text_eq(r->to_state, "PLENARY")))
		return "gavel";
	for (size_t i = 0; i < KINDS_N; i++)
		if (text_eq(r->kind, kinds[i].kind))
			return kinds[i].icon;
	return "flag";
}

static const char *words_of(const struct request *rq, const struct inside_lines_row *r)
{
	if (text_eq(r->event, "task"))
		return arena_printf(rq->desk.arena, say(rq, "Tugas: %s", "Task: %s"), r->text);
	return text_eq(r->event, "task_done") ? arena_printf(rq->desk.arena, say(rq, "Tugas selesai: %s", "Task done: %s"), r->text) : r->text;
}

/* "?surat=1&sebelum=1730685600000000.12" */
static const char *older_of(const struct request *rq, const struct file_time *t, const struct inside_lines_row *last)
{
	const char *address = arena_printf(rq->desk.arena, "?sebelum=%lld.%lld", (long long)last->at.us, (long long)last->id);
	for (size_t i = 0; i < t->kinds.n; i++)
		if (t->kinds.items[i].on)
			address = arena_printf(rq->desk.arena, "%s&%s=1", address, t->kinds.items[i].name);
	return address;
}

static enum status mark_read(const struct request *rq, int64_t *ret_at, int64_t *ret_id, struct err *e)
{
	const char *text = rq_query(rq, "sebelum");
	char *end;
	*ret_at = INT64_MAX;
	*ret_id = 0;
	if (text_blank(text))
		return OK;
	*ret_at = strtoll(text, &end, 10);
	*ret_id = *end == '.' ? strtoll(end + 1, &end, 10) : 0;
	return *end || end == text ? FAIL_FIELD(e, INVALID, "sebelum", "expected the mark of a page of the timeline") : OK;
}

enum status time_fill(struct request *rq, struct tx *tx, const struct file_page *f, int64_t max, struct file_time *ret, struct err *e)
{
	struct inside_lines_rows rows;
	int64_t at, id;
	const char *wanted = kinds_read(rq, ret);
	TRY(mark_read(rq, &at, &id, e));
	TRY(inside_lines(tx, f->head.id, wanted, at, id, max + 1, &rows, e));
	ret->older = (int64_t)rows.n > max ? older_of(rq, ret, &rows.items[max - 1]) : "";
	for (size_t i = 0; i < rows.n && (int64_t)i < max; i++) {
		const struct inside_lines_row *r = &rows.items[i];
		const struct law_state *to = text_eq(r->kind, "state") ? law_state(f->file.law, r->to_state) : NULL;
		struct file_line l = {.at = r->at, .text = words_of(rq, r), .inside = text_eq(r->event, "inside"), .who = r->user_name ? r->user_name : "",
				      .kind = r->kind, .icon = icon_of(r), .state = to ? say(rq, to->name_id, to->name_en) : ""};
		ARENA_PUSH(rq->desk.arena, &ret->lines, l);
	}
	return OK;
}

enum status time_page(struct request *rq, struct err *e)
{
	struct time_view v = {0};
	TRY(file_page_open(rq, &v.f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(time_fill(rq, &tx, &v.f, rq_query(rq, "semua") ? ALL_LINES : PAGE_LINES, &v.time, e));
	v.now = moment_text(rq, rq->desk.now);
	struct page p = page_of(rq, "Perjalanan perkara", "Timeline");
	page_case_time(rq->out, &p, &v);
	return OK;
}
