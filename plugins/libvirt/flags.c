#include "flags.h"

#include "base/json.h"
#include "collect.h"
#include <stdlib.h>

/* libvirt before 5.6 knows no checkpoints, and not the flag. */
void flags_list(struct flags *flags, enum flag flag, virConnectPtr connection)
{
	static const unsigned words[] = {
		[FLAG_TRANSIENT] = VIR_CONNECT_LIST_DOMAINS_TRANSIENT,
		[FLAG_SNAPSHOTS] = VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
		[FLAG_CHECKPOINTS] = VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT,
		[FLAG_AUTOSTART] = VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
	};
	virDomainPtr *domains = NULL;
	int count = virConnectListAllDomains(connection, &domains, words[flag]);

	if (count >= 0)
		flags->those[flag] = json_object_new_object();
	for (int i = 0; i < count; i++) {
		json_set_boolean(flags->those[flag], virDomainGetName(domains[i]), true);
		virDomainFree(domains[i]);
	}
	free(domains);
}

void flags_clear(struct flags *flags)
{
	for (int i = 0; i < FLAGS; i++)
		json_object_put(flags->those[i]);
	*flags = (struct flags){{0}};
}

static int is_so(const struct flags *flags, enum flag flag, const char *name)
{
	return flags->those[flag] ? json_boolean(flags->those[flag], name, false) : -1;
}

/* By name: with each call that is about a uuid libvirt's client writes it out in vain. */
void flags_tell(const struct flags *flags, const char *name, struct collect_known *known)
{
	int transient = is_so(flags, FLAG_TRANSIENT, name);

	known->persistent = transient < 0 ? -1 : !transient;
	known->autostart = is_so(flags, FLAG_AUTOSTART, name);
	known->snapshots = is_so(flags, FLAG_SNAPSHOTS, name) == 0 ? 0 : -1;
	known->checkpoints = is_so(flags, FLAG_CHECKPOINTS, name) == 0 ? 0 : -1;
}
