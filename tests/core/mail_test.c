/* mail_test.c -- mails as people send them: forwarded, in broken charsets, with files, in HTML, by programs. All invented. */
#include "core/mail/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int forget(void **state)
{
	arena_free(&arena);
	return 0;
}

static struct mail read_mail(const char *text)
{
	struct mail m = {0};
	struct err e = {0};
	if (mail_read(&arena, str_of(text), &m, &e) != OK)
		fail_msg("%s", e.why);
	return m;
}

#define HEAD                                                                                                                   \
	"Received: from mx.contoh.example by bawaslu.tirtamulya.example; Mon, 4 Nov 2024 08:59:30 +0700\r\n"                    \
	"Received: from invented by mx.contoh.example; Mon, 4 Nov 2019 08:00:00 +0700\r\n"                                     \
	"From: =?UTF-8?Q?Warga_Contoh?= <warga@contoh.example>\r\n"                                                            \
	"Message-ID: <m-1@contoh.example>\r\nSubject: =?ISO-8859-1?Q?Kampanye_di_caf=E9?=\r\nMIME-Version: 1.0\r\n"

static void a_plain_mail_is_read(void **state)
{
	struct mail m = read_mail(HEAD "In-Reply-To: <b@x>\r\nReferences: <a@x> <b@x>\r\n\r\nAda pegawai di panggung.\r\n");
	assert_string_equal(m.from, "warga@contoh.example");
	assert_string_equal(m.name, "Warga Contoh");
	assert_string_equal(m.subject, "Kampanye di caf\u00e9");
	assert_string_equal(m.id, "m-1@contoh.example");
	assert_string_equal(m.text, "Ada pegawai di panggung.");
	assert_int_equal(m.n_answers, 3);
	assert_string_equal(m.answers[0], "b@x");
	assert_string_equal(m.answers[2], "a@x");
	assert_false(m.automatic);
}

/* The line below the topmost may have been written by anybody. */
static void the_time_is_that_of_the_last_server(void **state)
{
	struct mail m = read_mail(HEAD "\r\nx\r\n");
	assert_int_equal(m.received.us, instant_at(day_of(2024, 11, 4), 8, 59, 30, WIB).us);
	assert_true(instant_is_none(read_mail("From: a@b\r\nDate: Mon, 4 Nov 2024 08:00:00 +0700\r\n\r\nx").received));
	assert_true(instant_is_none(read_mail("Received: tanpa waktu\r\nFrom: a@b\r\n\r\nx").received));
}

static void of_two_forms_the_plain_one_counts(void **state)
{
	struct mail m = read_mail(HEAD "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
				       "polos\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>kaya</p>\r\n--b--\r\n");
	assert_string_equal(m.text, "polos");
	m = read_mail(HEAD "Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n"
			   "\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>kaya</p>\r\n--b--\r\n");
	assert_string_equal(m.text, "kaya");
}

static void html_becomes_text(void **state)
{
	const char *html = "<html><head><title>t</title><style>p{}</style></head><body><p>Satu&nbsp;&amp; dua<br>tiga</p>"
			   "<script>alert(1)</script><!-- <b> --><div>a &lt; b &#233; &#x2019; &bogus; x < y</div></body></html>";
	assert_string_equal(mail_html_text(&arena, html, strlen(html), 1000),
			    "Satu & dua\ntiga\n\na < b \u00e9 \u2019 &bogus; x < y");
}

static void broken_charsets_are_read_as_well_as_can_be(void **state)
{
	assert_string_equal(mail_utf8(&arena, "caf\xe9", 4, NULL), "caf\u00e9");
	assert_string_equal(mail_utf8(&arena, "caf\xe9", 4, "x-unknown"), "caf\u00e9");
	assert_string_equal(mail_utf8(&arena, "caf\xc3\xa9", 5, "x-unknown"), "caf\u00e9");
	assert_string_equal(mail_utf8(&arena, "caf\xe9.", 5, "utf-8"), "caf\uFFFD.");
	assert_string_equal(mail_utf8(&arena, "\xff\xfe" "a\0b\0", 6, "utf-16"), "ab");
	assert_string_equal(mail_utf8(&arena, "a\x81", 2, "windows-1252"), "a\uFFFD");
}

static void attachments_are_files_whatever_they_are(void **state)
{
	struct mail m = read_mail(HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nlihat lampiran\r\n--b\r\n"
				       "Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n"
				       "eJ8+Ig==\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Disposition: attachment; "
				       "filename=\"../catatan.txt\"\r\n\r\nisi\r\n--b\r\nContent-Type: image/jpeg\r\n"
				       "Content-Transfer-Encoding: base64\r\n\r\n/9j/4A==\r\n--b--\r\n");
	assert_string_equal(m.text, "lihat lampiran");
	assert_int_equal(m.n_files, 3);
	assert_string_equal(m.files[0].name, "winmail.dat");
	assert_int_equal(m.files[0].bytes.n, 4);
	assert_memory_equal(m.files[0].bytes.s, "\x78\x9f\x3e\x22", 4);
	assert_string_equal(m.files[1].name, "../catatan.txt"); /* a name, never a path */
	assert_string_equal(m.files[2].name, "");
}

static void a_forwarded_mail_is_unfolded_without_its_addresses(void **state)
{
	struct mail m = read_mail(HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nsaya teruskan\r\n--b\r\n"
				       "Content-Type: message/rfc822\r\n\r\nFrom: Orang Lain <lain@rahasia.example>\r\n"
				       "Subject: undangan\r\n\r\nhadir ya\r\n--b--\r\n");
	assert_non_null(strstr(m.text, "saya teruskan"));
	assert_non_null(strstr(m.text, "Surat terusan: undangan"));
	assert_non_null(strstr(m.text, "hadir ya"));
	assert_null(strstr(m.text, "rahasia"));
	assert_string_equal(m.from, "warga@contoh.example");
}

static void programs_are_not_answered(void **state)
{
	assert_true(read_mail("From: a@b\r\nAuto-Submitted: auto-replied\r\n\r\nsaya cuti").automatic);
	assert_true(read_mail("Return-Path: <>\r\nFrom: a@b\r\n\r\nx").automatic);
	assert_true(read_mail("From: MAILER-DAEMON@b\r\n\r\nx").automatic);
	assert_true(read_mail("From: a@b\r\nList-Id: <l.b>\r\n\r\nx").automatic);
	assert_false(read_mail("From: a@b\r\nAuto-Submitted: no\r\n\r\nx").automatic);
}

static void parts_past_the_limits_are_dropped_and_counted(void **state)
{
	char *deep = arena_printf(&arena, "%s", HEAD);
	for (int i = 0; i < 40; i++)
		deep = arena_printf(&arena, "%sContent-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", deep, i, i);
	struct mail m = read_mail(arena_printf(&arena, "%s\r\n\r\ndalam\r\n", deep));
	assert_int_equal(m.dropped, 1);
	char *wide = arena_printf(&arena, HEAD "Content-Type: multipart/mixed; boundary=b\r\n\r\n");
	for (int i = 0; i < 60; i++)
		wide = arena_printf(&arena, "%s--b\r\nContent-Type: image/png\r\n\r\nx%d\r\n", wide, i);
	m = read_mail(arena_printf(&arena, "%s--b--\r\n", wide));
	assert_int_equal(m.n_files, MAIL_FILES_MAX);
	assert_int_equal(m.dropped, 10);
}

static void what_is_no_mail_is_refused(void **state)
{
	struct mail m;
	struct err e = {0};
	assert_int_equal(mail_read(&arena, STR(""), &m, &e), INVALID);
	assert_int_equal(mail_read(&arena, STR("halo, ini bukan surel"), &m, &e), INVALID);
	assert_string_equal(e.field, "From");
	assert_int_equal(mail_read(&arena, STR("\x89PNG\r\n\x1a\n\0\0\0"), &m, &e), INVALID);
	struct str huge = {"", MAIL_MAX + 1};
	assert_int_equal(mail_read(&arena, huge, &m, &e), TOO_LARGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(a_plain_mail_is_read, forget),
		cmocka_unit_test_teardown(the_time_is_that_of_the_last_server, forget),
		cmocka_unit_test_teardown(of_two_forms_the_plain_one_counts, forget),
		cmocka_unit_test_teardown(html_becomes_text, forget),
		cmocka_unit_test_teardown(broken_charsets_are_read_as_well_as_can_be, forget),
		cmocka_unit_test_teardown(attachments_are_files_whatever_they_are, forget),
		cmocka_unit_test_teardown(a_forwarded_mail_is_unfolded_without_its_addresses, forget),
		cmocka_unit_test_teardown(programs_are_not_answered, forget),
		cmocka_unit_test_teardown(parts_past_the_limits_are_dropped_and_counted, forget),
		cmocka_unit_test_teardown(what_is_no_mail_is_refused, forget),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
