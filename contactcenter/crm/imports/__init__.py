"""Customers from a spreadsheet: upload, map the columns, check, run in the background, undo."""
