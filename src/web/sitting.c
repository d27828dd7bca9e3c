/* sitting.c -- pages of the plenary's sittings: called with an agenda, opened by who is there, closed with one set of minutes.
 *
 * Each file of the agenda is decided on its own page (casestudy.c), which comes back here. A file that is closed to the reader
 * is counted and not named, here as everywhere (desk/access/conflict.h).
 */
#include "web/sitting.h"

#include "page_sitting.h"
#include "page_sittings.h"

#include <string.h>

#define WAITING_SHOWN 60 /* files that wait for the plenary */
#define PAST_SHOWN    20

static const char *state_words(const struct request *rq, const char *state)
{
	static const char *const names[][3] = {{"called", "dipanggil", "called"}, {"open", "berlangsung", "open"},
					       {"closed", "selesai", "closed"}, {"cancelled", "dibatalkan", "cancelled"}};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (text_eq(state, names[i][0]))
			return names[i][rq->lang == EN ? 2 : 1];
	return state;
}

static const char *time_now(const struct request *rq)
{
	char text[16];
	return arena_strdup(rq->desk.arena, instant_clock(rq->desk.now, rq->desk.office->zone, EN, text));
}

static const char *day_now(const struct request *rq)
{
	return iso_text(rq, day_of_instant(rq->desk.now, rq->desk.office->zone));
}

/* Numbers of the boxes that are ticked. */
static enum status ids_ticked(struct request *rq, const char *field, int64_t *ret, size_t max, size_t *ret_n, struct err *e)
{
	const char **values = arena_array(rq->desk.arena, const char *, max);
	*ret_n = rq_form_list(rq, field, values, max);
	for (size_t i = 0; i < *ret_n; i++)
		TRY(int_parse(values[i], 1, INT64_MAX, &ret[i], e));
	return OK;
}

static bool ticked_id(const struct request *rq, const char *field, int64_t id)
{
	const char *values[SITTING_FILES_MAX];
	const char *text = arena_printf(rq->desk.arena, "%lld", (long long)id);
	size_t n = rq_form_list(rq, field, values, SITTING_FILES_MAX);
	for (size_t i = 0; i < n; i++)
		if (text_eq(values[i], text))
			return true;
	return false;
}

/* ---- all of them ---- */

static enum status waiting_read(struct request *rq, struct tx *tx, struct sittings_view *v, struct err *e)
{
	struct sitting_waiting_rows rows;
	TRY(sitting_waiting(tx, rq->desk.office->id, WAITING_SHOWN, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct sitting_waiting_row *r = &rows.items[i];
		struct sitting_choice c = {.id = r->id, .name = docket_file_name(rq->desk.arena, rq->lang, r->kind, r->number, r->title), .title = r->title,
					   .number = r->number ? r->number : "",
					   .since = moment_text(rq, r->since), .on = rq->method == GET || ticked_id(rq, "file", r->id)};
		ARENA_PUSH(rq->desk.arena, &v->waiting, c);
	}
	return OK;
}

static enum status list_read(struct request *rq, struct tx *tx, bool live, struct sittings_view *v, struct err *e)
{
	struct sittings_rows rows;
	TRY(sittings(tx, rq->desk.office->id, live, PAST_SHOWN, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct sittings_row *r = &rows.items[i];
		struct sitting_row to = {.id = r->id, .files = r->files, .decided = r->decided, .when = moment_text(rq, r->held_at), .place = r->place,
					 .state = state_words(rq, r->state), .number = r->number ? r->number : "", .open = text_eq(r->state, "open")};
		if (live)
			ARENA_PUSH(rq->desk.arena, &v->live, to);
		else
			ARENA_PUSH(rq->desk.arena, &v->past, to);
	}
	return OK;
}

static enum status sittings_show(struct request *rq, const struct err *fault, struct err *e)
{
	struct sittings_view v = {0};
	if (fault)
		v.fault = rq_fault(rq, fault);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(list_read(rq, &tx, true, &v, e));
	TRY(list_read(rq, &tx, false, &v, e));
	TRY(waiting_read(rq, &tx, &v, e));
	v.day = typed(rq, "day", day_now(rq));
	v.time = typed(rq, "time", "10.00");
	v.place = typed(rq, "place", rq->desk.office->address);
	struct page p = page_of(rq, "Rapat pleno", "Plenary sittings");
	page_sittings(rq->out, &p, &v);
	return OK;
}

static enum status sittings_page(struct request *rq, struct err *e) { return sittings_show(rq, NULL, e); }

static enum status call_do(struct request *rq, int64_t *ret, struct err *e)
{
	int64_t files[SITTING_FILES_MAX];
	struct sitting_new as = {.files = files};
	TRY(form_moment(rq, "day", "time", &as.held_at, e));
	TRY(rq_form_text(rq, "place", 300, true, &as.place, e));
	TRY(ids_ticked(rq, "file", files, SITTING_FILES_MAX, &as.n_files, e));
	return handle_sitting_call(&rq->desk, &as, ret, e);
}

static bool shown_again(enum status status)
{
	return status_http(status) < 500 && status != NOT_FOUND && status != FORBIDDEN;
}

static enum status call_take(struct request *rq, struct err *e)
{
	int64_t made;
	struct err fault = {0};
	enum status done = call_do(rq, &made, &fault);
	if (done == OK)
		return rq_redirect(rq, "/kerja/pleno/%lld", (long long)made);
	if (shown_again(done))
		return sittings_show(rq, &fault, e);
	*e = fault;
	return done;
}

/* ---- one ---- */

static enum status items_read(struct request *rq, struct tx *tx, struct sitting_view *v, struct err *e)
{
	struct sitting_files_rows rows;
	TRY(sitting_files(tx, v->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct sitting_files_row *r = &rows.items[i];
		const struct law_state *state = law_state(docket_law_of(tx, &rq->desk, r->rulepack), r->state);
		struct sitting_item to = {.number = r->number, .case_file = r->case_file, .agree = r->agree, .dissent = r->dissent,
					  .name = docket_file_name(rq->desk.arena, rq->lang, r->kind, r->file_number, r->title), .title = r->title,
					  .file_number = r->file_number ? r->file_number : "", .decided = r->plenary != 0,
					  .ready = text_eq(r->state, "PLENARY")};
		v->hidden += r->shut;
		if (r->shut)
			continue;
		to.state = state ? say(rq, state->name_id, state->name_en) : r->state;
		v->undecided += !to.decided;
		ARENA_PUSH(rq->desk.arena, &v->items, to);
	}
	return OK;
}

static enum status members_read(struct request *rq, struct tx *tx, struct sitting_view *v, struct err *e)
{
	struct sitting_members_rows rows;
	TRY(sitting_members(tx, rq->desk.office->id, v->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct sitting_members_row *r = &rows.items[i];
		struct sitting_member to = {.id = r->id, .name = r->name, .position = r->position, .present = r->present};
		v->there += r->present;
		if (rq->method != GET && v->fault.text)
			to.present = ticked_id(rq, "present", r->id);
		ARENA_PUSH(rq->desk.arena, &v->members, to);
	}
	return OK;
}

static enum status more_read(struct request *rq, struct tx *tx, struct sitting_view *v, struct err *e)
{
	struct sitting_waiting_rows rows;
	TRY(sitting_waiting(tx, rq->desk.office->id, WAITING_SHOWN, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct sitting_waiting_row *r = &rows.items[i];
		struct sitting_choice c = {.id = r->id, .name = docket_file_name(rq->desk.arena, rq->lang, r->kind, r->number, r->title),
					   .number = "", .title = r->title, .since = ""};
		ARENA_PUSH(rq->desk.arena, &v->waiting, c);
	}
	return OK;
}

static void row_put(const struct request *rq, struct sitting_view *v, const struct sitting_get_row *row)
{
	char clock[16];
	v->id = row->id;
	v->when = moment_text(rq, row->held_at);
	v->place = row->place;
	v->state = state_words(rq, row->state);
	v->number = row->number ? row->number : "";
	v->note = row->note;
	v->called = text_eq(row->state, "called");
	v->open = text_eq(row->state, "open");
	v->closed = text_eq(row->state, "closed");
	v->cancelled = text_eq(row->state, "cancelled");
	bool today = row->held_at.us <= rq->desk.now.us;
	v->day = typed(rq, "day", today ? iso_text(rq, day_of_instant(row->held_at, rq->desk.office->zone)) : day_now(rq));
	v->time = typed(rq, "time", today ? arena_strdup(rq->desk.arena, instant_clock(row->held_at, rq->desk.office->zone, EN, clock)) : time_now(rq));
	v->typed_note = typed(rq, "note", "");
}

static enum status sitting_show(struct request *rq, const struct fault *fault, struct err *e)
{
	const struct settings *s = rq->desk.office->settings;
	struct sitting_view v = {.quorum = settings_int(s, "plenary.quorum"), .majority = settings_int(s, "plenary.majority"),
				 .tie = settings_bool(s, "plenary.chair_breaks_tie"), .may_vote = role_may(rq->desk.role, RIGHT_VOTE)};
	struct sitting_get_row row;
	int64_t id;
	bool found;
	if (fault)
		v.fault = *fault;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(sitting_get(&tx, rq->desk.office->id, id, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "this office has no such sitting");
	row_put(rq, &v, &row);
	TRY(items_read(rq, &tx, &v, e));
	TRY(members_read(rq, &tx, &v, e));
	if (v.called || v.open)
		TRY(more_read(rq, &tx, &v, e));
	v.minutes = row.letter && !v.hidden;
	struct page p = page_of(rq, "Rapat pleno", "Plenary sitting");
	page_sitting(rq->out, &p, &v);
	return OK;
}

static enum status sitting_page(struct request *rq, struct err *e) { return sitting_show(rq, NULL, e); }

/* Ends a POST of a sitting: its page, or the page again with the fault. */
static enum status answer(struct request *rq, enum status done, struct err *e)
{
	int64_t id;
	if (done != OK && !shown_again(done))
		return done;
	if (done != OK) {
		struct fault fault = rq_fault(rq, e);
		return sitting_show(rq, &fault, e);
	}
	TRY(rq_segment_id(rq, 0, &id, e));
	return rq_redirect(rq, "/kerja/pleno/%lld", (long long)id);
}

static enum status agenda_do(struct request *rq, struct err *e)
{
	int64_t id, file;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_form_int(rq, "file", 1, INT64_MAX, &file, e));
	return handle_sitting_agenda(&rq->desk, id, file, !text_eq(rq_form(rq, "do"), "off"), e);
}

static enum status agenda_take(struct request *rq, struct err *e) { return answer(rq, agenda_do(rq, e), e); }

static enum status present_do(struct request *rq, struct err *e)
{
	int64_t id, present[SITTING_MEMBERS_MAX];
	size_t n;
	struct instant held_at;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(ids_ticked(rq, "present", present, SITTING_MEMBERS_MAX, &n, e));
	if (!text_eq(rq_form(rq, "do"), "open"))
		return handle_sitting_present(&rq->desk, id, present, n, e);
	TRY(form_moment(rq, "day", "time", &held_at, e));
	return handle_sitting_open(&rq->desk, id, held_at, present, n, e);
}

static enum status present_take(struct request *rq, struct err *e) { return answer(rq, present_do(rq, e), e); }

static enum status end_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *note;
	struct letter_made made;
	bool cancel = text_eq(rq_form(rq, "do"), "cancel");
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_form_text(rq, "note", SITTING_NOTE_MAX, cancel, &note, e));
	return cancel ? handle_sitting_cancel(&rq->desk, id, note, e) : handle_sitting_close(&rq->desk, id, note, &made, e);
}

static enum status end_take(struct request *rq, struct err *e) { return answer(rq, end_do(rq, e), e); }

static enum status minutes_show(struct request *rq, struct err *e)
{
	int64_t id;
	struct str bytes;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(handle_sitting_minutes(&rq->desk, id, &bytes, e));
	return file_bytes(rq, bytes, "application/pdf", "berita-acara.pdf");
}

static const struct route routes[] = {
	{GET, "/kerja/pleno", RIGHT_CASE, sittings_page, 0, "perkara"},
	{POST, "/kerja/pleno", RIGHT_CASE, call_take, 16 * KIB | BODY_LISTS, "perkara"},
	{GET, "/kerja/pleno/{sitting}", RIGHT_CASE, sitting_page, 0, "perkara"},
	{POST, "/kerja/pleno/{sitting}/agenda", RIGHT_CASE, agenda_take, 4 * KIB, "perkara"},
	{POST, "/kerja/pleno/{sitting}/hadir", RIGHT_VOTE, present_take, 8 * KIB | BODY_LISTS, "perkara"},
	{POST, "/kerja/pleno/{sitting}/akhir", RIGHT_VOTE, end_take, 16 * KIB, "perkara"},
	{GET, "/kerja/pleno/{sitting}/berita-acara", RIGHT_CASE, minutes_show, 0, "perkara"},
};
const struct route_list sitting_routes = {routes, sizeof routes / sizeof *routes};
