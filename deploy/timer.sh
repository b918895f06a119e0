#!/bin/sh
# What systemd's timers do on a machine: scheduled drafts each minute, and the rest once a day.
set -u
# Kept in a file: a day that passed while nothing ran is made up for, and the first backup is made at once.
kept="$VAR_DIR/timer_day"
done_on=$(cat "$kept" 2>/dev/null)
while :; do
  python manage.py publish_due
  today=$(date +%F)
  if [ "$today" != "$done_on" ]; then
    python manage.py backup
    python manage.py personal_data expire
    python manage.py check_links
    python manage.py send_review_reminders
    done_on=$today
    echo "$today" >"$kept"
  fi
  sleep 60
done
