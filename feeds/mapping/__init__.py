"""Layouts of others as data: a file says which of their columns is which field of ours."""
