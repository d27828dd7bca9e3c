/* once_test.c -- a program's request with an Idempotency-Key counts once. */
#include "desk/access/once.h"
#include "support.h"

static struct support s;
static struct office *office;
static struct desk d;

SUPPORT_SQL(sql_user, "INSERT INTO app_user (id, office, login, name, position, role, password, totp_last, created_at) "
		      "VALUES ($1, $2, $3, 'Uji', '', 'handler', '', 0, 0)", 3, 0, true, VALUE_INT, VALUE_INT, VALUE_TEXT);
SUPPORT_SQL(sql_kept, "SELECT answer FROM api_once WHERE http <> 0", 0, 1, false, VALUE_INT);

static int start(void **state)
{
	support_start(&s);
	office = support_office(&s);
	d = support_desk(&s, office, ROLE_HANDLER, 0);
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&d, WRITE, &tx, e));
	for (int64_t id = 7; id <= 8; id++) {
		const struct value args[] = {value_id(id), value_id(office->id), value_text(id == 7 ? "tujuh" : "delapan")};
		assert_ok(tx_run(&tx, &sql_user, args, NULL, e));
	}
	assert_ok(tx_commit(&tx, e));
	d.user = 7;
	return 0;
}

static int end(void **state)
{
	office_close(office);
	support_end(&s);
	return 0;
}

static struct hash request(const char *text)
{
	return hash_of(text, strlen(text));
}

static void the_first_answer_is_given_again(void **state)
{
	struct once first, again;
	assert_ok(access_once_begin(&d, "kunci-1", request("a"), &first, e));
	assert_false(first.again);
	assert_ok(access_once_end(&d, &first, "kunci-1", 201, STR("{\"code\":\"K7QM-2XPA\"}"), e));
	assert_ok(access_once_begin(&d, "kunci-1", request("a"), &again, e));
	assert_true(again.again);
	assert_int_equal(again.http, 201);
	assert_true(str_is(again.answer, "{\"code\":\"K7QM-2XPA\"}"));
}

static void another_request_with_that_key_is_refused(void **state)
{
	struct once again;
	struct err fault;
	assert_int_equal(access_once_begin(&d, "kunci-1", request("b"), &again, &fault), INVALID);
	assert_string_equal(fault.field, "Idempotency-Key");
}

static void a_key_is_its_owners(void **state)
{
	struct once other;
	struct desk eight = d;
	eight.user = 8;
	assert_ok(access_once_begin(&eight, "kunci-1", request("b"), &other, e));
	assert_false(other.again);
}

static void a_request_whose_answer_never_came_is_not_done_again(void **state)
{
	struct once first, again;
	assert_ok(access_once_begin(&d, "kunci-2", request("a"), &first, e));
	assert_int_equal(access_once_begin(&d, "kunci-2", request("a"), &again, NULL), CONFLICT);
}

static void a_refused_request_gives_its_key_back(void **state)
{
	struct once first, again;
	assert_ok(access_once_begin(&d, "kunci-3", request("a"), &first, e));
	assert_ok(access_once_drop(&d, &first, e));
	assert_ok(access_once_begin(&d, "kunci-3", request("b"), &again, e));
	assert_false(again.again);
}

/* Neither the answer nor anything to open it with stands in the store. */
static void an_answer_cannot_be_read_from_the_store(void **state)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct rows rows;
	assert_ok(desk_begin(&d, READ, &tx, e));
	assert_ok(tx_run(&tx, &sql_kept, NULL, &rows, e));
	assert_int_equal(rows.n_rows, 1);
	struct str kept = value_as_bytes(&rows.items[0]);
	assert_true(kept.n > 20);
	for (size_t i = 0; i + 4 <= kept.n; i++)
		assert_memory_not_equal(kept.s + i, "K7QM", 4);
}

static void an_answer_is_kept_for_a_day(void **state)
{
	struct once again;
	d.now.us += ONCE_KEPT_US + SECOND_US;
	assert_ok(access_once_begin(&d, "kunci-1", request("c"), &again, e));
	assert_false(again.again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_answer_is_given_again),
		cmocka_unit_test(another_request_with_that_key_is_refused),
		cmocka_unit_test(a_key_is_its_owners),
		cmocka_unit_test(a_request_whose_answer_never_came_is_not_done_again),
		cmocka_unit_test(a_refused_request_gives_its_key_back),
		cmocka_unit_test(an_answer_cannot_be_read_from_the_store),
		cmocka_unit_test(an_answer_is_kept_for_a_day),
	};
	return cmocka_run_group_tests(tests, start, end);
}
