/* rulepack_check.c -- `netra rulepack check [FILE] [--uncertain]`: reads a pack as the office would and lists its faults,
 * each with row and field; of a good pack, the rows that nobody has seen in a source, for counsel to settle. */
#include "base/buf.h"
#include "cli/pack.h"
#include "cli/rulepack.h"

#include <stdio.h>
#include <string.h>

#define FAULTS_MAX 50 /* shown; whoever wrote the pack then has enough to do */

struct listing {
	const struct cli *cli;
	bool uncertain; /* print the rows that are not "seen" */
	size_t rows, known, unsure;
};

static void row_json(const char *kind, const char *name, const struct law_row *row)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "kind", kind);
	jout_put_text(&j, "row", name);
	jout_put_text(&j, "confidence", row->confidence == KNOWN ? "known" : "unsure");
	jout_put_text(&j, "basis", row->basis);
	jout_put_text(&j, "note", row->note[0] ? row->note : NULL);
	jout_end(&j, '}');
	puts(b.s);
}

static void count_row(void *arg, const char *kind, const char *name, const struct law_row *row)
{
	struct listing *l = arg;
	l->rows++;
	l->known += row->confidence == KNOWN;
	l->unsure += row->confidence == UNSURE;
	if (row->confidence == SEEN || !l->uncertain)
		return;
	if (l->cli->json)
		row_json(kind, name, row);
	else
		printf("[%s] %-12s %-28s %s%s%s\n", confidence_mark(row->confidence), kind, name, row->basis,
		       row->note[0] ? " -- " : "", row->note);
}

/* Beside a list of rows in JSON the summary goes to stderr. */
static void summary(const struct listing *l, const struct law *law)
{
	const char *hash = hash_hex(l->cli->arena, law->hash);
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	if (!l->cli->json || l->uncertain) {
		fprintf(l->cli->json ? stderr : stdout,
			"%s %s, sha256 %s: %zu rows, %zu known but not seen, %zu unsure\n", law->name,
			law->version, hash, l->rows, l->known, l->unsure);
		return;
	}
	jout_object(&j);
	jout_put_text(&j, "name", law->name);
	jout_put_text(&j, "version", law->version);
	jout_put_text(&j, "sha256", hash);
	jout_put_int(&j, "rows", (int64_t)l->rows);
	jout_put_int(&j, "known", (int64_t)l->known);
	jout_put_int(&j, "unsure", (int64_t)l->unsure);
	jout_end(&j, '}');
	puts(b.s);
}

static void fault_json(const struct law_fault *f)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "kind", f->kind);
	jout_put_text(&j, "row", f->row);
	jout_put_text(&j, "field", f->field[0] ? f->field : NULL);
	jout_put_text(&j, "fault", f->text);
	jout_end(&j, '}');
	puts(b.s);
}

static int faults_show(const struct cli *cli, const struct law_faults *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct law_fault *x = &f->items[i];
		if (cli->json)
			fault_json(x);
		else
			printf("%-12s %-28s %-16s %s\n", x->kind, x->row, x->field[0] ? x->field : "-", x->text);
	}
	fprintf(stderr, "netra rulepack: %s%zu fault%s; the pack would be refused\n", f->more ? "more than " : "", f->n,
		f->n == 1 ? "" : "s");
	return CLI_NO;
}

int rulepack_check(struct rulepack_task *t)
{
	struct err e;
	const struct law *law;
	struct law_faults faults;
	if (pack_open_all(t->cli->arena, t->n ? t->words[0] : NULL, FAULTS_MAX, &law, &faults, &e) != OK) {
		cli_fail(t->cli, &e);
		return e.status == INVALID ? CLI_NO : CLI_TROUBLE;
	}
	if (faults.n)
		return faults_show(t->cli, &faults);
	struct listing l = {.cli = t->cli, .uncertain = t->uncertain != 0};
	law_each_row(law, count_row, &l);
	summary(&l, law);
	return CLI_YES;
}
