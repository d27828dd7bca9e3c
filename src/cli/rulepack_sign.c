/* rulepack_sign.c -- `netra rulepack key|sign|trust|distrust|keys`: whose word counts.
 *
 * A publisher makes a key once (`key new FILE`): FILE holds the secret half, 0600, and never leaves their machine;
 * FILE.pub goes to the offices, who compare its fingerprint by another way before they trust it.
 */
#include "base/buf.h"
#include "base/fd.h"
#include "cli/rulepack.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* A new file; what stands there already is never written over. */
static enum status file_new_write(const char *path, const char *text, mode_t mode, bool replace, struct err *e)
{
	size_t n = strlen(text);
	scoped(fd_close) int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (replace ? O_TRUNC : O_EXCL), mode);
	if (fd < 0 && errno == EEXIST)
		return FAIL(e, CONFLICT, "%s is there already", path);
	if (fd < 0 || write(fd, text, n) != (ssize_t)n || fsync(fd) != 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	return OK;
}

static void key_print(const struct cli *cli, const struct pack_key *key)
{
	const char *fingerprint = pack_fingerprint(cli->arena, key->public_key);
	if (!cli->json) {
		printf("key %s, %s\nfingerprint %s\n", key->id, key->name, fingerprint);
		return;
	}
	scoped(buf_free) struct buf b = {0};
	struct json_out j = rulepack_json(&b);
	jout_put_text(&j, "key", key->id);
	jout_put_text(&j, "name", key->name);
	jout_put_text(&j, "fingerprint", fingerprint);
	rulepack_json_print(&j);
}

static enum status key_new(struct rulepack_task *t, const char *path, struct pack_key *ret, struct err *e)
{
	struct arena *a = t->cli->arena;
	if (text_blank(t->name) || strlen(t->name) > PACK_WORDS_MAX)
		return FAIL_FIELD(e, INVALID, "--name", "say whose key it is: --name 'Bawaslu RI, Biro Hukum'");
	pack_key_make(t->name, ret);
	char *secret = pack_key_text(a, ret, true);
	enum status status = file_new_write(path, secret, 0600, false, e);
	sodium_memzero(secret, strlen(secret));
	TRY(status);
	return file_new_write(arena_printf(a, "%s.pub", path), pack_key_text(a, ret, false), 0644, false, e);
}

static enum status key_open(struct rulepack_task *t, const char *path, struct pack_key *ret, struct err *e)
{
	struct str text;
	TRY(cli_read_file(t->cli->arena, path, PACK_SEAL_MAX, &text, e));
	enum status status = pack_key_read(t->cli->arena, text.s, text.n, ret, e);
	sodium_memzero((char *)(uintptr_t)text.s, text.n); /* it may hold the secret half */
	return status;
}

int rulepack_key(struct rulepack_task *t)
{
	struct err e;
	scoped(pack_key_forget) struct pack_key key = {0};
	enum status status;
	if (sodium_init() < 0)
		return CLI_TROUBLE;
	if (!strcmp(t->words[0], "new"))
		status = key_new(t, t->words[1], &key, &e);
	else if (!strcmp(t->words[0], "show"))
		status = key_open(t, t->words[1], &key, &e);
	else
		return cli_usage(t->cli, "expected: netra rulepack key new FILE --name PUBLISHER, or key show FILE");
	if (status != OK)
		return rulepack_refused(t, &e);
	key_print(t->cli, &key);
	return CLI_YES;
}

static enum status sign(struct rulepack_task *t, const char *path, struct pack_seal *ret, struct err *e)
{
	struct arena *a = t->cli->arena;
	scoped(pack_key_forget) struct pack_key key = {0};
	const struct law *law;
	struct str pack;
	TRY(key_open(t, t->key, &key, e));
	TRY(cli_read_file(a, path, LAW_PACK_MAX, &pack, e));
	TRY(rules_check(a, pack, &law, e)); /* nobody vouches for a pack that every office would refuse */
	const char *words = t->words_said ? t->words_said : arena_printf(a, "%s %s", law->name, law->version);
	TRY(pack_seal_make(&key, pack, instant_now(), words, ret, e));
	const char *to = t->seal ? t->seal : arena_printf(a, "%s.sig", path);
	TRY(file_new_write(to, pack_seal_text(a, ret), 0644, true, e));
	fprintf(stderr, "%s: %s %s, signed with key %s (%s)\n", to, law->name, law->version, key.id, key.name);
	return OK;
}

int rulepack_sign(struct rulepack_task *t)
{
	struct err e;
	struct pack_seal seal;
	if (!t->key)
		return cli_usage(t->cli, "--key FILE is missing: with whose key?");
	if (sodium_init() < 0)
		return CLI_TROUBLE;
	if (sign(t, t->words[0], &seal, &e) != OK)
		return rulepack_refused(t, &e);
	fputs(pack_seal_text(t->cli->arena, &seal), stdout);
	return CLI_YES;
}

int rulepack_trust(struct rulepack_task *t)
{
	struct err e;
	scoped(pack_key_forget) struct pack_key key = {0};
	if (key_open(t, t->words[0], &key, &e) != OK || rulepack_office(t, &e) != OK)
		return rulepack_refused(t, &e);
	if (t->name)
		key.name = t->name;
	struct desk d = rulepack_desk(t);
	if (rules_trust(&d, &key, rulepack_who(t), t->reason, &e) != OK)
		return rulepack_refused(t, &e);
	key_print(t->cli, &key);
	return CLI_YES;
}

int rulepack_distrust(struct rulepack_task *t)
{
	struct err e;
	if (rulepack_office(t, &e) != OK)
		return rulepack_refused(t, &e);
	struct desk d = rulepack_desk(t);
	if (rules_distrust(&d, t->words[0], rulepack_who(t), t->reason, &e) != OK)
		return rulepack_refused(t, &e);
	return CLI_YES;
}

static void publisher_print(const struct rulepack_task *t, const struct publishers_row *p)
{
	char day[DAY_TEXT_MAX], ended[DAY_TEXT_MAX] = "";
	enum zone zone = t->office->zone;
	instant_iso(p->trusted_at, zone, day);
	if (!instant_is_none(p->ended_at))
		instant_iso(p->ended_at, zone, ended);
	if (!t->cli->json) {
		printf("%s  %s  trusted %s by %s: %s%s%s\n", p->key_id, p->name, day, p->trusted_by, p->reason, *ended ? "; ended " : "", ended);
		return;
	}
	scoped(buf_free) struct buf b = {0};
	struct json_out j = rulepack_json(&b);
	jout_put_text(&j, "key", p->key_id);
	jout_put_text(&j, "name", p->name);
	jout_put_text(&j, "reason", p->reason);
	jout_put_instant(&j, "trusted_at", p->trusted_at, zone);
	jout_put_text(&j, "trusted_by", p->trusted_by);
	jout_put_instant(&j, "ended_at", p->ended_at, zone);
	rulepack_json_print(&j);
}

int rulepack_keys(struct rulepack_task *t)
{
	struct err e;
	struct publishers_rows rows;
	if (rulepack_office(t, &e) != OK)
		return rulepack_refused(t, &e);
	scoped(tx_rollback) struct tx tx = {0};
	struct desk d = rulepack_desk(t);
	if (desk_begin(&d, READ, &tx, &e) != OK || publishers(&tx, t->office->id, &rows, &e) != OK)
		return rulepack_refused(t, &e);
	for (size_t i = 0; i < rows.n; i++)
		publisher_print(t, &rows.items[i]);
	return CLI_YES;
}
