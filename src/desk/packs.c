/* packs.c -- see packs.h. Packs and regimes are made under a lock, each in an arena of its own that lives until the
 * office is closed; readers take a pointer and ask no lock. */
#include "core/cases/cases.h"
#include "desk/packs_internal.h"
#include "base/log.h"
#include "packs_sql.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Packs kept in memory, about 2 MiB each. Packs in force are always kept; past this number one that only old files
 * use is read anew for each request. */
#define PACKS_KEPT 48

struct pack {
	struct pack *next;
	char hash[2 * HASH_SIZE + 1];
	const struct law *law;
	struct arena arena;
};
struct regime_kept {
	struct regime_kept *next;
	struct regime regime;
	struct arena arena;
};
struct packs {
	pthread_mutex_t lock; /* for what follows */
	struct pack *packs;
	size_t n;
	struct regime_kept *regimes;
};

static struct pack *pack_find(struct packs *all, const char *hash)
{
	for (struct pack *p = all->packs; p; p = p->next)
		if (!strcmp(p->hash, hash))
			return p;
	return NULL;
}

static enum status pack_parse(struct arena *a, const char *hash, const char *body, const struct law **ret, struct err *e)
{
	if (!text_eq(hash, hash_hex(a, hash_of(body, strlen(body)))))
		return FAIL(e, BROKEN, "the rule pack %.16s was changed in the store: its text is not what was installed", hash);
	TRY(law_read(a, body, strlen(body), ret, e));
	return cases_check(*ret, e);
}

static void pack_free(struct pack *p)
{
	arena_free(&p->arena);
	free(p);
}

/* Reads a text into a pack that stays. */
static enum status pack_add(struct packs *all, const char *hash, const char *body, const struct law **ret, struct err *e)
{
	struct pack *p = calloc(1, sizeof *p);
	if (!p)
		abort();
	enum status status = pack_parse(&p->arena, hash, body, &p->law, e);
	if (status != OK) {
		pack_free(p);
		return status;
	}
	memcpy(p->hash, hash, sizeof p->hash);
	p->next = all->packs;
	all->packs = p;
	all->n++;
	*ret = p->law;
	return OK;
}

static enum status body_of(struct tx *tx, const char *hash, const char **ret, struct err *e)
{
	bool found;
	struct rulepack_body_row row;
	TRY(rulepack_body(tx, hash, &found, &row, e));
	if (!found)
		return FAIL(e, NOT_LOADED, "the rule pack %.16s, with which the file started, is not kept here", hash);
	*ret = row.body;
	return OK;
}

static void unlock(pthread_mutex_t **lock)
{
	pthread_mutex_unlock(*lock);
}
#define LOCKED(all)                                                                                                              \
	scoped(unlock) pthread_mutex_t *locked_ = &(all)->lock;                                                                  \
	pthread_mutex_lock(locked_)

/* @stays: keep it whatever the number. */
static enum status pack_read(struct tx *tx, struct packs *all, const char *hash, bool stays, const struct law **ret, struct err *e)
{
	const char *body;
	{
		LOCKED(all);
		struct pack *p = pack_find(all, hash);
		*ret = p ? p->law : NULL;
	}
	if (*ret)
		return OK;
	TRY(body_of(tx, hash, &body, e)); /* not under the lock: the store may be slow */
	LOCKED(all);
	struct pack *p = pack_find(all, hash);
	*ret = p ? p->law : NULL;
	if (p)
		return OK;
	if (!stays && all->n >= PACKS_KEPT)
		return pack_parse(tx->arena, hash, body, ret, e);
	return pack_add(all, hash, body, ret, e);
}

enum status pack_law(struct tx *tx, struct office *o, const char *hash, const struct law **ret, struct err *e)
{
	if (text_blank(hash) || strlen(hash) != 2 * HASH_SIZE)
		return FAIL(e, NOT_LOADED, "the file names no rule pack");
	return pack_read(tx, o->packs, hash, false, ret, e);
}

enum status pack_keep(struct tx *tx, const struct desk *d, const struct law *law, struct err *e)
{
	bool found;
	struct rulepack_there_row there;
	const char *hash = hash_hex(tx->arena, law->hash);
	TRY(rulepack_there(tx, hash, &found, &there, e));
	if (found || !hash_eq(law->hash, hash_of(law_embedded, law_embedded_n)))
		return OK; /* whoever installed another pack has kept it */
	return rulepack_keep(tx, id_new(d->now), hash, law->version, law_embedded, d->now, e);
}

/* -- regimes -- */

const struct regime_rule *regime_rule(const struct regime *r, const char *election, const char *procedure, struct day on)
{
	for (size_t i = 0; i + 1 < r->n; i++) {
		const struct regime_rule *rule = &r->items[i];
		bool whom = (!rule->election[0] || text_eq(rule->election, election)) &&
			    (!rule->procedure[0] || text_eq(rule->procedure, procedure));
		if (whom && (day_is_none(rule->from) || rule->from.n <= on.n))
			return rule;
	}
	return &r->items[r->n - 1];
}

static const struct regime *regime_of(const struct desk *d)
{
	return d->regime ? d->regime : d->office->regime;
}

static struct day today_of(const struct desk *d)
{
	return day_of_instant(d->now, d->office->zone);
}

/* What is damaged is passed over here: a page that shows the law must open, so that somebody can repair it. */
static const struct law *law_readable(const struct regime *r, const char *election, const char *procedure, struct day on)
{
	const struct regime_rule *rule = regime_rule(r, election, procedure, on);
	return rule->law ? rule->law : r->items[r->n - 1].law;
}

const struct law *desk_law(const struct desk *d)
{
	const struct regime *r = regime_of(d);
	return r ? law_readable(r, "", "", today_of(d)) : d->office->law;
}

const struct law *desk_law_for(const struct desk *d, const char *election, enum procedure p)
{
	const struct regime *r = regime_of(d);
	return r ? law_readable(r, election, procedure_code(p), today_of(d)) : d->office->law;
}

enum status desk_law_new(const struct desk *d, const char *election, enum procedure p, const struct law **ret, struct err *e)
{
	const struct regime *r = regime_of(d);
	const struct regime_rule *rule = r ? regime_rule(r, election, procedure_code(p), today_of(d)) : NULL;
	*ret = rule ? rule->law : d->office->law;
	if (!*ret)
		return FAIL(e, NOT_LOADED,
			    "the rule pack in force, %.16s, is damaged or missing; install it again before a file is opened",
			    rule->hash);
	return OK;
}

/* A rule whose pack cannot be read stays in the list, so that nothing older quietly takes its place. */
static void rule_fill(struct tx *tx, struct packs *all, struct arena *a, const struct regime_rules_row *row,
		      struct regime_rule *ret)
{
	struct err why;
	*ret = (struct regime_rule){.install = row->id, .from = row->from_on,
				    .election = arena_strdup(a, row->election),
				    .procedure = arena_strdup(a, row->procedure),
				    .hash = arena_strdup(a, row->rulepack)};
	if (strlen(row->rulepack) != 2 * HASH_SIZE || pack_read(tx, all, row->rulepack, true, &ret->law, &why) != OK) {
		ret->law = NULL;
		err_set(&why, BROKEN, __func__, NULL, "installed rule pack %.16s cannot be read", row->rulepack);
		log_err("packs", &why);
	}
}

static const struct regime *regime_keep(struct packs *all, struct regime_kept *k)
{
	LOCKED(all);
	k->next = all->regimes;
	all->regimes = k;
	return &k->regime;
}

static enum status regime_read(struct tx *tx, struct office *o, const struct regime **ret, struct err *e)
{
	struct regime_rules_rows rows;
	TRY(regime_rules(tx, o->id, &rows, e));
	struct regime_kept *k = calloc(1, sizeof *k);
	if (!k)
		abort();
	struct regime_rule *items = arena_array(&k->arena, struct regime_rule, rows.n + 1);
	for (size_t i = 0; i < rows.n; i++) {
		rule_fill(tx, o->packs, &k->arena, &rows.items[i], &items[i]);
		k->regime.newest = rows.items[i].id > k->regime.newest ? rows.items[i].id : k->regime.newest;
	}
	const struct regime *before = o->regime;
	items[rows.n] = before->items[before->n - 1]; /* built in */
	k->regime.items = items;
	k->regime.n = rows.n + 1;
	k->regime.installs = (int64_t)rows.n;
	*ret = regime_keep(o->packs, k);
	return OK;
}

static enum status refresh(struct tx *tx, struct office *o, struct err *e)
{
	struct regime_state_row state;
	const struct regime *now = o->regime;
	TRY(regime_state(tx, o->id, &state, e));
	if (state.installs != now->installs || state.newest != now->newest) {
		TRY(regime_read(tx, o, &now, e));
		o->regime = now;
	}
	return OK;
}

enum status packs_refresh(struct office *o, bool *ret_changed, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {.arena = &a};
	TRY(tx_begin(o->store, READ, &tx, e));
	TRY(refresh(&tx, o, e));
	TRY(tx_commit(&tx, e));
	const struct law *today = law_readable(o->regime, "", "", day_of_instant(office_now(o), o->zone));
	*ret_changed = today != o->law;
	o->law = today;
	return OK;
}

/* -- beginning and end -- */

enum status packs_start(struct office *o, struct err *e)
{
	struct regime_kept *k = calloc(1, sizeof *k);
	o->packs = calloc(1, sizeof *o->packs);
	if (!k || !o->packs)
		abort();
	pthread_mutex_init(&o->packs->lock, NULL);
	struct regime_rule *built_in = arena_new(&k->arena, struct regime_rule);
	const char *hash = hash_hex(&k->arena, hash_of(law_embedded, law_embedded_n));
	*built_in = (struct regime_rule){.election = "", .procedure = "", .from = DAY_NONE, .hash = hash};
	k->regime = (struct regime){.items = built_in, .n = 1};
	o->regime = regime_keep(o->packs, k);
	TRY(pack_add(o->packs, hash, law_embedded, &built_in->law, e));
	o->law = built_in->law;
	return OK;
}

void packs_end(struct office *o)
{
	if (!o->packs)
		return;
	for (struct pack *p = o->packs->packs, *next; p; p = next) {
		next = p->next;
		pack_free(p);
	}
	for (struct regime_kept *k = o->packs->regimes, *next; k; k = next) {
		next = k->next;
		arena_free(&k->arena);
		free(k);
	}
	pthread_mutex_destroy(&o->packs->lock);
	free(o->packs);
}
