/* letter.c -- a paper of the office, as PDF: letterhead, head, body, signature, QR, and a foot on each sheet.
 *
 * It looks as design/look says: a mark, the office's name and address, a double rule, a serif face. The mark is the
 * lens of Netra until the office has set its own crest: official emblems are not ours to draw. Text is
 * tagged (P, H1 ...), so that a screen reader can follow. The dates in the file are the moment given, so the
 * same letter has the same bytes.
 */
#include "paper/paper_internal.h"

#include <pthread.h>
#include <string.h>

#define MARKDOWN_MAX (256 * 1024)
#define QR_SIZE      76.0
#define SIGN_GAP     46.0 /* room for wet ink and stamp */
#define LABEL_WIDTH  62.0
#define CREST_BOX    40.0 /* 14 mm */

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

/* How much must fit beside the line at @i: of a paragraph of several lines neither the first nor the last stands alone. */
static double line_company(PangoLayoutIter *i, int at, int lines)
{
	double height = 0;
	int together = lines > 1 && (at == 0 || at == lines - 2) ? 2 : 1;
	if (lines == 3 && at == 0)
		together = 3; /* else it would be one and two, or two and one */
	PangoLayoutIter *k = pango_layout_iter_copy(i);
	for (int n = 0; n < together; n++) {
		PangoRectangle box;
		pango_layout_iter_get_line_extents(k, NULL, &box);
		height += (double)box.height / PANGO_SCALE;
		if (!pango_layout_iter_next_line(k))
			break;
	}
	pango_layout_iter_free(k);
	return height;
}

void sheets_put(struct sheets *s, PangoLayout *l, double x, const char *tag)
{
	s->block++;
	PangoLayoutIter *i = pango_layout_get_iter(l);
	int at = 0, lines = pango_layout_get_line_count(l);
	do {
		PangoRectangle box;
		pango_layout_iter_get_line_extents(i, NULL, &box);
		double height = (double)box.height / PANGO_SCALE;
		double down = (double)(pango_layout_iter_get_baseline(i) - box.y) / PANGO_SCALE;
		sheets_room(s, line_company(i, at++, lines));
		if (at == 1) {
			s->last.mark = s->marks.n;
			s->last.sheet = s->sheet;
			s->last.y = s->y;
		}
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

/* As large as its box lets it be, in the middle. */
static void put_crest(struct sheets *s, double top, double bottom)
{
	const struct paper_crest *c = s->letter->crest;
	double by_width = CREST_BOX / c->width, by_height = CREST_BOX / c->height, scale = by_width < by_height ? by_width : by_height;
	double width = c->width * scale, height = c->height * scale;
	put_mark(s, (struct mark){.kind = MARK_CREST, .x = MARGIN_X + (CREST_BOX - width) / 2, .y = top + (bottom - top - height) / 2,
				  .width = width, .height = height, .what = c});
}

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
	if (l->crest)
		put_crest(s, top, bottom);
	else
		put_mark(s, (struct mark){.kind = MARK_FIGURE, .x = MARGIN_X, .y = top + (bottom - top - 32) / 2, .width = 38});
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

/* Who else receives the letter, one to a line; it stands below the signature, as offices write it. */
static void put_copies(struct sheets *s)
{
	if (text_blank(s->letter->copies))
		return;
	const char *text = arena_printf(s->arena, "Tembusan:\n%s", s->letter->copies);
	s->y += 6;
	sheets_put(s, sheets_layout(s, FONT_FINE, markup_of(s->arena, text), sheet_width(s) - 2 * MARGIN_X - QR_SIZE - 24), MARGIN_X, "P");
}

static double copies_height(const struct paper_letter *l)
{
	double lines = 2;
	for (const char *c = l->copies; c && *c; c++)
		lines += *c == '\n';
	return text_blank(l->copies) ? 0 : 6 + lines * 14;
}

/* Nobody signs a sheet on which nothing else stands: the last paragraph comes along, when it is whole and not all there is. */
static void end_room(struct sheets *s, double height)
{
	int sheet = s->sheet;
	double from = s->last.y, tall = s->y - from;
	sheets_room(s, height);
	bool movable = s->sheet > sheet && s->last.sheet == sheet && from > MARGIN_TOP + 40 && tall > 0 && tall < 200;
	if (!movable || s->full)
		return;
	for (size_t i = s->last.mark; i < s->marks.n; i++) {
		s->marks.items[i].sheet++;
		s->marks.items[i].y += MARGIN_TOP - from;
	}
	s->y = MARGIN_TOP + tall;
}

/* Signature to the left, QR to the right; they stay together on one sheet. */
static void put_end(struct sheets *s)
{
	const struct paper_letter *l = s->letter;
	if (!l->sign_title && !l->check_url)
		return;
	end_room(s, (l->sign_title ? SIGN_GAP + 70 : QR_SIZE) + 40 + copies_height(l));
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
	put_copies(s);
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

void sheets_free(struct sheets *s)
{
	layouts_free(s);
	g_clear_object(&s->pango);
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

enum status sheets_make(struct sheets *s, struct arena *a, const struct paper_letter *l, struct err *e)
{
	if (strlen(l->markdown) > MARKDOWN_MAX)
		return FAIL(e, TOO_LARGE, "a paper holds at most %d KiB of text", MARKDOWN_MAX / 1024);
	*s = (struct sheets){.arena = a, .letter = l, .y = MARGIN_TOP, .scale = 1};
	s->pango = pango_font_map_create_context(font_map());
	set_context(s->pango);
	return lay_out(s, e);
}

enum status paper_pdf(struct arena *a, const struct paper_letter *l, struct str *ret, struct err *e)
{
	scoped(arena_free) struct arena work = {0};
	scoped(sheets_free) struct sheets s = {0};
	TRY(sheets_make(&s, &work, l, e));
	return sheets_pdf(a, &s, 1, l, ret, e);
}
