"""What tests of mail share: the worker, as often as it has something to do, and rows of the outbox."""

from signups.mail.worker import Worker


def deliver() -> dict:
    """Send what is due, as the worker does: how many mails had which result."""
    worker = Worker()
    try:
        return {result.name: count for result, count in worker.finish_what_is_due().items()}
    finally:
        worker.end()
