"""Customers, orders and products from a spreadsheet: upload, map the columns, check, run in the background, undo."""
