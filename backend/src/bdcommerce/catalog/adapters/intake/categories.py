"""Categories by what a file may call them."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from bdcommerce.catalog.schemas.categories import CategoryNode
from bdcommerce.kernel.text import Localized, fold


def category_of(roots: Iterable[CategoryNode], given: Mapping[str, str]) -> Callable[[str], str]:
    """Finds the id of a category by its id, slug, name or names with `>` between; first by what was given for a name.

    A name that several have finds none of them.
    """
    found: dict[str, str] = {}
    unclear: set[str] = set()
    nodes = list(_all(roots, ()))
    for node, path in nodes:
        for key in {_folded(each) for each in _names(path)}:
            if found.setdefault(key, node.id) != node.id:
                unclear.add(key)
    found = {key: each for key, each in found.items() if key not in unclear}
    for node, _ in nodes:
        found.update({node.id: node.id, node.slug: node.id})
    mapped = {_folded(theirs): found.get(ours, "") for theirs, ours in given.items()}

    def find(name: str) -> str:
        return mapped.get(_folded(name)) or found.get(name) or found.get(_folded(name)) or ""

    return find


def _all(
    nodes: Iterable[CategoryNode], above: tuple[Localized, ...]
) -> Iterator[tuple[CategoryNode, tuple[Localized, ...]]]:
    """Every category with the names that lead to it."""
    for node in nodes:
        path = (*above, node.name)
        yield node, path
        yield from _all(node.children, path)


def _names(path: tuple[Localized, ...]) -> Iterable[str]:
    for language in ("en", "bn"):
        names = [getattr(each, language) for each in path]
        if all(names):
            yield names[-1]
            yield " > ".join(names)


def _folded(name: str) -> str:
    return " > ".join(fold(part) for part in name.split(">"))
