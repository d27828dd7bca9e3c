/* review_test.c -- a cluster becomes a finding only by two signals and two people, and nothing is lost on the way.
 *
 * SUPPORT_NOW is Monday 4 November 2024, 09.00 WIB. The cluster of the photo is Kota Batu's, October 2024: civil servants
 * and a day labourer before one banner; "Wira" is met by nothing but a name.
 */
#include "support.h"

#include "desk/access/conflict.h"
#include "desk/review/review.h"

SUPPORT_SQL(user_put, "INSERT INTO app_user (id, office, login, name, position, role, password, totp_last, created_at)"
		      " VALUES ($1, $2, $3, $3, 'Staf', 'handler', '-', 0, 0)", 3, 0, true, VALUE_INT, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(contest_put, "INSERT INTO contest (id, office, code, title, kind, election, procedure, region, determined_on, voting_on)"
			 " VALUES ($1, $2, '99.71/walikota/2024', 'Pemilihan Wali Kota', 'PW', 'PILKADA-2024', 'pilkada', '99.71', 19988, 20054)",
	    2, 0, true, VALUE_INT, VALUE_INT);
SUPPORT_SQL(employee_put, "INSERT INTO employee (id, office, nip, name, class, class_derived, changed_at) VALUES ($1, $2, $3, $4, $5, 0, 0)",
	    5, 0, true, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT);
SUPPORT_SQL(cluster_put, "INSERT INTO cluster (id, office, title, first_at, last_at, posts, score) VALUES ($1, $2, $3, $4, $4, 1, $5)",
	    5, 0, true, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_INT, VALUE_INT);
SUPPORT_SQL(open_put, "INSERT INTO cluster_open (id, office) VALUES ($1, $2)", 2, 0, true, VALUE_INT, VALUE_INT);
SUPPORT_SQL(post_put, "INSERT INTO post (id, office, cluster, ref, platform, kind, at, handle, author, text, recorded_at)"
		      " VALUES ($1, $2, $3, $4, 'facebook', 'post', $5, $4, $4, 'Kompak selalu', $5)",
	    5, 0, true, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_INT);
SUPPORT_SQL(alert_put, "INSERT INTO alert (id, office, cluster, post, item, employee, name, class, how, strength, score, contest, pair,"
		       " object_how, act_code, stance, namesakes, sheet, reasons)"
		       " VALUES ($1, $2, $3, $4, 'post', $5, $6, $7, $8, $9, 900000, '99.71/walikota/2024', 2, $10, 'SKB-B7', $11, 1, '[]', '[]')",
	    11, 0, true, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT, VALUE_TEXT,
	    VALUE_TEXT, VALUE_TEXT);

enum { LARAS = 11, WIRA = 12, SEKAR = 13, PHOTO = 100, LIKE = 101 };

struct bench {
	struct support s;
	struct office *o;
	struct desk laras, wira; /* two officers */
};

static void put(struct bench *b, const struct statement *q, const struct value *args)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->laras, WRITE, &tx, e));
	assert_ok(tx_run(&tx, q, args, NULL, e));
	assert_ok(tx_commit(&tx, e));
}

static void put_user(struct bench *b, int64_t id, const char *name)
{
	put(b, &user_put, (struct value[]){value_int(id), value_int(b->o->id), value_text(name)});
}

static void put_employee(struct bench *b, int64_t id, const char *nip, const char *name, const char *class)
{
	put(b, &employee_put, (struct value[]){value_int(id), value_int(b->o->id), value_text(nip), value_text(name), value_text(class)});
}

static void put_cluster(struct bench *b, int64_t id, const char *title, int64_t score)
{
	struct instant friday = instant_at(day_of(2024, 11, 1), 21, 52, 0, WIB);
	put(b, &cluster_put, (struct value[]){value_int(id), value_int(b->o->id), value_text(title), value_instant(friday), value_int(score)});
	put(b, &open_put, (struct value[]){value_int(id), value_int(b->o->id)});
}

static void put_post(struct bench *b, int64_t id, int64_t cluster, const char *handle)
{
	struct instant friday = instant_at(day_of(2024, 11, 1), 21, 52, 0, WIB);
	put(b, &post_put, (struct value[]){value_int(id), value_int(b->o->id), value_int(cluster), value_text(handle), value_instant(friday)});
}

static void put_alert(struct bench *b, int64_t id, int64_t cluster, int64_t post, int64_t employee, const char *name, const char *class,
		      const char *how, const char *strength, const char *object_how, const char *stance)
{
	put(b, &alert_put, (struct value[]){value_int(id), value_int(b->o->id), value_int(cluster), value_int(post), value_id(employee),
					    value_text(name), value_text(class), value_text(how), value_text(strength),
					    value_text(object_how), value_text(stance)});
}

static int start(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	support_start(&b->s);
	b->o = support_office(&b->s);
	b->laras = support_desk(&b->s, b->o, ROLE_HANDLER, 0);
	put_user(b, LARAS, "laras");
	put_user(b, WIRA, "wira");
	b->wira = b->laras;
	b->laras.user = LARAS;
	b->wira.user = WIRA;
	put(b, &contest_put, (struct value[]){value_int(5), value_int(b->o->id)});
	put_employee(b, 21, "198703142010012004", "Laras Randuwening", "PNS");
	put_employee(b, 22, NULL, "Untung Kaliwulung", "THL");
	put_cluster(b, PHOTO, "Foto bersama, gedung serbaguna", 900000);
	put_post(b, 31, PHOTO, "akun.satu");
	put_post(b, 32, PHOTO, "akun.dua");
	put_alert(b, 41, PHOTO, 31, 21, "Laras Randuwening", "PNS", "account", "strong", "name", "support");
	put_alert(b, 42, PHOTO, 32, 22, "Untung Kaliwulung", "THL", "name", "fair", "name", "support");
	put_alert(b, 43, PHOTO, 32, 0, "Wira", "PNS", "name", "weak", "name", "support");
	put_cluster(b, LIKE, "Suka pada unggahan", 500000);
	put_post(b, 33, LIKE, "akun.tiga");
	put_alert(b, 44, LIKE, 33, 0, "Sekar", "PNS", "name", "weak", "number", "neutral");
	*state = b;
	return 0;
}

static int end(void **state)
{
	struct bench *b = *state;
	office_close(b->o);
	support_end(&b->s);
	free(b);
	return 0;
}

static struct review_choice choose(int64_t cluster, const char *decision)
{
	return (struct review_choice){.cluster = cluster, .decision = decision, .until = DAY_NONE, .event_on = DAY_NONE};
}

static struct review_done decided(const struct desk *d, struct review_choice as)
{
	struct review_done done;
	assert_ok(review_decide(d, &as, &done, e));
	return done;
}

static void refused(const struct desk *d, struct review_choice as, enum status expected, const char *field)
{
	struct review_done done;
	struct err e = {0};
	assert_int_equal(review_decide(d, &as, &done, &e), expected);
	if (field)
		assert_string_equal(e.field, field);
}

static struct review_cluster opened(const struct desk *d, int64_t id)
{
	struct review_cluster c;
	assert_ok(review_open(d, id, &c, e));
	return c;
}

static struct case_get_row file_of(struct bench *b, int64_t id)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_get_row row;
	assert_ok(desk_begin(&b->laras, READ, &tx, e));
	assert_ok(case_get(&tx, id, &row, e));
	return row;
}

static struct case_people_rows people_of(struct bench *b, int64_t id)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct case_people_rows rows;
	assert_ok(desk_begin(&b->laras, READ, &tx, e));
	assert_ok(case_people(&tx, id, &rows, e));
	return rows;
}

static const int64_t BOTH[] = {41, 42};

static int64_t found_by_two(struct bench *b)
{
	struct review_choice first = choose(PHOTO, "finding");
	first.people = BOTH;
	first.n_people = 2;
	assert_true(decided(&b->laras, first).candidate);
	return decided(&b->wira, first).case_file;
}

static void a_batch_is_lent_to_one_officer_at_a_time(void **state)
{
	struct bench *b = *state;
	struct review_batch mine, theirs;
	assert_ok(review_batch(&b->laras, &mine, e));
	assert_int_equal(mine.clusters.n, 2);
	assert_int_equal(mine.next, PHOTO); /* the stronger one first */
	assert_ok(review_batch(&b->wira, &theirs, e));
	assert_int_equal(theirs.clusters.n, 0);
	refused(&b->wira, choose(PHOTO, "escalate"), CONFLICT, NULL);
	b->wira.now.us += 31 * 60 * SECOND_US; /* the loan of half an hour is over */
	assert_ok(review_batch(&b->wira, &theirs, e));
	assert_int_equal(theirs.clusters.n, 2);
}

static void a_batch_given_back_is_free_at_once(void **state)
{
	struct bench *b = *state;
	struct review_batch batch;
	assert_ok(review_batch(&b->laras, &batch, e));
	assert_ok(review_release(&b->laras, e));
	assert_ok(review_batch(&b->wira, &batch, e));
	assert_int_equal(batch.clusters.n, 2);
}

static void signals_are_counted_by_kind_and_a_name_alone_counts_nothing(void **state)
{
	struct bench *b = *state;
	/* account, unit, object, support count; the name of Wira does not. */
	assert_int_equal(opened(&b->laras, PHOTO).signals.counting, 4);
	struct review_cluster like = opened(&b->laras, LIKE);
	assert_int_equal(like.signals.counting, 0);
	assert_int_equal(like.signals.n, 2); /* name, number: shown, not counted */
}

static void somebody_met_by_a_name_alone_is_shown_but_not_proposed(void **state)
{
	struct bench *b = *state;
	struct review_people p = opened(&b->laras, PHOTO).people;
	assert_int_equal(p.proposed, 2);
	assert_int_equal(p.asn, 1);
	assert_int_equal(p.only_name, 1);
}

static void a_finding_needs_two_signals_that_agree(void **state)
{
	struct bench *b = *state;
	refused(&b->laras, choose(LIKE, "finding"), INVALID, "seen");
	static const char *const seen[] = {"seen_person", "seen_support"};
	struct review_choice as = choose(LIKE, "finding");
	as.seen = seen;
	as.n_seen = 2;
	assert_true(decided(&b->laras, as).candidate);
	as.n_seen = 1;
	refused(&b->wira, as, INVALID, "seen"); /* the second reader must see them too */
}

static void a_finding_waits_for_a_second_reader_who_is_somebody_else(void **state)
{
	struct bench *b = *state;
	struct review_done first = decided(&b->laras, choose(PHOTO, "finding"));
	assert_true(first.candidate);
	assert_int_equal(first.case_file, 0);
	assert_string_equal(first.status, "second");
	refused(&b->laras, choose(PHOTO, "finding"), FORBIDDEN, NULL);
	struct review_done second = decided(&b->wira, choose(PHOTO, "finding"));
	assert_string_equal(second.status, "decided");
	struct case_get_row file = file_of(b, second.case_file);
	assert_string_equal(file.state, "LHP");
	assert_string_equal(file.kind, "finding");
	assert_int_equal(file.event_on.n, day_of(2024, 11, 1).n);
	assert_int_equal(file.contest, 5);
}

static void a_candidate_is_free_for_the_second_reader_at_once(void **state)
{
	struct bench *b = *state;
	struct review_batch batch;
	assert_ok(review_batch(&b->laras, &batch, e));
	decided(&b->laras, choose(PHOTO, "finding"));
	assert_ok(review_batch(&b->wira, &batch, e));
	assert_int_equal(batch.next, PHOTO);
}

static void only_ticked_persons_enter_the_file_with_the_class_of_the_registry(void **state)
{
	struct bench *b = *state;
	struct case_people_rows people = people_of(b, found_by_two(b));
	assert_int_equal(people.n, 2);
	assert_string_equal(people.items[0].name, "Laras Randuwening");
	assert_string_equal(people.items[0].class, "PNS");
	assert_string_equal(people.items[0].class_source, "registry");
	assert_string_equal(people.items[0].act_code, "SKB-B7");
	assert_string_equal(people.items[1].class, "THL");
	assert_null(people.items[0].outcome);
}

static void nobody_enters_a_file_unticked(void **state)
{
	struct bench *b = *state;
	decided(&b->laras, choose(PHOTO, "finding"));
	assert_int_equal(people_of(b, decided(&b->wira, choose(PHOTO, "finding")).case_file).n, 0);
}

static void a_person_of_another_cluster_cannot_be_ticked(void **state)
{
	struct bench *b = *state;
	static const int64_t foreign[] = {44};
	struct review_choice as = choose(PHOTO, "info");
	as.people = foreign;
	as.n_people = 1;
	refused(&b->laras, as, INVALID, "person");
}

static void the_second_reader_sees_what_the_first_ticked(void **state)
{
	struct bench *b = *state;
	struct review_choice first = choose(PHOTO, "finding");
	first.people = BOTH;
	first.n_people = 2;
	decided(&b->laras, first);
	struct review_cluster c = opened(&b->wira, PHOTO);
	assert_true(c.second);
	assert_string_equal(c.first_name, "laras");
	int64_t ticked = 0;
	for (size_t i = 0; i < c.people.n; i++)
		ticked += c.people.items[i].ticked;
	assert_int_equal(ticked, 2);
}

static void initial_information_opens_a_file_for_tracing(void **state)
{
	struct bench *b = *state;
	struct review_done done = decided(&b->laras, choose(LIKE, "info"));
	assert_string_equal(file_of(b, done.case_file).state, "INFO");
}

static void what_is_not_relevant_needs_a_reason(void **state)
{
	struct bench *b = *state;
	refused(&b->laras, choose(LIKE, "not_relevant"), INVALID, "reason");
	struct review_choice as = choose(LIKE, "not_relevant");
	as.reason = "Hanya senama";
	assert_string_equal(decided(&b->laras, as).status, "decided");
	refused(&b->laras, as, CONFLICT, NULL);
}

static void a_snoozed_cluster_comes_back_on_its_day(void **state)
{
	struct bench *b = *state;
	struct review_choice as = choose(PHOTO, "snooze");
	as.until = day_of(2024, 11, 4);
	refused(&b->laras, as, INVALID, "until");
	as.until = day_of(2024, 11, 6);
	assert_string_equal(decided(&b->laras, as).status, "snoozed");
	struct review_batch batch;
	assert_ok(review_batch(&b->wira, &batch, e));
	assert_int_equal(batch.clusters.n, 1);
	b->wira.now.us += 2 * DAY_US;
	assert_ok(review_batch(&b->wira, &batch, e));
	assert_int_equal(batch.clusters.n, 2);
}

static void an_undone_finding_closes_its_file_and_waits_again_for_the_second_reader(void **state)
{
	struct bench *b = *state;
	int64_t file = found_by_two(b);
	struct review_undone undone;
	b->wira.now.us += 14 * 60 * SECOND_US;
	assert_ok(review_undo(&b->wira, &undone, e));
	assert_int_equal(undone.case_file, file);
	assert_string_equal(file_of(b, file).state, "CLOSED"); /* it did not vanish */
	struct review_cluster c = opened(&b->wira, PHOTO);
	assert_string_equal(c.status, "second");
	assert_int_equal(c.first_reader, LARAS);
	assert_int_equal(c.decisions.n, 3); /* candidate, finding, undo: all kept */
}

static void after_fifteen_minutes_nothing_is_undone(void **state)
{
	struct bench *b = *state;
	decided(&b->laras, choose(LIKE, "info"));
	b->laras.now.us += 16 * 60 * SECOND_US;
	struct review_undone undone;
	struct err e = {0};
	assert_int_equal(review_undo(&b->laras, &undone, &e), NOT_FOUND);
}

static void each_officer_undoes_only_what_was_their_own(void **state)
{
	struct bench *b = *state;
	decided(&b->laras, choose(LIKE, "info"));
	struct review_undone undone;
	struct err e = {0};
	assert_int_equal(review_undo(&b->wira, &undone, &e), NOT_FOUND);
	assert_ok(review_undo(&b->laras, &undone, e));
	assert_int_equal(undone.cluster, LIKE);
	assert_int_equal(review_undo(&b->laras, &undone, &e), NOT_FOUND); /* once */
}

static void an_attached_cluster_adds_its_persons_once(void **state)
{
	struct bench *b = *state;
	int64_t file = found_by_two(b);
	struct review_choice as = choose(LIKE, "attach");
	refused(&b->laras, as, INVALID, "case");
	as.case_file = file;
	static const int64_t sekar[] = {44};
	as.people = sekar;
	as.n_people = 1;
	assert_int_equal(decided(&b->laras, as).case_file, file);
	assert_int_equal(people_of(b, file).n, 3);
}

SUPPORT_SQL(file_close, "UPDATE case_file SET closed_at = 1 WHERE id = $1", 1, 0, true, VALUE_INT);

/* A file that is shut to whoever decides does not open by a form either, and what has ended takes nothing in. */
static void a_cluster_joins_no_file_that_is_shut_or_closed(void **state)
{
	struct bench *b = *state;
	struct review_choice as = choose(LIKE, "attach");
	as.case_file = found_by_two(b);
	{
		scoped(tx_rollback) struct tx tx = {0};
		struct conflict_new kin = {.case_file = as.case_file, .user = b->laras.user, .kind = "kin", .reason = "Saudara kandung seorang terlapor."};
		int64_t id;
		assert_ok(desk_begin(&b->wira, WRITE, &tx, e));
		assert_ok(conflict_state(&tx, &b->wira, &kin, &id, e));
		assert_ok(tx_commit(&tx, e));
	}
	refused(&b->laras, as, FORBIDDEN, NULL);
	assert_int_equal(review_report_start(&b->laras, as.case_file, &(struct err){0}), FORBIDDEN);
	const struct value args[] = {value_id(as.case_file)};
	put(b, &file_close, args);
	refused(&b->wira, as, INVALID, "case");
}

/* 20 s, 40 s and an hour (the telephone): the hour counts as five minutes. 20 + 40 + 300 = 360 s, six minutes of ten;
 * the middle one is 40. */
static void the_budget_adds_up_what_reading_cost(void **state)
{
	struct bench *b = *state;
	put_cluster(b, 102, "Ketiga", 1);
	static const int64_t clusters[] = {PHOTO, LIKE, 102};
	static const int64_t seconds[] = {20, 40, 3600};
	struct review_batch batch;
	for (size_t i = 0; i < 3; i++) {
		assert_ok(review_batch(&b->laras, &batch, e));
		opened(&b->laras, clusters[i]);
		struct desk later = b->laras;
		/* the hour is longer than the loan, but nobody else has taken the cluster */
		later.now.us += seconds[i] > 1700 ? 1700 * SECOND_US : seconds[i] * SECOND_US;
		decided(&later, choose(clusters[i], "info"));
	}
	scoped(tx_rollback) struct tx tx = {0};
	struct review_budget budget;
	assert_ok(desk_begin(&b->laras, READ, &tx, e));
	assert_ok(review_budget(&tx, &b->laras, &budget, e));
	assert_int_equal(budget.seconds, 360);
	assert_int_equal(budget.minutes, 6);
	assert_int_equal(budget.percent, 60);
	assert_int_equal(budget.median_seconds, 40);
	assert_int_equal(budget.decisions, 3);
}

#define T(name) cmocka_unit_test_setup_teardown(name, start, end)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_batch_is_lent_to_one_officer_at_a_time), T(a_batch_given_back_is_free_at_once),
		T(signals_are_counted_by_kind_and_a_name_alone_counts_nothing), T(somebody_met_by_a_name_alone_is_shown_but_not_proposed),
		T(a_finding_needs_two_signals_that_agree), T(a_finding_waits_for_a_second_reader_who_is_somebody_else),
		T(a_candidate_is_free_for_the_second_reader_at_once),
		T(only_ticked_persons_enter_the_file_with_the_class_of_the_registry), T(nobody_enters_a_file_unticked),
		T(a_person_of_another_cluster_cannot_be_ticked), T(the_second_reader_sees_what_the_first_ticked),
		T(initial_information_opens_a_file_for_tracing), T(what_is_not_relevant_needs_a_reason),
		T(a_snoozed_cluster_comes_back_on_its_day), T(an_undone_finding_closes_its_file_and_waits_again_for_the_second_reader),
		T(after_fifteen_minutes_nothing_is_undone), T(each_officer_undoes_only_what_was_their_own),
		T(an_attached_cluster_adds_its_persons_once),
		T(a_cluster_joins_no_file_that_is_shut_or_closed), T(the_budget_adds_up_what_reading_cost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
