"""Tests of the grading schemes."""
