/* letter_bundle.c -- all papers of a file in one PDF, in the order of the procedure, behind a front paper that lists them.
 *
 * The front paper says of each its number, day, page and the hash of the sealed PDF, which facts are missing on which
 * letter, and which papers a step of the file asked for that are not there, with the rule. The papers are laid out from
 * what was sealed (letter_print.c), so the bundle shows what went out, not what today's template would say. A scan or a
 * signed PDF is not printed again: the list names it and its hash.
 */
#include "desk/docket/docket_internal.h"

#include "desk/docket/crest.h"
#include "desk/docket/letters_internal.h"

#include <string.h>

/* ---- what is there ---- */

static const char *form_name(struct arena *a, const struct docket_file *f, const char *form)
{
	const struct law_form *of = law_form(f->law, f->procedure, form);
	const struct letter_kind *kind = letter_kind_of(form);
	if (!of)
		return kind && !strcmp(form, "clock_sum") ? "Hitungan tenggat" : kind && !strcmp(form, "general") ? "Surat" : form;
	return text_blank(of->code) || strstr(of->name_id, "Formulir") ? of->name_id : arena_printf(a, "%s (%s)", of->name_id, of->code);
}

/* A paper that is there is called as it calls itself: "Berita acara rapat pleno peninjauan". */
static const char *paper_name(struct arena *a, const struct docket_file *f, const struct bundle_letters_row *r)
{
	if (text_blank(r->subject))
		return form_name(a, f, r->form);
	return text_blank(r->form_code) ? r->subject : arena_printf(a, "%s (%s)", r->subject, r->form_code);
}

static size_t rank_of(const char *form)
{
	size_t i = 0;
	while (i < letter_kinds_n && strcmp(letter_kinds[i].form, form))
		i++;
	return i;
}

static const char *part_of(const char *form)
{
	const struct letter_kind *kind = letter_kind_of(form);
	return kind ? kind->part : "Lain-lain";
}

/* A letter that was made before the list was kept is only counted. */
static enum status lacks_fill(struct arena *a, struct bundle_line *l, struct err *e)
{
	if (l->row->lacks)
		return lacks_read(a, l->row->lacks, &l->lacks, &l->n_lacks, e);
	const char **unnamed = arena_array(a, const char *, (size_t)l->row->missing + 1);
	for (int64_t i = 0; i < l->row->missing; i++)
		unnamed[l->n_lacks++] = "isian bertanda merah";
	l->lacks = unnamed;
	return OK;
}

/* The statement has them oldest first; a part of the procedure keeps that order within itself. */
static enum status lines_fill(struct tx *tx, const struct docket_file *f, const struct bundle_letters_rows *rows,
			      struct bundle *ret, struct err *e)
{
	for (size_t rank = 0; rank <= letter_kinds_n; rank++)
		for (size_t i = 0; i < rows->n; i++) {
			const struct bundle_letters_row *r = &rows->items[i];
			if (rank_of(r->form) != rank)
				continue;
			struct bundle_line l = {.row = r, .name = paper_name(tx->arena, f, r), .part = part_of(r->form)};
			TRY(lacks_fill(tx->arena, &l, e));
			ret->marks += (int64_t)l.n_lacks;
			ARENA_PUSH(tx->arena, &ret->lines, l);
		}
	return OK;
}

/* ---- what is not ---- */

struct needing {
	struct tx *tx;
	const struct desk *d;
	const struct docket_file *f;
	const struct bundle_letters_rows *letters;
	const struct case_people_rows *people;
	struct bundle *ret;
};

static bool there(const struct needing *n, const char *form, int64_t person)
{
	for (size_t i = 0; i < n->letters->n; i++)
		if (!strcmp(n->letters->items[i].form, form) && (!person || n->letters->items[i].person == person))
			return true;
	return false;
}

static void lack_add(struct needing *n, const char *form, const char *person, const char *why)
{
	for (size_t i = 0; i < n->ret->lacks.n; i++)
		if (!strcmp(n->ret->lacks.items[i].form, form) && !strcmp(n->ret->lacks.items[i].person, person))
			return;
	const struct letter_kind *kind = letter_kind_of(form);
	struct bundle_lack lack = {.form = form, .name = form_name(n->tx->arena, n->f, form), .person = person, .why = why,
				   .by_hand = kind && kind->by_hand};
	ARENA_PUSH(n->tx->arena, &n->ret->lacks, lack);
}

/* Papers that each person of a kind must have; the others the file has once. */
static const struct {
	const char *form, *or_form; /* either will do */
	const char *outcome;        /* of the person; NULL: every reported person */
} per_person[] = {
	{"summons", NULL, NULL},           {"minutes", "absence", NULL},         {"forwarding", NULL, "proven"},
	{"forwarding_crime", NULL, "proven"}, {"forwarding_ethics", NULL, "proven"}, {"recommendation", NULL, "proven"},
	{"repair", NULL, "not_proven"},
};
#define PER_PERSON_N (sizeof per_person / sizeof *per_person)

static void need_each(struct needing *n, size_t which, const char *why)
{
	for (size_t i = 0; i < n->people->n; i++) {
		const struct case_people_row *p = &n->people->items[i];
		const char *outcome = per_person[which].outcome, *or_form = per_person[which].or_form;
		if (strcmp(p->role, "terlapor") || (outcome && !text_eq(p->outcome, outcome)))
			continue;
		if (!there(n, per_person[which].form, p->id) && !(or_form && there(n, or_form, p->id)))
			lack_add(n, per_person[which].form, p->name, why);
	}
}

/* Not asked for: an oath may be declined, which the minutes say; and whoever is heard, is heard before the study is. */
static bool optional(const char *form)
{
	return !strcmp(form, "oath") || !strcmp(form, "minutes");
}

static void need(struct needing *n, const char *form, const char *why)
{
	if (optional(form))
		return;
	for (size_t i = 0; i < PER_PERSON_N; i++)
		if (!strcmp(per_person[i].form, form)) {
			need_each(n, i, why);
			return;
		}
	if (!there(n, form, 0))
		lack_add(n, form, "", why);
}

static const struct law_transition *transition_of(const struct law *law, const char *id)
{
	for (size_t i = 0; i < law->transitions.n; i++)
		if (!strcmp(law->transitions.items[i].id, id))
			return &law->transitions.items[i];
	return NULL;
}

static const char *step_words(const struct needing *n, const struct law_transition *t, struct instant at)
{
	char day[DAY_TEXT_MAX];
	const struct law_state *to = law_state(n->f->law, t->to);
	int article = (int)strcspn(t->row.basis, ";"); /* remarks follow it */
	return arena_printf(n->tx->arena, "langkah %s (%s, %s), %.*s", t->id, to ? to->name_id : t->to,
			    day_short(day_of_instant(at, n->d->office->zone), ID, day), article, t->row.basis);
}

static enum status needs_fill(struct needing *n, struct err *e)
{
	struct bundle_steps_rows steps;
	TRY(bundle_steps(n->tx, n->f->row.id, &steps, e));
	for (size_t i = 0; i < steps.n; i++) {
		const struct law_transition *t = transition_of(n->f->law, steps.items[i].transition);
		if (!t)
			continue;
		const char *why = step_words(n, t, steps.items[i].at);
		for (size_t k = 0; k < t->documents.n; k++)
			need(n, t->documents.items[k], why);
		if (!strcmp(t->to, "STUDY") || !strcmp(t->to, "PLENARY"))
			need_each(n, 1, why); /* everybody was heard, or was asked twice */
		if (text_starts(t->event, "decide_"))
			need_each(n, PER_PERSON_N - 1, why); /* who is not proven gets the name back */
	}
	return OK;
}

enum status docket_bundle(struct tx *tx, const struct desk *d, int64_t case_file, struct bundle *ret, struct err *e)
{
	struct docket_file f;
	struct bundle_letters_rows *letters = arena_new(tx->arena, struct bundle_letters_rows);
	struct case_people_rows people;
	*ret = (struct bundle){0};
	TRY(docket_file_get(tx, d, case_file, &f, e));
	TRY(bundle_letters(tx, case_file, letters, e));
	TRY(case_people(tx, case_file, &people, e));
	TRY(lines_fill(tx, &f, letters, ret, e));
	struct needing n = {.tx = tx, .d = d, .f = &f, .letters = letters, .people = &people, .ret = ret};
	return needs_fill(&n, e);
}

/* ---- the front paper ---- */

struct front {
	struct arena *arena;
	const struct desk *d;
	const struct docket_file *file;
	const struct bundle *of;
};

/* A day, a code: what no line may part. */
static const char *unbroken(struct arena *a, const char *s)
{
	scoped(buf_free) struct buf b = {0};
	for (; *s; s++) {
		if (*s == ' ')
			buf_text(&b, "\u00a0");
		else
			buf_char(&b, *s);
		if (*s == '.' || *s == '/')
			buf_text(&b, "\u2060"); /* no line may end here either */
	}
	return buf_arena(a, &b);
}

static const char *short_day(struct front *f, struct day d)
{
	char day[DAY_TEXT_MAX];
	return unbroken(f->arena, day_short(d, ID, day));
}

/* The day on the paper, which the scan came after; an electronic one has its moment. */
static struct day signed_day(struct front *f, const struct bundle_letters_row *r)
{
	return day_is_none(r->signed_on) ? day_of_instant(r->signed_at, f->d->office->zone) : r->signed_on;
}

/* "Kajian dugaan pelanggaran (A.11), Nama Orang": neither the code nor the name falls apart. */
static const char *line_name(struct front *f, const struct bundle_line *l)
{
	const char *code = strrchr(l->name, '('), *name = l->name;
	if (code && code > name)
		name = arena_printf(f->arena, "%.*s%s", (int)(code - name), name, unbroken(f->arena, code));
	return text_blank(l->row->person_name) ? name : arena_printf(f->arena, "%s, %s", name, unbroken(f->arena, l->row->person_name));
}

static void put_row(struct front *f, struct buf *b, size_t i, int page)
{
	const struct bundle_line *l = &f->of->lines.items[i];
	const struct bundle_letters_row *r = l->row;
	const char *number = text_blank(r->number) ? "tanpa nomor" : r->number;
	buf_printf(b, "| %zu | %s", i + 1, paper_escape_cell(f->arena, line_name(f, l)));
	if (l->n_lacks)
		buf_printf(b, " \\[belum ada: %zu isian\\]", l->n_lacks);
	buf_printf(b, " | %s, %s", paper_escape_cell(f->arena, number), short_day(f, day_of_instant(r->made_at, f->d->office->zone)));
	if (!instant_is_none(r->signed_at))
		buf_printf(b, "; ditandatangani %s, %s", short_day(f, signed_day(f, r)), paper_escape_cell(f->arena, r->signed_by ? r->signed_by : ""));
	buf_printf(b, " | %d | `%.32s %s`", page, r->sha256, r->sha256 + 32);
	if (!text_blank(r->scan_sha256))
		buf_printf(b, "; bertanda tangan `%.32s %s`", r->scan_sha256, r->scan_sha256 + 32);
	buf_text(b, " |\n");
}

static void put_list(struct front *f, struct buf *b, const int *pages)
{
	const char *part = "";
	buf_text(b, "## Isi bundel\n\n| No | Surat | Nomor dan tanggal | Hal. | SHA-256 lembar yang disegel |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < f->of->lines.n; i++) {
		const char *now = f->of->lines.items[i].part;
		if (strcmp(part, now))
			buf_printf(b, "| | **%s** | | | |\n", part = now);
		put_row(f, b, i, pages[i]);
	}
	buf_text(b, "\n");
}

static void put_missing_facts(struct front *f, struct buf *b, const int *pages)
{
	if (!f->of->marks)
		return;
	buf_printf(b, "## Isian yang belum ada: %lld\n\n", (long long)f->of->marks);
	for (size_t i = 0; i < f->of->lines.n; i++) {
		const struct bundle_line *l = &f->of->lines.items[i];
		for (size_t k = 0; k < l->n_lacks; k++)
			buf_printf(b, "- \\[belum ada: %s\\] diperlukan surat nomor urut %zu, %s, halaman %d\n", paper_escape(f->arena, l->lacks[k]),
				   i + 1, paper_escape(f->arena, l->name), pages[i]);
	}
	buf_text(b, "\n");
}

static void put_missing_papers(struct front *f, struct buf *b)
{
	if (!f->of->lacks.n)
		return;
	buf_printf(b, "## Surat yang belum ada: %zu\n\n", f->of->lacks.n);
	for (size_t i = 0; i < f->of->lacks.n; i++) {
		const struct bundle_lack *l = &f->of->lacks.items[i];
		buf_printf(b, "- \\[belum ada: %s%s%s\\] diminta oleh %s\n", paper_escape(f->arena, l->name), *l->person ? ", " : "",
			   paper_escape(f->arena, l->person), paper_escape(f->arena, l->why));
	}
	buf_text(b, "\n");
}

static const char *contents(void *context, struct arena *a, const int *pages, int total)
{
	struct front *f = context;
	const struct case_get_row *r = &f->file->row;
	const struct law_state *state = law_state(f->file->law, r->state);
	const char *number = r->register_number ? r->register_number : r->receipt_number;
	char now[64];
	scoped(buf_free) struct buf b = {0};
	f->arena = a;
	buf_printf(&b, "| Berkas | %s |\n", paper_escape_cell(a, number ? number : "belum bernomor"));
	buf_printf(&b, "| Perihal | %s |\n", paper_escape_cell(a, r->title));
	buf_printf(&b, "| Keadaan | %s |\n", state ? state->name_id : r->state);
	buf_printf(&b, "| Disusun | %s oleh %s |\n", instant_long(f->d->now, f->d->office->zone, ID, now),
		   paper_escape_cell(a, text_blank(f->d->user_name) ? "program" : f->d->user_name));
	buf_printf(&b, "| Jumlah | %zu surat, %d halaman |\n", f->of->lines.n, total);
	buf_printf(&b, "| Belum ada | %lld isian, %zu surat |\n\n", (long long)f->of->marks, f->of->lacks.n);
	put_missing_facts(f, &b, pages);
	put_missing_papers(f, &b);
	put_list(f, &b, pages);
	buf_text(&b, "Lembar dalam bundel ini dicetak ulang dari isi yang disegel. Yang berlaku adalah lembar asli; sidiknya (SHA-256) "
		     "tercantum di atas, dan setiap surat dapat diperiksa lewat kode QR-nya.\n");
	return buf_arena(a, &b);
}

static struct paper_letter front_sheet(struct arena *a, const struct desk *d, const struct docket_file *f)
{
	const char *number = f->row.register_number ? f->row.register_number : f->row.receipt_number;
	const char *of = number ? arena_printf(a, "berkas %s", number) : "berkas";
	return (struct paper_letter){
		.title = arena_printf(a, "Bundel surat %s", of),
		.heading = "Bundel surat",
		.foot = arena_printf(a, "bundel %s", of),
		.fine_tables = true,
		.made = d->now,
	};
}

enum status docket_bundle_pdf(struct tx *tx, const struct desk *d, int64_t case_file, struct str *ret, int *ret_pages,
			      struct err *e)
{
	struct bundle of;
	struct docket_file file;
	TRY(docket_file_get(tx, d, case_file, &file, e));
	TRY(docket_bundle(tx, d, case_file, &of, e));
	struct paper_letter front = front_sheet(tx->arena, d, &file);
	TRY(docket_letterhead(tx, d, &front, e));
	struct paper_letter *sheets = arena_array(tx->arena, struct paper_letter, of.lines.n + 1);
	const struct paper_letter **letters = arena_array(tx->arena, const struct paper_letter *, of.lines.n + 1);
	for (size_t i = 0; i < of.lines.n; i++) {
		TRY(docket_letter_sheet(tx, d, of.lines.items[i].row, &sheets[i], e));
		letters[i] = &sheets[i];
	}
	struct front context = {.d = d, .file = &file, .of = &of};
	struct paper_bundle bundle = {.front = &front, .letters = letters, .n = of.lines.n, .contents = contents, .context = &context};
	return paper_bundle_pdf(tx->arena, &bundle, ret, ret_pages, e);
}
