/* pledge_remind.c -- reminders of a campaign (N27): what was sent, when, to the heads of which units; one more by hand. No names. */
#include "web/casework.h"
#include "web/pledge_views.h"

#include "page_pledge_reminders.h"

#define NOTICES_SHOWN 2000 /* two to each unit of the largest list */

static enum status fill(struct request *rq, struct pledge_reminder_view *v, struct err *e)
{
	int64_t id;
	const struct settings *s = rq->desk.office->settings;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(pledge_of(&tx, &rq->desk, id, &v->p, e));
	TRY(pledge_reminders(&tx, id, &v->sent, e));
	TRY(pledge_notices(&tx, id, NOTICES_SHOWN, &v->notices, e));
	TRY(tx_commit(&tx, e));
	v->next = v->sent.n < PLEDGE_REMINDERS_MAX ? v->sent.n + 1 : 0;
	v->days = settings_int(s, v->next > 1 ? "pledge.remind_last_days" : "pledge.remind_first_days");
	v->spares = v->next == PLEDGE_REMINDERS_MAX && !settings_bool(s, "pledge.remind_refused");
	v->rests = v->next && v->sent.n && day_of_instant(v->sent.items[v->sent.n - 1].at, rq->desk.office->zone).n == day_of_instant(rq->desk.now, rq->desk.office->zone).n;
	v->may_send = role_may(rq->desk.role, RIGHT_PREVENT) && v->next && !v->rests;
	return OK;
}

static enum status show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct pledge_reminder_view v = {0};
	TRY(fill(rq, &v, e));
	if (fault)
		v.fault = *fault;
	struct page p = page_of(rq, "Pengingat", "Reminders");
	page_pledge_reminders(rq->out, &p, &v);
	return OK;
}

static enum status reminders_show(struct request *rq, struct err *e) { return show(rq, NULL, e); }

static enum status send(struct request *rq, struct err *e)
{
	int64_t id;
	TRY(rq_segment_id(rq, 0, &id, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(pledge_remind(&tx, &rq->desk, id, e));
	TRY(tx_commit(&tx, e));
	int told;
	return pledge_remind_due(&rq->desk, &told, e); /* now, so that who pressed sees who was told; else the keeper does it */
}

static struct fault in_words(struct request *rq, const struct err *why)
{
	static const struct {
		const char *field, *id, *en;
	} words[] = {
		{"hours", "Pengingat hanya dikirim pada jam kerja, saat loket buka.", "Reminders go out in office hours only, while the counter is open."},
		{"number", "Kedua pengingat sudah dikirim.", "Both reminders were sent."},
		{"day", "Hari ini sudah ada pengingat. Yang kedua paling cepat besok.", "There was a reminder today. The second one may follow tomorrow."},
		{"nobody", "Semua yang terhitung sudah menandatangani.", "All who count have signed."},
	};
	struct fault fault = rq_fault(rq, why);
	fault.text = say(rq, "Ikrar ini sedang tidak ditandatangani.", "This pledge is not signed now.");
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (text_eq(why->field ? why->field : "", words[i].field))
			fault.text = say(rq, words[i].id, words[i].en);
	fault.field = "";
	return fault;
}

static enum status reminders_take(struct request *rq, struct err *e)
{
	struct err why = {0};
	enum status status = send(rq, &why);
	if (status == OK)
		return rq_redirect(rq, "/kerja/ikrar/%s/pengingat", rq->segments[0]);
	if (status != CONFLICT && status != TOO_LATE) {
		*e = why;
		return status;
	}
	struct fault fault = in_words(rq, &why);
	return show(rq, &fault, e);
}

static const struct route routes[] = {
	{GET, "/kerja/ikrar/{campaign}/pengingat", RIGHT_SHARES, reminders_show, 0, "pencegahan"},
	{POST, "/kerja/ikrar/{campaign}/pengingat", RIGHT_PREVENT, reminders_take, 4 * KIB | ROUTE_ONCE, "pencegahan"},
};
const struct route_list pledge_remind_routes = {routes, sizeof routes / sizeof routes[0]};
