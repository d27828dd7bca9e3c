/* clocks.c -- the legal clocks of a file: started, switched, stopped, run out.
 *
 * Which clocks an event starts and stops stands in the law; core/clock counts; here the result is kept with
 * its sum, each day with its reason (R11). Four rules of the dossier are carried out here:
 *
 *   R6   a clock that starts from a date on a form starts on that date, however late the form came;
 *   R8   extended handling ("HANDLE-X") is one total from the registration: it takes over the start of "HANDLE";
 *   R10  the report window never refuses a report, it only marks it late;
 *   R11  the sum is stored.
 *
 * A clock whose calendar is not loaded yet is kept as "uncounted", so that no report is refused for want of a
 * holiday decree; it is counted in the transaction that brings the decree in force (recount.c), or by docket_expire.
 * A paused clock does not run out (pauses.c), nor does one whose date came earlier before somebody has confirmed it.
 */
#include "desk/docket/docket_internal.h"

#include <string.h>

#define EXTENDED     "-X" /* suffix of a clock that is the extended total of another */
#define CLOCK_REPORT "REPORT"
#define CLOCK_REVIEW "-REVIEW" /* suffix of the initial review's */
#define CLOCK_STATUS "STATUS" /* the notice to the reporter is owed even after the file is closed */
#define EVENT_RECEIVED "received_by_other" /* a transferred file arrives */
#define OWN_DAYS_MAX 365      /* a rung of the ladder that waits for longer is a slip of the hand */
#define EXPIRE_MAX   500      /* clocks in one transaction of the periodic job */

static bool extended(const char *code)
{
	return text_ends(code, EXTENDED);
}

static const char *base_of(struct arena *a, const char *code)
{
	return arena_strndup(a, code, strlen(code) - strlen(EXTENDED));
}

static bool listed(struct text_list list, const char *name)
{
	for (size_t i = 0; i < list.n; i++)
		if (!strcmp(list.items[i], name))
			return true;
	return false;
}

const struct law_clock *clock_as_set(struct arena *a, const struct desk *d, const struct law_clock *clock)
{
	static const struct {
		const char *clock, *setting;
	} own[] = {{"DS-RETURN", "forward.return_days"}, {"DS-REMIND", "forward.remind_days"}, {"DS-REPORT", "forward.report_days"}};
	for (size_t i = 0; clock && i < sizeof own / sizeof *own; i++) {
		int64_t days = strcmp(clock->code, own[i].clock) ? 0 : settings_int(d->office->settings, own[i].setting);
		if (days <= 0 || days > OWN_DAYS_MAX)
			continue;
		struct law_clock *set = arena_memdup(a, clock, sizeof *clock);
		set->amount = (int)days;
		return set;
	}
	return clock;
}

enum status docket_clock_of(struct arena *a, const struct desk *d, const struct docket_file *f, const char *name,
			    const struct law_clock **ret, struct err *e)
{
	*ret = law_clock_of_at(f->law, f->procedure, name, f->law_day);
	if (!*ret)
		return FAIL(e, INVALID, "the law of this file has no clock '%s'", name);
	/* "2x24 jam" is read as two whole days unless the office says that it means 48 hours [?]. */
	if (text_ends((*ret)->code, "-COMPLETE") && settings_bool(d->office->settings, "clock.literal_48_hours"))
		*ret = clock_as_hours(a, *ret);
	*ret = clock_as_set(a, d, *ret);
	return OK;
}

static const char *clock_name(const struct law *law, const char *code)
{
	const struct law_clock *c = law_clock(law, code);
	return c ? c->name_id : code;
}

static const char *moment_words(struct arena *a, const struct desk *d, struct instant t)
{
	char text[64];
	return arena_strdup(a, instant_long(t, d->office->zone, ID, text));
}

/* One clock to start: for whom, which, from when. */
struct start {
	const struct law_clock *clock;
	int64_t person;
	struct day day;    /* for clocks that count from a date */
	struct instant at; /* for the others */
	bool by_day;       /* the day was settled by itself (an online report in another zone): @at is only kept */
	bool fresh;        /* the file was just opened: no clock of it runs yet */
	bool ends;         /* the report window: it ends with the report that opens the file */
};

static enum status end_line(struct tx *tx, const struct desk *d, const struct docket_file *f, const char *clock, int64_t run,
			    const char *words, struct err *e)
{
	const char *text = arena_printf(tx->arena, "Tenggat %s %s.", clock_name(f->law, clock), words);
	return docket_line(tx, d, f, "clock_end", "clock", text, run, e);
}

static enum status run_end(struct tx *tx, const struct desk *d, const struct docket_file *f,
			   const struct clock_runs_open_row *run, const char *status, const char *reason,
			   const char *words, struct err *e)
{
	int64_t changed;
	TRY(clock_run_end(tx, run->id, status, d->now, reason, &changed, e));
	if (!changed)
		return FAIL(e, CONFLICT, "the clock %s was ended meanwhile", run->clock);
	return end_line(tx, d, f, run->clock, run->id, words, e);
}

/* Has its last moment passed? Nobody knows of one that is not counted yet, or paused. */
static bool run_past(const struct clock_runs_open_row *run, struct instant now)
{
	return strcmp(run->status, "uncounted") && strcmp(run->status, "paused") && run->last_moment.us < now.us;
}

/* The act that the clock waited for is done: in time or not. */
static enum status run_stop(struct tx *tx, const struct desk *d, const struct docket_file *f,
			    const struct clock_runs_open_row *run, const char *reason, struct err *e)
{
	bool late = run_past(run, d->now);
	return run_end(tx, d, f, run, late ? "expired" : "stopped", reason,
		       late ? "selesai setelah lewat batas" : "selesai", e);
}

/* Open runs of @code for @person (0: of the file itself) give way to a new count. */
static enum status runs_switch(struct tx *tx, const struct desk *d, const struct docket_file *f,
			       const char *code, int64_t person, const char *reason, struct err *e)
{
	struct clock_runs_open_rows open;
	TRY(clock_runs_open(tx, f->row.id, &open, e));
	for (size_t i = 0; i < open.n; i++)
		if (!strcmp(open.items[i].clock, code) && open.items[i].person == person)
			TRY(run_end(tx, d, f, &open.items[i], "switched", reason, "diganti hitungan baru",
				    e));
	return OK;
}

/* What is kept of a clock when nobody can count it yet. */
static enum status insert_uncounted(struct tx *tx, const struct desk *d, const struct docket_file *f,
				    const struct start *s, const struct err *why, int64_t id, struct err *e)
{
	scoped(buf_free) struct buf b = {.limit = 4000};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "clock", s->clock->code);
	jout_put_text(&j, "uncounted", why->why);
	jout_end(&j, '}');
	struct instant from = s->clock->start_is_date ? instant_at(s->day, 0, 0, 0, d->office->zone) : s->at;
	struct instant at = s->clock->start_is_date ? INSTANT_NONE : s->at;
	TRY(clock_run_insert(tx, id, f->row.office, f->row.id, s->person, s->clock->code,
			     day_of_instant(from, d->office->zone), at, from, buf_arena(tx->arena, &b), "",
			     f->row.rulepack, "uncounted", INSTANT_NONE, NULL, e));
	const char *text = arena_printf(
		tx->arena, "Tenggat %s mulai, tetapi belum dapat dihitung: kalender libur belum dimuat.",
		s->clock->name_id);
	return docket_line(tx, d, f, "clock_start", "clock", text, id, e);
}

static enum status insert_counted(struct tx *tx, const struct desk *d, const struct docket_file *f,
				  const struct start *s, const struct deadline *due, int64_t id, struct err *e)
{
	struct instant start = s->by_day ? s->at : due->start; /* the hour is kept where the day was settled by itself */
	bool late = due->last.us < docket_received(&f->row).us; /* it came in time when it came, not when it was keyed in */
	TRY(clock_run_insert(tx, id, f->row.office, f->row.id, s->person, s->clock->code, due->start_day, start, due->last, "",
			     due->calendar_version, f->row.rulepack, !s->ends ? "running" : late ? "expired" : "stopped",
			     s->ends ? d->now : INSTANT_NONE, s->ends ? "laporan disampaikan" : NULL, e));
	TRY(clock_sum_add(tx, id, docket_sum_text(tx->arena, f->law, due), e));
	if (f->ret_review && text_ends(s->clock->code, CLOCK_REVIEW))
		*f->ret_review = due->last;
	const char *text = arena_printf(tx->arena, "Tenggat %s mulai: %s %s.", s->clock->name_id,
					s->clock->effective ? "berlaku" : "sampai",
					moment_words(tx->arena, d, due->last));
	TRY(docket_line(tx, d, f, "clock_start", "clock", text, id, e));
	if (s->ends && late) /* a new file is not, until we know */
		TRY(case_late_set(tx, f->row.id, true, e));
	return s->ends ? end_line(tx, d, f, s->clock->code, id, late ? "selesai setelah lewat batas" : "selesai", e) : OK;
}

static enum status run_start(struct tx *tx, const struct desk *d, const struct docket_file *f,
			     const struct start *s, int64_t *ret_id, struct err *e)
{
	*ret_id = id_new(d->now);
	if (!s->fresh)
		TRY(runs_switch(tx, d, f, s->clock->code, s->person, "dihitung ulang", e));
	struct deadline due;
	struct err why = {0};
	enum status status = clock_due(tx->arena, f->law, s->clock, d->office->calendar, s->day,
				       s->by_day ? INSTANT_NONE : s->at, d->office->zone, &due, &why);
	if (status == NOT_LOADED)
		return insert_uncounted(tx, d, f, s, &why, *ret_id, e);
	if (status != OK) {
		if (e)
			*e = why;
		return status;
	}
	return insert_counted(tx, d, f, s, &due, *ret_id, e);
}

/* The open run of @code; 0 when there is none. */
static enum status run_of(struct tx *tx, const struct docket_file *f, const char *code, int64_t person, int64_t *ret,
			  struct err *e)
{
	struct clock_runs_open_rows open;
	*ret = 0;
	TRY(clock_runs_open(tx, f->row.id, &open, e));
	for (size_t i = 0; i < open.n; i++)
		if (!strcmp(open.items[i].clock, code) && open.items[i].person == person)
			*ret = open.items[i].id;
	return OK;
}

/* R8: the total counts from where the first clock started; that clock gives way. */
static enum status start_extended(struct tx *tx, const struct desk *d, const struct docket_file *f,
				  struct start *s, struct err *e)
{
	const char *base = base_of(tx->arena, s->clock->code);
	bool found;
	struct clock_run_first_row first;
	TRY(clock_run_first(tx, f->row.id, base, &found, &first, e));
	if (!found)
		return FAIL(e, INVALID, "%s cannot be extended: it never started in this file", base);
	s->at = instant_is_none(first.start_at) ? instant_at(first.start_on, 0, 0, 0, d->office->zone)
						: first.start_at;
	s->day = first.start_on;
	int64_t before, now;
	TRY(run_of(tx, f, base, s->person, &before, e));
	TRY(runs_switch(tx, d, f, base, s->person, "diperpanjang: jumlah seluruhnya dihitung dari awal", e));
	TRY(run_start(tx, d, f, s, &now, e));
	return before ? pauses_take_over(tx, d, before, now, e) : OK;
}

/* [?] The day on which a report sent from another zone arrived: by default the office's, by setting another's. */
static enum status day_of_arrival(const struct desk *d, const struct docket_file *f, bool first, struct start *s, struct err *e)
{
	const char *named = settings_text(d->office->settings, "clock.online_zone");
	enum zone zone;
	if (!*named || !first || d->user || strcmp(f->row.kind, "report") || s->clock->start_is_date || s->clock->unit == HOUR)
		return OK;
	TRY(zone_parse(named, &zone, e));
	s->day = day_of_instant(s->at, zone);
	s->by_day = true;
	return OK;
}

static enum status start_named(struct tx *tx, const struct desk *d, const struct docket_file *f,
			       int64_t person, const char *name, struct day day, struct instant at,
			       bool first, struct err *e)
{
	struct start s = {.person = person, .day = day, .at = at, .fresh = first};
	TRY(docket_clock_of(tx->arena, d, f, name, &s.clock, e));
	if (instant_is_none(s.at)) /* a date alone, or nothing: from that day, or from now */
		s.at = day_is_none(day) ? d->now : instant_at(day, 0, 0, 0, d->office->zone);
	if (day_is_none(s.day))
		s.day = day_of_instant(s.at, d->office->zone);
	TRY(day_of_arrival(d, f, first, &s, e));
	int64_t id;
	return extended(s.clock->code) ? start_extended(tx, d, f, &s, e) : run_start(tx, d, f, &s, &id, e);
}

enum status docket_clock_start(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person,
			       const char *clock, struct day start_day, struct instant start, struct err *e)
{
	struct docket_file f;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	return start_named(tx, d, &f, person, clock, start_day, start, false, e);
}

/* Stopping "HANDLE" stops its extended total too: they are one clock (R8). */
static bool same_clock(struct arena *a, const char *run, const char *code)
{
	return !strcmp(run, code) || (extended(run) && !strcmp(base_of(a, run), code));
}

static enum status stop_named(struct tx *tx, const struct desk *d, const struct docket_file *f,
			      int64_t person, const char *name, const char *reason, struct err *e)
{
	const struct law_clock *clock;
	TRY(docket_clock_of(tx->arena, d, f, name, &clock, e));
	struct clock_runs_open_rows open;
	TRY(clock_runs_open(tx, f->row.id, &open, e));
	for (size_t i = 0; i < open.n; i++) {
		const struct clock_runs_open_row *run = &open.items[i];
		if (same_clock(tx->arena, run->clock, clock->code) && run->person == person)
			TRY(run_stop(tx, d, f, run, reason, e));
	}
	return OK;
}

enum status docket_clock_stop(struct tx *tx, const struct desk *d, int64_t case_file, int64_t person,
			      const char *clock, const char *reason, struct err *e)
{
	struct docket_file f;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	return stop_named(tx, d, &f, person, clock, reason, e);
}

enum status clocks_report_window(struct tx *tx, const struct desk *d, const struct docket_file *f,
				 struct err *e)
{
	if (day_is_none(f->row.known_on) || !law_clock_of(f->law, f->procedure, CLOCK_REPORT))
		return OK;
	struct start s = {.day = f->row.known_on, .fresh = true, .ends = true};
	int64_t id;
	TRY(docket_clock_of(tx->arena, d, f, CLOCK_REPORT, &s.clock, e));
	s.at = instant_at(s.day, 0, 0, 0, d->office->zone);
	return run_start(tx, d, f, &s, &id, e);
}

/* [?] What a transfer does to a running clock was not readable: by default the receiver starts its own review, by setting
 * the file goes on with the review clock that it first had. */
static enum status start_of_transfer(struct tx *tx, const struct desk *d, const struct docket_file *f, const char *name,
				     const char *event, struct day *ret_day, struct instant *ret_at, struct err *e)
{
	const struct law_clock *clock;
	bool found;
	struct clock_run_first_row first;
	if (strcmp(event, EVENT_RECEIVED) || !settings_bool(d->office->settings, "clock.transfer_continues"))
		return OK;
	TRY(docket_clock_of(tx->arena, d, f, name, &clock, e));
	TRY(clock_run_first(tx, f->row.id, clock->code, &found, &first, e));
	if (found) {
		*ret_day = first.start_on;
		*ret_at = first.start_at;
	}
	return OK;
}

/* Clocks that the law starts by this event. Those that count back from a day to come (SUMMON) start when that
 * day is chosen; the report window was counted when the report came. */
static enum status starts_follow(struct tx *tx, const struct desk *d, const struct docket_file *f,
				 struct text_list names, const char *event, bool first, struct err *e)
{
	for (size_t i = 0; i < names.n; i++) {
		const struct law_clock *clock;
		TRY(docket_clock_of(tx->arena, d, f, names.items[i], &clock, e));
		if (clock->backwards || !strcmp(names.items[i], CLOCK_REPORT))
			continue;
		bool dated = first && clock->start_is_date; /* R6 */
		struct day day = dated ? f->row.known_on : DAY_NONE;
		struct instant came = first ? docket_received(&f->row) : d->now;
		struct instant at = dated && !day_is_none(day) ? INSTANT_NONE : came;
		TRY(start_of_transfer(tx, d, f, names.items[i], event, &day, &at, e));
		TRY(start_named(tx, d, f, 0, names.items[i], day, at, first, e));
	}
	return OK;
}

static enum status stops_follow(struct tx *tx, const struct desk *d, const struct docket_file *f,
				const struct case_step *step, struct err *e)
{
	for (size_t i = 0; i < step->stop.n; i++) {
		const char *name = step->stop.items[i];
		/* An extension gives way by itself when it starts. */
		if (listed(step->start, arena_printf(tx->arena, "%s" EXTENDED, name)))
			continue;
		TRY(stop_named(tx, d, f, 0, name, step->transition->id, e));
	}
	return OK;
}

/* Nothing runs on in a file that is closed but what is still owed to the reporter. */
static enum status close_clocks(struct tx *tx, const struct desk *d, const struct docket_file *f,
				struct err *e)
{
	const struct law_state *state = law_state(f->law, f->row.state);
	if (!state || !state->terminal)
		return OK;
	const struct law_clock *owed = law_clock_of(f->law, f->procedure, CLOCK_STATUS);
	struct clock_runs_open_rows open;
	TRY(clock_runs_open(tx, f->row.id, &open, e));
	for (size_t i = 0; i < open.n; i++)
		if (!owed || strcmp(open.items[i].clock, owed->code))
			TRY(run_stop(tx, d, f, &open.items[i], "berkas ditutup", e));
	return OK;
}

enum status clocks_follow(struct tx *tx, const struct desk *d, const struct docket_file *f,
			  const struct case_step *step, bool first, struct err *e)
{
	TRY(stops_follow(tx, d, f, step, e));
	TRY(close_clocks(tx, d, f, e));
	TRY(starts_follow(tx, d, f, step->start, step->transition->event, first, e));
	return clocks_keep(tx, d, f, step, e);
}

/* Events whose guard asks whether a clock has ended, and which clock that is. */
static const struct {
	const char *event, *clock;
} clock_of_event[] = {
	{"completed", "COMPLETE"}, {"completion_lapsed", "COMPLETE"}, {"lapsed_to_info", "COMPLETE"},
	{"plenary_finds", "FIND"}, {"plenary_not_yet", "FIND"},
	{"overdue", "DS-PPK"},
};

static bool event_waits_for(const struct docket_file *f, const char *event, const char *clock)
{
	for (size_t i = 0; i < sizeof clock_of_event / sizeof *clock_of_event; i++) {
		if (strcmp(clock_of_event[i].event, event))
			continue;
		const struct law_clock *c = law_clock_of(f->law, f->procedure, clock_of_event[i].clock);
		if (c && !strcmp(c->code, clock))
			return true;
	}
	return false;
}

/* Has the whole time for handling passed, extended or not? A file that was never extended has no extended
 * clock, yet the total that the law allows runs out for it all the same. */
static bool total_passed(struct tx *tx, const struct desk *d, const struct docket_file *f,
			 const struct law_clock *total, const struct clock_runs_open_row *run)
{
	struct deadline due;
	struct instant at = instant_is_none(run->start_at)
				    ? instant_at(run->start_on, 0, 0, 0, d->office->zone)
				    : run->start_at;
	return clock_due(tx->arena, f->law, total, d->office->calendar, run->start_on, at, d->office->zone,
			 &due, NULL) == OK &&
	       due.last.us < d->now.us;
}

enum status clocks_facts(struct tx *tx, const struct desk *d, const struct docket_file *f, const char *event,
			 struct case_facts *facts, struct err *e)
{
	const struct law_clock *first = law_clock_of(f->law, f->procedure, "HANDLE");
	const struct law_clock *total = law_clock_of(f->law, f->procedure, "HANDLE-X");
	struct clock_runs_open_rows open;
	TRY(clock_runs_open(tx, f->row.id, &open, e));
	facts->late = f->row.late;
	facts->first_clock_running = facts->extended_expired = facts->clock_expired = false;
	for (size_t i = 0; i < open.n; i++) {
		const struct clock_runs_open_row *run = &open.items[i];
		bool past = run_past(run, d->now);
		bool is_first = first && !strcmp(run->clock, first->code);
		bool is_total = total && !strcmp(run->clock, total->code);
		facts->first_clock_running |= is_first && !past;
		facts->extended_expired |=
			past && (is_total || (is_first && total && total_passed(tx, d, f, total, run)));
		facts->clock_expired |= past && event_waits_for(f, event, run->clock);
	}
	return OK;
}

/* A clock that only says when something takes effect is done when it has. */
static enum status expire_one(struct tx *tx, const struct desk *d, const struct clocks_to_expire_row *run,
			      struct err *e)
{
	struct docket_file f;
	TRY(docket_file_get(tx, d, run->case_file, &f, e));
	const struct law_clock *clock = law_clock(f.law, run->clock);
	int64_t changed;
	if (clock && clock->effective)
		TRY(clock_run_end(tx, run->id, "stopped", run->last_moment, "mulai berlaku", &changed, e));
	else
		TRY(clock_run_expire(tx, run->id, &changed, e));
	if (!changed)
		return OK; /* ended meanwhile */
	const char *text = arena_printf(
		tx->arena,
		clock && clock->effective ? "%s: berlaku sejak %s." : "Tenggat %s lewat: batasnya %s.",
		clock_name(f.law, run->clock), moment_words(tx->arena, d, run->last_moment));
	return docket_line(tx, d, &f, "clock_expired", "clock", text, run->id, e);
}

static enum status count_again(struct tx *tx, const struct desk *d, const struct clocks_uncounted_row *run,
			       struct err *e)
{
	struct docket_file f;
	TRY(docket_file_get(tx, d, run->case_file, &f, e));
	const struct law_clock *clock;
	TRY(docket_clock_of(tx->arena, d, &f, run->clock, &clock, e));
	struct deadline due;
	if (clock_due(tx->arena, f.law, clock, d->office->calendar, run->start_on, run->start_at,
		      d->office->zone, &due, NULL) != OK)
		return OK; /* still not loaded */
	int64_t changed;
	TRY(clock_run_counted(tx, run->id, due.last, docket_sum_text(tx->arena, f.law, &due),
			      due.calendar_version, &changed, e));
	const char *text = arena_printf(tx->arena, "Tenggat %s kini terhitung: sampai %s.", clock->name_id,
					moment_words(tx->arena, d, due.last));
	return docket_line(tx, d, &f, "clock_start", "clock", text, run->id, e);
}

enum status docket_expire(struct tx *tx, const struct desk *d, int *ret_expired, struct err *e)
{
	struct clocks_uncounted_rows waiting;
	TRY(pauses_turn(tx, d, e));
	TRY(clocks_uncounted(tx, d->office->id, EXPIRE_MAX, &waiting, e));
	for (size_t i = 0; i < waiting.n; i++)
		TRY(count_again(tx, d, &waiting.items[i], e));
	struct clocks_to_expire_rows due;
	TRY(clocks_to_expire(tx, d->office->id, d->now, EXPIRE_MAX, &due, e));
	for (size_t i = 0; i < due.n; i++)
		TRY(expire_one(tx, d, &due.items[i], e));
	*ret_expired = (int)due.n;
	return OK;
}
