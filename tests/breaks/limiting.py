"""Breaks of what keeps the site open to everybody: limits, bounds of bodies, slow visitors, passwords in turn."""

from .one import Break

SLOW = "site/test_slow_clients.py"
VISITS = "site/test_limited_visits.py"
TALLIES = "signups/test_tallies.py"
BODIES = "site/test_bounded_bodies.py"
HASHING = "site/test_hashing.py"

LIMITING = [
    Break(
        "a slow head holds a thread",
        "careerinfo/safety/slow_clients.py",
        "        if arrived is Arrived.PARTLY:\n            self.reading[conn] = None\n",
        "        if arrived is None:\n            self.reading[conn] = None\n",
        SLOW,
    ),
    Break(
        "a slow form holds a thread",
        "careerinfo/safety/connections.py",
        "return Arrived.WHOLE if len(held) >= self._whole_at else Arrived.PARTLY",
        "return Arrived.WHOLE",
        SLOW,
    ),
    Break(
        "slow uploads hold all threads",
        "careerinfo/safety/slow_clients.py",
        "while self.waiting and self.slow < self.most_slow:",
        "while self.waiting:",
        SLOW,
    ),
    Break(
        "a connection that ends holds up everybody",
        "careerinfo/safety/connections.py",
        "            self.linger(self)\n        else:\n            super().close()\n",
        "            super().close(graceful=True)\n        else:\n            super().close()\n",
        SLOW,
    ),
    Break(
        "slow visitors leave no room for others",
        "careerinfo/safety/slow_clients.py",
        "        if self.nr_conns >= self.worker_connections * FULL:\n            self._make_room()\n",
        "",
        SLOW,
    ),
    Break(
        "an upload that stalls is waited for",
        "careerinfo/safety/connections.py",
        "        self.sock.settimeout(left)\n",
        "        self.sock.settimeout(None)\n",
        SLOW,
    ),
    Break(
        "searches are not limited",
        "careerinfo/safety/visits.py",
        'return SEARCHES if request.META.get("QUERY_STRING") or _says_it_is_staff(request) else None',
        "return None",
        VISITS,
    ),
    Break(
        "whoever passes by the cache has any number of pages made",
        "careerinfo/safety/visits.py",
        'request.META.get("QUERY_STRING") or _says_it_is_staff(request) else',
        'request.META.get("QUERY_STRING") else',
        VISITS,
    ),
    Break(
        "a form of another site is given a button of this one",
        "careerinfo/typed.py",
        "if files or is_from_elsewhere(request) or",
        "if files or",
        VISITS,
    ),
    Break(
        "what was typed is lost when a form has to wait",
        "careerinfo/typed.py",
        "for name, values in sent.lists() for value in values]",
        "for name, values in sent.lists() for value in values[:0]]",
        VISITS,
    ),
    Break(
        "all networks together have no limit",
        "careerinfo/safety/visits.py",
        'return wait or tallies.wait_for(often.of_site, "all")',
        "return wait",
        VISITS,
    ),
    Break(
        "whoever is in danger waits for others",
        "careerinfo/safety/visits.py",
        "        if not wait or _is_in_danger(request):\n",
        "        if not wait:\n",
        VISITS,
    ),
    Break(
        "one page is good for any number of forms",
        "signups/guard.py",
        "if not self.is_one_of_several and tallies.wait_for(ONE_PAGE, opened):",
        "if False:",
        VISITS,
    ),
    Break(
        "each search writes a row",
        "signups/tallies.py",
        "if tally.counted <= alone or tally.unwritten < max(1, window.most // AT_ONCE):",
        "if False:",
        TALLIES,
    ),
    Break(
        "each process has a limit of its own",
        "signups/tallies.py",
        "wait = limits.wait_for(limit, *subject, count=count)",
        "wait = 60 if tally.counted > window.most else 0",
        TALLIES,
    ),
    Break(
        "made-up networks fill the memory",
        "signups/tallies.py",
        "            _kept.popitem(last=False)\n",
        "            pass\n",
        TALLIES,
    ),
    Break(
        "strangers upload files",
        "careerinfo/safety/bodies.py",
        'return float("inf") if request.session.get(SESSION_KEY) else settings.FORM_BYTES',
        'return float("inf")',
        BODIES,
    ),
    Break(
        "any number of passwords is hashed at once",
        "careerinfo/signing_in/hashing.py",
        '_hashing = ThreadPoolExecutor(1, "passwords", _give_way)',
        '_hashing = ThreadPoolExecutor(8, "passwords", _give_way)',
        HASHING,
    ),
    Break(
        "who has to wait for others' passwords has used up a guess",
        "careerinfo/signing_in/forms.py",
        "            with hashing.place():\n                yield\n",
        "            yield\n",
        HASHING,
    ),
]
