/* api_inside.c -- tasks of a file for programs of the officers themselves. Notes stay inside: no program reads them. */
#include "desk/handle/inside.h"
#include "web/api.h"

#include <string.h>

static void put_task(struct request *rq, struct json_out *j, const struct tasks_of_row *r)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", r->id);
	jout_put_text(j, "text", r->text);
	api_put_id(j, "user", r->app_user);
	jout_put_text(j, "user_name", r->user_name);
	jout_put_day(j, "until", r->until_on);
	jout_put_instant(j, "made_at", r->made_at, zone);
	jout_put_text(j, "made_by", r->made_name);
	jout_put_instant(j, "done_at", r->done_at, zone);
	jout_put_text(j, "done_by", r->done_name);
	jout_put_int(j, "version", r->version);
	jout_end(j, '}');
}

/* Open ones first, soonest first; the cursor of this list is a place in it. */
static enum status tasks_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct tasks_of_rows rows;
	struct api_page page;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_file_list(rq, &page, &f, &tx, e));
	if (page.since > INT32_MAX)
		return FAIL_FIELD(e, INVALID, "since", "expected the \"next\" of an earlier answer");
	TRY(tasks_of(&tx, f.row.id, page.since + page.max + 1, &rows, e));
	API_LIST(rq, page, rows, (int64_t)i + 1, put_task(rq, &j, row));
	return OK;
}

static void answer_case(struct request *rq, int64_t id, int http)
{
	api_made(rq, "case", id, NULL);
	rq->http = http;
}

/* The desk names the field of the page's form. */
static enum status renamed(enum status status, struct err *e)
{
	static const char *const names[][2] = {{"tugas", "text"}, {"untuk", "user"}, {"sampai", "until"}};
	for (size_t i = 0; status != OK && i < sizeof names / sizeof *names; i++)
		if (text_eq(e->field, names[i][0]))
			e->field = names[i][1];
	return status;
}

static enum status task_post(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, user;
	const char *text;
	struct day until;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(API_READ(rq, &in, e, "text", "user", "until"));
	TRY(api_text(&in, "text", TASK_BYTES, true, &text, e));
	TRY(api_id(&in, "user", false, &user, e));
	TRY(api_day(&in, "until", false, &until, e));
	TRY(renamed(handle_task_add(&rq->desk, id, text, user, until, e), e));
	answer_case(rq, id, 201);
	return OK;
}

static enum status task_step(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, task;
	const char *step;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_segment_id(rq, 1, &task, e));
	TRY(API_READ(rq, &in, e, "step"));
	TRY(api_text(&in, "step", 20, true, &step, e));
	if (!strcmp(step, "take"))
		TRY(handle_task_take(&rq->desk, id, task, e));
	else if (!strcmp(step, "done") || !strcmp(step, "open"))
		TRY(handle_task_done(&rq->desk, id, task, !strcmp(step, "done"), e));
	else
		return FAIL_FIELD(e, INVALID, "step", "expected take, done or open");
	answer_case(rq, id, 200);
	return OK;
}

static const struct route routes[] = {
	{GET, "/api/v1/cases/{id}/tasks", RIGHT_CASE, tasks_show, 0, NULL},
	{POST, "/api/v1/cases/{id}/tasks", RIGHT_CASE, task_post, 8 * KIB, NULL},
	{POST, "/api/v1/cases/{id}/tasks/{task}", RIGHT_CASE, task_step, 4 * KIB, NULL},
};
const struct route_list api_inside_routes = {routes, sizeof routes / sizeof *routes};
