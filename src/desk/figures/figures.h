/* figures.h -- figures that add up: reports, events, files and persons are four things and are counted apart.
 *
 * Words. *In*: everything that reached the office, one receipt or one observation each. *Event*: what is left when
 * those that tell the same are joined. *File*: an event with a number of the register. *Decided*: a file whose plenary has
 * spoken. *Person*: a reported person of a registered file; each person ends on exactly one line (passed on to a
 * body, not proven, no violation, still running), and `lost` is the difference, which must be 0.
 *
 * Small numbers: a cell from 1 to 4 could point at somebody and is hidden; so many other cells are hidden with it that
 * none can be computed back from rows and columns (figures_hide). Zero is shown, for it points at nobody.
 */
#ifndef NETRA_DESK_FIGURES_FIGURES_H
#define NETRA_DESK_FIGURES_FIGURES_H

#include "desk/office.h"
#include "figures_sql.h"

#define FIGURES_SMALL 5 /* a cell below this, and above 0, is hidden */

struct figures_funnel {
	int64_t in, reports, observations; /* in = reports + observations */
	int64_t joined, events;            /* in - joined = events */
	int64_t files, info, not_registered, handled, review, transferred, withdrawn; /* add up to events */
	int64_t proven, not_proven, not_violation, lapsed, running;                   /* add up to files */
	int64_t in_error;                  /* opened in error and taken back; in no other figure */
	bool adds_up;
};
struct figures_persons {
	int64_t total;
	int64_t to_asn_body, to_agency, to_region_head, to_others; /* passed on: BKN/KASN, OPD head, regent or mayor, others */
	int64_t proven_waiting;   /* proven, not yet passed on */
	int64_t not_proven, not_violation, running;
	int64_t lost;             /* total less all lines: 0 */
};

/* A table with its totals: (n_rows + 1) * (n_columns + 1) cells, the last of each line the total. */
struct figure_label {
	const char *id, *en;
};
struct figure_cell {
	int64_t n;
	bool hidden;
};
struct figures_table {
	const char *code;               /* "persons_by_class" */
	struct figure_label title, unit;
	struct figure_label *rows, *columns;
	size_t n_rows, n_columns;
	struct figure_cell *cells;
};
struct figure_cell *figures_cell(const struct figures_table *t, size_t row, size_t column);
/* Fills the totals. */
void figures_sum(struct figures_table *t);
/* Hides small cells, and others until no hidden one can be computed from what is shown: seen as a graph whose nodes
 * are the rows and columns (totals included) and whose edges are the hidden cells, a cell can be computed exactly
 * when its edge is a bridge. Pure. */
void figures_hide(struct arena *a, struct figures_table *t);
/* True when the value of some hidden cell follows from the shown ones: for tests and for the check before publishing. */
bool figures_leak(struct arena *a, const struct figures_table *t);

/* How long hand-overs to one receiver wait. n = waiting + sanctioned + no_sanction + withdrawn. */
struct figures_age {
	const char *receiver;
	int64_t n, waiting, sanctioned, no_sanction, withdrawn;
	int64_t median_days, oldest_days; /* oldest: of those that still wait; 0: none */
	bool enough;                      /* FIGURES_SMALL at least: only then the median may be published */
};
struct figures_ages {
	struct figures_age *items;
	size_t n;
};
MUST_CHECK enum status figures_ages_read(struct tx *tx, const struct desk *d, struct figures_ages *ret, struct err *e);
/* Counting itself, from rows in the order of receiver and age; pure. */
void figures_ages_count(struct arena *a, const struct figures_age_days_rows *rows, struct figures_ages *ret);

struct figures {
	struct instant at;
	struct figures_funnel funnel;
	struct figures_persons persons;
	struct figures_table by_class, by_act; /* persons; columns: passed on, not proven, no violation, running */
	struct figures_table by_channel;       /* by which door it came; adds up to funnel.in */
	struct figures_ages ages;              /* of which only those with `enough` are shown, and of these only the median */
};
MUST_CHECK enum status figures_read(struct tx *tx, const struct desk *d, struct figures *ret, struct err *e);
/* Counting itself, from rows; pure. */
void figures_count(struct arena *a, const struct law *law, const struct figures_files_rows *files,
		   const struct figures_people_rows *people, struct figures *ret);

/* Both forms hide what the page hides. */
const char *figures_csv(struct arena *a, const struct desk *d, const struct figures *f);
const char *figures_json(struct arena *a, const struct desk *d, const struct figures *f);
/* Keeps the figures as the next edition. CONFLICT when nothing but the moment differs from the last one. */
MUST_CHECK enum status figures_publish(const struct desk *d, const char *note, int64_t *ret_number, struct err *e);

#endif
