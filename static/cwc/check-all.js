// One check box for all of a form: it ticks and clears those whose names end as it says, and tells how many are ticked.
(() => {
  "use strict";
  const all = document.querySelector("[data-check-all]");
  if (!all) return;
  const boxes = [...all.form.querySelectorAll(`input[type=checkbox][name$="${CSS.escape(all.dataset.checkAll)}"]`)];
  const count = all.form.querySelector("[data-check-count]");
  function show() {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    count.textContent = `${ticked.toLocaleString("ja-JP")}件に印`;
  }
  all.addEventListener("change", () => {
    boxes.forEach((box) => { box.checked = all.checked; });
    show();
  });
  all.form.addEventListener("change", show);
  window.addEventListener("pageshow", show);
  all.closest("[hidden]").hidden = false;
  show();
})();
