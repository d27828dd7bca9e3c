/* package.c -- `netra package check|open|key`: hand-overs as one sealed file, on the recipient's side. Needs no data folder.
 *
 *   netra package key NAME --out FILE          makes a pair: FILE is the private half, closed by a passphrase; the public
 *                                              half and its fingerprint go to stdout
 *   netra package check FILE --key KEYFILE     opens, compares with the manifest, names what does not match
 *   netra package open FILE --key KEYFILE --out FOLDER    the same, then writes what is inside; nothing when anything fails
 *
 * --office names the office's public key (its sign.pub, or a line of /log/kunci.txt); else that of the data folder, else the
 * key that the package itself names is shown, for the reader to compare. A package that is no sealed file (.zip) needs no
 * --key. The passphrase comes from standard input, without echo on a terminal.
 */
#include "cli/commands.h"
#include "cli/papers.h"

#include "base/buf.h"
#include "base/fd.h"
#include "core/parcel/parcel.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct job {
	struct cli *cli;
	const char *file, *key, *office, *out;
	struct parcel_private mine;
	unsigned char office_key[32];
	bool compared; /* with a key of the office that the reader named, or that lies in the data folder */
	struct parcel_report report;
};

/* ---- reading the package in pieces ---- */

struct source {
	int fd;
	const char *path;
	char bytes[1 << 16];
};

static enum status source_next(void *context, struct str *ret, struct err *e)
{
	struct source *s = context;
	ssize_t n;
	do
		n = read(s->fd, s->bytes, sizeof s->bytes);
	while (n < 0 && errno == EINTR);
	*ret = (struct str){s->bytes, n > 0 ? (size_t)n : 0};
	return n < 0 ? FAIL(e, UNAVAILABLE, "%s: %s", s->path, strerror(errno)) : OK;
}

static enum status look(struct job *j, const struct parcel_taker *taker, struct err *e)
{
	scoped(fd_close) int fd = open(j->file, O_RDONLY | O_CLOEXEC);
	struct source *s = arena_new(j->cli->arena, struct source);
	if (fd < 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", j->file, strerror(errno));
	s->fd = fd;
	s->path = j->file;
	return parcel_check(j->cli->arena, source_next, s, j->key ? &j->mine : NULL, j->compared ? j->office_key : NULL, taker,
			    &j->report, e);
}

static enum status keys_read(struct job *j, struct err *e)
{
	struct str text;
	const char *passphrase, *own = arena_printf(j->cli->arena, "%s/keys/sign.pub", j->cli->data);
	j->compared = j->office || access(own, R_OK) == 0;
	if (j->compared)
		TRY(papers_key(j->cli, j->office, j->office_key, e));
	if (!j->key)
		return OK;
	TRY(cli_read_file(j->cli->arena, j->key, PARCEL_KEY_MAX, &text, e));
	TRY(cli_secret_read(j->cli->arena, "Frasa sandi kunci / passphrase of the key: ", &passphrase, e));
	return parcel_private_read(j->cli->arena, text, passphrase, &j->mine, NULL, e);
}

/* ---- what is said ---- */

static const struct { const char *code, *id, *en; } faults[] = {
	[PARCEL_CHANGED] = {"changed", "berubah: sidiknya bukan yang di daftar isi", "was changed: its hash is not the manifest's"},
	[PARCEL_MISSING] = {"missing", "tidak ada di paket", "is missing"},
	[PARCEL_EXTRA] = {"extra", "tidak ada di daftar isi", "is not in the manifest"},
	[PARCEL_UNSIGNED] = {"unsigned", "tanda tangan tidak cocok dengan daftar isi", "the signature does not fit the manifest"},
	[PARCEL_STRANGER] = {"stranger", "ditandatangani kantor lain", "signed by another office"},
	[PARCEL_READDRESSED] = {"readdressed", "daftar isi menyebut penerima lain", "the manifest names another recipient"},
};

static void say(const struct job *j)
{
	const struct parcel_report *r = &j->report;
	const struct parcel_manifest *m = &r->manifest;
	char key[2 * 32 + 1];
	puts(r->faults.n ? "TIDAK COCOK / DOES NOT MATCH" : "UTUH DAN ASLI / WHOLE AND GENUINE");
	for (size_t i = 0; i < r->faults.n; i++)
		printf("  %s: %s / %s\n", r->faults.items[i].name, faults[r->faults.items[i].kind].id, faults[r->faults.items[i].kind].en);
	printf("kantor / office     %s\nsurat / letter      %s\nberkas / file       %s\ndikirim / sent      %s\npenerima / to       %s\n", m->office,
	       m->letter, m->file, m->sent, m->recipient);
	if (!j->compared)
		printf("kunci kantor, cocokkan sendiri / the office's key, compare it yourself (--office):\n  %s\n",
		       sodium_bin2hex(key, sizeof key, m->office_key, 32));
	for (size_t i = 0; i < r->files.n; i++)
		printf("  %10lld  %s\n", (long long)r->files.items[i].size, r->files.items[i].name);
}

static void say_json(const struct job *j)
{
	const struct parcel_report *r = &j->report;
	scoped(buf_free) struct buf b = {0};
	struct json_out o = jout_start(&b);
	jout_object(&o);
	jout_put_bool(&o, "good", !r->faults.n);
	jout_put_bool(&o, "sealed", r->sealed);
	jout_put_bool(&o, "office_compared", j->compared);
	jout_put_text(&o, "office", r->manifest.office);
	jout_put_text(&o, "office_key", hex_text(j->cli->arena, r->manifest.office_key, 32));
	jout_put_text(&o, "letter", r->manifest.letter);
	jout_put_text(&o, "file", r->manifest.file);
	jout_put_text(&o, "sent", r->manifest.sent);
	jout_put_text(&o, "recipient", r->manifest.recipient);
	jout_key(&o, "faults");
	jout_array(&o);
	for (size_t i = 0; i < r->faults.n; i++) {
		jout_object(&o);
		jout_put_text(&o, "name", r->faults.items[i].name);
		jout_put_text(&o, "fault", faults[r->faults.items[i].kind].code);
		jout_end(&o, '}');
	}
	jout_end(&o, ']');
	jout_key(&o, "files");
	jout_array(&o);
	for (size_t i = 0; i < r->files.n; i++) {
		jout_object(&o);
		jout_put_text(&o, "name", r->files.items[i].name);
		jout_put_int(&o, "size", r->files.items[i].size);
		jout_put_text(&o, "sha256", hash_hex(j->cli->arena, r->files.items[i].hash));
		jout_end(&o, '}');
	}
	jout_end(&o, ']');
	jout_end(&o, '}');
	puts(b.s);
}

/* ---- writing what is inside ---- */

struct writing {
	const char *folder;
	int fd;
	struct arena *arena;
};

static void writing_end(struct writing *w) { fd_close(&w->fd); }

static enum status file_begin(struct writing *w, const char *name, struct err *e)
{
	const char *path = arena_printf(w->arena, "%s/%s", w->folder, name), *slash = strchr(name, '/');
	if (slash) {
		const char *below = arena_printf(w->arena, "%s/%.*s", w->folder, (int)(slash - name), name);
		if (mkdir(below, 0700) && errno != EEXIST)
			return FAIL(e, UNAVAILABLE, "%s: %s", below, strerror(errno));
	}
	fd_close(&w->fd);
	w->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return w->fd < 0 ? FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno)) : OK;
}

static enum status file_take(void *context, const char *name, struct str bytes, bool begin, struct err *e)
{
	struct writing *w = context;
	if (begin)
		TRY(file_begin(w, name, e));
	while (bytes.n) {
		ssize_t n = write(w->fd, bytes.s, bytes.n);
		if (n < 0 && errno != EINTR)
			return FAIL(e, UNAVAILABLE, "%s: %s", name, strerror(errno));
		bytes.s += n > 0 ? n : 0;
		bytes.n -= n > 0 ? (size_t)n : 0;
	}
	return OK;
}

/* Only what was found whole and genuine is written, by a second reading, into a folder of its own. */
static enum status open_run(struct job *j, struct err *e)
{
	scoped(writing_end) struct writing w = {.folder = j->out, .fd = -1, .arena = j->cli->arena};
	struct parcel_taker taker = {file_take, &w};
	TRY(look(j, NULL, e));
	if (j->report.faults.n)
		return OK;
	if (mkdir(j->out, 0700))
		return FAIL(e, UNAVAILABLE, "%s: %s", j->out, strerror(errno));
	return look(j, &taker, e);
}

/* ---- a pair of keys ---- */

static enum status key_write(const struct job *j, const char *text, struct err *e)
{
	scoped(fd_close) int fd = open(j->out, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600); /* an older key is not overwritten */
	if (fd < 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", j->out, strerror(errno));
	size_t n = strlen(text);
	bool good = write(fd, text, n) == (ssize_t)n && write(fd, "\n", 1) == 1 && fsync(fd) == 0;
	return good ? OK : FAIL(e, UNAVAILABLE, "%s: %s", j->out, strerror(errno));
}

static enum status key_run(struct job *j, struct err *e)
{
	const char *passphrase, *text;
	TRY(cli_secret_new(j->cli->arena, "Frasa sandi baru, minimal 12 huruf / new passphrase: ", "Sekali lagi / once more: ", &passphrase, e));
	TRY(parcel_private_new(&j->mine, e));
	TRY(parcel_private_text(j->cli->arena, &j->mine, j->file, passphrase, &text, e));
	TRY(key_write(j, text, e));
	if (!j->cli->json) {
		printf("%ssidik / fingerprint: %s\n", parcel_public_text(j->cli->arena, &j->mine.public), j->mine.public.print);
		return OK;
	}
	scoped(buf_free) struct buf b = {0};
	struct json_out o = jout_start(&b);
	jout_object(&o);
	jout_put_text(&o, "public", parcel_public_text(j->cli->arena, &j->mine.public));
	jout_put_text(&o, "fingerprint", j->mine.public.print);
	jout_end(&o, '}');
	puts(b.s);
	return OK;
}

static int usage_fault(const struct job *j, const char *what)
{
	bool key = !strcmp(what, "key"), open = !strcmp(what, "open");
	if (!key && !open && strcmp(what, "check") != 0)
		return cli_usage(j->cli, "expected check, open or key");
	if (!j->file)
		return cli_usage(j->cli, key ? "key NAME --out FILE: whose key?" : "%s FILE: which package?", what);
	if ((key || open) && !j->out)
		return cli_usage(j->cli, key ? "key NAME --out FILE: where shall the private key lie?" : "open FILE --out FOLDER: a new folder for what is inside");
	return CLI_YES;
}

static enum status run(struct job *j, const char *what, struct err *e)
{
	if (!strcmp(what, "key"))
		return key_run(j, e);
	TRY(keys_read(j, e));
	TRY(!strcmp(what, "open") ? open_run(j, e) : look(j, NULL, e));
	if (j->cli->json)
		say_json(j);
	else
		say(j);
	return OK;
}

int cmd_package(struct cli *cli, int argc, const char **argv)
{
	char *key = NULL, *office = NULL, *out = NULL;
	struct poptOption own[] = {
		{"key", 0, POPT_ARG_STRING, &key, 0, "your private key file", "FILE"},
		{"office", 0, POPT_ARG_STRING, &office, 0, "the sending office's public key (else DIR/keys/sign.pub)", "FILE"},
		{"out", 0, POPT_ARG_STRING, &out, 0, "open: a new folder; key: the file of the private key", "PATH"},
		POPT_TABLEEND,
	};
	struct err e = {0};
	if (!cli_options(cli, argc, argv, own, "check|open FILE, or key NAME"))
		return cli->code;
	const char *what = cli->args_n ? cli->args[0] : "";
	struct job j = {.cli = cli, .file = cli->args_n > 1 ? cli->args[1] : NULL, .key = key, .office = office, .out = out};
	int fault = usage_fault(&j, what);
	if (fault != CLI_YES)
		return fault;
	if (sodium_init() < 0)
		return CLI_TROUBLE;
	enum status status = run(&j, what, &e);
	parcel_private_forget(&j.mine);
	if (status == OK)
		return j.report.faults.n ? CLI_NO : CLI_YES;
	(void)cli_fail(cli, &e);
	return status == BROKEN || status == FORBIDDEN || status == INVALID ? CLI_NO : CLI_TROUBLE;
}
