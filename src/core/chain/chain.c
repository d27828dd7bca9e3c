/* chain.c -- seal bodies, links and canonical rows. See chain.h.
 *
 * All numbers are written big-endian with a fixed width, so one row has exactly one text of bytes:
 *
 *   body row    table (4 bytes), id (8), gone (1), hash (32)
 *   value       'n' | 'i' and 8 bytes | 't' or 'b', the length in 8 bytes, the bytes
 *   link        SHA-256 of: "netra-seal-1", previous link (32), office (8), seq (8), at (8), length of the
 *               body (8), SHA-256 of the body (32)
 */
#include "core/chain/chain.h"

#include <string.h>

#define ROW_SIZE 45 /* bytes of one row in a body */

static void put_number(unsigned char *to, uint64_t n, int bytes)
{
	for (int i = bytes - 1; i >= 0; i--, n >>= 8)
		to[i] = (unsigned char)n;
}

static uint64_t get_number(const unsigned char *from, int bytes)
{
	uint64_t n = 0;
	for (int i = 0; i < bytes; i++)
		n = n << 8 | from[i];
	return n;
}

void chain_body_put(struct buf *body, const struct sealed_row *row)
{
	unsigned char bytes[ROW_SIZE];
	put_number(bytes, (uint32_t)row->table, 4);
	put_number(bytes + 4, (uint64_t)row->id, 8);
	bytes[12] = row->gone;
	memcpy(bytes + 13, row->hash.bytes, HASH_SIZE);
	buf_raw(body, bytes, sizeof bytes);
}

bool chain_body_next(struct str body, size_t *at, struct sealed_row *ret, bool *ret_bad)
{
	*ret_bad = false;
	if (*at >= body.n)
		return false;
	const unsigned char *bytes = (const unsigned char *)body.s + *at;
	if (body.n - *at < ROW_SIZE || bytes[12] > 1) {
		*ret_bad = true;
		return false;
	}
	ret->table = (int32_t)(uint32_t)get_number(bytes, 4);
	ret->id = (int64_t)get_number(bytes + 4, 8);
	ret->gone = bytes[12];
	memcpy(ret->hash.bytes, bytes + 13, HASH_SIZE);
	*at += ROW_SIZE;
	return true;
}

struct hash chain_link(struct hash previous, int64_t office, int64_t seq, struct instant at, struct str body)
{
	static const char kind[12] = "netra-seal-1"; /* no NUL: 12 bytes */
	unsigned char bytes[sizeof kind + HASH_SIZE + 4 * 8 + HASH_SIZE], *to = bytes;
	struct hash content = hash_of(body.s, body.n);
	memcpy(to, kind, sizeof kind);
	to += sizeof kind;
	memcpy(to, previous.bytes, HASH_SIZE);
	to += HASH_SIZE;
	const int64_t numbers[] = {office, seq, at.us, (int64_t)body.n};
	for (int i = 0; i < 4; i++, to += 8)
		put_number(to, (uint64_t)numbers[i], 8);
	memcpy(to, content.bytes, HASH_SIZE);
	return hash_of(bytes, sizeof bytes);
}

void chain_canonical_int(struct buf *b, int64_t i)
{
	unsigned char bytes[9] = {'i'};
	put_number(bytes + 1, (uint64_t)i, 8);
	buf_raw(b, bytes, sizeof bytes);
}

void chain_canonical_bytes(struct buf *b, char kind, struct str s)
{
	unsigned char bytes[9] = {(unsigned char)kind};
	put_number(bytes + 1, s.n, 8);
	buf_raw(b, bytes, sizeof bytes);
	buf_raw(b, s.s, s.n);
}

void chain_canonical_null(struct buf *b)
{
	buf_char(b, 'n');
}
