"""What goes in and out of fulfilment over HTTP."""
