"""The wallboard: queues as they stand, for supervisors, for a screen on the wall, and for an agent their own."""
