#include "carrier.h"

#include "base/error.h"
#include "base/memory.h"
#include "handle.h"
#include "mapping.h"
#include "model/transfer.h"
#include <string.h>

unsigned carrier_flags(unsigned transfer_flags)
{
	static const struct {
		unsigned ours, libvirt;
	} table[] = {
		{TRANSFER_LIVE, VIR_MIGRATE_LIVE},
		{TRANSFER_PERSIST, VIR_MIGRATE_PERSIST_DEST},
		{TRANSFER_PAUSED, VIR_MIGRATE_PAUSED},
		{TRANSFER_PROTECT, VIR_MIGRATE_CHANGE_PROTECTION},
		{TRANSFER_ABORT_ON_ERROR, VIR_MIGRATE_ABORT_ON_ERROR},
		{TRANSFER_DISKS, VIR_MIGRATE_NON_SHARED_DISK},
		{TRANSFER_TLS, VIR_MIGRATE_TLS},
		{TRANSFER_UNSAFE, VIR_MIGRATE_UNSAFE},
		{TRANSFER_UNDEFINE_SOURCE, VIR_MIGRATE_UNDEFINE_SOURCE},
		{TRANSFER_POSTCOPY, VIR_MIGRATE_POSTCOPY},
	};
	unsigned flags = 0;

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (transfer_flags & table[i].ours)
			flags |= table[i].libvirt;
	return flags;
}

static int add_string(struct carrier *carrier, const char *name, const char *value)
{
	return virTypedParamsAddString(
		&carrier->fields, &carrier->count, &carrier->capacity, name, value);
}

/* The machine as it runs, and as it shall be defined; each mapped for the target. */
static int add_xml(struct carrier *carrier, const char *name, virDomainPtr domain,
	unsigned kind, const struct order *order, struct error *error)
{
	AUTO_FREE char *text = virDomainGetXMLDesc(domain, kind | VIR_DOMAIN_XML_SECURE),
		       *mapped = NULL;
	int failed;

	if (!text)
		return handle_failed(error, order->move, "reading its definition");
	if (mapping_build(&mapped, text, order, error) < 0)
		return -1;
	failed = add_string(carrier, name, mapped);
	mem_wipe(text, strlen(text));
	mem_wipe(mapped, strlen(mapped));
	return failed ? handle_failed(error, order->move, "preparing the copy") : 0;
}

static int add_address(struct carrier *carrier, const char *address)
{
	AUTO_FREE char *uri =
		mem_format(strchr(address, ':') ? "tcp://[%s]" : "tcp://%s", address);

	if (add_string(carrier, VIR_MIGRATE_PARAM_URI, uri) < 0)
		return -1;
	return add_string(carrier, VIR_MIGRATE_PARAM_LISTEN_ADDRESS, address);
}

static int add_cap(struct carrier *carrier, const struct order *order)
{
	uint64_t cap = transfer_stream_cap(order->rate, (unsigned)order->disk_count);

	if (cap == 0)
		return 0;
	return virTypedParamsAddULLong(&carrier->fields, &carrier->count, &carrier->capacity,
		VIR_MIGRATE_PARAM_BANDWIDTH, cap);
}

static int add_plain(struct carrier *carrier, const struct order *order)
{
	for (size_t i = 0; i < order->disk_count; i++)
		if (add_string(carrier, VIR_MIGRATE_PARAM_MIGRATE_DISKS,
			    order->disks[i].device) < 0)
			return -1;
	if (add_address(carrier, order->address) < 0)
		return -1;
	return add_cap(carrier, order);
}

int carrier_fill(struct carrier *carrier, virDomainPtr domain, const struct order *order,
	struct error *error)
{
	carrier->flags = carrier_flags(transfer_flags(order->encrypted, order->strategy));
	if (order->disk_count == 0)
		carrier->flags &= ~(unsigned)VIR_MIGRATE_NON_SHARED_DISK;
	if (add_xml(carrier, VIR_MIGRATE_PARAM_DEST_XML, domain, VIR_DOMAIN_XML_MIGRATABLE,
		    order, error) < 0 ||
		add_xml(carrier, VIR_MIGRATE_PARAM_PERSIST_XML, domain, VIR_DOMAIN_XML_INACTIVE,
			order, error) < 0)
		return -1;
	if (add_plain(carrier, order) < 0)
		return handle_failed(error, order->move, "preparing the copy");
	return 0;
}

void carrier_clear(struct carrier *carrier)
{
	virTypedParamsFree(carrier->fields, carrier->count);
	*carrier = (struct carrier){0};
}
