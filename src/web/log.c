/* log.c -- the log of receipts for everybody: /log, its feed, the texts that witnesses keep, and the API.
 *
 * Nothing here needs an account, and nothing tells of a report more than that it is the n-th. What is handed out are
 * signed heads and hashes; whoever keeps them can hold the office to them (core/chain, desk/evidence/receipts.h).
 */
#include "desk/intake/intake.h"
#include "paper/paper.h"
#include "page_log.h"
#include "web/log_views.h"

#include <string.h>

#define ROWS_SHOWN  14
#define BARS_SHOWN  14
#define FEED_HEADS  30
#define CHAIN_HEADS 400
#define PER_HOUR    600 /* proofs from one source: each reads some hundreds of hashes */

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

static const char *site_of(const struct request *rq)
{
	const struct settings *s = rq->desk.office->settings;
	const char *named = settings_text(s, "serve.public_url");
	return *named ? named : arena_printf(rq->desk.arena, "http://%s", settings_text(s, "serve.listen"));
}

/* ---- the page ---- */

static struct log_row row_of(struct arena *a, const struct evidence_head *h)
{
	return (struct log_row){.id = h->id, .size = h->note.size, .grown = h->since.to - h->since.from, .at = h->at,
				.root = hash_hex(a, h->note.root),
				.start = arena_printf(a, "%.12s…", hash_hex(a, h->note.root)), .daily = !day_is_none(h->day)};
}

static void rows_fill(struct arena *a, const struct evidence_heads *heads, struct log_view *v)
{
	int64_t most = 1;
	for (size_t i = 0; i < heads->n && i < ROWS_SHOWN; i++) {
		struct log_row row = row_of(a, &heads->items[i]);
		if (i < BARS_SHOWN && row.grown > most)
			most = row.grown;
		ARENA_PUSH(a, &v->rows, row);
	}
	for (size_t i = heads->n < BARS_SHOWN ? heads->n : BARS_SHOWN; i-- > 0;) {
		struct log_row row = v->rows.items[i];
		row.width = row.grown * 100 / most;
		ARENA_PUSH(a, &v->bars, row);
	}
	if (heads->n > ROWS_SHOWN)
		v->older = v->rows.items[ROWS_SHOWN - 1].id;
}

static enum status view_fill(struct request *rq, int64_t before, struct log_view *v, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct evidence_heads heads;
	struct evidence_head last;
	int64_t size;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(evidence_log_size(&tx, &rq->desk, &size, e));
	TRY(evidence_head_last(&tx, &rq->desk, &v->any, &last, e));
	TRY(evidence_heads_latest(&tx, &rq->desk, before, ROWS_SHOWN + 1, &heads, e));
	rows_fill(a, &heads, v);
	if (!v->any)
		return OK;
	scoped(buf_free) struct buf text = {0};
	evidence_head_put(&text, &last);
	v->now = row_of(a, &last);
	v->waiting = size - last.note.size;
	v->text = buf_arena(a, &text);
	return OK;
}

static const char *key_text(const struct request *rq)
{
	scoped(buf_free) struct buf b = {0};
	const struct office *o = rq->desk.office;
	note_key_put(&b, note_origin(rq->desk.arena, o->code), o->sign_public);
	return buf_arena(rq->desk.arena, &b);
}

/* A whole number in the query; @otherwise when it is not there or is none. */
static int64_t query_number(const struct request *rq, const char *name, int64_t otherwise)
{
	int64_t n;
	const char *s = rq_query(rq, name);
	return s && int_parse(s, 0, INT64_MAX, &n, NULL) == OK ? n : otherwise;
}

static enum status log_show(struct request *rq, struct err *e)
{
	int64_t before = query_number(rq, "sebelum", INT64_MAX);
	struct log_view v = {.text = "", .key = key_text(rq), .drill = rq->desk.office->drill, .first_page = before == INT64_MAX,
			     .origin = note_origin(rq->desk.arena, rq->desk.office->code)};
	TRY(view_fill(rq, before, &v, e));
	struct page p = page_of(rq, "Daftar tanda terima", "Log of receipts");
	page_log(rq->out, &p, &v);
	return OK;
}

/* ---- texts ---- */

/* A program that asks again and again is told when nothing is new. */
static enum status send(struct request *rq, const char *type)
{
	rq->content_type = type;
	rq->etag = arena_printf(rq->desk.arena, "\"%.32s\"", hash_hex(rq->desk.arena, hash_of(rq->out->s, rq->out->n)));
	rq->revalidate = true;
	if (rq->if_none_match && strstr(rq->if_none_match, rq->etag)) {
		buf_clear(rq->out);
		rq->http = 304;
	}
	return OK;
}

#define PLAIN "text/plain; charset=utf-8"

static enum status key_show(struct request *rq, struct err *e)
{
	(void)e;
	buf_text(rq->out, key_text(rq));
	return send(rq, PLAIN);
}

static enum status no_head(const struct request *rq, struct err *e)
{
	return FAIL(e, NOT_FOUND, "%s", say(rq, "Belum ada kepala daftar.", "There is no head of the log yet."));
}

/* The newest head; with ?dari=N the proof that it continues the tree of N receipts, which a witness holds. */
static enum status newest_show(struct request *rq, struct err *e)
{
	struct evidence_head h;
	bool found;
	int64_t from = query_number(rq, "dari", -1);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_limit(rq, "log", PER_HOUR, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(evidence_head_last(&tx, &rq->desk, &found, &h, e));
	if (!found)
		return no_head(rq, e);
	if (from >= 0) {
		h.since = (struct note_consistency){.from = from, .to = h.note.size};
		TRY(evidence_log_consistency(&tx, &rq->desk, from, h.note.size, &h.since.proof, e));
	}
	evidence_head_put(rq->out, &h);
	return send(rq, PLAIN);
}

static enum status one_show(struct request *rq, struct err *e)
{
	struct evidence_head h;
	int64_t id;
	bool found;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(evidence_head_by_id(&tx, &rq->desk, id, &found, &h, e));
	if (!found)
		return no_head(rq, e);
	evidence_head_put(rq->out, &h);
	return send(rq, PLAIN);
}

/* All heads from ?dari=N receipts on, each with the proof that it continues the one before: one file checks them all. */
static enum status chain_show(struct request *rq, struct err *e)
{
	struct evidence_heads heads;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_limit(rq, "log", PER_HOUR, e));
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(evidence_heads_from(&tx, &rq->desk, query_number(rq, "dari", 0), CHAIN_HEADS, &heads, e));
	for (size_t i = 0; i < heads.n; i++) {
		evidence_head_put(rq->out, &heads.items[i]);
		buf_char(rq->out, '\n');
	}
	return send(rq, PLAIN);
}

/* ---- the feed: RFC 4287 ---- */

static void put_element(struct buf *b, const char *name, const char *text)
{
	buf_printf(b, "<%s>", name);
	buf_html(b, text);
	buf_printf(b, "</%s>\n", name);
}

static void put_entry(struct request *rq, const struct evidence_head *h)
{
	struct arena *a = rq->desk.arena;
	struct buf *b = rq->out;
	scoped(buf_free) struct buf text = {0};
	char at[64];
	instant_long(h->at, rq->desk.office->zone, rq->lang, at);
	evidence_head_put(&text, h);
	buf_text(b, "<entry>\n");
	put_element(b, "title", arena_printf(a, say(rq, "%lld tanda terima, %s", "%lld receipts, %s"), (long long)h->note.size, at));
	put_element(b, "id", arena_printf(a, "urn:netra:%s:head:%lld", rq->desk.office->code, (long long)h->id));
	put_element(b, "updated", note_moment(a, h->at));
	buf_text(b, "<link rel=\"alternate\" type=\"text/plain\" href=\"");
	buf_html(b, arena_printf(a, "%s/log/kepala/%lld", site_of(rq), (long long)h->id));
	buf_text(b, "\"/>\n<content type=\"text\">");
	buf_html(b, text.s);
	buf_text(b, "</content>\n</entry>\n");
}

static void put_feed_head(struct request *rq, struct instant updated)
{
	struct arena *a = rq->desk.arena;
	const struct office *o = rq->desk.office;
	struct buf *b = rq->out;
	buf_printf(b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%s\">\n",
		   rq->lang == EN ? "en" : "id");
	put_element(b, "title", arena_printf(a, "%s: %s%s", o->name, say(rq, "kepala daftar tanda terima", "heads of the log of receipts"),
					     o->drill ? say(rq, " (data latihan)", " (training data)") : ""));
	put_element(b, "id", arena_printf(a, "urn:netra:%s:log", o->code));
	put_element(b, "updated", note_moment(a, updated));
	buf_text(b, "<author>");
	put_element(b, "name", o->name);
	buf_text(b, "</author>\n<link rel=\"self\" type=\"application/atom+xml\" href=\"");
	buf_html(b, arena_printf(a, "%s/log/kepala.xml", site_of(rq)));
	buf_text(b, "\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"");
	buf_html(b, arena_printf(a, "%s/log", site_of(rq)));
	buf_text(b, "\"/>\n");
}

static enum status feed_show(struct request *rq, struct err *e)
{
	struct evidence_heads heads;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(evidence_heads_latest(&tx, &rq->desk, INT64_MAX, FEED_HEADS, &heads, e));
	put_feed_head(rq, heads.n ? heads.items[0].at : rq->desk.now);
	for (size_t i = 0; i < heads.n; i++)
		put_entry(rq, &heads.items[i]);
	buf_text(rq->out, "</feed>\n");
	return send(rq, "application/atom+xml; charset=utf-8");
}

/* ---- where a receipt stands ---- */

/* From the receipt's leaf up to the head: at each step it is hashed with its neighbour, and the way turns towards it. */
struct path_drawing {
	struct drawing d;
	struct arena *a;
	double x, y, apart; /* where the way has come to; between neighbours */
};

#define PATH_WIDTH 320.0
#define PATH_STEP  26.0 /* height of one level */
#define PATH_EDGE  34.0 /* room on all sides for words */
#define PATH_APART 64.0 /* neighbours, unless the way would leave the drawing */

static void path_line(struct path_drawing *p, double x, double y, double to_x, double to_y, enum paper_ink ink, double stroke)
{
	struct point *points = arena_array(p->a, struct point, 2);
	points[0] = (struct point){x, y};
	points[1] = (struct point){to_x, to_y};
	struct shape s = {.kind = SHAPE_LINE, .ink = ink, .stroke = stroke, .points = points, .n = 2};
	ARENA_PUSH(p->a, &p->d, s);
}

static void path_dot(struct path_drawing *p, double x, double y, double radius, enum paper_ink ink)
{
	struct shape s = {.kind = SHAPE_DOT, .ink = ink, .x = x, .y = y, .width = radius};
	ARENA_PUSH(p->a, &p->d, s);
}

/* Words above or below a place, within the drawing. */
static void path_words(struct path_drawing *p, double y, const char *text)
{
	double x = p->x < 50 ? 50 : p->x > PATH_WIDTH - 50 ? PATH_WIDTH - 50 : p->x;
	struct shape s = {.kind = SHAPE_TEXT, .x = x, .y = y, .height = 12, .text = text, .anchor = ANCHOR_MIDDLE, .bold = true};
	ARENA_PUSH(p->a, &p->d, s);
}

/* @side: -1 the neighbour stands to the left, 1 to the right. */
static void path_step(struct path_drawing *p, int side)
{
	double beside = p->x + side * p->apart, up_x = p->x + side * p->apart / 2, up_y = p->y - PATH_STEP;
	path_line(p, beside, p->y, up_x, up_y, INK_LINE, 1.2);
	path_line(p, p->x, p->y, up_x, up_y, INK_INDIGO, 2.5);
	path_dot(p, beside, p->y, 4, INK_LINE);
	path_dot(p, p->x, p->y, 5, INK_INDIGO);
	p->x = up_x;
	p->y = up_y;
}

/* The neighbours on the way up: -1 left, 1 right. A last node without one goes up as it is (RFC 9162, 2.1.3). */
static size_t path_sides(int64_t index, int64_t size, int ret[static MERKLE_PROOF_MAX])
{
	size_t n = 0;
	for (int64_t at = index, last = size - 1; last > 0; at >>= 1, last >>= 1)
		if (at & 1 || at != last)
			ret[n++] = at & 1 ? -1 : 1;
	return n;
}

/* Where the way must begin so that all of it, neighbours too, stands in the middle. */
static void path_place(struct path_drawing *p, const int *sides, size_t n)
{
	double x = 0, left = 0, right = 0, room = PATH_WIDTH - 2 * PATH_EDGE;
	for (size_t i = 0; i < n; i++) {
		left = x + sides[i] < left ? x + sides[i] : left;
		right = x + sides[i] > right ? x + sides[i] : right;
		x += sides[i] / 2.0;
	}
	p->apart = (right - left) * PATH_APART > room ? room / (right - left) : PATH_APART;
	p->x = PATH_WIDTH / 2 - (left + right) / 2 * p->apart;
}

static const char *path_picture(const struct request *rq, int64_t index, int64_t size)
{
	int sides[MERKLE_PROOF_MAX];
	size_t n = path_sides(index, size, sides);
	scoped(buf_free) struct buf b = {0};
	struct path_drawing p = {.a = rq->desk.arena};
	p.d.title = say(rq, "Jalan dari baris ini ke kepala yang ditandatangani: di setiap langkah digabung dengan satu sidik tetangga.",
			"The way from this line to the signed head: at each step it is joined with one neighbour's hash.");
	p.d.width = PATH_WIDTH;
	p.d.height = 2 * PATH_EDGE + PATH_STEP * (double)n;
	p.y = p.d.height - PATH_EDGE;
	path_place(&p, sides, n);
	path_words(&p, p.y + 24, say(rq, "baris Anda", "your line"));
	for (size_t i = 0; i < n; i++)
		path_step(&p, sides[i]);
	path_dot(&p, p.x, p.y, 8, INK_LEAF);
	path_words(&p, p.y - 15, say(rq, "kepala daftar", "head of the log"));
	drawing_svg(&b, &p.d);
	return buf_arena(rq->desk.arena, &b);
}

enum status log_place_of(struct tx *tx, const struct request *rq, int64_t index, struct log_place *ret, struct err *e)
{
	struct evidence_head h;
	struct merkle_proof proof;
	*ret = (struct log_place){.known = index >= 0, .index = index, .picture = ""};
	if (!ret->known)
		return OK;
	TRY(evidence_head_covering(tx, &rq->desk, index, &ret->proven, &h, e));
	if (!ret->proven)
		return OK;
	TRY(evidence_log_inclusion(tx, &rq->desk, index, h.note.size, &proof, e));
	ret->size = h.note.size;
	ret->head_at = h.at;
	ret->steps = proof.n;
	ret->picture = path_picture(rq, index, h.note.size);
	return OK;
}

/* The check code of a receipt, and the file that goes with it. */
static enum status receipt_file(struct tx *tx, struct request *rq, const char *code, struct buf *b, struct paper_check *ret,
				bool *ret_proven, struct err *e)
{
	TRY(desk_begin(&rq->desk, READ, tx, e));
	TRY(intake_check_code(tx, &rq->desk, code, ret, e));
	if (!text_eq(ret->kind, "receipt"))
		return FAIL_FIELD(e, NOT_FOUND, "code", "%s", say(rq, "Kode ini milik surat, bukan tanda terima.", "This code is of a letter, not of a receipt."));
	return evidence_receipt_file(tx, &rq->desk, ret->line, ret->position, b, ret_proven, e);
}

static enum status keep_show(struct request *rq, struct err *e)
{
	struct paper_check check;
	bool proven;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_limit(rq, "log", PER_HOUR, e));
	TRY(receipt_file(&tx, rq, rq->segments[0], rq->out, &check, &proven, e));
	rq->content_type = PLAIN;
	rq->download = "catatan.txt"; /* the name says nothing of what it is for */
	return OK;
}

/* ---- the API ---- */

static void put_hashes(struct json_out *j, const struct merkle_proof *p)
{
	scoped(arena_free) struct arena a = {0};
	jout_key(j, "hashes");
	jout_array(j);
	for (size_t i = 0; i < p->n; i++)
		jout_text(j, hash_hex(&a, p->items[i]));
	jout_end(j, ']');
}

static void put_head(struct json_out *j, const struct request *rq, const struct evidence_head *h)
{
	scoped(buf_free) struct buf text = {0};
	evidence_head_put(&text, h);
	jout_object(j);
	jout_put_text(j, "id", arena_printf(rq->desk.arena, "%lld", (long long)h->id));
	jout_put_instant(j, "at", h->at, rq->desk.office->zone);
	jout_put_day(j, "day", h->day);
	jout_put_int(j, "size", h->note.size);
	jout_put_text(j, "root", hash_hex(rq->desk.arena, h->note.root));
	jout_put_int(j, "before", h->since.from);
	jout_put_text(j, "text", text.s);
	jout_end(j, '}');
}

static enum status heads_api(struct request *rq, struct err *e)
{
	struct evidence_heads heads;
	int64_t before = query_number(rq, "before", INT64_MAX);
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(evidence_heads_latest(&tx, &rq->desk, before, CHAIN_HEADS, &heads, e));
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	jout_put_text(&j, "origin", note_origin(rq->desk.arena, rq->desk.office->code));
	jout_put_text(&j, "key", text_clean(rq->desk.arena, key_text(rq), strlen(key_text(rq))));
	jout_key(&j, "items");
	jout_array(&j);
	for (size_t i = 0; i < heads.n; i++)
		put_head(&j, rq, &heads.items[i]);
	jout_end(&j, ']');
	jout_put_bool(&j, "more", heads.n == CHAIN_HEADS);
	jout_end(&j, '}');
	rq->content_type = "application/json";
	return OK;
}

static enum status proof_api(struct request *rq, struct err *e)
{
	struct note_consistency x = {.from = query_number(rq, "from", -1), .to = query_number(rq, "to", -1)};
	scoped(buf_free) struct buf text = {0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_limit(rq, "log", PER_HOUR, e));
	if (x.from < 0 || x.to < 0)
		return FAIL_FIELD(e, INVALID, x.from < 0 ? "from" : "to", "expected a number of receipts");
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(evidence_log_consistency(&tx, &rq->desk, x.from, x.to, &x.proof, e));
	note_consistency_put(&text, &x);
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	jout_put_int(&j, "from", x.from);
	jout_put_int(&j, "to", x.to);
	put_hashes(&j, &x.proof);
	jout_put_text(&j, "text", text.s);
	jout_end(&j, '}');
	rq->content_type = "application/json";
	return OK;
}

static enum status inclusion_api(struct request *rq, struct err *e)
{
	struct paper_check check;
	struct log_place place;
	scoped(buf_free) struct buf text = {0};
	bool proven;
	const char *code = rq_query(rq, "code");
	scoped(tx_rollback) struct tx tx = {0};
	TRY(rq_limit(rq, "log", PER_HOUR, e));
	if (text_blank(code))
		return FAIL_FIELD(e, INVALID, "code", "expected the check code of a receipt");
	TRY(receipt_file(&tx, rq, code, &text, &check, &proven, e));
	TRY(log_place_of(&tx, rq, check.position, &place, e));
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	jout_put_text(&j, "line", check.line);
	jout_put_bool(&j, "proven", proven);
	jout_key(&j, "index");
	if (place.known)
		jout_int(&j, place.index);
	else
		jout_null(&j);
	jout_key(&j, "size");
	if (proven)
		jout_int(&j, place.size);
	else
		jout_null(&j);
	jout_put_text(&j, "text", text.s);
	jout_end(&j, '}');
	rq->content_type = "application/json";
	return OK;
}

static const struct route routes[] = {
	{GET, "/log", RIGHT_NONE, log_show, 0, "log"},
	{GET, "/log/kepala.txt", RIGHT_NONE, newest_show, 0, NULL},
	{GET, "/log/kepala.xml", RIGHT_NONE, feed_show, 0, NULL},
	{GET, "/log/kepala/{id}", RIGHT_NONE, one_show, 0, NULL},
	{GET, "/log/rantai.txt", RIGHT_NONE, chain_show, 0, NULL},
	{GET, "/log/kunci.txt", RIGHT_NONE, key_show, 0, NULL},
	{GET, "/periksa/{code}/bukti", RIGHT_NONE, keep_show, 0, "periksa"},
	{GET, "/api/v1/log/heads", RIGHT_NONE, heads_api, 0, NULL},
	{GET, "/api/v1/log/proof", RIGHT_NONE, proof_api, 0, NULL},
	{GET, "/api/v1/log/inclusion", RIGHT_NONE, inclusion_api, 0, NULL},
};
const struct route_list log_routes = {routes, sizeof routes / sizeof routes[0]};
