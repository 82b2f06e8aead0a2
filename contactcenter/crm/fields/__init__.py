"""What is known of a customer, field by field: the one list that forms, filters, files and segments read."""
