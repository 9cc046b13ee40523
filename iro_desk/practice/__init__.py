"""The practice caseload: invented children, their lives in care, and the return's tables that tell of them."""

PRACTICE_OFFICER = "Frances Adeyemi"
"""Whose practice desk it is."""
