"""The front door of each number: flows that admins draw, publish, try out and take back."""
