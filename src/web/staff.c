/* staff.c -- the addresses of this desk. */
#include "web/web.h"

const struct route_list staff_routes = {0};
