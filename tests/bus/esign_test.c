/* esign_test.c -- what the electronic signer's answers mean. The whole way over HTTP is walked in tests/journeys/papers_test.py. */
#include "bus/esign.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void each_answer_has_one_meaning(void **state)
{
	static const struct {
		long http;
		const char *body;
		enum esign_outcome means;
	} answers[] = {
		{200, "%PDF-1.5 signed", ESIGN_SIGNED},
		{200, "<html>maaf</html>", ESIGN_NOT_PDF},
		{200, "", ESIGN_NOT_PDF},
		{200, "{\"error\":\"Passphrase anda salah\",\"status_code\":2031}", ESIGN_PASSPHRASE},
		{400, "{\"error\":\"Passphrase anda salah\",\"status_code\":2031}", ESIGN_PASSPHRASE},
		{400, "{\"error\":\"apa saja\",\"status_code\":2031}", ESIGN_PASSPHRASE},
		{400, "{\"error\":\"User tidak terdaftar\",\"status_code\":2011}", ESIGN_NOT_REGISTERED},
		{404, "{\"message\":\"User belum terdaftar\"}", ESIGN_NOT_REGISTERED},
		{400, "{\"error\":\"Sertifikat pengguna expired\"}", ESIGN_EXPIRED},
		{400, "{\"error\":\"Sertifikat sudah kedaluwarsa\"}", ESIGN_EXPIRED},
		{500, "{\"error\":\"Internal Server Error\"}", ESIGN_REFUSED},
		{500, "%PDF-1.5 with an error", ESIGN_REFUSED},
		{502, "Bad gateway", ESIGN_REFUSED},
		{504, "", ESIGN_TIMEOUT},
		{401, "Unauthorized", ESIGN_CREDENTIALS},
		{400, "{\"error\":", ESIGN_REFUSED},
		{400, "\xff\xfe{", ESIGN_REFUSED},
	};
	(void)state;
	for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
		struct arena a = {0};
		enum esign_outcome got = esign_read(&a, answers[i].http, str_of(answers[i].body));
		if (got != answers[i].means)
			fail_msg("%ld %s: %s", answers[i].http, answers[i].body, esign_code(got));
		arena_free(&a);
	}
}

static void every_outcome_has_words_for_people(void **state)
{
	(void)state;
	for (int o = 0; o < ESIGN_N; o++)
		assert_true(strlen(esign_words((enum esign_outcome)o, false)) > 5 && strlen(esign_words((enum esign_outcome)o, true)) > 5);
}

static void an_address_that_is_none_is_refused_and_a_closed_door_is_told(void **state)
{
	struct arena a = {0};
	struct err e = {0};
	enum esign_outcome outcome;
	struct str pdf;
	struct esign_server server = {.url = "ftp://x", .user = "", .password = "", .timeout_s = 2};
	struct esign_ask ask = {.pdf = {"%PDF-", 5}, .name = "x.pdf", .nik = "9901011212800001", .passphrase = "rahasia"};
	(void)state;
	assert_int_equal(esign_sign(&a, &server, &ask, &outcome, &pdf, &e), INVALID);
	assert_null(strstr(e.why, "rahasia"));
	server.url = "http://127.0.0.1:1"; /* nobody listens there */
	assert_int_equal(esign_sign(&a, &server, &ask, &outcome, &pdf, &e), OK);
	assert_int_equal(outcome, ESIGN_UNREACHABLE);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_answer_has_one_meaning),
		cmocka_unit_test(every_outcome_has_words_for_people),
		cmocka_unit_test(an_address_that_is_none_is_refused_and_a_closed_door_is_told),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
