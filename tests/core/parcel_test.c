/* parcel_test.c -- a hand-over as one sealed file: the RFC's vectors, every damage named, nothing opened by a stranger. */
#include "core/parcel/parcel_internal.h"

#include <setjmp.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static const struct instant NOW = {INT64_C(1730682000) * SECOND_US}; /* 4 November 2024, 08.00 WIB */

static void assert_fine(enum status status, const struct err *e)
{
	if (status != OK)
		fail_msg("%s: %s", e->where, e->why);
}

static void hex(const char *text, unsigned char *ret, size_t n) { assert_true(hex_bytes(text, ret, n)); }

/* ---- RFC 9180, appendix A.3.1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode ---- */

static const char sender_scalar[] = "4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb";
static const char sender_point[] = "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
				   "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4";
static const char recipient_scalar[] = "f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2";
static const char recipient_point[] = "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82"
				      "6a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0";
static const char sealed_first[] = "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434";
static const struct {
	int seq;
	const char *sealed;
} sealed_later[] = {
	{1, "fa6f037b47fc21826b610172ca9637e82d6e5801eb31cbd3748271affd4ecb06646e0329cbdf3c3cd655b28e82"},
	{2, "895cabfac50ce6c6eb02ffe6c048bf53b7f7be9a91fc559402cbc5b8dcaeb52b2ccc93e466c28fb55fed7a7fec"},
	{4, "8787491ee8df99bc99a246c4b3216d3d57ab5076e18fa27133f520703bc70ec999dd36ce042e44f0c3169a6a8f"},
	{255, "2ad71c85bf3f45c6eca301426289854b31448bcf8a8ccb1deef3ebd87f60848aa53c538c30a4dac71d619ee2cd"},
	{256, "10f179686aa2caec1758c8e554513f16472bd0a11e2a907dde0b212cbe87d74f367f8ffe5e41cd3e9962a6afb2"},
};
#define INFO  STR("Ode on a Grecian Urn")
#define PLAIN STR("Beauty is truth, truth beauty")
#define AAD   STR("Count-0")

static struct parcel_private pair(const char *scalar, const char *point)
{
	struct parcel_private key;
	struct err e = {0};
	unsigned char bytes[POINT_SIZE];
	hex(point, bytes, POINT_SIZE);
	hex(scalar, key.scalar, 32);
	assert_fine(public_of_point(bytes, &key.public, &e), &e);
	return key;
}

static void the_vector_of_the_rfc_is_sealed_byte_for_byte(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_private own = pair(sender_scalar, sender_point), to = pair(recipient_scalar, recipient_point);
	scoped(hpke_end) struct hpke h = {0};
	unsigned char want[45], got[45];
	hex(sealed_first, want, sizeof want);
	assert_fine(hpke_sender(&to.public, &own, HPKE_AES_128_GCM, INFO, &h, &e), &e);
	assert_fine(hpke_seal(&h, AAD, PLAIN, got, &e), &e);
	assert_memory_equal(got, want, sizeof want);
}

/* A.3.1.1: each piece under a nonce of its own. */
static void the_later_pieces_are_those_of_the_rfc(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_private own = pair(sender_scalar, sender_point), to = pair(recipient_scalar, recipient_point);
	scoped(hpke_end) struct hpke h = {0};
	unsigned char want[45], got[45];
	char aad[16];
	assert_fine(hpke_sender(&to.public, &own, HPKE_AES_128_GCM, INFO, &h, &e), &e);
	for (int seq = 0, at = 0; seq <= 256; seq++) {
		snprintf(aad, sizeof aad, "Count-%d", seq);
		assert_fine(hpke_seal(&h, str_of(aad), PLAIN, got, &e), &e);
		if (seq != sealed_later[at].seq)
			continue;
		hex(sealed_later[at++].sealed, want, sizeof want);
		assert_memory_equal(got, want, sizeof want);
	}
}

/* Neither additional data nor plain text: the tag alone, which fits that and nothing else; and no second time. */
static void nothing_is_sealed_and_opened_too(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_private own = pair(sender_scalar, sender_point), to = pair(recipient_scalar, recipient_point);
	scoped(hpke_end) struct hpke h = {0}, back = {0};
	unsigned char sealed[2 * TAG_SIZE], plain[1];
	assert_fine(hpke_sender(&to.public, &own, HPKE_AES_256_GCM, INFO, &h, &e), &e);
	assert_fine(hpke_receiver(&to, own.public.point, HPKE_AES_256_GCM, INFO, &back, &e), &e);
	for (int i = 0; i < 2; i++)
		assert_fine(hpke_seal(&h, STR(""), STR(""), sealed + i * TAG_SIZE, &e), &e);
	assert_memory_not_equal(sealed, sealed + TAG_SIZE, TAG_SIZE);
	struct str first = {(const char *)sealed, TAG_SIZE};
	assert_int_equal(hpke_open(&back, AAD, first, plain, NULL), BROKEN);
	assert_fine(hpke_open(&back, STR(""), first, plain, &e), &e);
	assert_int_equal(hpke_open(&back, STR(""), first, plain, NULL), BROKEN);
	first.n--;
	assert_int_equal(hpke_open(&back, STR(""), first, plain, NULL), BROKEN);
}

static void the_vector_of_the_rfc_is_opened_by_its_recipient_alone(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_private to = pair(recipient_scalar, recipient_point), other;
	unsigned char point[POINT_SIZE], sealed[45], plain[29];
	hex(sender_point, point, POINT_SIZE);
	hex(sealed_first, sealed, sizeof sealed);
	struct str bytes = {(const char *)sealed, sizeof sealed};
	{
		scoped(hpke_end) struct hpke h = {0};
		assert_fine(hpke_receiver(&to, point, HPKE_AES_128_GCM, INFO, &h, &e), &e);
		assert_fine(hpke_open(&h, AAD, bytes, plain, &e), &e);
		assert_memory_equal(plain, PLAIN.s, sizeof plain);
	}
	assert_fine(parcel_private_new(&other, &e), &e);
	scoped(hpke_end) struct hpke h = {0};
	assert_fine(hpke_receiver(&other, point, HPKE_AES_128_GCM, INFO, &h, &e), &e);
	assert_int_equal(hpke_open(&h, AAD, bytes, plain, NULL), BROKEN);
}

/* ---- keys ---- */

static struct parcel_private key_new(void)
{
	struct parcel_private key;
	struct err e = {0};
	assert_true(sodium_init() >= 0);
	assert_fine(parcel_private_new(&key, &e), &e);
	return key;
}

static void a_public_key_is_the_pem_that_openssl_writes(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_public key;
	/* The recipient of A.3.1 through `openssl ec -pubout`; its fingerprint through `openssl ec -pubout -outform DER | sha256sum`. */
	static const char pem[] = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE/owZzgkFGR68KYqSRXklMfJvDOzi\n"
				  "RgY56Lw5y39waoJqd5tM+Wm4oOU5x/Yvs9MK1qqPgOMPHRKKr9aKLOcuoA==\n-----END PUBLIC KEY-----\n";
	struct parcel_private to = pair(recipient_scalar, recipient_point);
	assert_string_equal(parcel_public_text(&arena, &to.public), pem);
	const char *letter = arena_printf(&arena, "Kepada kantor: inilah kunci kami.\r\n%s\nSalam.", pem);
	assert_fine(parcel_public_read(str_of(letter), &key, &e), &e);
	assert_memory_equal(key.point, to.public.point, POINT_SIZE);
	assert_string_equal(key.print, "A277 64DC A633 7305 2800 9F8D 8B02 7286");
	assert_int_equal(strlen(key.print), PARCEL_PRINT - 1);
}

static void what_is_no_public_key_is_refused_with_the_reason(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_public key;
	assert_int_equal(parcel_public_read(STR("-----BEGIN EC PRIVATE KEY-----\nMHc=\n-----END EC PRIVATE KEY-----"), &key, &e), INVALID);
	assert_non_null(strstr(e.why, "PRIVATE"));
	assert_int_equal(parcel_public_read(STR("halo"), &key, &e), INVALID);
	assert_int_equal(parcel_public_read(STR("-----END PUBLIC KEY----------BEGIN PUBLIC KEY-----"), &key, &e), INVALID);
	assert_int_equal(parcel_public_read(STR("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"), &key, &e), INVALID);
	struct parcel_private mine = key_new();
	mine.public.point[64] ^= 1; /* beside the curve */
	assert_int_equal(parcel_public_read(str_of(parcel_public_text(&arena, &mine.public)), &key, &e), INVALID);
	assert_non_null(strstr(e.why, "curve"));
}

static void a_private_key_opens_with_its_passphrase_alone(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_private key = key_new(), back;
	const char *text, *name;
	assert_int_equal(parcel_private_text(&arena, &key, "BKN", "terlalu pdk", &text, &e), INVALID);
	assert_fine(parcel_private_text(&arena, &key, "BKN", "kata sandi yang panjang", &text, &e), &e);
	assert_null(strstr(text, hex_text(&arena, key.scalar, 32)));
	assert_int_equal(parcel_private_read(&arena, str_of(text), "kata sandi yang salah", &back, &name, &e), FORBIDDEN);
	assert_fine(parcel_private_read(&arena, str_of(text), "kata sandi yang panjang", &back, &name, &e), &e);
	assert_memory_equal(back.scalar, key.scalar, 32);
	assert_string_equal(name, "BKN");
	assert_int_equal(parcel_private_read(&arena, STR("{\"netra_key\":1}"), "x", &back, &name, &e), INVALID);
}

/* ---- parcels ---- */

struct made {
	struct parcel_private to;
	unsigned char sign_public[32], sign_secret[64];
	struct str bytes;
};

static const struct { const char *name, *text; } inside[] = {
	{"surat.pdf", "%PDF-1.5 surat"}, {"data.json", "{\"schema\":\"netra.handover/2\"}"}, {"bukti/B-01.txt", "isi bukti"}};
#define INSIDE_N (sizeof inside / sizeof *inside)
#define LARGE    200000 /* bytes of a fourth file: more than three pieces */

static struct str large(void)
{
	char *bytes = arena_alloc(&arena, LARGE);
	for (size_t i = 0; i < LARGE; i++)
		bytes[i] = (char)(i * i / 7);
	return (struct str){bytes, LARGE};
}

struct twist { /* how a parcel differs from what its manifest says */
	const char *rename, *to, *text;
	bool leave_out, sign_badly, plain;
	const char *print;
};

static void file_put(struct parcel_writer *w, const char *name, struct str bytes)
{
	struct err e = {0};
	assert_fine(parcel_write_file(w, name, (int64_t)bytes.n, &e), &e);
	assert_fine(parcel_write_bytes(w, bytes, &e), &e);
}

static struct parcel_manifest manifest_of(struct made *m, const struct twist *t)
{
	struct parcel_manifest all = {.office = "99.01", .office_name = "Bawaslu Kota\nTirtamulya", .letter = "012/X", .file = "003/Y",
				      .sent = "2024-11-04T08:00:00+07:00", .recipient = "BKN", .print = t->print ? t->print : m->to.public.print};
	memcpy(all.office_key, m->sign_public, 32);
	for (size_t i = 0; i < INSIDE_N; i++)
		ARENA_PUSH(&arena, &all.files, ((struct parcel_file){inside[i].name, hash_of(inside[i].text, strlen(inside[i].text)), -1}));
	struct str rest = large();
	ARENA_PUSH(&arena, &all.files, ((struct parcel_file){"bukti/B-02.jpg", hash_of(rest.s, rest.n), -1}));
	return all;
}

static struct made make(const struct twist *t)
{
	struct made m = {.to = key_new()};
	struct err e = {0};
	struct buf out = {0}, manifest = {0};
	scoped(parcel_writer_free) struct parcel_writer *w = NULL;
	crypto_sign_keypair(m.sign_public, m.sign_secret);
	struct parcel_manifest all = manifest_of(&m, t);
	parcel_manifest_write(&manifest, &all, m.sign_secret);
	if (t->sign_badly)
		manifest.s[manifest.n - 3] = manifest.s[manifest.n - 3] == '0' ? '1' : '0';
	assert_fine(parcel_write_begin(&arena, t->plain ? NULL : &m.to.public, "99.01", NOW, &out, &w, &e), &e);
	file_put(w, PARCEL_MANIFEST, (struct str){manifest.s, manifest.n});
	for (size_t i = 0; i < INSIDE_N; i++) {
		bool this = t->rename && !strcmp(t->rename, inside[i].name);
		if (!this)
			file_put(w, inside[i].name, str_of(inside[i].text));
		else if (!t->leave_out)
			file_put(w, t->to ? t->to : inside[i].name, str_of(t->text ? t->text : inside[i].text));
	}
	file_put(w, "bukti/B-02.jpg", large());
	assert_fine(parcel_write_end(w, &e), &e);
	m.bytes = (struct str){arena_strndup(&arena, out.s, 0), out.n};
	char *copy = arena_alloc(&arena, out.n);
	memcpy(copy, out.s, out.n);
	m.bytes.s = copy;
	buf_free(&out);
	buf_free(&manifest);
	return m;
}

struct feed {
	struct str rest;
	size_t step;
};

static enum status feed_next(void *context, struct str *ret, struct err *e)
{
	(void)e;
	struct feed *f = context;
	*ret = (struct str){f->rest.s, f->rest.n < f->step ? f->rest.n : f->step};
	f->rest.s += ret->n;
	f->rest.n -= ret->n;
	return OK;
}

static enum status check(const struct made *m, struct str bytes, struct parcel_report *ret, struct err *e)
{
	struct feed f = {bytes, 777};
	return parcel_check(&arena, feed_next, &f, &m->to, m->sign_public, NULL, ret, e);
}

static void a_whole_parcel_has_no_fault(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_report r;
	struct made m = make(&(struct twist){0});
	assert_fine(check(&m, m.bytes, &r, &e), &e);
	assert_int_equal(r.faults.n, 0);
	assert_int_equal(r.files.n, 4);
	assert_true(r.sealed);
	assert_string_equal(r.manifest.recipient, "BKN");
	assert_string_equal(r.manifest.office, "99.01 Bawaslu Kota Tirtamulya");
	assert_int_equal(r.files.items[1].size, LARGE); /* bukti/B-02.jpg */
}

struct seen {
	size_t files, bytes;
};

static enum status see(void *context, const char *name, struct str bytes, bool begin, struct err *e)
{
	(void)e, (void)name;
	struct seen *s = context;
	s->files += begin;
	s->bytes += bytes.n;
	return OK;
}

static void an_unsealed_parcel_is_an_ordinary_zip_and_is_checked_too(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_report r;
	struct seen seen = {0};
	struct parcel_taker taker = {see, &seen};
	struct made m = make(&(struct twist){.plain = true, .print = "-"});
	assert_memory_equal(m.bytes.s, "PK\3\4", 4);
	struct feed f = {m.bytes, 100000};
	assert_fine(parcel_check(&arena, feed_next, &f, NULL, m.sign_public, &taker, &r, &e), &e);
	assert_int_equal(r.faults.n, 0);
	assert_false(r.sealed);
	assert_int_equal(seen.files, 5);
	assert_true(seen.bytes > LARGE);
}

static void fault_is(const struct twist *t, enum parcel_fault_kind kind, const char *name)
{
	struct err e = {0};
	struct parcel_report r;
	struct made m = make(t);
	assert_fine(check(&m, m.bytes, &r, &e), &e);
	for (size_t i = 0; i < r.faults.n; i++)
		if (r.faults.items[i].kind == kind && !strcmp(r.faults.items[i].name, name))
			return;
	fail_msg("no fault %d of %s among %zu", kind, name, r.faults.n);
}

static void what_does_not_match_is_named(void **state)
{
	(void)state;
	fault_is(&(struct twist){.rename = "surat.pdf", .text = "%PDF-1.5 SURAT"}, PARCEL_CHANGED, "surat.pdf");
	fault_is(&(struct twist){.rename = "data.json", .leave_out = true}, PARCEL_MISSING, "data.json");
	fault_is(&(struct twist){.rename = "bukti/B-01.txt", .to = "bukti/B-09.txt"}, PARCEL_EXTRA, "bukti/B-09.txt");
	fault_is(&(struct twist){.sign_badly = true}, PARCEL_UNSIGNED, PARCEL_MANIFEST);
	fault_is(&(struct twist){.print = "0000 0000 0000 0000 0000 0000 0000 0000"}, PARCEL_READDRESSED, PARCEL_MANIFEST);
}

static void a_parcel_of_another_office_is_noticed(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_report r;
	struct made m = make(&(struct twist){0});
	m.sign_public[0] ^= 1;
	assert_fine(check(&m, m.bytes, &r, &e), &e);
	assert_int_equal(r.faults.n, 1);
	assert_int_equal(r.faults.items[0].kind, PARCEL_STRANGER);
}

static void only_the_recipient_opens_it(void **state)
{
	(void)state;
	struct err e = {0};
	struct parcel_report r;
	struct made m = make(&(struct twist){0});
	struct parcel_private other = key_new();
	struct feed f = {m.bytes, 5000};
	assert_int_equal(parcel_check(&arena, feed_next, &f, &other, NULL, NULL, &r, &e), FORBIDDEN);
	assert_non_null(strstr(e.why, m.to.public.print)); /* says whose it is */
	f = (struct feed){m.bytes, 5000};
	assert_int_equal(parcel_check(&arena, feed_next, &f, NULL, NULL, NULL, &r, &e), FORBIDDEN);
	other.public = m.to.public; /* somebody claims the fingerprint without having the key */
	f = (struct feed){m.bytes, 5000};
	assert_int_not_equal(parcel_check(&arena, feed_next, &f, &other, NULL, NULL, &r, &e), OK);
}

/* Cut after any number of bytes: never taken for whole. The cuts at the edges of pieces are the ones that would be missed. */
static void a_parcel_that_was_cut_short_is_refused(void **state)
{
	(void)state;
	struct made m = make(&(struct twist){0});
	size_t head = (size_t)(strstr(m.bytes.s, "\n\n") - m.bytes.s) + 2 + POINT_SIZE;
	for (size_t n = 0; n < m.bytes.n; n += n < head + 40 ? 1 : 1733) {
		struct err e = {0};
		struct parcel_report r;
		assert_int_not_equal(check(&m, (struct str){m.bytes.s, n}, &r, &e), OK);
	}
	for (size_t piece = 1; piece <= 3; piece++) {
		struct err e = {0};
		struct parcel_report r;
		assert_int_equal(check(&m, (struct str){m.bytes.s, head + piece * (PIECE_SIZE + TAG_SIZE)}, &r, &e), BROKEN);
		assert_non_null(strstr(e.why, "cut short"));
	}
}

static void a_changed_byte_anywhere_is_noticed_and_the_file_is_named(void **state)
{
	(void)state;
	struct made m = make(&(struct twist){0});
	char *bytes = arena_alloc(&arena, m.bytes.n);
	for (size_t at = 0; at < m.bytes.n; at += at < 300 ? 1 : 4099) {
		struct err e = {0};
		struct parcel_report r;
		memcpy(bytes, m.bytes.s, m.bytes.n);
		bytes[at] ^= 4;
		assert_int_not_equal(check(&m, (struct str){bytes, m.bytes.n}, &r, &e), OK);
	}
	struct err e = {0};
	struct parcel_report r;
	memcpy(bytes, m.bytes.s, m.bytes.n);
	bytes[150000] ^= 4;
	assert_int_equal(check(&m, (struct str){bytes, m.bytes.n}, &r, &e), BROKEN);
	assert_non_null(strstr(e.why, "bukti/B-02.jpg"));
	assert_non_null(strstr(e.why, "piece 3"));
}

static void names_that_would_leave_the_folder_are_refused(void **state)
{
	(void)state;
	static const char *const bad[] = {"", "../x", "a/../b", "/etc/x", "a//b", ".x", "a/.x", "a/b/c", "a b", "x\n", "a\\b", "a/", "c:x"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(parcel_name_good(bad[i]));
	assert_true(parcel_name_good("berita-acara/1.pdf"));
	struct err e = {0};
	struct buf out = {0};
	scoped(parcel_writer_free) struct parcel_writer *w = NULL;
	assert_fine(parcel_write_begin(&arena, NULL, "99.01", NOW, &out, &w, &e), &e);
	assert_int_equal(parcel_write_file(w, "../x", 1, &e), INVALID);
	assert_fine(parcel_write_file(w, "x", 3, &e), &e);
	assert_int_equal(parcel_write_bytes(w, STR("four"), &e), BROKEN);
	assert_int_equal(parcel_write_end(w, &e), BROKEN); /* three bytes were promised */
	parcel_writer_free(&w);
	buf_free(&out);
}

static void a_manifest_that_is_none_names_its_line(void **state)
{
	(void)state;
	struct parcel_manifest m;
	struct err e = {0};
	bool good;
	assert_int_equal(parcel_manifest_read(&arena, STR("halo\n"), &m, &good, &e), INVALID);
	assert_int_equal(parcel_manifest_read(&arena, STR("# netra-manifest 2\nabc  x\n"), &m, &good, &e), INVALID);
	assert_non_null(strstr(e.why, "line 2"));
	assert_int_equal(parcel_manifest_read(&arena, STR("# netra-manifest 2\n# office-key: 12\n"), &m, &good, &e), INVALID);
	assert_fine(parcel_manifest_read(&arena, STR("# netra-manifest 2\n# letter: 1\n"), &m, &good, &e), &e);
	assert_false(good);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vector_of_the_rfc_is_sealed_byte_for_byte),
		cmocka_unit_test(the_later_pieces_are_those_of_the_rfc),
		cmocka_unit_test(nothing_is_sealed_and_opened_too),
		cmocka_unit_test(the_vector_of_the_rfc_is_opened_by_its_recipient_alone),
		cmocka_unit_test(a_public_key_is_the_pem_that_openssl_writes),
		cmocka_unit_test(what_is_no_public_key_is_refused_with_the_reason),
		cmocka_unit_test(a_private_key_opens_with_its_passphrase_alone),
		cmocka_unit_test(a_whole_parcel_has_no_fault),
		cmocka_unit_test(an_unsealed_parcel_is_an_ordinary_zip_and_is_checked_too),
		cmocka_unit_test(what_does_not_match_is_named),
		cmocka_unit_test(a_parcel_of_another_office_is_noticed),
		cmocka_unit_test(only_the_recipient_opens_it),
		cmocka_unit_test(a_parcel_that_was_cut_short_is_refused),
		cmocka_unit_test(a_changed_byte_anywhere_is_noticed_and_the_file_is_named),
		cmocka_unit_test(names_that_would_leave_the_folder_are_refused),
		cmocka_unit_test(a_manifest_that_is_none_names_its_line),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(&arena);
	return failed;
}
