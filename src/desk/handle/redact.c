/* redact.c -- see redact.h. The picture is painted before the transaction begins: a child that thinks must not hold up others. */
#include "desk/handle/redact.h"

#include "desk/docket/crest.h"
#include "desk/handle/handle_internal.h"
#include "paper/paper.h"

#include <ctype.h>
#include <string.h>

/* ---- what an exhibit is ---- */

static bool is_text(const char *type) { return text_starts(type, "text/"); }

/* Markdown as it is read: without the backslashes that keep marks from being markup. */
static const char *paper_text(struct arena *a, const char *markdown)
{
	char *to = arena_alloc(a, strlen(markdown) + 1), *end = to;
	for (const char *p = markdown; *p; p++) {
		if (*p == '\\' && ispunct((unsigned char)p[1]))
			p++;
		*end++ = *p;
	}
	*end = 0;
	return to;
}

static enum status text_source(struct tx *tx, const struct desk *d, struct redact_source *ret, struct err *e)
{
	struct str bytes;
	if ((size_t)ret->exhibit.size > REDACT_TEXT_MAX)
		return OK;
	TRY(evidence_file_read(tx, d, ret->exhibit.file, &bytes, NULL, e));
	ret->kind = REDACT_TEXT;
	ret->text = text_clean(tx->arena, bytes.s, bytes.n);
	return OK;
}

enum status handle_redact_source(struct tx *tx, const struct desk *d, int64_t case_file, int64_t exhibit, struct redact_source *ret,
				 struct err *e)
{
	bool found;
	*ret = (struct redact_source){.kind = REDACT_NEITHER};
	TRY(redaction_exhibit(tx, case_file, exhibit, &ret->exhibit, e));
	if (picture_type(ret->exhibit.type)) {
		ret->kind = REDACT_PICTURE;
		return OK;
	}
	if (is_text(ret->exhibit.type))
		return text_source(tx, d, ret, e);
	TRY(redaction_paper(tx, case_file, ret->exhibit.file, &found, &ret->letter, e));
	if (!found || strlen(ret->letter.markdown) > REDACT_TEXT_MAX)
		return OK;
	ret->kind = REDACT_TEXT;
	ret->paper = ret->letter.markdown;
	ret->text = paper_text(tx->arena, ret->paper);
	return OK;
}

/* ---- names ---- */

static bool in_word(char c) { return isalnum((unsigned char)c) || (unsigned char)c >= 0x80; }

/* Where a word of a text may end: also at the quotes and dashes of a telephone, which are no ASCII. A hint too many harms nobody. */
static bool ends_word(char c) { return !isalnum((unsigned char)c); }

static bool word_in(const char *text, const char *word, size_t n)
{
	for (const char *p = text; *p; p++)
		if (!strncasecmp(p, word, n) && ends_word(p[n]) && (p == text || ends_word(p[-1])))
			return true;
	return false;
}

#define NAME_WORD_MIN 4 /* bytes: "Siti" names somebody, "S.E" does not */

static bool name_in(const char *text, const char *name)
{
	for (const char *p = name; *p;) {
		size_t n = 0;
		while (p[n] && in_word(p[n]))
			n++;
		if (n >= NAME_WORD_MIN && word_in(text, p, n))
			return true;
		p += n ? n : 1;
	}
	return false;
}

enum status handle_names_in(struct tx *tx, const struct desk *d, int64_t case_file, const char *text, int64_t but, const char **ret,
			    struct err *e)
{
	struct case_people_rows people;
	*ret = "";
	TRY(case_people(tx, case_file, &people, e));
	for (size_t i = 0; i < people.n; i++)
		if (people.items[i].id != but && name_in(text, people.items[i].name))
			*ret = arena_printf(d->arena, "%s%s%s", *ret, **ret ? ", " : "", people.items[i].name);
	return OK;
}

/* ---- words of a text ---- */

#define SHORT_WORDS 4 /* bytes: what is shorter is hidden only where it stands alone ("Ali" not in "kembali") */

static bool space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/* How many bytes at @p are these words: case of ASCII letters and kind of white space do not matter. 0: they are not here. */
static size_t words_at(const char *p, const char *words, bool paper)
{
	const char *start = p;
	while (*words) {
		if (paper && *p == '\\' && *words != '\\' && ispunct((unsigned char)p[1]))
			p++;
		if (space(*words) && space(*p)) {
			for (; space(*words); words++)
				;
			for (; space(*p); p++)
				;
		} else if (tolower((unsigned char)*p++) != tolower((unsigned char)*words++)) {
			return 0;
		}
	}
	return (size_t)(p - start);
}

/* Notes in @hidden which bytes of @text a mark hides; false when its words stand nowhere. */
static bool words_hide(const char *text, const char *words, bool paper, unsigned char number, unsigned char *hidden)
{
	bool alone = strlen(words) < SHORT_WORDS, found = false;
	for (const char *p = text; *p; p++) {
		size_t n = words_at(p, words, paper);
		if (!n || (alone && (in_word(p[n]) || (p > text && in_word(p[-1])))))
			continue;
		found = true;
		for (size_t k = 0; k < n; k++)
			if (!hidden[p - text + (ptrdiff_t)k])
				hidden[p - text + (ptrdiff_t)k] = number;
	}
	return found;
}

static const char *text_written(struct arena *a, const char *text, const unsigned char *hidden, const struct redact_mark *marks, bool paper)
{
	scoped(buf_free) struct buf b = {0};
	const char *esc = paper ? "\\" : "";
	for (size_t i = 0; text[i]; i++) {
		if (!hidden[i]) {
			buf_char(&b, text[i]);
		} else if (!i || hidden[i - 1] != hidden[i]) {
			const struct redact_mark *m = &marks[hidden[i] - 1];
			buf_printf(&b, "%s[disamarkan: ", esc);
			paper ? markdown_text(&b, redact_words(m->reason, m->note, ID)) : buf_text(&b, redact_words(m->reason, m->note, ID));
			buf_printf(&b, "%s]", esc);
		}
	}
	return buf_arena(a, &b);
}

static const char *say(const struct desk *d, const char *id, const char *en) { return d->lang == EN ? en : id; }

static const char *field_of(struct arena *a, const char *name, size_t i) { return arena_printf(a, "%s-%zu", name, i + 1); }

enum status redact_text(const struct desk *d, const char *text, const struct redact_mark *marks, size_t n, bool paper, const char **ret,
			struct err *e)
{
	_Static_assert(REDACT_MARKS_MAX < 256, "marks are numbered in a byte");
	struct arena *a = d->arena;
	unsigned char *hidden = arena_array(a, unsigned char, strlen(text) + 1);
	for (size_t i = 0; i < n; i++)
		if (!words_hide(text, marks[i].words, paper, (unsigned char)(i + 1), hidden))
			return FAIL_FIELD(e, INVALID, field_of(d->arena, "mark", i), say(d, "kata-kata ini tidak ada di dalam teks: %s", "these words do not stand in the text: %s"), marks[i].words);
	*ret = text_written(a, text, hidden, marks, paper);
	return OK;
}

/* ---- what was asked for ---- */

static enum status area_check(const struct desk *d, const struct redact_mark *m, size_t i, struct photo_area *ret, struct err *e)
{
	const int64_t v[] = {m->x, m->y, m->width, m->height};
	for (size_t k = 0; k < 4; k++)
		if (v[k] < 0 || v[k] > PHOTO_SIDE)
			return FAIL_FIELD(e, INVALID, field_of(d->arena, "mark", i), say(d, "bagian %zu: tiap angka adalah persen, 0 sampai 100", "area %zu: each number is a percentage, from 0 to 100"), i + 1);
	*ret = (struct photo_area){(uint32_t)v[0], (uint32_t)v[1], (uint32_t)v[2], (uint32_t)v[3]};
	if (!ret->width || !ret->height)
		return FAIL_FIELD(e, INVALID, field_of(d->arena, "mark", i), say(d, "bagian %zu tidak punya luas", "area %zu has no size"), i + 1);
	if (!photo_area_fits(*ret))
		return FAIL_FIELD(e, INVALID, field_of(d->arena, "mark", i), say(d, "bagian %zu keluar dari gambar", "area %zu reaches outside of the picture"), i + 1);
	return OK;
}

static enum status mark_check(const struct desk *d, const struct redact_mark *m, size_t i, enum redact_kind kind, struct photo_area *ret, struct err *e)
{
	enum redact_reason r;
	if (!redact_reason_of(m->reason, &r))
		return FAIL_FIELD(e, INVALID, field_of(d->arena, "mark", i), say(d, "bagian %zu: pilih alasan dari daftar", "part %zu: choose a reason of the list"), i + 1);
	if (r == REDACT_OTHER && text_blank(m->note))
		return FAIL_FIELD(e, INVALID, field_of(d->arena, "note", i), say(d, "bagian %zu: tulis alasan lain itu dengan singkat", "part %zu: say the other reason in a few words"), i + 1);
	if (m->note && strlen(m->note) > REDACT_NOTE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, field_of(d->arena, "note", i), say(d, "alasan paling panjang %d bita", "a reason has at most %d bytes"), REDACT_NOTE_MAX);
	if (kind == REDACT_PICTURE)
		return area_check(d, m, i, ret, e);
	if (text_blank(m->words) || strlen(m->words) < 2)
		return FAIL_FIELD(e, INVALID, field_of(d->arena, "mark", i), say(d, "bagian %zu: pilih kata yang disamarkan, sedikitnya dua huruf", "part %zu: choose the words to hide, two letters at least"), i + 1);
	if (strlen(m->words) > REDACT_WORDS_MAX)
		return FAIL_FIELD(e, TOO_LARGE, field_of(d->arena, "mark", i), say(d, "kata yang disamarkan paling panjang %d bita tiap bagian", "words to hide are at most %d bytes at a time"), REDACT_WORDS_MAX);
	return OK;
}

static enum status asked_check(const struct desk *d, const struct redact_new *as, enum redact_kind kind, struct photo_area *areas, struct err *e)
{
	if (as->description && strlen(as->description) > 1000)
		return FAIL_FIELD(e, TOO_LARGE, "description", "%s", say(d, "paling panjang 1000 bita", "at most 1000 bytes"));
	if (as->none)
		return as->n ? FAIL_FIELD(e, INVALID, "none", "%s", say(d, "ada bagian yang ditandai: samarkan, atau hapus tandanya", "parts are marked: either hide them, or take the marks away")) : OK;
	if (kind == REDACT_NEITHER)
		return FAIL_FIELD(e, INVALID, "none", "%s", say(d, "berkas jenis ini tidak dapat disamarkan; diperlihatkan utuh atau tidak sama sekali", "nothing can be hidden in a file of this kind; it is shown whole or not at all"));
	if (!as->n)
		return FAIL_FIELD(e, INVALID, "mark-1", "%s", say(d, "tandai yang harus disamarkan, atau nyatakan tidak ada", "mark what has to be hidden, or state that nothing has to be"));
	if (as->n > REDACT_MARKS_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "mark-1", say(d, "paling banyak %d bagian; satukan yang berdekatan", "at most %d parts; make one of those that touch"), REDACT_MARKS_MAX);
	for (size_t i = 0; i < as->n; i++)
		TRY(mark_check(d, &as->marks[i], i, kind, &areas[i], e));
	return OK;
}

/* ---- the copy ---- */

struct copy_made {
	const char *kind, *name;
	struct str bytes;
	int64_t file; /* one that is stored already; 0: @bytes */
};

static enum status paper_print(const struct desk *d, const struct redact_source *s, const char *masked, struct str *ret, struct err *e)
{
	const struct office *o = d->office;
	char made[DAY_TEXT_MAX];
	struct paper_row head[] = {{"Nomor", s->letter.number ? s->letter.number : "", false}, {"Sifat", "Terbatas", false}};
	struct paper_letter p = {
		.title = s->letter.subject, .heading = arena_printf(d->arena, "%s (salinan yang disamarkan)", s->letter.subject),
		.form_code = s->letter.form_code, .head = head, .n_head = sizeof head / sizeof *head,
		.place_date = arena_printf(d->arena, "%s, %s", o->city, day_long(day_of_instant(s->letter.made_at, o->zone), ID, made)),
		.markdown = arena_printf(d->arena, "*Salinan yang disamarkan. Naskah asli disegel di kantor ini.*\n\n%s", masked),
		.foot = arena_printf(d->arena, "salinan · naskah asli sha256 %.8s…%s", s->exhibit.sha256, s->exhibit.sha256 + 56), .made = d->now};
	TRY(docket_letterhead_alone(d, &p, e));
	return paper_pdf(d->arena, &p, ret, e);
}

static enum status text_copy(const struct desk *d, const struct redact_source *s, const struct redact_new *as, struct copy_made *ret, struct err *e)
{
	const char *text;
	TRY(redact_text(d, s->paper ? s->paper : s->text, as->marks, as->n, s->paper != NULL, &text, e));
	*ret = (struct copy_made){.kind = "text", .name = s->paper ? "salinan-disamarkan.pdf" : "salinan-disamarkan.txt", .bytes = str_of(text)};
	return s->paper ? paper_print(d, s, text, &ret->bytes, e) : OK;
}

/* With nothing to hide a picture still loses what a camera wrote into it: where, when, by whose device. */
static enum status none_copy(struct tx *tx, const struct desk *d, const struct redaction_exhibit_row *x, struct copy_made *ret, struct err *e)
{
	struct str bytes;
	struct picture_of_row seen;
	bool found;
	*ret = (struct copy_made){.kind = "none", .name = "salinan-tanpa-metadata", .file = x->file};
	if (!picture_type(x->type))
		return OK;
	TRY(picture_of(tx, x->file, &found, &seen, e));
	if (found && seen.opened) {
		ret->file = seen.working;
		return OK;
	}
	TRY(evidence_file_read(tx, d, x->file, &bytes, NULL, e));
	ret->bytes = photo_without_metadata(d->arena, bytes);
	ret->file = ret->bytes.s == bytes.s ? x->file : 0;
	return OK;
}

static enum status source_read(const struct desk *d, const struct redact_new *as, struct redact_source *s, struct photo_area *areas,
			       struct str *ret_bytes, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(desk_begin(d, READ, &tx, e));
	TRY(handle_open(&tx, d, as->case_file, &f, e));
	TRY(handle_redact_source(&tx, d, as->case_file, as->exhibit, s, e));
	TRY(asked_check(d, as, s->kind, areas, e));
	return s->kind == REDACT_PICTURE && !as->none ? evidence_file_read(&tx, d, s->exhibit.file, ret_bytes, NULL, e) : OK;
}

static enum status copy_make(const struct desk *d, const struct redact_new *as, struct redact_source *s, struct copy_made *ret, struct err *e)
{
	struct photo_area areas[REDACT_MARKS_MAX];
	struct str bytes = {0};
	TRY(source_read(d, as, s, areas, &bytes, e));
	if (as->none)
		return OK; /* made in the transaction: it starts no process */
	if (s->kind == REDACT_TEXT)
		return text_copy(d, s, as, ret, e);
	*ret = (struct copy_made){.kind = "picture", .name = "salinan-disamarkan.jpg"};
	return picture_paint(d->arena, bytes, areas, as->n, &ret->bytes, e);
}

/* ---- the record ---- */

static enum status copy_keep(struct tx *tx, const struct desk *d, const struct copy_made *made, int64_t *ret_file, struct err *e)
{
	*ret_file = made->file;
	struct file_new file = {.bytes = made->bytes, .name = made->name, .origin = "redaction"};
	return made->file ? OK : evidence_file_add(tx, d, &file, ret_file, e);
}

static enum status marks_keep(struct tx *tx, const struct desk *d, const struct redact_new *as, bool picture, int64_t redaction, struct err *e)
{
	for (size_t i = 0; i < as->n; i++) {
		const struct redact_mark *m = &as->marks[i];
		bool other = !strcmp(m->reason, redact_code(REDACT_OTHER));
		TRY(redaction_mark_add(tx, id_new(d->now), redaction, (int64_t)i + 1, picture ? m->x : 0, picture ? m->y : 0, picture ? m->width : 0,
				       picture ? m->height : 0, picture ? "" : m->words, m->reason, other ? m->note : "", e));
	}
	return OK;
}

static enum status record_note(struct tx *tx, const struct desk *d, int64_t case_file, const struct redaction_exhibit_row *x, int64_t version,
			       const char *kind, size_t marks, struct err *e)
{
	const char *line = !strcmp(kind, "none")
				   ? arena_printf(tx->arena, "B-%lld diperiksa: tidak ada yang perlu disamarkan (versi %lld).", (long long)x->number, (long long)version)
				   : arena_printf(tx->arena, "B-%lld disamarkan di %zu bagian (versi %lld); aslinya tetap tersegel.", (long long)x->number, marks,
						  (long long)version);
	return docket_note(tx, d, case_file, "evidence", line, x->id, e);
}

static enum status record(struct tx *tx, const struct desk *d, const struct redact_new *as, const struct redaction_exhibit_row *x,
			  const struct copy_made *made, int64_t version, struct err *e)
{
	int64_t id = id_new(d->now), file;
	TRY(copy_keep(tx, d, made, &file, e));
	TRY(redaction_add(tx, id, as->exhibit, version, made->kind, file, as->description ? as->description : "", d->now, d->user, e));
	TRY(marks_keep(tx, d, as, !strcmp(made->kind, "picture"), id, e));
	return record_note(tx, d, as->case_file, x, version, made->kind, as->n, e);
}

enum status handle_redact(const struct desk *d, const struct redact_new *as, int64_t *ret_version, struct err *e)
{
	struct redact_source s;
	struct copy_made made = {0};
	struct handle_file f;
	struct redaction_last_row last = {0};
	bool found;
	TRY(copy_make(d, as, &s, &made, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(step_begin(d, as->case_file, &tx, &f, e));
	TRY(redaction_last(&tx, as->exhibit, &found, &last, e));
	if ((found ? last.version : 0) != as->version)
		return FAIL(e, CONFLICT, "%s", say(d, "sementara itu ada versi lain; lihat dulu", "another version was made meanwhile; look at it first"));
	if (as->none)
		TRY(none_copy(&tx, d, &s.exhibit, &made, e));
	*ret_version = as->version + 1;
	TRY(record(&tx, d, as, &s.exhibit, &made, *ret_version, e));
	return tx_commit(&tx, e);
}

enum status redact_state_none(struct tx *tx, const struct desk *d, int64_t case_file, int64_t exhibit, const char *description, struct err *e)
{
	struct redaction_exhibit_row x;
	struct redaction_last_row last = {0};
	struct copy_made made;
	bool found;
	struct redact_new as = {.case_file = case_file, .exhibit = exhibit, .description = description, .none = true};
	TRY(redaction_exhibit(tx, case_file, exhibit, &x, e));
	TRY(redaction_last(tx, exhibit, &found, &last, e));
	TRY(none_copy(tx, d, &x, &made, e));
	return record(tx, d, &as, &x, &made, found ? last.version + 1 : 1, e);
}

/* ---- read ---- */

enum status exhibit_bytes(struct tx *tx, const struct desk *d, int64_t case_file, int64_t exhibit, enum exhibit_reader reader,
			  struct exhibit_copy *ret_copy, struct str *ret, struct err *e)
{
	TRY(exhibit_for(tx, d, case_file, exhibit, reader, ret_copy, e));
	return evidence_file_read(tx, d, ret_copy->file, ret, NULL, e);
}

/* Whoever has the page of an exhibit before them has seen it whole, and that is on record as if they had opened it. */
static enum status original_note(struct tx *tx, const struct desk *d, int64_t exhibit, struct err *e)
{
	return access_note(tx, d, "exhibit_original", "exhibit", exhibit, "", e);
}

enum status handle_redact_look(const struct desk *d, int64_t case_file, int64_t exhibit, struct redact_source *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(handle_open(&tx, d, case_file, &f, e));
	TRY(handle_redact_source(&tx, d, case_file, exhibit, ret, e));
	if (ret->kind == REDACT_TEXT) /* a picture is an address of its own */
		TRY(original_note(&tx, d, exhibit, e));
	return tx_commit(&tx, e);
}

/* Read first, noted then: whoever writes waits for no picture. */
static enum status picture_seen(const struct desk *d, struct tx *tx, int64_t file, int64_t exhibit, struct str *ret, struct err *e)
{
	TRY(picture_read(tx, d, file, false, ret, e));
	TRY(tx_commit(tx, e));
	scoped(tx_rollback) struct tx note = {0};
	TRY(desk_begin(d, WRITE, &note, e));
	TRY(original_note(&note, d, exhibit, e));
	return tx_commit(&note, e);
}

enum status handle_redact_read(const struct desk *d, int64_t case_file, int64_t exhibit, int64_t version, struct str *ret,
			       const char **ret_type, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct redaction_exhibit_row x;
	struct redaction_at_row r;
	struct evidence_file_get_row file;
	bool found;
	TRY(desk_begin(d, READ, &tx, e));
	TRY(handle_open(&tx, d, case_file, &f, e));
	TRY(redaction_exhibit(&tx, case_file, exhibit, &x, e));
	*ret_type = "image/jpeg";
	if (!version)
		return picture_seen(d, &tx, x.file, exhibit, ret, e);
	TRY(redaction_at(&tx, exhibit, version, &found, &r, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "this exhibit has no such version");
	TRY(evidence_file_read(&tx, d, r.file, ret, &file, e));
	*ret_type = file.type;
	return OK;
}
