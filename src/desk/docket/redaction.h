/* redaction.h -- what of an exhibit which reader gets: the sealed original, or a copy in which something is hidden.
 *
 * The original is never changed. Beside it stand copies, one after the other: the latest counts, all are kept and sealed.
 * A copy hides parts of it, each for a reason of a closed list; or an officer has looked and stated that nothing has to be
 * hidden. Whoever shows an exhibit or lets it leave the office asks exhibit_for(), the one place that decides:
 *
 *   - an officer of the file gets the original (and may look at the copies),
 *   - a room gets the latest copy, and nothing at all while nobody has looked,
 *   - a package for another office gets the latest copy; where nothing is hidden, or nobody has looked, the original, so
 *     that its hash is the one that was sealed.
 *
 * How copies are made is the step's business (desk/handle/redact.c).
 */
#ifndef NETRA_DESK_DOCKET_REDACTION_H
#define NETRA_DESK_DOCKET_REDACTION_H

#include "desk/office.h"
#include "redaction_sql.h"

#define REDACT_REASON_MAP(X) /* code, words; of the last an officer's own words stand beside */                       \
	X(REDACT_PERSON, "person", "nama atau wajah orang lain", "name or face of another person")                     \
	X(REDACT_REPORTER, "reporter", "pelapor", "the reporter")                                                      \
	X(REDACT_PRIVATE, "private", "alamat atau nomor pribadi", "private address or number")                        \
	X(REDACT_CHILD, "child", "anak", "a child")                                                                    \
	X(REDACT_OTHER, "other", "alasan lain", "another reason")
enum redact_reason {
#define X(name, code, id, en) name,
	REDACT_REASON_MAP(X)
#undef X
	REDACT_REASON_N
};
const char *redact_code(enum redact_reason r);
const char *redact_name(enum redact_reason r, enum lang lang);
bool redact_reason_of(const char *code, enum redact_reason *ret);
/* "anak" or, of another reason, the officer's words. */
const char *redact_words(const char *reason, const char *note, enum lang lang);

enum exhibit_reader { READER_STAFF, READER_ROOM, READER_PACKAGE };
struct exhibit_copy {
	int64_t file; /* of evidence_file */
	const char *sha256, *type, *description;
	int64_t size, version;       /* version: of the copy; 0: the original, nobody has looked */
	bool original;               /* these are the bytes that were sealed when it came */
	bool redacted;               /* something is hidden */
	const char *reasons;         /* "pelapor, anak" in d->lang; "" */
};
/* NOT_FOUND for an exhibit of another file, and for a room whose copy nobody has made. Whether the room may see the exhibit
 * at all (case_exhibit.showable, whose it is) is asked before. */
MUST_CHECK enum status exhibit_for(struct tx *tx, const struct desk *d, int64_t case_file, int64_t exhibit, enum exhibit_reader reader,
				   struct exhibit_copy *ret, struct err *e);

/* What counts for the exhibits of a file, for lists of them. */
struct exhibit_state {
	int64_t exhibit, version;
	bool redacted;
	const char *reasons, *description; /* description: as it is called outside; "": as inside */
};
struct exhibit_states {
	struct exhibit_state *items;
	size_t n, cap;
};
MUST_CHECK enum status exhibit_states(struct tx *tx, const struct desk *d, int64_t case_file, struct exhibit_states *ret, struct err *e);
const struct exhibit_state *exhibit_state_of(const struct exhibit_states *all, int64_t exhibit); /* NULL: nobody has looked */

#endif
