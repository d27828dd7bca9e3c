/* out.c -- alerts, stances and name hits as the JSON of CONTRACT 2.3, 2.3b, 2.5; whole batches on several threads. */
#define _GNU_SOURCE
#include "core/screen/screen_internal.h"
#include "core/screen/view.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_sheet(struct json_out *j, const struct screen_hit *hit)
{
	jout_array(j);
	for (size_t i = 0; i < hit->sheet_n; i++) {
		jout_object(j);
		jout_put_text(j, "part", hit->sheet[i].part);
		jout_put_text(j, "with", hit->sheet[i].with);
		jout_key(j, "points");
		jout_real(j, hit->sheet[i].points, 2);
		jout_put_text(j, "why", hit->sheet[i].why);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

static void put_reasons(struct json_out *j, const struct screen_reason *reasons, size_t n)
{
	jout_array(j);
	for (size_t i = 0; i < n; i++) {
		jout_object(j);
		if (reasons[i].to > reasons[i].from) {
			jout_key(j, "span");
			jout_array(j);
			jout_int(j, (int64_t)reasons[i].from);
			jout_int(j, (int64_t)reasons[i].to);
			jout_end(j, ']');
		}
		jout_put_text(j, "why", reasons[i].why);
		jout_end(j, '}');
	}
	jout_end(j, ']');
}

void screen_sheet_json(struct buf *out, const struct screen_hit *hit)
{
	struct json_out j = jout_start(out);
	put_sheet(&j, hit);
}
void screen_reasons_json(struct buf *out, const struct screen_reason *reasons, size_t n)
{
	struct json_out j = jout_start(out);
	put_reasons(&j, reasons, n);
}

static void put_score(struct json_out *j, const char *key, double x)
{
	jout_key(j, key);
	jout_real(j, x, 3);
}

/* Pairs are numbers where they have one. */
static void put_pair(struct json_out *j, const char *pair)
{
	jout_key(j, "pair");
	if (pair[0] && strlen(pair) < 4 && strspn(pair, "0123456789") == strlen(pair))
		jout_int(j, strtol(pair, NULL, 10));
	else
		jout_text(j, pair);
}

static void put_span(struct json_out *j, const struct screen_object *o)
{
	if (o->to <= o->from)
		return;
	jout_key(j, "span");
	jout_array(j);
	jout_int(j, (int64_t)o->from);
	jout_int(j, (int64_t)o->to);
	jout_end(j, ']');
}

static void put_subject(struct json_out *j, const struct screen_alert *alert)
{
	const struct screen_hit *h = &alert->subject;
	char ref[24];
	snprintf(ref, sizeof ref, "%lld", (long long)h->ref);
	jout_key(j, "subject");
	jout_object(j);
	jout_put_text(j, "ref", ref);
	jout_put_text(j, "nip", h->nip);
	jout_put_text(j, "name", h->name);
	jout_put_text(j, "class", class_code(h->class));
	jout_put_text(j, "agency", h->agency);
	jout_put_text(j, "how", alert->how);
	jout_put_text(j, "strength", strength_name(h->strength));
	put_score(j, "score", h->score);
	jout_key(j, "sheet");
	put_sheet(j, h);
	jout_put_int(j, "namesakes", (int64_t)h->namesakes);
	jout_end(j, '}');
}

static const char *phase_name(enum phase p)
{
	return p == BEFORE_CANDIDACY ? "before_candidacy" : p == AFTER_CANDIDACY ? "after_candidacy" : "any";
}

static void put_act(struct json_out *j, const char *conduct, const struct law_act *act, enum phase phase)
{
	jout_key(j, "act");
	jout_object(j);
	jout_put_text(j, "code", act ? act->code : NULL);
	jout_put_text(j, "phase", phase_name(phase));
	jout_put_text(j, "conduct", conduct);
	jout_key(j, "basis");
	jout_array(j);
	if (act)
		jout_text(j, act->row.basis);
	jout_end(j, ']');
	jout_end(j, '}');
}

void screen_alert_json(struct buf *out, const struct screen_alert *alert)
{
	struct json_out j = jout_start(out);
	jout_object(&j);
	jout_put_text(&j, "post", alert->post);
	jout_put_text(&j, "item", alert->item);
	put_subject(&j, alert);
	jout_key(&j, "object");
	jout_object(&j);
	jout_put_text(&j, "contest", alert->object.contest);
	put_pair(&j, alert->object.pair);
	jout_put_text(&j, "how", alert->object.how);
	put_span(&j, &alert->object);
	jout_end(&j, '}');
	put_act(&j, alert->conduct, alert->act, alert->phase);
	jout_put_text(&j, "stance", stance_name(alert->stance));
	put_score(&j, "score", alert->score);
	jout_key(&j, "reasons");
	put_reasons(&j, alert->reasons, alert->reasons_n);
	jout_put_bool(&j, "hint_only", true);
	jout_end(&j, '}');
	buf_char(out, '\n');
}

/* What the model was given, for tools/train.py and for whoever wants to count after it. */
static void put_features(struct json_out *j, const struct screen_stance *s)
{
	jout_put_text(j, "rule", s->rule ? s->rule : "");
	jout_key(j, "object");
	jout_bool(j, s->object);
	jout_key(j, "features");
	jout_object(j);
	for (size_t i = 0; i < s->features_n; i++) {
		jout_key(j, s->features[i].name);
		jout_real(j, s->features[i].value, 4);
	}
	jout_end(j, '}');
}

void screen_stance_json(struct buf *out, const char *id, const struct screen_stance *s)
{
	struct json_out j = jout_start(out);
	jout_object(&j);
	jout_put_text(&j, "id", id);
	jout_put_text(&j, "stance", stance_name(s->stance));
	jout_key(&j, "objects");
	jout_array(&j);
	for (size_t i = 0; i < s->objects_n; i++) {
		jout_object(&j);
		jout_put_text(&j, "ref", s->objects[i].ref);
		jout_put_text(&j, "stance", stance_name(s->objects[i].stance));
		jout_put_text(&j, "how", s->objects[i].how);
		put_span(&j, &s->objects[i]);
		jout_end(&j, '}');
	}
	jout_end(&j, ']');
	jout_put_text(&j, "act", s->act);
	put_score(&j, "score", s->score);
	jout_key(&j, "reasons");
	put_reasons(&j, s->reasons, s->reasons_n);
	if (s->features)
		put_features(&j, s);
	jout_end(&j, '}');
	buf_char(out, '\n');
}

void screen_hits_json(struct buf *out, const char *query, const struct screen_hits *hits, int64_t us)
{
	struct json_out j = jout_start(out);
	jout_object(&j);
	jout_put_text(&j, "query", query);
	jout_key(&j, "hits");
	jout_array(&j);
	for (size_t i = 0; i < hits->n; i++) {
		const struct screen_hit *h = &hits->items[i];
		char ref[24];
		snprintf(ref, sizeof ref, "%lld", (long long)h->ref);
		jout_object(&j);
		jout_put_text(&j, "ref", ref);
		jout_put_text(&j, "nip", h->nip);
		jout_put_text(&j, "name", h->name);
		jout_put_text(&j, "agency", h->agency);
		put_score(&j, "score", h->score);
		jout_put_text(&j, "strength", strength_name(h->strength));
		jout_key(&j, "sheet");
		put_sheet(&j, h);
		jout_put_int(&j, "namesakes", (int64_t)h->namesakes);
		jout_end(&j, '}');
	}
	jout_end(&j, ']');
	if (hits->cut)
		jout_put_bool(&j, "cut", true);
	jout_put_int(&j, "us", us);
	jout_end(&j, '}');
	buf_char(out, '\n');
}

/* ---- Batches ---- */

#define BATCH ((size_t)128 * 1024) /* bytes of lines whose bits are made at once: they stay near the processor */

struct slice {
	const struct screen_options *options;
	const char *all, *lines; /* all lines of the call, and those of this slice */
	size_t n;
	uint64_t first_line; /* number of the first of @all */
	uint64_t before;     /* lines of @all before @lines, once @counted */
	bool counted;
	struct buf out;
	struct buf refused; /* line number and NUL-ended reason of each refused line, when somebody wants them */
	struct screen_tally tally;
};
struct worker {
	struct slice *w;
	struct screen_run *run;
	struct accounts *accounts; /* NULL: only those of posts that name a candidate are looked up */
	struct arena a;
	struct post_view view;
	struct line_bits bits;
	uint64_t *bits_words; /* memory of @bits */
	size_t bits_each;
};

static uint64_t count_lines(const char *s, size_t n)
{
	uint64_t ret = 0;
	for (const char *end = s + n; s < end && (s = memchr(s, '\n', (size_t)(end - s))); s++)
		ret++;
	return ret;
}

/* Few lines need to know their number, so what stands before a slice is counted when one asks. */
static uint64_t line_number(struct slice *w, uint64_t at)
{
	if (!w->counted)
		w->before = count_lines(w->all, (size_t)(w->lines - w->all));
	w->counted = true;
	return w->first_line + w->before + at;
}

static void refuse(struct slice *w, uint64_t at, const struct err *e)
{
	uint64_t number = line_number(w, at);
	if (!w->tally.bad++) {
		w->tally.first_error_line = number;
		snprintf(w->tally.first_error, sizeof w->tally.first_error, "%s", e->why);
	}
	if (w->tally.refused) {
		buf_raw(&w->refused, &number, sizeof number);
		buf_raw(&w->refused, e->why, strlen(e->why) + 1);
	}
}

static void tell_refused(const struct slice *w)
{
	for (size_t at = 0; at < w->refused.n;) {
		uint64_t number;
		memcpy(&number, w->refused.s + at, sizeof number);
		const char *why = w->refused.s + at + sizeof number;
		w->tally.refused(w->tally.context, number, why);
		at += sizeof number + strlen(why) + 1;
	}
}

/* A view was read from the line that has @line others of the slice before it. */
static void one_view(struct worker *x, uint64_t line)
{
	struct post p;
	struct err e;
	struct screen_alerts alerts;
	if (x->accounts)
		accounts_of_view(x->accounts, &x->view, line_number(x->w, line));
	if (!stance_concerns(x->run, &x->a, &x->view) || actors_nobody(x->run, &x->view))
		return;
	if (post_of_view(&x->a, &x->view, &p, &e) != OK) {
		refuse(x->w, line, &e);
		return;
	}
	if (!p.id[0])
		p.id = arena_printf(&x->a, "line:%llu", (unsigned long long)line_number(x->w, line));
	stance_passed(x->run, &p);
	screen_concerned(x->run, &x->a, &p, &alerts);
	x->w->tally.concerned += alerts.n > 0;
	x->w->tally.alerts += alerts.n;
	for (size_t i = 0; i < alerts.n; i++)
		screen_alert_json(&x->w->out, &alerts.items[i]);
}

/* Line [at, end) of @base, with @line others of the slice before it; @last: no newline stands behind it, so it is read from a copy. */
static void one_line(struct worker *x, const char *base, size_t at, size_t end, bool last, uint64_t line)
{
	struct err e;
	if (!str_trim((struct str){base + at, end - at}).n)
		return;
	x->w->tally.posts++;
	enum status status = last ? view_read_line(base + at, end - at, &x->view, &e) : view_read(base, &x->bits, at, end, &x->view, &e);
	if (status == OK)
		one_view(x, line);
	else
		refuse(x->w, line, &e);
	if (x->a.used)
		arena_reset(&x->a);
}

/* Whole lines, at most BATCH bytes of them unless the first is longer; @n bytes are there. */
static size_t batch_end(const char *s, size_t n)
{
	if (n <= BATCH)
		return n;
	const char *stop = memrchr(s, '\n', BATCH);
	if (!stop)
		stop = memchr(s + BATCH, '\n', n - BATCH);
	return stop ? (size_t)(stop - s) + 1 : n;
}

/* Where the line that begins at @at ends: its newline is a control character; @n: it has none. */
static size_t line_end(const char *base, const struct line_bits *bits, size_t at, size_t n)
{
	size_t block = at / BYTES_BLOCK;
	for (uint64_t control = bits->control[block] & ~(uint64_t)0 << (at % BYTES_BLOCK);; control = bits->control[block]) {
		for (; control; control &= control - 1) {
			size_t end = block * BYTES_BLOCK + (size_t)__builtin_ctzll(control);
			if (base[end] == '\n')
				return end;
		}
		if (++block * BYTES_BLOCK >= n)
			return n;
	}
}

static void one_batch(struct worker *x, const char *base, size_t n, uint64_t *line)
{
	bytes_lines(base, n, &x->bits);
	for (size_t at = 0; at < n; ++*line) {
		size_t end = line_end(base, &x->bits, at, n);
		one_line(x, base, at, end, end == n, *line);
		at = end + 1;
	}
}

static void bits_room(struct worker *x, size_t n)
{
	size_t each = n / BYTES_BLOCK + 2;
	if (each <= x->bits_each)
		return;
	free(x->bits_words);
	x->bits_words = malloc(each * LINE_BITS * sizeof *x->bits_words);
	if (!x->bits_words)
		abort();
	x->bits = line_bits_in(x->bits_words, each);
	x->bits_each = each;
}

static void one_slice(struct worker *x, struct slice *w)
{
	x->w = w;
	if (w->options->accounts || w->options->accounts_told)
		x->accounts = accounts_new(x->run, &w->tally, w->options->accounts_told ? &w->out : NULL);
	uint64_t line = 0;
	for (size_t from = 0, n; from < w->n; from += n) {
		n = batch_end(w->lines + from, w->n - from);
		bits_room(x, n);
		one_batch(x, w->lines + from, n, &line);
	}
	if (x->accounts)
		accounts_flush(x->accounts);
	accounts_free(&x->accounts);
}

#define THREADS_MAX 64

struct screen_stream {
	const struct screen *s;
	struct screen_options options;
	size_t threads;
	struct worker workers[THREADS_MAX]; /* they keep their memory, and the names they met, from one call to the next */
};

/* Slices are taken by whoever is free: two halves are seldom equally hard, and processors seldom equally free. */
struct crew {
	struct screen_stream *stream;
	struct slice *slices;
	size_t n, next, workers;
};

static void *work(void *context)
{
	struct crew *c = context;
	struct worker *x = &c->stream->workers[__atomic_fetch_add(&c->workers, 1, __ATOMIC_RELAXED)];
	size_t i = __atomic_fetch_add(&c->next, 1, __ATOMIC_RELAXED);
	if (i < c->n && !x->run)
		x->run = screen_run_new(c->stream->s, &c->stream->options);
	for (; i < c->n; i = __atomic_fetch_add(&c->next, 1, __ATOMIC_RELAXED))
		one_slice(x, &c->slices[i]);
	return NULL;
}

#define SLICE_LEAST ((size_t)256 * 1024) /* bytes of a slice, so that taking one costs nothing beside its work */
#define SLICES_EACH 8                    /* at most, for each thread */

/* @n bytes of whole lines in slices that end with a line. */
static void cut_slices(struct crew *c, const struct slice *like)
{
	size_t from = 0, n = like->n;
	for (size_t i = 0; i < c->n; i++) {
		size_t to = i + 1 == c->n ? n : n / c->n * (i + 1);
		const char *stop = to > from && to < n ? memchr(like->all + to, '\n', n - to) : NULL;
		to = to <= from ? from : stop ? (size_t)(stop - like->all) + 1 : n;
		c->slices[i] = *like;
		c->slices[i].lines = like->all + from;
		c->slices[i].n = to - from;
		c->slices[i].counted = from == 0;
		from = to;
	}
}

static void take_tally(struct screen_tally *to, const struct screen_tally *from)
{
	if (!to->bad && from->bad) {
		to->first_error_line = from->first_error_line;
		memcpy(to->first_error, from->first_error, sizeof to->first_error);
	}
	to->posts += from->posts;
	to->bad += from->bad;
	to->concerned += from->concerned;
	to->alerts += from->alerts;
	to->accounts += from->accounts;
	to->known += from->known;
	to->named += from->named;
}

struct screen_stream *screen_stream_new(const struct screen *s, const struct screen_options *options, int threads)
{
	struct screen_stream *ret = calloc(1, sizeof *ret);
	if (!ret)
		abort();
	ret->s = s;
	ret->options = options ? *options : (struct screen_options){.at = DAY_NONE};
	ret->threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : (size_t)threads;
	return ret;
}

void screen_stream_free(struct screen_stream **p)
{
	for (size_t i = 0; *p && i < (*p)->threads; i++) {
		struct worker *x = &(*p)->workers[i];
		screen_run_free(&x->run);
		free(x->bits_words);
		view_free(&x->view);
		arena_free(&x->a);
	}
	free(*p);
	*p = NULL;
}

static void take_slices(struct crew *c, struct buf *out, struct screen_tally *tally)
{
	for (size_t i = 0; i < c->n; i++) {
		struct slice *w = &c->slices[i];
		buf_raw(out, w->out.s, w->out.n);
		buf_free(&w->out);
		tell_refused(w);
		buf_free(&w->refused);
		take_tally(tally, &w->tally);
	}
}

void screen_stream_lines(struct screen_stream *x, const char *lines, size_t n, uint64_t first_line, struct buf *out, struct screen_tally *tally)
{
	pthread_t ids[THREADS_MAX];
	size_t all = x->threads, most = all * SLICES_EACH, cut = n / SLICE_LEAST, started = 0;
	struct crew c = {.stream = x, .n = all == 1 || cut < all ? all : cut < most ? cut : most};
	c.slices = calloc(c.n, sizeof *c.slices);
	if (!c.slices)
		abort();
	cut_slices(&c, &(struct slice){.options = &x->options, .all = lines, .n = n, .first_line = first_line, .out = {.limit = SIZE_MAX / 2},
				       .refused = {.limit = SIZE_MAX / 2}, .tally = {.refused = tally->refused, .context = tally->context}});
	while (started + 1 < all && !pthread_create(&ids[started], NULL, work, &c))
		started++;
	work(&c);
	for (size_t i = 0; i < started; i++)
		pthread_join(ids[i], NULL);
	take_slices(&c, out, tally);
	free(c.slices);
}

void screen_lines(const struct screen *s, const struct screen_options *options, const char *lines, size_t n, uint64_t first_line,
		  int threads, struct buf *out, struct screen_tally *tally)
{
	scoped(screen_stream_free) struct screen_stream *x = screen_stream_new(s, options, threads);
	screen_stream_lines(x, lines, n, first_line, out, tally);
}
