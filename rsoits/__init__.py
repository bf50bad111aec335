"""The application: everything that knows the database, the web or the clock."""
