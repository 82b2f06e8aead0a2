"""Each agent's own part of a call, so that handle time goes to whom it belongs after a transfer."""
