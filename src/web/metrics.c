/* metrics.c -- see metrics.h. Prometheus text format 0.0.4. */
#include "web/metrics.h"

#include "desk/work.h"

#include <time.h>

static const int64_t bucket_us[METRIC_BUCKETS] = {1000, 5000, 25000, 100000, 250000, 1000000, 5000000, 30000000};

void metrics_count(struct metrics *m, int http, int64_t took_us)
{
	int class = http / 100;
	atomic_fetch_add(&m->by_class[class >= 1 && class <= 5 ? class : 5], 1);
	size_t i = 0;
	while (i < METRIC_BUCKETS && took_us > bucket_us[i])
		i++;
	atomic_fetch_add(&m->buckets[i], 1);
	atomic_fetch_add(&m->time_us, took_us);
}

static void gauge(struct buf *out, const char *name, const char *type, const char *help, long long value)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %lld\n", name, help, name, type, name, value);
}

static void histogram(struct metrics *m, struct buf *out)
{
	long long sum = 0;
	buf_text(out, "# HELP netra_request_seconds Time from the head of a request to its answer.\n"
		      "# TYPE netra_request_seconds histogram\n");
	for (size_t i = 0; i <= METRIC_BUCKETS; i++) {
		sum += atomic_load(&m->buckets[i]);
		if (i < METRIC_BUCKETS)
			buf_printf(out, "netra_request_seconds_bucket{le=\"%g\"} %lld\n", (double)bucket_us[i] / 1e6, sum);
		else
			buf_printf(out, "netra_request_seconds_bucket{le=\"+Inf\"} %lld\n", sum);
	}
	buf_printf(out, "netra_request_seconds_sum %.6f\nnetra_request_seconds_count %lld\n",
		   (double)atomic_load(&m->time_us) / 1e6, sum);
}

void metrics_write(struct metrics *m, struct buf *out, int64_t now_us)
{
	buf_text(out, "# HELP netra_build_info The program that runs.\n# TYPE netra_build_info gauge\n"
		      "netra_build_info{version=\"" NETRA_VERSION "\"} 1\n");
	buf_text(out, "# HELP netra_answers_total Answers by class of status.\n# TYPE netra_answers_total counter\n");
	for (int i = 2; i <= 5; i++)
		buf_printf(out, "netra_answers_total{class=\"%dxx\"} %lld\n", i, atomic_load(&m->by_class[i]));
	histogram(m, out);
	gauge(out, "netra_uptime_seconds", "gauge", "Since the server started.", (now_us - m->started_us) / 1000000);
	gauge(out, "netra_connections", "gauge", "Open connections.", atomic_load(&m->open));
	gauge(out, "netra_requests_waiting", "gauge", "Requests that wait for a worker.", atomic_load(&m->waiting));
	gauge(out, "netra_body_bytes", "gauge", "Request bodies in memory.", atomic_load(&m->body_bytes));
	gauge(out, "netra_connections_cut_total", "counter", "Cut because head, body or reading was too slow.",
	      atomic_load(&m->cut_slow));
	gauge(out, "netra_busy_total", "counter", "Answered 503 because the queue or memory was full.",
	      atomic_load(&m->refused_busy));
	struct timespec cpu;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu);
	buf_printf(out, "# HELP netra_cpu_seconds_total Processor time used.\n# TYPE netra_cpu_seconds_total counter\n"
			"netra_cpu_seconds_total %lld.%06ld\n", (long long)cpu.tv_sec, cpu.tv_nsec / 1000);
}

void metrics_write_store(struct buf *out, int64_t commits, int64_t groups)
{
	gauge(out, "netra_commits_total", "counter", "Transactions that were written.", commits);
	gauge(out, "netra_commit_groups_total", "counter", "Syncs of the store that they shared.", groups);
}

void metrics_write_work(struct buf *out, const struct store_work *w)
{
	gauge(out, "netra_statements_total", "counter", "Statements that the store ran.", w->statements);
	gauge(out, "netra_rows_total", "counter", "Rows that they returned.", w->rows);
	gauge(out, "netra_store_steps_total", "counter", "Instructions of SQLite's machine; 0 on PostgreSQL.", w->steps);
}
