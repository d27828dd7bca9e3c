/* run.c -- one thread at work: a post's items, who may have acted in each, and the alerts that follow.
 *
 * An item is the post or one of its reactions. Its subject is found by account (exact) or by the display name
 * (sheet, namesakes). How sure the subject is:
 *   account admitted or proven     STRONG      account claimed or merely noted    FAIR
 *   name alone                     WEAK, always; what else agrees may raise it (agree.c)
 * An alert needs a subject, an object and something that was done.
 */
#include "core/screen/screen_internal.h"
#include "core/screen/view.h"

#include <stdlib.h>
#include <string.h>

#define CACHE_BITS 15

struct name_cache {
	struct cached {
		uint64_t hash;
		uint32_t name; /* row + 1; 0: nobody */
		bool split;
		uint8_t namesakes;
	} items[1 << CACHE_BITS];
	struct { /* of each contest that was told of, by where its code stands */
		const char *contest;
		struct day determined;
	} days[256];
};

static void actors_free(struct actors **x);

struct screen_run *screen_run_new(const struct screen *s, const struct screen_options *options)
{
	struct screen_run *run = calloc(1, sizeof *run);
	struct name_cache *cache = calloc(1, sizeof *cache);
	if (!run || !cache)
		abort();
	run->s = s;
	run->search = name_search_new(s);
	run->options = options ? *options : (struct screen_options){.at = DAY_NONE};
	run->cache = cache;
	return run;
}

void screen_run_free(struct screen_run **p)
{
	struct screen_run *run = *p;
	if (!run)
		return;
	text_free(&run->post.text);
	text_free(&run->reply.text);
	phrases_forget(&run->post.cues);
	phrases_forget(&run->reply.cues);
	text_free(&run->other);
	text_free(&run->tag);
	phrases_forget(&run->cues);
	phrases_forget(&run->terms);
	actors_free(&run->actors);
	free(run->cache);
	free(run->search);
	free(run->plain);
	free(run);
	*p = NULL;
}

/* The post as it concerns its own author: a comment's text is the comment, what it answers is the target. */
static void judge_post(struct screen_run *run, struct arena *a, const struct post *p, struct screen_stance *ret)
{
	stance_judge(run, a, p->kind, p->platform, p->region, p->text, p->target_text, &p->target_author, &p->hashtags, ret);
}

void screen_stance(struct screen_run *run, struct arena *a, const struct post *p, struct screen_stance *ret)
{
	stance_forget(run);
	run->alerts_only = false;
	judge_post(run, a, p, ret);
}

/* The act in the law's own word. What the labels call a gesture is a published pose; wearing is using props. */
const char *conduct_of(const struct screen_stance *s, enum post_kind kind)
{
	static const struct { const char *act, *conduct; } table[] = {
		{"like", "online_support"}, {"comment", "online_support"}, {"share", "online_support"}, {"follow", "online_support"},
		{"own_post", "online_support"}, {"photo_with_candidate", "photo"}, {"finger_gesture", "photo"}, {"attribute", "props"},
		{"attend_campaign", "attend_campaign"}, {"steer_subordinates", "partisan_activity"},
	};
	(void)kind;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (!strcmp(table[i].act, s->act))
			return table[i].conduct;
	return "online_support";
}

/* ---- Subjects ---- */

struct subject {
	uint32_t person;
	const char *how;
	enum strength strength;
	double score;
	struct screen_hit hit;
};

static enum strength account_strength(const struct ix_account *account) { return account->evidence >= 2 ? STRONG : FAIR; }

static void subject_by_account(struct screen_run *run, struct arena *a, const struct ix_account *account, const char *handle, struct subject *ret)
{
	static const char *const levels[] = {"belum ada bukti", "diakui orang lain", "diakui sendiri", "terbukti"};
	static const double scores[] = {0.7, 0.8, 0.95, 0.99};
	*ret = (struct subject){.person = account->person, .how = "account", .strength = account_strength(account), .score = scores[account->evidence]};
	hit_of_person(run->s, a, account->person, &ret->hit);
	char *folded = arena_alloc(a, 128);
	handle_fold(handle, folded, 128);
	sheet_add(a, &ret->hit, handle, folded, 4.0 + account->evidence,
	     arena_join(a, "akun tercatat milik orang ini: ", levels[account->evidence], NULL));
}

bool name_fits(const struct screen *s, struct name_guess *guess)
{
	size_t n = guess->namesakes = name_namesakes(s, guess->name, NAMESAKES_MAX + 1);
	return n <= NAMESAKES_MAX && (guess->parts > 1 || n == 1);
}

/* What a display name means is the same in every post: looked up once, remembered whether it fits anybody or not. */
static struct cached cached_of(struct screen_run *run, const char *name, uint64_t hash)
{
	struct name_guess g;
	uint32_t damage = index_damage(run->s);
	bool found = name_guess(run, name, &g) && name_fits(run->s, &g);
	if (index_damage(run->s) != damage)
		return (struct cached){0}; /* asked again the next time */
	return found ? (struct cached){hash, g.name + 1, g.split, (uint8_t)g.namesakes} : (struct cached){.hash = hash};
}

static uint64_t name_hash(const char *name) { return text_hash(name, strlen(name)) | 1; }
static struct cached *cache_slot(const struct screen_run *run, uint64_t hash) { return &run->cache->items[hash & ((1u << CACHE_BITS) - 1)]; }

/* @author wrote @text, which is "" when he only reacted. */
static bool subject_by_name(struct screen_run *run, struct arena *a, const struct post *p, const struct post_author *author, const char *text,
			    struct subject *ret)
{
	const char *name = author->name;
	uint64_t hash = name_hash(name);
	struct cached *c = cache_slot(run, hash);
	if (c->hash != hash)
		*c = cached_of(run, name, hash);
	if (!c->name)
		return false;
	struct name_guess guess = {.name = c->name - 1, .split = c->split, .namesakes = c->namesakes};
	*ret = (struct subject){.how = "name"};
	name_guess_hit(run, a, name, &guess, &ret->hit);
	ret->strength = agree_in_post(run, a, p, author, text, guess.name, &ret->hit);
	ret->score = ret->hit.score;
	return true;
}

/* ---- Actors ---- */

/* Who wrote or reacted, as far as it can be said without weighing a word. */
struct actor {
	uint64_t account_hash, name_hash; /* 0: none */
	struct ix_account account;
	bool by_account, by_name; /* has a known account; else has a name that may be somebody's */
};

/* Those of the post at hand, the author first. They are asked for when the gate has found a term, and looked at when it
 * lets the post pass. */
struct actors {
	struct actor *items;
	size_t n, cap; /* 0: not asked yet */
	bool anybody;
	uint32_t damage; /* met before they were looked at */
	char platform[16]; /* seen last, with the hash of what it is called by us */
	size_t platform_n;
	uint64_t platform_hash;
};

static void actors_free(struct actors **x)
{
	if (*x)
		free((*x)->items);
	free(*x);
	*x = NULL;
}

static struct actors *actors_start(struct screen_run *run, size_t n)
{
	struct actors *x = run->actors;
	if (!x)
		x = run->actors = calloc(1, sizeof *x);
	if (x && x->cap < n) {
		free(x->items);
		x->items = malloc(n * 2 * sizeof *x->items);
		x->cap = n * 2;
	}
	if (!x || !x->items)
		abort();
	x->n = 0;
	return x;
}

static void actor_ask(const struct screen_run *run, struct actor *x, uint64_t account, uint64_t name)
{
	x->account_hash = account;
	x->name_hash = name;
	if (account)
		account_ask(run->s, account);
	__builtin_prefetch(cache_slot(run, name));
}

/* Their rows lie far apart in memory: all were asked for before the first is looked at. False: none of them can be
 * anybody of the register. */
static bool actors_look(struct screen_run *run)
{
	struct actors *all = run->actors;
	all->anybody = false;
	for (size_t i = 0; i < all->n; i++) {
		struct actor *x = &all->items[i];
		const struct cached *c = cache_slot(run, x->name_hash);
		x->by_account = x->account_hash && account_by_hash(run->s, x->account_hash, &x->account);
		x->by_name = !x->by_account && x->name_hash && (c->hash != x->name_hash || c->name);
		all->anybody |= x->by_account || x->by_name;
	}
	return all->anybody;
}

static uint64_t platform_hash(struct actors *x, struct span platform)
{
	if (platform.n >= sizeof x->platform || platform.escaped)
		return 0;
	if (platform.n != x->platform_n || memcmp(platform.s, x->platform, platform.n) || !x->platform_hash) {
		memcpy(x->platform, platform.s, platform.n);
		x->platform[platform.n] = '\0';
		x->platform_n = platform.n;
		const char *name = platform_fold(x->platform);
		x->platform_hash = text_hash(name, strlen(name));
	}
	return x->platform_hash;
}

static const struct view_author *author_at(const struct post_view *v, size_t i) { return i ? &v->reactions.items[i - 1].author : &v->author; }

/* A handle or a name that holds escapes, as few do, leaves all of them to actors_of(). */
void actors_ask(struct screen_run *run, const struct post_view *v)
{
	size_t n = v->reactions.n + 1;
	struct actors *all = actors_start(run, n);
	uint64_t platform = platform_hash(all, v->platform);
	if (!platform)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct view_author *author = author_at(v, i);
		if (author->handle.escaped || author->name.escaped || author->handle.n > 64)
			return;
		actor_ask(run, &all->items[i], account_of_span(platform, author->handle),
			  author->name.n ? text_hash(author->name.s, author->name.n) | 1 : 0);
	}
	all->n = n;
}

void actors_forget(struct screen_run *run)
{
	if (run->actors)
		run->actors->n = 0;
}

bool actors_nobody(struct screen_run *run, const struct post_view *v)
{
	if (!run->actors || !run->actors->n)
		actors_ask(run, v);
	run->actors->damage = index_damage(run->s);
	return run->actors->n && !actors_look(run) && !(v->mentions.n && (v->kind == KIND_TAG || v->media.n));
}

static uint64_t hash_of_handle(const char *platform, const char *handle)
{
	char folded[128];
	return handle[0] && handle_fold(handle, folded, sizeof folded) ? account_hash(platform, folded) : 0;
}

/* The author, then who reacted, when nobody asked for them before. */
static bool actors_of(struct screen_run *run, const struct post *p)
{
	if (run->actors && run->actors->n)
		return run->actors->anybody;
	const char *platform = platform_fold(p->platform);
	struct actors *all = actors_start(run, p->reactions.n + 1);
	all->n = p->reactions.n + 1;
	for (size_t i = 0; i < all->n; i++) {
		const struct post_author *author = i ? &p->reactions.items[i - 1].author : &p->author;
		actor_ask(run, &all->items[i], hash_of_handle(platform, author->handle), author->name[0] ? name_hash(author->name) : 0);
	}
	return actors_look(run);
}

/* ---- Alerts ---- */

static struct day day_of_post(const struct screen_run *run, const struct post *p, const char *time)
{
	struct instant at = p->at;
	struct err ignored;
	enum zone zone = zone_of_region(p->region);
	if (time && time[0])
		(void)(instant_parse(time, zone, &at, &ignored) == OK);
	return instant_is_none(at) ? run->options.at : day_of_instant(at, zone);
}

struct day contest_determined(const struct screen *s, const char *contest)
{
	for (size_t i = 0; i < s->CONTESTS_n; i++)
		if (!strcmp(ix_string(s, s->CONTESTS[i].code), contest)) {
			if (s->CONTESTS[i].determined != INT32_MIN)
				return (struct day){s->CONTESTS[i].determined};
			const char *election = ix_string(s, s->CONTESTS[i].election);
			for (size_t k = 0; s->law && election[0] && k < s->law->stages.n; k++)
				if (!strcmp(s->law->stages.items[k].election, election) && text_starts(s->law->stages.items[k].code, "CAND_DETERMINE"))
					return s->law->stages.items[k].start;
		}
	return DAY_NONE;
}

static struct day determined_on(struct screen_run *run, const char *contest)
{
	size_t at = text_mix((uintptr_t)contest, 0x9E3779B97F4A7C15u) % (sizeof run->cache->days / sizeof *run->cache->days);
	if (run->cache->days[at].contest != contest) {
		run->cache->days[at].contest = contest;
		run->cache->days[at].determined = contest_determined(run->s, contest);
	}
	return run->cache->days[at].determined;
}

/* What was said by one item, and the text it was judged by. */
struct judged {
	struct screen_stance st;
	const char *text;
	bool done;
};

static bool speaks(const struct screen_stance *st) { return st->stance != UNRELATED && st->objects_n; }

static bool worth_telling(const struct screen_run *run, const struct screen_stance *st, enum strength strength)
{
	static const char *const acts[] = {"photo_with_candidate", "attend_campaign", "attribute", "finger_gesture", "follow"};
	if (!speaks(st))
		return false;
	if (st->stance != NEUTRAL || run->options.all)
		return true;
	for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
		if (!strcmp(acts[i], st->act) && strength == STRONG && st->objects_n == 1)
			return true;
	return false;
}

static void tell(struct screen_run *run, struct arena *a, const struct post *p, const char *item, const char *time, struct subject *who,
		 const struct judged *judged, struct screen_alerts *ret)
{
	const struct screen_stance *st = &judged->st;
	if (!worth_telling(run, st, who->strength))
		return;
	struct screen_alert alert = {.post = p->id, .item = item, .subject = who->hit, .how = who->how, .object = st->objects[0], .stance = st->stance,
				     .conduct = conduct_of(st, p->kind), .reasons = st->reasons, .reasons_n = st->reasons_n};
	alert.subject.strength = who->strength;
	alert.subject.score = who->score;
	struct day event = day_of_post(run, p, time), determined = determined_on(run, alert.object.contest);
	alert.phase = law_phase(event, determined);
	if (run->s->law)
		alert.act = law_act_pick(run->s->law, alert.conduct, who->hit.class == CLASS_UNKNOWN ? PNS : who->hit.class, event, determined);
	alert.score = who->score * st->score * (st->stance == NEUTRAL ? 0.5 : 1);
	alert.likeness = stance_likeness(run, judged->text);
	if (alert.score >= run->options.min_score)
		ARENA_PUSH(a, ret, alert);
}

static bool has_mentions(const struct post *p) { return p->mentions.n && (p->kind == KIND_TAG || p->media.n); }

/* Accounts tagged in a photo or mentioned in a tag: they did not act themselves, so FAIR at most. */
static void mentioned(struct screen_run *run, struct arena *a, const struct post *p, const struct judged *st, struct screen_alerts *ret)
{
	for (size_t i = 0; i < p->mentions.n && i < 50; i++) {
		struct subject who;
		struct ix_account account;
		if (!account_find(run->s, p->platform, p->mentions.items[i], &account))
			continue;
		subject_by_account(run, a, &account, p->mentions.items[i], &who);
		who.how = "mention";
		who.strength = WEAK;
		who.score *= 0.5;
		tell(run, a, p, "post", NULL, &who, st, ret);
	}
}

/* Who acted, as far as it matters: what is told of known accounts alone needs no names. */
static bool find_subject(struct screen_run *run, struct arena *a, const struct post *p, size_t actor, const struct screen_stance *st,
			 struct subject *ret)
{
	const struct actor *x = &run->actors->items[actor];
	const struct post_author *author = actor ? &p->reactions.items[actor - 1].author : &p->author;
	if (!worth_telling(run, st, x->by_account ? account_strength(&x->account) : FAIR))
		return false;
	if (!x->by_account)
		return x->by_name && subject_by_name(run, a, p, author, actor ? p->reactions.items[actor - 1].text : p->text, ret);
	subject_by_account(run, a, &x->account, author->handle, ret);
	return true;
}

static bool has_words(const struct post_reaction *x) { return x->kind == KIND_COMMENT && x->text[0]; }

static void judge_item(struct screen_run *run, struct arena *a, const struct post *p, const struct post_reaction *x, bool named, struct judged *ret)
{
	bool words = x && has_words(x);
	if (!x)
		judge_post(run, a, p, &ret->st);
	else if (!named)
		stance_judge(run, a, x->kind, p->platform, p->region, x->text, NULL, NULL, NULL, &ret->st);
	else
		stance_judge(run, a, x->kind, p->platform, p->region, words ? x->text : "", p->text, &p->author, words ? NULL : &p->hashtags, &ret->st);
	ret->text = !x ? stance_text(p->kind, p->text, p->target_text) : stance_text(x->kind, words ? x->text : "", p->text);
	ret->done = true;
}

/* Without the company of a post that names a pair, a word that may mean something else is not enough. */
static bool plainly_names(const struct screen_stance *st)
{
	static const char *const plain[] = {"name", "hashtag", "account", "slogan"};
	for (size_t i = 0; st->objects_n && i < sizeof plain / sizeof *plain; i++)
		if (!strcmp(st->objects[0].how, plain[i]))
			return true;
	return false;
}

/* Likes of one post all say the same, so they are judged once; @by_kind keeps what was found. */
static void reaction(struct screen_run *run, struct arena *a, const struct post *p, size_t i, bool named,
		     struct judged by_kind[], struct screen_alerts *ret)
{
	const struct post_reaction *x = &p->reactions.items[i];
	bool words = has_words(x);
	struct judged own = {0}, *judged = words ? &own : &by_kind[x->kind];
	struct subject who;
	if (!judged->done)
		judge_item(run, a, p, x, named, judged);
	if (!named && !plainly_names(&judged->st))
		return;
	if (find_subject(run, a, p, i + 1, &judged->st, &who))
		tell(run, a, p, arena_printf(a, "reaction:%zu", i), x->time, &who, judged, ret);
}

/* Weighing words costs more than looking for accounts, so nothing is weighed for actors who can be nobody. */
static void find_alerts(struct screen_run *run, struct arena *a, const struct post *p, struct screen_alerts *ret)
{
	struct judged own = {0}, by_kind[KIND_MESSAGE + 1] = {0};
	struct subject who;
	*ret = (struct screen_alerts){0};
	run->alerts_only = true;
	if (!actors_of(run, p) && !has_mentions(p))
		return;
	const struct actor *actors = run->actors->items;
	judge_item(run, a, p, NULL, true, &own);
	bool named = own.st.objects_n > 0; /* else nobody is looked up but for words of his own */
	if (named && find_subject(run, a, p, 0, &own.st, &who))
		tell(run, a, p, "post", NULL, &who, &own, ret);
	if (named && has_mentions(p))
		mentioned(run, a, p, &own, ret);
	for (size_t i = 0; i < p->reactions.n; i++)
		if ((actors[i + 1].by_account || actors[i + 1].by_name) && (named || has_words(&p->reactions.items[i])))
			reaction(run, a, p, i, named, by_kind, ret);
}

void screen_concerned(struct screen_run *run, struct arena *a, const struct post *p, struct screen_alerts *ret)
{
	uint32_t damage = run->actors && run->actors->n ? run->actors->damage : index_damage(run->s);
	find_alerts(run, a, p, ret);
	if (index_damage(run->s) != damage)
		*ret = (struct screen_alerts){0};
}

/* A post that is at hand has no gate to pass: weighing it is what the gate saves in a stream. */
void screen_post(struct screen_run *run, struct arena *a, const struct post *p, struct screen_alerts *ret)
{
	stance_forget(run);
	screen_concerned(run, a, p, ret);
}
