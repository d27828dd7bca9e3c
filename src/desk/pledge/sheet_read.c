/* sheet_read.c -- what somebody keys of a sheet: lines of text to rows of paper. Pure. */
#include "desk/pledge/sheet.h"

#include <ctype.h>
#include <string.h>

#define CELLS_MAX   3
#define ROW_DIGITS  4 /* more digits than that are a staff number, never a row */
#define FAULTS_KEPT 50

struct reader {
	struct arena *a;
	int64_t printed, next; /* next: the row of a line that does not say its row */
	size_t at;
	struct pledge_sheet_lines *ret;
	bool taken[SHEET_LINES_MAX + 1];
};
struct cells {
	struct str items[CELLS_MAX];
	size_t n;
};

static void fault(struct reader *in, struct str typed, const char *what)
{
	struct pledge_sheet_fault f = {in->at, text_clip(in->a, arena_strndup(in->a, typed.s, typed.n), SHEET_TYPED_MAX), what};
	if (in->ret->faults.n < FAULTS_KEPT)
		ARENA_PUSH(in->a, &in->ret->faults, f);
}

static bool is_yes(struct str s) { return str_is(s, "ya") || str_is(s, "y") || str_is(s, "yes") || str_is(s, "1") || str_is(s, "v"); }
static bool is_no(struct str s)
{
	return str_is(s, "tidak") || str_is(s, "t") || str_is(s, "n") || str_is(s, "no") || str_is(s, "0") || str_is(s, "-") || str_is(s, "kosong");
}

static struct str lower(struct arena *a, struct str s) { return str_of(text_lower(a, arena_strndup(a, s.s, s.n))); }

static size_t digits_at(struct str s)
{
	size_t n = 0;
	while (n < s.n && isdigit((unsigned char)s.s[n]))
		n++;
	return n;
}

static bool row_word(struct str s) { return s.n && s.n <= ROW_DIGITS && digits_at(s) == s.n; }

static int64_t row_of(struct str s)
{
	int64_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n = n * 10 + (s.s[i] - '0');
	return n;
}

static void row_put(struct reader *in, struct str line, int64_t row, struct str typed, bool is_signed)
{
	if (row < 1 || row > SHEET_LINES_MAX) {
		fault(in, line, row > SHEET_LINES_MAX && !in->printed ? "many" : "row");
	} else if (in->taken[row]) {
		fault(in, line, "twice");
	} else if (typed.n > SHEET_TYPED_MAX) {
		fault(in, line, "long");
	} else {
		struct pledge_sheet_line l = {row, typed.n ? arena_strndup(in->a, typed.s, typed.n) : "", is_signed};
		in->taken[row] = true;
		if (row >= in->next)
			in->next = row + 1;
		ARENA_PUSH(in->a, in->ret, l);
	}
}

/* "12-30" of a sheet of ours. */
static bool run_put(struct reader *in, struct str line, struct str s, bool is_signed)
{
	size_t n = digits_at(s);
	struct str from = {s.s, n}, to = {s.s + n + 1, n < s.n ? s.n - n - 1 : 0};
	if (!row_word(from) || n >= s.n || s.s[n] != '-' || !row_word(to))
		return false;
	if (row_of(from) > row_of(to) || row_of(to) > in->printed) {
		fault(in, line, "row");
		return true;
	}
	for (int64_t row = row_of(from); row <= row_of(to); row++)
		row_put(in, line, row, (struct str){0}, is_signed);
	return true;
}

/* One cell: who, or on a sheet of ours a row. */
static void who_put(struct reader *in, struct str line, struct str s, bool is_signed)
{
	if (in->printed && run_put(in, line, s, is_signed))
		return;
	if (in->printed && row_word(s)) {
		if (row_of(s) > in->printed)
			fault(in, line, "row");
		else
			row_put(in, line, row_of(s), (struct str){0}, is_signed);
		return;
	}
	row_put(in, line, in->next, s, is_signed);
}

static bool answer_of(struct reader *in, struct str line, struct str s, bool *ret)
{
	struct str word = lower(in->a, s);
	*ret = is_yes(word);
	if (*ret || is_no(word))
		return true;
	fault(in, line, "word");
	return false;
}

static void pair_put(struct reader *in, struct str line, struct str row, struct str who, bool is_signed)
{
	if (!row_word(row))
		fault(in, line, "row");
	else
		row_put(in, line, row_of(row), who, is_signed);
}

/* "13 tidak": the answer may follow a blank. */
static struct str answer_cut(struct reader *in, struct str *cell)
{
	size_t n = cell->n;
	while (n && cell->s[n - 1] != ' ')
		n--;
	struct str last = {cell->s + n, cell->n - n}, word = lower(in->a, last);
	bool answer = n && isalpha((unsigned char)last.s[0]) && (is_yes(word) || is_no(word)) && digits_at(*cell);
	if (!answer)
		return (struct str){0};
	*cell = str_trim((struct str){cell->s, n});
	return last;
}

static void cells_put(struct reader *in, struct str line, struct cells c)
{
	bool is_signed = true;
	if (c.n == 1) {
		struct str answer = answer_cut(in, &c.items[0]);
		if (!answer.n || answer_of(in, line, answer, &is_signed))
			who_put(in, line, c.items[0], is_signed);
		return;
	}
	struct str last = c.items[c.n - 1], word = lower(in->a, last);
	if (c.n == 2 && !is_yes(word) && !is_no(word)) {
		pair_put(in, line, c.items[0], c.items[1], true);
	} else if (answer_of(in, line, last, &is_signed)) {
		if (c.n == 2)
			who_put(in, line, c.items[0], is_signed);
		else
			pair_put(in, line, c.items[0], c.items[1], is_signed);
	}
}

static struct cells cells_of(struct str line)
{
	struct cells c = {0};
	size_t from = 0;
	for (size_t i = 0; i <= line.n; i++) {
		if (i < line.n && ((line.s[i] != ';' && line.s[i] != '\t') || c.n + 1 == CELLS_MAX))
			continue;
		c.items[c.n++] = str_trim((struct str){line.s + from, i - from});
		from = i + 1;
	}
	while (c.n > 1 && !c.items[c.n - 1].n)
		c.n--; /* "17;" */
	return c;
}

void pledge_sheet_lines_read(struct arena *a, const char *text, int64_t printed, struct pledge_sheet_lines *ret)
{
	struct reader *in = arena_new(a, struct reader);
	struct str rest = str_of(text), line;
	*in = (struct reader){.a = a, .printed = printed, .next = printed + 1, .ret = ret};
	while (str_split(&rest, '\n', &line)) {
		line = str_trim(line);
		in->at++;
		if (line.n)
			cells_put(in, line, cells_of(line));
		else if (!printed)
			in->next++; /* a row that was left empty */
	}
}
