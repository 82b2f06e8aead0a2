"""Being called back instead of waiting in line, with the place that the wait has earned."""
