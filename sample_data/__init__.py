"""An invented world with its ground truth, and a small committed set that shows each format."""
