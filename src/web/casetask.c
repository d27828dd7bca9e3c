/* casetask.c -- tasks of a file: who does what until when, and what was done. For officers only. */
#include "desk/handle/inside.h"
#include "web/casefile.h"

#include <string.h>

#define TASKS_SHOWN 50

static struct file_task task_of(const struct request *rq, const struct tasks_of_row *r)
{
	struct day today = day_of_instant(rq->desk.now, rq->desk.office->zone);
	bool open = instant_is_none(r->done_at);
	struct file_task t = {.id = r->id, .text = r->text, .who = r->user_name ? r->user_name : "", .until = day_text(rq, r->until_on),
			      .made = r->made_name ? r->made_name : "", .done = "",
			      .past = open && !day_is_none(r->until_on) && r->until_on.n < today.n, .may_take = open && !r->app_user};
	if (!open)
		t.done = arena_printf(rq->desk.arena, "%s, %s", r->done_name ? r->done_name : "-", moment_text(rq, r->done_at));
	return t;
}

enum status tasks_fill(struct request *rq, struct tx *tx, int64_t case_file, struct file_tasks *ret, struct err *e)
{
	struct tasks_of_rows rows;
	struct task_staff_rows staff;
	struct arena *a = rq->desk.arena;
	const char *chosen = typed(rq, "untuk", arena_printf(a, "%lld", (long long)rq->desk.user));
	TRY(tasks_of(tx, case_file, TASKS_SHOWN, &rows, e));
	TRY(task_staff(tx, rq->desk.office->id, &staff, e));
	for (size_t i = 0; i < rows.n; i++) {
		struct file_task t = task_of(rq, &rows.items[i]);
		ret->open += !*t.done;
		ARENA_PUSH(a, &ret->list, t);
	}
	option_put(rq, &ret->users, "0", say(rq, "siapa saja", "whoever takes it"), chosen);
	for (size_t i = 0; i < staff.n; i++)
		option_put(rq, &ret->users, arena_printf(a, "%lld", (long long)staff.items[i].id), staff.items[i].name, chosen);
	ret->text = typed(rq, "tugas", "");
	ret->until = typed(rq, "sampai", "");
	return OK;
}

static enum status task_do(struct request *rq, struct err *e)
{
	int64_t id, user;
	const char *text;
	struct day until;
	TRY(file_id(rq, &id, e));
	TRY(rq_form_text(rq, "tugas", TASK_BYTES, true, &text, e));
	TRY(rq_form_int(rq, "untuk", 0, INT64_MAX, &user, e));
	TRY(rq_form_day(rq, "sampai", false, &until, e));
	return handle_task_add(&rq->desk, id, text, user, until, e);
}

enum status task_post(struct request *rq, struct err *e) { return file_answer(rq, task_do(rq, e), "#tugas-berkas", file_show, e); }

static enum status step_do(struct request *rq, struct err *e)
{
	int64_t id, task;
	const char *step;
	TRY(file_id(rq, &id, e));
	TRY(rq_segment_id(rq, 1, &task, e));
	TRY(rq_form_text(rq, "langkah", 20, true, &step, e));
	if (!strcmp(step, "ambil"))
		return handle_task_take(&rq->desk, id, task, e);
	if (strcmp(step, "selesai") && strcmp(step, "buka"))
		return FAIL_FIELD(e, INVALID, "langkah", "expected selesai, buka or ambil");
	return handle_task_done(&rq->desk, id, task, !strcmp(step, "selesai"), e);
}

enum status task_step_take(struct request *rq, struct err *e) { return file_answer(rq, step_do(rq, e), "#tugas-berkas", file_show, e); }
