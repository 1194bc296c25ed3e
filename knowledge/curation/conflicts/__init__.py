"""Where two documents in force say different things about the same matter."""
