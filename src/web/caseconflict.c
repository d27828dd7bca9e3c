/* caseconflict.c -- conflict of interest on the pages: stated for oneself or for a colleague, lifted by another, and the way
 * to the office above when too few members are left (desk/handle/conflict.c). What the program found stands as hints beside
 * the form; a person presses the button. */
#include "web/caseconflict.h"

#include "page_case_conflict.h"
#include "page_own_conflicts.h"

#include <string.h>

/* ---- the page of a file ---- */

static void row_fill(struct request *rq, struct conflict_view *v, const struct conflicts_of_row *r)
{
	bool none = text_eq(r->kind, "none");
	struct conflict_row to = {.id = r->id, .name = r->user_name, .position = r->position, .kind = conflict_kind_name(r->kind, rq->lang),
				  .reason = r->reason, .stated_by = r->stated_name, .at = r->at, .lift_reason = r->lift_reason,
				  .lifted_by = r->lifted_name, .lifted_at = r->lifted_at, .lifted = !instant_is_none(r->lifted_at)};
	to.about = r->person_number ? arena_printf(rq->desk.arena, say(rq, "orang ke-%lld", "person %lld"), (long long)r->person_number)
				    : say(rq, "seluruh berkas", "the whole file");
	to.stands = !none && !to.lifted;
	to.may_lift = to.stands && role_may(rq->desk.role, RIGHT_VOTE) && rq->desk.user != r->user && rq->desk.user != r->stated_by;
	ARENA_PUSH(rq->desk.arena, &v->rows, to);
}

/* "pegawai Dinas Perhubungan, unit Seksi Ketertiban; nama belakang sama" */
static void hint_fill(struct request *rq, struct conflict_view *v, const struct conflict_hints_row *h)
{
	struct arena *a = rq->desk.arena;
	const char *why = "";
	if (h->same_unit)
		why = arena_printf(a, say(rq, "satu unit kerja: %s, %s", "same unit: %s, %s"), h->unit, h->agency);
	else if (h->same_agency)
		why = arena_printf(a, say(rq, "satu instansi: %s", "same agency: %s"), h->agency);
	if (h->before)
		why = arena_printf(a, "%s%s%s", why, *why ? "; " : "",
				   say(rq, "benturan dengan orang ini berlaku dalam berkas lain", "a conflict with this person stands in another file"));
	if (h->same_surname)
		why = arena_printf(a, "%s; %s", why, say(rq, "nama belakang juga sama", "the last name is the same too"));
	struct hint_row row = {h->user, h->person, h->number, h->user_name, h->position, why};
	ARENA_PUSH(a, &v->hints, row);
}

static const char *asked(const struct request *rq, const char *field)
{
	const char *value = rq_form(rq, field);
	return value ? value : rq_query(rq, field);
}

static enum status choices_fill(struct request *rq, struct tx *tx, struct conflict_view *v, struct err *e)
{
	static const char *const kinds[] = {"kin", "unit", "other", "none"};
	struct arena *a = rq->desk.arena;
	struct conflict_users_rows users;
	struct case_people_rows people;
	const char *own = arena_printf(a, "%lld", (long long)rq->desk.user), *user = asked(rq, "user");
	TRY(conflict_users(tx, rq->desk.office->id, &users, e));
	TRY(case_people(tx, v->f.head.id, &people, e));
	option_put(rq, &v->users, own, say(rq, "Saya sendiri", "Myself"), user ? user : own);
	for (size_t i = 0; i < users.n; i++)
		if (users.items[i].id != rq->desk.user)
			option_put(rq, &v->users, arena_printf(a, "%lld", (long long)users.items[i].id),
				   arena_printf(a, "%s · %s", users.items[i].name, users.items[i].position), user);
	option_put(rq, &v->people, "", say(rq, "Seluruh berkas", "The whole file"), asked(rq, "person"));
	for (size_t i = 0; i < people.n; i++)
		option_put(rq, &v->people, arena_printf(a, "%lld", (long long)people.items[i].id),
			   arena_printf(a, "%lld. %s", (long long)people.items[i].number, people.items[i].name), asked(rq, "person"));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		option_put(rq, &v->kinds, kinds[i], conflict_kind_name(kinds[i], rq->lang), asked(rq, "kind"));
	return OK;
}

/* Where the file stands now, and by which letter it went up. */
static enum status quorum_fill(struct request *rq, struct tx *tx, struct conflict_view *v, struct err *e)
{
	const struct handle_file *f = &v->f.file;
	const struct law_transition *next[32];
	struct letters_of_rows letters;
	TRY(handle_quorum(tx, &rq->desk, v->f.head.id, &v->quorum, e));
	v->quorum.lost &= !f->decided;
	size_t n = case_events(f->law, f->procedure, f->row.state, next, 32);
	for (size_t i = 0; i < n; i++)
		v->may_send |= v->quorum.lost && !strcmp(next[i]->event, "quorum_lost");
	struct case_event_last_row went;
	TRY(case_event_last(tx, v->f.head.id, "quorum_lost", &v->sent, &went, e));
	v->sent &= !strcmp(f->row.state, "TAKEN_OVER");
	if (!v->sent)
		return OK;
	TRY(letters_of(tx, v->f.head.id, &letters, e));
	for (size_t i = letters.n; i-- > 0;)
		v->letter_id = !strcmp(letters.items[i].form, "transfer") ? letters.items[i].id : v->letter_id;
	return OK;
}

static enum status view_fill(struct request *rq, struct conflict_view *v, struct err *e)
{
	struct conflicts_of_rows rows;
	struct conflict_hints_rows hints;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(conflicts_of(&tx, v->f.head.id, &rows, e));
	for (size_t i = 0; i < rows.n; i++)
		row_fill(rq, v, &rows.items[i]);
	TRY(conflict_hints(&tx, v->f.head.id, &hints, e));
	for (size_t i = 0; i < hints.n; i++)
		hint_fill(rq, v, &hints.items[i]);
	v->sees_tries = role_may(rq->desk.role, RIGHT_VOTE);
	if (v->sees_tries)
		TRY(conflict_tries(&tx, v->f.head.id, &v->tries, e));
	TRY(choices_fill(rq, &tx, v, e));
	TRY(quorum_fill(rq, &tx, v, e));
	v->reason = typed(rq, "reason", "");
	v->to = typed(rq, "to", v->quorum.higher);
	return OK;
}

static enum status conflict_show(struct request *rq, const struct fault *fault, struct err *e)
{
	struct conflict_view v = {0};
	TRY(file_page_open(rq, &v.f, e));
	if (fault)
		v.f.fault = *fault;
	TRY(view_fill(rq, &v, e));
	struct page p = page_of(rq, "Benturan kepentingan", "Conflict of interest");
	page_case_conflict(rq->out, &p, &v);
	return OK;
}

static enum status conflict_page(struct request *rq, struct err *e) { return conflict_show(rq, NULL, e); }

static enum status id_typed(struct request *rq, const char *field, bool needed, int64_t *ret, struct err *e)
{
	*ret = 0;
	if (!needed && text_blank(rq_form(rq, field)))
		return OK;
	return rq_form_int(rq, field, 1, INT64_MAX, ret, e);
}

static enum status state_do(struct request *rq, struct conflict_new *as, struct err *e)
{
	int64_t made;
	TRY(file_id(rq, &as->case_file, e));
	TRY(id_typed(rq, "user", true, &as->user, e));
	TRY(id_typed(rq, "person", false, &as->person, e));
	TRY(rq_form_text(rq, "kind", 20, true, &as->kind, e));
	TRY(rq_form_text(rq, "reason", CONFLICT_REASON_MAX, true, &as->reason, e));
	return handle_conflict_state(&rq->desk, as, &made, e);
}

/* Who has stated it about themselves does not come back to the file. */
static enum status conflict_take(struct request *rq, struct err *e)
{
	struct conflict_new as = {0};
	enum status done = state_do(rq, &as, e);
	if (done == OK && as.user == rq->desk.user && strcmp(as.kind, "none") != 0)
		return rq_redirect(rq, "/kerja/akun/benturan");
	return file_answer(rq, done, "/benturan", conflict_show, e);
}

static enum status lift_do(struct request *rq, struct err *e)
{
	int64_t file, conflict;
	const char *reason;
	TRY(file_id(rq, &file, e));
	TRY(rq_segment_id(rq, 1, &conflict, e));
	TRY(rq_form_text(rq, "reason", CONFLICT_REASON_MAX, true, &reason, e));
	return handle_conflict_lift(&rq->desk, file, conflict, reason, e);
}

static enum status conflict_lift_take(struct request *rq, struct err *e)
{
	return file_answer(rq, lift_do(rq, e), "/benturan", conflict_show, e);
}

static enum status quorum_do(struct request *rq, struct err *e)
{
	int64_t file;
	const char *to;
	struct letter_made made;
	TRY(file_id(rq, &file, e));
	TRY(rq_form_text(rq, "to", 200, false, &to, e));
	return handle_quorum_lost(&rq->desk, file, to, &made, e);
}

static enum status quorum_take(struct request *rq, struct err *e)
{
	return file_answer(rq, quorum_do(rq, e), "/benturan", conflict_show, e);
}

/* ---- a member's own list: that files are closed, and why, without a word of them ---- */

static enum status own_conflicts_page(struct request *rq, struct err *e)
{
	struct own_conflicts_view v = {0};
	struct conflicts_of_user_rows rows;
	struct conflict_named_row named;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(conflicts_of_user(&tx, rq->desk.user, &rows, e));
	TRY(conflict_named(&tx, rq->desk.user, &named, e));
	for (size_t i = 0; i < rows.n; i++) {
		const struct conflicts_of_user_row *r = &rows.items[i];
		struct conflict_row to = {.kind = conflict_kind_name(r->kind, rq->lang), .at = r->at, .lifted_at = r->lifted_at,
					  .stated_by = r->own ? say(rq, "Anda sendiri", "yourself") : say(rq, "orang lain di kantor ini", "somebody else of this office"),
					  .lifted = !instant_is_none(r->lifted_at)};
		to.stands = !to.lifted;
		ARENA_PUSH(rq->desk.arena, &v.rows, to);
	}
	v.named = named.n;
	v.any = v.rows.n || v.named;
	struct page p = page_of(rq, "Berkas yang tertutup bagi Anda", "Files closed to you");
	page_own_conflicts(rq->out, &p, &v);
	return OK;
}

static const struct route routes[] = {
	{GET, "/kerja/perkara/{id}/benturan", RIGHT_CASE, conflict_page, 0, "perkara"},
	{POST, "/kerja/perkara/{id}/benturan", RIGHT_CASE, conflict_take, 16 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/benturan/{conflict}/cabut", RIGHT_VOTE, conflict_lift_take, 16 * KIB, "perkara"},
	{POST, "/kerja/perkara/{id}/benturan/provinsi", RIGHT_CASE, quorum_take, 8 * KIB, "perkara"},
	{GET, "/kerja/benturan", RIGHT_SIGN, conflicts_page, 0, "perkara"},
	{GET, "/kerja/akun/benturan", RIGHT_STAFF, own_conflicts_page, 0, "akun"},
};
const struct route_list conflict_routes = {routes, sizeof routes / sizeof *routes};
