/* paper.h -- what leaves the office on paper, and the drawings that pages share with it.
 *
 * A letter is a Markdown template with {{fields}}; filled, it becomes a PDF on the office's letterhead. A
 * chart is described once as a list of shapes and comes out as SVG for a page or as vectors in a PDF. Pure:
 * it reads no clock and no file but the fonts; the same input gives the same bytes. Every thread has its own
 * font map.
 *
 * Invariants: what a citizen typed stays text, it can become neither Markdown nor HTML; a fact that is
 * missing is printed as a red "[belum ada: nama]" and counted, never left blank; each sheet bears number,
 * hash and page.
 */
#ifndef NETRA_PAPER_PAPER_H
#define NETRA_PAPER_PAPER_H

#include "base/buf.h"

/* ---- templates ---- */

/* A template is Markdown, after a front part of `key: value` lines that ends with a line `---`:
 *
 *	perihal: Undangan klarifikasi
 *	sifat: Terbatas
 *	---
 *	Dengan hormat, ... pada {{hari}}.
 */
struct paper_template {
	struct {
		const char *key, *value;
	} * front;
	size_t n_front;
	const char *body;
};
/* INVALID names the line of a front part that is not `key: value`. */
MUST_CHECK enum status paper_template_read(struct arena *a, const char *text, size_t n,
					   struct paper_template *ret, struct err *e);
const char *paper_front(const struct paper_template *t, const char *key, const char *otherwise);

struct paper_field {
	const char *name, *value; /* NULL or blank: missing */
	bool markdown;            /* value is Markdown made by us (lists, tables); else plain text, escaped */
	const char *label;        /* what a missing fact is called on the paper; NULL: by its name */
};
struct paper_slot { /* a placeholder of a template */
	const char *name, *label; /* label: what the paper calls the fact */
	int line;                 /* of the text it stands in, from 1 */
};
struct paper_slots {
	struct paper_slot *items;
	size_t n, cap;
};
struct paper_filled {
	const char *text; /* arena */
	int missing;      /* placeholders whose fact is not there */
	struct paper_slots lacks; /* which */
};
/* The placeholders of @body in their order. INVALID, with its line, for one without its end. */
MUST_CHECK enum status paper_slots_of(struct arena *a, const char *body, struct paper_slots *ret, struct err *e);
/* Replaces each {{name}} or {{name: label}}; the first field of that name counts. INVALID for a placeholder
 * without its end. The label is what the paper calls the fact when it is missing. */
MUST_CHECK enum status paper_fill(struct arena *a, const char *body, const struct paper_field *fields,
				  size_t n, struct paper_filled *ret, struct err *e);
/* The same for a line of plain text (subject, recipient): nothing is escaped, because nothing is Markdown
 * there. */
MUST_CHECK enum status paper_fill_line(struct arena *a, const char *line, const struct paper_field *fields,
				       size_t n, struct paper_filled *ret, struct err *e);
char *paper_escape(struct arena *a, const char *s); /* plain text as Markdown that means just that text */
char *paper_escape_cell(struct arena *a, const char *s); /* the same for a row of a table, which a line break would end */

/* ---- drawings ---- */

enum paper_ink { INK_TEXT, INK_SOFT, INK_INDIGO, INK_WASH, INK_LINE, INK_LEAF, INK_SOGAN, INK_WHITE };
enum shape_kind { SHAPE_BOX, SHAPE_EDGE, SHAPE_LINE, SHAPE_AREA, SHAPE_DOT, SHAPE_TEXT };
enum shape_anchor { ANCHOR_START, ANCHOR_MIDDLE, ANCHOR_END };
struct point {
	double x, y;
};
struct shape {
	enum shape_kind kind;
	enum paper_ink ink;
	double x, y, width, height; /* BOX, EDGE (an outline; dashed when width of line is 0); DOT: x, y,
				       width = radius */
	double stroke;              /* LINE, EDGE: width of the line; EDGE with 0: dashed hairline */
	const struct point *points; /* LINE, AREA */
	size_t n;
	const char *text; /* TEXT: x, y is its baseline; height its size */
	enum shape_anchor anchor;
	bool bold;
};
/* One description for page and paper. @title says what the drawing shows, for those who cannot see it. */
struct drawing {
	const char *title;
	double width, height;
	struct shape *items;
	size_t n, cap;
};
void drawing_svg(struct buf *b,
		 const struct drawing *d); /* <svg role="img"> with <title>; colours by class and attribute */

struct bar {
	const char *label, *value; /* value as words: "1.684"; NULL: the number */
	double amount;
};
/* Horizontal bars from one line, the longest @max wide (0: the largest amount). */
struct drawing paper_bars(struct arena *a, const char *title, const struct bar *bars, size_t n, double max);
/* Bars centred on each other, each stage narrower than the one before. */
struct drawing paper_funnel(struct arena *a, const char *title, const struct bar *stages, size_t n);
struct drawing paper_sparkline(struct arena *a, const char *title, const double *values, size_t n);
/* A month strip: how a deadline was counted, weeks as rows, Monday first. */
struct strip_day {
	struct day day;
	bool counted;
	int number; /* of a counted day */
};
struct drawing paper_strip(struct arena *a, const char *title, const struct strip_day *days, size_t n,
			   struct day start, struct day last, struct day today);

/* ---- QR ---- */

/* As SVG for a page, dark on white in every scheme; TOO_LARGE when @text does not fit (about 2,300 bytes). */
MUST_CHECK enum status paper_qr_svg(struct buf *b, const char *text, const char *title, struct err *e);

/* The same as a drawing, @side points wide, for a paper on which it is the point (a poster). */
MUST_CHECK enum status paper_qr_drawing(struct arena *a, const char *text, const char *title, double side, struct drawing *ret,
					struct err *e);

/* A picture for a phone's gallery (PNG, 720 x 960): centred lines, then the QR of @qr_text. At most 12 lines. */
enum card_kind { CARD_SMALL, CARD_WORDS, CARD_CODE };
struct card_line {
	enum card_kind kind;
	const char *text; /* plain */
};
MUST_CHECK enum status paper_card_png(struct arena *a, const struct card_line *lines, size_t n, const char *qr_text,
				      struct str *ret, struct err *e);

/* ---- letters ---- */

struct paper_row {
	const char *label, *value;
	bool strong;
};
/* The office's own crest. The bytes go into the file as they are: only a JPEG of our own making may stand here. */
struct paper_crest {
	int64_t key; /* the same crest twice in one file is kept once */
	struct str jpeg;
	int width, height; /* only how they stand to each other counts */
};
struct paper_letter {
	const struct paper_crest *crest;        /* NULL: the mark of Netra */
	const char *office, *address, *contact; /* letterhead */
	bool drill;                             /* "DATA LATIHAN" on every sheet */
	const char *title;                      /* of the document, for readers of the file */
	const char *form_code;                  /* "B.9": printed on the first sheet; NULL or "": none */
	const char *heading;          /* centred above the body (minutes, receipts); NULL: a letter */
	const struct paper_row *head; /* Nomor, Sifat, Lampiran, Perihal; rows without value are left out */
	size_t n_head;
	const char *place_date;                         /* "Kota Tirtamulya, 4 November 2024"; NULL: none */
	const char *recipient;                          /* lines; NULL: none */
	const char *markdown;                           /* the filled body */
	const char *sign_title, *sign_name, *sign_note; /* wet ink; sign_title NULL: nobody signs */
	const char *copies;                             /* "Tembusan", below the signature: lines; NULL: none */
	const char *check_url;                          /* in the QR and printed beside; NULL: none */
	const char *foot;                               /* on each sheet: number, case, hash */
	bool fine_tables;                               /* tables in smaller print */
	bool one_sheet;                                 /* set smaller, down to 7.5 points, so that it fits on one */
	struct instant made;                            /* creation date in the file */
	const struct drawing *const *figures;           /* ![...](figure:0) in the body */
	size_t n_figures;
};
/* The PDF, in @a. Text that a font cannot show is shown as boxes, never left out. TOO_LARGE past 256 KiB of
 * Markdown or 200 sheets. */
MUST_CHECK enum status paper_pdf(struct arena *a, const struct paper_letter *l, struct str *ret,
				 struct err *e);

/* Several papers in one PDF, each as it is printed alone, with page numbers through all of it and an outline. The front paper
 * comes first; as it names the page of each paper, its text is asked for when these are known. */
#define PAPER_BUNDLE_MAX 1000 /* papers */
struct paper_bundle {
	const struct paper_letter *front;          /* all but its Markdown */
	const struct paper_letter *const *letters; /* NULL within: a letter that is not printed here */
	size_t n;
	/* @pages: where each letter begins, 0 for those not printed; @total: of all. Called until the front paper keeps its length. */
	const char *(*contents)(void *context, struct arena *a, const int *pages, int total);
	void *context;
};
/* TOO_LARGE as for each paper, past PAPER_BUNDLE_MAX papers, or past 3,000 pages. */
MUST_CHECK enum status paper_bundle_pdf(struct arena *a, const struct paper_bundle *b, struct str *ret, int *ret_pages,
					struct err *e);

#endif
