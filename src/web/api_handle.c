/* api_handle.c -- casework for programs: invitations, clarifications, plenary (the study: api_study.c). Each address is one function of
 * desk/handle, so a paper, its event and its records stand or fall together here as on the pages. */
#include "desk/handle/handle.h"
#include "web/api.h"

#include <string.h>

#define DECISIONS_MAX 200

/* ---------- invitations ---------- */

static void put_invited(struct json_out *j, const struct handle_invited *i)
{
	jout_object(j);
	api_put_id(j, "id", i->summons);
	jout_put_text(j, "code", i->code);
	jout_put_text(j, "warning", i->warning);
	api_put_letter(j, "letter", &i->letter);
	jout_end(j, '}');
}

/* One person, or with "minutes" instead of "person" all reported persons who have no invitation yet, so far apart. */
static enum status summons_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t minutes;
	struct handle_invitation as = {0};
	struct handle_invited one;
	struct handle_invited_list all = {&one, 1, 1};
	TRY(rq_segment_id(rq, 0, &as.case_file, e));
	TRY(API_READ(rq, &in, e, "person", "minutes", "hear_at", "place", "online"));
	TRY(api_id(&in, "person", false, &as.person, e));
	TRY(api_int(&in, "minutes", 5, 480, !as.person, &minutes, e));
	TRY(api_instant(&in, "hear_at", true, &as.hear_at, e));
	TRY(api_text(&in, "place", 300, true, &as.place, e));
	TRY(api_bool(&in, "online", &as.online, e));
	if (as.person)
		TRY(handle_invite(&rq->desk, &as, &one, e));
	else
		TRY(handle_invite_all(&rq->desk, &as, (int)minutes, &all, e));
	struct json_out j = api_start(rq);
	api_put_list(&j, "summons");
	for (size_t i = 0; i < all.n; i++)
		put_invited(&j, &all.items[i]);
	jout_end(&j, ']');
	jout_end(&j, '}');
	rq->http = 201;
	return OK;
}

static void put_summons(struct request *rq, struct json_out *j, const struct handle_summons_of_row *r)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", r->id);
	api_put_id(j, "person", r->person);
	jout_put_int(j, "attempt", r->attempt);
	jout_put_instant(j, "hear_at", r->hear_at, zone);
	jout_put_text(j, "place", r->place);
	jout_put_bool(j, "online", r->online);
	jout_put_instant(j, "code_used_at", r->code_used_at, zone);
	jout_put_text(j, "outcome", r->outcome);
	api_put_id(j, "letter", r->letter);
	jout_end(j, '}');
}

/* The cursor of this short list is a place in it. */
static enum status summons_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct handle_summons_of_rows rows;
	struct api_page page;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_file_list(rq, &page, &f, &tx, e));
	TRY(handle_summons_of(&tx, f.row.id, &rows, e));
	API_LIST(rq, page, rows, (int64_t)i + 1, put_summons(rq, &j, row));
	return OK;
}

static enum status absent_take(struct request *rq, struct err *e)
{
	int64_t id, summons;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(rq_segment_id(rq, 1, &summons, e));
	TRY(handle_absent(&rq->desk, id, summons, e));
	api_made(rq, "summons", summons, NULL);
	return OK;
}

/* ---------- clarifications ---------- */

static enum status hearing_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t id;
	struct handle_hearing_new as = {0};
	TRY(rq_segment_id(rq, 0, &as.case_file, e));
	TRY(API_READ(rq, &in, e, "person", "held_at", "place", "companion", "online", "oath_taken"));
	TRY(api_id(&in, "person", true, &as.person, e));
	TRY(api_instant(&in, "held_at", true, &as.held_at, e));
	TRY(api_text(&in, "place", 300, true, &as.place, e));
	TRY(api_text(&in, "companion", API_SHORT, false, &as.companion, e));
	TRY(api_bool(&in, "online", &as.online, e));
	TRY(api_bool(&in, "oath_taken", &as.oath_taken, e));
	TRY(handle_hearing_start(&rq->desk, &as, &id, e));
	api_made(rq, "id", id, NULL);
	return OK;
}

static enum status line_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t hearing;
	const char *question, *answer;
	TRY(rq_segment_id(rq, 0, &hearing, e));
	TRY(API_READ(rq, &in, e, "question", "answer"));
	TRY(api_text(&in, "question", API_LONG, true, &question, e));
	TRY(api_text(&in, "answer", API_LONG, true, &answer, e));
	TRY(handle_hearing_ask(&rq->desk, hearing, question, answer, e));
	api_made(rq, "hearing", hearing, NULL);
	return OK;
}

static enum status correction_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t hearing, line;
	const char *text;
	TRY(rq_segment_id(rq, 0, &hearing, e));
	TRY(API_READ(rq, &in, e, "line", "text"));
	TRY(api_id(&in, "line", true, &line, e));
	TRY(api_text(&in, "text", API_LONG, true, &text, e));
	TRY(handle_hearing_correct(&rq->desk, hearing, line, text, e));
	api_made(rq, "hearing", hearing, NULL);
	return OK;
}

static enum status read_back_take(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t hearing, version;
	TRY(rq_segment_id(rq, 0, &hearing, e));
	TRY(API_READ(rq, &in, e, "version"));
	TRY(api_version(&in, &version, e));
	TRY(api_stale(rq, handle_hearing_read_back(&rq->desk, hearing, version, e)));
	api_made(rq, "hearing", hearing, NULL);
	return OK;
}

static enum status context_read(const struct api_in *in, struct docket_heard *to, struct err *e)
{
	const char *owned;
	TRY(api_text(in, "account_owned", 20, false, &owned, e));
	to->account_owned = owned ? owned : "none";
	TRY(api_text(in, "intent", API_SHORT, false, &to->intent, e));
	TRY(api_text(in, "reach", API_SHORT, false, &to->reach, e));
	TRY(api_day(in, "removed_on", false, &to->removed_on, e));
	return api_bool(in, "repeated", &to->repeated, e);
}

/* The minutes: signed or not, with what was said in short; the paper is made and the person counts as heard. */
static enum status hearing_close(struct request *rq, struct err *e)
{
	struct api_in in;
	int64_t hearing;
	struct handle_hearing_end end = {0};
	struct letter_made letter;
	TRY(rq_segment_id(rq, 0, &hearing, e));
	TRY(API_READ(rq, &in, e, "signed", "reason", "statement", "account_owned", "intent", "reach", "removed_on", "repeated",
		     "version"));
	TRY(api_version(&in, &end.version, e));
	TRY(api_bool(&in, "signed", &end.signed_, e));
	TRY(api_text(&in, "reason", API_LONG, false, &end.reason, e));
	TRY(api_text(&in, "statement", API_LONG, true, &end.statement, e));
	TRY(context_read(&in, &end.context, e));
	if (!end.reason)
		end.reason = "";
	TRY(api_stale(rq, handle_hearing_close(&rq->desk, hearing, &end, &letter, e)));
	api_made(rq, "hearing", hearing, &letter);
	return OK;
}

/* Lines with their corrections, so that a program can show the minutes before they are read back. */
static enum status put_lines(struct tx *tx, struct request *rq, struct json_out *j, int64_t hearing, struct err *e)
{
	struct handle_lines_rows lines;
	struct handle_corrections_rows corrections;
	TRY(handle_lines(tx, hearing, &lines, e));
	TRY(handle_corrections(tx, hearing, &corrections, e));
	api_put_list(j, "lines");
	for (size_t i = 0; i < lines.n; i++) {
		jout_object(j);
		api_put_id(j, "id", lines.items[i].id);
		jout_put_text(j, "question", lines.items[i].question);
		jout_put_text(j, "answer", lines.items[i].answer);
		api_put_list(j, "corrections");
		for (size_t k = 0; k < corrections.n; k++)
			if (corrections.items[k].line == lines.items[i].id)
				jout_text(j, corrections.items[k].text);
		jout_end(j, ']');
		jout_end(j, '}');
	}
	jout_end(j, ']');
	return OK;
}

static enum status hearing_get(struct request *rq, int64_t id, struct handle_hearing_row *ret, struct err *e)
{
	struct handle_file f;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(handle_hearing(&tx, id, ret, e));
	}
	return handle_look(&rq->desk, ret->case_file, &f, e);
}

static enum status hearing_show(struct request *rq, struct err *e)
{
	int64_t id;
	struct handle_hearing_row row;
	TRY(rq_segment_id(rq, 0, &id, e));
	TRY(hearing_get(rq, id, &row, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", id);
	api_put_id(&j, "case", row.case_file);
	api_put_id(&j, "person", row.person);
	jout_put_instant(&j, "held_at", row.held_at, rq->desk.office->zone);
	jout_put_text(&j, "place", row.place);
	jout_put_text(&j, "oath", row.oath);
	jout_put_text(&j, "state", row.state);
	jout_put_text(&j, "signature", row.signature);
	api_put_id(&j, "letter", row.letter);
	jout_put_int(&j, "version", row.version);
	TRY(put_lines(&tx, rq, &j, id, e));
	jout_end(&j, '}');
	api_etag(rq, row.version);
	return OK;
}

/* ---------- plenary ---------- */

static enum status decisions_read(const struct api_in *in, struct handle_plenary_new *to, struct err *e)
{
	struct api_list list;
	TRY(api_objects(in, "decisions", DECISIONS_MAX, &list, e));
	struct handle_decision *d = arena_array(in->rq->desk.arena, struct handle_decision, list.n + 1);
	for (size_t i = 0; i < list.n; i++) {
		TRY(API_KNOWN(&list.items[i], e, "person", "act", "outcome", "reason"));
		TRY(api_id(&list.items[i], "person", true, &d[i].person, e));
		TRY(api_text(&list.items[i], "act", 40, true, &d[i].act, e));
		TRY(api_text(&list.items[i], "outcome", 20, true, &d[i].outcome, e));
		TRY(api_text(&list.items[i], "reason", API_LONG, true, &d[i].reason, e));
	}
	to->decisions = d;
	to->n_decisions = list.n;
	return OK;
}

static enum status plenary_take(struct request *rq, struct err *e)
{
	struct api_in in;
	struct handle_plenary_new as = {0};
	struct handle_plenary_made made;
	TRY(rq_segment_id(rq, 0, &as.case_file, e));
	TRY(API_READ(rq, &in, e, "agenda", "place", "event", "held_at", "votes", "decisions", "gakkumdu_agrees"));
	TRY(api_text(&in, "agenda", API_SHORT, true, &as.agenda, e));
	TRY(api_text(&in, "place", 300, true, &as.place, e));
	TRY(api_text(&in, "event", 60, true, &as.event, e));
	TRY(api_instant(&in, "held_at", true, &as.held_at, e));
	TRY(api_bool(&in, "gakkumdu_agrees", &as.gakkumdu_agrees, e));
	TRY(api_votes(&in, &as.votes, &as.n_votes, e));
	TRY(decisions_read(&in, &as, e));
	TRY(handle_plenary_hold(&rq->desk, &as, &made, e));
	struct json_out j = api_start(rq);
	api_put_id(&j, "id", made.plenary);
	api_put_letter(&j, "letter", &made.minutes);
	jout_put_int(&j, "repaired", made.repaired);
	jout_end(&j, '}');
	rq->http = 201;
	return OK;
}

static void put_member(struct json_out *j, const struct handle_members_row *r)
{
	jout_object(j);
	api_put_id(j, "id", r->id);
	jout_put_text(j, "name", r->name);
	jout_put_text(j, "position", r->position);
	jout_put_text(j, "role", r->role);
	jout_end(j, '}');
}

/* Who votes: the ids that the plenary's votes name. */
static enum status members_show(struct request *rq, struct err *e)
{
	struct handle_members_rows rows;
	struct api_page page;
	TRY(api_page(rq, &page, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(handle_members(&tx, rq->desk.office->id, 0, &rows, e));
	API_LIST(rq, page, rows, (int64_t)i + 1, put_member(&j, row));
	return OK;
}

/* ---------- evidence ---------- */

static void put_exhibit(struct json_out *j, struct request *rq, const struct exhibit_states *states, const struct handle_exhibits_row *x)
{
	const struct exhibit_state *s = exhibit_state_of(states, x->id);
	jout_object(j);
	api_put_id(j, "id", x->id);
	jout_put_int(j, "number", x->number);
	jout_put_text(j, "description", x->description);
	jout_put_text(j, "origin", x->origin);
	api_put_id(j, "person", x->person);
	jout_put_text(j, "type", x->type);
	jout_put_int(j, "size", x->size);
	jout_put_text(j, "sha256", x->sha256);
	jout_put_instant(j, "added_at", x->added_at, rq->desk.office->zone);
	jout_put_bool(j, "showable", x->showable);
	jout_put_int(j, "version", s ? s->version : 0); /* of the copy for outside; 0: nobody has looked */
	jout_put_bool(j, "redacted", s && s->redacted);
	jout_put_text(j, "reasons", s ? s->reasons : NULL);
	jout_put_text(j, "called_outside", s && !text_blank(s->description) ? s->description : NULL);
	jout_end(j, '}');
}

/* What each exhibit is, and how much of it others see; the cursor of this list is its number. */
static enum status exhibits_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct handle_exhibits_rows rows;
	struct exhibit_states states;
	struct api_page page;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_file_list(rq, &page, &f, &tx, e));
	TRY(handle_exhibits(&tx, f.row.id, &rows, e));
	TRY(exhibit_states(&tx, &rq->desk, f.row.id, &states, e));
	API_LIST(rq, page, rows, row->number, put_exhibit(&j, rq, &states, row));
	return OK;
}

/* The minutes become an exhibit, once. */
static enum status hearing_exhibit_take(struct request *rq, struct err *e)
{
	int64_t hearing, made;
	TRY(rq_segment_id(rq, 0, &hearing, e));
	TRY(handle_exhibit_of_hearing(&rq->desk, hearing, &made, e));
	api_made(rq, "id", made, NULL);
	return OK;
}

static const struct route routes[] = {
	{GET, "/api/v1/cases/{id}/summons", RIGHT_CASE, summons_show, 0, NULL},
	{POST, "/api/v1/cases/{id}/summons", RIGHT_CASE, summons_take, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/summons/{summons}/absent", RIGHT_CASE, absent_take, 4 * KIB, NULL},
	{POST, "/api/v1/cases/{id}/hearings", RIGHT_CASE, hearing_take, API_BODY, NULL},
	{GET, "/api/v1/hearings/{id}", RIGHT_CASE, hearing_show, 0, NULL},
	{POST, "/api/v1/hearings/{id}/lines", RIGHT_CASE, line_take, API_BODY, NULL},
	{POST, "/api/v1/hearings/{id}/corrections", RIGHT_CASE, correction_take, API_BODY, NULL},
	{POST, "/api/v1/hearings/{id}/read-back", RIGHT_CASE, read_back_take, 4 * KIB, NULL},
	{POST, "/api/v1/hearings/{id}/exhibit", RIGHT_CASE, hearing_exhibit_take, 4 * KIB, NULL},
	{GET, "/api/v1/cases/{id}/exhibits", RIGHT_CASE, exhibits_show, 0, NULL},
	{POST, "/api/v1/hearings/{id}/close", RIGHT_CASE, hearing_close, API_BODY, NULL},
	{POST, "/api/v1/cases/{id}/plenaries", RIGHT_VOTE, plenary_take, API_BODY, NULL},
	{GET, "/api/v1/members", RIGHT_CASE, members_show, 0, NULL},
};
const struct route_list api_handle_routes = {routes, sizeof routes / sizeof *routes};
