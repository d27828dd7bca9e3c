/* casehearing.c -- pages of the clarification: who was heard, and the minutes of one person while they are made. */
#include "page_case_hearing.h"
#include "page_case_hearings.h"
#include "web/casesteps.h"

#include <string.h>

static enum status hearings_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct hearings_view v = {.companion = typed(rq, "companion", "")};
	char clock[16];
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	v.day = typed(rq, "day", iso_text(rq, day_of_instant(rq->desk.now, rq->desk.office->zone)));
	v.time = typed(rq, "time", instant_clock(rq->desk.now, rq->desk.office->zone, ID, clock));
	v.time = arena_strdup(rq->desk.arena, v.time);
	v.place = typed(rq, "place", rq->desk.office->address);
	scoped(tx_rollback) struct tx tx = {0};
	struct case_people_rows people;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(handle_hearings(&tx, v.f.head.id, &v.rows, e));
	TRY(case_people(&tx, v.f.head.id, &people, e));
	for (size_t i = 0; i < people.n; i++)
		option_put(rq, &v.people, arena_printf(rq->desk.arena, "%lld", (long long)people.items[i].id),
			   arena_printf(rq->desk.arena, "%lld. %s (%s)", (long long)people.items[i].number, people.items[i].name,
					handle_role_name(people.items[i].role, rq->lang)), typed(rq, "person", ""));
	struct page p = page_of(rq, "Klarifikasi", "Clarification");
	page_case_hearings(rq->out, &p, &v);
	return OK;
}

enum status hearings_page(struct request *rq, struct err *e) { return hearings_show(rq, NULL, e); }

static enum status hearings_do(struct request *rq, int64_t *ret, struct err *e)
{
	struct handle_hearing_new as = {.online = ticked(rq, "online"), .oath_taken = text_eq(rq_form(rq, "oath"), "taken")};
	TRY(file_id(rq, &as.case_file, e));
	TRY(rq_form_int(rq, "person", 1, INT64_MAX, &as.person, e));
	TRY(rq_form_text(rq, "place", 300, true, &as.place, e));
	TRY(rq_form_text(rq, "companion", 200, false, &as.companion, e));
	TRY(form_moment(rq, "day", "time", &as.held_at, e));
	return handle_hearing_start(&rq->desk, &as, ret, e);
}

enum status hearings_take(struct request *rq, struct err *e)
{
	int64_t made = 0;
	enum status done = hearings_do(rq, &made, e);
	return file_answer(rq, done, arena_printf(rq->desk.arena, "/klarifikasi/%lld", (long long)made), hearings_show, e);
}

static enum status lines_fill(struct request *rq, struct tx *tx, struct hearing_view *v, struct err *e)
{
	struct handle_lines_rows lines;
	struct handle_corrections_rows corrections;
	TRY(handle_lines(tx, v->id, &lines, e));
	TRY(handle_corrections(tx, v->id, &corrections, e));
	for (size_t i = 0; i < lines.n; i++) {
		struct line_view l = {.id = lines.items[i].id, .number = lines.items[i].number, .question = lines.items[i].question,
				      .answer = lines.items[i].answer};
		l.corrections.items = arena_array(rq->desk.arena, struct correction_view, corrections.n);
		for (size_t k = 0; k < corrections.n; k++)
			if (corrections.items[k].line == l.id)
				l.corrections.items[l.corrections.n++].text = corrections.items[k].text;
		ARENA_PUSH(rq->desk.arena, &v->lines, l);
	}
	return OK;
}

/* What closing the minutes writes into the person's record. */
static void close_edits(struct request *rq, struct hearing_view *v, const struct case_person_get_row *person)
{
	bool en = rq->lang == EN;
	if (v->closed) /* by somebody else, while this was typed: it cannot be saved, and is not lost */
		rq->http = status_http(CONFLICT);
	edit_put(rq, &v->f, "statement", en ? "Statement" : "Keterangan", v->statement, person->statement);
	edit_put_choice(rq, &v->f, "account_owned", en ? "Account" : "Akun", &v->accounts, typed(rq, "account_owned", person->account_owned),
			person->account_owned);
	edit_put(rq, &v->f, "intent", en ? "Intent" : "Niat", v->intent, person->intent);
	edit_put(rq, &v->f, "reach", en ? "Reach" : "Jangkauan", v->reach, person->reach);
	edit_put(rq, &v->f, "removed_on", en ? "Post removed on" : "Unggahan dihapus", v->removed_on, iso_text(rq, person->removed_on));
	edit_put(rq, &v->f, "repeated", en ? "Not the first time" : "Bukan yang pertama kali", v->repeated ? "1" : "", person->repeated ? "1" : "");
	v->f.locked = v->closed;
	v->person_version = edit_version(rq, "person_version", person->version);
}

/* Which exhibit the minutes are, if they are one. */
static enum status exhibit_fill(struct tx *tx, struct hearing_view *v, struct err *e)
{
	bool found = false;
	struct handle_exhibit_of_letter_row x;
	if (v->letter_id)
		TRY(handle_exhibit_of_letter(tx, v->f.head.id, v->letter_id, &found, &x, e));
	if (found) {
		v->exhibit = x.id;
		v->exhibit_number = x.number;
	}
	return OK;
}

static enum status hearing_fill(struct request *rq, struct hearing_view *v, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_hearing_row row;
	struct case_person_get_row person;
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(handle_hearing(&tx, v->id, &row, e));
	if (row.case_file != v->f.head.id)
		return FAIL(e, NOT_FOUND, "these minutes are not in the file");
	TRY(case_person_get(&tx, row.person, &person, e));
	v->version = row.version;
	v->name = person.name;
	v->role = handle_role_name(person.role, rq->lang);
	v->place = row.place;
	v->held_at = moment_text(rq, row.held_at);
	v->companion = row.companion;
	v->oath = !strcmp(row.oath, "taken");
	v->open = !strcmp(row.state, "open");
	v->read_back = !strcmp(row.state, "read_back");
	v->closed = !strcmp(row.state, "closed");
	v->declined = text_eq(row.signature, "declined");
	v->letter_id = row.letter;
	TRY(exhibit_fill(&tx, v, e));
	v->reason = typed(rq, "reason", row.signature_reason);
	v->statement = typed(rq, "statement", person.statement);
	v->intent = typed(rq, "intent", person.intent);
	v->reach = typed(rq, "reach", person.reach);
	static const char *const accounts[][3] = {{"none", "tidak menyangkut akun", "no account involved"}, {"claimed", "diduga miliknya", "said to be theirs"},
						  {"admitted", "diakui", "admitted"}, {"proven", "terbukti miliknya", "proven theirs"},
						  {"disputed", "katanya dibajak atau bukan miliknya", "said to be hijacked or not theirs"}};
	for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++)
		option_put(rq, &v->accounts, accounts[i][0], accounts[i][rq->lang == EN ? 2 : 1], typed(rq, "account_owned", person.account_owned));
	v->removed_on = typed(rq, "removed_on", iso_text(rq, person.removed_on));
	v->repeated = rq_form(rq, "do") ? ticked(rq, "repeated") : person.repeated;
	v->chose_not = text_eq(rq_form(rq, "signature"), "declined");
	if (v->read_back || text_eq(rq_form(rq, "do"), "tutup"))
		close_edits(rq, v, &person);
	return lines_fill(rq, &tx, v, e);
}

static enum status hearing_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct hearing_view v = {.question = fault ? typed(rq, "question", "") : "", .answer = fault ? typed(rq, "answer", "") : ""};
	TRY(rq_segment_id(rq, 1, &v.id, e));
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	TRY(hearing_fill(rq, &v, e));
	struct page p = page_of(rq, "Berita acara klarifikasi", "Minutes of clarification");
	page_case_hearing(rq->out, &p, &v);
	return OK;
}

enum status hearing_page(struct request *rq, struct err *e) { return hearing_show(rq, NULL, e); }

static enum status close_do(struct request *rq, int64_t hearing, int64_t version, struct err *e)
{
	struct letter_made made;
	const char *signature;
	struct handle_hearing_end as = {.version = version};
	edit_picks(rq);
	if (rq_form(rq, "person_version"))
		TRY(rq_form_int(rq, "person_version", 1, INT64_MAX, &as.person_version, e));
	TRY(rq_form_text(rq, "signature", 20, true, &signature, e));
	TRY(rq_form_text(rq, "reason", 400, false, &as.reason, e));
	TRY(rq_form_text(rq, "statement", 2000, true, &as.statement, e));
	TRY(rq_form_text(rq, "intent", 400, false, &as.context.intent, e));
	TRY(rq_form_text(rq, "reach", 400, false, &as.context.reach, e));
	TRY(rq_form_text(rq, "account_owned", 20, true, &as.context.account_owned, e));
	TRY(rq_form_day(rq, "removed_on", false, &as.context.removed_on, e));
	as.context.repeated = ticked(rq, "repeated");
	as.signed_ = !strcmp(signature, "signed");
	return handle_hearing_close(&rq->desk, hearing, &as, &made, e);
}

/* What the button says is to be done: tanya, bacakan, perbaiki, tutup, bukti. */
static enum status hearing_do(struct request *rq, struct err *e)
{
	int64_t hearing, version, line, made;
	const char *what, *a, *b;
	TRY(rq_segment_id(rq, 1, &hearing, e));
	TRY(rq_form_int(rq, "version", 1, INT64_MAX, &version, e));
	TRY(rq_form_text(rq, "do", 20, true, &what, e));
	if (!strcmp(what, "tanya")) {
		TRY(rq_form_text(rq, "question", TEXT_FIELD, true, &a, e));
		TRY(rq_form_text(rq, "answer", TEXT_FIELD, true, &b, e));
		return handle_hearing_ask(&rq->desk, hearing, a, b, e);
	}
	if (!strcmp(what, "bacakan"))
		return handle_hearing_read_back(&rq->desk, hearing, version, e);
	if (!strcmp(what, "bukti"))
		return handle_exhibit_of_hearing(&rq->desk, hearing, &made, e);
	if (!strcmp(what, "perbaiki")) {
		TRY(rq_form_int(rq, "line", 1, INT64_MAX, &line, e));
		TRY(rq_form_text(rq, "text", TEXT_FIELD, true, &a, e));
		return handle_hearing_correct(&rq->desk, hearing, line, a, e);
	}
	return close_do(rq, hearing, version, e);
}

enum status hearing_take(struct request *rq, struct err *e)
{
	return file_answer(rq, hearing_do(rq, e), arena_printf(rq->desk.arena, "/klarifikasi/%s", rq->segments[1]), hearing_show, e);
}
