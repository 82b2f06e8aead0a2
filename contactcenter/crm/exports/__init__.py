"""Customers as a spreadsheet: chosen columns, written in the background, kept for a day."""
