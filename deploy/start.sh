#!/bin/sh
# One container, or one machine's user, that does it all: a key and a database are made on the first start.
set -eu
key="$VAR_DIR/secret_key"
if [ -z "${SECRET_KEY:-}${SECRET_KEY_FILE:-}" ] && [ ! -s "$key" ]; then
  (umask 077 && python -c 'import secrets; print(secrets.token_urlsafe(50))' >"$key")
fi
python manage.py prepare
exec gunicorn careerinfo.wsgi
