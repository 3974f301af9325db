#include "base/language.h"
#include "execution/move.h"

const char *move_phase_word(enum move_phase phase)
{
	static const char *const words[MOVE_PHASES] = {N_("waiting"), N_("checking"),
		N_("before"), N_("preparing"), N_("seeding"), N_("transferring"),
		N_("settling"), N_("after"), N_("held"), N_("closed")};

	return phase < MOVE_PHASES ? words[phase] : "unknown";
}

const char *move_outcome_word(enum move_outcome outcome)
{
	static const char *const words[OUTCOMES] = {N_("none"), N_("done"), N_("done_unproven"),
		N_("back"), N_("stopped_by_owner"), N_("refused"), N_("resolved")};

	return outcome < OUTCOMES ? words[outcome] : "none";
}

const char *move_record_word(enum move_record what)
{
	static const char *const words[] = {
		"intent", "result", "commit", "hold", "command", "attempt", "close"};

	return what <= RECORD_CLOSE ? words[what] : "unknown";
}

const char *reply_word(enum reply reply)
{
	static const char *const words[] = {"done", "refused", "failed", "lost"};

	return reply <= REPLY_LOST ? words[reply] : "unknown";
}
