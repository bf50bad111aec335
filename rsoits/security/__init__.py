"""Who may do what, and what they did: accounts, sessions, permissions, audit."""
