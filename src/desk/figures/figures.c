/* figures.c -- counting: which line a file and a person stand on. */
#include "desk/figures/figures.h"

#include "base/json.h"

#include <string.h>

static bool one_of(const char *state, const char *list)
{
	size_t n = strlen(state);
	for (const char *at = strstr(list, state); at; at = strstr(at + 1, state))
		if (at[-1] == ' ' && at[n] == ' ')
			return true;
	return false;
}

/* A registered file: the plenary's word about its persons, the worst first; else what its state says. */
static int64_t *decided_line(struct figures_funnel *f, const struct figures_files_row *row)
{
	if (row->proven)
		return &f->proven;
	if (row->not_proven)
		return &f->not_proven;
	if (row->not_violation || !strcmp(row->state, "NOT_VIOLATION"))
		return &f->not_violation;
	return strcmp(row->state, "LAPSED") ? &f->running : &f->lapsed;
}

/* An event that has no number of the register. */
static int64_t *event_line(struct figures_funnel *f, const struct figures_files_row *row)
{
	if (one_of(row->state, " SUBMITTED REVIEW DEFICIENT "))
		return &f->review;
	if (!strcmp(row->state, "NOT_REGISTERED"))
		return &f->not_registered;
	if (!strcmp(row->state, "ALREADY_HANDLED"))
		return &f->handled;
	if (one_of(row->state, " TRANSFERRED TAKEN_OVER "))
		return &f->transferred;
	return one_of(row->state, " WITHDRAWN CLOSED ") ? &f->withdrawn : &f->info;
}

static void count_file(struct figures_funnel *f, const struct figures_files_row *row)
{
	if (row->error) {
		f->in_error++;
		return;
	}
	f->in++;
	f->reports += !strcmp(row->kind, "report");
	f->observations += strcmp(row->kind, "report") != 0;
	f->joined += row->joined;
	if (row->joined)
		return;
	f->events++;
	if (!row->registered) {
		++*event_line(f, row);
		return;
	}
	f->files++;
	++*decided_line(f, row);
}

static bool funnel_adds_up(const struct figures_funnel *f)
{
	return f->reports + f->observations == f->in && f->in - f->joined == f->events &&
	       f->files + f->info + f->not_registered + f->handled + f->review + f->transferred + f->withdrawn == f->events &&
	       f->proven + f->not_proven + f->not_violation + f->lapsed + f->running == f->files;
}

static int64_t *route_line(struct figures_persons *p, const char *route)
{
	if (one_of(route, " BKN KASN MERIT_BODY "))
		return &p->to_asn_body;
	if (!strcmp(route, "OPD_HEAD"))
		return &p->to_agency;
	return !strcmp(route, "HEAD_OF_REGION") ? &p->to_region_head : &p->to_others;
}

/* 0 passed on, 1 not proven, 2 no violation, 3 still running (or proven and waiting to be passed on) */
static size_t column_of(const struct figures_people_row *row)
{
	if (!text_blank(row->route))
		return 0;
	if (text_eq(row->outcome, "not_proven"))
		return 1;
	return text_eq(row->outcome, "not_violation") ? 2 : 3;
}

static void count_person(struct figures_persons *p, const struct figures_people_row *row)
{
	p->total++;
	switch (column_of(row)) {
	case 0: ++*route_line(p, row->route); break;
	case 1: p->not_proven++; break;
	case 2: p->not_violation++; break;
	case 3: ++*(text_eq(row->outcome, "proven") ? &p->proven_waiting : &p->running); break;
	}
}

static const struct figure_label COLUMNS[] = {
	{"Diteruskan", "Passed on"}, {"Tidak terbukti", "Not proven"}, {"Bukan pelanggaran", "No violation"}, {"Berjalan", "Running"},
};
#define COLUMNS_N (sizeof COLUMNS / sizeof *COLUMNS)

/* Doors by which something comes in; what the office saw itself has none. */
static const struct {
	const char *code;
	struct figure_label name;
} DOORS[] = {
	{"web", {"Formulir daring", "Web form"}}, {"api", {"Sambungan program", "Programs"}}, {"counter", {"Datang ke kantor", "In person"}},
	{"phone", {"Telepon", "Telephone"}},	  {"letter", {"Surat", "Letter"}},	      {"sms", {"SMS", "SMS"}},
	{"wa", {"WhatsApp", "WhatsApp"}},	  {"telegram", {"Telegram", "Telegram"}},    {"email", {"Surel", "E-mail"}},
	{"", {"Pengawasan sendiri", "Own observation"}},
	{NULL, {"Pintu lain", "Another door"}}, /* of a newer program on the same store */
};
#define DOORS_N (sizeof DOORS / sizeof *DOORS)

static struct figures_table table_new(struct arena *a, const char *code, struct figure_label title, struct figure_label unit,
				      const struct figure_label *columns, size_t n_columns, size_t rows_max)
{
	struct figures_table t = {.code = code, .title = title, .unit = unit, .n_columns = n_columns};
	t.columns = arena_memdup(a, columns, n_columns * sizeof *columns);
	t.rows = arena_array(a, struct figure_label, rows_max + 1);
	t.cells = arena_array(a, struct figure_cell, (rows_max + 1) * (n_columns + 1));
	return t;
}

static const struct figure_label PERSONS = {"orang", "persons"};

static size_t row_of(struct figures_table *t, const char *id, const char *en)
{
	size_t r = 0;
	while (r < t->n_rows && strcmp(t->rows[r].id, id))
		r++;
	if (r == t->n_rows)
		t->rows[t->n_rows++] = (struct figure_label){id, en};
	return r;
}

static void tables_count(struct arena *a, const struct law *law, const struct figures_people_rows *people, struct figures *ret)
{
	size_t acts = law->acts.n + 1;
	ret->by_class = table_new(a, "persons_by_class", (struct figure_label){"Terlapor menurut golongan", "Reported persons by class"}, PERSONS,
				  COLUMNS, COLUMNS_N, SUBJECT_CLASS_N);
	ret->by_act = table_new(a, "persons_by_act", (struct figure_label){"Terlapor menurut perbuatan", "Reported persons by act"}, PERSONS,
				COLUMNS, COLUMNS_N, acts);
	for (size_t i = 0; i < people->n; i++) {
		const struct figures_people_row *row = &people->items[i];
		enum subject_class class = class_of(row->class);
		bool none = text_blank(row->act_code);
		const struct law_act *act = none ? NULL : law_act(law, row->act_code); /* one of an older pack is shown by its code */
		bool known = class != CLASS_UNKNOWN;
		size_t r = row_of(&ret->by_class, known ? class_name(class, ID) : "Belum diketahui", known ? class_name(class, EN) : "Not known yet");
		figures_cell(&ret->by_class, r, column_of(row))->n++;
		r = row_of(&ret->by_act, act ? act->title_id : none ? "Belum dipilih" : row->act_code, act ? act->title_en : none ? "Not chosen yet" : row->act_code);
		figures_cell(&ret->by_act, r, column_of(row))->n++;
	}
	struct figures_table *tables[] = {&ret->by_class, &ret->by_act};
	for (size_t i = 0; i < 2; i++) {
		figures_sum(tables[i]);
		figures_hide(a, tables[i]);
	}
}

/* Which doors are used. Which way a report went is not crossed with its door: the one report that was transferred must not be
 * known as the one that came by telephone. */
static void doors_count(struct arena *a, const struct figures_files_rows *files, struct figures *ret)
{
	static const struct figure_label column[] = {{"Masuk", "Came in"}}, unit = {"laporan dan pengamatan", "reports and observations"};
	ret->by_channel = table_new(a, "in_by_channel", (struct figure_label){"Masuk menurut pintu", "By which door it came in"}, unit, column, 1,
				    DOORS_N);
	for (size_t i = 0; i < DOORS_N; i++)
		row_of(&ret->by_channel, DOORS[i].name.id, DOORS[i].name.en);
	for (size_t i = 0; i < files->n; i++) {
		const char *code = files->items[i].channel ? files->items[i].channel : "";
		if (files->items[i].error)
			continue;
		size_t r = 0;
		while (DOORS[r].code && strcmp(DOORS[r].code, code) != 0)
			r++;
		figures_cell(&ret->by_channel, r, 0)->n++;
	}
	figures_sum(&ret->by_channel);
	figures_hide(a, &ret->by_channel);
}

void figures_count(struct arena *a, const struct law *law, const struct figures_files_rows *files,
		   const struct figures_people_rows *people, struct figures *ret)
{
	*ret = (struct figures){.at = ret->at};
	for (size_t i = 0; i < files->n; i++)
		count_file(&ret->funnel, &files->items[i]);
	ret->funnel.adds_up = funnel_adds_up(&ret->funnel);
	struct figures_persons *p = &ret->persons;
	for (size_t i = 0; i < people->n; i++)
		count_person(p, &people->items[i]);
	p->lost = p->total - p->to_asn_body - p->to_agency - p->to_region_head - p->to_others - p->proven_waiting - p->not_proven -
		  p->not_violation - p->running;
	tables_count(a, law, people, ret);
	doors_count(a, files, ret);
}

enum status figures_read(struct tx *tx, const struct desk *d, struct figures *ret, struct err *e)
{
	struct figures_files_rows files;
	struct figures_people_rows people;
	struct instant before = {d->now.us + 1};
	TRY(figures_files(tx, d->office->id, before, &files, e));
	TRY(figures_people(tx, d->office->id, before, &people, e));
	ret->at = d->now;
	figures_count(tx->arena, desk_law(d), &files, &people, ret);
	int64_t reader = tx->reader;
	tx->reader = 0; /* what is published is the same whoever looks at it, or publishes it */
	enum status status = figures_ages_read(tx, d, &ret->ages, e);
	tx->reader = reader;
	return status;
}
