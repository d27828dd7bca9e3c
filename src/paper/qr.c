/* qr.c -- QR codes as vectors. Level M: readable with 15 % of it soiled, as letters in an archive get. */
#include "paper/paper_internal.h"

#include <errno.h>
#include <qrencode.h>
#include <string.h>

#define TEXT_MAX 2300 /* bytes at level M */

enum status qr_make(struct arena *a, const char *text, struct qr *ret, struct err *e)
{
	if (strlen(text) > TEXT_MAX)
		return FAIL(e, TOO_LARGE, "a QR code holds at most %d bytes", TEXT_MAX);
	QRcode *q = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!q)
		return FAIL(e, INVALID, "no QR code can be made of this text: %s", strerror(errno));
	size_t n = (size_t)q->width * (size_t)q->width;
	*ret = (struct qr){.width = q->width, .modules = arena_memdup(a, q->data, n)};
	QRcode_free(q);
	return OK;
}

static bool dark(const struct qr *q, int x, int y)
{
	return x < q->width && q->modules[y * q->width + x] & 1;
}

/* Dark runs of a row: calls @put for each, so that neighbours have no seam between them. */
static void runs(const struct qr *q, void (*put)(void *to, int x, int y, int length), void *to)
{
	for (int y = 0; y < q->width; y++)
		for (int x = 0; x < q->width; x++) {
			int from = x;
			while (dark(q, x, y))
				x++;
			if (x > from)
				put(to, from, y, x - from);
		}
}

static void put_path(void *to, int x, int y, int length)
{
	buf_printf(to, "M%d %dh%dv1h-%dz", x, y, length, length);
}

static void put_box(void *to, int x, int y, int length)
{
	cairo_rectangle(to, x, y, length, 1);
}

void qr_draw(cairo_t *c, const struct qr *q, double x, double y, double size)
{
	cairo_save(c);
	cairo_translate(c, x, y);
	cairo_scale(c, size / q->width, size / q->width);
	cairo_set_source_rgb(c, 0, 0, 0);
	runs(q, put_box, c);
	cairo_fill(c);
	cairo_restore(c);
}

enum status paper_qr_svg(struct buf *b, const char *text, const char *title, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	struct qr q;
	TRY(qr_make(&a, text, &q, e));
	/* Four modules of white around it, as readers need them. */
	buf_printf(b, "<svg class=\"qr\" viewBox=\"-4 -4 %d %d\" role=\"img\" aria-label=\"", q.width + 8,
		   q.width + 8);
	buf_html(b, title);
	buf_text(b, "\" shape-rendering=\"crispEdges\"><path d=\"");
	runs(&q, put_path, b);
	buf_text(b, "\"/></svg>");
	return OK;
}

struct qr_shapes {
	struct arena *arena;
	struct drawing *to;
	double module; /* points */
};

static void put_shape(void *to, int x, int y, int length)
{
	struct qr_shapes *in = to;
	double m = in->module;
	ARENA_PUSH(in->arena, in->to, ((struct shape){.kind = SHAPE_BOX, .ink = INK_TEXT, .x = (x + 4) * m, .y = (y + 4) * m, .width = length * m, .height = m}));
}

enum status paper_qr_drawing(struct arena *a, const char *text, const char *title, double side, struct drawing *ret, struct err *e)
{
	struct qr q;
	TRY(qr_make(a, text, &q, e));
	*ret = (struct drawing){.title = title, .width = side, .height = side};
	ARENA_PUSH(a, ret, ((struct shape){.kind = SHAPE_BOX, .ink = INK_WHITE, .width = side, .height = side}));
	runs(&q, put_shape, &(struct qr_shapes){a, ret, side / (q.width + 8)});
	return OK;
}
