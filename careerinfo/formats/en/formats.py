"""The one form of days and times that pages, mails and the admin show: November 26, 2026, 2:30 p.m. EST."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, g:i a T"
