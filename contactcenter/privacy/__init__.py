"""Who may be contacted: the gate in front of every call and message that we send, and the lists it asks."""
