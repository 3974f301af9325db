dist_noinst_SCRIPTS += contrib/autogen contrib/check contrib/check-long contrib/demo \
	contrib/demo-city contrib/demo-figures contrib/format contrib/install contrib/synthetic-city
EXTRA_DIST += $(addprefix contrib/synthetic_city/, __init__.py cloud.py dirt.py draw.py files.py hand.py \
	life.py machines.py networks.py places.py profile.py report.py systems.py tables.py template.py words.py \
	world.py write.py)
profiledir = $(pkgdatadir)/profiles
dist_profile_DATA = contrib/profiles/default.yaml

completiondir = $(datadir)/bash-completion/completions
dist_completion_DATA = contrib/completion/banyun.bash
include contrib/systemd/local.mk
include contrib/po/local.mk
