"""Sends tens of thousands of mails to a server of its own, and kills the worker in between.

    python -m tests.benchmarks.sending [kills] [faults] [speed] [several] [queue] [--seed N] [--mails N] [--kills N]

With DATABASE_URL=postgres://... also on that server, in a database made for it. Ends with status 1 at the first fault.
"""

import os
import random
import resource
import signal
import smtplib
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

from . import real_files

PARTS = ("kills", "faults", "speed", "several", "queue")
OF_SITE = "CAREERINFO_BENCHMARK"
WORKERS, RECIPIENTS, PAIRS = 4, 100_000, 5
KIND = "benchmark"
LINE = len(f"<{uuid4()}@127.0.0.1>\n")
# The longest that somebody else may wait for the database, in seconds.
LONGEST_LOCK = 0.5
# Seconds without any progress, after which something is taken to be stuck.
PATIENCE = 300


def set_up() -> None:
    """Django, and a kind of mail to everybody who is subscribed."""
    import django

    django.setup()
    from signups.mail import kinds, sending
    from signups.models import Subscription

    sending.PAUSES = [timedelta(seconds=1)] * 3
    links = [SimpleNamespace(title=f"Career {n}", link="https://x.example/", days=n, since=None) for n in range(5)]
    context = {"name": "Ada", "count": 5, "careers": links, "more": 0, "link": "https://x.example/"}
    words = kinds.Words("reviews", "Careers to review", context)
    everybody = Subscription.objects.confirmed
    kinds.register(
        kinds.Kind(
            name=KIND, label="Benchmark", words=lambda _: words, recipients=lambda _: everybody(), is_series=True
        )
    )


def work() -> None:
    """One worker, until it is stopped or killed."""
    from signups.mail.worker import Worker

    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    worker = Worker(stopped.is_set)
    while not worker.stops():
        stopped.wait(min(worker.round(), 0.2))
    worker.end()


def start_worker() -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "tests.benchmarks.sending", "worker"], cwd=real_files.ROOT)


class Server:
    """The mail server in a process of its own, and what it took."""

    def __init__(self) -> None:
        self.port, self.file = int(os.environ["CAREERINFO_PORT"]), Path(os.environ["VAR_DIR"]) / "taken"
        self.file.write_text("")
        command = [sys.executable, "-m", "tests.mail_server", str(self.port), str(self.file)]
        self.process = subprocess.Popen(command, cwd=real_files.ROOT)
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The mail server did not start.")

    def count(self) -> int:
        return self.file.stat().st_size // LINE

    def taken(self) -> Counter:
        return Counter(self.file.read_text().splitlines())

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_) -> None:
        self.process.kill()
        self.process.wait()


def subscribe(count: int, name=lambda number: "yes") -> None:
    from signups.models import Delivery, Mailing, OutboxMark, Subscription

    for model in (Delivery, Mailing, Subscription, OutboxMark):
        model.objects.all().delete()
    for begin in range(0, count, 5_000):
        emails = [f"{name(n)}-{n}@example.org" for n in range(begin, min(begin + 5_000, count))]
        rows = [Subscription(email=email, normal_email=email, status="confirmed") for email in emails]
        Subscription.objects.bulk_create(rows)


def queue():
    from signups.mail import outbox

    return outbox.queue_for_many(KIND)


def wait_until_done(mailing, meanwhile=lambda: None) -> float:
    """Seconds from the first mail to the last."""
    from signups.models import Delivery, Mailing

    began, changed, before = time.perf_counter(), time.perf_counter(), -1
    while not Mailing.objects.filter(pk=mailing.pk, state=Mailing.State.DONE).exists():
        meanwhile()
        time.sleep(0.1)
        decided = Delivery.objects.filter(mailing=mailing).exclude(state__in=Delivery.OPEN).count()
        if decided != before:
            before, changed = decided, time.perf_counter()
        if time.perf_counter() - changed > PATIENCE:
            raise SystemExit(f"Stuck: {states(mailing)}")
    return time.perf_counter() - began


def states(mailing) -> Counter:
    return Counter(mailing.deliveries.values_list("state", flat=True))


def see_that(is_so: bool, what: str) -> None:
    if not is_so:
        raise SystemExit(f"FAULT: {what}")


def compare(mailing, server: Server, recipients: int) -> Counter:
    """None twice, none lost, none said to be sent that was not, and the sum right."""
    from signups.mail.accounting import account_of

    mailing.refresh_from_db()
    taken, counts, account = server.taken(), states(mailing), account_of(mailing)
    keys = {f"<{key}@127.0.0.1>": state for key, state in mailing.deliveries.values_list("key", "state")}
    see_that(not [name for name, times in taken.items() if times > 1], "a mail was sent twice")
    see_that(not [name for name in taken if keys[name] not in ("sent", "unknown")], "a mail was sent and not said so")
    see_that(
        not [name for name, state in keys.items() if state == "sent" and name not in taken],
        "one said to be sent was not",
    )
    see_that(
        account.adds_up and account.recipients == recipients == sum(counts.values()), f"the sum is wrong: {account}"
    )
    return counts


def kills(chance: random.Random) -> str:
    subscribe(MAILS)
    mailing = queue()
    with Server() as server:
        worker, began = start_worker(), time.perf_counter()
        for moment in sorted(chance.randrange(MAILS * 95 // 100) for _ in range(KILLS)):
            # Some die before they are ready, as the next moment is near; most in the middle of a batch.
            while server.count() < moment:
                time.sleep(0.001)
            time.sleep(chance.random() / 50)
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            worker = start_worker()
        took = wait_until_done(mailing)
        worker.terminate()
        worker.wait()
        counts = compare(mailing, server, MAILS)
    see_that(counts["unknown"] <= KILLS, f"more unknown than kills: {counts}")
    total = time.perf_counter() - began
    return f"{KILLS} kills in {total - took:.0f} s, then {took:.0f} s to the end: {dict(counts)}"


def faults(chance: random.Random) -> str:
    kinds = ["later-at-once"] * 5 + ["later-after"] * 5 + ["no", "no-data", "cut"] + ["yes"] * 87
    chosen = [kinds[number % 100] for number in range(MAILS)]
    chance.shuffle(chosen)
    subscribe(MAILS, lambda number: chosen[number])
    mailing = queue()
    with Server() as server:
        worker = start_worker()
        took = wait_until_done(mailing)
        worker.terminate()
        worker.wait()
        counts = compare(mailing, server, MAILS)
    expected = {"sent": MAILS * 97 // 100, "failed": MAILS * 2 // 100, "unknown": MAILS // 100}
    see_that(dict(counts) == expected, f"{counts} instead of {expected}")
    cut = mailing.deliveries.filter(state="unknown").exclude(subscription__email__startswith="cut")
    see_that(not cut.exists(), "some are unknown that were not cut")
    return f"{MAILS} mails in {took:.0f} s: {dict(counts)}"


def plain_loop(count: int, port: int) -> float:
    """The same messages over one connection of smtplib, with nothing asked and nothing written down."""
    from careers.site_words import remembered
    from signups.mail import kinds
    from signups.mail.message import message
    from signups.models import Delivery, Subscription

    kind, site = kinds.get(KIND), remembered.current()
    people = list(Subscription.objects.all()[:count])
    began = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as connection:
        for person in people:
            delivery = Delivery(subscription=person)
            made = message(delivery, kind, kind.words(delivery), site)
            connection.sendmail(made.from_email, made.recipients(), made.message().as_bytes(linesep="\r\n"))
    return count / (time.perf_counter() - began)


def sent_by_worker(count: int) -> float:
    """Mails a second, of a worker in this process, once all rows are there."""
    from signups.mail import expanding
    from signups.mail.worker import Worker

    queue()
    expanding.begin_due()
    while expanding.expand():
        pass
    worker, began = Worker(), time.perf_counter()
    while worker.sender.counts.get(worker_result(), 0) < count:
        worker.round()
    worker.end()
    return count / (time.perf_counter() - began)


def worker_result():
    from signups.mail.transport import Result

    return Result.SENT


def speed(chance: random.Random) -> str:
    count = MAILS // 10
    subscribe(count)
    with Server() as server:
        # In turn, and the middle of each: the machine has other things to do.
        pairs = [(plain_loop(count, server.port), sent_by_worker(count)) for _ in range(PAIRS)]
    loop, worker = (sorted(figures)[PAIRS // 2] for figures in zip(*pairs, strict=True))
    ratios = sorted(worker / loop for loop, worker in pairs)
    see_that(ratios[PAIRS // 2] >= 0.5, f"too slow: {ratios}")
    each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    return f"{worker:.0f} mails a second, a plain loop {loop:.0f}: {ratios[PAIRS // 2]:.2f} of it ({each})"


def several(chance: random.Random) -> str:
    subscribe(MAILS)
    mailing = queue()
    with Server() as server:
        workers = [start_worker() for _ in range(WORKERS)]
        took = wait_until_done(mailing)
        names = Counter(mailing.deliveries.values_list("worker", flat=True))
        for worker in workers:
            worker.terminate()
            worker.wait()
        counts = compare(mailing, server, MAILS)
    see_that(dict(counts) == {"sent": MAILS}, f"{counts}")
    see_that(len(names) == WORKERS, f"not all of them sent: {names}")
    return f"{WORKERS} workers sent {MAILS} mails in {took:.0f} s, each {sorted(names.values())}"


class Waits(threading.Thread):
    """Somebody else who writes all the time, and how long that took at most."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.longest, self.is_over = 0.0, False

    def run(self) -> None:
        from django.db import connection

        from signups.models import MailWorker

        MailWorker.objects.get_or_create(name="somebody else")
        while not self.is_over:
            began = time.perf_counter()
            MailWorker.objects.filter(name="somebody else").update(name="somebody else")
            self.longest = max(self.longest, time.perf_counter() - began)
            time.sleep(0.005)
        connection.close()


def queue_many(chance: random.Random) -> str:
    from signups.mail import expanding

    subscribe(RECIPIENTS)
    waits = Waits()
    waits.start()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    mailing = queue()
    expanding.begin_due()
    while expanding.expand():
        pass
    took, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    waits.is_over = True
    waits.join()
    see_that(mailing.deliveries.count() == RECIPIENTS, "not every recipient has a row")
    see_that(waits.longest < LONGEST_LOCK, f"somebody waited for {waits.longest:.2f} s")
    grown = (after - before) / 1024
    see_that(grown < 30, f"it took {grown:.0f} MB")
    longest = waits.longest * 1_000
    return f"{RECIPIENTS} rows in {took:.0f} s, {grown:.1f} MB more, others waited for {longest:.0f} ms at most"


def run(parts: list[str], seed: int) -> None:
    set_up()
    functions = {"kills": kills, "faults": faults, "speed": speed, "several": several, "queue": queue_many}
    for name in parts:
        print(f"{os.environ[OF_SITE]:<12}{name:<9}{functions[name](random.Random(seed))}", flush=True)


def given(name: str, default: int) -> int:
    return int(sys.argv[sys.argv.index(name) + 1]) if name in sys.argv else default


MAILS, KILLS = given("--mails", 10_000), given("--kills", 50)


def main() -> int:
    if sys.argv[1:] == ["worker"]:
        set_up()
        work()
        return 0
    parts = [part for part in sys.argv[1:] if part in PARTS] or list(PARTS)
    seed = given("--seed", random.randrange(10_000))
    if OF_SITE in os.environ:
        run(parts, seed)
        return 0
    print(f"Seed {seed}")
    with real_files.sites() as sites, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        for site in sites:
            if (made := site.manage("migrate", "--verbosity", "0")).code:
                raise SystemExit(made.output)
            own = {OF_SITE: site.name, "EMAIL_URL": f"smtp://127.0.0.1:{port}", "CAREERINFO_PORT": str(port)}
            numbers = ["--mails", str(MAILS), "--kills", str(KILLS)]
            limits = {"MAIL_PER_SECOND": "0", "MAIL_PER_DOMAIN": "0"}
            command = [sys.executable, "-m", "tests.benchmarks.sending", *parts, "--seed", str(seed), *numbers]
            if code := subprocess.run(
                command, cwd=real_files.ROOT, env={**site.environment, **own, **limits}
            ).returncode:
                return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
