/* staff.c -- the Today page: what ends today, what came in, what waits, what nobody holds (PRODUCT N1).
 *
 * No charts and no choices: a list sorted by the time that remains, which fits one telephone screen and prints on one
 * sheet for the morning meeting. The reckoning is desk/docket's; here it is put into words.
 */
#include "page_today.h"
#include "desk/handle/inside.h"
#include "desk/handle/sitting.h"
#include "web/review_views.h"
#include "web/warned.h"

#include <ctype.h>
#include <string.h>

#define CLUSTERS_SHOWN 3
#define ALIKE_MAX 3     /* more jobs of one kind than this are one line */
#define NUMBERS_NAMED 4 /* files named in such a line */
#define MOVED_SHOWN 10  /* dates that changed */
#define FILES_SHOWN 3   /* of those that came in, and of those that nobody holds */
#define SHEET_LINES 45  /* that two columns of a sheet hold */
#define TASKS_READ 40   /* tasks of today and tomorrow, and those past their day */
#define LATER_SHOWN 5   /* of those that end after tomorrow */

static const char *say(const struct request *rq, const char *id, const char *en)
{
	return rq->lang == EN ? en : id;
}

/* Nobody is sent to a page that is closed to them: then the line stands without a link. */
static const char *list_href(const struct request *rq)
{
	return role_may(rq->desk.role, RIGHT_INTAKE) ? "/kerja/laporan-masuk?lihat=semua" : "";
}

static const char *case_href(const struct request *rq, int64_t id)
{
	return role_may(rq->desk.role, RIGHT_CASE) ? arena_printf(rq->desk.arena, "/kerja/perkara/%lld", (long long)id) : "";
}

/* "and N more", leading to the whole list */
static void more_push(const struct request *rq, struct today_jobs *to, const char *what)
{
	struct today_job job = {.what = what, .href = list_href(rq), .act = say(rq, "Lihat", "See"), .state = "", .note = ""};
	ARENA_PUSH(rq->desk.arena, to, job);
}

static const char *holder(const struct request *rq, const struct docket_job *job)
{
	if (job->mine)
		return say(rq, "dipegang Anda", "held by you");
	if (text_blank(job->owner))
		return say(rq, "belum ada pemegang", "nobody holds it");
	return arena_printf(rq->desk.arena, say(rq, "dipegang %s", "held by %s"), job->owner);
}

static struct today_job job_of(const struct request *rq, const struct docket_job *job)
{
	struct arena *a = rq->desk.arena;
	const char *until = text_blank(job->until) ? "" : arena_printf(a, "%s · ", job->until);
	return (struct today_job){
		.what = job->what, .href = case_href(rq, job->case_file),
		.act = job->mine ? say(rq, "Lanjutkan", "Go on") : say(rq, "Buka", "Open"),
		.state = job->left.state, .icon = arena_printf(a, "c-%s", job->left.state),
		.left = job->left.text, .note = arena_printf(a, "%s%s", until, holder(rq, job)),
	};
}

static size_t alike(const struct docket_jobs *from, size_t at)
{
	size_t n = 0;
	for (size_t i = 0; i < from->n; i++)
		n += text_eq(from->items[i].left.name, from->items[at].left.name);
	return n;
}

/* Many jobs of one kind are one line: forty reports of one evening must not push everything else off the sheet. */
static struct today_job group_of(const struct request *rq, const struct docket_jobs *from, size_t at, size_t n)
{
	struct arena *a = rq->desk.arena;
	struct today_job job = job_of(rq, &from->items[at]);
	const char *numbers = "";
	size_t named = 0;
	for (size_t i = at; i < from->n && named < NUMBERS_NAMED; i++)
		if (text_eq(from->items[i].left.name, from->items[at].left.name))
			numbers = arena_printf(a, "%s%s%s", numbers, named++ ? ", " : "", docket_short_number(a, from->items[i].number));
	job.what = arena_printf(a, say(rq, "%s: %zu berkas (%s, …)", "%s: %zu files (%s, …)"), from->items[at].left.name, n, numbers);
	job.href = list_href(rq);
	job.act = say(rq, "Lihat", "See");
	job.note = arena_printf(a, "%s · %s", from->items[at].until, say(rq, "yang paling dekat", "the nearest"));
	return job;
}

static bool said_before(const struct docket_jobs *from, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (text_eq(from->items[i].left.name, from->items[at].left.name))
			return true;
	return false;
}

static void jobs_of(const struct request *rq, const struct docket_jobs *from, struct today_jobs *to)
{
	for (size_t i = 0; i < from->n; i++) {
		size_t n = alike(from, i);
		if (n > ALIKE_MAX && said_before(from, i))
			continue;
		struct today_job job = n > ALIKE_MAX ? group_of(rq, from, i, n) : job_of(rq, &from->items[i]);
		ARENA_PUSH(rq->desk.arena, to, job);
	}
}

static const char *came_in(const struct request *rq, struct instant at)
{
	char text[64];
	return arena_printf(rq->desk.arena, say(rq, "masuk %s", "came in %s"),
			    instant_long(at, rq->desk.office->zone, rq->lang, text));
}

static enum status clusters_incoming(struct request *rq, struct tx *tx, struct today_view *v, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	struct review_waiting_rows rows;
	TRY(review_waiting(tx, rq->desk.office->id, rq->desk.user, today, rq->desk.now, CLUSTERS_SHOWN, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct today_job job = {.what = rows.items[i].title, .href = arena_printf(a, "/kerja/triase/%lld", (long long)rows.items[i].id),
					.act = say(rq, "Triase", "Triage"), .state = ""};
		job.note = arena_printf(a, say(rq, "%lld kiriman · %s%s", "%lld posts · %s%s"), (long long)rows.items[i].posts,
					rows.items[i].second ? say(rq, "menunggu Anda sebagai pembaca kedua, ", "waits for you as second reader, ") : "",
					came_in(rq, rows.items[i].first_at));
		ARENA_PUSH(a, &v->incoming, job);
	}
	int64_t more = v->budget.waiting - (int64_t)rows.n;
	if (more > 0) {
		struct today_job job = {.what = arena_printf(a, say(rq, "%lld klaster lain", "%lld more clusters"), (long long)more),
					.href = "/kerja/triase", .act = say(rq, "Triase", "Triage"), .state = "", .note = ""};
		ARENA_PUSH(a, &v->incoming, job);
	}
	return OK;
}

static void reports_incoming(const struct request *rq, const struct docket_today *t, struct today_view *v)
{
	for (size_t i = 0; i < t->incoming.n && i < FILES_SHOWN; i++) {
		const struct cases_incoming_row *row = &t->incoming.items[i];
		struct today_job job = {.what = docket_file_name(rq->desk.arena, rq->lang, row->kind, row->number, row->title),
					.href = case_href(rq, row->id), .act = say(rq, "Baca", "Read"), .state = "",
					.note = came_in(rq, row->opened_at)};
		ARENA_PUSH(rq->desk.arena, &v->incoming, job);
	}
	if (t->incoming.n > FILES_SHOWN)
		more_push(rq, &v->incoming, arena_printf(rq->desk.arena, say(rq, "%zu laporan lain", "%zu more reports"), t->incoming.n - FILES_SHOWN));
}

static void unowned(const struct request *rq, const struct docket_today *t, struct today_view *v)
{
	for (size_t i = 0; i < t->unowned.n && i < FILES_SHOWN; i++) {
		const struct cases_unowned_row *row = &t->unowned.items[i];
		struct today_job job = {.what = docket_file_name(rq->desk.arena, rq->lang, row->kind, row->number, row->title),
					.href = case_href(rq, row->id), .act = say(rq, "Ambil", "Take"), .state = "",
					.take = arena_printf(rq->desk.arena, "/kerja/perkara/%lld/ambil", (long long)row->id),
					.note = came_in(rq, row->opened_at)};
		ARENA_PUSH(rq->desk.arena, &v->unowned, job);
	}
	if (t->unowned.n > FILES_SHOWN)
		more_push(rq, &v->unowned, arena_printf(rq->desk.arena, say(rq, "%zu berkas lain", "%zu more files"), t->unowned.n - FILES_SHOWN));
}

/* Sent on without a receipt, or a PPK that stays silent: nothing runs, yet the office waits. */
static void waiting(struct tx *tx, const struct request *rq, const struct docket_today *t, struct today_view *v)
{
	struct arena *a = rq->desk.arena;
	for (size_t i = 0; i < t->waiting.n; i++) {
		const struct cases_waiting_row *row = &t->waiting.items[i];
		const struct law_state *state = law_state(docket_law_of(tx, &rq->desk, row->rulepack), row->state);
		bool silent = text_eq(row->state, "OVERDUE_PPK");
		char day[DAY_TEXT_MAX];
		struct today_job job = {.what = docket_file_name(rq->desk.arena, rq->lang, row->kind, row->number, row->title), .href = case_href(rq, row->id),
					.state = silent ? "past" : "paused", .icon = silent ? "c-past" : "c-paused",
					.left = silent ? say(rq, "lewat waktu", "past its time") : say(rq, "jeda", "paused")};
		job.note = arena_printf(a, say(rq, "%s, sejak %s", "%s, since %s"), state ? say(rq, state->name_id, state->name_en) : row->state,
					day_long(day_of_instant(row->changed_at, rq->desk.office->zone), rq->lang, day));
		ARENA_PUSH(a, &v->others, job);
	}
}

static enum status others(struct request *rq, struct tx *tx, struct today_view *v, struct err *e)
{
	struct review_seconds_waiting_rows rows;
	TRY(review_seconds_waiting(tx, rq->desk.office->id, 10, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		char day[DAY_TEXT_MAX];
		struct today_job job = {.what = arena_printf(rq->desk.arena, say(rq, "Pembaca kedua: %s", "Second reader: %s"), rows.items[i].title),
					.href = arena_printf(rq->desk.arena, "/kerja/triase/%lld", (long long)rows.items[i].cluster), .state = ""};
		job.note = arena_printf(rq->desk.arena, say(rq, "diminta %s, sejak %s", "asked by %s, since %s"),
					rows.items[i].first_name ? rows.items[i].first_name : "-",
					day_long(day_of_instant(rows.items[i].since, rq->desk.office->zone), rq->lang, day));
		ARENA_PUSH(rq->desk.arena, &v->others, job);
	}
	return OK;
}

/* "masa kampanye hari ke-41": of the stages that run, the one that began last says most about the day. */
static const char *stage_words(const struct request *rq)
{
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	const struct law_stage *stages[8], *last = NULL;
	size_t n = law_stages_on(desk_law(&rq->desk), "PILKADA-2024", today, stages, 8);
	for (size_t i = 0; i < n && i < 8; i++)
		if (!day_is_none(stages[i]->start) && !day_is_none(stages[i]->end) && (!last || stages[i]->start.n > last->start.n))
			last = stages[i];
	if (!last)
		return "";
	char *words = arena_printf(rq->desk.arena, say(rq, "%s hari ke-%d", "%s, day %d"), say(rq, last->name_id, last->name_en),
				   today.n - last->start.n + 1);
	words[0] = (char)tolower((unsigned char)words[0]); /* it goes on after the hour */
	return words;
}

/* Dates that changed and that nobody has seen yet; earlier ones stand first. */
static enum status moved(struct request *rq, struct tx *tx, struct today_view *v, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct clocks_noticed_rows rows;
	TRY(clocks_noticed(tx, rq->desk.office->id, rq->desk.user, MOVED_SHOWN, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct clocks_noticed_row *r = &rows.items[i];
		const struct law_clock *clock = law_clock(desk_law(&rq->desk), r->clock);
		const char *name = clock ? say(rq, clock->name_id, clock->name_en) : r->clock;
		char was[64], is[64];
		struct moved_date to = {
			.what = arena_printf(a, "%s, %s", name, docket_file_name(rq->desk.arena, rq->lang, r->kind, r->number, r->title)),
			.href = *case_href(rq, r->case_file) ? arena_printf(a, "%s#jam", case_href(rq, r->case_file)) : "",
			.was = arena_strdup(a, instant_long(r->old_last, rq->desk.office->zone, rq->lang, was)),
			.is = arena_strdup(a, instant_long(r->last_moment, rq->desk.office->zone, rq->lang, is)),
			.because = r->decree_number ? r->decree_number : "", .earlier = r->notice == NOTICE_EARLIER};
		ARENA_PUSH(a, &v->moved, to);
	}
	return OK;
}

static const char *nearest(const struct today_view *v)
{
	return v->tomorrow.n ? v->tomorrow.items[0].what : v->later.n ? v->later.items[0].what : "";
}

/* A task that nobody has yet is read by everybody: without the persons of its file. */
static enum status task_words(const struct request *rq, struct tx *tx, const struct tasks_due_row *r, const char **ret, struct err *e)
{
	*ret = r->text;
	if (r->app_user)
		return OK;
	return handle_words_plain(tx, r->case_file, r->text, ret, e);
}

/* Tasks of the reader, and those that nobody has, beside the deadlines of their day: a task ends with it. */
static enum status tasks(const struct request *rq, struct tx *tx, struct today_view *v, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	struct tasks_due_rows rows;
	TRY(tasks_due(tx, rq->desk.office->id, rq->desk.user, day_add(today, 2), TASKS_READ, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct tasks_due_row *r = &rows.items[i];
		int late = today.n - r->until_on.n;
		char day[DAY_TEXT_MAX];
		const char *words;
		TRY(task_words(rq, tx, r, &words, e));
		struct today_job job = {.what = arena_printf(a, say(rq, "Tugas: %s", "Task: %s"), words), .act = say(rq, "Buka", "Open"),
					.href = arena_printf(a, "%s#tugas-berkas", case_href(rq, r->case_file)),
					.state = late > 0 ? "past" : late ? "near" : "today", .icon = late > 0 ? "c-past" : late ? "c-near" : "c-today",
					.left = late > 0 ? arena_printf(a, say(rq, "lewat sejak %s", "past since %s"), day_short(r->until_on, rq->lang, day))
							 : late ? say(rq, "besok", "tomorrow") : say(rq, "hari ini", "today")};
		job.note = arena_printf(a, "%s · %s", docket_file_name(rq->desk.arena, rq->lang, r->kind, r->number, r->title),
					r->app_user ? say(rq, "untuk Anda", "for you") : say(rq, "belum ada yang mengerjakan", "nobody has it"));
		struct today_jobs *to = late > 0 ? &v->past : late ? &v->tomorrow : &v->today;
		ARENA_PUSH(a, to, job);
		++*(late > 0 ? &v->n_past : late ? &v->n_tomorrow : &v->n_today);
	}
	return OK;
}

/* Somebody tries out receipt codes in numbers (web/gate.h): said for a day to all who are there. */
static enum status guesses(const struct request *rq, struct tx *tx, struct today_view *v, struct err *e)
{
	struct access_log_count_row alarms;
	struct instant day_ago = {rq->desk.now.us - DAY_US};
	TRY(access_log_count(tx, "office", rq->desk.office->id, "code_alarm", day_ago, &alarms, e));
	v->guessed = alarms.n > 0;
	return OK;
}

/* A file that the plenary cannot decide any more: what to do, for whoever may see it. One that is shut to the reader is only
 * counted, and only for the chair, who can ask somebody to whom it is open. */
static enum status stuck(const struct request *rq, struct tx *tx, struct today_view *v, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct handle_stuck_list list;
	size_t hidden = 0;
	TRY(handle_quorums_lost(tx, &rq->desk, &list, e));
	for (size_t i = 0; i < list.n; i++) {
		const struct handle_stuck *s = &list.items[i];
		const char *number = s->row.register_number ? s->row.register_number : s->row.receipt_number;
		hidden += s->shut;
		if (s->shut)
			continue;
		struct today_job job = {.what = docket_file_name(rq->desk.arena, rq->lang, s->row.kind, number, s->row.title), .state = "",
					.href = arena_printf(a, "%s/benturan#kuorum", case_href(rq, s->row.id)),
					.act = s->may_go_up ? say(rq, "Limpahkan", "Hand over") : say(rq, "Lihat", "See")};
		const char *why = arena_printf(a, say(rq, "%lld dari %lld anggota dapat memutus, kuorum %lld", "%lld of %lld members may decide, the quorum is %lld"),
					       (long long)s->may, (long long)list.members, (long long)list.needed);
		job.note = s->may_go_up ? arena_printf(a, say(rq, "%s: limpahkan ke %s", "%s: hand it to %s"), why, list.higher)
					: arena_printf(a, say(rq, "%s: dilimpahkan sesudah kajian awal dimulai", "%s: it can go up once its review has begun"), why);
		ARENA_PUSH(a, &v->stuck, job);
	}
	if (hidden && role_may(rq->desk.role, RIGHT_SIGN)) {
		struct today_job job = {.what = arena_printf(a, say(rq, "%zu berkas yang tertutup bagi Anda", "%zu files that are closed to you"), hidden),
					.href = "/kerja/benturan", .act = say(rq, "Lihat", "See"), .state = "",
					.note = say(rq, "minta petugas yang tidak berbenturan melimpahkannya", "ask somebody without a conflict to hand it over")};
		ARENA_PUSH(a, &v->stuck, job);
	}
	return OK;
}

#define SITTINGS_SHOWN 5

/* Sittings of the plenary that are called for today or tomorrow, or have not been closed. */
static enum status sittings_near(const struct request *rq, struct tx *tx, struct today_view *v, struct err *e)
{
	struct arena *a = rq->desk.arena;
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	struct sittings_rows rows;
	TRY(sittings(tx, rq->desk.office->id, true, SITTINGS_SHOWN, &rows, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct sittings_row *r = &rows.items[i];
		bool open = text_eq(r->state, "open");
		char when[64];
		if (day_of_instant(r->held_at, rq->desk.office->zone).n > today.n + 1 && !open)
			continue;
		struct today_job job = {.what = arena_printf(a, say(rq, "Rapat pleno %s", "Plenary %s"), instant_long(r->held_at, rq->desk.office->zone, rq->lang, when)),
					.href = arena_printf(a, "/kerja/pleno/%lld", (long long)r->id), .act = say(rq, "Buka", "Open"), .state = ""};
		job.note = open ? arena_printf(a, say(rq, "berlangsung, %lld dari %lld berkas diputus", "open, %lld of %lld files decided"), (long long)r->decided, (long long)r->files)
				: arena_printf(a, say(rq, "%lld berkas dalam agenda", "%lld files on the agenda"), (long long)r->files);
		ARENA_PUSH(a, &v->sittings, job);
	}
	return OK;
}

#define WARNINGS_SHOWN 3

/* Early warnings for the reader's role; the rest of them stand on their own page. */
static enum status warnings_open(const struct request *rq, struct tx *tx, struct today_view *v, struct err *e)
{
	struct risk_warnings_rows rows;
	char day[DAY_TEXT_MAX];
	TRY(warnings_waiting(rq, tx, &rows, e));
	for (size_t i = 0; i < rows.n && i < WARNINGS_SHOWN; i++) {
		const struct risk_warnings_row *r = &rows.items[i];
		const char *what = say(rq, r->name_id, r->name_en);
		struct today_job job = {.what = r->agency ? arena_printf(rq->desk.arena, "%s: %s", what, r->agency) : what, .state = "", .act = say(rq, "Buka", "Open"),
					.href = arena_printf(rq->desk.arena, "/kerja/peringatan#w%lld", (long long)r->id)};
		job.note = arena_printf(rq->desk.arena, "%s · %s", arena_strdup(rq->desk.arena, day_short(r->fired_on, rq->lang, day)), say(rq, r->why_id, r->why_en));
		ARENA_PUSH(rq->desk.arena, &v->warnings, job);
	}
	if (rows.n > WARNINGS_SHOWN) {
		struct today_job more = {.what = arena_printf(rq->desk.arena, say(rq, "%zu peringatan lain", "%zu more warnings"), rows.n - WARNINGS_SHOWN), .state = "",
					 .href = "/kerja/peringatan", .act = say(rq, "Lihat", "See"), .note = ""};
		ARENA_PUSH(rq->desk.arena, &v->warnings, more);
	}
	return OK;
}

static enum status read_today(struct request *rq, struct today_view *v, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct docket_today t;
	TRY(docket_today(&tx, &rq->desk, &t, e));
	TRY(review_budget(&tx, &rq->desk, &v->budget, e));
	jobs_of(rq, &t.past, &v->past);
	jobs_of(rq, &t.today, &v->today);
	jobs_of(rq, &t.tomorrow, &v->tomorrow);
	jobs_of(rq, &t.later, &v->later);
	v->later.n = v->later.n > LATER_SHOWN ? LATER_SHOWN : v->later.n;
	v->may_triage = role_may(rq->desk.role, RIGHT_TRIAGE);
	if (v->may_triage)
		TRY(clusters_incoming(rq, &tx, v, e));
	reports_incoming(rq, &t, v);
	if (role_may(rq->desk.role, RIGHT_CASE))
		TRY(moved(rq, &tx, v, e));
	TRY(others(rq, &tx, v, e));
	TRY(guesses(rq, &tx, v, e));
	jobs_of(rq, &t.others, &v->others);
	waiting(&tx, rq, &t, v);
	unowned(rq, &t, v);
	v->since = t.since;
	v->stage = stage_words(rq);
	v->nearest = nearest(v);
	v->n_past = (int64_t)t.past.n;
	v->n_today = (int64_t)t.today.n;
	v->n_tomorrow = (int64_t)t.tomorrow.n;
	v->n_incoming = v->budget.waiting + (int64_t)t.incoming.n;
	v->n_unowned = (int64_t)t.unowned.n;
	v->tomorrow_day = day_add(day_of_instant(rq->desk.now, rq->desk.office->zone), 1);
	if (role_may(rq->desk.role, RIGHT_CASE)) {
		TRY(tasks(rq, &tx, v, e));
		TRY(stuck(rq, &tx, v, e));
		TRY(sittings_near(rq, &tx, v, e));
	}
	if (role_may(rq->desk.role, RIGHT_SHARES))
		TRY(warnings_open(rq, &tx, v, e));
	v->dense = v->warnings.n + v->stuck.n + v->sittings.n + v->past.n + v->today.n + v->tomorrow.n + v->later.n + v->incoming.n + v->others.n + v->unowned.n > SHEET_LINES;
	v->done = v->n_today == 0;
	return OK;
}

static enum status today_show(struct request *rq, struct err *e)
{
	struct today_view v = {0};
	TRY(read_today(rq, &v, e));
	struct page p = page_of(rq, "Hari ini", "Today");
	page_today(rq->out, &p, &v);
	return OK;
}

/* Who presses "Ambil" first holds the file; pressing twice changes nothing. */
static enum status take_do(struct request *rq, int64_t id, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	struct handle_file f;
	TRY(handle_open(&tx, &rq->desk, id, &f, e));
	if (f.row.owner == rq->desk.user)
		return OK;
	if (f.row.owner)
		return FAIL(e, CONFLICT, "%s", say(rq, "Berkas ini sudah ada pemegangnya.", "Somebody holds this file already."));
	TRY(docket_owner_set(&tx, &rq->desk, id, rq->desk.user, f.row.version, e));
	return tx_commit(&tx, e);
}

static enum status take(struct request *rq, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(take_do(rq, id, e));
	return rq_redirect(rq, "/kerja/perkara/%lld", (long long)id);
}

static const struct route routes[] = {
	{GET, "/kerja", RIGHT_STAFF, today_show, 0, "hari-ini"},
	{POST, "/kerja/perkara/{id}/ambil", RIGHT_CASE, take, 4 * KIB, "perkara"},
};
const struct route_list staff_routes = {routes, sizeof routes / sizeof *routes};
