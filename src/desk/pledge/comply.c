/* comply.c -- certificates of compliance: the list as CSV, and the figures that its rows add up to. */
#include "desk/pledge/comply.h"

#include "desk/access/access.h"
#include "desk/evidence/evidence.h"
#include "desk/pledge/joint.h"

#include <string.h>

#define REGISTER "kepatuhan_ikrar" /* of number_seq; no rule says how such a certificate is numbered */
#define SLICE    2000              /* rows of the list held in memory at once */

struct counting {
	const struct desk *d;
	struct pledge_get_row p;
	struct pledge_now_row now;
	struct buf csv;
	struct certificate_get_row c; /* its figures */
};

static void counting_end(struct counting *c) { buf_free(&c->csv); }

static const char *way_of(const struct certificate_rows_row *r)
{
	return instant_is_none(r->at) ? "" : r->way ? r->way : r->kiosk ? "kiosk" : "link";
}

static void figures_add(struct certificate_get_row *c, const struct certificate_rows_row *r)
{
	const char *way = way_of(r);
	bool has = way[0] != 0, excused = r->excuse[0] != 0;
	c->people++;
	c->leave += text_eq(r->excuse, "leave"), c->retired += text_eq(r->excuse, "retired"), c->detached += text_eq(r->excuse, "detached");
	c->other += text_eq(r->excuse, "other");
	c->signs += has && !excused, c->beyond += has && excused;
	c->link += text_eq(way, "link"), c->poster += text_eq(way, "poster"), c->kiosk += text_eq(way, "kiosk"), c->paper += text_eq(way, "paper");
}

static void cell(struct buf *b, const char *s, char end)
{
	buf_csv(b, s ? s : "");
	buf_char(b, end);
}

static void row_write(struct counting *in, const struct certificate_rows_row *r)
{
	char at[DAY_TEXT_MAX];
	struct buf *b = &in->csv;
	bool has = !instant_is_none(r->at);
	figures_add(&in->c, r);
	cell(b, r->number, ',');
	cell(b, r->name, ',');
	cell(b, r->class, ',');
	cell(b, r->agency_name, ',');
	cell(b, r->status, ',');
	cell(b, r->excuse, ',');
	cell(b, r->excuse_reason, ',');
	cell(b, has ? instant_iso(r->at, in->d->office->zone, at) : "", ',');
	cell(b, way_of(r), ',');
	cell(b, has ? arena_printf(in->d->arena, "%lld", (long long)r->version) : "", '\n');
}

static enum status list_write(struct tx *tx, struct counting *in, struct err *e)
{
	struct certificate_rows_rows rows = {0};
	int64_t after = 0;
	buf_text(&in->csv, "nomor,nama,kelas,perangkat_daerah,status,dikecualikan,alasan,ditandatangani,cara,versi\n");
	do {
		TRY(certificate_rows(tx, in->p.id, in->p.roster, in->now.since, after, SLICE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			row_write(in, &rows.items[i]);
			after = rows.items[i].id;
		}
	} while (rows.n == SLICE);
	return buf_done(&in->csv, e);
}

static enum status count(const struct desk *d, int64_t pledge, struct counting *ret, struct err *e)
{
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	ret->d = d;
	TRY(desk_begin(d, READ, &tx, e)); /* one snapshot: what is counted is what is written */
	TRY(pledge_of(&tx, d, pledge, &ret->p, e));
	TRY(pledge_now(&tx, pledge, &found, &ret->now, e));
	if (!found)
		return FAIL_FIELD(e, CONFLICT, "version", "the campaign has no text that is signed now");
	TRY(list_write(&tx, ret, e));
	if (!ret->c.people)
		return FAIL_FIELD(e, INVALID, "list", "nobody is in the list");
	return tx_commit(&tx, e);
}

struct piece {
	struct str rest;
};

static enum status piece_read(void *context, struct str *ret, struct err *e)
{
	struct piece *p = context;
	*ret = p->rest;
	p->rest.n = 0;
	return OK;
}

/* The bytes are on the disk before the writer is asked for. */
static enum status seal(const struct desk *d, struct counting *in, int64_t *ret, struct err *e)
{
	struct piece piece = {{in->csv.s, in->csv.n}};
	struct file_kept kept;
	struct joint_beside_row beside;
	const struct certificate_get_row *c = &in->c;
	const char *number;
	int64_t file;
	bool found;
	TRY(evidence_file_keep(d, piece_read, &piece, &kept, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(evidence_file_link(&tx, d, &kept, &(struct file_new){.name = "daftar-ikrar.csv", .origin = "letter"}, &file, e));
	TRY(joint_beside(&tx, in->p.id, &found, &beside, e));
	TRY(pledge_number(&tx, d, REGISTER, "SKI", &number, e));
	*ret = id_new(d->now);
	TRY(certificate_add(&tx, *ret, in->p.id, number, random_hex(tx.arena, PLEDGE_CODE_BYTES), in->now.version, found ? beside.id : 0, file,
			    hash_hex(tx.arena, kept.hash), c->people, c->leave, c->retired, c->detached, c->other, c->signs, c->beyond, c->link, c->poster, c->kiosk,
			    c->paper, d->now, d->user, e));
	TRY(access_note(&tx, d, "pledge_certified", "pledge", in->p.id, number, e));
	return tx_commit(&tx, e);
}

enum status pledge_certify(const struct desk *d, int64_t pledge, int64_t *ret, struct err *e)
{
	scoped(counting_end) struct counting in = {0};
	TRY(count(d, pledge, &in, e));
	return seal(d, &in, ret, e);
}

enum status pledge_certificate_of(struct tx *tx, const struct desk *d, int64_t pledge, int64_t id, struct certificate_get_row *ret, struct err *e)
{
	bool found;
	TRY(certificate_get(tx, id, d->office->id, &found, ret, e));
	return found && ret->pledge == pledge ? OK : FAIL(e, NOT_FOUND, "the campaign has no such certificate");
}

enum status pledge_certificate_checked(struct tx *tx, const struct desk *d, const char *code, struct certificate_get_row *ret, struct err *e)
{
	struct certificate_of_code_row row;
	bool found;
	TRY(certificate_of_code(tx, code, &found, &row, e));
	if (found)
		TRY(certificate_get(tx, row.id, d->office->id, &found, ret, e));
	return found ? OK : FAIL(e, NOT_FOUND, "no certificate has that code");
}

int64_t pledge_certificate_counts(const struct certificate_get_row *c) { return c->people - c->leave - c->retired - c->detached - c->other; }

int64_t pledge_certificate_permille(const struct certificate_get_row *c)
{
	int64_t counts = pledge_certificate_counts(c);
	return counts > 0 ? (c->signs * 1000 + counts / 2) / counts : -1;
}
