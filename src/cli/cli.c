/* cli.c -- the common part of every command: options, settings, errors, exit codes. */
#include "cli/cli.h"

#include "base/buf.h"
#include "base/log.h"
#include "cli/commands.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The options that every command understands, before and after its name. popt allocates what it writes. */
struct common {
	char *data, *config, *store;
	int json;
};

/* clang-format off */
#define COMMON_TABLE(c)                                                                            \
	{"data", 0, POPT_ARG_STRING, &(c)->data, 0, "data folder (else $NETRA_DATA, ./netra-data)", "DIR"}, \
	{"config", 0, POPT_ARG_STRING, &(c)->config, 0, "settings file (else DIR/netra.ini)", "FILE"},      \
	{"store", 0, POPT_ARG_STRING, &(c)->store, 0, "postgres://... instead of SQLite in the data folder", "URL"}, \
	{"json", 0, POPT_ARG_NONE, &(c)->json, 0, "answer in JSON", NULL},                         \
	POPT_TABLEEND
/* clang-format on */

static const char *keep(struct arena *a, char *popts)
{
	const char *copy = arena_strdup(a, popts);
	free(popts);
	return copy;
}

/* What was given overrides what is there. */
static void common_take(struct cli *cli, struct common *c)
{
	if (c->data)
		cli->data = keep(cli->arena, c->data);
	if (c->config)
		cli->config = keep(cli->arena, c->config);
	if (c->store)
		cli->store = keep(cli->arena, c->store);
	cli->json |= c->json;
	*c = (struct common){0};
}

static void own_take(struct arena *a, struct poptOption *own)
{
	for (; own->longName || own->shortName || own->arg; own++) {
		char **text = own->arg;
		if ((own->argInfo & POPT_ARG_MASK) == POPT_ARG_STRING && *text) {
			char *copy = arena_strdup(a, *text);
			free(*text);
			*text = copy;
		}
	}
}

int cli_usage(const struct cli *cli, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	fprintf(stderr, "netra %s: ", cli->command);
	vfprintf(stderr, format, args);
	fprintf(stderr, "\n(netra %s --help shows the usage)\n", cli->command);
	va_end(args);
	return CLI_USAGE;
}

int cli_fail(const struct cli *cli, const struct err *e)
{
	fprintf(stderr, "netra %s: %s%s%s\n", cli->command, e->field ? e->field : "", e->field ? ": " : "",
		e->why);
	return e->status == NOT_LOADED || e->status == NOT_FOUND ? CLI_NO : CLI_TROUBLE;
}

/* --config, else $NETRA_CONFIG, else netra.ini in the data folder if there is one. */
static enum status settings_open(struct cli *cli, struct err *e)
{
	const char *file = cli->config ? cli->config : getenv("NETRA_CONFIG");
	if (!file) {
		file = arena_printf(cli->arena, "%s/netra.ini", cli->data);
		if (access(file, F_OK) != 0)
			file = NULL;
	}
	cli->config = file;
	TRY(settings_load(cli->arena, file, &cli->settings, e));
	if (cli->store)
		TRY(settings_with(cli->arena, cli->settings, "store.url", cli->store, &cli->settings, e));
	return OK;
}

static void rest_take(struct cli *cli, poptContext popt)
{
	const char **rest = poptGetArgs(popt);
	cli->args_n = 0;
	while (rest && rest[cli->args_n])
		cli->args_n++;
	cli->args = arena_array(cli->arena, const char *, (size_t)cli->args_n + 1);
	for (int i = 0; i < cli->args_n; i++)
		cli->args[i] = arena_strdup(cli->arena, rest[i]);
}

static void context_end(poptContext *popt)
{
	poptFreeContext(*popt);
}

bool cli_options(struct cli *cli, int argc, const char **argv, struct poptOption *own, const char *words)
{
	struct common c = {0};
	int help = 0;
	struct poptOption common[] = {{"help", '?', POPT_ARG_NONE, &help, 0, "this text", NULL},
				      COMMON_TABLE(&c)};
	struct poptOption table[] = {
		{NULL, 0, POPT_ARG_INCLUDE_TABLE, own, 0, "Options:", NULL},
		{NULL, 0, POPT_ARG_INCLUDE_TABLE, common, 0, "Common options:", NULL},
		POPT_TABLEEND,
	};
	const char *name = arena_printf(cli->arena, "netra %s", cli->command);
	argv[0] = name;
	scoped(context_end) poptContext popt = poptGetContext(name, argc, argv, table, 0);
	poptSetOtherOptionHelp(popt, words);
	int fault = poptGetNextOpt(popt);
	const char *at = arena_strdup(cli->arena, poptBadOption(popt, POPT_BADOPTION_NOALIAS));
	own_take(cli->arena, own);
	common_take(cli, &c);
	if (fault < -1) {
		cli->code = cli_usage(cli, "%s: %s", at, poptStrerror(fault));
		return false;
	}
	if (help) {
		poptPrintHelp(popt, stdout, 0);
		cli->code = CLI_YES;
		return false;
	}
	rest_take(cli, popt);
	struct err e;
	if (settings_open(cli, &e) != OK) {
		cli_fail(cli, &e);
		cli->code = CLI_TROUBLE;
		return false;
	}
	return true;
}

static void file_end(FILE **f)
{
	if (*f && *f != stdin)
		fclose(*f);
}

enum status cli_read_file(struct arena *a, const char *path, size_t limit_bytes, struct str *ret,
			  struct err *e)
{
	scoped(file_end) FILE *f = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	if (!f)
		return FAIL(e, NOT_FOUND, "%s: cannot be opened: %s", path, strerror(errno));
	scoped(buf_free) struct buf b = {.limit = limit_bytes};
	char block[16384];
	size_t n;
	while ((n = fread(block, 1, sizeof block, f)) > 0 && !b.full)
		buf_raw(&b, block, n);
	if (ferror(f))
		return FAIL(e, BROKEN, "%s: cannot be read: %s", path, strerror(errno));
	if (b.full)
		return FAIL(e, TOO_LARGE, "%s: larger than %zu bytes", path, limit_bytes);
	*ret = (struct str){buf_arena(a, &b), b.n};
	return OK;
}

static const struct command *command_find(const char *name)
{
	for (size_t i = 0; i < commands_n; i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

/* How many words at the front of @argv are options (and their values) that stand before the command. */
static int common_first(struct cli *cli, int argc, const char **argv, int *ret_fault)
{
	int i = 1;
	*ret_fault = 0;
	while (i < argc && argv[i][0] == '-' && strcmp(argv[i], "--help") != 0 &&
	       strcmp(argv[i], "--version") != 0) {
		struct common c = {0};
		struct poptOption table[] = {COMMON_TABLE(&c)};
		bool with_value = strcmp(argv[i], "--json") != 0 && !strchr(argv[i], '=');
		const char *one[] = {"netra", argv[i], with_value && i + 1 < argc ? argv[i + 1] : NULL, NULL};
		scoped(context_end) poptContext popt = poptGetContext("netra", one[2] ? 3 : 2, one, table, 0);
		*ret_fault = poptGetNextOpt(popt);
		if (*ret_fault < -1)
			return i;
		common_take(cli, &c);
		i += with_value ? 2 : 1;
	}
	return i;
}

/* `netra`, `netra --help` and `netra --version` are the commands of that name. */
static const char *command_word(const char *word)
{
	if (!word || !strcmp(word, "--help"))
		return "help";
	return strcmp(word, "--version") ? word : "version";
}

static int run(struct cli *cli, int argc, const char **argv)
{
	int fault, at = common_first(cli, argc, argv, &fault);
	if (fault < -1) {
		fprintf(stderr, "netra: %s: %s\n", argv[at], poptStrerror(fault));
		return CLI_USAGE;
	}
	cli->command = command_word(at < argc ? argv[at] : NULL);
	const struct command *command = command_find(cli->command);
	if (!command) {
		fprintf(stderr, "netra: '%s' is no command; netra help lists them\n", cli->command);
		return CLI_USAGE;
	}
	const char *alone[] = {"netra", NULL};
	int code = at < argc ? command->run(cli, argc - at, argv + at) : command->run(cli, 1, alone);
	return at < argc ? code : CLI_USAGE; /* a bare `netra` shows the help and is wrong usage */
}

int cli_main(int argc, const char **argv)
{
	scoped(arena_free) struct arena arena = {0};
	const char *data = getenv("NETRA_DATA");
	struct cli cli = {
		.arena = &arena, .data = data ? data : "./netra-data", .store = getenv("NETRA_STORE")};
	int code = run(&cli, argc, argv);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "netra: the result could not be written: %s\n", strerror(errno));
		return CLI_TROUBLE;
	}
	return code;
}
