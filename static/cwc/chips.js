// Keys of the log form. Inside a group of choices a digit or letter takes the choice that shows it, Enter goes to the
// next group, 0 takes the answers of the last contact, also outside of the groups (data-key, cwc.js). No key is taken while
// Japanese is being composed, nor where text is typed, nor when 設定 has turned keys off on this machine.
(() => {
  "use strict";
  const form = document.querySelector(".contact-form");
  if (!form) return;
  const KEYS = "123456789abcdefghijklmnopqrstuvwxyz";
  const again = document.getElementById("same-again");
  const area = document.getElementById("categories");
  const off = () => localStorage.getItem("cwc.keys") === "off";
  const composing = (event) => event.isComposing || event.keyCode === 229;
  let isLeft = false;
  let asked = null; // the field that was in focus, and the case, when the answers of its last contact were asked for
  let after = null; // what takes the focus once the answer of the server is in its place

  const groups = () => [...area.querySelectorAll(".chips")];
  const inputs = (group) => [...group.querySelectorAll("input")];
  const isOpen = (group) => !inputs(group).some((each) => each.checked);
  const enter = (group) => { const each = inputs(group); (each.find((one) => one.checked) || each[0]).focus(); };
  const chosenCase = () => document.getElementById("id_case")?.value;
  const isAsAsked = () => asked[1] === chosenCase() && [asked[0], document.body].includes(document.activeElement);
  const text = () => document.getElementById("id_text").focus();
  function next(group) {
    const all = groups();
    const found = all[all.indexOf(group) + 1];
    if (found) enter(found); else text();
  }
  function firstOpen() {
    const found = groups().find(isOpen);
    if (found) enter(found); else text();
  }
  function showKeys() {
    if (off()) return;
    groups().forEach((group) => group.querySelectorAll("label").forEach((label, at) => {
      if (!KEYS[at] || label.querySelector("kbd")) return;
      const key = document.createElement("kbd");
      key.textContent = KEYS[at];
      key.setAttribute("aria-hidden", "true");
      label.append(key);
    }));
  }
  function take(group, at) {
    const input = inputs(group)[at];
    if (!input) return;
    const name = input.name;
    input.focus();
    const was = input.checked;
    if (!was || input.type === "checkbox") input.click();
    if (input.type !== "radio") return;
    if (!was && name === "axis_kind") after = () => next(groups().find((each) => inputs(each).some((one) => one.name === name)));
    else next(group);
  }
  area.addEventListener("keydown", (event) => {
    const group = event.target.closest(".chips");
    if (!group || composing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      return next(group);
    }
    const at = KEYS.indexOf(event.key.toLowerCase());
    if (off() || event.repeat || (at < 0 && event.key !== "0")) return;
    event.preventDefault();
    event.stopPropagation(); // not one of the keys of the whole site
    if (event.key === "0") { if (again) again.click(); } else take(group, at);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== area) return;
    showKeys();
    const filled = area.querySelector("[data-filled]");
    const stays = isLeft || (asked && !isAsAsked());
    isLeft = false;
    asked = null;
    if (stays) return void (after = null); // the focus is where whoever left the field has put it
    if (filled) filled.dataset.filled === "same" ? text() : firstOpen();
    else if (after) after();
    after = null;
  });
  document.getElementById("suggestions")?.addEventListener("click", (event) => {
    const { axis, category } = event.target.closest("button")?.dataset || {};
    const input = inputs(area).find((each) => each.name === axis && each.value === category);
    if (!input) return;
    if (!input.checked) input.click();
    event.target.closest("li").remove();
    text();
  });
  document.addEventListener("cwc:case", (event) => {
    if (!again) return; // a stored contact has its answers
    isLeft = event.detail.isLeft;
    asked = [document.activeElement, chosenCase()];
    htmx.ajax("POST", again.getAttribute("hx-post"), { target: area, source: area, values: { fill: "usual" } });
  });
  document.addEventListener("cwc:next", firstOpen);
  if (again) again.parentElement.hidden = false;
  showKeys();
  if (document.getElementById("id_case")?.value && !document.querySelector(".error-summary, #who-ended") && form.querySelector("[name=form_token]")) firstOpen();
})();
