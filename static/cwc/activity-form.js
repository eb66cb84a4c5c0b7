// The amounts (来場・参加者数 …) of an entry of the register: those that the chosen kind does not ask for are folded away.
// One that has something in it stays in view, so that nothing typed is sent unseen.
(() => {
  "use strict";
  const amounts = [...document.querySelectorAll("input[data-kinds]")];
  const fold = () => {
    const chosen = document.querySelector("input[name=kind]:checked");
    for (const input of amounts) {
      const asked = !chosen || input.dataset.kinds.split(" ").includes(chosen.value);
      input.closest(".field").hidden = !asked && !input.value;
    }
  };
  document.addEventListener("change", (event) => { if (event.target.name === "kind") fold(); });
  fold();
})();
