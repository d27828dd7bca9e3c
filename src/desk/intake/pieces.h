/* pieces.h -- the sealed file of one upload: frames that are only ever added at its end.
 *
 *   "NETRAUP1"                               8 bytes
 *   frame 0: what the sender said of the file (its name)
 *   frame 1, 2, ...: the file, in order
 *
 * A frame is its length (4 bytes, little endian), a nonce (24), and the sealed bytes with their tag (16). Sealed with it
 * are the row, the frame's number and the offset at which it begins, so that frames cannot change places, files or
 * owners. A frame is synced before the next one is begun: only the last can be torn, and a torn one does not open.
 */
#ifndef NETRA_DESK_INTAKE_PIECES_H
#define NETRA_DESK_INTAKE_PIECES_H

#include "desk/office.h"

struct pieces {
	int fd;
	const char *path;
	int64_t row;
	unsigned char key[32];
	int64_t offset; /* bytes of the file that stand in whole frames */
	int64_t end;    /* where the next frame begins */
	int64_t n;      /* whole frames of the file, without frame 0 */
};
#define PIECES_NONE ((struct pieces){.fd = -1})

const char *pieces_path(struct arena *a, const struct office *o, int64_t row);
/* A new file that holds only @about, on the disk when this returns. */
MUST_CHECK enum status pieces_create(struct arena *a, const struct office *o, int64_t row, struct str salt, struct str about,
				     struct err *e);
/* Looks how far it goes. NOT_FOUND when there is no such file, BROKEN when it is not one of ours. */
MUST_CHECK enum status pieces_open(struct arena *a, const struct office *o, int64_t row, struct str salt,
				   struct pieces *ret, struct err *e);
/* Lets what pieces_open saw reach the disk: a frame may have been written by a program that was killed before its sync. */
MUST_CHECK enum status pieces_sync(const struct pieces *p, struct err *e);
/* Cuts off what is torn, adds a frame, and syncs it. After a failure the file ends where it did before. */
MUST_CHECK enum status pieces_append(struct arena *a, struct pieces *p, struct str bytes, struct err *e);
MUST_CHECK enum status pieces_about(struct arena *a, const struct pieces *p, struct str *ret, struct err *e);
void pieces_close(struct pieces *p); /* for use with scoped() */

/* Reads the file from its beginning: an evidence_reader. A frame that does not open is BROKEN, and the file is cut back
 * to where it begins, so that the sender sends it again. */
struct pieces_reading {
	struct pieces *p;
	struct arena scratch;
	int64_t at, offset, number; /* of the frame that was read last; number -1: none yet */
	size_t n;
};
struct pieces_reading pieces_reading(struct pieces *p);
void pieces_reading_end(struct pieces_reading *r); /* for use with scoped() */
enum status pieces_read(void *reading, struct str *ret, struct err *e);

#endif
