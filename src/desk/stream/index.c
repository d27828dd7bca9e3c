/* index.c -- the office's own index: made from the store, kept as data/index/current.idx, swapped in whole. */
#define _GNU_SOURCE
#include "desk/registry/registry.h"
#include "desk/stream/stream.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define PAGE 5000 /* rows read at once */

static enum status add_people(struct tx *tx, const struct desk *d, struct screen_builder *b, int64_t *ret_n, struct err *e)
{
	struct employee_page_rows rows;
	int64_t after = 0;
	do {
		TRY(employee_page(tx, d->office->id, after, PAGE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			const struct employee_page_row *r = &rows.items[i];
			struct screen_person p = {r->id, r->nip, r->name, r->agency, r->unit, r->position, r->region, r->status, class_of(r->class), r->class_derived};
			struct err why;
			*ret_n += screen_add_person(b, &p, &why) == OK; /* a name without letters cannot be found by name */
			after = r->id;
		}
	} while (rows.n == PAGE);
	return OK;
}

static enum status add_accounts(struct tx *tx, const struct desk *d, struct screen_builder *b, struct err *e)
{
	struct account_page_rows rows;
	int64_t after = 0;
	do {
		TRY(account_page(tx, d->office->id, after, PAGE, &rows, e));
		for (size_t i = 0; i < rows.n; i++) {
			const struct account_page_row *r = &rows.items[i];
			struct err why;
			if (screen_add_account(b, &(struct screen_account){r->platform, r->handle, NULL, r->employee, r->evidence}, &why) != OK && why.status != NOT_FOUND &&
			    why.status != CONFLICT)
				return FAIL(e, why.status, "account %s: %s", r->handle, why.why);
			after = r->id;
		}
	} while (rows.n == PAGE);
	return OK;
}

static enum status add_watch(struct tx *tx, const struct desk *d, struct screen_builder *b, struct err *e)
{
	struct watch_terms_rows terms;
	struct contests_rows list;
	TRY(watch_terms(tx, d->office->id, &terms, e));
	for (size_t i = 0; i < terms.n; i++) {
		const struct watch_terms_row *t = &terms.items[i];
		const char *pair = arena_printf(tx->arena, "%lld", (long long)t->pair);
		TRY(screen_add_term(b, &(struct screen_term){t->contest, pair, pair, t->kind, t->term, t->region ? t->region : ""}, e));
	}
	TRY(contests(tx, d->office->id, &list, e));
	for (size_t i = 0; i < list.n; i++)
		TRY(screen_add_contest(b, &(struct screen_contest){list.items[i].code, list.items[i].election, list.items[i].determined_on}, e));
	return OK;
}

static const char *index_path(const struct office *o, struct arena *a) { return arena_printf(a, "%s/index/current.idx", o->data); }

/* Which file lies there: one put in its place has another number or another time. 0: none. */
static uint64_t file_mark(const char *path)
{
	struct stat st;
	if (stat(path, &st))
		return 0;
	const uint64_t what[] = {(uint64_t)st.st_dev, (uint64_t)st.st_ino, (uint64_t)st.st_size, (uint64_t)st.st_mtim.tv_sec, (uint64_t)st.st_mtim.tv_nsec};
	return text_hash((const char *)what, sizeof what) | 1;
}

enum status stream_index_open(struct office *o, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	const char *path = index_path(o, &a);
	uint64_t mark = file_mark(path);
	struct screen *s;
	if (!mark)
		return OK;
	TRY(screen_open(path, o->law, &s, e));
	if (screen_sound(s, e) != OK) { /* an office serves for months: all of the file is compared before the first answer */
		screen_close(s);
		return e->status;
	}
	o->screen_end = screen_close;
	screen_put(&o->screen, s);
	__atomic_store_n(&o->screen_file, mark, __ATOMIC_RELAXED);
	return OK;
}

enum status stream_index_follow(struct office *o, bool *ret_changed, struct err *e)
{
	scoped(arena_free) struct arena a = {0};
	uint64_t mark = file_mark(index_path(o, &a));
	struct err why;
	*ret_changed = false;
	if (!mark || mark == __atomic_load_n(&o->screen_file, __ATOMIC_RELAXED) || mark == o->screen_refused)
		return OK;
	enum status status = stream_index_open(o, &why);
	if (status != OK) {
		o->screen_refused = mark;
		return FAIL(e, status, "the new index is refused, %s: %s", o->screen ? "the one before it stays in use" : "and there is none before it", why.why);
	}
	*ret_changed = true;
	return OK;
}

void stream_index_close(struct office *o) { screen_put(&o->screen, NULL); }

enum status stream_index_build(const struct desk *d, struct err *e)
{
	scoped(screen_builder_free) struct screen_builder *b = screen_builder_new();
	scoped(tx_rollback) struct tx tx = {0};
	int64_t people = 0;
	TRY(desk_begin(d, READ, &tx, e));
	TRY(add_people(&tx, d, b, &people, e));
	TRY(add_accounts(&tx, d, b, e));
	TRY(add_watch(&tx, d, b, e));
	screen_add_source(b, "store", d->office->code, "", people);
	const char *folder = arena_printf(d->arena, "%s/index", d->office->data);
	if (mkdir(folder, 0750) && errno != EEXIST)
		return FAIL(e, UNAVAILABLE, "%s: %s", folder, strerror(errno));
	TRY(screen_write(b, index_path(d->office, d->arena), e));
	return stream_index_open(d->office, e);
}
