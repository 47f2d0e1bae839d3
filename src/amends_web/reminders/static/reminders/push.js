// Subscribe this browser to pushes when its owner asks for it; the form then sends the address that it got.
(() => {
  "use strict";
  const form = document.querySelector("form[data-push]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window) || !window.isSecureContext) return;
  const button = form.querySelector("button[type=submit]");
  const said = form.querySelector("[data-said]");
  form.querySelector("[data-without]").hidden = true;
  button.disabled = false;

  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  form.addEventListener("submit", async (event) => {
    if (form.elements.address.value) return;
    event.preventDefault();
    button.disabled = true;
    said.hidden = true;
    try {
      if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
      const registration = await navigator.serviceWorker.register(form.dataset.worker);
      const ready = registration.active || (await activated(registration));
      if (!ready) throw new Error("no worker");
      const options = { userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) };
      form.elements.address.value = (await registration.pushManager.subscribe(options)).endpoint;
      form.submit();
    } catch {
      said.textContent = form.dataset.refused;
      said.hidden = false;
      button.disabled = false;
    }
  });

  // `navigator.serviceWorker.ready` waits for a worker of this page; ours is for pushes alone.
  const activated = (registration) =>
    new Promise((resolve) => {
      const worker = registration.installing || registration.waiting;
      if (!worker) return resolve(registration.active);
      worker.addEventListener("statechange", () => worker.state === "activated" && resolve(worker));
    });
})();
