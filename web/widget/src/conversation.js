// The course of one conversation: what is asked waits in line until it is answered, whatever
// happens to the connection, the page or the server. Knows nothing of how it is drawn.

// Seconds between tries while the assistant cannot be reached.
const PAUSES = [2, 4, 8, 15, 30];

/**
 * `view` is told what to show: redraw(messages), show(message), count(), notice(text),
 * answered(message), typing(more), quiet(), failed(failure, seconds), giveBack(text).
 */
export class Conversation {
  constructor(api, store, view) {
    this.api = api;
    this.store = store;
    this.view = view;
    // Turns that are not answered yet, oldest first; those of an earlier page come along.
    this.waiting = (store.get("waiting") ?? []).map((turn) => ({ ...turn, shown: false }));
    this.reset();
  }

  reset() {
    // Answers that are still under way belong to the round before.
    this.round = (this.round ?? 0) + 1;
    this.loaded = false;
    this.busy = false;
    this.tries = 0;
    clearTimeout(this.timer);
  }

  /** Leave this conversation and open a new one. */
  restart() {
    this.end();
    this.api.leave();
    return this.go();
  }

  /** Forget this conversation, such as one that was deleted; the next question opens a new one. */
  end() {
    this.reset();
    this.waiting = [];
    this.keep();
    this.view.redraw([]);
    this.view.quiet();
  }

  /** Ask `content`, {text} or {choice}, shown to the visitor as `text`. */
  ask(content, text) {
    const turn = { id: makeId(), content, text, mine: true, shown: true };
    this.view.show(question(turn));
    this.waiting.push(turn);
    this.keep();
    if (this.busy) this.view.typing(this.waiting.length > 1);
    else this.go();
  }

  /** Load what is missing and send what waits. Only one of these runs at a time. */
  async go() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    const { round } = this;
    try {
      await this.work(() => round === this.round);
      if (round !== this.round) return;
      this.tries = 0;
      this.view.quiet();
    } catch (failure) {
      if (round !== this.round) return;
      this.busy = false;
      this.fail(failure);
    }
    if (round === this.round) this.busy = false;
  }

  async work(isCurrent) {
    if (!this.loaded) await this.load(isCurrent);
    while (isCurrent() && this.waiting.length) {
      const [turn] = this.waiting;
      // While tries fail, the reason stays in sight; it is not read out again each time.
      if (!this.tries) this.view.typing(this.waiting.length > 1);
      const answers = await this.api.send({ id: turn.id, ...turn.content });
      if (!isCurrent()) return;
      this.tries = 0;
      this.waiting.shift();
      this.keep();
      if (turn.shown) answers.forEach((answer) => this.view.show(answer));
      else await this.load(isCurrent);
      answers.forEach((answer) => this.view.answered(answer));
    }
  }

  async load(isCurrent) {
    const settings = await this.api.settings();
    this.store.set({ settings });
    this.view.notice(settings.notice);
    let messages = this.store.get("token") ? await this.historyIfOpen() : null;
    if (!isCurrent()) return;
    if (messages) {
      this.redraw(messages);
    } else {
      const opened = await this.api.open();
      if (!isCurrent()) return;
      this.store.set({ token: opened.token });
      this.waiting = this.waiting.filter((turn) => turn.mine);
      // Unlike a history, the greeting of a new chat is announced.
      this.view.redraw([]);
      opened.messages.forEach((message) => this.view.show(message));
      this.waiting.forEach((turn) => this.draw(turn));
    }
    this.loaded = true;
  }

  async historyIfOpen() {
    try {
      return await this.api.history();
    } catch (failure) {
      if (failure.kind !== "ended") throw failure;
      return null;
    }
  }

  redraw(messages) {
    this.view.redraw(messages);
    const answered = messages.findLastIndex((message) => message.author !== "visitor");
    const open = messages.slice(answered + 1).map((message) => message.text);
    for (const turn of this.waiting) {
      turn.shown = open.includes(turn.text);
      if (turn.mine && !turn.shown) this.draw(turn);
    }
  }

  draw(turn) {
    turn.shown = true;
    this.view.show(question(turn));
  }

  /** Take over what another tab said in the same conversation. */
  async sync() {
    if (this.busy || !this.loaded || this.waiting.length) return;
    const { round } = this;
    try {
      const messages = await this.api.history();
      if (round !== this.round || this.busy) return;
      if (messages.length !== this.view.count()) this.redraw(messages);
    } catch (failure) {
      if (round === this.round && failure.kind === "ended") this.view.failed(failure);
    }
  }

  fail(failure) {
    const [turn] = this.waiting;
    this.waiting.filter((one) => !one.shown).forEach((one) => this.draw(one));
    if (failure.kind === "refused" || failure.kind === "ended") {
      if (turn) this.view.giveBack(turn.text);
      this.waiting = failure.kind === "ended" ? [] : this.waiting.slice(1);
      this.keep();
      this.view.failed(failure);
      // The reason stays in sight for a while before the next in line has its turn.
      if (this.waiting.length) this.timer = setTimeout(() => this.go(), 6000);
      return;
    }
    const pause = failure.wait || PAUSES[Math.min(this.tries, PAUSES.length - 1)];
    this.tries += 1;
    this.timer = setTimeout(() => this.go(), pause * 1000);
    this.view.failed(failure, pause);
  }

  keep() {
    this.store.set({ waiting: this.waiting.map(({ id, content, text }) => ({ id, content, text })) });
  }
}

function question(turn) {
  return { id: turn.id, author: "visitor", kind: "question", text: turn.text };
}

// crypto.randomUUID exists on HTTPS pages only.
function makeId() {
  // The zeros become random digits; 4 is the version of the UUID, 8 its variant.
  return "00000000-0000-4000-8000-000000000000".replace(/0/g, () =>
    (crypto.getRandomValues(new Uint8Array(1))[0] % 16).toString(16),
  );
}
