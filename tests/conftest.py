"""What holds for every test."""

import signal

from hypothesis import HealthCheck, settings

# How long an example takes is the machine's affair: speed lives in `make bench`.
settings.register_profile("academy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("academy")

# A script that runs the tests in the background has interrupts ignored, and programs under test would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
