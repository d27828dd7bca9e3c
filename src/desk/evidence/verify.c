/* verify.c -- walks the whole chain and says what is no longer as it was recorded.
 *
 * Three walks, in one read transaction so that a program at work beside us does not look like damage:
 *   1. each office's seals in order: no gap, each link what its parts give, the head and the signed checkpoints
 *      agree. On the way a map is filled: table and row -> the latest sealed hash.
 *   2. every row of every sealed table against the map: changed, or never sealed; what the map has and the
 *      tables have not is missing.
 *   3. every evidence file: there, and its bytes are its name.
 * Then the log of receipts is held against its heads (log_verify.c).
 * A damaged database file ends a walk early; that is a fault of its own and the next walk goes on.
 */
#include "desk/evidence/evidence_internal.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 500      /* rows read at once */
#define SEAL_BATCH 50  /* seals read at once: bodies of imports are large */

struct known { /* what the chain last said of one row */
	int64_t id, office, seq;
	struct instant at;
	struct hash hash;
	int32_t table;
	bool gone, seen, used;
};

struct walk {
	const struct desk *d;
	struct arena *a;      /* of the report */
	struct arena scratch; /* of one batch */
	struct tx tx;
	struct verify_report *report;
	struct known *map; /* open addressing; malloc */
	size_t map_n, map_cap;
	struct buf row; /* canonical bytes */
	progress_fn progress;
	void *context;
	int64_t done, total;
};

static void walk_free(struct walk *w)
{
	tx_rollback(&w->tx);
	arena_free(&w->scratch);
	buf_free(&w->row);
	free(w->map);
}

/* -- the map -- */

static struct known *map_slot(struct walk *w, int32_t table, int64_t id)
{
	uint64_t h = ((uint64_t)id + (uint64_t)(uint32_t)table * UINT64_C(0xD6E8FEB86659FD93)) * UINT64_C(0x9E3779B97F4A7C15);
	size_t at = (size_t)(h >> 16) & (w->map_cap - 1);
	while (w->map[at].used && (w->map[at].id != id || w->map[at].table != table))
		at = (at + 1) & (w->map_cap - 1);
	return &w->map[at];
}

static void map_grow(struct walk *w)
{
	struct known *old = w->map;
	size_t n = w->map_cap;
	w->map_cap = n ? n * 2 : 1024;
	w->map = calloc(w->map_cap, sizeof *w->map);
	if (!w->map)
		abort();
	for (size_t i = 0; i < n; i++)
		if (old[i].used)
			*map_slot(w, old[i].table, old[i].id) = old[i];
	free(old);
}

/* Within an office the order of seals decides, between offices the moment. */
static void map_put(struct walk *w, const struct sealed_row *row, int64_t office, const struct seals_after_row *seal)
{
	if (w->map_n * 4 >= w->map_cap * 3)
		map_grow(w);
	struct known *k = map_slot(w, row->table, row->id);
	if (k->used && k->office != office && k->at.us > seal->at.us)
		return;
	w->map_n += !k->used;
	*k = (struct known){.id = row->id, .office = office, .seq = seal->seq, .at = seal->at, .hash = row->hash,
			    .table = row->table, .gone = row->gone, .used = true};
}

/* -- faults -- */

void verify_fault_add(struct arena *a, struct verify_report *r, const char *kind, const char *table, int64_t row,
		      int64_t seq, const char *text, const char *text_en)
{
	struct verify_fault f = {.kind = kind, .table = table, .row = row, .seq = seq, .text = text, .text_en = text_en};
	ARENA_PUSH(a, r, f);
}

static struct verify_fault *fault(struct walk *w, const char *kind, const char *table, int64_t row, int64_t seq)
{
	verify_fault_add(w->a, w->report, kind, table, row, seq, "", "");
	return &w->report->items[w->report->n - 1];
}

static void fault_seal(struct walk *w, const char *kind, int64_t office, const struct seals_after_row *seal,
		       const char *id, const char *en)
{
	struct verify_fault *f = fault(w, kind, "seal", 0, seal->seq);
	char at[64], at_en[64];
	enum zone zone = w->d->office->zone;
	f->text = arena_printf(w->a, "Segel %lld kantor %lld (%s): %s.", (long long)seal->seq, (long long)office,
			       instant_long(seal->at, zone, ID, at), id);
	f->text_en = arena_printf(w->a, "Seal %lld of office %lld (%s): %s.", (long long)seal->seq, (long long)office,
				  instant_long(seal->at, zone, EN, at_en), en);
}

static void fault_row(struct walk *w, const char *kind, const struct table *t, int64_t row, const struct known *k,
		      const char *id, const char *en)
{
	struct verify_fault *f = fault(w, kind, t->name, row, k ? k->seq : 0);
	char at[64], at_en[64];
	enum zone zone = w->d->office->zone;
	if (!k) {
		f->text = arena_printf(w->a, "Tabel %s, baris %lld: %s.", t->name, (long long)row, id);
		f->text_en = arena_printf(w->a, "Table %s, row %lld: %s.", t->name, (long long)row, en);
		return;
	}
	f->text = arena_printf(w->a, "Tabel %s, baris %lld: %s. Terakhir disegel %s (segel %lld).", t->name, (long long)row,
			       id, instant_long(k->at, zone, ID, at), (long long)k->seq);
	f->text_en = arena_printf(w->a, "Table %s, row %lld: %s. Last sealed %s (seal %lld).", t->name, (long long)row, en,
				  instant_long(k->at, zone, EN, at_en), (long long)k->seq);
}

static void fault_plain(struct walk *w, const char *kind, const char *table, int64_t row, int64_t seq, const char *id,
			const char *en)
{
	struct verify_fault *f = fault(w, kind, table, row, seq);
	f->text = id;
	f->text_en = en;
}

static void tell_progress(struct walk *w, int64_t more)
{
	w->done += more;
	if (w->progress)
		w->progress(w->context, w->done, w->total > w->done ? w->total : w->done);
}

/* A read that failed because the file is damaged is a finding; the walk goes on in a new transaction. */
static enum status damaged(struct walk *w, enum status status, const char *what, struct err *e)
{
	if (status != BROKEN)
		return status;
	fault_plain(w, "store_damaged", what, 0, 0, arena_printf(w->a, "Berkas basis data rusak pada %s: %s", what, e->why),
		    arena_printf(w->a, "The database file is damaged at %s: %s", what, e->why));
	tx_rollback(&w->tx);
	w->tx = (struct tx){.arena = &w->scratch, .office = w->d->office->id, .now = w->d->now};
	return tx_begin(w->d->office->store, READ, &w->tx, e);
}

/* -- the first walk: seals -- */

static void body_walk(struct walk *w, int64_t office, const struct seals_after_row *seal)
{
	size_t at = 0;
	bool bad;
	struct sealed_row row;
	while (chain_body_next(seal->body, &at, &row, &bad))
		map_put(w, &row, office, seal);
	if (bad)
		fault_seal(w, "seal_broken", office, seal, "isi segel tidak dapat dibaca", "its body cannot be read");
}

static void seal_check(struct walk *w, int64_t office, struct seals_after_row *before, const struct seals_after_row *seal)
{
	struct hash previous = {0};
	if (before->link.n == HASH_SIZE)
		memcpy(previous.bytes, before->link.s, HASH_SIZE);
	if (seal->seq != before->seq + 1) {
		fault_seal(w, "seal_missing", office, seal,
			   arena_printf(w->a, "segel %lld sampai %lld sebelumnya hilang", (long long)before->seq + 1, (long long)seal->seq - 1),
			   arena_printf(w->a, "seals %lld to %lld before it are missing", (long long)before->seq + 1, (long long)seal->seq - 1));
	} else {
		struct hash link = chain_link(previous, office, seal->seq, seal->at, seal->body);
		if (seal->link.n != HASH_SIZE || memcmp(link.bytes, seal->link.s, HASH_SIZE) != 0)
			fault_seal(w, "seal_broken", office, seal, "segel tidak cocok dengan isi atau pendahulunya",
				   "it does not fit its body or the seal before it");
	}
	body_walk(w, office, seal);
	struct verify_report *r = w->report;
	r->seals++;
	if (r->seals == 1 || seal->at.us < r->first.us)
		r->first = seal->at;
	if (r->seals == 1 || seal->at.us > r->last.us)
		r->last = seal->at;
}

static void head_check(struct walk *w, int64_t office, const struct seals_after_row *last, bool found,
		       const struct chain_head_get_row *head)
{
	if (!found && last->seq)
		fault_plain(w, "head_missing", "chain_head", office, last->seq,
			    arena_printf(w->a, "Kepala rantai kantor %lld hilang.", (long long)office),
			    arena_printf(w->a, "The head of the chain of office %lld is missing.", (long long)office));
	else if (found && head->seq > last->seq)
		fault_plain(w, "chain_cut", "seal", office, last->seq + 1,
			    arena_printf(w->a, "Rantai kantor %lld terpotong: segel %lld sampai %lld hilang.", (long long)office,
					 (long long)last->seq + 1, (long long)head->seq),
			    arena_printf(w->a, "The chain of office %lld is cut: seals %lld to %lld are missing.", (long long)office,
					 (long long)last->seq + 1, (long long)head->seq));
	else if (found && (head->seq < last->seq || !str_eq(head->link, last->link)))
		fault_plain(w, "head_changed", "chain_head", office, head->seq,
			    arena_printf(w->a, "Kepala rantai kantor %lld diubah.", (long long)office),
			    arena_printf(w->a, "The head of the chain of office %lld was changed.", (long long)office));
}

static enum status checkpoints_check(struct walk *w, int64_t office, struct err *e)
{
	struct checkpoints_rows all;
	TRY(checkpoints(&w->tx, office, &all, e));
	for (size_t i = 0; i < all.n; i++) {
		const struct checkpoints_row *c = &all.items[i];
		struct seal_get_row seal;
		bool found;
		TRY(seal_get(&w->tx, office, c->seq, &found, &seal, e));
		bool own = office == w->d->office->id; /* we hold the public key of our own office only */
		if (own && !checkpoint_good(w->d->office->sign_public, office, c))
			fault_plain(w, "checkpoint_broken", "checkpoint", c->id, c->seq,
				    arena_printf(w->a, "Tanda tangan titik periksa pada segel %lld tidak sah.", (long long)c->seq),
				    arena_printf(w->a, "The signature of the checkpoint at seal %lld is not good.", (long long)c->seq));
		else if (!found || !str_eq(seal.link, c->link))
			fault_plain(w, "chain_rewritten", "checkpoint", c->id, c->seq,
				    arena_printf(w->a, "Rantai ditulis ulang: segel %lld bukan yang ditandatangani saat titik periksa.",
						 (long long)c->seq),
				    arena_printf(w->a, "The chain was rewritten: seal %lld is not the one that was signed at the checkpoint.",
						 (long long)c->seq));
	}
	return OK;
}

static enum status chain_walk(struct walk *w, int64_t office, struct err *e)
{
	struct hash link = {0};
	struct seals_after_row last = {.link = {(const char *)link.bytes, HASH_SIZE}};
	for (size_t n = SEAL_BATCH; n == SEAL_BATCH;) {
		struct seals_after_rows batch;
		arena_reset(&w->scratch);
		TRY(seals_after(&w->tx, office, last.seq, SEAL_BATCH, &batch, e));
		for (size_t i = 0; i < batch.n; i++) {
			seal_check(w, office, &last, &batch.items[i]);
			last = batch.items[i];
			memcpy(link.bytes, last.link.s ? last.link.s : "", last.link.n < HASH_SIZE ? last.link.n : HASH_SIZE);
			last.link.s = (const char *)link.bytes; /* outlives the batch */
		}
		n = batch.n;
		tell_progress(w, (int64_t)n);
	}
	struct chain_head_get_row head;
	bool found;
	TRY(chain_head_get(&w->tx, office, &found, &head, e));
	head_check(w, office, &last, found, &head);
	return checkpoints_check(w, office, e);
}

/* -- the second walk: rows -- */

static void row_check(struct walk *w, const struct table *t, const struct value *values)
{
	int64_t id = value_as_int(&values[0]);
	struct known *k = w->map_cap ? map_slot(w, t->number, id) : NULL;
	w->report->rows++;
	if (!k || !k->used) {
		fault_row(w, "row_unsealed", t, id, NULL, "tidak pernah disegel", "was never sealed");
		return;
	}
	k->seen = true;
	if (k->gone)
		fault_row(w, "row_unsealed", t, id, k, "pernah dihapus lalu muncul kembali", "was deleted and has come back");
	else if (!hash_eq(k->hash, evidence_row_digest(&w->row, values, t->n_columns)))
		fault_row(w, "row_changed", t, id, k, "diubah di luar Netra", "was changed outside Netra");
}

static enum status file_check(struct walk *w, const struct table *t, const struct value *values, struct err *e);

static enum status table_walk(struct walk *w, const struct table *t, struct err *e)
{
	bool files = text_eq(t->name, "evidence_file");
	int64_t after = INT64_MIN;
	for (size_t n = BATCH; n == BATCH;) {
		struct rows rows;
		arena_reset(&w->scratch);
		TRY(store_scan(&w->tx, t, after, BATCH, &rows, e));
		for (size_t i = 0; i < rows.n_rows; i++) {
			const struct value *values = rows.items + i * rows.n_columns;
			row_check(w, t, values);
			after = value_as_int(&values[0]);
			if (files)
				TRY(file_check(w, t, values, e));
		}
		n = rows.n_rows;
		tell_progress(w, (int64_t)n);
	}
	return OK;
}

static void missing_check(struct walk *w)
{
	for (size_t i = 0; i < w->map_cap; i++) {
		const struct known *k = &w->map[i];
		if (!k->used || k->seen || k->gone || k->table < 0)
			continue;
		if ((size_t)k->table >= store_tables_n || !store_tables[k->table]->sealed)
			fault_plain(w, "seal_unknown_table", "seal", k->id, k->seq,
				    arena_printf(w->a, "Segel %lld menyebut tabel yang tidak dikenal.", (long long)k->seq),
				    arena_printf(w->a, "Seal %lld names a table that is not known.", (long long)k->seq));
		else
			fault_row(w, "row_missing", store_tables[k->table], k->id, k, "hilang", "is missing");
	}
}

/* -- the third: files, as their rows come by -- */

static enum status file_check(struct walk *w, const struct table *t, const struct value *values, struct err *e)
{
	(void)e;
	int64_t id = value_as_int(&values[0]);
	const char *sha256 = value_as_text(&values[2]); /* id, office, sha256: schema 0002 */
	struct hash named, found;
	const struct known *k = w->map_cap ? map_slot(w, t->number, id) : NULL;
	if (value_as_int(&values[1]) != w->d->office->id)
		return OK; /* another office's folder */
	w->report->files++;
	if (!sha256 || !hex_bytes(sha256, named.bytes, HASH_SIZE))
		return OK; /* told as a changed row */
	enum status status = file_hash(file_path(&w->scratch, w->d->office, sha256), &found, NULL);
	if (status != OK)
		fault_row(w, "file_missing", t, id, k && k->used ? k : NULL, "berkas buktinya hilang", "its evidence file is missing");
	else if (!hash_eq(named, found))
		fault_row(w, "file_changed", t, id, k && k->used ? k : NULL, "berkas buktinya diubah", "its evidence file was changed");
	return OK;
}

/* -- all of it -- */

static int by_seal(const void *a, const void *b)
{
	const struct verify_fault *x = a, *y = b;
	int64_t p = x->seq ? x->seq : INT64_MAX, q = y->seq ? y->seq : INT64_MAX;
	return p != q ? (p < q ? -1 : 1) : (x->row > y->row) - (x->row < y->row);
}

static enum status seals_walk(struct walk *w, struct err *e)
{
	struct seal_offices_rows offices;
	struct seal_total_row total;
	TRY(seal_total(&w->tx, &total, e));
	w->total = total.n;
	struct arena *own = w->tx.arena;
	w->tx.arena = w->a; /* outlives the batches */
	enum status status = seal_offices(&w->tx, &offices, e);
	w->tx.arena = own;
	TRY(status);
	for (size_t i = 0; i < offices.n; i++)
		TRY(damaged(w, chain_walk(w, offices.items[i].office, e), "seal", e));
	return OK;
}

static enum status file_sound(struct walk *w, struct err *e)
{
	const char *lines;
	enum status status = store_check(w->d->office->store, w->a, &lines, e);
	if (status == BROKEN)
		lines = arena_strdup(w->a, e->why);
	else
		TRY(status);
	if (*lines)
		fault_plain(w, "store_damaged", "store", 0, 0, arena_printf(w->a, "Berkas basis data rusak: %s", lines),
			    arena_printf(w->a, "The database file is damaged: %s", lines));
	return OK;
}

enum status evidence_verify(const struct desk *d, struct verify_report *ret, progress_fn progress, void *context,
			    struct err *e)
{
	*ret = (struct verify_report){.first = INSTANT_NONE, .last = INSTANT_NONE};
	scoped(walk_free) struct walk w = {.d = d, .a = d->arena, .report = ret, .progress = progress, .context = context};
	w.row.limit = SIZE_MAX;
	w.tx = (struct tx){.arena = &w.scratch, .office = d->office->id, .now = d->now};
	TRY(tx_begin(d->office->store, READ, &w.tx, e));
	TRY(damaged(&w, seals_walk(&w, e), "seal", e));
	w.total += (int64_t)w.map_n;
	for (size_t i = 0; i < store_tables_n; i++)
		if (store_tables[i]->sealed)
			TRY(damaged(&w, table_walk(&w, store_tables[i], e), store_tables[i]->name, e));
	missing_check(&w);
	TRY(damaged(&w, evidence_log_verify(&w.tx, d, w.a, ret, e), "log_leaf", e));
	TRY(file_sound(&w, e));
	if (ret->n)
		qsort(ret->items, ret->n, sizeof *ret->items, by_seal);
	return OK;
}
