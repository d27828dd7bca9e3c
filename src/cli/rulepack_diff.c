/* rulepack_diff.c -- `netra rulepack diff|show`: what changes from one pack to the next, and what one says. */
#include "base/buf.h"
#include "cli/rulepack.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

/* How many open files the change concerns; no numbers when there is no office here. */
struct counting {
	struct rulepack_task *t;
	struct tx tx;
	struct desk desk;
	const char *hash;
	bool on;
	int64_t open_files;
};

static enum status counting_start(struct counting *c, struct err *e)
{
	struct stat st;
	if (!c->t->office && (stat(c->t->cli->data, &st) != 0 || !S_ISDIR(st.st_mode)))
		return OK;
	TRY(rulepack_office(c->t, e));
	c->desk = rulepack_desk(c->t);
	TRY(desk_begin(&c->desk, READ, &c->tx, e));
	c->on = true;
	return rules_open_files(&c->tx, &c->desk, c->hash, &c->open_files, e);
}

static void counting_end(struct counting *c)
{
	if (c->on)
		tx_rollback(&c->tx);
}

static void fields_json(struct json_out *j, const struct pack_change *c)
{
	jout_key(j, "fields");
	jout_array(j);
	for (size_t i = 0; i < c->n; i++) {
		jout_object(j);
		jout_put_text(j, "field", c->items[i].key);
		jout_put_text(j, "before", c->items[i].before);
		jout_put_text(j, "after", c->items[i].after);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void change_json(struct json_out *j, const struct pack_change *c, const struct counting *count, int64_t uses)
{
	jout_object(j);
	jout_put_text(j, "change", pack_change_word(c->kind, EN));
	jout_put_text(j, "table", c->table);
	jout_put_text(j, "row", c->name);
	jout_put_text(j, "words", pack_change_words(count->t->cli->arena, c, ID));
	fields_json(j, c);
	if (uses >= 0)
		jout_put_int(j, "open_files", uses);
	jout_end(j, '}');
}

static enum status changes_json(struct counting *count, const struct pack_diff *d, const char *to, struct err *e)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = rulepack_json(&b);
	jout_put_text(&j, "from", count->hash);
	jout_put_text(&j, "to", to);
	jout_put_int(&j, "added", (int64_t)d->added);
	jout_put_int(&j, "removed", (int64_t)d->removed);
	jout_put_int(&j, "changed", (int64_t)d->changed);
	if (count->on)
		jout_put_int(&j, "open_files", count->open_files);
	jout_key(&j, "changes");
	jout_array(&j);
	for (size_t i = 0; i < d->n; i++) {
		int64_t uses = -1;
		if (count->on)
			TRY(rules_uses(&count->tx, &count->desk, count->hash, &d->items[i], &uses, e));
		change_json(&j, &d->items[i], count, uses);
	}
	jout_end(&j, ']');
	rulepack_json_print(&j);
	return OK;
}

static enum status changes_print(struct counting *count, const struct pack_diff *d, struct err *e)
{
	for (size_t i = 0; i < d->n; i++) {
		int64_t uses = -1;
		if (count->on)
			TRY(rules_uses(&count->tx, &count->desk, count->hash, &d->items[i], &uses, e));
		printf("%s", pack_change_words(count->t->cli->arena, &d->items[i], ID));
		if (uses > 0)
			printf(" {%lld berkas terbuka}", (long long)uses);
		putchar('\n');
	}
	printf("%zu baru, %zu dihapus, %zu diubah", d->added, d->removed, d->changed);
	if (count->on)
		printf("; %lld berkas terbuka memakai paket %.12s dan tetap memakainya", (long long)count->open_files, count->hash);
	putchar('\n');
	return OK;
}

static enum status compare(struct rulepack_task *t, bool *ret_same, struct err *e)
{
	struct str before, after;
	const char *to;
	const struct law *law;
	struct pack_diff d;
	scoped(counting_end) struct counting count = {.t = t};
	TRY(rulepack_text(t, t->words[0], &count.hash, &before, e));
	TRY(rulepack_text(t, t->words[1], &to, &after, e));
	TRY(rules_check(t->cli->arena, before, &law, e));
	TRY(rules_check(t->cli->arena, after, &law, e));
	TRY(pack_diff(t->cli->arena, before, after, &d, e));
	TRY(counting_start(&count, e));
	*ret_same = d.n == 0;
	return t->cli->json ? changes_json(&count, &d, to, e) : changes_print(&count, &d, e);
}

/* Exit 1 when they differ, as diff does. */
int rulepack_diff(struct rulepack_task *t)
{
	struct err e;
	bool same = false;
	if (compare(t, &same, &e) != OK) {
		rulepack_refused(t, &e);
		return CLI_TROUBLE;
	}
	return same ? CLI_YES : CLI_NO;
}

static enum status show(struct rulepack_task *t, struct err *e)
{
	const char *hash;
	struct str text;
	const struct json *pack;
	struct pack_doubts doubts;
	TRY(rulepack_text(t, t->words[0], &hash, &text, e));
	if (t->n == 1 && t->cli->json) {
		fwrite(text.s, 1, text.n, stdout);
		return OK;
	}
	TRY(json_read(t->cli->arena, "rule pack", text.s, text.n, LAW_PACK_MAX, &pack, e));
	if (t->n == 3) {
		const char *row = pack_row_toml(t->cli->arena, pack, t->words[1], t->words[2]);
		if (!row)
			return FAIL(e, NOT_FOUND, "the pack has no row %s %s", t->words[1], t->words[2]);
		fputs(row, stdout);
		return OK;
	}
	pack_doubts(t->cli->arena, pack, &doubts);
	printf("%s %s, sha256 %s: %zu rows, %zu to be seen by counsel\n", json_get_text(pack, "name", ""), json_get_text(pack, "version", ""), hash,
	       doubts.rows, doubts.n);
	return OK;
}

int rulepack_show(struct rulepack_task *t)
{
	struct err e;
	if (t->n == 2)
		return cli_usage(t->cli, "expected: netra rulepack show PACK TABLE NAME");
	return show(t, &e) == OK ? CLI_YES : rulepack_refused(t, &e);
}
