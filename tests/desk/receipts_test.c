/* receipts_test.c -- the log of receipts: every report one leaf, proofs that hold offline, and no change that stays unseen. */
#include "desk/evidence/receipts.h"

#include "desk/intake/intake.h"
#include "lobby.h"
#include "outside.h"

#include <pthread.h>

#define LARGE 700 /* leaves: two full subtrees of 256 and a rest */

static struct intake_receipt report_once(struct lobby *f, const char *text, const char *once)
{
	struct intake_form form = {.channel = "web", .event_on = DAY_NONE, .known_on = DAY_NONE, .text = text, .once = once};
	struct intake_receipt r;
	assert_ok(intake_receive(&f->public, &form, &r, e));
	return r;
}

static struct intake_receipt report(struct lobby *f, const char *text)
{
	return report_once(f, text, "");
}

static void reports(struct lobby *f, int n)
{
	for (int i = 0; i < n; i++)
		report(f, arena_printf(&f->s.arena, "laporan ke-%d", i));
}

static struct evidence_head head_of(struct lobby *f, bool daily, bool *ret_made)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct evidence_head h;
	assert_ok(desk_begin(&f->public, WRITE, &tx, e));
	assert_ok(evidence_head_make(&tx, &f->public, daily, &h, ret_made, e));
	assert_ok(tx_commit(&tx, e));
	return h;
}

static struct evidence_head head_now(struct lobby *f)
{
	bool made;
	return head_of(f, false, &made);
}

static const char *text_of(struct lobby *f, const struct evidence_head *h)
{
	scoped(buf_free) struct buf b = {0};
	evidence_head_put(&b, h);
	return buf_arena(&f->s.arena, &b);
}

/* The file that the reporter keeps. */
static const char *kept(struct lobby *f, const struct intake_receipt *r, bool proven)
{
	scoped(tx_rollback) struct tx tx = {0};
	scoped(buf_free) struct buf b = {0};
	bool shown;
	assert_ok(desk_begin(&f->public, READ, &tx, e));
	assert_ok(evidence_receipt_file(&tx, &f->public, r->line, r->position, &b, &shown, e));
	assert_int_equal(shown, proven);
	return buf_arena(&f->s.arena, &b);
}

/* Judges texts in their order, with the office's public key. */
static struct receipt_judged judged(struct lobby *f, const char *const *texts, size_t n)
{
	struct note_papers *papers = arena_new(&f->s.arena, struct note_papers);
	struct receipt_judged j;
	for (size_t i = 0; i < n; i++)
		assert_ok(note_read(&f->s.arena, "kept", str_of(texts[i]), papers, e));
	assert_ok(evidence_judge(&f->s.arena, f->office->sign_public, papers, &j, e));
	return j;
}
#define JUDGED(f, ...) judged((f), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

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

static size_t count(const struct verify_report *r, const char *kind, const char *words)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++)
		n += !strcmp(r->items[i].kind, kind) && strstr(r->items[i].text_en, words);
	return n;
}

static void is_told(struct lobby *f, const char *kind, const char *words)
{
	struct verify_report r = verify(f);
	if (count(&r, kind, words))
		return;
	for (size_t i = 0; i < r.n; i++)
		print_message("%s: %s\n", r.items[i].kind, r.items[i].text_en);
	fail_msg("no fault %s that says '%s' among %zu", kind, words, r.n);
}

/* -- leaves -- */

static void each_report_is_the_next_leaf_and_its_line_says_so(void **state)
{
	struct lobby *f = *state;
	for (int i = 0; i < 5; i++) {
		struct intake_receipt r = report(f, arena_printf(&f->s.arena, "foto dua jari %d", i));
		struct receipt line;
		assert_int_equal(r.position, i);
		assert_true(text_starts(r.line, "netra2|99.01|"));
		assert_ok(evidence_receipt_parse(&f->s.arena, r.line, &line, e));
		assert_int_equal(line.version, 2);
		assert_int_equal(line.seq, i);
		assert_true(evidence_receipt_good(f->office->sign_public, &line));
		line.version = 1; /* the same words as an older line are not what was signed */
		assert_false(evidence_receipt_good(f->office->sign_public, &line));
	}
	is_sound(f);
}

static void the_same_report_again_is_no_second_leaf(void **state)
{
	struct lobby *f = *state;
	struct intake_receipt one = report_once(f, "sekali saja", "0123456789abcdef"), two = report_once(f, "sekali saja", "0123456789abcdef");
	assert_string_equal(one.line, two.line);
	assert_int_equal(two.position, 0);
	assert_int_equal(report(f, "yang lain").position, 1);
}

/* The hash of a short text is found by trying; the one on the receipt is not, and tells not even that two are alike. */
static void a_receipt_tells_nothing_of_the_content(void **state)
{
	struct lobby *f = *state;
	struct intake_receipt one = report(f, "ya"), two = report(f, "ya");
	const char *plain = "{\"text\":\"ya\",\"place\":\"\",\"date\":null,\"known\":null,\"said_when\":\"\",\"links\":[],\"persons\":[],\"files\":[]}";
	assert_null(strstr(one.line, hash_hex(&f->s.arena, hash_of(plain, strlen(plain)))));
	assert_string_not_equal(one.content, two.content);
	assert_non_null(strstr(one.line, one.content));
}

/* -- proofs -- */

static void what_a_reporter_keeps_is_proven_offline(void **state)
{
	struct lobby *f = *state;
	reports(f, 3);
	struct intake_receipt r = report(f, "yang dibuktikan");
	reports(f, 3);
	struct receipt_judged j = JUDGED(f, kept(f, &r, false));
	assert_int_equal(j.inclusion, INCLUSION_NOT_SHOWN);
	assert_true(evidence_judged_good(&j));
	head_now(f);
	j = JUDGED(f, kept(f, &r, true));
	assert_true(j.line_good);
	assert_int_equal(j.inclusion, INCLUSION_PROVEN);
	assert_int_equal(j.head->size, 7);
	assert_int_equal(j.heads, HEADS_ALONE);
	assert_true(evidence_judged_good(&j));
}

/* Whatever one character of the file is changed to, either the check says no or the file says the same. */
static void no_change_of_the_kept_file_stays_unseen(void **state)
{
	struct lobby *f = *state;
	reports(f, 2);
	struct intake_receipt r = report(f, "yang dibuktikan");
	reports(f, 2);
	head_now(f);
	char *text = arena_strdup(&f->s.arena, kept(f, &r, true));
	for (char *s = strstr(text, "netra2|"); *s; s++) {
		char was = *s;
		struct note_papers papers = {0};
		struct receipt_judged j;
		*s = was == '7' ? '8' : '7';
		scoped(arena_free) struct arena a = {0};
		if (note_read(&a, "kept", str_of(text), &papers, NULL) == OK &&
		    evidence_judge(&a, f->office->sign_public, &papers, &j, NULL) == OK && evidence_judged_good(&j) &&
		    j.inclusion == INCLUSION_PROVEN)
			fail_msg("a change does not show at: %.40s", s);
		*s = was;
	}
}

static void leaves_add(struct lobby *f, struct hash *ret, int n)
{
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->public, WRITE, &tx, e));
	for (int i = 0; i < n; i++) {
		struct receipt r = {.office_code = "99.01", .number = "n", .at = SUPPORT_NOW, .content = hash_of(&i, sizeof i)};
		assert_ok(evidence_log_add(&tx, &f->public, id_new(SUPPORT_NOW), &r, e));
		ret[i] = evidence_log_leaf(&r);
	}
	assert_ok(tx_commit(&tx, e));
}

static void proofs_of_a_large_log_come_from_its_subtrees(void **state)
{
	struct lobby *f = *state;
	static struct hash leaves[LARGE];
	struct merkle_proof p;
	leaves_add(f, leaves, LARGE);
	struct evidence_head h = head_now(f);
	assert_true(hash_eq(h.note.root, merkle_root(leaves, LARGE)));
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->public, READ, &tx, e));
	for (int size = 250; size <= LARGE; size += 29) {
		struct hash root = merkle_root(leaves, (size_t)size);
		for (int i = 3; i < size; i += 61) {
			assert_ok(evidence_log_inclusion(&tx, &f->public, i, size, &p, e));
			assert_true(merkle_path_good(leaves[i], (size_t)i, (size_t)size, p.items, p.n, root));
			assert_ok(evidence_log_consistency(&tx, &f->public, i, size, &p, e));
			assert_true(merkle_consistency_good(i, size, &p, merkle_root(leaves, (size_t)i), root));
		}
	}
	assert_int_equal(evidence_log_inclusion(&tx, &f->public, 1, LARGE + 1, &p, NULL), INVALID);
	assert_int_equal(evidence_log_consistency(&tx, &f->public, 1, LARGE + 1, &p, NULL), INVALID);
}

/* -- heads -- */

static void there_is_one_head_a_day_and_one_on_demand_when_something_came(void **state)
{
	struct lobby *f = *state;
	bool made;
	struct evidence_head first = head_of(f, true, &made);
	assert_true(made);
	assert_int_equal(first.note.size, 0);
	reports(f, 2);
	assert_int_equal(head_of(f, true, &made).id, first.id);
	assert_false(made);
	struct evidence_head asked = head_of(f, false, &made);
	assert_true(made);
	assert_int_equal(asked.note.size, 2);
	assert_int_equal(head_of(f, false, &made).id, asked.id);
	assert_false(made);
	f->public.now.us += DAY_US;
	struct evidence_head next = head_of(f, true, &made);
	assert_true(made);
	assert_int_equal(next.since.from, 2);
	assert_int_equal(next.note.size, 2);
	is_sound(f);
}

static void heads_of_many_days_are_one_history(void **state)
{
	struct lobby *f = *state;
	bool made;
	const char *days[6];
	for (int i = 0; i < 6; i++) {
		reports(f, i + 1);
		struct evidence_head h = head_of(f, true, &made);
		days[i] = text_of(f, &h);
		f->public.now.us += DAY_US;
	}
	struct receipt_judged j = JUDGED(f, days[0], days[1], days[2], days[3], days[4], days[5]);
	assert_int_equal(j.heads, HEADS_AGREE);
	j = JUDGED(f, days[5], days[4], days[3], days[2], days[1], days[0]);
	assert_int_equal(j.heads, HEADS_AGREE);
	j = JUDGED(f, days[0], days[3]); /* the third day's file proves it since the second day only */
	assert_int_equal(j.heads, HEADS_UNLINKED);
	assert_false(evidence_judged_good(&j));
	j = JUDGED(f, days[0], days[0]);
	assert_int_equal(j.heads, HEADS_AGREE);
	is_sound(f);
}

/* A head of no receipts fits everything, and so proves nothing of two heads that both continue it. */
static void an_empty_head_joins_no_two_histories(void **state)
{
	struct lobby *f = *state;
	bool made;
	struct evidence_head none = head_of(f, true, &made);
	const char *empty = text_of(f, &none);
	reports(f, 4);
	struct evidence_head four = head_now(f);
	const char *one = text_of(f, &four);
	assert_int_equal(JUDGED(f, empty, one).heads, HEADS_AGREE);
	assert_int_equal(JUDGED(f, one, empty).heads, HEADS_AGREE);
	assert_int_equal(JUDGED(f, empty, empty).heads, HEADS_AGREE);
	support_outside(&f->s, "DELETE FROM log_leaf; DELETE FROM log_state; DELETE FROM log_head");
	reports(f, 5);
	struct evidence_head five = head_now(f);
	const char *other = text_of(f, &five);
	const char *bridge = "netra/log-consistency@v1\nfrom 0\nto 4\n\nnetra/log-consistency@v1\nfrom 0\nto 5\n\n";
	struct receipt_judged j = JUDGED(f, empty, one, bridge, other);
	assert_int_equal(j.heads, HEADS_FALSE);
	j = JUDGED(f, one, empty, other);
	assert_int_equal(j.heads, HEADS_UNLINKED);
}

static void a_forged_head_is_not_believed(void **state)
{
	struct lobby *f = *state;
	reports(f, 3);
	struct evidence_head h = head_now(f);
	unsigned char other[32] = {1};
	char *text = arena_strdup(&f->s.arena, text_of(f, &h));
	struct note_papers papers = {0};
	struct receipt_judged j;
	assert_ok(note_read(&f->s.arena, "kept", str_of(text), &papers, e));
	assert_ok(evidence_judge(&f->s.arena, other, &papers, &j, e));
	assert_true(j.head_forged);
	assert_false(evidence_judged_good(&j));
	strstr(text, "\n3\n")[1] = '4';
	j = JUDGED(f, text);
	assert_true(j.head_forged);
}

/* -- tampering -- */

static void a_leaf_that_was_removed_is_named_by_verify_and_told_by_a_kept_head(void **state)
{
	struct lobby *f = *state;
	reports(f, 5);
	struct evidence_head old = head_now(f);
	reports(f, 3);
	const char *kept_head = text_of(f, &old);
	support_outside(&f->s, "DELETE FROM log_leaf WHERE position = 2");
	is_told(f, "log_leaf_missing", "index 2 is missing");
	is_told(f, "log_rewritten", "(5 receipts)");
	is_told(f, "row_missing", "log_leaf");
	/* And the office that removed it cannot go on signing. */
	scoped(tx_rollback) struct tx tx = {0};
	bool made;
	struct evidence_head h;
	assert_ok(desk_begin(&f->public, WRITE, &tx, e));
	assert_int_equal(evidence_head_make(&tx, &f->public, false, &h, &made, NULL), BROKEN);
	tx_rollback(&tx);
	assert_true(JUDGED(f, kept_head).heads == HEADS_ALONE);
}

/* Somebody with the key rewrites everything: leaf 2 goes, the rest moves up, and a new head is signed over it. */
static void a_rewritten_log_with_good_signatures_is_told_by_a_kept_head(void **state)
{
	struct lobby *f = *state;
	static struct hash leaves[8];
	leaves_add(f, leaves, 8);
	struct evidence_head old = head_now(f);
	const char *before = text_of(f, &old);
	support_outside(&f->s, "DELETE FROM log_leaf; DELETE FROM log_state; DELETE FROM log_head");
	leaves_add(f, leaves, 8);
	struct evidence_head same = head_now(f); /* other content, other leaves */
	struct receipt_judged j = JUDGED(f, before, text_of(f, &same));
	assert_int_equal(j.heads, HEADS_AGREE); /* the very same receipts: the same tree */
	support_outside(&f->s, "DELETE FROM log_leaf; DELETE FROM log_state; DELETE FROM log_head");
	reports(f, 8);
	struct evidence_head new = head_now(f);
	j = JUDGED(f, before, text_of(f, &new));
	assert_int_equal(j.heads, HEADS_DISAGREE);
	assert_false(j.head_forged);
	reports(f, 4);
	struct evidence_head longer = head_now(f); /* with a proof from its own past, which is not ours */
	j = JUDGED(f, before, text_of(f, &longer));
	assert_int_equal(j.heads, HEADS_FALSE);
	assert_false(evidence_judged_good(&j));
}

static void leaves_that_changed_places_are_both_named(void **state)
{
	struct lobby *f = *state;
	reports(f, 4);
	support_outside(&f->s, "UPDATE log_leaf SET position = 90 WHERE position = 1; UPDATE log_leaf SET position = 1 WHERE position = 2;"
			       "UPDATE log_leaf SET position = 2 WHERE position = 90");
	is_told(f, "log_leaf_changed", "index 1 ");
	is_told(f, "log_leaf_changed", "index 2 ");
	is_told(f, "log_state_changed", "4 receipts");
}

static void a_changed_leaf_or_report_is_named_by_its_number(void **state)
{
	struct lobby *f = *state;
	struct intake_receipt one = report(f, "satu"), two = report(f, "dua");
	support_outside(&f->s, f->s.schema[0] ? "UPDATE log_leaf SET hash = '\\x00'::bytea WHERE position = 0"
					      : "UPDATE log_leaf SET hash = x'00' WHERE position = 0");
	is_told(f, "log_leaf_changed", one.number);
	support_outside(&f->s, "UPDATE report SET at = at + 86400000000 WHERE id = (SELECT id FROM log_leaf WHERE position = 1)");
	is_told(f, "log_leaf_changed", two.number);
}

static void a_log_that_was_cut_is_told(void **state)
{
	struct lobby *f = *state;
	reports(f, 6);
	head_now(f);
	support_outside(&f->s, "DELETE FROM log_leaf WHERE position > 3");
	is_told(f, "log_cut", "4 receipts are left");
	is_told(f, "log_state_changed", "4 receipts");
	is_told(f, "log_leaf_missing", "is no longer in the log");
}

static void a_forged_head_in_the_store_is_told(void **state)
{
	struct lobby *f = *state;
	reports(f, 2);
	head_now(f);
	support_outside(&f->s, "UPDATE log_head SET size = 1");
	is_told(f, "log_head_forged", "(1 receipts)");
	support_outside(&f->s, "UPDATE log_head SET size = 3");
	is_told(f, "log_head_forged", "(3 receipts)");
}

static void a_state_or_subtree_changed_by_hand_is_told_and_not_signed(void **state)
{
	struct lobby *f = *state;
	static struct hash leaves[300];
	bool made;
	struct evidence_head h;
	leaves_add(f, leaves, 300);
	support_outside(&f->s, "UPDATE log_node SET hash = (SELECT hash FROM log_leaf WHERE position = 5)");
	is_told(f, "log_node_changed", "indexes 0-255");
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&f->public, WRITE, &tx, e));
	assert_int_equal(evidence_head_make(&tx, &f->public, false, &h, &made, NULL), BROKEN);
	tx_rollback(&tx);
	support_outside(&f->s, "DELETE FROM log_node");
	is_told(f, "log_node_changed", "indexes 0-255");
	support_outside(&f->s, "UPDATE log_state SET size = 299");
	is_told(f, "log_state_changed", "300 receipts");
}

/* Whatever was done to the log: what comes is received, with the next index. */
static void no_report_is_refused_because_the_log_was_harmed(void **state)
{
	struct lobby *f = *state;
	reports(f, 3);
	support_outside(&f->s, "DELETE FROM log_state");
	assert_int_equal(report(f, "tanpa keadaan").position, 3);
	is_sound(f);
	support_outside(&f->s, "UPDATE log_state SET size = 99");
	assert_int_equal(report(f, "dengan keadaan yang salah").position, 4);
	is_sound(f);
	support_outside(&f->s, "DELETE FROM log_leaf WHERE position = 1; UPDATE log_state SET size = 0");
	assert_int_equal(report(f, "sesudah satu baris diambil").position, 5);
	is_told(f, "log_leaf_missing", "index 1 is missing");
}

/* An older receipt has no leaf, and is none that was taken away. */
static void a_report_from_before_the_log_is_not_missed(void **state)
{
	struct lobby *f = *state;
	struct intake_receipt r = report(f, "lama");
	struct receipt line;
	assert_ok(evidence_receipt_parse(&f->s.arena, r.line, &line, e));
	line.version = 1, line.seq = 0;
	evidence_receipt_sign(f->office, &line);
	const char *hex = hex_text(&f->s.arena, line.signature, sizeof line.signature);
	support_outside(&f->s, "DELETE FROM log_leaf; DELETE FROM log_state");
	is_told(f, "log_leaf_missing", r.number);
	support_outside(&f->s, arena_printf(&f->s.arena, f->s.schema[0] ? "UPDATE report SET signature = '\\x%s'::bytea" : "UPDATE report SET signature = x'%s'", hex));
	struct verify_report v = verify(f);
	assert_int_equal(count(&v, "log_leaf_missing", ""), 0);
	scoped(tx_rollback) struct tx tx = {0};
	struct intake_receipt again;
	assert_ok(desk_begin(&f->public, READ, &tx, e));
	assert_ok(intake_receipt_of(&tx, &f->public, r.report, "", &again, e));
	assert_true(text_starts(again.line, "netra1|"));
	assert_int_equal(again.position, -1);
	assert_true(evidence_judged_good(&(struct receipt_judged){.has_line = true, .line_good = JUDGED(f, again.line).line_good}));
}

/* A head of two days later that has only so many leaves: the promise of the line was broken. */
static void a_later_head_without_the_receipt_is_told(void **state)
{
	struct lobby *f = *state;
	reports(f, 3);
	struct intake_receipt r = report(f, "yang hilang");
	static struct hash three[3];
	support_outside(&f->s, "DELETE FROM log_leaf; DELETE FROM log_state");
	leaves_add(f, three, 3);
	f->public.now.us += 2 * DAY_US;
	struct evidence_head h = head_now(f);
	struct receipt_judged j = JUDGED(f, r.line, text_of(f, &h));
	assert_true(j.line_good);
	assert_int_equal(j.inclusion, INCLUSION_BROKEN);
	assert_false(evidence_judged_good(&j));
}

/* -- several servers -- */

struct server {
	struct lobby *f;
	int n;
};

/* A server that waits too long for its turn at the store says so, and its sender comes again. */
static enum status receive_in_turn(const struct desk *d, struct err *e)
{
	struct intake_form form = {.channel = "web", .event_on = DAY_NONE, .known_on = DAY_NONE, .text = "dari banyak peladen"};
	struct intake_receipt r;
	enum status status = UNAVAILABLE;
	for (int i = 0; i < 100 && status == UNAVAILABLE; i++)
		status = intake_receive(d, &form, &r, e);
	return status;
}

static void *serve(void *context)
{
	struct server *s = context;
	scoped(arena_free) struct arena a = {0};
	struct office *office = NULL;
	struct err e = {0};
	if (office_open(s->f->s.folder, s->f->office->settings, &office, &e) != OK)
		return "cannot open";
	for (int i = 0; i < s->n; i++) {
		struct desk d = {.office = office, .arena = &a, .now = SUPPORT_NOW, .user_name = ""};
		if (receive_in_turn(&d, &e) != OK)
			return "not received";
	}
	office_close(office);
	return NULL;
}

static void servers_that_share_a_store_leave_no_gap_and_no_double(void **state)
{
	struct lobby *f = *state;
	struct server one = {f, 40};
	pthread_t threads[3];
	for (int i = 0; i < 3; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, serve, &one), 0);
	for (int i = 0; i < 3; i++) {
		void *why;
		pthread_join(threads[i], &why);
		if (why)
			fail_msg("%s", (const char *)why);
	}
	struct evidence_head h = head_now(f);
	assert_int_equal(h.note.size, 120);
	is_sound(f);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, lobby_start, lobby_end)
	const struct CMUnitTest tests[] = {
		CASE(each_report_is_the_next_leaf_and_its_line_says_so),
		CASE(the_same_report_again_is_no_second_leaf),
		CASE(a_receipt_tells_nothing_of_the_content),
		CASE(what_a_reporter_keeps_is_proven_offline),
		CASE(no_change_of_the_kept_file_stays_unseen),
		CASE(proofs_of_a_large_log_come_from_its_subtrees),
		CASE(there_is_one_head_a_day_and_one_on_demand_when_something_came),
		CASE(heads_of_many_days_are_one_history),
		CASE(an_empty_head_joins_no_two_histories),
		CASE(a_forged_head_is_not_believed),
		CASE(a_leaf_that_was_removed_is_named_by_verify_and_told_by_a_kept_head),
		CASE(a_rewritten_log_with_good_signatures_is_told_by_a_kept_head),
		CASE(leaves_that_changed_places_are_both_named),
		CASE(a_changed_leaf_or_report_is_named_by_its_number),
		CASE(a_log_that_was_cut_is_told),
		CASE(a_forged_head_in_the_store_is_told),
		CASE(a_state_or_subtree_changed_by_hand_is_told_and_not_signed),
		CASE(no_report_is_refused_because_the_log_was_harmed),
		CASE(a_report_from_before_the_log_is_not_missed),
		CASE(a_later_head_without_the_receipt_is_told),
		CASE(servers_that_share_a_store_leave_no_gap_and_no_double),
	};
	return cmocka_run_group_tests_name("receipts", tests, NULL, NULL);
}
