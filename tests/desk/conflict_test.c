/* conflict_test.c -- conflict of interest: what is shut to whom, who may lift it, and what becomes of a file that nobody may decide.
 *
 * The office has three members (a chair and two) and asks for a quorum of two, as the setting says where nobody changed it.
 * Perbawaslu 7/2022 Pasal 20(3): a higher level takes over where the lower one has a conflict.
 */
#include "casework.h"
#include "desk/access/conflict.h"
#include "desk/docket/feed.h"
#include "desk/docket/list.h"
#include "desk/figures/figures.h"
#include "desk/handle/inside.h"
#include "desk/review/review.h"
#include "paper/paper.h"

SUPPORT_SQL(sql_change, "UPDATE conflict SET kind = 'none' WHERE id = $1", 1, 0, true, VALUE_INT);
SUPPORT_SQL(sql_employee, "INSERT INTO employee (id, office, nip, name, class, class_derived, agency, unit, status, changed_at) "
			  "VALUES ($1, $2, $3, $4, 'PNS', 0, (SELECT id FROM agency WHERE name = $5), $6, 'aktif', 0)",
	    6, 0, true, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT);

SUPPORT_SQL(sql_task, "SELECT id FROM case_task WHERE case_file = $1", 1, 1, false, VALUE_INT);

#define WHY "Ipar dari salah satu terlapor, menurut dirinya sendiri."

/* The same office, as somebody else asks. */
static struct desk as_user(struct casework *c, int64_t user, enum role role)
{
	struct desk d = c->d;
	d.user = user;
	d.role = role;
	d.user_name = "Anggota";
	return d;
}

static enum status state(struct desk d, int64_t file, int64_t user, const char *kind, const char *reason, int64_t *ret, struct err *e)
{
	struct conflict_new as = {.case_file = file, .user = user, .kind = kind, .reason = reason};
	return handle_conflict_state(&d, &as, ret, e);
}

static enum status opens(struct desk d, int64_t file)
{
	struct handle_file f;
	struct err e = {0};
	return handle_look(&d, file, &f, &e);
}

static int64_t holder_of_task(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct tasks_of_rows rows;
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(tasks_of(&tx, c->file, 5, &rows, e));
	assert_int_equal(rows.n, 1);
	return rows.items[0].app_user;
}

static void what_is_stated_shuts_the_file_and_lets_go_of_it(void **context)
{
	(void)context;
	struct casework c;
	int64_t id;
	casework_start(&c);
	struct desk member = as_user(&c, c.members[1], ROLE_MEMBER);
	struct docket_facts facts = {.title = "Judul", .event_on = DAY_NONE, .known_on = DAY_NONE};
	assert_ok(handle_facts_save(&c.d, c.file, &facts, c.members[1], 1, e));
	assert_int_equal(opens(member, c.file), OK);
	assert_ok(handle_task_add(&c.d, c.file, "Hubungi saksi", c.members[1], DAY_NONE, e));
	assert_ok(state(member, c.file, c.members[1], "kin", WHY, &id, e));
	assert_int_equal(opens(member, c.file), FORBIDDEN);
	assert_int_equal(holder_of_task(&c), 0);
	assert_int_equal(opens(as_user(&c, c.members[2], ROLE_MEMBER), c.file), OK);

	struct handle_file f;
	assert_ok(handle_look(&c.d, c.file, &f, e));
	assert_int_equal(f.row.owner, 0);
	struct err e = {0}; /* nobody can hand it back to the member either */
	assert_int_equal(handle_facts_save(&c.d, c.file, &facts, c.members[1], f.row.version, &e), INVALID);
	assert_string_equal(e.field, "owner");
	assert_int_equal(handle_task_add(&c.d, c.file, "Hubungi saksi", c.members[1], DAY_NONE, &e), INVALID);
	assert_int_equal(handle_note(&member, c.file, "Catatan", &e), FORBIDDEN);
	casework_end(&c);
}

/* The second of two officers who press the same button hears of the first. */
static void a_task_is_done_once_and_opened_once(void **context)
{
	(void)context;
	struct casework c;
	struct err e = {0};
	casework_start(&c);
	struct desk two = as_user(&c, c.members[1], ROLE_MEMBER), three = as_user(&c, c.members[2], ROLE_MEMBER);
	assert_ok(handle_task_add(&c.d, c.file, "Hubungi saksi", 0, DAY_NONE, e));
	const struct value args[] = {value_id(c.file)};
	int64_t task = value_as_int(ask(&c, &sql_task, args).items);
	assert_ok(handle_task_done(&two, c.file, task, true, e));
	assert_int_equal(handle_task_done(&three, c.file, task, true, &e), CONFLICT);
	assert_string_equal(e.why, "Tugas ini sudah selesai.");
	assert_int_equal(handle_task_take(&three, c.file, task, &e), CONFLICT);
	assert_ok(handle_task_done(&three, c.file, task, false, e));
	assert_int_equal(handle_task_done(&two, c.file, task, false, &e), CONFLICT);
	casework_end(&c);
}

static size_t listed(struct desk d, int64_t *ret_counted)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct docket_list rows;
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(docket_list(&tx, &d, &(struct docket_list_ask){.max = 50}, &rows, e));
	assert_ok(docket_list_count(&tx, &d, "", 0, ret_counted, e));
	return rows.n;
}

static int64_t another_file(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct docket_new as = {.kind = "finding", .procedure = PILKADA, .title = "Berkas lain", .summary = "",
				.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 1)};
	int64_t id;
	assert_ok(desk_begin(&c->d, WRITE, &tx, e));
	assert_ok(docket_open(&tx, &c->d, &as, "observation", &id, e));
	assert_ok(tx_commit(&tx, e));
	return id;
}

static void join(struct casework *c, int64_t file, int64_t into)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_get_row row;
	assert_ok(desk_begin(&c->d, WRITE, &tx, e));
	assert_ok(case_get(&tx, file, &row, e));
	assert_ok(docket_join(&tx, &c->d, file, into, row.version, e));
	assert_ok(tx_commit(&tx, e));
}

static void lists_and_counts_leave_it_out_and_so_does_the_today_page(void **context)
{
	(void)context;
	struct casework c;
	int64_t id, n;
	casework_start(&c);
	another_file(&c);
	struct desk member = as_user(&c, c.members[1], ROLE_MEMBER), chair = as_user(&c, c.members[0], ROLE_CHAIR);
	assert_int_equal(listed(member, &n), 2);
	assert_ok(state(chair, c.file, c.members[1], "unit", WHY, &id, e));
	assert_int_equal(listed(member, &n), 1);
	assert_int_equal(n, 1);
	assert_int_equal(listed(chair, &n), 2);
	assert_int_equal(n, 2);

	scoped(tx_rollback) struct tx tx = {0};
	struct docket_today mine, theirs;
	assert_ok(desk_begin(&member, READ, &tx, e));
	assert_ok(docket_today(&tx, &member, &mine, e));
	assert_ok(tx_commit(&tx, e));
	assert_ok(desk_begin(&chair, READ, &tx, e));
	assert_ok(docket_today(&tx, &chair, &theirs, e));
	assert_int_equal(mine.unowned.n + 1, theirs.unowned.n);
	assert_int_equal(mine.incoming.n + 1, theirs.incoming.n);
	for (size_t i = 0; i < mine.later.n; i++)
		assert_int_not_equal(mine.later.items[i].case_file, c.file);
	tx_rollback(&tx);
	casework_end(&c);
}

static void files_of_the_same_event_are_shut_with_it(void **context)
{
	(void)context;
	struct casework c;
	int64_t id;
	casework_start(&c);
	int64_t child = another_file(&c), sibling = another_file(&c), apart = another_file(&c);
	join(&c, child, c.file);
	join(&c, sibling, c.file);
	struct desk member = as_user(&c, c.members[1], ROLE_MEMBER);
	assert_ok(state(c.d, child, c.members[1], "kin", WHY, &id, e));
	assert_int_equal(opens(member, child), FORBIDDEN);
	assert_int_equal(opens(member, c.file), FORBIDDEN);
	assert_int_equal(opens(member, sibling), FORBIDDEN);
	assert_int_equal(opens(member, apart), OK);
	join(&c, child, 0);
	assert_int_equal(opens(member, child), FORBIDDEN);
	assert_int_equal(opens(member, c.file), OK); /* another event after all */
	/* A file that the member holds is let go when it is joined to one that is shut to them. */
	struct docket_facts facts = {.title = "Judul", .event_on = DAY_NONE, .known_on = DAY_NONE};
	struct handle_file f;
	assert_ok(handle_look(&c.d, c.file, &f, e));
	assert_ok(handle_facts_save(&c.d, c.file, &facts, c.members[1], f.row.version, e));
	join(&c, c.file, child); /* and the other way round */
	assert_int_equal(opens(member, sibling), FORBIDDEN);
	assert_ok(handle_look(&c.d, c.file, &f, e));
	assert_int_equal(f.row.owner, 0);
	/* The member cannot join the file that is shut to another one to see it there. */
	struct err e = {0};
	scoped(tx_rollback) struct tx tx = {0};
	assert_int_equal(desk_begin(&member, WRITE, &tx, &e), OK);
	assert_int_equal(docket_join(&tx, &member, apart, child, 1, &e), FORBIDDEN);
	tx_rollback(&tx);
	casework_end(&c);
}

static void whose_own_number_is_in_the_file_needs_no_statement(void **context)
{
	(void)context;
	struct casework c;
	casework_start(&c);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, WRITE, &tx, e));
	int64_t dimas = user_add(&c, &tx, "Dimas Harjasutra", "admin", nine[3].nip);
	assert_ok(tx_commit(&tx, e));
	struct desk d = as_user(&c, dimas, ROLE_ADMIN);
	int64_t n;
	assert_int_equal(listed(d, &n), 1);
	people_add(&c);
	assert_int_equal(listed(d, &n), 0);
	assert_int_equal(n, 0);
	assert_int_equal(opens(d, c.file), FORBIDDEN);
	tx_rollback(&tx);
	casework_end(&c);
}

/* The list of dates that a decree moved belongs to no file; it is shut with each file that it names, by number or by title. */
static void a_paper_that_names_a_shut_file_is_shut_with_it(void **context)
{
	(void)context;
	struct casework c;
	struct letter_made named, other;
	int64_t id, file, theirs;
	struct case_get_row row;
	casework_start(&c);
	finding(&c);
	struct desk member = as_user(&c, c.members[1], ROLE_MEMBER);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, WRITE, &tx, e));
	assert_ok(case_get(&tx, c.file, &row, e));
	const char *table = arena_printf(&c.s.arena, "| Berkas | Semula |\n|---|---|\n| %s | 4 November |\n", paper_escape(&c.s.arena, row.register_number));
	struct letter_field moves = {"decree_moves", table, true};
	struct letter_new as = {.form = "calendar_change", .fields = &moves, .n_fields = 1, .subject = "Tenggat yang berubah", .recipient = ""};
	assert_ok(docket_letter(&tx, &c.d, &as, &named, e));
	moves.value = "| Berkas | Semula |\n|---|---|\n| 999/REG | 4 November |\n";
	assert_ok(docket_letter(&tx, &c.d, &as, &other, e));
	assert_ok(tx_commit(&tx, e));
	assert_ok(state(c.d, c.file, c.members[1], "kin", WHY, &id, e));
	assert_ok(desk_begin(&member, READ, &tx, e));
	assert_ok(conflict_file_of(&tx, THING_LETTER, named.id, &file, e));
	assert_int_equal(file, c.file);
	assert_ok(conflict_file_of(&tx, THING_LETTER, other.id, &file, e));
	assert_int_equal(file, 0);
	assert_ok(tx_commit(&tx, e));
	struct desk three = as_user(&c, c.members[2], ROLE_MEMBER);
	assert_ok(desk_begin(&three, READ, &tx, e));
	assert_ok(conflict_file_of(&tx, THING_LETTER, named.id, &theirs, e));
	assert_int_equal(theirs, 0); /* others read it */
	tx_rollback(&tx);
	casework_end(&c);
}

static int64_t handed_over(struct desk d, bool published)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct figures f = {0};
	int64_t n = 0;
	assert_ok(desk_begin(&d, READ, &tx, e));
	if (published)
		assert_ok(figures_read(&tx, &d, &f, e));
	else
		assert_ok(figures_ages_read(&tx, &d, &f.ages, e));
	for (size_t i = 0; i < f.ages.n; i++)
		n += f.ages.items[i].n;
	return n;
}

/* What the office publishes is one, whoever of it looks; the list inside leaves out what is shut. */
static void published_figures_do_not_depend_on_who_reads_them(void **context)
{
	(void)context;
	struct casework c;
	struct forward_made made;
	int64_t id;
	casework_start(&c);
	to_decision(&c, all_proven);
	assert_ok(forward_send(as_chair(&c), c.file, &ON_PAPER, &made, e));
	assert_ok(state(c.d, c.file, c.members[1], "kin", WHY, &id, e));
	struct desk member = as_user(&c, c.members[1], ROLE_MEMBER);
	assert_int_equal(handed_over(c.d, true), made.packages);
	assert_int_equal(handed_over(member, true), made.packages);
	assert_int_equal(handed_over(member, false), 0);
	casework_end(&c);
}

static void another_member_lifts_it_with_a_reason_and_nobody_else(void **context)
{
	(void)context;
	struct casework c;
	int64_t id, other = 0;
	struct err e = {0};
	casework_start(&c);
	struct desk chair = as_user(&c, c.members[0], ROLE_CHAIR), two = as_user(&c, c.members[1], ROLE_MEMBER),
		    three = as_user(&c, c.members[2], ROLE_MEMBER);
	assert_ok(state(chair, c.file, c.members[1], "kin", WHY, &id, e));
	assert_int_equal(handle_conflict_lift(&two, c.file, id, "Sudah tidak ada hubungan.", &e), FORBIDDEN);   /* shut to them */
	assert_int_equal(handle_conflict_lift(&c.d, c.file, id, "Sudah tidak ada hubungan.", &e), FORBIDDEN);   /* no vote */
	assert_int_equal(handle_conflict_lift(&chair, c.file, id, "Sudah tidak ada hubungan.", &e), INVALID);   /* stated it */
	assert_non_null(strstr(e.why, "bukan yang menyatakan"));
	assert_int_equal(handle_conflict_lift(&three, c.file, id, "ya", &e), INVALID);
	assert_string_equal(e.field, "reason");
	assert_int_equal(handle_conflict_lift(&three, c.file, id + 1, "Sudah tidak ada hubungan.", &e), NOT_FOUND);
	assert_int_equal(handle_conflict_lift(&three, another_file(&c), id, "Sudah tidak ada hubungan.", &e), NOT_FOUND);
	assert_int_equal(opens(two, c.file), FORBIDDEN);
	assert_ok(handle_conflict_lift(&three, c.file, id, "Ternyata orang lain yang senama.", e));
	assert_int_equal(opens(two, c.file), OK);
	assert_int_equal(handle_conflict_lift(&three, c.file, id, "Ternyata orang lain yang senama.", &e), CONFLICT);
	assert_ok(state(chair, c.file, c.members[1], "kin", WHY, &other, e)); /* and it can be stated again */
	assert_int_equal(opens(two, c.file), FORBIDDEN);
	casework_end(&c);
}

static void what_was_stated_and_lifted_is_sealed_and_never_changes(void **context)
{
	(void)context;
	struct casework c;
	int64_t id;
	struct err e = {0};
	casework_start(&c);
	struct desk three = as_user(&c, c.members[2], ROLE_MEMBER);
	assert_ok(state(c.d, c.file, c.members[1], "kin", WHY, &id, e));
	assert_ok(handle_conflict_lift(&three, c.file, id, "Ternyata orang lain yang senama.", e));
	assert_true(store_table("conflict")->append_only && store_table("conflict")->sealed);
	assert_true(store_table("conflict_lift")->append_only && store_table("conflict_lift")->sealed);
	scoped(tx_rollback) struct tx tx = {0};
	assert_int_equal(desk_begin(&c.d, WRITE, &tx, &e), OK);
	const struct value args[] = {value_id(id)};
	assert_int_equal(tx_run(&tx, &sql_change, args, NULL, &e), CONFLICT);
	tx_rollback(&tx);
	casework_end(&c);
}

static void bad_statements_are_refused_with_the_field(void **context)
{
	(void)context;
	struct casework c;
	int64_t id;
	struct err e = {0};
	casework_start(&c);
	people_add(&c);
	int64_t before = everything(&c);
	struct conflict_new foreign = {.case_file = c.file, .user = c.members[1], .kind = "kin", .reason = WHY, .person = c.people[0] + 1};
	struct {
		int64_t user;
		const char *kind, *reason, *field;
	} bad[] = {{0, "kin", WHY, "user"}, {12345, "kin", WHY, "user"}, {c.members[1], "cousin", WHY, "kind"}, {c.members[1], NULL, WHY, "kind"},
		   {c.members[1], "kin", NULL, "reason"}, {c.members[1], "kin", "   ", "reason"}, {c.members[1], "kin", "saudara", "reason"}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		assert_int_equal(state(c.d, c.file, bad[i].user, bad[i].kind, bad[i].reason, &id, &e), INVALID);
		assert_string_equal(e.field, bad[i].field);
	}
	assert_int_equal(handle_conflict_state(&c.d, &foreign, &id, &e), INVALID);
	assert_string_equal(e.field, "person");
	assert_int_equal(everything(&c), before);
	assert_ok(state(c.d, c.file, c.members[1], "other", WHY, &id, e));
	assert_int_equal(state(c.d, c.file, c.members[1], "kin", WHY, &id, &e), CONFLICT);
	assert_string_equal(e.field, "user");
	casework_end(&c);
}

static void employee_put(struct casework *c, const char *nip, const char *name, const char *agency, const char *unit)
{
	scoped(tx_rollback) struct tx tx = {0};
	const struct value args[] = {value_id(id_new(c->d.now)), value_id(c->office->id), value_text(nip), value_text(name),
				     value_text(agency), value_text(unit)};
	assert_ok(desk_begin(&c->d, WRITE, &tx, e));
	assert_ok(tx_run(&tx, &sql_employee, args, NULL, e));
	assert_ok(tx_commit(&tx, e));
}

static struct conflict_hints_rows hints(struct casework *c)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct conflict_hints_rows rows;
	assert_ok(desk_begin(&c->d, READ, &tx, e));
	assert_ok(conflict_hints(&tx, c->file, &rows, e));
	return rows;
}

/* A member of the secretariat comes from the transport agency, where persons 4 and 5 (and the driver, who has no number) work;
 * another one only bears the last name of person 1. */
static void the_same_agency_is_a_hint_and_the_same_last_name_is_none(void **context)
{
	(void)context;
	struct casework c;
	int64_t id;
	casework_start(&c);
	people_add(&c);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, WRITE, &tx, e));
	int64_t seconded = user_add(&c, &tx, "Bimo Harjasutra", "handler", "198001012005011001");
	user_add(&c, &tx, "Sari Wulandasih", "handler", "198101012005012001");
	assert_ok(tx_commit(&tx, e));
	assert_int_equal(hints(&c).n, 0);
	employee_put(&c, "198001012005011001", "Bimo Harjasutra", "Dinas Perhubungan", "Seksi Ketertiban");
	struct conflict_hints_rows found = hints(&c);
	assert_int_equal(found.n, 3);
	for (size_t i = 0; i < found.n; i++) {
		assert_int_equal(found.items[i].user, seconded);
		assert_string_equal(found.items[i].agency, "Dinas Perhubungan");
		assert_int_equal(found.items[i].same_surname, found.items[i].number == 4); /* told beside it, never alone */
	}
	assert_int_equal(opens(as_user(&c, seconded, ROLE_HANDLER), c.file), OK); /* a hint shuts nothing */
	assert_ok(state(c.d, c.file, seconded, "none", "Pindah dari dinas itu sejak 2019.", &id, e));
	assert_int_equal(hints(&c).n, 0);
	assert_int_equal(opens(as_user(&c, seconded, ROLE_HANDLER), c.file), OK);
	tx_rollback(&tx);
	casework_end(&c);
}

/* ---- the plenary ---- */

static enum status vote(struct casework *c, const struct handle_vote *votes, size_t n, struct err *e)
{
	struct handle_decision decisions[PEOPLE];
	struct handle_plenary_made made;
	for (size_t i = 0; i < PEOPLE; i++)
		decisions[i] = (struct handle_decision){c->people[i], act_for(c, nine[i].class), "proven", "Sesuai kajian."};
	struct handle_plenary_new as = {.case_file = c->file, .agenda = "Putusan", .place = "Ruang rapat", .event = "decide_other_law",
					.held_at = c->d.now, .votes = votes, .n_votes = n, .decisions = decisions, .n_decisions = PEOPLE};
	return handle_plenary_hold(&c->d, &as, &made, e);
}

/* "Ketua berbenturan": the letters bear a member's name, and a member sends them; not one day longer, and nobody else. */
static void while_a_file_is_shut_to_the_chair_a_member_tells_the_reporter_and_hands_over(void **context)
{
	(void)context;
	struct casework c;
	struct forward_made made;
	struct letter_made letter;
	struct err e = {0};
	int64_t id, other;
	casework_start(&c);
	to_decision(&c, all_proven);
	struct desk chair = as_user(&c, c.members[0], ROLE_CHAIR), two = as_user(&c, c.members[1], ROLE_MEMBER),
		    three = as_user(&c, c.members[2], ROLE_MEMBER);
	struct hash before = store_hash(&c);
	assert_int_equal(forward_send(&two, c.file, &ON_PAPER, &made, &e), FORBIDDEN); /* the chair can, so the member does not */
	assert_non_null(strstr(e.why, "Ini dilakukan ketua"));
	assert_int_equal(handle_status_notice(&two, c.file, "Sudah diputus.", &letter, &e), FORBIDDEN);
	two.lang = EN;
	assert_int_equal(handle_status_notice(&two, c.file, "Decided.", &letter, &e), FORBIDDEN);
	assert_non_null(strstr(e.why, "stands in only while the file is closed to the chair"));
	assert_int_equal(handle_status_notice(&c.d, c.file, "Sudah diputus.", &letter, &e), FORBIDDEN); /* a handler */
	struct hash after = store_hash(&c);
	assert_memory_equal(&before, &after, sizeof before);

	assert_ok(state(two, c.file, c.members[0], "kin", WHY, &id, e));
	assert_ok(state(two, c.file, c.members[2], "kin", WHY, &other, e));
	before = store_hash(&c);
	assert_int_equal(forward_send(&chair, c.file, &ON_PAPER, &made, &e), FORBIDDEN); /* shut */
	assert_int_equal(forward_send(&three, c.file, &ON_PAPER, &made, &e), FORBIDDEN); /* shut to this member too */
	assert_int_equal(forward_send(&c.d, c.file, &ON_PAPER, &made, &e), FORBIDDEN);	 /* a handler is no member */
	after = store_hash(&c);
	assert_memory_equal(&before, &after, sizeof before);
	assert_ok(handle_status_notice(&two, c.file, "Sudah diputus.", &letter, e));
	assert_ok(forward_send(&two, c.file, &ON_PAPER, &made, e));
	assert_int_equal(made.packages, PEOPLE);
	casework_end(&c);
}

static void a_second_chair_to_whom_a_file_is_open_leaves_nothing_to_the_members(void **context)
{
	(void)context;
	struct casework c;
	struct letter_made letter;
	struct err e = {0};
	int64_t id;
	casework_start(&c);
	finding(&c);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&c.d, WRITE, &tx, e));
	int64_t acting = user_add(&c, &tx, "Ketua Pengganti", "chair", NULL);
	assert_ok(tx_commit(&tx, e));
	struct desk two = as_user(&c, c.members[1], ROLE_MEMBER), second = as_user(&c, acting, ROLE_CHAIR);
	assert_ok(state(c.d, c.file, c.members[0], "kin", WHY, &id, e));
	assert_int_equal(handle_status_notice(&two, c.file, "Sedang ditangani.", &letter, &e), FORBIDDEN);
	assert_ok(handle_status_notice(&second, c.file, "Sedang ditangani.", &letter, e));
	assert_ok(state(c.d, c.file, acting, "kin", WHY, &id, e));
	assert_ok(handle_status_notice(&two, c.file, "Sedang ditangani.", &letter, e));
	assert_ok(handle_conflict_lift(&two, c.file, id, "Ternyata orang lain yang senama.", e));
	assert_int_equal(handle_status_notice(&two, c.file, "Sedang ditangani.", &letter, &e), FORBIDDEN);
	casework_end(&c);
}

static void a_member_with_a_conflict_has_no_vote_and_signs_nothing(void **context)
{
	(void)context;
	struct casework c;
	int64_t id;
	struct err e = {0};
	casework_start(&c);
	to_plenary(&c, all_proven);
	assert_ok(state(c.d, c.file, c.members[0], "kin", WHY, &id, e)); /* the chair */
	const struct handle_vote all[] = {{c.members[1], "agree", ""}, {c.members[2], "agree", ""}, {c.members[0], "agree", ""}};
	assert_int_equal(vote(&c, all, 3, &e), INVALID);
	assert_non_null(strstr(e.why, "berbenturan kepentingan"));
	struct letter_made made;
	assert_int_equal(handle_quorum_lost(&c.d, c.file, NULL, &made, &e), INVALID); /* two of three may still decide */
	assert_non_null(strstr(e.why, "masih dapat dicapai"));
	assert_ok(vote(&c, all, 2, e));
	scoped(tx_rollback) struct tx tx = {0};
	struct docket_chair_row signer;
	bool found;
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(docket_chair(&tx, c.office->id, c.file, &found, &signer, e));
	assert_true(found);
	assert_string_equal(signer.name, "Anggota Dua"); /* for the chair, who has a conflict */
	assert_ok(docket_chair(&tx, c.office->id, 0, &found, &signer, e));
	assert_string_equal(signer.role, "chair");
	tx_rollback(&tx);
	casework_end(&c);
}

static void without_a_quorum_the_file_goes_to_the_province_with_a_letter(void **context)
{
	(void)context;
	struct casework c;
	int64_t id;
	struct err e = {0};
	casework_start(&c);
	to_plenary(&c, all_proven);
	assert_ok(state(c.d, c.file, c.members[0], "kin", WHY, &id, e));
	assert_ok(state(c.d, c.file, c.members[1], "unit", WHY, &id, e));
	const struct handle_vote one[] = {{c.members[2], "agree", ""}};
	assert_int_equal(vote(&c, one, 1, &e), INVALID);
	struct letter_made made;
	assert_ok(handle_quorum_lost(&c.d, c.file, NULL, &made, e));
	assert_string_equal(state_of(&c), "TAKEN_OVER");
	assert_non_null(made.number);
	assert_int_equal(made.missing, 0);
	const struct value args[] = {value_id(c.file), value_text("transfer")};
	struct rows rows = ask(&c, &sql_letters, args);
	assert_int_equal(rows.n_rows, 1);
	const char *text = value_as_text(&rows.items[1]);
	assert_string_equal(value_as_text(&rows.items[3]), "Bawaslu Provinsi");
	assert_non_null(strstr(text, "kuorum"));
	assert_null(strstr(text, "Ipar")); /* whose kin is nobody's business outside */
	assert_null(strstr(text, "Wahyuning"));
	assert_int_equal(handle_quorum_lost(&c.d, c.file, NULL, &made, &e), INVALID); /* once */

	/* The time of handling is not reset: the higher level goes on with the clock that runs. */
	scoped(tx_rollback) struct tx tx = {0};
	struct clock_runs_open_rows open;
	assert_ok(desk_begin(&c.d, READ, &tx, e));
	assert_ok(clock_runs_open(&tx, c.file, &open, e));
	assert_int_equal(open.n, 1);
	assert_string_equal(open.items[0].clock, "PK-HANDLE");
	tx_rollback(&tx);
	casework_end(&c);
}

static struct handle_stuck_list stuck_for(struct casework *c, int64_t user)
{
	struct desk d = as_user(c, user, ROLE_MEMBER);
	scoped(tx_rollback) struct tx tx = {0};
	struct handle_stuck_list list;
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(handle_quorums_lost(&tx, &d, &list, e));
	return list;
}

/* Two of three members out, quorum two: one too few. A single conflict takes nothing away, a lifted one gives it back. */
static void a_file_whose_quorum_is_lost_is_listed_until_it_goes_up(void **context)
{
	(void)context;
	struct casework c;
	struct letter_made letter;
	int64_t first, second;
	casework_start(&c);
	finding(&c);
	assert_int_equal(stuck_for(&c, c.members[0]).n, 0);
	assert_ok(state(c.d, c.file, c.members[1], "kin", WHY, &first, e));
	assert_int_equal(stuck_for(&c, c.members[0]).n, 0);
	assert_ok(state(c.d, c.file, c.members[2], "unit", WHY, &second, e));
	struct handle_stuck_list list = stuck_for(&c, c.members[0]);
	assert_int_equal(list.n, 1);
	assert_int_equal(list.items[0].row.id, c.file);
	assert_int_equal(list.items[0].may, 1);
	assert_int_equal(list.members, 3);
	assert_int_equal(list.needed, 2);
	assert_true(list.items[0].may_go_up);
	assert_false(list.items[0].shut);
	assert_true(stuck_for(&c, c.members[1]).items[0].shut); /* the caller names nothing of it */
	struct desk chair = as_user(&c, c.members[0], ROLE_CHAIR);
	assert_ok(handle_conflict_lift(&chair, c.file, second, "Keliru orang, sudah diperiksa.", e));
	assert_int_equal(stuck_for(&c, c.members[0]).n, 0);
	assert_ok(state(c.d, c.file, c.members[2], "unit", WHY, &second, e));
	assert_int_equal(stuck_for(&c, c.members[0]).n, 1);
	assert_ok(handle_quorum_lost(&c.d, c.file, "", &letter, e));
	assert_int_equal(stuck_for(&c, c.members[0]).n, 0); /* with the office above: nothing is left to do here */
	casework_end(&c);
}

static void a_calendar_on_a_phone_shows_what_its_maker_may_see(void **context)
{
	(void)context;
	struct casework c;
	int64_t id;
	const char *secret;
	struct err e = {0};
	casework_start(&c);
	struct desk member = as_user(&c, c.members[1], ROLE_MEMBER), nobody = as_user(&c, 0, ROLE_NONE);
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&member, WRITE, &tx, e));
		assert_ok(feed_make(&tx, &member, "office", "ponsel", &secret, e));
		assert_ok(tx_commit(&tx, e));
	}
	for (int shut = 0; shut < 2; shut++) {
		scoped(tx_rollback) struct tx tx = {0};
		scoped(buf_free) struct buf out = {0};
		struct feed feed;
		assert_int_equal(desk_begin(&nobody, READ, &tx, &e), OK);
		assert_int_equal(feed_open(&tx, &nobody, secret, &feed, &e), OK);
		assert_int_equal(feed_text(&tx, &nobody, &feed, "http://x", &out, &e), OK);
		assert_int_equal(strstr(out.s, "BEGIN:VEVENT") != NULL, !shut);
		assert_int_equal(tx_commit(&tx, &e), OK);
		if (!shut)
			assert_ok(state(c.d, c.file, c.members[1], "kin", WHY, &id, e));
	}
	casework_end(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_stated_shuts_the_file_and_lets_go_of_it),
		cmocka_unit_test(lists_and_counts_leave_it_out_and_so_does_the_today_page),
		cmocka_unit_test(files_of_the_same_event_are_shut_with_it),
		cmocka_unit_test(whose_own_number_is_in_the_file_needs_no_statement),
		cmocka_unit_test(a_paper_that_names_a_shut_file_is_shut_with_it),
		cmocka_unit_test(published_figures_do_not_depend_on_who_reads_them),
		cmocka_unit_test(another_member_lifts_it_with_a_reason_and_nobody_else),
		cmocka_unit_test(what_was_stated_and_lifted_is_sealed_and_never_changes),
		cmocka_unit_test(bad_statements_are_refused_with_the_field),
		cmocka_unit_test(the_same_agency_is_a_hint_and_the_same_last_name_is_none),
		cmocka_unit_test(a_task_is_done_once_and_opened_once),
		cmocka_unit_test(while_a_file_is_shut_to_the_chair_a_member_tells_the_reporter_and_hands_over),
		cmocka_unit_test(a_second_chair_to_whom_a_file_is_open_leaves_nothing_to_the_members),
		cmocka_unit_test(a_member_with_a_conflict_has_no_vote_and_signs_nothing),
		cmocka_unit_test(without_a_quorum_the_file_goes_to_the_province_with_a_letter),
		cmocka_unit_test(a_file_whose_quorum_is_lost_is_listed_until_it_goes_up),
		cmocka_unit_test(a_calendar_on_a_phone_shows_what_its_maker_may_see),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
