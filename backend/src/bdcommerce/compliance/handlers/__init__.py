"""What compliance does, one function per use case."""
