"""What orders takes in and gives out over HTTP."""
