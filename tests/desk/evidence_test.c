/* evidence_test.c -- whatever is changed behind Netra's back is found and named. */
#include "desk/evidence/evidence.h"
#include "lobby.h"
#include "outside.h"

#include <fcntl.h>
#include <sys/stat.h>

SUPPORT_SQL(region_add, "INSERT INTO region (id, code, name, kind) VALUES ($1, $2, 'Kota Tirtamulya', 'kota')", 2, 0, true,
	    VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(region_rename, "UPDATE region SET name = 'Desa Sumber' WHERE id = $1", 1, 0, true, VALUE_INT);
SUPPORT_SQL(region_remove, "DELETE FROM region WHERE id = $1", 1, 0, true, VALUE_INT);

static int start(void **state)
{
	lobby_start(state);
	struct lobby *f = *state;
	f->public.role = ROLE_ADMIN;
	return 0;
}

static void run(struct lobby *f, const struct statement *q, int64_t id)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct value args[] = {value_int(id), value_text(arena_printf(&f->s.arena, "%lld", (long long)id))};
	assert_ok(desk_begin(&f->public, WRITE, &tx, e));
	assert_ok(tx_run(&tx, q, args, NULL, e));
	assert_ok(tx_commit(&tx, e));
}

static int64_t file_add(struct lobby *f, const char *text)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct file_new as = {.bytes = str_of(text), .name = "../../etc/foto kampanye.jpg", .origin = "patrol"};
	int64_t id;
	assert_ok(desk_begin(&f->public, WRITE, &tx, e));
	assert_ok(evidence_file_add(&tx, &f->public, &as, &id, e));
	assert_ok(tx_commit(&tx, e));
	return id;
}

static void checkpoint(struct lobby *f)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->public, WRITE, &tx, e));
	assert_ok(evidence_checkpoint(&tx, &f->public, e));
	assert_ok(tx_commit(&tx, e));
}

static struct verify_report verify(struct lobby *f)
{
	struct verify_report r;
	assert_ok(evidence_verify(&f->public, &r, NULL, NULL, e));
	return r;
}

static void is_sound(struct lobby *f)
{
	struct verify_report r = verify(f);
	if (r.n)
		fail_msg("%zu faults, the first: %s %s", r.n, r.items[0].kind, r.items[0].text_en);
}

static const struct verify_fault *found(const struct verify_report *r, const char *kind, const char *table, int64_t row)
{
	for (size_t i = 0; i < r->n; i++)
		if (!strcmp(r->items[i].kind, kind) && !strcmp(r->items[i].table, table) && (!row || r->items[i].row == row))
			return &r->items[i];
	for (size_t i = 0; i < r->n; i++)
		print_message("fault: %s %s %lld %s\n", r->items[i].kind, r->items[i].table, (long long)r->items[i].row,
			      r->items[i].text_en);
	fail_msg("no fault %s in %s %lld among %zu", kind, table, (long long)row, r->n);
	return NULL;
}

/* From outside, as a stranger with the database's own tool would; the guards are taken away first. */
static void outside(struct lobby *f, const char *sql)
{
	support_outside(&f->s, sql);
}

static void what_netra_wrote_itself_is_sound(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	run(f, &region_add, 6);
	run(f, &region_rename, 5);
	run(f, &region_remove, 6);
	file_add(f, "isi foto");
	checkpoint(f);
	is_sound(f);
	struct verify_report r = verify(f);
	assert_int_equal(r.seals, 7); /* the office, four changes, the file, the checkpoint */
	assert_int_equal(r.files, 1);
	assert_int_equal(r.first.us <= r.last.us, 1);
}

static void a_changed_row_is_named_with_its_last_seal(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	outside(f, "UPDATE region SET name = 'Kota Lain' WHERE id = 5");
	struct verify_report r = verify(f);
	const struct verify_fault *x = found(&r, "row_changed", "region", 5);
	assert_int_equal(r.n, 1);
	assert_int_equal(x->seq, 2);
	assert_non_null(strstr(x->text, "Senin, 4 November 2024, 09.00 WIB"));
	assert_non_null(strstr(x->text_en, "region, row 5"));
}

static void a_deleted_row_is_missing(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	outside(f, "DELETE FROM region WHERE id = 5");
	struct verify_report r = verify(f);
	found(&r, "row_missing", "region", 5);
}

static void a_row_written_by_hand_was_never_sealed(void **state)
{
	struct lobby *f = *state;
	outside(f, "INSERT INTO region (id, code, name, kind) VALUES (9, '9', 'Kota Gelap', 'kota')");
	struct verify_report r = verify(f);
	found(&r, "row_unsealed", "region", 9);
	run(f, &region_add, 5); /* a later honest transaction does not launder it */
	r = verify(f);
	found(&r, "row_unsealed", "region", 9);
}

static void a_deleted_row_that_comes_back_is_named(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	run(f, &region_remove, 5);
	outside(f, "INSERT INTO region (id, code, name, kind) VALUES (5, '5', 'Kota Tirtamulya', 'kota')");
	struct verify_report r = verify(f);
	found(&r, "row_unsealed", "region", 5);
}

static void two_rows_that_changed_places_are_both_named(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	run(f, &region_add, 6);
	outside(f, "UPDATE region SET code = 'x' WHERE id = 5; UPDATE region SET code = '5' WHERE id = 6;"
		   "UPDATE region SET code = '6' WHERE id = 5");
	struct verify_report r = verify(f);
	found(&r, "row_changed", "region", 5);
	found(&r, "row_changed", "region", 6);
}

static void a_changed_seal_breaks_the_chain(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	run(f, &region_add, 6);
	outside(f, "UPDATE seal SET at = at + 1 WHERE seq = 2");
	struct verify_report r = verify(f);
	assert_int_equal(found(&r, "seal_broken", "seal", 0)->seq, 2);
	assert_int_equal(r.n, 1);
}

static void a_seal_taken_out_of_the_middle_is_missed(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	run(f, &region_add, 6);
	outside(f, "DELETE FROM seal WHERE seq = 2");
	struct verify_report r = verify(f);
	found(&r, "seal_missing", "seal", 0);
	found(&r, "row_unsealed", "region", 5);
}

static void a_cut_tail_is_told_by_the_head(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	run(f, &region_add, 6);
	outside(f, "DELETE FROM seal WHERE seq = 3");
	struct verify_report r = verify(f);
	assert_int_equal(found(&r, "chain_cut", "seal", 0)->seq, 3);
}

static void a_changed_or_missing_head_is_told(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	outside(f, "UPDATE chain_head SET seq = 1");
	struct verify_report r = verify(f);
	found(&r, "head_changed", "chain_head", 0);
	outside(f, "DELETE FROM chain_head");
	r = verify(f);
	found(&r, "head_missing", "chain_head", 0);
}

/* The thief cuts the tail and sets the head back, so that the chain looks whole: the checkpoint that a witness
 * holds still says how far it reached. */
static void a_chain_set_back_contradicts_its_checkpoint(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	checkpoint(f);
	outside(f, "DELETE FROM seal WHERE seq > 1; DELETE FROM region;"
		   "UPDATE chain_head SET seq = 1, link = (SELECT link FROM seal WHERE seq = 1)");
	struct verify_report r = verify(f);
	found(&r, "chain_rewritten", "checkpoint", 0);
}

static void a_checkpoint_with_another_signature_is_told(void **state)
{
	struct lobby *f = *state;
	run(f, &region_add, 5);
	checkpoint(f);
	outside(f, "UPDATE checkpoint SET at = at + 1");
	struct verify_report r = verify(f);
	found(&r, "checkpoint_broken", "checkpoint", 0);
	found(&r, "row_changed", "checkpoint", 0);
}

static char *evidence_path(struct lobby *f, const char *text)
{
	char *hex = hash_hex(&f->s.arena, hash_of(text, strlen(text)));
	return arena_printf(&f->s.arena, "%s/evidence/%.2s/%s", f->s.folder, hex, hex);
}

static void a_changed_or_missing_evidence_file_is_named(void **state)
{
	struct lobby *f = *state;
	int64_t id = file_add(f, "isi foto");
	int fd = open(evidence_path(f, "isi foto"), O_WRONLY);
	assert_int_equal(pwrite(fd, "I", 1, 0), 1);
	close(fd);
	struct verify_report r = verify(f);
	found(&r, "file_changed", "evidence_file", id);
	struct str bytes;
	struct err e;
	struct tx tx = {0};
	assert_ok(desk_begin(&f->public, READ, &tx, e));
	assert_int_equal(evidence_file_read(&tx, &f->public, id, &bytes, NULL, &e), BROKEN);
	tx_rollback(&tx);
	assert_int_equal(unlink(evidence_path(f, "isi foto")), 0);
	r = verify(f);
	found(&r, "file_missing", "evidence_file", id);
}

static void a_file_is_kept_once_and_read_back(void **state)
{
	struct lobby *f = *state;
	int64_t one = file_add(f, "\xFF\xD8\xFF foto"), two = file_add(f, "\xFF\xD8\xFF foto");
	assert_int_not_equal(one, two);
	struct evidence_file_get_row row;
	struct str bytes;
	struct tx tx = {0};
	assert_ok(desk_begin(&f->public, READ, &tx, e));
	assert_ok(evidence_file_read(&tx, &f->public, two, &bytes, &row, e));
	assert_int_equal(bytes.n, 8);
	assert_string_equal(row.type, "image/jpeg");
	assert_string_equal(row.name, "../../etc/foto kampanye.jpg"); /* remembered, never a path */
	struct err e;
	assert_int_equal(evidence_file_read(&tx, &f->public, 12345, &bytes, &row, &e), NOT_FOUND);
	tx_rollback(&tx);
	struct stat st;
	assert_int_equal(stat(evidence_path(f, "\xFF\xD8\xFF foto"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void types_are_told_by_the_first_bytes(void **state)
{
	(void)state;
	assert_string_equal(file_type_of(STR("%PDF-1.4")), "application/pdf");
	assert_string_equal(file_type_of(STR("\x89PNG\r\n\x1A\n...")), "image/png");
	assert_string_equal(file_type_of(STR("RIFF....WEBPVP8 ")), "image/webp");
	assert_string_equal(file_type_of(STR("XXXX....WEBPVP8 ")), "text/plain");
	assert_string_equal(file_type_of(STR("nama,nip\n")), "text/plain");
	assert_string_equal(file_type_of(STR("\x7F" "ELF\x02\x01\x01")), "application/octet-stream");
	assert_string_equal(file_type_of(STR("")), "application/octet-stream");
}

/* -- receipts -- */

static void a_receipt_is_signed_and_any_change_shows(void **state)
{
	struct lobby *f = *state;
	struct receipt r = {.office_code = "99.01", .number = "006/PL/PW/Kota/99.01/X/2024", .at = SUPPORT_NOW,
			    .content = hash_of("isi laporan", 11), .seq = 7}, back;
	evidence_receipt_sign(f->office, &r);
	char *line = evidence_receipt_line(&f->s.arena, &r);
	assert_non_null(strstr(line, "netra1|99.01|006/PL/PW/Kota/99.01/X/2024|2024-11-04T02:00:00Z|"));
	assert_ok(evidence_receipt_parse(&f->s.arena, line, &back, e));
	assert_true(evidence_receipt_good(f->office->sign_public, &back));
	assert_int_equal(back.seq, 7);
	for (size_t i = 0; line[i]; i++) {
		char kept = line[i];
		line[i] = kept == '1' ? '2' : '1';
		if (line[i] != kept && evidence_receipt_parse(&f->s.arena, line, &back, NULL) == OK &&
		    evidence_receipt_good(f->office->sign_public, &back))
			fail_msg("a change at byte %zu does not show", i);
		line[i] = kept;
	}
}

static void what_is_no_receipt_is_refused(void **state)
{
	(void)state;
	scoped(arena_free) struct arena a = {0};
	struct receipt r;
	const char *bad[] = {"", "netra1", "netra1|a|b|c|d|e|f", "netra2|99.01|n|2024-11-04T02:00:00Z|00|1|x",
			     "netra1|99.01|n|2024-11-04T02:00:00Z|00|1|x|y", "\xFF\xFE"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(evidence_receipt_parse(&a, bad[i], &r, NULL), INVALID);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, start, lobby_end)
	const struct CMUnitTest tests[] = {
		CASE(what_netra_wrote_itself_is_sound),
		CASE(a_changed_row_is_named_with_its_last_seal),
		CASE(a_deleted_row_is_missing),
		CASE(a_row_written_by_hand_was_never_sealed),
		CASE(a_deleted_row_that_comes_back_is_named),
		CASE(two_rows_that_changed_places_are_both_named),
		CASE(a_changed_seal_breaks_the_chain),
		CASE(a_seal_taken_out_of_the_middle_is_missed),
		CASE(a_cut_tail_is_told_by_the_head),
		CASE(a_changed_or_missing_head_is_told),
		CASE(a_chain_set_back_contradicts_its_checkpoint),
		CASE(a_checkpoint_with_another_signature_is_told),
		CASE(a_changed_or_missing_evidence_file_is_named),
		CASE(a_file_is_kept_once_and_read_back),
		cmocka_unit_test(types_are_told_by_the_first_bytes),
		CASE(a_receipt_is_signed_and_any_change_shows),
		cmocka_unit_test(what_is_no_receipt_is_refused),
	};
	return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
