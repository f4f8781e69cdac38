"""Which cells does a file hold? Bytes in, grids out, within limits that no file can outgrow."""
