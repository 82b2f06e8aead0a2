"""Raised hands: an agent asks for help, a supervisor says that they are coming."""
