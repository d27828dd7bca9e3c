/* figures_test.c -- figures add up, and what is hidden stays hidden. */
#include "support.h"

#include "desk/figures/figures.h"

#include <math.h>

static struct arena arena;

static int done(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

/* Rows of a table without totals, row by row. */
static struct figures_table table_of(size_t rows, size_t columns, const int64_t *n)
{
	struct figures_table t = {.code = "t", .n_rows = rows, .n_columns = columns};
	t.cells = arena_array(&arena, struct figure_cell, (rows + 1) * (columns + 1));
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c < columns; c++)
			figures_cell(&t, r, c)->n = n[r * columns + c];
	figures_sum(&t);
	figures_hide(&arena, &t);
	return t;
}

static size_t hidden_n(const struct figures_table *t)
{
	size_t n = 0;
	for (size_t i = 0; i < (t->n_rows + 1) * (t->n_columns + 1); i++)
		n += t->cells[i].hidden;
	return n;
}

/* ---- the oracle: linear algebra, which knows nothing of bridges ---- */

#define UNKNOWNS_MAX 64

/* Brings @m to reduced row echelon form; returns its rank. */
static size_t reduce(double m[][UNKNOWNS_MAX], size_t rows, size_t columns)
{
	size_t rank = 0;
	for (size_t c = 0; c < columns && rank < rows; c++) {
		size_t pivot = rank;
		while (pivot < rows && fabs(m[pivot][c]) < 1e-9)
			pivot++;
		if (pivot == rows)
			continue;
		for (size_t k = 0; k < columns; k++) {
			double x = m[pivot][k];
			m[pivot][k] = m[rank][k];
			m[rank][k] = x;
		}
		for (size_t r = 0; r < rows; r++) {
			double factor = r == rank ? 0 : m[r][c] / m[rank][c];
			for (size_t k = 0; k < columns; k++)
				m[r][k] -= factor * m[rank][k];
		}
		rank++;
	}
	return rank;
}

/* One equation per row and column: inner cells less the total are 0. A hidden cell is known when some row of the
 * reduced equations speaks of it alone. */
static bool can_be_computed(const struct figures_table *t)
{
	static double m[UNKNOWNS_MAX][UNKNOWNS_MAX];
	size_t unknown[UNKNOWNS_MAX], n = 0, rows = t->n_rows + 1, columns = t->n_columns + 1;
	memset(m, 0, sizeof m);
	for (size_t i = 0; i < rows * columns; i++)
		if (t->cells[i].hidden)
			unknown[n++] = i;
	for (size_t u = 0; u < n; u++) {
		size_t r = unknown[u] / columns, c = unknown[u] % columns;
		m[r][u] = c + 1 == columns ? -1 : 1;
		m[rows + c][u] = r + 1 == rows ? -1 : 1;
	}
	size_t rank = reduce(m, rows + columns, n);
	for (size_t k = 0; k < rank; k++) {
		size_t parts = 0;
		for (size_t u = 0; u < n; u++)
			parts += fabs(m[k][u]) > 1e-9;
		if (parts == 1)
			return true;
	}
	return false;
}

static void one_small_cell_hides_three_more(void **state)
{
	(void)state;
	/* 14 6 3 | 23      The 3 alone could be had from 23 - 14 - 6; with one more in its row and in its column it
	 * 22 11 9 | 42     still follows from the other two lines, so a rectangle of four is hidden. */
	static const int64_t n[] = {14, 6, 3, 22, 11, 9};
	struct figures_table t = table_of(2, 3, n);
	assert_true(figures_cell(&t, 0, 2)->hidden);
	assert_int_equal(hidden_n(&t), 4);
	assert_false(figures_cell(&t, 2, 3)->hidden); /* the grand total stays */
	assert_false(can_be_computed(&t));
}

static void nothing_is_hidden_when_nothing_is_small(void **state)
{
	(void)state;
	static const int64_t n[] = {14, 6, 0, 22, 11, 9};
	struct figures_table t = table_of(2, 3, n);
	assert_int_equal(hidden_n(&t), 0); /* zero points at nobody */
}

static void a_small_total_is_hidden_too(void **state)
{
	(void)state;
	static const int64_t n[] = {1, 0, 2, 20, 30, 40};
	struct figures_table t = table_of(2, 3, n);
	assert_true(figures_cell(&t, 0, 3)->hidden); /* 3 persons in the whole row */
	assert_false(can_be_computed(&t));
}

static void no_hidden_cell_of_a_thousand_tables_can_be_computed(void **state)
{
	(void)state;
	uint64_t seed = 2024;
	for (int round = 0; round < 1000; round++) {
		int64_t n[30];
		for (size_t i = 0; i < 30; i++) {
			seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
			n[i] = (int64_t)(seed >> 40) % (round % 3 ? 12 : 40);
		}
		struct figures_table t = table_of(1 + (size_t)round % 6, 4, n);
		if (figures_leak(&arena, &t) || can_be_computed(&t))
			fail_msg("round %d: a hidden cell can be computed", round);
		arena_reset(&arena);
	}
}

static void the_leak_check_sees_a_lone_hidden_cell(void **state)
{
	(void)state;
	static const int64_t n[] = {14, 6, 8, 22, 11, 9};
	struct figures_table t = table_of(2, 3, n);
	figures_cell(&t, 1, 1)->hidden = true;
	assert_true(figures_leak(&arena, &t));
	assert_true(can_be_computed(&t));
}

static const struct law *law_of_pack(void)
{
	const struct law *law;
	assert_ok(law_read(&arena, law_embedded, law_embedded_n, &law, e));
	return law;
}

/* Kota Batu: forty reports of one photo joined to one finding of nine persons, five passed on to BKN, four to heads of
 * their agencies; beside it one report in review. In: 40 + 1 + 1 = 42; joined 40; events 2; files 1. */
static void nine_in_one_photo_are_one_file_and_nine_persons(void **state)
{
	(void)state;
	struct figures_files_row files[42] = {{.id = 1, .kind = "finding", .state = "FORWARDED", .registered = true, .proven = 9}};
	for (size_t i = 1; i <= 40; i++)
		files[i] = (struct figures_files_row){.kind = "report", .state = "SUBMITTED", .joined = true};
	files[41] = (struct figures_files_row){.kind = "report", .state = "REVIEW"};
	struct figures_people_row people[9];
	for (size_t i = 0; i < 9; i++)
		people[i] = (struct figures_people_row){.class = i < 5 ? "PNS" : "THL", .act_code = "SKB-B7", .outcome = "proven",
							.route = i < 5 ? "BKN" : "OPD_HEAD"};
	struct figures f = {0};
	figures_count(&arena, law_of_pack(), &(struct figures_files_rows){files, 42}, &(struct figures_people_rows){people, 9}, &f);
	assert_true(f.funnel.adds_up);
	assert_int_equal(f.funnel.in, 42);
	assert_int_equal(f.funnel.joined, 40);
	assert_int_equal(f.funnel.events, 2);
	assert_int_equal(f.funnel.files, 1);
	assert_int_equal(f.funnel.proven, 1);
	assert_int_equal(f.persons.total, 9);
	assert_int_equal(f.persons.to_asn_body, 5);
	assert_int_equal(f.persons.to_agency, 4);
	assert_int_equal(f.persons.lost, 0);
}

static void every_state_of_the_law_stands_on_one_line(void **state)
{
	(void)state;
	const struct law *law = law_of_pack();
	for (int registered = 0; registered < 2; registered++)
		for (size_t i = 0; i < law->states.n; i++) {
			struct figures_files_row row = {.kind = "report", .state = law->states.items[i].code, .registered = registered};
			struct figures f = {0};
			figures_count(&arena, law, &(struct figures_files_rows){&row, 1}, &(struct figures_people_rows){0}, &f);
			if (!f.funnel.adds_up)
				fail_msg("a file in %s is lost", row.state);
		}
}

/* Seven by the form, six by WhatsApp, one by letter, one that the office saw itself, one opened in error: 15 came in. The letter
 * alone could be computed from the rest, so what the office saw is hidden with it. */
static void the_doors_add_up_to_what_came_in(void **state)
{
	(void)state;
	struct figures_files_row files[16] = {{0}};
	for (size_t i = 0; i < 16; i++)
		files[i] = (struct figures_files_row){.kind = i == 14 ? "finding" : "report", .state = "REVIEW",
						      .channel = i < 7 ? "web" : i < 13 ? "wa" : i == 13 ? "letter" : NULL, .error = i == 15};
	struct figures f = {0};
	figures_count(&arena, law_of_pack(), &(struct figures_files_rows){files, 16}, &(struct figures_people_rows){0}, &f);
	const struct figures_table *t = &f.by_channel;
	assert_int_equal(f.funnel.in, 15);
	assert_int_equal(figures_cell(t, t->n_rows, 0)->n, f.funnel.in);
	int64_t shown = 0;
	size_t hidden = 0;
	for (size_t r = 0; r < t->n_rows; r++) {
		shown += figures_cell(t, r, 0)->hidden ? 0 : figures_cell(t, r, 0)->n;
		hidden += figures_cell(t, r, 0)->hidden;
	}
	assert_int_equal(shown, 13);
	assert_int_equal(hidden, 2);
	assert_false(figures_leak(&arena, t));
}

static void what_was_opened_in_error_counts_nowhere_else(void **state)
{
	(void)state;
	struct figures_files_row row = {.kind = "finding", .state = "CLOSED", .error = true};
	struct figures f = {0};
	figures_count(&arena, law_of_pack(), &(struct figures_files_rows){&row, 1}, &(struct figures_people_rows){0}, &f);
	assert_int_equal(f.funnel.in, 0);
	assert_int_equal(f.funnel.in_error, 1);
	assert_true(f.funnel.adds_up);
}

static void the_open_data_hide_what_the_page_hides(void **state)
{
	(void)state;
	struct figures_people_row people[8];
	for (size_t i = 0; i < 8; i++)
		people[i] = (struct figures_people_row){.class = i < 6 ? "PNS" : "THL", .outcome = i < 7 ? "not_proven" : NULL};
	struct figures f = {0};
	struct office o = {.code = "99.01", .name = "Kantor"};
	struct desk d = {.office = &o, .arena = &arena};
	figures_count(&arena, law_of_pack(), &(struct figures_files_rows){0}, &(struct figures_people_rows){people, 8}, &f);
	const char *csv = figures_csv(&arena, &d, &f);
	assert_non_null(strstr(csv, "funnel,persons,,8,0\n"));
	assert_null(strstr(csv, ",2,0\n")); /* the two day labourers */
	assert_non_null(strstr(csv, ",,1\n"));
	assert_non_null(strstr(figures_json(&arena, &d, &f), "\"value\":null,\"hidden\":true"));
}

static void an_edition_is_kept_and_not_published_twice(void **state)
{
	(void)state;
	struct support s;
	support_start(&s);
	struct office *o = support_office(&s);
	struct desk d = support_desk(&s, o, ROLE_CHAIR, 0);
	int64_t number;
	assert_ok(figures_publish(&d, "Edisi pertama", &number, e));
	assert_int_equal(number, 1);
	struct err e = {0};
	d.now.us += HOUR_US;
	assert_int_equal(figures_publish(&d, "Sama saja", &number, &e), CONFLICT);
	{
		scoped(tx_rollback) struct tx tx = {0};
		struct figures_edition_get_row row;
		bool found;
		assert_ok(desk_begin(&d, READ, &tx, e));
		assert_ok(figures_edition_get(&tx, o->id, 1, &found, &row, e));
		assert_true(found);
		assert_string_equal(row.sha256_csv, hash_hex(&s.arena, hash_of(row.csv, strlen(row.csv))));
	}
	office_close(o);
	support_end(&s);
}

/* Ages in days, counted by hand: 1 3 3 10 10 has the middle 3; 1 1 2 4 9 9 has (2 + 4) / 2; four are too few to be told. */
static void the_median_of_a_receiver_is_its_middle_and_told_from_five_on(void **state)
{
	(void)state;
	struct figures_age_days_row rows[] = {
		{.receiver = "A", .age = 1, .n = 1, .sanctioned = 1}, {.receiver = "A", .age = 3, .n = 2, .waiting = 1},
		{.receiver = "A", .age = 10, .n = 2, .waiting = 1, .withdrawn = 1},
		{.receiver = "B", .age = 1, .n = 2}, {.receiver = "B", .age = 2, .n = 1}, {.receiver = "B", .age = 4, .n = 1}, {.receiver = "B", .age = 9, .n = 2},
		{.receiver = "C", .age = 7, .n = 4, .waiting = 4},
	};
	struct figures_ages ages;
	figures_ages_count(&arena, &(struct figures_age_days_rows){rows, sizeof rows / sizeof *rows}, &ages);
	assert_int_equal(ages.n, 3);
	const struct figures_age *a = &ages.items[0], *b = &ages.items[1], *c = &ages.items[2];
	assert_true(a->n == 5 && a->enough && a->median_days == 3 && a->oldest_days == 10);
	assert_true(a->waiting == 2 && a->sanctioned == 1 && a->withdrawn == 1 && a->no_sanction == 1); /* they add up to five */
	assert_true(b->n == 6 && b->enough && b->median_days == 3 && b->oldest_days == 0);
	assert_true(c->n == 4 && !c->enough);
	struct figures f = {.at = INSTANT_NONE};
	figures_count(&arena, law_of_pack(), &(struct figures_files_rows){0}, &(struct figures_people_rows){0}, &f);
	f.ages = ages;
	struct office office = {.code = "99.01", .name = "Uji"};
	struct desk d = {.office = &office, .arena = &arena};
	const char *json = figures_json(&arena, &d, &f), *csv = figures_csv(&arena, &d, &f);
	assert_non_null(strstr(json, "\"receiver\":\"B\",\"median_days\":3"));
	assert_null(strstr(json, "\"receiver\":\"C\""));
	assert_non_null(strstr(csv, "median_days_by_receiver,A,Median hari,3,0"));
	assert_null(strstr(csv, "median_days_by_receiver,C"));
}

#define T(name) cmocka_unit_test_teardown(name, done)
int main(void)
{
	const struct CMUnitTest tests[] = {
		T(one_small_cell_hides_three_more), T(nothing_is_hidden_when_nothing_is_small), T(a_small_total_is_hidden_too),
		T(no_hidden_cell_of_a_thousand_tables_can_be_computed), T(the_leak_check_sees_a_lone_hidden_cell),
		T(nine_in_one_photo_are_one_file_and_nine_persons), T(every_state_of_the_law_stands_on_one_line),
		T(what_was_opened_in_error_counts_nowhere_else), T(the_doors_add_up_to_what_came_in), T(the_open_data_hide_what_the_page_hides),
		T(an_edition_is_kept_and_not_published_twice), T(the_median_of_a_receiver_is_its_middle_and_told_from_five_on),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
