/* vault_views.h -- what the pages of the identity vault show. */
#ifndef NETRA_WEB_VAULT_VIEWS_H
#define NETRA_WEB_VAULT_VIEWS_H

#include "desk/vault/custody.h"
#include "desk/vault/vault.h"
#include "web/views.h"

struct vault_list_view {
	struct vault_requests_rows requests;
	struct custody_status custody;
	struct fault fault;
	bool holds_key; /* the reader is a custodian in force */
	bool changed;   /* the passphrase was changed a moment ago */
	bool may_report;
	int64_t key_number;
	struct instant sheets_at;
};

struct mark {
	const char *text;
};
struct vault_one_view {
	struct vault_status one;
	struct { struct mark *items; size_t n; } marks; /* across what was opened: who looks, and when */
	bool may_answer, may_look, needs_key; /* needs_key: an approval takes the custody passphrase */
	const char *state, *opened; /* opened: what was sealed, once */
	const char *typed;
	struct fault fault;
};

struct opening_line {
	struct vault_opening o;
	const char *state;
};
struct openings_view {
	struct { struct opening_line *items; size_t n; } lines;
	struct custody_status custody;
	struct day from, to;
	int64_t asked, opened, refused, waiting, looks, complete; /* complete: opened ones with two names and a reason */
	struct fault fault;
	const char *reader;
	bool more; /* the list was cut */
};

#endif
