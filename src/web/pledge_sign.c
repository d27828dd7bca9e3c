/* pledge_sign.c -- employees sign a pledge: by link, poster or kiosk, without an account.
 *
 * Wrong tries are limited, not right ones: an office behind one address signs as fast as it can. A source may be wrong
 * WRONG_PER_SOURCE times an hour, and WRONG_PER_RIGHT times more for each signature that came from it; a number may be
 * tried wrongly WRONG_PER_NUMBER times an hour, from wherever. Both are kept in memory only. The answer never says which
 * part was wrong, nor whether anybody has that number.
 *
 * The signature itself is left to the store's thread (rq_later), which shares one commit among all that wait. */
#include "web/answer.h"
#include "web/casework.h"
#include "web/pledge_views.h"

#include "paper/paper.h"

#include "page_pledge_evidence.h"
#include "page_pledge_sign.h"

#include <string.h>

#define say(rq, id, en) ((rq)->lang == EN ? (en) : (id))

#define WRONG_PER_SOURCE 30
#define WRONG_PER_RIGHT  3
#define WRONG_PER_NUMBER 10
#define NUMBER_MAX       60
#define KIOSK_IDLE_S     180 /* a page left alone shows nothing typed to the next person */
#define KIOSK_DONE_S     15

/* ---- Limits ---- */

static struct hash number_key(const struct request *rq, const char *number)
{
	const char *plain = text_digits(rq->desk.arena, number);
	const char *whole = arena_printf(rq->desk.arena, "pledge number:%s", plain[0] ? plain : text_lower(rq->desk.arena, number));
	return hash_keyed(rq->desk.office->lookup_key, whole, strlen(whole));
}

static bool tries_left(const struct request *rq, const char *number)
{
	if (!rq->server)
		return true;
	struct limits *l = rq->server->limits;
	struct instant now = instant_now();
	int most = WRONG_PER_SOURCE + WRONG_PER_RIGHT * limits_count(l, rq->source, "pledge right", now);
	return limits_count(l, rq->source, "pledge wrong", now) < most &&
	       limits_count(l, number_key(rq, number).bytes, "pledge number", now) < WRONG_PER_NUMBER;
}

static void wrong_count(const struct request *rq, const char *number)
{
	if (!rq->server)
		return;
	limits_add(rq->server->limits, rq->source, "pledge wrong", instant_now());
	limits_add(rq->server->limits, number_key(rq, number).bytes, "pledge number", instant_now());
}

static void right_count(const struct request *rq)
{
	if (rq->server)
		limits_add(rq->server->limits, rq->source, "pledge right", instant_now());
}

/* ---- The page ---- */

static bool at_kiosk(const struct request *rq) { return rq_query(rq, "kios") || rq_form(rq, "kios"); }

static enum status view_read(struct request *rq, struct pledge_sign_view *v, struct err *e)
{
	struct pledge_unit_now_row unit = {0};
	scoped(tx_rollback) struct tx tx = {0};
	*v = (struct pledge_sign_view){.token = rq->segments[0], .number = typed(rq, "nomor", ""), .birth = typed(rq, "lahir", ""),
				       .code = typed(rq, "kode", ""), .reason = typed(rq, "alasan", ""), .kiosk = at_kiosk(rq), .read = ticked(rq, "baca")};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_door_of(&tx, &rq->desk, v->token, &v->door, e));
	if (v->door.agency)
		TRY(pledge_unit_now(&tx, v->door.pledge.id, v->door.pledge.roster, v->door.agency, &v->counted, &unit, e));
	TRY(tx_commit(&tx, e));
	v->signs = unit.signs, v->people = unit.people - unit.excused;
	v->asks_birth = !text_eq(v->door.pledge.proof, "code");
	v->asks_code = !text_eq(v->door.pledge.proof, "birth");
	if (v->door.has_text)
		pledge_points_of(rq->desk.arena, v->door.now.text, &v->points);
	return OK;
}

static void kiosk_clears(struct request *rq, const struct pledge_sign_view *v)
{
	if (v->kiosk)
		rq_header(rq, "Refresh", arena_printf(rq->desk.arena, "%d; url=/ikrar/%s?kios=1", v->noted ? KIOSK_DONE_S : KIOSK_IDLE_S, v->token));
}

static enum status sign_page(struct request *rq, struct pledge_sign_view *v)
{
	struct page p = page_of(rq, "Ikrar", "Pledge");
	kiosk_clears(rq, v);
	page_pledge_sign(rq->out, &p, v);
	return OK;
}

static enum status sign_show(struct request *rq, struct err *e)
{
	struct pledge_sign_view v;
	TRY(view_read(rq, &v, e));
	v.noted = rq_query(rq, "dicatat") != NULL;
	return sign_page(rq, &v);
}

static enum status again(struct request *rq, struct pledge_sign_view *v, int http, const char *field, const char *text)
{
	v->fault = (struct fault){field, text};
	rq->http = http;
	return sign_page(rq, v);
}

/* ---- A press of the button ---- */

struct pressing {
	struct pledge_sign_view v;
	struct pledge_press press;
	const char *code;
};

static enum pledge_act act_of(const struct request *rq)
{
	const char *act = typed(rq, "act", "");
	return text_eq(act, "decline") ? PLEDGE_DECLINE : text_eq(act, "reserve") ? PLEDGE_RESERVE : PLEDGE_SIGN;
}

/* What the page itself lacks, before anybody is looked for. True: it was shown again. */
static bool lacking(struct request *rq, struct pressing *w)
{
	bool reasoned = w->press.act == PLEDGE_SIGN || !text_blank(w->v.reason);
	const char *field = NULL, *text = NULL;
	if (text_blank(w->v.number) || strlen(w->v.number) > NUMBER_MAX)
		field = "nomor", text = say(rq, "Isi nomor pegawai Anda.", "Fill in your staff number.");
	else if (w->press.act != PLEDGE_DECLINE && !w->v.read)
		field = "baca", text = say(rq, "Baca naskahnya, lalu beri tanda bahwa Anda sudah membacanya.", "Read the text, then tick that you have read it.");
	else if (!reasoned || strlen(w->v.reason) > PLEDGE_REASON_MAX)
		field = "alasan", text = say(rq, "Tulis alasannya, paling panjang 2.000 huruf.", "Write the reason, at most 2,000 characters.");
	if (field)
		again(rq, &w->v, 422, field, text);
	return field != NULL;
}

static const char *text_wrong(const struct request *rq, const struct pledge_sign_view *v)
{
	return v->asks_birth && v->asks_code
		       ? say(rq, "Nomor, tanggal lahir, atau kode belum cocok dengan daftar pegawai. Periksa semuanya, juga urutan tanggal dan bulan. Bila tetap tidak cocok, hubungi bagian kepegawaian.",
			     "Number, birth day or code do not fit the list of employees yet. Check them all, also day and month. If they still do not fit, ask your personnel office.")
	       : v->asks_birth
		       ? say(rq, "Nomor dan tanggal lahir belum cocok dengan daftar pegawai. Periksa keduanya, juga urutan tanggal dan bulan. Bila tetap tidak cocok, hubungi bagian kepegawaian.",
			     "Number and birth day do not fit the list of employees yet. Check both, also day and month. If they still do not fit, ask your personnel office.")
		       : say(rq, "Nomor dan kode belum cocok dengan daftar pegawai. Periksa keduanya. Bila tetap tidak cocok, minta kode baru ke bagian kepegawaian.",
			     "Number and code do not fit the list of employees yet. Check both. If they still do not fit, ask your personnel office for a new code.");
}

static enum status who_prove(struct request *rq, struct pressing *w, struct err *e)
{
	struct pledge_proof proof = {.number = w->v.number, .code = w->v.code, .birth = DAY_NONE};
	scoped(tx_rollback) struct tx tx = {0};
	if (w->v.birth[0] && day_parse(w->v.birth, &proof.birth, NULL) != OK)
		proof.birth = DAY_NONE;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_prove(&tx, &rq->desk, &w->v.door.pledge, &proof, &w->press.who, e));
	return tx_commit(&tx, e);
}

static enum status press_write(struct tx *tx, struct request *rq, void *work, struct err *e)
{
	struct pressing *w = work;
	return pledge_write(tx, &rq->desk, &w->press, &w->code, e);
}

/* The text moved on, or the code was used: the page again, as things stand now. */
static enum status stale(struct request *rq, struct pressing *w, const struct err *why, struct err *e)
{
	bool code = text_eq(why->field, "code");
	TRY(view_read(rq, &w->v, e));
	if (code)
		return again(rq, &w->v, 409, "kode", say(rq, "Kode ini sudah dipakai. Minta kode baru ke bagian kepegawaian.", "This code was used. Ask your personnel office for a new one."));
	w->v.changed = why->status == CONFLICT;
	w->v.read = false;
	rq->http = 409;
	return sign_page(rq, &w->v);
}

static enum status press_answer(struct request *rq, void *work, enum status outcome, struct err *e)
{
	struct pressing *w = work;
	struct err why = *e;
	if (outcome != OK)
		return (outcome == CONFLICT && why.field) || outcome == TOO_LATE ? stale(rq, w, &why, e) : outcome;
	right_count(rq);
	if (!w->code[0])
		return rq_redirect(rq, "/ikrar/%s?dicatat=1%s", w->v.token, w->v.kiosk ? "&kios=1" : "");
	return w->v.kiosk ? rq_redirect(rq, "/ikrar/bukti/%s?kios=%s", w->code, w->v.token) : rq_redirect(rq, "/ikrar/bukti/%s?baru=1", w->code);
}

static enum status sign_press(struct request *rq, struct err *e)
{
	struct pressing *w = arena_new(rq->desk.arena, struct pressing);
	TRY(view_read(rq, &w->v, e));
	w->press = (struct pledge_press){.pledge = w->v.door.pledge.id, .act = act_of(rq), .reason = w->v.reason, .kiosk = w->v.kiosk};
	TRY(rq_form_int(rq, "versi", 1, INT64_MAX, &w->press.version, e));
	if (!w->v.door.open || !w->v.door.has_text)
		return again(rq, &w->v, 409, "", say(rq, "Ikrar ini sedang tidak dibuka.", "This pledge is not open now."));
	if (lacking(rq, w))
		return OK;
	if (!tries_left(rq, w->v.number))
		return again(rq, &w->v, 429, "", say(rq, "Terlalu banyak isian yang belum cocok. Tunggu satu jam, atau minta bantuan bagian kepegawaian.",
						   "Too many tries that did not fit. Wait an hour, or ask your personnel office."));
	enum status status = who_prove(rq, w, e);
	if (status == NOT_FOUND) {
		wrong_count(rq, w->v.number);
		return again(rq, &w->v, 422, "", text_wrong(rq, &w->v));
	}
	return status == OK ? rq_later(rq, press_write, press_answer, w) : status;
}

/* ---- What shows it afterwards ---- */

static const char *last_digits(struct arena *a, const char *number)
{
	size_t n = number ? strlen(number) : 0;
	return n > 4 ? arena_printf(a, "•••• %s", number + n - 4) : "";
}

static enum status evidence_show(struct request *rq, struct err *e)
{
	const char *kiosk = rq_query(rq, "kios");
	struct arena *a = rq->desk.arena;
	struct pledge_evidence_view v = {.code = rq->segments[0], .back = "", .fresh = rq_query(rq, "baru") || kiosk, .qr = ""};
	scoped(buf_free) struct buf qr = {0};
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_evidence_of(&tx, &rq->desk, v.code, &v.row, e));
	TRY(tx_commit(&tx, e));
	TRY(paper_qr_svg(&qr, arena_printf(a, "%s/periksa/%s", rq_public_address(rq), v.code), say(rq, "Kode bukti", "Code of the evidence"), e));
	pledge_points_of(a, v.row.text, &v.points);
	v.qr = buf_arena(a, &qr);
	v.number = last_digits(a, v.row.person_number);
	v.by_code = text_eq(v.row.method, "code");
	v.withdrawn = !instant_is_none(v.row.withdrawn_at);
	unsigned char token[8];
	if (kiosk && hex_bytes(kiosk, token, sizeof token)) {
		v.back = arena_printf(a, "/ikrar/%s?kios=1", kiosk);
		rq_header(rq, "Refresh", arena_printf(a, "%d; url=%s", KIOSK_DONE_S, v.back));
	}
	struct page p = page_of(rq, "Bukti ikrar", "Evidence of a pledge");
	page_pledge_evidence(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/ikrar/{token}", RIGHT_NONE, sign_show, 0, NULL},
	{POST, "/ikrar/{token}", RIGHT_NONE, sign_press, 16 * KIB, NULL},
	{GET, "/ikrar/bukti/{code}", RIGHT_NONE, evidence_show, 0, NULL},
};
const struct route_list pledge_sign_routes = {routes, sizeof routes / sizeof routes[0]};
