/* rules_views.h -- what the pages about rule packs are shown. */
#ifndef NETRA_WEB_RULES_VIEWS_H
#define NETRA_WEB_RULES_VIEWS_H

#include "web/web.h"

struct rules_line { /* a pack of the list */
	const char *href, *title, *scope, *state, *days, *signature, *installed;
	bool now;
	int64_t open_files, files;
};
struct rules_publisher {
	const char *name, *key, *fingerprint, *trusted, *ended;
};
struct rules_view {
	struct fault fault;
	const char *done, *tried; /* what was just done; what an examination found */
	bool may_change;
	struct {
		struct rules_line *items;
		size_t n, cap;
	} packs;
	struct {
		struct rules_publisher *items;
		size_t n, cap;
	} publishers;
	const char *reason, *from, *election, *procedure; /* as typed */
};

struct rules_field {
	const char *name, *before, *after;
};
struct rules_change {
	const char *kind, *table, *name, *title, *basis, *uses;
	bool changed, added;
	struct {
		struct rules_field *items;
		size_t n;
	} fields;
};
struct rules_doubt {
	const char *table, *name, *title, *basis, *mark, *last, *href;
};
struct rules_pack_view {
	const char *title, *hash, *before, *download, *scope;
	int64_t open_files, rows, unsettled, n_doubts, n_changes;
	struct {
		struct rules_change *items;
		size_t n, cap;
	} changes;
	struct {
		struct rules_doubt *items;
		size_t n, cap;
	} doubts;
};

struct rules_said {
	const char *result, *by, *source, *text, *noted;
	struct day on;
};
struct rules_row_view {
	struct fault fault;
	const char *done, *pack, *pack_href, *action, *download;
	const char *table, *kind, *name, *title; /* table in words, kind as the pack calls it */
	bool may_change;
	struct {
		struct rules_field *items;
		size_t n, cap;
	} fields;
	struct {
		struct rules_said *items;
		size_t n, cap;
	} said;
	const char *result, *checked_by, *checked_on, *source, *text; /* as typed */
};

#endif
