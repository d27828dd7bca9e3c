/* api_docket.c -- the docket for programs that read: what expires, the files, their people, clocks, papers, timeline.
 *
 * A reader without the right to files (patrol) sees that there is a file, its state and its clocks; names are masked to
 * their first letters and what was written about people is left out. Whoever opens one file is noted, as on the pages.
 */
#include "desk/docket/letters.h"
#include "desk/evidence/evidence.h"
#include "desk/handle/handle.h"
#include "docket_feed_sql.h"
#include "web/api.h"

#include <string.h>

#define FEED_LINES   2000 /* lines of timelines that one answer looks through for changed files */
#define HORIZON_DAYS 30 /* deadlines further away are not today's business */

static const char *name_for(const struct request *rq, const char *name)
{
	return !name || api_sees(rq) ? name : api_masked(rq->desk.arena, name);
}

static const char *only_if_seen(const struct request *rq, const char *text)
{
	return api_sees(rq) ? text : NULL;
}

static void put_left(struct request *rq, struct json_out *j, const struct law *law, const char *clock, const char *status,
		     struct instant last, struct instant ended)
{
	struct docket_left left = docket_left(&rq->desk, law, clock, status, last, ended, NULL);
	jout_put_text(j, "name", left.name);
	jout_put_text(j, "left", left.text);
	jout_put_text(j, "urgency", left.state);
	jout_put_text(j, "owner", left.owner);
}

/* ---------- what expires ---------- */

static void put_due(struct tx *tx, struct request *rq, struct json_out *j, const struct clocks_due_row *r)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", r->id);
	api_put_id(j, "case", r->case_file);
	jout_put_text(j, "number", r->number);
	jout_put_text(j, "title", r->title);
	jout_put_text(j, "state", r->state);
	jout_put_text(j, "clock", r->clock);
	put_left(rq, j, docket_law_of(tx, &rq->desk, r->rulepack), r->clock, r->status, r->last_moment, INSTANT_NONE);
	jout_put_instant(j, "last_moment", r->last_moment, zone);
	jout_put_text(j, "status", r->status);
	api_put_id(j, "person", r->person);
	jout_put_text(j, "held_by", r->owner_name);
	jout_end(j, '}');
}

/* Soonest first; the cursor of this list is a place in it. */
static enum status today_show(struct request *rq, struct err *e)
{
	struct api_page page;
	TRY(api_page(rq, &page, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct clocks_due_rows rows;
	struct instant horizon = {rq->desk.now.us + HORIZON_DAYS * DAY_US};
	if (page.since > INT32_MAX)
		return FAIL_FIELD(e, INVALID, "since", "expected the \"next\" of an earlier answer");
	TRY(clocks_due(&tx, rq->desk.office->id, INT64_MIN, horizon.us, page.since + page.max + 1, &rows, e));
	struct json_out j = api_start(rq);
	jout_put_instant(&j, "now", rq->desk.now, rq->desk.office->zone);
	api_put_list(&j, "items");
	for (size_t i = 0; i < rows.n; i++)
		if (api_shows(&page, (int64_t)i + 1))
			put_due(&tx, rq, &j, &rows.items[i]);
	api_page_end(rq, &j, &page);
	return OK;
}

/* @inside: asked of one file; in the list of all of them nobody is named, as on pages (N22). */
static void put_clock(struct tx *tx, struct request *rq, struct json_out *j, const struct clocks_feed_row *r, bool inside)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", r->id);
	api_put_id(j, "case", r->case_file);
	jout_put_text(j, "number", r->number);
	jout_put_text(j, "clock", r->clock);
	put_left(rq, j, docket_law_of(tx, &rq->desk, r->rulepack), r->clock, r->status, r->last_moment, r->ended_at);
	api_put_id(j, "person", r->person);
	jout_put_text(j, "person_name", inside ? name_for(rq, r->person_name) : NULL);
	jout_put_day(j, "start_on", r->start_on);
	jout_put_instant(j, "start_at", r->start_at, zone);
	jout_put_instant(j, "last_moment", r->last_moment, zone);
	jout_put_text(j, "status", r->status);
	jout_put_instant(j, "ended_at", r->ended_at, zone);
	jout_put_text(j, "end_reason", r->end_reason);
	api_put_json(j, "sum", r->sum); /* as it was counted and stored: each day, counted or not, and why (R11) */
	jout_end(j, '}');
}

static enum status clocks_answer(struct request *rq, int64_t case_file, bool open, struct err *e)
{
	struct api_page page;
	TRY(api_page(rq, &page, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct clocks_feed_rows rows;
	TRY(clocks_feed(&tx, rq->desk.office->id, case_file, page.since, open, page.max + 1, &rows, e));
	API_LIST(rq, page, rows, row->id, put_clock(&tx, rq, &j, row, case_file != 0));
	return OK;
}

static enum status clocks_show(struct request *rq, struct err *e)
{
	return clocks_answer(rq, 0, !text_eq(rq_query(rq, "all"), "true"), e);
}

/* ---------- files ---------- */

static void put_case_row(struct request *rq, struct json_out *j, const struct cases_feed_row *r)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", r->id);
	api_put_id(j, "change", r->change);
	jout_put_text(j, "kind", r->kind);
	jout_put_text(j, "procedure", r->procedure);
	jout_put_text(j, "state", r->state);
	jout_put_text(j, "number", r->number);
	jout_put_text(j, "title", r->title);
	jout_put_day(j, "event_on", r->event_on);
	jout_put_text(j, "event_place", r->event_place);
	jout_put_text(j, "held_by", r->owner_name);
	api_put_id(j, "joined_to", r->joined_to);
	jout_put_instant(j, "opened_at", r->opened_at, zone);
	jout_put_instant(j, "changed_at", r->changed_at, zone);
	jout_put_instant(j, "closed_at", r->closed_at, zone);
	jout_put_bool(j, "late", r->late);
	jout_put_int(j, "version", r->version);
	jout_end(j, '}');
}

/* One state ("REGISTERED") or a group of them ("handling"), as a pattern for the statement; NULL: all. */
static enum status states_read(const struct request *rq, const char **ret, struct err *e)
{
	const char *state = rq_query(rq, "state");
	*ret = NULL;
	if (text_blank(state))
		return OK;
	*ret = docket_group(state);
	if (!*ret && law_state(desk_law(&rq->desk), state))
		*ret = arena_printf(rq->desk.arena, ",%s,", state);
	return *ret ? OK : FAIL_FIELD(e, INVALID, "state", "'%.40s' is no state of the law and no group of states", state);
}

/* Where this answer stops looking for changes; 0: at the end of all. Few of many files may be wanted, so what is looked
 * through is bounded, not only what is found. */
static enum status window_read(struct tx *tx, int64_t since, int64_t *ret_upto, struct err *e)
{
	struct feed_window_row w;
	TRY(feed_window(tx, since, FEED_LINES, &w, e));
	bool events = w.events == FEED_LINES, moves = w.moves == FEED_LINES;
	*ret_upto = events && (!moves || w.events_upto < w.moves_upto) ? w.events_upto : moves ? w.moves_upto : 0;
	return OK;
}

static enum status cases_show(struct request *rq, struct err *e)
{
	struct api_page page;
	const char *states;
	TRY(api_page(rq, &page, e));
	TRY(states_read(rq, &states, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct cases_feed_rows rows;
	int64_t upto;
	TRY(window_read(&tx, page.since, &upto, e));
	TRY(cases_feed(&tx, rq->desk.office->id, page.since, upto ? upto : INT64_MAX, states, page.max + 1, &rows, e));
	struct json_out j = api_start(rq);
	api_put_list(&j, "items");
	for (size_t i = 0; i < rows.n; i++)
		if (api_shows(&page, rows.items[i].change))
			put_case_row(rq, &j, &rows.items[i]);
	if (upto && page.n <= page.max) { /* looked through to here, and there is more: go on from it */
		page.last = upto;
		page.n = page.max + 1;
	}
	api_page_end(rq, &j, &page);
	return OK;
}

/* ---------- one file ---------- */

/* What an event asks the officer to state: names of the field "facts". */
static void put_asks(struct json_out *j, unsigned asks)
{
	static const char *const names[] = {"reporter_signed", "competent", "already_handled", "evidence_shown", "quorum",
					    "majority", "gakkumdu_agrees", "in_time"};
	api_put_list(j, "facts");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (asks & 1u << i)
			jout_text(j, names[i]);
	jout_end(j, ']');
}

static void put_events(struct json_out *j, const struct handle_file *f)
{
	const struct law_transition *events[40];
	size_t n = case_events(f->law, f->procedure, f->row.state, events, 40);
	api_put_list(j, "events");
	for (size_t i = 0; i < n; i++) {
		jout_object(j);
		jout_put_text(j, "event", events[i]->event);
		jout_put_text(j, "to", events[i]->to);
		jout_put_text(j, "condition", events[i]->condition);
		jout_put_text(j, "basis", events[i]->row.basis);
		put_asks(j, handle_event_asks(events[i]));
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

/* The elements of the initial review, each with its mark if somebody has looked at it. */
static enum status put_marks(struct tx *tx, struct request *rq, struct json_out *j, const struct handle_file *f,
			     struct err *e)
{
	struct handle_marks_rows marks;
	TRY(handle_marks(tx, f->row.id, &marks, e));
	api_put_list(j, "elements");
	for (size_t i = 0; i < f->law->requirements.n; i++) {
		const struct law_requirement *r = &f->law->requirements.items[i];
		const struct handle_marks_row *mark = NULL;
		for (size_t k = 0; k < marks.n; k++)
			if (!strcmp(marks.items[k].element, r->code))
				mark = &marks.items[k];
		if (r->procedure != f->procedure)
			continue;
		jout_object(j);
		jout_put_text(j, "element", r->code);
		jout_put_text(j, "name", r->name_id);
		jout_put_bool(j, "formal", r->formal);
		jout_put_bool(j, "marked", mark);
		jout_put_bool(j, "met", mark && mark->met);
		jout_put_text(j, "reason", mark ? only_if_seen(rq, mark->reason) : NULL);
		jout_end(j, '}');
	}
	jout_end(j, ']');
	return OK;
}

static void put_file_words(struct request *rq, struct json_out *j, const struct handle_file *f)
{
	const struct law_state *state = law_state(f->law, f->row.state);
	jout_put_text(j, "kind", f->row.kind);
	jout_put_text(j, "procedure", f->row.procedure);
	jout_put_text(j, "state", f->row.state);
	jout_put_text(j, "state_name", !state ? NULL : rq->lang == EN ? state->name_en : state->name_id);
	jout_put_text(j, "receipt_number", f->row.receipt_number);
	jout_put_text(j, "register_number", f->row.register_number);
	jout_put_text(j, "title", f->row.title);
	jout_put_text(j, "summary", only_if_seen(rq, f->row.summary));
	jout_put_text(j, "event_place", f->row.event_place);
	api_put_id(j, "contest", f->row.contest);
	jout_put_text(j, "contest_title", f->contest);
	jout_put_bool(j, "late", f->row.late);
	jout_put_bool(j, "decided", f->decided);
	jout_put_text(j, "rulepack", f->row.rulepack);
}

static void put_file(struct request *rq, struct json_out *j, const struct handle_file *f)
{
	enum zone zone = rq->desk.office->zone;
	api_put_id(j, "id", f->row.id);
	put_file_words(rq, j, f);
	jout_put_day(j, "event_on", f->row.event_on);
	jout_put_day(j, "known_on", f->row.known_on);
	api_put_id(j, "owner", f->row.owner);
	api_put_id(j, "joined_to", f->row.joined_to);
	jout_put_instant(j, "opened_at", f->row.opened_at, zone);
	jout_put_instant(j, "changed_at", f->row.changed_at, zone);
	jout_put_instant(j, "closed_at", f->row.closed_at, zone);
	jout_put_int(j, "version", f->row.version);
	put_events(j, f);
}

static void put_person_about(struct request *rq, const struct docket_proofs *proofs, struct json_out *j, const struct case_people_row *p,
			     struct day event_on)
{
	struct docket_identity id;
	docket_identity_of(rq->desk.arena, &rq->desk, proofs, &PROOF_PERSON(p, event_on), rq->lang, &id);
	enum zone zone = rq->desk.office->zone;
	jout_put_text(j, "nip", p->nip);
	jout_put_text(j, "address", p->address);
	jout_put_text(j, "statement", p->statement);
	jout_put_text(j, "account_owned", p->account_owned);
	jout_put_text(j, "intent", p->intent);
	jout_put_text(j, "reach", p->reach);
	jout_put_day(j, "removed_on", p->removed_on);
	jout_put_bool(j, "repeated", p->repeated);
	jout_put_instant(j, "outcome_at", p->outcome_at, zone);
	api_put_id(j, "employee", p->employee);
	docket_identity_json(j, "identity", &id, zone);
}

static void put_person(struct request *rq, const struct docket_proofs *proofs, struct json_out *j, const struct case_people_row *p,
		       struct day event_on)
{
	jout_object(j);
	api_put_id(j, "id", p->id);
	jout_put_int(j, "number", p->number);
	jout_put_text(j, "role", p->role);
	jout_put_text(j, "name", name_for(rq, p->name));
	jout_put_bool(j, "masked", !api_sees(rq));
	jout_put_text(j, "class", p->class);
	jout_put_text(j, "class_source", p->class_source);
	jout_put_text(j, "agency", only_if_seen(rq, p->agency));
	jout_put_text(j, "position", only_if_seen(rq, p->position));
	jout_put_text(j, "act", p->act_code);
	jout_put_text(j, "outcome", p->outcome);
	if (api_sees(rq))
		put_person_about(rq, proofs, j, p, event_on);
	jout_put_int(j, "version", p->version);
	jout_end(j, '}');
}

/* People have ids in the order of their numbers. */
static enum status put_people(struct request *rq, struct tx *tx, struct json_out *j, const struct handle_file *f,
			      struct api_page *page, struct err *e)
{
	struct case_people_rows people;
	struct docket_proofs proofs;
	TRY(case_people(tx, f->row.id, &people, e));
	TRY(docket_proofs_read(tx, f->row.id, &proofs, e));
	for (size_t i = 0; i < people.n; i++)
		if (api_shows(page, people.items[i].id))
			put_person(rq, &proofs, j, &people.items[i], f->row.event_on);
	return OK;
}

static enum status case_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct api_page page = {.max = API_ROWS_MAX};
	TRY(api_file(rq, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	struct json_out j = api_start(rq);
	put_file(rq, &j, &f);
	TRY(put_marks(&tx, rq, &j, &f, e));
	api_put_list(&j, "people");
	TRY(put_people(rq, &tx, &j, &f, &page, e));
	jout_end(&j, ']');
	jout_end(&j, '}');
	api_etag(rq, f.row.version);
	return OK;
}

static enum status people_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct api_page page;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_file_list(rq, &page, &f, &tx, e));
	struct json_out j = api_start(rq);
	api_put_list(&j, "items");
	TRY(put_people(rq, &tx, &j, &f, &page, e));
	api_page_end(rq, &j, &page);
	return OK;
}

static enum status case_clocks_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	TRY(api_file(rq, &f, e));
	return clocks_answer(rq, f.row.id, false, e);
}

static void put_line(struct request *rq, struct json_out *j, const struct timeline_feed_row *r)
{
	jout_object(j);
	api_put_id(j, "id", r->id);
	jout_put_instant(j, "at", r->at, rq->desk.office->zone);
	jout_put_text(j, "by", r->user_name);
	jout_put_text(j, "event", r->event);
	jout_put_text(j, "transition", r->transition);
	jout_put_text(j, "from", r->from_state);
	jout_put_text(j, "to", r->to_state);
	jout_put_text(j, "kind", r->kind);
	jout_put_text(j, "text", r->text);
	api_put_id(j, "ref", r->ref);
	jout_end(j, '}');
}

static enum status timeline_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct timeline_feed_rows rows;
	struct api_page page;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_file_list(rq, &page, &f, &tx, e));
	TRY(timeline_feed(&tx, f.row.id, page.since, page.max + 1, &rows, e));
	API_LIST(rq, page, rows, row->id, put_line(rq, &j, row));
	return OK;
}

static void put_letter_row(struct request *rq, struct json_out *j, const struct letters_of_row *r)
{
	enum zone zone = rq->desk.office->zone;
	jout_object(j);
	api_put_id(j, "id", r->id);
	jout_put_text(j, "form", r->form);
	jout_put_text(j, "form_code", r->form_code);
	jout_put_text(j, "number", r->number);
	jout_put_text(j, "subject", r->subject);
	jout_put_text(j, "recipient", r->recipient);
	api_put_id(j, "person", r->person);
	jout_put_int(j, "missing", r->missing);
	jout_put_text(j, "sha256", r->sha256);
	jout_put_int(j, "size", r->size);
	jout_put_text(j, "check_code", r->check_code);
	jout_put_instant(j, "made_at", r->made_at, zone);
	jout_put_text(j, "made_by", r->made_by_name);
	jout_put_instant(j, "signed_at", r->signed_at, zone);
	jout_put_text(j, "pdf", arena_printf(rq->desk.arena, "/api/v1/letters/%lld.pdf", (long long)r->id));
	jout_end(j, '}');
}

static enum status letters_show(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct letters_of_rows rows;
	struct api_page page;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(api_file_list(rq, &page, &f, &tx, e));
	TRY(letters_of(&tx, f.row.id, &rows, e));
	struct json_out j = api_start(rq);
	api_put_list(&j, "items");
	for (size_t i = rows.n; i-- > 0;) /* the statement has the newest first, a cursor wants the oldest */
		if (api_shows(&page, rows.items[i].id))
			put_letter_row(rq, &j, &rows.items[i]);
	api_page_end(rq, &j, &page);
	return OK;
}

/* "149923984723.pdf" */
static enum status pdf_id(const struct request *rq, int64_t *ret, struct err *e)
{
	const char *name = rq->segments[0];
	size_t n = strlen(name);
	if (n < 5 || strcmp(name + n - 4, ".pdf") != 0 ||
	    int_parse(arena_strndup(rq->desk.arena, name, n - 4), 1, INT64_MAX, ret, NULL) != OK)
		return FAIL(e, NOT_FOUND, "expected the id of a letter and .pdf");
	return OK;
}

static enum status letter_pdf(struct request *rq, struct err *e)
{
	int64_t id;
	struct letter_get_row row;
	struct handle_file f;
	struct str bytes;
	TRY(pdf_id(rq, &id, e));
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(letter_get(&tx, id, &row, e));
		if (row.office != rq->desk.office->id)
			return FAIL(e, NOT_FOUND, "there is no such letter in this office");
		TRY(evidence_file_read(&tx, &rq->desk, row.file, &bytes, NULL, e));
	}
	if (row.case_file)
		TRY(handle_look(&rq->desk, row.case_file, &f, e));
	rq->content_type = "application/pdf";
	rq->download = rq->segments[0];
	buf_raw(rq->out, bytes.s, bytes.n);
	return OK;
}

/* All papers of a file in one PDF, in the order of the procedure. */
static enum status bundle_pdf(struct request *rq, struct err *e)
{
	struct handle_file f;
	struct str bytes;
	int pages;
	TRY(api_file(rq, &f, e));
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(docket_bundle_pdf(&tx, &rq->desk, f.row.id, &bytes, &pages, e));
	rq->content_type = "application/pdf";
	rq->download = "bundel.pdf";
	buf_raw(rq->out, bytes.s, bytes.n);
	return OK;
}

/* ---------- is everything as it was recorded? ---------- */

static enum status verify_show(struct request *rq, struct err *e)
{
	struct verify_report r;
	enum zone zone = rq->desk.office->zone;
	TRY(evidence_verify(&rq->desk, &r, NULL, NULL, e));
	struct json_out j = api_start(rq);
	jout_put_bool(&j, "sound", r.n == 0);
	jout_put_int(&j, "seals", r.seals);
	jout_put_int(&j, "rows", r.rows);
	jout_put_int(&j, "files", r.files);
	jout_put_instant(&j, "first", r.first, zone);
	jout_put_instant(&j, "last", r.last, zone);
	jout_put_int(&j, "faults_found", (int64_t)r.n);
	api_put_list(&j, "faults");
	for (size_t i = 0; i < r.n && i < API_ROWS_MAX; i++) {
		jout_object(&j);
		jout_put_text(&j, "kind", r.items[i].kind);
		jout_put_text(&j, "table", r.items[i].table);
		api_put_id(&j, "row", r.items[i].row);
		jout_put_int(&j, "seal", r.items[i].seq);
		jout_put_text(&j, "text", rq->lang == EN ? r.items[i].text_en : r.items[i].text);
		jout_end(&j, '}');
	}
	jout_end(&j, ']');
	jout_end(&j, '}');
	return OK;
}

static const struct route routes[] = {
	{GET, "/api/v1/today", RIGHT_CASE, today_show, 0, NULL},
	{GET, "/api/v1/clocks", RIGHT_TRIAGE, clocks_show, 0, NULL},
	{GET, "/api/v1/cases", RIGHT_TRIAGE, cases_show, 0, NULL},
	{GET, "/api/v1/cases/{id}", RIGHT_TRIAGE, case_show, 0, NULL},
	{GET, "/api/v1/cases/{id}/people", RIGHT_TRIAGE, people_show, 0, NULL},
	{GET, "/api/v1/cases/{id}/clocks", RIGHT_TRIAGE, case_clocks_show, 0, NULL},
	{GET, "/api/v1/cases/{id}/timeline", RIGHT_CASE, timeline_show, 0, NULL},
	{GET, "/api/v1/cases/{id}/letters", RIGHT_CASE, letters_show, 0, NULL},
	{GET, "/api/v1/cases/{id}/bundle", RIGHT_CASE, bundle_pdf, 0, NULL},
	{GET, "/api/v1/letters/{id}.pdf", RIGHT_CASE, letter_pdf, 0, NULL},
	{GET, "/api/v1/verify", RIGHT_ADMIN, verify_show, 0, NULL},
};
const struct route_list api_docket_routes = {routes, sizeof routes / sizeof *routes};
