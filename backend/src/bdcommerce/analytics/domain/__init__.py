"""What analytics decides: what a sale holds, how far a visit got, when a survey may be answered, what figures mean."""
