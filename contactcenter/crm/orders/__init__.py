"""What customers bought, what there is to buy, what interests them, and the points they earned."""
