/* id.h -- identifiers and random codes.
 *
 * An id is a positive 64-bit number, ordered by the time it was made: 41 bits of milliseconds since 2020,
 * then 21 random or counted bits. It is the same on every database and never shown to people, who see legal
 * numbers. Random bytes come from libsodium.
 */
#ifndef NETRA_BASE_ID_H
#define NETRA_BASE_ID_H

#include "base/day.h"
#include "base/str.h"

int64_t id_new(struct instant now); /* never the same twice in one process; > 0 */
int64_t id_block(struct instant now, int64_t n); /* the first of @n ids in a row, all new */
int64_t id_floor(struct instant t); /* no id made at @t or later is smaller; 0 before 2020 */
void random_bytes(void *ret, size_t n);
/* @digits decimal digits, each equally likely, for receipt codes. */
char *random_digits(struct arena *a, size_t digits);
char *random_hex(struct arena *a, size_t bytes);
bool bytes_equal(const void *a, const void *b, size_t n); /* in constant time */

#define HASH_SIZE 32 /* bytes of a SHA-256 */
struct hash {
	unsigned char bytes[HASH_SIZE];
};
struct hash hash_of(const void *bytes, size_t n); /* SHA-256 (OpenSSL) */
/* The same of what comes piece by piece. Needs no memory and no end. */
struct hash_run {
	_Alignas(8) unsigned char state[112];
};
void hash_run_start(struct hash_run *r);
void hash_run_add(struct hash_run *r, const void *bytes, size_t n);
struct hash hash_run_done(struct hash_run *r);
bool hash_eq(struct hash a, struct hash b);
char *hash_hex(struct arena *a, struct hash h);
/* Keyed BLAKE2b-256, for look-ups that must not reveal what they look for (receipt codes, addresses). */
struct hash hash_keyed(const unsigned char key[static 32], const void *bytes, size_t n);

#endif
