// Lines at the bottom: they can be dismissed, and go by themselves once there
// was time to read them and to take back what they tell of.
const stay = 20_000;

export function notices() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-dismiss]")) event.target.closest("[data-notice]").remove();
  });
  arm();
  document.addEventListener("htmx:after:swap", arm);
}

export function arm() {
  for (const notice of document.querySelectorAll("[data-notice]:not([data-armed])")) {
    notice.dataset.armed = "";
    notice.querySelector("[data-dismiss]").hidden = false;
    leave(notice);
  }
}

// Nothing goes away while somebody points at it.
function leave(notice) {
  setTimeout(() => {
    if (notice.matches(":hover, :focus-within")) leave(notice);
    else notice.remove();
  }, stay);
}

// tell shows a line that only this page knows of.
export function tell(text) {
  const notice = document.createElement("div");
  notice.className = "notice";
  notice.dataset.notice = "";
  const words = document.createElement("p");
  words.textContent = text;
  const close = document.createElement("button");
  close.type = "button";
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", "Dismiss");
  close.textContent = "×";
  notice.append(words, close);
  document.getElementById("notice")?.replaceChildren(notice);
  arm();
}
