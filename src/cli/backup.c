/* backup.c -- `netra backup FILE` and `netra restore FILE`: everything in one file, and back.
 *
 * The store is copied as of one moment while the program runs; evidence files are only ever added, so those that
 * the copy names are there. The keys go in when the backup is sealed with a passphrase, or when --with-keys says
 * that the file will be kept as safe as they are. A restore makes a folder beside the wanted one and puts it in
 * place only when all of the backup was found right; it never writes over an office.
 */
#include "cli/archive.h"
#include "cli/commands.h"

#include "base/buf.h"
#include "desk/evidence/evidence.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASSPHRASE_MAX ((size_t)4096) /* bytes */
#define ENTRY_MAX (INT64_C(1) << 33)  /* bytes of one file in a backup */

struct task {
	struct cli *cli;
	struct office *office;
	struct archive_out *out;
	int64_t files, bytes;
};

static enum status passphrase_read(struct cli *cli, const char *path, const char **ret, struct err *e)
{
	struct str text;
	*ret = NULL;
	if (!path)
		return OK;
	TRY(cli_read_file(cli->arena, path, PASSPHRASE_MAX, &text, e));
	text.n = strcspn(text.s, "\r\n");
	if (text.n < 12)
		return FAIL(e, INVALID, "%s: the passphrase is its first line, at least 12 characters", path);
	*ret = arena_strndup(cli->arena, text.s, text.n);
	return OK;
}

static void dir_close(DIR **d)
{
	if (*d)
		closedir(*d);
}

/* All plain files of DATA/@folder, and those of its folders, by name. */
static enum status folder_add(struct task *t, const char *folder, struct err *e)
{
	struct arena *a = t->cli->arena;
	scoped(dir_close) DIR *d = opendir(arena_printf(a, "%s/%s", t->cli->data, folder));
	if (!d)
		return errno == ENOENT ? OK : FAIL(e, UNAVAILABLE, "%s: %s", folder, strerror(errno));
	for (struct dirent *entry; (entry = readdir(d));) {
		struct stat st;
		const char *name = arena_printf(a, "%s/%s", folder, entry->d_name);
		const char *path = arena_printf(a, "%s/%s", t->cli->data, name);
		if (entry->d_name[0] == '.' || lstat(path, &st) != 0)
			continue;
		if (S_ISDIR(st.st_mode))
			TRY(folder_add(t, name, e));
		if (!S_ISREG(st.st_mode))
			continue;
		TRY(archive_add_file(t->out, name, path, e));
		t->files++;
		t->bytes += st.st_size;
	}
	return OK;
}

static enum status label_add(struct task *t, struct err *e)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "netra", NETRA_VERSION);
	jout_put_text(&j, "office", t->office->code);
	jout_put_text(&j, "name", t->office->name);
	jout_put_instant(&j, "made", instant_now(), t->office->zone);
	jout_end(&j, '}');
	return archive_add(t->out, "backup.json", (struct str){b.s, b.n}, e);
}

/* Signs how far the chain reaches, so that the backup testifies against a chain that is cut back later. */
static enum status checkpoint_sign(struct task *t, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct desk d = {.office = t->office, .arena = t->cli->arena, .now = office_now(t->office), .user_name = ""};
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(evidence_checkpoint(&tx, &d, e));
	return tx_commit(&tx, e);
}

static enum status store_add(struct task *t, struct err *e)
{
	const char *copy = arena_printf(t->cli->arena, "%s/.backup-%s.db", t->cli->data, random_hex(t->cli->arena, 8));
	enum status status = store_copy(t->office->store, copy, e);
	if (status == OK)
		status = archive_add_file(t->out, "netra.db", copy, e);
	unlink(copy);
	return status;
}

static enum status backup_write(struct task *t, const char *path, const char *passphrase, bool keys, struct err *e)
{
	scoped(archive_discard) struct archive_out *out = NULL;
	TRY(archive_create(path, passphrase, &out, e));
	t->out = out;
	TRY(label_add(t, e));
	TRY(checkpoint_sign(t, e));
	TRY(store_add(t, e));
	TRY(folder_add(t, "evidence", e));
	if (keys)
		TRY(folder_add(t, "keys", e));
	return archive_finish(out, e);
}

static int backup_done(const struct task *t, const char *path, bool sealed, bool keys)
{
	if (t->cli->json) {
		scoped(buf_free) struct buf b = {0};
		struct json_out j = jout_start(&b);
		jout_object(&j);
		jout_put_text(&j, "file", path);
		jout_put_int(&j, "files", t->files);
		jout_put_int(&j, "bytes", t->bytes);
		jout_put_bool(&j, "sealed", sealed);
		jout_put_bool(&j, "keys", keys);
		jout_end(&j, '}');
		puts(b.s);
	} else {
		printf("%s: %s, store and %lld files%s\n", path, sealed ? "sealed" : "not sealed", (long long)t->files,
		       keys ? ", keys among them" : "");
	}
	if (!keys)
		fprintf(stderr, "The keys are not in this backup: keep a copy of %s/keys apart, or a restore is not complete.\n",
			t->cli->data);
	return CLI_YES;
}

int cmd_backup(struct cli *cli, int argc, const char **argv)
{
	char *passphrase_file = NULL;
	int with_keys = 0;
	struct poptOption own[] = {
		{"passphrase-file", 0, POPT_ARG_STRING, &passphrase_file, 0, "seal with the first line of this file; the keys go in", "FILE"},
		{"with-keys", 0, POPT_ARG_NONE, &with_keys, 0, "put the keys into a backup that is not sealed", NULL},
		POPT_TABLEEND};
	struct err e;
	const char *passphrase;
	scoped(office_close_scoped) struct office *office = NULL;
	if (!cli_options(cli, argc, argv, own, "FILE"))
		return cli->code;
	if (cli->args_n != 1)
		return cli_usage(cli, "expected: netra backup FILE");
	if (passphrase_read(cli, passphrase_file, &passphrase, &e) != OK ||
	    office_open(cli->data, cli->settings, &office, &e) != OK)
		return cli_fail(cli, &e);
	struct task t = {.cli = cli, .office = office};
	bool keys = passphrase || with_keys;
	if (backup_write(&t, cli->args[0], passphrase, keys, &e) != OK)
		return cli_fail(cli, &e);
	return backup_done(&t, cli->args[0], passphrase != NULL, keys);
}

/* -- restore -- */

static void file_close(FILE **f)
{
	if (*f)
		fclose(*f);
}

/* Makes the folders that @name stands in, below @root. */
static enum status folders_make(struct arena *a, const char *root, const char *name, struct err *e)
{
	for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
		const char *path = arena_printf(a, "%s/%.*s", root, (int)(slash - name), name);
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	}
	return OK;
}

static enum status entry_write(struct archive_in *in, struct arena *a, const char *root, const struct archive_entry *entry,
			       struct err *e)
{
	if (entry->size > ENTRY_MAX)
		return FAIL(e, TOO_LARGE, "%s: larger than any file Netra keeps", entry->name);
	TRY(folders_make(a, root, entry->name, e));
	const char *path = arena_printf(a, "%s/%s", root, entry->name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	scoped(file_close) FILE *f = fd < 0 ? NULL : fdopen(fd, "w");
	char part[1 << 14];
	size_t n = 1;
	while (f && n) {
		TRY(archive_read(in, part, sizeof part, &n, e));
		if (n && fwrite(part, 1, n, f) != n)
			return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	}
	if (!f || fflush(f) != 0 || fsync(fd) != 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	return OK;
}

static enum status unpack(struct arena *a, const char *path, const char *passphrase, const char *root, struct err *e)
{
	scoped(file_close) FILE *f = fopen(path, "re");
	scoped(archive_close) struct archive_in *in = NULL;
	struct archive_entry entry;
	bool found;
	if (!f)
		return FAIL(e, NOT_FOUND, "%s: %s", path, strerror(errno));
	TRY(archive_open(f, passphrase, &in, e));
	TRY(archive_next(in, &found, &entry, e));
	while (found) {
		TRY(entry_write(in, a, root, &entry, e));
		TRY(archive_next(in, &found, &entry, e));
	}
	return OK;
}

static void remove_tree(struct arena *a, const char *path)
{
	scoped(dir_close) DIR *d = opendir(path);
	for (struct dirent *entry; d && (entry = readdir(d));)
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			remove_tree(a, arena_printf(a, "%s/%s", path, entry->d_name));
	if (d)
		rmdir(path);
	else
		unlink(path);
}

static enum status restore(struct cli *cli, const char *path, const char *passphrase, struct err *e)
{
	const char *root = arena_printf(cli->arena, "%s.restoring", cli->data);
	if (mkdir(root, 0700) != 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", root, errno == EEXIST ? "left by a restore that was cut off; remove it" : strerror(errno));
	enum status status = unpack(cli->arena, path, passphrase, root, e);
	if (status == OK && access(arena_printf(cli->arena, "%s/netra.db", root), R_OK) != 0)
		status = FAIL(e, BROKEN, "%s holds no store", path);
	/* Over an empty folder only: rename refuses any other. */
	if (status == OK && rename(root, cli->data) != 0)
		status = FAIL(e, CONFLICT, "%s: there is something already; a restore never writes over it (%s)", cli->data, strerror(errno));
	if (status != OK)
		remove_tree(cli->arena, root);
	return status;
}

int cmd_restore(struct cli *cli, int argc, const char **argv)
{
	char *passphrase_file = NULL;
	struct poptOption own[] = {{"passphrase-file", 0, POPT_ARG_STRING, &passphrase_file, 0,
				    "the passphrase of a sealed backup is the first line of this file", "FILE"},
				   POPT_TABLEEND};
	struct err e;
	const char *passphrase;
	if (!cli_options(cli, argc, argv, own, "FILE"))
		return cli->code;
	if (cli->args_n != 1)
		return cli_usage(cli, "expected: netra restore FILE");
	if (sodium_init() < 0 || passphrase_read(cli, passphrase_file, &passphrase, &e) != OK ||
	    restore(cli, cli->args[0], passphrase, &e) != OK)
		return cli_fail(cli, &e);
	bool keys = access(arena_printf(cli->arena, "%s/keys/sign.key", cli->data), R_OK) == 0;
	fprintf(cli->json ? stderr : stdout, "%s is restored. %s\n", cli->data,
		keys ? "Next: netra verify" : "The backup held no keys: put keys/ back, then netra verify");
	if (cli->json)
		printf("{\"data\":true,\"keys\":%s}\n", keys ? "true" : "false");
	return CLI_YES;
}
