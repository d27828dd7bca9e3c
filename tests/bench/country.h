/* country.h -- what is measured against: a folder of files, ours (load.h) or anyone's, read into memory.
 *
 * The files are those of the product, so that a folder can be given to `netra index build` and `netra screen` too:
 *
 *   registry.csv    nip,nama,kelas,instansi,unit,jabatan,wilayah,status   only nama is required
 *   accounts.csv    platform,handle,nip,evidence
 *   watchlist.csv   contest,pair,number,kind,term,region
 *   posts.ndjson    canonical posts, a line each
 *   posts95.ndjson  the same of a feed that nearly always names a candidate; may be missing
 *   queries.tsv     row, kind of writing, the name as the registry has it, the name as it was written; no header
 *
 * NETRA_BENCH_LOAD=FOLDER measures those files. Without it a country is composed in a folder that is removed again;
 * its size is set by NETRA_BENCH_PERSONS, _ACCOUNTS, _PAIRS, _PATHS (posts), _POSTS (of them for speed), _QUERIES.
 * Rows are in memory before anything is timed.
 */
#ifndef NETRA_TESTS_BENCH_COUNTRY_H
#define NETRA_TESTS_BENCH_COUNTRY_H

#include "core/screen/screen.h"

struct query {
	const char *kind, *right, *written;
};
struct country {
	struct { struct screen_person *items; size_t n, cap; } persons; /* ref is the row, from 1 */
	struct { struct screen_account *items; size_t n, cap; } accounts;
	struct { struct screen_term *items; size_t n, cap; } terms;
	struct { struct query *items; size_t n, cap; } queries;
	struct str posts, posts95; /* whole lines; of the second n may be 0 */
	const char *folder;
	const char *temporary; /* ours, for an index; removed at the end, also when we are interrupted */
	bool ours;      /* composed, in temporary */
	size_t speed;   /* so many of the posts are used for speed ... */
	size_t paths;   /* ... and so many where the ways are compared */
	size_t refused; /* rows that the index did not take */
	size_t twice;   /* persons whose number another had: added without one */
	struct arena arena;
};
struct country *country_open(void); /* ends the program with a message when a file is missing or wrong */
void country_close(struct country *c);
void country_build(struct country *c, struct screen_builder *b); /* adds all rows */
/* The first @n lines of @lines, or all when there are fewer. */
struct str country_lines(struct str lines, size_t n);
size_t country_count(struct str lines);

#endif
