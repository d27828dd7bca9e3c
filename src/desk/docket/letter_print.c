/* letter_print.c -- what stands on a letter beside its text, as JSON: written when it is made, read when it is printed
 * again. The text is in the letter's own row; the two together give the same bytes, which a test compares with the sealed
 * PDF. */
#include "desk/docket/docket_internal.h"

#include "desk/docket/crest.h"
#include "desk/docket/letters_internal.h"

#include <string.h>

#define SHEET_MAX ((size_t)64 * 1024)
#define HEAD_ROWS_MAX 8

const char *sheet_write(struct arena *a, const struct paper_letter *l)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "office", l->office);
	jout_put_text(&j, "address", l->address);
	jout_put_text(&j, "contact", l->contact);
	jout_put_bool(&j, "drill", l->drill);
	jout_put_text(&j, "title", l->title);
	jout_put_text(&j, "form_code", l->form_code);
	jout_put_text(&j, "heading", l->heading);
	jout_key(&j, "head");
	jout_array(&j);
	for (size_t i = 0; i < l->n_head; i++) {
		jout_array(&j);
		jout_text(&j, l->head[i].label);
		jout_text(&j, l->head[i].value);
		jout_bool(&j, l->head[i].strong);
		jout_end(&j, ']');
	}
	jout_end(&j, ']');
	jout_put_text(&j, "place_date", l->place_date);
	jout_put_text(&j, "sign_title", l->sign_title);
	jout_put_text(&j, "sign_name", l->sign_name);
	jout_put_text(&j, "sign_note", l->sign_note);
	jout_put_text(&j, "copies", l->copies);
	jout_put_text(&j, "check_url", l->check_url);
	jout_put_text(&j, "foot", l->foot);
	jout_put_bool(&j, "one_sheet", l->one_sheet);
	jout_put_int(&j, "crest", l->crest ? l->crest->key : 0);
	jout_put_int(&j, "made_us", l->made.us);
	jout_end(&j, '}');
	return buf_arena(a, &b);
}

static void head_read(struct arena *a, const struct json *head, struct paper_letter *ret)
{
	struct paper_row *rows = arena_array(a, struct paper_row, HEAD_ROWS_MAX);
	size_t n = 0;
	for (size_t i = 0; head && head->kind == J_ARRAY && i < head->n && n < HEAD_ROWS_MAX; i++) {
		const struct json *r = &head->items[i];
		if (r->kind != J_ARRAY || r->n != 3 || r->items[0].kind != J_TEXT)
			continue;
		rows[n++] = (struct paper_row){.label = r->items[0].text.s,
					       .value = r->items[1].kind == J_TEXT ? r->items[1].text.s : NULL,
					       .strong = r->items[2].kind == J_BOOL && r->items[2].i};
	}
	ret->head = rows;
	ret->n_head = n;
}

enum status sheet_read(struct arena *a, const char *text, struct paper_letter *ret, struct err *e)
{
	const struct json *j;
	TRY(json_read(a, "the sheet of a letter", text, strlen(text), SHEET_MAX, &j, e));
	*ret = (struct paper_letter){
		.office = json_get_text(j, "office", ""),
		.address = json_get_text(j, "address", NULL),
		.contact = json_get_text(j, "contact", NULL),
		.drill = json_get_bool(j, "drill", false),
		.title = json_get_text(j, "title", NULL),
		.form_code = json_get_text(j, "form_code", NULL),
		.heading = json_get_text(j, "heading", NULL),
		.place_date = json_get_text(j, "place_date", NULL),
		.sign_title = json_get_text(j, "sign_title", NULL),
		.sign_name = json_get_text(j, "sign_name", NULL),
		.sign_note = json_get_text(j, "sign_note", NULL),
		.copies = json_get_text(j, "copies", NULL),
		.check_url = json_get_text(j, "check_url", NULL),
		.foot = json_get_text(j, "foot", NULL),
		.one_sheet = json_get_bool(j, "one_sheet", false),
		.made = {json_get_int(j, "made_us", 0)},
	};
	head_read(a, json_get(j, "head"), ret);
	return OK;
}

const char *lacks_write(struct arena *a, const struct paper_slots *lacks)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_array(&j);
	for (size_t i = 0; i < lacks->n; i++)
		jout_text(&j, lacks->items[i].label);
	jout_end(&j, ']');
	return buf_arena(a, &b);
}

enum status lacks_read(struct arena *a, const char *text, const char *const **ret, size_t *ret_n, struct err *e)
{
	const struct json *j;
	TRY(json_read(a, "what a letter lacks", text, strlen(text), SHEET_MAX, &j, e));
	const char **list = arena_array(a, const char *, j->n + 1);
	size_t n = 0;
	for (size_t i = 0; j->kind == J_ARRAY && i < j->n; i++)
		if (j->items[i].kind == J_TEXT)
			list[n++] = j->items[i].text.s;
	*ret = list;
	*ret_n = n;
	return OK;
}

/* Before sheets were remembered: the head by the built-in template, and a line that says where the name stands. */
static enum status sheet_old(struct tx *tx, const struct desk *d, const struct bundle_letters_row *r, struct paper_letter *ret,
			     struct err *e)
{
	struct arena *a = tx->arena;
	struct str text = {"", 0};
	struct paper_template t;
	docket_template_built_in(r->form, &text);
	TRY(paper_template_read(a, text.s, text.n, &t, e));
	struct paper_row *head = arena_array(a, struct paper_row, 4);
	const char *heading = paper_front(&t, "judul", NULL), *sign = paper_front(&t, "ttd", "Ketua,");
	head[0] = (struct paper_row){"Nomor", r->number, false};
	head[1] = (struct paper_row){"Sifat", paper_front(&t, "sifat", NULL), false};
	head[2] = (struct paper_row){"Lampiran", paper_front(&t, "lampiran", NULL), false};
	head[3] = (struct paper_row){"Perihal", heading ? NULL : r->subject, true};
	bool nobody = !strcmp(sign, "tidak");
	*ret = (struct paper_letter){
		.office = d->office->name,
		.address = d->office->address,
		.drill = d->office->drill,
		.title = r->subject,
		.form_code = r->form_code,
		.heading = heading,
		.head = head,
		.n_head = 4,
		.place_date = letter_place_date(a, d->office, r->made_at),
		.sign_title = nobody ? NULL : sign,
		.sign_name = nobody ? NULL : "(nama dan tanda tangan pada lembar asli)",
		.check_url = letter_check_url(a, d->office, r->check_code),
		.foot = arena_printf(a, "%s%slembar asli sha256 %.16s…", r->number ? r->number : "", r->number ? " · " : "", r->sha256),
		.made = r->made_at,
	};
	return OK;
}

/* The crest of that day, whatever prints today. */
static enum status crest_then(struct tx *tx, const struct desk *d, const char *sheet, struct paper_letter *ret, struct err *e)
{
	const struct json *j;
	TRY(json_read(tx->arena, "the sheet of a letter", sheet, strlen(sheet), SHEET_MAX, &j, e));
	int64_t crest = json_get_int(j, "crest", 0);
	return crest ? docket_crest_of(tx, d, crest, &ret->crest, e) : OK;
}

enum status docket_letter_sheet(struct tx *tx, const struct desk *d, const struct bundle_letters_row *row,
				struct paper_letter *ret, struct err *e)
{
	if (row->sheet) {
		TRY(sheet_read(tx->arena, row->sheet, ret, e));
		TRY(crest_then(tx, d, row->sheet, ret, e));
	} else
		TRY(sheet_old(tx, d, row, ret, e));
	ret->recipient = letter_addressee(tx->arena, ret->heading, row->recipient);
	ret->markdown = row->markdown;
	return OK;
}
