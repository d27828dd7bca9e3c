/* log_verify.c -- is the log of receipts still the one whose heads were signed?
 *
 * One walk over the leaves in their order. Each leaf must be the hash of what its report says now; on the way the tree is
 * built again, so that every full subtree that is kept and every head that was signed is held against it at its size.
 * What the chain of seals tells beside this (a row changed, a row missing) is told there; here it is told what it means
 * for receipts: which index, which number, and from which head on a witness will see it.
 */
#include "desk/evidence/evidence_internal.h"

#include <string.h>

#define LEAF_BATCH 500
#define HEAD_BATCH 100

struct log_walk {
	struct tx *tx;
	const struct desk *d;
	struct arena *a; /* of the report; the transaction's is emptied after each batch */
	struct verify_report *report;
	struct merkle_range range;
	int64_t expected;          /* index of the next leaf */
	int64_t nodes;             /* full subtrees that should be kept */
	bool holes;                /* a leaf is missing: no root can be built from there on */
	struct evidence_heads heads;
	size_t next_head;
	bool heads_over;           /* all of them were read */
	bool head_told;            /* the first head that does not fit is told; those after it follow from it */
	struct arena keep;         /* heads of the batch at hand */
	int64_t head_size, head_id; /* of the last head that was read: where the next batch begins */
};

static void fault(struct log_walk *w, const char *kind, const char *table, int64_t row, const char *text, const char *text_en)
{
	verify_fault_add(w->a, w->report, kind, table, row, 0, text, text_en);
}

/* -- heads -- */

static void head_fault(struct log_walk *w, const char *kind, const struct evidence_head *h, const char *id, const char *en)
{
	char at[64], at_en[64];
	enum zone zone = w->d->office->zone;
	fault(w, kind, "log_head", h->id,
	      arena_printf(w->a, "Kepala daftar tanda terima %s (%lld tanda terima): %s.", instant_long(h->at, zone, ID, at),
			   (long long)h->note.size, id),
	      arena_printf(w->a, "Head of the log of receipts of %s (%lld receipts): %s.", instant_long(h->at, zone, EN, at_en),
			   (long long)h->note.size, en));
}

/* The next head in the order of the tree; NULL at the end. */
static enum status head_peek(struct log_walk *w, const struct evidence_head **ret, struct err *e)
{
	if (w->next_head == w->heads.n && !w->heads_over) {
		struct arena *own = w->tx->arena;
		arena_reset(&w->keep);
		w->tx->arena = &w->keep;
		enum status status = log_heads_read(w->tx, w->d, w->head_size, w->head_id, HEAD_BATCH, &w->heads, e);
		w->tx->arena = own;
		TRY(status);
		w->next_head = 0;
		w->heads_over = !w->heads.n;
	}
	*ret = w->heads_over ? NULL : &w->heads.items[w->next_head];
	return OK;
}

static void head_done(struct log_walk *w, const struct evidence_head *h)
{
	w->head_size = h->note.size;
	w->head_id = h->id;
	w->next_head++;
}

static void head_check(struct log_walk *w, const struct evidence_head *h)
{
	if (!evidence_head_good(w->d->office->sign_public, &h->note))
		head_fault(w, "log_head_forged", h, "tanda tangannya tidak sah", "its signature is not good");
	else if (!w->head_told && (w->holes || !hash_eq(h->note.root, merkle_range_root(&w->range)))) {
		w->head_told = true;
		head_fault(w, "log_rewritten", h, "daftar sekarang bukan yang ditandatangani waktu itu; saksi yang memegang kepala ini dapat membuktikannya",
			   "the log is no longer the one that was signed then; a witness who holds this head can prove it");
	}
}

/* All heads of the size that the tree has now. */
static enum status heads_here(struct log_walk *w, struct err *e)
{
	const struct evidence_head *h;
	TRY(head_peek(w, &h, e));
	while (h && h->note.size <= w->expected) {
		head_check(w, h);
		head_done(w, h);
		TRY(head_peek(w, &h, e));
	}
	return OK;
}

static enum status heads_left(struct log_walk *w, struct err *e)
{
	const struct evidence_head *h;
	TRY(head_peek(w, &h, e));
	while (h) {
		if (!evidence_head_good(w->d->office->sign_public, &h->note))
			head_fault(w, "log_head_forged", h, "tanda tangannya tidak sah", "its signature is not good");
		else
			head_fault(w, "log_cut", h, arena_printf(w->a, "daftar terpotong, tinggal %lld tanda terima", (long long)w->expected),
				   arena_printf(w->a, "the log is cut, %lld receipts are left", (long long)w->expected));
		head_done(w, h);
		TRY(head_peek(w, &h, e));
	}
	return OK;
}

/* -- leaves -- */

static void leaf_fault(struct log_walk *w, const char *kind, const struct log_leaves_check_row *r, const char *id, const char *en)
{
	const char *number = r->number ? r->number : "?";
	fault(w, kind, "log_leaf", r->report,
	      arena_printf(w->a, "Daftar tanda terima, urutan %lld (nomor %s): %s.", (long long)r->position, number, id),
	      arena_printf(w->a, "Log of receipts, index %lld (number %s): %s.", (long long)r->position, number, en));
}

static void hole_fault(struct log_walk *w, int64_t past)
{
	int64_t first = w->expected, last = past - 1;
	const char *which = first == last ? arena_printf(w->a, "%lld", (long long)first)
					  : arena_printf(w->a, "%lld-%lld", (long long)first, (long long)last);
	w->holes = true;
	fault(w, "log_leaf_missing", "log_leaf", 0, arena_printf(w->a, "Daftar tanda terima: urutan %s hilang.", which),
	      arena_printf(w->a, "Log of receipts: index %s is missing.", which));
}

static enum status node_check(void *context, int level, int64_t number, struct hash top, struct err *e)
{
	struct log_walk *w = context;
	struct log_nodes_rows rows;
	if (level % 8)
		return OK;
	w->nodes++;
	TRY(log_nodes(w->tx, w->d->office->id, level, number, number + 1, &rows, e));
	bool good = rows.n == 1 && rows.items[0].hash.n == HASH_SIZE && !memcmp(rows.items[0].hash.s, top.bytes, HASH_SIZE);
	if (!good && !w->holes)
		fault(w, "log_node_changed", "log_node", 0,
		      arena_printf(w->a, "Daftar tanda terima: ringkasan urutan %lld-%lld tidak cocok dengan isinya.",
				   (long long)(number << level), (long long)(((number + 1) << level) - 1)),
		      arena_printf(w->a, "Log of receipts: the subtree over indexes %lld-%lld does not fit its leaves.",
				   (long long)(number << level), (long long)(((number + 1) << level) - 1)));
	return OK;
}

static struct hash leaf_of(const struct log_walk *w, const struct log_leaves_check_row *r)
{
	struct receipt line = {.office_code = w->d->office->code, .number = r->number, .at = r->at, .seq = r->position, .version = 2};
	if (!r->content || !hex_bytes(r->content, line.content.bytes, HASH_SIZE))
		return (struct hash){0};
	return evidence_log_leaf(&line);
}

static enum status leaf_check(struct log_walk *w, const struct log_leaves_check_row *r, struct err *e)
{
	struct hash kept = {0};
	if (r->position > w->expected)
		hole_fault(w, r->position);
	if (r->hash.n == HASH_SIZE)
		memcpy(kept.bytes, r->hash.s, HASH_SIZE);
	if (!r->number)
		leaf_fault(w, "log_leaf_orphan", r, "laporannya hilang", "its report is missing");
	else if (r->hash.n != HASH_SIZE || !hash_eq(kept, leaf_of(w, r)))
		leaf_fault(w, "log_leaf_changed", r, "catatan laporan bukan lagi yang ada pada tanda terima",
			   "the record of the report is no longer what stands on the receipt");
	w->expected = r->position + 1;
	return merkle_range_add(&w->range, kept, node_check, w, e);
}

static enum status leaves_walk(struct log_walk *w, struct err *e)
{
	int64_t after = -1;
	for (size_t n = LEAF_BATCH; n == LEAF_BATCH;) {
		struct log_leaves_check_rows rows;
		arena_reset(w->tx->arena);
		TRY(log_leaves_check(w->tx, w->d->office->id, after, LEAF_BATCH, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			TRY(heads_here(w, e));
			TRY(leaf_check(w, &rows.items[i], e));
			after = rows.items[i].position;
		}
		n = rows.n;
	}
	return heads_here(w, e);
}

/* -- what the leaves do not show -- */

static enum status state_check(struct log_walk *w, struct err *e)
{
	struct merkle_range state;
	struct log_node_total_row nodes;
	enum status status = log_range_read(w->tx, w->d->office->id, &state, e);
	if (status != OK && status != BROKEN)
		return status;
	if (status == BROKEN || state.n != w->expected ||
	    (!w->holes && !hash_eq(merkle_range_root(&state), merkle_range_root(&w->range))))
		fault(w, "log_state_changed", "log_state", w->d->office->id,
		      arena_printf(w->a, "Keadaan daftar tanda terima tidak cocok dengan isinya (%lld tanda terima).", (long long)w->expected),
		      arena_printf(w->a, "The state of the log of receipts does not fit its leaves (%lld receipts).", (long long)w->expected));
	TRY(log_node_total(w->tx, w->d->office->id, &nodes, e));
	if (!w->holes && nodes.n > w->nodes)
		fault(w, "log_node_changed", "log_node", 0, "Daftar tanda terima: ada ringkasan yang tidak berasal dari isinya.",
		      "Log of receipts: subtrees are kept that do not come from its leaves.");
	return OK;
}

/* A report without a leaf is from before the log (its line is a good netra1), or its leaf was taken away. */
static enum status left_out_check(struct log_walk *w, struct err *e)
{
	int64_t after = 0;
	for (size_t n = LEAF_BATCH; n == LEAF_BATCH;) {
		struct log_left_out_rows rows;
		arena_reset(w->tx->arena);
		TRY(log_left_out(w->tx, w->d->office->id, after, LEAF_BATCH, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			const struct log_left_out_row *r = &rows.items[i];
			struct receipt line = {.office_code = w->d->office->code, .number = r->number, .at = r->at, .version = 1};
			after = r->report;
			if (r->signature.n == sizeof line.signature && hex_bytes(r->content, line.content.bytes, HASH_SIZE)) {
				memcpy(line.signature, r->signature.s, sizeof line.signature);
				if (evidence_receipt_good(w->d->office->sign_public, &line))
					continue;
			}
			fault(w, "log_leaf_missing", "log_leaf", r->report,
			      arena_printf(w->a, "Laporan nomor %s tidak ada lagi dalam daftar tanda terima.", r->number),
			      arena_printf(w->a, "The report with number %s is no longer in the log of receipts.", r->number));
		}
		n = rows.n;
	}
	return OK;
}

enum status evidence_log_verify(struct tx *tx, const struct desk *d, struct arena *a, struct verify_report *report,
				struct err *e)
{
	struct log_walk w = {.tx = tx, .d = d, .a = a, .report = report, .head_size = -1};
	enum status status = leaves_walk(&w, e);
	if (status == OK)
		status = heads_left(&w, e);
	if (status == OK)
		status = state_check(&w, e);
	if (status == OK)
		status = left_out_check(&w, e);
	arena_free(&w.keep);
	return status;
}
