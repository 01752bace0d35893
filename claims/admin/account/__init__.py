"""Logging in, and the pages on which people look after their own account."""
