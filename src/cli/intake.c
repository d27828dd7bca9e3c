/* intake.c -- `netra intake take FILE|FOLDER...` and `netra intake watch FOLDER`: reports through other doors.
 *
 * A single file stays where it is: an officer saved it and answers by hand, so the answer is printed. A folder belongs to
 * a gateway: what is taken goes, answers are written as files (cli/dropbox.h, docs/gateway.md). Never printed: who wrote.
 */
#include "cli/commands.h"
#include "cli/dropbox.h"

#include "base/buf.h"
#include "base/fd.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct asked {
	char *received, *how, *replies;
	int settle, every_ms;
};

/* ---- single files ---- */

struct taking {
	struct cli *cli;
	struct desk d;
	const struct asked *o;
	const char *file;
	int replies; /* folder for the answers; -1: printed */
};

static const char *kind_of(const struct gateway_answer *r)
{
	switch (r->kind) {
	case GATEWAY_RECEIPT:
		return "receipt";
	case GATEWAY_ADDED:
		return "added";
	case GATEWAY_STAGE:
		return "stage";
	}
	return "";
}

static void answer_json(struct taking *t, const struct gateway_message *to, const struct gateway_answer *r)
{
	scoped(buf_free) struct buf b = {0}, reply = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "kind", kind_of(r));
	jout_put_bool(&j, "again", r->again);
	jout_put_text(&j, "number", r->number);
	if (r->kind == GATEWAY_RECEIPT)
		jout_put_text(&j, "code", r->receipt.code);
	jout_put_int(&j, "missing", r->missing + r->dropped);
	jout_key(&j, "reply");
	drop_reply_json(&t->d, &reply, to, r);
	jout_raw(&j, arena_strndup(t->cli->arena, reply.s, reply.n - 1));
	jout_end(&j, '}');
	puts(b.s);
}

static enum status answer_show(void *context, const struct gateway_message *to, const struct gateway_answer *r, struct err *e)
{
	struct taking *t = context;
	scoped(buf_free) struct buf b = {0};
	if (t->replies >= 0 && *r->text) {
		drop_reply_json(&t->d, &b, to, r);
		TRY(drop_write(t->replies, arena_printf(t->cli->arena, "%s.json", r->id), &b, 0640, e));
	}
	if (t->cli->json) {
		answer_json(t, to, r);
		return OK;
	}
	printf("%s: %s%s\n", r->number,
	       r->kind == GATEWAY_RECEIPT ? "laporan baru / new report"
	       : r->kind == GATEWAY_ADDED ? "ditambahkan / added"
					  : "ditanya / asked",
	       r->again ? " (sudah ada / known before)" : "");
	if (t->replies < 0 && *r->text)
		printf("--- balasan / reply ---\n%s\n-----------------------\n", r->text);
	return OK;
}

static enum status received_put(struct taking *t, struct drop_file *f, struct err *e)
{
	struct day day;
	struct instant at;
	if (!t->o->received)
		return OK;
	if (text_blank(t->o->how))
		return FAIL_FIELD(e, INVALID, "how", "--received needs --how: by what is the day known?");
	TRY(day_parse(t->o->received, &day, e));
	TRY(intake_received(&t->d, day, &at, e));
	for (size_t i = 0; i < f->n; i++) {
		f->items[i].m.at = at;
		f->items[i].m.at_how = t->o->how;
	}
	return OK;
}

static void bad_show(const struct drop_file *f, const char *path)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->items[i].bad)
			fprintf(stderr, "%s:%zu: %s: %s\n", path, f->items[i].line ? f->items[i].line : 1, f->items[i].field,
				f->items[i].why);
}

static enum status file_take(struct taking *t, const char *path, struct drop_count *count, struct err *e)
{
	struct arena *a = t->cli->arena;
	const char *folder = dirname(arena_strdup(a, path)), *name = basename(arena_strdup(a, path));
	scoped(fd_close) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct drop_file f;
	if (fd < 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", folder, strerror(errno));
	if (drop_read(a, t->d.office, fd, name, &f, e) != OK)
		return FAIL(e, e->status, "%s: %s", path, arena_strdup(a, e->why));
	TRY(received_put(t, &f, e));
	drop_take(&t->d, &f, 1, 0, answer_show, t, count);
	bad_show(&f, path);
	return OK;
}

static enum status path_take(struct taking *t, const char *path, struct drop_count *count, struct err *e)
{
	struct stat st;
	if (stat(path, &st) != 0)
		return FAIL(e, NOT_FOUND, "%s: %s", path, strerror(errno));
	return S_ISDIR(st.st_mode) ? dropbox_pass(t->d.office, path, 0, count, e) : file_take(t, path, count, e);
}

static void count_show(const struct cli *cli, const struct drop_count *c)
{
	fprintf(cli->json ? stderr : stdout,
		"%zu pesan / messages: %zu laporan baru / new reports, %zu tambahan / additions, %zu ditolak / rejected, %zu menunggu / waiting\n",
		c->messages, c->reports, c->added, c->bad, c->waiting);
	fflush(stdout);
}

static int take(struct cli *cli, struct office *office, const struct asked *o)
{
	struct err e = {0};
	struct drop_count count = {0};
	struct taking t = {.cli = cli, .o = o, .replies = -1,
			   .d = {.office = office, .arena = cli->arena, .now = office_now(office), .user_name = ""}};
	scoped(fd_close) int replies = o->replies ? open(o->replies, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	t.replies = replies;
	if (o->replies && replies < 0)
		return cli_usage(cli, "--replies %s: %s", o->replies, strerror(errno));
	for (int i = 1; i < cli->args_n; i++)
		if (path_take(&t, cli->args[i], &count, &e) != OK)
			return cli_fail(cli, &e);
	count_show(cli, &count);
	return count.bad ? CLI_NO : count.waiting ? CLI_TROUBLE : CLI_YES;
}

/* ---- watching ---- */

static volatile sig_atomic_t stopped;

static void on_stop(int signal_number)
{
	(void)signal_number;
	stopped = 1;
}

static void nap(int ms)
{
	struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000};
	nanosleep(&t, NULL);
}

/* Two watchers of one folder would race for its files; nothing would be taken twice, but answers would be. */
static enum status lock_take(const char *folder, int *ret, struct err *e)
{
	char path[4096];
	snprintf(path, sizeof path, "%s/.netra-lock", folder);
	*ret = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*ret < 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", folder, strerror(errno));
	return flock(*ret, LOCK_EX | LOCK_NB) == 0 ? OK : FAIL(e, CONFLICT, "%s is watched already", folder);
}

/* A pass that fails (the store is busy, the disk is full) is tried again; nothing is lost meanwhile. */
static void turn(struct cli *cli, struct office *office, const char *folder, int settle)
{
	struct err e = {0};
	struct drop_count count = {0};
	bool changed;
	enum status status = office_calendar_refresh(office, &changed, &e);
	if (status == OK)
		status = dropbox_pass(office, folder, settle, &count, &e);
	if (status != OK)
		log_err("gateway", &e);
	if (count.messages || count.bad)
		count_show(cli, &count);
}

static int watch(struct cli *cli, struct office *office, const struct asked *o)
{
	struct err e = {0};
	scoped(fd_close) int lock = -1;
	const char *folder = cli->args[1];
	if (lock_take(folder, &lock, &e) != OK)
		return cli_fail(cli, &e);
	struct sigaction stop = {.sa_handler = on_stop};
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	int settle = o->settle >= 0 ? o->settle : (int)settings_int(cli->settings, "gateway.settle_seconds");
	fprintf(stderr, "%s: dijaga / watched\n", folder);
	while (!stopped) {
		turn(cli, office, folder, settle);
		if (!stopped)
			nap(o->every_ms);
	}
	return CLI_YES;
}

int cmd_intake(struct cli *cli, int argc, const char **argv)
{
	struct asked o = {.settle = -1, .every_ms = 1000};
	struct poptOption own[] = {
		{"received", 0, POPT_ARG_STRING, &o.received, 0, "take: the day on which it reached the office", "DAY"},
		{"how", 0, POPT_ARG_STRING, &o.how, 0, "take: by what that day is known", "TEXT"},
		{"replies", 0, POPT_ARG_STRING, &o.replies, 0, "take: folder for the answers; else they are printed", "FOLDER"},
		{"settle", 0, POPT_ARG_INT, &o.settle, 0, "watch: let a sender go on so long (gateway.settle_seconds)", "SECONDS"},
		{"every-ms", 0, POPT_ARG_INT, &o.every_ms, 0, "watch: how often to look", "MILLISECONDS"},
		POPT_TABLEEND,
	};
	struct err e = {0};
	if (!cli_options(cli, argc, argv, own, "take FILE|FOLDER... | watch FOLDER"))
		return cli->code;
	bool takes = cli->args_n >= 2 && !strcmp(cli->args[0], "take"), watches = cli->args_n == 2 && !strcmp(cli->args[0], "watch");
	if (!takes && !watches)
		return cli_usage(cli, "say 'take FILE|FOLDER...' or 'watch FOLDER'");
	if (o.every_ms < 10 || o.settle < -1)
		return cli_usage(cli, "--every-ms: at least 10; --settle: at least 0");
	scoped(office_close_scoped) struct office *office = NULL;
	if (office_open(cli->data, cli->settings, &office, &e) != OK)
		return cli_fail(cli, &e);
	return takes ? take(cli, office, &o) : watch(cli, office, &o);
}
