"""One verb per module. A service takes a session and never commits; the entry point owns the transaction."""
