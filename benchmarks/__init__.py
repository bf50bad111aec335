"""Side-by-side measurements: each is one command, run with its peer in the same process on the same data."""
