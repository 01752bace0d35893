"""Who may log in and how: lock-out, second factor, sessions, roles, and the log of what happened to accounts."""
