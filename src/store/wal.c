/* wal.c -- see wal.h.
 *
 * When a sync fails, the kernel takes what it could not write for written: the next sync says OK, and after a power cut the
 * bytes are not there. So they are read, which still come out of memory, and written as if they were new; only then does a
 * sync mean them again. There are file systems that throw the bytes away as well. Therefore each frame must have the sums
 * that SQLite gave it, and where one has not, the log is left as it is: SQLite, when it is opened anew, takes it up to the
 * last whole frame, and that is what people were told. (Rebello and others, Can Applications Recover from fsync Failures?,
 * USENIX ATC 2020. The log's form: https://www.sqlite.org/fileformat2.html#the_write_ahead_log)
 */
#include "store/wal.h"

#include "base/arena.h"

#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#define HEAD_SIZE 32 /* magic, version, page size, number, two salts, two sums of these */
#define FRAME_HEAD 24 /* page, size of the file, two salts, two sums */
#define MAGIC 0x377f0682u /* one more: the sums are of big-endian words */
#define PAGE_MAX 65536

struct log {
	int fd;
	bool big;
	size_t page;
	uint32_t salt[2], sum[2]; /* sum: of all up to here */
	unsigned char *bytes;     /* of one frame */
};

static uint32_t word(const unsigned char *p, bool big)
{
	uint32_t w;
	memcpy(&w, p, sizeof w);
	return big ? be32toh(w) : le32toh(w);
}

static void sum_add(struct log *l, const unsigned char *p, size_t n)
{
	for (; n; p += 8, n -= 8) {
		l->sum[0] += word(p, l->big) + l->sum[1];
		l->sum[1] += word(p + 4, l->big) + l->sum[0];
	}
}

static bool sum_is(const struct log *l, const unsigned char *p)
{
	return word(p, true) == l->sum[0] && word(p + 4, true) == l->sum[1];
}

static bool head_good(struct log *l)
{
	const unsigned char *h = l->bytes;
	l->big = word(h, true) & 1;
	l->page = word(h + 8, true);
	l->salt[0] = word(h + 16, true);
	l->salt[1] = word(h + 20, true);
	sum_add(l, h, HEAD_SIZE - 8);
	return (word(h, true) & ~1u) == MAGIC && l->page >= 512 && l->page <= PAGE_MAX && l->page % 512 == 0 && sum_is(l, h + 24);
}

static bool frame_good(struct log *l)
{
	const unsigned char *f = l->bytes;
	sum_add(l, f, 8);
	sum_add(l, f + FRAME_HEAD, l->page);
	return word(f + 8, true) == l->salt[0] && word(f + 12, true) == l->salt[1] && sum_is(l, f + 16);
}

static enum status again(struct log *l, bool (*good)(struct log *l), size_t n, off_t at, struct err *e)
{
	ssize_t got = pread(l->fd, l->bytes, n, at);
	if (got < 0)
		return FAIL(e, UNAVAILABLE, "the log of the store cannot be read: %s", strerror(errno));
	if ((size_t)got != n || !good(l))
		return FAIL(e, BROKEN, "the log of the store lost what did not reach the disk: start the program anew");
	if (pwrite(l->fd, l->bytes, n, at) != (ssize_t)n)
		return FAIL(e, UNAVAILABLE, "the log of the store cannot be written: %s", strerror(errno));
	return OK;
}

enum status wal_write_again(int fd, int frames, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	struct log l = {.fd = fd, .bytes = arena_alloc(&a, FRAME_HEAD + PAGE_MAX)};
	if (!frames) /* it was copied whole and emptied */
		return OK;
	TRY(again(&l, head_good, HEAD_SIZE, 0, e));
	off_t at = HEAD_SIZE;
	for (int i = 0; i < frames; i++, at += (off_t)(FRAME_HEAD + l.page))
		TRY(again(&l, frame_good, FRAME_HEAD + l.page, at, e));
	return OK;
}
