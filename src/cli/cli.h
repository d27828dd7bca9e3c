/* cli.h -- what every subcommand is handed, and the few things all of them do alike.
 *
 * `netra [--data DIR] [--config FILE] [--store URL] [--json] COMMAND ...`; the same options are also understood
 * after the command. A command is one file with one function
 *
 *     int cmd_clock(struct cli *cli, int argc, const char **argv);
 *
 * and one line in commands.h. It first calls cli_options; it answers with an exit code. Results go to stdout, all
 * else to stderr. A command that needs records opens them itself (office_open with cli->data and cli->settings), so
 * that one which needs none runs on a machine that has none.
 */
#ifndef NETRA_CLI_CLI_H
#define NETRA_CLI_CLI_H

#include "base/arena.h"
#include "base/settings.h"

#include <popt.h>
#include <stdbool.h>

enum cli_exit {
	CLI_YES,    /* done */
	CLI_NO,     /* the answer is no: damage found, a deadline that cannot be computed, rows rejected */
	CLI_USAGE,  /* wrong usage */
	CLI_TROUBLE /* store, disk, broken input file */
};

struct cli {
	struct arena *arena;             /* lives as long as the command */
	const char *command;             /* "clock" */
	const char *data;                /* data folder; it need not exist */
	const char *config;              /* settings file; NULL: none */
	const struct settings *settings; /* loaded by cli_options; "store.url" holds --store */
	const char *store;               /* --store or $NETRA_STORE; NULL: as the settings say */
	int json;                        /* --json: one JSON object, or one a line for lists */
	const char **args;               /* what cli_options left: words that are no options */
	int args_n;
	int code; /* the exit code when cli_options says that the command is over */
};

/* Reads the command's own options and the common ones. Texts (POPT_ARG_STRING) are moved into the arena.
 * @words: the arguments in the usage line, "FILE...". False: the command is over, return cli->code. */
bool cli_options(struct cli *cli, int argc, const char **argv, struct poptOption *own, const char *words);

/* Says on stderr what is wrong with the command line; CLI_USAGE. */
int cli_usage(const struct cli *cli, const char *format, ...) PRINTF(2, 3);
/* Says on stderr what went wrong; CLI_NO for NOT_LOADED and NOT_FOUND, else CLI_TROUBLE. */
int cli_fail(const struct cli *cli, const struct err *e);

/* All of a file ("-": stdin) of at most @limit_bytes, NUL-terminated behind its end. */
MUST_CHECK enum status cli_read_file(struct arena *a, const char *path, size_t limit_bytes, struct str *ret,
				     struct err *e);

/* A password: one line from standard input, without echo on a terminal (user.c). A new secret is asked for twice there, the
 * second time with @again. */
MUST_CHECK enum status cli_password_read(struct arena *a, const char **ret, struct err *e);
MUST_CHECK enum status cli_secret_read(struct arena *a, const char *prompt, const char **ret, struct err *e);
MUST_CHECK enum status cli_secret_new(struct arena *a, const char *prompt, const char *again, const char **ret, struct err *e);

int cli_main(int argc, const char **argv);

#endif
