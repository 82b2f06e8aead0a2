"""Trials: what another policy would have made of a past period, against what happened."""
