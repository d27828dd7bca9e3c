/* review.c -- the addresses of this desk. */
#include "web/web.h"

const struct route_list review_routes = {0};
