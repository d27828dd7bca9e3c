/* bundle.c -- several papers in one PDF: each laid out as when it is alone, then numbered through.
 *
 * The front paper tells on which page each paper begins, and stands before them: its own length moves them all. So it is
 * laid out until its length no longer changes, which is the second time, and the third when a number got a digit more.
 */
#include "paper/paper_internal.h"

#define PAGES_MAX  3000
#define ROUNDS_MAX 5

struct bundle {
	struct arena work;
	const struct paper_bundle *of;
	struct paper_letter front;
	struct sheets *papers; /* [0]: the front; then those that are printed */
	int *pages;            /* of each letter of @of */
	size_t n;
	int total;
};

static void bundle_free(struct bundle *b)
{
	for (size_t i = 0; i < b->n; i++)
		sheets_free(&b->papers[i]);
	arena_free(&b->work);
}

static enum status letters_lay_out(struct bundle *b, struct err *e)
{
	int sheets = 0;
	for (size_t i = 0; i < b->of->n; i++) {
		if (!b->of->letters[i])
			continue;
		struct sheets *s = &b->papers[b->n++];
		TRY(sheets_make(s, &b->work, b->of->letters[i], e));
		sheets += s->sheet + 1;
		if (sheets > PAGES_MAX)
			return FAIL(e, TOO_LARGE, "the papers together would have more than %d pages", PAGES_MAX);
	}
	return OK;
}

/* Where each paper begins when the front has @front sheets. */
static void number(struct bundle *b, int front)
{
	int page = 1 + front;
	size_t at = 1;
	b->papers[0].page_first = 1;
	for (size_t i = 0; i < b->of->n; i++) {
		b->pages[i] = 0;
		if (!b->of->letters[i])
			continue;
		b->pages[i] = b->papers[at].page_first = page;
		page += b->papers[at++].sheet + 1;
	}
	b->total = page - 1;
	for (size_t i = 0; i < b->n; i++)
		b->papers[i].pages = b->total;
}

static enum status front_lay_out(struct bundle *b, struct err *e)
{
	int sheets = 1;
	for (int round = 0; round < ROUNDS_MAX; round++) {
		number(b, sheets);
		b->front.markdown = b->of->contents(b->of->context, &b->work, b->pages, b->total);
		sheets_free(&b->papers[0]);
		TRY(sheets_make(&b->papers[0], &b->work, &b->front, e));
		if (b->papers[0].sheet + 1 == sheets)
			break;
		sheets = b->papers[0].sheet + 1;
	}
	number(b, b->papers[0].sheet + 1);
	return OK;
}

enum status paper_bundle_pdf(struct arena *a, const struct paper_bundle *of, struct str *ret, int *ret_pages, struct err *e)
{
	scoped(bundle_free) struct bundle b = {.of = of, .front = *of->front, .n = 1};
	if (of->n > PAPER_BUNDLE_MAX)
		return FAIL(e, TOO_LARGE, "a bundle holds at most %d papers", PAPER_BUNDLE_MAX);
	b.papers = arena_calloc(&b.work, of->n + 1, sizeof *b.papers);
	b.pages = arena_calloc(&b.work, of->n + 1, sizeof *b.pages);
	TRY(letters_lay_out(&b, e));
	TRY(front_lay_out(&b, e));
	TRY(sheets_pdf(a, b.papers, b.n, of->front, ret, e));
	*ret_pages = b.total;
	return OK;
}
