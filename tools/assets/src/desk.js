// The desk's script. Every page works without it; it adds what is quicker:
// panes that change in place, keys, live arrivals, and saving while writing.
import htmx from "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-sse.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import { panes } from "./panes.js";
import { compose } from "./compose.js";
import { notices } from "./notices.js";

htmx.config.history = true;
keys();
live(htmx);
panes();
notices();
compose(htmx);
