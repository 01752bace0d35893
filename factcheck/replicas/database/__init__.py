"""The project's PostgreSQL backend for standby servers: see :mod:`.base`."""
