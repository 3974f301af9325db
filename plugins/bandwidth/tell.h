/* What one end of a measurement says, one JSON object a line: banyun-measure(8), OUTPUT. */
#ifndef BANDWIDTH_TELL_H
#define BANDWIDTH_TELL_H

#include "bandwidth/load.h"
#include "bandwidth/order.h"
#include "bandwidth/transfer.h"

/* Each says why nothing can be told, and returns 1, the exit status. `what` may be "". */
int refuse(const char *sentence, const char *what);
/* Somebody else measures on this host: later it may be told. */
int refuse_busy(void);
/* No load came from `whose` end, or it broke off; errno says how. */
int refuse_load(const struct end *end, const char *whose, const struct outcome *outcome);
/* What a load sent that broke off. */
void tell_spent(uint64_t bytes);

void tell_port(const struct end *end);
void tell_load(const struct order *order, enum wire_direction direction,
	const struct outcome *outcome);
void tell_transfer(enum wire_direction direction, const struct transfer *transfer);
/* By errno. It says nothing of the load, and is told beside it. */
void tell_no_transfer(enum wire_direction direction, const struct transfer *transfer);

#endif
