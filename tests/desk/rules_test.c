/* rules_test.c -- packs are trusted, installed and obeyed: new files take the pack in force, old ones keep theirs, and
 * what is not in order changes nothing. The other pack is the one of the binary with other lengths, codes and patterns.
 */
#include "support.h"

#include "base/buf.h"
#include "core/cases/cases.h"
#include "desk/docket/docket.h"
#include "desk/evidence/evidence.h"
#include "desk/rules/rules.h"

#include <sodium.h>
#include <stdlib.h>

SUPPORT_SQL(sql_rows, "SELECT (SELECT COUNT(*) FROM pack_install) * 1000 + (SELECT COUNT(*) FROM rulepack) * 100 + "
		      "(SELECT COUNT(*) FROM access_log)", 0, 1, false, VALUE_NULL);
SUPPORT_SQL(sql_damage, "UPDATE rulepack SET body = replace(body, '\"length\":5', '\"length\":6')", 0, 0, true, VALUE_NULL);

struct bench {
	struct support s;
	struct office *o;
	struct desk d;
	struct pack_key key;
};

static int start(void **state)
{
	struct bench *b = calloc(1, sizeof *b);
	support_start(&b->s);
	b->o = support_office(&b->s);
	b->d = support_desk(&b->s, b->o, ROLE_ADMIN, 0);
	pack_key_make("Biro Hukum", &b->key);
	assert_ok(rules_trust(&b->d, &b->key, "admin", "sidik jari dibandingkan", e));
	*state = b;
	return 0;
}

static int end(void **state)
{
	struct bench *b = *state;
	office_close(b->o);
	support_end(&b->s);
	free(b);
	return 0;
}

/* The first FROM after AFTER becomes TO. */
static const char *changed(struct bench *b, const char *pack, const char *after, const char *from, const char *to)
{
	const char *at = strstr(pack, after);
	at = at ? strstr(at, from) : NULL;
	if (!at)
		fail_msg("the pack holds no %s after %s", from, after);
	return arena_printf(&b->s.arena, "%.*s%s%s", (int)(at - pack), pack, to, at + strlen(from));
}

/* Another pack of the same law: five days to handle, a summons of another code, other numbers of receipts. */
static const char *other_pack(struct bench *b, const char *version)
{
	const char *p = changed(b, law_embedded, "\"code\":\"PK-HANDLE\"", "\"length\":3", "\"length\":5");
	p = changed(b, p, "\"pilkada_receipt\"", "\"pattern\":\"", "\"pattern\":\"BARU-");
	const char *was = strstr(p, "\"version\":\"");
	const char *after = strchr(was + 11, '"');
	return arena_printf(&b->s.arena, "%.*s\"version\":\"%s%s", (int)(was - p), p, version, after);
}

static struct rules_new signed_pack(struct bench *b, const char *pack)
{
	struct pack_seal seal;
	assert_ok(pack_seal_make(&b->key, str_of(pack), b->d.now, "uji", &seal, e));
	return (struct rules_new){.pack = str_of(pack), .seal = str_of(pack_seal_text(&b->s.arena, &seal)), .election = "",
				  .procedure = "", .from = DAY_NONE, .who = "admin", .reason = "Pilkada 2031"};
}

static int64_t rows_now(struct bench *b)
{
	struct rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(tx_run(&tx, &sql_rows, NULL, &rows, e));
	return value_as_int(rows.items);
}

static void refused(struct bench *b, const struct rules_new *as, enum status expected, const char *words)
{
	struct err e = {0};
	struct rules_done done;
	int64_t before = rows_now(b);
	const struct law *law = b->o->law;
	assert_int_equal(rules_install(&b->d, as, &done, &e), expected);
	if (!strstr(e.why, words))
		fail_msg("'%s' does not say '%s'", e.why, words);
	assert_int_equal(rows_now(b), before);
	assert_ptr_equal(b->o->law, law);
}

struct docket_file_law {
	const char *hash, *receipt;
	int handle;
};

static struct docket_file_law open_file(struct bench *b, int64_t *ret_id)
{
	struct docket_new as = {.kind = "report", .procedure = PILKADA, .title = "Laporan uji", .event_on = day_of(2024, 11, 3),
				.known_on = day_of(2024, 11, 3)};
	struct docket_file_law got;
	struct case_get_row row;
	const struct law *law;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->d, WRITE, &tx, e));
	assert_ok(docket_open(&tx, &b->d, &as, "report_received", ret_id, e));
	assert_ok(docket_receipt(&tx, &b->d, *ret_id, &got.receipt, e));
	assert_ok(case_get(&tx, *ret_id, &row, e));
	assert_ok(docket_law(&tx, &b->d, row.rulepack, &law, e));
	got.hash = row.rulepack;
	got.handle = law_clock(law, "PK-HANDLE")->amount;
	assert_ok(tx_commit(&tx, e));
	return got;
}

static void a_new_pack_is_for_new_files_and_old_files_keep_theirs(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	int64_t old_file, new_file;
	struct docket_file_law before = open_file(b, &old_file);
	const struct law *old_law = b->o->law;
	struct rules_new as = signed_pack(b, other_pack(b, "2099.1"));
	assert_ok(rules_install(&b->d, &as, &done, e));
	assert_false(done.already);
	assert_int_equal(before.handle, 3);
	assert_string_equal(done.publisher, "Biro Hukum");
	struct docket_file_law after = open_file(b, &new_file);
	assert_string_equal(after.hash, done.hash);
	assert_int_equal(after.handle, 5);
	assert_true(text_starts(after.receipt, "BARU-"));
	assert_false(text_starts(before.receipt, "BARU-"));
	struct case_get_row row;
	const struct law *law;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(case_get(&tx, old_file, &row, e));
	assert_string_equal(row.rulepack, before.hash);
	assert_ok(docket_law(&tx, &b->d, row.rulepack, &law, e));
	assert_ptr_equal(law, old_law); /* the same pack in memory, still alive */
}

static void a_request_ends_under_the_law_under_which_it_began(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	struct desk during = b->d;
	during.regime = b->o->regime;
	const struct law *before = desk_law(&during);
	struct rules_new as = signed_pack(b, other_pack(b, "2099.1"));
	assert_ok(rules_install(&b->d, &as, &done, e));
	assert_ptr_equal(desk_law(&during), before);
	assert_ptr_not_equal(desk_law(&b->d), before);
	assert_ptr_equal(desk_law(&b->d), b->o->law);
}

static void installing_twice_changes_nothing(void **state)
{
	struct bench *b = *state;
	struct rules_done done, again;
	struct rules_new as = signed_pack(b, other_pack(b, "2099.1"));
	assert_ok(rules_install(&b->d, &as, &done, e));
	int64_t rows = rows_now(b);
	assert_ok(rules_install(&b->d, &as, &again, e));
	assert_true(again.already);
	assert_int_equal(again.install, done.install);
	assert_int_equal(rows_now(b), rows);
}

static void a_pack_waits_for_its_day_and_counts_only_for_its_procedure(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	struct rules_new as = signed_pack(b, other_pack(b, "2099.1"));
	as.procedure = "pilkada";
	as.from = day_of(2024, 11, 6); /* two days after SUPPORT_NOW */
	assert_ok(rules_install(&b->d, &as, &done, e));
	struct desk later = b->d;
	later.now.us += 2 * DAY_US;
	assert_int_equal(law_clock(desk_law_for(&b->d, "", PILKADA), "PK-HANDLE")->amount, 3);
	assert_int_equal(law_clock(desk_law_for(&later, "", PILKADA), "PK-HANDLE")->amount, 5);
	assert_int_equal(law_clock(desk_law_for(&later, "", PEMILU), "PK-HANDLE")->amount, 3);
	assert_int_equal(law_clock(desk_law(&later), "PK-HANDLE")->amount, 3);
}

static void a_pack_for_one_election_comes_before_one_for_all(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	struct rules_new one = signed_pack(b, other_pack(b, "2099.1"));
	const char *seven = changed(b, other_pack(b, "2099.2"), "\"code\":\"PK-HANDLE\"", "\"length\":5", "\"length\":7");
	struct rules_new all = signed_pack(b, seven);
	one.election = "PILKADA-2024"; /* its stages are in the pack */
	assert_ok(rules_install(&b->d, &one, &done, e));
	assert_ok(rules_install(&b->d, &all, &done, e));
	assert_int_equal(law_clock(desk_law_for(&b->d, "PILKADA-2024", PILKADA), "PK-HANDLE")->amount, 5);
	assert_int_equal(law_clock(desk_law_for(&b->d, "PILKADA-2031", PILKADA), "PK-HANDLE")->amount, 7);
	one.election = "PILKADA-1999";
	refused(b, &one, INVALID, "unknown election 'PILKADA-1999'");
}

static void what_is_not_in_order_changes_nothing(void **state)
{
	struct bench *b = *state;
	struct rules_new as = signed_pack(b, other_pack(b, "2099.1")), bad = as;
	bad.seal = (struct str){0};
	refused(b, &bad, FORBIDDEN, "not signed");
	struct pack_key stranger = {0}, own = b->key;
	pack_key_make("Orang lain", &stranger);
	b->key = stranger;
	bad = signed_pack(b, other_pack(b, "2099.1"));
	b->key = own;
	refused(b, &bad, FORBIDDEN, "does not trust");
	char *flipped = arena_strndup(&b->s.arena, as.pack.s, as.pack.n);
	flipped[as.pack.n / 2] ^= 1;
	bad = as;
	bad.pack.s = flipped;
	refused(b, &bad, BROKEN, "its bytes were changed");
	bad = as;
	bad.from = day_of(2024, 11, 3);
	refused(b, &bad, INVALID, "in the past");
	bad = as;
	bad.procedure = "pilkades";
	refused(b, &bad, INVALID, "pilkades");
	bad = as;
	bad.reason = " ";
	refused(b, &bad, INVALID, "reason");
}

/* Signed with a good key, and yet no law: each fault is named with its row and reason, and nothing is written. A fault
 * is one change of a good pack: behind AFTER the first FROM becomes TO. */
#define LOST_STATE                                                                                                             \
	"\"state\":[{\"article\":[\"x\"],\"code\":\"LOST\",\"confidence\":\"known\",\"name_en\":\"x\",\"name_id\":\"x\",\"source\":[\"x\"]," \
	"\"terminal\":true},{"
static const struct pack_fault {
	const char *what, *after, *from, *to, *words;
} pack_faults[] = {
	{"a gap between two versions of an act", "\"act\":[", "\"until\":\"2024-11-13\"", "\"until\":\"2024-11-12\"",
	 "act PILKADA-71-1: a gap between the dates of two rows"},
	{"a gap between two receivers", "\"route\":[", "\"until\":\"2024-09-10\"", "\"until\":\"2024-09-09\"",
	 "route KASN: a gap before the next receiver"},
	{"two versions of an act on one day", "\"act\":[", "\"until\":\"2024-11-13\"", "\"until\":\"2024-11-14\"",
	 "act PILKADA-71-1: the dates of two rows overlap"},
	{"two receivers on one day", "\"route\":[", "\"until\":\"2024-09-10\"", "\"until\":\"2024-09-11\"",
	 "the dates of two rows overlap"},
	{"a new state to which nothing leads", "", "\"state\":[{", LOST_STATE, "state LOST cannot be reached"},
	{"a state to which nothing leads any more", "", "\"to\":\"TRACE_CLOSED\"", "\"to\":\"CLOSED\"",
	 "state TRACE_CLOSED cannot be reached"},
	{"a state that cannot be left", "", "\"from\":[\"OBSERVED\"]", "\"from\":[\"LHP\"]",
	 "state OBSERVED is not terminal and cannot be left"},
	{"a way out of the end", "", "\"from\":[\"OBSERVED\"]", "\"from\":[\"CLOSED\"]", "leaves the terminal state CLOSED"},
	{"a transition that does not start its clock", "", "\"start\":[\"CRIME\"]", "\"start\":[]",
	 "transition T30: leads to DECIDED_CRIME without its clock CRIME"},
	{"a transition that does not keep its clock", "", "\"keep\":[\"HANDLE\"],", "",
	 "transition T11b: leads to REGISTERED without its clock HANDLE"},
	{"a transition that promises no clock", "", "\"start_on\":[\"COMPLETE=notice_received\"],", "",
	 "transition T06: leads to DEFICIENT without its clock COMPLETE"},
	{"a transition without its document", "", "\"paper\":\"surat pengembalian\",", "",
	 "transition T37: leads to RETURNED without a document"},
	{"an unknown clock", "", "\"start\":[\"CRIME\"]", "\"start\":[\"NOPE\"]", "transition T30: unknown clock NOPE"},
	{"a clock of the other procedure", "", "\"start\":[\"CRIME\"]", "\"start\":[\"APPOINT\"]", "transition T30: unknown clock APPOINT"},
	{"an unknown document", "", "\"documents\":[\"summons\"]", "\"documents\":[\"poem\"]", "transition T21: unknown document poem"},
	{"an unknown state", "", "\"from\":[\"OBSERVED\"]", "\"from\":[\"SEEN\"]", "unknown state 'SEEN'"},
	{"an unknown target", "\"transition\":[", "\"to\":\"", "\"to\":\"NOWHERE_", "unknown target 'NOWHERE_"},
	{"an unknown guard", "\"transition\":[", "\"guard\":\"", "\"guard\":\"never_", "guard"},
	{"an unknown route", "\"act\":[", "\"route\":\"GAKKUMDU\"", "\"route\":\"POLRES\"", "unknown route POLRES"},
	{"an unknown class", "\"act\":[", "\"PASANGAN_CALON\"", "\"PASANGAN\"", "act PILKADA-70-1: unknown class PASANGAN"},
	{"an unknown level", "", "\"level\":\"suspension\"", "\"level\":\"heavy\"", "sanction DESA-SUSPEND: level is no known word"},
	{"an unknown election", "", "\"election\":\"PILKADA-2020\",\"end\"", "\"election\":\"PILKADA-2021\",\"end\"",
	 "unknown election PILKADA-2021"},
	{"an unknown unit", "\"code\":\"PK-HANDLE\"", "\"unit\":\"calendar_day\"", "\"unit\":\"moon\"",
	 "clock PK-HANDLE: unit is no known word"},
	{"no length at all", "\"code\":\"PK-HANDLE\"", "\"length\":5", "\"length\":0", "clock PK-HANDLE: length"},
	{"a clock that stands twice", "", "\"code\":\"PK-CRIME\"", "\"code\":\"PK-HANDLE\"", "clock PK-HANDLE stands twice"},
	{"a transition that stands twice", "", "\"id\":\"T02\"", "\"id\":\"T01\"", "transition T01 stands twice"},
	{"a form that stands twice", "", "\"key\":\"finding\"", "\"key\":\"lhp\"", "form lhp stands twice"},
	{"two answers to one event", "", "\"event\":\"start_review\"", "\"event\":\"withdraw\"", "both answer withdraw"},
	{"a row without its article", "\"clock\":[", "\"article\":[\"UU 10/2016 Pasal 71(2)\"]", "\"article\":[]",
	 "clock PK-APPOINT: article is missing"},
};

static void a_signed_pack_that_contradicts_itself_is_refused_with_its_row(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	const char *base = other_pack(b, "2099.1");
	for (size_t i = 0; i < sizeof pack_faults / sizeof *pack_faults; i++) {
		const struct pack_fault *f = &pack_faults[i];
		struct rules_new bad = signed_pack(b, changed(b, base, f->after, f->from, f->to));
		print_message("  %s\n", f->what); /* which one, when it is not refused */
		refused(b, &bad, INVALID, f->words);
		bad.force = true; /* force is for older packs, not for broken ones */
		refused(b, &bad, INVALID, f->words);
	}
	struct rules_new good = signed_pack(b, base);
	assert_ok(rules_install(&b->d, &good, &done, e)); /* the pack that each of them was, but for its fault */
}

static void a_step_back_needs_force(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	struct rules_new newer = signed_pack(b, other_pack(b, "2099.2")), older = signed_pack(b, other_pack(b, "2099.1"));
	struct rules_new same = signed_pack(b, changed(b, other_pack(b, "2099.2"), "\"code\":\"PK-HANDLE\"", "\"length\":5", "\"length\":6"));
	assert_ok(rules_install(&b->d, &newer, &done, e));
	refused(b, &older, CONFLICT, "older");
	refused(b, &same, CONFLICT, "needs a new version");
	older.force = true;
	assert_ok(rules_install(&b->d, &older, &done, e));
	assert_string_equal(desk_law(&b->d)->version, "2099.1");
}

static void a_key_that_is_no_longer_trusted_installs_nothing(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	struct err e;
	struct rules_new as = signed_pack(b, other_pack(b, "2099.1"));
	assert_int_equal(rules_trust(&b->d, &b->key, "admin", "lagi", &e), CONFLICT);
	assert_ok(rules_distrust(&b->d, b->key.id, "admin", "kunci hilang", e));
	refused(b, &as, FORBIDDEN, "any more");
	assert_ok(rules_trust(&b->d, &b->key, "admin", "ditemukan", e));
	assert_ok(rules_install(&b->d, &as, &done, e));
}

static void the_list_says_what_counts_until_when_and_for_how_many_files(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	struct rules_list list;
	int64_t id;
	open_file(b, &id);
	struct rules_new first = signed_pack(b, other_pack(b, "2099.1")), second = signed_pack(b, other_pack(b, "2099.2"));
	assert_ok(rules_install(&b->d, &first, &done, e));
	open_file(b, &id);
	open_file(b, &id);
	second.from = day_of(2024, 12, 1);
	assert_ok(rules_install(&b->d, &second, &done, e));
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(rules_list(&tx, &b->d, &list, e));
	assert_int_equal(list.n, 3);
	assert_string_equal(list.items[0].state, "later");
	assert_string_equal(list.items[1].state, "now");
	assert_int_equal(list.items[1].to.n, day_of(2024, 11, 30).n);
	assert_int_equal(list.items[1].open_files, 2);
	assert_true(list.items[2].built_in);
	assert_string_equal(list.items[2].state, "past");
	assert_int_equal(list.items[2].open_files, 1);
}

static void a_pack_changed_in_the_store_judges_nobody(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	struct err e;
	struct rules_new as = signed_pack(b, other_pack(b, "2099.1"));
	assert_ok(rules_install(&b->d, &as, &done, e));
	{
		scoped(tx_rollback) struct tx tx = {0};
		assert_ok(desk_begin(&b->d, WRITE, &tx, e));
		assert_ok(tx_run(&tx, &sql_damage, NULL, NULL, e));
		assert_ok(tx_commit(&tx, e));
	}
	const struct settings *settings = b->o->settings;
	office_close(b->o);
	assert_ok(office_open(b->s.folder, settings, &b->o, e)); /* it opens, so that somebody can look */
	b->d.office = b->o;
	const struct law *law;
	assert_int_equal(desk_law_new(&b->d, "", PILKADA, &law, &e), NOT_LOADED);
	assert_non_null(desk_law(&b->d)); /* pages show the built-in one */
}

static void counsel_speaks_about_rows_that_were_not_seen(void **state)
{
	struct bench *b = *state;
	const struct json *pack;
	struct pack_doubts doubts;
	struct err e;
	struct opinions_rows rows;
	const char *hash = hash_hex(&b->s.arena, b->o->law->hash);
	assert_ok(json_read(&b->s.arena, "x", law_embedded, law_embedded_n, LAW_PACK_MAX, &pack, e));
	pack_doubts(&b->s.arena, pack, &doubts);
	assert_true(doubts.n > 10);
	struct rules_opinion as = {.rulepack = hash, .kind = doubts.items[0].table, .name = doubts.items[0].name, .result = "confirmed",
				   .checked_by = "Wiratno Suryadi, S.H.", .source = "salinan resmi", .text = "", .checked_on = day_of(2024, 11, 4)};
	assert_ok(rules_opinion_add(&b->d, &as, e));
	as.result = "wrong"; /* then it must say what is right */
	assert_int_equal(rules_opinion_add(&b->d, &as, &e), INVALID);
	as.name = "PK-GONE";
	as.text = "tiga hari";
	assert_int_equal(rules_opinion_add(&b->d, &as, &e), NOT_FOUND);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&b->d, READ, &tx, e));
	assert_ok(opinions(&tx, b->o->id, hash, &rows, e));
	assert_int_equal(rows.n, 1);
	assert_string_equal(rows.items[0].checked_by, "Wiratno Suryadi, S.H.");
}

static void all_of_it_is_sealed(void **state)
{
	struct bench *b = *state;
	struct rules_done done;
	struct verify_report r;
	struct rules_new as = signed_pack(b, other_pack(b, "2099.1"));
	assert_ok(rules_install(&b->d, &as, &done, e));
	assert_ok(evidence_verify(&b->d, &r, NULL, NULL, e));
	assert_int_equal(r.n, 0);
	assert_true(r.rows >= 5);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, start, end)
	const struct CMUnitTest tests[] = {
		CASE(a_new_pack_is_for_new_files_and_old_files_keep_theirs),
		CASE(a_request_ends_under_the_law_under_which_it_began),
		CASE(installing_twice_changes_nothing),
		CASE(a_pack_waits_for_its_day_and_counts_only_for_its_procedure),
		CASE(a_pack_for_one_election_comes_before_one_for_all),
		CASE(what_is_not_in_order_changes_nothing),
		CASE(a_signed_pack_that_contradicts_itself_is_refused_with_its_row),
		CASE(a_step_back_needs_force),
		CASE(a_key_that_is_no_longer_trusted_installs_nothing),
		CASE(the_list_says_what_counts_until_when_and_for_how_many_files),
		CASE(a_pack_changed_in_the_store_judges_nobody),
		CASE(counsel_speaks_about_rows_that_were_not_seen),
		CASE(all_of_it_is_sealed),
	};
	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
