// The cases of a meeting: what is typed after the last 「、」 is looked for, and a case that is chosen puts its number there
// (combobox.js). Without this script the numbers are typed.
(() => {
  "use strict";
  const typed = document.querySelector("[data-cases]");
  if (!typed) return;
  const [box, list] = [document.createElement("div"), document.createElement("div")];
  box.className = "who-box";
  typed.replaceWith(box);
  box.append(typed, list);
  Object.assign(list, { id: "meeting-cases-found", role: "listbox", ariaLabel: "ケースの候補", hidden: true });
  const asked = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  Object.entries(asked).forEach(([name, value]) => typed.setAttribute(name, value));
  const parts = () => typed.value.split(/[、,，;；]/).map((part) => part.trim());
  function choose(option) {
    const number = option.querySelector("strong").textContent;
    typed.value = [...parts().slice(0, -1).filter((each) => each && each !== number), number, ""].join("、");
    typed.dispatchEvent(new Event("change", { bubbles: true }));
  }
  cwcCombobox(typed, list, typed.dataset.cases, { place: box, words: () => parts().pop(), choose, blank: () => {} });
})();
