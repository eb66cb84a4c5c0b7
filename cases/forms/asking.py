"""A form that asks once about what may be a mistake, and saves it when it is told that it is none."""
import hashlib
from collections.abc import Sequence

ASK = "まちがいがないか確かめて、このままでよければ「このまま保存する」を押してください。"
ANYWAY = "anyway"


class AsksAboutDoubts:
    """Mixin: `questions` are open when `ask` has found that nobody has answered them. An answer holds for what was asked, for nothing else."""

    ask_words = ASK
    questions: Sequence[str] = ()

    def ask(self, questions: Sequence[str]) -> None:
        """Make an error of questions that the form does not answer."""
        if questions and self.data.get(ANYWAY) != _answer(questions):
            self.questions = questions
            self.add_error(None, self.ask_words)

    @property
    def answer(self) -> str:
        """What the button sends that saves it all the same."""
        return _answer(self.questions)


def _answer(questions: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(questions).encode()).hexdigest()[:16]
