/* public.h -- what the public pages without a desk of their own show: front page, help, about. */
#ifndef NETRA_WEB_PUBLIC_H
#define NETRA_WEB_PUBLIC_H

#include "web/web.h"

struct stage_view {
	const char *name, *days; /* "25 September – 23 November" */
	const char *state;       /* past, now, next */
};
struct front_view {
	struct day today;
	struct stage_views {
		struct stage_view *items;
		size_t n, cap;
	} stages, now; /* of the election that is nearest; those that run today */
};

#endif
