/* out.c -- alerts, stances and name hits as the JSON of CONTRACT 2.3, 2.3b, 2.5; whole batches on several threads. */
#include "core/screen/screen_internal.h"

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

struct slice {
	const struct screen *s;
	const struct screen_options *options;
	const char *lines;
	size_t n;
	uint64_t first_line;
	struct buf out;
	struct screen_tally tally;
};

static void one_line(struct slice *w, struct screen_run *run, struct arena *a, const char *line, size_t n, uint64_t number)
{
	struct post p;
	struct err e;
	struct screen_alerts alerts;
	struct str trimmed = str_trim((struct str){line, n});
	if (!trimmed.n)
		return;
	w->tally.posts++;
	if (post_read(a, line, n, &p, &e) != OK) {
		if (!w->tally.bad++) {
			w->tally.first_error_line = number;
			snprintf(w->tally.first_error, sizeof w->tally.first_error, "%s", e.why);
		}
		return;
	}
	if (!p.id[0])
		p.id = arena_printf(a, "line:%llu", (unsigned long long)number);
	screen_post(run, a, &p, &alerts);
	w->tally.concerned += alerts.n > 0;
	w->tally.alerts += alerts.n;
	for (size_t i = 0; i < alerts.n; i++)
		screen_alert_json(&w->out, &alerts.items[i]);
}

static void *work(void *context)
{
	struct slice *w = context;
	scoped(screen_run_free) struct screen_run *run = screen_run_new(w->s, w->options);
	struct arena a = {0};
	const char *at = w->lines, *end = w->lines + w->n;
	for (uint64_t number = w->first_line; at < end; number++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		stop = stop ? stop : end;
		one_line(w, run, &a, at, (size_t)(stop - at), number);
		arena_reset(&a);
		at = stop + 1;
	}
	arena_free(&a);
	return NULL;
}

static uint64_t count_lines(const char *s, size_t n)
{
	uint64_t ret = 0;
	for (const char *end = s + n; s < end && (s = memchr(s, '\n', (size_t)(end - s))); s++)
		ret++;
	return ret;
}

#define THREADS_MAX 64
void screen_lines(const struct screen *s, const struct screen_options *options, const char *lines, size_t n, uint64_t first_line,
		  int threads, struct buf *out, struct screen_tally *tally)
{
	struct slice slices[THREADS_MAX] = {0};
	pthread_t ids[THREADS_MAX];
	bool started[THREADS_MAX] = {0};
	threads = threads < 1 ? 1 : threads > THREADS_MAX ? THREADS_MAX : threads;
	size_t from = 0;
	for (int i = 0; i < threads; i++) {
		size_t to = i + 1 == threads ? n : n / (size_t)threads * (size_t)(i + 1);
		const char *stop = to > from && to < n ? memchr(lines + to, '\n', n - to) : NULL;
		to = to <= from ? from : stop ? (size_t)(stop - lines) + 1 : n;
		slices[i] = (struct slice){.s = s, .options = options, .lines = lines + from, .n = to - from, .first_line = first_line,
					   .out = {.limit = SIZE_MAX / 2}};
		first_line += count_lines(lines + from, to - from);
		from = to;
	}
	for (int i = 1; i < threads; i++)
		started[i] = !pthread_create(&ids[i], NULL, work, &slices[i]);
	for (int i = 0; i < threads; i++) {
		if (started[i])
			pthread_join(ids[i], NULL);
		else
			work(&slices[i]);
		buf_raw(out, slices[i].out.s, slices[i].out.n);
		buf_free(&slices[i].out);
		if (!tally->bad && slices[i].tally.bad) {
			tally->first_error_line = slices[i].tally.first_error_line;
			memcpy(tally->first_error, slices[i].tally.first_error, sizeof tally->first_error);
		}
		tally->posts += slices[i].tally.posts;
		tally->bad += slices[i].tally.bad;
		tally->concerned += slices[i].tally.concerned;
		tally->alerts += slices[i].tally.alerts;
	}
}
