/* api_conflict.c -- for programs: conflicts of interest of a file, and requests to look at a decision again.
 *
 * The rules are the desks' own (desk/access/conflict.h, desk/handle/again.h): who states a conflict about themselves is shut
 * out of the file by this very answer, another member of the plenary lifts it, a second look upholds or makes lighter.
 */
#include "desk/handle/again.h"
#include "web/api.h"

#include <string.h>

/* ---------- conflicts of interest ---------- */

static void put_conflict(struct request *rq, struct json_out *j, const struct conflicts_of_row *r)
{
	enum zone zone = rq->desk.office->zone;
	bool lifted = !instant_is_none(r->lifted_at);
	jout_object(j);
	api_put_id(j, "id", r->id);
	api_put_id(j, "user", r->user);
	jout_put_text(j, "name", r->user_name);
	jout_put_text(j, "position", r->position);
	jout_put_int(j, "person_number", r->person_number); /* 0: the file as a whole */
	jout_put_text(j, "kind", r->kind);
	jout_put_text(j, "reason", r->reason);
	jout_put_text(j, "stated_by", r->stated_name);
	jout_put_instant(j, "at", r->at, zone);
	jout_put_bool(j, "stands", !lifted && strcmp(r->kind, "none") != 0);
	jout_put_text(j, "lifted_by", r->lifted_name);
	jout_put_text(j, "lift_reason", r->lift_reason);
	jout_put_instant(j, "lifted_at", r->lifted_at, zone);
	jout_end(j, '}');
}

/* What a person may look at; the program states nothing. */
static enum status put_hints(struct tx *tx, struct json_out *j, int64_t case_file, struct err *e)
{
	struct conflict_hints_rows hints;
	TRY(conflict_hints(tx, case_file, &hints, e));
	api_put_list(j, "hints");
	for (size_t i = 0; i < hints.n; i++) {
		const struct conflict_hints_row *h = &hints.items[i];
		jout_object(j);
		api_put_id(j, "user", h->user);
		jout_put_text(j, "name", h->user_name);
		api_put_id(j, "person", h->person);
		jout_put_int(j, "person_number", h->number);
		jout_put_bool(j, "same_unit", h->same_unit);
		jout_put_bool(j, "same_agency", h->same_agency);
		jout_put_bool(j, "in_another_file", h->before);
		jout_put_bool(j, "same_surname", h->same_surname);
		jout_end(j, '}');
	}
	jout_end(j, ']');
	return OK;
}

static enum status put_quorum(struct request *rq, struct tx *tx, struct json_out *j, const struct handle_file *f, struct err *e)
{
	struct handle_quorum q;
	TRY(handle_quorum(tx, &rq->desk, f->row.id, &q, e));
	jout_key(j, "quorum");
	jout_object(j);
	jout_put_int(j, "members", q.members);
	jout_put_int(j, "may", q.may);
	jout_put_int(j, "needed", q.needed);
	jout_put_bool(j, "lost", q.lost && !f->decided);
	jout_put_text(j, "office_above", q.higher);
	jout_end(j, '}');
	return OK;
}

/* Newest first; the cursor of this short list is a place in it. */
static enum status conflicts_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct conflicts_of_rows rows;
	struct api_page page;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_file_list(rq, &page, &f, &tx, e));
	TRY(conflicts_of(&tx, f.row.id, &rows, e));
	struct json_out j = api_start(rq);
	TRY(put_quorum(rq, &tx, &j, &f, e));
	TRY(put_hints(&tx, &j, f.row.id, e));
	api_put_list(&j, "items");
	for (size_t i = 0; i < rows.n; i++)
		if (api_shows(&page, (int64_t)i + 1))
			put_conflict(rq, &j, &rows.items[i]);
	api_page_end(rq, &j, &page);
	return OK;
}

/* Without "user" it is about the owner of the token. */
static enum status conflict_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t made;
	struct conflict_new as = {0};
	TRY(rq_segment_id(rq, 0, &as.case_file, e));
	TRY(API_READ(rq, &in, e, "user", "person", "kind", "reason"));
	TRY(api_id(&in, "user", false, &as.user, e));
	TRY(api_id(&in, "person", false, &as.person, e));
	TRY(api_text(&in, "kind", 20, true, &as.kind, e));
	TRY(api_text(&in, "reason", CONFLICT_REASON_MAX, true, &as.reason, e));
	as.user = as.user ? as.user : rq->desk.user;
	TRY(handle_conflict_state(&rq->desk, &as, &made, e));
	api_made(rq, "id", made, NULL);
	return OK;
}

static enum status lift_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, conflict;
	const char *reason;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_segment_id(rq, 1, &conflict, e));
	TRY(API_READ(rq, &in, e, "reason"));
	TRY(api_text(&in, "reason", CONFLICT_REASON_MAX, true, &reason, e));
	TRY(handle_conflict_lift(&rq->desk, id, conflict, reason, e));
	api_made(rq, "id", conflict, NULL);
	return OK;
}

/* The quorum is lost: the file goes to the office above, by a letter. */
static enum status quorum_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id;
	const char *to;
	struct letter_made letter;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(API_READ(rq, &in, e, "to"));
	TRY(api_text(&in, "to", 200, false, &to, e));
	TRY(handle_quorum_lost(&rq->desk, id, to, &letter, e));
	api_made(rq, "case", id, &letter);
	return OK;
}

/* ---------- a decision is looked at again ---------- */

static void put_review(struct request *rq, struct json_out *j, const struct again_of_row *r)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", r->id);
	api_put_id(j, "person", r->person);
	jout_put_int(j, "number", r->number);
	jout_put_text(j, "name", r->name);
	jout_put_text(j, "asked_by", r->asked_by);
	jout_put_text(j, "ground", r->ground);
	jout_put_day(j, "known_on", r->known_on);
	jout_put_day(j, "asked_on", r->asked_on);
	jout_put_text(j, "clock", r->clock);
	jout_put_day(j, "due_on", r->due_on);
	jout_put_bool(j, "in_time", r->in_time);
	jout_put_text(j, "noted_by", r->who);
	jout_put_instant(j, "at", r->at, zone);
	jout_put_instant(j, "ended_at", r->ended_at, zone);
	jout_put_text(j, "before", r->before);
	jout_put_text(j, "outcome", r->outcome);
	jout_put_text(j, "reason", r->reason);
	api_put_id(j, "minutes", r->minutes);
	api_put_id(j, "withdrawal", r->letter);
	jout_end(j, '}');
}

static enum status reviews_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct again_of_rows rows;
	struct api_page page;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_file_list(rq, &page, &f, &tx, e));
	TRY(again_of(&tx, f.row.id, &rows, e));
	API_LIST(rq, page, rows, row->id, put_review(rq, &j, row));
	return OK;
}

static enum status review_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t made;
	struct again_asked as = {0};
	TRY(rq_segment_id(rq, 0, &as.case_file, e));
	TRY(API_READ(rq, &in, e, "person", "asked_by", "ground", "known_on", "asked_on"));
	TRY(api_id(&in, "person", true, &as.person, e));
	TRY(api_text(&in, "asked_by", 20, true, &as.asked_by, e));
	TRY(api_text(&in, "ground", API_LONG, true, &as.ground, e));
	TRY(api_day(&in, "known_on", true, &as.known_on, e));
	TRY(api_day(&in, "asked_on", true, &as.asked_on, e));
	TRY(again_ask(&rq->desk, &as, &made, e));
	api_made(rq, "id", made, NULL);
	return OK;
}

static enum status review_decide_take(struct request *rq, struct err *e)
{
	struct api_in in;
	struct again_decision as = {0};
	struct again_made made;
	TRY(rq_segment_id(rq, 0, &as.case_file, e));
	TRY(rq_segment_id(rq, 1, &as.review, e));
	TRY(API_READ(rq, &in, e, "agenda", "place", "held_at", "outcome", "reason", "votes"));
	TRY(api_text(&in, "agenda", API_SHORT, true, &as.agenda, e));
	TRY(api_text(&in, "place", 300, true, &as.place, e));
	TRY(api_instant(&in, "held_at", true, &as.held_at, e));
	TRY(api_text(&in, "outcome", 20, true, &as.outcome, e));
	TRY(api_text(&in, "reason", API_LONG, true, &as.reason, e));
	TRY(api_votes(&in, &as.votes, &as.n_votes, e));
	TRY(again_decide(&rq->desk, &as, &made, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", as.review);
	api_put_id(&j, "plenary", made.plenary);
	api_put_letter(&j, "letter", &made.minutes);
	api_put_id(&j, "withdrawal", made.withdrawal);
	jout_put_bool(&j, "repaired", made.repaired);
	jout_end(&j, '}');
	rq->http = 201;
	return OK;
}

static const struct route routes[] = {
	{GET, "/api/v1/cases/{id}/conflicts", RIGHT_CASE, conflicts_show, 0, NULL},
	{POST, "/api/v1/cases/{id}/conflicts", RIGHT_CASE, conflict_take, 16 * KIB, NULL},
	{POST, "/api/v1/cases/{id}/conflicts/{conflict}/lift", RIGHT_VOTE, lift_take, 16 * KIB, NULL},
	{POST, "/api/v1/cases/{id}/quorum-lost", RIGHT_CASE, quorum_take, 8 * KIB, NULL},
	{GET, "/api/v1/cases/{id}/reviews", RIGHT_CASE, reviews_show, 0, NULL},
	{POST, "/api/v1/cases/{id}/reviews", RIGHT_CASE, review_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/reviews/{review}", RIGHT_VOTE, review_decide_take, API_BODY, NULL},
};
const struct route_list api_conflict_routes = {routes, sizeof routes / sizeof *routes};
