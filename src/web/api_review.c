/* api_review.c -- triage and reports for programs: clusters with their posts and hints, decisions, the list of reports.
 *
 * The rules are desk/review's own: a finding needs two agreeing signals and a second reader, whatever door is used. The
 * list of reports says that a report came and where it stands; what was written, and by whom, is not in it.
 */
#include "desk/intake/intake.h"
#include "desk/review/review.h"
#include "intake_feed_sql.h"
#include "review_feed_sql.h"
#include "web/api.h"
#include "web/shut.h"

#include <string.h>

#define ALERTS_MAX 200

/* ---------- clusters ---------- */

static void put_cluster_row(struct request *rq, struct json_out *j, const struct clusters_feed_row *r)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", r->id);
	jout_put_text(j, "title", r->title);
	jout_put_int(j, "posts", r->posts);
	jout_put_instant(j, "first_at", r->first_at, zone);
	jout_put_instant(j, "last_at", r->last_at, zone);
	jout_key(j, "score");
	jout_real(j, (double)r->score / 1e6, 3);
	jout_put_text(j, "state", r->state);
	api_put_id(j, "case", r->case_file);
	jout_end(j, '}');
}

static enum status state_read(const struct request *rq, const char **ret, struct err *e)
{
	static const char *const states[] = {"waiting", "second", "snoozed", "decided"};
	*ret = rq_query(rq, "state");
	if (text_blank(*ret))
		*ret = NULL;
	for (size_t i = 0; *ret && i < sizeof states / sizeof *states; i++)
		if (!strcmp(*ret, states[i]))
			return OK;
	return *ret ? FAIL_FIELD(e, INVALID, "state", "expected waiting, second, snoozed or decided") : OK;
}

static enum status clusters_show(struct request *rq, struct err *e)
{
	struct api_page page;
	struct clusters_feed_rows rows;
	const char *state;
	TRY(api_page(rq, &page, e));
	TRY(state_read(rq, &state, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(clusters_feed(&tx, rq->desk.office->id, page.since, state, page.max + 1, &rows, e));
	API_LIST(rq, page, rows, row->id, put_cluster_row(rq, &j, row));
	return OK;
}

static void put_posts(struct request *rq, struct json_out *j, const struct review_cluster *c)
{
	enum zone zone = rq->desk.office->zone;
	api_put_list(j, "items");
	for (size_t i = 0; i < c->items.n; i++) {
		const struct review_cluster_posts_row *p = &c->items.items[i];
		jout_object(j);
		api_put_id(j, "id", p->id);
		jout_put_text(j, "ref", p->ref);
		jout_put_text(j, "platform", p->platform);
		jout_put_text(j, "kind", p->kind);
		jout_put_instant(j, "at", p->at, zone);
		jout_put_text(j, "handle", p->handle);
		jout_put_text(j, "author", p->author);
		jout_put_text(j, "text", p->text);
		jout_put_text(j, "url", p->url);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void put_alert(struct json_out *j, const struct review_cluster_alerts_row *a)
{
	jout_object(j);
	api_put_id(j, "id", a->id);
	api_put_id(j, "post", a->post);
	jout_put_text(j, "item", a->item);
	api_put_id(j, "employee", a->employee);
	jout_put_text(j, "name", a->name);
	jout_put_text(j, "nip", a->nip);
	jout_put_text(j, "class", a->class);
	jout_put_text(j, "how", a->how);
	jout_put_text(j, "strength", a->strength);
	jout_key(j, "score");
	jout_real(j, (double)a->score / 1e6, 3);
	jout_put_text(j, "contest", a->contest);
	jout_put_int(j, "pair", a->pair);
	jout_put_text(j, "act", a->act_code);
	jout_put_text(j, "phase", a->phase);
	jout_put_text(j, "stance", a->stance);
	jout_put_int(j, "namesakes", a->namesakes);
	api_put_json(j, "sheet", a->sheet);
	api_put_json(j, "reasons", a->reasons);
	jout_put_bool(j, "hint_only", true);
	jout_end(j, '}');
}

static enum status put_alerts(struct request *rq, struct json_out *j, int64_t cluster, struct err *e)
{
	struct review_cluster_alerts_rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(review_cluster_alerts(&tx, cluster, ALERTS_MAX, &rows, e));
	api_put_list(j, "alerts");
	for (size_t i = 0; i < rows.n; i++)
		put_alert(j, &rows.items[i]);
	jout_end(j, ']');
	return OK;
}

static void put_signals(struct request *rq, struct json_out *j, const struct review_cluster *c)
{
	bool en = rq->lang == EN;
	jout_put_int(j, "signals_counting", c->signals.counting);
	jout_put_int(j, "signals_needed", REVIEW_SIGNALS_NEEDED);
	api_put_list(j, "signals");
	for (size_t i = 0; i < c->signals.n; i++) {
		const struct review_signal *s = &c->signals.items[i];
		jout_object(j);
		jout_put_text(j, "code", s->code);
		jout_put_text(j, "text", en ? s->text_en : s->text_id);
		jout_put_text(j, "weight", en ? s->weight_en : s->weight_id);
		jout_put_bool(j, "counts", s->counts);
		jout_put_bool(j, "seen", s->seen);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void put_decisions(struct request *rq, struct json_out *j, const struct review_cluster *c)
{
	api_put_list(j, "decisions");
	for (size_t i = 0; i < c->decisions.n; i++) {
		const struct review_decisions_of_row *d = &c->decisions.items[i];
		jout_object(j);
		api_put_id(j, "id", d->id);
		jout_put_instant(j, "at", d->at, rq->desk.office->zone);
		jout_put_text(j, "by", d->user_name);
		jout_put_text(j, "decision", d->decision);
		jout_put_text(j, "state", d->effect);
		jout_put_text(j, "reason", d->reason);
		api_put_id(j, "case", d->case_file);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static enum status cluster_show(struct request *rq, struct err *e)
{
	int64_t id;
	struct review_cluster c;
	enum zone zone = rq->desk.office->zone;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(review_open(&rq->desk, id, &c, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", c.id);
	jout_put_text(&j, "title", c.title);
	jout_put_text(&j, "state", c.status);
	jout_put_int(&j, "posts", c.posts);
	jout_put_instant(&j, "first_at", c.first_at, zone);
	jout_put_instant(&j, "last_at", c.last_at, zone);
	jout_put_text(&j, "lent_to", text_blank(c.lent_to) ? NULL : c.lent_to);
	jout_put_bool(&j, "second_reader_needed", text_eq(c.status, "second"));
	jout_put_bool(&j, "may_be_second_reader", c.second);
	jout_put_text(&j, "act", c.act_code);
	api_put_id(&j, "case", c.case_file);
	put_posts(rq, &j, &c);
	put_signals(rq, &j, &c);
	put_decisions(rq, &j, &c);
	TRY(put_alerts(rq, &j, id, e));
	jout_end(&j, '}');
	return OK;
}

/* ---------- decisions ---------- */

static enum status choice_read(const struct api_in *in, int64_t cluster, struct review_choice *ret, struct err *e)
{
	const char **seen;
	int64_t *people;
	*ret = (struct review_choice){.cluster = cluster};
	TRY(api_text(in, "decision", 20, true, &ret->decision, e));
	const struct review_kind *kind = review_kind_of(ret->decision);
	if (!kind || text_eq(kind->code, "undo"))
		return FAIL_FIELD(e, INVALID, "decision", "expected one of not_relevant, info, finding, attach, duplicate, snooze, escalate");
	ret->decision = kind->code;
	TRY(api_text(in, "reason", REVIEW_REASON_MAX, false, &ret->reason, e));
	TRY(api_text(in, "act", 40, false, &ret->act_code, e));
	TRY(api_id(in, "case", false, &ret->case_file, e));
	TRY(api_id(in, "other", false, &ret->other, e));
	TRY(api_day(in, "until", false, &ret->until, e));
	TRY(api_text(in, "title", API_SHORT, false, &ret->title, e));
	TRY(api_text(in, "place", API_SHORT, false, &ret->place, e));
	TRY(api_day(in, "event_on", false, &ret->event_on, e));
	TRY(api_ids(in, "people", REVIEW_PEOPLE_MAX, &people, &ret->n_people, e));
	TRY(api_texts(in, "seen", 8, &seen, &ret->n_seen, e));
	ret->people = people;
	ret->seen = seen;
	return OK;
}

static enum status decision_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t cluster, *reports;
	size_t n_reports;
	struct review_choice choice;
	struct review_done done;
	TRY(rq_segment_id(rq, 0, &cluster, e));
	TRY(API_READ(rq, &in, e, "decision", "reason", "act", "case", "other", "until", "title", "place", "event_on", "people",
		     "seen", "reports"));
	TRY(choice_read(&in, cluster, &choice, e));
	TRY(api_ids(&in, "reports", REVIEW_PEOPLE_MAX, &reports, &n_reports, e));
	TRY(shut_check(rq, THING_CASE, choice.case_file, e));
	TRY(shut_check(rq, THING_CLUSTER, choice.other, e));
	for (size_t i = 0; i < n_reports; i++)
		TRY(shut_check(rq, THING_REPORT, reports[i], e));
	TRY(review_decide(&rq->desk, &choice, &done, e));
	TRY(intake_attach_triaged(&rq->desk, done.case_file, reports, n_reports, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "cluster", cluster);
	jout_put_text(&j, "state", done.status);
	api_put_id(&j, "case", done.case_file);
	jout_put_int(&j, "people", done.people);
	jout_put_bool(&j, "second_reader_needed", done.candidate || text_eq(done.status, "second"));
	jout_end(&j, '}');
	rq->http = 201;
	return OK;
}

static enum status undo_take(struct request *rq, struct err *e)
{
	struct review_undone undone;
	TRY(review_undo(&rq->desk, &undone, e));
	TRY(intake_detach_undone(&rq->desk, &undone, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "cluster", undone.cluster);
	jout_put_text(&j, "undone", undone.decision);
	api_put_id(&j, "case", undone.case_file);
	jout_end(&j, '}');
	return OK;
}

/* ---------- reports ---------- */

static void put_report(struct request *rq, struct json_out *j, const struct reports_feed_row *r)
{
	jout_object(j);
	api_put_id(j, "id", r->id);
	api_put_id(j, "case", r->case_file);
	api_put_id(j, "joined_to", r->joined_to);
	jout_put_text(j, "number", r->number);
	jout_put_text(j, "register_number", r->register_number);
	jout_put_instant(j, "received_at", r->at, rq->desk.office->zone);
	jout_put_text(j, "channel", r->channel);
	jout_put_text(j, "state", r->state);
	jout_put_bool(j, "late", r->late);
	jout_put_int(j, "files", r->files);
	jout_put_int(j, "links", r->links);
	jout_put_int(j, "persons", r->persons);
	jout_end(j, '}');
}

static enum status reports_show(struct request *rq, struct err *e)
{
	struct api_page page;
	struct reports_feed_rows rows;
	TRY(api_page(rq, &page, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(reports_feed(&tx, rq->desk.office->id, page.since, page.max + 1, &rows, e));
	API_LIST(rq, page, rows, row->id, put_report(rq, &j, row));
	return OK;
}

/* The initial review of a report begins, in the hands of the token's owner. */
static enum status report_start(struct request *rq, struct err *e)
{
	int64_t id;
	struct report_get_row report;
	TRY(rq_segment_id(rq, 0, &id, e));
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(report_get(&tx, rq->desk.office->id, id, &report, e));
	}
	TRY(review_report_start(&rq->desk, report.case_file, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "report", id);
	api_put_id(&j, "case", report.case_file);
	jout_end(&j, '}');
	return OK;
}

static const struct route routes[] = {
	{GET, "/api/v1/clusters", RIGHT_TRIAGE, clusters_show, 0, NULL},
	{GET, "/api/v1/clusters/{id}", RIGHT_TRIAGE, cluster_show, 0, NULL},
	{POST, "/api/v1/clusters/{id}/decisions", RIGHT_TRIAGE, decision_take, API_BODY, NULL},
	{POST, "/api/v1/clusters/undo", RIGHT_TRIAGE, undo_take, 4 * KIB, NULL},
	{GET, "/api/v1/reports", RIGHT_INTAKE, reports_show, 0, NULL},
	{POST, "/api/v1/reports/{id}/start", RIGHT_CASE, report_start, 4 * KIB, NULL},
};
const struct route_list api_review_routes = {routes, sizeof routes / sizeof *routes};
