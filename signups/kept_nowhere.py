"""What answers say in Cache-Control that hold what somebody typed, or what only they may see."""

PRIVATE = "private, no-store"
