"""Districts (地区), for the admin."""
from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases import access
from cases.district_names import show_apart
from cases.forms.codebook_acts import DeleteForm
from cases.forms.districts import DistrictForm
from cases.forms.joint_districts import JointDistrictForm
from cases.forms.recut import RecutForm
from cases.models import District, Draft, JointDistrict
from cases.services.codebook_edit import claim, delete_unused, recorded
from cases.services.codebook_uses import uses_of
from cases.services.districts import recut_districts, store_district
from cases.services.drafts import let_go_without_row
from cases.services.recut_preview import recut_preview
from cases.services.saving import Conflict

from .codebook_edit import act
from .form_drafts import form_drafts
from .record_pages import record_page, restored, store


@require_GET
@access.roles(access.ADMIN)
def district_list(request):
    """All districts, those of the past too."""
    districts = District.objects.annotate(town_count=Count("towns"))
    show_apart(districts)
    names = {each.code: str(each) for each in districts}
    joints = [(each, [names.get(code, code) for code in each.codes]) for each in JointDistrict.objects.all()]
    return render(request, "cases/districts/list.html", {"districts": districts, "day": timezone.localdate(), "joints": joints})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def district_new(request):
    """Enter a district."""
    return _form_page(request, District(), "地区を登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def district_edit(request, pk):
    """Change a district, or end it."""
    return _form_page(request, access.get_district(request.user, pk), "地区を保存しました。")


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def district_recut(request):
    """Re-cut districts: some end, new ones begin, old years stay as they were. A POST shows what it does; with `sure` it is done."""
    drafts = form_drafts(request, "recut", District())
    form = _recut_form(request, drafts.opened)
    context = {"form": form, **drafts.context(District())}
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        if "sure" not in request.POST:
            return render(request, "cases/districts/recut_sure.html", context | {"preview": _recut_preview(form)})
        try:
            made = _recut(request, form)
        except Conflict:
            form.add_error(None, "別の人が地区を変更しました。今の内容を確かめて、もう一度保存してください。")
        else:
            messages.success(request, f"区割りを改めました。新しい地区：{'、'.join(each.name for each in made)}")
            return redirect("district_list")
    return render(request, "cases/districts/recut.html", context, status=422 if form.errors else 200)


def _recut_form(request, draft: Draft | None) -> RecutForm:
    """The form as sent, as the draft has it, or as it begins; a draft says that districts were changed since it was begun."""
    if request.method == "POST" or draft is None:
        return RecutForm(request.POST if request.method == "POST" else None)
    form = RecutForm(draft.typed)
    if form.is_outdated:
        messages.warning(request, "この下書きを書き始めた後に、地区が変更されました。終える地区と町丁目を確かめてから、先へ進んでください。")
    return form.as_typed()


def _recut_preview(form: RecutForm):
    chosen = form.cleaned_data
    return recut_preview(starts_on=chosen["starts_on"], ending=chosen["ending"].prefetch_related("towns"), new=form.new)


@transaction.atomic
def _recut(request, form: RecutForm) -> list[District]:
    """Re-cut as the valid form says, and let its draft go. Raises Conflict."""
    chosen = form.cleaned_data
    made = recut_districts(starts_on=chosen["starts_on"], ending=chosen["ending"], new=form.new, by=request.user)
    let_go_without_row(posted=request.POST, by=request.user)
    return made


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def district_delete(request, pk):
    """Delete a district that nothing uses."""
    district = access.get_district(request.user, pk)
    form = DeleteForm(request.POST if request.method == "POST" else None, initial={"version": district.version})
    return act(request, form, district, "cases/districts/delete.html", lambda data: delete_unused(
        row=district, version=data["version"], by=request.user), saved_words=f"「{district}」を削除しました。",
        address=reverse("district_list"), uses=uses_of(district))


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def joint_new(request):
    """Put districts together into one column of the reports (合同地区)."""
    return _joint_page(request, JointDistrict(), "合同地区を登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def joint_edit(request, pk):
    """Change a joint district, or end it with a year."""
    return _joint_page(request, get_object_or_404(JointDistrict, pk=pk), "合同地区を保存しました。")


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def joint_delete(request, pk):
    """Delete a joint district: nothing is counted for it, so nothing hangs on it but the columns of old reports."""
    joint = get_object_or_404(JointDistrict, pk=pk)
    form = DeleteForm(request.POST if request.method == "POST" else None, initial={"version": joint.version})
    return act(request, form, joint, "cases/districts/joint_delete.html", lambda data: _delete_joint(joint, data["version"]),
               saved_words=f"「{joint}」を削除しました。", address=reverse("district_list"))


def _delete_joint(joint: JointDistrict, version: int | None) -> None:
    with recorded():
        claim(joint, version)
        joint.delete()


def _joint_page(request, joint: JointDistrict, saved_words: str):
    drafts = form_drafts(request, "jointdistrict", joint)
    form = drafts.fill(JointDistrictForm)
    return record_page(request, form, "cases/districts/joint_form.html", drafts=drafts, saved_words=saved_words, store=_store_joint,
                       address=lambda saved: reverse("district_list"), among=JointDistrict.objects.all(), edit="joint_edit", joint=joint)


def _store_joint(form: JointDistrictForm, *, by) -> JointDistrict:
    with recorded():
        return store(form, by=by)


def _form_page(request, district: District, saved_words: str):
    start = {} if district._state.adding else restored(request, district)
    drafts = form_drafts(request, "district", district)
    form = drafts.fill(DistrictForm, initial=start)
    return record_page(request, form, "cases/districts/form.html", drafts=drafts, saved_words=saved_words, store=_store,
                       address=lambda saved: reverse("district_list"), among=District.objects.all(),
                       edit="district_edit", district=district)


def _store(form: DistrictForm, *, by) -> District:
    return store_district(district=form.save(commit=False), towns=form.towns,
                          version=form.cleaned_data.get("version"), by=by, from_year=form.from_year)
