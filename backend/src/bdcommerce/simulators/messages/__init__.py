"""Stand-ins for what carries messages: SMS gateways and the phones behind them, push services, a mail server."""
