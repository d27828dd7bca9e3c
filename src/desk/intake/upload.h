/* upload.h -- a file on its way into a report, piece by piece, over links that break (the desk behind web/upload.c).
 *
 * Whoever may add files to a report opens an upload and is given its id: 128 random bits, kept here only as a keyed hash.
 * The id is the right to go on for a week. Pieces come in order; each is sealed (XChaCha20-Poly1305, a key of its own for
 * every upload made from keys/lookup.key and the row's salt), appended to uploads/<row> in the data folder and synced
 * before the offset is answered: what was acknowledged survives SIGKILL and a power cut. A piece torn by either is cut
 * off by the next that comes. The name that the sender gave lies sealed in the same file.
 *
 * The last piece makes the file evidence and part of the report, in one WRITE transaction that also marks the row: once,
 * however often the last answer is lost. A whole upload that could not be finished (a full disk, a kill) is finished by
 * the next look of its sender, or by the keeper. Nothing of an unfinished upload is ever read by anybody.
 *
 * Two at once on the same upload take turns. Nobody waits longer than UPLOAD_TURN_MS.
 */
#ifndef NETRA_DESK_INTAKE_UPLOAD_H
#define NETRA_DESK_INTAKE_UPLOAD_H

#include "desk/intake/intake.h"
#include "upload_sql.h"

#define UPLOAD_ID_CHARS  32              /* hex */
#define UPLOAD_PIECE_MAX ((size_t)1 << 20) /* bytes of one append */
#define UPLOAD_TURN_MS   5000
#define UPLOAD_LIFE_US   (7 * DAY_US)
#define UPLOAD_TICKET_US (14 * DAY_US)   /* a phone may lie a week in a drawer before its outbox opens the first upload */
#define UPLOAD_META_MAX  4096            /* bytes of the header Upload-Metadata */

/* What an error is about, in err.field: */
#define UPLOAD_AT_OFFSET "Upload-Offset" /* CONFLICT: the pieces so far end elsewhere */
#define UPLOAD_BUSY      "busy"          /* CONFLICT: somebody else is at this upload */
#define UPLOAD_ENDED     "ended"         /* NOT_FOUND: its week is over, or it was taken back */
#define UPLOAD_DISK      EVIDENCE_DISK          /* UNAVAILABLE: no room; nothing of this piece was taken */

/* A ticket that lets its holder open uploads for @report and nothing else; ticket_read does not know it. */
const char *upload_ticket_make(const struct desk *d, int64_t report);
/* Takes such a ticket, or one of ticket_make. */
MUST_CHECK enum status upload_ticket_read(const struct desk *d, const char *ticket, int64_t *ret_report, struct err *e);

/* What the header says of the file: "filename <base64>,drop_place". Unknown keys are read past. INVALID for what the
 * protocol does not allow and for names with control characters. Pure. */
struct upload_meta {
	const char *name; /* "" when none was given; UTF-8, at most 200 bytes, never a path */
	bool drop_place;  /* take the place out of the photo before it is kept */
};
MUST_CHECK enum status upload_meta_read(struct arena *a, const char *header, struct upload_meta *ret, struct err *e);

struct upload_new {
	int64_t report;
	int64_t size;     /* bytes of the whole file */
	const char *once; /* of the sender, NULL or "": the same again opens no second upload */
	const char *metadata; /* the header, as upload_meta_read takes it; NULL or "": none */
};
struct upload_state {
	int64_t report, size, offset;
	struct instant expires;
	bool finished; /* the file is part of the report */
	const char *metadata; /* as it was given; "" when none was, or the upload is finished */
};
/* TOO_LARGE, TOO_MANY (too many under way for this report), UNAVAILABLE (in all, or no room on the disk). */
MUST_CHECK enum status upload_open(const struct desk *d, const struct upload_new *as, const char **ret_id,
				   struct upload_state *ret, struct err *e);
/* How far it is; finishes what is whole. */
MUST_CHECK enum status upload_look(const struct desk *d, const char *id, struct upload_state *ret, struct err *e);
struct upload_piece {
	int64_t offset;    /* where it begins */
	struct str bytes;  /* none at all: only asks whether @offset is right */
	int64_t announced; /* bytes of the sending that begins with it, when its length is known; 0: not */
};
/* Adds a piece; it is on the disk when this returns. */
MUST_CHECK enum status upload_append(const struct desk *d, const char *id, const struct upload_piece *piece,
				     struct upload_state *ret, struct err *e);
/* Takes it back: its bytes are gone. FORBIDDEN when it is finished: what is part of a report stays. */
MUST_CHECK enum status upload_drop(const struct desk *d, const char *id, struct err *e);

/* The periodic job: ends what is over, finishes what is whole, removes files without a row. Opens its own transactions. */
MUST_CHECK enum status upload_keep(const struct desk *d, struct err *e);

#endif
