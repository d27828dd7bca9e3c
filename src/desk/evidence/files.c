/* files.c -- evidence files by content: evidence/<first two>/<sha256> in the data folder.
 *
 * The bytes are on the disk, and so are the names that lead to them, before the row that names them can be committed: a
 * row never points at nothing. The sender's file name is only remembered, never used as a path. A file that is there
 * already is kept as it is, after a look at its hash: a damaged one is replaced by the good bytes at hand.
 */
#include "desk/evidence/evidence_internal.h"

#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_MAX_BYTES 200

enum status file_trouble(const char *path, struct err *e)
{
	const char *field = errno == ENOSPC || errno == EDQUOT || errno == EFBIG ? EVIDENCE_DISK : NULL;
	return FAIL_FIELD(e, UNAVAILABLE, field, "%s: %s", path, strerror(errno));
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
	struct hash_run run;
	static _Thread_local unsigned char block[1 << 16];
	ssize_t n;
	hash_run_start(&run);
	while ((n = read(fd, block, sizeof block)) > 0)
		hash_run_add(&run, block, (size_t)n);
	*ret = hash_run_done(&run);
	return n < 0 ? FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno)) : OK;
}

enum status folder_sync(const char *path, struct err *e)
{
	scoped(fd_close) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd < 0 || fsync(fd) ? file_trouble(path, e) : OK;
}

/* Folders whose names are known to be on the disk. A folder that is there may have been made by a thread that has not
 * synced its name yet, or could not, or by a program that was killed before; so each is made sure of once. */
static bool sure_of(const char *path, bool now)
{
	static _Atomic uint64_t sure[1024];
	const size_t n = sizeof sure / sizeof *sure;
	struct hash h = hash_of(path, strlen(path));
	uint64_t key;
	memcpy(&key, h.bytes, sizeof key);
	for (size_t i = 0; i < 16; i++) {
		uint64_t there = atomic_load(&sure[(key + i) % n]);
		if (there == key)
			return true;
		if (!there)
			return now && atomic_compare_exchange_strong(&sure[(key + i) % n], &there, key);
	}
	return false; /* no place: it is synced again */
}

enum status folder_make(const char *parent, const char *path, struct err *e)
{
	bool made = mkdir(path, 0700) == 0;
	if (!made && errno != EEXIST)
		return file_trouble(path, e);
	if (!made && sure_of(path, false))
		return OK;
	TRY(folder_sync(parent, e));
	sure_of(path, true);
	return OK;
}

enum status bytes_write(int fd, struct str bytes, const char *path, struct err *e)
{
	for (size_t at = 0; at < bytes.n;) {
		ssize_t n = write(fd, bytes.s + at, bytes.n - at);
		if (n < 0 && errno != EINTR)
			return file_trouble(path, e);
		at += n > 0 ? (size_t)n : 0;
	}
	return OK;
}

enum status file_place(int fd, const char *temporary, const char *path, struct err *e)
{
	if (fsync(fd) || rename(temporary, path))
		return file_trouble(path, e);
	return OK;
}

/* Under a name of its own first, so that nobody ever sees half a file. */
static enum status file_write(struct arena *a, const struct content_place *p, struct str bytes, struct err *e)
{
	char *temporary = keeping_path(a, p->root);
	scoped(fd_close) int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return file_trouble(temporary, e);
	enum status status = bytes_write(fd, bytes, temporary, e);
	if (status == OK)
		status = file_place(fd, temporary, p->path, e);
	if (status != OK)
		unlink(temporary);
	return status;
}

enum status content_place(struct arena *a, const struct office *o, struct hash hash, struct content_place *ret, struct err *e)
{
	const char *hex = hash_hex(a, hash);
	char *root = arena_printf(a, "%s/evidence", o->data);
	struct content_place p = {root, arena_printf(a, "%s/%.2s", root, hex), file_path(a, o, hex), false};
	struct hash there;
	TRY(folder_make(o->data, p.root, e));
	TRY(folder_make(p.root, p.folder, e));
	p.there = file_hash(p.path, &there, NULL) == OK && hash_eq(there, hash);
	*ret = p;
	return OK;
}

/* The name reaches the disk, also of a file that lies there already: whoever placed it may not have come so far. */
static enum status keep_bytes(struct arena *a, const struct office *o, struct hash hash, struct str bytes, struct err *e)
{
	struct content_place p;
	TRY(content_place(a, o, hash, &p, e));
	if (!p.there)
		TRY(file_write(a, &p, bytes, e));
	return folder_sync(p.folder, e);
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
