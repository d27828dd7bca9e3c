/* api_case.c -- what programs may do with a file: events, people, notes, facts. Each goes through the same functions as
 * the pages, so that the law's guards stand before both doors. */
#include "desk/handle/handle.h"
#include "web/api.h"

#include <string.h>

static enum status case_of(const struct request *rq, int64_t *ret, struct err *e)
{
	return rq_segment_id(rq, 0, ret, e);
}

/* ---------- events ---------- */

static enum status said_read(const struct api_in *in, struct handle_said *ret, struct err *e)
{
	struct api_in facts;
	*ret = (struct handle_said){0};
	TRY(api_object(in, "facts", &facts, e));
	TRY(API_KNOWN(&facts, e, "reporter_signed", "competent", "already_handled", "evidence_shown", "quorum", "majority",
		      "gakkumdu_agrees", "in_time"));
	TRY(api_bool(&facts, "reporter_signed", &ret->reporter_signed, e));
	TRY(api_bool(&facts, "competent", &ret->competent, e));
	TRY(api_bool(&facts, "already_handled", &ret->already_handled, e));
	TRY(api_bool(&facts, "evidence_shown", &ret->evidence_shown, e));
	TRY(api_bool(&facts, "quorum", &ret->quorum, e));
	TRY(api_bool(&facts, "majority", &ret->majority, e));
	TRY(api_bool(&facts, "gakkumdu_agrees", &ret->gakkumdu_agrees, e));
	return api_bool(&facts, "in_time", &ret->in_time, e);
}

/* Events that come with records are done at the address of those records. */
static const struct {
	const char *page, *address;
} elsewhere[] = {
	{"undangan", "summons"}, {"klarifikasi", "hearings"}, {"kajian", "study"}, {"pleno", "plenaries"}, {"penerusan", "handovers"},
};

/* What becomes of one hand-over is said of that one. */
static bool of_one_handover(const char *event, const char *page)
{
	return !strcmp(page, "penerusan") && !text_starts(event, "forward");
}

static enum status event_elsewhere(const char *event, struct err *e)
{
	const char *page = handle_event_page(event);
	if (page && of_one_handover(event, page))
		return FAIL_FIELD(e, INVALID, "event", "%s happens to one hand-over: POST it to /api/v1/handovers/{id}/steps", event);
	for (size_t i = 0; page && i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (!strcmp(page, elsewhere[i].page))
			return FAIL_FIELD(e, INVALID, "event", "%s comes with records of its own: POST them to /api/v1/cases/{id}/%s",
					  event, elsewhere[i].address);
	return OK;
}

/* As handle_event does it, with the version of the file looked at in the same transaction. */
static enum status event_plain(struct request *rq, int64_t id, const char *event, const struct handle_said *said,
			       const char *text, struct err *e)
{
	struct handle_file f;
	struct case_facts facts;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, WRITE, &tx, e));
	TRY(handle_open(&tx, &rq->desk, id, &f, e));
	TRY(api_if_match(rq, f.row.version, e));
	TRY(handle_facts(&tx, &f, said, &facts, e));
	TRY(docket_event(&tx, &rq->desk, id, event, &facts, text, e));
	return tx_commit(&tx, e);
}

/* Where the file stands now. */
static enum status answer_state(struct request *rq, int64_t id, const struct letter_made *letter, struct err *e)
{
	struct case_get_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(case_get(&tx, id, &row, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", id);
	jout_put_text(&j, "state", row.state);
	jout_put_text(&j, "number", row.register_number ? row.register_number : row.receipt_number);
	jout_put_int(&j, "version", row.version);
	api_put_letter(&j, "letter", letter);
	jout_end(&j, '}');
	api_etag(rq, row.version);
	return OK;
}

static enum status event_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id;
	const char *event, *text, *to;
	struct handle_said said;
	struct letter_made letter = {0};
	TRY(case_of(rq, &id, e));
	TRY(API_READ(rq, &in, e, "event", "facts", "text", "to"));
	TRY(api_text(&in, "event", 60, true, &event, e));
	TRY(api_text(&in, "text", API_LONG, false, &text, e));
	TRY(api_text(&in, "to", 200, false, &to, e));
	TRY(said_read(&in, &said, e));
	TRY(event_elsewhere(event, e));
	if (handle_event_page(event)) /* what is left: the end of the initial review, with its paper */
		TRY(handle_review_end_to(&rq->desk, id, event, text, to, &letter, e));
	else
		TRY(event_plain(rq, id, event, &said, text, e));
	return answer_state(rq, id, &letter, e);
}

static enum status marks_take(struct request *rq, struct err *e)
{
	struct api_in in;
	struct api_list list;
	int64_t id;
	TRY(case_of(rq, &id, e));
	TRY(API_READ(rq, &in, e, "marks"));
	TRY(api_objects(&in, "marks", 40, &list, e));
	if (!list.n)
		return FAIL_FIELD(e, INVALID, "marks", "at least one mark is needed");
	struct handle_mark *marks = arena_array(rq->desk.arena, struct handle_mark, list.n);
	for (size_t i = 0; i < list.n; i++) {
		TRY(API_KNOWN(&list.items[i], e, "element", "met", "reason"));
		TRY(api_text(&list.items[i], "element", 20, true, &marks[i].element, e));
		TRY(api_bool(&list.items[i], "met", &marks[i].met, e));
		TRY(api_text(&list.items[i], "reason", API_LONG, false, &marks[i].reason, e));
	}
	TRY(handle_review_mark(&rq->desk, id, marks, list.n, e));
	return answer_state(rq, id, &(struct letter_made){0}, e);
}

static enum status note_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id;
	const char *text;
	TRY(case_of(rq, &id, e));
	TRY(API_READ(rq, &in, e, "text"));
	TRY(api_text(&in, "text", API_LONG, true, &text, e));
	TRY(handle_note(&rq->desk, id, text, e));
	TRY(answer_state(rq, id, &(struct letter_made){0}, e));
	rq->http = 201;
	return OK;
}

/* ---------- facts ---------- */

/* A field that the body does not name stays as it is; null takes it away. */
static bool names(const struct api_in *in, const char *field)
{
	for (size_t i = 0; i < in->j->n; i++)
		if (!strcmp(in->j->keys[i], field))
			return true;
	return false;
}

static enum status facts_read(const struct api_in *in, const struct case_get_row *row, struct docket_facts *ret,
			      int64_t *ret_owner, struct err *e)
{
	*ret = (struct docket_facts){row->title, row->summary, row->event_place, row->contest, row->event_on, row->known_on};
	*ret_owner = row->owner;
	if (names(in, "title"))
		TRY(api_text(in, "title", API_SHORT, true, &ret->title, e));
	if (names(in, "summary"))
		TRY(api_text(in, "summary", API_LONG, false, &ret->summary, e));
	if (names(in, "event_place"))
		TRY(api_text(in, "event_place", API_SHORT, false, &ret->event_place, e));
	if (names(in, "contest"))
		TRY(api_id(in, "contest", false, &ret->contest, e));
	if (names(in, "event_on"))
		TRY(api_day(in, "event_on", false, &ret->event_on, e));
	if (names(in, "known_on"))
		TRY(api_day(in, "known_on", false, &ret->known_on, e));
	return names(in, "owner") ? api_id(in, "owner", false, ret_owner, e) : OK;
}

static enum status facts_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, version, owner;
	struct handle_file f;
	struct docket_facts as;
	TRY(case_of(rq, &id, e));
	TRY(API_READ(rq, &in, e, "title", "summary", "event_place", "contest", "event_on", "known_on", "owner", "version"));
	TRY(api_version(&in, &version, e));
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(handle_open(&tx, &rq->desk, id, &f, e));
	}
	TRY(facts_read(&in, &f.row, &as, &owner, e));
	TRY(api_stale(rq, handle_facts_save(&rq->desk, id, &as, owner, version, e)));
	return answer_state(rq, id, &(struct letter_made){0}, e);
}

/* ---------- people ---------- */

#define PERSON_FIELDS                                                                              \
	"role", "employee", "name", "nip", "class", "agency", "position", "address", "act", "statement", "account_owned", \
		"intent", "reach", "removed_on", "repeated", "version"

static enum status person_read(const struct api_in *in, struct handle_person *to, struct err *e)
{
	to->as.class_source = "officer";
	to->heard.account_owned = "none";
	TRY(api_text(in, "role", 20, true, &to->as.role, e));
	TRY(api_text(in, "name", API_SHORT, true, &to->as.name, e));
	TRY(api_text(in, "nip", 30, false, &to->as.nip, e));
	TRY(api_text(in, "class", 40, true, &to->as.class, e));
	TRY(api_text(in, "agency", API_SHORT, false, &to->as.agency, e));
	TRY(api_text(in, "position", API_SHORT, false, &to->as.position, e));
	TRY(api_text(in, "address", API_SHORT, false, &to->as.address, e));
	return api_text(in, "act", 40, false, &to->as.act_code, e);
}

static enum status heard_read(const struct api_in *in, struct docket_heard *to, struct err *e)
{
	const char *owned;
	TRY(api_text(in, "statement", API_LONG, false, &to->statement, e));
	TRY(api_text(in, "account_owned", 20, false, &owned, e));
	if (owned)
		to->account_owned = owned;
	TRY(api_text(in, "intent", API_SHORT, false, &to->intent, e));
	TRY(api_text(in, "reach", API_SHORT, false, &to->reach, e));
	TRY(api_day(in, "removed_on", false, &to->removed_on, e));
	return api_bool(in, "repeated", &to->repeated, e);
}

static enum status answer_person(struct request *rq, int64_t person, int http, struct err *e)
{
	struct case_person_get_row row;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(case_person_get(&tx, person, &row, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", person);
	api_put_id(&j, "case", row.case_file);
	jout_put_int(&j, "number", row.number);
	jout_put_text(&j, "name", row.name);
	jout_put_text(&j, "class", row.class);
	jout_put_text(&j, "class_source", row.class_source);
	jout_put_int(&j, "version", row.version);
	jout_end(&j, '}');
	api_etag(rq, row.version);
	rq->http = http;
	return OK;
}

/* A person of the register is named by "employee" and "role" alone: name and class are the register's. */
static enum status person_add(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, employee, person = 0;
	struct handle_person as = {.heard.removed_on = DAY_NONE};
	TRY(case_of(rq, &id, e));
	TRY(API_READ(rq, &in, e, "role", "employee", "name", "nip", "class", "agency", "position", "address", "act"));
	TRY(api_id(&in, "employee", false, &employee, e));
	if (employee) {
		TRY(api_text(&in, "role", 20, true, &as.as.role, e));
		TRY(handle_person_from_registry(&rq->desk, id, employee, as.as.role, &person, e));
	} else {
		TRY(person_read(&in, &as, e));
		TRY(handle_person_save(&rq->desk, id, &as, &person, e));
	}
	return answer_person(rq, person, 201, e);
}

/* The whole record of a person, as GET shows it, with its version. */
static enum status person_set(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, person;
	struct handle_person as = {.heard.removed_on = DAY_NONE};
	TRY(case_of(rq, &id, e));
	TRY(rq_segment_id(rq, 1, &person, e));
	TRY(API_READ(rq, &in, e, PERSON_FIELDS));
	TRY(api_version(&in, &as.version, e));
	TRY(person_read(&in, &as, e));
	TRY(heard_read(&in, &as.heard, e));
	TRY(api_id(&in, "employee", false, &as.as.employee, e));
	as.id = person;
	TRY(api_stale(rq, handle_person_save(&rq->desk, id, &as, &person, e)));
	return answer_person(rq, person, 200, e);
}

/* A confirmation of who the person is, or its withdrawal. The answer is the level that follows. */
static enum status identity_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id, person;
	struct docket_proof as = {0};
	struct case_person_get_row row;
	struct case_get_row file;
	struct docket_identity now;
	TRY(case_of(rq, &id, e));
	TRY(rq_segment_id(rq, 1, &person, e));
	TRY(API_READ(rq, &in, e, "level", "reference", "reason", "evidence", "nik"));
	TRY(api_text(&in, "level", 20, true, &as.level, e));
	TRY(api_text(&in, "reference", API_SHORT, false, &as.reference, e));
	TRY(api_text(&in, "reason", API_SHORT, true, &as.reason, e));
	TRY(api_id(&in, "evidence", false, &as.evidence, e));
	TRY(api_text(&in, "nik", 30, false, &as.nik, e));
	TRY(handle_person_proof(&rq->desk, id, person, &as, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(case_get(&tx, id, &file, e));
	TRY(case_person_get(&tx, person, &row, e));
	TRY(docket_identity(&tx, &rq->desk, &PROOF_PERSON(&row, file.event_on), rq->lang, &now, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", person);
	api_put_id(&j, "case", id);
	docket_identity_json(&j, "identity", &now, rq->desk.office->zone);
	jout_end(&j, '}');
	rq->http = 201;
	return OK;
}

static const struct route routes[] = {
	{POST, "/api/v1/cases/{id}", RIGHT_CASE, facts_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/events", RIGHT_CASE, event_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/marks", RIGHT_CASE, marks_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/notes", RIGHT_CASE, note_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/people", RIGHT_CASE, person_add, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/people/{person}", RIGHT_CASE, person_set, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/people/{person}/identity", RIGHT_CASE, identity_take, API_BODY, NULL},
};
const struct route_list api_case_routes = {routes, sizeof routes / sizeof *routes};
