/* receipt.c -- `netra receipt check LINE [--key FILE]`: is the signed line on a receipt genuine?
 *
 * Needs no store: with --key (the office's sign.pub) anybody can check on any machine. Without it the key of the
 * data folder is used.
 */
#include "cli/commands.h"

#include "base/buf.h"
#include "desk/evidence/evidence.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static enum status key_load(struct cli *cli, const char *path, unsigned char ret[32], struct err *e)
{
	struct str bytes;
	if (!path)
		path = arena_printf(cli->arena, "%s/keys/sign.pub", cli->data);
	TRY(cli_read_file(cli->arena, path, 1024, &bytes, e));
	if (bytes.n != 32)
		return FAIL(e, INVALID, "%s is not a public key of 32 bytes", path);
	memcpy(ret, bytes.s, 32);
	return OK;
}

static void show(const struct cli *cli, const struct receipt *r, bool good)
{
	char at[64];
	if (!cli->json) {
		printf("%s\n%s, %s\n", good ? "ASLI: tanda tangan sah / genuine" : "PALSU: tanda tangan tidak sah / not genuine",
		       r->number, instant_long(r->at, WIB, ID, at));
		return;
	}
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_bool(&j, "good", good);
	jout_put_text(&j, "office", r->office_code);
	jout_put_text(&j, "number", r->number);
	jout_put_instant(&j, "at", r->at, WIB);
	jout_put_text(&j, "sha256", hash_hex(cli->arena, r->content));
	jout_put_int(&j, "seal", r->seq);
	jout_end(&j, '}');
	puts(b.s);
}

int cmd_receipt(struct cli *cli, int argc, const char **argv)
{
	char *key = NULL;
	struct poptOption own[] = {{"key", 0, POPT_ARG_STRING, &key, 0, "the office's public key (else DIR/keys/sign.pub)", "FILE"},
				   POPT_TABLEEND};
	struct err e;
	unsigned char sign_public[32];
	struct receipt r;
	if (!cli_options(cli, argc, argv, own, "check LINE"))
		return cli->code;
	if (cli->args_n != 2 || strcmp(cli->args[0], "check") != 0)
		return cli_usage(cli, "expected: netra receipt check LINE");
	if (sodium_init() < 0 || key_load(cli, key, sign_public, &e) != OK)
		return cli_fail(cli, &e);
	if (evidence_receipt_parse(cli->arena, cli->args[1], &r, &e) != OK) {
		(void)cli_fail(cli, &e);
		return CLI_NO;
	}
	bool good = evidence_receipt_good(sign_public, &r);
	show(cli, &r, good);
	return good ? CLI_YES : CLI_NO;
}
