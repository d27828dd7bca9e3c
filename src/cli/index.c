/* index.c -- `netra index build|info`: the screening index as one file; `netra name`: a written name against it. */
#include "base/buf.h"
#include "cli/bulk.h"
#include "cli/commands.h"
#include "cli/lines.h"
#include "cli/pack.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct build {
	char *registry, *accounts, *watchlist, *contests, *rejects, *out;
};

static enum status build(struct cli *cli, const struct build *o, struct import_report reports[3], size_t *ret_n, struct err *e)
{
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	struct day today = day_of_instant(instant_now(), WIB);
	const struct { const char *path; enum registry_kind kind; } files[] = {
		{o->registry, REGISTRY_PEOPLE}, {o->accounts, REGISTRY_ACCOUNTS}, {o->watchlist, REGISTRY_WATCHLIST}};
	for (size_t i = 0; i < 3; i++)
		if (files[i].path) {
			TRY(bulk_add(cli->arena, b, files[i].kind, files[i].path, today, &reports[*ret_n], e));
			bulk_report(&reports[(*ret_n)++]);
		}
	if (o->contests)
		TRY(bulk_contests(cli->arena, b, o->contests, e));
	if (o->rejects)
		TRY(bulk_rejects(o->rejects, reports, *ret_n, e));
	return screen_write(b, o->out, e);
}

static int index_build(struct cli *cli, int argc, const char **argv)
{
	struct build o = {0};
	struct poptOption table[] = {{"registry", 0, POPT_ARG_STRING, &o.registry, 0, "register of employees (CSV)", "FILE"},
				     {"accounts", 0, POPT_ARG_STRING, &o.accounts, 0, "accounts of employees (CSV)", "FILE"},
				     {"watchlist", 0, POPT_ARG_STRING, &o.watchlist, 0, "candidates and their terms (CSV)", "FILE"},
				     {"contests", 0, POPT_ARG_STRING, &o.contests, 0, "days on which candidates were determined (CSV)", "FILE"},
				     {"rejects", 0, POPT_ARG_STRING, &o.rejects, 0, "where rejected rows are listed", "FILE"},
				     {"output", 'o', POPT_ARG_STRING, &o.out, 0, "the index", "FILE.idx"},
				     POPT_TABLEEND};
	struct import_report reports[3] = {0};
	struct stat st;
	struct err e;
	size_t n = 0, rejected = 0;
	if (!cli_options(cli, argc, argv, table, "build --registry F --accounts F --watchlist F -o FILE.idx"))
		return cli->code;
	if (!o.out || (!o.registry && !o.watchlist))
		return cli_usage(cli, "expected --registry or --watchlist, and -o FILE.idx");
	if (stat(o.out, &st) == 0 && !S_ISREG(st.st_mode)) /* a rename would put a file in the place of a device */
		return cli_usage(cli, "-o %s: this is no file", o.out);
	if (build(cli, &o, reports, &n, &e) != OK) {
		cli_fail(cli, &e);
		fprintf(stderr, "netra index: %s was not written%s\n", o.out, access(o.out, F_OK) ? "" : "; what stood there stands as it was");
		return CLI_TROUBLE;
	}
	for (size_t i = 0; i < n; i++)
		rejected += reports[i].rejected;
	return rejected ? CLI_NO : CLI_YES;
}

static void info_text(const struct screen_info *info)
{
	printf("build     %s\nsize      %zu bytes\npersons   %zu with %zu distinct names of %zu words\naccounts  %zu\ncontests  %zu, pairs %zu, terms %zu\nsources   %s\n",
	       info->build, info->size_bytes, info->persons, info->names, info->tokens, info->accounts, info->contests, info->pairs, info->terms, info->sources);
}

static void info_json(const struct screen_info *info)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "build", info->build);
	const struct { const char *key; size_t n; } counts[] = {{"size_bytes", info->size_bytes}, {"persons", info->persons}, {"names", info->names}, {"tokens", info->tokens},
								{"accounts", info->accounts}, {"contests", info->contests}, {"pairs", info->pairs}, {"terms", info->terms}};
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		jout_put_int(&j, counts[i].key, (int64_t)counts[i].n);
	jout_key(&j, "sources");
	jout_raw(&j, info->sources);
	jout_end(&j, '}');
	puts(b.s);
}

static int index_info(struct cli *cli, int argc, const char **argv)
{
	struct poptOption none[] = {POPT_TABLEEND};
	scoped(screen_close_scoped) struct screen *s = NULL;
	struct err e;
	if (!cli_options(cli, argc, argv, none, "info FILE.idx"))
		return cli->code;
	if (cli->args_n != 1)
		return cli_usage(cli, "expected one index file");
	if (screen_open(cli->args[0], NULL, &s, &e) != OK || screen_sound(s, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	struct screen_info info = screen_info(s);
	if (cli->json)
		info_json(&info);
	else
		info_text(&info);
	return CLI_YES;
}

int cmd_index(struct cli *cli, int argc, const char **argv)
{
	if (argc > 1 && !strcmp(argv[1], "build"))
		return index_build(cli, argc - 1, argv + 1);
	if (argc > 1 && !strcmp(argv[1], "info"))
		return index_info(cli, argc - 1, argv + 1);
	return cli_usage(cli, "expected: index build ... or index info FILE.idx");
}

static void one_name(struct screen_run *run, const char *query, size_t max, struct buf *out)
{
	scoped(arena_free) struct arena a = {0};
	struct screen_hits hits;
	int64_t start = steady_us();
	screen_name(run, &a, query, max, &hits);
	screen_hits_json(out, query, &hits, steady_us() - start);
}

#define QUERY_MAX 1000 /* bytes; what is longer is no name */

struct asking {
	struct screen_run *run;
	size_t max;
	struct refusals refused;
};
/* Each line that holds anything is answered by a line, a refused one by an empty one, so that they can be counted off. */
static void names_chunk(void *context, struct str lines, uint64_t number, struct buf *out)
{
	struct asking *w = context;
	struct str line;
	scoped(arena_free) struct arena a = {0};
	for (; str_split(&lines, '\n', &line); number++) {
		line = str_trim(line);
		arena_reset(&a);
		if (line.n > QUERY_MAX) {
			refusal_note(&w->refused, number, "longer than 1000 bytes: this is no name");
			screen_hits_json(out, text_clip(&a, text_clean(&a, line.s, QUERY_MAX), 80), &(struct screen_hits){0}, 0);
		} else if (line.n) {
			one_name(w->run, text_clean(&a, line.s, line.n), w->max, out);
		}
	}
}

static int batch_names(struct cli *cli, struct screen_run *run, const char *path, size_t max)
{
	struct err e;
	struct asking w = {.run = run, .max = max};
	if (refusals_open(&w.refused, NULL, &e) != OK)
		return cli_fail(cli, &e);
	struct lines_job job = {&path, 1, names_chunk, &w, &w.refused, "names"};
	if (lines_each(&job, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	return w.refused.n ? CLI_NO : CLI_YES;
}

int cmd_name(struct cli *cli, int argc, const char **argv)
{
	char *index = NULL, *batch = NULL, *region = NULL;
	int max = 10;
	struct poptOption table[] = {{"index", 0, POPT_ARG_STRING, &index, 0, "the index", "FILE.idx"},
				     {"count", 'k', POPT_ARG_INT, &max, 0, "how many at most", "N"},
				     {"batch", 0, POPT_ARG_STRING, &batch, 0, "one name a line", "FILE"},
				     {"region", 0, POPT_ARG_STRING, &region, 0, "of namesakes, show those of this region first", "CODE"},
				     POPT_TABLEEND};
	scoped(screen_close_scoped) struct screen *s = NULL;
	struct err e;
	if (!cli_options(cli, argc, argv, table, "--index FILE.idx [-k N] [--batch FILE] [QUERY]"))
		return cli->code;
	if (!index || max < 1 || max > 100 || (!batch && cli->args_n == 0))
		return cli_usage(cli, "expected --index FILE.idx, 1 to 100 for -k, and a name or --batch FILE");
	if (screen_open(index, NULL, &s, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	scoped(screen_run_free) struct screen_run *run = screen_run_new(s, &(struct screen_options){.at = DAY_NONE, .region = region});
	if (batch) {
		int code = batch_names(cli, run, batch, (size_t)max);
		return screen_broken(s) && screen_sound(s, &e) != OK ? (cli_fail(cli, &e), CLI_TROUBLE) : code;
	}
	const char *query = cli->args[0];
	for (int i = 1; i < cli->args_n; i++)
		query = arena_printf(cli->arena, "%s %s", query, cli->args[i]);
	scoped(buf_free) struct buf out = {0};
	one_name(run, query, (size_t)max, &out);
	if (screen_broken(s) && screen_sound(s, &e) != OK) {
		cli_fail(cli, &e);
		return CLI_TROUBLE;
	}
	fputs(out.s, stdout);
	return CLI_YES;
}
