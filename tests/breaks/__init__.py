"""Breaks one behaviour after the other in a copy of the project, and tells which of them no test notices.

Run by hand, for some minutes: `python -m tests.breaks`, or with a part of a name: `python -m tests.breaks search`.
"""
