/* seal.c -- the last act of each WRITE transaction: what it touched is hashed and linked to the chain.
 *
 * The seal is part of the transaction it seals: both are kept or neither is. Taking the next place locks the
 * head of the chain, so two programs on one database cannot take the same place.
 */
#define _GNU_SOURCE /* qsort_r */
#include "desk/evidence/evidence_internal.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct hash evidence_row_digest(struct buf *scratch, const struct value *values, size_t n)
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

/* -- the touched rows as they are now: most have their digest from when they were written, the others are read -- */

#define ROWS_MANY 64  /* so many rows of one table are read in passes over the table, not one by one */
#define PASS_ROWS 256 /* rows of a pass */
#define PASS_HITS 16  /* a pass that meets fewer touched rows is not worth it: some rows are read alone */

struct sealing {
	struct tx *tx;
	const struct touched_list *rows;
	struct sealed_row *sealed; /* in the order of the rows */
	size_t *order;             /* places of those that must be read, by table and id */
	struct buf scratch;
};

static int by_table_and_id(const void *a, const void *b, void *context)
{
	const struct touched *items = ((const struct sealing *)context)->rows->items;
	const struct touched *x = &items[*(const size_t *)a], *y = &items[*(const size_t *)b];
	if (x->table != y->table)
		return x->table->number < y->table->number ? -1 : 1;
	return (x->row > y->row) - (x->row < y->row);
}

static void row_seal(struct sealing *s, size_t place, const struct value *values, size_t n)
{
	s->sealed[place].gone = false;
	s->sealed[place].hash = evidence_row_digest(&s->scratch, values, n);
}

/* One row by its id. */
static enum status read_alone(struct sealing *s, size_t place, struct err *e)
{
	const struct touched *t = &s->rows->items[place];
	struct rows row;
	arena_reset(s->tx->arena);
	TRY(store_row(s->tx, t->table, t->row, &row, e));
	if (row.n_rows)
		row_seal(s, place, row.items, row.n_columns);
	return OK;
}

/* Reads on from the row at order[@at] and seals what it meets; returns how many places it is done with. */
static enum status read_pass(struct sealing *s, size_t at, size_t end, size_t *ret_done, size_t *ret_hits, struct err *e)
{
	const struct touched *items = s->rows->items;
	const struct table *table = items[s->order[at]].table;
	struct rows rows;
	size_t i = at;
	*ret_hits = 0;
	arena_reset(s->tx->arena);
	TRY(store_scan(s->tx, table, items[s->order[at]].row - 1, PASS_ROWS, &rows, e));
	for (size_t r = 0; r < rows.n_rows; r++) {
		const struct value *values = &rows.items[r * rows.n_columns];
		while (i < end && items[s->order[i]].row < values[0].i)
			i++; /* gone */
		if (i < end && items[s->order[i]].row == values[0].i) {
			row_seal(s, s->order[i++], values, rows.n_columns);
			++*ret_hits;
		}
	}
	*ret_done = rows.n_rows < PASS_ROWS ? end - at : i - at;
	return OK;
}

/* The rows order[@at] to order[@end] of one table. Where they lie close together they are read in passes. */
static enum status read_table(struct sealing *s, size_t at, size_t end, struct err *e)
{
	size_t alone = end - at < ROWS_MANY ? end - at : 0;
	while (at < end) {
		if (alone) {
			TRY(read_alone(s, s->order[at], e));
			at++;
			alone--;
			continue;
		}
		size_t done, hits;
		TRY(read_pass(s, at, end, &done, &hits, e));
		at += done;
		alone = hits >= PASS_HITS ? 0 : end - at < ROWS_MANY ? end - at : ROWS_MANY;
	}
	return OK;
}

static enum status read_all(struct sealing *s, struct err *e)
{
	size_t n = 0, end;
	for (size_t i = 0; i < s->rows->n; i++) {
		const struct touched *t = &s->rows->items[i];
		s->sealed[i] = (struct sealed_row){.table = t->table->number, .id = t->row, .gone = !t->has_digest, .hash = t->digest};
		if (!t->has_digest)
			s->order[n++] = i;
	}
	if (n > 1)
		qsort_r(s->order, n, sizeof *s->order, by_table_and_id, s);
	for (size_t at = 0; at < n; at = end) {
		const struct table *table = s->rows->items[s->order[at]].table;
		for (end = at + 1; end < n && s->rows->items[s->order[end]].table == table; end++)
			;
		TRY(read_table(s, at, end, e));
	}
	return OK;
}

/* The hashes of all touched rows, as they are now; @body and the rows read live in scratch memory. */
static enum status body_make(struct tx *tx, const struct touched_list *rows, struct buf *body, struct err *e)
{
	scoped(arena_free) struct arena keep = {0};
	struct sealing s = {.tx = tx, .rows = rows, .sealed = arena_array(&keep, struct sealed_row, rows->n),
			    .order = arena_array(&keep, size_t, rows->n), .scratch = {.limit = SIZE_MAX}};
	struct arena *callers = tx->arena;
	struct arena own = {0};
	tx->arena = &own;
	enum status status = read_all(&s, e);
	for (size_t i = 0; i < rows->n && status == OK; i++)
		chain_body_put(body, &s.sealed[i]);
	tx->arena = callers;
	arena_free(&own);
	buf_free(&s.scratch);
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
