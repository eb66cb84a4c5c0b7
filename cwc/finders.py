"""Static files that arrive inside Python packages, taken one by one."""
from importlib.metadata import distribution

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage


class BootstrapFinder(BaseFinder):
    """The one file of bootstrap-wrapper's eight megabytes that pages load: bootstrap/css/bootstrap.min.css."""

    files = ("bootstrap/css/bootstrap.min.css",)

    def __init__(self, app_names=None, *args, **kwargs):
        self.storage = FileSystemStorage(location=distribution("bootstrap-wrapper").locate_file(""))
        self.storage.prefix = ""

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        """The file's place on disk, or [] when it is not one of ours."""
        found = self.storage.path(path) if path in self.files else None
        return ([found] if found else []) if find_all else (found or [])

    def list(self, ignore_patterns):
        """Every (path, storage) to collect."""
        return ((path, self.storage) for path in self.files if not matches_patterns(path, ignore_patterns))
