/* words.c -- which published answers are to like questions.
 *
 * A question is a set of stems: words folded as everywhere (core/text), slang put in plain words, small words left out. A
 * stem that few answers share says more: its weight is ln(1 + N / n) of N answers and n with that stem. The score of an answer
 * is the weight of the stems that both share over that of all stems of the question that are known at all. A stem that more
 * than COMMON answers have tells nothing and is passed over, so a look-up reads at most WORDS_MAX * COMMON rows, however many
 * answers there are. */
#include "desk/advice/advice_internal.h"

#include "core/text/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX   24  /* different stems of one question; what follows is read no more */
#define COMMON      500 /* answers with the same stem */
#define WORD_MIN    3   /* letters */
#define SCORE_LEAST 0.35
#define SHARED_LEAST 2 /* stems, where the question has as many that are known */

static const char *const small[] = {
	"ada",	 "adalah", "agar",  "akan",  "apa",   "apakah", "atau",	 "bagaimana", "bagi",  "bahwa", "bila",	 "bisa",   "boleh", "bolehkah",
	"dan",	 "dapat",  "dari",  "dengan", "di",   "hal",	"harus", "ini",	      "itu",   "jika",	"juga",	 "kalau",  "kami",  "karena",
	"ke",	 "kepada", "kita",  "lagi",  "maka",  "masih",	"mau",	 "oleh",      "pada",  "para",	"saat",	 "saja",   "saya",  "sebagai",
	"secara", "sedang", "seorang", "seperti", "supaya", "sudah", "tapi", "telah", "tentang", "tersebut", "tetapi", "tidak", "untuk", "yang",
};

static bool is_small(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
		if (strlen(small[i]) == n && !memcmp(small[i], s, n))
			return true;
	return false;
}

struct stems {
	int64_t items[WORDS_MAX];
	size_t n;
};

static void stem_add(struct arena *a, struct stems *to, const struct token *t)
{
	size_t n = t->n;
	const char *s = t->s, *plain = text_slang_token(t, &n);
	if (plain)
		s = plain;
	else
		n = t->n;
	if (n < WORD_MIN || is_small(s, n) || to->n == WORDS_MAX)
		return;
	const char *stem = text_stem(a, arena_strndup(a, s, n));
	int64_t hash = (int64_t)text_hash(stem, strlen(stem));
	for (size_t i = 0; i < to->n; i++)
		if (to->items[i] == hash)
			return;
	to->items[to->n++] = hash;
}

static void stems_read(struct arena *a, const char *text, struct stems *ret)
{
	scoped(text_free) struct text t = {0};
	*ret = (struct stems){.n = 0};
	text_read(&t, text, strlen(text));
	for (size_t i = 0; i < t.n; i++)
		if (t.items[i].kind == TOKEN_WORD)
			stem_add(a, ret, &t.items[i]);
}

enum status words_put(struct tx *tx, const struct desk *d, int64_t answer, const char *text, struct err *e)
{
	int64_t dropped;
	struct stems stems;
	stems_read(d->arena, text, &stems);
	TRY(advice_words_drop(tx, answer, &dropped, e));
	int64_t id = id_block(d->now, (int64_t)stems.n + 1);
	for (size_t i = 0; i < stems.n; i++)
		TRY(advice_word_add(tx, id + (int64_t)i, d->office->id, answer, stems.items[i], e));
	return OK;
}

struct share { /* an answer has a stem of the question */
	int64_t answer;
	double weight;
};
struct shares {
	struct share *items;
	size_t n, cap, known; /* known: stems of the question that some answer has */
	double all;	      /* their weights */
};

static enum status shares_read(struct tx *tx, const struct desk *d, const struct stems *stems, int64_t answers, struct shares *ret,
			       struct err *e)
{
	*ret = (struct shares){0};
	for (size_t i = 0; i < stems->n; i++) {
		struct advice_word_answers_rows rows;
		TRY(advice_word_answers(tx, d->office->id, stems->items[i], COMMON + 1, &rows, e));
		if (!rows.n || rows.n > COMMON)
			continue;
		double weight = log(1.0 + (double)answers / (double)rows.n);
		for (size_t k = 0; k < rows.n; k++)
			ARENA_PUSH(d->arena, ret, ((struct share){rows.items[k].answer, weight}));
		ret->known++;
		ret->all += weight;
	}
	return OK;
}

static int by_answer(const void *a, const void *b)
{
	const struct share *x = a, *y = b;
	return (x->answer > y->answer) - (x->answer < y->answer);
}

struct score {
	int64_t answer;
	double points;
};
struct scores {
	struct score items[ADVICE_LIKES_MAX];
	size_t n;
};

/* Keeps the best; of equals the newer one. */
static void score_put(struct scores *to, struct score s)
{
	size_t at = to->n;
	while (at && to->items[at - 1].points <= s.points)
		at--;
	if (at == ADVICE_LIKES_MAX)
		return;
	if (to->n < ADVICE_LIKES_MAX)
		to->n++;
	memmove(&to->items[at + 1], &to->items[at], (to->n - at - 1) * sizeof to->items[0]);
	to->items[at] = s;
}

static void scores_make(struct shares *all, struct scores *ret)
{
	*ret = (struct scores){.n = 0};
	if (all->n)
		qsort(all->items, all->n, sizeof all->items[0], by_answer);
	size_t least = all->known < SHARED_LEAST ? all->known : SHARED_LEAST;
	for (size_t i = 0, next; i < all->n; i = next) {
		double sum = 0;
		for (next = i; next < all->n && all->items[next].answer == all->items[i].answer; next++)
			sum += all->items[next].weight;
		if (next - i >= least && sum >= SCORE_LEAST * all->all)
			score_put(ret, (struct score){all->items[i].answer, sum});
	}
}

enum status advice_like(struct tx *tx, const struct desk *d, const char *text, struct advice_likes *ret, struct err *e)
{
	bool found;
	struct stems stems;
	struct shares all;
	struct scores best;
	struct advice_published_n_row answers;
	*ret = (struct advice_likes){.n = 0};
	stems_read(d->arena, text, &stems);
	TRY(advice_published_n(tx, d->office->id, &answers, e));
	TRY(shares_read(tx, d, &stems, answers.n, &all, e));
	scores_make(&all, &best);
	for (size_t i = 0; i < best.n; i++) {
		TRY(advice_answer_get(tx, d->office->id, best.items[i].answer, &found, &ret->items[ret->n], e));
		ret->n += found && text_eq(ret->items[ret->n].state, "published");
	}
	return OK;
}
