// Shows how far an upload and its reading are, and lets them be cancelled. Without this file the form works as it is.
"use strict";

(() => {
  const EVERY = 1000;

  function enhance(form) {
    const waiting = form.querySelector("[data-waiting]");
    const words = waiting.querySelector("[data-words]");
    const bar = waiting.querySelector("progress");
    let request = null;
    let timer = null;

    const key = () => form.elements.submission.value;
    const say = (text) => { words.textContent = text; };

    function show(isBusy) {
      waiting.hidden = !isBusy;
      for (const button of form.querySelectorAll(".button")) button.hidden = isBusy;
      if (!isBusy) clearInterval(timer);
    }

    function fail(nodes) {
      show(false);
      form.querySelector(":scope > .summary")?.remove();
      const box = document.createElement("div");
      box.className = "summary";
      box.setAttribute("role", "alert");
      box.tabIndex = -1;
      box.append(...nodes);
      form.prepend(box);
      box.focus();
    }

    function failWith(text) {
      const line = document.createElement("p");
      line.textContent = text;
      fail([line]);
    }

    // The form stays as it is, with the chosen file and the pasted lines; only what is wrong is taken from the answer.
    function refused(html) {
      const page = new DOMParser().parseFromString(html, "text/html");
      const summary = page.querySelector(".summary");
      if (summary) return fail([...summary.childNodes]);
      return fail([...page.querySelectorAll("main h1, main p:not(:has(a))")].map((node) => {
        const line = document.createElement("p");
        line.textContent = node.textContent;
        return line;
      }));
    }

    async function count() {
      const address = form.dataset.progress.replace(/[0-9a-f-]{36}/, key());
      const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
      if (!answer?.ok || waiting.hidden) return;
      const { messages } = await answer.json();
      if (messages) say(form.dataset.count.replace("{messages}", messages.toLocaleString()));
    }

    function reading() {
      bar.removeAttribute("value");
      say(form.dataset.reading);
      timer = setInterval(count, EVERY);
    }

    function send(event) {
      event.preventDefault();
      const data = new FormData(form, event.submitter);
      request = new XMLHttpRequest();
      request.upload.addEventListener("progress", ({ loaded, total }) => {
        const percent = Math.floor((100 * loaded) / total);
        bar.value = percent;
        say(form.dataset.sending.replace("{percent}", percent));
      });
      request.upload.addEventListener("load", reading);
      request.addEventListener("error", () => failWith(form.dataset.failed));
      request.addEventListener("load", () => {
        if (request.status < 300) location.assign(request.responseURL);
        else refused(request.responseText);
      });
      show(true);
      say(form.dataset.reading);
      request.open("POST", form.action);
      request.send(data);
    }

    async function stop() {
      request?.abort();
      const data = new FormData();
      data.set("submission", key());
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      await fetch(form.dataset.cancel, { method: "POST", body: data }).catch(() => null);
      // A cancelled form is not taken again; a fresh page has a fresh key.
      location.reload();
    }

    form.addEventListener("submit", send);
    form.querySelector("[data-stop]").addEventListener("click", stop);
  }

  for (const form of document.querySelectorAll("form[data-progress]")) enhance(form);
})();
