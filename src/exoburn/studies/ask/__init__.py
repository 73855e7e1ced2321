"""Questions that people ask, answered for a case in plain words with counts of 100 people."""

from exoburn.studies.ask.answer import Answer, Block
from exoburn.studies.ask.answering import QUESTIONS, ask
from exoburn.studies.ask.numbers import Numbers, numbers_of

__all__ = ["QUESTIONS", "Answer", "Block", "Numbers", "ask", "numbers_of"]
