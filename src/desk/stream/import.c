/* import.c -- a file of posts: screened, and what concerns us kept with its alerts, in its cluster. */
#include "desk/stream/stream.h"
#include "desk/evidence/evidence.h"
#include "desk/registry/registry.h"
#include "review_sql.h"

#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NEAR 8		/* bits in which texts that are nearly the same may differ */
#define WORDS_LEAST 5	/* shorter texts ("mantap pak") are alike by chance */
#define KEYS_MAX 32
#define FAULTS_KEPT 1000
#define AUTHOR_MAX 200	/* bytes of a handle or name */
#define MEDIA_MAX ((size_t)20 << 20)

struct key {
	const char *name;
	bool exact; /* else only a part of the similarity hash: the whole must be near */
};
struct import {
	const struct desk *d;
	struct tx *tx;
	struct screen_run *run;
	struct stream_report *report;
	const char *media_dir;
	int64_t import_run;
	struct arena line; /* one post */
};

static void fault(struct import *im, size_t line, const char *why)
{
	im->report->refused++;
	if (im->report->faults.n < FAULTS_KEPT)
		ARENA_PUSH(im->d->arena, &im->report->faults, ((struct stream_fault){line, arena_strdup(im->d->arena, why)}));
}

/* ---- Clusters ---- */

static size_t keys_of(struct import *im, const struct post *p, uint64_t *ret_likeness, struct key *keys)
{
	size_t n = 0;
	scoped(text_free) struct text t = {0};
	for (size_t i = 0; i < p->media.n && n < 16; i++)
		if (p->media.items[i].sha256[0])
			keys[n++] = (struct key){arena_printf(&im->line, "m:%.64s", p->media.items[i].sha256), true};
	if (p->has_target && p->target_id[0])
		keys[n++] = (struct key){arena_printf(&im->line, "t:%s:%.100s", p->platform, p->target_id), true};
	text_read(&t, p->text, strlen(p->text));
	*ret_likeness = text_simhash(&t);
	if (t.n < WORDS_LEAST)
		return n;
	for (int part = 0; part < 4; part++)
		keys[n++] = (struct key){arena_printf(&im->line, "w%d:%04x", part, (unsigned)(*ret_likeness >> (16 * part)) & 0xFFFFu), false};
	return n;
}

static enum status cluster_find(struct import *im, const struct key *keys, size_t n, uint64_t likeness, int64_t *ret, struct err *e)
{
	*ret = 0;
	for (size_t i = 0; i < n && !*ret; i++) {
		struct post_keys_like_rows rows;
		TRY(post_keys_like(im->tx, im->d->office->id, keys[i].name, &rows, e));
		for (size_t k = 0; k < rows.n && !*ret; k++)
			if (keys[i].exact || text_distance((uint64_t)rows.items[k].likeness, likeness) <= NEAR)
				*ret = rows.items[k].cluster;
	}
	return OK;
}

/* What was seen, without the name of its author. */
static const char *seen_as(const struct post *p)
{
	static const char *const words[] = {[KIND_POST] = "unggahan", [KIND_COMMENT] = "komentar", [KIND_LIKE] = "suka", [KIND_SHARE] = "unggahan ulang",
					    [KIND_FOLLOW] = "akun diikuti", [KIND_TAG] = "tanda", [KIND_STORY] = "cerita", [KIND_MESSAGE] = "pesan"};
	return p->media.n && p->kind == KIND_POST ? "unggahan bergambar" : words[p->kind];
}

/* Neutral words, no names of persons: "Dugaan dukungan untuk pasangan nomor 2, komentar di Instagram". */
static const char *cluster_title(struct import *im, const struct post *p, const struct screen_alert *a)
{
	static const char *const words[] = {[UNRELATED] = "Kiriman tentang", [NEUTRAL] = "Kiriman tentang", [SUPPORT] = "Dugaan dukungan untuk", [AGAINST] = "Dugaan penolakan terhadap"};
	char *place = arena_strdup(&im->line, p->platform);
	place[0] = (char)toupper((unsigned char)place[0]);
	return arena_printf(&im->line, "%s pasangan nomor %s, %s di %s", words[a->stance], a->object.pair, seen_as(p), place);
}

/* ---- Keeping ---- */

static int64_t millionths(double x) { return (int64_t)(x * 1e6 + 0.5); }
static const char *or_null(const char *s) { return s && s[0] ? s : NULL; }

/* Whose act an alert is about: of a reaction who reacted, else who posted, by handle or else by name. NULL: nobody is named, or
 * somebody else's words only mention the person. */
static const char *alert_author(struct import *im, const struct post *p, const struct screen_alert *a)
{
	const struct post_author *by = &p->author;
	unsigned reaction;
	if (text_eq(a->how, "mention"))
		return NULL;
	if (sscanf(a->item, "reaction:%u", &reaction) == 1) {
		if (reaction >= p->reactions.n)
			return NULL;
		by = &p->reactions.items[reaction].author;
	}
	const char *name = by->handle[0] ? by->handle : by->name;
	return name[0] ? text_lower(&im->line, text_clip(&im->line, name, AUTHOR_MAX)) : NULL;
}

static enum status keep_alert(struct import *im, int64_t cluster, int64_t post, const struct post *p, const struct screen_alert *a, struct err *e)
{
	scoped(buf_free) struct buf sheet = {0};
	scoped(buf_free) struct buf reasons = {0};
	static const char *const phases[] = {[PHASE_ANY] = "any", [BEFORE_CANDIDACY] = "before_candidacy", [AFTER_CANDIDACY] = "after_candidacy"};
	int64_t pair = 0;
	struct err ignored;
	screen_sheet_json(&sheet, &a->subject);
	screen_reasons_json(&reasons, a->reasons, a->reasons_n);
	if (int_parse(a->object.pair, 0, 999, &pair, &ignored) != OK)
		pair = 0;
	im->report->alerts++;
	return alert_add(im->tx, id_new(im->d->now), im->d->office->id, cluster, post, a->item, a->subject.ref, a->subject.name, or_null(a->subject.nip),
			 class_code(a->subject.class), a->how, strength_name(a->subject.strength), millionths(a->score), a->object.contest, pair,
			 a->object.how, a->act ? a->act->code : NULL, phases[a->phase], stance_name(a->stance), (int64_t)a->subject.namesakes, sheet.s,
			 reasons.s, alert_author(im, p, a), e);
}

static bool plain_name(const char *s) { return s[0] && s[0] != '.' && !strchr(s, '/') && !strchr(s, '\\'); }

/* A media file beside the posts is taken over only if its bytes have the hash that the post names. */
static enum status keep_media(struct import *im, int64_t post, const struct post *p, struct err *e)
{
	for (size_t i = 0; im->media_dir && i < p->media.n && i < 16; i++) {
		const struct post_media *m = &p->media.items[i];
		if (!plain_name(m->path))
			continue;
		FILE *f = fopen(arena_printf(&im->line, "%s/%s", im->media_dir, m->path), "rb");
		if (!f)
			continue;
		char *bytes = arena_alloc(&im->line, MEDIA_MAX + 1);
		size_t n = fread(bytes, 1, MEDIA_MAX + 1, f);
		fclose(f);
		if (n > MEDIA_MAX || (m->sha256[0] && strcmp(hash_hex(&im->line, hash_of(bytes, n)), m->sha256)))
			continue;
		int64_t file;
		TRY(evidence_file_add(im->tx, im->d, &(struct file_new){{bytes, n}, m->path, "patrol"}, &file, e));
		TRY(post_media_add(im->tx, id_new(im->d->now), post, file, e));
	}
	return OK;
}

static enum status keep(struct import *im, const struct post *p, struct str raw, const struct screen_alerts *alerts, struct err *e)
{
	struct key keys[KEYS_MAX];
	uint64_t likeness;
	int64_t cluster, post = id_new(im->d->now), office = im->d->office->id, best = 0;
	struct instant at = instant_is_none(p->at) ? im->d->now : p->at;
	size_t n = keys_of(im, p, &likeness, keys);
	TRY(cluster_find(im, keys, n, likeness, &cluster, e));
	if (!cluster) {
		cluster = id_new(im->d->now);
		TRY(cluster_add(im->tx, cluster, office, cluster_title(im, p, &alerts->items[0]), at, e));
		TRY(review_open_add(im->tx, cluster, office, e)); /* it waits for a decision */
		im->report->clusters++;
	}
	TRY(post_add(im->tx, post, office, cluster, p->id, p->platform, post_kind_name(p->kind), p->at, or_null(p->author.handle), or_null(p->author.name),
		     p->text, or_null(p->url), or_null(p->region), im->d->now, arena_strndup(&im->line, raw.s, raw.n), im->import_run, e));
	for (size_t i = 0; i < n; i++)
		TRY(post_key_add(im->tx, id_new(im->d->now), office, cluster, post, keys[i].name, (int64_t)likeness, e));
	for (size_t i = 0; i < alerts->n; i++) {
		TRY(keep_alert(im, cluster, post, p, &alerts->items[i], e));
		int64_t score = millionths(alerts->items[i].score);
		best = score > best ? score : best;
	}
	TRY(keep_media(im, post, p, e));
	im->report->kept++;
	return cluster_grow(im->tx, cluster, at, best, e);
}

/* Was every picture of the post, or its words when it has none, weighed before and found to prove nothing against @employee?
 * The same post under another name is the same evidence. */
static enum status repaired(struct import *im, const struct post *p, int64_t employee, bool *ret, struct err *e)
{
	struct stream_repaired_row row;
	*ret = employee != 0;
	if (*ret && !p->media.n)
		return stream_repaired(im->tx, im->d->office->id, employee, hash_hex(&im->line, hash_of(p->text, strlen(p->text))), ret, &row, e);
	for (size_t i = 0; i < p->media.n && *ret; i++)
		TRY(stream_repaired(im->tx, im->d->office->id, employee, p->media.items[i].sha256, ret, &row, e));
	return OK;
}

/* Did an officer see that the account is a namesake's? */
static enum status namesake(struct import *im, const struct post *p, const struct screen_alert *a, bool *ret, struct err *e)
{
	struct stream_namesake_row row;
	const char *author = alert_author(im, p, a);
	*ret = false;
	return a->subject.ref && author ? stream_namesake(im->tx, im->d->office->id, p->platform, author, a->subject.ref, ret, &row, e) : OK;
}

static enum status leave_repaired_out(struct import *im, const struct post *p, struct screen_alerts *alerts, struct err *e)
{
	size_t n = 0;
	for (size_t i = 0; i < alerts->n; i++) {
		bool out;
		TRY(repaired(im, p, alerts->items[i].subject.ref, &out, e));
		if (!out)
			TRY(namesake(im, p, &alerts->items[i], &out, e));
		im->report->cleared += out;
		if (!out)
			alerts->items[n++] = alerts->items[i];
	}
	alerts->n = n;
	return OK;
}

static enum status one_line(struct import *im, struct str line, size_t number, struct err *e)
{
	struct post p;
	struct screen_alerts alerts;
	struct err why;
	bool known;
	struct post_known_row row;
	arena_reset(&im->line);
	im->report->read++;
	if (post_read(&im->line, line.s, line.n, &p, &why) != OK) {
		fault(im, number, why.why);
		return OK;
	}
	if (!p.id[0]) /* nameless posts are known by their bytes */
		p.id = arena_printf(&im->line, "sha:%.16s", hash_hex(&im->line, hash_of(line.s, line.n)));
	screen_post(im->run, &im->line, &p, &alerts);
	if (!alerts.n)
		return OK;
	TRY(post_known(im->tx, im->d->office->id, p.id, &known, &row, e));
	im->report->repeated += known;
	if (known)
		return OK;
	TRY(leave_repaired_out(im, &p, &alerts, e));
	return alerts.n ? keep(im, &p, line, &alerts, e) : OK;
}

static enum status import_lines(struct import *im, struct str lines, struct err *e)
{
	struct str line;
	for (size_t number = 1; str_split(&lines, '\n', &line); number++)
		if (str_trim(line).n)
			TRY(one_line(im, line, number, e));
	return OK;
}

static void arena_end(struct import *im) { arena_free(&im->line); }

static enum status import_canonical(const struct desk *d, const char *file, struct str posts, const char *media_dir, struct stream_report *ret, struct err *e)
{
	scoped(screen_give) struct screen *screen = screen_take(&d->office->screen); /* the same for all lines, whatever is built meanwhile */
	scoped(screen_run_free) struct screen_run *run = screen_run_new(screen, &(struct screen_options){.at = day_of_instant(d->now, d->office->zone)});
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	scoped(arena_end) struct import im = {d, &tx, run, ret, media_dir, id_new(d->now), {0}};
	TRY(import_lines(&im, posts, e));
	TRY(import_run_add(&tx, im.import_run, d->office->id, d->now, d->user, "posts", file, ret->sha256, (int64_t)ret->read, (int64_t)ret->kept,
			   (int64_t)ret->refused, arena_printf(d->arena, "%s: %zu alerts, %zu repeated, %zu cleared", ret->format, ret->alerts, ret->repeated,
						   ret->cleared), e));
	return tx_commit(&tx, e);
}

enum status stream_import(const struct desk *d, const char *file, struct str bytes, const char *format, const char *media_dir,
			  struct stream_report *ret, struct err *e)
{
	if (bytes.n > STREAM_FILE_MAX)
		return FAIL(e, TOO_LARGE, "%s: %zu bytes, at most %zu are read", file, bytes.n, STREAM_FILE_MAX);
	if (!d->office->screen)
		return FAIL(e, UNAVAILABLE, "the office has no screening index yet: netra import registry, accounts and watchlist make it");
	scoped(buf_free) struct buf posts = {.limit = (size_t)4 << 30};
	TRY(stream_convert_from(d->arena, bytes, &(struct stream_source){format, file, d->office->zone}, &posts, ret, e));
	TRY(buf_done(&posts, e));
	ret->file = file;
	ret->sha256 = hash_hex(d->arena, hash_of(bytes.s, bytes.n));
	size_t converted_refused = ret->refused;
	ret->read = ret->refused = 0; /* counted again, line by line */
	enum status status = import_canonical(d, file, (struct str){posts.s ? posts.s : "", posts.n}, media_dir, ret, e);
	ret->refused += converted_refused;
	ret->read += converted_refused;
	return status;
}
