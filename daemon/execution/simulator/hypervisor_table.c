#include "execution/simulator/hypervisor_table.h"

const struct leg legs[COPY_PHASES] = {
	[COPY_NONE] = {"none", 0, 0, false},
	[COPY_BEGIN] = {"begin", 10, NEED_SOURCE, true},
	[COPY_PREPARE] = {"prepare", 60, NEED_TARGET, true},
	[COPY_PERFORM] = {"perform", 0, NEED_DATA | NEED_SERVICE,
		false}, /* the move's copy_ms */
	[COPY_SWITCH] = {"switch", 80, NEED_DATA | NEED_SERVICE, false},
	[COPY_PERFORMED] = {"performed", 6, NEED_SOURCE, true},
	[COPY_FINISH] = {"finish", 20, NEED_TARGET, true},
	[COPY_FINISHED] = {"finished", 6, NEED_TARGET, true},
	[COPY_CONFIRM] = {"confirm", 210, NEED_SOURCE, false},
	[COPY_DONE] = {"done", 6, NEED_SOURCE, true},
};

/* clang-format off */
#define WAY(source, target, answer) {EFFECT_##source, EFFECT_##target, ANSWER_##answer}
#define ONE(s, t, a)                {1, {WAY(s, t, a)}}
#define TWO(s, t, a, ...)           {2, {WAY(s, t, a), WAY(__VA_ARGS__)}}
#define THREE(s, t, a, s2, t2, a2, ...) {3, {WAY(s, t, a), WAY(s2, t2, a2), WAY(__VA_ARGS__)}}

const struct cell cells[COPY_PHASES][BLOWS] = {
	/* The guest runs, the target knows nothing: the job is forgotten. */
	[COPY_BEGIN] = {
		[BLOW_CLIENT_SOURCE]   = ONE(ON, NONE, LATER),
		[BLOW_CLIENT_TARGET]   = ONE(NONE, NONE, LATER),
		[BLOW_LIBVIRTD_SOURCE] = ONE(ON, NONE, FAILED),
		[BLOW_LIBVIRTD_TARGET] = ONE(ON, NONE, FAILED),
		[BLOW_QEMU_SOURCE]     = ONE(CRASHED, NONE, FAILED),
		[BLOW_POWER_SOURCE]    = ONE(NONE, NONE, FAILED),
		[BLOW_POWER_TARGET]    = ONE(ON, NONE, FAILED),
		[BLOW_SILENT_SOURCE]   = ONE(ON, NONE, FAILED),
		[BLOW_SILENT_TARGET]   = ONE(ON, NONE, FAILED),
		[BLOW_ABORT]           = ONE(ON, NONE, FAILED),
		[BLOW_DISK_FULL]       = ONE(NONE, NONE, LATER),
		[BLOW_POWEROFF]        = ONE(SHUTDOWN, NONE, FAILED),
		[BLOW_DESTROY]         = ONE(DESTROYED, NONE, FAILED),
	},
	/* The incoming process starts; libvirt kills it with its client or at its restart. */
	[COPY_PREPARE] = {
		[BLOW_CLIENT_SOURCE]   = ONE(ON, NONE, LATER),
		[BLOW_CLIENT_TARGET]   = ONE(NONE, GONE, LATER),
		[BLOW_LIBVIRTD_SOURCE] = ONE(ON, GONE, FAILED),
		[BLOW_LIBVIRTD_TARGET] = ONE(ON, GONE, FAILED),
		[BLOW_QEMU_SOURCE]     = ONE(CRASHED, GONE, FAILED),
		[BLOW_QEMU_TARGET]     = ONE(ON, GONE, FAILED),
		[BLOW_POWER_SOURCE]    = ONE(NONE, GONE, FAILED),
		[BLOW_POWER_TARGET]    = ONE(ON, NONE, FAILED),
		[BLOW_SILENT_SOURCE]   = ONE(ON, GONE, FAILED),
		[BLOW_SILENT_TARGET]   = ONE(ON, GONE, FAILED),
		[BLOW_ABORT]           = ONE(ON, GONE, FAILED),
		[BLOW_DISK_FULL]       = ONE(ON, GONE, FAILED),
		[BLOW_POWEROFF]        = ONE(SHUTDOWN, GONE, FAILED),
		[BLOW_DESTROY]         = ONE(DESTROYED, GONE, FAILED),
	},
	/* PERFORM3: whatever happens, the source's libvirt cancels and the guest runs on. A
	 * guest that powers itself off was seen to end cleanly, to crash libvirtd and to
	 * hang the call. */
	[COPY_PERFORM] = {
		[BLOW_CLIENT_SOURCE]   = ONE(ON, GONE, LATER),
		[BLOW_CLIENT_TARGET]   = ONE(ON, GONE, LATER),
		[BLOW_LIBVIRTD_SOURCE] = ONE(ON, GONE, FAILED),
		[BLOW_LIBVIRTD_TARGET] = ONE(ON, GONE, FAILED),
		[BLOW_QEMU_SOURCE]     = ONE(CRASHED, GONE, FAILED),
		[BLOW_QEMU_TARGET]     = ONE(ON, GONE, FAILED),
		[BLOW_POWER_SOURCE]    = ONE(NONE, GONE, FAILED),
		[BLOW_POWER_TARGET]    = ONE(ON, NONE, FAILED),
		[BLOW_SILENT_SOURCE]   = ONE(ON, GONE, FAILED),
		[BLOW_SILENT_TARGET]   = ONE(ON, GONE, FAILED),
		[BLOW_ABORT]           = ONE(ON, GONE, FAILED),
		[BLOW_DISK_FULL]       = ONE(ON, GONE, FAILED),
		[BLOW_POWEROFF]        = THREE(SHUTDOWN, GONE, FAILED,
					       CRASHED, GONE, FAILED,
					       SHUTDOWN_HELD, NONE, NEVER),
		[BLOW_DESTROY]         = ONE(DESTROYED, GONE, FAILED),
	},
	/* Still PERFORM3, with the guest paused: an abort may come too late. */
	[COPY_SWITCH] = {
		[BLOW_CLIENT_SOURCE]   = ONE(ON, GONE, LATER),
		[BLOW_CLIENT_TARGET]   = ONE(ON, GONE, LATER),
		[BLOW_LIBVIRTD_SOURCE] = ONE(ON, GONE, FAILED),
		[BLOW_LIBVIRTD_TARGET] = ONE(ON, GONE, FAILED),
		[BLOW_QEMU_SOURCE]     = ONE(CRASHED, GONE, FAILED),
		[BLOW_QEMU_TARGET]     = ONE(ON, GONE, FAILED),
		[BLOW_POWER_SOURCE]    = ONE(NONE, GONE, FAILED),
		[BLOW_POWER_TARGET]    = ONE(ON, NONE, FAILED),
		[BLOW_SILENT_SOURCE]   = ONE(ON, GONE, FAILED),
		[BLOW_SILENT_TARGET]   = ONE(ON, GONE, FAILED),
		[BLOW_ABORT]           = TWO(ON, GONE, FAILED,
					     NONE, NONE, LATER),
		[BLOW_DISK_FULL]       = ONE(ON, GONE, FAILED),
		[BLOW_POWEROFF]        = ONE(NONE, NONE, LATER),
		[BLOW_DESTROY]         = ONE(DESTROYED, GONE, FAILED),
	},
	/* PERFORM3_DONE: the source's libvirt drops the job and decides nothing; only a
	 * client that lives can make it go back. The target kills what is not finished. */
	[COPY_PERFORMED] = {
		[BLOW_CLIENT_SOURCE]   = ONE(STUCK, NONE, LATER),
		[BLOW_CLIENT_TARGET]   = ONE(NONE, GONE, LATER),
		[BLOW_LIBVIRTD_SOURCE] = TWO(STUCK, GONE, FAILED,
					     STUCK, NONE, LATER),
		[BLOW_LIBVIRTD_TARGET] = ONE(ON, GONE, FAILED),
		[BLOW_QEMU_SOURCE]     = ONE(CRASHED, NONE, LATER),
		[BLOW_QEMU_TARGET]     = ONE(ON, GONE, FAILED),
		[BLOW_POWER_SOURCE]    = TWO(NONE, GONE, FAILED,
					     NONE, NONE, LATER),
		[BLOW_POWER_TARGET]    = ONE(ON, NONE, FAILED),
		[BLOW_SILENT_SOURCE]   = ONE(STUCK, GONE, FAILED),
		[BLOW_SILENT_TARGET]   = ONE(ON, GONE, FAILED),
		[BLOW_ABORT]           = ONE(NONE, NONE, LATER),
		[BLOW_DISK_FULL]       = ONE(NONE, NONE, LATER),
		[BLOW_POWEROFF]        = ONE(NONE, NONE, LATER),
		[BLOW_DESTROY]         = ONE(DESTROYED, NONE, LATER),
	},
	/* FINISH3 on the target: killed at a restart when it does not run, kept when it
	 * does. When the client hears nothing it tells the source to go on: the window of
	 * two running copies. */
	[COPY_FINISH] = {
		[BLOW_CLIENT_SOURCE]   = ONE(STUCK, NONE, LATER),
		[BLOW_CLIENT_TARGET]   = TWO(NONE, GONE, LATER,
					     NONE, KEPT, LATER),
		[BLOW_LIBVIRTD_SOURCE] = ONE(STUCK, NONE, LATER),
		[BLOW_LIBVIRTD_TARGET] = TWO(ON, GONE, FAILED,
					     ON, KEPT, FAILED),
		[BLOW_QEMU_SOURCE]     = ONE(CRASHED, NONE, LATER),
		[BLOW_QEMU_TARGET]     = ONE(ON, GONE, FAILED),
		[BLOW_POWER_SOURCE]    = ONE(NONE, NONE, LATER),
		[BLOW_POWER_TARGET]    = ONE(ON, NONE, FAILED),
		[BLOW_SILENT_SOURCE]   = ONE(NONE, NONE, LATER),
		[BLOW_SILENT_TARGET]   = TWO(ON, KEPT, FAILED,
					     ON, GONE, FAILED),
		[BLOW_ABORT]           = ONE(NONE, NONE, LATER),
		[BLOW_DISK_FULL]       = ONE(NONE, NONE, LATER),
		[BLOW_POWEROFF]        = ONE(NONE, NONE, LATER),
		[BLOW_DESTROY]         = ONE(DESTROYED, NONE, LATER),
	},
	/* The target is finished and stays; its reply may be lost. */
	[COPY_FINISHED] = {
		[BLOW_CLIENT_SOURCE]   = ONE(STUCK, NONE, LATER),
		[BLOW_CLIENT_TARGET]   = ONE(NONE, NONE, LATER),
		[BLOW_LIBVIRTD_SOURCE] = ONE(STUCK, NONE, LATER),
		[BLOW_LIBVIRTD_TARGET] = TWO(ON, NONE, FAILED,
					     NONE, NONE, LATER),
		[BLOW_QEMU_SOURCE]     = ONE(CRASHED, NONE, LATER),
		[BLOW_QEMU_TARGET]     = ONE(NONE, CRASHED, LATER),
		[BLOW_POWER_SOURCE]    = ONE(NONE, NONE, LATER),
		[BLOW_POWER_TARGET]    = TWO(ON, NONE, FAILED,
					     NONE, NONE, LATER),
		[BLOW_SILENT_SOURCE]   = ONE(NONE, NONE, LATER),
		[BLOW_SILENT_TARGET]   = ONE(ON, NONE, FAILED),
		[BLOW_ABORT]           = ONE(NONE, NONE, LATER),
		[BLOW_DISK_FULL]       = ONE(NONE, NONE, LATER),
		[BLOW_POWEROFF]        = ONE(NONE, NONE, LATER),
		[BLOW_DESTROY]         = ONE(DESTROYED, NONE, LATER),
	},
	/* CONFIRM3: the source's process is being killed, and will be. */
	[COPY_CONFIRM] = {
		[BLOW_CLIENT_SOURCE]   = ONE(MIGRATED, NONE, LATER),
		[BLOW_CLIENT_TARGET]   = ONE(NONE, NONE, LATER),
		[BLOW_LIBVIRTD_SOURCE] = TWO(MIGRATED, NONE, FAILED,
					     FORGOT, NONE, FAILED),
		[BLOW_LIBVIRTD_TARGET] = ONE(NONE, NONE, LATER),
		[BLOW_QEMU_SOURCE]     = TWO(MIGRATED, NONE, LATER,
					     CRASHED, NONE, LATER),
		[BLOW_QEMU_TARGET]     = ONE(NONE, CRASHED, LATER),
		[BLOW_POWER_SOURCE]    = ONE(NONE, NONE, FAILED),
		[BLOW_POWER_TARGET]    = ONE(NONE, NONE, LATER),
		[BLOW_SILENT_SOURCE]   = ONE(MIGRATED, NONE, FAILED),
		[BLOW_SILENT_TARGET]   = ONE(NONE, NONE, LATER),
		[BLOW_ABORT]           = ONE(NONE, NONE, LATER),
		[BLOW_DISK_FULL]       = ONE(NONE, NONE, LATER),
		[BLOW_POWEROFF]        = ONE(NONE, NONE, LATER),
		[BLOW_DESTROY]         = TWO(MIGRATED, NONE, LATER,
					     DESTROYED, NONE, LATER),
	},
	/* All is done; only the answer is on its way. */
	[COPY_DONE] = {
		[BLOW_CLIENT_SOURCE]   = ONE(NONE, NONE, LATER),
		[BLOW_CLIENT_TARGET]   = ONE(NONE, NONE, LATER),
		[BLOW_LIBVIRTD_SOURCE] = ONE(NONE, NONE, FAILED),
		[BLOW_LIBVIRTD_TARGET] = ONE(NONE, NONE, LATER),
		[BLOW_QEMU_TARGET]     = ONE(NONE, CRASHED, LATER),
		[BLOW_POWER_SOURCE]    = ONE(NONE, NONE, FAILED),
		[BLOW_POWER_TARGET]    = ONE(NONE, NONE, LATER),
		[BLOW_SILENT_SOURCE]   = ONE(NONE, NONE, FAILED),
		[BLOW_SILENT_TARGET]   = ONE(NONE, NONE, LATER),
		[BLOW_ABORT]           = ONE(NONE, NONE, LATER),
		[BLOW_DISK_FULL]       = ONE(NONE, NONE, LATER),
		[BLOW_POWEROFF]        = ONE(NONE, NONE, LATER),
		[BLOW_DESTROY]         = ONE(NONE, NONE, LATER),
	},
};
/* clang-format on */
