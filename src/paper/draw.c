/* draw.c -- sheets that are laid out become a PDF: marks in their order, the foot of each sheet, the file's own data.
 *
 * Text is tagged (P, H1 ...), so that a screen reader can follow. The dates in the file are the moment given, so the same
 * sheets have the same bytes. Several papers in one file have one line of page numbers and an entry each in its outline.
 */
#include "paper/paper_internal.h"

#include <cairo-pdf.h>
#include <string.h>
#include <time.h>

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

/* The JPEG goes into the file as it is: the surface is only its shape, and its pixels are never looked at. */
static enum status draw_crest(cairo_t *c, struct sheets *s, const struct mark *m, struct err *e)
{
	const struct paper_crest *crest = m->what;
	const char *key = arena_printf(s->arena, "crest-%lld", (long long)crest->key);
	cairo_surface_t *shape = cairo_image_surface_create(CAIRO_FORMAT_RGB24, crest->width, crest->height);
	cairo_status_t kept = cairo_surface_set_mime_data(shape, CAIRO_MIME_TYPE_JPEG, (const unsigned char *)crest->jpeg.s, crest->jpeg.n, NULL, NULL);
	if (kept == CAIRO_STATUS_SUCCESS)
		kept = cairo_surface_set_mime_data(shape, CAIRO_MIME_TYPE_UNIQUE_ID, (const unsigned char *)key, strlen(key), NULL, NULL);
	cairo_save(c);
	cairo_translate(c, m->x, m->y);
	cairo_scale(c, m->width / crest->width, m->height / crest->height);
	cairo_set_source_surface(c, shape, 0, 0);
	cairo_paint(c);
	cairo_restore(c);
	cairo_surface_destroy(shape);
	return kept == CAIRO_STATUS_SUCCESS ? OK : FAIL(e, UNAVAILABLE, "the crest could not be drawn: %s", cairo_status_to_string(kept));
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
	case MARK_CREST:
		return draw_crest(c, s, m, e);
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
	const char *own = arena_printf(s->arena, "lembar %d dari %d", sheet + 1, s->sheet + 1);
	draw_small(c, s, own, y + 16, 1);
	if (s->pages)
		draw_small(c, s, arena_printf(s->arena, "halaman %d dari %d", s->page_first + sheet, s->pages), y + 16, 2);
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

static enum status draw_all(cairo_t *c, struct sheets *papers, size_t n, struct err *e)
{
	for (size_t i = 0; i < n; i++) {
		struct sheets *s = &papers[i];
		cairo_save(c);
		cairo_scale(c, s->scale, s->scale);
		for (int k = 0; k <= s->sheet; k++)
			TRY(draw_sheet(c, s, k, e));
		cairo_restore(c);
	}
	return OK;
}

/* Where each paper begins, in the margin of the reader's program. */
static void outline(cairo_surface_t *surface, const struct sheets *papers, size_t n)
{
	char place[40];
	for (size_t i = 0; i < n && n > 1; i++) {
		const struct paper_letter *l = papers[i].letter;
		snprintf(place, sizeof place, "page=%d", papers[i].page_first);
		cairo_pdf_surface_add_outline(surface, CAIRO_PDF_OUTLINE_ROOT, l->title ? l->title : l->office, place, 0);
	}
}

enum status sheets_pdf(struct arena *a, struct sheets *papers, size_t n, const struct paper_letter *about, struct str *ret,
		       struct err *e)
{
	scoped(buf_free) struct buf b = {0};
	cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_bytes, &b, A4_WIDTH, A4_HEIGHT);
	set_metadata(surface, about);
	outline(surface, papers, n);
	cairo_t *c = cairo_create(surface);
	enum status status = draw_all(c, papers, n, e);
	cairo_status_t ended = cairo_status(c);
	cairo_destroy(c);
	cairo_surface_finish(surface);
	if (ended == CAIRO_STATUS_SUCCESS)
		ended = cairo_surface_status(surface);
	cairo_surface_destroy(surface);
	TRY(status);
	if (ended != CAIRO_STATUS_SUCCESS)
		return FAIL(e, UNAVAILABLE, "the PDF could not be made: %s", cairo_status_to_string(ended));
	TRY(buf_done(&b, e));
	*ret = (struct str){arena_memdup(a, b.s, b.n), b.n};
	return OK;
}
