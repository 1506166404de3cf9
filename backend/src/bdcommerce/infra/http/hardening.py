"""Headers that take from browsers what a reply of ours never needs. What an endpoint says itself goes before."""

BASIC = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
AT_THE_DOOR = (
    *BASIC,
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")
"""Where the client speaks https: a year long it is not to try without."""
