/* list.h -- the list of files, a page at a time.
 *
 * Open files come with the nearest deadline first, those for which no clock runs after them, the last changed first; ended
 * files the last ended first. What is shown costs the same beside three hundred files and beside three hundred thousand:
 * each page goes on where the one before stopped (a mark, not a number of rows to pass over), and counts stop at
 * LIST_COUNT_MAX. A search goes by the beginnings of words in titles and of numbers, and shows the newest files first; the title
 * that the program gave a report by itself ("Laporan warga: tulisan ...") is looked for among the 5,000 files opened last.
 */
#ifndef NETRA_DESK_DOCKET_LIST_H
#define NETRA_DESK_DOCKET_LIST_H

#include "desk/docket/docket.h"

#define LIST_COUNT_MAX 1000 /* "1.000+": nobody reads further */
#define LIST_MARK_MAX  64

struct docket_list_ask {
	const char *group;  /* of docket_group; "" or NULL: all that is open */
	const char *search; /* "": everything */
	const char *after;  /* the mark of an earlier page; NULL: the first page */
	bool mine;          /* only what d->user holds */
	int64_t max;
};
struct docket_list_line {
	int64_t id, people, joined, key;
	const char *kind, *procedure, *state, *number, *title, *owner_name, *clock, *rulepack;
	struct instant opened_at, changed_at, closed_at, last_moment;
	bool late;
};
struct docket_list {
	struct docket_list_line *items;
	size_t n, cap;
	const char *next; /* the mark of the next page; NULL: this is the last */
	bool searched_newest; /* the words stand in so many titles that only the newest files were looked at, or are shown */
};
/* INVALID for a mark that is none. */
MUST_CHECK enum status docket_list(struct tx *tx, const struct desk *d, const struct docket_list_ask *ask,
				   struct docket_list *ret, struct err *e);
/* How many files a group has (of @owner, 0: of all), counted up to LIST_COUNT_MAX. */
MUST_CHECK enum status docket_list_count(struct tx *tx, const struct desk *d, const char *group, int64_t owner,
					 int64_t *ret, struct err *e);
/* The same of all groups at once, in two statements: what stands above the list. */
struct docket_list_counts {
	int64_t open; /* files that are not closed */
	const struct docket_state_count {
		const char *state;
		int64_t n;
	} *items; /* states that any file is in, each counted up to LIST_COUNT_MAX */
	size_t n;
};
MUST_CHECK enum status docket_list_counts_read(struct tx *tx, const struct desk *d, int64_t owner, struct docket_list_counts *ret,
					       struct err *e);
int64_t docket_list_counted(const struct docket_list_counts *counts, const char *group);
/* The search's words of a title: after it was set or changed. */
MUST_CHECK enum status docket_list_words(struct tx *tx, const struct desk *d, int64_t case_file, const char *title,
					 bool is_new, struct err *e);

#endif
