"""Named reads of fulfilment, and how their rows become answers."""
