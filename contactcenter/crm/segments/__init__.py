"""Groups of customers: by rules that are kept true, or by hand."""
