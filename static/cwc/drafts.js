// The form of a record is kept as a draft while it is written: some seconds after the last change, three times as many after the
// first one where somebody types without a pause, and when the page is left or somebody logs out.
// What a refused page shows was typed and is stored nowhere yet, so it is kept at once; so is what could not be sent.
// Nothing is saved in the middle of a conversion (IME), and nothing is kept in the browser.
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const state = document.getElementById("draft-state");
  const pause = () => Number(form.dataset.draftSeconds || 5) * 1000;
  const again = "ログインし直すまで下書きは保存されません。保存のボタンを押すと、入力を残したままログインできます。";
  const words = {
    0: again, 401: again, 403: again,
    409: "別の画面でこの下書きが書き換えられました。この画面の下書きは保存していません。",
    422: "入力が長すぎるため、下書きは保存していません。",
  };
  let timer = 0;
  let since = 0; // when the first change came that is not kept yet
  let composing = false;
  let changed = document.querySelector(".error-summary, [data-unsaved]") !== null;
  let busy = false;
  let sent = false;

  const fields = () => new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const clock = () => new Date().toLocaleTimeString("ja-JP", { hour: "2-digit", minute: "2-digit" });
  const say = (answer) => {
    if (answer.status === 204) {
      return { kept: `下書きを保存しました ${clock()}`, empty: "" }[answer.headers.get("X-Draft")] ?? "この入力は、すでに保存されています。";
    }
    return words[answer.status] || "下書きを保存できませんでした。次の入力のときに、もう一度保存します。";
  };

  async function save(leaving = false) {
    clearTimeout(timer);
    if (!changed || composing || sent || (busy && !leaving)) return;
    changed = false;
    since = 0;
    busy = true;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body: fields(), keepalive: leaving, redirect: "manual", credentials: "same-origin",
        headers: { "HX-Request": "true" },
      });
      state.textContent = say(answer);
      if (answer.status >= 500) changed = true;
    } catch {
      changed = true;
      state.textContent = "通信できないため、下書きを保存できませんでした。つながり次第、もう一度保存します。";
    }
    busy = false;
    if (changed) wait();
  }
  function wait() {
    clearTimeout(timer);
    since = since || Date.now();
    timer = setTimeout(save, Math.max(0, Math.min(pause(), since + 3 * pause() - Date.now())));
  }
  function note(event) {
    if (event && event.target.id === "who") return; // what is only searched for is no record yet
    changed = true;
    if (!composing) wait();
  }
  form.addEventListener("compositionstart", () => { composing = true; clearTimeout(timer); });
  form.addEventListener("compositionend", () => { composing = false; note(); });
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", () => { sent = true; clearTimeout(timer); });
  // Once somebody is logged out nothing of theirs can be kept any more.
  document.addEventListener("submit", async (event) => {
    if (event.target.id !== "log-out" || !changed) return;
    event.preventDefault();
    await save(true);
    event.target.submit();
  });
  window.addEventListener("pageshow", (event) => {
    if (sent && !event.persisted) changed = true; // it came back: no answer (save.js)
    sent = false;
    save();
  });
  window.addEventListener("online", () => save());
  window.addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(true); });
})();
