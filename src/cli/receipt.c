/* receipt.c -- `netra receipt check FILE|LINE|CODE [--key KEY] [--head FILE]`: is this receipt genuine, and is it proven
 * to be in the register?
 *
 * A file (the proof that a citizen kept, a saved page, the answer of the API) or a line needs no store: with --key (the
 * office's sign.pub, or the line of /log/kunci.txt) anybody can check on any machine. Without it the key of the data
 * folder is used. A code (the reporter's 16 digits or six words, or the check code beside the QR) is looked up in the
 * register of the data folder. --head names a file with other heads of the log, older or newer (a witness's): then it is
 * judged too whether they and the receipt's head are one history.
 */
#include "cli/commands.h"
#include "cli/papers.h"

#include "base/buf.h"
#include "desk/evidence/receipts.h"
#include "desk/intake/intake.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* The first signed line in a page or an answer of the API: from "netra2|" to the next character that no line has. */
static const char *line_in_text(struct arena *a, const char *text)
{
	const char *start = strstr(text, "netra2|"), *old = strstr(text, "netra1|");
	if (!start || (old && old < start))
		start = old;
	return start ? arena_strndup(a, start, strcspn(start, " \t\r\n\"'<>`")) : NULL;
}

static enum status papers_of_file(struct cli *cli, const char *path, struct note_papers *ret, struct err *e)
{
	struct str text;
	TRY(cli_read_file(cli->arena, path, NOTE_FILE_MAX, &text, e));
	TRY(note_read(cli->arena, path, text, ret, e));
	if (!ret->line)
		ret->line = line_in_text(cli->arena, text.s);
	return ret->line ? OK : FAIL(e, NOT_FOUND, "%s holds no line that begins with 'netra2|' or 'netra1|'", path);
}

static enum status line_of_code(struct tx *tx, const struct desk *d, const char *typed, const char **ret, int64_t *ret_index,
				struct err *e)
{
	int64_t report;
	const char *code;
	struct intake_receipt receipt;
	struct paper_check check;
	if (intake_find(tx, d, typed, &report, &code, NULL) == OK) {
		TRY(intake_receipt_of(tx, d, report, "", &receipt, e));
		*ret = receipt.line, *ret_index = receipt.position;
		return OK;
	}
	TRY(intake_check_code(tx, d, typed, &check, e));
	if (!text_eq(check.kind, "receipt"))
		return FAIL(e, NOT_FOUND, "this code belongs to a letter; see /periksa/%s", typed);
	*ret = check.line, *ret_index = check.position;
	return OK;
}

/* What the register of the data folder gives out for a code is judged like a file that somebody kept. */
static enum status papers_of_code(struct cli *cli, const char *typed, struct note_papers *ret, struct err *e)
{
	scoped(office_close_scoped) struct office *office = NULL;
	scoped(tx_rollback) struct tx tx = {0};
	scoped(buf_free) struct buf b = {0};
	const char *line;
	int64_t index;
	bool proven;
	TRY(office_open(cli->data, cli->settings, &office, e));
	struct desk d = {.office = office, .arena = cli->arena, .now = office_now(office), .user_name = ""};
	TRY(desk_begin(&d, READ, &tx, e));
	TRY(line_of_code(&tx, &d, typed, &line, &index, e));
	TRY(evidence_receipt_file(&tx, &d, line, index, &b, &proven, e));
	TRY(note_read(cli->arena, typed, (struct str){b.s, b.n}, ret, e));
	return tx_commit(&tx, e);
}

static enum status papers_find(struct cli *cli, const char *given, struct note_papers *ret, struct err *e)
{
	if (!strncmp(given, "netra1|", 7) || !strncmp(given, "netra2|", 7)) {
		ret->line = given;
		return OK;
	}
	return access(given, R_OK) == 0 ? papers_of_file(cli, given, ret, e) : papers_of_code(cli, given, ret, e);
}

/* -- what it says -- */

static const char *inclusion_code(const struct receipt_judged *j)
{
	switch (j->inclusion) {
	case INCLUSION_NOT_SHOWN:
		return j->line.version == 2 ? "promised" : "no_log";
	case INCLUSION_PROVEN:
		return "proven";
	case INCLUSION_FALSE:
		return "false";
	case INCLUSION_BROKEN:
		return "broken";
	}
	return "";
}

static void inclusion_say(const struct receipt_judged *j)
{
	char at[64], at_en[64];
	const struct note_head *h = j->head;
	if (h)
		instant_long(h->at, WIB, ID, at), instant_long(h->at, WIB, EN, at_en);
	switch (j->inclusion) {
	case INCLUSION_PROVEN:
		printf("TERCATAT: urutan %lld dari %lld tanda terima, kepala %s\nIN THE LOG: index %lld of %lld receipts, head of %s\n",
		       (long long)j->line.seq, (long long)h->size, at, (long long)j->line.seq, (long long)h->size, at_en);
		break;
	case INCLUSION_FALSE:
		puts("TIDAK COCOK: bukti di berkas ini tidak membawa baris ini ke kepala daftar\nNO: the proof in this file does not lead from this line to the head");
		break;
	case INCLUSION_BROKEN:
		printf("HILANG: kepala %s hanya memuat %lld tanda terima, baris ini (urutan %lld) tidak ada di dalamnya\n"
		       "MISSING: the head of %s has %lld receipts only, this line (index %lld) is not among them\n",
		       at, (long long)h->size, (long long)j->line.seq, at_en, (long long)h->size, (long long)j->line.seq);
		break;
	case INCLUSION_NOT_SHOWN:
		if (j->line.version == 2)
			printf("JANJI: baris ini menjanjikan urutan %lld dalam daftar; buktinya dapat diunduh sehari kemudian\n"
			       "PROMISED: this line promises index %lld in the log; the proof can be had a day later\n",
			       (long long)j->line.seq, (long long)j->line.seq);
		break;
	}
}

static void limits_say(const struct receipt_judged *j)
{
	if (j->inclusion == INCLUSION_PROVEN)
		puts("Terbukti: sebuah laporan diterima kantor ini pada waktu itu dan ada di daftar yang ditandatangani.\n"
		     "Tidak dibuktikan: apa isi laporan itu, siapa pelapornya, dan bagaimana ia ditangani.\n"
		     "Proven: a report reached this office at that time and is in the log that it signed.\n"
		     "Not proven: what the report says, who sent it, and how it is handled.");
	else
		puts("Terbukti: kantor ini menandatangani bahwa sebuah laporan diterima pada waktu itu.\n"
		     "Belum dibuktikan: bahwa laporan itu masih ada di daftar.\n"
		     "Proven: this office signed that a report was received at that time.\n"
		     "Not yet proven: that it is still in the log.");
}

static void show(const struct receipt_judged *j)
{
	char at[64];
	printf("%s\n%s, %s\n", j->line_good ? "ASLI: tanda tangan sah / genuine" : "PALSU: tanda tangan tidak sah / not genuine",
	       j->line.number, instant_long(j->line.at, WIB, ID, at));
	if (!j->line_good)
		return;
	inclusion_say(j);
	papers_heads_say(j);
	if (evidence_judged_good(j))
		limits_say(j);
}

static void show_json(const struct cli *cli, const struct receipt_judged *j)
{
	const struct receipt *r = &j->line;
	scoped(buf_free) struct buf b = {0};
	struct json_out o = jout_start(&b);
	jout_object(&o);
	jout_put_bool(&o, "good", evidence_judged_good(j));
	jout_put_bool(&o, "signature", j->line_good);
	jout_put_text(&o, "office", r->office_code);
	jout_put_text(&o, "number", r->number);
	jout_put_instant(&o, "at", r->at, WIB);
	jout_put_text(&o, "sha256", hash_hex(cli->arena, r->content));
	jout_put_int(&o, "seal", r->version == 2 ? 0 : r->seq);
	jout_key(&o, "index");
	if (r->version == 2)
		jout_int(&o, r->seq);
	else
		jout_null(&o);
	jout_put_text(&o, "inclusion", inclusion_code(j));
	papers_heads_json(&o, j);
	jout_end(&o, '}');
	puts(b.s);
}

int cmd_receipt(struct cli *cli, int argc, const char **argv)
{
	char *key = NULL, *head = NULL;
	struct poptOption own[] = {{"key", 0, POPT_ARG_STRING, &key, 0, "the office's public key (else DIR/keys/sign.pub)", "FILE"},
				   {"head", 0, POPT_ARG_STRING, &head, 0, "other heads of the log, older or newer: are they one history?", "FILE"},
				   POPT_TABLEEND};
	struct err e = {0};
	unsigned char sign_public[32];
	struct note_papers papers = {0};
	struct receipt_judged j;
	if (!cli_options(cli, argc, argv, own, "check FILE|LINE|CODE"))
		return cli->code;
	if (cli->args_n != 2 || strcmp(cli->args[0], "check") != 0)
		return cli_usage(cli, "expected: netra receipt check FILE|LINE|CODE");
	if (sodium_init() < 0 || papers_key(cli, key, sign_public, &e) != OK || (head && papers_check_file(head, &e) != OK))
		return cli_fail(cli, &e);
	if (papers_find(cli, cli->args[1], &papers, &e) != OK || (head && papers_add(cli, head, &papers, &e) != OK) ||
	    evidence_judge(cli->arena, sign_public, &papers, &j, &e) != OK) {
		(void)cli_fail(cli, &e);
		return CLI_NO;
	}
	if (cli->json)
		show_json(cli, &j);
	else
		show(&j);
	return evidence_judged_good(&j) ? CLI_YES : CLI_NO;
}
