/* docket.c -- see docket.h. Files are opened, things happen to them, lines are written about it. Which state
 * follows is core/cases' answer; what it means for clocks is in clocks.c, for numbers in numbers.c. */
#include "desk/docket/docket_internal.h"
#include "desk/docket/list.h"

#include <string.h>

/* The state that gives a file its register number (regulation.md D). */
#define STATE_REGISTERED "REGISTERED"
/* A file that comes from a supervision report is registered as a finding, whoever told us first. */
#define STATE_LHP "LHP"

enum procedure docket_procedure(const char *code)
{
	enum procedure p = PILKADA;
	return procedure_of(code, &p) ? p : PILKADA;
}

enum status docket_law(struct tx *tx, const struct desk *d, const char *rulepack, const struct law **ret,
		       struct err *e)
{
	return pack_law(tx, d->office, rulepack, ret, e);
}

const struct law *docket_law_of(struct tx *tx, const struct desk *d, const char *rulepack)
{
	const struct law *law;
	return docket_law(tx, d, rulepack, &law, NULL) == OK ? law : desk_law(d);
}

/* "Submitted" is when it reached the office, not when somebody keyed it in (regulation.md C.1, C.2). */
struct instant docket_received(const struct case_get_row *row)
{
	return instant_is_none(row->received_at) ? row->opened_at : row->received_at;
}

enum status docket_file_get(struct tx *tx, const struct desk *d, int64_t id, struct docket_file *ret,
			    struct err *e)
{
	TRY(case_get(tx, id, &ret->row, e));
	if (ret->row.office != d->office->id)
		return FAIL(e, NOT_FOUND, "file %lld belongs to another office", (long long)id);
	TRY(conflict_open(tx, d, id, e));
	ret->procedure = docket_procedure(ret->row.procedure);
	ret->ret_review = NULL;
	ret->law_day = day_of_instant(docket_received(&ret->row), d->office->zone);
	return docket_law(tx, d, ret->row.rulepack, &ret->law, e);
}

enum status docket_line(struct tx *tx, const struct desk *d, const struct docket_file *f, const char *event,
			const char *kind, const char *text, int64_t ref, struct err *e)
{
	const char *state = f->row.state;
	return case_event_insert(tx, id_new(d->now), f->row.id, d->now, d->user, event, NULL, state, state,
				 text, kind, ref, e);
}

/* The election for which a file is opened ("" when the contest is not known yet), and the kind of contest (NULL). */
static enum status election_of(struct tx *tx, int64_t contest, const char **ret, const char **ret_kind, struct err *e)
{
	struct docket_contest_row row;
	*ret = "";
	*ret_kind = NULL;
	if (!contest)
		return OK;
	TRY(docket_contest(tx, contest, &row, e));
	*ret = row.election;
	*ret_kind = row.kind;
	return OK;
}

static bool received_before(const struct docket_new *as, struct instant now)
{
	return as->received_at.us > 0 && as->received_at.us < now.us;
}

static enum status file_insert(struct tx *tx, const struct desk *d, const struct docket_new *as, const struct law *law,
			       const char *state, const char *receipt, struct docket_file *f, struct err *e)
{
	TRY(pack_keep(tx, d, law, e));
	int64_t id = id_new(d->now);
	TRY(case_insert(tx, id, d->office->id, as->kind, procedure_code(as->procedure), as->contest, state,
			as->title, as->summary ? as->summary : "", as->event_on, as->event_place,
			as->known_on, hash_hex(tx->arena, law->hash), d->now, receipt, e));
	if (strcmp(as->kind, "report")) /* the first title of a report is the program's own: its words cost more than the report */
		TRY(docket_list_words(tx, d, id, as->title, true, e));
	int64_t changed;
	if (received_before(as, d->now))
		TRY(case_received_set(tx, id, as->received_at, &changed, e));
	return docket_file_get(tx, d, id, f, e);
}

/* "Diregistrasi": what the state is called, unless somebody has said it better. */
static const char *event_words(struct arena *a, const struct docket_file *f, const struct case_step *step,
			       const char *text, const char *number)
{
	const struct law_state *to = law_state(f->law, step->to);
	const char *words = text_blank(text) ? (to ? to->name_id : step->to) : text;
	return number ? arena_printf(a, "%s · nomor %s", words, number) : words;
}

static enum status event_write(struct tx *tx, const struct desk *d, const struct docket_file *f,
			       const char *event, const struct case_step *step, const char *from,
			       const char *text, struct err *e)
{
	return case_event_insert(tx, id_new(d->now), f->row.id, d->now, d->user, event, step->transition->id,
				 from, step->to, text, "state", 0, e);
}

enum status docket_open(struct tx *tx, const struct desk *d, const struct docket_new *as, const char *event,
			int64_t *ret_case, struct err *e)
{
	if (text_blank(as->title))
		return FAIL_FIELD(e, INVALID, "title", "the file needs a title");
	struct case_facts none = {0};
	struct case_step step;
	const char *election, *contest, *receipt = NULL;
	const struct law *law; /* the file's, from now to its end */
	TRY(election_of(tx, as->contest, &election, &contest, e));
	TRY(desk_law_new(d, election, as->procedure, &law, e));
	struct instant came = received_before(as, d->now) ? as->received_at : d->now;
	TRY(case_next_at(law, as->procedure, "", event, day_of_instant(came, d->office->zone), &none, &step, e));
	struct docket_file f;
	if (as->ret_receipt)
		TRY(number_by_law(tx, d, law, as->procedure, "receipt", contest, &receipt, e));
	TRY(file_insert(tx, d, as, law, step.to, receipt, &f, e));
	f.ret_review = as->ret_review;
	TRY(event_write(tx, d, &f, event, &step, "", event_words(tx->arena, &f, &step, NULL, NULL), e));
	if (law_promises(step.transition, HAPPENING_KNOWN))
		TRY(clocks_report_window(tx, d, &f, e));
	TRY(clocks_follow(tx, d, &f, &step, true, e));
	*ret_case = f.row.id;
	if (as->ret_receipt)
		*as->ret_receipt = receipt;
	return OK;
}

enum status docket_contest_kind(struct tx *tx, const struct docket_file *f, const char **ret, struct err *e)
{
	*ret = NULL;
	if (!f->row.contest)
		return OK;
	struct docket_contest_row contest;
	TRY(docket_contest(tx, f->row.contest, &contest, e));
	*ret = contest.kind;
	return OK;
}

/* A number when the file enters the register for the first time; NULL else. */
static enum status register_number(struct tx *tx, const struct desk *d, const struct docket_file *f,
				   const char *to, const char **ret_kind, const char **ret, struct err *e)
{
	*ret = NULL;
	*ret_kind = f->row.kind;
	if (strcmp(to, STATE_REGISTERED) || f->row.register_number)
		return OK;
	bool report = !strcmp(f->row.kind, "report") && strcmp(f->row.state, STATE_LHP);
	*ret_kind = report ? "report" : "finding";
	const char *contest;
	TRY(docket_contest_kind(tx, f, &contest, e));
	return number_by_law(tx, d, f->law, f->procedure, *ret_kind, contest, ret, e);
}

static enum status file_move(struct tx *tx, const struct desk *d, struct docket_file *f,
			     const struct case_step *step, const char **ret_number, struct err *e)
{
	const char *kind;
	TRY(register_number(tx, d, f, step->to, &kind, ret_number, e));
	const struct law_state *to = law_state(f->law, step->to);
	struct instant closed = to && to->terminal ? d->now : INSTANT_NONE;
	int64_t changed;
	TRY(case_move(tx, f->row.id, step->to, kind, *ret_number, d->now, closed, f->row.version, &changed,
		      e));
	if (!changed)
		return FAIL(e, CONFLICT, "the file was changed meanwhile by somebody else");
	f->row.state = step->to;
	return OK;
}

static enum status step_of(struct tx *tx, const struct desk *d, const struct docket_file *f, const char *event,
			   const struct case_facts *facts, struct case_step *ret, struct err *e)
{
	struct case_facts known = facts ? *facts : (struct case_facts){0};
	TRY(clocks_facts(tx, d, f, event, &known, e));
	return case_next_at(f->law, f->procedure, f->row.state, event, f->law_day, &known, ret, e);
}

enum status docket_event_may(struct tx *tx, const struct desk *d, int64_t case_file, const char *event,
			     const struct case_facts *facts, struct err *e)
{
	struct docket_file f;
	struct case_step step;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	return step_of(tx, d, &f, event, facts, &step, e);
}

enum status docket_event(struct tx *tx, const struct desk *d, int64_t case_file, const char *event,
			 const struct case_facts *facts, const char *text, struct err *e)
{
	struct docket_file f;
	struct case_step step;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	TRY(step_of(tx, d, &f, event, facts, &step, e));
	const char *from = f.row.state, *number;
	TRY(file_move(tx, d, &f, &step, &number, e));
	TRY(event_write(tx, d, &f, event, &step, from, event_words(tx->arena, &f, &step, text, number), e));
	return clocks_follow(tx, d, &f, &step, false, e);
}

enum status docket_note(struct tx *tx, const struct desk *d, int64_t case_file, const char *kind,
			const char *text, int64_t ref, struct err *e)
{
	if (text_blank(text))
		return FAIL_FIELD(e, INVALID, "text", "a line on the timeline needs words");
	struct docket_file f;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	return docket_line(tx, d, &f, kind, kind, text, ref, e);
}

enum status docket_receipt(struct tx *tx, const struct desk *d, int64_t case_file, const char **ret,
			   struct err *e)
{
	struct docket_file f;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	const char *contest;
	TRY(docket_contest_kind(tx, &f, &contest, e));
	TRY(number_by_law(tx, d, f.law, f.procedure, "receipt", contest, ret, e));
	int64_t changed;
	TRY(case_receipt_set(tx, case_file, *ret, d->now, &changed, e));
	return changed ? OK : FAIL(e, CONFLICT, "the file has a receipt already");
}
