"""Backups that say what must be in them, and restores that look whether it is: `manage.py backup` and `restore`."""
