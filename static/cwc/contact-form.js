// The coded part of the log form is fetched again when the kind or the fiscal year changes.
// What was chosen while the answer was on its way must not be lost: it is put back after the swap, by its own
// name and code. A choice that the other year does not have stays away; the page says so (server). What is asked
// only now starts as the server fills it in. Where the server fills up what the last contact of a case had, only what was
// changed since it was asked is put back.
(() => {
  "use strict";
  const area = () => document.getElementById("categories");
  const inputs = () => [...area().querySelectorAll("input[type=radio], input[type=checkbox]")];
  const key = (input) => `${input.name}=${input.value}`;
  let [chosen, asked, changed] = [new Set(), new Set(), new Set()];
  document.addEventListener("change", (event) => { if (area().contains(event.target)) changed.add(event.target.name); });
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.detail.target === area()) changed.clear(); });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target !== area()) return;
    chosen = new Set(inputs().filter((input) => input.checked).map(key));
    asked = new Set(inputs().map((input) => input.name));
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== area()) return;
    const kept = area().querySelector("[data-filled]") ? changed : asked;
    for (const input of inputs()) if (kept.has(input.name)) input.checked = chosen.has(key(input));
  });
})();
