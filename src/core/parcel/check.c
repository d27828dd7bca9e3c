/* check.c -- a parcel opened and compared with its manifest: what is changed, missing, too much, or signed by another.
 *
 * The ZIP is read by libarchive as a stream, so that nothing is larger in memory than a piece; only the manifest is kept.
 */
#include "core/parcel/parcel_internal.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

struct checking {
	struct arena *a;
	struct opening opening;
	struct err trouble; /* of the opening, which libarchive cannot carry */
	const struct parcel_taker *taker;
	struct parcel_report *report;
	struct buf manifest;
	const char *current; /* the file that is being read */
	bool manifest_seen;
};

static la_ssize_t zip_in(struct archive *zip, void *context, const void **ret)
{
	struct checking *c = context;
	struct str piece;
	if (opening_next(&c->opening, &piece, &c->trouble) != OK)
		return ARCHIVE_FATAL;
	*ret = piece.s;
	return (la_ssize_t)piece.n;
}

static enum status zip_trouble(struct checking *c, struct archive *zip, struct err *e)
{
	const char *why = archive_error_string(zip), *at = c->current ? c->current : "";
	if (c->trouble.status != OK && *at)
		return FAIL(e, c->trouble.status, "in %s: %s", at, c->trouble.why);
	if (c->trouble.status != OK)
		return FAIL(e, c->trouble.status, "%s", c->trouble.why);
	return FAIL(e, BROKEN, "the container is damaged%s%s: %s", *at ? " in " : "", at, why ? why : "?");
}

static enum status bytes_take(struct checking *c, struct str bytes, bool begin, struct err *e)
{
	if (!strcmp(c->current, PARCEL_MANIFEST)) {
		if (c->manifest.n + bytes.n > PARCEL_MANIFEST_MAX)
			return FAIL(e, TOO_LARGE, "the manifest has more than %zu bytes", PARCEL_MANIFEST_MAX);
		buf_raw(&c->manifest, bytes.s, bytes.n);
	}
	return c->taker ? c->taker->take(c->taker->context, c->current, bytes, begin, e) : OK;
}

static enum status file_take(struct checking *c, struct archive *zip, struct err *e)
{
	struct parcel_file f = {.name = c->current};
	struct hash_run run;
	const void *bytes;
	size_t n;
	la_int64_t offset;
	int got;
	hash_run_start(&run);
	TRY(bytes_take(c, STR(""), true, e));
	while ((got = archive_read_data_block(zip, &bytes, &n, &offset)) == ARCHIVE_OK) {
		if (offset != f.size)
			return FAIL(e, BROKEN, "%s has a hole", f.name);
		hash_run_add(&run, bytes, n);
		f.size += (int64_t)n;
		if (n)
			TRY(bytes_take(c, (struct str){bytes, n}, false, e));
	}
	if (got != ARCHIVE_EOF)
		return zip_trouble(c, zip, e);
	f.hash = hash_run_done(&run);
	if (strcmp(f.name, PARCEL_MANIFEST) != 0)
		ARENA_PUSH(c->a, &c->report->files, f);
	return OK;
}

static enum status entry_take(struct checking *c, struct archive *zip, struct archive_entry *entry, struct err *e)
{
	const char *name = archive_entry_pathname(entry);
	if (!name || archive_entry_filetype(entry) != AE_IFREG || !parcel_name_good(name))
		return FAIL(e, INVALID, "the container holds something that no parcel holds: '%.60s'", name ? name : "");
	if (c->report->files.n >= PARCEL_FILES_MAX)
		return FAIL(e, TOO_LARGE, "more than %d files", PARCEL_FILES_MAX);
	c->current = arena_strdup(c->a, name);
	bool manifest = !strcmp(name, PARCEL_MANIFEST);
	if (manifest && c->manifest_seen)
		return FAIL(e, INVALID, "the container holds two manifests");
	c->manifest_seen |= manifest;
	return file_take(c, zip, e);
}

static void zip_free(struct archive **zip) { archive_read_free(*zip); }

static enum status zip_walk(struct checking *c, struct err *e)
{
	scoped(zip_free) struct archive *zip = archive_read_new();
	struct archive_entry *entry;
	int got;
	if (!zip || archive_read_support_format_zip_streamable(zip) != ARCHIVE_OK)
		return FAIL(e, UNAVAILABLE, "the container cannot be read on this machine");
	if (archive_read_open(zip, c, NULL, zip_in, NULL) != ARCHIVE_OK)
		return zip_trouble(c, zip, e);
	while ((got = archive_read_next_header(zip, &entry)) == ARCHIVE_OK)
		TRY(entry_take(c, zip, entry, e));
	return got == ARCHIVE_EOF ? OK : zip_trouble(c, zip, e);
}

/* What follows the last file must be opened too: a parcel cut behind it is still cut. */
static enum status rest_read(struct checking *c, struct err *e)
{
	struct str piece = {"", 0};
	do {
		TRY(opening_next(&c->opening, &piece, e));
	} while (piece.n || !c->opening.ended);
	return OK;
}

static void fault(struct checking *c, enum parcel_fault_kind kind, const char *name)
{
	ARENA_PUSH(c->a, &c->report->faults, ((struct parcel_fault){kind, name}));
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct parcel_file *)a)->name, ((const struct parcel_file *)b)->name);
}

/* Both lists in order of names, side by side. A name that comes twice is one too many. */
static void files_compare(struct checking *c)
{
	const struct parcel_manifest *m = &c->report->manifest;
	struct parcel_file *want = m->files.items, *have = c->report->files.items;
	size_t i = 0, k = 0, n = m->files.n, have_n = c->report->files.n;
	if (n)
		qsort(want, n, sizeof *want, by_name);
	if (have_n)
		qsort(have, have_n, sizeof *have, by_name);
	while (i < n || k < have_n) {
		int order = i == n ? 1 : k == have_n ? -1 : strcmp(want[i].name, have[k].name);
		if (order < 0)
			fault(c, PARCEL_MISSING, want[i++].name);
		else if (order > 0)
			fault(c, PARCEL_EXTRA, have[k++].name);
		else if (!hash_eq(want[i++].hash, have[k++].hash))
			fault(c, PARCEL_CHANGED, have[k - 1].name);
	}
}

static enum status judge(struct checking *c, const unsigned char *office_key, struct err *e)
{
	struct parcel_report *r = c->report;
	bool is_signed;
	if (!c->manifest_seen)
		return FAIL(e, INVALID, "this container has no manifest (%s): it is no parcel of Netra", PARCEL_MANIFEST);
	TRY(parcel_manifest_read(c->a, (struct str){c->manifest.n ? c->manifest.s : "", c->manifest.n}, &r->manifest, &is_signed, e));
	if (!is_signed)
		fault(c, PARCEL_UNSIGNED, PARCEL_MANIFEST);
	else if (office_key && memcmp(office_key, r->manifest.office_key, 32) != 0)
		fault(c, PARCEL_STRANGER, PARCEL_MANIFEST);
	if (r->sealed && strcmp(r->manifest.print, r->print) != 0)
		fault(c, PARCEL_READDRESSED, PARCEL_MANIFEST);
	files_compare(c);
	return OK;
}

static void checking_end(struct checking **c)
{
	opening_end(&(*c)->opening);
	buf_free(&(*c)->manifest);
}

enum status parcel_check(struct arena *a, parcel_source source, void *context, const struct parcel_private *mine,
			 const unsigned char *office_key, const struct parcel_taker *taker, struct parcel_report *ret, struct err *e)
{
	scoped(checking_end) struct checking *c = arena_new(a, struct checking);
	*c = (struct checking){.a = a, .opening = {.source = source, .context = context}, .taker = taker, .report = ret};
	*ret = (struct parcel_report){0};
	enum status status = opening_begin(&c->opening, mine, e);
	ret->sealed = c->opening.sealed;
	memcpy(ret->print, c->opening.print, sizeof ret->print);
	TRY(status);
	TRY(zip_walk(c, e));
	TRY(rest_read(c, e));
	return judge(c, office_key, e);
}
