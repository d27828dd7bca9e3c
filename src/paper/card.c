/* card.c -- a small picture to keep in a phone's gallery: a few centred lines and a QR, dark on white, as
 * PNG. */
#include "paper/paper_internal.h"

#include <stdio.h>

#define CARD_WIDTH     720 /* pixels; a phone shows it whole */
#define CARD_HEIGHT    960
#define CARD_QR        300
#define CARD_MARGIN    40
#define CARD_GAP       22
#define CARD_LINES_MAX 12

static const char *const card_fonts[] = {
	[CARD_SMALL] = "Noto Sans, DejaVu Sans, sans 22",
	[CARD_WORDS] = "Noto Serif, DejaVu Serif, serif bold 30",
	[CARD_CODE] = "Noto Sans Mono, DejaVu Sans Mono, monospace bold 44",
};

static double put_line(cairo_t *c, PangoContext *pango, const struct card_line *line, double y)
{
	PangoLayout *l = pango_layout_new(pango);
	PangoFontDescription *font = pango_font_description_from_string(card_fonts[line->kind]);
	int height;
	pango_layout_set_font_description(l, font);
	pango_layout_set_width(l, (CARD_WIDTH - 2 * CARD_MARGIN) * PANGO_SCALE);
	pango_layout_set_alignment(l, PANGO_ALIGN_CENTER);
	pango_layout_set_text(l, line->text, -1);
	pango_layout_get_pixel_size(l, NULL, &height);
	cairo_move_to(c, CARD_MARGIN, y);
	pango_cairo_show_layout(c, l);
	pango_font_description_free(font);
	g_object_unref(l);
	return y + height + CARD_GAP;
}

static cairo_status_t write_png(void *to, const unsigned char *bytes, unsigned n)
{
	buf_raw(to, bytes, n);
	return CAIRO_STATUS_SUCCESS;
}

enum status paper_card_png(struct arena *a, const struct card_line *lines, size_t n, const char *qr_text,
			   struct str *ret, struct err *e)
{
	struct qr q;
	scoped(buf_free) struct buf b = {.limit = 1 << 20};
	if (n > CARD_LINES_MAX)
		return FAIL(e, TOO_LARGE, "a card has at most %d lines", CARD_LINES_MAX);
	TRY(qr_make(a, qr_text, &q, e));
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, CARD_WIDTH, CARD_HEIGHT);
	cairo_t *c = cairo_create(surface);
	PangoContext *pango = pango_font_map_create_context(font_map());
	cairo_set_source_rgb(c, 1, 1, 1);
	cairo_paint(c);
	cairo_set_source_rgb(c, 0.11, 0.15, 0.18);
	double y = CARD_MARGIN;
	for (size_t i = 0; i < n; i++)
		y = put_line(c, pango, &lines[i], y);
	cairo_set_antialias(c, CAIRO_ANTIALIAS_NONE);
	qr_draw(c, &q, (CARD_WIDTH - CARD_QR) / 2.0, CARD_HEIGHT - CARD_QR - CARD_MARGIN, CARD_QR);
	cairo_status_t done = cairo_surface_write_to_png_stream(surface, write_png, &b);
	g_object_unref(pango);
	cairo_destroy(c);
	cairo_surface_destroy(surface);
	if (done != CAIRO_STATUS_SUCCESS)
		return FAIL(e, UNAVAILABLE, "no picture could be made: %s", cairo_status_to_string(done));
	TRY(buf_done(&b, e));
	*ret = (struct str){arena_memdup(a, b.s, b.n), b.n};
	return OK;
}
