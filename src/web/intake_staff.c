/* intake_staff.c -- a report as the office sees it, and the talk with its reporter.
 *
 * Every look at a report is written to the access log in its own transaction before the page is made. Files
 * go out as downloads with a neutral type; of a picture the copy that the jail made is shown, never what a stranger sent.
 */
#include "web/intake.h"

#include "page_kembali.h"
#include "page_kerja_laporan.h"

#include <string.h>

#define REQUESTS_MAX 100
#define REPORTS_MAX  200
#define ALIKE_FIRST  5 /* reports of a suggested group shown at once */

enum status reports_read(struct request *rq, int64_t max, struct report_list *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct reports_latest_rows rows;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(reports_latest(&tx, rq->desk.office->id, max, &rows, e));
	*ret = (struct report_list){arena_array(rq->desk.arena, struct report_listed, rows.n + 1), rows.n};
	for (size_t i = 0; i < rows.n; i++) {
		const struct reports_latest_row *r = &rows.items[i];
		const struct law_state *state = law_state(docket_law_of(&tx, &rq->desk, r->rulepack), r->state);
		ret->items[i] = (struct report_listed){
			r->id,     r->number, state ? say(rq, state->name_id, state->name_en) : r->state,
			r->at,     r->late,   r->files,
			r->waiting};
	}
	return tx_commit(&tx, e);
}

static enum status requests_of(struct tx *tx, struct request *rq, int64_t report,
			       struct vault_requests_rows *ret, struct err *e)
{
	struct vault_requests_rows all;
	TRY(vault_requests(tx, rq->desk.office->id, REQUESTS_MAX, &all, e));
	*ret = all;
	ret->n = 0;
	for (size_t i = 0; i < all.n; i++)
		if (all.items[i].report == report)
			ret->items[ret->n++] = all.items[i];
	return OK;
}

static const char *picture_state(const struct request *rq, const struct report_pictures_row *p)
{
	if (!p->why)
		return say(rq, "menunggu dibuka", "waits to be opened");
	return p->opened ? "" : say(rq, "tidak dapat dibuka, asli tetap tersimpan", "cannot be opened, the original is kept");
}

static struct picture_rows pictures_shown(const struct request *rq, const struct report_pictures_rows *rows)
{
	struct picture_rows out = {arena_array(rq->desk.arena, struct picture_row, rows->n + 1), rows->n};
	for (size_t i = 0; i < rows->n; i++)
		out.items[i] = (struct picture_row){rows->items[i].id, rows->items[i].name, picture_state(rq, &rows->items[i]),
						    rows->items[i].width, rows->items[i].height};
	return out;
}

static void alike_shown(struct request *rq, const struct alike_view *a, int64_t report, struct staff_report_view *v)
{
	v->alike = (struct alike_rows){arena_array(rq->desk.arena, struct alike_row, ALIKE_FIRST), 0};
	v->alike_more = (struct alike_rows){arena_array(rq->desk.arena, struct alike_row, a->members.n + 1), 0};
	v->alike_n = a->reports - 1;
	v->alike_alone = a->alone;
	v->alike_first = a->grp == report;
	v->may_refuse = role_may(rq->desk.role, RIGHT_CASE) && v->alike_n > 0;
	v->may_join = v->may_refuse && a->alone > 1;
	for (size_t i = 0; i < a->members.n; i++) {
		const struct alike_members_row *m = &a->members.items[i];
		const char *how = *m->how ? arena_printf(rq->desk.arena, say(rq, "%s dengan laporan %s", "%s as report %s"), alike_words(&rq->desk, m->how, m->score), m->other_number)
					  : say(rq, "laporan pertama dalam kelompok ini", "the first report of this group");
		struct alike_rows *list = v->alike.n < ALIKE_FIRST ? &v->alike : &v->alike_more;
		if (m->id != report)
			list->items[list->n++] = (struct alike_row){m->id, m->picture, m->number, how, m->joined_number, m->at};
	}
}

static enum status report_page(struct request *rq, int64_t report, struct staff_report_view *v, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(intake_view(&tx, &rq->desk, report, &v->report, e));
	TRY(case_reports_history(&tx, v->report.row.case_file, &v->history, e));
	TRY(requests_of(&tx, rq, report, &v->requests, e));
	struct alike_view alike;
	TRY(alike_view(&tx, &rq->desk, report, &alike, e));
	v->pictures = pictures_shown(rq, &alike.pictures);
	alike_shown(rq, &alike, report, v);
	TRY(access_note(&tx, &rq->desk, "view", "report", report, "", e));
	TRY(tx_commit(&tx, e));
	v->channel = intake_channel_name(v->report.row.channel, rq->lang);
	v->may_ask = v->report.row.has_contact && role_may(rq->desk.role, RIGHT_CASE);
	v->may_link = role_may(rq->desk.role, RIGHT_CASE);
	struct page p = page_of(rq, arena_printf(rq->desk.arena, "Laporan %s", v->report.row.number),
				arena_printf(rq->desk.arena, "Report %s", v->report.row.number));
	page_kerja_laporan(rq->out, &p, v);
	return OK;
}

enum status staff_report_show(struct request *rq, struct err *e)
{
	struct staff_report_view v = {.text = ""};
	int64_t report;
	TRY(rq_segment_id(rq, 0, &report, e));
	return report_page(rq, report, &v, e);
}

static enum status message_send(struct request *rq, int64_t report, const struct intake_message *m,
				struct err *e)
{
	struct report_get_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(report_get(&tx, rq->desk.office->id, report, &row, e)); /* of this office, or not found */
	TRY(intake_message_add(&tx, &rq->desk, report, m, e));
	return tx_commit(&tx, e);
}

enum status staff_report_message(struct request *rq, struct err *e)
{
	struct staff_report_view v = {.text = rq_form(rq, "text")};
	struct err why = {0};
	int64_t report;
	TRY(rq_segment_id(rq, 0, &report, e));
	struct intake_message m = {.kind = rq_form(rq, "question") ? "question" : "message", .text = v.text, .once = rq->idempotency_key};
	m.n_files = intake_uploads(rq, false, &m.files);
	if (message_send(rq, report, &m, &why) == OK)
		return rq_redirect(rq, "/kerja/laporan/%lld#pesan", (long long)report);
	v.fault = intake_fault(rq, &why);
	v.text = v.text ? v.text : "";
	return report_page(rq, report, &v, e);
}

enum status staff_report_file(struct request *rq, struct err *e)
{
	int64_t report, id;
	struct report_get_row row;
	struct report_file_get_row file;
	struct evidence_file_get_row about;
	struct str bytes;
	TRY(rq_segment_id(rq, 0, &report, e));
	TRY(rq_segment_id(rq, 1, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(report_get(&tx, rq->desk.office->id, report, &row, e));
	TRY(report_file_get(&tx, report, id, &file, e));
	TRY(evidence_file_read(&tx, &rq->desk, file.file, &bytes, &about, e));
	TRY(access_note(&tx, &rq->desk, "download", "report_file", id, "", e));
	TRY(tx_commit(&tx, e));
	buf_raw(rq->out, bytes.s, bytes.n);
	rq->content_type = "application/octet-stream";
	rq->download = about.name;
	rq->foreign = true;
	return OK;
}

/* The picture as the jail made it anew: the only bytes that a stranger caused which are shown on a page. */
static enum status picture_show(struct request *rq, bool thumb, struct err *e)
{
	int64_t report, id;
	struct report_get_row row;
	struct report_file_get_row file;
	struct str bytes;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_segment_id(rq, 0, &report, e));
	TRY(rq_segment_id(rq, 1, &id, e));
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(report_get(&tx, rq->desk.office->id, report, &row, e));
	TRY(report_file_get(&tx, report, id, &file, e));
	TRY(picture_read(&tx, &rq->desk, file.file, thumb, &bytes, e));
	if (!thumb)
		TRY(access_note(&tx, &rq->desk, "view", "report_file", id, "", e));
	TRY(tx_commit(&tx, e));
	buf_raw(rq->out, bytes.s, bytes.n);
	rq->content_type = "image/jpeg";
	rq->foreign = true;
	return OK;
}

enum status staff_report_picture(struct request *rq, struct err *e)
{
	return picture_show(rq, false, e);
}

enum status staff_report_thumb(struct request *rq, struct err *e)
{
	return picture_show(rq, true, e);
}

static enum status group_attach(struct request *rq, int64_t report, struct err *e)
{
	int64_t file;
	int attached;
	struct report_get_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(report_get(&tx, rq->desk.office->id, report, &row, e));
	TRY(alike_attach(&tx, &rq->desk, report, &file, &attached, e));
	return tx_commit(&tx, e);
}

enum status staff_report_group_attach(struct request *rq, struct err *e)
{
	struct staff_report_view v = {.text = ""};
	struct err why = {0};
	int64_t report;
	TRY(rq_segment_id(rq, 0, &report, e));
	if (group_attach(rq, report, &why) == OK)
		return rq_redirect(rq, "/kerja/laporan/%lld#serupa", (long long)report);
	v.fault = rq_fault(rq, &why);
	return report_page(rq, report, &v, e);
}

/* "Not the same event", said of one report of the group that is being looked at. */
enum status staff_report_group_refuse(struct request *rq, struct err *e)
{
	int64_t report, which;
	struct report_get_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_segment_id(rq, 0, &report, e));
	TRY(rq_form_int(rq, "which", 1, INT64_MAX, &which, e));
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(report_get(&tx, rq->desk.office->id, which, &row, e));
	TRY(alike_refuse(&tx, &rq->desk, which, e));
	TRY(tx_commit(&tx, e));
	return rq_redirect(rq, "/kerja/laporan/%lld#serupa", (long long)report);
}

enum status staff_report_paper(struct request *rq, struct err *e)
{
	int64_t report;
	struct letter_made made;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_segment_id(rq, 0, &report, e));
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(intake_paper(&tx, &rq->desk, report, &made, e));
	TRY(tx_commit(&tx, e));
	return rq_redirect(rq, "/kerja/laporan/%lld/tanda-bukti/%lld", (long long)report, (long long)made.id);
}

enum status staff_report_paper_get(struct request *rq, struct err *e)
{
	int64_t report, id;
	struct report_get_row row;
	struct letter_get_row letter;
	struct evidence_file_get_row about;
	struct str bytes;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_segment_id(rq, 0, &report, e));
	TRY(rq_segment_id(rq, 1, &id, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(report_get(&tx, rq->desk.office->id, report, &row, e));
	TRY(letter_get(&tx, id, &letter, e));
	if (letter.case_file != row.case_file || !text_eq(letter.form, "receipt"))
		return FAIL(e, NOT_FOUND, "not a receipt of this report");
	TRY(evidence_file_read(&tx, &rq->desk, letter.file, &bytes, &about, e));
	TRY(tx_commit(&tx, e));
	buf_raw(rq->out, bytes.s, bytes.n);
	rq->content_type = "application/pdf";
	rq->download = "tanda-bukti.pdf";
	return OK;
}

enum status staff_report_identity(struct request *rq, struct err *e)
{
	struct staff_report_view v = {.text = ""};
	struct err why = {0};
	int64_t report, request;
	const char *reason = rq_form(rq, "reason");
	TRY(rq_segment_id(rq, 0, &report, e));
	if (vault_ask(&rq->desk, report, reason ? reason : "", &request, &why) == OK)
		return rq_redirect(rq, "/kerja/brankas/%lld", (long long)request);
	v.fault = rq_fault(rq, &why);
	return report_page(rq, report, &v, e);
}

/* "November 2024" */
static const char *month_words(const struct request *rq, struct day first)
{
	int year, month, day;
	day_parts(first, &year, &month, &day);
	return arena_printf(rq->desk.arena, "%s %d", month_name(month, rq->lang), year);
}

enum status returns_show(struct request *rq, struct err *e)
{
	struct intake_returns all;
	struct returns_view v = {0};
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(intake_returns(&tx, &rq->desk, &all, e));
	}
	v.rows.items = arena_array(rq->desk.arena, struct return_line, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		const struct intake_return *r = &all.items[i];
		v.rows.items[v.rows.n++] = (struct return_line){month_words(rq, r->month), r->receipts, r->returned, r->returned * 100 / r->receipts};
	}
	struct page p = page_of(rq, "Pelapor yang kembali", "Reporters who come back");
	page_kembali(rq->out, &p, &v);
	return OK;
}
