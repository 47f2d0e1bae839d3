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

    function tell(nodes, className, role) {
      show(false);
      form.querySelector(":scope > [data-told], :scope > .summary")?.remove();
      const box = document.createElement("div");
      box.className = className;
      box.dataset.told = "";
      box.setAttribute("role", role);
      box.tabIndex = -1;
      box.append(...nodes);
      form.prepend(box);
      box.focus();
    }

    const fail = (nodes) => tell(nodes, "summary", "alert");
    const failWith = (text) => fail([paragraph(text)]);

    function paragraph(text) {
      const line = document.createElement("p");
      line.textContent = text;
      return line;
    }

    // The form stays as it is, with the chosen file and the pasted lines; only what is wrong is taken from the answer.
    function refused(html) {
      const page = new DOMParser().parseFromString(html, "text/html");
      const summary = page.querySelector(".summary");
      if (!summary) {
        const lines = page.querySelectorAll("main h1, main p:not(:has(a))");
        return fail([...lines].map((node) => paragraph(node.textContent)));
      }
      // What arrived from a phone has no field here.
      for (const link of summary.querySelectorAll("a")) {
        if (!document.getElementById(link.hash.slice(1))) link.replaceWith(link.textContent);
      }
      return fail([...summary.childNodes]);
    }

    // A folder, or a file that was moved since it was chosen: sending it would look like a broken connection.
    async function unreadable(data) {
      for (const file of data.values()) {
        if (!(file instanceof File)) continue;
        try {
          await file.slice(0, 1).arrayBuffer();
        } catch {
          return file.name;
        }
      }
      return null;
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

    async function send(event) {
      event.preventDefault();
      const data = new FormData(form, event.submitter);
      show(true);
      say(form.dataset.reading);
      const name = await unreadable(data);
      if (name !== null) return failWith(form.dataset.unreadable.replace("{name}", name));
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
      request.open("POST", form.action);
      request.send(data);
    }

    // A cancelled form is not taken again: it goes on with a fresh key, and with what was chosen and typed.
    async function stop() {
      request?.abort();
      const data = new FormData();
      data.set("submission", key());
      data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(form.dataset.cancel, { method: "POST", body: data }).catch(() => null);
      if (!answer?.ok || answer.redirected) return failWith(form.dataset.failed);
      form.elements.submission.value = (await answer.json()).submission;
      tell([paragraph(form.dataset.stopped)], "done", "status");
    }

    form.addEventListener("submit", send);
    form.querySelector("[data-stop]").addEventListener("click", stop);
  }

  for (const form of document.querySelectorAll("form[data-progress]")) enhance(form);
})();
