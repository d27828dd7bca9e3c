/* judge.c -- what a citizen or a witness holds, judged offline: receipt, inclusion proof, heads, consistency proofs.
 *
 * All that is believed is the office's public key. Every head must bear its signature; the inclusion proof must lead from
 * the line to a signed head; and every head that is there must be shown to be one history with the first: a head of the
 * same size must have the same root, another is reached over consistency proofs, from head to head. Two good heads of one
 * office that cannot both be true are themselves the proof that it changed the log.
 */
#define _GNU_SOURCE /* qsort_r */
#include "desk/evidence/evidence_internal.h"

#include <stdlib.h>
#include <string.h>

#define PROMISE_US DAY_US /* a receipt is covered by a head within a day */
#define TURNS_MAX  64     /* through the proofs; a chain of heads needs one */

struct judging {
	struct arena *a;
	const struct note_papers *papers;
	struct receipt_judged *r;
	size_t *order; /* of the heads, by size */
	bool *linked;  /* per head: one history with the first */
};

static bool line_in_head(const struct judging *g, const struct note_inclusion *x)
{
	const struct note_head *h = &g->papers->heads.items[x->head];
	return x->index == g->r->line.seq && text_eq(h->origin, note_origin(g->a, g->r->line.office_code)) &&
	       merkle_path_good(evidence_log_leaf(&g->r->line), (size_t)x->index, (size_t)h->size, x->proof.items, x->proof.n, h->root);
}

/* A head of a day and more later that is too short to hold the receipt. */
static bool breaks_promise(const struct judging *g, const struct note_head *h)
{
	const struct receipt *line = &g->r->line;
	return text_eq(h->origin, note_origin(g->a, line->office_code)) && !instant_is_none(h->at) && h->at.us >= line->at.us + PROMISE_US && h->size <= line->seq;
}

static void inclusion_judge(struct judging *g)
{
	const struct note_papers *p = g->papers;
	struct receipt_judged *r = g->r;
	r->inclusion = INCLUSION_NOT_SHOWN;
	if (!r->has_line || r->line.version != 2)
		return;
	for (size_t i = 0; i < p->inclusions.n && r->inclusion != INCLUSION_PROVEN; i++) {
		r->inclusion = line_in_head(g, &p->inclusions.items[i]) ? INCLUSION_PROVEN : INCLUSION_FALSE;
		r->head = &p->heads.items[p->inclusions.items[i].head];
	}
	for (size_t i = 0; i < p->heads.n; i++)
		if (breaks_promise(g, &p->heads.items[i])) {
			r->inclusion = INCLUSION_BROKEN;
			r->head = &p->heads.items[i];
		}
}

/* -- are the heads one history? -- */

static int by_size(const void *a, const void *b, void *context)
{
	const struct note_head *items = context;
	const struct note_head *x = &items[*(const size_t *)a], *y = &items[*(const size_t *)b];
	return (x->size > y->size) - (x->size < y->size);
}

static int by_from(const void *a, const void *b)
{
	const struct note_consistency *x = a, *y = b;
	return (x->from > y->from) - (x->from < y->from);
}

static const struct note_head *head_at(const struct judging *g, size_t place)
{
	return &g->papers->heads.items[g->order[place]];
}

/* The first place in the order whose head has @size or more. */
static size_t place_of(const struct judging *g, int64_t size)
{
	size_t low = 0, high = g->papers->heads.n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (head_at(g, middle)->size < size)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* A head of @size that is linked, or one that is not; its place, or the number of heads. */
static size_t find(const struct judging *g, int64_t size, bool linked)
{
	size_t n = g->papers->heads.n, at = place_of(g, size);
	while (at < n && head_at(g, at)->size == size && g->linked[g->order[at]] != linked)
		at++;
	return at < n && head_at(g, at)->size == size ? at : n;
}

/* Heads of one size: the same tree, or two histories. */
static void link_same(struct judging *g, size_t known)
{
	const struct note_head *first = head_at(g, known), *h;
	for (size_t at = place_of(g, first->size); at < g->papers->heads.n; at++) {
		h = head_at(g, at);
		if (h->size != first->size)
			break;
		if (g->linked[g->order[at]] || !text_eq(h->origin, first->origin))
			continue;
		g->linked[g->order[at]] = true;
		if (!hash_eq(h->root, first->root) && g->r->heads != HEADS_DISAGREE) {
			g->r->heads = HEADS_DISAGREE;
			g->r->first = first, g->r->other = h;
		}
	}
}

/* A proof between a head that is linked and one that is not links the other, when it holds. */
static bool link_by(struct judging *g, const struct note_consistency *x)
{
	size_t n = g->papers->heads.n;
	if (!x->from)
		return false; /* the empty tree is the beginning of all: it joins no two histories */
	bool forward = find(g, x->from, true) < n;
	size_t known = find(g, forward ? x->from : x->to, true), new = find(g, forward ? x->to : x->from, false);
	if (known == n || new == n || !text_eq(head_at(g, known)->origin, head_at(g, new)->origin))
		return false;
	const struct note_head *old = head_at(g, forward ? known : new), *young = head_at(g, forward ? new : known);
	if (!merkle_consistency_good(x->from, x->to, &x->proof, old->root, young->root))
		return false;
	g->linked[g->order[new]] = true;
	link_same(g, new);
	return true;
}

/* Once up, once down through the proofs in the order of the tree: a chain of heads is linked in one turn. */
static void link_all(struct judging *g)
{
	size_t n = g->papers->consistencies.n;
	struct note_consistency *sorted = arena_array(g->a, struct note_consistency, n);
	if (n)
		memcpy(sorted, g->papers->consistencies.items, n * sizeof *sorted), qsort(sorted, n, sizeof *sorted, by_from);
	bool more = true;
	for (int turn = 0; more && turn < TURNS_MAX; turn++) {
		more = false;
		for (size_t i = 0; i < n; i++)
			more |= link_by(g, &sorted[i]);
		for (size_t i = n; i-- > 0;)
			more |= link_by(g, &sorted[i]);
	}
}

/* Was there a proof between these sizes? Then it did not hold. */
static bool proof_failed(const struct judging *g, const struct note_head *h)
{
	for (size_t i = 0; i < g->papers->consistencies.n; i++) {
		const struct note_consistency *x = &g->papers->consistencies.items[i];
		if ((x->from == h->size && find(g, x->to, true) < g->papers->heads.n) ||
		    (x->to == h->size && find(g, x->from, true) < g->papers->heads.n))
			return true;
	}
	return false;
}

/* A proof that does not hold says more than one that is not there. */
static void left_judge(struct judging *g)
{
	const struct note_heads *all = &g->papers->heads;
	struct receipt_judged *r = g->r;
	for (size_t i = 0; i < all->n && (r->heads == HEADS_AGREE || r->heads == HEADS_UNLINKED); i++) {
		bool failed = !g->linked[i] && proof_failed(g, &all->items[i]);
		if (g->linked[i] || (r->heads == HEADS_UNLINKED && !failed))
			continue;
		r->heads = failed ? HEADS_FALSE : HEADS_UNLINKED;
		r->other = &all->items[i];
	}
}

/* The first head that says something, or the first. */
static size_t anchor(const struct note_heads *all)
{
	size_t i = 0;
	while (i < all->n && !all->items[i].size)
		i++;
	return i < all->n ? i : 0;
}

/* Heads from before the first receipt fit every history; they are linked last, so that nothing hangs on them. */
static void link_empty(struct judging *g, const struct note_head *first)
{
	const struct note_heads *all = &g->papers->heads;
	for (size_t i = 0; i < all->n; i++)
		if (!all->items[i].size && hash_eq(all->items[i].root, merkle_empty()) && text_eq(all->items[i].origin, first->origin))
			g->linked[i] = true;
}

static void heads_judge(struct judging *g)
{
	const struct note_heads *all = &g->papers->heads;
	if (all->n < 2)
		return;
	size_t first = anchor(all);
	g->r->heads = HEADS_AGREE;
	g->r->first = &all->items[first], g->r->other = &all->items[first == all->n - 1 ? 0 : all->n - 1];
	g->linked = arena_array(g->a, bool, all->n);
	g->order = arena_array(g->a, size_t, all->n);
	for (size_t i = 0; i < all->n; i++)
		g->order[i] = i;
	qsort_r(g->order, all->n, sizeof *g->order, by_size, all->items);
	g->linked[first] = true;
	link_same(g, find(g, all->items[first].size, true));
	link_all(g);
	link_empty(g, &all->items[first]);
	left_judge(g);
}

enum status evidence_judge(struct arena *a, const unsigned char sign_public[static 32], const struct note_papers *papers,
			   struct receipt_judged *ret, struct err *e)
{
	struct judging g = {.a = a, .papers = papers, .r = ret};
	*ret = (struct receipt_judged){.has_line = papers->line != NULL};
	if (papers->line) {
		TRY(evidence_receipt_parse(a, papers->line, &ret->line, e));
		ret->line_good = evidence_receipt_good(sign_public, &ret->line);
	}
	for (size_t i = 0; i < papers->heads.n; i++)
		ret->head_forged |= !evidence_head_good(sign_public, &papers->heads.items[i]);
	inclusion_judge(&g);
	heads_judge(&g);
	return OK;
}

bool evidence_judged_good(const struct receipt_judged *j)
{
	return (!j->has_line || j->line_good) && !j->head_forged && j->inclusion != INCLUSION_FALSE &&
	       j->inclusion != INCLUSION_BROKEN && (j->heads == HEADS_ALONE || j->heads == HEADS_AGREE);
}
