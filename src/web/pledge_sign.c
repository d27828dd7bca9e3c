/* pledge_sign.c -- employees sign a pledge: by link, poster or kiosk, without an account.
 *
 * Wrong tries are limited (web/proving.h), and the answer never says which part was wrong.
 *
 * The signature itself is left to the store's thread (rq_later), which shares one commit among all that wait. */
#include "web/answer.h"
#include "web/casework.h"
#include "web/pledge_views.h"
#include "web/proving.h"
#include "web/role_words.h"

#include "paper/paper.h"

#include "page_pledge_evidence.h"
#include "page_pledge_sign.h"

#include <string.h>

#define KIOSK_IDLE_S     180 /* a page left alone shows nothing typed to the next person */
#define KIOSK_DONE_S     15

/* ---- The page ---- */

static bool at_kiosk(const struct request *rq) { return rq_query(rq, "kios") || rq_form(rq, "kios"); }
static bool by_poster(const struct request *rq) { return rq_query(rq, "poster") || rq_form(rq, "poster"); } /* in its QR code alone */

static enum status view_read(struct request *rq, struct pledge_sign_view *v, struct err *e)
{
	struct pledge_unit_now_row unit = {0};
	scoped(tx_rollback) struct tx tx = {0};
	*v = (struct pledge_sign_view){.token = rq->segments[0], .number = typed(rq, "nomor", ""), .birth = typed(rq, "lahir", ""),
				       .code = typed(rq, "kode", ""), .reason = typed(rq, "alasan", ""), .kiosk = at_kiosk(rq), .poster = by_poster(rq), .read = ticked(rq, "baca")};
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
	if (text_blank(w->v.number) || strlen(w->v.number) > PROVING_NUMBER_MAX)
		field = "nomor", text = say(rq, "Isi nomor pegawai Anda.", "Fill in your staff number.");
	else if (w->press.act != PLEDGE_DECLINE && !w->v.read)
		field = "baca", text = say(rq, "Baca naskahnya, lalu beri tanda bahwa Anda sudah membacanya.", "Read the text, then tick that you have read it.");
	else if (!reasoned || strlen(w->v.reason) > PLEDGE_REASON_MAX)
		field = "alasan", text = say(rq, "Tulis alasannya, paling panjang 2.000 huruf.", "Write the reason, at most 2,000 characters.");
	if (field)
		again(rq, &w->v, 422, field, text);
	return field != NULL;
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
		return again(rq, &w->v, 409, "kode", proving_words_used(rq));
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
	proving_right(rq, w->v.number);
	if (!w->code[0])
		return rq_redirect(rq, "/ikrar/%s?dicatat=1%s", w->v.token, w->v.kiosk ? "&kios=1" : "");
	return w->v.kiosk ? rq_redirect(rq, "/ikrar/bukti/%s?kios=%s", w->code, w->v.token) : rq_redirect(rq, "/ikrar/bukti/%s?baru=1", w->code);
}

static enum status sign_press(struct request *rq, struct err *e)
{
	struct pressing *w = arena_new(rq->desk.arena, struct pressing);
	TRY(view_read(rq, &w->v, e));
	w->press = (struct pledge_press){.pledge = w->v.door.pledge.id, .act = act_of(rq), .reason = w->v.reason, .kiosk = w->v.kiosk, .poster = w->v.poster};
	TRY(rq_form_int(rq, "versi", 1, INT64_MAX, &w->press.version, e));
	if (!w->v.door.open || !w->v.door.has_text)
		return again(rq, &w->v, 409, "", say(rq, "Ikrar ini sedang tidak dibuka.", "This pledge is not open now."));
	if (lacking(rq, w))
		return OK;
	if (!proving_may(rq, w->v.number))
		return again(rq, &w->v, 429, "", proving_words_rest(rq));
	enum status status = proving_who(rq, w->v.door.pledge.roster, w->v.door.pledge.proof, w->v.number, w->v.birth, w->v.code, &w->press.who, e);
	if (status == NOT_FOUND) {
		proving_wrong(rq, w->v.number);
		return again(rq, &w->v, 422, "", proving_words_wrong(rq, w->v.asks_birth, w->v.asks_code));
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
	v.on_paper = text_eq(v.row.method, "paper");
	v.first_role = v.row.first_role ? role_words(role_of(v.row.first_role), rq->lang) : "";
	v.second_role = v.row.second_role ? role_words(role_of(v.row.second_role), rq->lang) : "";
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
