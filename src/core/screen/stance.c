/* stance.c -- what a text says about which candidate, and how it says it: the order of things.
 *
 * First the objects are found (stance_objects.c), then the cues of the lexicon are weighed by group (stance_cues.c) and
 * made into named features (stance_features.c). Rules say what must hold by law or logic; where none speaks, a small
 * linear model adds up the features (stance_model.c). Its weights stand in lexicon/model.csv, and each word and feature
 * that counted can be shown to the person it concerns.
 */
#include "core/screen/stance_parts.h"
#include "core/screen/view.h"

#include <stdlib.h>
#include <string.h>

#define TERM_LEAST 3 /* bytes: no term is shorter */
#define EXPLAIN_LEAST 0.4 /* of the logarithm of odds: a feature below it is not worth a sentence */

const char *stance_name(enum stance s)
{
	switch (s) {
	case UNRELATED: return "unrelated";
	case NEUTRAL: return "neutral";
	case SUPPORT: return "support";
	case AGAINST: return "against";
	}
	return "";
}

/* ---- What kind of text this is ---- */

static bool starts(const char *s, const char *prefix) { return !strncmp(s, prefix, strlen(prefix)); }

/* "[suka] ...", "[bagikan] ...", "RT @...", "Diteruskan: ...": how records write down what is no post of its own. */
static void read_marks(struct judge *j)
{
	const char *s = j->original;
	bool marked = s[0] == '[' || s[0] == 'R' || s[0] == 'D';
	if (marked && (starts(s, "[suka]") || starts(s, "[super]") || starts(s, "[like]") || starts(s, "[love]") || starts(s, "[menyukai]")))
		j->kind = KIND_LIKE;
	else if (marked && (starts(s, "[bagikan]") || starts(s, "RT @") || starts(s, "Diteruskan") || starts(s, "[share]")))
		j->kind = KIND_SHARE;
	else if (marked && (starts(s, "[ikuti]") || starts(s, "[follow]")))
		j->kind = KIND_FOLLOW;
	else if (marked && starts(s, "[komentar]"))
		j->kind = KIND_COMMENT;
	const char *bracket = strchr(s, '['), *own = strchr(s, '<');
	j->photo |= bracket && (strstr(bracket, "[foto") != NULL || strstr(bracket, "[swafoto") != NULL);
	own = own ? strstr(own, "<<") : NULL;
	j->own_from = SIZE_MAX;
	for (size_t i = 0; own && i < j->t->n; i++)
		if (j->t->items[i].at >= (size_t)(own - s)) {
			j->own_from = i;
			break;
		}
}

/* ---- Deciding ---- */

/* What a record says of itself is its act; else the model says. */
static const char *act_of(const struct judge *j, const struct features *f)
{
	switch (j->kind) {
	case KIND_LIKE: return "like";
	case KIND_SHARE: return "share";
	case KIND_FOLLOW: return "follow";
	case KIND_POST: case KIND_COMMENT: case KIND_TAG: case KIND_STORY: case KIND_MESSAGE: break;
	}
	const char *act = model_act(f, j->found_n > 0);
	return !strcmp(act, "own_post") && j->kind == KIND_COMMENT ? "comment" : act;
}

/* The facts about the text that counted most for the answer, beside the words already named. */
static void explain(struct judge *j, const struct features *f, const struct words_said *words, enum stance stance)
{
	for (size_t i = 0; i < f->n; i++) {
		unsigned x = f->there[i];
		if (x > CUE_N && f->v[x] * model_share(x, j->found_n > 0, stance) >= EXPLAIN_LEAST)
			stance_reason(j, 0, 0, feature_why(x, false));
	}
	for (size_t i = 0; i < words->n; i++)
		if (model_word_share(&words->items[i], j->found_n > 0, stance) >= EXPLAIN_LEAST)
			stance_reason(j, words->items[i].token, words->items[i].token + 1, "kata yang lazim dalam nada ini");
}

static void features_out(struct judge *j, const struct features *f, const struct stance_rule *rule)
{
	struct screen_stance *r = j->ret;
	r->rule = rule ? rule->name : NULL;
	r->object = j->found_n > 0;
	r->features = arena_array(j->a, struct screen_feature, FEATURE_N + WORDS_SAID);
	for (size_t i = 0; i < f->n; i++)
		r->features[r->features_n++] = (struct screen_feature){feature_name(f->there[i]), f->v[f->there[i]]};
	r->features_n += words_named(j, &r->features[r->features_n]);
}

static enum stance decide(struct judge *j)
{
	struct features f;
	double score = 0.85;
	struct words_said words;
	features_read(j, &f);
	model_ready();
	words_read(j, &words);
	const struct stance_rule *rule = rule_of(j);
	enum stance stance = rule ? rule->stance : model_stance(&f, &words, j->found_n > 0, &score);
	bool recorded = j->kind == KIND_LIKE || j->kind == KIND_SHARE || j->kind == KIND_FOLLOW;
	j->ret->act = rule && rule->act && !recorded ? rule->act : act_of(j, &f);
	j->ret->score = score > 0.99 ? 0.99 : score < 0.05 ? 0.05 : score;
	if (rule)
		stance_reason(j, 0, 0, rule->why);
	else
		explain(j, &f, &words, stance);
	if (j->run->options.features)
		features_out(j, &f, rule);
	return stance;
}

/* ---- Putting it together ---- */

/* Who is preferred to another is not preferred with him, and blame of one is no blame of the other. */
static enum stance stance_to(const struct judge *j, const struct found *f, enum stance stance)
{
	double lean = j->splits ? lean_of(j, f->pair) : 0;
	if (j->splits && (stance == SUPPORT || stance == AGAINST))
		return lean > 0 ? SUPPORT : lean < 0 ? AGAINST : NEUTRAL;
	if (!worse_object(j, f))
		return stance;
	return stance == SUPPORT ? AGAINST : stance == AGAINST ? NEUTRAL : stance;
}

static void objects_out(struct judge *j, enum stance stance)
{
	j->ret->objects = arena_array(j->a, struct screen_object, j->found_n);
	for (size_t i = 0; i < j->found_n; i++) {
		const struct found *f = &j->found[i];
		bool again = false;
		for (size_t k = 0; k < j->found_n; k++)
			again |= j->found[k].pair == f->pair && (j->found[k].power > f->power || (j->found[k].power == f->power && k < i));
		if (again)
			continue;
		const struct ix_pair *p = &j->s->PAIRS[f->pair];
		struct screen_object *o = &j->ret->objects[j->ret->objects_n++];
		*o = (struct screen_object){.contest = ix_string(j->s, j->s->CONTESTS[p->contest].code), .pair = ix_string(j->s, p->pair),
					    .ref = ix_string(j->s, p->ref), .how = how_name(f), .stance = stance_to(j, f, stance)};
		if (f->to > f->from && !j->inherits) {
			o->from = j->t->items[f->from].at;
			o->to = j->t->items[f->to - 1].end;
		}
	}
}

/* Nothing was found before: what @x said is all there is. */
static void take_found(struct judge *j, const struct said *x)
{
	memcpy(j->found, x->found, x->found_n * sizeof *x->found);
	j->found_n = x->found_n;
	j->numbers += x->searched ? x->numbers : 0;
	j->fingers += x->searched ? x->fingers : 0;
}
static void keep_found(const struct judge *j, struct said *x)
{
	memcpy(x->found, j->found, j->found_n * sizeof *x->found);
	x->found_n = j->found_n;
}

/* The terms of @x, whose text is in j->t. */
static void terms_of(struct judge *j, struct said *x)
{
	if (x->termed) {
		take_found(j, x);
	} else if (j->s) {
		find_terms(j);
		find_in_tags(j, x->source);
		keep_found(j, x);
	}
	x->termed = true;
}

/* Its numbers and fingers, behind terms_of: what they mean may depend on the terms. */
static void numbers_of(struct judge *j, struct said *x)
{
	if (x->searched)
		return;
	size_t numbers = j->numbers, fingers = j->fingers;
	find_numbers(j);
	find_fingers(j);
	keep_found(j, x);
	x->numbers = j->numbers - numbers;
	x->fingers = j->fingers - fingers;
	x->searched = true;
}

static void find_target(struct judge *j, const char *target)
{
	struct said *post = &j->run->post;
	if (target == post->of && post->searched) {
		take_found(j, post);
		return;
	}
	j->t = &j->run->other;
	text_read(j->t, target, strlen(target));
	find_terms(j);
	find_numbers(j);
	find_fingers(j);
}

/* Objects of the post that is answered: its text and its author's account. */
static void inherit(struct judge *j, const char *target, const struct post_author *author)
{
	struct text *own = j->t;
	if (j->s && target && target[0])
		find_target(j, target);
	if (j->s && author && author->handle[0]) {
		char mention[160] = "@";
		strncat(mention, author->handle[0] == '@' ? author->handle + 1 : author->handle, sizeof mention - 2);
		j->t = &j->run->tag;
		text_read(j->t, mention, strlen(mention));
		find_terms(j);
	}
	j->inherits = j->found_n > 0;
	for (size_t i = 0; i < j->found_n; i++) {
		j->found[i].from = j->found[i].to = 0;
		j->found[i].power = j->found[i].power == POWER_WEAK ? POWER_FAIR : j->found[i].power;
	}
	j->t = own;
}

static void add_tags(struct judge *j, const struct post_texts *tags)
{
	for (size_t i = 0; tags && j->s && i < tags->n; i++) {
		struct text *own = j->t;
		char *tag = arena_join(j->a, "#", tags->items[i][0] == '#' ? tags->items[i] + 1 : tags->items[i], NULL);
		size_t before = j->found_n;
		j->t = &j->run->tag;
		text_read(j->t, tag, strlen(tag));
		find_terms(j);
		j->t = own;
		for (size_t k = before; k < j->found_n; k++)
			j->found[k].from = j->found[k].to = 0;
	}
}

/* As people speak of a pair: by its number and its names. One without a number goes by its word: "kosong". */
static const char *names_pair(const struct judge *j, uint32_t pair)
{
	const struct ix_pair *p = &j->s->PAIRS[pair];
	const char *const *names = j->s->names[pair];
	const char *called = p->number < 0 ? ix_string(j->s, p->pair) : arena_printf(j->a, "nomor %d", p->number);
	return arena_join(j->a, NAMES_CANDIDATE, called, names[0][0] ? ": " : "", names[0], names[1][0] ? " & " : "", names[1], NULL);
}

static void name_objects_as_reasons(struct judge *j)
{
	for (size_t i = 0; i < j->found_n; i++)
		if (j->found[i].to > j->found[i].from)
			stance_reason(j, j->found[i].from, j->found[i].to, names_pair(j, j->found[i].pair));
}

/* Only the words of the sharer behind "<<" say what the sharer thinks. */
static void judge_own_words(struct judge *j)
{
	if (j->own_from == SIZE_MAX)
		return;
	struct text all = *j->t, *own = j->t;
	struct text part = {.items = all.items + j->own_from, .n = all.n - j->own_from};
	memset(j->sum, 0, sizeof j->sum);
	j->in_mention = j->negated = j->quoted = j->praise_denied = j->blame_denied = 0;
	j->t = &part;
	size_t found = j->found_n;
	j->found_n = 0; /* cue positions count from the part */
	j->ret->reasons_n = 0;
	phrases_find(lexicon_phrases(), j->t, true, &j->run->cues);
	j->hits = &j->run->cues;
	weigh_cues(j);
	j->found_n = found;
	j->t = own;
}

/* What is spoken of, before anything is weighed: terms, numbers, fingers, tags, and what is answered. The text is @x, in
 * j->t. @target NULL or "": nothing is answered. */
static void find_objects(struct judge *j, struct said *x, const char *target, const struct post_author *target_author, const struct post_texts *tags,
			 bool repeats)
{
	terms_of(j, x);
	numbers_of(j, x);
	add_tags(j, tags);
	if (!j->found_n || repeats)
		inherit(j, repeats ? NULL : target, target_author);
}

/* A like, share or follow without words of its own repeats what it points to. */
static bool is_repeat(enum post_kind kind, const char *text)
{
	return (kind == KIND_LIKE || kind == KIND_SHARE || kind == KIND_FOLLOW) && text_blank(text);
}

/* The gate. Numbers and fingers mean a pair only where a contest is known to be near, which a post without a region
 * cannot say, unless some contest is everywhere. */
static bool numbers_matter(const struct judge *j) { return j->region[0] || j->s->everywhere; }

/* Only weak mentions, and no second one of the same pair: drop_lonely() will drop them unless some cue speaks for them. */
static bool all_lonely(const struct judge *j)
{
	for (size_t i = 0; i < j->found_n; i++) {
		if (j->found[i].power > POWER_WEAK || j->found[i].how == HOW_FINGER)
			return false;
		for (size_t k = 0; k < i; k++)
			if (j->found[k].pair == j->found[i].pair)
				return false;
	}
	return true;
}

static const struct phrase_hits *cues_of(struct said *x)
{
	if (!x->cued)
		phrases_find(lexicon_phrases(), &x->text, true, &x->cues);
	x->cued = true;
	return &x->cues;
}

/* Does any word speak for a weak mention? A tag that is several words may. */
static bool has_company(struct judge *j, struct said *x)
{
	static const uint64_t wide = WITH_A_NAME;
	static const uint64_t narrow = 1u << CUE_choice | 1u << CUE_call | 1u << CUE_wish | 1u << CUE_politics | 1u << CUE_against | 1u << CUE_sarcasm |
					1u << CUE_stand | 1u << CUE_news | 1u << CUE_quote | 1u << CUE_steer;
	const struct phrase_hits *hits = cues_of(x);
	uint64_t company = narrow;
	for (size_t i = 0; i < x->found_n; i++)
		company |= x->found[i].alone ? wide : 0;
	for (size_t i = 0; i < hits->n; i++)
		if (company >> cue_of(&hits->items[i]) & 1)
			return true;
	for (size_t i = 0; i < x->text.n; i++)
		if ((x->text.items[i].flags & TOKEN_TAG) && tag_words(x->source, &x->text.items[i], &j->run->tag))
			return true;
	return false;
}

void stance_forget(struct screen_run *run)
{
	run->post.of = run->reply.of = NULL;
	actors_forget(run);
}

void stance_passed(struct screen_run *run, const struct post *p) { run->post.of = run->gate_repeats ? p->target_text : p->text; }

/* Reads @text of @n bytes into @x; @of names it within the post, or is NULL. */
static void said_read(struct said *x, const char *text, size_t n, const char *of)
{
	text_read(&x->text, text, n);
	x->source = text;
	x->of = of;
	x->termed = x->searched = x->cued = x->likened = false;
	x->found_n = x->numbers = x->fingers = 0;
}

/* A candidate may be named by who answers, under a post that names none: a picture, a good morning. There nothing else
 * speaks for a word that may mean something else, so only plain names, tags and accounts count. */
static bool reply_concerns(struct screen_run *run, struct arena *a, const char *region, struct span text)
{
	struct said *x = &run->reply;
	struct judge j = {.run = run, .s = run->s, .a = a, .kind = KIND_COMMENT, .region = region, .t = &x->text};
	struct str words = view_text(run, text);
	said_read(x, words.s, words.n, NULL);
	terms_of(&j, x);
	for (size_t i = 0; i < j.found_n; i++)
		if (j.found[i].power > POWER_WEAK)
			return true;
	return false;
}

static bool replies_concern(struct screen_run *run, struct arena *a, const struct post_view *v, const char *region)
{
	for (size_t i = 0; i < v->reactions.n; i++)
		if (v->reactions.items[i].kind == KIND_COMMENT && v->reactions.items[i].text.n >= TERM_LEAST &&
		    reply_concerns(run, a, region, v->reactions.items[i].text))
			return true;
	return false;
}

static bool post_concerns(struct screen_run *run, struct arena *a, const struct post_view *v, const char *region)
{
	struct said *x = &run->post;
	struct judge j = {.run = run, .s = run->s, .a = a, .kind = v->kind, .region = region, .t = &x->text};
	struct str text = view_text(run, v->text);
	bool repeats = (v->kind == KIND_LIKE || v->kind == KIND_SHARE || v->kind == KIND_FOLLOW) && !str_trim(text).n;
	if (repeats)
		text = view_text(run, v->target_text);
	stance_forget(run);
	said_read(x, text.s, text.n, NULL);
	run->gate_repeats = repeats;
	terms_of(&j, x);
	if (j.found_n)
		actors_ask(run, v);
	bool lonely = j.found_n && !repeats && all_lonely(&j);
	if (j.found_n && !lonely)
		return true;
	if (numbers_matter(&j) || lonely)
		numbers_of(&j, x);
	if ((!j.found_n || lonely) && v->hashtags.n) {
		struct post_texts tags = texts_of_view(a, &v->hashtags);
		add_tags(&j, &tags);
	}
	if (lonely && all_lonely(&j))
		return has_company(&j, x);
	if (!j.found_n && (v->has_target || repeats)) {
		struct post_author author = {span_text(a, v->target_author.handle), ""};
		inherit(&j, repeats ? NULL : span_text(a, v->target_text), &author);
	}
	return j.found_n > 0;
}

bool stance_concerns(struct screen_run *run, struct arena *a, const struct post_view *v)
{
	const char *region = span_text(a, v->region);
	return post_concerns(run, a, v, region) || replies_concern(run, a, v, region);
}

const char *stance_text(enum post_kind kind, const char *text, const char *target) { return !is_repeat(kind, text) ? text : target ? target : ""; }

uint64_t stance_likeness(struct screen_run *run, const char *text)
{
	struct said *x = run->reply.of == text ? &run->reply : &run->post;
	if (x->of != text)
		said_read(x, text, strlen(text), text);
	if (!x->likened)
		x->likeness = text_simhash(&x->text);
	x->likened = true;
	return x->likeness;
}

static void weigh_said(struct judge *j, struct said *x)
{
	j->hits = cues_of(x);
	weigh_cues(j);
	weigh_tags(j);
	judge_own_words(j);
	drop_lonely(j);
}

/* No alert comes of a text that names no pair, whatever else it says. */
static bool nothing_left(const struct judge *j) { return j->run->alerts_only && !j->found_n; }

void stance_judge(struct screen_run *run, struct arena *a, enum post_kind kind, const char *platform, const char *region, const char *text,
		  const char *target, const struct post_author *target_author, const struct post_texts *tags, struct screen_stance *ret)
{
	struct screen_reason reasons[REASONS_MAX];
	bool repeats = is_repeat(kind, text);
	struct said *x = !repeats && target && target == run->post.of ? &run->reply : &run->post;
	struct judge j = {.run = run, .s = run->s, .a = a, .original = stance_text(kind, text, target), .region = region ? region : "", .kind = kind,
			  .t = &x->text, .ret = ret, .own_from = SIZE_MAX};
	(void)platform;
	*ret = (struct screen_stance){0};
	if (x->of != j.original)
		said_read(x, j.original, strlen(j.original), j.original);
	read_marks(&j);
	find_objects(&j, x, target, target_author, tags, repeats);
	if (nothing_left(&j))
		return;
	ret->reasons = reasons;
	weigh_said(&j, x);
	if (nothing_left(&j)) {
		*ret = (struct screen_stance){0};
		return;
	}
	ret->stance = decide(&j);
	if (j.s) {
		name_objects_as_reasons(&j);
		objects_out(&j, ret->stance);
	}
	if (ret->stance == UNRELATED)
		ret->objects_n = 0;
	for (size_t i = 0; repeats && i < ret->reasons_n; i++)
		reasons[i].from = reasons[i].to = 0;
	ret->reasons = arena_array(a, struct screen_reason, ret->reasons_n);
	memcpy(ret->reasons, reasons, ret->reasons_n * sizeof *reasons);
}
