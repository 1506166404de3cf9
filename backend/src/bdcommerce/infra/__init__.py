"""Technology without business words: what every service stands on and none owns."""
