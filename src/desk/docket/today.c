/* today.c -- what the office must do today: deadlines sorted by the time that remains, what came in, what
 * nobody holds, what waits for somebody outside. PRODUCT N1: it fits on one telephone screen and on one
 * sheet. */
#include "desk/docket/docket_internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define HORIZON_DAYS 30                        /* deadlines further away are not today's business */
#define PAST_MAX     100                       /* rows read at most: of what is past ... */
#define NEAR_MAX     200                       /* ... of today and tomorrow, which nothing else may push off ... */
#define AFTER_MAX    60                        /* ... and of what ends later */
#define SENT_ON      "TRANSFERRED", "FORWARDED", "OVERDUE_PPK" /* somebody outside must answer, no clock says so */
#define WAITING_MAX  20
#define ROWS_MAX     50 /* incoming and unowned files shown */

static const struct {
	const char *code, *states;
} groups[] = {
	{"info", ",OBSERVED,LHP,INFO,TRACING,"},
	{"incoming", ",SUBMITTED,REVIEW,DEFICIENT,"},
	{"handling", ",REGISTERED,CLARIFYING,EXTRA_INFO,STUDY,PLENARY,TAKEN_OVER,"},
	{"decided", ",DECIDED_OTHER_LAW,DECIDED_CRIME,DECIDED_ADMIN,DECIDED_ETHICS_EMB,"},
	{"outside",
	 ",TRANSFERRED,FORWARDED,ACKNOWLEDGED,RETURNED,RECOMMENDED,OVERDUE_PPK,CONTROLLED,OBJECTED,"},
	{"outcome", ",SANCTIONED,NO_SANCTION,"},
	{"ended", ",TRACE_CLOSED,WITHDRAWN,ALREADY_HANDLED,NOT_REGISTERED,NOT_VIOLATION,LAPSED,CLOSED,"},
};

const char *docket_group(const char *code)
{
	for (size_t i = 0; code && i < sizeof groups / sizeof *groups; i++)
		if (!strcmp(groups[i].code, code))
			return groups[i].states;
	return NULL;
}

const char *docket_pattern(struct arena *a, const char *search)
{
	if (text_blank(search))
		return NULL;
	scoped(buf_free) struct buf b = {.limit = 1000};
	struct str s = str_trim(str_of(search));
	buf_char(&b, '%');
	for (size_t i = 0; i < s.n; i++) {
		if (strchr("%_!", s.s[i]))
			buf_char(&b, '!');
		buf_char(&b, (char)tolower((unsigned char)s.s[i]));
	}
	buf_char(&b, '%');
	return buf_arena(a, &b);
}

const char *docket_kind_name(const char *kind)
{
	return docket_kind_name_in(kind, ID);
}

const char *docket_kind_name_in(const char *kind, enum lang lang)
{
	if (text_eq(kind, "report"))
		return lang == EN ? "Report" : "Laporan";
	if (text_eq(kind, "finding"))
		return lang == EN ? "Finding" : "Temuan";
	return lang == EN ? "Preliminary information" : "Informasi awal";
}

const char *docket_short_number(struct arena *a, const char *number)
{
	const char *slash = number ? strchr(number, '/') : NULL;
	return slash ? arena_strndup(a, number, (size_t)(slash - number)) : number ? number : "";
}

const char *docket_file_name(struct arena *a, enum lang lang, const char *kind, const char *number, const char *title)
{
	const char *words = docket_kind_name_in(kind, lang), *said = docket_short_number(a, number);
	return *said ? arena_printf(a, "%s %s", words, said) : arena_printf(a, "%s: %s", words, title);
}

const char *docket_job_name(struct arena *a, enum lang lang, const char *clock, const char *kind, const char *number)
{
	const char *words = text_lower(a, docket_kind_name_in(kind, lang)), *said = docket_short_number(a, number);
	if (lang == EN)
		clock = arena_printf(a, "%s,", clock);
	/* "Perbaikan laporan" 016, not "laporan laporan" */
	if (!text_ends(clock, words))
		clock = arena_printf(a, "%s %s", clock, words);
	return *said ? arena_printf(a, "%s %s", clock, said) : clock;
}

const char *docket_person_place(struct arena *a, enum lang lang, int64_t number)
{
	return arena_printf(a, lang == EN ? "person %lld" : "orang ke-%lld", (long long)number);
}

static const char *job_words(const struct desk *d, const struct clocks_due_row *r, const char *clock)
{
	struct arena *a = d->arena;
	const char *words = docket_job_name(a, d->lang, clock, r->kind, r->number);
	if (!r->number)
		words = arena_printf(a, "%s: %s", words, r->title);
	return r->person ? arena_printf(a, "%s, %s", words, docket_person_place(a, d->lang, r->person_number)) : words;
}

static struct docket_job job_of(struct tx *tx, const struct desk *d, const struct clocks_due_row *r)
{
	struct docket_job job = {
		.case_file = r->case_file,
		.clock = r->id,
		.person = r->person,
		.number = r->number ? r->number : "",
		.title = r->title,
		.owner = r->owner_name ? r->owner_name : "",
		.mine = d->user && r->owner == d->user,
		.left = docket_left(d, docket_law_of(tx, d, r->rulepack), r->clock, r->status, r->last_moment, INSTANT_NONE,
				    r->sum),
		.notice = (int)r->notice,
		.until = "",
		.last = r->last_moment,
	};
	const struct law_clock *clock = law_clock(docket_law_of(tx, d, r->rulepack), r->clock);
	job.what = job_words(d, r, job.left.name);
	job.binds = clock_binds(r->last_moment, job.left.counter);
	if (clock && (!strcmp(r->status, "running") || !strcmp(r->status, "expired")))
		job.until = clock_until_text(d->arena, clock, r->last_moment, job.left.counter, job.left.zone, d->now, d->lang);
	return job;
}

static struct docket_jobs *list_of(struct docket_today *t, const struct desk *d, const struct docket_job *job,
				   struct instant last)
{
	struct day today = day_of_instant(d->now, job->left.zone), on = day_of_instant(last, job->left.zone);
	if (job->left.other || !strcmp(job->left.state, "paused"))
		return &t->others;
	if (last.us < d->now.us)
		return &t->past;
	if (on.n == today.n)
		return &t->today;
	if (on.n == today.n + 1)
		return &t->tomorrow;
	return &t->later;
}

/* Working days and calendar days compare by their ends: first what binds first, by counter or by law; then by law. */
static int sooner(const void *a, const void *b)
{
	const struct docket_job *x = a, *y = b;
	if (x->binds.us != y->binds.us)
		return x->binds.us < y->binds.us ? -1 : 1;
	if (x->last.us != y->last.us)
		return x->last.us < y->last.us ? -1 : 1;
	return (x->clock > y->clock) - (x->clock < y->clock);
}

static void jobs_sort(struct docket_jobs *jobs)
{
	if (jobs->n)
		qsort(jobs->items, jobs->n, sizeof *jobs->items, sooner);
}

/* The evening before: when the counter last closed on a working day before today. Where the calendar says
 * nothing, weekends alone are passed over. */
static struct instant last_closing(const struct desk *d)
{
	const struct office *o = d->office;
	struct day on = day_add(day_of_instant(d->now, o->zone), -1);
	while (day_weekday(on) > 4 || (calendar_covers(o->calendar, on) && !day_works(o->calendar, on, NULL)))
		on = day_add(on, -1);
	const struct law *law = desk_law(d);
	int closes = day_weekday(on) == 4 ? law->counter_closes_friday : law->counter_closes;
	return instant_at(on, closes / 60, closes % 60, 0, o->zone);
}

static enum status jobs_read(struct tx *tx, const struct desk *d, struct instant from, struct instant before, int64_t max,
			     struct docket_today *ret, struct err *e)
{
	struct clocks_due_rows due;
	TRY(clocks_due(tx, d->office->id, from.us, before.us, max, &due, e));
	for (size_t i = 0; i < due.n; i++) {
		struct docket_job job = job_of(tx, d, &due.items[i]);
		struct docket_jobs *to = list_of(ret, d, &job, due.items[i].last_moment);
		ARENA_PUSH(tx->arena, to, job);
	}
	return OK;
}

enum status docket_today(struct tx *tx, const struct desk *d, struct docket_today *ret, struct err *e)
{
	*ret = (struct docket_today){.since = last_closing(d)};
	struct day today = day_of_instant(d->now, d->office->zone);
	struct instant near = instant_at(day_add(today, 2), 0, 0, 0, d->office->zone), horizon = {d->now.us + HORIZON_DAYS * DAY_US};
	TRY(jobs_read(tx, d, (struct instant){INT64_MIN}, d->now, PAST_MAX, ret, e));
	TRY(jobs_read(tx, d, d->now, near, NEAR_MAX, ret, e));
	TRY(jobs_read(tx, d, near, horizon, AFTER_MAX, ret, e));
	jobs_sort(&ret->past);
	jobs_sort(&ret->today);
	jobs_sort(&ret->tomorrow);
	jobs_sort(&ret->later);
	jobs_sort(&ret->others);
	TRY(cases_waiting(tx, d->office->id, SENT_ON, WAITING_MAX, &ret->waiting, e));
	TRY(cases_incoming(tx, d->office->id, ret->since, ROWS_MAX, &ret->incoming, e));
	return cases_unowned(tx, d->office->id, ROWS_MAX, &ret->unowned, e);
}
