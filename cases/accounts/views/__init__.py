"""Pages of the log-in, of the own account, and of those who help others in."""
