/* room.h -- views of the room of an invited person. */
#ifndef NETRA_WEB_ROOM_H
#define NETRA_WEB_ROOM_H

#include "web/casework.h"

struct door_view {
	struct fault fault;
	const char *code;
};
struct room_move { /* a date that moved: "Penanganan laporan", "semula sampai ...", why */
	const char *name, *dates, *why;
	struct instant at;
};
struct room_exhibit {
	int64_t id, number;
	const char *description, *reasons; /* reasons: why parts are hidden; "" */
	bool own, redacted;
};
struct room_view {
	struct handle_room room;
	struct fault fault;
	const char *token, *act, *basis, *plain, *kind, *sent, *text, *left, *event_on, *place, *number;
	struct clock_view clock;
	struct { struct clock_view *items; size_t n, cap; } clocks;
	struct { struct room_move *items; size_t n, cap; } moves;
	struct { struct room_exhibit *items; size_t n, cap; } exhibits;
	struct handle_room_items_rows items;
	bool decided, online, past, finding;
	struct instant hear_at, ends_at;
};

#endif
