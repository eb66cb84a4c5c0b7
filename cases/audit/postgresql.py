"""The audit's triggers on PostgreSQL. They run with the rights of the tables' owner: the application needs none of them."""
from .layout import CONTEXT, ENTRY, HASHED, HEAD, MASKED, OBJECT, REVISION, SEPARATOR, UNWATCHED, Watch

_CONTEXT_COLUMNS = ", ".join(CONTEXT)
_CONTEXT_VALUES = ", ".join(f"coalesce(context ->> '{name}', '')" for name in CONTEXT)
_HASH = "encode(sha256(convert_to({}, 'UTF8')), 'hex')"

_SEAL = f"""
DECLARE head {HEAD}%ROWTYPE;
BEGIN
    SELECT * INTO STRICT head FROM {HEAD} FOR UPDATE;
    NEW.seq := head.seq + 1;
    NEW.hash := {_HASH.format(f"array_to_string(ARRAY[NEW.seq::text, head.hash, {', '.join(f'NEW.{name}::text' for name in HASHED)}], chr({SEPARATOR}), '')")};
    UPDATE {HEAD} SET seq = NEW.seq, hash = NEW.hash;
    INSERT INTO {OBJECT} (seq, kind, object_id, listed)
    SELECT NEW.seq, rtrim(kinds.key, '*'), ids.value::bigint, kinds.key LIKE '%*'
    FROM jsonb_each(NEW.objects::jsonb) kinds, jsonb_array_elements_text(kinds.value) ids;
    RETURN NEW;
END"""

# Whoever writes a watched row locks the head first, so that no two can wait for each other.
_LOCK = f"BEGIN PERFORM 1 FROM {HEAD} FOR UPDATE; RETURN NULL; END"
_REFUSE = "BEGIN RAISE EXCEPTION 'the audit can only be added to' USING ERRCODE = 'insufficient_privilege'; END"

# Arguments: kind, column of the id, name of the part or '', table of the part's owner or ''.
_CHANGE = f"""
DECLARE
    context jsonb := nullif(current_setting('cwc.context', true), '')::jsonb;
    was jsonb; now jsonb; told jsonb; object bigint; number bigint; is_known boolean; verb text := 'changed'; hidden text;
BEGIN
    IF TG_OP <> 'INSERT' THEN was := to_jsonb(OLD); END IF;
    IF TG_OP <> 'DELETE' THEN now := to_jsonb(NEW); END IF;
    object := (coalesce(now, was) ->> TG_ARGV[1])::bigint;
    was := was - '{{{",".join(sorted(UNWATCHED))}}}'::text[];
    now := now - '{{{",".join(sorted(UNWATCHED))}}}'::text[];
    FOREACH hidden IN ARRAY '{{{",".join(sorted(MASKED))}}}'::text[] LOOP
        IF was ? hidden THEN was := was || jsonb_build_object(hidden, left({_HASH.format("was ->> hidden")}, 8)); END IF;
        IF now ? hidden THEN now := now || jsonb_build_object(hidden, left({_HASH.format("now ->> hidden")}, 8)); END IF;
    END LOOP;
    IF TG_OP = 'UPDATE' AND was = now THEN RETURN NULL; END IF;
    IF TG_ARGV[2] <> '' THEN
        IF TG_OP = 'INSERT' THEN
            EXECUTE format('SELECT version > 1 FROM %I WHERE id = $1', TG_ARGV[3]) INTO is_known USING object;
            IF is_known IS NOT TRUE THEN RETURN NULL; END IF;
        END IF;
        was := was - '{{id,axis_id,district_id}}'::text[] - TG_ARGV[1];
        now := now - '{{id,axis_id,district_id}}'::text[] - TG_ARGV[1];
        told := jsonb_build_object(TG_ARGV[2], jsonb_build_array(was, now));
    ELSIF TG_OP = 'INSERT' THEN
        verb := 'created'; told := '{{}}';
    ELSE
        IF TG_OP = 'DELETE' THEN verb := 'deleted'; END IF;
        SELECT jsonb_object_agg(key, jsonb_build_array(was -> key, now -> key)) INTO told
        FROM jsonb_object_keys(was) key WHERE (was -> key) IS DISTINCT FROM (now -> key);
    END IF;
    INSERT INTO {ENTRY} (seq, at, user_id, {_CONTEXT_COLUMNS}, action, outcome, objects, detail, hash)
    VALUES (0, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint, nullif(context ->> 'user_id', '')::bigint,
        {_CONTEXT_VALUES}, TG_ARGV[0] || '.' || verb, 'ok', jsonb_build_object(TG_ARGV[0], jsonb_build_array(object))::text,
        jsonb_build_object('digest', {_HASH.format("told::text")})::text, '') RETURNING seq INTO number;
    INSERT INTO {REVISION} (seq, kind, object_id, action, changes) VALUES (number, TG_ARGV[0], object, verb, told::text);
    RETURN NULL;
END"""


def statements(watches: list[Watch]) -> list[str]:
    """All functions and triggers, safe to run again."""
    return [
        _function("cwc_audit_seal", _SEAL), _function("cwc_audit_lock", _LOCK), _function("cwc_audit_refuse", _REFUSE),
        _function("cwc_audit_change", _CHANGE),
        *_trigger("audit_seal", ENTRY, "BEFORE INSERT", "cwc_audit_seal()"),
        *(text for table in (ENTRY, OBJECT, REVISION)
          for text in _trigger("audit_fixed", table, "BEFORE UPDATE OR DELETE", "cwc_audit_refuse()")),
        *_trigger("audit_fixed", HEAD, "BEFORE DELETE", "cwc_audit_refuse()"),
        *(text for watch in watches for text in _watch(watch)),
    ]


def _watch(watch: Watch) -> list[str]:
    arguments = ", ".join(f"'{each}'" for each in (watch.kind, watch.id_column, watch.part, watch.owner))
    any_change = "INSERT OR UPDATE OR DELETE"
    return [*_trigger("audit_lock", watch.table, f"BEFORE {any_change}", "cwc_audit_lock()", "STATEMENT"),
            *_trigger("audit_change", watch.table, f"AFTER {any_change}", f"cwc_audit_change({arguments})")]


def _function(name: str, body: str) -> str:
    return (f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
            f"SET search_path FROM CURRENT AS $audit${body}$audit$")


def _trigger(name: str, table: str, event: str, call: str, each: str = "ROW") -> list[str]:
    return [f"DROP TRIGGER IF EXISTS {name} ON {table}",
            f"CREATE TRIGGER {name} {event} ON {table} FOR EACH {each} EXECUTE FUNCTION {call}"]
