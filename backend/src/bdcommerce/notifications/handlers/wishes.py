"""What people and vendors want, and what staff want texts to say."""

from collections.abc import Mapping
from datetime import time

from bdcommerce.contracts.notifications import Message
from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.text import Language, Localized
from bdcommerce.notifications.domain.preferences import Digest, Preferences, Where
from bdcommerce.notifications.domain.templates import Template, Topic
from bdcommerce.notifications.domain.texts import TEMPLATES
from bdcommerce.notifications.errors import NoSuchTemplate
from bdcommerce.notifications.handlers import sending
from bdcommerce.notifications.ports import Edit, Work


async def prefer(
    work: Work,
    owner_id: str,
    *,
    topics: Mapping[Topic, frozenset[Where]],
    quiet: tuple[time, time] | None,
    digest: Digest,
    version: int,
) -> Preferences:
    """From now on this is wanted. Raises Stale."""
    wanted = Preferences(topics=topics, quiet=quiet, digest=digest, version=version + 1)
    await work.preferences.save(owner_id, wanted, version)
    return wanted


async def edit(work: Work, name: str, version: int, made: Edit) -> Template:
    """From now on a template says this. Raises NoSuchTemplate, BadTemplate, Stale."""
    current = await work.texts.current(shipped(name))
    ensure(current.version == version, Stale("the text has changed meanwhile", version=current.version))
    changed = shipped(name).written(made.text, version + 1)
    await work.texts.write(changed, note=made.note, by=made.by)
    return changed


async def revert(work: Work, name: str, version: int, by: str) -> Template:
    """From now on it says what was shipped. Raises NoSuchTemplate, Stale."""
    return await edit(work, name, version, Edit(text=shipped(name).text, note="as shipped", by=by))


async def try_out(work: Work, name: str, *, to: str, language: Language) -> None:
    """Send the text that holds, with sample values, to an address of the tester's own. Raises NoSuchTemplate."""
    template = shipped(name)
    key = f"test:{ids.new_id('msg')}"
    await sending.send(work, Message(key=key, template=name, to=to, language=language, params=template.sample()))


def shipped(name: str) -> Template:
    """The template of that name as it is shipped. Raises NoSuchTemplate."""
    found = TEMPLATES.get(name)
    if found is None:
        raise NoSuchTemplate(f"There is no template {name}.", name=name)
    return found


def localized(en: str, bn: str) -> Localized:
    """A text as it is stored: without white space around it."""
    return Localized(en.strip(), bn.strip())
