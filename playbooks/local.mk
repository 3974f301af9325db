playbookdir = $(pkgdatadir)/playbooks
dist_playbook_DATA = playbooks/live-move.yaml
