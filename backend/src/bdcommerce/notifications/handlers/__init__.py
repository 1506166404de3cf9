"""What notifications do: send, gather, let go; write texts otherwise; keep what people want."""
