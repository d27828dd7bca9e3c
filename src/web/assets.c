/* assets.c -- see assets.h. */
#include "web/assets.h"

#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#define ASSETS_MAX 32

static char addresses[ASSETS_MAX][80];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void make_addresses(void)
{
	assert(static_files_n <= ASSETS_MAX);
	for (size_t i = 0; i < static_files_n; i++)
		snprintf(addresses[i], sizeof addresses[i], "/s/%s/%s", static_files[i].hash, static_files[i].name);
}

const struct embedded *asset_find(const char *name)
{
	for (size_t i = 0; i < static_files_n; i++)
		if (!strcmp(static_files[i].name, name))
			return &static_files[i];
	return NULL;
}

const char *asset_address(const char *name)
{
	pthread_once(&once, make_addresses);
	const struct embedded *file = asset_find(name);
	assert(file);
	return addresses[file - static_files];
}

static const char *type_of(const char *name)
{
	return text_ends(name, ".css")    ? "text/css; charset=utf-8"
	       : text_ends(name, ".js")   ? "text/javascript; charset=utf-8"
	       : text_ends(name, ".svg")  ? "image/svg+xml"
	       : text_ends(name, ".json") ? "application/json"
	       : text_ends(name, ".txt")  ? "text/plain; charset=utf-8"
					  : "application/octet-stream";
}

void asset_answer(struct request *rq, const struct embedded *file)
{
	rq->gzip = rq->takes_gzip && file->gz_n < file->n;
	rq->fixed = rq->gzip ? file->gz : file->bytes;
	rq->fixed_n = rq->gzip ? file->gz_n : file->n;
	rq->content_type = type_of(file->name);
}

enum status asset_show(struct request *rq, struct err *e)
{
	const struct embedded *file = asset_find(rq->segments[1]);
	if (!file || strcmp(file->hash, rq->segments[0]) != 0)
		return FAIL(e, NOT_FOUND, "no such file");
	asset_answer(rq, file);
	rq->cacheable = true;
	return OK;
}

/* A worker may only look after what lies below its own address, so it stands at the top; what it keeps is named here,
 * so that a new program has a new worker, and the browser fetches anew. */
enum status worker_show(struct request *rq, struct err *e)
{
	static const char *const names[] = {"netra.css", "netra.svg", "outbox.js", "report.js", "exit.js"};
	const struct embedded *file = asset_find("sw.js");
	scoped(buf_free) struct buf files = {0};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		buf_printf(&files, "%s\"%s\"", i ? ", " : "", asset_address(names[i]));
	const char *tag = hash_hex(rq->desk.arena, hash_of(files.s, files.n));
	buf_printf(rq->out, "const NAME = \"formulir-%.16s\", FILES = [%s];\n", tag, files.s);
	buf_raw(rq->out, file->bytes, file->n);
	rq->etag = arena_printf(rq->desk.arena, "W/\"%.16s-%s\"", tag, file->hash);
	rq->content_type = "text/javascript; charset=utf-8";
	rq->revalidate = true;
	if (text_eq(rq->if_none_match, rq->etag)) {
		buf_clear(rq->out);
		rq->http = 304;
	}
	return OK;
}
