/*
 * The methods of the two roles, one file a theme. A mover's each read the world freshly,
 * refuse with ERROR_REFUSED and without a change when it is not as they need it, answer at
 * once when it is as they would make it, act on one side, and read back what they did.
 */
#ifndef LIBVIRT_METHODS_H
#define LIBVIRT_METHODS_H

#include "banyun-plugin.h"

/* source.c */
int source_open(struct json_object *settings, struct error *error);
plugin_do source_collect, source_watch, source_dirty, source_versions;
extern const struct shape_field collect_fields[], dirty_fields[];

/* look.c: they change nothing */
plugin_do method_observe, method_drift;
/* prepare.c */
plugin_do method_prepare, method_seed;
/* transfer.c */
plugin_do method_transfer, method_abort;
/* commit.c: forward */
plugin_do method_fence, method_resume_target, method_autostart_target;
/* content.c: the frozen export */
plugin_do method_freeze, method_thaw;
/* undo.c: the way back, and what stops a second copy */
plugin_do method_drop_paused_copy, method_undefine_our_copy, method_delete_partial_volume;
plugin_do method_resume_source, method_restore_source, method_boot_source;
plugin_do method_suspend_source, method_suspend_target;

#endif
