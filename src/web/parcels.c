/* parcels.c -- see parcels.h. */
#define _GNU_SOURCE /* memmem */
#include "web/parcels.h"

#include "core/chain/note.h"
#include "page_recipients.h"
#include "web/assets.h"
#include "web/casework.h"

#include <pthread.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

enum status way_fill(struct request *rq, struct tx *tx, const struct law *law, const struct forward_receiver *to, struct way_view *ret,
		     struct err *e)
{
	struct recipient_way way;
	TRY(recipient_way(tx, &rq->desk, law, to->route->code, to->name, day_of_instant(rq->desk.now, rq->desk.office->zone), &way, e));
	*ret = (struct way_view){.sealed = way.way != NULL, .print = way.print ? way.print : "", .why_not = way.why_not, .to = way.to};
	return OK;
}

static const char *size_text(const struct request *rq, int64_t n)
{
	struct arena *a = rq->desk.arena;
	const char *point = rq->lang == EN ? "." : ",";
	if (n < 1000)
		return arena_printf(a, "%lld byte", (long long)n);
	if (n < 1000000)
		return arena_printf(a, "%lld kB", (long long)(n + 500) / 1000);
	return arena_printf(a, "%lld%s%lld MB", (long long)n / 1000000, point, (long long)n / 100000 % 10);
}

/* Letters, machine files and texts are ours, or were read; in anything else a name can hide. */
static bool unread(const char *name, const char *type)
{
	return text_starts(name, "bukti/") && !text_starts(type, "text/");
}

enum status parcel_fill(struct request *rq, struct tx *tx, int64_t handover, struct parcel_view *ret, struct err *e)
{
	bool found;
	struct parcel_last_row row;
	struct parcel_files_rows files;
	struct parcel_file_of_row file = {0};
	*ret = (struct parcel_view){.part = "", .way = "", .why = "", .print = "", .sha256 = "", .size = ""};
	TRY(parcel_last(tx, handover, &found, &row, e));
	if (!found)
		return OK; /* of the time before packages were one file */
	TRY(parcel_files(tx, row.id, &files, e));
	if (row.file)
		TRY(parcel_file_of(tx, row.id, &file, e));
	ret->there = true;
	ret->sealed = row.recipient_key != 0;
	ret->part = ret->sealed ? "paket.netra" : "paket.zip";
	ret->way = parcel_way_name(row.way, rq->lang);
	ret->why = row.why;
	ret->masked = row.masked;
	ret->size = row.file ? size_text(rq, file.size) : "";
	ret->sha256 = file.sha256 ? file.sha256 : "";
	if (ret->sealed) {
		struct recipient_key_get_row key;
		TRY(recipient_key_get(tx, rq->desk.office->id, row.recipient_key, &key, e));
		ret->print = key.print;
	}
	for (size_t i = 0; i < files.n; i++)
		ARENA_PUSH(rq->desk.arena, &ret->files, ((struct parcel_inside){files.items[i].name, size_text(rq, files.items[i].size),
										 unread(files.items[i].name, files.items[i].type)}));
	return OK;
}

enum status parcel_answer(struct request *rq, int64_t handover, struct err *e)
{
	struct parcel_file_of_row file;
	TRY(parcel_take(&rq->desk, handover, &rq->fd, &file, e));
	rq->fd_n = file.size;
	rq->content_type = text_ends(file.name, ".zip") ? "application/zip" : "application/octet-stream";
	rq->download = file.name;
	return OK;
}

/* ---- the page that opens packages: one file, put together once, that needs nobody ---- */

static pthread_once_t page_once = PTHREAD_ONCE_INIT;
static const char *page_script_hash, *page_style_hash;

/* The name of an inline text in a policy: sha256-<base64>. */
static const char *policy_hash(const struct embedded *file)
{
	static char room[2][64];
	static size_t n;
	struct hash h = hash_of(file->bytes, file->n);
	char base64[sodium_base64_ENCODED_LEN(HASH_SIZE, sodium_base64_VARIANT_ORIGINAL)];
	sodium_bin2base64(base64, sizeof base64, h.bytes, HASH_SIZE, sodium_base64_VARIANT_ORIGINAL);
	snprintf(room[n], sizeof room[n], "'sha256-%s'", base64);
	return room[n++];
}

static void page_hashes(void)
{
	page_script_hash = policy_hash(asset_find("package.js"));
	page_style_hash = policy_hash(asset_find("package.css"));
}

/* Nothing may be fetched, sent or embedded, also when the page is opened from a disk, where no header says so. */
static const char *page_policy(struct arena *a)
{
	pthread_once(&page_once, page_hashes);
	return arena_printf(a, "default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none'", page_script_hash,
			    page_style_hash);
}

static void mark_put(struct request *rq, const char *mark, size_t n)
{
	const struct office *o = rq->desk.office;
	char key[2 * sizeof o->sign_public + 1];
	bool script = !strncmp(mark, "script", n), style = !strncmp(mark, "style", n);
	if (script || style) {
		const struct embedded *file = asset_find(script ? "package.js" : "package.css");
		buf_text(rq->out, script ? "<script>" : "<style>");
		buf_raw(rq->out, file->bytes, file->n);
		buf_text(rq->out, script ? "</script>" : "</style>");
	} else if (!strncmp(mark, "policy", n)) {
		buf_printf(rq->out, "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">", page_policy(rq->desk.arena));
	} else if (!strncmp(mark, "line", n)) {
		scoped(buf_free) struct buf line = {0};
		note_key_put(&line, note_origin(rq->desk.arena, o->code), o->sign_public);
		buf_html(rq->out, buf_arena(rq->desk.arena, &line));
	} else {
		buf_html(rq->out, !strncmp(mark, "code", n) ? o->code : !strncmp(mark, "office", n) ? o->name
				  : sodium_bin2hex(key, sizeof key, o->sign_public, sizeof o->sign_public));
	}
}

static enum status opener_show(struct request *rq, struct err *e)
{
	static const char begin[] = "<!--netra:", end[] = "-->";
	const struct embedded *page = asset_find("package.html");
	struct str rest = {page->bytes, page->n};
	(void)e;
	for (const char *at; (at = memmem(rest.s, rest.n, begin, sizeof begin - 1));) {
		const char *mark = at + sizeof begin - 1, *stop = strstr(mark, end);
		buf_raw(rq->out, rest.s, (size_t)(at - rest.s));
		mark_put(rq, mark, (size_t)(stop - mark));
		rest.n -= (size_t)(stop + sizeof end - 1 - rest.s);
		rest.s = stop + sizeof end - 1;
	}
	buf_raw(rq->out, rest.s, rest.n);
	rq->policy = arena_printf(rq->desk.arena, "%s; frame-ancestors 'none'", page_policy(rq->desk.arena));
	return OK;
}

static enum status opener_save(struct request *rq, struct err *e)
{
	rq->download = "periksa-paket.html";
	return opener_show(rq, e);
}

static enum status schema_show(struct request *rq, struct err *e)
{
	(void)e;
	asset_answer(rq, asset_find("handover.schema.json"));
	rq->content_type = "application/schema+json";
	return OK;
}

/* ---- keys of recipients ---- */

static const char *state_of(const struct request *rq, const struct recipient_keys_row *k, struct day today, bool *ret_holds)
{
	bool en = rq->lang == EN;
	*ret_holds = false;
	if (!instant_is_none(k->revoked_at))
		return en ? "revoked" : "dicabut";
	if (k->valid_to.n < today.n)
		return en ? "run out" : "habis berlaku";
	if (k->valid_from.n > today.n)
		return en ? "not yet" : "belum berlaku";
	*ret_holds = true;
	return en ? "holds" : "berlaku";
}

static enum status keys_fill(struct request *rq, struct tx *tx, struct recipients_view *v, struct err *e)
{
	struct recipient_keys_rows rows;
	struct recipient_list all;
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	TRY(recipient_keys(tx, rq->desk.office->id, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct recipient_keys_row *k = &rows.items[i];
		struct recipient_view one = {.id = k->id, .receiver = k->receiver, .print = k->print, .from = k->valid_from, .to = k->valid_to,
					     .at = k->registered_at, .revoked = !instant_is_none(k->revoked_at), .why = k->revoked_why ? k->revoked_why : ""};
		one.checked = arena_printf(rq->desk.arena, "%s (%s)", k->checked_with, k->checked_name ? k->checked_name : "-");
		one.state = state_of(rq, k, today, &one.holds);
		ARENA_PUSH(rq->desk.arena, &v->items, one);
	}
	TRY(recipient_list(tx, &rq->desk, today, &all, e));
	const char *chosen = typed(rq, "receiver", "");
	for (size_t i = 0; i < all.n; i++)
		ARENA_PUSH(rq->desk.arena, &v->choices, ((struct recipient_choice){all.items[i].name, text_eq(all.items[i].name, chosen)}));
	return OK;
}

static enum status recipients_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	struct recipients_view v = {.key = typed(rq, "key", ""), .print = typed(rq, "print", ""), .checked_with = typed(rq, "checked_with", ""),
				    .from = typed(rq, "from", iso_text(rq, today)), .to = typed(rq, "to", iso_text(rq, day_add(today, 365))),
				    .may = role_may(rq->session.role, RIGHT_SIGN)};
	if (fault)
		v.fault = *fault;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(keys_fill(rq, &tx, &v, e));
	struct page p = page_of(rq, "Kunci penerima", "Keys of recipients");
	page_recipients(rq->out, &p, &v);
	return OK;
}

static enum status recipients_page(struct request *rq, struct err *e) { return recipients_show(rq, NULL, e); }

/* 303 to the list, or the page again with what was typed. */
static enum status answer(struct request *rq, enum status done, struct err *e)
{
	if (done == OK)
		return rq_redirect(rq, "/kerja/kunci-penerima");
	if (status_http(done) >= 500 || done == NOT_FOUND)
		return done;
	struct fault fault = rq_fault(rq, e);
	return recipients_show(rq, &fault, e);
}

static enum status add_do(struct request *rq, struct err *e)
{
	struct recipient_new as;
	const char *key;
	int64_t id;
	TRY(rq_form_text(rq, "receiver", 300, true, &as.receiver, e));
	TRY(rq_form_text(rq, "key", PARCEL_KEY_MAX, true, &key, e));
	TRY(rq_form_text(rq, "print", 100, true, &as.print, e));
	TRY(rq_form_text(rq, "checked_with", 300, true, &as.checked_with, e));
	TRY(rq_form_day(rq, "from", true, &as.from, e));
	TRY(rq_form_day(rq, "to", true, &as.to, e));
	as.key = str_of(key);
	return recipient_add(&rq->desk, &as, &id, e);
}

static enum status add_take(struct request *rq, struct err *e) { return answer(rq, add_do(rq, e), e); }

static enum status revoke_do(struct request *rq, struct err *e)
{
	int64_t key;
	const char *why;
	TRY(rq_segment_id(rq, 0, &key, e));
	TRY(rq_form_text(rq, "why", 300, true, &why, e));
	return recipient_revoke(&rq->desk, key, why, e);
}

static enum status revoke_take(struct request *rq, struct err *e) { return answer(rq, revoke_do(rq, e), e); }

static const struct route routes[] = {
	/* method path                             who         handler          body limit, menu */
	{GET, "/periksa-paket", RIGHT_NONE, opener_show, 0, NULL},
	{GET, "/periksa-paket.html", RIGHT_NONE, opener_save, 0, NULL},
	{GET, "/api/handover.schema.json", RIGHT_NONE, schema_show, 0, NULL},
	{GET, "/kerja/kunci-penerima", RIGHT_CASE, recipients_page, 0, "perkara"},
	{POST, "/kerja/kunci-penerima", RIGHT_SIGN, add_take, 32 * KIB, "perkara"},
	{POST, "/kerja/kunci-penerima/{key}/cabut", RIGHT_SIGN, revoke_take, 8 * KIB, "perkara"},
};
const struct route_list parcel_routes = {routes, sizeof routes / sizeof routes[0]};
