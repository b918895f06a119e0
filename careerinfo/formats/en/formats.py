"""The one form of days that pages and the admin show: November 26, 2026."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, g:i a"
