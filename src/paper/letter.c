/* letter.c -- a paper of the office, as PDF: letterhead, head, body, signature, QR, and a foot on each sheet.
 *
 * It looks as design/look says: the lens of Netra, the office's name and address, a double rule, a serif
 * face. The Garuda is not drawn: the stamp and wet ink make the paper official, not its picture. Text is
 * tagged (P, H1 ...), so that a screen reader can follow. The dates in the file are the moment given, so the
 * same letter has the same bytes.
 */
#include "paper/paper_internal.h"

#include <cairo-pdf.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

#define MARKDOWN_MAX (256 * 1024)
#define QR_SIZE      76.0
#define SIGN_GAP     46.0 /* room for wet ink and stamp */
#define LABEL_WIDTH  62.0

/* A font map is not for sharing between threads, and making one costs more than a letter: each thread keeps
 * one. */
static pthread_key_t map_key;
static pthread_once_t map_once = PTHREAD_ONCE_INIT;

static void map_key_make(void)
{
	pthread_key_create(&map_key, g_object_unref);
}

PangoFontMap *font_map(void)
{
	pthread_once(&map_once, map_key_make);
	PangoFontMap *map = pthread_getspecific(map_key);
	if (!map) {
		map = pango_cairo_font_map_new();
		pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
		pthread_setspecific(map_key, map);
	}
	return map;
}

#ifndef __has_feature /* clang's way to ask; gcc defines __SANITIZE_ADDRESS__ */
#define __has_feature(x) 0
#endif
#if defined __SANITIZE_ADDRESS__ || __has_feature(address_sanitizer)
/* fontconfig keeps its patterns as offsets, which the leak checker cannot follow; they live as long as the
 * process. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig\n";
}
#endif

/* ---- laying out ---- */

double layout_height(PangoLayout *l)
{
	int w, h;
	pango_layout_get_size(l, &w, &h);
	return (double)h / PANGO_SCALE;
}

double layout_width(PangoLayout *l)
{
	int w, h;
	pango_layout_get_size(l, &w, &h);
	return (double)w / PANGO_SCALE;
}

PangoLayout *sheets_layout(struct sheets *s, const char *font, const char *markup, double width)
{
	PangoLayout *l = pango_layout_new(s->pango);
	PangoFontDescription *face = pango_font_description_from_string(font);
	pango_layout_set_font_description(l, face);
	pango_font_description_free(face);
	if (width > 0)
		pango_layout_set_width(l, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_markup(l, markup, -1);
	ARENA_PUSH(s->arena, &s->layouts, l);
	return l;
}

static double sheet_end(const struct sheets *s)
{
	return sheet_height(s) - MARGIN_FOOT;
}

void sheets_room(struct sheets *s, double height)
{
	if (s->y + height <= sheet_end(s) || s->y <= MARGIN_TOP)
		return;
	s->full |= s->sheet + 1 >= SHEETS_MAX;
	if (!s->full)
		s->sheet++;
	s->y = MARGIN_TOP;
}

static void put_mark(struct sheets *s, struct mark m)
{
	m.sheet = s->sheet;
	m.block = s->block;
	if (!s->full)
		ARENA_PUSH(s->arena, &s->marks, m);
}

void sheets_rule(struct sheets *s, double x, double y, double width, double thickness)
{
	put_mark(s, (struct mark){.kind = MARK_RULE, .x = x, .y = y, .width = width, .height = thickness});
}

static void put_bullet(struct sheets *s, double x, double baseline)
{
	PangoLayout *l = sheets_layout(s, FONT_BODY, s->bullet, 0);
	s->bullet = NULL;
	put_mark(s, (struct mark){.kind = MARK_LINE,
				  .x = x - layout_width(l) - 6,
				  .y = baseline,
				  .tag = "P",
				  .line = pango_layout_get_line_readonly(l, 0)});
}

void sheets_put(struct sheets *s, PangoLayout *l, double x, const char *tag)
{
	s->block++;
	PangoLayoutIter *i = pango_layout_get_iter(l);
	do {
		PangoRectangle box;
		pango_layout_iter_get_line_extents(i, NULL, &box);
		double height = (double)box.height / PANGO_SCALE;
		double down = (double)(pango_layout_iter_get_baseline(i) - box.y) / PANGO_SCALE;
		sheets_room(s, height);
		if (s->bullet)
			put_bullet(s, x, s->y + down);
		put_mark(s, (struct mark){.kind = MARK_LINE,
					  .x = x + (double)box.x / PANGO_SCALE,
					  .y = s->y + down,
					  .tag = tag,
					  .line = pango_layout_iter_get_line_readonly(i)});
		s->y += height;
	} while (pango_layout_iter_next_line(i) && !s->full);
	pango_layout_iter_free(i);
}

void sheets_put_at(struct sheets *s, PangoLayout *l, double x, double y, const char *tag)
{
	PangoLayoutIter *i = pango_layout_get_iter(l);
	do {
		PangoRectangle box;
		pango_layout_iter_get_line_extents(i, NULL, &box);
		put_mark(s, (struct mark){.kind = MARK_LINE,
					  .tag = tag,
					  .x = x + (double)box.x / PANGO_SCALE,
					  .y = y + (double)pango_layout_iter_get_baseline(i) / PANGO_SCALE,
					  .line = pango_layout_iter_get_line_readonly(i)});
	} while (pango_layout_iter_next_line(i));
	pango_layout_iter_free(i);
}

/* ---- the parts of a letter ---- */

static void put_letterhead(struct sheets *s)
{
	const struct paper_letter *l = s->letter;
	double x = MARGIN_X + 50, width = sheet_width(s) - MARGIN_X - x;
	double top = s->y;
	PangoLayout *name = sheets_layout(s, FONT_BODY,
					  arena_printf(s->arena, "<span size=\"13.5pt\"><b>%s</b></span>",
						       markup_of(s->arena, l->office)),
					  width);
	sheets_put(s, name, x, "P");
	const char *lines[] = {l->address, l->contact};
	for (size_t i = 0; i < 2; i++)
		if (!text_blank(lines[i]))
			sheets_put(s,
				   sheets_layout(s, FONT_BODY,
						 arena_printf(s->arena, "<span size=\"8.5pt\">%s</span>",
							      markup_of(s->arena, lines[i])),
						 width),
				   x, "P");
	double bottom = s->y > top + 36 ? s->y : top + 36;
	put_mark(s, (struct mark){.kind = MARK_FIGURE,
				  .x = MARGIN_X,
				  .y = top + (bottom - top - 32) / 2,
				  .width = 38});
	sheets_rule(s, MARGIN_X, bottom + 7, sheet_width(s) - 2 * MARGIN_X, 1.1);
	sheets_rule(s, MARGIN_X, bottom + 9.4, sheet_width(s) - 2 * MARGIN_X, 0.5);
	s->y = bottom + 22;
}

static void put_heading(struct sheets *s, const char *text)
{
	const char *markup =
		arena_printf(s->arena, "<span size=\"13pt\"><b>%s</b></span>", markup_of(s->arena, text));
	PangoLayout *l = sheets_layout(s, FONT_BODY, markup, sheet_width(s) - 2 * MARGIN_X);
	pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
	sheets_put(s, l, MARGIN_X, "H1");
	s->y += 8;
}

static void put_head(struct sheets *s)
{
	double width = sheet_width(s) - 2 * MARGIN_X - LABEL_WIDTH;
	bool any = false;
	for (size_t i = 0; i < s->letter->n_head; i++) {
		const struct paper_row *r = &s->letter->head[i];
		if (text_blank(r->value))
			continue;
		const char *value = markup_of(s->arena, r->value);
		PangoLayout *label = sheets_layout(s, FONT_BODY, markup_of(s->arena, r->label), LABEL_WIDTH);
		PangoLayout *layout = sheets_layout(
			s, FONT_BODY, r->strong ? arena_printf(s->arena, "<b>%s</b>", value) : value, width);
		sheets_room(s, layout_height(layout));
		s->block++;
		sheets_put_at(s, label, MARGIN_X, s->y, "P");
		sheets_put_at(s, layout, MARGIN_X + LABEL_WIDTH, s->y, "P");
		s->y += layout_height(layout);
		any = true;
	}
	s->y += any ? 10 : 0;
}

static void put_address(struct sheets *s)
{
	const struct paper_letter *l = s->letter;
	double width = sheet_width(s) - 2 * MARGIN_X;
	if (l->place_date) {
		PangoLayout *right = sheets_layout(s, FONT_BODY, markup_of(s->arena, l->place_date), width);
		pango_layout_set_alignment(right, PANGO_ALIGN_RIGHT);
		sheets_put(s, right, MARGIN_X, "P");
		s->y += 8;
	}
	if (!text_blank(l->recipient)) {
		sheets_put(s, sheets_layout(s, FONT_BODY, markup_of(s->arena, l->recipient), width), MARGIN_X,
			   "P");
		s->y += 8;
	}
}

static void put_ink_line(struct sheets *s, const char *text, bool strong, double width)
{
	const char *markup = markup_of(s->arena, text);
	if (strong)
		markup = arena_printf(s->arena, "<b>%s</b>", markup);
	sheets_put(s, sheets_layout(s, FONT_BODY, markup, width), MARGIN_X, "P");
}

static void put_check_line(struct sheets *s)
{
	double width = sheet_width(s) - 2 * MARGIN_X;
	const char *text = arena_printf(s->arena, "Periksa keaslian: %s", s->letter->check_url);
	sheets_rule(s, MARGIN_X, s->y + 4, width, 0.4);
	s->y += 8;
	sheets_put(s, sheets_layout(s, FONT_SMALL, markup_of(s->arena, text), width), MARGIN_X, "P");
}

/* Signature to the left, QR to the right; they stay together on one sheet. */
static void put_end(struct sheets *s)
{
	const struct paper_letter *l = s->letter;
	if (!l->sign_title && !l->check_url)
		return;
	sheets_room(s, (l->sign_title ? SIGN_GAP + 70 : QR_SIZE) + 40);
	s->y += 8;
	double top = s->y, width = sheet_width(s) - 2 * MARGIN_X - QR_SIZE - 24;
	if (l->sign_title) {
		put_ink_line(s, l->sign_title, false, width);
		s->y += SIGN_GAP;
		put_ink_line(s, text_blank(l->sign_name) ? "[belum ada: nama penanda tangan]" : l->sign_name,
			     true, width);
		if (!text_blank(l->sign_note))
			put_ink_line(s, l->sign_note, false, width);
	}
	if (l->check_url) {
		double y = s->y - top > QR_SIZE ? s->y - QR_SIZE : top;
		put_mark(s, (struct mark){.kind = MARK_QR,
					  .x = sheet_width(s) - MARGIN_X - QR_SIZE,
					  .y = y,
					  .width = QR_SIZE,
					  .what = l->check_url});
		s->y = s->y > y + QR_SIZE ? s->y : y + QR_SIZE;
		put_check_line(s);
	}
}

/* ---- drawing ---- */

/* The lens with its two leaves, 32 units wide (the mark of the pages). */
static void draw_lens(cairo_t *c, double x, double y, double size)
{
	cairo_save(c);
	cairo_translate(c, x, y);
	cairo_scale(c, size / 32, size / 32);
	ink_set(c, INK_INDIGO);
	cairo_set_line_width(c, 1.9);
	cairo_move_to(c, 2, 16);
	cairo_curve_to(c, 7, 7, 25, 7, 30, 16);
	cairo_curve_to(c, 25, 25, 7, 25, 2, 16);
	cairo_close_path(c);
	cairo_stroke(c);
	cairo_arc(c, 16, 16, 4.6, 0, 2 * 3.14159265358979);
	cairo_fill(c);
	for (int i = 0; i < 2; i++) {
		double d = i ? 20.4 : 0;
		cairo_move_to(c, 16, 3.5 + d);
		cairo_curve_to(c, 18.6, 5 + d, 18.6, 6.6 + d, 16, 8.1 + d);
		cairo_curve_to(c, 13.4, 6.6 + d, 13.4, 5 + d, 16, 3.5 + d);
		cairo_fill(c);
	}
	cairo_restore(c);
}

static enum status draw_mark(cairo_t *c, struct sheets *s, const struct mark *m, struct err *e)
{
	struct qr q;
	switch (m->kind) {
	case MARK_LINE:
		ink_set(c, INK_TEXT);
		cairo_move_to(c, m->x, m->y);
		pango_cairo_show_layout_line(c, m->line);
		break;
	case MARK_RULE:
		ink_set(c, INK_TEXT);
		cairo_rectangle(c, m->x, m->y, m->width, m->height);
		cairo_fill(c);
		break;
	case MARK_QR:
		TRY(qr_make(s->arena, m->what, &q, e));
		qr_draw(c, &q, m->x, m->y, m->width);
		break;
	case MARK_FIGURE:
		if (m->what)
			drawing_draw(c, s->pango, m->what, m->x, m->y, m->width);
		else
			draw_lens(c, m->x, m->y, m->width);
		break;
	}
	return OK;
}

/* One line of small print; @align: 0 left, 1 right, 2 middle. */
static void draw_small(cairo_t *c, struct sheets *s, const char *text, double y, int align)
{
	PangoLayout *l = sheets_layout(s, FONT_SMALL, markup_of(s->arena, text), 0);
	double width = layout_width(l), room = sheet_width(s) - 2 * MARGIN_X;
	cairo_move_to(c, MARGIN_X + (align == 1 ? room - width : align == 2 ? (room - width) / 2 : 0), y);
	pango_cairo_show_layout(c, l);
}

static void draw_foot(cairo_t *c, struct sheets *s, int sheet)
{
	double y = sheet_height(s) - MARGIN_FOOT + 18;
	ink_set(c, INK_SOFT);
	cairo_rectangle(c, MARGIN_X, y, sheet_width(s) - 2 * MARGIN_X, 0.4);
	cairo_fill(c);
	if (s->letter->foot)
		draw_small(c, s, s->letter->foot, y + 4, 0);
	draw_small(c, s, arena_printf(s->arena, "lembar %d dari %d", sheet + 1, s->sheet + 1), y + 16, 1);
}

/* Said on each sheet, twice: in words on top, and across the sheet as a shape that no copy can lose. */
static void draw_drill(cairo_t *c, struct sheets *s)
{
	cairo_set_source_rgb(c, 0.54, 0.27, 0.08);
	draw_small(c, s, "DATA LATIHAN: semua nama, nomor, dan angka rekaan", 30, 2);
	PangoLayout *l = sheets_layout(s, FONT_BODY, "<span size=\"62pt\"><b>DATA LATIHAN</b></span>", 0);
	cairo_save(c);
	cairo_set_source_rgb(c, 0.955, 0.945, 0.93);
	cairo_translate(c, sheet_width(s) / 2, sheet_height(s) / 2);
	cairo_rotate(c, -0.9);
	cairo_move_to(c, -layout_width(l) / 2, -layout_height(l) / 2);
	pango_cairo_layout_path(c, l); /* a path, not text: it does not get between the words of the letter */
	cairo_fill(c);
	cairo_restore(c);
}

/* Consecutive lines of one block are one paragraph to a reader of the file. */
static enum status draw_sheet(cairo_t *c, struct sheets *s, int sheet, struct err *e)
{
	if (s->letter->drill)
		draw_drill(c, s);
	ink_set(c, INK_TEXT);
	if (sheet == 0 && !text_blank(s->letter->form_code))
		draw_small(c, s, arena_printf(s->arena, "Formulir %s", s->letter->form_code), 42, 1);
	const char *open = NULL;
	int block = -1;
	for (size_t i = 0; i < s->marks.n; i++) {
		const struct mark *m = &s->marks.items[i];
		if (m->sheet != sheet)
			continue;
		if (open && (m->block != block || !m->tag)) {
			cairo_tag_end(c, open);
			open = NULL;
		}
		if (!open && m->tag)
			cairo_tag_begin(c, open = m->tag, NULL);
		block = m->block;
		TRY(draw_mark(c, s, m, e));
	}
	if (open)
		cairo_tag_end(c, open);
	draw_foot(c, s, sheet);
	cairo_show_page(c);
	return OK;
}

static cairo_status_t write_bytes(void *to, const unsigned char *bytes, unsigned n)
{
	buf_raw(to, bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

static void set_metadata(cairo_surface_t *surface, const struct paper_letter *l)
{
	char date[32];
	time_t at = (time_t)(l->made.us / SECOND_US);
	struct tm tm;
	strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&at, &tm));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, l->title ? l->title : l->office);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, l->office);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Netra");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, date);
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_MOD_DATE, date);
}

static enum status draw(struct sheets *s, struct buf *b, struct err *e)
{
	cairo_surface_t *surface =
		cairo_pdf_surface_create_for_stream(write_bytes, b, A4_WIDTH, A4_HEIGHT);
	set_metadata(surface, s->letter);
	cairo_t *c = cairo_create(surface);
	enum status status = OK;
	cairo_scale(c, s->scale, s->scale);
	for (int i = 0; i <= s->sheet && status == OK; i++)
		status = draw_sheet(c, s, i, e);
	cairo_status_t ended = cairo_status(c);
	cairo_destroy(c);
	cairo_surface_finish(surface);
	if (ended == CAIRO_STATUS_SUCCESS)
		ended = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	if (status == OK && ended != CAIRO_STATUS_SUCCESS)
		return FAIL(e, UNAVAILABLE, "the PDF could not be made: %s", cairo_status_to_string(ended));
	return status;
}

static enum status lay_out_once(struct sheets *s, struct err *e)
{
	put_letterhead(s);
	if (s->letter->heading)
		put_heading(s, s->letter->heading);
	put_head(s);
	put_address(s);
	TRY(sheets_markdown(s, s->letter->markdown, e));
	put_end(s);
	return s->full ? FAIL(e, TOO_LARGE, "the paper would have more than %d sheets", SHEETS_MAX) : OK;
}

static void layouts_free(struct sheets *s)
{
	for (size_t i = 0; i < s->layouts.n; i++)
		g_object_unref(s->layouts.items[i]);
	s->layouts.n = 0;
}

/* From the beginning, smaller or larger. */
static void begin_again(struct sheets *s, double scale)
{
	layouts_free(s);
	s->marks.n = 0;
	s->sheet = s->block = 0;
	s->full = false;
	s->bullet = NULL;
	s->y = MARGIN_TOP;
	s->scale = scale;
}

/* A paper that is meant for one sheet is set smaller until it fits; what would become too small to read takes several. At the
 * smallest, one sheet holds what fills little more than two: what takes four is not tried. */
static enum status lay_out(struct sheets *s, struct err *e)
{
	static const double smaller[] = {0.92, 0.85, 0.78, 0.72, 1};
	TRY(lay_out_once(s, e));
	bool near = s->letter->one_sheet && s->sheet < 3;
	for (size_t i = 0; near && s->sheet && i < sizeof smaller / sizeof *smaller; i++) {
		begin_again(s, smaller[i]);
		TRY(lay_out_once(s, e));
	}
	return OK;
}

static void sheets_free(struct sheets *s)
{
	layouts_free(s);
	g_object_unref(s->pango);
}

/* Distances as the printer has them, not as a screen would round them. */
static void set_context(PangoContext *p)
{
	cairo_font_options_t *o = cairo_font_options_create();
	cairo_font_options_set_hint_style(o, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(o, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(p, o);
	cairo_font_options_destroy(o);
	pango_context_set_language(p, pango_language_from_string("id"));
}

enum status paper_pdf(struct arena *a, const struct paper_letter *l, struct str *ret, struct err *e)
{
	if (strlen(l->markdown) > MARKDOWN_MAX)
		return FAIL(e, TOO_LARGE, "a paper holds at most %d KiB of text", MARKDOWN_MAX / 1024);
	scoped(arena_free) struct arena work = {0};
	scoped(sheets_free) struct sheets s = {.arena = &work, .letter = l, .y = MARGIN_TOP, .scale = 1};
	s.pango = pango_font_map_create_context(font_map());
	set_context(s.pango);
	scoped(buf_free) struct buf b = {0};
	TRY(lay_out(&s, e));
	TRY(draw(&s, &b, e));
	TRY(buf_done(&b, e));
	*ret = (struct str){arena_memdup(a, b.s, b.n), b.n};
	return OK;
}
