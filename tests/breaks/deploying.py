"""Breaks of how the site is run, of nginx in front of it, and of going from one version to the next."""

from .one import Break

SITE = "deploy/nginx/site.conf"

DEPLOYING = [
    Break(
        "staff see what nginx kept instead of what they have just written",
        SITE,
        "proxy_cache_bypass $careerinfo_staff $http_authorization",
        "proxy_cache_bypass $http_authorization",
        "site/test_nginx.py",
    ),
    Break(
        "what staff see is kept for everybody",
        SITE,
        "proxy_no_cache $careerinfo_staff $http_authorization",
        "proxy_no_cache $http_authorization",
        "site/test_nginx.py",
    ),
    Break(
        "visitors say themselves where they come from",
        SITE,
        "X-Forwarded-For $remote_addr;",
        "X-Forwarded-For $proxy_add_x_forwarded_for;",
        "site/test_nginx.py",
    ),
    Break(
        "a page that nobody asked for in a while is shown as it was long ago",
        SITE,
        "proxy_cache_use_stale error",
        "proxy_cache_use_stale updating error",
        "site/test_nginx.py",
    ),
    Break(
        "browsers without brotli are given a page in it",
        SITE,
        "$request_uri $careerinfo_accepted",
        "$request_uri",
        "site/test_nginx.py",
    ),
    Break(
        "anybody fills nginx's cache by made-up queries",
        SITE,
        "proxy_no_cache $careerinfo_staff $http_authorization $is_args",
        "proxy_no_cache $careerinfo_staff $http_authorization",
        "site/test_nginx.py",
    ),
    Break(
        "nginx's log has the keys of askers' links",
        "deploy/nginx/shared.conf",
        "$request_method $careerinfo_logged_path",
        "$request_method $uri",
        "site/test_nginx.py",
    ),
    Break(
        "static files from disk lack a header that the site sends",
        "deploy/nginx/static-headers.conf",
        "add_header X-Content-Type-Options nosniff;\n",
        "",
        "site/test_site_behind_nginx.py",
    ),
    Break(
        "a site whose socket systemd holds opens one of its own, and a restart refuses visitors",
        "gunicorn.conf.py",
        ' and "LISTEN_FDS" not in os.environ',
        "",
        "site/test_site_behind_nginx.py",
    ),
    Break(
        "the database is changed though no backup was made",
        "careerinfo/upgrading.py",
        'raise UpgradeFailed(f"No backup was made: {error} Nothing was changed.") from error',
        "return",
        "site/test_upgrading.py",
    ),
    Break(
        "a password's file is read with its line break",
        "careerinfo/environment.py",
        "super().__getitem__(name).strip()",
        "super().__getitem__(name)",
        "site/test_settings.py",
    ),
    Break(
        "a second mail worker takes the one that is sending for one that has ended, and its mail goes twice",
        "deploy/systemd/careerinfo-mail.service",
        "ProtectControlGroups=true\n",
        "ProtectControlGroups=true\nProtectProc=invisible\n",
        "site/test_deployment.py",
    ),
    Break(
        "in containers what is due once a day is done again with each start",
        "deploy/timer.sh",
        'echo "$today" >"$kept"',
        ":",
        "site/test_deployment.py",
    ),
    Break(
        "a setting of the README has no effect in containers",
        "compose.yaml",
        "    SITE_NAME:\n",
        "",
        "site/test_deployment.py",
    ),
]
