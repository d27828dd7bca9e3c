/* receipt.c -- `netra receipt check LINE|FILE|CODE [--key FILE]`: is the signed line on a receipt genuine?
 *
 * A line, or a file that holds one (a saved page, the answer of the API), needs no store: with --key (the office's
 * sign.pub) anybody can check on any machine. Without it the key of the data folder is used. A code (the reporter's
 * 16 digits or six words, or the check code beside the QR) is looked up in the register of the data folder.
 */
#include "cli/commands.h"

#include "base/buf.h"
#include "desk/evidence/evidence.h"
#include "desk/intake/intake.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_LIMIT ((size_t)1 << 20) /* bytes of a file that holds a line */

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

/* The first signed line in a file: from "netra1|" to the next character that no line has. */
static enum status line_in_file(struct cli *cli, const char *path, const char **ret, struct err *e)
{
	struct str text;
	TRY(cli_read_file(cli->arena, path, FILE_LIMIT, &text, e));
	const char *start = strstr(text.s, "netra1|");
	if (!start)
		return FAIL(e, NOT_FOUND, "%s holds no line that begins with 'netra1|'", path);
	*ret = arena_strndup(cli->arena, start, strcspn(start, " \t\r\n\"'<>`"));
	return OK;
}

static enum status line_of_code(struct cli *cli, const char *typed, const char **ret, struct err *e)
{
	scoped(office_close_scoped) struct office *office = NULL;
	scoped(tx_rollback) struct tx tx = {0};
	int64_t report;
	const char *code;
	struct intake_receipt receipt;
	struct paper_check check;
	TRY(office_open(cli->data, cli->settings, &office, e));
	struct desk d = {.office = office, .arena = cli->arena, .now = office_now(office), .user_name = ""};
	TRY(desk_begin(&d, READ, &tx, e));
	if (intake_find(&tx, &d, typed, &report, &code, NULL) == OK) {
		TRY(intake_receipt_of(&tx, &d, report, "", &receipt, e));
		*ret = receipt.line;
		return tx_commit(&tx, e);
	}
	TRY(intake_check_code(&tx, &d, typed, &check, e));
	if (!text_eq(check.kind, "receipt"))
		return FAIL(e, NOT_FOUND, "this code belongs to a letter; see /periksa/%s", typed);
	*ret = check.line;
	return tx_commit(&tx, e);
}

static enum status line_find(struct cli *cli, const char *given, const char **ret, struct err *e)
{
	*ret = given;
	if (!strncmp(given, "netra1|", 7))
		return OK;
	return access(given, R_OK) == 0 ? line_in_file(cli, given, ret, e) : line_of_code(cli, given, ret, e);
}

int cmd_receipt(struct cli *cli, int argc, const char **argv)
{
	char *key = NULL;
	struct poptOption own[] = {{"key", 0, POPT_ARG_STRING, &key, 0, "the office's public key (else DIR/keys/sign.pub)", "FILE"},
				   POPT_TABLEEND};
	struct err e = {0};
	const char *line;
	unsigned char sign_public[32];
	struct receipt r;
	if (!cli_options(cli, argc, argv, own, "check LINE|FILE|CODE"))
		return cli->code;
	if (cli->args_n != 2 || strcmp(cli->args[0], "check") != 0)
		return cli_usage(cli, "expected: netra receipt check LINE|FILE|CODE");
	if (sodium_init() < 0 || key_load(cli, key, sign_public, &e) != OK)
		return cli_fail(cli, &e);
	if (line_find(cli, cli->args[1], &line, &e) != OK || evidence_receipt_parse(cli->arena, line, &r, &e) != OK) {
		(void)cli_fail(cli, &e);
		return CLI_NO;
	}
	bool good = evidence_receipt_good(sign_public, &r);
	show(cli, &r, good);
	return good ? CLI_YES : CLI_NO;
}
