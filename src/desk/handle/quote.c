/* quote.c -- quotes of a study: words of sealed items, checked to stand there.
 *
 * A quote keeps the item, the hash of its bytes, and from where to where the words stand, so that whoever reads the study
 * can find them again and `netra verify` can tell that the item is still what it was. Words that the item does not hold are
 * refused: a study must not put words into anybody's mouth. Of a picture only the whole can be cited.
 */
#include "desk/handle/handle_internal.h"

#include <string.h>

#define QUOTED_FILE_MAX ((size_t)256 * 1024) /* bytes of a text exhibit in which words are looked for */

static bool blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/* The end of @words that begin at @s, any white space being any other; NULL: they do not stand here. */
static const char *match(const char *s, const char *words)
{
	while (*words) {
		if (!blank(*words)) {
			if (*s++ != *words++)
				return NULL;
			continue;
		}
		while (blank(*words))
			words++;
		if (!*words)
			break;
		if (!blank(*s))
			return NULL;
		while (blank(*s))
			s++;
	}
	return s;
}

bool handle_quote_find(const char *text, const char *words, size_t *ret_from, size_t *ret_to)
{
	while (blank(*words))
		words++;
	if (!*words)
		return false;
	for (const char *at = strchr(text, *words); at; at = strchr(at + 1, *words)) {
		const char *end = match(at, words);
		if (!end)
			continue;
		*ret_from = (size_t)(at - text);
		*ret_to = (size_t)(end - text);
		return true;
	}
	return false;
}

const char *handle_source_label(struct arena *a, const struct handle_sources_row *r)
{
	if (!strcmp(r->kind, "line"))
		return arena_printf(a, "Berita acara %s, jawaban %lld", r->name, (long long)r->number);
	if (!strcmp(r->kind, "correction"))
		return arena_printf(a, "Berita acara %s, perbaikan jawaban %lld", r->name, (long long)r->number);
	if (!strcmp(r->kind, "answer"))
		return arena_printf(a, "Jawaban tertulis %s", r->name);
	return arena_printf(a, "Unggahan %s", r->name);
}

/* The item that is quoted. */
struct quoted {
	const char *label, *sha256;
	const char *text; /* NULL: it has none */
};

static enum status exhibit_quoted(struct tx *tx, const struct desk *d, int64_t case_file, int64_t id, bool words, struct quoted *ret,
				  struct err *e)
{
	struct handle_exhibit_row row;
	struct evidence_file_get_row file;
	struct str bytes;
	TRY(handle_exhibit(tx, case_file, id, &row, e));
	TRY(evidence_file_get(tx, row.file, &file, e));
	*ret = (struct quoted){.label = arena_printf(tx->arena, "B-%lld", (long long)row.number), .sha256 = file.sha256};
	if (!words || !text_starts(file.type, "text/") || (size_t)file.size > QUOTED_FILE_MAX)
		return OK;
	TRY(evidence_file_read(tx, d, row.file, &bytes, &file, e));
	ret->text = arena_strndup(tx->arena, bytes.s, bytes.n);
	return OK;
}

static enum status source_quoted(struct tx *tx, int64_t case_file, const struct handle_quote_new *as, struct quoted *ret, struct err *e)
{
	struct handle_sources_rows rows;
	TRY(handle_sources(tx, case_file, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct handle_sources_row *r = &rows.items[i];
		if (r->id != as->item || !text_eq(as->kind, r->kind))
			continue;
		*ret = (struct quoted){.label = handle_source_label(tx->arena, r), .text = r->text};
		ret->sha256 = hash_hex(tx->arena, hash_of(r->text, strlen(r->text)));
		return OK;
	}
	return FAIL_FIELD(e, INVALID, "item", "this item is not in the file");
}

static enum status span_of(const struct desk *d, const struct quoted *q, const char *words, size_t *ret_from, size_t *ret_to,
			   struct err *e)
{
	*ret_from = *ret_to = 0;
	if (text_blank(words))
		return OK;
	if (strlen(words) > QUOTE_MAX)
		return FAIL_FIELD(e, TOO_LARGE, "words", d->lang == EN ? "At most %d bytes." : "Paling panjang %d bita.", QUOTE_MAX);
	if (!q->text)
		return FAIL_FIELD(e, INVALID, "words", d->lang == EN ? "%s has no text to quote: cite it as a whole, without words." : "%s tidak berisi teks: kutip seutuhnya, tanpa kata-kata.", q->label);
	if (!handle_quote_find(q->text, words, ret_from, ret_to))
		return FAIL_FIELD(e, INVALID, "words", d->lang == EN ? "These words do not stand in %s." : "Kata-kata ini tidak ada dalam %s.", q->label);
	return OK;
}

static enum status point_is_here(struct tx *tx, int64_t case_file, int64_t point, struct err *e)
{
	struct handle_points_rows points;
	TRY(handle_points(tx, case_file, &points, e));
	for (size_t i = 0; i < points.n; i++)
		if (points.items[i].id == point)
			return OK;
	return FAIL_FIELD(e, INVALID, "point", "save the point first");
}

enum status handle_quote_add(const struct desk *d, int64_t case_file, const struct handle_quote_new *as, int64_t *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct quoted q;
	size_t from, to;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(study_open(&tx, d, &f, NULL, e));
	TRY(point_is_here(&tx, case_file, as->point, e));
	if (text_eq(as->kind, "exhibit"))
		TRY(exhibit_quoted(&tx, d, case_file, as->item, !text_blank(as->words), &q, e));
	else
		TRY(source_quoted(&tx, case_file, as, &q, e));
	TRY(span_of(d, &q, as->words, &from, &to, e));
	*ret = id_new(d->now);
	const char *words = to ? arena_strndup(tx.arena, q.text + from, to - from) : "";
	TRY(handle_quote_insert(&tx, *ret, as->point, as->kind, as->item, q.label, q.sha256, (int64_t)from, (int64_t)to, words, d->now,
				d->user, e));
	return tx_commit(&tx, e);
}

enum status handle_quote_remove(const struct desk *d, int64_t case_file, int64_t quote, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	int64_t changed;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(study_open(&tx, d, &f, NULL, e));
	TRY(handle_quote_drop(&tx, case_file, quote, d->now, &changed, e));
	if (!changed)
		return FAIL_FIELD(e, NOT_FOUND, "quote", "there is no such quote in this study");
	return tx_commit(&tx, e);
}
