"""What this process knows of words: the thesaurus, and what was lately looked up in the vocabulary."""

from collections import ChainMap
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bdcommerce.catalog.adapters.search import statements
from bdcommerce.catalog.domain.search.letters import canonical
from bdcommerce.catalog.domain.search.lexicon import (
    KnownWord,
    corrections,
    halves,
    heard_keys,
    meanings,
    typed_keys,
)
from bdcommerce.catalog.domain.search.thesaurus import Phrase, SynonymGroup, Thesaurus
from bdcommerce.catalog.domain.search.understanding import (
    Reading,
    Typed,
    Understood,
    lookups,
    read,
    understand,
)
from bdcommerce.infra.postgres import Reads
from bdcommerce.kernel import clock

_TRUSTED = timedelta(seconds=60)
_MOST_KEPT = 20_000


@dataclass(slots=True)
class _Memory:
    """What holds for one version of the synonyms, words for a minute at most."""

    version: int
    thesaurus: Thesaurus
    levels: Sequence[int]
    categories: AbstractSet[str]
    since: datetime
    readings: dict[str, Reading] = field(default_factory=dict)
    uses: dict[str, int] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)


class Vocabulary:
    """Understands searches. Words that mean something are remembered for a minute; unknown ones are always looked up,
    so that what has just been published is found at once.
    """

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
        self._memory: _Memory | None = None

    @property
    def version(self) -> int:
        """Of the synonyms that searches are understood by."""
        return self._memory.version if self._memory else 0

    @property
    def levels(self) -> Sequence[int]:
        """How many entries there are, and how many reach each level of standing."""
        return self._memory.levels if self._memory else (0,)

    def forget(self) -> None:
        """Look up everything anew."""
        self._memory = None

    async def understand(self, text: str) -> Understood:
        """What a search means."""
        memory = await self._fresh()
        typed = read(text, memory.thesaurus)
        await self._look_up(typed, memory)
        guessed, uses = await self._guess(typed, memory)
        understood = understand(
            typed, ChainMap(guessed, memory.readings), ChainMap(uses, memory.uses), memory.thesaurus
        )
        return replace(understood, categories=[each for each in understood.categories if each in memory.categories])

    async def _fresh(self) -> _Memory:
        memory = self._memory
        if (
            memory is None
            or clock.now() - memory.since > _TRUSTED
            or len(memory.uses) + len(memory.absent) > _MOST_KEPT
        ):
            memory = self._memory = await self._load()
        return memory

    async def _load(self) -> _Memory:
        state = await self._reads.one(statements.STATE)
        assert state is not None  # noqa: S101 - the migration puts the row there
        categories = {row.lexeme for row in await self._reads.all(statements.CATEGORIES)}
        if self._memory and self._memory.version == state.synonyms:
            thesaurus = self._memory.thesaurus
        else:
            groups = await self._reads.all(statements.SYNONYMS)
            thesaurus = Thesaurus(SynonymGroup(key=row.key, words=row.words, means=row.means) for row in groups)
        return _Memory(state.synonyms, thesaurus, state.levels, categories, clock.now())

    async def _look_up(self, typed: Typed, memory: _Memory) -> None:
        """Let the memory know what the words mean and which other names are in use."""
        new = [word for word in dict.fromkeys(typed.words) if word not in memory.readings]
        names = {each for each in lookups(typed) if each not in memory.uses and each not in memory.absent}
        if not new and not names:
            return
        found = await self._words(names | set(map(canonical, new)), [key for word in new for key in heard_keys(word)])
        memory.uses |= {each.lexeme: each.uses for each in found}
        memory.absent |= {each for each in names if each not in memory.uses and each not in typed.amounts}
        for word in new:
            if meant := meanings(word, found):
                memory.readings[word] = Reading(meant)

    async def _guess(self, typed: Typed, memory: _Memory) -> tuple[dict[str, Reading], dict[str, int]]:
        """What words that mean nothing were perhaps meant to be. Not remembered: soon they may mean something."""
        named = {word for piece in typed.pieces if piece.others for word in piece.words}
        strange = [word for word in dict.fromkeys(typed.words) if word not in memory.readings and word not in named]
        if not strange:
            return {}, {}
        parts = {word: [tuple(map(canonical, both)) for both in halves(word)] for word in strange}
        lexemes = {lexeme for several in parts.values() for both in several for lexeme in both}
        found = await self._words(lexemes, [key for word in strange for key in typed_keys(word)])
        uses = {each.lexeme: each.uses for each in found}
        return {
            word: Reading(corrections=corrections(word, found), parts=_whole(parts[word], uses)) for word in strange
        }, uses

    async def _words(self, lexemes: Iterable[str], keys: Sequence[str]) -> list[KnownWord]:
        rows = await self._reads.all(statements.WORDS, sorted(lexemes), keys)
        return [KnownWord(row.lexeme, row.shown, row.uses) for row in rows]


def _whole(parts: Iterable[Phrase], uses: Mapping[str, int]) -> Phrase:
    """The likeliest way to read a word as two: both are in use, the rarer one as much as can be."""
    known = [both for both in parts if all(lexeme in uses for lexeme in both)]
    return max(known, key=lambda both: (min(uses[lexeme] for lexeme in both), min(map(len, both))), default=())
