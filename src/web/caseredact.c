/* caseredact.c -- the page on which an officer hides parts of an exhibit (desk/handle/redact.h).
 *
 * It works without script: numbers beside the picture, or words beside the text, and a button for one more part. With script
 * (static/redact.js) the same fields are filled by drawing or by choosing words. The form holds one row for each part; an
 * empty row is no part.
 */
#include "web/caseredact.h"

#include "page_case_redact.h"

#include <ctype.h>
#include <string.h>

/* "12,5" -> 1250. At most two digits behind the mark. */
static bool percent_read(const char *s, int64_t *ret)
{
	bool minus = *s == '-';
	int64_t v = 0;
	int digits = 0, after = -1;
	for (s += minus; *s; s++) {
		if ((*s == ',' || *s == '.') && after < 0)
			after = 0;
		else if (isdigit((unsigned char)*s) && after < 2 && digits++ < 9)
			v = 10 * v + (*s - '0'), after += after >= 0;
		else
			return false;
	}
	for (after = after < 0 ? 0 : after; after < 2; after++)
		v *= 10;
	*ret = minus ? -v : v;
	return digits > 0;
}

static const char *percent_text(const struct request *rq, int64_t v)
{
	char mark = rq->lang == EN ? '.' : ',';
	return v % 100 ? arena_printf(rq->desk.arena, "%lld%c%02lld", (long long)(v / 100), mark, (long long)(v % 100))
		       : arena_printf(rq->desk.arena, "%lld", (long long)(v / 100));
}

/* ---- the form as it came ---- */

#define COLUMNS 7
#define ROWS_READ (REDACT_MARKS_MAX + 1) /* one too many is seen, and said; what is left out would stay visible */
static const char *const columns[COLUMNS] = {"x", "y", "width", "height", "words", "reason", "note"};
struct sheet { /* the columns of the form; those that the form has not are "" */
	const char *cells[ROWS_READ][COLUMNS];
	size_t n;
};

static void sheet_read(const struct request *rq, struct sheet *ret)
{
	ret->n = 0;
	for (size_t c = 0; c < COLUMNS; c++) {
		const char *values[ROWS_READ];
		size_t n = rq_form_list(rq, columns[c], values, ROWS_READ);
		for (size_t i = 0; i < ROWS_READ; i++)
			ret->cells[i][c] = i < n ? values[i] : "";
		ret->n = n > ret->n ? n : ret->n;
	}
}

static bool row_empty(const char *const cells[COLUMNS])
{
	for (size_t c = 0; c < 5; c++)
		if (!text_blank(cells[c]))
			return false;
	return true;
}

static enum status mark_read(const struct request *rq, const char *const cells[COLUMNS], size_t row, bool picture, struct redact_mark *ret, struct err *e)
{
	*ret = (struct redact_mark){.words = cells[4], .reason = cells[5], .note = cells[6]};
	int64_t *const to[] = {&ret->x, &ret->y, &ret->width, &ret->height};
	for (size_t k = 0; picture && k < 4; k++)
		if (!percent_read(cells[k], to[k]))
			return FAIL_FIELD(e, INVALID, arena_printf(rq->desk.arena, "mark-%zu", row + 1), "%s",
					  say(rq, "Tulis keempat angka sebagai persen, misalnya 12,5.", "Write all four numbers as a percentage, such as 12.5."));
	return OK;
}

/* Empty rows do not count, neither here nor when the form is shown again: a fault is shown at the row it speaks of. */
static enum status marks_read(const struct request *rq, const struct sheet *s, bool picture, struct redact_mark *ret, size_t *ret_n, struct err *e)
{
	*ret_n = 0;
	for (size_t i = 0; i < s->n; i++)
		if (!row_empty(s->cells[i])) {
			TRY(mark_read(rq, s->cells[i], *ret_n, picture, &ret[*ret_n], e));
			++*ret_n;
		}
	return OK;
}

/* ---- the page ---- */

static void row_put(struct request *rq, struct redact_view *v, const char *const cells[COLUMNS])
{
	struct redact_row row = {.number = (int64_t)v->rows.n + 1, .x = cells[0], .y = cells[1], .width = cells[2], .height = cells[3],
				 .words = cells[4], .note = cells[6]};
	int64_t n[4];
	bool read = true;
	for (size_t k = 0; k < 4; k++)
		read = read && percent_read(cells[k], &n[k]) && n[k] >= 0 && n[k] <= PHOTO_SIDE;
	if (read)
		row.area = (struct photo_area){(uint32_t)n[0], (uint32_t)n[1], (uint32_t)n[2], (uint32_t)n[3]};
	for (size_t r = 0; r < REDACT_REASON_N; r++)
		option_put(rq, &row.reasons, redact_code((enum redact_reason)r), redact_name((enum redact_reason)r, rq->lang), cells[5]);
	ARENA_PUSH(rq->desk.arena, &v->rows, row);
}

static enum status stored_rows(struct request *rq, struct tx *tx, struct redact_view *v, struct err *e)
{
	struct redaction_last_row last;
	struct redaction_marks_rows marks;
	bool found;
	TRY(redaction_last(tx, v->exhibit, &found, &last, e));
	if (!found)
		return OK;
	TRY(redaction_marks(tx, last.id, &marks, e));
	for (size_t i = 0; i < marks.n; i++) {
		const struct redaction_marks_row *m = &marks.items[i];
		const char *const cells[COLUMNS] = {percent_text(rq, m->from_left), percent_text(rq, m->from_top), percent_text(rq, m->width),
						    percent_text(rq, m->height), m->words, m->reason, m->note};
		row_put(rq, v, cells);
	}
	return OK;
}

/* What was typed, else what counts now; and one row more. */
static enum status rows_fill(struct request *rq, struct tx *tx, struct redact_view *v, struct err *e)
{
	static const char *const empty[COLUMNS] = {"", "", "", "", "", "", ""};
	struct sheet s;
	sheet_read(rq, &s);
	for (size_t i = 0; i < s.n; i++)
		if (!row_empty(s.cells[i]))
			row_put(rq, v, s.cells[i]);
	if (!s.n)
		TRY(stored_rows(rq, tx, v, e));
	if (v->rows.n < REDACT_MARKS_MAX)
		row_put(rq, v, empty);
	v->more = v->rows.n < REDACT_MARKS_MAX;
	return OK;
}

static enum status versions_fill(struct request *rq, struct tx *tx, struct redact_view *v, struct err *e)
{
	struct redactions_of_rows rows;
	TRY(redactions_of(tx, v->exhibit, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct redactions_of_row *r = &rows.items[i];
		struct redact_version to = {.version = r->version, .marks = r->marks, .who = r->who ? r->who : "", .at = r->made_at,
					    .none = !strcmp(r->kind, "none"), .counts = i == 0, .reasons = ""};
		struct redaction_marks_rows marks;
		TRY(redaction_marks(tx, r->id, &marks, e));
		for (size_t k = 0; k < marks.n; k++)
			to.reasons = arena_printf(rq->desk.arena, "%s%s%s", to.reasons, k ? ", " : "",
						  redact_words(marks.items[k].reason, marks.items[k].note, rq->lang));
		ARENA_PUSH(rq->desk.arena, &v->versions, to);
	}
	v->version = edit_version(rq, "version", rows.n ? rows.items[0].version : 0);
	v->outside = typed(rq, "description", rows.n ? rows.items[0].description : "");
	return OK;
}

static enum status view_fill(struct request *rq, struct redact_view *v, struct redact_source *s, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(handle_redact_look(&rq->desk, v->f.head.id, v->exhibit, s, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	v->number = s->exhibit.number;
	v->description = s->exhibit.description;
	v->type = s->exhibit.type;
	v->size = s->exhibit.size;
	v->showable = s->exhibit.showable;
	v->picture = s->kind == REDACT_PICTURE;
	v->words = s->kind == REDACT_TEXT;
	v->neither = s->kind == REDACT_NEITHER;
	v->text = s->text;
	TRY(versions_fill(rq, &tx, v, e));
	const char *outside = text_blank(v->outside) ? v->description : v->outside;
	TRY(handle_names_in(&tx, &rq->desk, v->f.head.id, outside, 0, &v->names, e));
	return rows_fill(rq, &tx, v, e);
}

static enum status redact_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct redact_view v = {0};
	struct redact_source s;
	struct picture_of_row picture = {0};
	TRY(rq_segment_id(rq, 1, &v.exhibit, e));
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	TRY(view_fill(rq, &v, &s, e));
	if (v.picture) /* a child that cannot be started today: the page says that there is nothing to see */
		v.seen = picture_open(&rq->desk, s.exhibit.file, &picture, e) == OK && picture.opened;
	struct page p = page_of(rq, "Samarkan bukti", "Redact evidence");
	page_case_redact(rq->out, &p, &v);
	return OK;
}

static enum status redact_page(struct request *rq, struct err *e) { return redact_show(rq, NULL, e); }

static enum status redact_do(struct request *rq, struct redact_new *as, struct err *e)
{
	struct redact_mark marks[ROWS_READ];
	struct sheet sheet;
	const char *what;
	int64_t version;
	TRY(rq_form_text(rq, "do", 20, true, &what, e));
	TRY(rq_form_text(rq, "description", 1000, false, &as->description, e));
	TRY(rq_form_int(rq, "version", 0, INT64_MAX, &as->version, e));
	as->none = !strcmp(what, "bersih");
	sheet_read(rq, &sheet);
	TRY(marks_read(rq, &sheet, rq_form(rq, "x") != NULL, marks, &as->n, e));
	as->marks = marks; /* for this call only */
	return handle_redact(&rq->desk, as, &version, e);
}

static enum status redact_take(struct request *rq, struct err *e)
{
	struct redact_new as = {0};
	if (text_eq(rq_form(rq, "do"), "tambah")) /* one row more, nothing is saved */
		return redact_show(rq, NULL, e);
	TRY(file_id(rq, &as.case_file, e));
	TRY(rq_segment_id(rq, 1, &as.exhibit, e));
	enum status done = redact_do(rq, &as, e);
	return file_answer(rq, done, arena_printf(rq->desk.arena, "/bukti/%lld/samaran#versi", (long long)as.exhibit), redact_show, e);
}

static enum status redact_copy(struct request *rq, struct err *e)
{
	int64_t file, exhibit, version;
	struct str bytes;
	const char *type;
	TRY(file_id(rq, &file, e));
	TRY(rq_segment_id(rq, 1, &exhibit, e));
	if (int_parse(rq->segments[2], 0, INT64_MAX, &version, NULL) != OK)
		return FAIL(e, NOT_FOUND, "the address names no version");
	TRY(handle_redact_read(&rq->desk, file, exhibit, version, &bytes, &type, e));
	rq->foreign = true;
	return file_bytes(rq, bytes, type, text_starts(type, "text/") ? "salinan.txt" : "salinan");
}

static const struct route routes[] = {
	{GET, "/kerja/perkara/{id}/bukti/{exhibit}/samaran", RIGHT_CASE, redact_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/bukti/{exhibit}/samaran", RIGHT_CASE, redact_take, 64 * KIB | BODY_LISTS, "perkara"},
	{GET, "/kerja/perkara/{id}/bukti/{exhibit}/samaran/{version}", RIGHT_CASE, redact_copy, 0, "perkara"},
};
const struct route_list redact_routes = {routes, sizeof routes / sizeof *routes};
