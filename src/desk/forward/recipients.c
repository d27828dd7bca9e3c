/* recipients.c -- the keys of recipients: who may have one, which one counts today, and why none does. */
#include "desk/access/access.h"
#include "desk/forward/forward_internal.h"
#include "desk/forward/parcels.h"

#include <string.h>

#define CHECKED_MIN 8 /* bytes of "with whom and how": a name alone says nothing */

/* Receivers that do not follow from a person's class (package.c, decided[]). */
static const struct recipient fixed[] = {{"KPU", "Komisi Pemilihan Umum"}, {"DKPP", "Dewan Kehormatan Penyelenggara Pemilu"}};
#define FIXED_N (sizeof fixed / sizeof *fixed)

static bool route_open(const struct law_route *r, struct day day)
{
	return (day_is_none(r->row.from) || r->row.from.n <= day.n) && (day_is_none(r->row.to) || r->row.to.n >= day.n);
}

/* The row of @code that is in force on @day, else any of it: its dates say why it is not; NULL: no such route. */
static const struct law_route *route_of(const struct law *law, const char *code, struct day day)
{
	const struct law_route *any = NULL;
	for (size_t i = 0; i < law->routes.n; i++) {
		const struct law_route *r = &law->routes.items[i];
		if (strcmp(r->code, code) != 0)
			continue;
		if (route_open(r, day))
			return r;
		any = r;
	}
	return any;
}

bool recipient_open(const struct law *law, const char *route, struct day day)
{
	const struct law_route *row = route_of(law, route, day);
	return !row || route_open(row, day);
}

static enum status closed(const struct desk *d, const struct law_route *r, struct err *e)
{
	char last[DAY_TEXT_MAX];
	bool en = d->lang == EN, ended = !day_is_none(r->row.to);
	day_long(ended ? r->row.to : r->row.from, d->lang, last);
	if (ended)
		return FAIL_FIELD(e, INVALID, "receiver", en ? "%s has received nothing since %s (%s); choose the body that took its place"
							    : "%s tidak menerima lagi sesudah %s (%s); pilih lembaga penggantinya",
				  en ? r->receiver_en : r->receiver_id, last, r->row.basis);
	return FAIL_FIELD(e, INVALID, "receiver", en ? "%s receives from %s on (%s)" : "%s baru menerima mulai %s (%s)",
			  en ? r->receiver_en : r->receiver_id, last, r->row.basis);
}

static enum status heads_put(struct tx *tx, const struct desk *d, struct recipient_list *ret, struct err *e)
{
	struct recipient_heads_rows heads;
	TRY(recipient_heads(tx, d->office->id, &heads, e));
	for (size_t i = 0; i < heads.n; i++) {
		const struct recipient_heads_row *h = &heads.items[i];
		const char *name = text_blank(h->head) ? arena_printf(tx->arena, "Kepala %s", h->name) : h->head;
		ARENA_PUSH(tx->arena, ret, ((struct recipient){"OPD_HEAD", name}));
	}
	return OK;
}

enum status recipient_list(struct tx *tx, const struct desk *d, struct day day, struct recipient_list *ret, struct err *e)
{
	const struct law *law = desk_law(d);
	*ret = (struct recipient_list){0};
	for (size_t i = 0; i < law->routes.n; i++)
		if (route_open(&law->routes.items[i], day) && strcmp(law->routes.items[i].code, "OPD_HEAD") != 0)
			ARENA_PUSH(tx->arena, ret, ((struct recipient){law->routes.items[i].code, law->routes.items[i].receiver_id}));
	for (size_t i = 0; i < FIXED_N; i++)
		ARENA_PUSH(tx->arena, ret, fixed[i]);
	return heads_put(tx, d, ret, e);
}

/* The route of a receiver by its name. INVALID with the reason when it is closed, or nobody. */
static enum status route_by_name(struct tx *tx, const struct desk *d, const char *name, struct day day, const char **ret, struct err *e)
{
	struct recipient_list all;
	const struct law *law = desk_law(d);
	TRY(recipient_list(tx, d, day, &all, e));
	for (size_t i = 0; i < all.n; i++) {
		if (text_eq(all.items[i].name, name)) {
			*ret = all.items[i].route;
			return OK;
		}
	}
	for (size_t i = 0; i < law->routes.n; i++)
		if (text_eq(law->routes.items[i].receiver_id, name))
			return closed(d, &law->routes.items[i], e);
	return FAIL_FIELD(e, INVALID, "receiver", d->lang == EN ? "choose a recipient of the list" : "pilih penerima dari daftar");
}

static enum status days_check(const struct desk *d, const struct recipient_new *as, struct err *e)
{
	bool en = d->lang == EN;
	struct day today = day_of_instant(d->now, d->office->zone);
	if (day_is_none(as->from) || day_is_none(as->to))
		return FAIL_FIELD(e, INVALID, "to", en ? "say from when to when the key holds" : "isi dari dan sampai kapan kunci berlaku");
	if (as->to.n < as->from.n || as->to.n < today.n)
		return FAIL_FIELD(e, INVALID, "to", en ? "the last day lies before the first, or has passed"
						       : "hari terakhir mendahului hari pertama, atau sudah lewat");
	if (as->to.n - as->from.n > RECIPIENT_DAYS_MAX)
		return FAIL_FIELD(e, INVALID, "to", en ? "a key holds three years at most; then it is compared again"
						       : "kunci berlaku paling lama tiga tahun, lalu dicocokkan lagi");
	return OK;
}

/* Only the letters and digits of a fingerprint count; people type blanks and small letters. */
static bool print_same(struct arena *a, const char *typed, const char *print)
{
	char *x = arena_strdup(a, typed), *end = x;
	for (const char *at = typed; *at; at++)
		if (*at != ' ' && *at != '-' && *at != ':')
			*end++ = (char)(*at >= 'a' && *at <= 'f' ? *at - 32 : *at);
	*end = 0;
	for (; *print; print++)
		if (*print != ' ' && *x++ != *print)
			return false;
	return !*x;
}

static enum status key_check(const struct desk *d, const struct recipient_new *as, struct parcel_public *ret, struct err *e)
{
	bool en = d->lang == EN;
	struct err why = {0};
	if (parcel_public_read(as->key, ret, &why) != OK)
		return FAIL_FIELD(e, INVALID, "key", en ? "this is no public key for packages: %s" : "ini bukan kunci publik untuk paket: %s", why.why);
	if (text_blank(as->print) || !print_same(d->arena, as->print, ret->print))
		return FAIL_FIELD(e, INVALID, "print", en ? "the fingerprint that was read out is not this key's; compare again, and register nothing"
							  : "sidik yang dibacakan bukan sidik kunci ini; cocokkan lagi, jangan didaftarkan");
	if (text_blank(as->checked_with) || strlen(as->checked_with) < CHECKED_MIN)
		return FAIL_FIELD(e, INVALID, "checked_with", en ? "say with whom, and how, the fingerprint was compared"
								 : "isi dengan siapa, dan bagaimana, sidik dicocokkan");
	return days_check(d, as, e);
}

static enum status same_check(struct tx *tx, const struct desk *d, const char *receiver, const char *print, struct err *e)
{
	bool found;
	struct recipient_key_same_row row;
	TRY(recipient_key_same(tx, d->office->id, receiver, print, &found, &row, e));
	if (!found)
		return OK;
	if (instant_is_none(row.revoked_at))
		return FAIL_FIELD(e, INVALID, "key", d->lang == EN ? "this key is registered already" : "kunci ini sudah terdaftar");
	return FAIL_FIELD(e, INVALID, "key", d->lang == EN ? "this key was revoked; ask for a new one" : "kunci ini pernah dicabut; mintalah yang baru");
}

enum status recipient_add(const struct desk *d, const struct recipient_new *as, int64_t *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct parcel_public key;
	const char *route = NULL;
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(route_by_name(&tx, d, as->receiver, day_of_instant(d->now, d->office->zone), &route, e));
	TRY(key_check(d, as, &key, e));
	TRY(same_check(&tx, d, as->receiver, key.print, e));
	*ret = id_new(d->now);
	TRY(recipient_key_insert(&tx, *ret, d->office->id, route, as->receiver, (struct str){(const char *)key.point, sizeof key.point},
				 key.print, as->checked_with, d->user, d->now, as->from, as->to, e));
	TRY(access_note(&tx, d, "recipient_key", "recipient_key", *ret, key.print, e));
	return tx_commit(&tx, e);
}

enum status recipient_revoke(const struct desk *d, int64_t key, const char *why, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct recipient_key_get_row row;
	int64_t changed;
	if (text_blank(why))
		return FAIL_FIELD(e, INVALID, "why", d->lang == EN ? "say why the key no longer counts" : "isi mengapa kunci tidak berlaku lagi");
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(recipient_key_get(&tx, d->office->id, key, &row, e));
	TRY(recipient_key_end(&tx, d->office->id, key, d->now, d->user, why, &changed, e));
	if (!changed)
		return FAIL_FIELD(e, INVALID, "why", d->lang == EN ? "this key was revoked already" : "kunci ini sudah dicabut");
	TRY(access_note(&tx, d, "recipient_key_revoked", "recipient_key", key, why, e));
	return tx_commit(&tx, e);
}

/* Why the newest of the keys that were ever registered does not count on @day. */
static enum status why_not(struct tx *tx, const struct desk *d, const char *receiver, struct day day, const char **ret, struct err *e)
{
	bool found, en = d->lang == EN;
	char text[DAY_TEXT_MAX];
	struct recipient_key_last_row k;
	TRY(recipient_key_last(tx, d->office->id, receiver, &found, &k, e));
	if (!found)
		*ret = en ? "no key is registered" : "belum ada kunci terdaftar";
	else if (!instant_is_none(k.revoked_at))
		*ret = arena_printf(tx->arena, en ? "key %.9s... was revoked: %s" : "kunci %.9s... dicabut: %s", k.print, k.revoked_why ? k.revoked_why : "");
	else if (k.valid_to.n < day.n)
		*ret = arena_printf(tx->arena, en ? "key %.9s... ran out on %s" : "kunci %.9s... habis berlaku %s", k.print, day_long(k.valid_to, d->lang, text));
	else
		*ret = arena_printf(tx->arena, en ? "key %.9s... holds only from %s on" : "kunci %.9s... baru berlaku mulai %s", k.print,
				    day_long(k.valid_from, d->lang, text));
	return OK;
}

enum status recipient_way(struct tx *tx, const struct desk *d, const struct law *law, const char *route, const char *receiver,
			  struct day day, struct recipient_way *ret, struct err *e)
{
	bool found;
	struct recipient_key_now_row key;
	const struct law_route *row = route_of(law, route, day);
	*ret = (struct recipient_way){.why_not = "", .to = DAY_NONE};
	if (row && !route_open(row, day))
		return closed(d, row, e);
	TRY(recipient_key_now(tx, d->office->id, receiver, day, &found, &key, e));
	if (!found)
		return why_not(tx, d, receiver, day, &ret->why_not, e);
	ret->way = "sealed";
	ret->key = key.id;
	ret->print = key.print;
	ret->to = key.valid_to;
	return OK;
}

const char *parcel_way_name(const char *way, enum lang lang)
{
	bool en = lang == EN;
	return text_eq(way, "sealed") ? (en ? "sealed file" : "berkas tersandi") : text_eq(way, "paper") ? (en ? "on paper" : "di atas kertas")
	       : text_eq(way, "carrier") ? (en ? "by carrier" : "dibawa petugas") : "";
}
