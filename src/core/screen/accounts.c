/* accounts.c -- whose are the accounts of a stream: every author and everybody who reacted, whether or not the post names
 * a candidate.
 *
 * An account is known by its handle, or by its display name when the register holds a name of these sounds. Both are one
 * look into a table that is far larger than what lies near the processor, so accounts are gathered from many posts and
 * looked up in steps: each step asks for the memory of all of them before the next step reads it.
 *
 * Counting needs no more than that. Where the people are to be named, a group ends with its post, and each name is first
 * resolved as an alert would resolve it: the same names fit, and the same are too common to mean anybody.
 */
#include "core/screen/screen_internal.h"
#include "core/screen/view.h"

#include <stdlib.h>
#include <string.h>

#define HANDLE_MAX 128 /* bytes folded, as in account_find() */
#define GROUP 64       /* accounts looked up together: their lines of memory fit into the first cache */
#define LONG_HANDLE 600 /* bytes as written, escapes and all; no handle is so long */

struct asked {
	uint64_t account, key; /* hash of platform and handle, key of the name; 0: none */
	uint32_t item;         /* 0 the author, then the reactions */
	bool known, named;
	struct ix_account found;
};
struct accounts {
	struct screen_run *run;
	struct screen_tally *tally;
	struct buf *out; /* NULL: they are only counted */
	struct arena a;
	struct asked items[GROUP];
	size_t n;
};

struct accounts *accounts_new(struct screen_run *run, struct screen_tally *tally, struct buf *out)
{
	struct accounts *x = calloc(1, sizeof *x);
	if (!x)
		abort();
	x->run = run;
	x->tally = tally;
	x->out = out;
	return x;
}

void accounts_free(struct accounts **x)
{
	if (!*x)
		return;
	arena_free(&(*x)->a);
	free(*x);
	*x = NULL;
}

/* ---- Reading ---- */

/* handle_fold() of a handle as it stands in its line. */
static size_t fold_plain(struct span handle, char ret[static HANDLE_MAX])
{
	size_t n = 0, i = 0;
	while (i < handle.n && (handle.s[i] == '@' || handle.s[i] == ' '))
		i++;
	for (; i < handle.n && handle.s[i] != ' ' && n + 1 < HANDLE_MAX; i++)
		ret[n++] = (char)(handle.s[i] >= 'A' && handle.s[i] <= 'Z' ? handle.s[i] | 0x20 : handle.s[i]);
	return i < handle.n && handle.s[i] != ' ' ? 0 : n;
}

static size_t fold_escaped(struct span handle, char ret[static HANDLE_MAX])
{
	char plain[LONG_HANDLE + 1];
	plain[span_unescape(handle, plain)] = '\0';
	return handle_fold(plain, ret, HANDLE_MAX);
}

uint64_t account_of_span(uint64_t platform, struct span handle)
{
	char folded[HANDLE_MAX];
	if (!handle.n || handle.n > LONG_HANDLE)
		return 0;
	size_t n = handle.escaped ? fold_escaped(handle, folded) : fold_plain(handle, folded);
	return n ? account_mix(platform, text_hash(folded, n)) : 0;
}

/* A name of plain letters and blanks, none of them a title or an abbreviation, as most display names are: its parts are
 * its words, so their sounds are all there is to know. False: it wants to be read with care. */
static bool plain_key(const char *s, size_t n, uint64_t *ret)
{
	uint64_t sum = 0;
	size_t parts = 0;
	for (size_t i = 0; i < n;) {
		char word[NAME_PART_MAX], skeleton[NAME_PART_MAX];
		size_t length = 0;
		for (; i < n && s[i] != ' '; i++) {
			char c = (char)(s[i] | 0x20);
			if (c < 'a' || c > 'z' || length + 1 >= sizeof word)
				return false;
			word[length++] = c;
		}
		i++;
		if (!length)
			continue;
		if (parts++ == NAME_PARTS_MAX || name_may_be_other(text_hash(word, length)))
			return false;
		sum += key_share(text_hash(skeleton, name_skeleton(word, length, skeleton)));
	}
	*ret = parts ? key_done(sum, parts) : 0;
	return true;
}

uint64_t name_key(const char *s, size_t n)
{
	struct person_name name;
	uint64_t sum = 0;
	if (plain_key(s, n, &sum))
		return sum;
	name_read(s, n, &name);
	for (size_t i = 0; i < name.n; i++) {
		char skeleton[NAME_PART_MAX];
		size_t length = name_skeleton(name.parts[i].s, name.parts[i].n, skeleton);
		sum += key_share(text_hash(skeleton, length));
	}
	return name.n ? key_done(sum, name.n) : 0;
}

static uint64_t key_of_span(struct accounts *x, struct span name)
{
	if (!name.n || !name.escaped)
		return name.n ? name_key(name.s, name.n) : 0;
	const char *plain = span_text(&x->a, name);
	return name_key(plain, strlen(plain));
}

static const struct view_author *author_at(const struct post_view *v, uint32_t item) { return item ? &v->reactions.items[item - 1].author : &v->author; }

/* ---- Telling ---- */

static void put_person(struct json_out *j, struct arena *a, const struct screen_hit *hit)
{
	jout_put_text(j, "ref", arena_printf(a, "%lld", (long long)hit->ref));
	jout_put_text(j, "nip", hit->nip);
	jout_put_text(j, "name", hit->name);
	jout_put_text(j, "class", class_code(hit->class));
	jout_put_text(j, "agency", hit->agency);
}

static void tell_one(struct accounts *x, const struct post_view *v, const char *post, const struct asked *k)
{
	const struct view_author *author = author_at(v, k->item);
	const char *name = span_text(&x->a, author->name);
	struct screen_hit hit;
	struct name_guess guess;
	uint32_t damage = index_damage(x->run->s);
	if (!k->known && !(k->named && name_guess(x->run, name, &guess) && name_fits(x->run->s, &guess)))
		return;
	if (k->known)
		hit_of_person(x->run->s, &x->a, k->found.person, &hit);
	else
		name_guess_hit(x->run, &x->a, name, &guess, &hit);
	if (index_damage(x->run->s) != damage)
		return;
	struct json_out j = jout_start(x->out);
	jout_object(&j);
	jout_put_text(&j, "post", post);
	jout_put_text(&j, "item", k->item ? arena_printf(&x->a, "reaction:%u", k->item - 1) : "post");
	jout_key(&j, "account");
	jout_object(&j);
	jout_put_text(&j, "handle", span_text(&x->a, author->handle));
	jout_put_text(&j, "name", name);
	jout_end(&j, '}');
	jout_key(&j, "subject");
	jout_object(&j);
	put_person(&j, &x->a, &hit);
	jout_put_text(&j, "how", k->known ? "account" : "name");
	jout_put_text(&j, "strength", strength_name(!k->known ? WEAK : k->found.evidence >= 2 ? STRONG : FAIR));
	jout_put_int(&j, "namesakes", (int64_t)hit.namesakes);
	jout_end(&j, '}');
	jout_put_bool(&j, "hint_only", true);
	jout_end(&j, '}');
	buf_char(x->out, '\n');
}

/* ---- Looking up ---- */

static void look_up(struct accounts *x)
{
	const struct screen *s = x->run->s;
	for (size_t i = 0; i < x->n; i++)
		if (x->items[i].key)
			names_ask(s, x->items[i].key, true);
	for (size_t i = 0; i < x->n; i++) {
		struct asked *k = &x->items[i];
		k->known = k->account && account_by_hash(s, k->account, &k->found);
		x->tally->known += k->known;
	}
	for (size_t i = 0; i < x->n; i++) {
		struct asked *k = &x->items[i];
		uint32_t first;
		k->named = !k->known && k->key && names_of_key(s, k->key, &first);
		x->tally->named += k->named;
	}
	x->tally->accounts += x->n;
}

void accounts_flush(struct accounts *x)
{
	look_up(x);
	x->n = 0;
	if (x->a.used)
		arena_reset(&x->a);
}

static void flush_of(struct accounts *x, const struct post_view *v, uint64_t line)
{
	uint32_t damage = index_damage(x->run->s);
	look_up(x);
	if (index_damage(x->run->s) != damage)
		x->n = 0; /* an account that is not found would be looked for by its name */
	const char *post = v->id.n ? span_text(&x->a, v->id) : arena_printf(&x->a, "line:%llu", (unsigned long long)line);
	for (size_t i = 0; i < x->n; i++)
		tell_one(x, v, post, &x->items[i]);
	x->n = 0;
	arena_reset(&x->a);
}

void accounts_of_view(struct accounts *x, const struct post_view *v, uint64_t line)
{
	const struct screen *s = x->run->s;
	const char *name = platform_fold(span_text(&x->a, v->platform));
	uint64_t platform = text_hash(name, strlen(name)); /* the name itself goes with the first group */
	for (uint32_t i = 0; i <= v->reactions.n; i++) {
		const struct view_author *author = author_at(v, i);
		struct asked *k = &x->items[x->n];
		if (!author->handle.n && !author->name.n)
			continue;
		*k = (struct asked){.account = account_of_span(platform, author->handle), .key = key_of_span(x, author->name), .item = i};
		if (k->account)
			account_ask(s, k->account);
		if (k->key)
			names_ask(s, k->key, false);
		if (++x->n < GROUP)
			continue;
		if (x->out)
			flush_of(x, v, line);
		else
			accounts_flush(x);
	}
	if (x->out && x->n)
		flush_of(x, v, line);
}
