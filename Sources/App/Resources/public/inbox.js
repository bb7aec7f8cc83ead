// The inbox: wires list, thread, composer, live updates and keys together. Everything here also works without it.
import { one } from "./kit.js";
import * as list from "./inbox-list.js";
import * as thread from "./inbox-thread.js";
import * as live from "./inbox-live.js";
import * as alerts from "./inbox-alerts.js";
import "./inbox-composer.js";
import "./inbox-copilot.js";
import "./inbox-keys.js";
import "./inbox-templates.js";

const root = one("[data-inbox]");

live.start(root, {
  change(ids, numbers) {
    const news = ids.filter((id, index) => !numbers || list.isOlder(id, numbers[index]));
    list.changed(news, alerts.ring);
    if (news.includes(thread.openId())) thread.refresh();
  },
  reload() {
    list.reload();
    thread.refresh();
  },
});
thread.start();
list.start();
alerts.start();
