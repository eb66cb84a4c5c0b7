"""The WSGI entry point that gunicorn serves; it does not start with settings that are unsafe or a database that may lose records."""
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from cases.deadlines import limit_waiting
from cases.durability import refuse_to_lose
from cwc.checks import refuse_unsafe_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cwc.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # loads every view now, so that the first answer is as fast as the others
limit_waiting()
refuse_unsafe_settings()
refuse_to_lose()

# What is loaded by now stays. Python would look through all of it for garbage again and again, about a tenth of the time of an answer.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
