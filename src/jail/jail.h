/* jail.h -- the only place where a stranger's picture is decoded: a process of its own that can do nothing else.
 *
 * The program starts itself again with JAIL_ARGUMENT (main.c asks jail_asked first): fresh memory without keys, no
 * open files but one socket, no environment. Before it reads a byte the child locks itself in (jail_lock): limits
 * on memory, processor time and files, no new privileges, Landlock with no rule at all (where the kernel has it)
 * and a seccomp list of the dozen calls that computing needs. One picture, one child: what a hostile picture might
 * do to its child it cannot do to the next picture.
 *
 * The child reads a length and the bytes, and answers with size, working copy, thumbnail (both JPEG made anew,
 * upright, without metadata) and PDQ; or with why not. It may be told areas to paint over first: then no pixel of them
 * is in what it answers. The parent believes only shapes: lengths within limits, and
 * bytes that begin as a JPEG does. A child that dies, or takes longer than JAIL_WALL_MS, is an answer too.
 */
#ifndef NETRA_JAIL_JAIL_H
#define NETRA_JAIL_JAIL_H

#include "base/arena.h"
#include "base/str.h"
#include "core/photo/photo.h"

#include <sys/types.h>

#define JAIL_ARGUMENT   "--picture-child"
#define JAIL_MEMORY     ((size_t)256 << 20) /* bytes beyond what the program takes before it opens anything */
#define JAIL_CPU_S      10
#define JAIL_WALL_MS    30000 /* for one picture; a busy machine is slower than its processor time */
#define JAIL_FILE_MAX   ((size_t)40 << 20)
#define JAIL_PIXELS_MAX 50000000 /* claimed by the file's header, looked at before memory is taken */
#define JAIL_COPY_SIDE  2048
#define JAIL_THUMB_SIDE 320
#define JAIL_AREAS_MAX  200 /* to be painted over in one picture */

/* Why there is no picture; the words are kept in the store. */
#define JAIL_END_MAP(X)                                                                            \
	X(JAIL_READY, "")                                                                          \
	X(JAIL_NO_PICTURE, "no_picture")   /* not of a kind that is decoded here */                 \
	X(JAIL_TOO_LARGE, "too_large")     /* more pixels, bytes or memory than the limits */       \
	X(JAIL_DAMAGED, "damaged")         /* its decoder gave up */                                \
	X(JAIL_DIED, "died")               /* the child was ended: a limit, or a call it may not make */ \
	X(JAIL_TIME, "time")               /* ended by the parent's clock */
enum jail_end {
#define X(name, word) name,
	JAIL_END_MAP(X)
#undef X
	JAIL_END_N
};
const char *jail_word(enum jail_end end);

struct jail_picture {
	enum jail_end end;
	int width, height;      /* of the original, as it is to be seen (turned upright) */
	struct str copy, thumb; /* JPEG; in the arena */
	struct pdq_seen pdq;
};

/* Starts a child, shows it the picture, ends it. UNAVAILABLE only when no child can be started or locked in: the
 * picture then waits, it is not at fault. */
MUST_CHECK enum status jail_picture_open(struct arena *a, struct str bytes, struct jail_picture *ret, struct err *e);

/* The same with areas painted black before the copies are made, each a little larger than asked: what a JPEG keeps of a
 * block of pixels, and what a reader blends from its neighbours, stays outside of the area. INVALID for an area that is
 * empty or outside, and for more than JAIL_AREAS_MAX. */
MUST_CHECK enum status jail_picture_paint(struct arena *a, struct str bytes, const struct photo_area *areas, size_t n,
					  struct jail_picture *ret, struct err *e);

/* The same in steps, for many pictures of one's own (tests, measurements). After any end but READY and the first
 * three refusals the child is gone. */
struct jail {
	pid_t pid;
	int socket; /* -1: no child */
	int signal; /* that ended it; 0 */
};
MUST_CHECK enum status jail_start(struct jail *j, struct err *e);
MUST_CHECK enum status jail_ask(struct jail *j, struct arena *a, struct str bytes, int wall_ms, struct jail_picture *ret, struct err *e);
void jail_end(struct jail *j); /* for use with scoped(); does nothing twice */

/* Is this program called to be a child? Then return jail_main() from main at once. */
bool jail_asked(int argc, char **argv);
int jail_main(void);
/* Locks the calling process in for good; @why says what could not be locked. Landlock may be missing, the rest not. */
bool jail_lock(const char **why);

#endif
