"""The statuses a company lets its people pick, and what each means."""
