/* decree.c -- pages for days off: a decree typed by one person, typed again or confirmed by a second, and what moved.
 *
 * The second person does not see the first typing: the page offers an empty list, or the rows one by one with a box each.
 */
#include "web/decree_views.h"

#include "page_libur.h"
#include "page_libur_pindah.h"
#include "page_libur_satu.h"
#include "page_libur_versi.h"

#include "base/json.h"

#include <string.h>

#define SHOWN 100 /* rows of a page of moved files, decrees in the list */

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

static const char *typed(const struct request *rq, const char *name)
{
	const char *s = rq_form(rq, name);
	return s ? s : "";
}

static const char *kind_words(const struct request *rq, const char *kind)
{
	static const char *const words[][3] = {{"libur_nasional", "libur nasional", "national holiday"},
					       {"cuti_bersama", "cuti bersama", "joint leave"},
					       {"hari_pemungutan_suara", "hari pemungutan suara", "voting day"},
					       {"libur_daerah", "libur daerah", "local holiday"}};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_eq(kind, words[i][0]))
			return words[i][rq->lang == EN ? 2 : 1];
	return kind;
}

static const char *state_words(const struct request *rq, const char *state)
{
	if (text_eq(state, "in_force"))
		return say(rq, "berlaku", "in force");
	return text_eq(state, "dropped") ? say(rq, "dibatalkan", "dropped")
					 : say(rq, "menunggu orang kedua", "waits for a second person");
}

static const char *day_words(const struct request *rq, struct day d)
{
	char text[DAY_TEXT_MAX];
	return day_is_none(d) ? "" : arena_strdup(rq->desk.arena, day_long(d, rq->lang, text));
}

static const char *moment_words(const struct request *rq, struct instant t)
{
	char text[64];
	return arena_strdup(rq->desk.arena, instant_long(t, rq->desk.office->zone, rq->lang, text));
}

static const char *span_words(const struct request *rq, struct day from, struct day to)
{
	if (day_is_none(from))
		return say(rq, "hari-hari tersendiri", "single days");
	return arena_printf(rq->desk.arena, "%s – %s", day_words(rq, from), day_words(rq, to));
}

static const char *person(const char *name)
{
	return name ? name : "program";
}

/* ---- the list, and a new decree ---- */

static struct decree_line line_of(const struct request *rq, const struct decrees_list_row *r)
{
	const char *second = r->second_name ? arena_printf(rq->desk.arena, ", %s", r->second_name) : "";
	return (struct decree_line){
		.id = r->id, .days = r->days, .moved = r->moved, .number = r->number, .title = r->title,
		.state = state_words(rq, r->state), .covers = span_words(rq, r->covers_from, r->covers_to),
		.people = arena_printf(rq->desk.arena, "%s%s", person(r->first_name), second),
		.pending = text_eq(r->state, "pending"), .decided_on = r->decided_on,
	};
}

static enum status list_fill(struct request *rq, struct decrees_view *v, struct err *e)
{
	const struct calendar *c = rq->desk.office->calendar;
	struct decrees_list_rows rows;
	struct versions_list_rows versions;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(decrees_list(&tx, rq->desk.office->id, SHOWN, &rows, e));
	TRY(versions_list(&tx, rq->desk.office->id, SHOWN, &versions, e));
	for (size_t i = 0; i < rows.n; i++)
		ARENA_PUSH(rq->desk.arena, &v->items, line_of(rq, &rows.items[i]));
	for (size_t i = 0; i < versions.n; i++) {
		const struct versions_list_row *r = &versions.items[i];
		struct decree_version to = {r->number, r->hash, r->decree_number ? r->decree_number
					    : say(rq, "paket aturan dan pengaturan", "rule pack and settings"), r->at};
		ARENA_PUSH(rq->desk.arena, &v->versions, to);
	}
	v->covers_to = c->covers_to;
	v->version = c->version;
	return OK;
}

static enum status list_show(struct request *rq, const struct err *fault, struct err *e)
{
	struct decrees_view v = {.done = "", .number = typed(rq, "number"), .title = typed(rq, "title"),
				 .decided_on = typed(rq, "decided_on"), .covers_from = typed(rq, "covers_from"),
				 .covers_to_typed = typed(rq, "covers_to"), .source = typed(rq, "source"),
				 .rows = typed(rq, "rows"), .own = text_eq(rq_form(rq, "own"), "1")};
	if (text_eq(rq_query(rq, "selesai"), "diketik"))
		v.done = say(rq, "Tersimpan. Berlaku setelah orang kedua mengetik hal yang sama.",
			     "Stored. It counts once a second person has typed the same.");
	if (fault)
		v.fault = rq_fault(rq, fault);
	TRY(list_fill(rq, &v, e));
	struct page p = page_of(rq, "Hari libur", "Days off");
	page_libur(rq->out, &p, &v);
	return OK;
}

static enum status list_page(struct request *rq, struct err *e)
{
	return list_show(rq, NULL, e);
}

/* The rows: a file, or what was written in the box. */
static enum status rows_read(struct request *rq, struct decree_text *t, struct err *e)
{
	struct str bytes = str_of(typed(rq, "rows"));
	const char *name = say(rq, "daftar", "list");
	if (rq->n_uploads && rq->uploads[0].bytes.n) {
		bytes = rq->uploads[0].bytes;
		name = text_clean(rq->desk.arena, rq->uploads[0].name, strlen(rq->uploads[0].name));
	}
	return decree_read(rq->desk.arena, name, bytes, t, e);
}

static enum status head_read(struct request *rq, struct decree_text *t, struct err *e)
{
	TRY(rq_form_day(rq, "decided_on", true, &t->decided_on, e));
	TRY(rq_form_day(rq, "covers_from", false, &t->covers_from, e));
	return rq_form_day(rq, "covers_to", false, &t->covers_to, e);
}

static enum status first_do(struct request *rq, struct decree_result *ret, struct err *e)
{
	struct decree_text t = {0};
	TRY(rq_form_text(rq, "number", 200, true, &t.number, e));
	TRY(rq_form_text(rq, "title", 300, true, &t.title, e));
	TRY(rq_form_text(rq, "source", 300, false, &t.source, e));
	TRY(head_read(rq, &t, e));
	t.national = !text_eq(rq_form(rq, "own"), "1");
	TRY(rows_read(rq, &t, e));
	return decree_type(&rq->desk, 0, &t, rq->n_uploads && rq->uploads[0].bytes.n ? "file" : "page", ret, e);
}

static enum status first_take(struct request *rq, struct err *e)
{
	struct decree_result r;
	struct err fault = {0};
	enum status status = first_do(rq, &r, &fault);
	if (status == OK)
		return rq_redirect(rq, "/kerja/libur?selesai=diketik");
	if (status_http(status) >= 500) {
		*e = fault;
		return status;
	}
	return list_show(rq, &fault, e);
}

/* ---- one decree ---- */

static void head_fill(struct request *rq, const struct decree_get_row *row, struct decree_view *v)
{
	v->id = row->id;
	v->number = row->number;
	v->title = row->title;
	v->source = row->source;
	v->decided_on = row->decided_on;
	v->covers = span_words(rq, row->covers_from, row->covers_to);
	v->state = state_words(rq, row->state);
	v->pending = text_eq(row->state, "pending");
	v->in_force = text_eq(row->state, "in_force");
	v->first = arena_printf(rq->desk.arena, "%s, %s", person(row->first_name), moment_words(rq, row->first_at));
	v->second = instant_is_none(row->decided_at)
			    ? ""
			    : arena_printf(rq->desk.arena, "%s, %s", person(row->second_name), moment_words(rq, row->decided_at));
	v->reason = row->reason ? row->reason : "";
}

static enum status days_fill(struct request *rq, struct tx *tx, int64_t typing, struct decree_view *v, struct err *e)
{
	struct decree_rows_rows rows;
	TRY(decree_rows(tx, typing, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct decree_rows_row *r = &rows.items[i];
		const char *from = day_words(rq, r->moved_from);
		const char *what = text_eq(r->change, "withdraw") ? say(rq, "dicabut", "withdrawn")
				   : text_eq(r->change, "move")
					   ? arena_printf(rq->desk.arena, say(rq, "dipindah dari %s", "moved from %s"), from)
					   : say(rq, "libur", "free");
		struct decree_day_line line = {r->id, r->day, what, kind_words(rq, r->kind), r->name};
		ARENA_PUSH(rq->desk.arena, &v->days, line);
	}
	return OK;
}

static enum status moved_fill(struct request *rq, struct tx *tx, struct decree_view *v, struct err *e)
{
	bool found;
	struct version_of_decree_row version;
	struct moves_count_row n;
	TRY(version_of_decree(tx, rq->desk.office->id, v->id, &found, &version, e));
	v->hash = found ? version.hash : "";
	if (!found)
		return OK;
	TRY(moves_count(tx, version.id, &n, e));
	v->version_number = version.number;
	v->clocks = n.clocks;
	v->files = n.files;
	v->earlier = n.earlier;
	v->counted = n.counted;
	return OK;
}

/* Has anybody but this reader typed? Then the reader is the second person. */
static bool typed_by_another(const struct decree_typings_rows *all, int64_t user)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].app_user != user)
			return true;
	return false;
}

static bool typed_by(const struct decree_typings_rows *all, int64_t user)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->items[i].app_user == user)
			return true;
	return false;
}

static enum status decree_fill(struct request *rq, int64_t id, struct decree_view *v, struct err *e)
{
	struct decree_get_row row;
	struct decree_compared c;
	struct decree_typings_rows all;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(decree_get(&tx, id, &row, e));
	if (row.office != rq->desk.office->id && !row.national)
		return FAIL(e, NOT_FOUND, "there is no decree %lld in this office", (long long)id);
	head_fill(rq, &row, v);
	TRY(decree_compare(&tx, id, &c, e));
	TRY(decree_typings(&tx, id, &all, e));
	bool mine = typed_by(&all, rq->desk.user), others = typed_by_another(&all, rq->desk.user);
	v->may_type = v->pending && row.office == rq->desk.office->id;
	v->compared = v->pending && c.second && (mine || !v->may_type);
	v->differ = c.differ;
	v->first_name = c.first_name;
	v->second_name = c.second_name;
	v->differences.items = c.items;
	v->differences.n = v->compared ? c.n : 0;
	v->by_rows = v->may_type && others && !c.second && text_eq(rq_query(rq, "cara"), "baris");
	/* What the other has typed is seen only by going through it row by row. */
	if (!v->pending || v->by_rows || (mine && !c.second))
		TRY(days_fill(rq, &tx, c.second ? c.second : c.first, v, e));
	return moved_fill(rq, &tx, v, e);
}

static enum status decree_show(struct request *rq, const struct err *fault, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	struct decree_view v = {.typed_decided_on = typed(rq, "decided_on"), .typed_covers_from = typed(rq, "covers_from"),
				.typed_covers_to = typed(rq, "covers_to"), .typed_rows = typed(rq, "rows"), .hash = ""};
	if (fault)
		v.fault = rq_fault(rq, fault);
	TRY(decree_fill(rq, id, &v, e));
	struct page p = page_of(rq, "Hari libur", "Days off");
	page_libur_satu(rq->out, &p, &v);
	return OK;
}

static enum status decree_page(struct request *rq, struct err *e)
{
	return decree_show(rq, NULL, e);
}

/* The decree again, with what was wrong; faults of ours go on to the error page. */
static enum status decree_answer(struct request *rq, enum status status, const struct err *fault, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	if (status == OK)
		return rq_redirect(rq, "/kerja/libur/%lld", (long long)id);
	if (status_http(status) >= 500 || status == NOT_FOUND) {
		*e = *fault;
		return status;
	}
	return decree_show(rq, fault, e);
}

static enum status again_do(struct request *rq, struct err *e)
{
	int64_t id;
	struct decree_text t = {.number = "-", .title = "-"};
	struct decree_result r;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(head_read(rq, &t, e));
	TRY(rows_read(rq, &t, e));
	return decree_type(&rq->desk, id, &t, rq->n_uploads && rq->uploads[0].bytes.n ? "file" : "page", &r, e);
}

static enum status again_take(struct request *rq, struct err *e)
{
	struct err fault = {0};
	return decree_answer(rq, again_do(rq, &fault), &fault, e);
}

static enum status rows_do(struct request *rq, struct err *e)
{
	const char *texts[DECREE_DAYS_MAX];
	int64_t id, ids[DECREE_DAYS_MAX];
	struct decree_result r;
	TRY(rq_segment_id(rq, 0, &id, e));
	size_t n = rq_form_list(rq, "row", texts, DECREE_DAYS_MAX);
	for (size_t i = 0; i < n; i++)
		TRY(int_parse(texts[i], 1, INT64_MAX, &ids[i], e));
	if (!text_eq(rq_form(rq, "head"), "1"))
		return FAIL_FIELD(e, INVALID, "head", "%s", say(rq, "Tanggal dan rentang keputusan belum dicentang.",
								"The day and the span of the decree are not ticked."));
	return decree_confirm_rows(&rq->desk, id, ids, n, &r, e);
}

static enum status rows_take(struct request *rq, struct err *e)
{
	struct err fault = {0};
	return decree_answer(rq, rows_do(rq, &fault), &fault, e);
}

static enum status drop_do(struct request *rq, struct err *e)
{
	int64_t id;
	const char *reason;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_form_text(rq, "reason", 500, true, &reason, e));
	return decree_drop(&rq->desk, id, reason, e);
}

static enum status drop_take(struct request *rq, struct err *e)
{
	struct err fault = {0};
	return decree_answer(rq, drop_do(rq, &fault), &fault, e);
}

/* ---- what moved ---- */

static enum status version_of(struct request *rq, struct tx *tx, int64_t *ret_decree, int64_t *ret, struct err *e)
{
	bool found;
	struct version_of_decree_row version;
	TRY(rq_segment_id(rq, 0, ret_decree, e));
	TRY(version_of_decree(tx, rq->desk.office->id, *ret_decree, &found, &version, e));
	*ret = found ? version.id : 0;
	return found ? OK : FAIL(e, NOT_FOUND, "this decree has changed no calendar of this office");
}

static struct moved_line moved_of(const struct request *rq, const struct moves_of_version_row *m)
{
	struct arena *a = rq->desk.arena;
	const struct law_clock *clock = law_clock(desk_law(&rq->desk), m->clock);
	const char *name = clock ? say(rq, clock->name_id, clock->name_en) : m->clock;
	bool counted = !text_eq(m->old_status, "uncounted");
	return (struct moved_line){
		.number = m->number ? m->number : m->title,
		.href = role_may(rq->desk.role, RIGHT_CASE)
				? arena_printf(a, "/kerja/perkara/%lld/tenggat/%lld", (long long)m->case_file, (long long)m->clock_run)
				: "",
		.clock = name,
		.before = counted ? moment_words(rq, m->old_last) : say(rq, "belum terhitung", "not counted yet"),
		.after = moment_words(rq, m->new_last),
		.owner = m->owner_name ? m->owner_name : say(rq, "belum ada", "nobody"),
		.earlier = m->notice == NOTICE_EARLIER,
	};
}

static enum status moves_fill(struct request *rq, struct moves_view *v, struct err *e)
{
	int64_t version, after = 0;
	const char *since = rq_query(rq, "sesudah");
	struct moves_count_row n;
	struct decree_get_row decree;
	struct moves_of_version_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	if (since)
		TRY(int_parse(since, 0, INT64_MAX, &after, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(version_of(rq, &tx, &v->id, &version, e));
	TRY(decree_get(&tx, v->id, &decree, e));
	TRY(moves_count(&tx, version, &n, e));
	TRY(moves_of_version(&tx, version, after, SHOWN + 1, &rows, e));
	v->number = decree.number;
	v->clocks = n.clocks;
	v->files = n.files;
	v->earlier = n.earlier;
	v->counted = n.counted;
	for (size_t i = 0; i < rows.n && i < SHOWN; i++)
		ARENA_PUSH(rq->desk.arena, &v->items, moved_of(rq, &rows.items[i]));
	v->next = rows.n > SHOWN ? rows.items[SHOWN - 1].id : 0;
	return OK;
}

static enum status moves_page(struct request *rq, struct err *e)
{
	struct moves_view v = {0};
	TRY(moves_fill(rq, &v, e));
	struct page p = page_of(rq, "Tenggat yang berubah", "Deadlines that moved");
	page_libur_pindah(rq->out, &p, &v);
	return OK;
}

static enum status moves_csv(struct request *rq, struct err *e)
{
	int64_t decree, version;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(version_of(rq, &tx, &decree, &version, e));
	TRY(decree_moves_csv(&tx, &rq->desk, version, rq->out, e));
	rq->content_type = "text/csv; charset=utf-8";
	rq->download = "tenggat-berubah.csv";
	return OK;
}

static enum status moves_paper(struct request *rq, struct err *e)
{
	int64_t decree, version;
	struct letter_made made;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(version_of(rq, &tx, &decree, &version, e));
	TRY(decree_letter(&tx, &rq->desk, decree, &made, e));
	TRY(tx_commit(&tx, e));
	return rq_redirect(rq, "/periksa/%s", made.check_code);
}

/* ---- a version ---- */

static enum status version_days(struct request *rq, const char *json, struct version_view *v, struct err *e)
{
	const struct json *days;
	TRY(json_read(rq->desk.arena, "calendar", json, strlen(json), (size_t)4 << 20, &days, e));
	for (size_t i = 0; i < days->n; i++) {
		const struct json *j = &days->items[i];
		struct version_day d = {.kind = kind_words(rq, json_get_text(j, "kind", "")), .name = json_get_text(j, "name", ""),
					.basis = json_get_text(j, "basis", "")};
		TRY(day_parse(json_get_text(j, "day", ""), &d.day, e));
		ARENA_PUSH(rq->desk.arena, &v->days, d);
	}
	return OK;
}

static enum status version_page(struct request *rq, struct err *e)
{
	bool found;
	struct version_by_hash_row row;
	struct version_view v = {.decree = ""};
	struct decree_get_row decree;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(version_by_hash(&tx, rq->desk.office->id, rq->segments[0], &found, &row, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "no calendar of this office has this hash");
	v.hash = row.hash;
	v.pack = arena_printf(rq->desk.arena, "%.12s", row.rulepack);
	v.who = person(row.user_name);
	v.number = row.number;
	v.at = row.at;
	v.covers_from = row.covers_from;
	v.covers_to = row.covers_to;
	v.joint_leave_works = row.joint_leave_works;
	v.decree_id = row.decree;
	if (row.decree) {
		TRY(decree_get(&tx, row.decree, &decree, e));
		v.decree = decree.number;
	}
	TRY(version_days(rq, row.days, &v, e));
	struct page p = page_of(rq, "Kalender", "Calendar");
	page_libur_versi(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/kerja/libur", RIGHT_CALENDAR, list_page, 0, "kalender"},
	{POST, "/kerja/libur", RIGHT_CALENDAR, first_take, 512 * KIB, "kalender"},
	{GET, "/kerja/libur/{decree}", RIGHT_CALENDAR, decree_page, 0, "kalender"},
	{POST, "/kerja/libur/{decree}/ketik", RIGHT_CALENDAR, again_take, 512 * KIB, "kalender"},
	{POST, "/kerja/libur/{decree}/baris", RIGHT_CALENDAR, rows_take, 64 * KIB | BODY_LISTS, "kalender"},
	{POST, "/kerja/libur/{decree}/batal", RIGHT_CALENDAR, drop_take, 8 * KIB, "kalender"},
	{GET, "/kerja/libur/{decree}/pindah", RIGHT_CASE, moves_page, 0, "kalender"},
	{GET, "/kerja/libur/{decree}/pindah.csv", RIGHT_CASE, moves_csv, 0, "kalender"},
	{POST, "/kerja/libur/{decree}/surat", RIGHT_CASE, moves_paper, 4 * KIB, "kalender"},
	{GET, "/kerja/kalender/{hash}", RIGHT_CALENDAR, version_page, 0, "kalender"},
};
const struct route_list decree_routes = {routes, sizeof routes / sizeof routes[0]};
