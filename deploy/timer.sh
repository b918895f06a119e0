#!/bin/sh
# What systemd's timers do on a machine: scheduled drafts each minute, and the rest once a day.
set -u
today=$(date +%F)
while :; do
  python manage.py publish_due
  if [ "$(date +%F)" != "$today" ]; then
    today=$(date +%F)
    python manage.py backup
    python manage.py personal_data expire
    python manage.py check_links
    python manage.py send_review_reminders
  fi
  sleep 60
done
