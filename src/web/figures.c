/* figures.c -- the addresses of this desk. */
#include "web/web.h"

const struct route_list figures_routes = {0};
