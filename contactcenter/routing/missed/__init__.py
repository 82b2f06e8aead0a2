"""People who called in vain: one open item each, until somebody has reached them."""
