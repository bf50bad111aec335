// What the pages do beyond links and forms: single keys, the live announcement, drafts, the idle warning.
(() => {
  "use strict";

  const OFF = "rsoits-keys-off";
  const keysAreOn = () => localStorage.getItem(OFF) !== "yes";

  for (const element of document.querySelectorAll(".js-only")) element.hidden = false;
  const wanted = document.querySelector("[data-focus]");
  if (wanted) wanted.focus();

  // Single keys (WCAG 2.1.4: off in fields, and a switch that turns them off in this browser).
  const rows = () => [...document.querySelectorAll("[data-row-link]")];
  const isField = (element) => element.matches("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

  function move(step) {
    const links = rows();
    const at = links.findIndex((link) => link.closest("[data-row]").contains(document.activeElement));
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + step, 0), links.length - 1)];
    if (next) next.focus();
  }

  function press(key) {
    const row = document.activeElement.closest("[data-row]");
    if (key === "j" || key === "k") { move(key === "j" ? 1 : -1); return rows().length > 0; }
    if (row && key === "o") { row.querySelector("[data-row-link]").click(); return true; }
    const verdict = { y: "confirm", n: "not a match", u: "not enough information" }[key];
    if (row && verdict && row.closest(".queue")) {
      location.assign(`${row.querySelector("[data-row-link]").href}?verdict=${encodeURIComponent(verdict)}`);
      return true;
    }
    const target = (row && row.querySelector(`[data-row-key="${key}"]`)) || document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return false;
    target.click();
    if (target.dataset.then) document.getElementById(target.dataset.then).focus();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const send = event.target.closest("form[data-send-on-ctrl-enter]");
    if (send && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { send.requestSubmit(); event.preventDefault(); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat && !"jk".includes(event.key)) return;
    if (isField(event.target) || document.querySelector("dialog[open]")) return;
    if ((keysAreOn() || event.key === "?") && event.key.length === 1 && press(event.key)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) document.getElementById(opener.dataset.opens).showModal();
    if (event.target.closest("[data-print]")) window.print();
    const reason = event.target.closest("[data-reason]");
    if (reason) {
      const field = document.getElementById("reason");
      field.value = reason.dataset.reason;
      field.focus();
      keep(field);
    }
  });

  const keysOn = document.getElementById("keys-on");
  if (keysOn) {
    keysOn.checked = keysAreOn();
    keysOn.addEventListener("change", () => localStorage.setItem(OFF, keysOn.checked ? "no" : "yes"));
  }

  for (const select of document.querySelectorAll("[data-submit-on-change]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }

  // A reason half written survives a reload or a sign-in in this window; it is dropped when it is sent.
  function keep(field) {
    const form = field.closest("[data-draft]");
    if (form) sessionStorage.setItem(form.dataset.draft, field.value);
  }
  for (const form of document.querySelectorAll("[data-draft]")) {
    const field = form.querySelector("textarea");
    field.value ||= sessionStorage.getItem(form.dataset.draft) || "";
  }
  document.addEventListener("input", (event) => { if (event.target.matches("textarea")) keep(event.target); });
  document.addEventListener("htmx:after:request", (event) => {
    const form = event.target.closest && event.target.closest("[data-draft]");
    if (form && event.detail.ctx.response.status < 300) sessionStorage.removeItem(form.dataset.draft);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/sign-out") sessionStorage.clear();
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const element of document.querySelectorAll(".js-only")) element.hidden = false;
    const focus = document.querySelector("#decision [data-focus]");
    if (focus) focus.focus();
    const goal = document.querySelector("[data-focus-on]");
    if (goal) {
      document.getElementById(goal.dataset.focusOn).focus();
      delete goal.dataset.focusOn;
    }
  });

  // A stream names an event; its data is what to say.
  const live = document.getElementById("live");
  for (const name of live ? ["queue-changed", "feeds-changed"] : []) {
    live.addEventListener(name, (event) => {
      if (event.detail.data) document.getElementById("announcement").textContent = event.detail.data;
    });
  }

  // The server ends a session that rests; say so two minutes before, and leave nothing on the screen after it.
  const minutes = Number(document.body.dataset.idleMinutes || 0);
  const idle = document.getElementById("idle");
  if (minutes && idle) {
    let warning, end, asked = Date.now();
    const wait = () => {
      clearTimeout(warning);
      clearTimeout(end);
      if (idle.open) idle.close();
      warning = setTimeout(() => idle.showModal(), Math.max(minutes - 2, minutes / 2) * 60000);
      end = setTimeout(() => location.assign("/sign-in?idle=yes"), minutes * 60000);
    };
    const stay = () => fetch("/still-here", { method: "POST" }).then((answer) => {
      asked = Date.now();
      if (answer.ok) wait();
      else location.assign("/sign-in?idle=yes");
    });
    document.getElementById("still-here").addEventListener("click", stay);
    document.addEventListener("keydown", () => { if (!idle.open && Date.now() - asked > 120000) stay(); });
    wait();
  }
})();
