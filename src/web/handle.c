/* handle.c -- the addresses of this desk. */
#include "web/web.h"

const struct route_list handle_routes = {0};
