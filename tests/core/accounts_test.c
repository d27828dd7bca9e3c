/* accounts_test.c -- all accounts of a stream: who wrote and who reacted, whether or not a candidate is named. All
 * persons, numbers and accounts are made up. */
#include "core/screen/screen_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int open_one(void **state)
{
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	struct screen *s;
	struct err e;
	static const struct screen_person people[] = {
		{11, "198508172010011007", "Budi Santoso", "Dinas Perhubungan", "", "Analis", "99.01", "aktif", PNS, false},
		{12, "", "Joko Susilo", "Dinas Kesehatan", "", "", "99.01", "", PPPK, false},
	};
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(screen_add_person(b, &people[i], &e), OK);
	for (int i = 0; i < 30; i++) { /* a name that says nothing: too many bear it */
		struct screen_person p = {100 + i, "", "Siti Aminah", "", "", "", "", "", PNS, false};
		assert_int_equal(screen_add_person(b, &p, &e), OK);
	}
	assert_int_equal(screen_add_account(b, &(struct screen_account){"facebook", "@Budi_S77", "198508172010011007", 0, "proven"}, &e), OK);
	assert_int_equal(screen_add_account(b, &(struct screen_account){"x", "siti31", "", 129, "claimed"}, &e), OK);
	assert_int_equal(screen_add_term(b, &(struct screen_term){"99.01/walikota/2024", "1", "1", "name", "Sri Handayani", "99.01"}, &e), OK);
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	*state = s;
	return 0;
}
static int close_one(void **state)
{
	screen_close(*state);
	return 0;
}

static const char LINES[] =
	"{\"id\":\"a\",\"platform\":\"facebook\",\"author\":{\"handle\":\"BUDI_s77\",\"name\":\"siapa saja\"},\"text\":\"Selamat pagi\","
	"\"reactions\":[{\"kind\":\"like\",\"author\":{\"handle\":\"lain\",\"name\":\"Djoko Soesilo, S.Pd\"}},"
	"{\"kind\":\"comment\",\"text\":\"pagi\",\"author\":{\"name\":\"Siti Aminah\"}},{\"kind\":\"like\",\"author\":{}}]}\n"
	"{\"platform\":\"Twitter\",\"author\":{\"handle\":\"\\u0040Siti31\",\"name\":\"Orang Lain\"},\"text\":\"cuaca cerah\"}\n"
	"{\"id\":\"c\",\"platform\":\"facebook\",\"author\":{\"handle\":\"budi_s77\"},\"text\":\"Ayo coblos Sri Handayani\"}\n";

static void screen_with(const struct screen *s, bool accounts, bool told, int threads, struct buf *out, struct screen_tally *tally)
{
	struct screen_options options = {.at = DAY_NONE, .accounts = accounts, .accounts_told = told};
	*tally = (struct screen_tally){0};
	screen_lines(s, &options, LINES, sizeof LINES - 1, 1, threads, out, tally);
}

/* Three handles are known; of the other accounts one has a name of old spelling with a degree, one a name that thirty bear.
 * An author without anything is none. */
static void accounts_are_counted_whether_or_not_a_candidate_is_named(void **state)
{
	struct screen_tally without, with;
	scoped(buf_free) struct buf a = {0};
	scoped(buf_free) struct buf b = {0};
	screen_with(*state, false, false, 1, &a, &without);
	screen_with(*state, true, false, 1, &b, &with);
	assert_int_equal(without.accounts, 0);
	assert_int_equal(with.posts, 3);
	assert_int_equal(with.accounts, 5);
	assert_int_equal(with.known, 3);
	assert_int_equal(with.named, 2);
	assert_int_equal(with.alerts, 1);
	assert_string_equal(a.s, b.s); /* the alerts are the same */
}

static void those_who_may_be_employees_are_told_before_the_alerts_of_their_post(void **state)
{
	struct screen_tally tally, many;
	scoped(buf_free) struct buf out = {0};
	scoped(buf_free) struct buf threads = {0};
	screen_with(*state, false, true, 1, &out, &tally);
	screen_with(*state, false, true, 3, &threads, &many);
	assert_string_equal(out.s, threads.s);
	assert_memory_equal(&tally, &many, sizeof tally);
	static const char *const starts[] = {
		"{\"post\":\"a\",\"item\":\"post\",\"account\":{\"handle\":\"BUDI_s77\",\"name\":\"siapa saja\"},\"subject\":{\"ref\":\"11\","
		"\"nip\":\"198508172010011007\",\"name\":\"Budi Santoso\",\"class\":\"PNS\",\"agency\":\"Dinas Perhubungan\",\"how\":\"account\","
		"\"strength\":\"strong\",\"namesakes\":1},\"hint_only\":true}\n",
		"{\"post\":\"a\",\"item\":\"reaction:0\",\"account\":{\"handle\":\"lain\",\"name\":\"Djoko Soesilo, S.Pd\"},\"subject\":{\"ref\":\"12\","
		"\"nip\":\"\",\"name\":\"Joko Susilo\",\"class\":\"PPPK\",\"agency\":\"Dinas Kesehatan\",\"how\":\"name\",\"strength\":\"weak\","
		"\"namesakes\":1},\"hint_only\":true}\n",
		"{\"post\":\"line:2\",\"item\":\"post\",\"account\":{\"handle\":\"@Siti31\",\"name\":\"Orang Lain\"},\"subject\":{\"ref\":\"129\"",
		"{\"post\":\"c\",\"item\":\"post\",\"account\":{\"handle\":\"budi_s77\",\"name\":\"\"},\"subject\":{\"ref\":\"11\"",
		"{\"post\":\"c\",\"item\":\"post\",\"subject\":{\"ref\":\"11\"", /* the alert */
	};
	const char *at = out.s;
	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
		assert_memory_equal(at, starts[i], strlen(starts[i]));
		at = strchr(at, '\n') + 1;
	}
	assert_int_equal(*at, '\0');
}

/* However a handle is written, it is the one that account_find() finds. */
static void a_handle_is_read_alike_with_escapes_and_without(void **state)
{
	static const struct { const char *handle; bool known; } table[] = {
		{"Budi_S77", true}, {"@budi_s77", true}, {" @ BUDI_S77", true}, {"budi_s77 x", true}, {"b\\u0075di_s77", true}, {"\\u0040Budi_S77 ", true},
		{"budi_s7", false}, {"budi_s77x", false}, {"@", false}, {"b udi_s77", false}, {"budi_s77\\u0000", false}, {"budi\\/s77", false},
	};
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		char line[256];
		struct screen_options options = {.at = DAY_NONE, .accounts = true};
		struct screen_tally tally = {0};
		scoped(buf_free) struct buf out = {0};
		int n = snprintf(line, sizeof line, "{\"platform\":\"facebook\",\"text\":\"halo\",\"author\":{\"handle\":\"%s\"}}\n", table[i].handle);
		screen_lines(*state, &options, line, (size_t)n, 1, 1, &out, &tally);
		assert_int_equal(tally.bad, 0);
		if (tally.known != table[i].known)
			fail_msg("'%s' is taken for %s", table[i].handle, tally.known ? "a known one" : "a stranger");
	}
}

/* Groups are looked up when they are full, not when a post ends: none may be lost or counted twice. */
static void every_account_of_a_long_stream_is_counted_once(void **state)
{
	scoped(buf_free) struct buf lines = {0};
	scoped(buf_free) struct buf out = {0};
	for (int i = 0; i < 777; i++) {
		buf_printf(&lines, "{\"platform\":\"facebook\",\"text\":\"halo\",\"author\":{\"handle\":\"orang%d\"},\"reactions\":[", i);
		for (int k = 0; k < i % 150; k++)
			buf_printf(&lines, "%s{\"kind\":\"like\",\"author\":{\"handle\":\"%s\"}}", k ? "," : "", k % 10 ? "bukan" : "Budi_S77");
		buf_text(&lines, "]}\n");
	}
	size_t reactions = 0, known = 0;
	for (int i = 0; i < 777; i++) {
		reactions += (size_t)(i % 150);
		known += (size_t)((i % 150 + 9) / 10);
	}
	for (int told = 0; told < 2; told++) {
		struct screen_options options = {.at = DAY_NONE, .accounts = true, .accounts_told = told};
		struct screen_tally tally = {0};
		screen_lines(*state, &options, lines.s, lines.n, 1, 2, &out, &tally);
		assert_int_equal(tally.accounts, 777 + reactions);
		assert_int_equal(tally.known, known);
	}
	size_t told = 0;
	for (const char *at = out.s; (at = strchr(at, '\n')); at++)
		told++;
	assert_int_equal(told, known);
}

static uint64_t slow_key(const char *s)
{
	struct person_name name;
	uint64_t sum = 0;
	name_read(s, strlen(s), &name);
	for (size_t i = 0; i < name.n; i++) {
		char skeleton[NAME_PART_MAX];
		sum += key_share(text_hash(skeleton, name_skeleton(name.parts[i].s, name.parts[i].n, skeleton)));
	}
	return name.n ? key_done(sum, name.n) : 0;
}

/* The quick way of plain names must agree with the careful one for whatever people call themselves. */
static void the_key_of_a_name_is_made_of_its_parts_whichever_way_it_is_read(void **state)
{
	(void)state;
	static const char *const words[] = {"Budi", "SANTOSO", "Drs", "drs.", "H", "Hj", "M", "Muh", "Moch.", "Abd", "St", "S.Pd", "SE", "MM", "bin", "binti", "Siti",
					    "Nur'aini", "A", "Soekarno", "Dr", "Prof", "Ir", "S", "Sos", ",", ", ", "O'Neil", "P3K", "2", "Jean-Luc", "\u00C9lan",
					    "Abcdefghijklmnopqrstuvwxyzabcde", "Abcdefghijklmnopqrstuvwxyzabcdef", "Raden", "Andi", "Tri", "", "\xF0\x9D\x90\x80ndi", "R."};
	uint64_t seed = 7;
	for (int i = 0; i < 60000; i++) {
		char name[512] = "";
		size_t n = 1 + (seed >> 40) % 10;
		for (size_t k = 0; k < n; k++) {
			seed = seed * 6364136223846793005u + 1442695040888963407u;
			strcat(name, words[(seed >> 33) % (sizeof words / sizeof *words)]);
			strcat(name, (seed >> 20) % 9 ? " " : (seed >> 20) % 2 ? "  " : "");
		}
		if (name_key(name, strlen(name)) != slow_key(name))
			fail_msg("'%s' has two keys", name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(accounts_are_counted_whether_or_not_a_candidate_is_named, open_one, close_one),
		cmocka_unit_test_setup_teardown(those_who_may_be_employees_are_told_before_the_alerts_of_their_post, open_one, close_one),
		cmocka_unit_test_setup_teardown(a_handle_is_read_alike_with_escapes_and_without, open_one, close_one),
		cmocka_unit_test_setup_teardown(every_account_of_a_long_stream_is_counted_once, open_one, close_one),
		cmocka_unit_test(the_key_of_a_name_is_made_of_its_parts_whichever_way_it_is_read),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
