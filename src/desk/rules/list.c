/* list.c -- which packs there are, how long each counts, how many files it judges; and what counsel said. */
#include "desk/access/access.h"
#include "desk/rules/rules.h"

#include <string.h>

static bool same_scope(const struct pack_installs_row *a, const struct pack_installs_row *b)
{
	return !strcmp(a->election, b->election) && !strcmp(a->procedure, b->procedure);
}

/* Rows come newest first: whatever of the same scope stands before @i takes over from it. */
static struct day ends(const struct pack_installs_rows *rows, size_t i)
{
	struct day to = DAY_NONE;
	for (size_t k = 0; k < i; k++)
		if (same_scope(&rows->items[k], &rows->items[i]))
			to = day_add(rows->items[k].from_on, -1);
	return to;
}

static void counts_fill(const struct files_by_pack_rows *counts, struct rules_item *item)
{
	for (size_t i = 0; i < counts->n; i++) {
		if (strcmp(counts->items[i].rulepack, item->hash) != 0)
			continue;
		item->open_files = counts->items[i].open_files;
		item->files = counts->items[i].files;
	}
}

static const char *state_of(const struct rules_item *item, struct day today)
{
	if (!day_is_none(item->to) && (item->to.n < item->from.n || item->to.n < today.n))
		return "past";
	return item->from.n > today.n ? "later" : "now";
}

static struct rules_item item_of(const struct pack_installs_rows *rows, size_t i, struct day today)
{
	const struct pack_installs_row *r = &rows->items[i];
	struct rules_item item = {.install = r->id, .hash = r->rulepack, .name = r->name, .version = r->version,
				  .election = r->election, .procedure = r->procedure, .from = r->from_on, .to = ends(rows, i),
				  .publisher = r->publisher ? r->publisher : "", .key_id = r->key_id, .words = r->signer_words, .who = r->who,
				  .reason = r->reason, .signed_at = r->signed_at, .at = r->at, .forced = r->forced};
	item.state = state_of(&item, today);
	return item;
}

static bool listed(const struct rules_list *list, const char *hash)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->items[i].hash, hash))
			return true;
	return false;
}

/* The pack of the binary counts until one for everybody takes over. */
static struct rules_item built_in_item(const struct desk *d, const struct pack_installs_rows *rows, struct day today)
{
	const struct regime *r = d->office->regime;
	const struct law *law = r->items[r->n - 1].law;
	struct rules_item item = {.hash = r->items[r->n - 1].hash, .name = law->name, .version = law->version, .election = "",
				  .procedure = "", .from = DAY_NONE, .to = DAY_NONE, .built_in = true, .publisher = "", .key_id = "", .words = "",
				  .who = "", .reason = "", .signed_at = INSTANT_NONE, .at = INSTANT_NONE};
	for (size_t i = 0; i < rows->n; i++)
		if (!*rows->items[i].election && !*rows->items[i].procedure)
			item.to = day_add(rows->items[i].from_on, -1);
	item.state = !day_is_none(item.to) && item.to.n < today.n ? "past" : "now";
	return item;
}

/* Packs of files that were opened under an older binary. */
static enum status kept_add(struct tx *tx, const struct files_by_pack_rows *counts, struct rules_list *ret, struct err *e)
{
	for (size_t i = 0; i < counts->n; i++) {
		struct pack_text_row text;
		bool found;
		if (listed(ret, counts->items[i].rulepack))
			continue;
		TRY(pack_text(tx, counts->items[i].rulepack, &found, &text, e));
		struct rules_item item = {.hash = counts->items[i].rulepack, .name = "", .version = found ? text.version : "?", .election = "",
					  .procedure = "", .from = DAY_NONE, .to = DAY_NONE, .state = "kept", .publisher = "", .key_id = "",
					  .words = "", .who = "", .reason = "", .signed_at = INSTANT_NONE, .at = INSTANT_NONE};
		counts_fill(counts, &item);
		ARENA_PUSH(tx->arena, ret, item);
	}
	return OK;
}

enum status rules_list(struct tx *tx, const struct desk *d, struct rules_list *ret, struct err *e)
{
	struct pack_installs_rows rows;
	struct files_by_pack_rows counts;
	struct day today = day_of_instant(d->now, d->office->zone);
	*ret = (struct rules_list){0};
	TRY(pack_installs(tx, d->office->id, &rows, e));
	TRY(files_by_pack(tx, d->office->id, &counts, e));
	for (size_t i = 0; i <= rows.n; i++) {
		struct rules_item item = i < rows.n ? item_of(&rows, i, today) : built_in_item(d, &rows, today);
		counts_fill(&counts, &item);
		ARENA_PUSH(tx->arena, ret, item);
	}
	return kept_add(tx, &counts, ret, e);
}

static bool hex_only(const char *s)
{
	return strspn(s, "0123456789abcdef") == strlen(s);
}

enum status rules_text(struct tx *tx, const char *which, const char **ret_hash, struct str *ret, struct err *e)
{
	struct packs_kept_rows rows;
	struct pack_text_row text;
	bool found;
	const char *embedded = hash_hex(tx->arena, hash_of(law_embedded, law_embedded_n));
	size_t n = strlen(which);
	if (!strcmp(which, "built-in") || (n >= 8 && text_starts(embedded, which))) {
		*ret_hash = embedded;
		*ret = (struct str){law_embedded, law_embedded_n};
		return OK;
	}
	if (n < 8 || n > 64 || !hex_only(which))
		return FAIL(e, INVALID, "'%.70s' is no file, no hash of a pack (at least 8 hex digits) and not built-in", which);
	TRY(packs_kept(tx, arena_printf(tx->arena, "%s%%", which), &rows, e));
	if (rows.n != 1)
		return FAIL(e, rows.n ? INVALID : NOT_FOUND, rows.n ? "more than one pack begins with %s" : "no pack %s is kept here", which);
	*ret_hash = rows.items[0].hash;
	TRY(pack_text(tx, *ret_hash, &found, &text, e));
	*ret = (struct str){text.body, strlen(text.body)};
	return OK;
}

enum status rules_uses(struct tx *tx, const struct desk *d, const char *hash, const struct pack_change *c, int64_t *ret, struct err *e)
{
	int64_t office = d->office->id;
	struct uses_clock_row clock;
	struct uses_state_row state;
	struct uses_act_row act;
	struct uses_form_row form;
	*ret = -1;
	if (!strcmp(c->table, "clock")) {
		TRY(uses_clock(tx, office, hash, c->code, &clock, e));
		*ret = clock.n;
	} else if (!strcmp(c->table, "state")) {
		TRY(uses_state(tx, office, hash, c->code, &state, e));
		*ret = state.n;
	} else if (!strcmp(c->table, "act")) {
		TRY(uses_act(tx, office, hash, c->code, &act, e));
		*ret = act.n;
	} else if (!strcmp(c->table, "form")) {
		TRY(uses_form(tx, office, hash, c->code, &form, e));
		*ret = form.n;
	}
	return OK;
}

enum status rules_open_files(struct tx *tx, const struct desk *d, const char *hash, int64_t *ret, struct err *e)
{
	struct files_by_pack_rows counts;
	*ret = 0;
	TRY(files_by_pack(tx, d->office->id, &counts, e));
	for (size_t i = 0; i < counts.n; i++)
		if (!strcmp(counts.items[i].rulepack, hash))
			*ret = counts.items[i].open_files;
	return OK;
}

/* -- counsel -- */

static enum status opinion_check(const struct desk *d, const struct rules_opinion *as, struct err *e)
{
	if (text_blank(as->checked_by) || strlen(as->checked_by) > 200)
		return FAIL_FIELD(e, INVALID, "checked_by", "tulis siapa yang memeriksa");
	if (strcmp(as->result, "confirmed") && strcmp(as->result, "wrong") && strcmp(as->result, "open"))
		return FAIL_FIELD(e, INVALID, "result", "pilih salah satu hasil");
	if (day_is_none(as->checked_on) || as->checked_on.n > day_of_instant(d->now, d->office->zone).n)
		return FAIL_FIELD(e, INVALID, "checked_on", "tulis tanggal pemeriksaan, paling akhir hari ini");
	if (strcmp(as->result, "open") && text_blank(as->source))
		return FAIL_FIELD(e, INVALID, "source", "tulis sumber yang dibaca: peraturan, pasal, alamat");
	if (!strcmp(as->result, "wrong") && text_blank(as->text))
		return FAIL_FIELD(e, INVALID, "text", "tulis bagaimana baris itu seharusnya");
	return OK;
}

/* The row must be one of the pack's that nobody had seen. */
static enum status row_known(struct tx *tx, const struct rules_opinion *as, struct err *e)
{
	const char *hash;
	struct str body;
	const struct json *pack;
	struct pack_doubts doubts;
	TRY(rules_text(tx, as->rulepack, &hash, &body, e));
	TRY(json_read(tx->arena, "rule pack", body.s, body.n, LAW_PACK_MAX, &pack, e));
	pack_doubts(tx->arena, pack, &doubts);
	for (size_t i = 0; i < doubts.n; i++)
		if (!strcmp(doubts.items[i].table, as->kind) && !strcmp(doubts.items[i].name, as->name))
			return OK;
	return FAIL(e, NOT_FOUND, "paket ini tidak memuat baris %.20s %.60s yang perlu diperiksa", as->kind, as->name);
}

enum status rules_opinion_add(const struct desk *d, const struct rules_opinion *as, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(opinion_check(d, as, e));
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(row_known(&tx, as, e));
	int64_t id = id_new(d->now);
	TRY(opinion_add(&tx, id, d->office->id, as->rulepack, as->kind, as->name, as->result, as->checked_by, as->checked_on,
			as->source ? as->source : "", as->text ? as->text : "", d->now, d->user, e));
	const char *why = arena_printf(d->arena, "%s %s: %s, %s", as->kind, as->name, as->result, as->checked_by);
	TRY(access_note(&tx, d, "rulepack_opinion", "rulepack", id, why, e));
	return tx_commit(&tx, e);
}
