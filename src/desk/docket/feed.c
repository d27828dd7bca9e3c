/* feed.c -- see feed.h. One event a clock: it lasts the last hour of the deadline, so that it stands on the right day
 * in every calendar program, and says in its text until when the counter is open and by which article. */
#include "desk/docket/feed.h"

#include "base/ical.h"
#include "desk/docket/docket_internal.h"

#include <string.h>

#define SECRET_BYTES   16      /* 128 bits: not to be guessed */
#define EVENTS_MAX     2000    /* of one feed; the soonest first */
#define STRUCK_OUT_US  (30 * DAY_US) /* how long an ended clock stays in the feed as cancelled */
#define REFRESH        "PT1H"  /* how often programs should look: dates move by the day, not by the minute */
#define EVENT_US       (HOUR_US - SECOND_US) /* 23.00.00 to 23.59.59 */

/* ---- addresses ---- */

static struct str secret_hash(const struct desk *d, const char *secret)
{
	const char *text = arena_printf(d->arena, "calendar-feed:%s", secret);
	struct hash h = hash_keyed(d->office->lookup_key, text, strlen(text));
	return (struct str){arena_memdup(d->arena, h.bytes, HASH_SIZE), HASH_SIZE};
}

static bool secret_shaped(const char *secret)
{
	return strlen(secret) == 2 * SECRET_BYTES && strspn(secret, "0123456789abcdef") == 2 * SECRET_BYTES;
}

static enum status check_new(struct tx *tx, const struct desk *d, const char *scope, const char *name, struct err *e)
{
	struct calendar_feeds_rows rows;
	if (!text_eq(scope, "office") && !text_eq(scope, "mine"))
		return FAIL_FIELD(e, INVALID, "scope", "expected office or mine");
	if (text_blank(name) || strlen(name) > FEED_NAME_MAX)
		return FAIL_FIELD(e, INVALID, "name", "where it is used, in at most %d bytes", FEED_NAME_MAX);
	TRY(calendar_feeds(tx, d->user, &rows, e));
	int open = 0;
	for (size_t i = 0; i < rows.n; i++)
		open += instant_is_none(rows.items[i].ended_at);
	if (open >= FEEDS_MAX)
		return FAIL_FIELD(e, INVALID, "name", "at most %d open addresses; end one first", FEEDS_MAX);
	return OK;
}

enum status feed_make(struct tx *tx, const struct desk *d, const char *scope, const char *name, const char **ret_secret,
		      struct err *e)
{
	TRY(check_new(tx, d, scope, name, e));
	const char *secret = random_hex(d->arena, SECRET_BYTES);
	int64_t id = id_new(d->now);
	TRY(calendar_feed_add(tx, id, d->office->id, d->user, secret_hash(d, secret), scope, name, d->now, e));
	TRY(access_note(tx, d, "calendar_made", "calendar_feed", id, name, e));
	*ret_secret = secret;
	return OK;
}

enum status feed_end(struct tx *tx, const struct desk *d, int64_t id, struct err *e)
{
	int64_t changed;
	TRY(calendar_feed_end(tx, id, d->user, d->now, &changed, e));
	if (!changed)
		return FAIL(e, NOT_FOUND, "no open address of this officer");
	return access_note(tx, d, "calendar_ended", "calendar_feed", id, "", e);
}

enum status feed_open(struct tx *tx, const struct desk *d, const char *secret, struct feed *ret, struct err *e)
{
	struct calendar_feed_of_row row;
	bool found = false;
	if (secret_shaped(secret))
		TRY(calendar_feed_of(tx, secret_hash(d, secret), &found, &row, e));
	if (!found || !instant_is_none(row.ended_at) || !instant_is_none(row.disabled_at) || row.office != d->office->id ||
	    !role_may(role_of(row.role), FEED_RIGHT))
		return FAIL(e, NOT_FOUND, "no such calendar");
	*ret = (struct feed){row.id, row.office, row.app_user, text_eq(row.scope, "mine")};
	tx->reader = row.app_user; /* whoever holds the address sees what its maker may see */
	return OK;
}

/* ---- events ---- */

struct event {
	const struct desk *d;
	const struct calendar_feed_clocks_row *row;
	struct docket_sum sum;
	const char *site;
	bool ended;
};

/* "Kajian awal laporan 038"; of a clock for one person: ", orang ke-2", a place in the file and no name. */
static const char *title_of(const struct event *v)
{
	struct arena *a = v->d->arena;
	const char *title = docket_job_name(a, ID, v->sum.name_id, v->row->kind, v->row->number);
	if (v->row->person)
		title = arena_printf(a, "%s, %s", title, docket_person_place(a, ID, v->row->person));
	if (!v->ended)
		return v->row->begun > v->row->over ? arena_printf(a, "Jeda: %s", title) : title; /* pauses never overlap */
	return arena_printf(a, text_eq(v->row->status, "switched") ? "Diganti hitungan baru: %s" : "Selesai: %s", title);
}

static const char *sum_address(const struct event *v)
{
	return arena_printf(v->d->arena, "%s/kerja/perkara/%lld/tenggat/%lld", v->site, (long long)v->row->case_file,
			    (long long)v->row->id);
}

static const char *words_of(const struct event *v)
{
	char last[64], counter[64];
	scoped(buf_free) struct buf b = {0};
	buf_printf(&b, "Batas menurut hukum: %s.", instant_long(v->row->last_moment, v->sum.zone, ID, last));
	if (!instant_is_none(v->sum.counter_closes) && v->sum.counter_closes.us < v->row->last_moment.us)
		buf_printf(&b, "\nLoket terakhir buka sampai %s.", instant_long(v->sum.counter_closes, v->sum.zone, ID, counter));
	buf_printf(&b, "\nDasar: %s.\nHitungan hari demi hari: %s", v->sum.basis, sum_address(v));
	return buf_arena(v->d->arena, &b);
}

/* Opening time on the last working day before the day of @t; where the calendar says nothing, weekdays count. */
static struct instant working_day_before(const struct office *o, struct instant t, enum zone zone)
{
	struct day on = day_add(day_of_instant(t, zone), -1);
	while (calendar_covers(o->calendar, on) ? !day_works(o->calendar, on, NULL) : day_weekday(on) > 4)
		on = day_add(on, -1);
	return instant_at(on, o->law->counter_opens / 60, o->law->counter_opens % 60, 0, zone);
}

static void put_alarm(struct buf *b, const struct event *v, struct instant at, const char *words)
{
	struct instant start = v->row->start_at;
	if (!instant_is_none(start) && at.us <= start.us)
		return; /* the clock had not begun yet */
	ical_line(b, "BEGIN", "VALARM");
	ical_line(b, "ACTION", "DISPLAY");
	ical_text(b, "DESCRIPTION", arena_printf(v->d->arena, "%s: %s", words, title_of(v)));
	ical_moment(b, "TRIGGER;VALUE=DATE-TIME", at);
	ical_line(b, "END", "VALARM");
}

/* One working day before, and when the counter closes for the last time; a count in hours has no counter. */
static void put_alarms(struct buf *b, const struct event *v)
{
	struct instant last = v->row->last_moment, counter = v->sum.counter_closes;
	put_alarm(b, v, working_day_before(v->d->office, last, v->sum.zone), "Satu hari kerja lagi");
	if (instant_is_none(counter))
		put_alarm(b, v, (struct instant){last.us - HOUR_US}, "Satu jam lagi");
	else
		put_alarm(b, v, counter, "Loket tutup");
}

static struct instant day_begins(const struct event *v, struct day d)
{
	return day_is_none(d) ? INSTANT_NONE : instant_at(d, 0, 0, 0, v->d->office->zone);
}

/* What the record says, not when it was asked: a reader that has seen it need not fetch it again. The last of: the start,
 * a move, a pause that was noted or ended, and the day on which one began or was over. */
static struct instant changed_at(const struct event *v)
{
	const struct calendar_feed_clocks_row *r = v->row;
	struct instant at = instant_is_none(r->start_at) ? day_begins(v, r->start_on) : r->start_at;
	const struct instant later[] = {r->moved_at, r->noted_at, day_begins(v, r->turned_on)};
	for (size_t i = 0; i < sizeof later / sizeof *later; i++)
		if (!instant_is_none(later[i]) && later[i].us > at.us)
			at = later[i];
	return v->ended ? r->ended_at : at;
}

static void put_time(struct buf *b, const struct event *v)
{
	struct instant last = v->row->last_moment;
	const struct law_clock *c = law_clock(v->d->office->law, v->row->clock);
	bool effective = c && c->effective; /* something takes effect then: the hour after, not the hour before */
	ical_moment(b, "DTSTART", effective ? last : (struct instant){last.us - EVENT_US});
	ical_moment(b, "DTEND", effective ? (struct instant){last.us + EVENT_US} : last);
}

static bool paused(const struct event *v)
{
	return !v->ended && v->row->begun > v->row->over;
}

/* Every move, the day on which a pause begins and the one after it, and the end of the clock raise it; nothing lowers it
 * (RFC 5545, 3.8.7.4), for a calendar passes over what looks older than what it has. */
static int64_t sequence_of(const struct event *v)
{
	return v->row->moves + v->row->begun + v->row->over + v->ended;
}

static void put_event(struct buf *b, const struct event *v)
{
	struct instant changed = changed_at(v);
	ical_line(b, "BEGIN", "VEVENT");
	ical_text(b, "UID", arena_printf(v->d->arena, "tenggat-%lld@%s.netra", (long long)v->row->id, v->d->office->code));
	ical_moment(b, "DTSTAMP", changed);
	ical_moment(b, "LAST-MODIFIED", changed);
	ical_int(b, "SEQUENCE", sequence_of(v));
	put_time(b, v);
	ical_text(b, "SUMMARY", title_of(v));
	ical_text(b, "DESCRIPTION", words_of(v));
	ical_line(b, "URL", sum_address(v));
	ical_line(b, "CLASS", "PRIVATE");
	ical_line(b, "TRANSP", "TRANSPARENT");
	ical_line(b, "STATUS", v->ended ? "CANCELLED" : paused(v) ? "TENTATIVE" : "CONFIRMED");
	if (!v->ended && !paused(v))
		put_alarms(b, v);
	ical_line(b, "END", "VEVENT");
}

static void put_head(struct buf *b, const struct desk *d, const struct feed *f)
{
	const char *name = arena_printf(d->arena, f->mine ? "Tenggat saya, %s" : "Tenggat %s", d->office->name);
	ical_line(b, "BEGIN", "VCALENDAR");
	ical_line(b, "VERSION", "2.0");
	ical_line(b, "PRODID", "-//Netra//Tenggat//ID");
	ical_line(b, "CALSCALE", "GREGORIAN");
	ical_text(b, "NAME", name);
	ical_text(b, "X-WR-CALNAME", name); /* what older programs read */
	ical_line(b, "REFRESH-INTERVAL;VALUE=DURATION", REFRESH);
	ical_line(b, "X-PUBLISHED-TTL", REFRESH);
}

enum status feed_text(struct tx *tx, const struct desk *d, const struct feed *f, const char *site, struct buf *out,
		      struct err *e)
{
	struct calendar_feed_clocks_rows rows;
	struct instant since = {d->now.us - STRUCK_OUT_US};
	TRY(calendar_feed_clocks(tx, f->office, f->mine ? f->user : 0, since, EVENTS_MAX, day_of_instant(d->now, d->office->zone), &rows, e));
	put_head(out, d, f);
	for (size_t i = 0; i < rows.n; i++) {
		struct event v = {.d = d, .row = &rows.items[i], .site = site, .ended = !instant_is_none(rows.items[i].ended_at)};
		TRY(docket_sum_read(d->arena, v.row->sum, &v.sum, e));
		put_event(out, &v);
	}
	ical_line(out, "END", "VCALENDAR");
	return buf_done(out, e);
}
