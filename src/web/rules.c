/* rules.c -- the rule packs of the office: which counts, what differs from the one before, what counsel must settle, and
 * how an administrator installs one. Everybody of the office may read the rules by which files are judged; keys of
 * publishers are trusted from the machine itself (netra rulepack trust), never from a page. */
#include "web/rules_views.h"

#include "desk/rules/rules.h"
#include "page_rules.h"
#include "page_rules_pack.h"
#include "page_rules_row.h"

#include <string.h>

#define SCREEN_FIELD_MAX 600 /* bytes of one cell; the whole text is in the download */

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

static const char *scope_words(const struct request *rq, const char *election, const char *procedure)
{
	if (!*election && !*procedure)
		return say(rq, "semua pemilihan", "every election");
	return arena_printf(rq->desk.arena, "%s%s%s", procedure, *election && *procedure ? ", " : "", election);
}

static const char *days_words(const struct request *rq, const struct rules_item *i)
{
	char from[DAY_TEXT_MAX] = "", to[DAY_TEXT_MAX] = "";
	if (!day_is_none(i->from))
		day_short(i->from, rq->lang, from);
	if (!day_is_none(i->to))
		day_short(i->to, rq->lang, to);
	if (!strcmp(i->state, "kept"))
		return say(rq, "hanya untuk berkas lamanya", "for its old files only");
	const char *start = *from ? arena_printf(rq->desk.arena, say(rq, "sejak %s", "from %s"), from) : say(rq, "bawaan program", "built in");
	return *to ? arena_printf(rq->desk.arena, say(rq, "%s sampai %s", "%s until %s"), start, to) : start;
}

static const char *state_words(const struct request *rq, const char *state)
{
	static const char *const words[][3] = {{"now", "berlaku", "in force"},
					       {"later", "menunggu harinya", "waits for its day"},
					       {"past", "digantikan", "replaced"},
					       {"kept", "disimpan", "kept"}};
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (!strcmp(words[i][0], state))
			return words[i][rq->lang == EN ? 2 : 1];
	return state;
}

static struct rules_line line_of(const struct request *rq, const struct rules_item *i)
{
	struct arena *a = rq->desk.arena;
	char at[64];
	struct rules_line l = {.href = arena_printf(a, "/kerja/aturan/%s", i->hash), .state = state_words(rq, i->state),
			       .title = arena_printf(a, "%s %s", *i->name ? i->name : say(rq, "Paket", "Pack"), i->version),
			       .scope = scope_words(rq, i->election, i->procedure), .days = days_words(rq, i), .signature = "", .installed = "",
			       .now = !strcmp(i->state, "now"), .open_files = i->open_files, .files = i->files};
	if (!*i->key_id)
		return l;
	l.signature = arena_printf(a, "%s (%s): %s", i->publisher, i->key_id, i->words);
	l.installed = arena_printf(a, "%s, %s: %s%s", i->who, instant_long(i->at, rq->desk.office->zone, rq->lang, at), i->reason,
				   i->forced ? say(rq, " (langkah mundur)", " (a step back)") : "");
	return l;
}

static void publisher_add_view(const struct request *rq, const struct publishers_row *r, struct rules_view *v)
{
	struct arena *a = rq->desk.arena;
	char at[64];
	struct rules_publisher p = {.name = r->name, .key = r->key_id, .fingerprint = "", .ended = ""};
	if (r->public_key.n == 32)
		p.fingerprint = pack_fingerprint(a, (const unsigned char *)r->public_key.s);
	p.trusted = arena_printf(a, "%s, %s: %s", r->trusted_by, instant_long(r->trusted_at, rq->desk.office->zone, rq->lang, at), r->reason);
	if (!instant_is_none(r->ended_at))
		p.ended = arena_printf(a, "%s, %s: %s", r->ended_by, instant_long(r->ended_at, rq->desk.office->zone, rq->lang, at), r->ended_why);
	ARENA_PUSH(a, &v->publishers, p);
}

static enum status show(struct request *rq, struct rules_view *v, struct err *e)
{
	struct rules_list list;
	struct publishers_rows keys;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(rules_list(&tx, &rq->desk, &list, e));
	TRY(publishers(&tx, rq->desk.office->id, &keys, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < list.n; i++)
		ARENA_PUSH(rq->desk.arena, &v->packs, line_of(rq, &list.items[i]));
	for (size_t i = 0; i < keys.n; i++)
		publisher_add_view(rq, &keys.items[i], v);
	v->may_change = role_may(rq->desk.role, RIGHT_ADMIN);
	struct page p = page_of(rq, "Paket aturan", "Rule packs");
	page_rules(rq->out, &p, v);
	return OK;
}

static enum status list_show(struct request *rq, struct err *e)
{
	struct rules_view v = {.done = "", .tried = "", .reason = "", .from = "", .election = "", .procedure = ""};
	if (text_eq(rq_query(rq, "selesai"), "pasang"))
		v.done = say(rq, "Paket terpasang. Berkas baru memakainya; berkas yang terbuka tetap memakai paketnya sendiri.",
			     "The pack is installed. New files take it; open files keep their own.");
	return show(rq, &v, e);
}

static struct str upload_of(const struct request *rq, const char *field)
{
	for (size_t i = 0; i < rq->n_uploads; i++)
		if (!strcmp(rq->uploads[i].field, field))
			return rq->uploads[i].bytes;
	return (struct str){0};
}

static enum status new_read(struct request *rq, struct rules_view *v, struct rules_new *ret, struct err *e)
{
	const char *reason = NULL, *election = NULL, *procedure = NULL, *from = rq_form(rq, "from");
	v->from = from ? from : "";
	TRY(rq_form_text(rq, "election", 80, false, &election, e));
	v->election = election ? election : "";
	TRY(rq_form_text(rq, "procedure", 20, false, &procedure, e));
	v->procedure = procedure ? procedure : "";
	TRY(rq_form_text(rq, "reason", RULES_REASON_MAX, true, &reason, e));
	v->reason = reason;
	*ret = (struct rules_new){.pack = upload_of(rq, "pack"), .seal = upload_of(rq, "seal"), .election = v->election,
				  .procedure = v->procedure, .who = rq->session.login, .reason = reason};
	TRY(rq_form_day(rq, "from", false, &ret->from, e));
	if (!ret->pack.n)
		return FAIL_FIELD(e, INVALID, "pack", "%s", say(rq, "Pilih berkas paket (JSON).", "Choose the file of the pack (JSON)."));
	if (!ret->seal.n)
		return FAIL_FIELD(e, INVALID, "seal", "%s", say(rq, "Pilih berkas tanda tangannya (.sig); paket tanpa tanda tangan tidak dipasang.",
								"Choose its signature (.sig); a pack without one is not installed."));
	return OK;
}

/* What an examination found, before anything is installed. */
static enum status tried_words(struct request *rq, const struct rules_new *as, const struct rules_done *done, const char **ret,
			       struct err *e)
{
	struct pack_diff d;
	struct str now;
	const char *hash;
	char from[DAY_TEXT_MAX];
	scoped(tx_rollback) struct tx tx = {0};
	enum procedure p = PILKADA;
	if (!procedure_of(as->procedure, &p))
		p = PILKADA;
	const struct law *law = *as->procedure ? desk_law_for(&rq->desk, as->election, p) : desk_law(&rq->desk);
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(rules_text(&tx, hash_hex(rq->desk.arena, law->hash), &hash, &now, e));
	TRY(pack_diff(rq->desk.arena, now, as->pack, &d, e));
	*ret = arena_printf(rq->desk.arena,
			    say(rq, "%s %s: tanda tangan %s baik, semua pemeriksaan lulus. Berlaku sejak %s%s. Dibanding paket yang berlaku (%s %s): "
				    "%zu baris baru, %zu dihapus, %zu diubah. Belum dipasang: pilih lagi kedua berkas, lalu tekan Pasang.",
				"%s %s: the signature of %s is good, every check passed. It would count from %s%s. Against the pack in force (%s %s): "
				"%zu rows new, %zu removed, %zu changed. Not installed yet: choose both files again and press Install."),
			    done->name, done->version, done->publisher, day_short(done->from, rq->lang, from),
			    done->already ? say(rq, " (sudah terpasang)", " (installed already)") : "", law->name, law->version, d.added, d.removed,
			    d.changed);
	return OK;
}

static enum status take(struct request *rq, struct rules_view *v, struct err *e)
{
	struct rules_new as;
	struct rules_done done;
	TRY(new_read(rq, v, &as, e));
	if (text_eq(rq_form(rq, "do"), "install"))
		return rules_install(&rq->desk, &as, &done, e);
	TRY(rules_try(&rq->desk, &as, &done, e));
	return tried_words(rq, &as, &done, &v->tried, e);
}

static enum status install_take(struct request *rq, struct err *e)
{
	struct rules_view v = {.done = "", .tried = "", .reason = "", .from = "", .election = "", .procedure = ""};
	enum status status = take(rq, &v, e);
	if (status != OK && status_http(status) >= 500 && status != BROKEN)
		return status;
	if (status == OK && !*v.tried)
		return rq_redirect(rq, "/kerja/aturan?selesai=pasang");
	if (status != OK) {
		v.fault = rq_fault(rq, e);
		rq->http = status == BROKEN ? 422 : rq->http; /* what was sent is damaged, not our records */
	}
	return show(rq, &v, e);
}

/* -- one pack -- */

/* A pack of the address, with the one it is compared with: ?banding=HASH, else the one that its installation replaced. */
struct asked {
	const char *hash, *before_hash, *before_title;
	struct str body, before;
	const struct json *pack;
	const struct rules_item *item;
	struct rules_list list;
};

static enum status hash_read(struct request *rq, struct tx *tx, struct asked *ret, struct err *e)
{
	const char *which = rq->segments[0];
	if (strlen(which) != 2 * HASH_SIZE)
		return FAIL(e, NOT_FOUND, "no such pack");
	enum status status = rules_text(tx, which, &ret->hash, &ret->body, e);
	if (status != OK)
		return status == INVALID ? FAIL(e, NOT_FOUND, "no such pack") : status;
	return json_read(tx->arena, "rule pack", ret->body.s, ret->body.n, LAW_PACK_MAX, &ret->pack, e);
}

/* The one below it in the list with a scope at least as wide: what counted before. */
static const struct rules_item *item_before(const struct asked *q)
{
	bool past = false;
	for (size_t i = 0; i < q->list.n; i++) {
		const struct rules_item *it = &q->list.items[i];
		bool wider = (!*it->election || (q->item && !strcmp(it->election, q->item->election))) &&
			     (!*it->procedure || (q->item && !strcmp(it->procedure, q->item->procedure)));
		if (past && wider && strcmp(it->hash, q->hash) != 0 && strcmp(it->state, "kept") != 0)
			return it;
		past |= it == q->item;
	}
	return NULL;
}

static enum status before_read(struct request *rq, struct tx *tx, struct asked *ret, struct err *e)
{
	const char *chosen = rq_query(rq, "banding");
	TRY(rules_list(tx, &rq->desk, &ret->list, e));
	for (size_t i = 0; i < ret->list.n && !ret->item; i++)
		if (!strcmp(ret->list.items[i].hash, ret->hash))
			ret->item = &ret->list.items[i];
	const struct rules_item *before = item_before(ret);
	const char *which = chosen ? chosen : before ? before->hash : NULL;
	ret->before_title = "";
	if (!which)
		return OK;
	TRY(rules_text(tx, which, &ret->before_hash, &ret->before, e));
	const struct json *pack;
	TRY(json_read(tx->arena, "rule pack", ret->before.s, ret->before.n, LAW_PACK_MAX, &pack, e));
	ret->before_title = arena_printf(tx->arena, "%s %s", json_get_text(pack, "name", ""), json_get_text(pack, "version", ""));
	return OK;
}

static struct rules_change change_of(const struct request *rq, const struct pack_change *c, int64_t uses)
{
	struct arena *a = rq->desk.arena;
	struct rules_change out = {.kind = pack_change_word(c->kind, rq->lang), .table = pack_table_name(c->table, rq->lang), .title = c->title,
				   .name = *c->in_force ? arena_printf(a, say(rq, "%s, sejak %s", "%s, from %s"), c->name, c->in_force) : c->name,
				   .basis = text_clip(a, c->basis, SCREEN_FIELD_MAX), .uses = "", .changed = c->kind == ROW_CHANGED, .added = c->kind == ROW_ADDED};
	out.fields.items = arena_array(a, struct rules_field, c->n);
	for (size_t i = 0; i < c->n; i++) {
		const char *before = c->items[i].before, *after = c->items[i].after;
		out.fields.items[out.fields.n++] = (struct rules_field){pack_field_name(c->items[i].key, rq->lang),
									*before ? text_clip(a, before, SCREEN_FIELD_MAX) : "-",
									*after ? text_clip(a, after, SCREEN_FIELD_MAX) : "-"};
	}
	if (uses > 0)
		out.uses = arena_printf(a, say(rq, "%lld berkas terbuka memakai baris ini; mereka tetap memakai paket lama.",
					       "%lld open files use this row; they keep the old pack."), (long long)uses);
	return out;
}

static enum status changes_fill(struct request *rq, struct tx *tx, const struct asked *q, struct rules_pack_view *v, struct err *e)
{
	struct pack_diff d;
	if (!q->before_hash)
		return OK;
	TRY(pack_diff(tx->arena, q->before, q->body, &d, e));
	TRY(rules_open_files(tx, &rq->desk, q->before_hash, &v->open_files, e));
	for (size_t i = 0; i < d.n; i++) {
		int64_t uses;
		TRY(rules_uses(tx, &rq->desk, q->before_hash, &d.items[i], &uses, e));
		ARENA_PUSH(rq->desk.arena, &v->changes, change_of(rq, &d.items[i], uses));
	}
	v->n_changes = (int64_t)d.n;
	return OK;
}

static const char *result_words(const struct request *rq, const char *result)
{
	if (!strcmp(result, "confirmed"))
		return say(rq, "sesuai sumber", "as in the source");
	return !strcmp(result, "wrong") ? say(rq, "perlu diperbaiki", "must be corrected") : say(rq, "belum selesai", "still open");
}

static const struct opinions_row *last_word(const struct opinions_rows *rows, const char *kind, const char *name)
{
	for (size_t i = 0; i < rows->n; i++)
		if (!strcmp(rows->items[i].kind, kind) && !strcmp(rows->items[i].name, name))
			return &rows->items[i];
	return NULL;
}

static const char *row_address(struct arena *a, const char *hash, const char *what, const char *kind, const char *name)
{
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "/kerja/aturan/%s/%s?jenis=", hash, what);
	buf_url(&b, kind);
	buf_text(&b, "&nama=");
	buf_url(&b, name);
	return buf_arena(a, &b);
}

static enum status doubts_fill(struct request *rq, struct tx *tx, const struct asked *q, struct rules_pack_view *v, struct err *e)
{
	struct pack_doubts doubts;
	struct opinions_rows said;
	struct arena *a = rq->desk.arena;
	pack_doubts(a, q->pack, &doubts);
	TRY(opinions(tx, rq->desk.office->id, q->hash, &said, e));
	for (size_t i = 0; i < doubts.n; i++) {
		const struct pack_doubt *d = &doubts.items[i];
		const struct opinions_row *last = last_word(&said, d->table, d->name);
		struct rules_doubt out = {.table = pack_table_name(d->table, rq->lang), .name = d->name, .title = d->title,
					  .basis = text_clip(a, d->basis, SCREEN_FIELD_MAX),
					  .mark = d->unsure ? say(rq, "belum pasti", "unsure") : say(rq, "diketahui, belum dilihat", "known, not seen"),
					  .last = last ? arena_printf(a, "%s (%s)", result_words(rq, last->result), last->checked_by) : "",
					  .href = row_address(a, q->hash, "baris", d->table, d->name)};
		v->unsettled += !last || !strcmp(last->result, "open");
		ARENA_PUSH(a, &v->doubts, out);
	}
	v->rows = (int64_t)doubts.rows;
	v->n_doubts = (int64_t)doubts.n;
	return OK;
}

static enum status pack_show(struct request *rq, struct err *e)
{
	struct asked q = {0};
	struct rules_pack_view v = {0};
	struct arena *a = rq->desk.arena;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(hash_read(rq, &tx, &q, e));
	TRY(before_read(rq, &tx, &q, e));
	TRY(changes_fill(rq, &tx, &q, &v, e));
	TRY(doubts_fill(rq, &tx, &q, &v, e));
	TRY(tx_commit(&tx, e));
	v.title = arena_printf(a, "%s %s", json_get_text(q.pack, "name", ""), json_get_text(q.pack, "version", ""));
	v.hash = q.hash;
	v.before = q.before_title;
	v.download = arena_printf(a, "/kerja/aturan/%s/paket", q.hash);
	v.scope = q.item ? arena_printf(a, "%s, %s", scope_words(rq, q.item->election, q.item->procedure), days_words(rq, q.item)) : "";
	struct page p = page_of(rq, "Paket aturan", "Rule pack");
	page_rules_pack(rq->out, &p, &v);
	return OK;
}

static enum status pack_download(struct request *rq, struct err *e)
{
	struct asked q = {0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(hash_read(rq, &tx, &q, e));
	rq->content_type = "application/json";
	rq->download = arena_printf(rq->desk.arena, "paket-%.12s.json", q.hash);
	buf_raw(rq->out, q.body.s, q.body.n);
	return OK;
}

/* -- one row for counsel -- */

struct row_asked {
	struct asked q;
	const char *kind, *name, *toml;
	struct opinions_rows said;
};

static enum status row_read(struct request *rq, struct tx *tx, struct row_asked *ret, struct err *e)
{
	const char *kind = rq->method == POST ? rq_form(rq, "kind") : rq_query(rq, "jenis");
	const char *name = rq->method == POST ? rq_form(rq, "name") : rq_query(rq, "nama");
	ret->kind = kind ? kind : "";
	ret->name = name ? name : "";
	TRY(hash_read(rq, tx, &ret->q, e));
	ret->toml = pack_row_toml(tx->arena, ret->q.pack, ret->kind, ret->name);
	if (!ret->toml)
		return FAIL(e, NOT_FOUND, "the pack has no such row");
	return opinions(tx, rq->desk.office->id, ret->q.hash, &ret->said, e);
}

static void said_fill(const struct request *rq, const struct row_asked *r, struct rules_row_view *v)
{
	for (size_t i = 0; i < r->said.n; i++) {
		const struct opinions_row *o = &r->said.items[i];
		char at[64];
		if (strcmp(o->kind, r->kind) || strcmp(o->name, r->name))
			continue;
		struct rules_said s = {.result = result_words(rq, o->result), .by = o->checked_by, .source = o->source, .text = o->text, .on = o->checked_on};
		s.noted = arena_printf(rq->desk.arena, say(rq, "dicatat %s, %s", "noted by %s, %s"), o->user_name ? o->user_name : "-",
				       instant_long(o->at, rq->desk.office->zone, rq->lang, at));
		ARENA_PUSH(rq->desk.arena, &v->said, s);
	}
}

/* The fields of every row of that name, as the pack says them. */
static void fields_fill(const struct request *rq, const struct row_asked *r, struct rules_row_view *v)
{
	struct pack_doubts doubts;
	pack_doubts(rq->desk.arena, r->q.pack, &doubts);
	for (size_t i = 0; i < doubts.n; i++) {
		const struct pack_doubt *d = &doubts.items[i];
		if (strcmp(d->table, r->kind) || strcmp(d->name, r->name))
			continue;
		v->title = d->title;
		for (size_t k = 0; k < d->n; k++) {
			struct rules_field f = {pack_field_name(d->items[k].key, rq->lang), "", d->items[k].after};
			ARENA_PUSH(rq->desk.arena, &v->fields, f);
		}
	}
}

static enum status row_page(struct request *rq, struct rules_row_view *v, struct err *e)
{
	struct row_asked r = {0};
	struct arena *a = rq->desk.arena;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(row_read(rq, &tx, &r, e));
	v->pack = arena_printf(a, "%s %s", json_get_text(r.q.pack, "name", ""), json_get_text(r.q.pack, "version", ""));
	v->pack_href = arena_printf(a, "/kerja/aturan/%s", r.q.hash);
	v->action = arena_printf(a, "/kerja/aturan/%s/pendapat", r.q.hash);
	v->download = row_address(a, r.q.hash, "toml", r.kind, r.name);
	v->table = pack_table_name(r.kind, rq->lang);
	v->kind = r.kind;
	v->name = r.name;
	v->title = "";
	v->may_change = role_may(rq->desk.role, RIGHT_ADMIN);
	v->text = v->text ? v->text : r.toml;
	fields_fill(rq, &r, v);
	said_fill(rq, &r, v);
	struct page p = page_of(rq, "Baris untuk diperiksa", "A row to be checked");
	page_rules_row(rq->out, &p, v);
	return OK;
}

static enum status row_show(struct request *rq, struct err *e)
{
	struct rules_row_view v = {.done = "", .result = "", .checked_by = "", .checked_on = "", .source = ""};
	if (text_eq(rq_query(rq, "selesai"), "1"))
		v.done = say(rq, "Pendapat tercatat.", "The opinion is recorded.");
	return row_page(rq, &v, e);
}

/* The row as counsel corrected it, else as it is: to be put into law/ for the next version. */
static enum status row_toml(struct request *rq, struct err *e)
{
	struct row_asked r = {0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(row_read(rq, &tx, &r, e));
	const struct opinions_row *last = last_word(&r.said, r.kind, r.name);
	rq->content_type = "application/toml; charset=utf-8";
	rq->download = arena_printf(rq->desk.arena, "%s.toml", text_starts(r.kind, "/") ? "baris" : "baris-aturan");
	buf_text(rq->out, last && !strcmp(last->result, "wrong") ? last->text : r.toml);
	return OK;
}

static const char *typed(const struct request *rq, const char *name)
{
	const char *s = rq_form(rq, name);
	return s ? s : "";
}

static enum status opinion_save(struct request *rq, struct err *e)
{
	struct rules_opinion as = {.rulepack = rq->segments[0], .kind = typed(rq, "kind"), .name = typed(rq, "name"),
				   .result = typed(rq, "result"), .checked_by = typed(rq, "checked_by")};
	TRY(rq_form_text(rq, "source", 1000, false, &as.source, e));
	TRY(rq_form_text(rq, "text", 16000, false, &as.text, e));
	TRY(rq_form_day(rq, "checked_on", true, &as.checked_on, e));
	return rules_opinion_add(&rq->desk, &as, e);
}

static enum status opinion_take(struct request *rq, struct err *e)
{
	enum status status = opinion_save(rq, e);
	if (status == OK)
		return rq_redirect(rq, "%s&selesai=1", row_address(rq->desk.arena, rq->segments[0], "baris", typed(rq, "kind"), typed(rq, "name")));
	if (status != INVALID)
		return status;
	struct rules_row_view v = {.done = "", .result = typed(rq, "result"), .checked_by = typed(rq, "checked_by"),
				   .checked_on = typed(rq, "checked_on"), .source = typed(rq, "source"), .text = typed(rq, "text")};
	v.fault = rq_fault(rq, e);
	return row_page(rq, &v, e);
}

static const struct route routes[] = {
	/* method path                              who         handler         body limit, menu */
	{GET, "/kerja/aturan", RIGHT_STAFF, list_show, 0, "aturan"},
	{POST, "/kerja/aturan", RIGHT_ADMIN, install_take, 9 * MIB, "aturan"},
	{GET, "/kerja/aturan/{hash}", RIGHT_STAFF, pack_show, 0, "aturan"},
	{GET, "/kerja/aturan/{hash}/paket", RIGHT_STAFF, pack_download, 0, "aturan"},
	{GET, "/kerja/aturan/{hash}/baris", RIGHT_STAFF, row_show, 0, "aturan"},
	{GET, "/kerja/aturan/{hash}/toml", RIGHT_STAFF, row_toml, 0, "aturan"},
	{POST, "/kerja/aturan/{hash}/pendapat", RIGHT_ADMIN, opinion_take, 64 * KIB, "aturan"},
};
const struct route_list rules_routes = {routes, sizeof routes / sizeof *routes};
