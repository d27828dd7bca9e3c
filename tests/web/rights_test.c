/* rights_test.c -- who may use which address: every route and every role against tests/web/rights.csv.
 *
 * The file is written by hand and read by people who have never seen the code: a row per address, a column per kind
 * of reader, y where the door opens. A route that is not in the file fails, and so does a row without a route. With
 * NETRA_RIGHTS=show the test prints the rows that are missing, to be judged and pasted.
 */
#include "web/shut.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define LINE_MAX_BYTES 200
#define ROWS_MAX       1000

struct row {
	char address[140]; /* "POST /kerja/akun/sandi" */
	char may[ROLE_N + 1]; /* 'y' or 'n', ROLE_NONE first */
	bool met;
};
static struct row rows[ROWS_MAX];
static size_t n_rows;

/* Tests are run from the top of the house. */
static FILE *matrix_open(void)
{
	FILE *f = fopen("tests/web/rights.csv", "r");
	if (!f)
		fail_msg("tests/web/rights.csv cannot be read: run me from the top folder");
	return f;
}

static int read_matrix(void **state)
{
	char line[LINE_MAX_BYTES], method[8], path[120], right[ROLE_N][4];
	FILE *f = matrix_open();
	assert_non_null(fgets(line, sizeof line, f));
	assert_string_equal(line, "method,path,stranger,intake,handler,member,chair,patrol,custodian,admin,prevention,secretary,personnel,unit\n");
	while (fgets(line, sizeof line, f)) {
		struct row *r = &rows[n_rows++];
		assert_true(n_rows < ROWS_MAX);
		int n = sscanf(line, "%7[^,],%119[^,],%3[^,],%3[^,],%3[^,],%3[^,],%3[^,],%3[^,],%3[^,],%3[^,],%3[^,],%3[^,],%3[^,],%3[^,\n]", method, path, right[0],
			       right[1], right[2], right[3], right[4], right[5], right[6], right[7], right[8], right[9], right[10], right[11]);
		if (n != 2 + ROLE_N)
			fail_msg("rights.csv:%zu: expected method, path and %d columns: %s", n_rows + 1, ROLE_N, line);
		snprintf(r->address, sizeof r->address, "%s %s", method, path);
		for (int i = 0; i < ROLE_N; i++)
			r->may[i] = right[i][0];
	}
	fclose(f);
	return 0;
}

static struct row *find(const char *address)
{
	for (size_t i = 0; i < n_rows; i++)
		if (!strcmp(rows[i].address, address))
			return &rows[i];
	return NULL;
}

static void as_written(const struct route *r, char ret[ROLE_N + 1])
{
	for (enum role role = ROLE_NONE; role < ROLE_N; role++)
		ret[role] = role_may(role, r->right) ? 'y' : 'n';
	ret[ROLE_N] = 0;
}

static void show_missing(const struct route *r, const char *may)
{
	printf("%s,%s", method_names[r->method], r->path);
	for (int i = 0; i < ROLE_N; i++)
		printf(",%c", may[i]);
	putchar('\n');
}

/* 1 when the file does not say the same. */
static int check(const struct route *r)
{
	char address[140], may[ROLE_N + 1];
	snprintf(address, sizeof address, "%s %s", method_names[r->method], r->path);
	as_written(r, may);
	struct row *row = find(address);
	if (!row && getenv("NETRA_RIGHTS")) {
		show_missing(r, may);
	} else if (!row) {
		print_error("%s is not in rights.csv (NETRA_RIGHTS=show prints its row)\n", address);
	} else if (row->met || strcmp(row->may, may) != 0) {
		print_error("%s: the file says %s, the program does %s\n", address, row->met ? "it comes once" : row->may, may);
	} else {
		row->met = true;
		return 0;
	}
	return 1;
}

static void every_route_opens_to_whom_the_matrix_says(void **state)
{
	int faults = 0;
	for (size_t l = 0; l < route_lists_n; l++)
		for (size_t i = 0; i < route_lists[l]->n; i++)
			faults += check(&route_lists[l]->items[i]);
	assert_int_equal(faults, 0);
}

static void every_row_of_the_matrix_is_a_route(void **state)
{
	for (size_t i = 0; i < n_rows; i++)
		if (!rows[i].met)
			fail_msg("rights.csv: no route %s", rows[i].address);
}

static void the_public_changes_nothing_but_by_the_doors_made_for_it(void **state)
{
	static const char *const doors[] = {"/masuk", "/lapor", "/tanda-terima/", "/lacak", "/periksa", "/cek", "/ruang", "/ikrar", "/surat", "/tanya",
					    "/kegiatan", "/sosialisasi", "/hadir", "/latihan", "/api/v1/reports", "/api/v1/check", "/api/v1/clock", "/unggah"};
	for (size_t i = 0; i < n_rows; i++) {
		bool door = false, reads = text_starts(rows[i].address, "GET ") || text_starts(rows[i].address, "HEAD ") ||
					  text_starts(rows[i].address, "OPTIONS ");
		for (size_t d = 0; d < sizeof doors / sizeof doors[0]; d++)
			door |= text_starts(strchr(rows[i].address, ' ') + 1, doors[d]);
		if (rows[i].may[ROLE_NONE] == 'y' && !reads && !door)
			fail_msg("%s changes something for strangers", rows[i].address);
	}
}

/* What the roles are for, said once more by hand: the administrator sees no case, the custodian works none. */
static void the_administrator_and_the_custodian_work_no_cases(void **state)
{
	for (enum right r = RIGHT_INTAKE; r < RIGHT_N; r++) {
		assert_int_equal(role_may(ROLE_ADMIN, r), r == RIGHT_ADMIN || r == RIGHT_REGISTRY || r == RIGHT_CALENDAR || r == RIGHT_LOGIN);
		assert_int_equal(role_may(ROLE_CUSTODIAN, r), r == RIGHT_VAULT || r == RIGHT_LOGIN);
		assert_false(role_may(ROLE_NONE, r));
	}
	assert_false(role_may(ROLE_HANDLER, RIGHT_SIGN));
	assert_false(role_may(ROLE_HANDLER, RIGHT_VOTE));
	assert_true(role_may(ROLE_CHAIR, RIGHT_SIGN));
	assert_false(role_may(ROLE_N, RIGHT_STAFF));
}

/* Sekda, personnel board, heads of units: guests of the office. Whoever sees shares sees no names, and who declined is for one. */
static void partners_see_prevention_and_nothing_else_of_the_office(void **state)
{
	for (enum right r = RIGHT_STAFF; r < RIGHT_LOGIN; r++) {
		assert_false(role_may(ROLE_SECRETARY, r));
		assert_false(role_may(ROLE_PERSONNEL, r));
		assert_false(role_may(ROLE_UNIT, r));
	}
	for (enum role role = ROLE_NONE; role < ROLE_N; role++) {
		assert_int_equal(role_may(role, RIGHT_UNIT), role == ROLE_UNIT);
		assert_int_equal(role_may(role, RIGHT_REFUSAL), role == ROLE_PERSONNEL);
	}
	assert_false(role_may(ROLE_SECRETARY, RIGHT_ROSTER));
	assert_false(role_may(ROLE_PREVENTION, RIGHT_CASE));
}

/* Conflict of interest: what the parts of an address name is known, so that no page is a way round (web/shut.c). */
static void every_staff_address_with_a_part_says_what_it_names(void **state)
{
	int unknown = 0;
	for (size_t l = 0; l < route_lists_n; l++) {
		for (size_t i = 0; i < route_lists[l]->n; i++) {
			const struct route *r = &route_lists[l]->items[i];
			if (!shut_knows(r)) {
				print_error("%s %s has no row in the list of parts of web/shut.c\n", method_names[r->method], r->path);
				unknown++;
			}
		}
	}
	assert_int_equal(unknown, 0);
	assert_true(shut_knows(&(struct route){GET, "/kerja/perkara/{id}/apa-saja", RIGHT_CASE, NULL, 0, NULL}));
	assert_false(shut_knows(&(struct route){GET, "/kerja/perkara-lain/{id}", RIGHT_CASE, NULL, 0, NULL}));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_route_opens_to_whom_the_matrix_says),
		cmocka_unit_test(every_row_of_the_matrix_is_a_route),
		cmocka_unit_test(the_public_changes_nothing_but_by_the_doors_made_for_it),
		cmocka_unit_test(every_staff_address_with_a_part_says_what_it_names),
		cmocka_unit_test(the_administrator_and_the_custodian_work_no_cases),
		cmocka_unit_test(partners_see_prevention_and_nothing_else_of_the_office),
	};
	return cmocka_run_group_tests(tests, read_matrix, NULL);
}
