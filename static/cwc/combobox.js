// A text field with cases to choose from, asked for while something is typed. What is typed is posted, never in an
// address; nothing is asked in the middle of a conversion (IME). `words` says what is looked for in the field,
// `choose` takes the option that was chosen, `blank` is done where Enter is pressed and nothing is looked for. An option with
// data-go is a page to go on with. Enter takes the option that is marked; before the list is seen, and where `place` is left
// without a choice, only what the text can only mean is taken, as the server says (data-meant) and does, too.
"use strict";
window.cwcCombobox = (typed, list, address, { words, choose, blank, place, isWanted = () => true }) => {
  let [timer, asked, active] = [0, 0, -1];
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
  async function ask(isShown = true) {
    const mine = ++asked;
    const looked = words();
    if (!looked) return open(false);
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    try {
      const answer = await fetch(address, { method: "POST", credentials: "same-origin", redirect: "manual",
        headers: { "X-CSRFToken": token, "HX-Request": "true" }, body: new URLSearchParams({ q: looked, into: typed.id }) });
      if (mine !== asked) return;
      if (!answer.ok) throw answer;
      list.innerHTML = await answer.text();
      options().forEach((option, at) => { option.id = `${list.id}-${at}`; });
      list.dataset.words = looked;
      list.dispatchEvent(new CustomEvent("cwc:found"));
    } catch {
      if (mine !== asked) return;
      list.innerHTML = '<div role="option" aria-disabled="true" aria-selected="false" class="is-none">候補を取得できませんでした。入力した内容は残っています。</div>';
    }
    if (!isShown) return;
    open(true);
    mark(options().length ? 0 : -1);
  }
  function take(option, isLeft = false) {
    clearTimeout(timer);
    asked += 1;
    open(false);
    if (!option.dataset.go) return choose(option, isLeft);
    typed.value = ""; // what was looked for is nothing that was written
    location.assign(option.dataset.go);
  }
  async function leave() {
    const looked = words();
    clearTimeout(timer);
    if (!looked || !isWanted()) return;
    if (list.dataset.words !== looked) await ask(false);
    const meant = list.querySelector("[data-meant]");
    if (meant && words() === looked && list.dataset.words === looked && isWanted() && !typed.matches(":focus")) take(meant, true);
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
      const looked = words();
      if (!looked) return blank();
      clearTimeout(timer);
      const isSeen = !list.hidden && list.dataset.words === looked;
      if (!isSeen) await ask();
      const option = isSeen ? options()[Math.max(active, 0)] : list.dataset.words === words() && list.querySelector("[data-meant]");
      if (option) take(option);
      return;
    } else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[data-case]");
    event.preventDefault();
    if (option) take(option);
  });
  typed.addEventListener("blur", () => open(false));
  place.addEventListener("focusout", (event) => {
    if (document.hasFocus() && !place.contains(event.relatedTarget)) leave();
  });
};
