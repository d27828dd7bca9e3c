/* photo.c -- `netra photo FILE...`: what can be told of pictures, one JSON object a line. Needs no office.
 *
 * The metadata are read from the bytes; the hash comes from the jailed child that every picture is opened in. What the
 * program cannot tell yet (hands, letters in the picture) has no field: an empty list would claim that it looked. */
#include "base/buf.h"
#include "base/id.h"
#include "cli/commands.h"
#include "jail/jail.h"

#include <stdio.h>
#include <string.h>

static void exif_put(struct json_out *j, const struct photo_meta *m)
{
	jout_key(j, "exif");
	jout_object(j);
	jout_put_text(j, "time", *m->time ? m->time : NULL);
	jout_put_bool(j, "has_place", m->has_place);
	jout_end(j, '}');
}

static void picture_put(struct json_out *j, const struct jail_picture *p)
{
	char hex[65];
	if (p->end != JAIL_READY) {
		jout_put_text(j, "pdq", NULL);
		jout_put_text(j, "unopened", jail_word(p->end));
		return;
	}
	jout_put_text(j, "pdq", pdq_hex(p->pdq.forms[PDQ_ORIGINAL], hex));
	jout_put_int(j, "pdq_quality", p->pdq.quality);
	jout_put_int(j, "width", p->width);
	jout_put_int(j, "height", p->height);
}

static enum status one(const char *path, bool *ret_opened, struct err *e)
{
	scoped(arena_free) struct arena own = {0};
	struct arena *a = &own;
	struct str bytes;
	struct jail_picture p;
	TRY(cli_read_file(a, path, JAIL_FILE_MAX, &bytes, e));
	TRY(jail_picture_open(a, bytes, &p, e));
	struct photo_meta m = photo_meta(bytes);
	scoped(buf_free) struct buf b = {0};
	struct json_out j = jout_start(&b);
	jout_object(&j);
	jout_put_text(&j, "file", text_clean(a, path, strlen(path)));
	jout_put_text(&j, "sha256", hash_hex(a, hash_of(bytes.s, bytes.n)));
	picture_put(&j, &p);
	exif_put(&j, &m);
	jout_put_bool(&j, "hint_only", true);
	jout_end(&j, '}');
	puts(b.s);
	*ret_opened = p.end == JAIL_READY;
	return OK;
}

int cmd_photo(struct cli *cli, int argc, const char **argv)
{
	struct poptOption none[] = {POPT_TABLEEND};
	struct err e = {0};
	int code = CLI_YES;
	if (!cli_options(cli, argc, argv, none, "FILE..."))
		return cli->code;
	if (!cli->args_n)
		return cli_usage(cli, "expected at least one picture");
	for (int i = 0; i < cli->args_n; i++) {
		bool opened = false;
		if (one(cli->args[i], &opened, &e) != OK)
			return cli_fail(cli, &e);
		code = opened ? code : CLI_NO;
	}
	return code;
}
