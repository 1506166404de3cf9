"""What compliance decides, without a database."""
