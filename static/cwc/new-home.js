// 新しい世帯 begins with the name that was looked for as a case and was not found (combobox.js); never with a number, a
// telephone or an address. Nothing is registered by that alone: folded away, or beside a case that is chosen, it goes again.
(() => {
  "use strict";
  const place = document.querySelector(".new-home");
  const [typed, list, person] = ["who", "who-found", "id_home_person"].map((id) => document.getElementById(id));
  if (!place || !typed) return;
  let begun = "";
  const looked = () => typed.value.trim();
  const isName = (text) => Boolean(text) && !/[\d@+]/.test(text.normalize("NFKC"));
  const isNotFound = () => list.dataset.words === looked() && !list.querySelector("[data-case]");
  const filled = () => [...place.querySelectorAll("input")].filter((each) => each.value);
  function write(words) {
    person.value = words;
    person.dispatchEvent(new Event("input", { bubbles: true }));
  }
  function begin() {
    if (!place.open || filled().length || !isName(looked()) || !isNotFound()) return;
    begun = looked().slice(0, person.maxLength);
    write(begun);
  }
  function takeBack() {
    if (begun && person.value === begun && filled().length === 1) write("");
    begun = "";
  }
  place.addEventListener("toggle", () => (place.open ? begin() : takeBack()));
  typed.addEventListener("input", takeBack); // another name is looked for
  list.addEventListener("cwc:found", begin);
  document.addEventListener("cwc:case", takeBack);
})();
