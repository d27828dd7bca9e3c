/* vault.c -- pages of the identity vault: requests, one request with its answers, a look inside, and the report on
 * openings for the commissioners.
 *
 * What was opened is the answer to a POST and nothing else: it has no address, is never cached, and bears across it who
 * looked and when, so that a photograph or a print tells where it came from.
 */
#include "web/vault_views.h"

#include "page_brankas.h"
#include "page_brankas_laporan.h"
#include "page_brankas_satu.h"

#include <string.h>

#define say(rq, id, en) ((rq)->lang == EN ? (en) : (id))
#define REQUESTS_MAX 100
#define OPENINGS_MAX 500
#define MARKS        60 /* enough to cover the text on paper */
#define PASSPHRASE_TRIES_PER_HOUR 30 /* of one source; the desk counts five for each person */

static const char *state_words(const struct request *rq, enum vault_state s)
{
	switch (s) {
	case VAULT_WAITING:
		return say(rq, "menunggu dua pemegang kunci", "waits for two custodians");
	case VAULT_REFUSED:
		return say(rq, "ditolak", "refused");
	case VAULT_OPEN:
		return say(rq, "terbuka", "open");
	case VAULT_OVER:
		return say(rq, "waktu melihat sudah lewat", "the time to look is over");
	}
	return "";
}

static bool may_report(const struct request *rq)
{
	return role_may(rq->desk.role, RIGHT_VAULT) || role_may(rq->desk.role, RIGHT_VOTE);
}

/* -- all requests -- */

static enum status list_page(struct request *rq, struct vault_list_view *v, struct err *e)
{
	if (!role_may(rq->desk.role, RIGHT_VAULT) && !role_may(rq->desk.role, RIGHT_CASE))
		return FAIL(e, FORBIDDEN, "only custodians and those who work on files");
	TRY(custody_status(&rq->desk, &v->custody, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(vault_requests(&tx, rq->desk.office->id, REQUESTS_MAX, &v->requests, e));
	TRY(tx_commit(&tx, e));
	for (size_t i = 0; i < v->custody.people.n; i++)
		v->holds_key |= v->custody.people.items[i].app_user == rq->desk.user;
	if (v->custody.keys.n) {
		v->key_number = v->custody.keys.items[v->custody.keys.n - 1].number;
		v->sheets_at = v->custody.keys.items[v->custody.keys.n - 1].sheets_at;
	}
	v->may_report = may_report(rq);
	struct page p = page_of(rq, "Brankas identitas", "Identity vault");
	page_brankas(rq->out, &p, v);
	return OK;
}

static enum status list_show(struct request *rq, struct err *e)
{
	struct vault_list_view v = {.changed = rq_query(rq, "diganti") != NULL, .sheets_at = INSTANT_NONE};
	return list_page(rq, &v, e);
}

static enum status passphrase_change(struct request *rq, struct err *e)
{
	const char *old, *fresh, *again;
	TRY(rq_form_text(rq, "old", 1000, true, &old, e));
	TRY(rq_form_text(rq, "fresh", 1000, true, &fresh, e));
	TRY(rq_form_text(rq, "again", 1000, true, &again, e));
	if (!text_eq(fresh, again))
		return FAIL_FIELD(e, INVALID, "again", "%s",
				  say(rq, "Dua frasa baru itu belum sama.", "The two new passphrases are not the same."));
	TRY(rq_limit(rq, "passphrase", PASSPHRASE_TRIES_PER_HOUR, e));
	return custody_passphrase(&rq->desk, rq->session.login, old, fresh, e);
}

/* A fault that belongs on the page; anything else is an error of the server. */
static bool shown(enum status status)
{
	return status_http(status) < 500 || status == UNAVAILABLE;
}

static struct fault fault_of(struct request *rq, const struct err *e)
{
	struct fault f = rq_fault(rq, e);
	if (e->status == UNKNOWN_USER) /* 401 would be an invitation to log in again */
		rq->http = 422;
	return f;
}

static enum status passphrase_take(struct request *rq, struct err *e)
{
	struct vault_list_view v = {.sheets_at = INSTANT_NONE};
	struct err why = {0};
	enum status status = passphrase_change(rq, &why);
	if (status == OK)
		return rq_redirect(rq, "/kerja/brankas?diganti=1");
	if (!shown(status))
		return *e = why, status;
	v.fault = fault_of(rq, &why);
	if (text_eq(v.fault.field, "passphrase"))
		v.fault.field = "old";
	else if (text_eq(v.fault.field, "password"))
		v.fault.field = "fresh";
	return list_page(rq, &v, e);
}

/* -- one request -- */

static void marks_put(struct request *rq, struct vault_one_view *v)
{
	char day[DAY_TEXT_MAX], clock[16];
	enum zone zone = rq->desk.office->zone;
	const char *text = arena_printf(rq->desk.arena, "%s · %s, %s", rq->desk.user_name,
					day_short(day_of_instant(rq->desk.now, zone), rq->lang, day),
					instant_clock(rq->desk.now, zone, rq->lang, clock));
	v->marks.items = arena_array(rq->desk.arena, struct mark, MARKS);
	for (v->marks.n = 0; v->marks.n < MARKS; v->marks.n++)
		v->marks.items[v->marks.n].text = text;
}

static enum status one_page(struct request *rq, int64_t request, struct vault_one_view *v, struct err *e)
{
	struct custody_status custody;
	TRY(vault_status(&rq->desk, request, &v->one, e));
	TRY(custody_status(&rq->desk, &custody, e));
	bool asker = v->one.request.asked_by == rq->desk.user, answered = false;
	if (!role_may(rq->desk.role, RIGHT_VAULT) && !asker)
		return FAIL(e, FORBIDDEN, "only custodians and the person who asked");
	for (size_t i = 0; i < v->one.answers.n; i++)
		answered |= v->one.answers.items[i].app_user == rq->desk.user;
	v->state = state_words(rq, v->one.state);
	v->needs_key = custody.begun;
	v->may_answer =
		v->one.state == VAULT_WAITING && !asker && !answered && role_may(rq->desk.role, RIGHT_VAULT);
	v->may_look = v->one.state == VAULT_OPEN && asker;
	if (*v->opened)
		marks_put(rq, v);
	struct page p = page_of(rq, "Brankas identitas", "Identity vault");
	page_brankas_satu(rq->out, &p, v);
	return OK;
}

static enum status one_show(struct request *rq, struct err *e)
{
	struct vault_one_view v = {.typed = "", .opened = ""};
	int64_t request;
	TRY(rq_segment_id(rq, 0, &request, e));
	return one_page(rq, request, &v, e);
}

static enum status one_answer(struct request *rq, struct err *e)
{
	const char *motive = rq_form(rq, "motive");
	struct vault_one_view v = {.typed = motive ? motive : "", .opened = ""};
	struct err why = {0};
	int64_t request;
	TRY(rq_segment_id(rq, 0, &request, e));
	bool approves = text_eq(rq_form(rq, "answer"), "approve");
	if (!approves && !text_eq(rq_form(rq, "answer"), "refuse"))
		return FAIL_FIELD(e, INVALID, "answer", "approve or refuse");
	enum status status = rq_limit(rq, "passphrase", PASSPHRASE_TRIES_PER_HOUR, &why);
	if (status == OK)
		status = vault_answer(&rq->desk, request, approves, v.typed, rq_form(rq, "passphrase"), &why);
	if (status == OK)
		return rq_redirect(rq, "/kerja/brankas/%lld", (long long)request);
	if (!shown(status))
		return *e = why, status;
	v.fault = fault_of(rq, &why);
	return one_page(rq, request, &v, e);
}

/* The one answer to a POST that is not a redirect: what is shown must not have an address of its own. */
static enum status one_look(struct request *rq, struct err *e)
{
	struct vault_one_view v = {.typed = "", .opened = ""};
	struct err why = {0};
	int64_t request;
	TRY(rq_segment_id(rq, 0, &request, e));
	enum status status = vault_view(&rq->desk, request, &v.opened, &why);
	if (status != OK && status != UNAVAILABLE)
		return *e = why, status;
	if (status != OK) {
		v.opened = "";
		v.fault = rq_fault(rq, &why);
	}
	return one_page(rq, request, &v, e);
}

/* -- the report on openings -- */

static struct day day_or(struct request *rq, const char *name, struct day otherwise, struct err *e)
{
	struct day day;
	const char *typed = rq_query(rq, name);
	if (text_blank(typed))
		return otherwise;
	if (day_parse(typed, &day, NULL) == OK)
		return day;
	(void)FAIL_FIELD(e, INVALID, name, "%s", say(rq, "Tulis tanggal seperti 31/12/2024.", "Write a date like 31/12/2024."));
	return otherwise;
}

static void line_count(struct openings_view *v, const struct vault_opening *o)
{
	size_t names = 0;
	for (size_t i = 0; i < o->answers.n; i++)
		names += o->answers.items[i].approves;
	bool opened = o->state == VAULT_OPEN || o->state == VAULT_OVER;
	v->asked++;
	v->opened += opened;
	v->refused += o->state == VAULT_REFUSED;
	v->waiting += o->state == VAULT_WAITING;
	v->looks += (int64_t)o->views.n;
	v->complete += opened && names >= CUSTODY_HANDS && !text_blank(o->reason);
}

static enum status openings_read(struct request *rq, struct openings_view *v, struct err *e)
{
	struct vault_openings all;
	enum zone zone = rq->desk.office->zone;
	struct instant since = instant_at(v->from, 0, 0, 0, zone), until = instant_at(day_add(v->to, 1), 0, 0, 0, zone);
	TRY(vault_openings(&rq->desk, since, until, OPENINGS_MAX, &all, e));
	v->lines.items = arena_array(rq->desk.arena, struct opening_line, all.n + 1);
	for (size_t i = 0; i < all.n; i++) {
		v->lines.items[v->lines.n++] = (struct opening_line){all.items[i], state_words(rq, all.items[i].state)};
		line_count(v, &all.items[i]);
	}
	v->more = all.n == OPENINGS_MAX;
	return OK;
}

static enum status openings_show(struct request *rq, struct err *e)
{
	struct err why = {0};
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	if (!may_report(rq))
		return FAIL(e, FORBIDDEN, "only commissioners and custodians");
	struct openings_view v = {.reader = rq->desk.user_name};
	v.from = day_or(rq, "dari", day_add(today, -365), &why);
	v.to = day_or(rq, "sampai", today, &why);
	if (why.status != OK)
		v.fault = rq_fault(rq, &why);
	TRY(custody_status(&rq->desk, &v.custody, e));
	TRY(openings_read(rq, &v, e));
	struct page p = page_of(rq, "Laporan pembukaan identitas", "Report on identities opened");
	page_brankas_laporan(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/kerja/brankas", RIGHT_STAFF, list_show, 0, "brankas"},
	{GET, "/kerja/brankas/pembukaan", RIGHT_STAFF, openings_show, 0, "brankas"},
	{POST, "/kerja/brankas/sandi", RIGHT_VAULT, passphrase_take, 8 * KIB, "brankas"},
	{GET, "/kerja/brankas/{id}", RIGHT_STAFF, one_show, 0, "brankas"},
	{POST, "/kerja/brankas/{id}", RIGHT_VAULT, one_answer, 8 * KIB, "brankas"},
	{POST, "/kerja/brankas/{id}/lihat", RIGHT_CASE, one_look, 4 * KIB, "brankas"},
};
const struct route_list vault_routes = {routes, sizeof routes / sizeof routes[0]};
