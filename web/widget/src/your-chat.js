// "Your chat": what is kept of this visitor, to see, to take along, to delete.

import { button, element } from "./dom.js";
import { View } from "./view.js";

export class YourChatView extends View {
  constructor(panel) {
    super(panel, "yourChat");
    this.load();
  }

  async load() {
    const { api, store } = this.panel;
    const notice = store.get("settings")?.notice ?? "";
    this.body.append(element("p", { lang: "en" }, notice));
    try {
      const kept = await api.download();
      if (kept.length) this.show(kept);
      else this.tell(this.strings.say("nothingKept"));
    } catch {
      this.tell(this.strings.say("failed"));
    }
  }

  show(kept) {
    const { strings } = this;
    const messages = kept.flatMap((one) => one.messages);
    const values = { date: strings.date(kept[0].opened), count: messages.length };
    const list = element("ol", { className: "kept" }, ...messages.map((one) => this.line(one)));
    this.body.append(
      element("p", {}, strings.say("kept", values)),
      this.fold("everything", list),
      button(strings.say("download"), () => this.save(kept)),
      this.fold(
        "delete",
        element("p", {}, strings.say("sure")),
        button(strings.say("yesDelete"), () => this.erase()),
      ),
    );
  }

  fold(key, ...content) {
    return element("details", {}, element("summary", {}, this.strings.say(key)), ...content);
  }

  line({ author, time, text }) {
    const { strings } = this;
    const who = strings.say({ visitor: "youSaid", staff: "staffSaid" }[author] ?? "assistantSaid");
    return element("li", {}, element("small", {}, strings.date(time)), ` ${who}${text}`);
  }

  save(kept) {
    const file = new Blob([JSON.stringify(kept, null, 2)], { type: "application/json" });
    const address = URL.createObjectURL(file);
    element("a", { href: address, download: "conversation.json" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }

  async erase() {
    const { strings, panel } = this;
    let receipts;
    try {
      receipts = await panel.api.erase();
    } catch {
      this.tell(strings.say("failed"));
      return;
    }
    panel.conversation.end();
    const lines = receipts.map((one) =>
      element("p", {}, strings.say("receipt", { ...one, date: strings.date(one.time) })),
    );
    if (receipts.some((one) => Object.values(one).includes("pending"))) {
      lines.push(element("p", {}, strings.say("pending")));
    }
    this.body.replaceChildren(...lines);
    this.head("deleted");
    this.focus();
  }
}
