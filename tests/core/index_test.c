/* index_test.c -- making an index, and what becomes of a damaged one. All persons, numbers and accounts are made up. */
#define _GNU_SOURCE
#include "core/screen/builder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A generator of its own, so that every run sees the same. */
static uint64_t state_of_chance;
static uint32_t roll(uint32_t n)
{
	state_of_chance = state_of_chance * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((state_of_chance >> 33) % n);
}

/* ---- Names ---- */

static const char *const WORDS[] = {"BUDI", "Santoso", "siti", "NURHALIZA", "M", "M.", "Muh", "MUH.", "Abd", "Drs.", "Drs", "H", "Hj.", "SE", "S.E.", "SH", "bin",
				    "BINTI", "St", "Ni", "Putu", "I", "de", "Rahmawati,", "S.Pd.", "O'Neil", "José", "Ma'ruf", "Kartikasaridewiningrumwulandari", "Dr",
				    "Kartikasaridewiningrumwulandarix", "AYU", "Nur2", "Ir", "Sst", "Tri", "MM", "Yani-Ahmad", "ST", "Bc"};

/* Both ways of taking a name must agree, or the same name would stand in the register twice. */
static void plain_names_are_read_as_any_other(void **state)
{
	(void)state;
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	size_t plain_n = 0, other_n = 0;
	state_of_chance = 7;
	for (int again = 0; again < 40000; again++) {
		char name[400] = "";
		size_t to = 0;
		for (uint32_t words = 1 + roll(again % 100 ? 4 : 12); words; words--)
			to += (size_t)snprintf(name + to, sizeof name - to, "%s%s", WORDS[roll(sizeof WORDS / sizeof *WORDS)], words > 1 ? roll(50) ? " " : "  " : "");
		uint32_t plain[NAME_PARTS_MAX], read[NAME_PARTS_MAX];
		size_t n;
		if (!builder_plain_name(b, name, plain, &n)) {
			other_n++;
			continue;
		}
		struct person_name parts;
		name_read(name, strlen(name), &parts);
		plain_n++;
		if (parts.n != n || !builder_read_name(b, name, &parts, read) || memcmp(plain, read, n * sizeof *read))
			fail_msg("'%s' is read in two ways", name);
	}
	assert_true(plain_n > 2000 && other_n > 2000);
}

/* A name that is not plain leaves no word of it behind: the file holds only what some name needs. */
static void a_name_with_a_title_keeps_only_its_own_words(void **state)
{
	(void)state;
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	scoped(screen_close_scoped) struct screen *s = NULL;
	struct err e;
	assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = 1, .name = "SUKARDI, S.H."}, &e), OK);
	assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = 2, .name = "WINARTI SE"}, &e), OK);
	assert_int_equal(screen_of(b, NULL, &s, &e), OK);
	assert_int_equal(screen_info(s).tokens, 2);
}

/* ---- Rows ---- */

#define ROWS 3000
struct rows {
	struct screen_person persons[ROWS];
	struct screen_account accounts[ROWS];
	char text[ROWS][4][40];
	size_t refused[2 * ROWS], refused_n;
};

/* A register with numbers that stand twice, names that are none, accounts of nobody. */
static struct rows *compose(bool ascending)
{
	struct rows *r = calloc(1, sizeof *r);
	state_of_chance = 11;
	for (size_t i = 0; i < ROWS; i++) {
		snprintf(r->text[i][0], 40, "%04u%02u%02u2010011%03u", 1960 + roll(40), 1 + roll(12), 1 + roll(28), 1 + roll(3));
		snprintf(r->text[i][1], 40, "%s %s", WORDS[roll(40)], WORDS[roll(40)]);
		snprintf(r->text[i][2], 40, "Dinas %u", roll(30));
		snprintf(r->text[i][3], 40, "@akun%u", roll(2 * ROWS));
		int64_t ref = ascending ? (int64_t)i * 3 + 5 : (int64_t)(i * 7919 % ROWS) + 1;
		r->persons[i] = (struct screen_person){.ref = roll(300) ? ref : 0, .nip = roll(9) ? r->text[i][0] : roll(5) ? "" : "12", .name = roll(200) ? r->text[i][1] : "123",
						       .agency = r->text[i][2], .class = PNS};
		r->accounts[i] = (struct screen_account){roll(2) ? "Facebook" : "fb", r->text[i][3], roll(3) ? r->text[roll((uint32_t)i + 1)][0] : "", ref,
							 roll(50) ? "proven" : "surely"};
	}
	return r;
}

static void refuse(void *context, size_t row, const struct err *why)
{
	struct rows *r = context;
	assert_true(why->why[0]);
	r->refused[r->refused_n++] = row;
}

static void one_by_one(struct screen_builder *b, struct rows *r)
{
	struct err e;
	for (size_t i = 0; i < ROWS; i++)
		if (screen_add_person(b, &r->persons[i], &e) != OK)
			refuse(r, i, &e);
	for (size_t i = 0; i < ROWS; i++)
		if (screen_add_account(b, &r->accounts[i], &e) != OK)
			refuse(r, i, &e);
}

static void rows_may_come_one_by_one_or_many_at_once(void **state)
{
	(void)state;
	for (int ascending = 0; ascending < 2; ascending++) {
		struct rows *one = compose(ascending), *many = compose(ascending);
		scoped(screen_builder_free) struct screen_builder *a = screen_builder_new();
		scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
		unsigned char *bytes[2];
		size_t n[2];
		struct err e;
		one_by_one(a, one);
		for (size_t i = 0; i < ROWS; i += 100) {
			size_t before = many->refused_n;
			screen_add_persons(b, many->persons + i, 100, refuse, many);
			for (; before < many->refused_n; before++)
				many->refused[before] += i;
		}
		screen_add_accounts(b, many->accounts, ROWS, refuse, many);
		assert_true(one->refused_n > 300 && one->refused_n < ROWS);
		assert_int_equal(one->refused_n, many->refused_n);
		assert_memory_equal(one->refused, many->refused, one->refused_n * sizeof *one->refused);
		assert_int_equal(index_bytes(a, &bytes[0], &n[0], &e), OK);
		assert_int_equal(index_bytes(b, &bytes[1], &n[1], &e), OK);
		assert_int_equal(n[0], n[1]);
		assert_memory_equal(bytes[0], bytes[1], n[0]);
		free(bytes[0]);
		free(bytes[1]);
		free(one);
		free(many);
	}
}

/* Who came first must not show in the file: neither in the numbers of words nor in the order of namesakes. */
static void rows_may_come_in_any_order(void **state)
{
	(void)state;
	unsigned char *bytes[2];
	size_t n[2];
	struct err e;
	struct rows *r = compose(true);
	for (size_t i = 0; i < ROWS; i++)
		r->persons[i].nip = ""; /* so that none is refused for one before it */
	for (int turned = 0; turned < 2; turned++) {
		scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
		for (size_t i = 0; i < ROWS; i++)
			(void)!screen_add_person(b, &r->persons[turned ? ROWS - 1 - i : i], &e);
		assert_int_equal(index_bytes(b, &bytes[turned], &n[turned], &e), OK);
	}
	assert_int_equal(n[0], n[1]);
	assert_memory_equal(bytes[0], bytes[1], n[0]);
	free(bytes[0]);
	free(bytes[1]);
	free(r);
}

static void a_full_index_says_what_it_is_full_of(void **state)
{
	(void)state;
	static const struct { struct builder_limits limits; const char *why; } cases[] = {
		{{3, ID_MAX - 1, 1 << 20}, "room for 3 persons"}, {{1000, 20, 1 << 20}, "room for 20 different words"}, {{1000, ID_MAX - 1, 100}, "room for 100 bytes"}};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
		scoped(screen_close_scoped) struct screen *s = NULL;
		struct err e;
		enum status status = OK;
		char name[24], agency[40];
		int64_t ref = 0;
		b->limits = cases[i].limits;
		while (status == OK && ref < 100) {
			snprintf(name, sizeof name, "Contoh %c%c", 'A' + (int)ref / 26, 'a' + (int)ref % 26);
			snprintf(agency, sizeof agency, "Dinas Percontohan %lld", (long long)ref);
			status = screen_add_person(b, &(struct screen_person){.ref = ++ref, .name = name, .agency = agency}, &e);
		}
		assert_int_equal(status, TOO_LARGE);
		assert_non_null(strstr(e.why, cases[i].why));
		assert_int_equal(screen_of(b, NULL, &s, &e), OK); /* what was taken stays good */
		assert_int_equal(screen_info(s).persons, ref - 1);
	}
}

/* ---- Damage ---- */

#define TOWN 6000
static const char *const HALVES[] = {"BU", "SAN", "TO", "RI", "WAR", "DI", "KAR", "MA", "YU", "NA", "SU", "LIS", "TRI", "HAR", "JO", "PUR", "NO", "WI", "DE", "RAT"};

static void town_name(size_t i, char to[static 40])
{
	snprintf(to, 40, "%s%s %s%s", HALVES[i % 20], HALVES[i / 20 % 20], HALVES[i / 7 % 20], i % 3 ? HALVES[i / 3 % 20] : "TO");
}

/* A register large enough for every section to fill pages of its own. */
static unsigned char *town(size_t *ret_n)
{
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	unsigned char *ret;
	struct err e;
	char name[40], nip[24], agency[40], handle[24];
	for (size_t i = 0; i < TOWN; i++) {
		town_name(i, name);
		snprintf(nip, sizeof nip, "1980%02u%02u2010011%03u", (unsigned)(1 + i % 12), (unsigned)(1 + i % 28), (unsigned)(i % 999 + 1));
		snprintf(agency, sizeof agency, "Dinas Percontohan %zu", i % 200);
		snprintf(handle, sizeof handle, "akun%zu", i);
		struct screen_person p = {.ref = (int64_t)i + 1, .nip = i % 5 ? "" : nip, .name = name, .agency = agency, .region = "99.01"};
		assert_int_equal(screen_add_person(b, &p, &e), OK);
		assert_int_equal(screen_add_account(b, &(struct screen_account){"x", handle, "", (int64_t)i + 1, i % 2 ? "proven" : "claimed"}, &e), OK);
	}
	assert_int_equal(screen_add_person(b, &(struct screen_person){.ref = TOWN + 1, .name = "Drs. H. Slamet  Rekaan, M.Si"}, &e), OK);
	assert_int_equal(screen_add_term(b, &(struct screen_term){"99.01/walikota/2024", "2", "2", "name", "Arif Gunadi", "99.01"}, &e), OK);
	assert_int_equal(index_bytes(b, &ret, ret_n, &e), OK);
	return ret;
}

#define ASKED 12
struct answers {
	struct buf names[ASKED], posts[ASKED];
	size_t hits[ASKED];
};

/* The same questions to any index: names in several dresses; posts by known accounts whose display name is somebody
 * else's, so that an account that is not found would point at a namesake. */
static void ask(const struct screen *s, struct answers *ret)
{
	scoped(arena_free) struct arena a = {0};
	scoped(screen_run_free) struct screen_run *run = screen_run_new(s, NULL);
	for (size_t i = 0; i < ASKED; i++) {
		char name[40], line[400];
		struct screen_hits hits;
		struct screen_tally tally = {0};
		town_name(i * 113 % TOWN, name);
		if (i % 3 == 1)
			name[1] = 'o'; /* mistyped */
		screen_name(run, &a, i == 11 ? "Slamet Rekaan" : name, 5, &hits);
		ret->hits[i] = hits.n;
		buf_clear(&ret->names[i]);
		screen_hits_json(&ret->names[i], name, &hits, 0);
		town_name(i * 113 % TOWN, name);
		snprintf(line, sizeof line, "{\"id\":\"%zu\",\"platform\":\"x\",\"region\":\"99.01\",\"author\":{\"handle\":\"%s%zu\",\"name\":\"%s\"},\"text\":\"Ayo coblos Arif Gunadi!\"}", i,
			 i % 4 ? "akun" : "lain", i * 97, name);
		buf_clear(&ret->posts[i]);
		screen_lines(s, NULL, line, strlen(line), 1, 1, &ret->posts[i], &tally);
	}
}

static void answers_free(struct answers *x)
{
	for (size_t i = 0; i < ASKED; i++) {
		buf_free(&x->names[i]);
		buf_free(&x->posts[i]);
	}
}

struct score {
	size_t refused, asked, same, missing;
};

/* An answer may be missing. It may not be another one. */
static void compare(const struct answers *good, const struct answers *got, size_t at, struct score *score)
{
	for (size_t i = 0; i < ASKED; i++) {
		bool gone = !got->hits[i] && good->hits[i], silent = !got->posts[i].n && good->posts[i].n;
		if (!gone && strcmp(good->names[i].s, got->names[i].s))
			fail_msg("byte %zu turned: name %zu is answered otherwise:\n%s%s", at, i, good->names[i].s, got->names[i].s);
		if (!silent && got->posts[i].n && (!good->posts[i].n || strcmp(good->posts[i].s, got->posts[i].s)))
			fail_msg("byte %zu turned: post %zu is answered otherwise:\n%s%s", at, i, good->posts[i].n ? good->posts[i].s : "-\n", got->posts[i].s);
		score->same += (size_t)!gone + !silent;
		score->missing += (size_t)gone + silent;
	}
}

/* Opened as a large file is: most pages are compared only when they are needed. */
#define LARGE 0
#define EACH 499 /* bytes between two that are asked about in full; of the others the page alone is asked */
static void any_byte_turned_changes_no_answer(void **state)
{
	(void)state;
	size_t n;
	unsigned char *bytes = town(&n);
	struct screen *s = NULL;
	struct answers good = {0}, got = {0};
	struct score score = {0};
	struct err e;
	assert_int_equal(index_open_bytes(bytes, n, LARGE, &s, &e), OK);
	ask(s, &good);
	screen_close(s);
	for (size_t i = 0; i < ASKED; i++)
		assert_true(good.hits[i] > 0 && (good.posts[i].n > 0 || i % 4 == 0));
	for (size_t at = 0; at < n; at++) {
		bytes[at] ^= 0xFF;
		s = NULL;
		if (index_open_bytes(bytes, n, LARGE, &s, &e) != OK) {
			assert_int_equal(e.status, BROKEN);
			score.refused++;
		} else if (at % EACH == 0) {
			score.asked++;
			ask(s, &got);
			compare(&good, &got, at, &score);
			assert_int_equal(screen_sound(s, &e), BROKEN);
		} else if (index_sound(s, bytes + at, 1) || !screen_broken(s)) {
			fail_msg("byte %zu of %zu may be turned unseen", at, n);
		}
		screen_close(s);
		bytes[at] ^= 0xFF;
	}
	assert_true(score.refused > INDEX_HEADER && score.asked > 300);
	assert_true(score.same > 1000 && score.missing > 1000); /* the rest of a damaged file still answers */
	answers_free(&good);
	answers_free(&got);
	free(bytes);
}

static void any_bit_of_the_header_turned_is_refused(void **state)
{
	(void)state;
	size_t n;
	unsigned char *bytes = town(&n);
	for (size_t bit = 0; bit < (size_t)INDEX_HEADER * 8; bit++) {
		struct screen *s = NULL;
		struct err e;
		bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
		if (index_open_bytes(bytes, n, LARGE, &s, &e) != BROKEN || !e.why[0])
			fail_msg("bit %zu of the header may be turned unseen", bit);
		bytes[bit / 8] ^= (unsigned char)(1u << (bit % 8));
	}
	free(bytes);
}

static void an_index_cut_anywhere_or_grown_is_refused(void **state)
{
	(void)state;
	size_t n;
	unsigned char *good = town(&n);
	for (size_t keep = 0; keep <= n + 128; keep += 64) {
		unsigned char *bytes = aligned_alloc(64, keep + 64);
		struct screen *s = NULL;
		struct err e;
		memset(bytes, 0, keep + 64);
		memcpy(bytes, good, keep < n ? keep : n);
		for (size_t more = keep == n; more < 2; more++) {
			assert_int_equal(index_open_bytes(bytes, keep + more, LARGE, &s, &e), BROKEN);
			assert_true(e.why[0]);
		}
		free(bytes);
	}
	free(good);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_names_are_read_as_any_other),
		cmocka_unit_test(a_name_with_a_title_keeps_only_its_own_words),
		cmocka_unit_test(rows_may_come_one_by_one_or_many_at_once),
		cmocka_unit_test(rows_may_come_in_any_order),
		cmocka_unit_test(a_full_index_says_what_it_is_full_of),
		cmocka_unit_test(any_byte_turned_changes_no_answer),
		cmocka_unit_test(any_bit_of_the_header_turned_is_refused),
		cmocka_unit_test(an_index_cut_anywhere_or_grown_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
