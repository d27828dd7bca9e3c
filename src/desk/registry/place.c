/* place.c -- where is that? A place in a report, looked up in the table of regions (`netra import regions`).
 *
 * Read are phrases of up to three words after "Kota", "Kabupaten", "Kecamatan", "Desa" and their short forms, and, where a
 * place was asked for, the bare name of a regency or town. "Batu" is a stone and a town, and there are many villages called
 * Sukamaju: so a bare word in running text is nothing, a name that lies in several regencies is nothing, and one place
 * inside the office's own area outweighs all others. The answer is a hint for an officer.
 */
#include "desk/registry/registry.h"

#include <ctype.h>
#include <string.h>

#define WORDS_MOST  400 /* words of a text that are looked at */
#define NAME_WORDS  3
#define NAMED_MOST  50 /* regions of one name */
#define REGENCY     5  /* letters of a code PP.KK */

struct words {
	const char *items[WORDS_MOST];
	size_t n;
};

/* Small letters and digits between anything else; "Kab." and "Kab" are one. */
static void words_of(struct arena *a, const char *text, struct words *ret)
{
	ret->n = 0;
	for (const char *s = text ? text : ""; *s && ret->n < WORDS_MOST;) {
		size_t n = 0;
		while (isalnum((unsigned char)s[n]) || (s[n] & 0x80) || s[n] == '\'' || s[n] == '-')
			n++;
		if (n)
			ret->items[ret->n++] = text_lower(a, arena_strndup(a, s, n));
		s += n ? n : 1;
	}
}

/* How deep a code is: 0 province, 1 regency or town, 2 district, 3 village. */
static int level_of(const char *code)
{
	int dots = 0;
	for (; *code; code++)
		dots += *code == '.';
	return dots;
}

static const struct {
	const char *word, *full;
	int level;
} kinds[] = {
	{"provinsi", "provinsi", 0},   {"prov", "provinsi", 0},       {"kota", "kota", 1}, {"kabupaten", "kabupaten", 1},
	{"kab", "kabupaten", 1},       {"kecamatan", "kecamatan", 2}, {"kec", "kecamatan", 2}, {"kelurahan", "kelurahan", 3},
	{"kel", "kelurahan", 3},       {"desa", "desa", 3},
};

struct look {
	struct tx *tx;
	const struct desk *d;
	bool inside, unclear;
	const char *code, *words; /* of the regency found outside */
};

/* Two offices share ground when one's area holds the other's. */
static bool shares(const char *code, const char *area)
{
	size_t a = strlen(code), b = strlen(area), n = a < b ? a : b;
	return !strncmp(code, area, n) && (a == b || (a < b ? area[n] == '.' : code[n] == '.'));
}

static void match_put(struct look *l, const struct regions_named_rows *rows, int level, const char *words)
{
	const char *regency = NULL;
	bool several = false;
	for (size_t i = 0; i < rows->n; i++) {
		const char *code = rows->items[i].code;
		if (level_of(code) != level)
			continue;
		if (shares(code, l->d->office->region)) {
			l->inside = true;
			return;
		}
		several |= regency && strncmp(regency, code, REGENCY) != 0;
		regency = code;
	}
	if (!regency || level_of(regency) < 1)
		return;
	several |= rows->n == NAMED_MOST;
	l->unclear |= l->code && strncmp(l->code, regency, REGENCY) != 0;
	if (!several && !l->code) {
		l->code = arena_strndup(l->tx->arena, regency, REGENCY);
		l->words = words;
	}
}

/* The longest of the names that begin at @at. */
static enum status name_look(struct look *l, const struct words *w, size_t at, const char *prefix, int level, bool *ret_hit,
			     struct err *e)
{
	struct arena *a = l->tx->arena;
	*ret_hit = false;
	for (size_t n = w->n - at < NAME_WORDS ? w->n - at : NAME_WORDS; n && !*ret_hit; n--) {
		const char *bare = w->items[at];
		for (size_t i = 1; i < n; i++)
			bare = arena_printf(a, "%s %s", bare, w->items[at + i]);
		const char *full = arena_printf(a, "%s %s", prefix, bare);
		struct regions_named_rows with, without;
		TRY(regions_named(l->tx, full, NAMED_MOST, &with, e));
		TRY(regions_named(l->tx, bare, NAMED_MOST, &without, e));
		match_put(l, &with, level, full);
		match_put(l, &without, level, full);
		*ret_hit = with.n || without.n;
	}
	return OK;
}

static enum status text_look(struct look *l, const char *text, bool bare, struct err *e)
{
	struct words *w = arena_new(l->tx->arena, struct words);
	bool hit;
	words_of(l->tx->arena, text, w);
	for (size_t i = 0; i < w->n; i++) {
		size_t k = 0;
		while (k < sizeof kinds / sizeof *kinds && strcmp(kinds[k].word, w->items[i]) != 0)
			k++;
		if (k < sizeof kinds / sizeof *kinds && i + 1 < w->n) {
			TRY(name_look(l, w, i + 1, kinds[k].full, kinds[k].level, &hit, e));
		} else if (bare) {
			TRY(name_look(l, w, i, "kota", 1, &hit, e));
			if (!hit)
				TRY(name_look(l, w, i, "kabupaten", 1, &hit, e));
		}
	}
	return OK;
}

static bool begins_with_kind(const char *name)
{
	return !strncmp(name, "kab", 3) || !strncmp(name, "kota ", 5);
}

enum status registry_place(struct tx *tx, const struct desk *d, const char *place, const char *text, bool *ret_found,
			   struct place_match *ret, struct err *e)
{
	struct look l = {.tx = tx, .d = d};
	struct region_find_row row;
	*ret_found = false;
	TRY(text_look(&l, place, true, e));
	TRY(text_look(&l, text, false, e));
	if (l.inside || l.unclear || !l.code)
		return OK;
	TRY(region_find(tx, l.code, ret_found, &row, e));
	const char *name = *ret_found ? arena_strdup(tx->arena, row.name) : l.words;
	if (*ret_found && !begins_with_kind(text_lower(tx->arena, name)))
		name = arena_printf(tx->arena, "%s %s", text_starts(text_lower(tx->arena, row.kind), "kota") ? "Kota" : "Kabupaten", name);
	*ret = (struct place_match){.code = l.code, .name = name, .words = l.words, .outside = true};
	*ret_found = true;
	return OK;
}
