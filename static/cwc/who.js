// The case of a log entry is found while its number or a name is typed. What is typed is posted, never in an address;
// nothing is asked in the middle of a conversion (IME). Without this script a case is chosen from its own page.
(() => {
  "use strict";
  const place = document.querySelector("[data-who]");
  if (!place) return;
  const [typed, list, chosen] = ["who", "who-found", "who-chosen"].map((id) => document.getElementById(id));
  const [hidden, none] = [document.getElementById("id_case"), document.getElementById("who-none")];
  const district = () => document.getElementById("id_district");
  let [timer, asked, active] = [0, 0, -1];
  typed.hidden = false;
  if (!hidden.value && !document.querySelector(".error-summary")) typed.focus();

  const options = () => [...list.querySelectorAll("[data-case]")];
  function open(isOpen) {
    list.hidden = !isOpen;
    typed.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) mark(-1);
  }
  function mark(place) {
    active = place;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = options()[place];
    if (option) {
      typed.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else typed.removeAttribute("aria-activedescendant");
  }
  async function ask() {
    const mine = ++asked;
    const words = typed.value.trim();
    if (!words) return open(false);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(place.dataset.who, { method: "POST", credentials: "same-origin", redirect: "manual",
        headers: { "X-CSRFToken": token, "HX-Request": "true" }, body: new URLSearchParams({ q: words }) });
      if (mine !== asked) return;
      if (!answer.ok) throw answer;
      list.innerHTML = await answer.text();
      list.dataset.words = words;
    } catch {
      if (mine !== asked) return;
      list.innerHTML = '<div role="option" aria-disabled="true" aria-selected="false" class="is-none">候補を取得できませんでした。入力した内容は残っています。</div>';
    }
    open(true);
    mark(options().length ? 0 : -1);
  }
  function choose(option) {
    hidden.value = option.dataset.case;
    chosen.innerHTML = option.innerHTML;
    none.hidden = false;
    const own = district();
    if (own && [...own.options].some((each) => each.value === option.dataset.district)) own.value = option.dataset.district;
    changed();
  }
  // A chosen case brings the answers of its last contact; the next key answers what is still open.
  function changed() {
    clearTimeout(timer);
    asked += 1;
    typed.value = "";
    open(false);
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
    document.dispatchEvent(new CustomEvent("cwc:case", { detail: hidden.value }));
  }
  typed.addEventListener("input", (event) => {
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, 120);
  });
  typed.addEventListener("compositionend", () => { timer = setTimeout(ask, 120); });
  typed.addEventListener("keydown", async (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey) return;
    const count = options().length;
    if (event.key === "ArrowDown" && !list.hidden && count) mark((active + 1) % count);
    else if (event.key === "ArrowUp" && !list.hidden && count) mark((active - 1 + count) % count);
    else if (event.key === "Escape" && !list.hidden) open(false);
    else if (event.key === "Enter") {
      event.preventDefault();
      const words = typed.value.trim();
      if (!words) return document.dispatchEvent(new CustomEvent("cwc:next"));
      clearTimeout(timer);
      if (list.hidden || list.dataset.words !== words) await ask();
      if (options()[Math.max(active, 0)]) choose(options()[Math.max(active, 0)]);
      return;
    } else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[data-case]");
    event.preventDefault();
    if (option) choose(option);
  });
  typed.addEventListener("blur", () => open(false));
  none.addEventListener("click", () => {
    hidden.value = "";
    chosen.textContent = "ケースなし";
    none.hidden = true;
    typed.focus();
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
