"""Success stories: how likely such an outcome is without the product, and what one story weighs."""

from exoburn.studies.story.answering import story_answer
from exoburn.studies.story.read import load_story, read_story
from exoburn.studies.story.statement import Story

__all__ = ["Story", "load_story", "read_story", "story_answer"]
