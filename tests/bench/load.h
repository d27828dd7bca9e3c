/* load.h -- a country to measure against: made-up employees, accounts, candidates, posts and queries, by a fixed generator.
 *
 * No person in it is real: names are drawn from common name words, each on its own, and from composed ones. The same
 * seed gives the same bytes. Shapes follow what public registers and streams look like: few words are frequent and
 * most are rare; six in ten people share their exact name; a post has 600 bytes, 160 of them text, and three accounts.
 *
 * The size is set by the environment (the bench prints what it used):
 *   NETRA_BENCH_PERSONS, NETRA_BENCH_ACCOUNTS, NETRA_BENCH_PAIRS, NETRA_BENCH_POSTS, NETRA_BENCH_QUERIES
 */
#ifndef NETRA_TESTS_BENCH_LOAD_H
#define NETRA_TESTS_BENCH_LOAD_H

#include "base/buf.h"
#include "core/screen/screen.h"

enum query_kind { QUERY_EXACT, QUERY_TITLED, QUERY_SWAPPED, QUERY_VARIANT, QUERY_SHORTENED, QUERY_INITIAL, QUERY_TYPO, QUERY_TWO_TYPOS, QUERY_KINDS };
extern const char *const query_kind_names[QUERY_KINDS];

struct load;
size_t load_size(const char *variable, size_t otherwise); /* from the environment */
struct load *load_new(uint64_t seed, size_t persons, size_t accounts, size_t pairs);
void load_free(struct load *l);
/* Composes the rows of the registry into memory, so that adding them can be timed apart; load_registry does it otherwise. */
void load_compose(struct load *l);
void load_registry(struct load *l, struct screen_builder *b);  /* persons and accounts */
void load_watchlist(struct load *l, struct screen_builder *b); /* contests, pairs, terms */
/* @n posts, @naming of 1000 name a candidate, @ours of 1000 of the actors in those are employees. */
void load_posts(struct load *l, struct buf *out, size_t n, unsigned naming, unsigned ours);
/* A way of writing the name of a random employee, whose ref is returned. @to holds 512 bytes. */
int64_t load_query(struct load *l, char *to, enum query_kind *ret_kind);
const char *load_name(const struct load *l, int64_t ref);

#endif
