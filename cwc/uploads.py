"""Uploads end where the largest file that is ever read ends: a disk cannot be filled through a form."""
from django.core.files.uploadhandler import FileUploadHandler

from cases.imports.limits import LARGE


class CutAtLimit(FileUploadHandler):
    """Stands first and passes on one byte more than is allowed, by which the form knows that a file is too large."""

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self.left = LARGE.upload + 1

    def receive_data_chunk(self, raw_data, start):
        """The part of the chunk that still fits, None once nothing does."""
        kept, self.left = raw_data[:self.left], max(0, self.left - len(raw_data))
        return kept or None

    def file_complete(self, file_size):
        """None: the handlers behind this one make the file."""
        return None
