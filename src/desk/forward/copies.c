/* copies.c -- minutes and exhibits for a package: the sealed original where it names nobody else, else a copy.
 *
 * Minutes are printed anew from their text, with the place of each name marked; texts handed in as evidence likewise. What
 * is in pictures, videos and PDFs of others cannot be read here: of these, and of texts, an officer's redacted copy goes
 * (exhibit_for) where there is one. What a camera or an editor wrote beside a picture is read: where it names somebody else,
 * the picture goes without it.
 */
#include "core/photo/photo.h"
#include "desk/docket/crest.h"
#include "desk/docket/redaction.h"
#include "desk/forward/package_internal.h"

#include "paper/paper.h"

#include <string.h>

/* The end of a file's name inside, by what its first bytes are. */
static const char *ending_of(const char *type)
{
	static const struct { const char *type, *end; } known[] = {
		{"image/jpeg", "jpg"}, {"image/png", "png"}, {"image/webp", "webp"}, {"image/gif", "gif"}, {"image/heic", "heic"},
		{"application/pdf", "pdf"}, {"video/mp4", "mp4"}, {"video/3gpp", "3gp"}, {"audio/mpeg", "mp3"}, {"audio/ogg", "ogg"},
		{"audio/mp4", "m4a"}, {"text/csv", "csv"}, {"application/json", "json"}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!strcmp(type, known[i].type))
			return known[i].end;
	return text_starts(type, "text/") ? "txt" : "bin";
}

static enum status minutes_print(struct tx *tx, const struct desk *d, const struct parcel_letter_row *l, const char *subject,
				 const char *masked, struct str *ret, struct err *e)
{
	struct arena *a = tx->arena;
	const struct office *o = d->office;
	char made[DAY_TEXT_MAX];
	struct paper_row head[] = {{"Nomor", l->number, false}, {"Sifat", "Terbatas", false}};
	const char *note = "*Salinan untuk penerusan: bagian tentang orang lain disamarkan, dengan tanda " MASK_WORD
			   ". Naskah asli disegel di kantor ini.*\n\n";
	struct paper_letter p = {
		.title = subject, .heading = arena_printf(a, "%s (salinan yang disamarkan)", subject), .form_code = l->form_code,
		.head = head, .n_head = sizeof head / sizeof *head,
		.place_date = arena_printf(a, "%s, %s", o->city, day_long(day_of_instant(l->made_at, o->zone), ID, made)),
		.markdown = arena_printf(a, "%s%s", note, masked), .foot = arena_printf(a, "salinan · naskah asli sha256 %.8s…%s", l->sha256, l->sha256 + 56),
		.made = d->now};
	TRY(docket_letterhead(tx, d, &p, e));
	return paper_pdf(a, &p, ret, e);
}

static enum status bytes_keep(struct tx *tx, const struct desk *d, struct str bytes, const char *name, struct package_file *f, struct err *e)
{
	struct file_new as = {.bytes = bytes, .name = name, .origin = "letter"};
	f->original = f->original ? f->original : f->sha256;
	f->sha256 = hash_hex(tx->arena, hash_of(bytes.s, bytes.n));
	f->size = (int64_t)bytes.n;
	return evidence_file_add(tx, d, &as, &f->file, e);
}

static enum status minutes_one(struct tx *tx, const struct desk *d, int64_t letter, struct parts *p, struct err *e)
{
	struct parcel_letter_row l;
	struct str pdf;
	int64_t before = p->masked;
	TRY(parcel_letter(tx, letter, &l, e));
	const char *text = mask_text(p->mask, l.markdown, &p->masked), *subject = mask_text(p->mask, l.subject, &p->masked);
	struct package_file f = {.name = arena_printf(tx->arena, "berita-acara/%zu.pdf", p->minutes.n + 1), .file = l.file, .sha256 = l.sha256,
				 .type = "application/pdf", .description = l.number ? l.number : ""};
	if (p->masked > before) {
		TRY(minutes_print(tx, d, &l, subject, text, &pdf, e));
		TRY(bytes_keep(tx, d, pdf, "salinan-berita-acara.pdf", &f, e));
	}
	ARENA_PUSH(tx->arena, &p->minutes, f);
	return OK;
}

enum status copies_of_minutes(struct tx *tx, const struct desk *d, int64_t person, struct parts *p, struct err *e)
{
	struct forward_hearings_rows all;
	TRY(forward_hearings(tx, person, &all, e));
	for (size_t i = 0; i < all.n; i++)
		TRY(minutes_one(tx, d, all.items[i].letter, p, e));
	return OK;
}

static enum status text_copy(struct tx *tx, const struct desk *d, struct parts *p, struct package_file *f, struct err *e)
{
	struct str bytes;
	int64_t found = 0;
	TRY(evidence_file_read(tx, d, f->file, &bytes, NULL, e));
	const char *text = text_clean(tx->arena, bytes.s, bytes.n), *masked = mask_text(p->mask, text, &found);
	p->masked += found;
	return found ? bytes_keep(tx, d, str_of(masked), f->name + strlen("bukti/"), f, e) : OK;
}

#define BESIDE_PICTURE ((size_t)256 * 1024) /* bytes at each end of what is not the picture in which captions and names of owners stand */
#define BESIDE_MORE    ((size_t)64)         /* bytes around it: where it begins is told by comparing */

/* Of @bytes what @plain lacks, with all between: a file of many persons and many pictures has no time to look for names in pixels. */
static struct str beside_picture(struct str bytes, struct str plain)
{
	size_t from = 0, same = 0;
	while (from < plain.n && bytes.s[from] == plain.s[from])
		from++;
	while (same < plain.n - from && bytes.s[bytes.n - 1 - same] == plain.s[plain.n - 1 - same])
		same++;
	size_t to = bytes.n - same + BESIDE_MORE;
	from = from > BESIDE_MORE ? from - BESIDE_MORE : 0;
	to = to < bytes.n ? to : bytes.n;
	return (struct str){bytes.s + from, to - from};
}

/* The letters of @bytes, also of two bytes each (as Windows writes them), for looking, not for reading. */
static const char *letters_seen(struct arena *a, struct str bytes)
{
	char *text = arena_alloc(a, bytes.n + 1), *end = text;
	for (size_t i = 0; i < bytes.n; i++)
		if (bytes.s[i])
			*end++ = (unsigned char)bytes.s[i] < ' ' ? ' ' : bytes.s[i];
	*end = 0;
	return text;
}

static enum status picture_copy(struct tx *tx, const struct desk *d, struct parts *p, struct package_file *f, struct err *e)
{
	scoped(arena_free) struct arena once = {0}; /* many persons times many pictures are more than the memory holds */
	struct desk apart = *d;
	struct str bytes;
	struct err gone = {0};
	int64_t found = 0;
	apart.arena = &once;
	if (evidence_file_read(tx, &apart, f->file, &bytes, NULL, &gone) != OK)
		return OK; /* not what was sealed: the record stands, and making the one file says so */
	struct str plain = photo_without_metadata(&once, bytes);
	if (plain.s == bytes.s || plain.n >= bytes.n)
		return OK;
	struct str beside = beside_picture(bytes, plain);
	size_t end = beside.n < BESIDE_PICTURE ? beside.n : BESIDE_PICTURE;
	mask_text(p->mask, letters_seen(&once, (struct str){beside.s, end}), &found);
	if (!found && end < beside.n)
		mask_text(p->mask, letters_seen(&once, (struct str){beside.s + beside.n - end, end}), &found);
	if (!found)
		return OK;
	p->masked++;
	f->description = arena_printf(tx->arena, "%s (disamarkan: metadata)", f->description);
	return bytes_keep(tx, d, plain, f->name + strlen("bukti/"), f, e);
}

enum status copies_of_exhibits(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person, struct parts *p, struct err *e)
{
	struct parcel_exhibits_rows all;
	TRY(parcel_exhibits(tx, case_file, person, &all, e));
	for (size_t i = 0; i < all.n; i++) {
		const struct parcel_exhibits_row *x = &all.items[i];
		struct exhibit_copy c;
		TRY(exhibit_for(tx, d, case_file, x->id, READER_PACKAGE, &c, e));
		struct package_file f = {.name = arena_printf(tx->arena, "bukti/B-%02lld.%s", (long long)x->number, ending_of(c.type)),
					 .file = c.file, .sha256 = c.sha256, .size = c.size, .number = x->number, .type = c.type,
					 .description = mask_text(p->mask, c.description, &p->masked), .original = c.original ? NULL : x->sha256};
		if (c.redacted)
			f.description = arena_printf(tx->arena, "%s (disamarkan: %s)", f.description, mask_text(p->mask, c.reasons, &p->masked));
		p->masked += c.redacted;
		if (text_starts(c.type, "text/"))
			TRY(text_copy(tx, d, p, &f, e));
		else if (c.original && photo_type_cleans(c.type))
			TRY(picture_copy(tx, d, p, &f, e));
		ARENA_PUSH(tx->arena, &p->evidence, f);
	}
	return OK;
}
