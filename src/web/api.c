/* api.c -- the foundation of /api/v1: who am I, and the description of the API itself. The desks' own addresses stand
 * in the lists of their desks. Errors are problem documents (problem.c), readers are known by token (answer.c). */
#include "web/assets.h"
#include "web/calendar.h"
#include "web/check.h"

static enum status openapi_show(struct request *rq, struct err *e)
{
	const struct embedded *file = asset_find("openapi.json");
	asset_answer(rq, file);
	return OK;
}

static enum status me_show(struct request *rq, struct err *e)
{
	struct json_out j = jout_start(rq->out);
	jout_object(&j);
	jout_put_text(&j, "login", rq->session.login);
	jout_put_text(&j, "name", rq->session.name);
	jout_put_text(&j, "role", role_code(rq->session.role));
	jout_put_text(&j, "office", rq->desk.office->code);
	jout_put_instant(&j, "now", rq->desk.now, rq->desk.office->zone);
	jout_end(&j, '}');
	rq->content_type = "application/json";
	return OK;
}

static const struct route routes[] = {
	{GET, "/api/openapi.json", RIGHT_NONE, openapi_show, 0, NULL},
	{GET, "/api/v1/clock", RIGHT_NONE, calendar_api, 0, NULL},
	{GET, "/api/v1/clock/plan", RIGHT_NONE, plan_api, 0, NULL},
	{POST, "/api/v1/check-text", RIGHT_NONE, check_api, 16 * KIB, NULL},
	{GET, "/api/v1/me", RIGHT_STAFF, me_show, 0, NULL},
};
const struct route_list api_routes = {routes, sizeof routes / sizeof routes[0]};
