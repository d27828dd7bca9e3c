/* room.c -- the pages of an invited person: the door with its code, and the room.
 *
 * The room works without an account, on a telephone, without script. It says what is alleged, what may be seen, and
 * what the person can do; it names nobody else. Titles are neutral, because somebody may look over a shoulder.
 */
#include "web/room.h"

#include "web/sum.h"

#include "page_room.h"
#include "page_room_door.h"

#include <string.h>

static enum status door_show(struct request *rq, struct fault fault)
{
	struct door_view v = {.fault = fault, .code = ""};
	struct page p = page_of(rq, "Ruang", "Room");
	page_room_door(rq->out, &p, &v);
	return OK;
}

enum status room_door(struct request *rq, struct err *e) { return door_show(rq, (struct fault){0}); }

enum status room_enter(struct request *rq, struct err *e)
{
	const char *code, *token;
	enum status done = rq_form_text(rq, "code", 100, true, &code, e);
	if (done == OK)
		done = handle_room_enter(&rq->desk, rq->source, code, &token, e);
	if (done == OK)
		return rq_redirect(rq, "/ruang/%s", token);
	if (status_http(done) >= 500)
		return done;
	struct fault fault = rq_fault(rq, e);
	if (done == NOT_FOUND)
		fault.text = rq->lang == EN ? "This code does not open a room. A code works once; ask the office for a new one."
					    : "Kode ini tidak membuka ruang. Kode hanya berlaku sekali; minta yang baru kepada kantor.";
	if (done == TOO_MANY)
		fault.text = rq->lang == EN ? "Too many wrong codes. Try again in an hour, or ask the office."
					    : "Terlalu banyak kode yang keliru. Coba lagi satu jam lagi, atau hubungi kantor.";
	return door_show(rq, fault);
}

/* The hearing as a clock: how long until then. */
static struct clock_view hear_clock(struct request *rq, const struct handle_room *room)
{
	int64_t hours = (room->hear_at.us - rq->desk.now.us) / HOUR_US;
	bool en = rq->lang == EN;
	struct clock_view c = {.state = hours < 0 ? "done" : hours < 24 ? "today" : hours < 72 ? "near" : "ample", .note = "", .until = "",
			       .sum = "", .name = moment_text(rq, room->hear_at)};
	c.icon = arena_printf(rq->desk.arena, "c-%s", c.state);
	c.left = hours < 0 ? (en ? "The time of the clarification has passed" : "Waktu klarifikasi sudah lewat")
		 : hours < 48 ? arena_printf(rq->desk.arena, en ? "in %lld hours" : "%lld jam lagi", (long long)hours)
			      : arena_printf(rq->desk.arena, en ? "in %lld days" : "%lld hari lagi", (long long)(hours / 24));
	return c;
}

static void clocks_fill(struct request *rq, struct room_view *v)
{
	for (size_t i = 0; i < v->room.clocks.n; i++) {
		const struct case_clocks_row *c = &v->room.clocks.items[i];
		const struct law_clock *clock = law_clock(v->room.law, c->clock);
		if (!clock || strcmp(c->status, "running") || c->person || !strstr(c->clock, "HANDLE"))
			continue;
		ARENA_PUSH(rq->desk.arena, &v->clocks, clock_view_of(rq, clock, c->last_moment, INSTANT_NONE, INSTANT_NONE, false));
	}
}

/* Why a date moved, in our words: an officer's reason of a pause may name somebody. */
static const char *move_why(const struct request *rq, const struct handle_room_move *m)
{
	struct arena *a = rq->desk.arena;
	bool en = rq->lang == EN;
	if (m->decree)
		return arena_printf(a, en ? "The days off changed by %s, and this time counts working days."
					  : "Hari libur berubah oleh %s, dan waktu ini dihitung dalam hari kerja.", m->decree);
	if (!m->pause)
		return en ? "The office's calendar of days off changed, and this time counts working days."
			  : "Kalender hari libur kantor berubah, dan waktu ini dihitung dalam hari kerja.";
	const char *from = day_text(rq, m->paused_from);
	if (day_is_none(m->paused_to))
		return arena_printf(a, en ? "The office paused the count from %s; the reason is in the file, and you may ask for it."
					  : "Kantor menjeda hitungan mulai %s; alasannya ada dalam berkas dan boleh Anda tanyakan.", from);
	return arena_printf(a, en ? "The office paused the count from %s until %s; the reason is in the file, and you may ask for it."
				  : "Kantor menjeda hitungan mulai %s sampai dengan %s; alasannya ada dalam berkas dan boleh Anda tanyakan.",
			    from, day_text(rq, m->paused_to));
}

static void moves_fill(struct request *rq, struct room_view *v)
{
	struct arena *a = rq->desk.arena;
	enum zone zone = rq->desk.office->zone;
	bool en = rq->lang == EN;
	char before[64], after[64];
	for (size_t i = 0; i < v->room.moves.n; i++) {
		const struct handle_room_move *m = &v->room.moves.items[i];
		const struct law_clock *clock = law_clock(v->room.law, m->clock);
		const char *now = instant_long(m->new_last, zone, rq->lang, after);
		struct room_move move = {.name = sum_clock_name(clock, rq->lang), .why = move_why(rq, m), .at = m->at};
		move.dates = m->first ? arena_printf(a, en ? "now known: until %s" : "kini diketahui: sampai %s", now)
				      : arena_printf(a, en ? "first until %s, now until %s" : "semula sampai %s, kini sampai %s",
						     instant_long(m->old_last, zone, rq->lang, before), now);
		ARENA_PUSH(a, &v->moves, move);
	}
}

static void act_fill(struct request *rq, struct room_view *v)
{
	const struct law_act *act = v->room.act;
	v->act = !act ? "" : rq->lang == EN && act->title_en ? act->title_en : act->title_id;
	v->basis = act ? act->row.basis : "";
	v->plain = act && act->description_id ? act->description_id : "";
}

static void exhibits_fill(struct request *rq, struct room_view *v)
{
	for (size_t i = 0; i < v->room.exhibits.n; i++) {
		const struct handle_exhibits_row *x = &v->room.exhibits.items[i];
		const struct exhibit_state *s = exhibit_state_of(&v->room.states, x->id);
		struct room_exhibit to = {.id = x->id, .number = x->number, .description = x->description, .own = x->person != 0, .reasons = ""};
		if (s && !to.own)
			to.redacted = s->redacted, to.reasons = s->reasons;
		ARENA_PUSH(rq->desk.arena, &v->exhibits, to);
	}
}

static enum status room_write(struct request *rq, const struct fault *fault, struct err *e)
{
	struct room_view v = {.token = rq->segments[0], .text = typed(rq, "text", ""), .kind = typed(rq, "kind", "")};
	TRY(handle_room_view(&rq->desk, v.token, &v.room, e));
	const char *sent = rq_query(rq, "terkirim");
	v.sent = sent ? sent : "";
	if (fault)
		v.fault = *fault;
	exhibits_fill(rq, &v);
	v.items = v.room.items;
	v.hear_at = v.room.hear_at;
	v.ends_at = v.room.ends_at;
	v.place = v.room.place;
	v.number = v.room.letter_number ? v.room.letter_number : "";
	v.online = v.room.online;
	v.decided = v.room.decided;
	v.finding = !strcmp(v.room.kind, "finding");
	v.event_on = day_text(rq, v.room.event_on);
	v.clock = hear_clock(rq, &v.room);
	act_fill(rq, &v);
	clocks_fill(rq, &v);
	moves_fill(rq, &v);
	struct page p = page_of(rq, "Ruang", "Room");
	page_room(rq->out, &p, &v);
	return OK;
}

enum status room_page(struct request *rq, struct err *e) { return room_write(rq, NULL, e); }

static enum status room_do(struct request *rq, struct err *e)
{
	const char *kind, *text;
	struct file_name_bytes file = {0};
	TRY(rq_limit(rq, "room", 60, e));
	TRY(rq_form_text(rq, "kind", 20, true, &kind, e));
	TRY(rq_form_text(rq, "text", TEXT_FIELD, true, &text, e));
	if (rq->n_uploads)
		file = (struct file_name_bytes){rq->uploads[0].bytes, rq->uploads[0].name};
	return handle_room_put(&rq->desk, rq->segments[0], kind, text, &file, e);
}

enum status room_take(struct request *rq, struct err *e)
{
	enum status done = room_do(rq, e);
	if (done == OK)
		return rq_redirect(rq, "/ruang/%s?terkirim=%s#terkirim", rq->segments[0], rq_form(rq, "kind"));
	if (status_http(done) >= 500 || done == NOT_FOUND)
		return done;
	struct fault fault = rq_fault(rq, e);
	return room_write(rq, &fault, e);
}

enum status room_exhibit(struct request *rq, struct err *e)
{
	int64_t exhibit;
	struct str bytes;
	const char *type;
	TRY(rq_segment_id(rq, 1, &exhibit, e));
	TRY(handle_room_exhibit(&rq->desk, rq->segments[0], exhibit, &bytes, &type, e));
	rq->foreign = true;
	return file_bytes(rq, bytes, type, text_starts(type, "text/") ? "bukti.txt" : "bukti");
}
