/* pack_test.c -- signatures that hold and break, versions in order, and what differs between two packs. */
#include "core/pack/pack.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static const struct instant NOW = {INT64_C(1730682000) * SECOND_US + 123}; /* 4 November 2024, 08.00 WIB and a little */

#define OLD                                                                                                                      \
	"{\"name\":\"Uji\",\"version\":\"1.0\",\"clock\":[{\"code\":\"PK-HANDLE\",\"length\":3,\"unit\":\"calendar_day\","           \
	"\"name_id\":\"Penanganan\",\"article\":[\"Ps 134\"],\"confidence\":\"seen\"},"                                              \
	"{\"code\":\"PK-OLD\",\"length\":1,\"unit\":\"hour\",\"article\":[\"x\"],\"confidence\":\"known\"}],"                        \
	"\"act\":[{\"code\":\"A1\",\"in_force\":\"2020-01-01\",\"title_id\":\"lama\"},{\"code\":\"A1\",\"in_force\":\"2024-01-01\","    \
	"\"title_id\":\"baru\"}],\"form\":[{\"key\":\"summons\",\"procedure\":\"pilkada\",\"code\":\"B.9\"},"                        \
	"{\"key\":\"summons\",\"procedure\":\"pemilu\",\"code\":\"B.9\"}],\"calendar\":{\"covers_to\":\"2027-12-31\"}}"
#define NEW                                                                                                                      \
	"{\"name\":\"Uji\",\"version\":\"1.1\",\"clock\":[{\"code\":\"PK-HANDLE\",\"length\":5,\"unit\":\"calendar_day\","           \
	"\"name_id\":\"Penanganan\",\"article\":[\"Ps 134\"],\"confidence\":\"seen\"},"                                              \
	"{\"code\":\"PK-NEW\",\"length\":2,\"unit\":\"hour\",\"article\":[\"y\"],\"confidence\":\"unsure\"}],"                       \
	"\"act\":[{\"code\":\"A1\",\"in_force\":\"2020-01-01\",\"title_id\":\"lama\"},{\"code\":\"A1\",\"in_force\":\"2024-01-01\","    \
	"\"title_id\":\"diperbarui\"}],\"form\":[{\"key\":\"summons\",\"procedure\":\"pilkada\",\"code\":\"K.1\"},"                  \
	"{\"key\":\"summons\",\"procedure\":\"pemilu\",\"code\":\"B.9\"}],\"calendar\":{\"covers_to\":\"2028-12-31\"},"               \
	"\"election\":[{\"code\":\"PILKADA-2031\",\"procedure\":\"pilkada\"}]}"

static void assert_fine(enum status status, const struct err *e)
{
	if (status != OK)
		fail_msg("%s", e->why);
}

static struct pack_key key_new(void)
{
	struct pack_key key;
	assert_true(sodium_init() >= 0);
	pack_key_make("Penerbit Uji", &key);
	return key;
}

static struct pack_seal seal_new(const struct pack_key *key)
{
	struct pack_seal seal;
	struct err e;
	assert_fine(pack_seal_make(key, STR(OLD), NOW, "diperiksa", &seal, &e), &e);
	return seal;
}

static void a_signature_survives_its_file_and_fits_only_its_pack(void **state)
{
	struct pack_key key = key_new(), other = key_new();
	struct pack_seal seal = seal_new(&key), read;
	struct err e;
	const char *text = pack_seal_text(&arena, &seal);
	assert_fine(pack_seal_read(&arena, text, strlen(text), &read, &e), &e);
	assert_string_equal(read.words, "diperiksa");
	assert_int_equal(read.signed_at.us, NOW.us - 123);
	assert_fine(pack_seal_check(&read, key.public_key, STR(OLD), &e), &e);
	assert_int_equal(pack_seal_check(&read, key.public_key, STR(NEW), &e), BROKEN);
	assert_int_equal(pack_seal_check(&read, other.public_key, STR(OLD), &e), FORBIDDEN);
	(void)state;
}

static void any_bit_of_pack_or_signature_that_flips_is_noticed(void **state)
{
	struct pack_key key = key_new();
	struct pack_seal seal = seal_new(&key);
	struct err e;
	char pack[] = OLD;
	for (size_t i = 0; i < sizeof pack - 1; i += 7) {
		pack[i] ^= 1;
		assert_int_equal(pack_seal_check(&seal, key.public_key, (struct str){pack, sizeof pack - 1}, &e), BROKEN);
		pack[i] ^= 1;
	}
	for (size_t i = 0; i < sizeof seal.signature; i++) {
		seal.signature[i] ^= 0x10;
		assert_int_equal(pack_seal_check(&seal, key.public_key, STR(OLD), &e), BROKEN);
		seal.signature[i] ^= 0x10;
	}
	(void)state;
}

static void the_date_and_the_words_of_the_signer_are_signed_too(void **state)
{
	struct pack_key key = key_new();
	struct pack_seal later = seal_new(&key), other = later;
	struct err e;
	later.signed_at.us += DAY_US;
	other.words = "tidak diperiksa";
	assert_int_equal(pack_seal_check(&later, key.public_key, STR(OLD), &e), BROKEN);
	assert_int_equal(pack_seal_check(&other, key.public_key, STR(OLD), &e), BROKEN);
	(void)state;
}

static void a_key_file_is_read_back_and_its_public_half_cannot_sign(void **state)
{
	struct pack_key key = key_new(), read;
	struct pack_seal seal;
	struct err e;
	const char *text = pack_key_text(&arena, &key, true), *public = pack_key_text(&arena, &key, false);
	assert_fine(pack_key_read(&arena, text, strlen(text), &read, &e), &e);
	assert_true(read.secret);
	assert_string_equal(read.id, key.id);
	assert_fine(pack_key_read(&arena, public, strlen(public), &read, &e), &e);
	assert_false(read.secret);
	assert_null(strstr(public, "secret"));
	assert_int_equal(pack_seal_make(&read, STR(OLD), NOW, "x", &seal, &e), INVALID);
	(void)state;
}

static void a_secret_half_of_another_key_is_refused(void **state)
{
	struct pack_key key = key_new(), other = key_new(), read;
	struct err e;
	memcpy(key.secret_key, other.secret_key, sizeof key.secret_key);
	const char *text = pack_key_text(&arena, &key, true);
	assert_int_equal(pack_key_read(&arena, text, strlen(text), &read, &e), INVALID);
	assert_string_equal(e.field, "secret");
	assert_false(read.secret);
	(void)state;
}

static void what_is_no_signature_is_refused_by_field(void **state)
{
	static const struct {
		const char *text, *field;
	} bad[] = {
		{"{}", NULL},
		{"{\"format\":\"netra-rulepack-signature-1\",\"algorithm\":\"rsa\"}", NULL},
		{"{\"format\":\"netra-rulepack-signature-1\",\"algorithm\":\"ed25519\",\"key\":\"zz\"}", "key"},
		{"{\"format\":\"netra-rulepack-signature-1\",\"algorithm\":\"ed25519\",\"key\":\"0011223344556677\",\"sha256\":\"1\"}", "sha256"},
	};
	struct pack_seal seal;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct err e = {0};
		assert_int_equal(pack_seal_read(&arena, bad[i].text, strlen(bad[i].text), &seal, &e), INVALID);
		assert_true(text_eq(e.field, bad[i].field) || (!e.field && !bad[i].field));
	}
	(void)state;
}

static void words_of_two_lines_are_not_signed(void **state)
{
	struct pack_key key = key_new();
	struct pack_seal seal;
	struct err e;
	assert_int_equal(pack_seal_make(&key, STR(OLD), NOW, "satu\ndua", &seal, &e), INVALID);
	assert_int_equal(pack_seal_make(&key, STR(OLD), NOW, " ", &seal, &e), INVALID);
	(void)state;
}

static void versions_are_numbers_part_by_part(void **state)
{
	assert_true(pack_version_compare("2026.10", "2026.2") > 0);
	assert_true(pack_version_compare("2026.1", "2026.1.1") < 0);
	assert_int_equal(pack_version_compare("2026.1", "2026.1"), 0);
	assert_true(pack_version_compare("1.0-rc", "1.0-beta") > 0);
	assert_true(pack_version_compare("2025.9", "2026.1") < 0);
	(void)state;
}

static const struct pack_change *change_of(const struct pack_diff *d, const char *table, const char *name)
{
	for (size_t i = 0; i < d->n; i++)
		if (!strcmp(d->items[i].table, table) && !strcmp(d->items[i].name, name))
			return &d->items[i];
	fail_msg("no change of %s %s", table, name);
	return NULL;
}

static void a_diff_names_rows_and_fields_and_nothing_else(void **state)
{
	struct pack_diff d;
	struct err e;
	assert_fine(pack_diff(&arena, STR(OLD), STR(NEW), &d, &e), &e);
	assert_int_equal(d.n, 8); /* the version, three clocks, act, form, calendar, election; act A1 of 2020 is the same */
	assert_int_equal(d.added, 2);
	assert_int_equal(d.removed, 1);
	assert_int_equal(d.changed, 4); /* PK-HANDLE, A1, the form, the calendar */
	const struct pack_change *handle = change_of(&d, "clock", "PK-HANDLE");
	assert_int_equal(handle->n, 1);
	assert_string_equal(handle->items[0].before, "3");
	assert_string_equal(handle->items[0].after, "5");
	assert_string_equal(pack_change_words(&arena, handle, ID),
			    "tenggat PK-HANDLE diubah: lamanya 3 -> 5 hari kalender [Ps 134]");
	assert_int_equal(change_of(&d, "clock", "PK-OLD")->kind, ROW_REMOVED);
	assert_string_equal(change_of(&d, "act", "A1")->items[0].before, "baru");
	assert_string_equal(change_of(&d, "form", "pilkada summons")->items[0].after, "K.1");
	assert_int_equal(change_of(&d, "election", "PILKADA-2031")->kind, ROW_ADDED);
	(void)state;
}

static void a_pack_does_not_differ_from_itself(void **state)
{
	struct pack_diff d;
	struct err e;
	assert_fine(pack_diff(&arena, STR(OLD), STR(OLD), &d, &e), &e);
	assert_int_equal(d.n, 0);
	(void)state;
}

static void rows_nobody_saw_are_listed_and_given_back_as_toml(void **state)
{
	const struct json *pack;
	struct pack_doubts doubts;
	struct err e;
	assert_fine(json_read(&arena, "x", NEW, strlen(NEW), 100000, &pack, &e), &e);
	pack_doubts(&arena, pack, &doubts);
	bool seen = false;
	for (size_t i = 0; i < doubts.n; i++) {
		assert_string_not_equal(doubts.items[i].name, "PK-HANDLE");
		seen |= !strcmp(doubts.items[i].name, "PK-NEW") && doubts.items[i].unsure;
	}
	assert_true(seen);
	assert_string_equal(pack_row_toml(&arena, pack, "clock", "PK-NEW"),
			    "[[clock]]\ncode = \"PK-NEW\"\nlength = 2\nunit = \"hour\"\narticle = [\"y\"]\nconfidence = \"unsure\"\n");
	assert_non_null(strstr(pack_row_toml(&arena, pack, "calendar", "calendar"), "covers_to = 2028-12-31\n"));
	assert_null(pack_row_toml(&arena, pack, "clock", "PK-GONE"));
	(void)state;
}

static int end(void **state)
{
	(void)state;
	arena_free(&arena);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_signature_survives_its_file_and_fits_only_its_pack),
		cmocka_unit_test(any_bit_of_pack_or_signature_that_flips_is_noticed),
		cmocka_unit_test(the_date_and_the_words_of_the_signer_are_signed_too),
		cmocka_unit_test(a_key_file_is_read_back_and_its_public_half_cannot_sign),
		cmocka_unit_test(a_secret_half_of_another_key_is_refused),
		cmocka_unit_test(what_is_no_signature_is_refused_by_field),
		cmocka_unit_test(words_of_two_lines_are_not_signed),
		cmocka_unit_test(versions_are_numbers_part_by_part),
		cmocka_unit_test(a_diff_names_rows_and_fields_and_nothing_else),
		cmocka_unit_test(a_pack_does_not_differ_from_itself),
		cmocka_unit_test(rows_nobody_saw_are_listed_and_given_back_as_toml),
	};
	return cmocka_run_group_tests_name("pack", tests, NULL, end);
}
