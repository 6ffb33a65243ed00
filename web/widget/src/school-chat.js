// <school-chat>: the element, its attributes, and the launcher that opens and closes it.

import STYLE from "./style.css";
import { Api } from "./api.js";
import { brandStyle } from "./colour.js";
import { button, element, icon } from "./dom.js";
import { Panel } from "./panel.js";
import { Store } from "./store.js";
import { loadStrings } from "./strings.js";

// The assistant is where this script came from, unless the page says otherwise.
const HOME = document.currentScript?.src ? new URL(document.currentScript.src).origin : "";

/** The attributes are read once, when the element first gets into the page. */
export class SchoolChat extends HTMLElement {
  async connectedCallback() {
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    await (this.built ??= this.build());
    window.addEventListener("online", () => this.panel.conversation.go(), { signal });
    document.addEventListener("visibilitychange", () => this.resume(), { signal });
    if (this.isOpen) this.panel.start();
  }

  disconnectedCallback() {
    this.listeners.abort();
  }

  async build() {
    const read = (name) => this.getAttribute(name);
    const store = new Store((read("api") ?? HOME).replace(/\/+$/, ""));
    const base = store.get("api");
    const tag = read("locale") || this.closest("[lang]")?.lang || navigator.language || "en";
    const strings = await loadStrings(tag, base);
    this.store = store;
    this.launched = !["page", "inline"].includes(read("mode"));
    const heading = read("heading") || strings.say("heading");
    this.panel = new Panel({
      api: new Api(base, store),
      store,
      strings,
      heading,
      greeting: read("greeting"),
      onClose: this.launched ? () => this.close() : null,
      onAnswer: ({ id, kind }) => this.tell("answer", { id, kind }),
    });
    const { section } = this.panel;
    const root = element("div", { className: "root", lang: strings.language }, section);
    root.dataset.mode = this.launched ? "launcher" : read("mode");
    root.dataset.side = read("position")?.includes("left") ? "left" : "right";
    this.isOpen = true;
    if (this.launched) {
      section.setAttribute("role", "dialog");
      this.launcher = button([icon("chat"), strings.say("launcher")], () => this.open(), {
        className: "launcher",
      });
      root.append(this.launcher);
      this.isOpen = store.get("open") ?? this.hasAttribute("open");
      this.show();
      root.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && !event.defaultPrevented) this.close();
      });
    }
    const style = new CSSStyleSheet();
    style.replaceSync(STYLE + brandStyle(read("colour") ?? ""));
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [style];
    shadow.append(root);
  }

  /** Open the chat and put the cursor into it; without a launcher it is always open. */
  open() {
    // Before the element is built, the attribute says what shall be.
    if (!this.panel) return this.setAttribute("open", "");
    if (!this.isOpen) this.turn(true);
    this.panel.start();
    this.panel.input.focus();
  }

  /** Close the chat; the focus goes back to the launcher if it was inside. */
  close() {
    if (!this.launched || !this.isOpen) return;
    const inside = this.shadowRoot.activeElement !== null;
    this.turn(false);
    if (inside) this.launcher.focus();
  }

  /** Open the chat if it is closed, else close it. */
  toggle() {
    if (this.isOpen) this.close();
    else this.open();
  }

  turn(open) {
    this.isOpen = open;
    this.store.set({ open });
    this.show();
    this.tell(open ? "open" : "close", {});
  }

  show() {
    this.panel.section.hidden = !this.isOpen;
    this.launcher.hidden = this.isOpen;
  }

  resume() {
    if (document.visibilityState === "visible" && this.isOpen) this.panel.conversation.sync();
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(`school-chat:${name}`, { detail, bubbles: true }));
  }
}
