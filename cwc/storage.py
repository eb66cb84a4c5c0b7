"""Static files with hashed names, tolerant of vendored files that point to missing source maps."""
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; a page asking for an uncollected file falls back to its plain name."""

    manifest_strict = False
