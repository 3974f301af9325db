include tests/unit/base/local.mk
include tests/unit/core/local.mk
include tests/unit/inventory/local.mk
include tests/unit/libvirt/local.mk
include tests/unit/ssh/local.mk
include tests/unit/audit/local.mk
include tests/unit/execution/local.mk
include tests/unit/stages/local.mk
