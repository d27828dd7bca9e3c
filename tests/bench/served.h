/* served.h -- an office made for a measurement, and `netra serve` on it, beside the program that measures. */
#ifndef NETRA_TESTS_BENCH_SERVED_H
#define NETRA_TESTS_BENCH_SERVED_H

#include "base/buf.h"

#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct served {
	char folder[64], data[96], netra[PATH_MAX + 16];
	const char *store; /* postgres://... or NULL: SQLite */
	uint16_t port, admin;
	pid_t server;
	double start_s; /* from the start of the program to its first page */
};
/* A folder ./bench-@name-XXXXXX; @program is argv[0], beside which the server lies. Files are unlimited, the log is quiet. */
void served_set_up(struct served *s, const char *program, const char *name);
void served_clean(struct served *s); /* removes the folder */
_Noreturn void served_fail(struct served *s, const char *what); /* ends the program with 3 */

void served_run(struct served *s, const char *words); /* a netra command, in the words of a shell */
void served_begin(struct served *s);
void served_end(struct served *s); /* politely; it must end well */
void served_kill(struct served *s);

double served_mb(const struct served *s);                       /* resident memory */
double served_metric(struct served *s, const char *name);       /* a figure of /metrics */
/* The rate a second at which a bare program (bare.h) writes the rows that came after @mark, in groups as large as the server's:
 * of @things in all, @most of which it writes. */
double served_bare(struct served *s, int64_t mark, double things, double group, size_t most, double *ret_rows, double *ret_bytes);
void served_log_in(struct served *s, const char *login, const char *password, char *ret_cookie, size_t size);
double served_median(double *x, size_t n); /* sorts */

#endif
