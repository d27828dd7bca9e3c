/* write.c -- the inside of a parcel, written: libarchive makes the ZIP, each byte goes on to be sealed at once.
 *
 * Nothing is compressed: pictures and PDFs would not get smaller, and a plain ZIP is read by the page without more than
 * its lengths.
 */
#include "core/parcel/parcel_internal.h"

#include <archive.h>
#include <archive_entry.h>

struct parcel_writer {
	struct archive *zip;
	struct archive_entry *entry;
	struct buf *out;
	struct sealing *sealing; /* NULL: not sealed */
	struct instant at;
	struct err trouble; /* of the sealing, which libarchive cannot carry */
	int64_t owed;       /* bytes that the file begun last still needs */
	bool ended, given_up;
};

static la_ssize_t zip_out(struct archive *zip, void *context, const void *bytes, size_t n)
{
	struct parcel_writer *w = context;
	if (w->given_up)
		return (la_ssize_t)n;
	if (!w->sealing) {
		buf_raw(w->out, bytes, n);
		return (la_ssize_t)n;
	}
	return sealing_add(w->sealing, (struct str){bytes, n}, &w->trouble) == OK ? (la_ssize_t)n : ARCHIVE_FATAL;
}

static enum status zip_trouble(struct parcel_writer *w, struct err *e)
{
	const char *why = archive_error_string(w->zip);
	return FAIL(e, UNAVAILABLE, "the container could not be written: %s", w->trouble.status != OK ? w->trouble.why : why ? why : "?");
}

static enum status zip_begin(struct parcel_writer *w, struct err *e)
{
	w->zip = archive_write_new();
	w->entry = archive_entry_new();
	if (!w->zip || !w->entry || archive_write_set_format_zip(w->zip) != ARCHIVE_OK || archive_write_zip_set_compression_store(w->zip) != ARCHIVE_OK ||
	    archive_write_set_bytes_per_block(w->zip, 0) != ARCHIVE_OK || archive_write_open(w->zip, w, NULL, zip_out, NULL) != ARCHIVE_OK)
		return zip_trouble(w, e);
	return OK;
}

enum status parcel_write_begin(struct arena *a, const struct parcel_public *to, const char *office, struct instant at, struct buf *out,
			       struct parcel_writer **ret, struct err *e)
{
	struct parcel_writer *w = arena_new(a, struct parcel_writer);
	*w = (struct parcel_writer){.out = out, .at = at};
	*ret = w; /* freed by its owner also when this fails */
	if (to) {
		w->sealing = arena_alloc(a, sizeof *w->sealing);
		w->sealing->hpke = (struct hpke){0};
		TRY(sealing_begin(w->sealing, to, office, out, e));
	}
	return zip_begin(w, e);
}

enum status parcel_write_file(struct parcel_writer *w, const char *name, int64_t size, struct err *e)
{
	if (w->owed)
		return FAIL(e, BROKEN, "a file ended %lld bytes early", (long long)w->owed);
	if (!parcel_name_good(name))
		return FAIL(e, INVALID, "'%.60s' is no name for a file in a parcel", name);
	archive_entry_clear(w->entry);
	archive_entry_set_pathname(w->entry, name);
	archive_entry_set_filetype(w->entry, AE_IFREG);
	archive_entry_set_perm(w->entry, 0644);
	archive_entry_set_size(w->entry, size);
	archive_entry_set_mtime(w->entry, w->at.us / SECOND_US, 0);
	w->owed = size;
	return archive_write_header(w->zip, w->entry) == ARCHIVE_OK ? OK : zip_trouble(w, e);
}

enum status parcel_write_bytes(struct parcel_writer *w, struct str bytes, struct err *e)
{
	if ((int64_t)bytes.n > w->owed)
		return FAIL(e, BROKEN, "a file is longer than was said");
	w->owed -= (int64_t)bytes.n;
	while (bytes.n) {
		la_ssize_t n = archive_write_data(w->zip, bytes.s, bytes.n);
		if (n <= 0)
			return zip_trouble(w, e);
		bytes.s += n;
		bytes.n -= (size_t)n;
	}
	return OK;
}

enum status parcel_write_end(struct parcel_writer *w, struct err *e)
{
	if (w->owed)
		return FAIL(e, BROKEN, "a file ended %lld bytes early", (long long)w->owed);
	if (archive_write_close(w->zip) != ARCHIVE_OK)
		return zip_trouble(w, e);
	w->ended = true;
	return w->sealing ? sealing_end(w->sealing, e) : OK;
}

void parcel_writer_free(struct parcel_writer **w)
{
	if (!*w)
		return;
	(*w)->given_up = !(*w)->ended; /* libarchive closes the container once more: into nothing */
	if ((*w)->zip)
		archive_write_free((*w)->zip);
	archive_entry_free((*w)->entry);
	if ((*w)->sealing && (*w)->sealing->hpke.cipher)
		hpke_end(&(*w)->sealing->hpke);
	*w = NULL;
}
