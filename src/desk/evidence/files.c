/* files.c -- evidence files by content: evidence/<first two>/<sha256> in the data folder.
 *
 * The bytes are on the disk, and so is the folder's entry, before the row that names them can be committed: a row
 * never points at nothing. The sender's file name is only remembered, never used as a path. A file that is there
 * already is kept as it is, after a look at its hash: a damaged one is replaced by the good bytes at hand.
 */
#include "desk/evidence/evidence_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX ((size_t)1 << 30) /* bytes; uploads have their own, lower limits */
#define NAME_MAX_BYTES 200

static void fd_close(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}

char *file_path(struct arena *a, const struct office *o, const char *sha256)
{
	return arena_printf(a, "%s/evidence/%.2s/%s", o->data, sha256, sha256);
}

enum status file_hash(const char *path, struct hash *ret, struct err *e)
{
	scoped(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return FAIL(e, NOT_FOUND, "%s: %s", path, strerror(errno));
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	static _Thread_local unsigned char block[1 << 16];
	ssize_t n;
	EVP_DigestInit_ex(ctx, EVP_sha256(), NULL);
	while ((n = read(fd, block, sizeof block)) > 0)
		EVP_DigestUpdate(ctx, block, (size_t)n);
	EVP_DigestFinal_ex(ctx, ret->bytes, NULL);
	EVP_MD_CTX_free(ctx);
	return n < 0 ? FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno)) : OK;
}

/* Makes @path (its parent exists) and lets its entry reach the disk. */
static enum status folder_make(const char *parent, const char *path, struct err *e)
{
	if (mkdir(path, 0700) != 0)
		return errno == EEXIST ? OK : FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	scoped(fd_close) int fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || fsync(fd) ? FAIL(e, UNAVAILABLE, "%s: %s", parent, strerror(errno)) : OK;
}

static enum status write_all(int fd, struct str bytes, const char *path, struct err *e)
{
	for (size_t at = 0; at < bytes.n;) {
		ssize_t n = write(fd, bytes.s + at, bytes.n - at);
		if (n < 0 && errno != EINTR)
			return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
		at += n > 0 ? (size_t)n : 0;
	}
	return fsync(fd) ? FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno)) : OK;
}

/* Under a name of its own first, so that nobody ever sees half a file; then the entry reaches the disk. */
static enum status file_write(struct arena *a, const char *folder, const char *path, struct str bytes, struct err *e)
{
	char *temporary = arena_printf(a, "%s/.new-%s", folder, random_hex(a, 12));
	scoped(fd_close) int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", temporary, strerror(errno));
	enum status status = write_all(fd, bytes, temporary, e);
	if (status == OK && rename(temporary, path) != 0)
		status = FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	if (status != OK) {
		unlink(temporary);
		return status;
	}
	scoped(fd_close) int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return dir < 0 || fsync(dir) ? FAIL(e, UNAVAILABLE, "%s: %s", folder, strerror(errno)) : OK;
}

static enum status keep_bytes(struct arena *a, const struct office *o, struct hash hash, struct str bytes, struct err *e)
{
	const char *hex = hash_hex(a, hash);
	char *path = file_path(a, o, hex);
	struct hash there;
	if (file_hash(path, &there, NULL) == OK && hash_eq(there, hash))
		return OK;
	char *root = arena_printf(a, "%s/evidence", o->data), *folder = arena_printf(a, "%s/%.2s", root, hex);
	TRY(folder_make(o->data, root, e));
	TRY(folder_make(root, folder, e));
	return file_write(a, folder, path, bytes, e);
}

enum status evidence_file_add(struct tx *tx, const struct desk *d, const struct file_new *as, int64_t *ret_id,
			      struct err *e)
{
	if (as->bytes.n > FILE_MAX)
		return FAIL(e, TOO_LARGE, "a file of %zu bytes; the limit is %zu", as->bytes.n, FILE_MAX);
	struct hash hash = hash_of(as->bytes.s, as->bytes.n);
	TRY(keep_bytes(d->arena, d->office, hash, as->bytes, e));
	const char *name = as->name ? text_clip(d->arena, text_clean(d->arena, as->name, strlen(as->name)), NAME_MAX_BYTES) : "";
	int64_t id = id_new(d->now);
	TRY(evidence_file_insert(tx, id, d->office->id, hash_hex(d->arena, hash), (int64_t)as->bytes.n,
				 file_type_of(as->bytes), name, as->origin, d->now, d->user, e));
	*ret_id = id;
	return OK;
}

static enum status read_all(struct arena *a, const char *path, size_t size, struct str *ret, struct err *e)
{
	scoped(fd_close) int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) != 0)
		return FAIL(e, BROKEN, "the evidence file %s is missing", path);
	if ((size_t)st.st_size != size || size > FILE_MAX)
		return FAIL(e, BROKEN, "the evidence file %s is not what was sealed", path);
	char *bytes = arena_alloc(a, size + 1);
	for (size_t at = 0; at < size;) {
		ssize_t n = read(fd, bytes + at, size - at);
		if (n == 0 || (n < 0 && errno != EINTR))
			return FAIL(e, UNAVAILABLE, "%s: cannot be read", path);
		at += n > 0 ? (size_t)n : 0;
	}
	*ret = (struct str){bytes, size};
	return OK;
}

enum status evidence_file_read(struct tx *tx, const struct desk *d, int64_t id, struct str *ret,
			       struct evidence_file_get_row *ret_row, struct err *e)
{
	struct evidence_file_get_row row;
	TRY(evidence_file_get(tx, id, &row, e));
	if (row.office != d->office->id)
		return FAIL(e, NOT_FOUND, "there is no such file in this office");
	struct hash sealed, found;
	if (!hex_bytes(row.sha256, sealed.bytes, HASH_SIZE) || row.size < 0)
		return FAIL(e, BROKEN, "the row of evidence file %lld is damaged", (long long)id);
	struct str bytes;
	TRY(read_all(d->arena, file_path(d->arena, d->office, row.sha256), (size_t)row.size, &bytes, e));
	found = hash_of(bytes.s, bytes.n);
	if (!hash_eq(found, sealed))
		return FAIL(e, BROKEN, "the evidence file %s is not what was sealed", row.sha256);
	*ret = bytes;
	if (ret_row)
		*ret_row = row;
	return OK;
}

/* -- types by the first bytes -- */

static const struct {
	size_t at;
	const char *magic;
	size_t n;
	const char *type;
} types[] = {
	{0, "\xFF\xD8\xFF", 3, "image/jpeg"},
	{0, "\x89PNG\r\n\x1A\n", 8, "image/png"},
	{0, "GIF87a", 6, "image/gif"},
	{0, "GIF89a", 6, "image/gif"},
	{8, "WEBP", 4, "image/webp"}, /* after RIFF and a length */
	{8, "WAVE", 4, "audio/wav"},
	{4, "ftypheic", 8, "image/heic"},
	{4, "ftypheix", 8, "image/heic"},
	{4, "ftypmif1", 8, "image/heic"},
	{4, "ftyp3g", 6, "video/3gpp"},
	{4, "ftypM4A", 7, "audio/mp4"},
	{4, "ftypqt", 6, "video/quicktime"},
	{4, "ftyp", 4, "video/mp4"},
	{0, "\x1A\x45\xDF\xA3", 4, "video/webm"},
	{0, "OggS", 4, "audio/ogg"},
	{0, "ID3", 3, "audio/mpeg"},
	{0, "\xFF\xFB", 2, "audio/mpeg"},
	{0, "%PDF-", 5, "application/pdf"},
	{0, "PK\x03\x04", 4, "application/zip"},
};

const char *file_type_of(struct str b)
{
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (b.n >= types[i].at + types[i].n && !memcmp(b.s + types[i].at, types[i].magic, types[i].n) &&
		    (types[i].at != 8 || !memcmp(b.s, "RIFF", 4)))
			return types[i].type;
	return b.n && text_valid(b.s, b.n) ? "text/plain" : "application/octet-stream";
}
