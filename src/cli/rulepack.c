/* rulepack.c -- `netra rulepack ...`: rule packs as papers that are checked, signed, trusted, installed and compared.
 * The work is in desk/rules and core/pack; here the command line is read and the answer printed. */
#include "cli/rulepack.h"

#include "base/buf.h"
#include "cli/commands.h"

#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	const char *name, *words; /* what may follow */
	int least, most;
	int (*run)(struct rulepack_task *t);
} subcommands[] = {
	{"check", "check [FILE] [--uncertain]", 0, 1, rulepack_check},
	{"key", "key new FILE --name PUBLISHER | key show FILE", 2, 2, rulepack_key},
	{"sign", "sign FILE --key KEYFILE [--words TEXT]", 1, 1, rulepack_sign},
	{"trust", "trust KEYFILE --reason TEXT [--name PUBLISHER]", 1, 1, rulepack_trust},
	{"distrust", "distrust KEY-ID --reason TEXT", 1, 1, rulepack_distrust},
	{"keys", "keys", 0, 0, rulepack_keys},
	{"install", "install FILE --reason TEXT [--from DATE] [--election CODE] [--procedure P] [--signature FILE] [--force]", 1, 1,
	 rulepack_install},
	{"list", "list", 0, 0, rulepack_list},
	{"diff", "diff A B", 2, 2, rulepack_diff},
	{"show", "show FILE|HASH|built-in [TABLE NAME]", 1, 3, rulepack_show},
};
#define SUBCOMMANDS_N (sizeof subcommands / sizeof subcommands[0])

enum status rulepack_office(struct rulepack_task *t, struct err *e)
{
	return t->office ? OK : office_open(t->cli->data, t->cli->settings, &t->office, e);
}

const char *rulepack_who(const struct rulepack_task *t)
{
	const struct passwd *p = getpwuid(geteuid());
	return arena_printf(t->cli->arena, "terminal (%s)", p ? p->pw_name : "?");
}

struct desk rulepack_desk(const struct rulepack_task *t)
{
	return (struct desk){.office = t->office, .arena = t->cli->arena, .now = office_now(t->office), .role = ROLE_ADMIN, .user_name = ""};
}

int rulepack_refused(const struct rulepack_task *t, const struct err *e)
{
	cli_fail(t->cli, e);
	switch (e->status) {
	case INVALID:
	case FORBIDDEN:
	case BROKEN:
	case CONFLICT:
	case NOT_FOUND:
	case NOT_LOADED:
	case TOO_LARGE:
		return CLI_NO;
	case OK:
	case UNKNOWN_USER:
	case TOO_LATE:
	case TOO_MANY:
	case UNAVAILABLE:
	case STATUS_N:
		break;
	}
	return CLI_TROUBLE;
}

enum status rulepack_text(struct rulepack_task *t, const char *which, const char **ret_hash, struct str *ret, struct err *e)
{
	struct stat st;
	if (!strcmp(which, "built-in")) {
		*ret = (struct str){law_embedded, law_embedded_n};
		*ret_hash = hash_hex(t->cli->arena, hash_of(ret->s, ret->n));
		return OK;
	}
	if (stat(which, &st) == 0 && S_ISREG(st.st_mode)) {
		TRY(cli_read_file(t->cli->arena, which, LAW_PACK_MAX, ret, e));
		*ret_hash = hash_hex(t->cli->arena, hash_of(ret->s, ret->n));
		return OK;
	}
	TRY(rulepack_office(t, e));
	scoped(tx_rollback) struct tx tx = {0};
	struct desk d = rulepack_desk(t);
	TRY(desk_begin(&d, READ, &tx, e));
	TRY(rules_text(&tx, which, ret_hash, ret, e));
	return tx_commit(&tx, e);
}

struct json_out rulepack_json(struct buf *b)
{
	struct json_out j = jout_start(b);
	jout_object(&j);
	return j;
}

void rulepack_json_print(struct json_out *j)
{
	jout_end(j, '}');
	puts(j->b->s);
}

static int usage(const struct cli *cli)
{
	fprintf(stderr, "netra rulepack: expected one of\n");
	for (size_t i = 0; i < SUBCOMMANDS_N; i++)
		fprintf(stderr, "  netra rulepack %s\n", subcommands[i].words);
	return cli_usage(cli, "no such use of rulepack");
}

static int dispatch(struct rulepack_task *t)
{
	const struct cli *cli = t->cli;
	for (size_t i = 0; i < SUBCOMMANDS_N; i++) {
		if (!cli->args_n || strcmp(subcommands[i].name, cli->args[0]) != 0)
			continue;
		t->words = cli->args + 1;
		t->n = cli->args_n - 1;
		if (t->n < subcommands[i].least || t->n > subcommands[i].most)
			return cli_usage(cli, "expected: netra rulepack %s", subcommands[i].words);
		int code = subcommands[i].run(t);
		office_close(t->office);
		return code;
	}
	return usage(cli);
}

int cmd_rulepack(struct cli *cli, int argc, const char **argv)
{
	struct rulepack_task t = {.cli = cli};
	struct poptOption table[] = {
		{"uncertain", 0, POPT_ARG_NONE, &t.uncertain, 0, "check: list the rows that were not seen in a source", NULL},
		{"key", 0, POPT_ARG_STRING, &t.key, 0, "sign: the publisher's key file", "FILE"},
		{"words", 0, POPT_ARG_STRING, &t.words_said, 0, "sign: what you vouch for, one line", "TEXT"},
		{"name", 0, POPT_ARG_STRING, &t.name, 0, "key new, trust: name of the publisher", "TEXT"},
		{"reason", 0, POPT_ARG_STRING, &t.reason, 0, "install, trust, distrust: why; it stays in the record", "TEXT"},
		{"from", 0, POPT_ARG_STRING, &t.from, 0, "install: first day on which it counts (else today)", "DATE"},
		{"election", 0, POPT_ARG_STRING, &t.election, 0, "install: only for this election", "CODE"},
		{"procedure", 0, POPT_ARG_STRING, &t.procedure, 0, "install: only for pilkada or pemilu", "NAME"},
		{"signature", 0, POPT_ARG_STRING, &t.seal, 0, "install: the signature (else FILE.sig)", "FILE"},
		{"force", 0, POPT_ARG_NONE, &t.force, 0, "install: although it is older than the one that counts", NULL},
		POPT_TABLEEND,
	};
	if (!cli_options(cli, argc, argv, table, "check|key|sign|trust|distrust|keys|install|list|diff|show ..."))
		return cli->code;
	return dispatch(&t);
}
