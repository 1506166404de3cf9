"""What can go wrong with a message.

BdError
├── Invalid
│   ├── UnknownTemplate    no template has that name
│   ├── MissingParameter   the template needs a value that was not given
│   └── BadTemplate        a text that could not be sent: values missing, strange ones, or too long
├── NotFound
│   └── NoSuchTemplate     the path names no template
└── Stale                  somebody else changed the template or the preferences meanwhile
"""

from bdcommerce.kernel.errors import Invalid, NotFound


class UnknownTemplate(Invalid):
    """No template has that name."""

    code = "unknown_template"


class MissingParameter(Invalid):
    """The template needs a value that was not given."""

    code = "missing_parameter"


class BadTemplate(Invalid):
    """The text could not be sent like this."""

    code = "bad_template"


class NoSuchTemplate(NotFound):
    """The path names no template."""

    code = "no_such_template"
