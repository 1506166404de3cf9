"""What can go wrong with questions and answers."""

from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound, TooMany


class UnknownQuestion(NotFound):
    """There is no such question or answer, or not for this caller."""

    code = "unknown_question"

    @classmethod
    def named(cls, post_id: str) -> Self:
        return cls(f"there is no question or answer {post_id}", post_id=post_id)


class AlreadyAnswered(Conflict):
    """One answers a question once."""

    code = "already_answered"

    @classmethod
    def of(cls, question_id: str) -> Self:
        return cls("you have answered this question already", question_id=question_id)


class QuestionClosed(Conflict):
    """It is not in a state for this."""

    code = "question_closed"


class TooManyQuestions(TooMany):
    """So many questions of one customer on one product wait for an answer that no more are taken."""

    code = "too_many_questions"
