/* feed.c -- see feed.h. The address holds a secret: it is shown once, it is asked for without a log-in, and who guesses
 * is soon told to wait. An answer says when it has not changed, so that a telephone fetches only news. */
#include "web/feed.h"

#include "page_feed.h"

#include <string.h>

#define GUESSES_PER_HOUR 30   /* wrong addresses from one source */
#define FEEDS_PER_HOUR   1000 /* right ones: a whole office may sit behind one address */

static const char *site_of(const struct request *rq)
{
	const struct settings *s = rq->desk.office->settings;
	const char *named = settings_text(s, "serve.public_url");
	return *named ? named : arena_printf(rq->desk.arena, "http://%s", settings_text(s, "serve.listen"));
}

/* ---- for calendar programs ---- */

/* "0f3a...c1.ics" */
static const char *secret_of(const struct request *rq)
{
	const char *name = rq->segments[0];
	size_t n = strlen(name);
	return n > 4 && text_ends(name, ".ics") ? arena_strndup(rq->desk.arena, name, n - 4) : "";
}

static enum status feed_write(struct request *rq, struct err *e)
{
	struct feed f;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(feed_open(&tx, &rq->desk, secret_of(rq), &f, e));
	return feed_text(&tx, &rq->desk, &f, site_of(rq), rq->out, e);
}

/* RFC 9110, 13.1.2: one of the listed tags, weak or strong, or a star. */
static bool seen_before(const struct request *rq)
{
	const char *known = rq->if_none_match;
	return known && (strstr(known, rq->etag) || !strcmp(known, "*"));
}

static enum status feed_show(struct request *rq, struct err *e)
{
	enum status status = feed_write(rq, e);
	if (status == NOT_FOUND)
		TRY(rq_limit(rq, "calendar-guess", GUESSES_PER_HOUR, e));
	if (status != OK)
		return status;
	TRY(rq_limit(rq, "calendar", FEEDS_PER_HOUR, e));
	rq->etag = arena_printf(rq->desk.arena, "\"%.32s\"", hash_hex(rq->desk.arena, hash_of(rq->out->s, rq->out->n)));
	rq->content_type = "text/calendar; charset=utf-8";
	rq->revalidate = true;
	if (seen_before(rq)) {
		buf_clear(rq->out);
		rq->http = 304;
	}
	return OK;
}

/* ---- for officers ---- */

static enum status page_show(struct request *rq, struct feed_view *v, struct err *e)
{
	struct calendar_feeds_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(calendar_feeds(&tx, rq->desk.user, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct calendar_feeds_row *r = &rows.items[i];
		struct feed_row row = {r->id, r->name, text_eq(r->scope, "mine"), instant_is_none(r->ended_at), r->created_at, r->ended_at};
		v->open += row.open;
		ARENA_PUSH(rq->desk.arena, &v->rows, row);
	}
	struct page p = page_of(rq, "Kalender di ponsel", "Calendar on your phone");
	page_feed(rq->out, &p, v);
	return OK;
}

static enum status feeds_show(struct request *rq, struct err *e)
{
	struct feed_view v = {.name = "", .address = "", .webcal = "", .done = ""};
	if (text_eq(rq_query(rq, "selesai"), "cabut"))
		v.done = rq->lang == EN ? "The address has ended. A calendar that still asks for it gets nothing."
					: "Alamat sudah dicabut. Kalender yang masih memintanya tidak mendapat apa-apa.";
	return page_show(rq, &v, e);
}

/* The calendar's own scheme makes a telephone offer to subscribe. */
static const char *webcal_of(const struct request *rq, const char *address)
{
	const char *rest = strstr(address, "://");
	return arena_printf(rq->desk.arena, "webcal%s", rest);
}

static enum status make(struct request *rq, const char **ret_secret, struct err *e)
{
	const char *name, *scope;
	TRY(rq_form_text(rq, "nama", FEED_NAME_MAX, true, &name, e));
	TRY(rq_form_text(rq, "isi", 10, true, &scope, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(feed_make(&tx, &rq->desk, scope, name, ret_secret, e));
	return tx_commit(&tx, e);
}

static const char *fault_words(const struct request *rq, const struct err *e)
{
	bool en = rq->lang == EN;
	if (text_eq(e->field, "isi") || text_eq(e->field, "scope"))
		return en ? "Choose which files the calendar shows." : "Pilih berkas mana yang tampil.";
	if (text_eq(e->field, "name"))
		return en ? "Ten addresses are open already. End one that is no longer used." : "Sudah ada sepuluh alamat. Cabut dulu yang tidak dipakai lagi.";
	return en ? "Say in a few words where it will be used, for example: my phone." : "Tulis singkat dipakai di mana, misalnya: ponsel saya.";
}

static enum status feeds_make(struct request *rq, struct err *e)
{
	const char *secret, *name = rq_form(rq, "nama");
	struct feed_view v = {.name = name ? name : "", .address = "", .webcal = "", .done = "", .mine = text_eq(rq_form(rq, "isi"), "mine")};
	enum status status = make(rq, &secret, e);
	if (status == INVALID || status == TOO_LARGE) {
		struct err told = *e;
		told.field = text_eq(e->field, "scope") || text_eq(e->field, "isi") ? "isi" : "nama";
		err_set(&told, INVALID, __func__, told.field, "%s", fault_words(rq, e));
		v.fault = rq_fault(rq, &told);
		return page_show(rq, &v, e);
	}
	if (status != OK)
		return status;
	v.address = arena_printf(rq->desk.arena, "%s/kalender/langganan/%s.ics", site_of(rq), secret);
	v.webcal = webcal_of(rq, v.address);
	v.name = "";
	rq->http = 201;
	return page_show(rq, &v, e);
}

static enum status feeds_end(struct request *rq, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(feed_end(&tx, &rq->desk, id, e));
	TRY(tx_commit(&tx, e));
	return rq_redirect(rq, "/kerja/kalender?selesai=cabut");
}

static const struct route routes[] = {
	{GET, "/kalender/langganan/{secret}", RIGHT_NONE, feed_show, 0, NULL},
	{GET, "/kerja/kalender", FEED_RIGHT, feeds_show, 0, "kalender"},
	{POST, "/kerja/kalender", FEED_RIGHT, feeds_make, 8 * KIB, "kalender"},
	{POST, "/kerja/kalender/{id}/cabut", FEED_RIGHT, feeds_end, 4 * KIB, "kalender"},
};
const struct route_list feed_routes = {routes, sizeof routes / sizeof *routes};
