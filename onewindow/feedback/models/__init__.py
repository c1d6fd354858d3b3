"""The nouns of feedback."""

from onewindow.feedback.models.concern import Author, Classifier, Concern, ConcernStep, PublishedAnswer, Task
from onewindow.feedback.models.rating import Rater, Rating, RatingTally
from onewindow.feedback.models.remedy import Remedy, RemedyStep, Suspicion

__all__ = [
    "Author",
    "Classifier",
    "Concern",
    "ConcernStep",
    "PublishedAnswer",
    "Rater",
    "Rating",
    "RatingTally",
    "Remedy",
    "RemedyStep",
    "Suspicion",
    "Task",
]
