// The desk's keys. None of them works while somebody writes.
const waitsFor = 1200; // milliseconds between g and the second key

export function keys() {
  for (const button of document.querySelectorAll("[data-keys]")) {
    button.hidden = false;
    button.addEventListener("click", showKeys);
  }
  let went = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") return escape();
    if (writing(event.target) || document.querySelector("dialog[open]")) return;
    if (Date.now() - went < waitsFor) {
      went = 0;
      const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      if (link) return done(event, () => link.click());
    }
    switch (event.key) {
      case "j": return done(event, () => step(1));
      case "k": return done(event, () => step(-1));
      case "c": return done(event, () => document.querySelector("[data-compose]")?.click());
      case "n": return done(event, () => document.querySelector("[data-show-new]:not([hidden])")?.click());
      case "?": return done(event, showKeys);
      case "g": went = Date.now();
    }
  });
}

function done(event, act) {
  event.preventDefault();
  act();
}

function writing(target) {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=radio])");
}

function showKeys() {
  document.getElementById("keys")?.showModal();
}

// step moves to the next or previous row. The first press takes the row that
// is open, or the first one.
function step(by) {
  const links = [...document.querySelectorAll(".row-link")].filter((link) => link.offsetParent !== null);
  if (!links.length) return;
  let at = links.indexOf(document.activeElement);
  if (at < 0) at = links.findIndex((link) => link.closest(".is-open"));
  const next = links[Math.min(Math.max(at + by, 0), links.length - 1)];
  next.focus();
  next.closest(".row").scrollIntoView({ block: "nearest" });
}

function escape() {
  const menu = document.querySelector("details.more-acts[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
    return;
  }
  const back = document.querySelector(".open-pane.is-open [data-back]");
  if (back && back.offsetParent !== null) back.click();
  else document.activeElement?.blur?.();
}
