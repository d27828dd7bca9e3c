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

void clash_put(const struct request *rq, struct clash_list *list, const char *label, const char *mine, const char *theirs)
{
	const char *a = mine ? mine : "", *b = theirs ? theirs : "";
	if (!strcmp(a, b))
		return;
	struct clash c = {.label = label, .mine = a, .theirs = b};
	ARENA_PUSH(rq->desk.arena, list, c);
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
				       .kind = docket_kind_name(f->row.kind), .title = f->row.title,
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
