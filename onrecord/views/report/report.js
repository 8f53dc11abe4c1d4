// Reading needs no script. This adds one thing: a box that narrows the statements to those with the words typed.
(() => {
  const box = document.getElementById("filter");
  if (!box) return;
  box.closest("label").hidden = false;
  let wait;
  box.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => {
      const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
      for (const item of document.querySelectorAll("#said .statement")) {
        const text = item.textContent.toLowerCase();
        item.hidden = !words.every((word) => text.includes(word));
      }
      for (const actor of document.querySelectorAll("#said .actor")) {
        const found = actor.querySelector(".statement:not([hidden])") !== null;
        actor.hidden = words.length > 0 && !found;
        if (words.length && found) actor.querySelector("details").open = true;
      }
    }, 150);
  });
})();
