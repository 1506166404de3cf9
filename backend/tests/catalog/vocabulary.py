"""A vocabulary in memory, for tests of what searches mean: looked up as the one in the database is."""

from collections.abc import Iterable

from bdcommerce.catalog.domain.search.letters import canonical
from bdcommerce.catalog.domain.search.lexicon import (
    KnownWord,
    corrections,
    halves,
    heard_keys,
    keys,
    learnt,
    meanings,
    typed_keys,
)
from bdcommerce.catalog.domain.search.thesaurus import SynonymGroup, Thesaurus
from bdcommerce.catalog.domain.search.understanding import Reading, Understood, read, understand


class Words:
    """All words of some texts, each used so often."""

    def __init__(self, *texts: str, **uses: int) -> None:
        words = [word for text in texts for word in text.split()]
        self.known = {
            known.lexeme: KnownWord(known.lexeme, known.shown, uses.get(word, 10))
            for word in words
            for known in [learnt(word)]
        }

    def reading(self, word: str) -> Reading:
        """What is known of a word."""
        if meant := meanings(word, self._kept_under(word, heard_keys(word))):
            return Reading(meant)
        parts = next(
            (
                both
                for pair in halves(word)
                if all((both := tuple(map(canonical, pair)))[i] in self.known for i in (0, 1))
            ),
            (),
        )
        return Reading(corrections=corrections(word, self._kept_under(word, typed_keys(word))), parts=parts)

    def understand(self, text: str, *groups: SynonymGroup) -> Understood:
        """What a search means to a shop with these words."""
        thesaurus = Thesaurus(groups)
        typed = read(text, thesaurus)
        uses = {lexeme: word.uses for lexeme, word in self.known.items()}
        return understand(typed, {word: self.reading(word) for word in typed.words}, uses, thesaurus)

    def _kept_under(self, word: str, sought: Iterable[str]) -> list[KnownWord]:
        wanted, lexeme = set(sought), canonical(word)
        return [each for each in self.known.values() if each.lexeme == lexeme or wanted & set(keys(each.shown))]


def group(*words: str, means: tuple[str, ...] = ()) -> SynonymGroup:
    """Words that mean the same, or others too."""
    return SynonymGroup(key=words[0], words=list(words), means=list(means))
