"""What holds for every test."""

from hypothesis import HealthCheck, settings

# How long an example takes is the machine's affair: speed lives in `make bench`.
settings.register_profile("academy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("academy")
