"""The tick of what was entered by mistake (取り消し)."""
from .base import RecordForm


class WithdrawableForm(RecordForm):
    """A form whose stored row can be taken back; a new one has nothing to take back."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            del self.fields["is_withdrawn"]
