/* seal.c -- the last act of each WRITE transaction: what it touched is hashed and linked to the chain.
 *
 * The seal is part of the transaction it seals: both are kept or neither is. Taking the next place locks the
 * head of the chain, so two programs on one database cannot take the same place.
 */
#include "desk/evidence/evidence_internal.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

struct hash row_hash(struct buf *scratch, const struct value *values, size_t n)
{
	buf_clear(scratch);
	while (n && values[n - 1].kind == VALUE_NULL)
		n--;
	for (size_t i = 0; i < n; i++) {
		const struct value *v = &values[i];
		switch (v->kind) {
		case VALUE_NULL:
			chain_canonical_null(scratch);
			break;
		case VALUE_INT:
			chain_canonical_int(scratch, v->i);
			break;
		case VALUE_TEXT:
			chain_canonical_bytes(scratch, 't', v->bytes);
			break;
		case VALUE_BYTES:
			chain_canonical_bytes(scratch, 'b', v->bytes);
			break;
		}
	}
	return hash_of(scratch->s, scratch->n);
}

/* The hashes of all touched rows, as they are now; @body and the rows read live in scratch memory. */
static enum status body_make(struct tx *tx, const struct touched_list *rows, struct buf *body, struct err *e)
{
	scoped(buf_free) struct buf scratch = {.limit = SIZE_MAX};
	struct arena *callers = tx->arena;
	struct arena own = {0};
	enum status status = OK;
	tx->arena = &own;
	for (size_t i = 0; i < rows->n && status == OK; i++) {
		const struct touched *t = &rows->items[i];
		struct rows row;
		arena_reset(&own);
		status = store_row(tx, t->table, t->row, &row, e);
		if (status != OK)
			break;
		struct sealed_row sealed = {.table = t->table->number, .id = t->row, .gone = row.n_rows == 0};
		if (!sealed.gone)
			sealed.hash = row_hash(&scratch, row.items, row.n_columns);
		chain_body_put(body, &sealed);
	}
	tx->arena = callers;
	arena_free(&own);
	return status;
}

static struct str hash_bytes(const struct hash *h)
{
	return (struct str){(const char *)h->bytes, HASH_SIZE};
}

enum status evidence_hook(struct tx *tx, const struct touched_list *rows, void *context, struct err *e)
{
	static const struct hash none;
	(void)context;
	scoped(buf_free) struct buf body = {.limit = (size_t)512 << 20};
	TRY(body_make(tx, rows, &body, e));
	TRY(buf_done(&body, e));
	struct chain_step_row step;
	TRY(chain_step(tx, tx->office, hash_bytes(&none), &step, e));
	struct hash previous = none;
	if (step.link.n != HASH_SIZE)
		return FAIL(e, BROKEN, "the head of the chain of office %lld is damaged", (long long)tx->office);
	memcpy(previous.bytes, step.link.s, HASH_SIZE);
	struct str bytes = {body.s, body.n};
	struct hash link = chain_link(previous, tx->office, step.seq, tx->now, bytes);
	TRY(seal_add(tx, id_new(tx->now), tx->office, step.seq, tx->now, bytes, hash_bytes(&link), e));
	return chain_link_set(tx, tx->office, hash_bytes(&link), e);
}

/* -- checkpoints -- */

/* What is signed: kind, office, seq, moment, link. */
static size_t checkpoint_text(char ret[static 256], int64_t office, int64_t seq, struct instant at, struct str link)
{
	char hex[2 * HASH_SIZE + 1];
	sodium_bin2hex(hex, sizeof hex, (const unsigned char *)link.s, link.n < HASH_SIZE ? link.n : HASH_SIZE);
	return (size_t)snprintf(ret, 256, "netra-checkpoint-1|%lld|%lld|%lld|%s", (long long)office, (long long)seq,
				(long long)at.us, hex);
}

bool checkpoint_good(const unsigned char sign_public[32], int64_t office, const struct checkpoints_row *c)
{
	char text[256];
	size_t n = checkpoint_text(text, office, c->seq, c->at, c->link);
	return c->signature.n == crypto_sign_BYTES &&
	       !crypto_sign_verify_detached((const unsigned char *)c->signature.s, (const unsigned char *)text, n, sign_public);
}

enum status evidence_checkpoint(struct tx *tx, const struct desk *d, struct err *e)
{
	struct chain_head_get_row head;
	bool found;
	TRY(chain_head_get(tx, d->office->id, &found, &head, e));
	if (!found)
		return OK; /* nothing is sealed yet */
	char text[256];
	unsigned char signature[crypto_sign_BYTES];
	size_t n = checkpoint_text(text, d->office->id, head.seq, d->now, head.link);
	crypto_sign_detached(signature, NULL, (const unsigned char *)text, n, d->office->sign_secret);
	return checkpoint_add(tx, id_new(d->now), d->office->id, d->now, head.seq, head.link,
			      (struct str){(const char *)signature, sizeof signature}, e);
}
