/* event_door.c -- the door of an event: a phone or kiosk without an account reads codes and takes guests in.
 *
 * Whoever has the link may; it is given to the people at the door and closed by the office. Without a script the form works
 * online. With one (static/door.js) entries go through the phone's own store: they are sent at once when there is a signal, and
 * later when there is none, each with its key, so that it counts once. The answer to a bundle tells of each entry what became
 * of it. Wrong codes are limited per door, right ones are not. */
#include "web/answer.h"
#include "web/assets.h"
#include "web/event_views.h"

#include "page_event_door.h"

#include <string.h>

#define WRONG_PER_HOUR 200 /* codes that are none, of one source: nobody finds one by trying */

static const char *clock_text(const struct request *rq, struct instant t)
{
	char buf[16];
	return instant_is_none(t) ? "" : arena_strdup(rq->desk.arena, instant_clock(t, rq->desk.office->zone, rq->lang, buf));
}

/* What became of an entry, for whoever stands at the door. */
static const char *taken_words(const struct request *rq, const struct event_taken *t)
{
	struct arena *a = rq->desk.arena;
	const char *group = event_group_name(rq, t->group);
	if (text_eq(t->state, "counted"))
		return arena_printf(a, say(rq, "Hadir: %s (%s).", "Present: %s (%s)."), t->name, group);
	if (text_eq(t->state, "double"))
		return arena_printf(a, say(rq, "Sudah tercatat: %s%s%s. Tidak dihitung dua kali.", "Noted already: %s%s%s. Not counted twice."), t->name,
				    instant_is_none(t->first_at) ? "" : say(rq, ", pukul ", ", at "), clock_text(rq, t->first_at));
	if (text_eq(t->state, "foreign"))
		return arena_printf(a, say(rq, "Kode ini untuk acara lain: %s. Catat sebagai tamu bila ikut acara ini.", "This code is for another event: %s. Note a guest if the person takes part here."),
				    t->other);
	if (text_eq(t->state, "late"))
		return arena_printf(a, say(rq, "Dicatat, tetapi sesudah acara selesai atau pintu ditutup: %s. Petugas akan memeriksanya.", "Noted, but after the event's end or from a closed door: %s. An officer will look at it."), t->name);
	if (text_eq(t->state, "early"))
		return arena_printf(a, say(rq, "Dicatat, tetapi pintu acara belum dibuka: %s. Petugas akan memeriksanya.", "Noted, but the event's doors are not open yet: %s. An officer will look at it."), t->name);
	if (text_eq(t->state, "dropped"))
		return say(rq, "Entri ini dikeluarkan petugas.", "An officer took this entry out.");
	return say(rq, "Kode tidak dikenal. Ketik ulang, atau catat sebagai tamu dengan nama dan kelompoknya.", "The code is not known. Type it again, or note a guest with name and group.");
}

static const char *taken_kind(const struct event_taken *t)
{
	return text_eq(t->state, "counted") ? "good" : text_eq(t->state, "double") || text_eq(t->state, "late") || text_eq(t->state, "early") ? "warn" : "bad";
}

/* ---- The page ---- */

static enum status present_of(struct tx *tx, int64_t event, int64_t *ret, struct err *e)
{
	struct outreach_counts_rows rows;
	*ret = 0;
	TRY(outreach_counts(tx, event, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		*ret += rows.items[i].scanned + rows.items[i].walkins + rows.items[i].paper;
	return OK;
}

static enum status door_page(struct request *rq, struct event_door_view *v, struct err *e)
{
	v->token = rq->segments[0];
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(event_door_of(&tx, &rq->desk, v->token, &v->door, e));
	TRY(present_of(&tx, v->door.event.id, &v->present, e));
	TRY(tx_commit(&tx, e));
	v->when = event_when(rq, &v->door.event);
	v->shut = !instant_is_none(v->door.door.closed_at);
	v->over = rq->desk.now.us > v->door.event.ends_at.us;
	event_groups_put(rq, &v->groups, typed(rq, "kelompok", ""));
	rq_header(rq, "Permissions-Policy", "camera=(self), geolocation=(), microphone=()");
	struct page p = page_of(rq, "Pintu acara", "Door of the event");
	page_event_door(rq->out, &p, v);
	return OK;
}

static enum status door_show(struct request *rq, struct err *e)
{
	struct event_door_view v = {.said = "", .kind = "", .guest_code = "", .code = "", .name = "", .unit = ""};
	return door_page(rq, &v, e);
}

/* ---- Without a script: one entry ---- */

static bool tries_left(const struct request *rq)
{
	return !rq->server || limits_count(rq->server->limits, rq->source, "event code wrong", instant_now()) < WRONG_PER_HOUR;
}

static void wrong_count(const struct request *rq, const struct event_taken *t)
{
	if (rq->server && text_eq(t->state, "unknown"))
		limits_add(rq->server->limits, rq->source, "event code wrong", instant_now());
}

/* The form's own once is the key: pressed twice, it is one entry. */
static struct event_entry entry_typed(struct request *rq)
{
	const char *once = typed(rq, "once", ""), *code = event_code_of(rq->desk.arena, typed(rq, "kode", ""));
	bool guest = text_eq(typed(rq, "do", ""), "guest");
	struct hash key = hash_of(once, strlen(once));
	return (struct event_entry){.key = once[0] ? arena_strndup(rq->desk.arena, hash_hex(rq->desk.arena, key), 32) : random_hex(rq->desk.arena, 16),
				    .code = guest ? "" : code, .guest = guest, .name = typed(rq, "nama", ""), .group = typed(rq, "kelompok", ""),
				    .unit = typed(rq, "unit", ""), .at = INSTANT_NONE};
}

static enum status one_take(struct request *rq, const struct event_entry *entry, struct event_taken *ret, struct err *e)
{
	struct event_door at;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(event_door_of(&tx, &rq->desk, rq->segments[0], &at, e));
	TRY(event_take(&tx, &rq->desk, &at, entry, INSTANT_NONE, false, ret, e));
	return tx_commit(&tx, e);
}

static enum status door_take(struct request *rq, struct err *e)
{
	struct event_door_view v = {.said = "", .kind = "", .guest_code = "", .code = "", .name = "", .unit = ""};
	struct event_entry entry = entry_typed(rq);
	struct event_taken t;
	if (strlen(entry.name) > EVENT_NAME_MAX || strlen(entry.unit) > EVENT_NAME_MAX)
		return FAIL_FIELD(e, INVALID, "nama", "at most %d bytes", EVENT_NAME_MAX);
	if (!tries_left(rq))
		return FAIL(e, TOO_MANY, "too many codes that are none");
	TRY(one_take(rq, &entry, &t, e));
	wrong_count(rq, &t);
	v.said = taken_words(rq, &t), v.kind = taken_kind(&t);
	if (text_eq(v.kind, "bad")) {
		rq->http = 422;
		v.code = typed(rq, "kode", ""), v.name = typed(rq, "nama", ""), v.unit = typed(rq, "unit", "");
		if (entry.guest)
			v.said = say(rq, "Tulis nama tamu dan pilih kelompoknya.", "Write the guest's name and choose the group.");
	} else if (entry.guest && text_eq(t.state, "counted")) {
		v.guest_code = t.code;
	}
	return door_page(rq, &v, e);
}

/* ---- With a script: what the phone kept ---- */

static enum status bundle_write(struct request *rq, const struct event_bundle *b, struct json_out *j, struct err *e)
{
	struct event_door at;
	int64_t present;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(event_door_of(&tx, &rq->desk, rq->segments[0], &at, e));
	jout_key(j, "entries");
	jout_array(j);
	for (size_t i = 0; i < b->n; i++) {
		struct event_taken t;
		TRY(event_take(&tx, &rq->desk, &at, &b->items[i], b->sent, true, &t, e));
		wrong_count(rq, &t);
		jout_object(j);
		jout_put_text(j, "key", b->items[i].key);
		jout_put_text(j, "state", t.state);
		jout_put_text(j, "kind", taken_kind(&t));
		jout_put_text(j, "text", taken_words(rq, &t));
		jout_put_text(j, "code", b->items[i].guest ? t.code : "");
		jout_end(j, '}');
	}
	jout_end(j, ']');
	TRY(present_of(&tx, at.event.id, &present, e));
	jout_put_int(j, "present", present);
	return tx_commit(&tx, e);
}

static enum status bundle_take(struct request *rq, struct err *e)
{
	struct event_bundle b;
	const char *text = typed(rq, "bundel", "");
	if (!tries_left(rq))
		return FAIL(e, TOO_MANY, "too many codes that are none");
	TRY(event_bundle_read(rq->desk.arena, str_of(text), &b, e));
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	enum status status = bundle_write(rq, &b, &j, e);
	if (status != OK) {
		buf_clear(rq->out); /* half an answer is none */
		return status;
	}
	jout_end(&j, '}');
	rq->content_type = "application/json";
	return OK;
}

/* Lets the door open again without a signal. Like that of the report form: what it keeps is named here. */
static enum status worker(struct request *rq, struct err *e)
{
	static const char *const names[] = {"netra.css", "netra.svg", "door.js"};
	const struct embedded *file = asset_find("door_sw.js");
	scoped(buf_free) struct buf files = {0};
	(void)e;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		buf_printf(&files, "%s\"%s\"", i ? ", " : "", asset_address(names[i]));
	const char *tag = hash_hex(rq->desk.arena, hash_of(files.s, files.n));
	buf_printf(rq->out, "const NAME = \"pintu-%.16s\", FILES = [%s];\n", tag, files.s);
	buf_raw(rq->out, file->bytes, file->n);
	rq->content_type = "text/javascript; charset=utf-8";
	return OK;
}

static const struct route routes[] = {
	{GET, "/hadir/sw.js", RIGHT_NONE, worker, 0, NULL},
	{GET, "/hadir/{door}", RIGHT_NONE, door_show, 0, NULL},
	{POST, "/hadir/{door}", RIGHT_NONE, door_take, 8 * KIB, NULL},
	{POST, "/hadir/{door}/kirim", RIGHT_NONE, bundle_take, 3 * EVENT_BUNDLE_MAX, NULL},
};
const struct route_list event_door_routes = {routes, sizeof routes / sizeof routes[0]};
