"""Who is at the keyboard: log-in, second factor, locks, sessions, passwords, invitations.

allauth runs every log-in (login.py, adapters.py); what it would keep in a cache per process is kept in the
database instead (limits.py, codes.py), so that it holds across workers and restarts.
"""
