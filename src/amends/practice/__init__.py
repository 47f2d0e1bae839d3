"""Drills: which comes next, and what a second look sees in an answer. Nothing here keeps, counts or grades anything."""

from amends.practice.answers import AnswerLook, look_at_answer
from amends.practice.next_drill import next_drill, suited
from amends.practice.picks import ASKING, Pick, check_pick

__all__ = ["ASKING", "AnswerLook", "Pick", "check_pick", "look_at_answer", "next_drill", "suited"]
