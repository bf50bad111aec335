"""The command line, one module per command; `rsoits.cli` puts them together."""
