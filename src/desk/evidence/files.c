/* files.c -- evidence files by content: evidence/<first two>/<sha256> in the data folder.
 *
 * The bytes are on the disk, and so is the folder's entry, before the row that names them can be committed: a row
 * never points at nothing. The sender's file name is only remembered, never used as a path. A file that is there
 * already is kept as it is, after a look at its hash: a damaged one is replaced by the good bytes at hand.
 */
#include "desk/evidence/evidence_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MAX ((size_t)1 << 30) /* bytes; uploads have their own, lower limits */
#define NAME_MAX_BYTES 200

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

static const char *type_by_magic(struct str b)
{
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (b.n >= types[i].at + types[i].n && !memcmp(b.s + types[i].at, types[i].magic, types[i].n) &&
		    (types[i].at != 8 || !memcmp(b.s, "RIFF", 4)))
			return types[i].type;
	return NULL;
}

/* The same answer for a file that is seen in pieces: its first bytes, and whether all of it was text. A letter of UTF-8
 * that a piece cuts in two waits for the rest of it. */
struct type_look {
	char head[16], cut[4];
	size_t head_n, cut_n;
	bool text;
};

static void type_look_start(struct type_look *l)
{
	*l = (struct type_look){.text = true};
}

static size_t letter_size(unsigned char first)
{
	return first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* Bytes of @b that complete the letter that was cut; all of them when they are still too few. */
static size_t letter_complete(struct type_look *l, struct str b)
{
	size_t size = letter_size((unsigned char)l->cut[0]), taken = 0;
	while (l->cut_n < size && taken < b.n)
		l->cut[l->cut_n++] = b.s[taken++];
	if (l->cut_n == size) {
		l->text = l->text && text_valid(l->cut, size);
		l->cut_n = 0;
	}
	return taken;
}

static void type_look_take(struct type_look *l, struct str b)
{
	size_t first = sizeof l->head - l->head_n < b.n ? sizeof l->head - l->head_n : b.n;
	memcpy(l->head + l->head_n, b.s, first);
	l->head_n += first;
	if (!l->text)
		return;
	size_t at = l->cut_n ? letter_complete(l, b) : 0;
	size_t rest = b.n - at, good = text_valid_prefix(b.s + at, rest);
	if (good < rest && rest - good < letter_size((unsigned char)b.s[at + good])) {
		l->cut_n = rest - good;
		memcpy(l->cut, b.s + at + good, l->cut_n);
	} else if (good < rest) {
		l->text = false;
	}
}

static const char *type_look_end(const struct type_look *l)
{
	const char *magic = type_by_magic((struct str){l->head, l->head_n});
	return magic ? magic : l->head_n && l->text && !l->cut_n ? "text/plain" : "application/octet-stream";
}

const char *file_type_of(struct str b)
{
	const char *magic = type_by_magic(b);
	return magic ? magic : b.n && text_valid(b.s, b.n) ? "text/plain" : "application/octet-stream";
}

/* -- by content -- */

/* A full disk is told apart, so that a sender can be told to keep the file. */
static enum status trouble(const char *path, struct err *e)
{
	const char *field = errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? EVIDENCE_DISK : NULL;
	return FAIL_FIELD(e, UNAVAILABLE, field, "%s: %s", path, strerror(errno));
}

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

static enum status folder_sync(const char *path, struct err *e)
{
	scoped(fd_close) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || fsync(fd) ? trouble(path, e) : OK;
}

/* Makes @path (its parent exists) and lets its entry reach the disk. */
static enum status folder_make(const char *parent, const char *path, struct err *e)
{
	if (mkdir(path, 0700) != 0)
		return errno == EEXIST ? OK : trouble(path, e);
	return folder_sync(parent, e);
}

static enum status write_all(int fd, struct str bytes, const char *path, struct err *e)
{
	for (size_t at = 0; at < bytes.n;) {
		ssize_t n = write(fd, bytes.s + at, bytes.n - at);
		if (n < 0 && errno != EINTR)
			return trouble(path, e);
		at += n > 0 ? (size_t)n : 0;
	}
	return OK;
}

/* The bytes reach the disk, then the name. */
static enum status file_place(int fd, const char *temporary, const char *path, struct err *e)
{
	if (fsync(fd) || rename(temporary, path))
		return trouble(path, e);
	return OK;
}

/* Under a name of its own first, so that nobody ever sees half a file; then the entry reaches the disk. */
static enum status file_write(struct arena *a, const char *folder, const char *path, struct str bytes, struct err *e)
{
	char *temporary = arena_printf(a, "%s/.new-%s", folder, random_hex(a, 12));
	scoped(fd_close) int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return trouble(temporary, e);
	enum status status = write_all(fd, bytes, temporary, e);
	if (status == OK)
		status = file_place(fd, temporary, path, e);
	if (status != OK) {
		unlink(temporary);
		return status;
	}
	return folder_sync(folder, e);
}

/* Where the bytes of @hash belong, with the folders made; @ret_there when they lie there already, whole. */
struct place {
	char *root, *folder, *path;
	bool there;
};
static enum status place_of(struct arena *a, const struct office *o, struct hash hash, struct place *ret, struct err *e)
{
	const char *hex = hash_hex(a, hash);
	char *root = arena_printf(a, "%s/evidence", o->data);
	struct place p = {root, arena_printf(a, "%s/%.2s", root, hex), file_path(a, o, hex), false};
	struct hash there;
	p.there = file_hash(p.path, &there, NULL) == OK && hash_eq(there, hash);
	if (!p.there) {
		TRY(folder_make(o->data, p.root, e));
		TRY(folder_make(p.root, p.folder, e));
	}
	*ret = p;
	return OK;
}

static enum status keep_bytes(struct arena *a, const struct office *o, struct hash hash, struct str bytes, struct err *e)
{
	struct place p;
	TRY(place_of(a, o, hash, &p, e));
	return p.there ? OK : file_write(a, p.folder, p.path, bytes, e);
}

/* -- files in pieces -- */

#define KEEPING ".keep-" /* what begins the name of a file that is being kept */

struct keeping {
	int fd;
	EVP_MD_CTX *sum;
	const char *path;
	int64_t size;
	struct type_look look;
};

static void keeping_end(struct keeping *k)
{
	fd_close(&k->fd);
	EVP_MD_CTX_free(k->sum);
	if (k->path)
		unlink(k->path); /* gone already when it was placed */
}

static enum status keeping_start(struct keeping *k, const struct desk *d, struct err *e)
{
	const char *root = arena_printf(d->arena, "%s/evidence", d->office->data);
	TRY(folder_make(d->office->data, root, e));
	const char *path = arena_printf(d->arena, "%s/" KEEPING "%s", root, random_hex(d->arena, 12));
	k->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (k->fd < 0)
		return trouble(path, e);
	k->path = path;
	k->sum = EVP_MD_CTX_new();
	EVP_DigestInit_ex(k->sum, EVP_sha256(), NULL);
	type_look_start(&k->look);
	return OK;
}

static enum status keeping_read(struct keeping *k, evidence_reader read, void *context, struct err *e)
{
	for (;;) {
		struct str piece;
		TRY(read(context, &piece, e));
		if (!piece.n)
			return OK;
		k->size += (int64_t)piece.n;
		if ((size_t)k->size > FILE_MAX)
			return FAIL(e, TOO_LARGE, "a file of more than %zu bytes", FILE_MAX);
		EVP_DigestUpdate(k->sum, piece.s, piece.n);
		type_look_take(&k->look, piece);
		TRY(write_all(k->fd, piece, k->path, e));
	}
}

enum status evidence_file_keep(const struct desk *d, evidence_reader read, void *context, struct file_kept *ret,
			       struct err *e)
{
	scoped(keeping_end) struct keeping k = {.fd = -1};
	struct file_kept kept;
	struct place p;
	TRY(keeping_start(&k, d, e));
	TRY(keeping_read(&k, read, context, e));
	EVP_DigestFinal_ex(k.sum, kept.hash.bytes, NULL);
	kept.size = k.size;
	kept.type = type_look_end(&k.look);
	TRY(place_of(d->arena, d->office, kept.hash, &p, e));
	if (!p.there) {
		TRY(file_place(k.fd, k.path, p.path, e));
		TRY(folder_sync(p.folder, e));
	}
	*ret = kept;
	return OK;
}

static void dir_close(DIR **dir)
{
	if (*dir)
		closedir(*dir);
}

enum status evidence_sweep(const struct office *o, struct instant before, int *ret_n, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	const char *root = arena_printf(&a, "%s/evidence", o->data);
	scoped(dir_close) DIR *dir = opendir(root);
	*ret_n = 0;
	if (!dir)
		return errno == ENOENT ? OK : trouble(root, e);
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct stat st;
		const char *path = arena_printf(&a, "%s/%s", root, entry->d_name);
		if (text_starts(entry->d_name, KEEPING) && lstat(path, &st) == 0 &&
		    st.st_mtime < before.us / SECOND_US && unlink(path) == 0)
			++*ret_n;
	}
	return OK;
}

enum status evidence_file_link(struct tx *tx, const struct desk *d, const struct file_kept *kept, const struct file_new *as,
			       int64_t *ret_id, struct err *e)
{
	const char *name = as->name ? text_clip(d->arena, text_clean(d->arena, as->name, strlen(as->name)), NAME_MAX_BYTES) : "";
	int64_t id = id_new(d->now);
	TRY(evidence_file_insert(tx, id, d->office->id, hash_hex(d->arena, kept->hash), kept->size, kept->type, name, as->origin,
				 d->now, d->user, e));
	*ret_id = id;
	return OK;
}

enum status evidence_file_add(struct tx *tx, const struct desk *d, const struct file_new *as, int64_t *ret_id,
			      struct err *e)
{
	if (as->bytes.n > FILE_MAX)
		return FAIL(e, TOO_LARGE, "a file of %zu bytes; the limit is %zu", as->bytes.n, FILE_MAX);
	struct file_kept kept = {hash_of(as->bytes.s, as->bytes.n), (int64_t)as->bytes.n, file_type_of(as->bytes)};
	TRY(keep_bytes(d->arena, d->office, kept.hash, as->bytes, e));
	return evidence_file_link(tx, d, &kept, as, ret_id, e);
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
