/* import.c -- `netra import KIND FILE...`: lists and posts into the store; `netra convert posts FILE...`. */
#include "base/buf.h"
#include "cli/bulk.h"
#include "cli/commands.h"
#include "cli/holidays.h"
#include "desk/stream/stream.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define HOLIDAYS "holidays" /* a decree, no list: two people must type it */

struct asked {
	struct holidays_asked holidays;
	char *rejects, *doubts, *format;
	int dry_run;
	bool refused; /* some row of some file was rejected */
};

static enum status write_file(const char *path, const struct buf *b, struct err *e)
{
	FILE *f = fopen(path, "w");
	if (!f)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	fwrite(b->s ? b->s : "", 1, b->n, f);
	return fclose(f) ? FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno)) : OK;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

static enum status import_list(struct cli *cli, const struct desk *d, enum registry_kind kind, const char *path, struct asked *o, struct err *e)
{
	struct str bytes;
	struct import_report r;
	scoped(buf_free) struct buf out = {0};
	scoped(buf_free) struct buf rejects = {0}, doubts = {0};
	TRY(bulk_open(cli->arena, path, REGISTRY_FILE_MAX, &bytes, e));
	TRY(registry_import(d, kind, base_name(path), bytes, o->dry_run, &r, e));
	o->refused |= r.rejected > 0;
	if (cli->json)
		import_report_json(&out, &r);
	else
		import_report_text(&out, &r);
	fputs(out.s, stdout);
	import_rejects_csv(&rejects, &r);
	import_doubts_csv(&doubts, &r);
	if (o->doubts)
		TRY(write_file(o->doubts, &doubts, e));
	return o->rejects ? write_file(o->rejects, &rejects, e) : OK;
}

static void posts_report(const struct cli *cli, const struct stream_report *r)
{
	if (cli->json)
		printf("{\"kind\":\"posts\",\"format\":\"%s\",\"sha256\":\"%s\",\"read\":%zu,\"refused\":%zu,\"kept\":%zu,\"repeated\":%zu,\"alerts\":%zu,\"clusters\":%zu}\n",
		       r->format, r->sha256, r->read, r->refused, r->kept, r->repeated, r->alerts, r->clusters);
	else
		printf("%s: %s, %zu posts read, %zu refused, %zu kept with %zu alerts in %zu new clusters, %zu known before\n", r->file, r->format, r->read,
		       r->refused, r->kept, r->alerts, r->clusters, r->repeated);
	for (size_t i = 0; i < r->faults.n && i < 5; i++)
		fprintf(stderr, "%s:%zu: refused: %s\n", r->file, r->faults.items[i].line, r->faults.items[i].why);
}

static void faults_csv(struct buf *b, const struct stream_report *r)
{
	buf_text(b, "line,reason\n");
	for (size_t i = 0; i < r->faults.n; i++) {
		buf_printf(b, "%zu,", r->faults.items[i].line);
		buf_csv(b, r->faults.items[i].why);
		buf_char(b, '\n');
	}
}

static enum status import_posts(struct cli *cli, const struct desk *d, const char *path, struct asked *o, struct err *e)
{
	struct str bytes;
	struct stream_report r;
	const char *slash = strrchr(path, '/'), *folder = slash ? arena_strndup(cli->arena, path, (size_t)(slash - path)) : ".";
	TRY(bulk_open(cli->arena, path, STREAM_FILE_MAX, &bytes, e));
	TRY(stream_import(d, base_name(path), bytes, o->format, folder, &r, e));
	o->refused |= r.refused > 0;
	posts_report(cli, &r);
	scoped(buf_free) struct buf rejects = {0};
	faults_csv(&rejects, &r);
	return o->rejects ? write_file(o->rejects, &rejects, e) : OK;
}

static enum status import_files(struct cli *cli, struct office *office, const char *kind, struct asked *o, struct err *e)
{
	struct desk d = {.office = office, .arena = cli->arena, .now = office_now(office), .user_name = ""};
	bool posts = !strcmp(kind, "posts"), index_stale = false;
	if (posts && o->dry_run)
		return FAIL(e, INVALID, "posts have no dry run: use netra screen");
	/* An index that is damaged, or of an older version of the program, is made again from the store. */
	if (posts && stream_index_open(office, e) != OK)
		TRY(e->status == BROKEN ? stream_index_build(&d, e) : e->status);
	for (int i = 1; i < cli->args_n; i++) {
		if (!strcmp(kind, HOLIDAYS)) {
			TRY(holidays_import(cli, &d, &o->holidays, cli->args[i], o->dry_run, e));
			continue;
		}
		if (posts) {
			TRY(import_posts(cli, &d, cli->args[i], o, e));
			continue;
		}
		int k = 0;
		while (k <= REGISTRY_AGENCIES && strcmp(registry_kind_name((enum registry_kind)k), kind))
			k++;
		TRY(import_list(cli, &d, (enum registry_kind)k, cli->args[i], o, e));
		index_stale |= !o->dry_run && k <= REGISTRY_WATCHLIST;
	}
	return index_stale ? stream_index_build(&d, e) : OK;
}

static enum status import_all(struct cli *cli, const char *kind, struct asked *o, struct err *e)
{
	scoped(office_close_scoped) struct office *office = NULL;
	TRY(office_open(cli->data, cli->settings, &office, e));
	enum status status = import_files(cli, office, kind, o, e);
	stream_index_close(office);
	return status;
}

static bool kind_known(const char *kind)
{
	for (int k = 0; k <= REGISTRY_AGENCIES; k++)
		if (!strcmp(registry_kind_name((enum registry_kind)k), kind))
			return true;
	return !strcmp(kind, "posts") || !strcmp(kind, HOLIDAYS);
}

int cmd_import(struct cli *cli, int argc, const char **argv)
{
	struct asked o = {0};
	struct poptOption table[] = {{"dry-run", 0, POPT_ARG_NONE, &o.dry_run, 0, "say what would change, change nothing", NULL},
				     {"rejects", 0, POPT_ARG_STRING, &o.rejects, 0, "where rejected rows are listed", "FILE"},
				     {"doubts", 0, POPT_ARG_STRING, &o.doubts, 0, "where rows kept with a warning are listed", "FILE"},
				     {"format", 0, POPT_ARG_STRING, &o.format, 0, "of posts, when it is not to be found out", "NAME"},
				     {"number", 0, POPT_ARG_STRING, &o.holidays.number, 0, "of the decree (holidays)", "TEXT"},
				     {"title", 0, POPT_ARG_STRING, &o.holidays.title, 0, "of the decree", "TEXT"},
				     {"date", 0, POPT_ARG_STRING, &o.holidays.date, 0, "of the decree", "DAY"},
				     {"covers-from", 0, POPT_ARG_STRING, &o.holidays.covers_from, 0, "first day it covers", "DAY"},
				     {"covers-to", 0, POPT_ARG_STRING, &o.holidays.covers_to, 0, "last day it covers", "DAY"},
				     {"source", 0, POPT_ARG_STRING, &o.holidays.source, 0, "where the decree can be read", "TEXT"},
				     {"own", 0, POPT_ARG_NONE, &o.holidays.own, 0, "days off of this office only", NULL},
				     {"by", 0, POPT_ARG_STRING, &o.holidays.by, 0, "who typed the file; else the program", "LOGIN"},
				     {"confirm-by", 0, POPT_ARG_STRING, &o.holidays.confirm_by, 0,
				      "the second person, whose password is read from standard input", "LOGIN"},
				     POPT_TABLEEND};
	struct err e;
	if (!cli_options(cli, argc, argv, table, "registry|accounts|watchlist|posts|holidays|regions|agencies FILE..."))
		return cli->code;
	if (cli->args_n < 2 || !kind_known(cli->args[0]))
		return cli_usage(cli, "expected registry, accounts, watchlist, posts, holidays, regions or agencies, and files");
	if (import_all(cli, cli->args[0], &o, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	return o.refused ? CLI_NO : CLI_YES;
}

static enum status convert_one(struct cli *cli, const char *path, struct stream_source from, bool *ret_refused, struct err *e)
{
	struct str bytes;
	struct stream_report r;
	struct err why;
	scoped(buf_free) struct buf out = {.limit = (size_t)4 << 30};
	TRY(bulk_open(cli->arena, path, STREAM_FILE_MAX, &bytes, e));
	from.file = base_name(path);
	if (stream_convert_from(cli->arena, bytes, &from, &out, &r, &why) != OK)
		return FAIL(e, why.status, "%s: %s", path, why.why);
	TRY(buf_done(&out, e));
	fwrite(out.s ? out.s : "", 1, out.n, stdout);
	for (size_t i = 0; i < r.faults.n && i < 20; i++)
		fprintf(stderr, "%s:%zu: refused: %s\n", path, r.faults.items[i].line, r.faults.items[i].why);
	fprintf(stderr, "%s: %s, %zu read, %zu refused", path, r.format, r.read, r.refused);
	if (r.passed)
		fprintf(stderr, ", %zu lines of the tool itself passed over", r.passed);
	fputc('\n', stderr);
	*ret_refused |= r.refused > 0;
	return OK;
}

int cmd_convert(struct cli *cli, int argc, const char **argv)
{
	char *format = NULL, *zone = NULL;
	bool refused = false;
	struct stream_source from = {.zone = WIB};
	struct poptOption table[] = {{"format", 0, POPT_ARG_STRING, &format, 0, "when it is not to be found out", "NAME"},
				     {"zone", 0, POPT_ARG_STRING, &zone, 0, "of times that the file gives without one: WIB, WITA or WIT", "ZONE"},
				     POPT_TABLEEND};
	struct err e;
	if (!cli_options(cli, argc, argv, table, "posts FILE..."))
		return cli->code;
	if (cli->args_n < 2 || strcmp(cli->args[0], "posts"))
		return cli_usage(cli, "expected: convert posts FILE...");
	if (zone && zone_parse(zone, &from.zone, &e) != OK)
		return cli_usage(cli, "--zone: expected WIB, WITA or WIT");
	from.format = format;
	for (int i = 1; i < cli->args_n; i++)
		if (convert_one(cli, cli->args[i], from, &refused, &e) != OK) {
			cli_fail(cli, &e);
			return CLI_TROUBLE;
		}
	return refused ? CLI_NO : CLI_YES;
}
