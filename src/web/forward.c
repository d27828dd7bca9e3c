/* forward.c -- the addresses of this desk. */
#include "web/web.h"

const struct route_list forward_routes = {0};
