/* sheet.c -- the field sheet: what is keyed into another body's form (SBT) for one hand-over, in the form's own order.
 *
 * Names and order are rows of the law (law/sbt.toml), so that an office corrects them without a program. What fills them is
 * read from data.json of the package, sealed when it was sent: the sheet says what was handed over, and no other name.
 */
#include "base/json.h"
#include "desk/access/access.h"
#include "desk/docket/crest.h"
#include "desk/forward/forward_internal.h"
#include "desk/forward/parcels.h"
#include "paper/paper.h"

#include <stdlib.h>
#include <string.h>

#define MACHINE_MAX ((size_t)8 << 20) /* bytes of data.json */

struct source {
	const struct json *root, *person, *decision;
	struct arena *a;
	enum zone zone;
};

static const char *text_of(const struct json *object, const char *key) { return json_get_text(object, key, ""); }

static const char *day_of_text(const struct source *s, const char *iso)
{
	struct day d;
	char words[DAY_TEXT_MAX];
	return day_parse(arena_strndup(s->a, iso, 10), &d, NULL) == OK ? arena_strdup(s->a, day_long(d, ID, words)) : "";
}

static const char *evidence_of(const struct source *s)
{
	const struct json *all = json_get(s->root, "evidence");
	const char *list = "";
	for (size_t i = 0; all && i < all->n; i++)
		list = arena_printf(s->a, "%s%sB-%lld %s", list, i ? "; " : "", (long long)json_get_int(&all->items[i], "number", 0),
				    text_of(&all->items[i], "description"));
	return list;
}

/* What fills a field; "" when it is not known, or the word is a newer pack's. */
static const char *fact_of(const struct source *s, const struct law_field *f)
{
	const struct { const char *fact; const struct json *from; const char *key; } plain[] = {
		{"nip", s->person, "nip"}, {"name", s->person, "name"}, {"position", s->person, "position"}, {"agency", s->person, "agency"},
		{"statement", s->person, "statement"}, {"event_place", s->root, "event_place"}, {"act", s->decision, "title"},
		{"basis", s->decision, "basis"}, {"reason", s->decision, "reason"}, {"letter", s->root, "letter"},
		{"file", s->root, "file"}};
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (!strcmp(f->fact, plain[i].fact))
			return text_of(plain[i].from, plain[i].key);
	if (!strcmp(f->fact, "fixed"))
		return f->value;
	if (!strcmp(f->fact, "account"))
		return text_blank(text_of(s->root, "summary")) ? text_of(s->root, "title") : text_of(s->root, "summary");
	if (!strcmp(f->fact, "class"))
		return class_name(class_of(text_of(s->person, "class")), ID);
	if (!strcmp(f->fact, "event_on"))
		return day_of_text(s, text_of(s->root, "event_on"));
	if (!strcmp(f->fact, "sent_on"))
		return day_of_text(s, text_of(s->root, "sent_at"));
	if (!strcmp(f->fact, "office"))
		return arena_printf(s->a, "%s (%s)", text_of(s->root, "office_name"), text_of(s->root, "office"));
	return !strcmp(f->fact, "evidence") ? evidence_of(s) : "";
}

static bool in_force(const struct law_row *r, struct day day)
{
	return (day_is_none(r->from) || r->from.n <= day.n) && (day_is_none(r->to) || r->to.n >= day.n);
}

static int by_position(const void *a, const void *b)
{
	return (*(const struct law_field *const *)a)->position - (*(const struct law_field *const *)b)->position;
}

/* The fields in force on @day; of the file's own pack, of today's where that is older than the form's rows. */
static const struct law_field **fields_of(struct arena *a, const struct law *law, struct day day, size_t *ret_n)
{
	const struct law_field **all = arena_array(a, const struct law_field *, law->fields.n + 1);
	*ret_n = 0;
	for (size_t i = 0; i < law->fields.n; i++)
		if (!strcmp(law->fields.items[i].form, "SBT") && in_force(&law->fields.items[i].row, day))
			all[(*ret_n)++] = &law->fields.items[i];
	if (*ret_n)
		qsort(all, *ret_n, sizeof *all, by_position);
	return all;
}

static enum status source_read(struct tx *tx, const struct desk *d, int64_t machine, struct source *ret, struct err *e)
{
	struct str bytes;
	TRY(evidence_file_read(tx, d, machine, &bytes, NULL, e));
	*ret = (struct source){.a = tx->arena, .zone = d->office->zone};
	TRY(json_read(tx->arena, "data.json", bytes.s, bytes.n, MACHINE_MAX, &ret->root, e));
	const struct json *decisions = json_get(ret->root, "decisions");
	ret->person = json_get(ret->root, "person");
	ret->decision = decisions && decisions->n ? &decisions->items[0] : NULL;
	return OK;
}

enum status sheet_of(struct tx *tx, const struct desk *d, int64_t handover, struct sheet *ret, struct err *e)
{
	struct forward_get_row h;
	struct source s;
	size_t n;
	TRY(forward_get(tx, handover, &h, e));
	if (!h.machine)
		return FAIL(e, NOT_FOUND, "this hand-over has no package yet");
	TRY(source_read(tx, d, h.machine, &s, e));
	struct day sent = day_of_instant(h.sent_at, d->office->zone);
	const struct law_field **fields = fields_of(tx->arena, desk_law(d), sent, &n);
	*ret = (struct sheet){.person = text_of(s.person, "name"), .letter = text_of(s.root, "letter"), .receiver = h.receiver,
			      .for_sbt = !strcmp(h.route, "BKN")};
	for (size_t i = 0; i < n; i++) {
		struct sheet_field f = {.code = fields[i]->code, .name = d->lang == EN ? fields[i]->name_en : fields[i]->name_id,
					.value = fact_of(&s, fields[i]), .sure = fields[i]->row.confidence == SEEN,
					.source = fields[i]->row.sources.n ? fields[i]->row.sources.items[0] : ""};
		ARENA_PUSH(tx->arena, &ret->fields, f);
	}
	return OK;
}

/* Fields as a list of Markdown, whatever stands in them. */
static const char *fields_text(struct arena *a, const struct sheet *s)
{
	scoped(buf_free) struct buf b = {0};
	for (size_t i = 0; i < s->fields.n; i++) {
		const struct sheet_field *f = &s->fields.items[i];
		buf_printf(&b, "%zu. **%s**%s: %s\n", i + 1, paper_escape(a, f->name), f->sure ? "" : " (?)",
			   *f->value ? paper_escape(a, f->value) : "*(kosong)*");
	}
	buf_text(&b, "\n(?) nama dan urutan isian ini belum dipastikan; perbaiki di law/sbt.toml sesudah pengisian pertama.\n");
	return buf_arena(a, &b);
}

enum status sheet_pdf(const struct desk *d, int64_t handover, struct str *ret, struct err *e)
{
	struct sheet s;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(sheet_of(&tx, d, handover, &s, e));
	TRY(access_note(&tx, d, "sheet_printed", "handover", handover, "", e));
	struct paper_row head[] = {{"Surat", s.letter, false}, {"Penerima", s.receiver, false}};
	struct paper_letter p = {.title = "Lembar isian SBT", .heading = "Lembar isian SBT", .head = head, .n_head = 2,
				 .markdown = fields_text(d->arena, &s), .foot = arena_printf(d->arena, "lembar isian · surat %s", s.letter), .made = d->now};
	TRY(docket_letterhead(&tx, d, &p, e));
	TRY(tx_commit(&tx, e));
	return paper_pdf(d->arena, &p, ret, e);
}
