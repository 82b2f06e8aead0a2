"""Who may be in the books twice: found by blocking keys, scored by evidence for and against, decided by people."""
