/* people.c -- who is in a file, and which act is alleged. A suggestion of the law's table is never a decision. */
#include "desk/forward/forward.h"
#include "desk/handle/handle_internal.h"

#include <ctype.h>
#include <string.h>

enum status person_of(struct tx *tx, int64_t case_file, int64_t id, struct case_people_row *ret, struct err *e)
{
	struct case_people_rows people;
	TRY(case_people(tx, case_file, &people, e));
	for (size_t i = 0; i < people.n; i++) {
		if (people.items[i].id != id)
			continue;
		*ret = people.items[i];
		return OK;
	}
	return FAIL_FIELD(e, NOT_FOUND, "person", "this person is not in the file");
}

#define NUMBER_MAX 30 /* bytes: 18 digits as people space them */

/* Digits without what stands between them; what is no number stays as it was written. It is never refused: the page
 * shows beside it what is odd. NULL: none. */
static const char *number_kept(struct arena *a, const struct desk *d, const char *nip)
{
	struct identity id;
	if (text_blank(nip))
		return NULL;
	identity_read(desk_law(d), nip, day_of_instant(d->now, d->office->zone), &id);
	return id.kind == IDENTITY_NONE ? text_clean(a, nip, strlen(nip)) : arena_strdup(a, id.digits);
}

static enum status person_check(const struct handle_file *f, const struct docket_person *as, struct err *e)
{
	if (text_blank(as->class) || class_of(as->class) == CLASS_UNKNOWN)
		return FAIL_FIELD(e, INVALID, "class", "choose the class of the person on the day of the event");
	if (as->nip && strlen(as->nip) > NUMBER_MAX)
		return FAIL_FIELD(e, INVALID, "nip", "a number has at most %d signs", NUMBER_MAX);
	if (as->act_code && *as->act_code && !law_act(f->law, as->act_code))
		return FAIL_FIELD(e, INVALID, "act", "the law of this file has no act '%s'", as->act_code);
	return OK;
}

static enum status person_update(struct tx *tx, const struct desk *d, int64_t case_file, const struct case_people_row *before, const struct handle_person *as,
				 const struct docket_person *to, struct err *e)
{
	TRY(docket_person_set(tx, d, as->id, to, as->version, e));
	TRY(docket_person_heard(tx, d, as->id, &as->heard, as->version + 1, e));
	return account_disputed(tx, d, case_file, before, as->heard.account_owned, e);
}

static const char *or_dash(const char *s)
{
	return text_blank(s) ? "-" : s;
}

/* What was decided stands. But a receiver that sends the package back because the number is wrong must get a right one: while
 * the hand-over stands there, who the person is may be put right, and nothing else of the record. */
static enum status person_correct(struct tx *tx, const struct desk *d, const struct case_people_row *before, const struct handle_person *as,
				  int64_t case_file, struct err *e)
{
	bool found;
	struct forward_of_person_row sent;
	TRY(forward_of_person(tx, before->id, &found, &sent, e));
	if (!found || strcmp(sent.state, "RETURNED"))
		return FAIL(e, INVALID, "the plenary has decided about this person; the record no longer changes");
	struct docket_person to = {.role = before->role, .employee = before->employee, .name = before->name, .nip = number_kept(tx->arena, d, as->as.nip),
				   .class = as->as.class, .class_source = before->class_source, .agency = as->as.agency, .position = as->as.position,
				   .address = before->address, .act_code = before->act_code};
	TRY(docket_person_set(tx, d, before->id, &to, as->version, e));
	const char *words = arena_printf(tx->arena, "Data diri orang ke-%lld diperbaiki sesudah penerusan dikembalikan: nomor %s menjadi %s; golongan %s menjadi %s; instansi %s menjadi %s.",
					 (long long)before->number, or_dash(before->nip), or_dash(to.nip), before->class, to.class,
					 or_dash(before->agency), or_dash(to.agency));
	return docket_note(tx, d, case_file, "note", words, before->id, e);
}

enum status handle_person_save(const struct desk *d, int64_t case_file, const struct handle_person *as, int64_t *ret,
			       struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(person_check(&f, &as->as, e));
	struct case_people_row before;
	if (as->id)
		TRY(person_of(&tx, case_file, as->id, &before, e));
	if (as->id && before.outcome) {
		TRY(person_correct(&tx, d, &before, as, case_file, e));
		*ret = as->id;
		return tx_commit(&tx, e);
	}
	*ret = as->id;
	struct docket_person to = as->as;
	to.nip = number_kept(tx.arena, d, as->as.nip);
	TRY(as->id ? person_update(&tx, d, case_file, &before, as, &to, e) : docket_person_add(&tx, d, case_file, &to, ret, e));
	TRY(handle_title_clear(&tx, d, case_file, e));
	return tx_commit(&tx, e);
}

enum status handle_person_proof(const struct desk *d, int64_t case_file, int64_t person, const struct docket_proof *as,
				struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	struct case_people_row row;
	TRY(step_begin(d, case_file, &tx, &f, e));
	TRY(person_of(&tx, case_file, person, &row, e));
	TRY(docket_proof_add(&tx, d, person, as, e));
	return tx_commit(&tx, e);
}

/* "dr. Ratna Wulandasih, S.Sos": as it stands on papers. */
static const char *full_name(struct arena *a, const struct handle_employee_row *row)
{
	const char *front = row->front_title, *back = row->back_title;
	return arena_printf(a, "%s%s%s%s%s", front ? front : "", front && *front ? " " : "", row->name,
			    back && *back ? ", " : "", back ? back : "");
}

/* "%words%": what the database would read as any letters becomes one that no name has; so no ESCAPE is needed. */
static const char *name_pattern(struct arena *a, const char *search)
{
	struct str words = str_trim(str_of(search));
	char *pattern = arena_printf(a, "%%%.*s%%", (int)words.n, words.s);
	for (char *c = pattern + 1; c[1]; c++)
		*c = strchr("%_\\", *c) ? '\1' : (char)tolower((unsigned char)*c);
	return pattern;
}

enum status handle_find(struct tx *tx, const struct desk *d, const char *search, struct handle_registry_rows *ret, struct err *e)
{
	const char *pattern = name_pattern(tx->arena, search);
	return handle_registry(tx, d->office->id, pattern, pattern + 1, ret, e);
}

enum status handle_person_from_registry(const struct desk *d, int64_t case_file, int64_t employee, const char *role,
					int64_t *ret, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_file f;
	TRY(step_begin(d, case_file, &tx, &f, e));
	struct handle_employee_row row;
	TRY(handle_employee(&tx, d->office->id, employee, &row, e));
	struct docket_person as = {.role = role, .employee = employee, .name = full_name(tx.arena, &row), .nip = row.nip,
				   .class = row.class, .class_source = "registry", .agency = row.agency,
				   .position = row.position};
	TRY(docket_person_add(&tx, d, case_file, &as, ret, e));
	TRY(docket_proof_registry(&tx, d, *ret, e));
	TRY(handle_title_clear(&tx, d, case_file, e));
	return tx_commit(&tx, e);
}

static bool in_force(const struct law_row *row, struct day day)
{
	if (day_is_none(day))
		return true;
	return (day_is_none(row->from) || row->from.n <= day.n) && (day_is_none(row->to) || day.n <= row->to.n);
}

static bool fits(const struct law_act *act, enum subject_class c, struct day event, enum phase phase)
{
	bool class_fits = !act->classes.n || c == CLASS_UNKNOWN;
	for (size_t i = 0; i < act->classes.n; i++)
		class_fits |= act->classes.items[i] == c;
	bool phase_fits = phase == PHASE_ANY || act->phase == PHASE_ANY || act->phase == phase;
	return class_fits && phase_fits && in_force(&act->row, event);
}

size_t handle_acts(const struct law *law, enum subject_class c, struct day event, struct day determined,
		   const struct law_act *ret[], size_t max)
{
	enum phase phase = law_phase(event, determined);
	size_t n = 0;
	for (size_t i = 0; i < law->acts.n && n < max; i++)
		if (fits(&law->acts.items[i], c, event, phase))
			ret[n++] = &law->acts.items[i];
	return n;
}

const struct law_act *handle_act_hint(const struct law *law, const char *code, enum subject_class c, struct day event,
				      struct day determined)
{
	const struct law_act *chosen = code ? law_act(law, code) : NULL;
	if (!chosen || !chosen->conduct || !*chosen->conduct)
		return NULL;
	const struct law_act *picked = law_act_pick(law, chosen->conduct, c, event, determined);
	return picked && strcmp(picked->code, chosen->code) ? picked : NULL;
}
