/* install.c -- a signed pack is looked at from outside to inside: the key, the bytes, the law, the scope, the age. The
 * first thing that is wrong ends it, and nothing was written until then. */
#include "core/cases/cases.h"
#include "desk/access/access.h"
#include "desk/rules/rules.h"

#include <string.h>

enum status rules_check(struct arena *a, struct str pack, const struct law **ret, struct err *e)
{
	if (!text_valid(pack.s, pack.n))
		return FAIL(e, INVALID, "rule pack: not a text in UTF-8");
	TRY(law_read(a, pack.s, pack.n, ret, e));
	return cases_check(*ret, e);
}

/* An installation at work. */
struct installing {
	struct tx *tx;
	const struct desk *d;
	const struct rules_new *as;
	struct rules_done *ret;
	const struct law *law;
};

static enum status words_check(const char *who, const char *reason, struct err *e)
{
	if (text_blank(who))
		return FAIL_FIELD(e, INVALID, "who", "a name is needed: who does this");
	if (text_blank(reason))
		return FAIL_FIELD(e, INVALID, "reason", "a reason is needed; it stays in the record");
	if (strlen(reason) > RULES_REASON_MAX || strlen(who) > 200)
		return FAIL_FIELD(e, INVALID, "reason", "the reason is longer than %d bytes", RULES_REASON_MAX);
	return OK;
}

static enum status signature_check(struct installing *in, struct err *e)
{
	struct pack_seal *seal = &in->ret->seal;
	struct publisher_by_key_row who;
	bool found;
	if (!in->as->seal.n)
		return FAIL_FIELD(e, FORBIDDEN, "seal", "the pack is not signed; only signed packs are installed");
	TRY(pack_seal_read(in->tx->arena, in->as->seal.s, in->as->seal.n, seal, e));
	TRY(publisher_by_key(in->tx, in->d->office->id, seal->key_id, &found, &who, e));
	if (!found || !instant_is_none(who.ended_at) || who.public_key.n != 32)
		return FAIL_FIELD(e, FORBIDDEN, "seal", "the pack is signed with key %s, which this office does not trust%s", seal->key_id,
				  found ? " any more" : "");
	in->ret->publisher = who.name;
	return pack_seal_check(seal, (const unsigned char *)who.public_key.s, in->as->pack, e);
}

static bool stage_names(const struct law *law, const char *election)
{
	for (size_t i = 0; i < law->stages.n; i++)
		if (!strcmp(law->stages.items[i].election, election))
			return true;
	return false;
}

static enum status scope_check(struct installing *in, struct err *e)
{
	enum procedure p;
	struct election_known_row known;
	const char *procedure = in->as->procedure, *election = in->as->election;
	if (*procedure && (!procedure_of(procedure, &p) || p > PEMILU))
		return FAIL_FIELD(e, INVALID, "procedure", "unknown procedure '%.40s'; expected pilkada or pemilu", procedure);
	if (!*election)
		return OK;
	TRY(election_known(in->tx, in->d->office->id, election, &known, e));
	if (!known.n && !stage_names(in->law, election))
		return FAIL_FIELD(e, INVALID, "election", "unknown election '%.40s': no contest of this office and no stage of the pack names it",
				  election);
	return OK;
}

static enum status age_check(struct installing *in, const struct pack_running_row *now, bool found, struct err *e)
{
	const struct rules_new *as = in->as;
	const struct law *built_in = in->d->office->regime->items[in->d->office->regime->n - 1].law;
	const char *name = found ? now->name : built_in->name, *version = found ? now->version : built_in->version;
	if (as->force)
		return OK;
	int order = strcmp(name, in->law->name) ? 1 : pack_version_compare(in->law->version, version);
	if (order < 0)
		return FAIL_FIELD(e, CONFLICT, "version", "%s %s is older than %s, which counts on that day; a step back needs force and a reason",
				  in->law->name, in->law->version, version);
	const char *running = found ? now->rulepack : hash_hex(in->tx->arena, built_in->hash);
	if (order == 0 && strcmp(running, in->ret->hash) != 0)
		return FAIL_FIELD(e, CONFLICT, "version", "%s %s counts already with another text (%.16s); a changed pack needs a new version",
				  in->law->name, version, running);
	if (found && strcmp(running, in->ret->hash) != 0 && in->ret->seal.signed_at.us < now->signed_at.us)
		return FAIL_FIELD(e, CONFLICT, "signed_at", "it was signed before the pack that counts on that day (%s %s); a step back needs force",
				  name, version);
	return OK;
}

/* When it begins; past days are over: their files are open under another pack. */
static enum status day_check(struct installing *in, struct err *e)
{
	struct day today = day_of_instant(in->d->now, in->d->office->zone);
	char text[DAY_TEXT_MAX];
	in->ret->from = day_is_none(in->as->from) ? today : in->as->from;
	if (in->ret->from.n < today.n)
		return FAIL_FIELD(e, INVALID, "from", "a pack cannot begin to count in the past; today is %s", day_iso(today, text));
	if (in->ret->from.n > today.n + 3660)
		return FAIL_FIELD(e, INVALID, "from", "that day is more than ten years away");
	return OK;
}

/* The same pack for the same scope, counting on that day already. */
static bool counts_already(const struct installing *in, const struct pack_running_row *now)
{
	return !strcmp(now->rulepack, in->ret->hash) && !strcmp(now->election, in->as->election) &&
	       !strcmp(now->procedure, in->as->procedure);
}

static enum status examine(struct installing *in, struct err *e)
{
	struct pack_running_row now;
	struct rules_done *ret = in->ret;
	bool found;
	TRY(words_check(in->as->who, in->as->reason, e));
	TRY(signature_check(in, e));
	TRY(rules_check(in->tx->arena, in->as->pack, &in->law, e));
	TRY(scope_check(in, e));
	ret->hash = hash_hex(in->tx->arena, in->law->hash);
	ret->name = in->law->name;
	ret->version = in->law->version;
	enum status status = day_check(in, e);
	TRY(pack_running(in->tx, in->d->office->id, in->as->election, in->as->procedure, ret->from, &found, &now, e));
	if (found && counts_already(in, &now)) {
		ret->already = true;
		ret->install = now.id;
		ret->from = now.from_on;
		return OK;
	}
	TRY(status);
	return age_check(in, &now, found, e);
}

static enum status write_down(struct installing *in, struct err *e)
{
	const struct desk *d = in->d;
	const struct rules_new *as = in->as;
	struct rules_done *ret = in->ret;
	ret->install = id_new(d->now);
	const char *body = arena_strndup(in->tx->arena, as->pack.s, as->pack.n);
	TRY(pack_store(in->tx, id_new(d->now), ret->hash, ret->version, body, d->now, e));
	TRY(pack_install_add(in->tx, ret->install, d->office->id, ret->hash, ret->name, ret->version, as->election, as->procedure,
			     ret->from, ret->seal.key_id, (struct str){(const char *)ret->seal.signature, sizeof ret->seal.signature},
			     ret->seal.signed_at, ret->seal.words, d->now, d->user, as->who, as->reason, as->force, e));
	const char *why = arena_printf(in->tx->arena, "%s: %s %s (%.16s): %s", as->who, ret->name, ret->version, ret->hash, as->reason);
	return access_note(in->tx, d, "install_rulepack", "rulepack", ret->install, why, e);
}

enum status rules_try(const struct desk *d, const struct rules_new *as, struct rules_done *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	*ret = (struct rules_done){0};
	TRY(desk_begin(d, READ, &tx, e));
	struct installing in = {.tx = &tx, .d = d, .as = as, .ret = ret};
	TRY(examine(&in, e));
	return tx_commit(&tx, e);
}

enum status rules_install(const struct desk *d, const struct rules_new *as, struct rules_done *ret, struct err *e)
{
	bool changed;
	scoped(tx_rollback) struct tx tx = {0};
	*ret = (struct rules_done){0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct installing in = {.tx = &tx, .d = d, .as = as, .ret = ret};
	TRY(examine(&in, e));
	if (!ret->already)
		TRY(write_down(&in, e));
	TRY(tx_commit(&tx, e));
	return packs_refresh(d->office, &changed, e);
}

/* -- whom we trust -- */

enum status rules_trust(const struct desk *d, const struct pack_key *key, const char *who, const char *reason, struct err *e)
{
	struct publisher_by_key_row there;
	bool found;
	int64_t changed = 1;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(words_check(who, reason, e));
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(publisher_by_key(&tx, d->office->id, key->id, &found, &there, e));
	struct str bytes = {(const char *)key->public_key, sizeof key->public_key};
	if (found && (there.public_key.n != bytes.n || !bytes_equal(there.public_key.s, bytes.s, bytes.n)))
		return FAIL(e, CONFLICT, "another key has the id %s here", key->id);
	int64_t id = found ? there.id : id_new(d->now);
	if (found)
		TRY(publisher_again(&tx, id, key->name, reason, d->now, who, &changed, e));
	else
		TRY(publisher_add(&tx, id, d->office->id, key->id, bytes, key->name, reason, d->now, who, e));
	if (!changed)
		return FAIL(e, CONFLICT, "key %s (%s) is trusted already", key->id, there.name);
	TRY(access_note(&tx, d, "trust_publisher", "publisher", id, arena_printf(d->arena, "%s: %s %s: %s", who, key->id, key->name, reason), e));
	return tx_commit(&tx, e);
}

enum status rules_distrust(const struct desk *d, const char *key_id, const char *who, const char *reason, struct err *e)
{
	struct publisher_by_key_row there;
	bool found;
	int64_t changed = 0;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(words_check(who, reason, e));
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(publisher_by_key(&tx, d->office->id, key_id, &found, &there, e));
	if (found)
		TRY(publisher_end(&tx, there.id, d->now, who, reason, &changed, e));
	if (!changed)
		return FAIL(e, NOT_FOUND, "no trusted key has the id %.40s", key_id);
	TRY(access_note(&tx, d, "distrust_publisher", "publisher", there.id, arena_printf(d->arena, "%s: %s: %s", who, key_id, reason), e));
	return tx_commit(&tx, e);
}
