/* log.c -- see receipts.h: leaves, proofs and heads in the store.
 *
 * Beside the leaves stand the full subtrees of 2^8, 2^16 ... leaves, each written when its last leaf comes, and the tops
 * of the whole tree (a few hundred bytes in one row), so that adding a leaf reads one row and a proof some hundreds.
 * There is one writer at a time, also on PostgreSQL with several servers (store/postgres.c, TURN): what was read of the
 * state is still so when it is written.
 */
#include "base/log.h"
#include "desk/evidence/evidence_internal.h"
#include "desk/evidence/receipts.h"

#include <sodium.h>
#include <string.h>

#define STEP 8 /* levels between the subtrees that are kept */

static struct str hash_bytes(const struct hash *h)
{
	return (struct str){(const char *)h->bytes, HASH_SIZE};
}

static bool hash_take(struct str bytes, struct hash *ret)
{
	if (bytes.n == HASH_SIZE)
		memcpy(ret->bytes, bytes.s, HASH_SIZE);
	return bytes.n == HASH_SIZE;
}

/* -- the state -- */

enum status log_range_read(struct tx *tx, int64_t office, struct merkle_range *ret, struct err *e)
{
	bool found;
	struct log_state_get_row row;
	*ret = (struct merkle_range){0};
	TRY(log_state_get(tx, office, &found, &row, e));
	if (!found)
		return OK;
	if (row.size < 0 || row.size > MERKLE_SIZE_MAX || row.tops.n != merkle_range_tops(row.size) * HASH_SIZE)
		return FAIL(e, BROKEN, "the state of the log of receipts is damaged");
	ret->n = row.size;
	if (row.tops.n)
		memcpy(ret->tops, row.tops.s, row.tops.n);
	return OK;
}

struct growing {
	struct tx *tx;
	const struct desk *d;
};

static enum status node_keep(void *context, int level, int64_t number, struct hash top, struct err *e)
{
	const struct growing *g = context;
	if (level % STEP)
		return OK;
	return log_node_add(g->tx, id_new(g->d->now), g->d->office->id, level, number, hash_bytes(&top), e);
}

enum status evidence_log_size(struct tx *tx, const struct desk *d, int64_t *ret, struct err *e)
{
	struct merkle_range range;
	TRY(log_range_read(tx, d->office->id, &range, e));
	*ret = range.n;
	return OK;
}

/* -- full subtrees, from what is kept -- */

static enum status missing(int level, int64_t number, struct err *e)
{
	return FAIL(e, BROKEN, "the log of receipts is damaged: leaves %lld to %lld are not all there",
		    (long long)(number << level), (long long)(((number + 1) << level) - 1));
}

static enum status from_leaves(const struct growing *g, int level, int64_t number, struct hash *ret, struct err *e)
{
	struct log_leaves_rows rows;
	struct hash all[1 << (STEP - 1)];
	TRY(log_leaves(g->tx, g->d->office->id, number << level, (number + 1) << level, &rows, e));
	if (rows.n != (size_t)1 << level)
		return missing(level, number, e);
	for (size_t i = 0; i < rows.n; i++)
		if (!hash_take(rows.items[i].hash, &all[i]))
			return missing(level, number, e);
	*ret = merkle_root(all, rows.n);
	return OK;
}

static enum status from_nodes(const struct growing *g, int level, int64_t number, struct hash *ret, struct err *e)
{
	struct log_nodes_rows rows;
	struct hash all[1 << (STEP - 1)];
	int over = level % STEP;
	TRY(log_nodes(g->tx, g->d->office->id, level - over, number << over, (number + 1) << over, &rows, e));
	if (rows.n != (size_t)1 << over)
		return missing(level, number, e);
	for (size_t i = 0; i < rows.n; i++)
		if (!hash_take(rows.items[i].hash, &all[i]))
			return missing(level, number, e);
	*ret = merkle_root(all, rows.n);
	return OK;
}

static enum status subtree_read(void *context, int level, int64_t number, struct hash *ret, struct err *e)
{
	return level < STEP ? from_leaves(context, level, number, ret, e) : from_nodes(context, level, number, ret, e);
}

/* The state does not fit the leaves: somebody was at the store, but no report is refused for that. The tops are made again
 * from what is kept; where leaves are missing nothing can stand for them, and no head will be signed over it. */
static enum status range_again(const struct growing *g, int64_t size, struct merkle_range *ret, struct err *e)
{
	struct growing own = *g;
	*ret = (struct merkle_range){.n = size};
	log_event(LOG_ERROR, "receipt_log", "the state of the log of receipts was not that of its %lld leaves; run netra verify",
		  (long long)size);
	size_t top = 0;
	int64_t done = 0;
	for (int level = MERKLE_LEVELS - 1; level >= 0; level--) {
		if (!(size >> level & 1))
			continue;
		enum status status = subtree_read(&own, level, done >> level, &ret->tops[top++], e);
		if (status != OK && status != BROKEN)
			return status;
		done += INT64_C(1) << level;
	}
	return OK;
}

static enum status range_for_adding(const struct growing *g, struct merkle_range *ret, struct err *e)
{
	struct log_state_and_last_row row;
	TRY(log_state_and_last(g->tx, g->d->office->id, &row, e));
	*ret = (struct merkle_range){0};
	if (row.size < 0 && row.last < 0)
		return OK; /* the first receipt */
	if (row.size != row.last + 1 || row.tops.n != merkle_range_tops(row.size) * HASH_SIZE)
		return range_again(g, row.last + 1, ret, e);
	ret->n = row.size;
	memcpy(ret->tops, row.tops.s, row.tops.n);
	return OK;
}

enum status evidence_log_add(struct tx *tx, const struct desk *d, int64_t report, struct receipt *r, struct err *e)
{
	struct growing g = {tx, d};
	struct merkle_range range;
	TRY(range_for_adding(&g, &range, e));
	r->version = 2;
	r->seq = range.n;
	evidence_receipt_sign(d->office, r);
	struct hash leaf = evidence_log_leaf(r);
	TRY(log_leaf_add(tx, report, d->office->id, range.n, hash_bytes(&leaf), e));
	TRY(merkle_range_add(&range, leaf, node_keep, &g, e));
	struct str tops = {(const char *)range.tops, merkle_range_tops(range.n) * HASH_SIZE};
	return log_state_set(tx, d->office->id, range.n, tops, e);
}

static enum status within(struct tx *tx, const struct desk *d, int64_t size, struct err *e)
{
	int64_t now;
	TRY(evidence_log_size(tx, d, &now, e));
	return size <= now ? OK : FAIL(e, INVALID, "the log has %lld receipts, not yet %lld", (long long)now, (long long)size);
}

enum status evidence_log_inclusion(struct tx *tx, const struct desk *d, int64_t index, int64_t size,
				   struct merkle_proof *ret, struct err *e)
{
	struct growing g = {tx, d};
	TRY(within(tx, d, size, e));
	return merkle_inclusion(subtree_read, &g, index, size, ret, e);
}

enum status evidence_log_consistency(struct tx *tx, const struct desk *d, int64_t from, int64_t to,
				     struct merkle_proof *ret, struct err *e)
{
	struct growing g = {tx, d};
	TRY(within(tx, d, to, e));
	return merkle_consistency(subtree_read, &g, from, to, ret, e);
}

/* -- heads -- */

/* The rows of all statements that read heads have the same columns. */
#define HEAD_READ(tx, d, row, ret, e) \
	head_of((tx)->arena, (d), (row).id, (row).at, (row).day, (row).size, (row).root, (row).size_before, (row).proof, \
		(row).signature, (ret), (e))

static enum status head_of(struct arena *a, const struct desk *d, int64_t id, struct instant at, struct day day,
			   int64_t size, struct str root, int64_t before, struct str proof, struct str signature,
			   struct evidence_head *ret, struct err *e)
{
	struct note_signature *s = arena_new(a, struct note_signature);
	*ret = (struct evidence_head){.id = id, .at = at, .day = day, .since = {.from = before, .to = size}};
	ret->note = (struct note_head){.origin = note_origin(a, d->office->code), .size = size, .at = at,
				       .signatures = s, .n_signatures = 1};
	if (!hash_take(root, &ret->note.root) || signature.n != sizeof s->bytes || proof.n % HASH_SIZE ||
	    proof.n > sizeof ret->since.proof.items)
		return FAIL(e, BROKEN, "head %lld of the log of receipts is damaged", (long long)id);
	note_key_id(ret->note.origin, d->office->sign_public, s->key_id);
	memcpy(s->bytes, signature.s, sizeof s->bytes);
	ret->since.proof.n = proof.n / HASH_SIZE;
	if (proof.n)
		memcpy(ret->since.proof.items, proof.s, proof.n);
	return OK;
}

enum status evidence_head_last(struct tx *tx, const struct desk *d, bool *ret_found, struct evidence_head *ret, struct err *e)
{
	struct log_head_last_row row;
	TRY(log_head_last(tx, d->office->id, ret_found, &row, e));
	return *ret_found ? HEAD_READ(tx, d, row, ret, e) : OK;
}

enum status evidence_head_by_id(struct tx *tx, const struct desk *d, int64_t id, bool *ret_found,
				struct evidence_head *ret, struct err *e)
{
	struct log_head_by_id_row row;
	TRY(log_head_by_id(tx, d->office->id, id, ret_found, &row, e));
	return *ret_found ? HEAD_READ(tx, d, row, ret, e) : OK;
}

enum status evidence_head_covering(struct tx *tx, const struct desk *d, int64_t index, bool *ret_found,
				   struct evidence_head *ret, struct err *e)
{
	struct log_head_covering_row row;
	TRY(log_head_covering(tx, d->office->id, index, ret_found, &row, e));
	return *ret_found ? HEAD_READ(tx, d, row, ret, e) : OK;
}

enum status evidence_heads_latest(struct tx *tx, const struct desk *d, int64_t before, int64_t max,
				  struct evidence_heads *ret, struct err *e)
{
	struct log_heads_latest_rows rows;
	TRY(log_heads_latest(tx, d->office->id, before, max, &rows, e));
	*ret = (struct evidence_heads){arena_array(tx->arena, struct evidence_head, rows.n), rows.n};
	for (size_t i = 0; i < rows.n; i++)
		TRY(HEAD_READ(tx, d, rows.items[i], &ret->items[i], e));
	return OK;
}

enum status log_heads_read(struct tx *tx, const struct desk *d, int64_t size, int64_t id, int64_t max,
			   struct evidence_heads *ret, struct err *e)
{
	struct log_heads_by_size_rows rows;
	TRY(log_heads_by_size(tx, d->office->id, size, id, max, &rows, e));
	*ret = (struct evidence_heads){arena_array(tx->arena, struct evidence_head, rows.n), rows.n};
	for (size_t i = 0; i < rows.n; i++)
		TRY(HEAD_READ(tx, d, rows.items[i], &ret->items[i], e));
	return OK;
}

enum status evidence_heads_from(struct tx *tx, const struct desk *d, int64_t size, int64_t max, struct evidence_heads *ret,
				struct err *e)
{
	return log_heads_read(tx, d, size, -1, max, ret, e);
}

void evidence_head_put(struct buf *b, const struct evidence_head *h)
{
	if (h->since.from && h->since.from < h->since.to)
		note_consistency_put(b, &h->since);
	note_head_put(b, &h->note);
}

bool evidence_head_good(const unsigned char sign_public[static 32], const struct note_head *h)
{
	scoped(buf_free) struct buf own = {0};
	unsigned char key_id[4];
	struct str text = h->text;
	if (!text.n) { /* made of a row, not read from a text */
		note_head_text(&own, h);
		text = (struct str){own.s, own.n};
	}
	note_key_id(h->origin, sign_public, key_id);
	for (size_t i = 0; i < h->n_signatures; i++)
		if (!memcmp(h->signatures[i].key_id, key_id, sizeof key_id))
			return !crypto_sign_verify_detached(h->signatures[i].bytes, (const unsigned char *)text.s, text.n, sign_public);
	return false;
}

/* The tree of today must begin with the one that was signed last, and be the one that its tops say. */
static enum status head_prove(struct tx *tx, const struct desk *d, const struct merkle_range *range,
			      const struct evidence_head *last, struct evidence_head *new, struct err *e)
{
	struct growing g = {tx, d};
	struct hash read;
	new->since = (struct note_consistency){.from = last ? last->note.size : 0, .to = range->n};
	if (last && last->note.size > range->n)
		return FAIL(e, BROKEN, "the log of receipts is cut: %lld leaves are left of the %lld that were signed; run netra verify",
			    (long long)range->n, (long long)last->note.size);
	TRY(merkle_root_read(subtree_read, &g, range->n, &read, e));
	if (!hash_eq(read, new->note.root))
		return FAIL(e, BROKEN, "the leaves of the log of receipts are not those that came in; run netra verify");
	TRY(merkle_consistency(subtree_read, &g, new->since.from, range->n, &new->since.proof, e));
	if (last && !merkle_consistency_good(new->since.from, range->n, &new->since.proof, last->note.root, read))
		return FAIL(e, BROKEN, "the log of receipts contradicts the head that was signed last; run netra verify");
	return OK;
}

static void head_sign(struct arena *a, const struct office *o, struct note_head *h)
{
	scoped(buf_free) struct buf text = {0};
	h->signatures = arena_new(a, struct note_signature);
	h->n_signatures = 1;
	note_head_text(&text, h);
	note_key_id(h->origin, o->sign_public, h->signatures->key_id);
	crypto_sign_detached(h->signatures->bytes, NULL, (const unsigned char *)text.s, text.n, o->sign_secret);
}

static enum status head_new(struct tx *tx, const struct desk *d, const struct merkle_range *range, struct day day,
			    const struct evidence_head *last, struct evidence_head *ret, struct err *e)
{
	*ret = (struct evidence_head){.id = id_new(d->now), .at = d->now, .day = day};
	ret->note = (struct note_head){.origin = note_origin(tx->arena, d->office->code), .size = range->n,
				       .root = merkle_range_root(range), .at = d->now};
	TRY(head_prove(tx, d, range, last, ret, e));
	head_sign(tx->arena, d->office, &ret->note);
	struct str proof = {(const char *)ret->since.proof.items, ret->since.proof.n * HASH_SIZE};
	struct str signature = {(const char *)ret->note.signatures->bytes, sizeof ret->note.signatures->bytes};
	TRY(log_head_add(tx, ret->id, d->office->id, d->now, day, range->n, hash_bytes(&ret->note.root), ret->since.from,
			 proof, signature, e));
	return evidence_witness_ask(tx, d, ret->id, e);
}

enum status evidence_head_make(struct tx *tx, const struct desk *d, bool daily, struct evidence_head *ret,
			       bool *ret_made, struct err *e)
{
	struct merkle_range range;
	struct log_head_of_day_row today;
	struct evidence_head last;
	bool found;
	struct day day = daily ? day_of_instant(d->now, d->office->zone) : DAY_NONE;
	*ret_made = false;
	if (daily) {
		TRY(log_head_of_day(tx, d->office->id, day, &found, &today, e));
		if (found)
			return HEAD_READ(tx, d, today, ret, e);
	}
	TRY(log_range_read(tx, d->office->id, &range, e));
	TRY(evidence_head_last(tx, d, &found, &last, e));
	if (!daily && found && last.note.size == range.n) {
		*ret = last;
		return OK;
	}
	*ret_made = true;
	return head_new(tx, d, &range, day, found ? &last : NULL, ret, e);
}
