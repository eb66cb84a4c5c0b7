"""アセスメント of a case, and the council's questions for it."""
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.assessing import by_section, compared
from cases.forms.assessments import PREFIX, AssessmentForm, QuestionForm
from cases.models import Assessment, Case, Question, User
from cases.periods import fiscal_year_of
from cases.services.assessments import store_assessment

from .banners import banners, permissions
from .form_drafts import form_drafts
from .record_pages import record_page, restored


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def case_assessment(request, pk):
    """Fill in an assessment of a case."""
    case = access.get_case(request.user, pk, to_change=True)
    return _page(request, Assessment(case=case), "アセスメントを登録しました。")


@require_http_methods(["GET", "POST"])
@access.roles(*access.EVERYONE)
def assessment_edit(request, pk):
    """Change an assessment."""
    assessment = access.get_part(request.user, Assessment, pk, to_change=True)
    return _page(request, assessment, "アセスメントを保存しました。", _restored(request, assessment))


@require_POST
@access.roles(*access.EVERYONE)
def assessment_questions(request):
    """The questions of the form again, for the fiscal year of another date; what is typed stays. 204 where the page shows those of that year."""
    typed = {name: "\n".join(request.POST.getlist(name)) for name in request.POST if name == "date" or name.startswith(PREFIX)}
    form = AssessmentForm(instance=Assessment(), initial=typed)
    if request.POST.get("asked_year") == str(form.year):
        return HttpResponse(status=204)
    return render(request, "cases/assessments/form.html#questions", {"form": form})


@require_GET
@access.roles(*access.EVERYONE)
def assessment_detail(request, pk):
    """An assessment beside the one before it."""
    assessment = access.get_part(request.user, Assessment, pk)
    earlier = Q(date__lt=assessment.date) | Q(date=assessment.date, pk__lt=assessment.pk)
    before = access.visible_parts(request.user, Assessment).standing().filter(earlier, case=assessment.case).first()
    return render(request, "cases/assessments/detail.html", {
        "assessment": assessment, "case": assessment.case, "before": before, "sections": compared(assessment, before),
        **permissions(request.user, assessment.case), **banners(request.user, assessment.case)})


@require_GET
@access.roles(access.ADMIN)
def question_list(request):
    """The council's questions by section, and which of them are asked this year."""
    questions = list(Question.objects.all())
    asked = set(Question.objects.in_year(fiscal_year_of(timezone.localdate())).values_list("pk", flat=True))
    return render(request, "cases/questions/list.html", {"sections": by_section(questions, [(each, each.pk in asked) for each in questions])})


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def question_new(request):
    """Add a question."""
    return _question_page(request, Question(), "項目を追加しました。")


@require_http_methods(["GET", "POST"])
@access.roles(access.ADMIN)
def question_edit(request, pk):
    """Change a question, or end it."""
    return _question_page(request, get_object_or_404(Question, pk=pk), "項目を保存しました。")


def assessments_of(user: User, case: Case) -> dict:
    """What the page of a case says of its assessments."""
    return {"assessments": access.visible_parts(user, Assessment).filter(case=case).select_related("created_by")}


def _restored(request, assessment: Assessment) -> dict:
    """As `restored`, the answers too: what was not answered then is blank."""
    if not (state := restored(request, assessment)):
        return {}
    then = dict.fromkeys(assessment.answers.values_list("question", flat=True), "") | dict(state.pop("answers"))
    return state | {f"{PREFIX}{pk}": value for pk, value in then.items()}


def _page(request, assessment: Assessment, saved_words: str, initial: dict | None = None):
    drafts = form_drafts(request, "assessment", assessment, assessment.case_id)
    form = drafts.fill(AssessmentForm, initial=initial or {})
    return record_page(request, form, "cases/assessments/form.html", saved_words=saved_words, store=_store, edit="assessment_edit",
                       address=lambda saved: reverse("assessment_detail", args=[saved.pk]), case=assessment.case,
                       among=access.visible_parts(request.user, Assessment), drafts=drafts,
                       assessment=None if assessment._state.adding else assessment, **banners(request.user, assessment.case))


def _store(form: AssessmentForm, *, by) -> Assessment:
    return store_assessment(assessment=form.save(commit=False), version=form.cleaned_data.get("version"), said=form.said, by=by)


def _question_page(request, question: Question, saved_words: str):
    drafts = form_drafts(request, "question", question)
    return record_page(request, drafts.fill(QuestionForm), "cases/questions/form.html", drafts=drafts, saved_words=saved_words, edit="question_edit",
                       address=lambda saved: reverse("question_list"), among=Question.objects.all(),
                       question=None if question._state.adding else question)
