/* note_test.c -- heads and proofs as text: what was written is read back, and what begins like one must be whole. */
#include "core/chain/note.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define ROOT "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=" /* the root in the example of c2sp.org/tlog-checkpoint */
#define SIGNATURE "kQ3V1wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define HEAD "netra/receipts/99.01\n20852163\n" ROOT "\ntime 2024-11-04T17:00:03Z\n\n"
#define SIGNED HEAD "\xE2\x80\x94 netra/receipts/99.01 " SIGNATURE "\n"

static struct note_papers read_good(struct arena *a, const char *text)
{
	struct note_papers p = {0};
	struct err e = {0};
	if (note_read(a, "file", str_of(text), &p, &e) != OK)
		fail_msg("%s", e.why);
	return p;
}

static void a_head_is_read_and_written_back(void **state)
{
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	(void)state;
	struct note_papers p = read_good(&a, SIGNED);
	assert_int_equal(p.heads.n, 1);
	struct note_head *h = &p.heads.items[0];
	assert_string_equal(h->origin, "netra/receipts/99.01");
	assert_int_equal(h->size, 20852163);
	assert_int_equal(h->at.us, INT64_C(1730739603000000));
	assert_int_equal(h->n_signatures, 1);
	assert_memory_equal(h->signatures[0].key_id, "\x91\x0D\xD5\xD7", 4);
	assert_int_equal(h->text.n, strlen(HEAD) - 1); /* without the empty line */
	assert_memory_equal(h->text.s, HEAD, h->text.n);
	note_head_put(&b, h);
	assert_string_equal(b.s, SIGNED);
	h->at = INSTANT_NONE;
	buf_clear(&b);
	note_head_text(&b, h);
	assert_string_equal(b.s, "netra/receipts/99.01\n20852163\n" ROOT "\n");
}

/* In a mail, with the line ends of another system, words around it and the signatures of witnesses below it. */
static void a_head_is_found_among_other_words(void **state)
{
	scoped(arena_free) struct arena a = {0};
	(void)state;
	struct note_papers p = read_good(&a,
		"Yth. saksi,\r\n\r\nnetra/receipts/99.01\r\n7\r\n" ROOT "\r\nother words\r\n\r\n"
		"\xE2\x80\x94 witness.example AAAA\r\n\xE2\x80\x94 netra/receipts/99.01 AAAA\r\n\xE2\x80\x94 netra/receipts/99.01 " SIGNATURE "\r\n"
		"\xE2\x80\x94 short\r\n\xE2\x80\x94 \r\n\xE2\x80\x94 netra/receipts/99.01 " ROOT "\r\n"
		"\xE2\x80\x94 netra/receipts/99.01 " SIGNATURE "x\r\nSalam\r\n" SIGNED SIGNED);
	assert_int_equal(p.heads.n, 3);
	assert_int_equal(p.heads.items[0].n_signatures, 1);
	assert_true(instant_is_none(p.heads.items[0].at));
	assert_string_equal(p.heads.items[0].text.s, "netra/receipts/99.01\n7\n" ROOT "\nother words\n");
	assert_null(p.line);
}

static void proofs_are_read_and_written_back(void **state)
{
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	(void)state;
	const char *text = "netra/log-consistency@v1\nfrom 5\nto 20852163\n" ROOT "\n" ROOT "\n\n"
			   "c2sp.org/tlog-proof@v1\nindex 4\n" ROOT "\n\n" SIGNED;
	struct note_papers p = read_good(&a, text);
	assert_int_equal(p.consistencies.n, 1);
	assert_int_equal(p.consistencies.items[0].from, 5);
	assert_int_equal(p.consistencies.items[0].to, 20852163);
	assert_int_equal(p.consistencies.items[0].proof.n, 2);
	assert_int_equal(p.inclusions.n, 1);
	assert_int_equal(p.inclusions.items[0].index, 4);
	assert_int_equal(p.inclusions.items[0].head, 0);
	note_consistency_put(&b, &p.consistencies.items[0]);
	note_inclusion_put(&b, &p.inclusions.items[0]);
	note_head_put(&b, &p.heads.items[0]);
	assert_string_equal(b.s, text);
	p = read_good(&a, "netra2|a|b\nc2sp.org/tlog-proof@v1\nextra AAAA\nindex 0\n\n" SIGNED "netra1|c|d\n");
	assert_int_equal(p.inclusions.items[0].proof.n, 0);
	assert_string_equal(p.line, "netra2|a|b");
	p = read_good(&a, "netra/receipts/99.01\n1\n" ROOT "\ntime 2024-11-04T17:00:03Z\ntime later\n\n\xE2\x80\x94 x y");
	assert_int_equal(p.heads.items[0].at.us, INT64_C(1730739603000000));
	p = read_good(&a, "netra/log-consistency@v1\nfrom 0\nto 0"); /* ends without a newline */
	assert_int_equal(p.consistencies.n, 1);
	assert_string_equal(read_good(&a, " x\nnetra1|c|d \n").line, "netra1|c|d");
}

static void what_begins_like_a_head_or_proof_must_be_whole(void **state)
{
	static const char *const bad[] = {
		"netra/receipts/\n1\n" ROOT "\n\n",
		"netra/receipts/a b\n1\n" ROOT "\n\n",
		"netra/receipts/a+b\n1\n" ROOT "\n\n",
		"netra/receipts/\x01\n1\n" ROOT "\n\n",
		"netra/receipts/\x7F\n1\n" ROOT "\n\n",
		"netra/receipts/99.01",
		"netra/receipts/99.01\n\n" ROOT "\n\n",
		"netra/receipts/99.01\n01\n" ROOT "\n\n",
		"netra/receipts/99.01\n-1\n" ROOT "\n\n",
		"netra/receipts/99.01\n1x\n" ROOT "\n\n",
		"netra/receipts/99.01\n99999999999999999999\n" ROOT "\n\n",
		"netra/receipts/99.01\n9999999999999999999\n" ROOT "\n\n",
		"netra/receipts/99.01\n2305843009213693953\n" ROOT "\n\n",
		"netra/receipts/99.01\n1\n",
		"netra/receipts/99.01\n1\nAAAA\n\n",
		"netra/receipts/99.01\n1\n!sUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n",
		"netra/receipts/99.01\n1\n" ROOT,
		"netra/receipts/99.01\n1\n" ROOT "\n\nno signature\n",
		"netra/receipts/99.01\n1\n" ROOT "\ntime yesterday\n\n",
		"netra/receipts/99.01\n1\n" ROOT "\n\xFF\n\n",
		"netra/receipts/99.01\n1\n" ROOT "\n1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n\n",
		"c2sp.org/tlog-proof@v1\n",
		"c2sp.org/tlog-proof@v1\nindex\n",
		"c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\n" SIGNED,
		"c2sp.org/tlog-proof@v1\nindex 1\n" ROOT ".\n\n" SIGNED,
		"c2sp.org/tlog-proof@v1\nindex 1\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\n" SIGNED,
		"c2sp.org/tlog-proof@v1\nindex 1\n" ROOT ROOT "\n\n" SIGNED,
		"c2sp.org/tlog-proof@v1\nindex 1\n\nother words\n",
		"c2sp.org/tlog-proof@v1\nindex 1\n\nnetra/receipts/99.01\n",
		"netra/log-consistency@v1\nfrom 1\n",
		"netra/log-consistency@v1\nto 1\nfrom 2\n",
		"netra/log-consistency@v1\nfrom 1\nto 2\n.\n\n",
	};
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		scoped(arena_free) struct arena a = {0};
		struct note_papers p = {0};
		struct err e = {0};
		if (note_read(&a, "berkas.txt", str_of(bad[i]), &p, &e) != INVALID)
			fail_msg("was read: %s", bad[i]);
		assert_true(text_starts(e.why, "berkas.txt:"));
	}
}

/* More signatures than we look at, and more proofs than the first room holds. */
static void many_of_a_kind_are_read(void **state)
{
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	(void)state;
	for (int i = 0; i < 12; i++)
		buf_text(&b, "c2sp.org/tlog-proof@v1\nindex 4\n\n" SIGNED);
	for (int i = 0; i < 20; i++)
		buf_text(&b, "\xE2\x80\x94 netra/receipts/99.01 " SIGNATURE "\n");
	struct note_papers p = read_good(&a, b.s);
	assert_int_equal(p.inclusions.n, 12);
	assert_int_equal(p.inclusions.items[11].head, 11);
	assert_int_equal(p.heads.items[10].n_signatures, 1);
	assert_int_equal(p.heads.items[11].n_signatures, 16);
}

static void there_are_limits(void **state)
{
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	struct note_papers p = {0};
	struct str large = {"", NOTE_FILE_MAX + 1};
	(void)state;
	assert_int_equal(note_read(&a, "f", large, &p, NULL), INVALID);
	buf_text(&b, "netra/log-consistency@v1\nfrom 1\nto 2\n");
	for (int i = 0; i <= MERKLE_PROOF_MAX; i++)
		buf_text(&b, ROOT "\n");
	assert_int_equal(note_read(&a, "f", (struct str){b.s, b.n}, &p, NULL), INVALID);
	buf_clear(&b);
	buf_text(&b, NOTE_ORIGIN);
	for (int i = 0; i < NOTE_ORIGIN_MAX; i++)
		buf_char(&b, '9');
	buf_text(&b, "\n1\n" ROOT "\n\n\xE2\x80\x94 x y\n");
	assert_int_equal(note_read(&a, "f", (struct str){b.s, b.n}, &p, NULL), INVALID);
	buf_clear(&b);
	for (int i = 0; i <= NOTE_HEADS_MAX; i++)
		buf_text(&b, SIGNED);
	assert_int_equal(note_read(&a, "f", (struct str){b.s, b.n}, &p, NULL), INVALID);
	buf_clear(&b);
	for (int i = 0; i <= NOTE_HEADS_MAX; i++)
		buf_text(&b, "netra/log-consistency@v1\nfrom 0\nto 0\n\n");
	p = (struct note_papers){0};
	assert_int_equal(note_read(&a, "f", (struct str){b.s, b.n}, &p, NULL), INVALID);
}

/* The key of the example in c2sp.org/signed-note's Go implementation: PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW. */
static void a_key_is_told_by_name_and_bytes(void **state)
{
	scoped(arena_free) struct arena a = {0};
	scoped(buf_free) struct buf b = {0};
	static const char known[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
	static const char *const bad[] = {"", "a", "a+", "a+b", "PeterNeumann+c74f20a3+", "PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
					  "PeterNeumann+c74f20+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
					  "PeterNeumann+c74f20a3+Ahpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"};
	unsigned char key[32];
	(void)state;
	assert_true(note_key_read(str_of(known), key));
	note_key_put(&b, "PeterNeumann", key);
	assert_int_equal(b.s[b.n - 1], '\n');
	assert_memory_equal(b.s, known, sizeof known - 1);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(note_key_read(str_of(bad[i]), key));
	assert_false(note_key_read((struct str){NULL, 0}, key));
	assert_string_equal(note_origin(&a, "99.01"), "netra/receipts/99.01");
	assert_string_equal(note_origin(&a, "a b+c"), "netra/receipts/a%20b%2Bc");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_head_is_read_and_written_back),
		cmocka_unit_test(a_head_is_found_among_other_words),
		cmocka_unit_test(proofs_are_read_and_written_back),
		cmocka_unit_test(what_begins_like_a_head_or_proof_must_be_whole),
		cmocka_unit_test(many_of_a_kind_are_read),
		cmocka_unit_test(there_are_limits),
		cmocka_unit_test(a_key_is_told_by_name_and_bytes),
	};
	return cmocka_run_group_tests_name("note", tests, NULL, NULL);
}
