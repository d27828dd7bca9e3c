/* log.c -- `netra log`: the log of receipts.
 *
 *   head               sign how far it has come, now; prints the head (with the proof since the one before)
 *   key                the office's public key as witnesses' tools take it
 *   check FILE...      offline: are the heads in these files one history? For witnesses; needs --key only
 */
#include "cli/commands.h"
#include "cli/papers.h"

#include "base/buf.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static enum status head_make(struct cli *cli, struct buf *b, struct json_out *o, struct err *e)
{
	scoped(office_close_scoped) struct office *office = NULL;
	scoped(tx_rollback) struct tx tx = {0};
	struct evidence_head head;
	bool made;
	TRY(office_open(cli->data, cli->settings, &office, e));
	struct desk d = {.office = office, .arena = cli->arena, .now = office_now(office), .user_name = ""};
	TRY(desk_begin(&d, WRITE, &tx, e));
	TRY(evidence_head_make(&tx, &d, false, &head, &made, e));
	scoped(buf_free) struct buf text = {0};
	evidence_head_put(&text, &head);
	TRY(tx_commit(&tx, e));
	if (!cli->json) {
		buf_text(b, text.s);
		return OK;
	}
	jout_object(o);
	jout_put_bool(o, "new", made);
	jout_put_int(o, "size", head.note.size);
	jout_put_text(o, "root", hash_hex(cli->arena, head.note.root));
	jout_put_instant(o, "at", head.at, office->zone);
	jout_put_text(o, "text", text.s);
	jout_end(o, '}');
	return OK;
}

static int head_run(struct cli *cli)
{
	struct err e = {0};
	scoped(buf_free) struct buf b = {0};
	struct json_out o = jout_start(&b);
	if (cli->args_n != 1)
		return cli_usage(cli, "expected: netra log head");
	if (head_make(cli, &b, &o, &e) != OK)
		return cli_fail(cli, &e);
	fputs(b.s, stdout);
	if (cli->json)
		putchar('\n');
	return CLI_YES;
}

static int key_run(struct cli *cli)
{
	struct err e = {0};
	scoped(office_close_scoped) struct office *office = NULL;
	scoped(buf_free) struct buf b = {0};
	if (cli->args_n != 1)
		return cli_usage(cli, "expected: netra log key");
	if (office_open(cli->data, cli->settings, &office, &e) != OK)
		return cli_fail(cli, &e);
	note_key_put(&b, note_origin(cli->arena, office->code), office->sign_public);
	fputs(b.s, stdout);
	return CLI_YES;
}

static void check_show(const struct cli *cli, const struct receipt_judged *j)
{
	if (!cli->json) {
		papers_heads_say(j);
		return;
	}
	scoped(buf_free) struct buf b = {0};
	struct json_out o = jout_start(&b);
	jout_object(&o);
	jout_put_bool(&o, "good", evidence_judged_good(j));
	papers_heads_json(&o, j);
	jout_end(&o, '}');
	puts(b.s);
}

static int check_run(struct cli *cli, const char *key)
{
	struct err e = {0};
	unsigned char sign_public[32];
	struct note_papers papers = {0};
	struct receipt_judged j;
	if (cli->args_n < 2)
		return cli_usage(cli, "expected: netra log check FILE...");
	if (sodium_init() < 0 || papers_key(cli, key, sign_public, &e) != OK)
		return cli_fail(cli, &e);
	for (int i = 1; i < cli->args_n; i++)
		if (papers_check_file(cli->args[i], &e) != OK || papers_add(cli, cli->args[i], &papers, &e) != OK)
			return cli_fail(cli, &e);
	papers.line = NULL;
	if (evidence_judge(cli->arena, sign_public, &papers, &j, &e) != OK)
		return cli_fail(cli, &e);
	check_show(cli, &j);
	if (j.heads == HEADS_ALONE && !cli->json && !j.head_forged)
		puts("ASLI: satu kepala, tanda tangannya sah / genuine: one head, its signature is good");
	return evidence_judged_good(&j) ? CLI_YES : CLI_NO;
}

int cmd_log(struct cli *cli, int argc, const char **argv)
{
	char *key = NULL;
	struct poptOption own[] = {{"key", 0, POPT_ARG_STRING, &key, 0, "check: the office's public key (else DIR/keys/sign.pub)", "FILE"},
				   POPT_TABLEEND};
	if (!cli_options(cli, argc, argv, own, "head | key | check FILE..."))
		return cli->code;
	const char *what = cli->args_n ? cli->args[0] : "";
	if (!strcmp(what, "head"))
		return head_run(cli);
	if (!strcmp(what, "key"))
		return key_run(cli);
	if (!strcmp(what, "check"))
		return check_run(cli, key);
	return cli_usage(cli, "expected: netra log head, key or check FILE...");
}
