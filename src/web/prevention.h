/* prevention.h -- the home page of prevention: what applies today, and one card for each of its desks. */
#ifndef NETRA_WEB_PREVENTION_H
#define NETRA_WEB_PREVENTION_H

#include "web/applies.h"

/* A desk's card: what waits for this reader there, in one line. */
struct prevention_card {
	const char *href, *icon, *title, *text;
};
struct prevention_view {
	struct day today;
	struct stage_views stages, now;
	struct applies_card applies; /* to civil servants */
	struct prevention_cards {
		struct prevention_card *items;
		size_t n, cap;
	} cards;
};

#endif
