/* stance_model.c -- the weights of lexicon/model.csv: for each answer a sum of features times weights; the largest wins.
 *
 * The file is made by tools/train.py (liblinear, on the posts of tests/data/posts) and says so in its first rows. Here
 * nothing is learned: what a weight did to an answer can be read off, feature by feature.
 */
#include "base/csv.h"
#include "core/screen/stance_parts.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define ANSWERS_MAX 20

struct answers { /* of one model */
	const char *name;
	const char *labels[ANSWERS_MAX];
	enum stance stances[ANSWERS_MAX]; /* of the labels, where they are stances */
	double weights[FEATURES_MAX][ANSWERS_MAX]; /* the answers of a feature stand together: most features are not there */
	size_t n;
};
static struct answers stances = {.name = "stance"}, acts = {.name = "act"};
static double shares[FEATURES_MAX][STANCE_N]; /* how much a feature speaks for one stance against the average of the others */
static double support_floor = 0.5; /* a share below it is no support */
static struct arena arena;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;

static enum stance stance_of(const char *label)
{
	for (int i = UNRELATED; i <= AGAINST; i++)
		if (!strcmp(label, stance_name((enum stance)i)))
			return (enum stance)i;
	return UNRELATED;
}

static size_t answer_of(struct answers *m, const char *label)
{
	size_t i = 0;
	while (i < m->n && strcmp(m->labels[i], label))
		i++;
	if (i == m->n) {
		assert(m->n < ANSWERS_MAX);
		m->stances[m->n] = stance_of(label);
		m->labels[m->n++] = arena_strdup(&arena, label);
	}
	return i;
}

/* "praise", or "praise.none" where no candidate is spoken of. */
static size_t feature_of(const char *name)
{
	size_t n = strcspn(name, ".");
	for (unsigned f = 0; f < FEATURE_N; f++)
		if (strlen(feature_name(f)) == n && !strncmp(feature_name(f), name, n))
			return f + (name[n] ? FEATURE_N : 0);
	assert(false && "lexicon/model.csv: an unknown feature"); /* clang: no literal as a bool */
	return 0;
}

static void take_row(void *to, const struct csv *c)
{
	(void)to;
	const char *model = c->cells[0].s;
	if (!strcmp(model, "support_floor"))
		support_floor = strtod(c->cells[3].s, NULL);
	if (!strncmp(c->cells[2].s, "word:", 5)) {
		size_t n = strcspn(c->cells[2].s + 5, ".");
		word_weight_set(c->cells[2].s + 5, n, !c->cells[2].s[5 + n], stance_of(c->cells[1].s), strtod(c->cells[3].s, NULL));
		return;
	}
	struct answers *m = !strcmp(model, "stance") ? &stances : !strcmp(model, "act") ? &acts : NULL;
	if (m)
		m->weights[feature_of(c->cells[2].s)][answer_of(m, c->cells[1].s)] = strtod(c->cells[3].s, NULL);
}

static double share_of(const double *weights, enum stance stance)
{
	double mine = 0, others = 0;
	for (size_t i = 0; i < stances.n; i++)
		*(stances.stances[i] == stance ? &mine : &others) += weights[i];
	return stances.n > 1 ? mine - others / (double)(stances.n - 1) : 0;
}

static void load(void)
{
	text_lexicon("model.csv", 4, take_row, NULL);
	for (unsigned f = 0; f < FEATURES_MAX; f++)
		for (int i = UNRELATED; i <= AGAINST; i++)
			shares[f][i] = share_of(stances.weights[f], (enum stance)i);
	__atomic_store_n(&loaded, true, __ATOMIC_RELEASE);
}

void model_ready(void)
{
	if (!__atomic_load_n(&loaded, __ATOMIC_ACQUIRE)) /* asked for every text, so it must be quick to see */
		pthread_once(&once, load);
}

/* What the features that are there add up to, for each answer. The answers are taken by fours, because a processor
 * multiplies so. */
static void sums_of(const struct answers *m, const struct features *f, bool object, double ret[static ANSWERS_MAX])
{
	memset(ret, 0, ANSWERS_MAX * sizeof *ret);
	for (size_t i = 0; i < m->n; i += 4) {
		double sum[4] = {0};
		for (size_t k = 0; k < f->n; k++) {
			const double *w = m->weights[f->there[k] + (object ? 0 : FEATURE_N)] + i, v = f->v[f->there[k]];
			for (size_t x = 0; x < 4; x++)
				sum[x] += v * w[x];
		}
		memcpy(ret + i, sum, sizeof sum);
	}
}
_Static_assert(ANSWERS_MAX % 4 == 0, "answers come by fours");

enum stance model_stance(const struct features *f, const struct words_said *words, bool object, double *ret_score)
{
	double share[ANSWERS_MAX], all = 0;
	size_t best = 0;
	if (!stances.n)
		return UNRELATED;
	sums_of(&stances, f, object, share);
	for (size_t k = 0; k < words->n; k++) {
		const float *w = word_weights(&words->items[k], object);
		for (size_t i = 0; i < stances.n; i++)
			share[i] += WORD_VALUE * (double)w[stances.stances[i]];
	}
	for (size_t i = 0; i < stances.n; i++) {
		share[i] = 1 / (1 + exp(-share[i]));
		all += share[i];
	}
	for (size_t i = 0; i < stances.n; i++) {
		if (stances.stances[i] == SUPPORT && share[i] < support_floor * all)
			share[i] = 0; /* held back */
		if (share[i] > share[best])
			best = i;
	}
	*ret_score = all > 0 ? share[best] / all : 0;
	return stances.stances[best];
}

const char *model_act(const struct features *f, bool object)
{
	double sums[ANSWERS_MAX];
	size_t best = 0;
	sums_of(&acts, f, object, sums);
	for (size_t i = 1; i < acts.n; i++)
		best = sums[i] > sums[best] ? i : best;
	return acts.n ? acts.labels[best] : "own_post";
}

double model_share(unsigned f, bool object, enum stance stance) { return shares[f + (object ? 0 : FEATURE_N)][stance]; }

double model_word_share(const struct word_said *w, bool object, enum stance stance)
{
	const float *weights = word_weights(w, object);
	double mine = WORD_VALUE * (double)weights[stance], all = 0;
	for (int i = UNRELATED; i <= AGAINST; i++)
		all += WORD_VALUE * (double)weights[i];
	return mine - (all - mine) / (STANCE_N - 1);
}
