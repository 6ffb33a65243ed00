// The client of the public chat API.

// The server answers within nine seconds; past this the connection itself is the trouble.
const TIMEOUT_MILLISECONDS = 15000;

/**
 * Why a request did not succeed. `kind` is one of offline, down, limited (429), ended (401) and
 * refused; `code` and `message` are the API's, the message is for the visitor; `wait` is the
 * number of seconds the server asks for, if it does.
 */
export class Failure extends Error {
  constructor(kind, { code, message } = {}, wait = 0) {
    super(message);
    Object.assign(this, { kind, code, wait });
  }
}

/** One visitor's access to the API; the token is kept in `store`. */
export class Api {
  constructor(base, store) {
    this.base = base;
    this.store = store;
  }

  /** Open a new conversation; returns {token, messages}. */
  open() {
    this.leave();
    return this.request("POST", "/api/conversations", {});
  }

  /** All messages of the conversation. */
  async history() {
    const messages = [];
    let page = { more: true };
    while (page.more) {
      const after = messages.length ? `?after=${messages.at(-1).id}` : "";
      page = await this.request("GET", `/api/messages${after}`);
      messages.push(...page.messages);
    }
    return messages;
  }

  /** Send a turn, {id, text} or {id, choice}. The same id again is the same turn. */
  async send(turn) {
    const { messages } = await this.request("POST", "/api/messages", turn);
    return messages.filter((message) => message.author !== "visitor");
  }

  /** What the school shows before a chat: {name, phone, mail, hours, notice, …}. */
  settings() {
    return this.request("GET", "/api/settings");
  }

  /** Say whether an answer helped: {helpful, comment}. */
  vote(message, vote) {
    return this.request("POST", `/api/messages/${encodeURIComponent(message)}/feedback`, vote);
  }

  /** Ask for a person: {name, contact, question, consent}; returns {reference, …}. */
  async handOff(wish) {
    try {
      return await this.request("POST", "/api/handoff", wish);
    } catch (failure) {
      if (failure.kind !== "ended") throw failure;
      // A person is there for you also when the chat is over.
      return this.request("POST", "/api/handoff", wish, null);
    }
  }

  /** Leave the conversation. It stays the visitor's: to see, to take along, to delete. */
  leave() {
    const { token, earlier = [] } = this.store.values;
    this.store.set({ token: null, earlier: token ? [...earlier, token] : earlier });
  }

  /** Everything that is kept of this visitor: a list of conversations, oldest first. */
  download() {
    return this.forEach("GET", (kept) => kept);
  }

  /** Delete everything of this visitor; returns the receipts. */
  async erase() {
    const receipts = await this.forEach("DELETE", ({ receipt }) => receipt);
    this.store.set({ token: null, earlier: [] });
    return receipts;
  }

  async forEach(method, read) {
    const { token, earlier = [] } = this.store.values;
    const found = [];
    for (const one of [...earlier, token].filter(Boolean)) {
      try {
        found.push(read(await this.request(method, "/api/conversation", undefined, one)));
      } catch (failure) {
        // What is gone already needs no deletion and cannot be shown.
        if (failure.kind !== "ended") throw failure;
      }
    }
    return found;
  }

  async request(method, path, body, token = this.store.get("token")) {
    const headers = {};
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    let response;
    let answer = {};
    try {
      response = await fetch(this.base + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      });
      if (response.status !== 204) answer = await response.json();
    } catch {
      throw new Failure(navigator.onLine ? "down" : "offline");
    }
    if (response.ok) return answer;
    const kinds = { 401: "ended", 429: "limited" };
    const kind = kinds[response.status] ?? (response.status < 500 ? "refused" : "down");
    throw new Failure(kind, answer.error, Number(response.headers.get("Retry-After")));
  }
}
