#include "model/operation.h"

#include <string.h>

static const char *const words[OPERATIONS] = {
	[OPERATION_NONE] = "none",
	[OPERATION_OBSERVE] = "observe",
	[OPERATION_DRIFT] = "drift",
	[OPERATION_PREPARE] = "prepare",
	[OPERATION_SEED] = "seed",
	[OPERATION_TRANSFER] = "transfer",
	[OPERATION_ABORT] = "abort",
	[OPERATION_FREEZE] = "freeze",
	[OPERATION_FENCE] = "fence",
	[OPERATION_RESUME_TARGET] = "resume_target",
	[OPERATION_AUTOSTART_TARGET] = "autostart_target",
	[OPERATION_THAW] = "thaw",
	[OPERATION_DROP_PAUSED_COPY] = "drop_paused_copy",
	[OPERATION_UNDEFINE_OUR_COPY] = "undefine_our_copy",
	[OPERATION_DELETE_PARTIAL_VOLUME] = "delete_partial_volume",
	[OPERATION_RESUME_SOURCE] = "resume_source",
	[OPERATION_RESTORE_SOURCE] = "restore_source",
	[OPERATION_SUSPEND_SOURCE] = "suspend_source",
	[OPERATION_SUSPEND_TARGET] = "suspend_target",
	[OPERATION_BOOT_SOURCE] = "boot_source",
	[OPERATION_CHECK_PAGE] = "check_page",
	[OPERATION_CHECK_CONTENT] = "check_content",
};

const char *operation_word(enum operation operation)
{
	return operation < OPERATIONS ? words[operation] : "none";
}

enum operation operation_from_word(const char *word)
{
	for (unsigned i = 1; i < OPERATIONS; i++)
		if (strcmp(words[i], word) == 0)
			return (enum operation)i;
	return OPERATION_NONE;
}
