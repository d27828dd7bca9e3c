/* figures_views.h -- what the pages of figures and open data show. */
#ifndef NETRA_WEB_FIGURES_VIEWS_H
#define NETRA_WEB_FIGURES_VIEWS_H

#include "web/ages.h"
#include "desk/figures/figures.h"
#include "web/web.h"

struct statistik_cell {
	int64_t n;
	const char *column;
	bool hidden, total;
};
struct statistik_cells {
	struct statistik_cell *items;
	size_t n, cap;
};
struct statistik_row {
	const char *name;
	struct statistik_cells cells;
	bool total;
	int64_t width; /* of its bar, in hundredths; 0 when its total is hidden */
	bool bar;
};
struct statistik_rows {
	struct statistik_row *items;
	size_t n, cap;
};
struct statistik_table {
	const char *unit;
	const char *code, *title;
	struct statistik_cells heads;
	struct statistik_rows rows;
	bool any_hidden;
};
struct statistik_tables {
	struct statistik_table *items;
	size_t n, cap;
};
struct statistik_view {
	struct figures_funnel f;
	struct figures_persons p;
	struct instant at;
	const char *office;
	int64_t w_events, w_joined, w_files, w_decided, w_proven, w_cleared; /* widths of bars, 0 .. 100 */
	int64_t decided;
	struct statistik_tables tables;
	struct statistik_medians { struct statistik_median { const char *receiver; int64_t days; } *items; size_t n, cap; } medians;
	struct age_bars bars;
	const char *sum_funnel, *sum_persons, *sha_csv, *sha_json;
	bool any_hidden;
};
struct data_view {
	struct figures_editions_rows editions;
	const char *sha_csv, *sha_json;
	struct instant at;
};

#endif
