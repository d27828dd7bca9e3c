/* commands.c -- the table of commands.h, and the two commands that speak about the program itself. */
#include "cli/commands.h"

#include "base/buf.h"
#include "cli/pack.h"

#include <stdio.h>

const struct command commands[] = {
#define X(name, function, text) {name, function, text},
	COMMAND_MAP(X)
#undef X
};
const size_t commands_n = sizeof commands / sizeof commands[0];

int cmd_help(struct cli *cli, int argc, const char **argv)
{
	struct poptOption none[] = {POPT_TABLEEND};
	if (!cli_options(cli, argc, argv, none, ""))
		return cli->code;
	puts("netra [--data DIR] [--config FILE] [--store URL] [--json] COMMAND ...\n");
	for (size_t i = 0; i < commands_n; i++)
		printf("  %-12s %s\n", commands[i].name, commands[i].text);
	puts("\nOptions of a command: netra COMMAND --help\n"
	     "Exit: 0 yes, 1 no, 2 wrong usage, 3 trouble (store, disk, broken input file)");
	return CLI_YES;
}

int cmd_version(struct cli *cli, int argc, const char **argv)
{
	struct poptOption none[] = {POPT_TABLEEND};
	struct err e;
	const struct law *law;
	if (!cli_options(cli, argc, argv, none, ""))
		return cli->code;
	if (pack_open(cli->arena, NULL, &law, &e) != OK)
		return cli_fail(cli, &e);
	const char *hash = hash_hex(cli->arena, law->hash);
	if (!cli->json) {
		printf("netra %s\nrule pack %s %s, sha256 %s\n", NETRA_VERSION, law->name, law->version,
		       hash);
		return CLI_YES;
	}
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "version", NETRA_VERSION);
	jout_put_text(&j, "rulepack", hash);
	jout_put_text(&j, "rulepack_name", law->name);
	jout_put_text(&j, "rulepack_version", law->version);
	jout_end(&j, '}');
	puts(b.s);
	return CLI_YES;
}
