/* paper_internal.h -- what the files of this folder share: sheets under way, and what lies on them.
 *
 * Blocks are laid out first and drawn afterwards, because the foot of each sheet says how many sheets there
 * are.
 */
#ifndef NETRA_PAPER_INTERNAL_H
#define NETRA_PAPER_INTERNAL_H

#include "paper/paper.h"

#include <pango/pangocairo.h>

#define A4_WIDTH     595.28 /* points */
#define A4_HEIGHT    841.89
#define MARGIN_X     56.7 /* 2 cm */
#define MARGIN_TOP   62.0
#define MARGIN_FOOT  74.0 /* the foot stands below this */
#define SHEETS_MAX   200

#define FONT_BODY  "Noto Serif, DejaVu Serif, serif 10.5"
#define FONT_FINE  "Noto Serif, DejaVu Serif, serif 8.5"
#define FONT_SMALL "Noto Sans, DejaVu Sans, sans 7.5"
#define FONT_MONO  "Noto Sans Mono, DejaVu Sans Mono, monospace"

enum mark_kind { MARK_LINE, MARK_RULE, MARK_QR, MARK_FIGURE, MARK_CREST };
struct mark { /* one thing on a sheet */
	enum mark_kind kind;
	int sheet;
	double x, y, width, height; /* LINE: y is its baseline */
	PangoLayoutLine *line;      /* owned by one of the layouts */
	const char *tag;            /* structure of the document: "P", "H1", ... */
	int block;                  /* marks of one block belong together */
	const void *what;           /* QR: text; FIGURE: drawing; CREST: its bytes */
};
struct sheets {
	struct arena *arena;
	PangoContext *pango;
	struct {
		struct mark *items;
		size_t n, cap;
	} marks;
	struct {
		PangoLayout **items;
		size_t n, cap;
	} layouts;          /* freed at the end */
	double scale;       /* below 1: laid out on a larger sheet and drawn smaller, so that all fits */
	int sheet, block;   /* the present ones */
	double y;           /* of the next block on this sheet */
	struct {
		size_t mark; /* its first */
		int sheet;
		double y;
	} last;             /* the block that was put last: it goes with the signature when that needs another sheet */
	bool full;          /* more than SHEETS_MAX */
	const char *bullet; /* of the list item whose first line comes next; NULL: none */
	const struct paper_letter *letter;
	int page_first, pages; /* in a file of several papers; 0: alone */
};

static inline double sheet_width(const struct sheets *s)
{
	return A4_WIDTH / s->scale;
}

static inline double sheet_height(const struct sheets *s)
{
	return A4_HEIGHT / s->scale;
}

PangoLayout *sheets_layout(struct sheets *s, const char *font, const char *markup, double width);
void sheets_room(struct sheets *s, double height); /* a new sheet unless so much is left */
void sheets_put(struct sheets *s, PangoLayout *l, double x, const char *tag); /* line by line, over sheets */
void sheets_put_at(struct sheets *s, PangoLayout *l, double x, double y, const char *tag); /* in one piece */
void sheets_rule(struct sheets *s, double x, double y, double width, double thickness);
double layout_height(PangoLayout *l);
double layout_width(PangoLayout *l);

/* letter.c: lays a whole letter out; freed by sheets_free, also after a failure. */
MUST_CHECK enum status sheets_make(struct sheets *s, struct arena *a, const struct paper_letter *l, struct err *e);
void sheets_free(struct sheets *s);
/* draw.c: one file of all that is laid out; @about is whose title, office and date it bears. */
MUST_CHECK enum status sheets_pdf(struct arena *a, struct sheets *papers, size_t n, const struct paper_letter *about,
				  struct str *ret, struct err *e);

/* markdown.c: lays out a body. */
MUST_CHECK enum status sheets_markdown(struct sheets *s, const char *markdown, struct err *e);
char *markup_of(struct arena *a, const char *plain); /* plain text, with its missing facts in red */

/* qr.c */
struct qr {
	int width;
	const unsigned char *modules; /* width * width, lowest bit: dark */
};
MUST_CHECK enum status qr_make(struct arena *a, const char *text, struct qr *ret, struct err *e);
void qr_draw(cairo_t *c, const struct qr *q, double x, double y, double size);

PangoFontMap *font_map(void); /* of this thread */
void drawing_draw(cairo_t *c, PangoContext *p, const struct drawing *d, double x, double y, double width);
void ink_set(cairo_t *c, enum paper_ink ink);

#endif
