// Files that are dropped on the page go into its field, beside those that were chosen; without this file, the field does it.
"use strict";

(() => {
  const place = document.querySelector("[data-drop]");
  const field = place.querySelector("input[type=file]");
  const list = place.querySelector("[data-chosen]");
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");

  function show() {
    list.replaceChildren(...[...field.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = file.name;
      return line;
    }));
    list.hidden = field.files.length < 2;
  }

  function mark(isDropping) {
    document.body.classList.toggle("dropping", isDropping);
  }

  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) mark(false);
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(false);
    const chosen = new DataTransfer();
    for (const file of [...field.files, ...event.dataTransfer.files]) chosen.items.add(file);
    field.files = chosen.files;
    show();
  });
  field.addEventListener("change", show);
  place.querySelector("[data-hint]").hidden = !matchMedia("(pointer: fine)").matches;
})();
