/* keep.c -- evidence that comes in pieces: written under a name of its own first, hashed on the way, then given the name of
 * its content. No more of it is in memory than the piece at hand.
 */
#include "desk/evidence/evidence_internal.h"

#include "base/fd.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEEPING ".keep-" /* what begins the name of a file that is being kept */

char *keeping_path(struct arena *a, const char *root) { return arena_printf(a, "%s/" KEEPING "%s", root, random_hex(a, 12)); }

struct keeping {
	int fd;
	struct hash_run sum;
	const char *path;
	int64_t size;
	struct type_look look;
};

static void keeping_end(struct keeping *k)
{
	fd_close(&k->fd);
	if (k->path)
		unlink(k->path); /* gone already when it was placed */
}

static enum status keeping_start(struct keeping *k, const struct desk *d, struct err *e)
{
	const char *root = arena_printf(d->arena, "%s/evidence", d->office->data);
	TRY(folder_make(d->office->data, root, e));
	const char *path = keeping_path(d->arena, root);
	k->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (k->fd < 0)
		return file_trouble(path, e);
	k->path = path;
	hash_run_start(&k->sum);
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
		hash_run_add(&k->sum, piece.s, piece.n);
		type_look_take(&k->look, piece);
		TRY(bytes_write(k->fd, piece, k->path, e));
	}
}

enum status evidence_file_keep(const struct desk *d, evidence_reader read, void *context, struct file_kept *ret,
			       struct err *e)
{
	scoped(keeping_end) struct keeping k = {.fd = -1};
	struct file_kept kept;
	struct content_place p;
	TRY(keeping_start(&k, d, e));
	TRY(keeping_read(&k, read, context, e));
	kept.hash = hash_run_done(&k.sum);
	kept.size = k.size;
	kept.type = type_look_end(&k.look);
	TRY(content_place(d->arena, d->office, kept.hash, &p, e));
	if (!p.there)
		TRY(file_place(k.fd, k.path, p.path, e));
	TRY(folder_sync(p.folder, e)); /* also of a file that lies there already: whoever placed it may not have come so far */
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
		return errno == ENOENT ? OK : file_trouble(root, e);
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct stat st;
		const char *path = arena_printf(&a, "%s/%s", root, entry->d_name);
		if (text_starts(entry->d_name, KEEPING) && lstat(path, &st) == 0 &&
		    st.st_mtime < before.us / SECOND_US && unlink(path) == 0)
			++*ret_n;
	}
	return OK;
}
