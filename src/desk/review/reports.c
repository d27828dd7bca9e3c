/* reports.c -- an officer takes a report in hand: its initial review begins, and the officer holds the file. */
#include "desk/review/review_internal.h"

#include "desk/access/conflict.h"

static enum status report_get(struct tx *tx, const struct desk *d, int64_t id, struct case_get_row *ret,
			      struct err *e)
{
	TRY(case_get(tx, id, ret, e));
	if (ret->office != d->office->id)
		return FAIL(e, NOT_FOUND, "berkas itu bukan berkas kantor ini");
	return conflict_open(tx, d, id, e);
}

enum status review_report_start(const struct desk *d, int64_t case_file, struct err *e)
{
	scoped(tx_rollback) struct tx tx = {0};
	TRY(desk_begin(d, WRITE, &tx, e));
	struct case_get_row file;
	TRY(report_get(&tx, d, case_file, &file, e));
	struct case_facts facts = {.late = file.late};
	TRY(docket_event(&tx, d, case_file, "start_review", &facts, "Kajian awal dimulai.", e));
	TRY(report_get(&tx, d, case_file, &file, e));
	if (!file.owner)
		TRY(docket_owner_set(&tx, d, case_file, d->user, file.version, e));
	return tx_commit(&tx, e);
}
