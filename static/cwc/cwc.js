// Additions to pages that work without them. No inline script anywhere: the policy of the site forbids it.
(() => {
  "use strict";

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  // -- One key: elements with data-key, when nothing is being typed (設定 can turn it off on this machine)
  const keysAreOff = () => localStorage.getItem("cwc.keys") === "off";
  const isTyping = (element) => element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (keysAreOff() || isTyping(event.target)) return;
    const target = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.matches("a, button")) target.click(); else target.focus();
  });
  each("[data-setting-keys]", (box) => {
    box.checked = !keysAreOff();
    box.addEventListener("change", () => localStorage.setItem("cwc.keys", box.checked ? "on" : "off"));
  });

  // -- A form is sent once; its buttons come back when the page is shown again
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || "repeatable" in form.dataset) return;
    if (sent.has(form)) return event.preventDefault();
    sent.add(form);
    setTimeout(() => sent.has(form) && form.querySelectorAll("button[type=submit]").forEach((button) => {
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
    }));
  });
  window.addEventListener("pageshow", () => {
    each("form button[aria-busy]", (button) => {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    });
    each("form", (form) => sent.delete(form));
    each("a[aria-busy]", rest);
  });

  // -- A page that came with the answer to a save (save.js) is asked for again on the way back
  window.addEventListener("popstate", (event) => { if (event.state?.page) location.reload(); });

  // -- Nothing typed is lost without a word
  const snapshot = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => !name.startsWith("csrf")).map(
    ([name, value]) => [name, value instanceof File ? value.name : value]));
  each("form[data-guard]", (form) => {
    const asOpened = document.querySelector(".field-error, [data-unsaved]") ? null : snapshot(form);
    window.addEventListener("beforeunload", (event) => {
      if (!sent.has(form) && snapshot(form) !== asOpened) event.preventDefault();
    });
  });

  // -- Links that take a while. With `download`, the file is fetched, so that its end and its failure are known
  function rest(link) {
    link.removeAttribute("aria-busy");
    link.textContent = link.dataset.words;
  }
  async function fetchFile(link) {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const file = document.createElement("a");
    file.href = URL.createObjectURL(await answer.blob());
    file.download = fileName(answer.headers.get("Content-Disposition") || "") || link.getAttribute("download") || "";
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60000);
  }
  function fileName(disposition) {
    const encoded = /filename\*=UTF-8''([^;]+)/i.exec(disposition);
    return encoded ? decodeURIComponent(encoded[1]) : (/filename="?([^";]+)"?/i.exec(disposition) || [])[1];
  }
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-busy]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.hasAttribute("aria-busy")) return event.preventDefault();
    link.dataset.words = link.textContent;
    link.setAttribute("aria-busy", "true");
    link.innerHTML = '<span class="spinner" aria-hidden="true"></span>';
    link.append(link.dataset.busy || "作成しています…");
    if (!link.hasAttribute("download")) return;
    event.preventDefault();
    try { await fetchFile(link); } catch { say("ファイルを作成できませんでした。時間をおいて、もう一度お試しください。"); }
    rest(link);
  });

  // -- A chip that takes the focus by a key is brought into view: its input lies at the beginning of the group
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(".btn-check:focus-visible")) target.labels[0]?.scrollIntoView({ block: "nearest" });
  });

  // -- What htmx could not do is said, not swallowed
  function say(words) {
    const place = document.getElementById("page-notices");
    const notice = document.createElement("div");
    notice.className = "notice is-error";
    notice.textContent = words;
    place.replaceChildren(notice);
    place.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("htmx:sendError", () => say("通信できませんでした。接続を確かめて、もう一度お試しください。入力した内容は残っています。"));
  document.addEventListener("htmx:responseError", (event) => say(event.detail.xhr.status === 503
    ? "サーバーが応答していません。入力した内容はこの画面に残っています。少し待って、もう一度お試しください。" : event.detail.xhr.status === 401
    ? "ログインの期限が切れています。入力した内容はこの画面に残っています。保存を押すと、ログインし直して続けられます。" : "処理できませんでした。画面を開き直して、もう一度お試しください。"));

  // -- Dates: R3.4.5 is echoed in full beside the field, and a button opens the calendar. The server decides
  const ERAS = { M: 1867, T: 1911, S: 1925, H: 1988, R: 2018, 明: 1867, 大: 1911, 昭: 1925, 平: 1988, 令: 2018 };
  const LONG = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { era: "long", year: "numeric", month: "long", day: "numeric" });
  const DAYS = { 今日: 0, 本日: 0, きょう: 0, 昨日: -1, きのう: -1, 一昨日: -2, おととい: -2, おとつい: -2, 明日: 1, あした: 1, あす: 1, 明後日: 2, あさって: 2 };
  const hiragana = (text) => text.replace(/[ァ-ヶ]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0x60));
  // 12/4, 明日, +7 in a field of a day near today; `near` is done (not after today), ahead (not before it) or near (the nearest)
  function readNear(text, near) {
    const now = new Date(), today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
    const from = /^(?:([+-])(\d{1,3})日?|(\d{1,3})日([前後]))$/.exec(text);
    const days = from ? Number(from[2] || from[3]) * (from[1] === "-" || from[4] === "前" ? -1 : 1) : DAYS[hiragana(text)];
    if (days !== undefined) return new Date(today.getFullYear(), today.getMonth(), today.getDate() + days);
    const parts = /^(\d{1,2})[月/.-](\d{1,2})日?$/.exec(text);
    const isMeant = (day) => day.getMonth() === parts[1] - 1 && (near === "near" || +day === +today || day > today === (near === "ahead"));
    const candidates = parts ? Array.from({ length: 17 }, (_, each) => new Date(today.getFullYear() + each - 8, parts[1] - 1, parts[2])) : [];
    return candidates.filter(isMeant).sort((one, other) => Math.abs(one - today) - Math.abs(other - today) || other - one)[0] || null;
  }
  function readDate(text, near) {
    const short = near ? readNear(text.normalize("NFKC").replace(/\s/g, "").replace(/[‐‑‒–—−ー]/g, "-"), near) : null;
    if (short) return short;
    const parts = /^(?:(明治?|大正?|昭和?|平成?|令和?|[MTSHR])?(\d{1,4}|元)[年/.-])(\d{1,2})[月/.-](\d{1,2})日?$/i.exec(
      text.normalize("NFKC").replace(/\s/g, ""));
    if (!parts || (!parts[1] && parts[2].length < 4)) return null;
    const year = (parts[1] ? ERAS[parts[1][0].toUpperCase()] : 0) + (parts[2] === "元" ? 1 : Number(parts[2]));
    const day = new Date(year, parts[3] - 1, parts[4]);
    return day.getMonth() === parts[3] - 1 ? day : null;
  }
  const iso = (day) => [day.getFullYear(), String(day.getMonth() + 1).padStart(2, "0"), String(day.getDate()).padStart(2, "0")].join("-");
  const full = (day) => LONG.format(day).replace(/(\D)1年/, "$1元年");
  const weekday = (day) => "日月火水木金土"[day.getDay()];
  const echoOf = (day, typed) => typed.trim() === full(day) ? `${weekday(day)}曜日` : `${full(day)}（${weekday(day)}）`;
  function dressDate(input) {
    const box = document.createElement("div");
    box.className = "date-input";
    box.innerHTML = '<span class="date-pick"><button type="button" class="btn btn-outline-secondary">暦から選ぶ</button><input type="date" tabindex="-1" aria-hidden="true"></span><span class="date-echo"></span>';
    input.before(box);
    box.prepend(input);
    const [picker, echo] = [box.querySelector("[type=date]"), box.querySelector(".date-echo")];
    const show = () => { const day = readDate(input.value, input.dataset.date); echo.textContent = day ? echoOf(day, input.value) : ""; };
    box.querySelector("button").addEventListener("click", () => {
      const day = readDate(input.value, input.dataset.date);
      picker.value = day ? iso(day) : "";
      picker.showPicker();
    });
    picker.addEventListener("change", () => {
      input.value = picker.value.replace(/-0?/g, "/");
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
      show();
    });
    input.addEventListener("input", show);
    show();
  }
  const dress = (root) => root.querySelectorAll("input[data-date]").forEach((input) => {
    if (!input.closest(".date-input")) dressDate(input);
  });
  dress(document);
  document.addEventListener("htmx:load", (event) => dress(event.target));

  // -- Another row of a formset, from its <template>
  each("[data-add-row]", (button) => button.addEventListener("click", () => {
    const prefix = button.dataset.addRow;
    const total = document.getElementById(`id_${prefix}-TOTAL_FORMS`);
    const blank = document.getElementById(`${prefix}-blank`).innerHTML.replaceAll("__prefix__", total.value);
    const rows = document.getElementById(`${prefix}-rows`);
    rows.insertAdjacentHTML("beforeend", blank);
    total.value = Number(total.value) + 1;
    dress(rows);
    rows.lastElementChild.querySelector("input:not([type=hidden]), select, textarea").focus();
  }));

  // -- Print, and choices that answer at once
  window.addEventListener("beforeprint", () => {
    const token = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
    if (!document.body.dataset.printNoted) return;
    fetch(document.body.dataset.printNoted, { method: "POST", keepalive: true, credentials: "same-origin", headers: token,
      body: new URLSearchParams({ page: location.pathname }) });
  });
  each("[data-print]", (button) => button.addEventListener("click", () => window.print()));
  each("[data-submit-on-change]", (field) => field.addEventListener("change", () => field.form.requestSubmit()));

  // -- A figure that is wider than the screen begins with its middle, where the household is
  each(".family-scroll", (frame) => { frame.scrollLeft = (frame.scrollWidth - frame.clientWidth) / 2; });

  // -- After an error the summary is read first
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
