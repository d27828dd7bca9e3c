/* tables.c -- whole rows of any table of the schema, for seals, verification, export and backup. */
#include "store/store_internal.h"

#include <string.h>

const struct table *store_table(const char *name)
{
	for (size_t i = 0; i < store_tables_n; i++)
		if (!strcmp(store_tables[i]->name, name))
			return store_tables[i];
	return NULL;
}

static const char *select_text(struct arena *a, const struct table *t, const char *rest)
{
	scoped(buf_free) struct buf b = {0};
	buf_text(&b, "SELECT ");
	for (size_t i = 0; i < t->n_columns; i++)
		buf_printf(&b, "%s%s", i ? ", " : "", t->columns[i]);
	buf_printf(&b, " FROM %s %s", t->name, rest);
	return buf_arena(a, &b);
}

/* Statements are known by their address, so they are made once and live as long as the store. */
void tables_prepare(struct store *s)
{
	static const enum value_kind ints[] = {VALUE_INT, VALUE_INT};
	s->row_statements = arena_array(&s->arena, struct statement, store_tables_n);
	s->scan_statements = arena_array(&s->arena, struct statement, store_tables_n);
	for (size_t i = 0; i < store_tables_n; i++) {
		const struct table *t = store_tables[i];
		struct statement q = {.name = t->name, .file = "store/tables.c", .args = ints, .n_columns = (int)t->n_columns};
		q.n_args = 1;
		q.sql = select_text(&s->arena, t, "WHERE id = $1");
		s->row_statements[i] = q;
		q.n_args = 2;
		q.sql = select_text(&s->arena, t, "WHERE id > $1 ORDER BY id LIMIT $2");
		s->scan_statements[i] = q;
	}
}

enum status store_row(struct tx *tx, const struct table *t, int64_t id, struct rows *ret, struct err *e)
{
	struct value args[] = {value_int(id)};
	return tx_run(tx, &tx->store->row_statements[t->number], args, ret, e);
}

enum status store_scan(struct tx *tx, const struct table *t, int64_t after, int64_t max, struct rows *ret,
		       struct err *e)
{
	struct value args[] = {value_int(after), value_int(max)};
	return tx_run(tx, &tx->store->scan_statements[t->number], args, ret, e);
}
