"""How passwords are hashed."""
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 46 MiB, two passes and one lane: about 0.15 s on one core of a small server.

    Chosen above the OWASP floor (19 MiB, two passes) and below Django's default of 100 MiB and eight lanes, with
    which ten people logging in at nine o'clock would take 1 GiB. As many run at once as there are workers.
    """

    memory_cost = 46 * 1024
    time_cost = 2
    parallelism = 1
