/* id.c -- see id.h. */
#include "base/id.h"

#define OPENSSL_API_COMPAT 0x10101000L /* SHA256_Init and its kin: the new way looks the algorithm up each time */
#include <openssl/sha.h>
#include <sodium.h>
#include <stdatomic.h>

#define EPOCH_MS (INT64_C(1577836800) * 1000) /* 2020-01-01T00:00:00Z */
#define LOW_BITS 21

int64_t id_block(struct instant now, int64_t n)
{
	static _Atomic int64_t last;
	int64_t ms = now.us / 1000 - EPOCH_MS;
	if (ms < 0)
		ms = 0;
	/* Random low bits keep two processes on one database apart: drawn at the first id of a millisecond, from which
	 * the others of that millisecond count on. So ids ascend, even when the clock stands still or steps back. */
	int64_t before = atomic_load(&last), id, fresh = 0;
	do {
		if (!fresh && before >> LOW_BITS < ms)
			fresh = ms << LOW_BITS | (int64_t)randombytes_uniform(1U << (LOW_BITS - 1));
		id = fresh > before ? fresh : before + 1;
	} while (!atomic_compare_exchange_weak(&last, &before, id + n - 1));
	return id;
}

int64_t id_new(struct instant now)
{
	return id_block(now, 1);
}

int64_t id_floor(struct instant t)
{
	int64_t ms = t.us / 1000 - EPOCH_MS;
	return ms > 0 ? ms << LOW_BITS : 0;
}

void random_bytes(void *ret, size_t n)
{
	randombytes_buf(ret, n);
}

char *random_digits(struct arena *a, size_t digits)
{
	char *out = arena_alloc(a, digits + 1);
	for (size_t i = 0; i < digits; i++)
		out[i] = (char)('0' + randombytes_uniform(10));
	return out;
}

char *random_hex(struct arena *a, size_t bytes)
{
	void *p = arena_alloc(a, bytes);
	random_bytes(p, bytes);
	return hex_text(a, p, bytes);
}

bool bytes_equal(const void *a, const void *b, size_t n)
{
	return sodium_memcmp(a, b, n) == 0;
}

struct hash hash_of(const void *bytes, size_t n)
{
	struct hash h;
	SHA256_CTX c;
	SHA256_Init(&c);
	SHA256_Update(&c, bytes, n);
	SHA256_Final(h.bytes, &c);
	return h;
}

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct hash_run), "the state has its room");

void hash_run_start(struct hash_run *r) { SHA256_Init((SHA256_CTX *)(void *)r->state); }

void hash_run_add(struct hash_run *r, const void *bytes, size_t n) { SHA256_Update((SHA256_CTX *)(void *)r->state, bytes, n); }

struct hash hash_run_done(struct hash_run *r)
{
	struct hash h;
	SHA256_Final(h.bytes, (SHA256_CTX *)(void *)r->state);
	return h;
}

bool hash_eq(struct hash a, struct hash b)
{
	return bytes_equal(a.bytes, b.bytes, HASH_SIZE);
}

char *hash_hex(struct arena *a, struct hash h)
{
	return hex_text(a, h.bytes, HASH_SIZE);
}

struct hash hash_keyed(const unsigned char key[static 32], const void *bytes, size_t n)
{
	struct hash h;
	crypto_generichash(h.bytes, HASH_SIZE, bytes, n, key, 32);
	return h;
}
