# The site as one image: the web server, the mail worker and all commands. docs/deployment.md says how it is run.

# SQLite from 3.7.0 to 3.51.2 can damage a database that two programs write to, and Debian's is one of them. Its own
# source, as one file, comes in this package; Python's module stays as it is and loads the newer library.
FROM node:22-bookworm-slim AS sqlite-source
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /sqlite
RUN npm pack --silent better-sqlite3@13.2.0 \
    && echo "67c43ff71fee3722b1035bf814da1dc88b51551c354de281ae68f7d89871851d1c78d70163ec0ca1bb7f06fecced3cf03c05e39d946d35a12c0139d465229665  better-sqlite3-13.2.0.tgz" \
    | sha512sum --check --quiet \
    && tar --extract --gzip --strip-components=3 --file better-sqlite3-13.2.0.tgz package/deps/sqlite3

FROM python:3.11-slim-bookworm AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
WORKDIR /build
# The newest of the base's release: a pinned version is gone from its archive with the next security update.
# hadolint ignore=DL3008
RUN find / -xdev -name '*.so*' -printf '%f\n' > in-base \
    && apt-get update \
    && apt-get install --yes --no-install-recommends gcc libc6-dev postgresql-client-15 \
    && rm -rf /var/lib/apt/lists/*
# The programs of backups and what they load beyond the base, without the rest of their packages.
WORKDIR /postgresql
RUN install -D --target-directory=usr/local/bin /usr/lib/postgresql/15/bin/{pg_dump,pg_restore,psql} \
    && ldd usr/local/bin/* | awk '$3 ~ /^\// { print $1, $3 }' | sort --unique > /build/loaded \
    && awk 'NR == FNR { base[$1]; next } !($1 in base) { print $2 }' /build/in-base /build/loaded \
    | xargs install -D --target-directory=usr/local/lib
WORKDIR /sqlite
COPY --from=sqlite-source /sqlite/ .
# Debian's own options, so that only the version differs.
RUN gcc -O2 -fPIC -shared -Wl,-soname,libsqlite3.so.0 -s \
    -DSQLITE_THREADSAFE=1 -DSQLITE_SECURE_DELETE -DSQLITE_USE_URI -DSQLITE_SOUNDEX -DSQLITE_LIKE_DOESNT_MATCH_BLOBS \
    -DSQLITE_MAX_VARIABLE_NUMBER=250000 -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_ENABLE_DBSTAT_VTAB \
    -DSQLITE_ENABLE_FTS3 -DSQLITE_ENABLE_FTS3_PARENTHESIS -DSQLITE_ENABLE_FTS3_TOKENIZER -DSQLITE_ENABLE_FTS4 \
    -DSQLITE_ENABLE_FTS5 -DSQLITE_ENABLE_LOAD_EXTENSION -DSQLITE_ENABLE_MATH_FUNCTIONS -DSQLITE_ENABLE_PREUPDATE_HOOK \
    -DSQLITE_ENABLE_RTREE -DSQLITE_ENABLE_SESSION -DSQLITE_ENABLE_STMTVTAB -DSQLITE_ENABLE_UNLOCK_NOTIFY \
    -DSQLITE_ENABLE_UPDATE_DELETE_LIMIT sqlite3.c -o libsqlite3.so.0 -lm -lpthread -ldl
WORKDIR /build
COPY requirements.txt .
RUN python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --disable-pip-version-check --require-hashes \
        --requirement requirements.txt

FROM python:3.11-slim-bookworm
COPY --from=build /sqlite/libsqlite3.so.0 /usr/local/lib/
COPY --from=build /postgresql/ /
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    VAR_DIR=/var/lib/careerinfo STATIC_DIR=/srv/static BIND=0.0.0.0:8000
WORKDIR /srv/careerinfo
COPY . .
# Nothing in a running container can install anything.
RUN ldconfig \
    && python -c "import sqlite3; assert sqlite3.sqlite_version_info >= (3, 51, 3), sqlite3.sqlite_version" \
    && SECRET_KEY=for-this-step-only python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q . /venv/lib \
    && /usr/local/bin/python -m pip uninstall --quiet --yes --root-user-action=ignore pip \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin careerinfo \
    && install --directory --owner=careerinfo --group=careerinfo --mode=0750 "$VAR_DIR" \
    && install --directory --owner=careerinfo --group=careerinfo /static
USER 10001
VOLUME /var/lib/careerinfo
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "deploy/healthcheck.py"]
CMD ["deploy/start.sh"]
