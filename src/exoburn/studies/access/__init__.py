"""What a course would cost, who pays, what the law says, what to ask a provider, which rules fire.

Nothing here says that a person be given a product.
"""

from exoburn.studies.access.answer import Asked, access
from exoburn.studies.access.cost import CourseCost, Extra, course_cost
from exoburn.studies.access.countries import Country, country_of
from exoburn.studies.access.eligibility import eligibility
from exoburn.studies.access.plan import Payment, PaymentPlan, payment_plan
from exoburn.studies.access.price import Price, prices_of, session_price, stated_price
from exoburn.studies.access.provider import Question, questions, read_answers, score

__all__ = [
    "Asked",
    "Country",
    "CourseCost",
    "Extra",
    "Payment",
    "PaymentPlan",
    "Price",
    "Question",
    "access",
    "country_of",
    "course_cost",
    "eligibility",
    "payment_plan",
    "prices_of",
    "questions",
    "read_answers",
    "score",
    "session_price",
    "stated_price",
]
