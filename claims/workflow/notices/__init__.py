"""Tell people what concerns them: one row a person and thing, written in the transaction of what happened."""
