/* api_dates.c -- what programs may do with the date of a deadline: pause it, let it run again, say that a new date was
 * seen. The law's answer (which times know a pause) is desk/docket's. */
#include "desk/handle/handle.h"
#include "web/api.h"

static enum status run_open(struct request *rq, struct tx *tx, int64_t *ret, struct err *e)
{
	int64_t id;
	struct handle_file f;
	struct clock_run_get_row run;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_segment_id(rq, 1, ret, e));
	TRY(desk_begin(&rq->desk, WRITE, tx, e));
	TRY(handle_open(tx, &rq->desk, id, &f, e));
	TRY(clock_run_get(tx, *ret, &run, e));
	return run.case_file == id ? OK : FAIL(e, NOT_FOUND, "this deadline is not of this file");
}

/* The deadline as it is now. */
static enum status answer_run(struct request *rq, struct tx *tx, int64_t id, struct err *e)
{
	struct clock_run_get_row run;
	TRY(clock_run_get(tx, id, &run, e));
	TRY(tx_commit(tx, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", run.id);
	jout_put_text(&j, "clock", run.clock);
	jout_put_text(&j, "status", run.status);
	jout_put_instant(&j, "last_moment", run.last_moment, rq->desk.office->zone);
	jout_end(&j, '}');
	return OK;
}

static enum status pause_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id;
	struct day from, to;
	const char *reason;
	TRY(API_READ(rq, &in, e, "from", "to", "reason"));
	TRY(api_day(&in, "from", true, &from, e));
	TRY(api_day(&in, "to", false, &to, e));
	TRY(api_text(&in, "reason", 500, true, &reason, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(run_open(rq, &tx, &id, e));
	TRY(docket_pause(&tx, &rq->desk, id, from, to, reason, e));
	return answer_run(rq, &tx, id, e);
}

static enum status resume_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id;
	struct day last;
	TRY(API_READ(rq, &in, e, "last"));
	TRY(api_day(&in, "last", true, &last, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(run_open(rq, &tx, &id, e));
	TRY(docket_resume(&tx, &rq->desk, id, last, e));
	return answer_run(rq, &tx, id, e);
}

static enum status seen_take(struct request *rq, struct err *e)
{
	int64_t id;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(run_open(rq, &tx, &id, e));
	TRY(docket_date_seen(&tx, &rq->desk, id, e));
	return answer_run(rq, &tx, id, e);
}

static const struct route routes[] = {
	{POST, "/api/v1/cases/{id}/clocks/{clock}/pauses", RIGHT_CASE, pause_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/clocks/{clock}/resume", RIGHT_CASE, resume_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/clocks/{clock}/seen", RIGHT_CASE, seen_take, API_BODY, NULL},
};
const struct route_list api_dates_routes = {routes, sizeof routes / sizeof *routes};
