/* lobby.h -- what tests of a desk begin with: an office, the public before it, and people who work there.
 *
 * A test's own fixture begins with its lobby, so that lobby_end ends it; a test that needs no more uses the lobby itself.
 */
#ifndef NETRA_TESTS_LOBBY_H
#define NETRA_TESTS_LOBBY_H

#include "support.h"

struct lobby {
	struct support s;
	struct office *office;
	struct desk public; /* a request of nobody who is known */
};

/* A fixture of @size bytes, all zero but its lobby. */
static inline void *lobby_new(size_t size)
{
	struct lobby *l = calloc(1, size);
	support_start(&l->s);
	l->office = support_office(&l->s);
	l->public = support_desk(&l->s, l->office, ROLE_NONE, 0);
	return l;
}

static inline int lobby_start(void **state)
{
	*state = lobby_new(sizeof(struct lobby));
	return 0;
}

static inline int lobby_end(void **state)
{
	struct lobby *l = *state;
	office_close(l->office);
	support_end(&l->s);
	free(l);
	return 0;
}

SUPPORT_SQL(lobby_user_add,
	    "INSERT INTO app_user (id, office, login, name, position, role, password, totp_last, created_at) "
	    "VALUES ($1, $2, $3, $3, 'Staf', $4, 'x', 0, 0)",
	    4, 0, true, VALUE_INT, VALUE_INT, VALUE_TEXT, VALUE_TEXT);

/* Somebody who works there, and a request of theirs. */
static inline struct desk lobby_person(struct lobby *l, int64_t id, const char *name, enum role role)
{
	scoped(tx_rollback) struct tx tx = {0};
	struct value args[] = {value_int(id), value_int(l->office->id), value_text(name), value_text(role_code(role))};
	assert_ok(desk_begin(&l->public, WRITE, &tx, e));
	assert_ok(tx_run(&tx, &lobby_user_add, args, NULL, e));
	assert_ok(tx_commit(&tx, e));
	return support_desk(&l->s, l->office, role, id);
}

/* The one number that @q answers with. */
static inline int64_t lobby_count(struct lobby *l, const struct statement *q)
{
	struct rows rows;
	scoped(tx_rollback) struct tx tx = {0};
	assert_ok(desk_begin(&l->public, READ, &tx, e));
	assert_ok(tx_run(&tx, q, NULL, &rows, e));
	return value_as_int(&rows.items[0]);
}

#endif
