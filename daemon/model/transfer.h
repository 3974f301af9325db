/*
 * How the live copy is asked for. The mover passes these flags to libvirt and the simulator obeys them
 * in its model of libvirt: one list, so that a flag that is lost in one is missed by the other. The
 * values are libvirt's (VIR_MIGRATE_*), and the mover asserts so.
 */
#ifndef MODEL_TRANSFER_H
#define MODEL_TRANSFER_H

enum transfer_flag {
	TRANSFER_LIVE = 1 << 0,
	TRANSFER_PERSIST = 1 << 3,         /* the target keeps a definition */
	TRANSFER_UNDEFINE_SOURCE = 1 << 4, /* never: retiring a source is a step of its own */
	TRANSFER_PAUSED = 1 << 5, /* the guest waits on the target until we resume it */
	TRANSFER_COPY_DISKS = 1 << 6,
	TRANSFER_PROTECT = 1 << 8, /* nobody changes the source's definition meanwhile */
	TRANSFER_UNSAFE = 1 << 9,  /* never */
	TRANSFER_ABORT_ON_ERROR = 1 << 12, /* an I/O error of the copy ends it */
	TRANSFER_POSTCOPY = 1 << 15,       /* never: a failure of either side loses the guest */
};

/*
 * Without PAUSED a lost reply of libvirt's Finish step lets both copies run; the rest keeps the source
 * whole and startable for as long as the move is not committed.
 */
#define TRANSFER_FLAGS                                                                         \
	(TRANSFER_LIVE | TRANSFER_PERSIST | TRANSFER_PAUSED | TRANSFER_COPY_DISKS |            \
		TRANSFER_PROTECT | TRANSFER_ABORT_ON_ERROR)

#endif
