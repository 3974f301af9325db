/*
 * The operations that a move is made of: what the executor may ask of a worker, by the names
 * that the protocol, the journal and the manual use. Each is idempotent where the world allows
 * it: asked for what is already so, it answers "done" and changes nothing; asked for what its
 * own fresh read shows to be unsafe (the mark is not ours, the state is another), it answers
 * "refused" and changes nothing.
 */
#ifndef MODEL_OPERATION_H
#define MODEL_OPERATION_H

enum operation {
	OPERATION_NONE,
	/* Reads both sides; changes nothing. */
	OPERATION_OBSERVE,
	/*
	 * Reads what the move touches again and compares with the plan's facts; changes
	 * nothing.
	 */
	OPERATION_DRIFT,
	/*
	 * Target: thin volumes marked partial. Source: our mark, autostart read and turned off.
	 */
	OPERATION_PREPARE,
	/* Copies what can be copied before; libvirt's own carrier has nothing to do here. */
	OPERATION_SEED,
	/* The live copy; ends with the guest paused on the target. */
	OPERATION_TRANSFER,
	/* Asks libvirt to abort the migration job on the source. */
	OPERATION_ABORT,
	/*
	 * Marks the target's volumes complete and freezes its disks for the comparison of
	 * content.
	 */
	OPERATION_FREEZE,
	/* Makes a start of the source's definition fail with a sentence that names the run. */
	OPERATION_FENCE,
	OPERATION_RESUME_TARGET,
	/* Gives the target the autostart that the source had. */
	OPERATION_AUTOSTART_TARGET,
	/* Ends the frozen export and removes its scratch files. */
	OPERATION_THAW,
	/* The way back, before the commit only. */
	OPERATION_DROP_PAUSED_COPY, /* destroys the paused target that carries our mark */
	OPERATION_UNDEFINE_OUR_COPY,
	OPERATION_DELETE_PARTIAL_VOLUME,
	OPERATION_RESUME_SOURCE,
	OPERATION_RESTORE_SOURCE, /* autostart as recorded, our mark removed */
	/* Two copies run: stop the one that the journal does not name, destroy nothing. */
	OPERATION_SUSPEND_SOURCE,
	OPERATION_SUSPEND_TARGET,
	/* By an operator's order only: start the source from its disks; its memory is lost. */
	OPERATION_BOOT_SOURCE,
	/* Steps that a playbook adds before and after the mover. */
	OPERATION_CHECK_PAGE,
	OPERATION_CHECK_CONTENT,
	OPERATIONS
};

/* "drop_paused_copy"; never NULL. */
const char *operation_word(enum operation operation);
/* OPERATION_NONE for a word that is not known. */
enum operation operation_from_word(const char *word);

#endif
