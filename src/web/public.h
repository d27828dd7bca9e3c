/* public.h -- what the public pages without a desk of their own show: front page, help, about. */
#ifndef NETRA_WEB_PUBLIC_H
#define NETRA_WEB_PUBLIC_H

#include "web/applies.h"

struct front_view {
	struct day today;
	struct stage_views stages, now;
	struct applies_card applies; /* to civil servants */
};

#endif
