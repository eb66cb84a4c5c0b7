// What the fields of a つなぎ are called goes with its direction. Without this script the page says it again after sending.
(() => {
  "use strict";
  const words = JSON.parse(document.getElementById("referral-words").textContent);
  const put = (label, text) => {
    const node = [...(label?.childNodes ?? [])].find((each) => each.nodeType === Node.TEXT_NODE && each.textContent.trim());
    if (node) node.textContent = text;
  };
  const call = (known) => {
    for (const name of ["date", "asked", "answered_on"]) put(document.querySelector(`label[for="id_${name}"]`), known[name]);
    put(document.querySelector("#div_id_answer legend"), known.answer);
    put(document.querySelector('label[for="id_answer_0"]'), known.waiting);
  };
  document.querySelectorAll('[name="direction"]').forEach((each) => each.addEventListener("change", () => call(words[each.value])));
})();
