/* public.c -- the front page, help, and what the office does with data. */
#include "web/public.h"

#include "page_about.h"
#include "page_front.h"
#include "page_help.h"
#include "web/assets.h"
#include "web/calendar.h"
#include "web/check.h"
#include "web/login.h"

#include <string.h>

static enum status front_show(struct request *rq, struct err *e)
{
	struct front_view v = {.today = day_of_instant(rq->desk.now, rq->desk.office->zone)};
	TRY(applies_card_fill(rq, PNS, &v.applies, e));
	stages_fill(rq, v.today, v.applies.election, &v.stages, &v.now);
	struct page p = page_of(rq, "Beranda", "Front page");
	page_front(rq->out, &p, &v);
	return OK;
}

static enum status help_show(struct request *rq, struct err *e)
{
	struct page p = page_of(rq, "Bantuan", "Help");
	page_help(rq->out, &p);
	return OK;
}

static enum status about_show(struct request *rq, struct err *e)
{
	struct page p = page_of(rq, "Tentang dan privasi", "About and privacy");
	page_about(rq->out, &p);
	return OK;
}

static const struct route routes[] = {
	/* method path           who         handler       body limit, menu */
	{GET, "/", RIGHT_NONE, front_show, 0, "depan"},
	{GET, "/bantuan", RIGHT_NONE, help_show, 0, NULL},
	{GET, "/tentang", RIGHT_NONE, about_show, 0, NULL},
	{GET, "/kalender", RIGHT_NONE, calendar_show, 0, "kalender"},
	{GET, "/berlaku", RIGHT_NONE, applies_show, 0, "kalender"},
	{GET, "/cek", RIGHT_NONE, check_show, 0, "cek"},
	{POST, "/cek", RIGHT_NONE, check_take, CHECK_PICTURE_MAX + 64 * KIB, "cek"},
	{GET, "/masuk", RIGHT_NONE, login_show, 0, NULL},
	{POST, "/masuk", RIGHT_NONE, login_take, 4 * KIB, NULL},
	{POST, "/keluar", RIGHT_LOGIN, logout_take, 4 * KIB, NULL},
	{GET, "/s/{hash}/{name}", RIGHT_NONE, asset_show, 0, NULL},
	{GET, "/sw.js", RIGHT_NONE, worker_show, 0, NULL},
};
const struct route_list public_routes = {routes, sizeof routes / sizeof routes[0]};
