/* notices.c -- what later desks want reporters to know, told in the talk of each report.
 *
 * Handling and forwarding know a file, not who reported it. They leave a job "status" on the bus with the file's id and
 * words for the reporter; here it becomes a message in every report that the file carries. The job is acknowledged in
 * the transaction that writes the messages, so each notice is told once. What the program says by itself goes out in
 * office hours only (setting notices.office_hours): reading one may start a time of the reporter's, and at night nobody is
 * there to ask. What an officer chose to say ("status_now") goes out at once.
 */
#include "desk/intake/intake_internal.h"

#include "base/json.h"
#include "bus/bus.h"
#include "desk/docket/docket.h"

#include <string.h>

#define NOTICES_MAX 50 /* jobs in one turn */
#define NOTICE_MAX  (64 * 1024)

/* The officer's own words, or what the law's table tells reporters about the state; "" when there is nothing to say. */
static enum status notice_words(struct tx *tx, const struct desk *d, const struct json *body, const char **ret, struct err *e)
{
	struct case_get_row file;
	*ret = json_get_text(body, "text", "");
	if (!text_blank(*ret))
		return OK;
	TRY(case_get(tx, json_get_int(body, "case_file", 0), &file, e));
	const struct law_state *state = law_state(docket_law_of(tx, d, file.rulepack), json_get_text(body, "state", ""));
	*ret = state && !text_blank(state->reporter_id) ? arena_printf(tx->arena, "Tahap laporan Anda: %s.", state->reporter_id) : "";
	return OK;
}

static enum status notice_tell(struct tx *tx, const struct desk *d, const struct job *job, struct err *e)
{
	const struct json *body;
	TRY(json_read(tx->arena, "job", job->body, strlen(job->body), NOTICE_MAX, &body, e));
	const char *words;
	TRY(notice_words(tx, d, body, &words, e));
	struct reports_of_case_rows reports = {0};
	if (*words)
		TRY(reports_of_case(tx, json_get_int(body, "case_file", 0), &reports, e));
	for (size_t i = 0; i < reports.n; i++) {
		/* What an officer wrote is as they wrote it; what follows by itself is in the reporter's language. */
		const char *next = json_get_text(body, reports.items[i].english ? "next_en" : "next", "");
		const char *whole = *next ? arena_printf(tx->arena, "%s\n\n%s", words, next) : words;
		TRY(message_add(tx, id_new(d->now), reports.items[i].id, d->now, true, 0, "message", whole, (struct str){NULL, 0}, e));
	}
	return bus_done(tx, job, e);
}

static enum status notice_try(const struct desk *d, const struct job *job, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(notice_tell(&tx, d, job, e));
	return tx_commit(&tx, e);
}

static enum status notice_later(const struct desk *d, const struct job *job, const char *why, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(bus_retry(&tx, job, why, e));
	return tx_commit(&tx, e);
}

static enum status topic_tell(const struct desk *d, const char *topic, int *told, struct err *e)
{
	struct job_list jobs;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	TRY(bus_fetch(&tx, topic, NOTICES_MAX, &jobs, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < jobs.n; i++) {
		struct err why = {0};
		if (notice_try(d, &jobs.items[i], &why) == OK)
			++*told;
		else
			TRY(notice_later(d, &jobs.items[i], why.why, e));
	}
	return OK;
}

enum status intake_notices(const struct desk *d, int *ret_told, struct err *e)
{
	*ret_told = 0;
	TRY(topic_tell(d, "status_now", ret_told, e));
	/* When somebody is there to answer; what waits is told when the counter opens next. */
	if (settings_bool(d->office->settings, "notices.office_hours") && !office_hours(d))
		return OK;
	return topic_tell(d, "status", ret_told, e);
}
