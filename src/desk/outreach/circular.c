/* circular.c -- the register of circular letters: entered, printed, followed by versions, withdrawn, compared. */
#include "desk/outreach/circular.h"

#include "base/need.h"
#include "desk/access/access.h"
#include "desk/docket/docket.h"
#include "desk/evidence/evidence.h"
#include "paper/paper.h"

#include <string.h>

/* Class of the number: letters of prevention. PM is supervision; its digits are a reading of the national rules on letters. */
#define LETTER_REGISTER "letter:PM.00.02"

/* Regions of 2023 and 2024 told their people these four things, and a year later that a pose counts too. The wording is ours. */
const char *const circular_points_first = "Mendukung bakal calon atau pasangan calon secara terbuka, juga di media sosial. | SKB-B6\n"
					  "Ikut kampanye. | PP94-N1\n"
					  "Mengerahkan pegawai lain untuk mengikuti kampanye. | PP94-N3\n"
					  "Memasang spanduk, baliho, atau alat peraga. | SKB-B1";

/* ---- Points ---- */

static enum status point_read(struct arena *a, const struct law *law, struct str line, struct circular_point_new *ret, struct err *e)
{
	struct str text = line, code = {"", 0};
	for (size_t i = line.n; i-- > 0;)
		if (line.s[i] == '|') {
			text = str_trim((struct str){line.s, i});
			code = str_trim((struct str){line.s + i + 1, line.n - i - 1});
			break;
		}
	*ret = (struct circular_point_new){arena_strndup(a, text.s, text.n), arena_strndup(a, code.s, code.n)};
	if (!text.n || text.n > CIRCULAR_POINT_MAX)
		return FAIL_FIELD(e, INVALID, "points", "a point has 1 to %d bytes", CIRCULAR_POINT_MAX);
	if (code.n && !law_act(law, ret->act))
		return FAIL_FIELD(e, INVALID, "points", "the law has no act '%.40s'", ret->act);
	return OK;
}

enum status circular_points_read(struct arena *a, const struct law *law, const char *lines, struct circular_text *ret, struct err *e)
{
	struct str rest = str_of(lines), line;
	struct circular_point_new *points = arena_array(a, struct circular_point_new, CIRCULAR_POINTS_MAX);
	ret->points = points, ret->n = 0;
	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		while (line.n && strchr("0123456789.)-*", line.s[0]))
			line = str_trim((struct str){line.s + 1, line.n - 1});
		if (!line.n)
			continue;
		if (ret->n == CIRCULAR_POINTS_MAX)
			return FAIL_FIELD(e, INVALID, "points", "at most %d points", CIRCULAR_POINTS_MAX);
		TRY(point_read(a, law, line, &points[ret->n++], e));
	}
	return ret->n ? OK : FAIL_FIELD(e, INVALID, "points", "at least one point, one a line");
}

static enum status points_add(struct tx *tx, const struct desk *d, int64_t version, const struct circular_text *text, struct err *e)
{
	for (size_t i = 0; i < text->n; i++) {
		const struct circular_point_new *p = &text->points[i];
		const struct law_act *act = p->act[0] ? law_act(desk_law(d), p->act) : NULL;
		TRY(circular_point_add(tx, id_new(d->now), version, (int64_t)i + 1, p->text, p->act, act ? act->row.basis : "", e));
	}
	return OK;
}

/* ---- The paper ---- */

static const char *points_markdown(struct arena *a, const struct desk *d, const struct circular_text *text)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < text->n; i++) {
		const struct law_act *act = text->points[i].act[0] ? law_act(desk_law(d), text->points[i].act) : NULL;
		buf_printf(&b, "%zu. %s", i + 1, paper_escape(a, text->points[i].text));
		if (act)
			buf_printf(&b, " (%s)", paper_escape(a, act->row.basis));
		buf_text(&b, "\n");
	}
	return buf_arena(a, &b);
}

static enum status replaces_words(struct tx *tx, int64_t circular, const char **ret, struct err *e)
{
	struct circular_now_row before;
	char day[DAY_TEXT_MAX];
	bool found;
	TRY(circular_now(tx, circular, &found, &before, e));
	*ret = found ? arena_printf(tx->arena, "Surat ini melengkapi dan menggantikan surat nomor %s tanggal %s; kami mohon setiap penerima menyatakannya kembali.",
				    before.letter_number, day_long(before.dated_on, ID, day))
		     : "Imbauan ini berlaku sejak surat ini diterima.";
	return OK;
}

static enum status ours_print(struct tx *tx, const struct desk *d, int64_t circular, const char *kind, const char *subject, const struct circular_text *text,
			      struct letter_made *ret, struct err *e)
{
	const char *replaces;
	TRY(replaces_words(tx, circular, &replaces, e));
	const struct letter_field fields[] = {
		{.name = "points", .value = points_markdown(tx->arena, d, text), .markdown = true},
		{.name = "replaces", .value = replaces},
	};
	const char *about = arena_printf(tx->arena, "%s: %s", text_eq(kind, "edaran") ? "Surat edaran" : "Surat imbauan", subject);
	struct letter_new as = {.form = "circular", .reg = LETTER_REGISTER, .subject = about, .fields = fields, .n_fields = 2};
	return docket_letter(tx, d, &as, ret, e);
}

static bool scan_good(struct str bytes)
{
	const char *type = file_type_of(bytes);
	return text_eq(type, "application/pdf") || text_eq(type, "image/jpeg") || text_eq(type, "image/png");
}

enum status circular_file_check(struct str bytes, struct err *e)
{
	if (bytes.n > CIRCULAR_FILE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "file", "%zu bytes, at most %zu", bytes.n, CIRCULAR_FILE_MAX);
	return scan_good(bytes) ? OK : FAIL_FIELD(e, INVALID, "file", "a PDF, JPEG or PNG");
}

static enum status theirs_check(const struct desk *d, const struct circular_text *text, struct err *e)
{
	TRY(text_need("letter_number", text->letter_number, CIRCULAR_NAME_MAX, e));
	if (day_is_none(text->dated_on) || text->dated_on.n > day_of_instant(d->now, d->office->zone).n)
		return FAIL_FIELD(e, INVALID, "dated_on", "the day on the letter, not after today");
	return circular_file_check(text->file, e);
}

struct kept { /* the paper of a version, ours or theirs */
	const char *number;
	struct day on;
	int64_t letter, file;
};

static enum status theirs_keep(struct tx *tx, const struct desk *d, const struct circular_text *text, struct kept *ret, struct err *e)
{
	struct file_new file = {.bytes = text->file, .name = text_blank(text->file_name) ? "surat" : text->file_name, .origin = "letter"};
	TRY(theirs_check(d, text, e));
	*ret = (struct kept){.number = text->letter_number, .on = text->dated_on};
	return evidence_file_add(tx, d, &file, &ret->file, e);
}

static enum status ours_keep(struct tx *tx, const struct desk *d, int64_t circular, const char *kind, const char *subject, const struct circular_text *text,
			     struct kept *ret, struct err *e)
{
	struct letter_made made;
	struct circular_letter_file_row file;
	TRY(ours_print(tx, d, circular, kind, subject, text, &made, e));
	TRY(circular_letter_file(tx, made.id, &file, e));
	*ret = (struct kept){.number = made.number, .on = day_of_instant(d->now, d->office->zone), .letter = made.id, .file = file.file};
	return OK;
}

/* ---- Versions ---- */

static enum status version_add(struct tx *tx, const struct desk *d, int64_t circular, const char *kind, const char *issuer, const char *subject,
			       const struct circular_text *text, struct err *e)
{
	struct circular_last_number_row last;
	struct kept paper;
	int64_t id = id_new(d->now);
	if (!text->n)
		return FAIL_FIELD(e, INVALID, "points", "at least one point");
	TRY(issuer[0] ? theirs_keep(tx, d, text, &paper, e) : ours_keep(tx, d, circular, kind, subject, text, &paper, e));
	TRY(circular_last_number(tx, circular, &last, e));
	TRY(circular_version_add(tx, id, circular, last.n + 1, paper.number, paper.on, paper.letter, paper.file, d->now, d->user, e));
	return points_add(tx, d, id, text, e);
}

static enum status new_check(struct tx *tx, const struct desk *d, const struct circular_new *as, struct err *e)
{
	struct circular_subject_row same;
	struct roster_get_row roster;
	bool found;
	TRY(text_need("subject", as->subject, CIRCULAR_SUBJECT_MAX, e));
	if (!text_eq(as->kind, "himbauan") && !text_eq(as->kind, "edaran"))
		return FAIL_FIELD(e, INVALID, "kind", "expected himbauan or edaran");
	if (strlen(as->issuer) > CIRCULAR_NAME_MAX)
		return FAIL_FIELD(e, INVALID, "issuer", "at most %d bytes", CIRCULAR_NAME_MAX);
	if (!roster_takes_known(as->takes))
		return FAIL_FIELD(e, INVALID, "takes", "expected code, birth or either");
	if (as->roster) {
		TRY(roster_get(tx, as->roster, &found, &roster, e));
		if (!found || roster.office != d->office->id)
			return FAIL_FIELD(e, INVALID, "roster", "no such list");
	}
	TRY(circular_subject(tx, d->office->id, as->subject, &found, &same, e));
	return found ? FAIL_FIELD(e, CONFLICT, "subject", "there is a letter '%s' already", as->subject) : OK;
}

enum status circular_make(struct tx *tx, const struct desk *d, const struct circular_new *as, int64_t *ret, struct err *e)
{
	TRY(new_check(tx, d, as, e));
	*ret = id_new(d->now);
	TRY(circular_add(tx, *ret, d->office->id, as->kind, as->issuer, as->subject, as->roster, as->takes, d->now, d->user, e));
	TRY(version_add(tx, d, *ret, as->kind, as->issuer, as->subject, &as->text, e));
	return access_note(tx, d, "circular_made", "circular", *ret, as->subject, e);
}

enum status circular_of(struct tx *tx, const struct desk *d, int64_t id, struct circular_get_row *ret, struct err *e)
{
	bool found;
	TRY(circular_get(tx, id, d->office->id, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "no such letter");
}

enum status circular_version_put(struct tx *tx, const struct desk *d, int64_t circular, const struct circular_text *text, struct err *e)
{
	struct circular_get_row c;
	TRY(circular_of(tx, d, circular, &c, e));
	TRY(version_add(tx, d, circular, c.kind, c.issuer, c.subject, text, e));
	return access_note(tx, d, "circular_version", "circular", circular, c.subject, e);
}

enum status circular_withdraw(struct tx *tx, const struct desk *d, int64_t circular, int64_t version, const char *reason, struct err *e)
{
	struct circular_get_row c;
	struct circular_version_get_row v;
	struct circular_withdrawn_row w;
	bool found;
	TRY(circular_of(tx, d, circular, &c, e));
	TRY(text_need("reason", reason, CIRCULAR_REASON_MAX, e));
	TRY(circular_version_get(tx, version, &found, &v, e));
	if (!found || v.circular != circular)
		return FAIL(e, NOT_FOUND, "the letter has no such version");
	TRY(circular_withdrawn(tx, version, &found, &w, e));
	if (found)
		return FAIL_FIELD(e, CONFLICT, "reason", "the version was withdrawn already");
	TRY(circular_withdraw_add(tx, id_new(d->now), version, reason, d->now, d->user, e));
	return access_note(tx, d, "circular_withdrawn", "circular", circular, reason, e);
}

/* ---- What a version changes ---- */

static const struct circular_points_row *same_text(const struct circular_points_rows *in, const char *text)
{
	for (size_t i = 0; i < in->n; i++)
		if (text_eq(in->items[i].text, text))
			return &in->items[i];
	return NULL;
}

/* The point that took the place of @p: about the same act, and not there word for word on either side. */
static const struct circular_points_row *same_act(const struct circular_points_rows *in, const struct circular_points_rows *other,
						  const struct circular_points_row *p)
{
	for (size_t i = 0; p->act[0] && i < in->n; i++)
		if (text_eq(in->items[i].act, p->act) && !same_text(other, in->items[i].text))
			return &in->items[i];
	return NULL;
}

static void difference_add(struct arena *a, struct circular_differences *to, const char *what, const char *was, const char *is)
{
	ARENA_PUSH(a, to, ((struct circular_difference){what, was, is}));
}

enum status circular_differences_of(struct tx *tx, int64_t before, int64_t after, struct circular_differences *ret, struct err *e)
{
	struct circular_points_rows was, is;
	const struct circular_points_row *p;
	TRY(circular_points(tx, before, &was, e));
	TRY(circular_points(tx, after, &is, e));
	for (size_t i = 0; i < is.n; i++)
		if (same_text(&was, is.items[i].text))
			difference_add(tx->arena, ret, "same", is.items[i].text, is.items[i].text);
		else if ((p = same_act(&was, &is, &is.items[i])))
			difference_add(tx->arena, ret, "changed", p->text, is.items[i].text);
		else
			difference_add(tx->arena, ret, "added", "", is.items[i].text);
	for (size_t i = 0; i < was.n; i++)
		if (!same_text(&is, was.items[i].text) && !same_act(&is, &was, &was.items[i]))
			difference_add(tx->arena, ret, "dropped", was.items[i].text, "");
	return OK;
}
