# The application as an image: docker compose builds and starts it, see docs/install.md.
# Debian 12, because the package names below are those that the tests run with.
FROM python:3.12-slim-bookworm

# Pango for the PDF reports, HarfBuzz's subsetter to make them faster, a font for Japanese.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-morisawa-bizud-gothic \
    && rm -rf /var/lib/apt/lists/*

ENV PYTHONUNBUFFERED=1 PYTHONUTF8=1 DJANGO_SETTINGS_MODULE=cwc.settings XDG_CACHE_HOME=/tmp
WORKDIR /app

# The lock alone first, so that a change of the code does not install everything again.
COPY requirements/app.txt requirements/app.txt
RUN pip install --no-cache-dir --only-binary :all: --require-hashes -r requirements/app.txt

# The code and the static files belong to root: the server can read them and write nowhere but
# in /tmp. The key given here is only for this build step; the running server needs its own.
COPY . .
RUN useradd --system --uid 10001 --no-create-home cwc \
    && CWC_SECRET_KEY=for-the-build-only python manage.py collectstatic --noinput \
    && rm -f var/*.sqlite3* \
    && chmod -R a+rX /app \
    && python -m compileall -q .
USER cwc
EXPOSE 8000

# Tables are brought up to date before the first request. gunicorn as in bin/demo.
CMD ["sh", "-c", "exec python -m gunicorn cwc.wsgi:application --bind 0.0.0.0:8000 --worker-class gthread --workers ${CWC_WORKERS:-2} --threads 4 --keep-alive 0 --timeout 120 --log-level warning --no-control-socket --worker-tmp-dir /dev/shm"]
