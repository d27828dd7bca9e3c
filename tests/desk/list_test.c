/* list_test.c -- the list of files, page by page: nothing is shown twice, nothing is left out, whatever the filter. */
#include "lobby.h"

#include "desk/docket/docket.h"
#include "desk/docket/list.h"

#define FILES 23

struct bench {
	struct lobby l;
	struct desk d;
	struct tx tx;
	int64_t ids[FILES];
};

static int begin_office(void **state)
{
	struct bench *b = *state = lobby_new(sizeof *b);
	b->d = b->l.public;
	return 0;
}

static int end_office(void **state)
{
	struct bench *b = *state;
	tx_rollback(&b->tx);
	return lobby_end(state);
}

static void begin(struct bench *b)
{
	b->tx = (struct tx){0};
	assert_ok(desk_begin(&b->d, WRITE, &b->tx, e));
}

/* Reports of one minute each: the first has the nearest deadline. Every third is taken up for review. */
static void files_make(struct bench *b)
{
	for (int i = 0; i < FILES; i++) {
		struct docket_new as = {.kind = "report", .procedure = PILKADA, .title = arena_printf(&b->l.s.arena, "Dugaan di Balai %d, kelurahan %s", i,
														     i % 2 ? "Beringin" : "Randu"),
					.event_on = day_of(2024, 11, 1), .known_on = day_of(2024, 11, 2)};
		b->d.now.us += 60 * INT64_C(1000000);
		begin(b);
		assert_ok(docket_open(&b->tx, &b->d, &as, "report_received", &b->ids[i], e));
		assert_ok(tx_commit(&b->tx, e));
	}
}

/* Walks all pages of @max lines; returns how many files were shown, and fails when one comes twice. */
static size_t walk(struct bench *b, struct docket_list_ask ask, int64_t max, int64_t seen[], size_t cap)
{
	size_t n = 0;
	ask.max = max;
	for (int pages = 0; pages < 100; pages++) {
		struct docket_list list;
		assert_ok(docket_list(&b->tx, &b->d, &ask, &list, e));
		assert_true((int64_t)list.n <= max);
		for (size_t i = 0; i < list.n; i++) {
			for (size_t k = 0; k < n; k++)
				assert_int_not_equal(seen[k], list.items[i].id);
			assert_true(n < cap);
			seen[n++] = list.items[i].id;
		}
		if (!list.next)
			return n;
		ask.after = list.next;
	}
	fail_msg("the list has no end");
	return 0;
}

static void pages_of_any_size_show_every_file_once_and_in_one_order(void **state)
{
	struct bench *b = *state;
	int64_t whole[FILES], part[FILES];
	files_make(b);
	begin(b);
	assert_int_equal(walk(b, (struct docket_list_ask){0}, 100, whole, FILES), FILES);
	for (int64_t max = 1; max <= FILES; max += 4) {
		assert_int_equal(walk(b, (struct docket_list_ask){0}, max, part, FILES), FILES);
		assert_memory_equal(whole, part, sizeof whole);
	}
	assert_int_equal(walk(b, (struct docket_list_ask){.group = "incoming"}, 5, part, FILES), FILES);
	assert_int_equal(walk(b, (struct docket_list_ask){.group = "ended"}, 5, part, FILES), 0);
	assert_int_equal(walk(b, (struct docket_list_ask){.mine = true}, 5, part, FILES), 0); /* nobody reads: user 0 holds none */
}

static void words_are_found_by_their_beginnings_and_numbers_too(void **state)
{
	struct bench *b = *state;
	int64_t seen[FILES];
	files_make(b);
	begin(b);
	assert_int_equal(walk(b, (struct docket_list_ask){.search = "beringin"}, 3, seen, FILES), 11); /* 1, 3, ... 21 */
	assert_int_equal(walk(b, (struct docket_list_ask){.search = "KELURAHAN rand"}, 3, seen, FILES), 12);
	assert_int_equal(walk(b, (struct docket_list_ask){.search = "balai 7,"}, 3, seen, FILES), 1);
	assert_int_equal(seen[0], b->ids[7]);
	assert_int_equal(walk(b, (struct docket_list_ask){.search = "eringin"}, 3, seen, FILES), 0); /* not the beginning of a word */
	static const char *const once[] = {"balai 9", "9", "19", "balai 19", "BALAI 0"}; /* 9 is the last digit in every order */
	for (size_t i = 0; i < sizeof once / sizeof *once; i++)
		if (walk(b, (struct docket_list_ask){.search = once[i]}, 3, seen, FILES) < 1)
			fail_msg("%s was not found", once[i]);
	static const char *const none[] = {"¿", "ÿ", "jazz", "z", "/", "-", "\x7e", "9:", "~~"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		assert_int_equal(walk(b, (struct docket_list_ask){.search = none[i]}, 3, seen, FILES), 0);
	assert_int_equal(walk(b, (struct docket_list_ask){.search = "%"}, 3, seen, FILES), 0);
	assert_int_equal(walk(b, (struct docket_list_ask){.search = "beringin", .group = "ended"}, 3, seen, FILES), 0);
	assert_ok(tx_commit(&b->tx, e));

	begin(b);
	struct docket_facts facts = {.title = "Spanduk jazz 2029 di Jalan Kenanga", .known_on = day_of(2024, 11, 2), .event_on = day_of(2024, 11, 1)};
	struct case_get_row row;
	assert_ok(case_get(&b->tx, b->ids[7], &row, e));
	assert_ok(docket_facts_set(&b->tx, &b->d, b->ids[7], &facts, row.version, e));
	assert_int_equal(walk(b, (struct docket_list_ask){.search = "kenanga"}, 3, seen, FILES), 1); /* a changed title has its new words ... */
	assert_int_equal(walk(b, (struct docket_list_ask){.search = "beringin"}, 3, seen, FILES), 10); /* ... and not its old ones */
	static const char *const words[] = {"2029", "jazz", "jaz", "SPAN", "jazz 20", "kenanga"}; /* 9 and z are the last of their kind */
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_int_equal(walk(b, (struct docket_list_ask){.search = words[i]}, 3, seen, FILES), 1);
}

static void a_mark_that_is_none_is_refused(void **state)
{
	struct bench *b = *state;
	static const char *const wrong[] = {"x", "d", "d.", "q.1.2", "d.1.2.3", "d.abc.1", "d.1.x"};
	begin(b);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct docket_list list;
		struct err e;
		assert_int_equal(docket_list(&b->tx, &b->d, &(struct docket_list_ask){.after = wrong[i], .max = 5}, &list, &e), INVALID);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(pages_of_any_size_show_every_file_once_and_in_one_order, begin_office, end_office),
		cmocka_unit_test_setup_teardown(words_are_found_by_their_beginnings_and_numbers_too, begin_office, end_office),
		cmocka_unit_test_setup_teardown(a_mark_that_is_none_is_refused, begin_office, end_office),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
