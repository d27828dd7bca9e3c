/* shut.c -- see shut.h. */
#include "web/shut.h"

#include <string.h>

enum names { OF_NO_FILE = -1 };

/* What the first {part} below an address names. */
static const struct {
	const char *under;
	int what; /* enum conflict_thing, or OF_NO_FILE */
} parts[] = {
	{"/kerja/perkara/{id}", THING_CASE},
	{"/kerja/laporan/{id}", THING_REPORT},
	{"/kerja/laporan/{report}", THING_REPORT},
	{"/kerja/triase/{cluster}", THING_CLUSTER},
	{"/kerja/brankas/{id}", THING_REQUEST},
	{"/api/v1/cases/{id}", THING_CASE},
	{"/api/v1/reports/{id}", THING_REPORT},
	{"/api/v1/clusters/{id}", THING_CLUSTER},
	{"/api/v1/letters/{id}.pdf", THING_LETTER},
	{"/api/v1/hearings/{id}", THING_HEARING},
	{"/api/v1/handovers/{id}", THING_HANDOVER},
	/* Rules, decrees and calendars speak of no file; the lists below a decree leave out what is shut. */
	{"/kerja/aturan/{hash}", OF_NO_FILE},
	{"/kerja/libur/{decree}", OF_NO_FILE},
	/* Campaigns of prevention speak of no file. */
	{"/kerja/ikrar/{campaign}", OF_NO_FILE},
	{"/kerja/surat-edaran/{circular}", OF_NO_FILE},
	{"/kerja/sosialisasi/{event}", OF_NO_FILE},
	{"/kerja/deklarasi/{joint}", OF_NO_FILE},
	{"/kerja/templat/{form}", OF_NO_FILE},
	{"/kerja/kalender/{hash}", OF_NO_FILE},
	{"/kerja/kalender/{id}", OF_NO_FILE},
	{"/kerja/kunci-penerima/{key}", OF_NO_FILE},
	/* Units and roles; figures of all files, which name none. */
	{"/kerja/kerawanan/{agency}", OF_NO_FILE},
	{"/kerja/kerawanan/fakta/{fact}", OF_NO_FILE},
	{"/kerja/peringatan/{warning}", OF_NO_FILE},
	{"/kerja/peringatan/aturan/{rule}", OF_NO_FILE},
	/* A sitting names several files: its pages leave out what is shut (web/sitting.c). */
	{"/kerja/pleno/{sitting}", OF_NO_FILE},
	{"/api/v1/recipient-keys/{key}", OF_NO_FILE},
	{"/api/v1/decrees/{decree}", OF_NO_FILE},
	/* Questions to the advice desk have no file, and never get one. */
	{"/kerja/tanya/{question}", OF_NO_FILE},
	{"/kerja/tanya-jawab/{answer}", OF_NO_FILE},
	/* The receipt of a report that the officer at the counter has just written down. */
	{"/kerja/loket/{ticket}", OF_NO_FILE},
};

/* Fields of forms that name a file besides the one of the address. */
static const struct {
	const char *path, *field;
	enum conflict_thing what;
} fields[] = {
	{"/kerja/laporan/{report}/gabung", "into", THING_CASE},
	{"/kerja/pleno", "file", THING_CASE},
	{"/kerja/pleno/{sitting}/agenda", "file", THING_CASE},
	{"/kerja/triase/{cluster}/putusan", "case", THING_CASE},
	{"/kerja/triase/{cluster}/putusan", "other", THING_CLUSTER},
	{"/kerja/triase/{cluster}/putusan", "report", THING_REPORT},
};

#define FIELD_VALUES 100

static bool below(const char *path, const char *under)
{
	size_t n = strlen(under);
	return !strncmp(path, under, n) && (!path[n] || path[n] == '/');
}

static const int *names_of(const char *path)
{
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		if (below(path, parts[i].under))
			return &parts[i].what;
	return NULL;
}

bool shut_knows(const struct route *r)
{
	return r->right == RIGHT_NONE || !strchr(r->path, '{') || names_of(r->path);
}

bool shut_is(const struct err *e)
{
	return e->status == FORBIDDEN && text_eq(e->where, "conflict_open");
}

enum status shut_check(struct request *rq, enum conflict_thing what, int64_t id, struct err *e)
{
	int64_t file;
	enum status status;
	if (!rq->desk.user || !id)
		return OK;
	{
		scoped(tx_rollback) struct tx tx = {0};
		TRY(desk_begin(&rq->desk, READ, &tx, e));
		TRY(conflict_file_of(&tx, what, id, &file, e));
		status = file ? conflict_open(&tx, &rq->desk, file, e) : OK;
	}
	if (status == FORBIDDEN) {
		struct err fault = {0};
		const char *how = arena_printf(rq->desk.arena, "%s %s", method_names[rq->method], rq->path);
		if (conflict_note_try(&rq->desk, file, how, &fault) != OK) {
			*e = fault;
			return fault.status;
		}
	}
	return status;
}

/* "123", or "123.pdf"; what is no number is left to the handler, which says so. */
static int64_t number_of(const struct request *rq, const char *part)
{
	size_t n = strspn(part, "0123456789");
	int64_t id = 0;
	bool pdf = text_eq(part + n, ".pdf");
	if ((part[n] && !pdf) || int_parse(arena_strndup(rq->desk.arena, part, n), 1, INT64_MAX, &id, NULL) != OK)
		return 0;
	return id;
}

static enum status fields_check(struct request *rq, struct err *e)
{
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		const char *values[FIELD_VALUES];
		if (!text_eq(rq->route->path, fields[i].path))
			continue;
		size_t n = rq_form_list(rq, fields[i].field, values, FIELD_VALUES);
		for (size_t k = 0; k < n; k++)
			TRY(shut_check(rq, fields[i].what, number_of(rq, values[k]), e));
	}
	return OK;
}

/* An address that the list does not know must not become a way round it: closed to everybody to whom anything is shut. */
static enum status unknown_check(struct request *rq, struct err *e)
{
	struct conflict_any_row any;
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(&rq->desk, READ, &tx, e));
	TRY(conflict_any(&tx, rq->desk.user, &any, e));
	return any.n ? FAIL(e, FORBIDDEN, "web/shut.c does not know what %s names", rq->route->path) : OK;
}

enum status shut_request(struct request *rq, struct err *e)
{
	const char *path = rq->route->path;
	if (rq->route->right == RIGHT_NONE)
		return OK;
	const int *what = names_of(path);
	if (!what)
		return strchr(path, '{') ? unknown_check(rq, e) : OK;
	if (*what != OF_NO_FILE)
		TRY(shut_check(rq, (enum conflict_thing)*what, number_of(rq, rq->segments[0]), e));
	return fields_check(rq, e);
}
