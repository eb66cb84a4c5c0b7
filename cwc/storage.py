"""Static files with hashed names, tolerant of vendored files that point to missing source maps."""
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; what was not collected (a source map, any file before collectstatic) keeps its name."""

    manifest_strict = False

    def hashed_name(self, name, content=None, filename=None):
        """The name with its hash, or the plain name of a file that is not there."""
        try:
            return super().hashed_name(name, content, filename)
        except ValueError:
            return name
