"""The demo company: people who work there, people who call, and a month of what was said. All invented."""
