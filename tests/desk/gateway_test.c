/* gateway_test.c -- what is read out of a gateway's message: its fields, a code within, the sender's own address. */
#include "casework.h"
#include "desk/intake/gateway.h"

static struct arena arena;

static int forget(void **state)
{
	arena_free(&arena);
	return 0;
}

static enum status read_one(const char *json, struct gateway_message *m, struct err *e)
{
	return gateway_read(&arena, WIB, json, strlen(json), m, e);
}

static void refused(const char *json, const char *field)
{
	struct gateway_message m;
	struct err e = {0};
	assert_int_equal(read_one(json, &m, &e), INVALID);
	assert_string_equal(e.field, field);
	assert_null(strstr(e.why, "08005550123")); /* what stood there may be somebody's number */
}

#define HEAD "{\"id\":\"1\",\"channel\":\"wa\",\"from\":\"08005550123\""

static void a_message_is_read(void **state)
{
	struct gateway_message m;
	assert_ok(read_one(HEAD ",\"text\":\" halo \",\"at\":\"2024-11-04T08:00:00+07:00\",\"media\":[\"a.jpg\",{\"file\":\"b\","
				"\"name\":\"x\"}],\"lang\":\"en\",\"extra\":{}}", &m, e));
	assert_string_equal(m.text, "halo");
	assert_int_equal(m.at.us, instant_at(day_of(2024, 11, 4), 8, 0, 0, WIB).us);
	assert_int_equal(m.n_media, 2);
	assert_string_equal(m.media[0].name, "a.jpg");
	assert_string_equal(m.media[1].name, "x");
	assert_true(m.english);
	assert_ok(read_one("{\"id\":77,\"channel\":\"telegram\",\"from\":12345678,\"text\":\"x\"}", &m, e)); /* ids as numbers */
	assert_string_equal(m.from, "12345678");
}

static void a_fault_is_named_by_its_field(void **state)
{
	refused("{", "(whole)");
	refused("[]", "(whole)");
	refused("{}", "id");
	refused("{\"id\":\"\"}", "id");
	refused("{\"id\":true}", "id");
	refused("{\"id\":\"1\",\"channel\":\"fax\"}", "channel");
	refused("{\"id\":\"1\",\"channel\":\"web\"}", "channel"); /* a door of ours, not of a gateway */
	refused("{\"id\":\"1\",\"channel\":\"wa\"}", "from");
	refused(HEAD "}", "text");
	refused(HEAD ",\"text\":5}", "text");
	refused(HEAD ",\"text\":\"x\",\"at\":\"kemarin 08005550123\"}", "at");
	refused(HEAD ",\"media\":\"a\"}", "media");
	refused(HEAD ",\"media\":[\"../a\"]}", "media");
	refused(HEAD ",\"media\":[\"/etc/passwd\"]}", "media");
	refused(HEAD ",\"media\":[\".ssh\"]}", "media");
	refused(HEAD ",\"media\":[{}]}", "media");
}

static void code_is(const char *text, const char *code, bool alone)
{
	bool got;
	const char *found = gateway_code(&arena, text, &got);
	if (!code) {
		assert_null(found);
		return;
	}
	assert_non_null(found);
	assert_string_equal(found, code);
	assert_int_equal(got, alone);
}

static void a_code_is_found_in_digits_or_words(void **state)
{
	const char *w[CODE_WORDS];
	code_words("1234567890123456", w);
	const char *words = arena_printf(&arena, "%s %s %s %s %s %s", w[0], w[1], w[2], w[3], w[4], w[5]);
	code_is("1234 5678 9012 3456", "1234567890123456", true);
	code_is(" 1234-5678-9012-3456. ", "1234567890123456", true);
	code_is("kode saya 1234567890123456, ada foto", "1234567890123456", false);
	code_is(words, "1234567890123456", true);
	code_is(arena_printf(&arena, "halo, %s", words), "1234567890123456", false);
	code_is("12345678901234567", NULL, false);       /* one digit too many */
	code_is("123456789012345 ada", NULL, false);     /* one too few */
	code_is("+1234567890123456", NULL, false);       /* a number to call */
	code_is("1234 5678 9012 3456 7", NULL, false);
	code_is("ada lurah ikut kampanye di lapangan besar sekali", NULL, false);
	code_is("", NULL, false);
}

static void the_senders_own_address_is_blanked(void **state)
{
	struct gateway_message m = {.channel = "wa", .from = "+62 800 5550 123", .name = "Seruni Wiryaloka"};
	assert_string_equal(gateway_blank(&arena, "hubungi 0800-5550-123 atau +628005550123.", &m), "hubungi [disegel] atau [disegel].");
	assert_string_equal(gateway_blank(&arena, "salam SERUNI WIRYALOKA", &m), "salam [disegel]");
	assert_string_equal(gateway_blank(&arena, "nomor lurah 0800 1110 123", &m), "nomor lurah 0800 1110 123");
	assert_string_equal(gateway_blank(&arena, "Seruni melihat", &m), "Seruni melihat");
	struct gateway_message mail = {.channel = "email", .from = "warga@contoh.example", .name = ""};
	assert_string_equal(gateway_blank(&arena, "tulis ke Warga@Contoh.example ya", &mail), "tulis ke [disegel] ya");
	assert_string_equal(gateway_blank(&arena, "xwarga@contoh.example", &mail), "xwarga@contoh.example");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_message_is_read, forget),
		cmocka_unit_test_teardown(a_fault_is_named_by_its_field, forget),
		cmocka_unit_test_teardown(a_code_is_found_in_digits_or_words, forget),
		cmocka_unit_test_teardown(the_senders_own_address_is_blanked, forget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
