"""What a user states: the case file, the regimen sentence and the rules that look at both."""

from exoburn.case.arm import Arm
from exoburn.case.burn import Burn, Exposure, FirstAid, Wound
from exoburn.case.facts import facts_of
from exoburn.case.model import Case
from exoburn.case.patient import Patient
from exoburn.case.policy import Policy, Run
from exoburn.case.product import Product
from exoburn.case.read import case_schema, load_case, read_case, with_run
from exoburn.case.regimen import Regimen
from exoburn.case.rules import CLASSES, Flag, evaluate, words_of
from exoburn.case.scar import Scar
from exoburn.case.sentence import parse_regimen

__all__ = [
    "CLASSES",
    "Arm",
    "Burn",
    "Case",
    "Exposure",
    "FirstAid",
    "Flag",
    "Patient",
    "Policy",
    "Product",
    "Regimen",
    "Run",
    "Scar",
    "Wound",
    "case_schema",
    "evaluate",
    "facts_of",
    "load_case",
    "parse_regimen",
    "read_case",
    "with_run",
    "words_of",
]
