// The composer: saves a draft while it is written, shows how it will look,
// and sends the buttons' acts without losing the place. One request is under
// way at a time, because each save names the version that it changes.
import Sortable from "sortablejs/modular/sortable.core.esm.js";
import { arm, tell } from "./notices.js";

const pause = 900; // milliseconds without a key before a draft is saved

export function compose(htmx) {
  let form = null;
  let timer = 0;
  let last = "";        // the form's words as they were last sent
  let kept = "";        // and as they were last saved
  let leaving = false;  // a plain form was sent: the page goes by itself
  let busy = null;      // the request that is under way

  adopt();

  // adopt takes up the form that is on the page now.
  function adopt() {
    const composer = document.getElementById("composer");
    form = document.getElementById("compose");
    if (!form) return;
    composer.classList.add("is-scripted");
    composer.querySelector("[data-switch]").hidden = false;
    for (const hidden of form.querySelectorAll("[data-unscripted]")) hidden.hidden = true;
    for (const list of form.querySelectorAll("[data-items]")) sortable(list);
    for (const area of form.querySelectorAll("textarea")) fit(area);
    kept = last = words();
    arm();
  }

  function sortable(list) {
    list.classList.add("is-scripted");
    for (const grip of list.querySelectorAll("[data-grip]")) grip.hidden = false;
    Sortable.create(list, {
      handle: "[data-grip]", draggable: ".item", ghostClass: "is-ghost", animation: 120, onEnd: written,
    });
  }

  // live says whether readers see what is saved: that is left to the editor.
  function live() {
    return document.getElementById("composer").dataset.state === "published";
  }

  // words is what would be sent, without what changes with every save.
  function words() {
    const data = new URLSearchParams(new FormData(form));
    data.delete("version");
    return data.toString();
  }

  function written() {
    clearTimeout(timer);
    timer = setTimeout(keep, pause);
  }

  // keep saves a draft, and only looks at a post that readers see already.
  async function keep() {
    const composer = document.getElementById("composer");
    if (!form || "conflict" in composer.dataset || words() === last) return;
    await send(new FormData(form), live() ? "preview" : "autosave");
    if (live() && words() !== kept) late("Not saved yet.");
  }

  // send posts the form with an act and puts the answer in its place.
  async function send(data, act, address = form.action) {
    while (busy) await busy;
    clearTimeout(timer);
    if (!document.getElementById("compose")) return;
    data.set("version", document.getElementById("version").value);
    data.set("do", act);
    const sent = words();
    busy = post(data, act, address, sent);
    try {
      await busy;
    } finally {
      busy = null;
    }
    if (form && words() !== last) written();
  }

  async function post(data, act, address, sent) {
    try {
      const answer = await fetch(address, {
        method: "POST", body: new URLSearchParams(data),
        headers: { "HX-Request": "true", "HX-Target": "div#composer" },
      });
      if (answer.headers.get("HX-Redirect")) return void (location.href = answer.headers.get("HX-Redirect"));
      const text = await answer.text();
      if (!text.includes('id="version"')) throw new Error(`status ${answer.status}`);
      last = sent;
      if (act === "autosave" && answer.ok) kept = sent;
      if ((act === "autosave" || act === "preview") && answer.ok) return await settle(text);
      await replace(text);
    } catch {
      late("Not saved: the desk does not answer. It is tried again while you write.");
      last = "";
      if (act === "autosave") setTimeout(written, 5000);
      else tell("The desk does not answer. What you wrote is still here: try again in a moment.");
    }
  }

  function late(words) {
    const saved = document.getElementById("saved");
    saved?.classList.add("is-late");
    if (saved) saved.textContent = words;
  }

  // settle updates what stands around the fields.
  async function settle(text) {
    await htmx.swap({ text, target: form, sourceElement: form, swap: "none" });
    const saved = document.getElementById("saved");
    const field = document.getElementById(`${saved.dataset.topicKey}-title`);
    if (field && field !== document.activeElement && field.value !== saved.dataset.topic) {
      field.value = saved.dataset.topic;
      fit(field);
      last = words();
      if (!live()) kept = last;
    }
  }

  // replace puts a new composer in the old one's place, and the caret and the
  // scroll back where they were.
  async function replace(text) {
    const composer = document.getElementById("composer");
    const focus = remember();
    const view = composer.dataset.view;
    const scrolled = [...composer.querySelectorAll(".sheet-pane, .beside, .composer-form")].map((pane) => [pane.className, pane.scrollTop]);
    const holder = document.createElement("template");
    holder.innerHTML = text;
    const fresh = holder.content.getElementById("composer");
    fresh.querySelector("[autofocus]")?.removeAttribute("autofocus");
    composer.replaceWith(fresh);
    adopt();
    show(view);
    for (const [name, top] of scrolled) {
      const pane = fresh.querySelector(`.${name.split(" ")[0]}`);
      if (pane) pane.scrollTop = top;
    }
    focus?.();
    if ("conflict" in fresh.dataset) fresh.querySelector(".conflict").scrollIntoView();
  }

  // remember returns what brings the focus back.
  function remember() {
    const active = document.activeElement;
    if (!active || !form.contains(active)) return null;
    const { id, name, value } = active;
    const item = active.closest("[data-key]")?.dataset.key;
    const [start, end] = [active.selectionStart, active.selectionEnd];
    return () => {
      const again = id ? document.getElementById(id)
        : [...form.elements].find((e) => e.name === name && e.value === value && !e.disabled)
          ?? form.querySelector(`[data-key="${CSS.escape(item ?? "")}"] .item-acts button:not([disabled])`);
      again?.focus({ preventScroll: true });
      if (id && start != null) again?.setSelectionRange?.(start, end);
    };
  }

  function show(view) {
    const composer = document.getElementById("composer");
    composer.dataset.view = view;
    for (const button of composer.querySelectorAll("[data-to]")) {
      button.setAttribute("aria-pressed", String(button.dataset.to === view));
    }
  }

  document.addEventListener("input", (event) => {
    if (!form?.contains(event.target)) return;
    if (event.target.matches("textarea")) fit(event.target);
    if (event.target.matches("[data-choose]")) return void send(new FormData(form), "save");
    written();
  });
  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
    if (event.submitter?.matches("[data-plain]")) return void (leaving = true);
    event.preventDefault();
    const button = event.submitter;
    if (button?.getAttribute("aria-busy") === "true") return;
    button?.setAttribute("aria-busy", "true");
    send(new FormData(form), button?.value || "save").finally(() => button?.removeAttribute("aria-busy"));
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-to]");
    if (button) show(button.dataset.to);
    const menu = document.querySelector("details.more-acts[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (!form) return;
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("[data-save]"));
    }
    if (event.key === "Enter" && event.target.matches?.("textarea[data-line]")) event.preventDefault();
    const item = event.target.closest?.(".item");
    if (event.altKey && item && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      moveItem(item, event.key === "ArrowUp", event.target);
    }
  });
  window.addEventListener("beforeunload", (event) => {
    if (form && !leaving && words() !== kept) event.preventDefault();
  });

  function moveItem(item, up, focus) {
    const other = up ? item.previousElementSibling : item.nextElementSibling;
    if (!other) return;
    if (up) other.before(item);
    else other.after(item);
    focus.focus();
    written();
  }
}

// fit makes a field as high as its words, where the browser does not.
function fit(area) {
  if (CSS.supports("field-sizing", "content") || !area.closest(".sheet")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight}px`;
}
