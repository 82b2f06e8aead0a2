"""Which roles see numbers, addresses and sensitive fields, and who looked at what."""
