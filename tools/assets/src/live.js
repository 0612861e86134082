// What comes in while a page is open. Rows that are shown change in place;
// new ones wait behind a bar, so that nothing jumps under the hand.
export function live(htmx) {
  const stream = document.getElementById("live");
  if (!stream) return;
  const waiting = new Set();
  const came = new Set();

  stream.addEventListener("rows", (event) => {
    const holder = document.createElement("template");
    holder.innerHTML = event.detail.data;
    for (const row of holder.content.querySelectorAll(".row")) arrive(row);
    offer();
  });
  stream.addEventListener("counts", (event) => {
    htmx.swap({ text: event.detail.data, target: stream, sourceElement: stream, swap: "none" });
  });
  stream.addEventListener("now", (event) => tick(event.detail.data));
  for (const kind of ["article", "comment"]) {
    stream.addEventListener(kind, (event) => collect(kind, event.detail.data));
  }
  document.addEventListener("htmx:after:swap", (event) => {
    const target = event.detail?.ctx?.target;
    if (target?.id !== "list") return;
    waiting.clear();
    came.clear();
  });

  // arrive takes in one story's row.
  function arrive(row) {
    const story = document.querySelector(`[data-story="${row.dataset.id}"]`);
    if (story) showBar(document.getElementById("story-bar"));
    if (document.querySelector(`[data-of-story="${row.dataset.id}"]`)) showBar(document.getElementById("pulls-bar"));
    const shown = document.getElementById(row.id);
    if (shown) {
      const focused = shown.contains(document.activeElement);
      row.classList.toggle("is-open", shown.classList.contains("is-open"));
      shown.replaceWith(row);
      htmx.process(row);
      if (focused) row.querySelector(".row-link").focus({ preventScroll: true });
    } else if ("listed" in row.dataset) {
      waiting.add(row.dataset.id);
    }
  }

  // offer says how many stories wait, or shows them where there is nothing
  // that could jump.
  function offer() {
    const bar = document.getElementById("news-bar");
    if (!bar || !waiting.size) return;
    if (document.getElementById("empty")) return htmx.trigger(bar, "click");
    bar.textContent = waiting.size === 1 ? "1 new story" : `${waiting.size} new stories`;
    showBar(bar);
  }

  // collect counts what came in for the list that watches it.
  function collect(kind, ids) {
    const list = document.querySelector(`[data-watch="${kind}"]`);
    const bar = list?.querySelector("[data-show-new]");
    if (!bar) return;
    for (const id of ids.split(" ")) {
      if (!document.getElementById(`${kind}-${id}`)) came.add(id);
    }
    if (!came.size) return;
    if (list.querySelector("[data-empty]")) return htmx.trigger(bar, "click");
    bar.textContent = came.size === 1 ? `1 ${bar.dataset.one}` : `${came.size} ${bar.dataset.many}`;
    showBar(bar);
  }
}

function showBar(bar) {
  if (bar) bar.hidden = false;
}

// tick says relative times anew. The words are the server's; see clock.go.
function tick(stamp) {
  const now = new Date(stamp);
  document.body.dataset.now = stamp;
  for (const time of document.querySelectorAll("time[data-ago]")) {
    const words = relative((now - new Date(time.dateTime)) / 1000);
    if (words) time.querySelector("[aria-hidden]").textContent = words;
  }
}

// relative returns "" for what is so long ago that its words no longer change.
function relative(seconds) {
  const ahead = seconds < 0;
  const past = Math.abs(seconds);
  const say = (words) => (ahead ? `in ${words}` : `${words} ago`);
  if (past < 60) return ahead ? "in a moment" : "just now";
  if (past < 3600) return say(`${Math.floor(past / 60)} min`);
  if (past < 86400) return say(`${Math.floor(past / 3600)} h`);
  const days = Math.floor(past / 86400);
  if (days < 7) return say(days === 1 ? "1 day" : `${days} days`);
  return "";
}
