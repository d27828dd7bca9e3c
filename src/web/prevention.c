/* prevention.c -- the home page of prevention, and of partners: officials of the government who help with it. */
#include "web/prevention.h"

#include "page_prevention_home.h"

/* Each desk of prevention adds its card here, for readers who may open it. */
static void cards_fill(const struct request *rq, struct prevention_view *v)
{
	struct prevention_card check = {"/cek", "shield", rq->lang == EN ? "Check before posting" : "Cek sebelum unggah",
					rq->lang == EN ? "For employees: may I post this? Nothing is kept."
						       : "Untuk pegawai: bolehkah saya mengunggah ini? Tidak ada yang disimpan."};
	ARENA_PUSH(rq->desk.arena, &v->cards, check);
}

static enum status home_show(struct request *rq, struct err *e)
{
	struct prevention_view v = {.today = day_of_instant(rq->desk.now, rq->desk.office->zone)};
	stages_fill(rq, v.today, &v.stages, &v.now);
	cards_fill(rq, &v);
	struct page p = page_of(rq, "Pencegahan", "Prevention");
	page_prevention_home(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/kerja/pencegahan", RIGHT_SHARES, home_show, 0, "pencegahan"},
};
const struct route_list prevention_routes = {routes, sizeof routes / sizeof routes[0]};
