"""The postal codes of the United States: states, the federal district, territories and freely associated states."""

_CODES = """
    AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA
    RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI FM MH PW
"""
POSTAL_CODES = frozenset(_CODES.split())
