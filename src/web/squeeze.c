/* squeeze.c -- see squeeze.h.
 *
 * A page is taken apart at its hidden "once" values. Each part between them is deflated by itself, ended on a byte,
 * and with all that stood before it as dictionary, so that taking it apart costs no length; the values go between as
 * stored blocks (RFC 1951 3.2.4). The checksum is put together from those of the parts.
 */
#define _GNU_SOURCE /* memmem */
#include "web/squeeze.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#define PAGE_MIN   600          /* bytes; below that a packet is a packet */
#define PAGE_MAX   (256 * KIB)  /* larger ones are sent as they are: nobody reads them on a phone */
#define ONCE_MARK  "name=\"once\" value=\""
#define ONCE_N     32
#define HOLES_MAX  6
#define KEPT       24           /* pages remembered; there are fewer public ones in two languages */

struct part { /* of a page, between two holes */
	size_t at, n; /* in the page */
	size_t packed_at, packed_n;
	uint32_t crc, shift; /* crc: of its bytes; shift: operator that moves a checksum past them */
};
struct kept {
	char key[80];    /* language and path */
	struct buf page; /* with its holes filled by ONCE_N bytes of 1 */
	struct buf packed;
	struct part parts[HOLES_MAX + 1];
	size_t n;
	uint64_t used;
};

static struct kept kept[KEPT];
static uint64_t turns;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t hole_shift;

bool squeeze_accepted(const char *accepted)
{
	while (accepted && *accepted) {
		accepted += strspn(accepted, " \t,");
		size_t n = strcspn(accepted, ","), word = strcspn(accepted, " \t;,");
		bool gzip = word == 4 && !strncasecmp(accepted, "gzip", 4);
		const char *q = memmem(accepted, n, "q=0", 3);
		if (gzip)
			return !q || strcspn(q, "123456789") < n - (size_t)(q - accepted);
		accepted += n;
	}
	return false;
}

/* Where the parts lie. False when there are more holes than we keep places for. */
static bool take_apart(const struct buf *page, struct kept *k)
{
	size_t at = 0;
	k->n = 0;
	while (k->n < HOLES_MAX) {
		const char *mark = memmem(page->s + at, page->n - at, ONCE_MARK, strlen(ONCE_MARK));
		size_t hole = mark ? (size_t)(mark - page->s) + strlen(ONCE_MARK) : page->n;
		if (mark && (page->n - hole <= ONCE_N || page->s[hole + ONCE_N] != '"'))
			return false;
		k->parts[k->n++] = (struct part){.at = at, .n = hole - at};
		if (!mark)
			return true;
		at = hole + ONCE_N;
	}
	return false;
}

static bool same_page(const struct kept *k, const struct kept *now, const struct buf *page)
{
	if (k->n != now->n || k->page.n != page->n)
		return false;
	for (size_t i = 0; i < k->n; i++)
		if (k->parts[i].at != now->parts[i].at || k->parts[i].n != now->parts[i].n ||
		    memcmp(k->page.s + k->parts[i].at, page->s + k->parts[i].at, k->parts[i].n) != 0)
			return false;
	return true;
}

/* One part: deflated to its end, which falls on a byte. */
static void pack_part(z_stream *z, struct kept *k, struct part *p, bool last)
{
	unsigned char room[8192];
	if (p->at)
		deflateSetDictionary(z, (const Bytef *)k->page.s, (uInt)p->at);
	z->next_in = (Bytef *)k->page.s + p->at;
	z->avail_in = (uInt)p->n;
	p->packed_at = k->packed.n;
	do {
		z->next_out = room;
		z->avail_out = sizeof room;
		deflate(z, last ? Z_FINISH : Z_FULL_FLUSH);
		buf_raw(&k->packed, room, sizeof room - z->avail_out);
	} while (!z->avail_out);
	p->packed_n = k->packed.n - p->packed_at;
	p->crc = (uint32_t)crc32(0, (const Bytef *)k->page.s + p->at, (uInt)p->n);
	p->shift = (uint32_t)crc32_combine_gen((z_off_t)p->n);
}

static void pack(struct kept *k, const struct buf *page)
{
	z_stream z = {0};
	buf_clear(&k->page);
	buf_clear(&k->packed);
	buf_raw(&k->page, page->s, page->n);
	for (size_t i = 1; i < k->n; i++)
		memset(k->page.s + k->parts[i].at - ONCE_N, 1, ONCE_N); /* no part can repeat what is not there yet */
	if (deflateInit2(&z, 9, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	for (size_t i = 0; i < k->n; i++)
		pack_part(&z, k, &k->parts[i], i + 1 == k->n);
	deflateEnd(&z);
	hole_shift = (uint32_t)crc32_combine_gen(ONCE_N);
}

static void put_number(struct buf *out, size_t n, int bytes)
{
	for (; bytes > 0; bytes--, n >>= 8)
		buf_char(out, (char)(n & 0xff));
}

/* A stored block that is not the last: three bits, the rest of their byte, length and its complement. */
static uint32_t put_hole(struct buf *out, const char *value, uint32_t crc)
{
	put_number(out, 0, 1);
	put_number(out, ONCE_N, 2);
	put_number(out, ~(size_t)ONCE_N, 2);
	buf_raw(out, value, ONCE_N);
	uLong own = crc32(0, (const Bytef *)value, ONCE_N);
	return (uint32_t)crc32_combine_op(crc, own, hole_shift);
}

static void put_together(const struct kept *k, const struct buf *page, struct buf *out)
{
	static const char head[10] = {0x1f, (char)0x8b, 8, 0, 0, 0, 0, 0, 2, 3}; /* RFC 1952; no time, no name */
	uint32_t crc = 0;
	buf_raw(out, head, sizeof head);
	for (size_t i = 0; i < k->n; i++) {
		const struct part *p = &k->parts[i];
		if (i)
			crc = put_hole(out, page->s + p->at - ONCE_N, crc);
		buf_raw(out, k->packed.s + p->packed_at, p->packed_n);
		crc = (uint32_t)crc32_combine_op(crc, p->crc, p->shift);
	}
	put_number(out, crc, 4);
	put_number(out, page->n, 4);
}

/* The place of @key, or the one that was used longest ago. */
static struct kept *place_of(const char *key)
{
	struct kept *oldest = kept;
	for (size_t i = 0; i < KEPT; i++) {
		if (!strcmp(kept[i].key, key))
			return &kept[i];
		if (kept[i].used < oldest->used)
			oldest = &kept[i];
	}
	return oldest;
}

/* A page that changed is pressed while others wait: a millisecond, once per change. */
static void press(struct buf *page, const char *key)
{
	struct kept now;
	struct buf out = {0};
	if (!take_apart(page, &now))
		return;
	pthread_mutex_lock(&lock);
	struct kept *k = place_of(key);
	if (strcmp(k->key, key) != 0 || !same_page(k, &now, page)) {
		memcpy(k->key, key, strlen(key) + 1);
		memcpy(k->parts, now.parts, sizeof k->parts);
		k->n = now.n;
		pack(k, page);
	}
	k->used = ++turns;
	put_together(k, page, &out);
	pthread_mutex_unlock(&lock);
	buf_free(page);
	*page = out;
}

void squeeze_page(struct buf *page)
{
	press(page, "");
}

static bool is_text(const char *type)
{
	return !type || text_starts(type, "text/html") || text_starts(type, "application/json") || text_starts(type, "text/javascript");
}

/* The rules of squeeze.h. */
static bool allowed(const struct request *rq)
{
	return rq->takes_gzip && rq->method == GET && (!rq->http || rq->http == 200) && rq->route &&
	       rq->route->right == RIGHT_NONE && !rq->n_segments && !rq->n_query && !rq->set_cookie && !rq->download &&
	       is_text(rq->content_type);
}

void squeeze_answer(struct request *rq)
{
	char key[sizeof kept->key];
	size_t n = rq->out->n;
	if (rq->fixed || n < PAGE_MIN || n > PAGE_MAX || rq->out->full || !allowed(rq))
		return;
	if (snprintf(key, sizeof key, "%s %s", rq->lang == EN ? "en" : "id", rq->path) >= (int)sizeof key)
		return;
	const char *before = rq->out->s;
	press(rq->out, key);
	rq->gzip = rq->out->s != before;
}
