// What the widget remembers in this tab: one entry of the session storage.

const KEY = "school-chat";

/** Values that outlive a page change; when storage is blocked they live as long as the page. */
export class Store {
  /** `api` is the assistant's address: what was kept for another one is not used. */
  constructor(api) {
    this.values = { api };
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      if (kept?.api === api) this.values = kept;
    } catch {
      // Blocked or broken storage is the same as empty storage.
    }
  }

  get(name) {
    return this.values[name];
  }

  set(changes) {
    Object.assign(this.values, changes);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.values));
    } catch {
      // See above.
    }
  }
}
