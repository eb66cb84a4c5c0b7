"""Districts, users, local resources and the questions of the assessment as tables in and out (django-import-export).

The key is the office's own: a code or a user name. What a file has no column for stays as it is; nothing is deleted.
Passwords go neither in nor out: a new user cannot log in before an admin sets one.
"""
from .base import ReferenceResource, RowError
from .directory import ResourceResource
from .districts import DistrictResource
from .questions import QuestionResource
from .users import UserResource

__all__ = ["DistrictResource", "QuestionResource", "ReferenceResource", "ResourceResource", "RowError", "UserResource"]
