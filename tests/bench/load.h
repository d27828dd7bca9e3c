/* load.h -- a country to measure against: made-up employees, accounts, candidates, posts and queries, by a fixed generator.
 *
 * No person in it is real: names are drawn from common name words, each on its own, and from composed ones. The same
 * sizes give the same bytes. Shapes follow what public registers and streams look like: few words are frequent and
 * most are rare; six in ten people share their exact name; a post has 600 bytes, 160 of them text, and three accounts.
 */
#ifndef NETRA_TESTS_BENCH_LOAD_H
#define NETRA_TESTS_BENCH_LOAD_H

#include <stddef.h>

struct load_sizes {
	size_t persons, accounts, pairs, posts, posts95, queries;
};
/* Writes the files that country.h reads into @folder. Ends the program when the disk does not take them. */
void load_write(const char *folder, const struct load_sizes *sizes);

#endif
