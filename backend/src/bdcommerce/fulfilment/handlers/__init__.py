"""The use cases of fulfilment, one function each."""
