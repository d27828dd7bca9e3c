/* hide.c -- small numbers hidden so that they stay hidden. See figures_hide in figures.h. */
#include "desk/figures/figures.h"

#include <string.h>

struct figure_cell *figures_cell(const struct figures_table *t, size_t row, size_t column)
{
	return &t->cells[row * (t->n_columns + 1) + column];
}

void figures_sum(struct figures_table *t)
{
	size_t total = t->n_columns;
	for (size_t c = 0; c <= total; c++)
		figures_cell(t, t->n_rows, c)->n = 0;
	for (size_t r = 0; r < t->n_rows; r++) {
		figures_cell(t, r, total)->n = 0;
		for (size_t c = 0; c < t->n_columns; c++) {
			figures_cell(t, r, total)->n += figures_cell(t, r, c)->n;
			figures_cell(t, t->n_rows, c)->n += figures_cell(t, r, c)->n;
		}
		figures_cell(t, t->n_rows, total)->n += figures_cell(t, r, total)->n;
	}
}

/* Marks in @reached all nodes that hidden cells join to @node, not going over the cell (skip_r, skip_c). Nodes: rows
 * first, then columns. */
static void reach(const struct figures_table *t, size_t node, size_t skip_r, size_t skip_c, bool *reached)
{
	size_t rows = t->n_rows + 1, columns = t->n_columns + 1;
	reached[node] = true;
	bool row = node < rows;
	for (size_t i = 0; i < (row ? columns : rows); i++) {
		size_t r = row ? node : i, c = row ? i : node - rows, next = row ? rows + i : i;
		bool skip = r == skip_r && c == skip_c;
		if (!skip && !reached[next] && figures_cell(t, r, c)->hidden)
			reach(t, next, skip_r, skip_c, reached);
	}
}

/* A hidden cell is a bridge when without it its row can no longer be reached from its column. */
static bool is_bridge(struct arena *a, const struct figures_table *t, size_t r, size_t c, bool **ret_reached)
{
	size_t rows = t->n_rows + 1;
	*ret_reached = arena_array(a, bool, rows + t->n_columns + 1);
	reach(t, r, r, c, *ret_reached);
	return !(*ret_reached)[rows + c];
}

/* The cell to hide with a bridge, which parts the side of its row from the side of its column: one that joins the two
 * sides again, else one that leads out of the first side. Inner cells before totals, others before zeros (they reveal
 * little but look odd when closed), then the smallest. */
static struct figure_cell *partner(struct arena *a, const struct figures_table *t, const bool *side, size_t bridge_r, size_t bridge_c)
{
	size_t rows = t->n_rows + 1;
	bool *far = arena_array(a, bool, rows + t->n_columns + 1);
	reach(t, rows + bridge_c, bridge_r, bridge_c, far);
	struct figure_cell *best = NULL;
	int64_t best_cost = INT64_MAX;
	for (size_t r = 0; r < rows; r++)
		for (size_t c = 0; c <= t->n_columns; c++) {
			struct figure_cell *cell = figures_cell(t, r, c);
			if (cell->hidden || side[r] == side[rows + c])
				continue;
			bool joins = (side[r] && far[rows + c]) || (far[r] && side[rows + c]), total = r == t->n_rows || c == t->n_columns;
			int64_t cost = cell->n + (total ? INT64_C(1) << 41 : 0) + (joins ? 0 : INT64_C(1) << 40) + (cell->n ? 0 : INT64_C(1) << 42);
			if (cost < best_cost) {
				best = cell;
				best_cost = cost;
			}
		}
	return best;
}

/* Hides one more cell if some hidden one can be computed; false when none can. */
static bool hide_one_more(struct arena *a, struct figures_table *t)
{
	for (size_t r = 0; r <= t->n_rows; r++)
		for (size_t c = 0; c <= t->n_columns; c++) {
			bool *side;
			if (!figures_cell(t, r, c)->hidden || !is_bridge(a, t, r, c, &side))
				continue;
			struct figure_cell *with = partner(a, t, side, r, c);
			if (with)
				with->hidden = true;
			return with != NULL;
		}
	return false;
}

void figures_hide(struct arena *a, struct figures_table *t)
{
	for (size_t i = 0; i < (t->n_rows + 1) * (t->n_columns + 1); i++)
		t->cells[i].hidden = t->cells[i].n > 0 && t->cells[i].n < FIGURES_SMALL;
	while (hide_one_more(a, t))
		;
}

bool figures_leak(struct arena *a, const struct figures_table *t)
{
	for (size_t r = 0; r <= t->n_rows; r++)
		for (size_t c = 0; c <= t->n_columns; c++) {
			bool *side;
			if (figures_cell(t, r, c)->hidden && is_bridge(a, t, r, c, &side))
				return true;
		}
	return false;
}
