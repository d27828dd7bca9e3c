/* custody.c -- the ceremonies of custody.h: who holds shares, and how they get them. All are done on the machine itself
 * (netra keys), by people who are present; each is one transaction, written to the access log. */
#include "desk/vault/hands.h"
#include "desk/vault/sheet.h"

#include "base/fd.h"
#include "desk/access/access.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BATCH 200 /* boxes sealed again in one transaction */
#define PROVE 20  /* of the boxes there are, so many are opened by two hands before the plain key goes */

/* -- the plain key of before -- */

static const char *plain_path(struct arena *a, const struct office *o)
{
	return arena_printf(a, "%s/keys/vault.key", o->data);
}

bool custody_plain(const struct office *o)
{
	scoped(arena_free) struct arena a = {0};
	return access(plain_path(&a, o), F_OK) == 0;
}

enum status plain_secret(const struct office *o, struct secret *ret, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	unsigned char public[32];
	scoped(fd_close) int fd = open(plain_path(&a, o), O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return FAIL(e, UNAVAILABLE, "the vault key is not here (%s): a custodian keeps it", strerror(errno));
	if (read(fd, ret->key, 32) != 32)
		return FAIL(e, BROKEN, "the vault key is damaged");
	crypto_scalarmult_base(public, ret->key);
	return bytes_equal(public, o->vault_public, 32) ? OK : FAIL(e, BROKEN, "vault.key is not the other half of vault.pub");
}

static enum status folder_sync(const char *path, struct err *e)
{
	scoped(fd_close) int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return fd >= 0 && fsync(fd) == 0 ? OK : FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
}

/* Overwritten, synced, removed. What a disk's own wear levelling or a snapshot keeps is beyond us: docs/operations.md. */
static enum status plain_remove(const struct office *o, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	const char *path = plain_path(&a, o);
	unsigned char noise[32];
	scoped(fd_close) int fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0 && errno == ENOENT)
		return OK;
	random_bytes(noise, sizeof noise);
	if (fd < 0 || write(fd, noise, sizeof noise) != sizeof noise || fsync(fd) != 0 || unlink(path) != 0)
		return FAIL(e, UNAVAILABLE, "%s: %s", path, strerror(errno));
	return folder_sync(arena_printf(&a, "%s/keys", o->data), e);
}

/* -- keys of the office -- */

/* What the office signs of a vault key, so that a row which somebody else put into the store seals nothing. */
static size_t key_text(const struct office *o, const unsigned char public[static 32], unsigned char ret[static 128])
{
	static const char kind[] = "netra-vault-key|";
	size_t n = sizeof kind - 1, code = strlen(o->code) < 64 ? strlen(o->code) : 64;
	memcpy(ret, kind, n);
	memcpy(ret + n, o->code, code);
	memcpy(ret + n + code, public, 32);
	return n + code + 32;
}

static bool key_genuine(const struct office *o, struct str public, struct str signature)
{
	unsigned char text[128];
	if (public.n != 32 || signature.n != crypto_sign_BYTES)
		return false;
	size_t n = key_text(o, (const unsigned char *)public.s, text);
	return crypto_sign_verify_detached((const unsigned char *)signature.s, text, n, o->sign_public) == 0;
}

enum status custody_key_now(struct tx *tx, const struct desk *d, bool *ret_found, struct vault_key_newest_row *ret,
			    struct err *e)
{
	TRY(vault_key_newest(tx, d->office->id, ret_found, ret, e));
	if (*ret_found && !key_genuine(d->office, ret->public, ret->signature))
		return FAIL(e, BROKEN, "the vault key in the store is not signed by this office: nothing is sealed to it");
	return OK;
}

static enum status public_add(struct tx *tx, const struct desk *d, const unsigned char public[static 32], int64_t *ret,
			      struct err *e)
{
	unsigned char text[128], signature[crypto_sign_BYTES];
	struct vault_keys_rows keys;
	TRY(vault_keys(tx, d->office->id, &keys, e));
	crypto_sign_detached(signature, NULL, text, key_text(d->office, public, text), d->office->sign_secret);
	*ret = id_new(d->now);
	return vault_key_add(tx, *ret, d->office->id, keys.n ? keys.items[keys.n - 1].number + 1 : 1,
			     bytes_str(public, 32), bytes_str(signature, sizeof signature), d->now, e);
}

static enum status key_add(struct tx *tx, const struct desk *d, const struct secret *secret, int64_t *ret, struct err *e)
{
	unsigned char public[32];
	crypto_scalarmult_base(public, secret->key);
	return public_add(tx, d, public, ret, e);
}

/* -- shares -- */

static enum status share_put(struct tx *tx, const struct desk *d, int64_t vault_key, const struct custodians_row *whose,
			     int64_t partner, const unsigned char share[static 32], struct err *e)
{
	unsigned char sealed[32 + crypto_box_SEALBYTES];
	if (whose->public.n != 32)
		return FAIL(e, BROKEN, "the public key of %s is damaged", whose->login);
	crypto_box_seal(sealed, share, 32, (const unsigned char *)whose->public.s);
	return share_add(tx, id_new(d->now), vault_key, whose->id, partner, bytes_str(sealed, sizeof sealed), e);
}

static enum status pair_deal(struct tx *tx, const struct desk *d, int64_t vault_key, const struct secret *secret,
			     const struct custodians_row *one, const struct custodians_row *other, struct err *e)
{
	scoped(secret_end) struct secret a = secret_new(), b = secret_new();
	share_split(secret->key, a.key, b.key);
	TRY(share_put(tx, d, vault_key, one, other->id, a.key, e));
	return share_put(tx, d, vault_key, other, one->id, b.key, e);
}

/* Shares of a key for every pair; with @only for the pairs of that custodian. */
static enum status shares_deal(struct tx *tx, const struct desk *d, int64_t vault_key, const struct secret *secret,
			       int64_t only, struct err *e)
{
	struct custodians_rows people;
	TRY(custodians(tx, d->office->id, &people, e));
	for (size_t i = 0; i < people.n; i++)
		for (size_t j = i + 1; j < people.n; j++)
			if (!only || people.items[i].id == only || people.items[j].id == only)
				TRY(pair_deal(tx, d, vault_key, secret, &people.items[i], &people.items[j], e));
	return OK;
}

static enum status person_keep(struct tx *tx, const struct desk *d, int64_t user, const struct person_key *k, int64_t *ret,
			       struct err *e)
{
	struct custodians_rows people;
	TRY(custodians(tx, d->office->id, &people, e));
	if (people.n >= CUSTODIANS_MAX)
		return FAIL(e, INVALID, "at most %d custodians", CUSTODIANS_MAX);
	*ret = id_new(d->now);
	TRY(custodian_add(tx, *ret, d->office->id, user, bytes_str(k->public, 32), bytes_str(k->wrapped, WRAPPED_SIZE),
			  bytes_str(k->salt, SALT_SIZE), k->passes, k->memory_kib, d->now, e));
	return access_note(tx, d, "custodian_added", "custodian", user, "", e);
}

/* What first custodians left for shares that are no more: those requests are asked again. */
static enum status parts_end(struct tx *tx, const struct desk *d, struct err *e)
{
	int64_t dropped;
	return parts_drop_before(tx, (struct instant){d->now.us + 1}, &dropped, e);
}

static enum status person_end(struct tx *tx, const struct desk *d, int64_t custodian, int64_t user, struct err *e)
{
	int64_t changed;
	TRY(shares_drop_of(tx, custodian, &changed, e));
	TRY(parts_end(tx, d, e));
	TRY(custodian_end(tx, custodian, bytes_str("", 0), d->now, &changed, e));
	return access_note(tx, d, "custodian_ended", "custodian", user, "", e);
}

/* -- status -- */

static enum status behind_count(struct tx *tx, const struct desk *d, const struct vault_keys_rows *keys, int64_t *ret,
				struct err *e)
{
	struct boxes_after_rows rows;
	int64_t after = 0;
	*ret = 0;
	do {
		TRY(boxes_after(tx, d->office->id, after, BATCH, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			struct box box;
			TRY(box_read(rows.items[i].report, rows.items[i].body, &box, e));
			const struct vault_keys_row *k = key_of_box(keys, &box, rows.items[i].wrap_key);
			*ret += k && instant_is_none(k->over_at) && k != &keys->items[keys->n - 1];
			after = rows.items[i].id;
		}
	} while (rows.n == BATCH);
	return OK;
}

/* More than one key opens boxes: a rotation is on its way. */
static bool rotating(const struct vault_keys_rows *keys)
{
	size_t in_force = 0;
	for (size_t i = 0; i < keys->n; i++)
		in_force += instant_is_none(keys->items[i].over_at);
	return in_force > 1;
}

enum status custody_status(const struct desk *d, struct custody_status *ret, struct err *e)
{
	struct boxes_count_row boxes;
	scoped(tx_rollback) struct tx tx = {0};
	*ret = (struct custody_status){.plain = custody_plain(d->office)};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(vault_keys(&tx, d->office->id, &ret->keys, e));
	TRY(custodians(&tx, d->office->id, &ret->people, e));
	TRY(boxes_count(&tx, d->office->id, &boxes, e));
	if (rotating(&ret->keys))
		TRY(behind_count(&tx, d, &ret->keys, &ret->behind, e));
	ret->boxes = boxes.n;
	ret->begun = ret->keys.n > 0;
	return tx_commit(&tx, e);
}

/* -- beginning -- */

/* One box opened by the two hands exactly as a request opens it; @secret says what must come out. */
static enum status box_prove(const struct shares_pair *pair, const unsigned char sealed[static BOX_SEALED_SIZE],
			     const unsigned char public[static 32], const struct secret *secret, struct err *e)
{
	scoped(secret_end) struct secret first = secret_new(), key = secret_new(), want = secret_new();
	if (!box_key_open(sealed, secret->key, want.key))
		return OK; /* damaged: the whole key does not open it either, and netra verify names it */
	if (!share_first(sealed, pair->a.key, first.key) || !share_second(sealed, public, first.key, pair->b.key, key.key) ||
	    sodium_memcmp(key.key, want.key, 32))
		return FAIL(e, BROKEN, "two hands did not open what the key opens: nothing was removed");
	return OK;
}

/* A box made for the purpose, and the first of those that are there. */
static enum status pair_prove(struct tx *tx, const struct desk *d, const struct shares_pair *pair,
			      const struct secret *secret, struct err *e)
{
	unsigned char public[32];
	struct boxes_after_rows rows;
	struct box box;
	crypto_scalarmult_base(public, secret->key);
	TRY(box_read(1, vault_box_make(tx->arena, public, 1, "netra"), &box, e));
	TRY(box_prove(pair, box.sealed, public, secret, e));
	TRY(boxes_after(tx, d->office->id, 0, PROVE, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(box_read(rows.items[i].report, rows.items[i].body, &box, e));
		bool ours = box.tag ? !memcmp(box.tag, public, BOX_TAG_SIZE) : !memcmp(public, d->office->vault_public, 32);
		if (ours && !rows.items[i].wrap_key)
			TRY(box_prove(pair, box.sealed, public, secret, e));
	}
	return OK;
}

/* With what the store holds now and the passphrases as they were typed. */
static enum status prove(const struct desk *d, const struct custody_hand *one, const struct custody_hand *other,
			 int64_t vault_key, const struct secret *secret, struct err *e)
{
	scoped(shares_pair_end) struct shares_pair pair = shares_pair_new();
	TRY(hands_shares(d, one, other, vault_key, &pair, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	return pair_prove(&tx, d, &pair, secret, e);
}

static enum status key_of_before(const struct desk *d, bool abandon, struct secret *ret, struct err *e)
{
	if (!abandon)
		return plain_secret(d->office, ret, e);
	if (custody_plain(d->office))
		return FAIL(e, CONFLICT, "keys/vault.key is there and opens everything: nothing has to be given up");
	randombytes_buf(ret->key, 32);
	return OK;
}

/* All earlier keys and custodians end: what was sealed to them stays shut. */
static enum status give_up(struct tx *tx, const struct desk *d, struct err *e)
{
	struct vault_keys_rows keys;
	struct custodians_rows people;
	int64_t changed, first;
	TRY(vault_keys(tx, d->office->id, &keys, e));
	if (!keys.n) { /* vault.key was lost before custody began: boxes that name no key are of this one */
		TRY(public_add(tx, d, d->office->vault_public, &first, e));
		TRY(vault_keys(tx, d->office->id, &keys, e));
	}
	TRY(custodians(tx, d->office->id, &people, e));
	for (size_t i = 0; i < people.n; i++)
		TRY(person_end(tx, d, people.items[i].id, people.items[i].app_user, e));
	for (size_t i = 0; i < keys.n; i++) {
		TRY(vault_key_over(tx, keys.items[i].id, d->now, &changed, e));
		TRY(access_note(tx, d, "vault_key_given_up", "vault_key", keys.items[i].number, "", e));
	}
	return OK;
}

static enum status begin_keep(const struct desk *d, const struct custody_hand *people, const struct person_key *keys,
			      size_t n, const struct secret *secret, bool abandon, int64_t *ret_key, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct vault_keys_rows there;
	TRY(vault_keys(&tx, d->office->id, &there, e));
	if (abandon)
		TRY(give_up(&tx, d, e));
	else if (there.n)
		return FAIL(e, CONFLICT, "custody has begun already");
	TRY(key_add(&tx, d, secret, ret_key, e));
	for (size_t i = 0; i < n; i++) {
		int64_t id;
		TRY(person_keep(&tx, d, people[i].user, &keys[i], &id, e));
	}
	TRY(shares_deal(&tx, d, *ret_key, secret, 0, e));
	TRY(access_note(&tx, d, "custody_begun", "vault_key", *ret_key, "", e));
	return tx_commit(&tx, e);
}

static enum status people_check(const struct custody_hand *people, size_t n, struct err *e)
{
	if (n < CUSTODY_HANDS || n > CUSTODIANS_MAX)
		return FAIL(e, INVALID, "custody needs %d to %d people", CUSTODY_HANDS, CUSTODIANS_MAX);
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++) {
			if (people[i].user == people[j].user)
				return FAIL(e, INVALID, "%s is named twice", people[i].login);
			if (text_eq(people[i].passphrase, people[j].passphrase))
				return FAIL(e, INVALID, "two custodians with one passphrase are one custodian: each needs an own one");
		}
	return OK;
}

/* The plain key goes only now. */
static enum status prove_and_remove(const struct desk *d, const struct custody_hand *people, size_t n, int64_t vault_key,
				    const struct secret *secret, struct err *e)
{
	for (size_t i = 1; i < n; i++)
		TRY(prove(d, &people[0], &people[i], vault_key, secret, e));
	return plain_remove(d->office, e);
}

/* Custody was begun and cut short before the plain key went. */
static enum status begin_again(const struct desk *d, const struct custody_hand *people, size_t n,
			       const struct vault_keys_row *key, struct err *e)
{
	scoped(secret_end) struct secret secret = secret_new();
	if (!custody_plain(d->office))
		return FAIL(e, CONFLICT, "custody has begun already: netra keys status");
	TRY(plain_secret(d->office, &secret, e));
	return prove_and_remove(d, people, n, key->id, &secret, e);
}

enum status custody_begin(const struct desk *d, const struct custody_hand *people, size_t n, bool abandon, struct err *e)
{
	scoped(secret_end) struct secret secret = secret_new();
	struct person_key keys[CUSTODIANS_MAX];
	struct custody_status now;
	int64_t vault_key;
	TRY(people_check(people, n, e));
	TRY(custody_status(d, &now, e));
	if (now.begun && !abandon)
		return begin_again(d, people, n, &now.keys.items[now.keys.n - 1], e);
	TRY(key_of_before(d, abandon, &secret, e));
	for (size_t i = 0; i < n; i++) {
		scoped(secret_end) struct secret own = secret_new();
		TRY(person_wrap(people[i].login, people[i].passphrase, false, &own, &keys[i], e));
	}
	TRY(begin_keep(d, people, keys, n, &secret, abandon, &vault_key, e));
	return prove_and_remove(d, people, n, vault_key, &secret, e);
}

/* -- people come and go -- */

static enum status newest(const struct desk *d, struct vault_keys_row *ret, struct err *e)
{
	struct custody_status now;
	TRY(custody_status(d, &now, e));
	if (!now.begun)
		return FAIL(e, NOT_FOUND, "there is no custody yet: netra keys custody LOGIN LOGIN begins it");
	if (now.behind)
		return FAIL(e, CONFLICT, "a rotation was cut short, %lld boxes are behind: end it first (netra keys rotate)",
			    (long long)now.behind);
	*ret = now.keys.items[now.keys.n - 1];
	return OK;
}

static enum status add_keep(const struct desk *d, const struct custody_hand *who, const struct person_key *key,
			    int64_t vault_key, const struct secret *secret, struct err *e)
{
	bool found;
	int64_t id;
	struct custodian_of_row before;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(custodian_of(&tx, d->office->id, who->user, &found, &before, e));
	if (found)
		TRY(person_end(&tx, d, before.id, who->user, e));
	TRY(person_keep(&tx, d, who->user, key, &id, e));
	TRY(shares_deal(&tx, d, vault_key, secret, id, e));
	return tx_commit(&tx, e);
}

enum status custody_add(const struct desk *d, const struct custody_two *present, const struct custody_hand *who,
			struct err *e)
{
	scoped(secret_end) struct secret secret = secret_new(), own = secret_new();
	struct vault_keys_row key;
	struct person_key keys;
	TRY(newest(d, &key, e));
	TRY(hands_secret(d, present, key.id, key.public, &secret, e));
	TRY(person_wrap(who->login, who->passphrase, false, &own, &keys, e));
	return add_keep(d, who, &keys, key.id, &secret, e);
}

enum status custody_remove(const struct desk *d, int64_t user, struct err *e)
{
	bool found;
	struct custodian_of_row row;
	struct custodians_rows people;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(custodian_of(&tx, d->office->id, user, &found, &row, e));
	TRY(custodians(&tx, d->office->id, &people, e));
	if (!found)
		return FAIL(e, NOT_FOUND, "this person is no custodian");
	if (people.n <= CUSTODY_HANDS)
		return FAIL(e, CONFLICT, "two custodians must remain: add another one first");
	TRY(person_end(&tx, d, row.id, user, e));
	return tx_commit(&tx, e);
}

enum status custody_passphrase(const struct desk *d, const char *login, const char *old, const char *passphrase,
			       struct err *e)
{
	scoped(hand_end) struct hand mine = hand_new();
	struct person_key key;
	int64_t changed;
	TRY(hand_of(d, old, &mine, e));
	TRY(person_wrap(login, passphrase, true, &mine.secret, &key, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(custodian_wrap(&tx, mine.id, bytes_str(key.wrapped, WRAPPED_SIZE), bytes_str(key.salt, SALT_SIZE), key.passes,
			   key.memory_kib, d->now, &changed, e));
	TRY(access_note(&tx, d, "custody_passphrase", "custodian", d->user, "", e));
	return tx_commit(&tx, e);
}

/* -- another key -- */

static enum status rewrap(struct tx *tx, const struct desk *d, const struct vault_keys_rows *keys,
			  const struct boxes_after_row *row, const struct vault_keys_row *to, const struct vault_keys_row *from,
			  const struct secret *old, struct err *e)
{
	struct box box;
	unsigned char sealed[BOX_SEALED_SIZE];
	scoped(secret_end) struct secret key = secret_new();
	TRY(box_read(row->report, row->body, &box, e));
	if (key_of_box(keys, &box, row->wrap_key) != from)
		return OK; /* of the new key already, or given up with an older one */
	const unsigned char *now = row->wrap_key ? (const unsigned char *)row->wrap.s : box.sealed;
	if ((row->wrap_key && row->wrap.n != BOX_SEALED_SIZE) || !box_key_open(now, old->key, key.key))
		return FAIL(e, BROKEN, "box %lld does not open: netra verify tells more; the old key stays", (long long)row->id);
	crypto_box_seal(sealed, key.key, BOX_KEY_SIZE, (const unsigned char *)to->public.s);
	return rewrap_add(tx, id_new(d->now), row->id, to->id, bytes_str(sealed, sizeof sealed), e);
}

struct rotation {
	const struct vault_keys_rows *keys;
	const struct vault_keys_row *from, *to;
	const struct secret *old;
	int64_t after, done, of;
};

/* @ret_more: there may be further boxes. */
static enum status rotate_batch(const struct desk *d, struct rotation *r, bool *ret_more, struct err *e)
{
	struct boxes_after_rows rows;
	scoped(arena_free) struct arena a = {0};
	scoped(tx_rollback) struct tx tx = {0};
	struct desk own = *d;
	own.arena = &a;
	TRY(desk_begin(&own, WRITE, &tx, e));
	TRY(boxes_after(&tx, d->office->id, r->after, BATCH, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		TRY(rewrap(&tx, d, r->keys, &rows.items[i], r->to, r->from, r->old, e));
		r->after = rows.items[i].id;
	}
	TRY(tx_commit(&tx, e));
	r->done += (int64_t)rows.n;
	*ret_more = rows.n == BATCH;
	return OK;
}

/* The old key's shares go when no box is sealed to it any more. */
static enum status rotate_end(const struct desk *d, const struct rotation *r, struct err *e)
{
	int64_t behind, changed;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(behind_count(&tx, d, r->keys, &behind, e));
	if (behind)
		return FAIL(e, CONFLICT, "%lld boxes are still of the old key: call it again", (long long)behind);
	TRY(shares_drop_key(&tx, r->from->id, &changed, e));
	TRY(parts_end(&tx, d, e));
	TRY(vault_key_over(&tx, r->from->id, d->now, &changed, e));
	TRY(access_note(&tx, d, "vault_key_rotated", "vault_key", r->to->number, "", e));
	return tx_commit(&tx, e);
}

static enum status rotate_begin(const struct desk *d, struct err *e)
{
	scoped(secret_end) struct secret secret = secret_new();
	int64_t key;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	randombytes_buf(secret.key, 32);
	TRY(key_add(&tx, d, &secret, &key, e));
	TRY(shares_deal(&tx, d, key, &secret, 0, e));
	TRY(access_note(&tx, d, "vault_key_new", "vault_key", key, "", e));
	return tx_commit(&tx, e);
}

/* The last two keys in force: the newest, and the one before when a rotation is not at its end. */
static enum status last_two(const struct desk *d, struct vault_keys_rows *keys, struct rotation *r, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(vault_keys(&tx, d->office->id, keys, e));
	TRY(tx_commit(&tx, e));
	r->keys = keys;
	r->from = r->to = NULL;
	for (size_t i = 0; i < keys->n; i++)
		if (instant_is_none(keys->items[i].over_at)) {
			r->from = r->to;
			r->to = &keys->items[i];
		}
	return r->to ? OK : FAIL(e, NOT_FOUND, "there is no custody yet: netra keys custody LOGIN LOGIN begins it");
}

enum status custody_rotate(const struct desk *d, const struct custody_two *present, custody_progress progress, void *context,
			   struct err *e)
{
	scoped(secret_end) struct secret old = secret_new();
	struct vault_keys_rows keys;
	struct custody_status now;
	struct rotation r = {.old = &old};
	bool more = true;
	TRY(custody_status(d, &now, e));
	if (now.plain)
		return FAIL(e, CONFLICT, "keys/vault.key is still there: end netra keys custody first");
	TRY(last_two(d, &keys, &r, e));
	const struct vault_keys_row *old_key = r.from ? r.from : r.to;
	TRY(hands_secret(d, present, old_key->id, old_key->public, &old, e));
	if (!r.from) {
		TRY(rotate_begin(d, e));
		TRY(last_two(d, &keys, &r, e));
	}
	for (r.of = now.boxes; more; progress ? progress(context, r.done, r.of) : (void)0)
		TRY(rotate_batch(d, &r, &more, e));
	return rotate_end(d, &r, e);
}

enum status custody_sheets(const struct desk *d, const struct custody_two *present, const char *ret[static 2], struct err *e)
{
	scoped(secret_end) struct secret secret = secret_new(), a = secret_new(), b = secret_new();
	struct vault_keys_row key;
	int64_t changed;
	TRY(newest(d, &key, e));
	TRY(hands_secret(d, present, key.id, key.public, &secret, e));
	share_split(secret.key, a.key, b.key);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(vault_key_sheets(&tx, key.id, d->now, &changed, e));
	TRY(access_note(&tx, d, "custody_sheets", "vault_key", key.number, "", e));
	TRY(tx_commit(&tx, e));
	ret[0] = vault_sheet_write(d->arena, a.key);
	ret[1] = vault_sheet_write(d->arena, b.key);
	return OK;
}
