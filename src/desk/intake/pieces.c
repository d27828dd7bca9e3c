/* pieces.c -- see pieces.h. */
#include "desk/intake/pieces.h"

#include "base/fd.h"
#include "desk/intake/upload.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC   "NETRAUP1"
#define MAGIC_N 8
#define NONCE_N crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_N   crypto_aead_xchacha20poly1305_ietf_ABYTES
#define HEAD_N  4
#define FRAME_N (HEAD_N + NONCE_N + TAG_N) /* bytes of a frame beside its content */

/* What is sealed with a frame. */
struct around {
	int64_t row, number, offset;
};

void pieces_close(struct pieces *p)
{
	fd_close(&p->fd);
	sodium_memzero(p->key, sizeof p->key);
	p->fd = -1;
}

const char *pieces_path(struct arena *a, const struct office *o, int64_t row)
{
	return arena_printf(a, "%s/uploads/%lld", o->data, (long long)row);
}

static enum status trouble(const char *path, struct err *e)
{
	if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG)
		return FAIL_FIELD(e, UNAVAILABLE, UPLOAD_DISK, "%s: %s", path, strerror(errno));
	return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
}

static void key_make(const struct office *o, struct str salt, unsigned char ret[static 32])
{
	unsigned char text[64] = "upload pieces";
	memcpy(text + 16, salt.s, salt.n < 48 ? salt.n : 48);
	struct hash h = hash_keyed(o->lookup_key, text, sizeof text);
	memcpy(ret, h.bytes, 32);
	sodium_memzero(&h, sizeof h);
}

static enum status folder_ready(struct arena *a, const struct office *o, const char **ret, struct err *e)
{
	*ret = arena_printf(a, "%s/uploads", o->data);
	if (mkdir(*ret, 0700) != 0)
		return errno == EEXIST ? OK : trouble(*ret, e);
	scoped(fd_close) int fd = open(o->data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || fsync(fd) ? trouble(o->data, e) : OK;
}

static enum status write_at(int fd, const unsigned char *bytes, size_t n, int64_t at, const char *path, struct err *e)
{
	while (n) {
		ssize_t done = pwrite(fd, bytes, n, at);
		if (done < 0 && errno != EINTR)
			return trouble(path, e);
		size_t step = done > 0 ? (size_t)done : 0;
		bytes += step, at += (int64_t)step, n -= step;
	}
	return OK;
}

static bool read_at(int fd, unsigned char *to, size_t n, int64_t at)
{
	while (n) {
		ssize_t got = pread(fd, to, n, at);
		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		size_t step = got > 0 ? (size_t)got : 0;
		to += step, at += (int64_t)step, n -= step;
	}
	return true;
}

/* The frame as it lies in the file. */
static struct str frame_seal(struct arena *a, const struct pieces *p, int64_t number, int64_t offset, struct str content)
{
	unsigned char *f = arena_alloc(a, FRAME_N + content.n);
	const struct around around = {p->row, number, offset};
	for (int i = 0; i < HEAD_N; i++)
		f[i] = (unsigned char)(content.n >> 8 * i);
	random_bytes(f + HEAD_N, NONCE_N);
	crypto_aead_xchacha20poly1305_ietf_encrypt(f + HEAD_N + NONCE_N, NULL, (const unsigned char *)content.s, content.n,
						   (const unsigned char *)&around, sizeof around, NULL, f + HEAD_N, p->key);
	return (struct str){(char *)f, FRAME_N + content.n};
}

/* Where a frame lies and what is sealed with it. */
struct frame {
	int64_t at, number, offset;
	size_t n; /* bytes of its content; 0: none that is whole */
};

static int64_t frame_end(const struct frame *f)
{
	return f->at + (int64_t)(FRAME_N + f->n);
}

static size_t frame_size(const struct pieces *p, int64_t at, int64_t size)
{
	unsigned char head[HEAD_N];
	if (size - at < (int64_t)FRAME_N || !read_at(p->fd, head, HEAD_N, at))
		return 0;
	size_t n = 0;
	for (int i = 0; i < HEAD_N; i++)
		n |= (size_t)head[i] << 8 * i;
	return n && n <= UPLOAD_PIECE_MAX && size - at >= (int64_t)(FRAME_N + n) ? n : 0;
}

static struct frame frame_after(const struct pieces *p, const struct frame *f, int64_t size)
{
	struct frame next = {frame_end(f), f->number + 1, f->number ? f->offset + (int64_t)f->n : 0, 0};
	next.n = frame_size(p, next.at, size);
	return next;
}

static bool frame_open(struct arena *a, const struct pieces *p, const struct frame *f, struct str *ret)
{
	const struct around around = {p->row, f->number, f->offset};
	unsigned char *bytes = arena_alloc(a, FRAME_N + f->n), *content = bytes + HEAD_N + NONCE_N; /* opened in its place */
	if (!read_at(p->fd, bytes, FRAME_N + f->n, f->at) ||
	    crypto_aead_xchacha20poly1305_ietf_decrypt(content, NULL, NULL, content, f->n + TAG_N,
						       (const unsigned char *)&around, sizeof around, bytes + HEAD_N, p->key))
		return false;
	*ret = (struct str){(char *)content, f->n};
	return true;
}

static enum status create_at(struct arena *a, struct pieces *p, struct str about, struct err *e)
{
	struct str frame = frame_seal(a, p, 0, 0, about);
	TRY(write_at(p->fd, (const unsigned char *)MAGIC, MAGIC_N, 0, p->path, e));
	TRY(write_at(p->fd, (const unsigned char *)frame.s, frame.n, MAGIC_N, p->path, e));
	return fsync(p->fd) ? trouble(p->path, e) : OK;
}

enum status pieces_create(struct arena *a, const struct office *o, int64_t row, struct str salt, struct str about,
			  struct err *e)
{
	scoped(pieces_close) struct pieces p = {.fd = -1, .path = pieces_path(a, o, row), .row = row};
	const char *folder;
	TRY(folder_ready(a, o, &folder, e));
	key_make(o, salt, p.key);
	p.fd = open(p.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (p.fd < 0)
		return trouble(p.path, e);
	enum status status = create_at(a, &p, about, e);
	if (status != OK) {
		unlink(p.path);
		return status;
	}
	scoped(fd_close) int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0 || fsync(dir) ? trouble(folder, e) : OK;
}

static struct frame frame_first(const struct pieces *p, int64_t size)
{
	return (struct frame){.at = MAGIC_N, .n = frame_size(p, MAGIC_N, size)};
}

/* Steps from frame to frame by their lengths, then opens the last: it alone may be torn. */
static enum status walk(struct pieces *p, int64_t size, struct err *e)
{
	scoped(arena_free) struct arena scratch = {0};
	struct frame f = frame_first(p, size), next;
	struct str content;
	if (!f.n)
		return FAIL(e, BROKEN, "%s: the pieces of an upload begin otherwise", p->path);
	while (next = frame_after(p, &f, size), next.n)
		f = next;
	bool good = frame_open(&scratch, p, &f, &content);
	if (!good && !f.number)
		return FAIL(e, BROKEN, "%s: the key of this office does not open it", p->path);
	p->n = f.number - !good;
	p->end = good ? frame_end(&f) : f.at;
	p->offset = good && f.number ? f.offset + (int64_t)f.n : f.offset;
	return OK;
}

enum status pieces_open(struct arena *a, const struct office *o, int64_t row, struct str salt, struct pieces *ret,
			struct err *e)
{
	struct stat st;
	unsigned char magic[MAGIC_N];
	*ret = (struct pieces){.path = pieces_path(a, o, row), .row = row};
	key_make(o, salt, ret->key);
	ret->fd = open(ret->path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	if (ret->fd < 0)
		return errno == ENOENT ? FAIL(e, NOT_FOUND, "%s: there are no such pieces", ret->path) : trouble(ret->path, e);
	if (flock(ret->fd, LOCK_EX | LOCK_NB)) /* within this program they take turns; another one on the same folder finds it shut */
		return FAIL_FIELD(e, CONFLICT, UPLOAD_BUSY, "%s: another program is at it", ret->path);
	if (fstat(ret->fd, &st) || !read_at(ret->fd, magic, MAGIC_N, 0) || memcmp(magic, MAGIC, MAGIC_N) != 0)
		return FAIL(e, BROKEN, "%s: these are no pieces of an upload", ret->path);
	return walk(ret, st.st_size, e);
}

enum status pieces_sync(const struct pieces *p, struct err *e)
{
	return fdatasync(p->fd) ? trouble(p->path, e) : OK;
}

static enum status cut(const struct pieces *p, int64_t to, struct err *e)
{
	struct stat st;
	if (fstat(p->fd, &st) || (st.st_size != to && ftruncate(p->fd, to)))
		return trouble(p->path, e);
	return OK;
}

enum status pieces_append(struct arena *a, struct pieces *p, struct str bytes, struct err *e)
{
	if (!bytes.n || bytes.n > UPLOAD_PIECE_MAX)
		return FAIL(e, TOO_LARGE, "a piece has 1 to %zu bytes", UPLOAD_PIECE_MAX);
	struct str frame = frame_seal(a, p, p->n + 1, p->offset, bytes);
	TRY(cut(p, p->end, e));
	enum status status = write_at(p->fd, (const unsigned char *)frame.s, frame.n, p->end, p->path, e);
	if (status == OK)
		status = pieces_sync(p, e);
	if (status != OK) {
		(void)!cut(p, p->end, NULL); /* if that fails too, the next append finds it torn */
		return status;
	}
	p->n++;
	p->offset += (int64_t)bytes.n;
	p->end += (int64_t)frame.n;
	return OK;
}

enum status pieces_about(struct arena *a, const struct pieces *p, struct str *ret, struct err *e)
{
	struct frame f = frame_first(p, p->end);
	if (!f.n || !frame_open(a, p, &f, ret))
		return FAIL(e, BROKEN, "%s: what was said of the file does not open", p->path);
	return OK;
}

struct pieces_reading pieces_reading(struct pieces *p)
{
	return (struct pieces_reading){.p = p, .number = -1};
}

void pieces_reading_end(struct pieces_reading *r)
{
	arena_free(&r->scratch);
}

enum status pieces_read(void *reading, struct str *ret, struct err *e)
{
	struct pieces_reading *r = reading;
	struct pieces *p = r->p;
	struct frame f = r->number < 0 ? frame_first(p, p->end) : (struct frame){r->at, r->number, r->offset, r->n};
	arena_reset(&r->scratch);
	struct frame next = frame_after(p, &f, p->end);
	*ret = (struct str){"", 0};
	if (next.at == p->end)
		return OK;
	if (!next.n || !frame_open(&r->scratch, p, &next, ret)) {
		p->end = next.at, p->offset = next.offset, p->n = next.number - 1;
		TRY(cut(p, p->end, e));
		return FAIL(e, BROKEN, "%s: piece %lld is damaged; the upload goes on from there", p->path, (long long)next.number);
	}
	r->at = next.at, r->number = next.number, r->offset = next.offset, r->n = next.n;
	return OK;
}
