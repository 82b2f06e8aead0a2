"""What presence changes add up to: where somebody's time went."""
