/*
 * Why a machine is off, where libvirt has forgotten it: at a restart of libvirtd, or a crash of
 * it while the machine ended. Its log of the machine (/var/log/libvirt/qemu/NAME.log) keeps it.
 */
#ifndef LIBVIRT_ENDING_H
#define LIBVIRT_ENDING_H

#include "model/world.h"
#include <libvirt/libvirt.h>

/*
 * The reason that the end of such a log tells: shutdown, destroyed or crashed, when the
 * machine's last life ended so, and not before `since` (microseconds since 1970, by the host's
 * clock); REASON_UNKNOWN for everything else. A log can lose its last lines: so that an ending
 * of before the move is another life's, and nothing of it proves that a machine left by a
 * migration.
 */
enum reason ending_told(const char *log, int64_t since);

/*
 * The same of the machine's log as it is now; REASON_UNKNOWN when it cannot be read, or `since`
 * is 0.
 */
enum reason ending_read(virDomainPtr domain, int64_t since);

#endif
