/* hands.c -- what two people do together: at a ceremony they bring the secret together, at a request they do not.
 *
 * The difference matters. A ceremony (custody.c) happens on the machine itself and deals out new shares, for which the
 * whole secret is needed for a moment. A request happens on a page, with hours between the two custodians: there the first
 * one's share is used at once and only its result waits, sealed to the partner, good for one box.
 */
#include "desk/vault/hands.h"

#include "desk/vault/sheet.h"

#include <string.h>

/* -- shares -- */

/* The share @mine has with @partner, opened. */
static bool share_open(const struct shares_of_rows *shares, int64_t partner, const struct hand *mine,
		       unsigned char ret[static 32])
{
	for (size_t i = 0; i < shares->n; i++) {
		const struct shares_of_row *s = &shares->items[i];
		if (s->partner == partner && s->body.n == 32 + crypto_box_SEALBYTES)
			return crypto_box_seal_open(ret, (const unsigned char *)s->body.s, s->body.n, mine->public,
						    mine->secret.key) == 0;
	}
	return false;
}

enum status hand_of(const struct desk *d, const char *passphrase, struct hand *ret, struct err *e)
{
	bool found;
	struct custodian_of_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(custodian_of(&tx, d->office->id, d->user, &found, &row, e));
	TRY(tx_commit(&tx, e));
	if (!found)
		return FAIL_FIELD(e, FORBIDDEN, "passphrase", "%s",
				  d->lang == EN ? "You hold no key of the vault: two custodians must first add you (netra keys custodian)."
						: "Anda belum memegang kunci brankas: dua pemegang kunci harus menambahkan Anda dahulu (netra keys custodian).");
	TRY(person_unlock(d, &row, passphrase, &ret->secret, e));
	ret->id = row.id;
	crypto_scalarmult_base(ret->public, ret->secret.key);
	return OK;
}

/* -- a ceremony: the whole secret, in locked memory -- */

static enum status sheets_join(const struct custody_two *two, struct secret *ret, struct err *e)
{
	scoped(secret_end) struct secret a = secret_new(), b = secret_new();
	for (int i = 0; i < 2; i++)
		if (!vault_sheet_read(two->sheets[i], i ? b.key : a.key))
			return FAIL(e, INVALID, "sheet %d was mistyped: compare it group by group", i + 1);
	share_join(a.key, b.key, ret->key);
	return OK;
}

enum status hands_shares(const struct desk *d, const struct custody_hand *one, const struct custody_hand *other,
			 int64_t vault_key, struct shares_pair *ret, struct err *e)
{
	scoped(hand_end) struct hand mine = hand_new(), theirs = hand_new();
	struct shares_of_rows of_mine, of_theirs;
	struct desk first = *d, second = *d;
	if (one->user == other->user)
		return FAIL(e, INVALID, "two different custodians must be present");
	first.user = one->user, second.user = other->user;
	TRY(hand_of(&first, one->passphrase, &mine, e));
	TRY(hand_of(&second, other->passphrase, &theirs, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, READ, &tx, e));
	TRY(shares_of(&tx, vault_key, mine.id, &of_mine, e));
	TRY(shares_of(&tx, vault_key, theirs.id, &of_theirs, e));
	TRY(tx_commit(&tx, e));
	if (!share_open(&of_mine, theirs.id, &mine, ret->a.key) || !share_open(&of_theirs, mine.id, &theirs, ret->b.key))
		return FAIL(e, BROKEN, "the shares of these two custodians are missing or damaged");
	return OK;
}

static enum status hands_join(const struct desk *d, const struct custody_two *two, int64_t vault_key, struct secret *ret,
			      struct err *e)
{
	scoped(shares_pair_end) struct shares_pair pair = shares_pair_new();
	TRY(hands_shares(d, &two->hands[0], &two->hands[1], vault_key, &pair, e));
	share_join(pair.a.key, pair.b.key, ret->key);
	return OK;
}

enum status hands_secret(const struct desk *d, const struct custody_two *two, int64_t vault_key, struct str public,
			 struct secret *ret, struct err *e)
{
	unsigned char check[32];
	TRY(two->sheets[0] ? sheets_join(two, ret, e) : hands_join(d, two, vault_key, ret, e));
	crypto_scalarmult_base(check, ret->key);
	if (public.n != 32 || !bytes_equal(check, public.s, 32))
		return FAIL(e, INVALID, "%s", two->sheets[0] ? "these sheets are not a pair, or not of the key in use"
							     : "the shares do not make the key of this office");
	return OK;
}

/* -- a request -- */

/* Which of the office's keys a box is sealed to now, and the sealed key. */
static enum status sealed_of(const struct opening *o, const struct boxes_of_row *row, struct box *ret_box,
			     const struct vault_keys_row **ret, struct err *e)
{
	TRY(box_read(o->report, row->body, ret_box, e));
	*ret = key_of_box(&o->keys, ret_box, row->wrap_key);
	if (row->wrap_key && row->wrap.n != BOX_SEALED_SIZE)
		return FAIL(e, BROKEN, "a key of the boxes of report %lld is damaged", (long long)o->report);
	if (row->wrap_key)
		ret_box->sealed = (const unsigned char *)row->wrap.s;
	if (!*ret || !instant_is_none((*ret)->over_at))
		return FAIL(e, UNAVAILABLE, "this identity was sealed to a key that was given up: nobody can open it any more");
	return OK;
}

const struct vault_keys_row *key_of_box(const struct vault_keys_rows *keys, const struct box *box, int64_t wrap_key)
{
	for (size_t i = 0; i < keys->n; i++) {
		const struct vault_keys_row *k = &keys->items[i];
		bool tagged = box->tag && k->public.n == 32 && !memcmp(k->public.s, box->tag, BOX_TAG_SIZE);
		if (wrap_key ? k->id == wrap_key : box->tag ? tagged : k->number == 1)
			return k;
	}
	return NULL;
}

/* "request, box, result": what a part holds besides its seal. */
#define PART_SIZE (8 + 8 + 32)

static enum status part_leave(struct tx *tx, const struct desk *d, const struct opening *o, int64_t box,
			      const struct hand *mine, const struct shares_of_row *share,
			      const unsigned char first[static 32], struct err *e)
{
	unsigned char part[PART_SIZE], sealed[PART_SIZE + crypto_box_SEALBYTES];
	memcpy(part, &o->request, 8);
	memcpy(part + 8, &box, 8);
	memcpy(part + 16, first, 32);
	crypto_box_seal(sealed, part, sizeof part, (const unsigned char *)share->public.s);
	sodium_memzero(part, sizeof part);
	return part_add(tx, id_new(d->now), o->request, box, mine->id, share->partner, bytes_str(sealed, sizeof sealed), e);
}

enum status hand_first(struct tx *tx, const struct desk *d, const struct opening *o, const struct hand *mine, struct err *e)
{
	scoped(secret_end) struct secret a = secret_new(), first = secret_new();
	for (size_t i = 0; i < o->boxes.n && i < LOOK_BOXES; i++) {
		struct box box;
		const struct vault_keys_row *key;
		struct shares_of_rows shares;
		TRY(sealed_of(o, &o->boxes.items[i], &box, &key, e));
		TRY(shares_of(tx, key->id, mine->id, &shares, e));
		for (size_t s = 0; s < shares.n; s++) {
			if (!share_open(&shares, shares.items[s].partner, mine, a.key) || shares.items[s].public.n != 32 ||
			    !share_first(box.sealed, a.key, first.key))
				return FAIL(e, BROKEN, "a share of custodian %lld is damaged", (long long)mine->id);
			TRY(part_leave(tx, d, o, o->boxes.items[i].id, mine, &shares.items[s], first.key, e));
		}
		if (!shares.n)
			return FAIL(e, CONFLICT, "this custodian has no share of the key of this box");
	}
	return OK;
}

/* The part that was left for @mine and this box, opened; the giver with it. */
static bool part_open(const struct parts_of_rows *parts, const struct opening *o, int64_t box, const struct hand *mine,
		      int64_t *ret_giver, unsigned char ret[static 32])
{
	for (size_t i = 0; i < parts->n; i++) {
		const struct parts_of_row *p = &parts->items[i];
		unsigned char part[PART_SIZE];
		if (p->box != box || p->body.n != PART_SIZE + crypto_box_SEALBYTES ||
		    crypto_box_seal_open(part, (const unsigned char *)p->body.s, p->body.n, mine->public, mine->secret.key))
			continue;
		bool ours = !memcmp(part, &o->request, 8) && !memcmp(part + 8, &box, 8);
		memcpy(ret, part + 16, 32);
		sodium_memzero(part, sizeof part);
		*ret_giver = p->giver;
		if (ours)
			return true;
	}
	return false;
}

enum status hand_second(struct tx *tx, const struct opening *o, const struct hand *mine, struct look_key *ret, struct err *e)
{
	scoped(secret_end) struct secret b = secret_new(), first = secret_new();
	struct parts_of_rows parts;
	TRY(parts_of(tx, o->request, mine->id, &parts, e));
	for (size_t i = 0; i < o->boxes.n && i < LOOK_BOXES; i++) {
		struct box box;
		const struct vault_keys_row *key;
		struct shares_of_rows shares;
		int64_t giver;
		TRY(sealed_of(o, &o->boxes.items[i], &box, &key, e));
		TRY(shares_of(tx, key->id, mine->id, &shares, e));
		ret[i].box = o->boxes.items[i].id;
		if (!part_open(&parts, o, ret[i].box, mine, &giver, first.key))
			return FAIL(e, CONFLICT, "the first custodian left nothing for this one, whose key is newer: ask again");
		if (!share_open(&shares, giver, mine, b.key) ||
		    !share_second(box.sealed, (const unsigned char *)key->public.s, first.key, b.key, ret[i].key))
			return FAIL(e, BROKEN, "the shares of these custodians do not open the box");
	}
	return OK;
}
