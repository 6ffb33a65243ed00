// What the views beside the messages have in common.

import { element } from "./dom.js";

/** A page of the panel under the title `key`: fill `body`, and `tell` what happens. */
export class View {
  constructor(panel, key) {
    this.panel = panel;
    this.strings = panel.strings;
    this.title = element("h3", { tabIndex: -1 });
    this.body = element("div");
    this.status = element("p", { role: "status" });
    this.content = element("div", {}, this.title, this.body, this.status);
    this.head(key);
  }

  /** Give the view the title `key`. */
  head(key) {
    this.title.textContent = this.strings.say(key);
  }

  /** Begin here, for keyboard and screen reader; only ever after the visitor pressed something. */
  focus() {
    this.title.focus();
  }

  /** Say `text` in the status line. */
  tell(text) {
    this.status.textContent = text;
  }
}
