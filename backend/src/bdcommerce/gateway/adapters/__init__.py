"""What the gateway does to the outside: passing calls on, and showing the API."""
