"""A saga driven by hand, so that a test decides where the process dies and what comes too late."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bdcommerce.infra.sagas import OutOfTime
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.saga import Step
from bdcommerce.orders.ports import Deps

S = TypeVar("S")


@dataclass
class Driver(Generic[S]):
    """Drives one saga as infra does: stores each step's result, turns back on a refusal or past the deadline, and
    then undoes also a step that an earlier attempt may have done. It is the port `Sagas` of the code under test."""

    deps: Deps
    state: S
    steps: Sequence[Step[S, Deps]]
    step: int = 0
    attempts: int = 0
    backward: bool = False
    refusal: BdError | None = None

    @property
    def ended(self) -> bool:
        return self.step == (0 if self.backward else len(self.steps))

    async def run(self, _saga_id: str) -> S:
        while not self.ended:
            await self.attempt()
        if self.refusal:
            raise self.refusal
        return self.state

    async def until(self, name: str) -> None:
        """Everything up to a step."""
        while self.steps[self.step].name != name:
            await self.attempt()

    async def attempt(self, *, late: bool = False, die: str = "") -> None:
        """One attempt at the current step; the process dies `before` or `after` its effect."""
        self.attempts += 1
        if self.backward:
            await self._undo(die)
        elif late:
            self._turn_back(OutOfTime("too late"))
        else:
            await self._do(die)

    async def _do(self, die: str) -> None:
        step = self.steps[self.step]
        if die == "before":
            return
        try:
            state = await step.do(self.state, self.deps)
        except BdError as refusal:
            self._turn_back(refusal)
            return
        if die == "after":
            return
        self.state, self.step, self.attempts = state, self.step + 1, 0

    async def _undo(self, die: str) -> None:
        step = self.steps[self.step - 1]
        if die == "before":
            return
        state = await step.undo(self.state, self.deps) if step.undo else self.state
        if die == "after":
            return
        self.state, self.step, self.attempts = state, self.step - 1, 0

    def _turn_back(self, refusal: BdError) -> None:
        self.step += self.attempts > 1
        self.backward, self.attempts, self.refusal = True, 0, refusal
