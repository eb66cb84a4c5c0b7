# ruff: noqa
# For each rule of rules.yml a line that it must find and one that it must not. Never run.

def examples(cursor, x, Model, request, log):
    # ruleid: sql-from-text
    cursor.execute(f"SELECT {x}")
    # ok: sql-from-text
    cursor.execute("SELECT %s", [x])
    # ruleid: queryset-extra
    Model.objects.extra(where=[x])
    # ok: queryset-extra
    Model.objects.filter(name=x)
    # ruleid: queryset-raw
    Model.objects.raw(x)
    # ok: queryset-raw
    Model.objects.values(x)
    # ruleid: rawsql
    Model.objects.annotate(n=RawSQL(x, []))
    # ok: rawsql
    Model.objects.annotate(n=Value(x))
    # ruleid: request-as-keywords
    Model.objects.filter(**request.GET)
    # ok: request-as-keywords
    Model.objects.filter(name=request.GET["q"])
    # ruleid: mark-safe
    mark_safe(x)
    # ok: mark-safe
    escape(x)
    # ruleid: format-html-of-text
    format_html(f"<b>{x}</b>")
    # ok: format-html-of-text
    format_html("<b>{}</b>", x)
    # ruleid: csrf-exempt
    csrf_exempt(x)
    # ok: csrf-exempt
    csrf_protect(x)
    # ruleid: redirect-to-request
    redirect(request.GET["next"])
    # ok: redirect-to-request
    redirect("today")
    # ruleid: object-past-access
    get_object_or_404(Case, pk=x)
    # ok: object-past-access
    access.get_case(request.user, x)
    # ruleid: shell
    subprocess.run(x, shell=True)
    # ok: shell
    subprocess.run([x])
    # ruleid: code-from-text
    eval(x)
    # ok: code-from-text
    ast.literal_eval(x)
    # ruleid: pickle
    pickle.loads(x)
    # ok: pickle
    json.loads(x)
    # ruleid: fetch
    requests.get(x)
    # ok: fetch
    request.get(x)
    # ruleid: weak-hash
    hashlib.md5(x)
    # ok: weak-hash
    hashlib.sha256(x)
    # ruleid: logged-request
    log.warning("%s", request.POST)
    # ok: logged-request
    log.warning("%s", request.path)
    # ruleid: naive-clock
    date.today()
    # ok: naive-clock
    timezone.localdate()
