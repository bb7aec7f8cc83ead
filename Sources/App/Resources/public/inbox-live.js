// Live updates over server-sent events. The browser reconnects by itself and says where it stopped (Last-Event-ID);
// when the server refused the stream, we ask again ourselves, with the same cursor.
import { one } from "./kit.js";

const label = () => one("[data-live]");

export function start(root, on) {
  let source = null;
  let cursor = root.dataset.cursor;
  let retry = 1000;
  let timer = null;
  let graceful = null;

  function show(state) {
    root.dataset.connection = state;
    const node = label();
    if (!node) return;
    node.hidden = false;
    node.dataset.state = state;
    node.textContent = node.dataset[state];
  }

  function connect() {
    clearTimeout(timer);
    source?.close();
    if (source === null) show("wait");
    source = new EventSource(`${root.dataset.liveUrl}?cursor=${encodeURIComponent(cursor)}`);
    source.addEventListener("open", () => {
      retry = 1000;
      clearTimeout(graceful);
      show("on");
    });
    source.addEventListener("error", () => {
      // A short break (a restart of the server) is not worth a banner.
      clearTimeout(graceful);
      graceful = setTimeout(() => { if (source?.readyState !== EventSource.OPEN) show("off"); }, 2500);
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(connect, retry);
      retry = Math.min(retry * 2, 30000);
    });
    source.addEventListener("change", event => {
      if (event.lastEventId) cursor = event.lastEventId;
      const { conversations, numbers } = JSON.parse(event.data);
      on.change(conversations, numbers);
    });
    source.addEventListener("reload", event => {
      if (event.lastEventId) cursor = event.lastEventId;
      on.reload();
    });
  }

  // A browser allows few streams to one host: a tab nobody looks at gives its own back, unless it is to ring.
  let resting = null;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(resting);
    if (document.visibilityState === "hidden") {
      resting = setTimeout(() => { if (!root.dataset.rings) source?.close(); }, 30000);
    } else if (source?.readyState === EventSource.CLOSED) {
      connect();
    }
  });
  document.addEventListener("inbox:list", () => show(root.dataset.connection));
  addEventListener("online", connect);
  addEventListener("offline", () => show("off"));
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", event => { if (event.persisted) connect(); });
  connect();
}
