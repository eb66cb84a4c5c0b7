"""The audit's triggers on PostgreSQL. They run with the rights of the tables' owner: the application needs none of them."""
from .layout import CONTEXT, ENTRY, HASHED, HEAD, MASKED, OBJECT, REVISION, SEPARATOR, Watch

_CONTEXT_COLUMNS = ", ".join(CONTEXT)
_CONTEXT_VALUES = ", ".join(f"coalesce(context ->> '{name}', '')" for name in CONTEXT)
_HASH = "encode(sha256(convert_to({}, 'UTF8')), 'hex')"



def _chained(number: str, before: str, prefix: str) -> str:
    """The hash of an entry whose fields are `prefix` and their names, after the entry with the hash `before`."""
    fields = ", ".join(f"{prefix}{name}::text" for name in HASHED)
    return _HASH.format(f"array_to_string(ARRAY[{number}::text, {before}, {fields}], chr({SEPARATOR}), '')")


# An entry gets its number and hash here and moves the head on. Only the entries of many new rows come with both
# (_CREATED), in a chain of their own that must fit: every move of the head in one transaction makes the next slower.
_SEAL = f"""
DECLARE head {HEAD}%ROWTYPE; before text;
BEGIN
    SELECT * INTO STRICT head FROM {HEAD} FOR UPDATE;
    IF NEW.hash = '' THEN
        NEW.seq := head.seq + 1;
        NEW.hash := {_chained("NEW.seq", "head.hash", "NEW.")};
        UPDATE {HEAD} SET seq = NEW.seq, hash = NEW.hash;
    ELSE
        IF NEW.seq = head.seq + 1 THEN before := head.hash;
        ELSIF NEW.seq > head.seq THEN SELECT hash INTO before FROM {ENTRY} WHERE seq = NEW.seq - 1;
        END IF;
        IF NEW.hash IS DISTINCT FROM {_chained("NEW.seq", "before", "NEW.")} OR before IS NULL THEN
            RAISE EXCEPTION 'the entry does not follow the last one' USING ERRCODE = 'insufficient_privilege';
        END IF;
    END IF;
    INSERT INTO {OBJECT} (seq, kind, object_id, listed)
    SELECT NEW.seq, rtrim(kinds.key, '*'), ids.value::bigint, kinds.key LIKE '%*'
    FROM jsonb_each(NEW.objects::jsonb) kinds, jsonb_array_elements_text(kinds.value) ids;
    RETURN NEW;
END"""

# Whoever writes a watched row locks the head first, so that no two can wait for each other.
_LOCK = f"BEGIN PERFORM 1 FROM {HEAD} FOR UPDATE; RETURN NULL; END"
_REFUSE = "BEGIN RAISE EXCEPTION 'the audit can only be added to' USING ERRCODE = 'insufficient_privilege'; END"

# Arguments of the functions below: kind, column of the id, name of the part or '', table of the part's owner or '', and
# the columns that are not told.
_CHANGE = f"""
DECLARE was jsonb; now jsonb; told jsonb; object bigint; verb text := 'changed'; hidden text;
BEGIN
    was := to_jsonb(OLD);
    IF TG_OP = 'UPDATE' THEN now := to_jsonb(NEW); END IF;
    object := (coalesce(now, was) ->> TG_ARGV[1])::bigint;
    was := was - TG_ARGV[4]::text[];
    now := now - TG_ARGV[4]::text[];
    FOREACH hidden IN ARRAY '{{{",".join(sorted(MASKED))}}}'::text[] LOOP
        IF was ? hidden THEN was := was || jsonb_build_object(hidden, left({_HASH.format("was ->> hidden")}, 8)); END IF;
        IF now ? hidden THEN now := now || jsonb_build_object(hidden, left({_HASH.format("now ->> hidden")}, 8)); END IF;
    END LOOP;
    IF TG_OP = 'UPDATE' AND was = now THEN RETURN NULL; END IF;
    IF TG_ARGV[2] <> '' THEN
        told := jsonb_build_object(TG_ARGV[2], jsonb_build_array(was, now));
    ELSE
        IF TG_OP = 'DELETE' THEN verb := 'deleted'; END IF;
        SELECT jsonb_object_agg(key, jsonb_build_array(was -> key, now -> key)) INTO told
        FROM jsonb_object_keys(was) key WHERE (was -> key) IS DISTINCT FROM (now -> key);
    END IF;
    PERFORM cwc_audit_tell(TG_ARGV[0], object, verb, told);
    RETURN NULL;
END"""

# (kind, id, verb, told): the entry and the revision of one change.
_TELL = f"""
DECLARE context jsonb := nullif(current_setting('cwc.context', true), '')::jsonb; number bigint;
BEGIN
    INSERT INTO {ENTRY} (seq, at, user_id, {_CONTEXT_COLUMNS}, action, outcome, objects, detail, hash)
    VALUES (0, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, nullif(context ->> 'user_id', '')::bigint,
        {_CONTEXT_VALUES}, $1 || '.' || $3, 'ok', jsonb_build_object($1, jsonb_build_array($2))::text,
        jsonb_build_object('digest', {_HASH.format("$4::text")})::text, '') RETURNING seq INTO number;
    INSERT INTO {REVISION} (seq, kind, object_id, action, changes) VALUES (number, $1, $2, $3, $4::text);
END"""

# The rows of one INSERT, once for all of them: one move of the head, however many there are.
_CREATED = f"""
DECLARE
    context jsonb := nullif(current_setting('cwc.context', true), '')::jsonb;
    entry {ENTRY}%ROWTYPE; head {HEAD}%ROWTYPE; object bigint;
BEGIN
    SELECT * INTO STRICT head FROM {HEAD} FOR UPDATE;
    entry.user_id := nullif(context ->> 'user_id', '')::bigint;
    {" ".join(f"entry.{name} := coalesce(context ->> '{name}', '');" for name in CONTEXT)}
    entry.action := TG_ARGV[0] || '.created';
    entry.outcome := 'ok';
    entry.detail := jsonb_build_object('digest', {_HASH.format("'{}'")})::text;
    FOR object IN EXECUTE format('SELECT %I FROM added ORDER BY id', TG_ARGV[1]) LOOP
        entry.seq := head.seq + 1;
        entry.at := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
        entry.objects := jsonb_build_object(TG_ARGV[0], jsonb_build_array(object))::text;
        entry.hash := {_chained("entry.seq", "head.hash", "entry.")};
        INSERT INTO {ENTRY} SELECT entry.*;
        INSERT INTO {REVISION} (seq, kind, object_id, action, changes) VALUES (entry.seq, TG_ARGV[0], object, 'created', '{{}}');
        head.seq := entry.seq;
        head.hash := entry.hash;
    END LOOP;
    UPDATE {HEAD} SET seq = head.seq, hash = head.hash WHERE seq <> head.seq;
    RETURN NULL;
END"""

# A plan is made once and kept. Made while the audit is short it would read all of it for the entry before each: of
# 100,000 that are added at once, for minutes. What is switched off counts as so dear that each plan would be compiled.
_BY_KEY = "SET enable_seqscan TO off SET jit TO off"

# Rows of a list that are added to a record which is not new; to any record where there is no owner to ask.
_PARTS_ADDED = """
DECLARE found record; known text := '';
BEGIN
    IF TG_ARGV[3] <> '' THEN
        known := format('JOIN %I owner ON owner.id = added.%I AND owner.version > 1', TG_ARGV[3], TG_ARGV[1]);
    END IF;
    FOR found IN EXECUTE format('SELECT added.%I AS object, to_jsonb(added) AS now FROM added %s ORDER BY added.id', TG_ARGV[1], known) LOOP
        PERFORM cwc_audit_tell(TG_ARGV[0], found.object, 'changed', jsonb_build_object(TG_ARGV[2], jsonb_build_array(NULL,
            found.now - TG_ARGV[4]::text[])));
    END LOOP;
    RETURN NULL;
END"""


def statements(watches: list[Watch]) -> list[str]:
    """All functions and triggers, safe to run again."""
    return [
        _function("cwc_audit_seal", _SEAL), _function("cwc_audit_lock", _LOCK), _function("cwc_audit_refuse", _REFUSE),
        _function("cwc_audit_tell", _TELL, "text, bigint, text, jsonb", "void"),
        "REVOKE ALL ON FUNCTION cwc_audit_tell(text, bigint, text, jsonb) FROM PUBLIC",  # only the triggers call it
        _function("cwc_audit_change", _CHANGE), _function("cwc_audit_created", _CREATED, how=_BY_KEY),
        _function("cwc_audit_parts_added", _PARTS_ADDED),
        *_trigger("audit_seal", ENTRY, "BEFORE INSERT", "cwc_audit_seal()"),
        *(text for table in (ENTRY, OBJECT, REVISION)
          for text in _trigger("audit_fixed", table, "BEFORE UPDATE OR DELETE", "cwc_audit_refuse()")),
        *_trigger("audit_fixed", HEAD, "BEFORE DELETE", "cwc_audit_refuse()"),
        *(text for watch in watches for text in _watch(watch)),
    ]


def _watch(watch: Watch) -> list[str]:
    arguments = ", ".join(f"'{each}'" for each in (watch.kind, watch.id_column, watch.part, watch.owner, f"{{{','.join(watch.left_out)}}}"))
    added = "cwc_audit_parts_added" if watch.part else "cwc_audit_created"
    return [*_trigger("audit_lock", watch.table, "BEFORE INSERT OR UPDATE OR DELETE", "cwc_audit_lock()", "STATEMENT"),
            *_trigger("audit_change", watch.table, "AFTER UPDATE OR DELETE", f"cwc_audit_change({arguments})"),
            *_trigger("audit_added", watch.table, "AFTER INSERT", f"{added}({arguments})", "STATEMENT", "REFERENCING NEW TABLE AS added")]


def _function(name: str, body: str, arguments: str = "", gives: str = "trigger", how: str = "") -> str:
    return (f"CREATE OR REPLACE FUNCTION {name}({arguments}) RETURNS {gives} LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path FROM CURRENT {how} AS $audit${body}$audit$")


def _trigger(name: str, table: str, event: str, call: str, each: str = "ROW", names: str = "") -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} {event} ON {table} {names} FOR EACH {each} EXECUTE FUNCTION {call}"]
