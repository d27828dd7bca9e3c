/* votes.c -- see votes.h. */
#include "web/votes.h"

#define VOTE    "vote_"
#define OPINION "opinion_"

static void member_fill(struct request *rq, const struct handle_members_row *row, struct member_list *ret)
{
	static const char *const votes[][3] = {{"agree", "setuju", "agrees"}, {"dissent", "berbeda pendapat", "dissents"}, {"absent", "tidak hadir", "absent"}};
	struct arena *a = rq->desk.arena;
	struct member_view m = {.id = row->id, .name = row->name, .position = row->position};
	m.vote_field = arena_printf(a, VOTE "%lld", (long long)row->id);
	m.opinion_field = arena_printf(a, OPINION "%lld", (long long)row->id);
	m.opinion = typed(rq, m.opinion_field, "");
	for (size_t i = 0; i < 3; i++)
		option_put(rq, &m.votes, votes[i][0], say(rq, votes[i][1], votes[i][2]), typed(rq, m.vote_field, "absent"));
	ARENA_PUSH(a, ret, m);
}

void votes_fill(struct request *rq, const struct handle_members_rows *members, struct member_list *ret)
{
	for (size_t i = 0; i < members->n; i++)
		member_fill(rq, &members->items[i], ret);
}

enum status votes_read(const struct request *rq, struct handle_vote *votes, size_t *ret_n, struct err *e)
{
	*ret_n = 0;
	for (size_t i = 0; i < rq->n_form && *ret_n < VOTES_MAX; i++) {
		const char *name = rq->form[i].name;
		if (!text_starts(name, VOTE))
			continue;
		name += sizeof VOTE - 1;
		struct handle_vote *v = &votes[(*ret_n)++];
		*v = (struct handle_vote){.vote = rq->form[i].value, .opinion = rq_form(rq, arena_printf(rq->desk.arena, OPINION "%s", name))};
		TRY(int_parse(name, 1, INT64_MAX, &v->member, e));
	}
	return OK;
}
