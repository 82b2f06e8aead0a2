"""What people and spreadsheets write into cells, as the values that fields keep."""
