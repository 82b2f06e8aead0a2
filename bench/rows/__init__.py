"""One module for each thing that is measured: `measure(stage, options) -> list[Row]`."""
