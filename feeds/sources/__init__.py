"""Where files come from: each source shows what has arrived, and takes back the word on what became of it."""
