// A page that shows how far a long piece of work is, kept up to date. Without it the page reloads itself.
(() => {
  "use strict";
  const place = document.querySelector("[data-progress]");
  const cancel = document.querySelector("[data-cancel]");
  if (!place) return;

  async function look() {
    let answer;
    try {
      answer = await fetch(place.dataset.progress, { headers: { "X-Part": "bar" }, redirect: "manual", credentials: "same-origin" });
    } catch {
      return; // no network for a moment: the next look tells
    }
    if (answer.type === "opaqueredirect") {
      clearInterval(timer);
      location.reload();
    } else if (answer.ok) {
      show(await answer.text());
    }
  }

  function show(html) {
    const words = place.querySelector("#job-words");
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    const said = fresh.querySelector("#job-words");
    if (words.textContent !== said.textContent) words.textContent = said.textContent; // read out once a step
    said.replaceWith(words);
    place.replaceChildren(...fresh.childNodes);
    if (cancel) cancel.hidden = !!place.querySelector("[data-past-cancelling]");
  }

  const timer = setInterval(look, 2000);
})();
