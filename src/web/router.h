/* router.h -- from the raw address of a request to the route that answers it.
 *
 * One reading of an address: the path is cut at '/', each part is percent-decoded by itself, and a part that is
 * empty, ".", ".." or holds a slash, a backslash or a control character matches nothing. A route's {name} takes one
 * part. Among several routes the one with the fewest {names} wins, so "/a/baru" goes before "/a/{id}".
 */
#ifndef NETRA_WEB_ROUTER_H
#define NETRA_WEB_ROUTER_H

#include "web/form.h"

#define PATH_PARTS_MAX 12
#define ADDRESS_MAX    4096 /* bytes of path and query */

struct address {
	const char *path; /* decoded, starts with '/' */
	const char *parts[PATH_PARTS_MAX];
	size_t n_parts;
	struct str query; /* raw */
	bool ends_in_slash;
};
/* INVALID for what is no address at all, NOT_FOUND for one that cannot be ours. */
MUST_CHECK enum status address_read(struct arena *a, const char *uri, struct address *ret, struct err *e);

struct match {
	const struct route *route; /* NULL: none for this method */
	const char *segments[4];
	size_t n_segments;
	unsigned others; /* bits (1 << enum method) of the methods that the address has, when @m is not among them */
};
/* A HEAD that no route names is answered by the GET. */
struct match route_match(const struct route_list *const *lists, size_t n_lists, enum method m,
			 const struct address *at);

#endif
