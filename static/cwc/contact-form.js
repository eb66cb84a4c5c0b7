// The coded part of the log form is fetched again when the kind or the fiscal year changes.
// What was chosen while the answer was on its way must not be lost: it is put back after the swap.
(() => {
  "use strict";
  const area = () => document.getElementById("categories");
  let chosen = [];
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === area()) {
      chosen = [...area().querySelectorAll("input:checked")].map((input) => input.id);
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== area()) return;
    for (const input of area().querySelectorAll("input")) {
      input.checked = chosen.includes(input.id);
    }
  });
})();
