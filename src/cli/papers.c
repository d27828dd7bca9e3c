/* papers.c -- see papers.h. */
#include "cli/papers.h"

#include "base/buf.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define KEY_FILE_MAX 1024 /* bytes */

enum status papers_check_file(const char *path, struct err *e)
{
	return access(path, R_OK) == 0 ? OK : FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
}

enum status papers_key(struct cli *cli, const char *path, unsigned char ret[static 32], struct err *e)
{
	struct str bytes, rest, line;
	if (!path)
		path = arena_printf(cli->arena, "%s/keys/sign.pub", cli->data);
	TRY(papers_check_file(path, e));
	TRY(cli_read_file(cli->arena, path, KEY_FILE_MAX, &bytes, e));
	if (bytes.n == 32) {
		memcpy(ret, bytes.s, 32);
		return OK;
	}
	for (rest = bytes; str_split(&rest, '\n', &line);)
		if (note_key_read(line, ret))
			return OK;
	return FAIL(e, INVALID, "%s is not a public key of 32 bytes, nor a line such as netra/receipts/99.01+...", path);
}

enum status papers_add(struct cli *cli, const char *path, struct note_papers *ret, struct err *e)
{
	struct str text;
	size_t before = ret->heads.n;
	const char *line = ret->line;
	TRY(cli_read_file(cli->arena, path, NOTE_FILE_MAX, &text, e));
	TRY(note_read(cli->arena, path, text, ret, e));
	ret->line = line; /* of the receipt that is asked about, not one that lies in a file of heads */
	return ret->heads.n > before ? OK : FAIL(e, INVALID, "%s holds no head of a log", path);
}

static void forged_say(const struct receipt_judged *j)
{
	if (j->head_forged)
		puts("PALSU: ada kepala daftar tanpa tanda tangan sah dari kunci ini\nNOT GENUINE: a head bears no good signature of this key");
}

void papers_heads_say(const struct receipt_judged *j)
{
	char at[64], other[64], at_en[64], other_en[64];
	forged_say(j);
	if (j->heads == HEADS_ALONE)
		return;
	const struct note_head *a = j->first, *b = j->other;
	instant_long(a->at, WIB, ID, at), instant_long(b->at, WIB, ID, other);
	instant_long(a->at, WIB, EN, at_en), instant_long(b->at, WIB, EN, other_en);
	switch (j->heads) {
	case HEADS_ALONE:
		break;
	case HEADS_AGREE:
		printf("SATU RIWAYAT: dari %lld ke %lld tanda terima tidak ada yang dihapus, diubah, atau ditukar\n"
		       "ONE HISTORY: from %lld to %lld receipts nothing was removed, changed or moved\n",
		       (long long)(a->size < b->size ? a->size : b->size), (long long)(a->size < b->size ? b->size : a->size),
		       (long long)(a->size < b->size ? a->size : b->size), (long long)(a->size < b->size ? b->size : a->size));
		break;
	case HEADS_UNLINKED:
		printf("BELUM TERSAMBUNG: tidak ada bukti antara kepala %s (%lld) dan %s (%lld); unduh dari halaman /log\n"
		       "NOT LINKED: no proof between the heads of %s (%lld) and %s (%lld); fetch it from the page /log\n",
		       at, (long long)a->size, other, (long long)b->size, at_en, (long long)a->size, other_en, (long long)b->size);
		break;
	case HEADS_FALSE:
		printf("TIDAK COCOK: bukti antara kepala %s (%lld) dan %s (%lld) tidak sah. Unduh sekali lagi; bila tetap begitu, daftar telah ditulis ulang\n"
		       "NO: the proof between the heads of %s (%lld) and %s (%lld) does not hold. Fetch it again; if it stays so, the log was rewritten\n",
		       at, (long long)a->size, other, (long long)b->size, at_en, (long long)a->size, other_en, (long long)b->size);
		break;
	case HEADS_DISAGREE:
		printf("DITULIS ULANG: kantor menandatangani dua daftar yang berbeda dengan %lld tanda terima (%s dan %s). Kedua kepala ini adalah buktinya\n"
		       "REWRITTEN: the office signed two different logs of %lld receipts (%s and %s). These two heads are the proof\n",
		       (long long)a->size, at, other, (long long)a->size, at_en, other_en);
		break;
	}
}

static const char *heads_code(enum heads_agree heads)
{
	static const char *const codes[] = {[HEADS_ALONE] = "alone", [HEADS_AGREE] = "agree", [HEADS_UNLINKED] = "unlinked",
					    [HEADS_FALSE] = "false", [HEADS_DISAGREE] = "disagree"};
	return codes[heads];
}

static void head_json(struct json_out *o, const char *key, const struct note_head *h)
{
	scoped(arena_free) struct arena a = {0};
	jout_key(o, key);
	if (!h) {
		jout_null(o);
		return;
	}
	jout_object(o);
	jout_put_int(o, "size", h->size);
	jout_put_text(o, "root", hash_hex(&a, h->root));
	jout_put_instant(o, "at", h->at, WIB);
	jout_end(o, '}');
}

void papers_heads_json(struct json_out *o, const struct receipt_judged *j)
{
	head_json(o, "head", j->head);
	jout_put_bool(o, "forged", j->head_forged);
	jout_put_text(o, "heads", heads_code(j->heads));
	head_json(o, "first", j->first);
	head_json(o, "other", j->other);
}
