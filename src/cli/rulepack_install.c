/* rulepack_install.c -- `netra rulepack install|list`: which pack counts here, from when, for whom. */
#include "base/buf.h"
#include "cli/rulepack.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum status read_new(struct rulepack_task *t, struct rules_new *ret, struct err *e)
{
	struct arena *a = t->cli->arena;
	const char *path = t->words[0], *seal = t->seal ? t->seal : arena_printf(a, "%s.sig", path);
	*ret = (struct rules_new){.election = t->election ? t->election : "", .procedure = t->procedure ? t->procedure : "",
				  .from = DAY_NONE, .who = rulepack_who(t), .reason = t->reason, .force = t->force != 0};
	TRY(cli_read_file(a, path, LAW_PACK_MAX, &ret->pack, e));
	if (access(seal, F_OK) == 0)
		TRY(cli_read_file(a, seal, PACK_SEAL_MAX, &ret->seal, e));
	return t->from ? day_parse(t->from, &ret->from, e) : OK;
}

static const char *scope_words(struct arena *a, const char *election, const char *procedure)
{
	if (!*election && !*procedure)
		return "every election";
	return arena_printf(a, "%s%s%s", procedure, *election && *procedure ? ", " : "", election);
}

static void done_print(const struct rulepack_task *t, const struct rules_new *as, const struct rules_done *done)
{
	char day[DAY_TEXT_MAX];
	day_iso(done->from, day);
	if (!t->cli->json) {
		printf("%s %s, sha256 %s\n%s from %s for %s; signed by %s (key %s)\n", done->name, done->version, done->hash,
		       done->already ? "counts already" : "counts", day, scope_words(t->cli->arena, as->election, as->procedure),
		       done->publisher, done->seal.key_id);
		return;
	}
	scoped(buf_free) struct buf b = {0};
	struct json_out j = rulepack_json(&b);
	jout_put_text(&j, "sha256", done->hash);
	jout_put_text(&j, "name", done->name);
	jout_put_text(&j, "version", done->version);
	jout_put_day(&j, "from", done->from);
	jout_put_text(&j, "election", *as->election ? as->election : NULL);
	jout_put_text(&j, "procedure", *as->procedure ? as->procedure : NULL);
	jout_put_text(&j, "publisher", done->publisher);
	jout_put_text(&j, "key", done->seal.key_id);
	jout_put_bool(&j, "already", done->already);
	rulepack_json_print(&j);
}

int rulepack_install(struct rulepack_task *t)
{
	struct err e;
	struct rules_new as;
	struct rules_done done;
	if (read_new(t, &as, &e) != OK || rulepack_office(t, &e) != OK)
		return rulepack_refused(t, &e);
	struct desk d = rulepack_desk(t);
	if (rules_install(&d, &as, &done, &e) != OK) {
		int code = rulepack_refused(t, &e);
		fprintf(stderr, "netra rulepack: nothing was changed\n");
		return code;
	}
	done_print(t, &as, &done);
	return CLI_YES;
}

static void item_json(const struct rulepack_task *t, const struct rules_item *i)
{
	scoped(buf_free) struct buf b = {0};
	struct json_out j = rulepack_json(&b);
	jout_put_text(&j, "sha256", i->hash);
	jout_put_text(&j, "name", i->name);
	jout_put_text(&j, "version", i->version);
	jout_put_text(&j, "state", i->state);
	jout_put_bool(&j, "built_in", i->built_in);
	jout_put_text(&j, "election", *i->election ? i->election : NULL);
	jout_put_text(&j, "procedure", *i->procedure ? i->procedure : NULL);
	jout_put_day(&j, "from", i->from);
	jout_put_day(&j, "to", i->to);
	jout_put_int(&j, "open_files", i->open_files);
	jout_put_int(&j, "files", i->files);
	jout_put_text(&j, "publisher", *i->publisher ? i->publisher : NULL);
	jout_put_text(&j, "key", *i->key_id ? i->key_id : NULL);
	jout_put_instant(&j, "signed_at", i->signed_at, t->office->zone);
	jout_put_instant(&j, "installed_at", i->at, t->office->zone);
	jout_put_text(&j, "installed_by", *i->who ? i->who : NULL);
	jout_put_text(&j, "reason", *i->reason ? i->reason : NULL);
	jout_put_bool(&j, "forced", i->forced);
	rulepack_json_print(&j);
}

static void item_print(const struct rulepack_task *t, const struct rules_item *i)
{
	char from[DAY_TEXT_MAX], to[DAY_TEXT_MAX];
	if (t->cli->json) {
		item_json(t, i);
		return;
	}
	day_iso(i->from, from);
	day_iso(i->to, to);
	printf("%-5s %.12s  %s %s\n      %s, %s%s%s%s; %lld open of %lld files\n", i->state, i->hash, i->name, i->version,
	       scope_words(t->cli->arena, i->election, i->procedure), i->built_in ? "built in" : *from ? "from " : "for its old files only", from,
	       *to ? " until " : "", to, (long long)i->open_files, (long long)i->files);
	if (*i->key_id)
		printf("      signed by %s (%s): %s\n      installed by %s: %s%s\n", i->publisher, i->key_id, i->words, i->who, i->reason,
		       i->forced ? " [forced]" : "");
}

int rulepack_list(struct rulepack_task *t)
{
	struct err e;
	struct rules_list list;
	if (rulepack_office(t, &e) != OK)
		return rulepack_refused(t, &e);
	scoped(tx_rollback) struct tx tx = {0};
	struct desk d = rulepack_desk(t);
	if (desk_begin(&d, READ, &tx, &e) != OK || rules_list(&tx, &d, &list, &e) != OK)
		return rulepack_refused(t, &e);
	for (size_t i = 0; i < list.n; i++)
		item_print(t, &list.items[i]);
	return CLI_YES;
}
