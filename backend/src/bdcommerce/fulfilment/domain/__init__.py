"""What fulfilment decides: fees and promises, the way of a shipment, and who owes which cash."""
