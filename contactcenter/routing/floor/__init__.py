"""What supervisors do on the floor: give work, move it, shut a queue, send word. Every act is kept."""
