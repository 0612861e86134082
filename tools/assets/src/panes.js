// Lists and what is open of them.
import { tell } from "./notices.js";

export function panes() {
  markOpen();
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target?.id;
    if (target === "open" || target === "list") markOpen();
    if (target !== "open") return;
    const open = document.getElementById("open");
    open.scrollTop = 0;
    // On a small screen the list is gone, and the focus with it.
    if (!document.getElementById("list")?.offsetParent) open.focus();
  });
  document.addEventListener("click", (event) => {
    const back = event.target.closest("[data-back]");
    if (back) goBack(event);
    const copy = event.target.closest("[data-copy]");
    if (copy) copyText(document.getElementById(copy.dataset.copy).value);
    const from = event.target.closest("[data-copy-from]");
    if (from) copyFrom(event, from);
  });
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  for (const failed of ["htmx:error", "htmx:sse:error"]) {
    document.addEventListener(failed, () => tell("The desk does not answer. What you see may be old: try again in a moment."));
  }
  const zone = document.querySelector("[data-zone]");
  if (zone && zone.value === "UTC") zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

// markOpen marks the row whose story is on the right, and on a small screen
// shows the right pane instead of the list.
export function markOpen() {
  const open = document.getElementById("open");
  if (!open) return;
  const story = open.querySelector("[data-story]");
  const list = document.getElementById("list");
  open.classList.toggle("is-open", Boolean(story));
  list?.classList.toggle("is-behind", Boolean(story));
  for (const row of document.querySelectorAll("#rows .row")) {
    const here = story && row.dataset.id === story.dataset.story;
    row.classList.toggle("is-open", Boolean(here));
    if (here) row.querySelector(".row-link").setAttribute("aria-current", "true");
    else row.querySelector(".row-link").removeAttribute("aria-current");
  }
}

// goBack shows the list that was there before, at the place where it was.
function goBack(event) {
  const open = document.getElementById("open");
  const list = document.getElementById("list");
  if (!open || !list?.querySelector(".row")) return;
  event.preventDefault();
  const row = list.querySelector(".row.is-open .row-link");
  open.classList.remove("is-open");
  list.classList.remove("is-behind");
  const address = new URL(location.href);
  history.pushState({}, "", "/desk/stories" + address.search);
  row?.focus();
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell("Copied.");
  } catch {
    tell("The browser did not allow copying. Select the text and copy it by hand.");
  }
}

// copyFrom copies what a page holds for copying, without leaving this one.
async function copyFrom(event, link) {
  if (!navigator.clipboard || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  link.closest("details")?.removeAttribute("open");
  try {
    const answer = await fetch(link.dataset.copyFrom);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    await copyText(page.getElementById("html").value);
  } catch {
    location.href = link.href;
  }
}
