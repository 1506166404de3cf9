"""What a purchase that is paid at the door risks: an additive score over few, named signals, by the rule book."""
