// ほかのケース of a log entry: numbers in one field. What is typed after the last 「、」 is looked for, and a case that is
// chosen puts its number there. How often the contact will count is said while it is typed, with what is typed counted as
// it stands; while some of it is not known to be a case, that is said, too.
(() => {
  "use strict";
  const place = document.querySelector("[data-also]");
  if (!place) return;
  const [typed, list, chosen, rule] = ["id_also_cases", "also-found", "also-chosen", "also-rule"].map((id) => document.getElementById(id));
  // White space divides what looks like numbers (C-2 C-3, c2 3); 「山田 花子」 and 「090 1234」 are looked for as they stand.
  const hasDigit = (word) => /[0-9０-９]/.test(word);
  const isNumber = (word) => hasDigit(word) && /[^0-9０-９]/.test(word);
  const apart = (part) => { const each = part.trim().split(/\s+/); return each.every(hasDigit) && each.some(isNumber) ? each : [part.trim()]; };
  const parts = () => typed.value.split(/[、,，;；]/).flatMap(apart);
  const numbers = () => parts().filter(Boolean);
  const words = () => parts().pop();
  const named = new Map([...chosen.children].map((line) => [line.dataset.number, line]));
  const asked = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  Object.entries(asked).forEach(([name, value]) => typed.setAttribute(name, value));
  function show() {
    const typedNow = new Set(numbers());
    chosen.replaceChildren(...[...typedNow].filter((number) => named.has(number)).map((number) => named.get(number)));
    const isChecked = [...typedNow].every((number) => named.has(number));
    const said = rule.dataset[typedNow.size ? "rule" : "one"].trim().replace("{n}", typedNow.size + 1) + (isChecked ? "" : rule.dataset.unchecked);
    if (rule.textContent !== said) rule.textContent = said; // read out where it changes, not at each letter
  }
  function choose(option) {
    const line = document.createElement("li");
    line.innerHTML = option.innerHTML;
    line.querySelectorAll("[data-why]").forEach((why) => why.remove()); // of what was typed, not of the case
    line.dataset.number = option.querySelector("strong").textContent;
    named.set(line.dataset.number, line);
    const before = numbers().slice(0, -1).filter((number) => number !== line.dataset.number);
    typed.value = [...before, line.dataset.number, ""].join("、");
    typed.dispatchEvent(new Event("change", { bubbles: true }));
    show();
  }
  cwcCombobox(typed, list, place.dataset.also, {
    place, words, choose, blank: () => document.dispatchEvent(new CustomEvent("cwc:next")),
  });
  typed.addEventListener("input", show);
  // A field of one line drops line breaks, and two numbers of a column of a sheet would become one.
  typed.addEventListener("paste", (event) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[\r\n\t]/.test(pasted.trim())) return;
    event.preventDefault();
    typed.setRangeText(pasted.trim().split(/[\r\n\t]+/).join("、"), typed.selectionStart, typed.selectionEnd, "end");
    typed.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
