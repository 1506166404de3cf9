"""What compliance takes in and gives out over HTTP."""
