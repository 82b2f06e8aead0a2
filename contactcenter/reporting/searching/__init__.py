"""Search from anywhere, put together from all packages below."""
