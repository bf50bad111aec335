"""What is on record: SQLModel tables and their queries, one module per noun."""
