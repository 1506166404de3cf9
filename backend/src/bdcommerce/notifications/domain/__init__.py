"""What notifications decide: what a message says, whether it goes out, when, and what it costs."""
