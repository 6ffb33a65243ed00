// The chat as one section: the messages, what is going on, the form, and the views beside them.

import { Conversation } from "./conversation.js";
import { button, element, form, icon } from "./dom.js";
import { drawMessage } from "./message.js";
import { PersonView } from "./person.js";
import { YourChatView } from "./your-chat.js";

const LONGEST_MESSAGE = 4000;

/** Draws one conversation; the view that `Conversation` speaks to. */
export class Panel {
  /** `setup`: api, store, strings, heading, greeting, onClose (or null), onAnswer(message). */
  constructor(setup) {
    Object.assign(this, setup);
    this.say = this.say.bind(this);
    this.openPerson = (opener) => this.openView(new PersonView(this), opener);
    this.conversation = new Conversation(this.api, this.store, this);
    this.section = element(
      "section",
      { className: "panel", "aria-label": this.heading },
      this.buildHeader(),
      this.buildMain(),
    );
  }

  buildHeader() {
    const { strings } = this;
    const header = element(
      "header",
      {},
      element("h2", {}, this.heading),
      button(strings.say("newChat"), () => this.restart()),
    );
    if (this.onClose) {
      header.append(button(icon("close"), this.onClose, { "aria-label": strings.say("close") }));
    }
    return header;
  }

  buildMain() {
    const { strings } = this;
    this.list = element("ol");
    // The region exists before the first message, or it would not be announced.
    this.log = element(
      "div",
      { role: "log", "aria-live": "polite", "aria-label": strings.say("conversation") },
      this.list,
    );
    this.noticeLine = element("p", { className: "notice", lang: "en" });
    this.scroller = element(
      "div",
      { className: "scroller", tabIndex: 0, role: "region", "aria-label": strings.say("messages") },
      this.noticeLine,
      this.log,
    );
    this.status = element("p", { role: "status" });
    this.retry = button(strings.say("tryAgain"), () => this.tryAgain(), { hidden: true });
    this.main = element(
      "div",
      { className: "main" },
      this.scroller,
      element("div", { className: "state" }, this.status, this.retry),
      this.buildForm(),
      element(
        "div",
        { className: "more" },
        button(strings.say("person"), this.openPerson),
        button(strings.say("yourChat"), (opener) => this.openView(new YourChatView(this), opener)),
      ),
    );
    return this.main;
  }

  buildForm() {
    const { strings } = this;
    this.input = element("textarea", {
      id: "message",
      rows: 1,
      maxLength: LONGEST_MESSAGE,
      "aria-describedby": "hint",
    });
    this.input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    return form(
      () => this.submit(),
      {},
      element("label", { htmlFor: "message" }, strings.say("question")),
      element(
        "div",
        { className: "row" },
        this.input,
        element("button", { type: "submit" }, strings.say("send")),
      ),
      element("p", { id: "hint", className: "hint" }, strings.say("hint")),
    );
  }

  /** Load the conversation or open one, the first time this is called. */
  start() {
    if (this.started) return;
    this.started = true;
    this.conversation.go();
  }

  restart() {
    this.closeView();
    this.started = true;
    this.conversation.restart();
    this.input.focus();
  }

  submit() {
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.conversation.ask({ text }, text);
  }

  choose(choice) {
    this.conversation.ask({ choice: choice.id }, choice.title);
  }

  /** Ask once more what the apology in `item` did not answer. */
  repeat(item) {
    const text = item.previousElementSibling.querySelector(".bubble").innerText;
    this.conversation.ask({ text }, text);
  }

  tryAgain() {
    this.input.focus();
    if (this.over) this.restart();
    else this.conversation.go();
  }

  /** Show `view.content` in place of the messages until it is closed. */
  openView(view, opener) {
    this.closeView();
    this.opener = opener;
    const back = button(this.strings.say("back"), () => this.closeView(), { className: "back" });
    this.view = element("div", { className: "view" }, back, view.content);
    this.view.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      this.closeView();
    });
    this.main.hidden = true;
    this.section.append(this.view);
    view.focus();
  }

  closeView() {
    if (!this.view) return;
    this.view.remove();
    this.view = null;
    this.main.hidden = false;
    (this.opener.isConnected ? this.opener : this.input).focus();
  }

  // --- What the conversation tells ---

  notice(text) {
    this.noticeLine.textContent = text;
  }

  redraw(messages) {
    // What was said before is no news to a screen reader.
    this.log.setAttribute("aria-live", "off");
    this.list.replaceChildren();
    messages.forEach((message) => this.append(message));
    this.scroller.scrollTop = messages.length > 1 ? this.scroller.scrollHeight : 0;
    requestAnimationFrame(() => this.log.setAttribute("aria-live", "polite"));
  }

  show(message) {
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const follows = scrollHeight - scrollTop < 1.5 * clientHeight;
    const drawn = this.append(message);
    // Whoever reads further up is left there. A long answer is read from its question on.
    if (!follows && message.author !== "visitor") return;
    let first = drawn;
    // An answer of two messages (help first, then figures) is read from its question on, too.
    while (first.previousElementSibling && !first.matches(".visitor")) {
      first = first.previousElementSibling;
    }
    this.scroller.scrollTop = first.matches(".visitor") ? first.offsetTop - 8 : 0;
  }

  append(message) {
    const greets = this.greeting && !this.count() && message.kind === "smalltalk";
    const own = { text: this.greeting, lang: this.strings.language };
    const drawn = drawMessage(greets ? { ...message, ...own } : message, this);
    this.list.append(drawn);
    return drawn;
  }

  count() {
    return this.list.childElementCount;
  }

  answered(message) {
    this.onAnswer(message);
  }

  typing(more) {
    this.say(this.strings.say("typing") + (more ? ` ${this.strings.say("waiting")}` : ""), "typing");
  }

  quiet() {
    // Thanks for a vote and the like may stay; what is over is taken away.
    if (this.status.className) this.say("");
  }

  failed(failure, seconds) {
    const key = failure.kind === "refused" ? null : failure.kind;
    const text = key ? this.strings.say(key, { seconds: Math.ceil(seconds) }) : failure.message;
    this.over = key === "ended";
    this.say(text, "failed");
    this.retry.textContent = this.strings.say(this.over ? "newChat" : "tryAgain");
    this.retry.hidden = key === null;
  }

  giveBack(text) {
    if (!this.input.value) this.input.value = text;
  }

  /** Say `text` in the status line; `state` is typing, failed or nothing. */
  say(text, state = "") {
    // The same words again would be read out again.
    if (this.status.textContent !== text) this.status.textContent = text;
    this.status.className = state;
    if (this.retry.matches(":focus")) this.input.focus();
    this.retry.hidden = true;
  }
}
