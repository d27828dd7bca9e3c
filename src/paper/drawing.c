/* drawing.c -- a list of shapes, as SVG and as vectors in a PDF. Colours are roles; on a page they follow the
 * stylesheet (light, dark, forced), on paper they are the dyes of design/look on white. */
#include "paper/paper_internal.h"

static const struct {
	double red, green, blue;
	const char *css;
} inks[] = {
	[INK_TEXT] = {0.086, 0.098, 0.106, "currentColor"},
	[INK_SOFT] = {0.298, 0.345, 0.376, "var(--ink-2,#4c5860)"},
	[INK_INDIGO] = {0.114, 0.298, 0.412, "var(--indigo,#1d4c69)"},
	[INK_WASH] = {0.894, 0.929, 0.949, "var(--indigo-wash,#e4edf2)"},
	[INK_LINE] = {0.463, 0.490, 0.510, "var(--edge,#767d82)"},
	[INK_LEAF] = {0.157, 0.376, 0.247, "var(--leaf,#28603f)"},
	[INK_SOGAN] = {0.541, 0.275, 0.082, "var(--sogan,#8a4615)"},
	[INK_WHITE] = {1, 1, 1, "var(--on-indigo,#fff)"},
};

#define DASH     2.5 /* of an edge that is not solid */
#define HAIRLINE 0.8

void ink_set(cairo_t *c, enum paper_ink ink)
{
	cairo_set_source_rgb(c, inks[ink].red, inks[ink].green, inks[ink].blue);
}

static const char *anchor_name(enum shape_anchor a)
{
	return a == ANCHOR_START ? "start" : a == ANCHOR_MIDDLE ? "middle" : "end";
}

static void svg_points(struct buf *b, const struct shape *s)
{
	for (size_t i = 0; i < s->n; i++)
		buf_printf(b, "%s%.1f,%.1f", i ? " " : "", s->points[i].x, s->points[i].y);
}

static void svg_shape(struct buf *b, const struct shape *s)
{
	const char *ink = inks[s->ink].css;
	switch (s->kind) {
	case SHAPE_BOX:
		buf_printf(b,
			   "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" "
			   "stroke=\"none\"/>",
			   s->x, s->y, s->width, s->height, ink);
		break;
	case SHAPE_EDGE:
		buf_printf(b,
			   "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"none\" "
			   "stroke=\"%s\" "
			   "stroke-width=\"%.1f\"%s/>",
			   s->x, s->y, s->width, s->height, ink, s->stroke > 0 ? s->stroke : HAIRLINE,
			   s->stroke > 0 ? "" : " stroke-dasharray=\"2.5\"");
		break;
	case SHAPE_LINE:
		buf_text(b, "<polyline points=\"");
		svg_points(b, s);
		buf_printf(b, "\" fill=\"none\" stroke=\"%s\" stroke-width=\"%.1f\"/>", ink, s->stroke);
		break;
	case SHAPE_AREA:
		buf_text(b, "<polygon points=\"");
		svg_points(b, s);
		buf_printf(b, "\" fill=\"%s\" stroke=\"none\"/>", ink);
		break;
	case SHAPE_DOT:
		buf_printf(b, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\" stroke=\"none\"/>",
			   s->x, s->y, s->width, ink);
		break;
	case SHAPE_TEXT:
		buf_printf(b,
			   "<text x=\"%.1f\" y=\"%.1f\" font-size=\"%.1f\" text-anchor=\"%s\"%s fill=\"%s\" "
			   "stroke=\"none\">",
			   s->x, s->y, s->height, anchor_name(s->anchor),
			   s->bold ? " font-weight=\"600\"" : "", ink);
		buf_html(b, s->text);
		buf_text(b, "</text>");
		break;
	}
}

void drawing_svg(struct buf *b, const struct drawing *d)
{
	buf_printf(b, "<svg class=\"drawing\" viewBox=\"0 0 %.1f %.1f\" role=\"img\" aria-label=\"", d->width,
		   d->height);
	buf_html(b, d->title);
	buf_text(b, "\"><title>");
	buf_html(b, d->title);
	buf_text(b, "</title>");
	for (size_t i = 0; i < d->n; i++)
		svg_shape(b, &d->items[i]);
	buf_text(b, "</svg>");
}

static void draw_points(cairo_t *c, const struct shape *s)
{
	for (size_t i = 0; i < s->n; i++)
		cairo_line_to(c, s->points[i].x, s->points[i].y);
}

static void draw_text(cairo_t *c, PangoContext *p, const struct shape *s)
{
	PangoLayout *l = pango_layout_new(p);
	PangoFontDescription *face = pango_font_description_from_string("Noto Sans, DejaVu Sans, sans");
	pango_font_description_set_absolute_size(face, s->height * PANGO_SCALE);
	pango_font_description_set_weight(face, s->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(l, face);
	pango_font_description_free(face);
	pango_layout_set_text(l, s->text, -1);
	double width = layout_width(l), base = (double)pango_layout_get_baseline(l) / PANGO_SCALE;
	double x = s->anchor == ANCHOR_START    ? s->x
		   : s->anchor == ANCHOR_MIDDLE ? s->x - width / 2
						: s->x - width;
	cairo_move_to(c, x, s->y - base);
	pango_cairo_show_layout(c, l);
	g_object_unref(l);
}

static void draw_edge(cairo_t *c, const struct shape *s)
{
	double dash = DASH;
	cairo_rectangle(c, s->x, s->y, s->width, s->height);
	cairo_set_line_width(c, s->stroke > 0 ? s->stroke : HAIRLINE);
	if (s->stroke <= 0)
		cairo_set_dash(c, &dash, 1, 0);
	cairo_stroke(c);
	cairo_set_dash(c, NULL, 0, 0);
}

static void draw_shape(cairo_t *c, PangoContext *p, const struct shape *s)
{
	ink_set(c, s->ink);
	cairo_new_path(c);
	switch (s->kind) {
	case SHAPE_BOX:
		cairo_rectangle(c, s->x, s->y, s->width, s->height);
		cairo_fill(c);
		break;
	case SHAPE_EDGE:
		draw_edge(c, s);
		break;
	case SHAPE_LINE:
		draw_points(c, s);
		cairo_set_line_width(c, s->stroke);
		cairo_stroke(c);
		break;
	case SHAPE_AREA:
		draw_points(c, s);
		cairo_fill(c);
		break;
	case SHAPE_DOT:
		cairo_arc(c, s->x, s->y, s->width, 0, 2 * 3.14159265358979);
		cairo_fill(c);
		break;
	case SHAPE_TEXT:
		draw_text(c, p, s);
		break;
	}
}

void drawing_draw(cairo_t *c, PangoContext *p, const struct drawing *d, double x, double y, double width)
{
	cairo_save(c);
	cairo_translate(c, x, y);
	cairo_scale(c, width / d->width, width / d->width);
	for (size_t i = 0; i < d->n; i++)
		draw_shape(c, p, &d->items[i]);
	cairo_restore(c);
}
