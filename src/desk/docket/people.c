/* people.c -- what may be edited in a file: its facts, its owner, its people. Each row bears a version; an
 * edit made on a page that has gone stale changes nothing and says CONFLICT, so that nobody overwrites unseen
 * work. */
#include "desk/docket/docket_internal.h"
#include "desk/docket/list.h"

#include <string.h>

static enum status fresh(int64_t changed, struct err *e)
{
	return changed ? OK
		       : FAIL(e, CONFLICT,
			      "somebody else changed this meanwhile; look at it again, then save");
}

enum status docket_version_check(struct tx *tx, int64_t case_file, int64_t version, struct err *e)
{
	struct case_get_row row;
	TRY(case_get(tx, case_file, &row, e));
	return fresh(row.version == version, e);
}

enum status docket_owner_set(struct tx *tx, const struct desk *d, int64_t case_file, int64_t owner,
			     int64_t version, struct err *e)
{
	struct docket_file f;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	struct conflict_shut_row shut;
	TRY(conflict_shut(tx, case_file, owner, &shut, e));
	if (shut.n)
		return FAIL_FIELD(e, INVALID, "owner", "this member does not see the file (conflict of interest)");
	int64_t changed;
	TRY(case_owner_set(tx, case_file, owner, d->now, version, &changed, e));
	TRY(fresh(changed, e));
	return docket_line(tx, d, &f, "owner", "note",
			   owner ? "Pemegang berkas ditetapkan." : "Berkas dilepas.", owner, e);
}

enum status docket_let_go(struct tx *tx, const struct desk *d, int64_t case_file, struct err *e)
{
	struct cases_held_shut_rows held;
	struct desk program = *d; /* whoever states it about themselves is shut out already */
	program.user = 0;
	TRY(cases_held_shut(tx, case_file, &held, e));
	for (size_t i = 0; i < held.n; i++)
		TRY(docket_owner_set(tx, &program, held.items[i].id, 0, held.items[i].version, e));
	return OK;
}

enum status docket_facts_set(struct tx *tx, const struct desk *d, int64_t case_file,
			     const struct docket_facts *as, int64_t version, struct err *e)
{
	if (text_blank(as->title))
		return FAIL_FIELD(e, INVALID, "title", "the file needs a title");
	struct docket_file f;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	int64_t changed;
	TRY(case_facts_set(tx, case_file, as->title, as->summary ? as->summary : "", as->contest,
			   as->event_on, as->event_place, as->known_on, d->now, version, &changed, e));
	TRY(fresh(changed, e));
	TRY(docket_list_words(tx, d, case_file, as->title, false, e));
	return docket_line(tx, d, &f, "facts", "note", "Keterangan pokok berkas diubah.", 0, e);
}

static const char *number_of(const struct case_get_row *row)
{
	const char *number = row->register_number ? row->register_number : row->receipt_number;
	return number ? number : row->title;
}

enum status docket_join(struct tx *tx, const struct desk *d, int64_t case_file, int64_t into, int64_t version,
			struct err *e)
{
	struct docket_file f, other;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	if (into == case_file)
		return FAIL(e, INVALID, "a file cannot be carried on in itself");
	if (into)
		TRY(docket_file_get(tx, d, into, &other, e));
	if (into && other.row.joined_to)
		return FAIL(e, INVALID, "that file is itself carried on in another; join it there");
	int64_t changed;
	TRY(case_join_set(tx, case_file, into, d->now, version, &changed, e));
	TRY(fresh(changed, e));
	if (!into)
		return docket_line(tx, d, &f, "join", "note", "Berkas berdiri sendiri lagi.", 0, e);
	TRY(docket_line(tx, d, &other, "join", "note",
			arena_printf(tx->arena, "%s digabungkan ke berkas ini.", number_of(&f.row)),
			case_file, e));
	TRY(docket_line(tx, d, &f, "join", "note",
			arena_printf(tx->arena, "Dilanjutkan dalam %s.", number_of(&other.row)), into, e));
	return docket_let_go(tx, d, into, e);
}

static enum status person_check(const struct docket_person *as, struct err *e)
{
	static const char *const roles[] = {"terlapor", "saksi", "atasan", "ahli", "pelapor"};
	if (text_blank(as->name))
		return FAIL_FIELD(e, INVALID, "name", "the person needs a name");
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
		if (text_eq(as->role, roles[i]))
			return OK;
	return FAIL_FIELD(e, INVALID, "role", "'%s' is not a role in a file", as->role ? as->role : "");
}

static const char *or_else(const char *s, const char *otherwise)
{
	return s ? s : otherwise;
}

enum status docket_person_add(struct tx *tx, const struct desk *d, int64_t case_file,
			      const struct docket_person *as, int64_t *ret, struct err *e)
{
	TRY(person_check(as, e));
	struct docket_file f;
	TRY(docket_file_get(tx, d, case_file, &f, e));
	int64_t id = id_new(d->now);
	TRY(case_person_insert(tx, id, case_file, as->role, as->employee, as->name, as->nip,
			       or_else(as->class, ""), or_else(as->class_source, "officer"), as->agency,
			       as->position, as->address, as->act_code, e));
	TRY(docket_line(tx, d, &f, "person", "note",
			arena_printf(tx->arena, "%s dicatat sebagai %s.", as->name, as->role), id, e));
	*ret = id;
	return docket_let_go(tx, d, case_file, e); /* it may be the holder's own number */
}

/* The person's file, which must be one of this office. */
static enum status file_of_person(struct tx *tx, const struct desk *d, int64_t person,
				  struct docket_file *ret, struct case_person_get_row *ret_person,
				  struct err *e)
{
	TRY(case_person_get(tx, person, ret_person, e));
	return docket_file_get(tx, d, ret_person->case_file, ret, e);
}

enum status docket_person_set(struct tx *tx, const struct desk *d, int64_t person,
			      const struct docket_person *as, int64_t version, struct err *e)
{
	TRY(person_check(as, e));
	struct docket_file f;
	struct case_person_get_row was;
	TRY(file_of_person(tx, d, person, &f, &was, e));
	int64_t changed;
	TRY(case_person_set(tx, person, as->role, as->employee, as->name, as->nip, or_else(as->class, ""),
			    or_else(as->class_source, "officer"), as->agency, as->position, as->address,
			    as->act_code, version, &changed, e));
	TRY(fresh(changed, e));
	TRY(docket_line(tx, d, &f, "person", "note", arena_printf(tx->arena, "Data %s diubah.", as->name),
			person, e));
	return docket_let_go(tx, d, f.row.id, e);
}

enum status docket_person_heard(struct tx *tx, const struct desk *d, int64_t person,
				const struct docket_heard *as, int64_t version, struct err *e)
{
	struct docket_file f;
	struct case_person_get_row was;
	TRY(file_of_person(tx, d, person, &f, &was, e));
	int64_t changed;
	TRY(case_person_heard(tx, person, as->statement, or_else(as->account_owned, "none"), as->intent,
			      as->reach, as->removed_on, as->repeated, version, &changed, e));
	TRY(fresh(changed, e));
	return docket_line(tx, d, &f, "heard", "note",
			   arena_printf(tx->arena, "Keterangan %s dicatat.", was.name), person, e);
}

enum status docket_person_act(struct tx *tx, const struct desk *d, int64_t person, const char *act_code,
			      int64_t version, struct err *e)
{
	struct docket_file f;
	struct case_person_get_row was;
	TRY(file_of_person(tx, d, person, &f, &was, e));
	if (act_code && !law_act(f.law, act_code))
		return FAIL_FIELD(e, INVALID, "act_code", "the law of this file has no act '%s'", act_code);
	int64_t changed;
	TRY(case_person_act_set(tx, person, act_code, version, &changed, e));
	TRY(fresh(changed, e));
	return docket_line(tx, d, &f, "act", "note",
			   arena_printf(tx->arena, "Dugaan bagi %s: %s.", was.name,
					act_code ? act_code : "belum dipilih"),
			   person, e);
}

enum status docket_person_outcome(struct tx *tx, const struct desk *d, int64_t person, const char *outcome,
				  int64_t version, struct err *e)
{
	static const struct {
		const char *code, *words;
	} outcomes[] = {{"proven", "terbukti"},
			{"not_proven", "tidak terbukti"},
			{"not_violation", "bukan pelanggaran"}};
	const char *words = outcome ? NULL : "belum diputus";
	for (size_t i = 0; outcome && i < sizeof outcomes / sizeof *outcomes; i++)
		if (!strcmp(outcome, outcomes[i].code))
			words = outcomes[i].words;
	if (!words)
		return FAIL_FIELD(e, INVALID, "outcome", "'%s' is not an outcome", outcome);
	struct docket_file f;
	struct case_person_get_row was;
	TRY(file_of_person(tx, d, person, &f, &was, e));
	int64_t changed;
	TRY(case_person_outcome_set(tx, person, outcome, outcome ? d->now : INSTANT_NONE, version, &changed,
				    e));
	TRY(fresh(changed, e));
	return docket_line(tx, d, &f, "outcome", "note",
			   arena_printf(tx->arena, "Hasil bagi %s: %s.", was.name, words), person, e);
}
