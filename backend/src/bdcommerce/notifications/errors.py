"""What can go wrong with a message.

BdError
└── Invalid
    ├── UnknownTemplate    no template has that name
    └── MissingParameter   the template needs a value that was not given
"""

from bdcommerce.kernel.errors import Invalid


class UnknownTemplate(Invalid):
    """No template has that name."""

    code = "unknown_template"


class MissingParameter(Invalid):
    """The template needs a value that was not given."""

    code = "missing_parameter"
