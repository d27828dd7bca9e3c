/* stream.h -- posts come in: exports of collection tools are read, screened, and what concerns us is kept.
 *
 * Convert: every export format becomes canonical posts (CONTRACT 2.2). Import: canonical posts or an export are
 * screened with the office's index; a post without an alert is not kept. Posts that are alike (same picture, same
 * post answered, nearly the same words) come into one cluster, which people read as one (desk/review). A post that is
 * known already gives no second alert, however often its file is imported. One transaction per file.
 *
 * Evidence that was weighed and did not prove anything never brings that person up again (N23): a person whose name was
 * repaired gets no alert from a post all of whose pictures stand in that repair. A new picture is new evidence.
 *
 * An account of which an officer saw that it is a namesake's ("not matched", desk/review) brings up that employee no more.
 *
 * The index is made from the store's own tables into data/index/current.idx and swapped in whole.
 */
#ifndef NETRA_DESK_STREAM_STREAM_H
#define NETRA_DESK_STREAM_STREAM_H

#include "core/screen/screen.h"
#include "desk/office.h"
#include "stream_sql.h"

#define STREAM_FILE_MAX ((size_t)1 << 30) /* bytes of one file */

struct stream_fault {
	size_t line;
	const char *why;
};
struct stream_report {
	const char *file, *sha256, *format;
	size_t read, refused;	   /* records; those that were no posts */
	size_t passed;		   /* lines of the tool itself (a chat's system lines), which are no records */
	size_t kept, repeated;	   /* posts with alerts; those known before */
	size_t alerts, clusters;   /* clusters: newly opened */
	size_t cleared;		   /* alerts left out: this evidence was weighed and did not prove it (N23), or the account is a namesake's */
	struct { struct stream_fault *items; size_t n, cap; } faults;
};

/* The formats by name, NULL at the end: "canonical", "canonical-csv", "tweet-harvest", "manual-csv", ... */
extern const char *const stream_formats[];
struct stream_source {
	const char *format; /* NULL: found out by its marks */
	const char *file;   /* name of the file, "" if it has none: instaloader's comments name their post only there */
	enum zone zone;	    /* of times that a format gives without one */
};
/* Reads an export. Canonical posts are appended to @out. INVALID when no format fits, with what was expected. */
MUST_CHECK enum status stream_convert_from(struct arena *a, struct str bytes, const struct stream_source *from, struct buf *out,
					   struct stream_report *ret, struct err *e);
/* The same for a file without a name, in WIB. */
MUST_CHECK enum status stream_convert(struct arena *a, struct str bytes, const char *format, struct buf *out, struct stream_report *ret,
				      struct err *e);

/* Screens the posts of a file and keeps those that concern us. @media_dir: folder in which media files named by the
 * posts lie, NULL: none are taken over. UNAVAILABLE when the office has no index (stream_index_build). */
MUST_CHECK enum status stream_import(const struct desk *d, const char *file, struct str bytes, const char *format, const char *media_dir,
				     struct stream_report *ret, struct err *e);

/* Makes data/index/current.idx from the store and uses it from now on. The old index stays mapped for those who
 * still read it. */
MUST_CHECK enum status stream_index_build(const struct desk *d, struct err *e);
/* Opens data/index/current.idx if there is one; OK without one. office->screen stays NULL then. */
MUST_CHECK enum status stream_index_open(struct office *o, struct err *e);
/* Takes the index that lies there now, when another program (netra import) put it in the place of the one in use. A damaged
 * one is refused, once, and the one in use stays. A file is replaced by renaming another over it, never written into. */
MUST_CHECK enum status stream_index_follow(struct office *o, bool *ret_changed, struct err *e);
void stream_index_close(struct office *o); /* when nobody screens any more; else office_close does it */

#endif
