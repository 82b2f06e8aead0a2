"""Spreadsheets as rows of cells, read as a stream, whatever their maker did or meant to do."""
