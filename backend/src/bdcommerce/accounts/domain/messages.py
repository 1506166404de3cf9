"""Messages that go out after the call is answered, so that how long it took says nothing about whom we know."""

from dataclasses import dataclass, field
from typing import Self

from bdcommerce.contracts.notifications import Message
from bdcommerce.kernel import ids
from bdcommerce.kernel.text import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedMessage:
    """A message to one place; to no place, it was never meant to go out."""

    id: str
    template: str
    to: str = field(repr=False)
    language: Language
    params: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, template: str, to: str, language: Language, **params: str) -> Self:
        """A new one."""
        return cls(id=ids.new_id("owe"), template=template, to=to, language=language, params=params)

    def message(self) -> Message:
        """As notifications take it."""
        return Message(key=self.id, template=self.template, to=self.to, language=self.language, params=self.params)
