"""Reading from standby servers: which requests may (`middleware`), where their queries go (`routing`), and which
standby is near enough to the primary (`watching`). Nothing of it is used while REPLICA_URLS is not set."""
