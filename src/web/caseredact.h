/* caseredact.h -- views of the page on which an officer hides parts of an exhibit, and of the list of exhibits. */
#ifndef NETRA_WEB_CASEREDACT_H
#define NETRA_WEB_CASEREDACT_H

#include "desk/handle/redact.h"
#include "web/casework.h"

struct redact_row { /* one part, as typed */
	int64_t number;
	const char *x, *y, *width, *height, *words, *note;
	struct option_list reasons;
	struct photo_area area; /* drawn over the picture; empty when it cannot be read */
};
struct redact_version {
	int64_t version, marks;
	const char *who, *reasons;
	struct instant at;
	bool none, counts;
};
struct redact_view {
	struct file_page f;
	int64_t exhibit, number, version, size;
	const char *description, *outside, *type, *text, *names;
	bool picture, words, neither; /* what can be done with it */
	bool seen;                    /* the picture could be opened */
	bool showable, more;          /* more: there is room for one more part */
	struct { struct redact_row *items; size_t n, cap; } rows;
	struct { struct redact_version *items; size_t n, cap; } versions;
};

#endif
