// A record that has drafts is saved in one round trip: the answer is the page that follows, and stands in the place of this one
// under its own address. Reload and Back ask for pages again and send nothing. What the server refuses (422, 409, 401,
// 503) is its page with all that was typed, as without this script; where no answer comes, this page stays as it is.
// Ctrl+Enter saves from anywhere on the page, wherever the focus is, but not in the middle of a conversion (IME).
(() => {
  "use strict";
  const form = document.querySelector("form[data-draft]");
  if (!form) return;
  const seen = { page: true }; // see popstate in cwc.js
  let isSaving = false; // meanwhile the form asks for nothing, as a page that is left does
  document.addEventListener("htmx:beforeRequest", (event) => { if (isSaving) event.preventDefault(); });
  function sent(submitter) {
    const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
    if (submitter?.name) fields.set(submitter.name, submitter.value);
    return fields;
  }
  function show(html, address) {
    if (address && new URL(address, location).href !== location.href) {
      history.replaceState(seen, "");
      history.pushState(seen, "", address);
    }
    document.open();
    document.write(html);
    document.close();
    scrollTo(0, 0);
  }
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.ctrlKey || event.isComposing || event.keyCode === 229) return;
    const other = event.target.closest("form, dialog, [role=dialog], a[href]");
    if (other && other !== form && !form.contains(other)) return; // what has the focus there has its own Enter
    event.preventDefault();
    if (event.repeat || isSaving) return;
    form.requestSubmit((event.shiftKey && form.querySelector("[name=save_next]")) || form.querySelector(".save-bar [type=submit]"));
  });
  document.addEventListener("submit", async (event) => {
    if (event.target !== form || event.defaultPrevented || event.submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    isSaving = true;
    try {
      const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body: sent(event.submitter),
        credentials: "same-origin", headers: { "X-Answer-At-Once": "1" } });
      const html = await answer.text();
      if (!(answer.headers.get("Content-Type") || "").startsWith("text/html")) throw answer;
      show(html, answer.headers.get("X-Page") || (answer.redirected ? answer.url : ""));
    } catch {
      isSaving = false;
      window.dispatchEvent(new Event("pageshow")); // the buttons come back, and drafts go on
      document.dispatchEvent(new CustomEvent("htmx:sendError"));
    }
  });
})();
