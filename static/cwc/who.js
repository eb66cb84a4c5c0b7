// The case of a log entry is found while its number or a name is typed (combobox.js).
// Without this script its number is typed, or it is chosen from its own page.
(() => {
  "use strict";
  const place = document.querySelector("[data-who]");
  if (!place) return;
  const [typed, list, chosen] = ["who", "who-found", "who-chosen"].map((id) => document.getElementById(id));
  const [hidden, none] = [document.getElementById("id_case"), document.getElementById("who-none")];
  const ended = document.getElementById("who-ended");
  const line = document.getElementById("case-line"); // stays in view while the groups are gone through
  if ((!hidden.value || ended) && !document.querySelector(".error-summary")) typed.focus();

  // A chosen case brings the answers of its last contact; the next key answers what is still open.
  // Taken because the field was left, it does not move the focus a second time.
  function choose(option, isLeft = false) {
    if ("nobody" in option.dataset) return nobody(isLeft);
    hidden.value = option.dataset.case;
    chosen.innerHTML = option.innerHTML;
    chosen.querySelectorAll("[data-why]").forEach((why) => why.remove()); // of what was typed, not of the case
    say(option.dataset.line);
    none.hidden = false;
    ended?.remove();
    const own = document.getElementById("id_district");
    if (own && [...own.options].some((each) => each.value === option.dataset.district)) own.value = option.dataset.district;
    typed.value = "";
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
    document.dispatchEvent(new CustomEvent("cwc:case", { detail: { isLeft } }));
  }
  // 匿名 stands in the field of the other side, where nothing else does.
  function nobody(isLeft) {
    const other = document.getElementById("id_counterpart");
    hasNone();
    if (!other.value) other.value = "匿名";
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
    if (!isLeft) document.dispatchEvent(new CustomEvent("cwc:next"));
  }
  function say(words) {
    line.querySelector("strong").textContent = words;
    line.hidden = !words;
  }
  function hasNone() {
    hidden.value = "";
    say("");
    chosen.textContent = "ケースなし";
    none.hidden = true;
    ended?.remove();
    typed.value = "";
  }
  // Who goes on to 新しい世帯 has looked in vain, and whoever was found is another.
  const isWanted = () => ![...document.querySelectorAll("#id_home_name, #id_home_person")].some((each) => each.value);
  cwcCombobox(typed, list, place.dataset.who, {
    place, isWanted, words: () => typed.value.trim(), choose, blank: () => document.dispatchEvent(new CustomEvent("cwc:next")),
  });
  none.addEventListener("click", () => {
    hasNone();
    typed.focus();
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
