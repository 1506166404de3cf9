"""Read tables of fulfilment, written with every event and rebuilt from the log."""
