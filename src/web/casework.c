/* casework.c -- see casework.h. */
#include "web/casework.h"

#include <stdlib.h>
#include <string.h>

void option_put(const struct request *rq, struct option_list *list, const char *value, const char *label,
		const char *chosen)
{
	struct option o = {.value = value, .label = label, .on = text_eq(value, chosen)};
	ARENA_PUSH(rq->desk.arena, list, o);
}

/* ---- two who edit one record ---- */

/* Browsers send CR LF where the store may have LF. */
static bool same(const char *a, const char *b)
{
	for (; *a || *b; a++, b++) {
		a += *a == '\r' && a[1] == '\n';
		b += *b == '\r' && b[1] == '\n';
		if (*a != *b)
			return false;
	}
	return true;
}

static const char *label_of(const struct option_list *list, const char *value)
{
	for (size_t i = 0; list && i < list->n; i++)
		if (text_eq(list->items[i].value, value))
			return list->items[i].label;
	return value;
}

static const char *field_of(const struct request *rq, const char *prefix, const char *name)
{
	return rq_form(rq, arena_printf(rq->desk.arena, "%s_%s", prefix, name));
}

void edit_put_choice(const struct request *rq, struct file_page *f, const char *name, const char *label, const struct option_list *list,
		     const char *mine, const char *stored)
{
	struct arena *a = rq->desk.arena;
	const char *was = field_of(rq, "lama", name);
	mine = mine ? mine : "";
	stored = stored ? stored : "";
	was = was ? was : stored;
	bool stale = rq->http == status_http(CONFLICT);
	struct kept_field kept = {.name = name, .was = was, .now = stored, .clash = stale};
	ARENA_PUSH(a, &f->kept, kept);
	if (!stale || same(mine, stored))
		return;
	bool i_did = !same(mine, was), they_did = !same(stored, was);
	struct clash c = {.name = name, .label = label, .mine = label_of(list, mine), .theirs = label_of(list, stored),
			  .before = label_of(list, was), .pick = i_did ? "saya" : "mereka", .both = i_did && they_did};
	ARENA_PUSH(a, &f->clashes, c);
}

void edit_put(const struct request *rq, struct file_page *f, const char *name, const char *label, const char *mine, const char *stored)
{
	edit_put_choice(rq, f, name, label, NULL, mine, stored);
}

/* What counts for a field of the form, by the choice of the comparison; NULL: as it was typed. */
static const char *picked(const struct request *rq, const char *name)
{
	const char *pick = field_of(rq, "pilih", name);
	if (text_eq(pick, "mereka"))
		return field_of(rq, "kini", name);
	return text_eq(pick, "dulu") ? field_of(rq, "lama", name) : NULL;
}

int64_t edit_version(const struct request *rq, const char *name, int64_t stored)
{
	int64_t read;
	const char *carried = rq->http == status_http(CONFLICT) ? NULL : rq_form(rq, name);
	return carried && int_parse(carried, 0, INT64_MAX, &read, NULL) == OK ? read : stored;
}

void edit_picks(struct request *rq)
{
	struct field *form = arena_array(rq->desk.arena, struct field, 2 * rq->n_form + 1);
	size_t n = 0;
	for (size_t i = 0; i < rq->n_form; i++) {
		struct field f = rq->form[i];
		const char *own = text_starts(f.name, "pilih_") ? f.name + strlen("pilih_") : NULL;
		const char *value = picked(rq, own ? own : f.name);
		if (own && value && *value && !rq_form(rq, own)) /* a tick that was not mine */
			form[n++] = (struct field){.name = own, .value = value};
		if (!own && value && !*value && text_eq(f.value, "1")) /* and one that was mine alone */
			continue;
		f.value = !own && value ? value : f.value;
		form[n++] = f;
	}
	rq->form = form;
	rq->n_form = n;
}

enum status file_id(const struct request *rq, int64_t *ret, struct err *e)
{
	return rq_segment_id(rq, 0, ret, e);
}

enum status file_page_open(struct request *rq, struct file_page *ret, struct err *e)
{
	int64_t id;
	TRY(file_id(rq, &id, e));
	TRY(handle_look(&rq->desk, id, &ret->file, e));
	const struct handle_file *f = &ret->file;
	const struct law_state *state = law_state(f->law, f->row.state);
	bool en = rq->lang == EN;
	ret->head = (struct file_head){.id = id, .version = f->row.version, .number = f->number,
				       .kind = docket_kind_name_in(f->row.kind, rq->lang), .title = f->row.title,
				       .state = state ? (en ? state->name_en : state->name_id) : f->row.state,
				       .state_code = f->row.state, .contest = f->contest, .decided = f->decided,
				       .late = f->row.late};
	size_t slashes = 0;
	for (const char *s = rq->path; *s; s++)
		slashes += *s == '/';
	ret->head.below = slashes > 3; /* "/kerja/perkara/7" has three */
	ret->head.pack = arena_printf(rq->desk.arena, "%s %s", f->law->name, f->law->version);
	return OK;
}

const char *typed(const struct request *rq, const char *name, const char *stored)
{
	const char *value = rq_form(rq, name);
	return value ? value : stored ? stored : "";
}

bool ticked(const struct request *rq, const char *name)
{
	return rq_form(rq, name) != NULL;
}

enum status form_moment(const struct request *rq, const char *day_field, const char *time_field, struct instant *ret,
			struct err *e)
{
	struct day day;
	TRY(rq_form_day(rq, day_field, true, &day, e));
	const char *text = rq_form(rq, time_field);
	char *end;
	long hour = text ? strtol(text, &end, 10) : -1;
	bool shape = text && end != text && (*end == '.' || *end == ':') && strlen(end) == 3;
	long minute = shape ? strtol(end + 1, NULL, 10) : -1;
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return FAIL_FIELD(e, INVALID, time_field, "a time is written like 10.00");
	*ret = instant_at(day, (int)hour, (int)minute, 0, rq->desk.office->zone);
	return OK;
}

const char *moment_text(const struct request *rq, struct instant t)
{
	char text[64];
	return instant_is_none(t) ? "" : arena_strdup(rq->desk.arena, instant_long(t, rq->desk.office->zone, rq->lang, text));
}

const char *day_text(const struct request *rq, struct day d)
{
	char text[DAY_TEXT_MAX];
	return day_is_none(d) ? "" : arena_strdup(rq->desk.arena, day_long(d, rq->lang, text));
}

const char *iso_text(const struct request *rq, struct day d)
{
	char text[DAY_TEXT_MAX];
	return arena_strdup(rq->desk.arena, day_iso(d, text));
}

const char *form_name_of(const struct request *rq, const struct law *law, enum procedure p, const char *key)
{
	const struct law_form *form = law_form(law, p, key);
	(void)rq;
	return form ? form->name_id : key;
}

enum status file_answer(struct request *rq, enum status done, const char *to, page_again show, struct err *e)
{
	int64_t id;
	TRY(file_id(rq, &id, e));
	if (done == OK)
		return rq_redirect(rq, "/kerja/perkara/%lld%s", (long long)id, to);
	if (status_http(done) >= 500 || done == NOT_FOUND || done == FORBIDDEN)
		return done;
	struct fault fault = rq_fault(rq, e);
	return show(rq, &fault, e);
}

void acts_put(const struct request *rq, const struct handle_file *f, const char *class, const char *chosen,
	      struct option_list *ret)
{
	const struct law_act *acts[100];
	size_t n = handle_acts(f->law, class_of(class), f->row.event_on, f->determined_on, acts, 100);
	bool there = text_blank(chosen);
	for (size_t i = 0; i < n; i++) {
		const char *title = rq->lang == EN && acts[i]->title_en ? acts[i]->title_en : acts[i]->title_id;
		option_put(rq, ret, acts[i]->code, arena_printf(rq->desk.arena, "%s · %s", acts[i]->code, title), chosen);
		there |= text_eq(acts[i]->code, chosen);
	}
	if (!there) /* chosen before, though it does not fit class and day: it stays visible */
		option_put(rq, ret, chosen, chosen, chosen);
}

enum status file_bytes(struct request *rq, struct str bytes, const char *type, const char *name)
{
	static const char *const shown[] = {"application/pdf", "image/jpeg", "image/png", "image/webp", "image/gif"};
	buf_raw(rq->out, bytes.s, bytes.n);
	rq->content_type = "application/octet-stream";
	for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
		if (text_eq(type, shown[i]))
			rq->content_type = type;
	if (!strcmp(rq->content_type, "application/octet-stream"))
		rq->download = name;
	return OK;
}

enum status identity_level(struct request *rq, struct tx *tx, const struct case_people_row *person, struct day event_on, const char **ret,
			   bool *ret_confirmed, struct err *e)
{
	struct docket_identity id;
	TRY(docket_identity(tx, &rq->desk, &PROOF_PERSON(person, event_on), rq->lang, &id, e));
	*ret = proof_level_name(id.level, rq->lang);
	*ret_confirmed = id.level >= PROOF_REGISTRY;
	return OK;
}

bool identity_words(struct request *rq, const struct docket_proofs *proofs, const struct case_people_row *person, struct day event_on,
		    const char **ret)
{
	struct docket_identity id;
	docket_identity_of(rq->desk.arena, &rq->desk, proofs, &PROOF_PERSON(person, event_on), rq->lang, &id);
	*ret = proof_level_name(id.level, rq->lang);
	return id.level >= PROOF_REGISTRY;
}
