/* once.c -- see once.h. */
#include "desk/access/once.h"

#include "once_sql.h"

#include <sodium.h>
#include <string.h>

#define NONCE_SIZE crypto_secretbox_NONCEBYTES

static struct hash keyed(const struct desk *d, const char *purpose, const char *key)
{
	const char *text = arena_printf(d->arena, "%s:%lld:%s", purpose, (long long)d->user, key);
	return hash_keyed(d->office->lookup_key, text, strlen(text));
}

static struct str hash_str(const struct desk *d, struct hash h)
{
	return (struct str){arena_memdup(d->arena, h.bytes, HASH_SIZE), HASH_SIZE};
}

static struct str seal(const struct desk *d, const char *key, struct str text)
{
	struct hash k = keyed(d, "answer", key);
	size_t n = NONCE_SIZE + crypto_secretbox_MACBYTES + text.n;
	unsigned char *box = arena_alloc(d->arena, n);
	random_bytes(box, NONCE_SIZE);
	crypto_secretbox_easy(box + NONCE_SIZE, (const unsigned char *)text.s, text.n, box, k.bytes);
	return (struct str){(const char *)box, n};
}

static enum status unseal(const struct desk *d, const char *key, struct str box, struct str *ret, struct err *e)
{
	struct hash k = keyed(d, "answer", key);
	if (box.n < NONCE_SIZE + crypto_secretbox_MACBYTES)
		return FAIL(e, BROKEN, "a kept answer is damaged");
	size_t n = box.n - NONCE_SIZE - crypto_secretbox_MACBYTES;
	unsigned char *text = arena_alloc(d->arena, n + 1);
	const unsigned char *b = (const unsigned char *)box.s;
	if (crypto_secretbox_open_easy(text, b + NONCE_SIZE, box.n - NONCE_SIZE, b, k.bytes) != 0)
		return FAIL(e, BROKEN, "a kept answer is damaged");
	*ret = (struct str){(const char *)text, n};
	return OK;
}

static enum status done_before(struct tx *tx, const struct desk *d, const char *key, struct hash request,
			       struct once *ret, struct err *e)
{
	struct once_get_row row;
	bool found;
	TRY(once_get(tx, hash_str(d, keyed(d, "once", key)), &found, &row, e));
	if (!found)
		return FAIL(e, CONFLICT, "the first request with this key is at work; ask again");
	if (row.request.n != HASH_SIZE || !bytes_equal(row.request.s, request.bytes, HASH_SIZE))
		return FAIL_FIELD(e, INVALID, "Idempotency-Key", "this key was used for another request");
	if (!row.http)
		return FAIL(e, CONFLICT, "the first request with this key has no answer yet, or never got one: look at the record "
					 "before you send it with a new key");
	*ret = (struct once){.id = row.id, .again = true, .http = (int)row.http};
	return unseal(d, key, row.answer, &ret->answer, e);
}

enum status access_once_begin(const struct desk *d, const char *key, struct hash request, struct once *ret, struct err *e)
{
	int64_t changed, id = id_new(d->now);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(once_prune(&tx, (struct instant){d->now.us - ONCE_KEPT_US}, &changed, e));
	TRY(once_add(&tx, id, d->user, hash_str(d, keyed(d, "once", key)), hash_str(d, request), d->now, &changed, e));
	if (!changed)
		return done_before(&tx, d, key, request, ret, e);
	*ret = (struct once){.id = id};
	return tx_commit(&tx, e);
}

enum status access_once_end(const struct desk *d, const struct once *once, const char *key, int http, struct str answer,
			    struct err *e)
{
	int64_t changed;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(once_end(&tx, once->id, http, seal(d, key, answer), &changed, e));
	return tx_commit(&tx, e);
}

enum status access_once_drop(const struct desk *d, const struct once *once, struct err *e)
{
	int64_t changed;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(once_drop(&tx, once->id, &changed, e));
	return tx_commit(&tx, e);
}
