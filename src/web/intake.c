/* intake.c -- the addresses of this desk. */
#include "web/web.h"

const struct route_list intake_routes = {0};
