playbookdir = $(pkgdatadir)/playbooks
dist_playbook_DATA = playbooks/live-move.yaml
dist_man_MANS += playbooks/banyun-playbook.5
