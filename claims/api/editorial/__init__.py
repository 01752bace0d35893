"""The working API: what the admin can do, for newsroom systems, with a token that acts as its user."""
