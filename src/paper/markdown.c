/* markdown.c -- the body of a letter: CommonMark, parsed by cmark, laid out by pango.
 *
 * Beside CommonMark there are tables, recognised before cmark sees the text: a run of lines that begin with
 * '|'. With a `|---|` line below the first row they are ruled tables; without one they are a list of label
 * and value, as letters have it ("Hari", "Pukul", "Tempat"). A '|' in a field is escaped and never splits a
 * cell. HTML in a template is printed as it stands, it is not markup here.
 */
#include "paper/paper_internal.h"

#include <cmark.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define GAP          6.5  /* points between blocks */
#define INDENT       18.0 /* of list items and quotations */
#define DEPTH_MAX    12   /* lists in lists */
#define COLUMNS_MAX  8
#define FIGURE_SCALE 1.1 /* so that the words of a drawing are as large as those of the letter */
#define CELL_PAD     4.0
#define ROW_BEGINS   60.0 /* so much of a row that runs over sheets stands on its first */
#define MISSING      "[belum ada: "

static void put_markup(struct buf *b, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] == '&')
			buf_text(b, "&amp;");
		else if (s[i] == '<')
			buf_text(b, "&lt;");
		else if (s[i] == '>')
			buf_text(b, "&gt;");
		else
			buf_char(b, s[i]);
}

/* Text in which the marks of missing facts are red. */
static void put_text(struct buf *b, const char *s)
{
	const char *mark, *end;
	while ((mark = strstr(s, MISSING)) && (end = strchr(mark, ']'))) {
		put_markup(b, s, (size_t)(mark - s));
		buf_text(b, "<span foreground=\"#b00020\" weight=\"bold\">");
		put_markup(b, mark, (size_t)(end + 1 - mark));
		buf_text(b, "</span>");
		s = end + 1;
	}
	put_markup(b, s, strlen(s));
}

char *markup_of(struct arena *a, const char *plain)
{
	scoped(buf_free) struct buf b = {0};
	put_text(&b, plain);
	return buf_arena(a, &b);
}

static void put_link_end(struct buf *b, cmark_node *n)
{
	const char *url = cmark_node_get_url(n);
	buf_text(b, "</u>");
	if (!url || !*url)
		return;
	buf_text(b, " (");
	put_markup(b, url, strlen(url));
	buf_text(b, ")");
}

static void put_inline(struct buf *b, cmark_node *n, bool enter)
{
	const char *text = cmark_node_get_literal(n);
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
		put_text(b, text);
		break;
	case CMARK_NODE_HTML_INLINE:
	case CMARK_NODE_CUSTOM_INLINE:
		put_markup(b, text ? text : "", text ? strlen(text) : 0);
		break;
	case CMARK_NODE_CODE:
		buf_text(b, "<span font_family=\"" FONT_MONO "\" size=\"smaller\">");
		put_markup(b, text, strlen(text));
		buf_text(b, "</span>");
		break;
	case CMARK_NODE_SOFTBREAK:
		buf_char(b, ' ');
		break;
	case CMARK_NODE_LINEBREAK:
		buf_char(b, '\n');
		break;
	case CMARK_NODE_EMPH:
		buf_text(b, enter ? "<i>" : "</i>");
		break;
	case CMARK_NODE_STRONG:
		buf_text(b, enter ? "<b>" : "</b>");
		break;
	case CMARK_NODE_LINK:
		if (enter)
			buf_text(b, "<u>");
		else
			put_link_end(b, n);
		break;
	default:
		break;
	}
}

static char *inlines(struct arena *a, cmark_node *block)
{
	scoped(buf_free) struct buf b = {0};
	cmark_iter *i = cmark_iter_new(block);
	for (cmark_event_type ev; (ev = cmark_iter_next(i)) != CMARK_EVENT_DONE;)
		put_inline(&b, cmark_iter_get_node(i), ev == CMARK_EVENT_ENTER);
	cmark_iter_free(i);
	return buf_arena(a, &b);
}

static void paragraph(struct sheets *s, const char *markup, double indent, const char *tag)
{
	PangoLayout *l = sheets_layout(s, FONT_BODY, markup, sheet_width(s) - 2 * MARGIN_X - indent);
	sheets_put(s, l, MARGIN_X + indent, tag);
	s->y += GAP;
}

static void heading(struct sheets *s, cmark_node *n)
{
	static const char *const tags[] = {"H1", "H2", "H3", "H4", "H5", "H6"};
	static const char *const sizes[] = {"14pt", "12pt", "11pt"};
	int level = cmark_node_get_heading_level(n);
	const char *size = sizes[level > 3 ? 2 : level - 1];
	const char *markup =
		arena_printf(s->arena, "<span size=\"%s\"><b>%s</b></span>", size, inlines(s->arena, n));
	s->y += GAP / 2;
	sheets_room(s, 60); /* a heading stays with the lines below it */
	paragraph(s, markup, 0, tags[level - 1]);
}

static void code_block(struct sheets *s, cmark_node *n, double indent)
{
	const char *text = cmark_node_get_literal(n);
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "<span font_family=\"" FONT_MONO "\" size=\"smaller\">");
	put_text(&b, text);
	buf_text(&b, "</span>");
	paragraph(s, buf_arena(s->arena, &b), indent + INDENT / 2, "P");
}

/* "figure:2" as the only thing in a paragraph is a drawing of the letter's. */
static bool figure(struct sheets *s, cmark_node *n)
{
	cmark_node *image = cmark_node_first_child(n);
	if (!image || cmark_node_next(image) || cmark_node_get_type(image) != CMARK_NODE_IMAGE)
		return false;
	const char *url = cmark_node_get_url(image);
	size_t at = url && text_starts(url, "figure:") ? strtoul(url + 7, NULL, 10) : SIZE_MAX;
	if (at >= s->letter->n_figures)
		return false;
	const struct drawing *d = s->letter->figures[at];
	double room = sheet_width(s) - 2 * MARGIN_X, wish = d->width * FIGURE_SCALE;
	double width = wish < room ? wish : room, height = width * d->height / d->width;
	sheets_room(s, height);
	struct mark m = {
		.kind = MARK_FIGURE, .sheet = s->sheet, .x = MARGIN_X, .y = s->y, .width = width, .what = d};
	ARENA_PUSH(s->arena, &s->marks, m);
	s->y += height + GAP;
	return true;
}

static void block(struct sheets *s, cmark_node *n, double indent, int depth);

static void children(struct sheets *s, cmark_node *n, double indent, int depth)
{
	for (cmark_node *c = cmark_node_first_child(n); c; c = cmark_node_next(c))
		block(s, c, indent, depth);
}

static void list(struct sheets *s, cmark_node *n, double indent, int depth)
{
	int number = cmark_node_get_list_start(n);
	bool ordered = cmark_node_get_list_type(n) == CMARK_ORDERED_LIST;
	const char *after = cmark_node_get_list_delim(n) == CMARK_PAREN_DELIM ? ")" : ".";
	for (cmark_node *item = cmark_node_first_child(n); item; item = cmark_node_next(item)) {
		s->bullet = ordered ? arena_printf(s->arena, "%d%s", number++, after) : "•";
		children(s, item, indent + INDENT, depth + 1);
		s->bullet = NULL; /* an empty item has no line to stand at */
	}
}

static void block(struct sheets *s, cmark_node *n, double indent, int depth)
{
	if (depth > DEPTH_MAX) { /* deeper ones stay at this indent */
		indent -= INDENT;
		depth--;
	}
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_HEADING:
		heading(s, n);
		break;
	case CMARK_NODE_PARAGRAPH:
		if (!figure(s, n))
			paragraph(s, inlines(s->arena, n), indent, "P");
		break;
	case CMARK_NODE_LIST:
		list(s, n, indent, depth);
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		children(s, n, indent + INDENT, depth + 1);
		break;
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_BLOCK:
		code_block(s, n, indent);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		sheets_room(s, 2 * GAP);
		sheets_rule(s, MARGIN_X, s->y + GAP / 2, sheet_width(s) - 2 * MARGIN_X, 0.6);
		s->y += 2 * GAP;
		break;
	default:
		break;
	}
}

static cmark_node *parse(struct str text)
{
	cmark_node *doc = cmark_parse_document(text.s, text.n, CMARK_OPT_DEFAULT);
	cmark_consolidate_text_nodes(doc);
	return doc;
}

static void prose(struct sheets *s, struct str text)
{
	if (!str_trim(text).n)
		return;
	cmark_node *doc = parse(text);
	children(s, doc, 0, 0);
	cmark_node_free(doc);
}

/* ---- tables ---- */

struct cells {
	const char *items[COLUMNS_MAX]; /* markup */
	size_t n;
};
struct table {
	struct cells *items;
	size_t n, cap;
	bool ruled;
	double widths[COLUMNS_MAX];
	size_t columns;
};

static const char *cell_markup(struct arena *a, struct str cell)
{
	cmark_node *doc = parse(str_trim(cell));
	cmark_node *first = cmark_node_first_child(doc);
	const char *markup = first ? inlines(a, first) : "";
	cmark_node_free(doc);
	return markup;
}

/* Cuts a row at each '|' that has no backslash before it. */
static struct cells cells_of(struct arena *a, struct str row)
{
	struct cells c = {0};
	row = str_trim(row);
	size_t from = 1;
	for (size_t i = 1; i <= row.n && c.n < COLUMNS_MAX; i++) {
		if (i < row.n && row.s[i] == '\\' && i + 1 < row.n) {
			i++;
		} else if (i == row.n || row.s[i] == '|') {
			if (i < row.n || from < row.n) /* nothing follows the last '|' */
				c.items[c.n++] = cell_markup(a, (struct str){row.s + from, i - from});
			from = i + 1;
		}
	}
	return c;
}

static bool separator(struct str row)
{
	bool dash = false;
	for (size_t i = 0; i < row.n; i++) {
		if (!strchr("|-: \t", row.s[i]))
			return false;
		dash |= row.s[i] == '-';
	}
	return dash;
}

static struct table table_read(struct arena *a, struct str text)
{
	struct table t = {0};
	struct str rest = text, line;
	while (str_split(&rest, '\n', &line)) {
		if (!str_trim(line).n)
			continue;
		if (t.n == 1 && separator(line)) {
			t.ruled = true;
			continue;
		}
		struct cells c = cells_of(a, line);
		if (c.n > t.columns)
			t.columns = c.n;
		ARENA_PUSH(a, &t, c);
	}
	return t;
}

static PangoLayout *cell_layout(struct sheets *s, const struct table *t, size_t row, size_t column)
{
	const char *markup = column < t->items[row].n ? t->items[row].items[column] : "";
	if (t->ruled && row == 0)
		markup = arena_printf(s->arena, "<b>%s</b>", markup);
	double width = t->widths[column];
	const char *font = s->letter->fine_tables && t->ruled ? FONT_FINE : FONT_BODY;
	return sheets_layout(s, font, markup, width > 0 ? width - 2 * CELL_PAD : 0);
}

/* What each column would like: its widest cell on one line. */
static double table_wishes(struct sheets *s, struct table *t)
{
	double total = 0;
	for (size_t c = 0; c < t->columns; c++) {
		double wish = 0;
		t->widths[c] = 0; /* measured without a width, on one line */
		for (size_t r = 0; r < t->n; r++) {
			double w = layout_width(cell_layout(s, t, r, c)) + 2 * CELL_PAD + 1;
			wish = w > wish ? w : wish;
		}
		total += t->widths[c] = wish;
	}
	return total;
}

/* Narrow columns keep what they need ("No", a page); those that want more than their even share get that share. */
static void table_squeeze(struct table *t, double width)
{
	bool settled[COLUMNS_MAX] = {0};
	double share = 0;
	for (bool again = true; again;) {
		double left = width;
		size_t open = 0;
		for (size_t c = 0; c < t->columns; c++) {
			open += !settled[c];
			left -= settled[c] ? t->widths[c] : 0;
		}
		share = open ? left / (double)open : 0;
		again = false;
		for (size_t c = 0; c < t->columns; c++)
			if (!settled[c] && t->widths[c] <= share)
				settled[c] = again = true;
	}
	for (size_t c = 0; c < t->columns; c++)
		if (!settled[c])
			t->widths[c] = share;
}

/* A ruled table fills the sheet's width. */
static void table_measure(struct sheets *s, struct table *t, double width)
{
	double total = table_wishes(s, t), label = t->widths[0];
	if (total > width)
		table_squeeze(t, width);
	for (size_t c = 0; t->ruled && total < width && c < t->columns; c++)
		t->widths[c] *= width / total;
	if (!t->ruled && t->columns == 2) { /* label and value: the value takes the rest */
		t->widths[0] = label > width * 0.4 ? width * 0.4 : label < 70 ? 70 : label;
		t->widths[1] = width - t->widths[0];
	}
}

static double row_height(struct sheets *s, const struct table *t, size_t row, PangoLayout *ret[COLUMNS_MAX])
{
	double height = 0;
	for (size_t c = 0; c < t->columns; c++) {
		ret[c] = cell_layout(s, t, row, c);
		double h = layout_height(ret[c]);
		height = h > height ? h : height;
	}
	return height + 2 * (t->ruled ? 2 : 0.5);
}

static void row_put(struct sheets *s, const struct table *t, size_t row, double x, PangoLayout *const cells[], double height)
{
	double at = x, pad = t->ruled ? 2 : 0.5;
	s->block++;
	for (size_t c = 0; c < t->columns; c++) {
		sheets_put_at(s, cells[c], at + (t->ruled || c ? CELL_PAD : 0), s->y + pad, "P");
		at += t->widths[c];
	}
	if (t->ruled && row == 0)
		sheets_rule(s, x, s->y, at - x, 0.8);
	s->y += height;
	if (t->ruled)
		sheets_rule(s, x, s->y, at - x, row == 0 ? 0.8 : 0.3);
}

/* The names of the columns, and a row that only names what follows, do not stay without the next. */
static bool row_leads(const struct table *t, size_t row)
{
	return t->ruled && row + 1 < t->n && (row == 0 || !*t->items[row].items[0]);
}

/* A row that no sheet can hold: what fits stands at its top, long cells run on over the sheets, one below the other. */
static void row_flow(struct sheets *s, const struct table *t, double x, PangoLayout *const cells[])
{
	double at = x, foot = sheet_height(s) - MARGIN_FOOT;
	s->block++;
	sheets_room(s, ROW_BEGINS);
	for (size_t c = 0; c < t->columns; at += t->widths[c++])
		if (s->y + layout_height(cells[c]) <= foot)
			sheets_put_at(s, cells[c], at + (t->ruled || c ? CELL_PAD : 0), s->y, "P");
	double top = s->y;
	at = x;
	for (size_t c = 0; c < t->columns; at += t->widths[c++])
		if (top + layout_height(cells[c]) > foot)
			sheets_put(s, cells[c], at + (t->ruled || c ? CELL_PAD : 0), "P");
	if (t->ruled)
		sheets_rule(s, x, s->y, at - x, 0.3);
}

/* A row lies on one sheet; a ruled table that goes on says its columns again. */
static void table_row(struct sheets *s, const struct table *t, size_t row, double x)
{
	PangoLayout *cells[COLUMNS_MAX], *next[COLUMNS_MAX];
	double height = row_height(s, t, row, cells);
	double more = 0;
	if (height > sheet_height(s) - MARGIN_FOOT - MARGIN_TOP) {
		row_flow(s, t, x, cells);
		return;
	}
	for (size_t r = row; row_leads(t, r) && r < row + 3; r++)
		more += row_height(s, t, r + 1, next);
	int sheet = s->sheet;
	sheets_room(s, height + more);
	if (t->ruled && row && s->sheet != sheet) {
		double head = row_height(s, t, 0, next);
		row_put(s, t, 0, x, next, head);
	}
	row_put(s, t, row, x, cells, height);
}

static void table(struct sheets *s, struct str text)
{
	struct table t = table_read(s->arena, text);
	double indent = t.ruled ? 0 : INDENT * 0.8;
	if (!t.columns)
		return;
	table_measure(s, &t, sheet_width(s) - 2 * MARGIN_X - indent);
	for (size_t r = 0; r < t.n && !s->full; r++)
		table_row(s, &t, r, MARGIN_X + indent);
	s->y += GAP;
}

static bool table_line(struct str line)
{
	return line.n && line.s[0] == '|';
}

enum status sheets_markdown(struct sheets *s, const char *markdown, struct err *e)
{
	struct str rest = str_of(markdown), line, run = {markdown, 0};
	bool in_table = false;
	while (str_split(&rest, '\n', &line)) {
		if (table_line(line) != in_table) {
			run.n = (size_t)(line.s - run.s);
			(in_table ? table : prose)(s, run);
			run = (struct str){line.s, 0};
			in_table = !in_table;
		}
		run.n = (size_t)(line.s + line.n - run.s);
	}
	(in_table ? table : prose)(s, run);
	return s->full ? FAIL(e, TOO_LARGE, "the paper would have more than %d sheets", SHEETS_MAX) : OK;
}
