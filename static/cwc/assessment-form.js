// The questions are fetched again when the fiscal year of the day changes. What is typed while the answer is on its way is not in
// the answer, and a conversion (IME) would end with the field that it is made in: then they are asked for once more, with all that
// is typed by that time.
(() => {
  "use strict";
  const area = document.getElementById("questions");
  if (!area) return;
  let sent = "";
  let composing = false;
  const typed = () => JSON.stringify([...new FormData(area.closest("form"))].filter(([name]) => name.startsWith("question_")));
  const again = () => {
    if (composing) area.addEventListener("compositionend", () => setTimeout(again), { once: true });
    else htmx.trigger(area, "asked-again");
  };
  area.addEventListener("compositionstart", () => { composing = true; });
  area.addEventListener("compositionend", () => { composing = false; });
  area.addEventListener("htmx:beforeRequest", () => { sent = typed(); });
  area.addEventListener("htmx:beforeSwap", (event) => {
    if (!event.detail.shouldSwap || (!composing && typed() === sent)) return;
    event.detail.shouldSwap = false;
    setTimeout(again, 300);
  });
})();
